"""`verify FILE`: the last check before a paper goes out; a second file shows two returned copies
side by side.

In: folders and one or two files. Out: what to show, and internal/verify.html; the audit of the run
shows the papers of the meeting as they stand. It changes no paper.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from pipeline.build import Built, build
from pipeline.files import Disk, locked, write_all
from pipeline.language import plural
from pipeline.load import Folders, load
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
    """A verified file for the screen and JSON: numbers, ids and alarms; the words stand in the
    internal page.
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
        if known.get("run") == loaded.run:  # the audit of that run shows the papers as they now are
            files |= pages_now(built, today, papers_now(folder, built.contents), loaded)
        write_all(folder, files, disk)
    return _shown(copy, verified, sources, built)


def _shown(
    copy: EditedCopy, verified: Verified, sources: dict[str, tuple[str, ...]], built: Built
) -> VerifiedShown:
    redactor = Redactor.of_gate(built.gate)
    statuses: dict[str, int] = {}
    for line in verified.lines:
        statuses[line.status] = statuses.get(line.status, 0) + 1
    alarms = [fact for line in verified.lines for fact in _facts(line.name, line.alarms, built)]
    left_out = [fact for line in verified.lines for fact in _facts(line.name, line.left_out, built)]
    style = [
        {"paragraph": line.name, "rule": rule} for line in verified.lines for rule in line.style
    ]
    stale = [
        {
            "paragraph": line.name,
            "why": line.why,
            "files": ", ".join(redactor.path(source) for source in sources.get(line.name, ())),
        }
        for line in verified.lines
        if line.why
    ]
    return VerifiedShown(
        copy.meeting,
        copy.path.name,
        verified.paper,
        verified.is_clean,
        statuses,
        alarms,
        left_out,
        style,
        stale,
        len(verified.brackets),
        verified.n_comments,
        verified.n_tracked,
        VERIFY,
    )


def _facts(name: str, facts: Iterable[tuple[str, str]], built: Built) -> list[dict[str, str]]:
    return [
        {"paragraph": name, "kind": kind, "what": _what(kind, what, built)} for kind, what in facts
    ]


def _what(kind: str, what: str, built: Built) -> str:
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
    def row(line: Line) -> tuple[str, ...]:
        alarms = "; ".join(f"{kind}: {what}" for kind, what in line.alarms)
        left_out = "; ".join(f"{kind}: {what}" for kind, what in line.left_out)
        style = " ".join(line.style)
        why = " ".join(
            (line.why, *(f"[{source}]" for source in sources.get(line.name, ()) if line.why))
        )
        return (
            line.name.removeprefix("_msp_"),
            line.status,
            line.theirs,
            line.new,
            why,
            alarms,
            left_out,
            style,
        )

    texts = ("In the paper", "As generated now", "What changed, and in which file")
    heads = ("Paragraph", "Status", *texts, "Alarms", "Left out", "House style")
    brackets = tuple((bracket,) for bracket in verified.brackets)
    return [
        PageTable(
            "What needs attention",
            heads,
            tuple(row(x) for x in verified.lines if x.status != AS_GENERATED or x.alarms),
        ),
        PageTable("Open brackets", ("Words",), brackets),
        PageTable(
            "As generated",
            heads[:2],
            tuple(row(x)[:2] for x in verified.lines if x.status == AS_GENERATED),
        ),
    ]


def _side_by_side(one: EditedCopy, other: EditedCopy) -> PageTable:
    """Where two copies differ from each other, with the text that was generated."""
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
            rows.append((name.removeprefix("_msp_"), generated.get(name, ""), *texts))
    heads = ("Paragraph", "As generated", one.path.name, other.path.name)
    return PageTable("The two copies side by side", heads, tuple(rows))
