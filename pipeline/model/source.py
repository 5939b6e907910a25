"""Where a fact comes from: sources pinned by hash, rows of text with places, and references to cells.

In: what a reader found. Out: values that can say file, place and words. It holds no meaning of any cell.
"""

from dataclasses import dataclass
from typing import NamedTuple

from pipeline.model import place as places
from pipeline.model.base import Frozen

RowKey = tuple[str, str, int]


class Source(Frozen):
    """A file, pinned by the SHA-256 of its bytes; `id` is its path below the folder of inputs."""

    id: str
    path: str
    sha256: str
    kind: str


class Ref(NamedTuple):
    """A place in a source and the words found there."""

    source: str
    place: str
    words: str = ""

    @property
    def row_key(self) -> RowKey:
        """Source, sheet and number of the row the place lies in; row 0 for a whole file."""
        if not self.place:
            return self.source, "", 0
        return (self.source, *places.parse(self.place).row_key)


class Cell(NamedTuple):
    """The text of a cell; `fault` is the code of a finding where the cell gives no text one may trust."""

    text: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class RawRow:
    """A non-empty row as read: its number counted from 1 and its cells from the first column on."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet or a csv file (whose name is empty): the non-empty rows of a source."""

    source: str
    name: str
    rows: tuple[RawRow, ...]
    is_csv: bool = False

    def row_place(self, row: RawRow) -> str:
        """The printed place of a whole row."""
        if self.is_csv:
            return str(places.csv_row(row.number))
        return str(places.sheet_row(self.name, row.number, len(row.cells)))

    def ref(self, row: RawRow) -> Ref:
        """The row as a reference, without words."""
        return Ref(self.source, self.row_place(row))

    def key(self, row: RawRow) -> RowKey:
        """What the row is known by."""
        return self.source, self.name, row.number


@dataclass(frozen=True, slots=True)
class Columns:
    """The field → column map that all rows of a table share; `headers` are the words of the header row."""

    index: dict[str, int]
    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table whose columns are known: the anchor of a record."""

    sheet: Sheet
    raw: RawRow
    columns: Columns

    @property
    def key(self) -> RowKey:
        """Source, sheet and number of the row."""
        return self.sheet.key(self.raw)

    def cell(self, field: str) -> Cell:
        """The cell of a field; an empty one where the table has no such column."""
        position = self.columns.index.get(field)
        if position is None or position >= len(self.raw.cells):
            return Cell()
        return self.raw.cells[position]

    def ref(self, field: str) -> Ref:
        """Place and words of a field; the whole row where the table has no such column."""
        position = self.columns.index.get(field)
        if position is None:
            return self.sheet.ref(self.raw)
        if self.sheet.is_csv:
            spot = places.csv_row(self.raw.number, self.columns.headers[position])
        else:
            spot = places.cell(self.sheet.name, self.raw.number, position + 1)
        return Ref(self.sheet.source, str(spot), self.cell(field).text)
