"""Papers as the page shows them: blocks of pieces, each with the anchor of what it stands on.

In: ledger, anchors, what is known beside it. Out: plain values for the templates in page/.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.audit.anchors import Anchors, anchor_of
from pipeline.audit.beside import Beside, Status
from pipeline.audit.marks import visible
from pipeline.model.block import Block, Composed, Note, Span, Table

PAGE_MARK = "masthead-page_mark"
_HIGHEST, _LOWEST = 3, 6


class Piece(NamedTuple):
    """A piece of text; `href` is the anchor of what it stands on, empty for plain words."""

    text: str
    kind: str
    href: str


class BlockView(NamedTuple):
    """A block: kind heading, paragraph, note, table or masthead; a table has rows of cells, the first of headers."""

    anchor: str
    kind: str
    level: int
    id: str
    pieces: tuple[Piece, ...]
    rows: tuple[tuple[tuple[Piece, ...], ...], ...]
    notes: "tuple[BlockView, ...]"
    is_open: bool
    status: Status | None


class PaperView(NamedTuple):
    """A paper: its masthead and its blocks."""

    name: str
    masthead: tuple[BlockView, ...]
    blocks: tuple[BlockView, ...]


class _Writer:
    """Makes the views of one paper."""

    def __init__(self, paper: str, anchors: Anchors, beside: Beside, open_blocks: frozenset[tuple[str, str]]) -> None:
        self._paper, self._anchors, self._beside, self._open = paper, anchors, beside, open_blocks

    def _piece(self, span: Span) -> Piece:
        if span.kind in {"note", "reference"}:
            return Piece(visible(span.text), span.kind, anchor_of(self._paper, span.name))
        return Piece(visible(span.text), span.kind, self._anchors.span(span.name, span.state) if span.name else "")

    def _pieces(self, spans: Iterable[Span]) -> tuple[Piece, ...]:
        return tuple(self._piece(span) for span in spans)

    def block(self, block: Block | Note) -> BlockView:
        """The view of a block."""
        key = (self._paper, block.id)
        kind, level = _kind(block)
        spans = (*block.label, Span(". "), *block.title) if isinstance(block, Table) else block.spans
        return BlockView(
            anchor=anchor_of(*key),
            kind=kind,
            level=level,
            id=block.id,
            pieces=self._pieces(spans),
            rows=self._rows(block) if isinstance(block, Table) else (),
            notes=() if isinstance(block, Note) else tuple(self.block(note) for note in block.notes),
            is_open=key in self._open,
            status=self._beside.statuses.get(key),
        )

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


def _paper(paper: Composed, writer: _Writer) -> PaperView:
    return PaperView(
        paper.paper,
        tuple(writer.block(line) for line in paper.masthead),
        tuple(writer.block(block) for block in paper.blocks),
    )


def paper_views(
    papers: tuple[Composed, ...], opened: frozenset[tuple[str, str]], anchors: Anchors, beside: Beside
) -> tuple[PaperView, ...]:
    """Every paper; `opened` are the blocks with an open bracket, by paper and id."""
    return tuple(_paper(p, _Writer(p.paper, anchors, beside, opened)) for p in papers)


def spans_of(block: Block) -> Iterator[tuple[str, Span]]:
    """The spans of a block and of its notes, each with the id of the block it stands in."""
    if isinstance(block, Table):
        for cell in (block.label, block.title, *block.columns, *(c for row in block.rows for c in row.cells)):
            yield from ((block.id, span) for span in cell)
    else:
        yield from ((block.id, span) for span in block.spans)
    for note in block.notes:
        yield from ((note.id, span) for span in note.spans)


def mark_of(papers: tuple[Composed, ...]) -> str:
    """What must stand on every page; empty where nothing must."""
    lines = (line for paper in papers for line in paper.masthead)
    return next((visible(line.text) for line in lines if line.id == PAGE_MARK), "")
