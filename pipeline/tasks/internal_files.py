"""The workbooks, notes and pages of internal/, by path below the outputs of a meeting.

In: a meeting as built, and the path to its inputs. Out: files that people read and may write into;
each says INTERNAL before anything else.
"""

import html
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

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
from pipeline.tasks.history import NOTES

TO_DO, FIGURES, TRACKER = (
    "internal/to-do.xlsx",
    "internal/figures.xlsx",
    "internal/follow-up-tracker.xlsx",
)


def internal_files(
    folders: Folders, folder: Path, loaded: Loaded, built: Built
) -> dict[str, bytes]:
    """All of them by path. Refused (exit 4) if a note cannot be worded or rendered."""
    to_inputs = _way(folders, folder)
    made = {name: make(built, to_inputs) for name, make in WORKBOOKS.items()}
    books = {name: content for name, content in made.items() if content is not None}
    return {**books, **transcripts(built), **notes(loaded, built)}


def _way(folders: Folders, folder: Path) -> str:
    """The relative path from the workbooks to the inputs, for links: the folder of a meeting may be
    moved or shared.
    """
    try:
        way = os.path.relpath(folders.inputs, folder / "internal")
    except ValueError:  # another drive on Windows
        way = str(folders.inputs)
    return Path(way).as_posix()


def _to_do(built: Built, to_inputs: str) -> bytes:
    return to_do(built.ledger.findings, to_inputs, built.settings.as_of)


def _figures(built: Built, _: str) -> bytes:
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


def _tracker(built: Built, _: str) -> bytes | None:
    if not built.tracking:
        return None
    return tracker_book(built.tracking, built.gate.name, built.settings.as_of)


# Each workbook of internal/ by its path, with the function that makes it of the meeting and the
# path to its inputs; None if there is nothing to put into it.
WORKBOOKS: Mapping[str, Callable[[Built, str], bytes | None]] = {
    TO_DO: _to_do,
    FIGURES: _figures,
    TRACKER: _tracker,
}


_OTHER = re.compile(r"[^a-z0-9]+")
_QUESTION = "clarification-question"


def notes(loaded: Loaded, built: Built) -> dict[str, bytes]:
    """The note to each State that there is something to ask, by path. Refused (exit 4) if the
    wording or the template cannot be used.
    """
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
    """The name of a State as the name of a file, with its code, because two names may become the
    same letters.
    """
    plain = unicodedata.normalize("NFKD", asked.name).encode("ascii", "ignore").decode().casefold()
    return f"{_OTHER.sub('-', plain).strip('-')}-{asked.code.casefold()}"


def transcripts(built: Built) -> dict[str, bytes]:
    """The workbooks for reports that a person must transcribe, by path."""
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


INTERNAL = "INTERNAL: quotes papers and inputs; not for distribution"
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:75rem;margin:1.5rem auto;padding:0"
    " 1rem;color:#1a1a1a}table{border-collapse:collapse;width:100%;margin:.5rem 0"
    " 1.5rem}caption{text-align:left;font-weight:600}th,td{border:1px solid #767676;padding:.35rem"
    " .5rem;text-align:left;vertical-align:top}th{background:#ececec}"
    ".internal{font-weight:700;border:2px solid #8a1c1c;padding:.3rem .6rem}"
    "@media print{body{font-size:11px;max-width:none}}"
)


class PageTable(NamedTuple):
    """A table of a page: its caption, the heads of its columns, and its rows. Without rows it is
    not shown.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def page(title: str, lines: Iterable[str], tables: Sequence[PageTable]) -> bytes:
    """A page in HTML with a title, lines of text, and tables. Every text is escaped: it quotes what
    anybody may have written.
    """
    parts = [
        "<!doctype html>\n",
        f'<html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>',
        (
            '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src'
            " 'unsafe-inline'\">"
        ),
        (
            '<meta name="viewport"'
            f' content="width=device-width"><style>{_STYLE}</style></head>\n<body><main>'
        ),
        f'<p class="internal">{INTERNAL}</p>\n<h1>{html.escape(title)}</h1>\n',
        *(f"<p>{html.escape(line)}</p>\n" for line in lines),
        *(_table(table) for table in tables if table.rows),
        "</main></body></html>\n",
    ]
    return "".join(parts).encode("utf-8")


def _table(table: PageTable) -> str:
    heads = "".join(f'<th scope="col">{html.escape(head)}</th>' for head in table.heads)
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>\n"
        for row in table.rows
    )
    caption = f"<caption>{html.escape(table.caption)}</caption>"
    return f"<table>{caption}<thead><tr>{heads}</tr></thead>\n<tbody>{rows}</tbody></table>\n"
