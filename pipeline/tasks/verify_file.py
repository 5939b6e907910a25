"""`verify FILE`: the last check before a paper goes out; with a second file, two returned copies
side by side.

In: folders and one or two files. Out: what the screen says, and internal/verify.html; the audit of
the run then shows the papers as they are now. It changes no paper.
"""

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from pipeline.build import Built, build
from pipeline.files import Disk, locked, write_all
from pipeline.language import plural
from pipeline.load import Folders, load
from pipeline.ooxml import BOOKMARK
from pipeline.refresh.compared_text import is_same, readable
from pipeline.refresh.package import Document
from pipeline.refresh.paper_index import PaperIndex
from pipeline.tasks.compare_with_editors import pages_now
from pipeline.tasks.history import documents, papers_now
from pipeline.tasks.internal_files import PageTable, page
from pipeline.tasks.redact import MASK, Redactor
from pipeline.tasks.refresh_file import EditedCopy, open_copy
from pipeline.tasks.refresh_paper import current_run
from pipeline.tasks.verify import (
    AS_GENERATED,
    Line,
    Verified,
    verified_copy,
)

VERIFY = "internal/verify.html"


class VerifiedShown(NamedTuple):
    """A verified file for the screen and JSON: numbers, ids and alarms. The words of the paper are
    only in the internal page.
    """

    meeting: str
    file: str
    paper: str
    is_clean: bool
    statuses: dict[str, int]
    alarms: list[dict[str, str]]
    left_out: list[dict[str, str]]
    style: list[dict[str, str]]
    stale: list[dict[str, str]]
    open_brackets: int
    comments: int
    tracked_changes: int
    page: str


def verify_file(
    folders: Folders, path: Path, meeting: str, disk: Disk, other: Path | None = None
) -> VerifiedShown:
    """Verify a file and write the page. Refused as `refresh FILE`."""
    copy = open_copy(folders, path, meeting, True)
    loaded = load(folders, copy.meeting)
    folder = folders.outputs / copy.meeting
    with locked(folder) as was_mended:
        if was_mended:
            copy, loaded = open_copy(folders, path, meeting, True), load(folders, copy.meeting)
        built = build(loaded)
        known = documents(folder)
        today = current_run(built, loaded, folder, known)
        verified, sources = verified_copy(copy, built, loaded, today)
        tables = [*_tables(verified, sources)]
        if other is not None:
            tables.append(_side_by_side(copy, open_copy(folders, other, copy.meeting, True)))
        title = f"{path.name}: {verified.paper} verified"
        files = {folder / VERIFY: page(title, _summary(verified), tables)}
        # After inputs changed, only `report` may write the audit: it is of the run of the papers.
        if known.get("run") == loaded.run:
            files |= pages_now(built, today, papers_now(folder, built.contents), loaded)
        write_all(folder, files, disk)
    return _shown(copy, verified, sources, built)


def _shown(
    copy: EditedCopy, verified: Verified, sources: dict[str, tuple[str, ...]], built: Built
) -> VerifiedShown:
    redactor = Redactor.of_gate(built.gate)
    lines = verified.lines
    style = [{"paragraph": line.name, "rule": rule} for line in lines for rule in line.style]
    stale = [
        {
            "paragraph": line.name,
            "why": line.why,
            "files": ", ".join(redactor.path(source) for source in sources.get(line.name, ())),
        }
        for line in lines
        if line.why
    ]
    return VerifiedShown(
        meeting=copy.meeting,
        file=copy.path.name,
        paper=verified.paper,
        is_clean=verified.is_clean,
        statuses=dict(Counter(line.status for line in lines)),
        alarms=[told for line in lines for told in _told(line.name, line.alarms, built)],
        left_out=[told for line in lines for told in _told(line.name, line.left_out, built)],
        style=style,
        stale=stale,
        open_brackets=len(verified.brackets),
        comments=verified.n_comments,
        tracked_changes=verified.n_tracked,
        page=VERIFY,
    )


def _told(name: str, facts: tuple[tuple[str, str], ...], built: Built) -> list[dict[str, str]]:
    """Facts (kind, what) of a paragraph as the screen may show them."""
    return [
        {"paragraph": name, "kind": kind, "what": _what(kind, what, built)} for kind, what in facts
    ]


def _what(kind: str, what: str, built: Built) -> str:
    """A fact in words: a State by its name, masked if it is withheld."""
    if kind != "state":
        return what
    if what in built.gate.withheld:
        return MASK
    return built.gate.states[what].name


def _summary(verified: Verified) -> list[str]:
    return [
        f"Paragraphs and rows: {len(verified.lines)};"
        f" {plural(verified.n_alarms, 'alarm')};"
        f" {plural(len(verified.brackets), 'open bracket')};"
        f" {plural(verified.n_comments, 'comment')};"
        f" {plural(verified.n_tracked, 'tracked change')}."
    ]


def _tables(verified: Verified, sources: dict[str, tuple[str, ...]]) -> list[PageTable]:
    """The tables of the page: what needs attention, open brackets, and what is as generated."""
    texts = ("In the paper", "As generated now", "What changed, and in which file")
    heads = ("Paragraph", "Status", *texts, "Alarms", "Left out", "House style")
    brackets = tuple((bracket,) for bracket in verified.brackets)
    notable = tuple(
        _row(line, sources.get(line.name, ())) for line in verified.lines if line.is_notable
    )
    as_generated = tuple(
        _row(line, ())[:2] for line in verified.lines if line.status == AS_GENERATED
    )
    return [
        PageTable("What needs attention", heads, notable),
        PageTable("Open brackets", ("Words",), brackets),
        PageTable("As generated", heads[:2], as_generated),
    ]


def _row(line: Line, sources: tuple[str, ...]) -> tuple[str, ...]:
    """The cells of a line; `sources` are the files behind a change."""
    files = [f"[{source}]" for source in sources] if line.why else []
    return (
        line.name.removeprefix(BOOKMARK),
        line.status,
        line.theirs,
        line.new,
        " ".join((line.why, *files)),
        "; ".join(f"{kind}: {what}" for kind, what in line.alarms),
        "; ".join(f"{kind}: {what}" for kind, what in line.left_out),
        " ".join(line.style),
    )


def _side_by_side(one: EditedCopy, other: EditedCopy) -> PageTable:
    """The texts in which two copies differ from each other, with what was generated for them."""
    first, second = PaperIndex(Document(one.content)), PaperIndex(Document(other.content))
    generated = {
        e["bookmark"]: readable(" ".join(e["texts"])) for e in one.before["generated"][one.paper]
    }
    rows = []
    for name in dict.fromkeys((*generated, *first.anchors, *second.anchors)):
        texts = [
            (
                readable(" ".join(found.texts(found.anchors[name])))
                if name in found.anchors
                else "(not in this copy)"
            )
            for found in (first, second)
        ]
        if not is_same(*texts):
            rows.append((name.removeprefix(BOOKMARK), generated.get(name, ""), *texts))
    heads = ("Paragraph", "As generated", one.path.name, other.path.name)
    return PageTable("The two copies side by side", heads, tuple(rows))
