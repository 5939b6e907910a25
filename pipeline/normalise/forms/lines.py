"""A document in reading order.

In: the sheets of a document. Out: its lines (a paragraph, a line of a page, or a row of a table),
each with its place.
"""

from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

from pipeline.model.source import RawRow, Ref, RowKey, Sheet, SheetKind

_BESIDE = frozenset({SheetKind.NOTES, SheetKind.COMMENTS})
_LAST = 1_000_000  # beyond the lines of any page


class DocumentLine(NamedTuple):
    """A paragraph, a line of a page or a row of a table; `table` is the number of the table, 0 for
    none.
    """

    sheet: Sheet
    raw: RawRow
    table: int

    @property
    def key(self) -> RowKey:
        """What identifies the row."""
        return self.sheet.key(self.raw)

    @property
    def ref(self) -> Ref:
        """Its place, and all its words."""
        return Ref(self.sheet.source, self.sheet.row_place(self.raw), self.words)

    @property
    def is_note(self) -> bool:
        """Whether it is a footnote, an endnote or a comment."""
        return self.sheet.kind in _BESIDE

    @property
    def is_comment(self) -> bool:
        """Whether it is a comment."""
        return self.sheet.kind is SheetKind.COMMENTS

    @property
    def is_margin(self) -> bool:
        """Whether it stands in a page header or a page footer."""
        return self.sheet.kind is SheetKind.MARGIN

    @property
    def is_field(self) -> bool:
        """Whether it is a form field: a label and its value."""
        return self.sheet.kind is SheetKind.FIELD

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of its cells; a cell covered by a merged one says nothing of its own, and a
        form field is its label and its value.
        """
        if self.is_field:
            return ("\n".join(cell.text for cell in self.raw.cells),)
        return tuple(["" if cell.steps else cell.text for cell in self.raw.cells])

    @property
    def filled_texts(self) -> tuple[str, ...]:
        """The texts of its cells that are not empty."""
        return tuple([text for text in self.texts if text.strip()])

    @property
    def words(self) -> str:
        """The words of its cells, separated by bars."""
        words = (" ".join(cell.words.split()) for cell in self.raw.cells)
        return " | ".join(filter(None, words))

    @property
    def only_text(self) -> str:
        """The text of a paragraph, or of a row with a single filled cell; empty for other rows."""
        texts = self.filled_texts
        return texts[0].strip() if len(texts) == 1 else ""


class DocumentLines(NamedTuple):
    """The lines of a document in reading order, and those of its page margins."""

    lines: tuple[DocumentLine, ...]
    margins: tuple[DocumentLine, ...]


_Placed = tuple[tuple[int, ...], Sheet, RawRow]


def _before(sheet: Sheet) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What precedes and follows the number of a row in the order of its document.

    A nested table stands behind the row it is in; a note behind what its mark stands in, before
    what follows that. Pages, other notes, form fields and page margins come last.
    """
    if sheet.kind is SheetKind.PARAGRAPHS:
        return (0,), (0, 0)
    if sheet.kind is SheetKind.TABLE:
        return (0, sheet.follows, *sheet.within, int(sheet.name)), ()
    if sheet.kind in _BESIDE and sheet.follows >= 0:
        return (0, sheet.follows, *(sheet.within or (0,)), 0), ()
    if sheet.kind is SheetKind.PAGE:
        return (1, int(sheet.name), 0), ()
    if sheet.kind in _BESIDE and sheet.within:
        page, line = sheet.within
        return (1, page, 0, line or _LAST), ()
    return (2, 0, 0), ()


def _in_order(sheet: Sheet) -> Iterator[_Placed]:
    """The rows of a sheet with what places them in order among those of the others."""
    before, behind = _before(sheet)
    return (((*before, raw.number, *behind), sheet, raw) for raw in sheet.rows)


def document_lines(sheets: tuple[Sheet, ...]) -> DocumentLines:
    """The rows of a document as a reader meets them, notes and form fields last; those of its page
    margins apart.
    """
    rows = [row for sheet in sheets for row in _in_order(sheet)]
    every = tuple(_numbered(sorted(rows, key=itemgetter(0))))
    return DocumentLines(
        tuple(line for line in every if not line.is_margin),
        tuple(line for line in every if line.is_margin),
    )


def _numbered(rows: list[_Placed]) -> Iterator[DocumentLine]:
    """The rows with the number of their table; a table continues after one that is nested in it."""
    number, before = 0, None
    of_table: dict[int, int] = {}
    for _, sheet, raw in rows:
        if sheet.kind is SheetKind.TABLE:
            if id(sheet) not in of_table:
                number += 1
                of_table[id(sheet)] = number
            yield DocumentLine(sheet, raw, of_table[id(sheet)])
            before = sheet
        elif sheet.kind is SheetKind.PAGE and len(raw.cells) > 1:
            if sheet is not before:
                number += 1
            yield DocumentLine(sheet, raw, number)
            before = sheet
        else:
            yield DocumentLine(sheet, raw, 0)
            if sheet.kind not in _BESIDE:  # a comment on a row does not end the table of a page
                before = None
