"""`check`: all stages except the writing, and what they found.

In: folders and a meeting. Out: what the screen says. It writes nothing and needs no outputs.
"""

from pathlib import Path

from pipeline.build import build
from pipeline.collect.folder import collect, list_files
from pipeline.collect.yaml_file import read_yaml
from pipeline.load import Folders, load
from pipeline.model.finding import TEMPLATE, USAGE, Refused
from pipeline.model.papers import PAPERS
from pipeline.normalise.meeting_settings import read_settings
from pipeline.render.template_check import Lack, lacks
from pipeline.stages import split_reference
from pipeline.tasks.redact import Redactor
from pipeline.tasks.run_summary import CHECKED, RunSummary, summarise


def check(folders: Folders, meeting: str) -> RunSummary:
    """What `report` would find. Refused as `report` would be, except for what it writes."""
    loaded = load(folders, meeting)
    built = build(loaded)
    redactor = Redactor.of_gate(built.gate)
    due = [redactor.deadline(deadline) for deadline in built.deadlines]
    return summarise(CHECKED, built, {})._replace(deadlines=due)


def check_template(
    file: Path, folders: Folders, paper: str, styles: dict[str, str], meeting: str = ""
) -> tuple[Lack, ...]:
    """What the file lacks as the template of a paper; `styles` are names of styles by role, and go
    before those in the Settings of the meeting. Refused (exit 2) if file, paper or meeting does not
    exist.
    """
    wording = next((known.wording for known in PAPERS if known.name == paper), None)
    if wording is None:
        raise Refused(
            USAGE,
            f"There is no paper {paper!r}.",
            f"Known: {', '.join(known.name for known in PAPERS)}.",
        )
    try:
        content = file.read_bytes()
    except OSError as error:
        raise Refused(
            USAGE, f"{file.name} cannot be read: {error.strerror}.", "Give the path of a .docx."
        ) from None
    given, first = _settings_of(folders, meeting, paper) if meeting else ({}, 1)
    return lacks(content, _fields(folders.templates, wording), {**given, **styles}, first)


def _fields(templates: Path, wording: str) -> tuple[str, ...]:
    """The names of the lines in a paper's masthead."""
    name = f"text/{wording}.yaml"
    plan = next((f.content for f in list_files(templates, templates) if f.path == name), None)
    if plan is None:
        raise Refused(TEMPLATE, f"templates/{name} is missing.", "Restore the file.")
    masthead = dict(read_yaml(f"templates/{name}", plan, TEMPLATE)).get("masthead", ())
    return tuple(str(field) for field in masthead) if isinstance(masthead, list) else ()


def _settings_of(folders: Folders, meeting: str, paper: str) -> tuple[dict[str, str], int]:
    """The names of styles by role, and the number of the first paragraph, in the Settings of a
    meeting.
    """
    own, _ = split_reference(load(folders, meeting))
    settings = read_settings(collect(own).value.sheets, meeting)
    return settings.style, settings.first_paragraph.get(paper, 1)
