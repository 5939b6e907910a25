"""What editors did to the papers of a meeting, as the audit page shows it beside each paragraph and
under Verify.

In: a run, and the bytes of its papers as they are now. Out: EditorStatus. It changes no paper; a
paper that cannot be compared is reported as such.
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from pipeline.audit import editor_status
from pipeline.audit.editor_status import (
    BlockStatus,
    DiffText,
    EditorStatus,
    Fact,
    Listing,
    ListingLine,
)
from pipeline.audit.html import as_page
from pipeline.build import Built
from pipeline.load import Loaded
from pipeline.model.block import Block, Composed, Paragraph
from pipeline.model.clearance import ids_of
from pipeline.ooxml import BOOKMARK, W, bookmark_name
from pipeline.refresh.compared_text import is_same, tokens
from pipeline.refresh.package import Document
from pipeline.refresh.paper_index import PaperIndex
from pipeline.refresh.refresh import generated
from pipeline.refresh.round_trip import Memory
from pipeline.tasks import verify
from pipeline.tasks.changes import last_changes
from pipeline.tasks.evidence import public_files
from pipeline.tasks.facts import STATE
from pipeline.tasks.history import ledger
from pipeline.tasks.refresh_file import EditedCopy
from pipeline.tasks.refresh_paper import (
    CurrentRun,
    clearances_of,
    cleared_names,
    memory_key,
    origin,
)
from pipeline.tasks.verify import verified_copy

Element = etree._Element

_KINDS = {
    verify.AS_GENERATED: (editor_status.GENERATED, ""),
    verify.EDITED: (editor_status.EDITED, ""),
    verify.STALE: (
        editor_status.CHANGED,
        "The facts have changed since; this is the text as it would now be generated.",
    ),
    verify.DELETED: (editor_status.DELETED, "It is no longer in the paper."),
    verify.MISSING: (
        editor_status.MISSING,
        "So much is missing from the paper that this cannot be called a deletion by an editor.",
    ),
    verify.NO_SOURCE: (
        editor_status.ADDED,
        "Written by the editors: no figure or record supports it.",
    ),
    verify.BARRED: (
        editor_status.CHANGED,
        "It is no longer generated; the paper still contains it.",
    ),
}
_BADGES = {editor_status.CHANGED: "facts changed"}
_GENERATED = BlockStatus(editor_status.GENERATED, editor_status.GENERATED)
PAGE = "internal/audit.html"
_NEW = "It is new and not yet in the paper."
_ORDER = (
    editor_status.CHANGED,
    editor_status.MISSING,
    editor_status.DELETED,
    editor_status.EDITED,
    editor_status.ADDED,
    editor_status.GENERATED,
)
_UNKNOWN = "The state of the paper is unknown: the file is not a Word document of a known run."
_AS_MADE = "The paper is as it was generated."
_LOOK = ("Paragraph", "Status", "Not supported", "What changed", "House style", "In the paper")


class _Paper(NamedTuple):
    """A paper compared with what was generated.

    `cleared` gives, by bookmark, the body that cleared a paragraph and the day; `lines` are empty
    where the file is as generated; `before` is what an earlier refresh found missing. `is_known` is
    False where nobody can say what the file was generated from.
    """

    composed: Composed
    cleared: Mapping[str, str]
    lines: tuple[verify.Line, ...]
    before: Memory = Memory()
    content: bytes = b""
    is_known: bool = True


def pages_now(
    built: Built, today: CurrentRun, papers: Mapping[str, bytes], loaded: Loaded
) -> dict[Path, bytes]:
    """The audit page and the files of the public audit, by path, with what editors did."""
    status = compare_with_editors(today, built, papers, loaded)
    names = {code: state.name for code, state in built.gate.states.items()}
    first = built.settings.first_paragraph
    page = as_page(built.ledger, built.sheets, names, status, first)
    public = public_files(built, status)
    return {
        today.folder / PAGE: page,
        **{today.folder / name: content for name, content in public.items()},
    }


def compare_with_editors(
    today: CurrentRun, built: Built, papers: Mapping[str, bytes], loaded: Loaded
) -> EditorStatus:
    """What editors did to each paper of a run; `papers` are the bytes of those that exist, by
    name, and a paper without a file counts as generated.
    """
    statuses: dict[tuple[str, str], BlockStatus] = {}
    added: dict[tuple[str, str], tuple[BlockStatus, ...]] = {}
    words: dict[str, str] = {}
    listings = []
    for composed in built.ledger.papers:
        content = papers.get(composed.paper, built.contents[composed.paper])
        paper = _compared(today, built, composed, content, loaded)
        words[composed.paper] = _word(paper)
        listings.append(_listing(paper))
        if paper.is_known:
            statuses |= _statuses(paper, built)
            added |= _added(paper, built)
    return EditorStatus(statuses, added, words, _changes(today, built), tuple(listings))


def _compared(
    today: CurrentRun, built: Built, composed: Composed, content: bytes, loaded: Loaded
) -> _Paper:
    name = composed.paper
    cleared = {
        bookmark: f"{clearance.body}, {clearance.cleared_on.first.isoformat()}"
        for clearance in clearances_of(built, name)
        for bookmark in cleared_names(composed.blocks, (clearance.paragraph,))
    }
    if content == built.contents[name]:
        return _Paper(composed, cleared, ())
    copy = _copy(today, built, name, content)
    if copy is None:
        return _Paper(composed, cleared, (), is_known=False)
    found, _ = verified_copy(copy, built, loaded, today)
    memory = Memory.from_json(today.known.get("memories", {}).get(memory_key(copy.came, name), {}))
    # A deletion that an earlier refresh settled is no news: it is counted, and not listed again.
    lines = tuple(line for line in found.lines if line.name not in memory.gone)
    return _Paper(composed, cleared, lines, memory, content)


def _copy(today: CurrentRun, built: Built, paper: str, content: bytes) -> EditedCopy | None:
    """The editors' file with the ledger of its run; None if that run or its ledger is unknown."""
    came = origin(content)
    if came is None:
        return None
    # The ledger of this run is written together with the page that is made here.
    before = {**today.audit, "generated": {paper: generated(built.contents[paper])}}
    if came.run != today.run:
        before = ledger(today.folder, came.run)
    if paper not in before.get("generated", {}):
        return None
    path = today.folder / f"{paper}.docx"
    return EditedCopy(path, content, came, built.ledger.meeting, before, paper)


def _word(paper: _Paper) -> str:
    """One sentence on a paper as a whole."""
    if not paper.is_known:
        return _UNKNOWN
    others = sum(line.status != verify.AS_GENERATED for line in paper.lines)
    gone = len(paper.before.gone | paper.before.unsettled)
    if others + gone == 0:
        return _AS_MADE
    deleted = f"; {gone} deleted before" if gone else ""
    return f"Not as generated: {others} paragraphs or rows{deleted}."


def _names_of(blocks: Iterable[Block]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The id of each block and note of a paper, with its bookmarks: of a table one a row."""
    for block in blocks:
        notes = [note.id for note in block.notes] if isinstance(block, Paragraph) else []
        yield block.id, tuple(bookmark_name(name) for name in ids_of(block) if name not in notes)
        yield from ((note, (bookmark_name(note),)) for note in notes)


def _blocks_by_name(paper: _Paper) -> dict[str, str]:
    """The id of the block or note that each bookmark belongs to."""
    found = _names_of(paper.composed.blocks)
    return {name: block_id for block_id, names in found for name in names}


# --- beside a block


def _statuses(paper: _Paper, built: Built) -> Iterator[tuple[tuple[str, str], BlockStatus]]:
    """The status of each block and note by paper and id. A table has one status, although each of
    its rows has a line.
    """
    by_name = {line.name: line for line in paper.lines}
    for block_id, names in _names_of(paper.composed.blocks):
        lines = [by_name[name] for name in names if name in by_name]
        cleared = next((paper.cleared[name] for name in names if name in paper.cleared), "")
        status = _status_of(paper, names, lines, built)
        yield (paper.composed.paper, block_id), status._replace(cleared=cleared)


def _status_of(
    paper: _Paper, names: tuple[str, ...], lines: list[verify.Line], built: Built
) -> BlockStatus:
    """The status of one block: the gravest of its lines."""
    changed = [line for line in lines if line.status != verify.AS_GENERATED]
    if changed:
        return _status(changed, built)
    # A paper that is byte for byte as generated was not compared line by line.
    if lines or not paper.lines:
        return _GENERATED
    return _absent(names, paper.before)


def _absent(names: tuple[str, ...], before: Memory) -> BlockStatus:
    """The status of a block that is not in the paper: deleted or missing if an earlier refresh
    found it so, else new.
    """
    known = ((verify.DELETED, before.gone), (verify.MISSING, before.unsettled))
    kind, note = next(
        (_KINDS[status] for status, gone in known if gone & set(names)),
        (editor_status.CHANGED, _NEW),
    )
    return BlockStatus(kind, _BADGES.get(kind, kind), note)


def _status(lines: list[verify.Line], built: Built) -> BlockStatus:
    kind, note = min(
        (_KINDS[line.status] for line in lines), key=lambda found: _ORDER.index(found[0])
    )
    facts = [fact for line in lines for fact in _facts(line, built)]
    current = tuple(_compare(line) for line in lines if line.theirs)
    # The public audit leaves out a text from which an editor removed the name of a State.
    is_less = any(kind == STATE for line in lines for kind, _ in line.left_out)
    return BlockStatus(
        kind, _BADGES.get(kind, kind), note, current, tuple(dict.fromkeys(facts)), is_less=is_less
    )


def _facts(line: verify.Line, built: Built) -> Iterator[Fact]:
    for kind, what, is_supported in line.facts:
        yield Fact(built.gate.states[what].name if kind == STATE else what, is_supported)


def _compare(line: verify.Line) -> tuple[DiffText, ...]:
    """The editors' words, with the generated words that they replaced marked as deleted."""
    if not line.new:
        return (DiffText(line.theirs),)
    old, new = tokens(line.new), tokens(line.theirs)
    found, gone, here = [], "", ""
    for kind, i1, i2, j1, j2 in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        was, stands = "".join(old[i1:i2]), "".join(new[j1:j2])
        # A space between two changes is part of them: marked word by word, a sentence that was
        # written anew cannot be read.
        is_joint = stands.isspace() and gone + here != ""
        if kind == "equal" and not is_joint:
            found += [*_marked(gone, here), DiffText(stands)]
            gone = here = ""
        else:
            gone, here = gone + was, here + stands
    return (*found, *_marked(gone, here))


def _marked(gone: str, here: str) -> list[DiffText]:
    """Words deleted and words inserted; plain words where only a word processor changed them."""
    if is_same(gone, here):
        return [DiffText(here)] if here else []
    return [DiffText(text, how) for text, how in ((gone, "del"), (here, "ins")) if text]


def _added(paper: _Paper, built: Built) -> Mapping[tuple[str, str], tuple[BlockStatus, ...]]:
    """Paragraphs that editors wrote, and those no longer generated, by paper and id of the block
    that they follow; before the first block, by the first.
    """
    listed = (verify.BARRED, verify.NO_SOURCE)
    by_name = {line.name: line for line in paper.lines if line.status in listed}
    if not by_name:
        return {}
    blocks = _blocks_by_name(paper)
    index = PaperIndex(Document(paper.content))
    names = _names_by_paragraph(index)
    added: dict[tuple[str, str], tuple[BlockStatus, ...]] = {}
    at = (paper.composed.paper, paper.composed.blocks[0].id)
    for paragraph in index.document.body.iter(f"{W}p"):
        name = names.get(paragraph, "")
        at = (at[0], blocks.get(name, at[1]))
        if name in by_name:
            added[at] = (*added.get(at, ()), _status([by_name[name]], built))
    return added


def _names_by_paragraph(index: PaperIndex) -> dict[Element, str]:
    """The bookmark that each paragraph starts with, or `own-3` for the third that editors wrote."""
    own = enumerate(verify.own_paragraphs(index), start=1)
    return {
        **{p: name for name, spot in index.anchors.items() for p in spot.paragraphs[:1]},
        **{p: f"own-{number}" for number, p in own},
    }


# --- lists


def _listing(paper: _Paper) -> Listing:
    """The lines of a paper that a person should look at."""
    blocks = _blocks_by_name(paper)
    lines = []
    for line in paper.lines:
        if not line.is_notable:
            continue
        alarms = "; ".join(f"{kind}: {what}" for kind, what in line.alarms)
        block = blocks.get(line.name, "")
        cells = (
            blocks.get(line.name, line.name.removeprefix(BOOKMARK)),
            line.status,
            alarms,
            line.why,
            " ".join(line.style),
            line.theirs,
        )
        lines.append(ListingLine(cells, paper.composed.paper, block))
    return Listing(f"{paper.composed.paper}: {_word(paper)}", _LOOK, tuple(lines))


def _changes(today: CurrentRun, built: Built) -> tuple[Listing, ...]:
    """What changed since the last run that differs; nothing if this is the first."""
    found = last_changes(today, built)
    if not found.since:
        return ()
    printed = {(block.paper, block.id) for block in built.ledger.blocks}
    moved = tuple(
        ListingLine(
            (m.name, m.paper, m.before, m.now, m.why),
            m.paper,
            m.name if (m.paper, m.name) in printed else "",
        )
        for m in found.moved
    )
    came = tuple(ListingLine(pair) for pair in found.came)
    return (
        Listing(
            f"What changed since run {found.since}",
            ("Paragraph", "Paper", "Before", "Now", "Why"),
            moved,
        ),
        Listing("What came in", ("File", "How"), came),
    )
