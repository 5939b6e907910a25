"""Blocks: what a paper is made of, with spans that say where each piece of text comes from.

In: rendered wording. Out: paragraphs, tables and notes in order. Spans carry names, never
references; the audit joins them. A drawing holds nothing that its table does not say. Tuples, not
models: a paper has thousands.
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
    """A note, at the foot of the page or under a table: the place in the text is the span of kind
    note with its id.
    """

    id: str
    spans: tuple[Span, ...]


class Bar(NamedTuple):
    """A bar: its label, where it begins and ends on the axis, the words at its end; nowhere, where
    that is open.
    """

    label: str
    words: str
    first: float | None = None
    last: float | None = None


class Drawing(NamedTuple):
    """Bars under one another; `mark` is a line across them with its words; `alt` says all of it in
    a sentence.
    """

    bars: tuple[Bar, ...]
    alt: str
    mark: float | None = None
    mark_words: str = ""
    is_dated: bool = False


class Paragraph(NamedTuple):
    """A paragraph, heading, or the caption of a picture that stands under it.

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
        """The words as printed, without marks of notes."""
        return text_of(self.spans)


class TableRow(NamedTuple):
    """A row of a table: its id and the spans of each cell."""

    id: str
    cells: tuple[tuple[Span, ...], ...]
    looked: tuple[str, ...] = ()


class Table(NamedTuple):
    """A table with a label and title above it, columns named in its first row, and notes in letters
    below it.

    The label is its number, a reference; of the table of one record it is a word.

    The span of a note holds its letter. `numeric` are the positions of the columns of numbers;
    `after` as in a paragraph.
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
        """Whether its label is a number."""
        return any(span.kind == "reference" for span in self.label)

    @property
    def text(self) -> str:
        """Number, title and cells, a line each."""
        return "\n".join(map(text_of, self.parts))

    @property
    def parts(self) -> tuple[tuple[Span, ...], ...]:
        """Its texts in reading order: number, title, names of columns, cells."""
        cells = [cell for row in self.rows for cell in row.cells]
        return (self.label, self.title, *self.columns, *cells)


Block = Paragraph | Table


class Absent(NamedTuple):
    """A block that was not printed, and what was looked at to decide so."""

    id: str
    looked: tuple[str, ...]


class Composed(NamedTuple):
    """A paper in words: its blocks in order, those left out, and the scalars of its masthead.

    The last `n_annexed` blocks stand in annexes.
    """

    paper: str
    blocks: tuple[Block, ...]
    absent: tuple[Absent, ...]
    masthead: tuple[Paragraph, ...]
    n_annexed: int = 0

    @property
    def body(self) -> tuple[Block, ...]:
        """The blocks of the text."""
        return self.blocks[: len(self.blocks) - self.n_annexed]

    @property
    def annexes(self) -> tuple[Block, ...]:
        """The blocks of the annexes."""
        return self.blocks[len(self.blocks) - self.n_annexed :]


def text_of(spans: tuple[Span, ...]) -> str:
    """The words of spans, joined."""
    return "".join(span.text for span in spans)


def unmarked(spans: tuple[Span, ...]) -> str:
    """The words of spans without the letters of notes."""
    return text_of(tuple(span for span in spans if span.kind != "note")).strip()
