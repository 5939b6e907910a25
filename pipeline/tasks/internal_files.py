"""Workbooks and notes of internal/, as bytes by name below the outputs of a meeting.

In: a meeting as built, the way to its inputs. Out: what a person reads and may work in; each says
INTERNAL first.
"""

import os
import re
import unicodedata
from pathlib import Path, PurePosixPath

from pipeline.aggregate.report_notes import Clarification, clarifications
from pipeline.build import Built
from pipeline.compose.paper import compose
from pipeline.compose.wording_check import Prepared
from pipeline.load import Folders, Loaded
from pipeline.model.finding import TEMPLATE, Refused
from pipeline.model.papers import NOTE
from pipeline.model.public import PublicRecord
from pipeline.render.figures_book import FiguresInput, figures_book
from pipeline.render.tracker_book import tracker_book
from pipeline.render.transcribe import transcript
from pipeline.render.word_paper import TAGS, Form, render
from pipeline.render.word_parts import PaperProperties
from pipeline.render.workbook import to_do
from pipeline.stages import prepared_for, read_reference_folder, split_reference
from pipeline.tasks.manual_edits import NOTES

TO_DO, FIGURES, TRACKER = (
    "internal/to-do.xlsx",
    "internal/figures.xlsx",
    "internal/follow-up-tracker.xlsx",
)


def internal_files(
    folders: Folders, folder: Path, loaded: Loaded, built: Built
) -> dict[str, bytes]:
    """Every such file. Refused (exit 4) where a note cannot be worded or rendered."""
    as_of = built.settings.as_of
    files = {
        TO_DO: to_do(built.ledger.findings, _way(folders, folder), as_of),
        FIGURES: _figures(built),
    }
    if built.tracking:
        files[TRACKER] = tracker_book(built.tracking, built.gate.name, as_of)
    return {**files, **transcripts(built), **notes(loaded, built)}


def _way(folders: Folders, folder: Path) -> str:
    """The way from the folder of workbooks to the inputs, for their links."""
    try:
        way = os.path.relpath(folders.inputs, folder / "internal")
    except ValueError:  # another drive on Windows
        way = str(folders.inputs)
    return Path(way).as_posix()


def _figures(built: Built) -> bytes:
    ledger, settings = built.ledger, built.settings
    of_reports = (
        ledger.answers,
        ledger.figures,
        built.assistance,
        settings.convert_to,
        settings.as_of,
        built.reports,
    )
    told = FiguresInput(*of_reports, built.activities)
    return figures_book(told, built.gate.name)


_OTHER = re.compile(r"[^a-z0-9]+")
_QUESTION = "clarification-question"


def notes(loaded: Loaded, built: Built) -> dict[str, bytes]:
    """The note of each State. Refused (exit 4) where the wording or the template cannot be used."""
    tracking, settings = built.tracking, built.settings
    reporters = tracking.reporters if tracking else {}
    reference = read_reference_folder(loaded, settings, split_reference(loaded)[1]).reference
    prepared = prepared_for(loaded, settings, reference.plan, built.facts, built.gate)
    words = prepared.note.sections[0].words[_QUESTION]
    made = {}
    for asked in clarifications(built.gate, built.spellings, reporters, built.ledger.findings):
        if questions := tuple(question for question in asked.questions if question.form in words):
            made[f"{NOTES}/{_slug(asked)}.docx"] = _note(loaded, built, prepared, asked, questions)
    return made


def _note(
    loaded: Loaded,
    built: Built,
    prepared: Prepared,
    asked: Clarification,
    questions: tuple[PublicRecord, ...],
) -> bytes:
    withheld = (asked.addressee,) if asked.is_withheld else ()
    lists = {"addressee": (asked.addressee,), "withheld": withheld, "questions": questions}
    facts = built.facts.model_copy(update={"lists": lists, "figures": {}})
    paper = compose(prepared.note, facts, prepared.wording, prepared.words)
    title = next(line.text for line in paper.masthead if line.id == "masthead-title")
    settings = built.settings
    tag = TAGS.get(settings.language, settings.language)
    about = PaperProperties(
        title, settings.author_body, tag, settings.as_of, loaded.run, loaded.meeting
    )
    return render(NOTE.name, _template(loaded), paper, about, Form(settings.style)).content


def _template(loaded: Loaded) -> bytes:
    for file in loaded.templates:
        if file.path == f"{NOTE.name}.docx":
            return file.content
    raise Refused(TEMPLATE, f"templates/{NOTE.name}.docx is missing.", "Restore the file.")


def _slug(asked: Clarification) -> str:
    """The name of a State as the name of a file, with its code: two names may come down to the same
    letters.
    """
    plain = unicodedata.normalize("NFKD", asked.name).encode("ascii", "ignore").decode().casefold()
    return f"{_OTHER.sub('-', plain).strip('-')}-{asked.code.casefold()}"


def transcripts(built: Built) -> dict[str, bytes]:
    """The workbooks for reports that a person has to type off, by their place in the folder of
    outputs.
    """
    if not built.wanted:
        return {}
    names = {code: state.name for code, state in built.gate.states.items()}
    pages = {
        (f.ref.source, f.code): f.hint for f in built.ledger.findings if f.hint.endswith(" pages")
    }
    return {
        f"internal/transcribe/{PurePosixPath(wanted.file).name}.xlsx": transcript(
            wanted, pages.get((wanted.file, wanted.reason), ""), names, built.settings.as_of
        )
        for wanted in built.wanted
    }
