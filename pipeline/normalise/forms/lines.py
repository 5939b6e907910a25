"""A document in reading order.

In: the sheets of a document. Out: its lines (a paragraph, a line of a page, or a row of a table),
each with its place.
"""

from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

from pipeline.model.source import RawRow, Ref, RowKey, Sheet, SheetKind


class DocumentLine(NamedTuple):
    """A paragraph, a line of a page or a row of a table; `table` numbers the table, 0 for none."""

    sheet: Sheet
    raw: RawRow
    table: int

    @property
    def key(self) -> RowKey:
        """What the row is known by."""
        return self.sheet.key(self.raw)

    @property
    def ref(self) -> Ref:
        """Its place, and all its words."""
        return Ref(self.sheet.source, self.sheet.row_place(self.raw), self.words)

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of its cells; one merged over says nothing of its own, a form field is its
        label and its value.
        """
        if self.sheet.kind is SheetKind.FIELD:
            return ("\n".join(cell.text for cell in self.raw.cells),)
        return tuple("" if cell.steps else cell.text for cell in self.raw.cells)

    @property
    def words(self) -> str:
        """The words of its cells, with a bar between two."""
        return " | ".join(
            [words for cell in self.raw.cells if (words := " ".join(cell.words.split()))]
        )

    @property
    def only_text(self) -> str:
        """The text of a paragraph, or of a row with a single cell that says something; empty for
        other rows.
        """
        texts = [text for text in self.texts if text.strip()]
        return texts[0].strip() if len(texts) == 1 else ""


_Placed = tuple[tuple[int, ...], Sheet, RawRow]


def _in_order(sheet: Sheet) -> list[_Placed]:
    """The rows of a sheet with what puts them in order among those of the others."""
    if sheet.kind is SheetKind.PARAGRAPHS:
        return [((0, raw.number, 0, 0), sheet, raw) for raw in sheet.rows]
    if sheet.kind is SheetKind.TABLE:
        before = (
            0,
            sheet.follows,
            *sheet.within,
            int(sheet.name),
        )  # a nested table stands behind the row it is in
        return [((*before, raw.number), sheet, raw) for raw in sheet.rows]
    if (
        sheet.kind is SheetKind.NOTES and sheet.follows >= 0
    ):  # behind what its mark stands in, before what follows that
        return [
            ((0, sheet.follows, *(sheet.within or (0,)), 0, raw.number), sheet, raw)
            for raw in sheet.rows
        ]
    at = (1, int(sheet.name)) if sheet.kind is SheetKind.PAGE else (2, 0)
    return [((*at, 0, raw.number), sheet, raw) for raw in sheet.rows]


def items(sheets: tuple[Sheet, ...]) -> tuple[DocumentLine, ...]:
    """The rows of a document as a reader meets them: notes and form fields last."""
    return tuple(
        _with_tables(
            sorted((row for sheet in sheets for row in _in_order(sheet)), key=itemgetter(0))
        )
    )


def _with_tables(rows: list[_Placed]) -> Iterator[DocumentLine]:
    number, before = 0, None
    of_table: dict[int, int] = {}
    for _, sheet, raw in rows:
        is_row = sheet.kind is SheetKind.TABLE or (
            sheet.kind is SheetKind.PAGE and len(raw.cells) > 1
        )
        is_again = (
            is_row and sheet.kind is SheetKind.TABLE and id(sheet) in of_table
        )  # behind a nested one
        number += is_row and sheet is not before and not is_again
        before = sheet if is_row else None
        yield DocumentLine(
            sheet,
            raw,
            of_table.setdefault(id(sheet), number)
            if sheet.kind is SheetKind.TABLE
            else number * is_row,
        )
