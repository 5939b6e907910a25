"""Papers as the page shows them: blocks of pieces, each with the anchor of what it stands on.

In: ledger, and what became of blocks in the editors' hands. Out: plain values for the templates in
page/. Anchors of blocks are stable over runs; figures, fields and States are numbered in this run:
an address holds no words of an input. Marks that cannot be seen are made visible.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pipeline.audit.editor_status import BlockStatus, EditorStatus
from pipeline.language import INVISIBLE
from pipeline.model.block import Block, Composed, Note, Span, Table
from pipeline.model.ledger import BlockSources, Ledger
from pipeline.ooxml import bookmark_name


def block_anchor(block: BlockSources) -> str:
    """The anchor of a block: its paper and its bookmark."""
    return anchor_of(block.paper, block.id)


def anchor_of(paper: str, block_id: str) -> str:
    """The anchor of the block of that id in a paper.

    >>> anchor_of("ica-section", "basis")
    'ica-section._msp_basis'
    """
    return f"{paper}.{bookmark_name(block_id)}"


class Anchors(NamedTuple):
    """The anchor of each figure (`f3`) and each field or text (`c12`), by name."""

    names: dict[str, str]

    @classmethod
    def of(cls, ledger: Ledger) -> "Anchors":
        """The anchors of a ledger."""
        fields = {name: f"c{number}" for number, name in enumerate(ledger.cited)}
        return cls(
            {
                **fields,
                **{figure.name: f"f{number}" for number, figure in enumerate(ledger.figures)},
            }
        )

    def span(self, name: str, state: str) -> str:
        """Where a piece of text leads: a State to its place in the figure, a field to its cells;
        empty for neither.
        """
        anchor = self.names.get(name, "")
        if state and anchor.startswith("f"):
            return f"{anchor}.{state}"
        return anchor


_UNSEEN = re.compile(f"{INVISIBLE.pattern}|[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def visible(text: str) -> str:
    """The text with its unseen marks told.

    >>> visible("a\\u202eb")
    'a⟨202E⟩b'
    """
    if text.isprintable():
        return text  # none of the marks is printable, and most cells have none
    return _UNSEEN.sub(lambda found: f"⟨{ord(found[0]):04X}⟩", text)


PAGE_MARK = "masthead-page_mark"
_HIGHEST, _LOWEST = 3, 6
_NUMBERED = "paragraph"


class LinkedText(NamedTuple):
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
    pieces: tuple[LinkedText, ...]
    rows: tuple[tuple[tuple[LinkedText, ...], ...], ...]
    notes: "tuple[BlockView, ...]"
    is_open: bool
    status: BlockStatus | None
    number: int | None = None
    added: tuple[BlockStatus, ...] = ()


class PaperView(NamedTuple):
    """A paper: its masthead and its blocks, and a word on how it stands."""

    name: str
    standing: str
    masthead: tuple[BlockView, ...]
    blocks: tuple[BlockView, ...]


class _Writer:
    """Makes the views of one paper."""

    def __init__(self, paper: str, shown: "ViewContext") -> None:
        self._paper, self._anchors = paper, shown.anchors
        self._editors, self._open = shown.editors, shown.opened
        self._number = shown.first.get(paper, 1)

    def _piece(self, span: Span) -> LinkedText:
        if span.kind in {"note", "reference"}:
            return LinkedText(visible(span.text), span.kind, anchor_of(self._paper, span.name))
        return LinkedText(visible(span.text), span.kind, self._anchors.span(span.name, span.state))

    def _pieces(self, spans: Iterable[Span]) -> tuple[LinkedText, ...]:
        return tuple(self._piece(span) for span in spans)

    def block(self, block: Block | Note) -> BlockView:
        """The view of a block."""
        key = (self._paper, block.id)
        kind, level = _kind(block)
        view = BlockView(
            anchor=anchor_of(*key),
            kind=kind,
            level=level,
            id=block.id,
            pieces=(),
            rows=(),
            notes=(),
            is_open=key in self._open,
            status=self._editors.statuses.get(key),
            added=self._editors.added.get(key, ()),
        )
        if isinstance(block, Note):
            return view._replace(pieces=self._pieces(block.spans))
        view = view._replace(notes=tuple(self.block(note) for note in block.notes))
        if isinstance(block, Table):
            title = (*block.label, Span(". "), *block.title)
            return view._replace(pieces=self._pieces(title), rows=self._rows(block))
        view = view._replace(pieces=self._pieces(block.spans))
        if block.style == _NUMBERED:
            return view._replace(number=self._next())
        return view

    def _next(self) -> int:
        self._number += 1
        return self._number - 1

    def _rows(self, table: Table) -> tuple[tuple[tuple[LinkedText, ...], ...], ...]:
        lines = (table.columns, *(row.cells for row in table.rows))
        return tuple(tuple(self._pieces(cell) for cell in line) for line in lines)


def _kind(block: Block | Note) -> tuple[str, int]:
    if isinstance(block, Table):
        return "table", 0
    if isinstance(block, Note):
        return "note", 0
    if block.style.startswith("heading"):
        return "heading", _level(block.style)
    return {"masthead": "masthead"}.get(block.style, "paragraph"), 0


def _level(style: str) -> int:
    """The level of a heading on the page, below those of the page itself."""
    level = style.rpartition("-")[2]
    if not level.isdigit():
        return _HIGHEST
    return min(_HIGHEST + int(level) - 1, _LOWEST)


def _paper(paper: Composed, shown: "ViewContext") -> PaperView:
    writer = _Writer(paper.paper, shown)
    return PaperView(
        paper.paper,
        shown.editors.papers.get(paper.paper, ""),
        tuple(writer.block(line) for line in paper.masthead),
        tuple(writer.block(block) for block in paper.blocks),
    )


class ViewContext(NamedTuple):
    """What papers are shown with: anchors, what is known beside, blocks with an open bracket, first
    numbers.
    """

    anchors: Anchors
    editors: EditorStatus
    opened: frozenset[tuple[str, str]] = frozenset()
    first: Mapping[str, int] = {}


def paper_views(papers: tuple[Composed, ...], shown: ViewContext) -> tuple[PaperView, ...]:
    """Every paper."""
    return tuple(_paper(paper, shown) for paper in papers)


def spans_of(block: Block) -> Iterator[tuple[str, Span]]:
    """The spans of a block and of its notes, each with the id of the block it stands in."""
    if isinstance(block, Table):
        for part in block.parts:
            yield from ((block.id, span) for span in part)
    else:
        yield from ((block.id, span) for span in block.spans)
    for note in block.notes:
        yield from ((note.id, span) for span in note.spans)


def mark_of(papers: tuple[Composed, ...]) -> str:
    """What must stand on every page; empty where nothing must."""
    lines = (line for paper in papers for line in paper.masthead)
    return next((visible(line.text) for line in lines if line.id == PAGE_MARK), "")
