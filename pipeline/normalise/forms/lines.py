"""A document in reading order.

In: the sheets of a document. Out: its lines (a paragraph, a line of a page, or a row of a table),
each with its place.
"""

from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

from pipeline.model.source import RawRow, Ref, RowKey, Sheet, SheetKind


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
        """Whether it is a footnote or an endnote."""
        return self.sheet.kind is SheetKind.NOTES

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


_Placed = tuple[tuple[int, ...], Sheet, RawRow]


def _before(sheet: Sheet) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What precedes and follows the number of a row in the order of its document.

    A nested table comes after the row it is in; a note comes after the text that contains its mark,
    and before what follows that. Pages, other notes and form fields come last.
    """
    if sheet.kind is SheetKind.PARAGRAPHS:
        return (0,), (0, 0)
    if sheet.kind is SheetKind.TABLE:
        return (0, sheet.follows, *sheet.within, int(sheet.name)), ()
    if sheet.kind is SheetKind.NOTES and sheet.follows >= 0:
        return (0, sheet.follows, *(sheet.within or (0,)), 0), ()
    if sheet.kind is SheetKind.PAGE:
        return (1, int(sheet.name), 0), ()
    return (2, 0, 0), ()


def _in_order(sheet: Sheet) -> Iterator[_Placed]:
    """The rows of a sheet with what places them in order among those of the others."""
    before, behind = _before(sheet)
    return (((*before, raw.number, *behind), sheet, raw) for raw in sheet.rows)


def document_lines(sheets: tuple[Sheet, ...]) -> tuple[DocumentLine, ...]:
    """The rows of a document in the order in which a reader meets them: notes and form
    fields last.
    """
    rows = [row for sheet in sheets for row in _in_order(sheet)]
    return tuple(_numbered(sorted(rows, key=itemgetter(0))))


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
            before = None
