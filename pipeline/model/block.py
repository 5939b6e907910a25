"""Blocks: what a paper consists of, with spans that record where each piece of text comes from.

In: rendered wording. Out: paragraphs, tables and notes in order. Spans carry names, never
references; the audit joins the two. A drawing shows nothing that its table does not say. These are
tuples rather than models because a paper has thousands of them.
"""

from typing import NamedTuple


class Span(NamedTuple):
    """A piece of text: kind text, figure, state, field, law, note or reference, and the name behind
    it.
    """

    text: str
    kind: str = "text"
    name: str = ""
    state: str = ""
    inner: tuple["Span", ...] = ()


class Note(NamedTuple):
    """A footnote, or a note under a table; the span of kind note that has its id marks its place in
    the text.
    """

    id: str
    spans: tuple[Span, ...]


class Bar(NamedTuple):
    """A bar: its label, where it begins and ends on the axis, and the words at its end; an open end
    is None.
    """

    label: str
    words: str
    first: float | None = None
    last: float | None = None


class Drawing(NamedTuple):
    """Bars one below the other; `mark` is a labelled line across them, and `alt` describes the
    whole in a sentence.
    """

    bars: tuple[Bar, ...]
    alt: str
    mark: float | None = None
    mark_words: str = ""
    is_dated: bool = False


class Paragraph(NamedTuple):
    """A paragraph, a heading, or the caption of the picture below it.

    `looked` are the names looked at while it was rendered: its sources. `after` are blocks that a
    number in it counts, or would count if they were printed.
    """

    id: str
    style: str
    spans: tuple[Span, ...]
    looked: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    drawing: Drawing | None = None
    after: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The words as printed, without note marks."""
        return text_of(self.spans)


class TableRow(NamedTuple):
    """A row of a table: its id and the spans of each cell."""

    id: str
    cells: tuple[tuple[Span, ...], ...]
    looked: tuple[str, ...] = ()


class Table(NamedTuple):
    """A table with its label and title above it, its column names in the first row, and lettered
    notes below.

    The label is a number, to which the text refers; for a table about a single record it is a word.

    The span of a note holds its letter. `numeric` are the positions of columns of numbers; `after`
    is as in a paragraph.
    """

    id: str
    label: tuple[Span, ...]
    title: tuple[Span, ...]
    columns: tuple[tuple[Span, ...], ...]
    widths: tuple[int, ...]
    rows: tuple[TableRow, ...]
    looked: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    numeric: frozenset[int] = frozenset()
    after: tuple[str, ...] = ()

    @property
    def is_numbered(self) -> bool:
        """Whether the label is a number."""
        return any(span.kind == "reference" for span in self.label)

    @property
    def text(self) -> str:
        """Number, title and cells, one per line."""
        return "\n".join(map(text_of, self.parts))

    @property
    def parts(self) -> tuple[tuple[Span, ...], ...]:
        """Its texts in reading order: number, title, column names, cells."""
        cells = [cell for row in self.rows for cell in row.cells]
        return (self.label, self.title, *self.columns, *cells)


Block = Paragraph | Table


class Absent(NamedTuple):
    """A block that was not printed, and what was looked at to decide so."""

    id: str
    looked: tuple[str, ...]


class Composed(NamedTuple):
    """A paper in words: its blocks in order, those left out, and the values of its masthead.

    The last `n_annexed` blocks are in annexes.
    """

    paper: str
    blocks: tuple[Block, ...]
    absent: tuple[Absent, ...]
    masthead: tuple[Paragraph, ...]
    n_annexed: int = 0

    @property
    def body(self) -> tuple[Block, ...]:
        """The blocks before the annexes."""
        return self.blocks[: len(self.blocks) - self.n_annexed]

    @property
    def annexes(self) -> tuple[Block, ...]:
        """The blocks in the annexes."""
        return self.blocks[len(self.blocks) - self.n_annexed :]


def text_of(spans: tuple[Span, ...]) -> str:
    """The words of spans, joined."""
    return "".join(span.text for span in spans)


def unmarked(spans: tuple[Span, ...]) -> str:
    """The words of spans, without the letters of notes."""
    return text_of(tuple(span for span in spans if span.kind != "note")).strip()
