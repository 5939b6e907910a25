"""Papers as the page shows them: blocks of pieces, each with the anchor of what it stands on.

In: ledger, anchors, what is known beside it. Out: plain values for the templates in page/.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pipeline.audit.anchors import Anchors, anchor_of
from pipeline.audit.beside import Beside, Status
from pipeline.audit.marks import visible
from pipeline.model.block import Block, Composed, Note, Paragraph, Span, Table

PAGE_MARK = "masthead-page_mark"
_HIGHEST, _LOWEST = 3, 6
_NUMBERED = "paragraph"


class Piece(NamedTuple):
    """A piece of text; `href` is the anchor of what it stands on, empty for plain words."""

    text: str
    kind: str
    href: str


class BlockView(NamedTuple):
    """A block: kind heading, paragraph, note, table or masthead; a table has rows of cells, the
    first of headers.

    `number` is that of a numbered paragraph, `added` what editors put after it.
    """

    anchor: str
    kind: str
    level: int
    id: str
    pieces: tuple[Piece, ...]
    rows: tuple[tuple[tuple[Piece, ...], ...], ...]
    notes: "tuple[BlockView, ...]"
    is_open: bool
    status: Status | None
    number: int | None = None
    added: tuple[Status, ...] = ()


class PaperView(NamedTuple):
    """A paper: its masthead and its blocks, and a word on how it stands."""

    name: str
    standing: str
    masthead: tuple[BlockView, ...]
    blocks: tuple[BlockView, ...]


class _Writer:
    """Makes the views of one paper."""

    def __init__(self, paper: str, shown: "Shown") -> None:
        self._paper, self._anchors, self._beside, self._open = (
            paper,
            shown.anchors,
            shown.beside,
            shown.opened,
        )
        self._number = shown.first.get(paper, 1)

    def _piece(self, span: Span) -> Piece:
        if span.kind in {"note", "reference"}:
            return Piece(visible(span.text), span.kind, anchor_of(self._paper, span.name))
        return Piece(
            visible(span.text),
            span.kind,
            self._anchors.span(span.name, span.state) if span.name else "",
        )

    def _pieces(self, spans: Iterable[Span]) -> tuple[Piece, ...]:
        return tuple(self._piece(span) for span in spans)

    def block(self, block: Block | Note) -> BlockView:
        """The view of a block."""
        key = (self._paper, block.id)
        kind, level = _kind(block)
        spans = (
            (*block.label, Span(". "), *block.title) if isinstance(block, Table) else block.spans
        )
        return BlockView(
            anchor=anchor_of(*key),
            kind=kind,
            level=level,
            id=block.id,
            pieces=self._pieces(spans),
            rows=self._rows(block) if isinstance(block, Table) else (),
            notes=()
            if isinstance(block, Note)
            else tuple(self.block(note) for note in block.notes),
            is_open=key in self._open,
            status=self._beside.statuses.get(key),
            number=self._next() if _is_numbered(block) else None,
            added=self._beside.added.get(key, ()),
        )

    def _next(self) -> int:
        self._number += 1
        return self._number - 1

    def _rows(self, table: Table) -> tuple[tuple[tuple[Piece, ...], ...], ...]:
        lines = (table.columns, *(row.cells for row in table.rows))
        return tuple(tuple(self._pieces(cell) for cell in line) for line in lines)


def _kind(block: Block | Note) -> tuple[str, int]:
    if isinstance(block, Table):
        return "table", 0
    if isinstance(block, Note):
        return "note", 0
    if block.style.startswith("heading"):
        level = block.style.rpartition("-")[2]
        return "heading", min(_HIGHEST + (int(level) if level.isdigit() else 1) - 1, _LOWEST)
    return ("masthead" if block.style == "masthead" else "paragraph"), 0


def _is_numbered(block: Block | Note) -> bool:
    return isinstance(block, Paragraph) and block.style == _NUMBERED


def _paper(paper: Composed, shown: "Shown") -> PaperView:
    writer = _Writer(paper.paper, shown)
    return PaperView(
        paper.paper,
        shown.beside.papers.get(paper.paper, ""),
        tuple(writer.block(line) for line in paper.masthead),
        tuple(writer.block(block) for block in paper.blocks),
    )


class Shown(NamedTuple):
    """What papers are shown with: anchors, what is known beside, blocks with an open bracket, first
    numbers.
    """

    anchors: Anchors
    beside: Beside
    opened: frozenset[tuple[str, str]] = frozenset()
    first: Mapping[str, int] = {}


def paper_views(papers: tuple[Composed, ...], shown: Shown) -> tuple[PaperView, ...]:
    """Every paper."""
    return tuple(_paper(paper, shown) for paper in papers)


def spans_of(block: Block) -> Iterator[tuple[str, Span]]:
    """The spans of a block and of its notes, each with the id of the block it stands in."""
    if isinstance(block, Table):
        for cell in (
            block.label,
            block.title,
            *block.columns,
            *(c for row in block.rows for c in row.cells),
        ):
            yield from ((block.id, span) for span in cell)
    else:
        yield from ((block.id, span) for span in block.spans)
    for note in block.notes:
        yield from ((note.id, span) for span in note.spans)


def mark_of(papers: tuple[Composed, ...]) -> str:
    """What must stand on every page; empty where nothing must."""
    lines = (line for paper in papers for line in paper.masthead)
    return next((visible(line.text) for line in lines if line.id == PAGE_MARK), "")
