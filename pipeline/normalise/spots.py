"""Cells by their printed places, as corrections and answers name them.

In: the sheets of a meeting and the headers of tables. Out: a cell in its sheet, or nothing where
the place is none. Each sheet is looked through once, whatever the number of places asked for.
"""

from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from pipeline.model import place as places
from pipeline.model.place import Place
from pipeline.model.record import ANY_TABLE
from pipeline.model.source import Cell, RawRow, Ref, Sheet, SheetKind
from pipeline.model.tables import FORM_I, FORM_TABLES
from pipeline.normalise.headers import Headers, Known, header_key
from pipeline.normalise.sheets import TABLES, owners, sort_sheets

_KINDS = {"cell": SheetKind.WORKSHEET, "csv": SheetKind.CSV}


class Spot(NamedTuple):
    """A cell in its sheet: the row as read, the position of the cell in it, from 0, and the table
    of the sheet.
    """

    sheet: Sheet
    raw: RawRow
    position: int
    owner: str

    @property
    def cell(self) -> Cell:
        """The cell; an empty one where the row ends before it."""
        return self.raw.cells[self.position] if self.position < len(self.raw.cells) else Cell()


class _Looked:
    """A sheet with what was found out about it."""

    def __init__(self, sheet: Sheet, owner: str, headers: Headers) -> None:
        self.sheet, self.owner, self.headers = sheet, owner, headers

    @cached_property
    def rows(self) -> dict[int, RawRow]:
        """The rows by number."""
        return {row.number: row for row in self.sheet.rows}

    @cached_property
    def header_rows(self) -> list[RawRow]:
        """The rows that are a header of the table of the sheet, from the top."""
        tables = FORM_TABLES if self.owner == FORM_I.name else (TABLES[header_key(self.owner)],)
        known = [Known(table, self.headers) for table in tables]
        return [
            row
            for row in self.sheet.rows
            if any(one.may_be_header(row) and one.header(row) for one in known)
        ]

    def position(self, place: Place) -> int | None:
        """The column of a place: by its letters, or in a csv file by the last header above the
        row.
        """
        if not self.sheet.is_csv:
            return places.column_number(place.column) - 1
        if self.owner == ANY_TABLE:
            return None
        above = bisect_left(self.header_rows, place.row, key=lambda row: row.number)
        cells = self.header_rows[above - 1].cells if above else ()
        return next((at for at, cell in enumerate(cells) if cell.text == place.column), None)


class Spots:
    """The cells of the sheets of a meeting by source and printed place."""

    def __init__(self, sheets: Iterable[Sheet], headers: Headers) -> None:
        known = tuple(sheets)
        of = owners(sort_sheets(known, headers))
        self._sheets = {
            (sheet.source, sheet.kind, sheet.name): _Looked(
                sheet, of.get((sheet.source, sheet.name), ANY_TABLE), headers
            )
            for sheet in known
            if sheet.kind in _KINDS.values()
        }
        self._sources = frozenset(sheet.source for sheet in known)

    def find(self, source: str, place: str) -> Spot | None:
        """The cell at a printed place of a source; None where the row is not there, or the place is
        no cell.
        """
        try:
            parsed = places.parse(place)
        except ValueError:
            return None
        if parsed.kind not in _KINDS or not parsed.column:
            return None
        looked = self._sheets.get((source, _KINDS[parsed.kind], parsed.sheet))
        raw = looked.rows.get(parsed.row) if looked else None
        position = looked.position(parsed) if looked else None
        return (
            Spot(looked.sheet, raw, position, looked.owner)
            if looked and raw and position is not None
            else None
        )

    def source(self, file: str, asked: Ref) -> str:
        """The source that a person means by a file: its path in the folder of the meeting, or any
        path to it.
        """
        meeting = asked.source.partition("/")[0]
        parts = [part for part in file.replace("\\", "/").split("/") if part]
        paths = ["/".join([meeting, *parts]), *("/".join(parts[at:]) for at in range(len(parts)))]
        return next((path for path in paths if path in self._sources), "")
