"""Where the answer to a label is found: written once for covers, sections and particulars.

In: a phrase at its place in a document. Out: the texts on its line, below it in its cell, in the
cells after it, in the lines below, or under the titles of its columns.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from typing import Generic, NamedTuple, TypeVar

from pipeline.normalise.forms.lines import DocumentLine

T = TypeVar("T")


class Layout(Enum):
    """Where an answer may be, seen from its label; `ROW` is the line and the cells after it."""

    SAME_LINE = "same line"
    BELOW = "below in the cell"
    NEXT_CELL = "next cell"
    ROW = "row"
    NEXT_ITEM = "next item"


class LabelAnchor(NamedTuple):
    """A phrase at its place: the line and column of its cell, what its own line says after it, and
    the lines below it in its cell.
    """

    lines: Sequence[DocumentLine]
    at: int
    column: int
    rest: str
    under: tuple[str, ...] = ()

    @property
    def line(self) -> DocumentLine:
        """The line it is in."""
        return self.lines[self.at]

    @property
    def cells_after(self) -> tuple[str, ...]:
        """The cells after its own."""
        return self.line.texts[self.column + 1 :]

    @property
    def next_line(self) -> DocumentLine | None:
        """The line below, if it is in the same table, or if neither is in one."""
        same = (self.line.table, self.line.sheet.kind)
        below = self.lines[self.at + 1 : self.at + 2]
        return next((line for line in below if (line.table, line.sheet.kind) == same), None)


class LabelAnswer(NamedTuple):
    """The words of an answer, and the lines that contain label and answer."""

    words: str
    lines: tuple[DocumentLine, ...]


def cells(lines: Sequence[DocumentLine]) -> Iterator[tuple[int, int, list[str]]]:
    """The filled cells of a document: number of the line, column, and the cell's own lines
    of text.
    """
    for at, line in enumerate(lines):
        for column, text in enumerate(line.texts):
            if text:
                yield at, column, text.split("\n")


def texts_at(anchor: LabelAnchor, layout: Layout) -> tuple[str, ...]:
    """The texts found in that layout."""
    if layout is Layout.SAME_LINE:
        return (anchor.rest,)
    if layout is Layout.BELOW:
        return anchor.under
    if layout is Layout.NEXT_CELL:
        return anchor.cells_after
    if layout is Layout.ROW:
        return (" ".join((anchor.rest, *anchor.cells_after)),)
    below = anchor.next_line
    if below is None:
        return ()
    return (below.only_text,)


def first_answer(
    anchor: LabelAnchor,
    layouts: Iterable[Layout],
    bare: Callable[[str], str],
    is_other: Callable[[str], bool],
) -> LabelAnswer:
    """The first words found in one of the layouts; empty if there are none.

    `bare` removes the dots and lines printed on the form; `is_other` recognises a text below that
    is itself a label.
    """
    for layout in layouts:
        for text in texts_at(anchor, layout):
            words = bare(text)
            if not words:
                continue
            if layout is not Layout.NEXT_ITEM:
                return LabelAnswer(words, (anchor.line,))
            if not is_other(text):
                return LabelAnswer(words, tuple(anchor.lines[anchor.at : anchor.at + 2]))
    return LabelAnswer("", (anchor.line,))


class ColumnTitles(Generic[T]):
    """The column titles met so far, by table: those that apply to a row of it."""

    def __init__(self) -> None:
        self._of_table: dict[int, T] = {}

    def enter(self, line: DocumentLine, titles: T) -> None:
        """From here on, these titles apply to the rows of the table."""
        self._of_table[line.table] = titles

    def above(self, line: DocumentLine) -> T | None:
        """The titles that apply to a row; None if there are none, and outside tables."""
        return self._of_table.get(line.table)

    def leave_others(self, line: DocumentLine) -> None:
        """Forget the titles of all tables except that of the line."""
        self._of_table = {n: titles for n, titles in self._of_table.items() if n == line.table}
