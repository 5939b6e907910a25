"""What a Word template must have before any data, for one of the papers.

In: a file, the folder of templates, the name of a paper, perhaps the names of styles. Out: what it lacks.
"""

from pathlib import Path

from pipeline.collect.folder import list_files
from pipeline.collect.yaml_file import read_yaml
from pipeline.model.finding import TEMPLATE, USAGE, Refused
from pipeline.model.papers import PAPERS
from pipeline.render.template_check import Lack, lacks


def check_template(file: Path, templates: Path, paper: str, styles: dict[str, str]) -> tuple[Lack, ...]:
    """What the file lacks as the template of a paper. Refused (exit 2) where file or paper is not there."""
    wording = next((known.wording for known in PAPERS if known.name == paper), None)
    if wording is None:
        raise Refused(USAGE, f"There is no paper {paper!r}.", f"Known: {', '.join(known.name for known in PAPERS)}.")
    try:
        content = file.read_bytes()
    except OSError as error:
        raise Refused(USAGE, f"{file.name} cannot be read: {error.strerror}.", "Give the path of a .docx.") from None
    name = f"text/{wording}.yaml"
    plan = next((f.content for f in list_files(templates, templates) if f.path == name), None)
    if plan is None:
        raise Refused(TEMPLATE, f"templates/{name} is missing.", "Restore the file.")
    masthead = dict(read_yaml(f"templates/{name}", plan, TEMPLATE)).get("masthead", ())
    return lacks(content, tuple(str(field) for field in masthead) if isinstance(masthead, list) else (), styles)
