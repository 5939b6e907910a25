"""Where a fact comes from: sources pinned by their hash, rows of text with places, and references
to cells.

In: what a reader found. Out: values that can say file, place and words. What a cell means is not
known here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from pipeline.model import place as places
from pipeline.model.base import Frozen

RowKey = tuple[str, str, int]
REPORTS_FOLDER = "national-reports"


def in_reports(path: str) -> bool:
    """Whether a file is in the folder of national reports."""
    return REPORTS_FOLDER in path.split("/")[:-1]


class Source(Frozen):
    """A file, pinned by the SHA-256 of its bytes; `id` is its path within the folder of inputs."""

    id: str
    path: str
    sha256: str
    kind: str


class Step(NamedTuple):
    """A change to a value between its cell and its record: its kind, the words before and after,
    and what asked for it.

    Kinds: corrected, answered (by a row of Corrections or Answers), merged (the cell over which the
    value was merged), converted (by a row of rates). `ref` is that row or cell, with its words;
    `role` is the person behind it.
    """

    kind: str
    before: str
    after: str
    ref: "Ref"
    reason: str = ""
    role: str = ""


class Ref(NamedTuple):
    """A place in a source, the words found there, and the steps from those words to the value."""

    source: str
    place: str
    words: str = ""
    steps: tuple[Step, ...] = ()

    @property
    def row_key(self) -> RowKey:
        """Source, sheet and number of the row in which the place lies; row 0 stands for a whole
        file.
        """
        if not self.place:
            return self.source, "", 0
        return (self.source, *places.parse(self.place).row_key)


class CellKind(StrEnum):
    """How a cell was stored. Cells of csv files and documents are text."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TRUTH = "truth"


class Cell(NamedTuple):
    """The text of a cell; `fault` is the code of a finding if the text cannot be trusted.

    `steps` say how the text came about if it is not what the file contains.
    """

    text: str = ""
    fault: str = ""
    kind: CellKind = CellKind.TEXT
    steps: tuple[Step, ...] = ()

    @property
    def words(self) -> str:
        """The words that the file contains."""
        return self.steps[0].before if self.steps else self.text


class Remark(NamedTuple):
    """Something that a reader noticed besides the texts: the code of a finding, and a row and
    column counted from 1 (0: none in particular).

    `hint` may quote the input; `about_rows` marks a remark that matters only for rows of data, not
    for headers and titles.
    """

    code: str
    row: int = 0
    column: int = 0
    hint: str = ""
    about_rows: bool = False


class RawRow(NamedTuple):
    """A non-empty row as read: its number, counted from 1, and its cells from the first
    column on.
    """

    number: int
    cells: tuple[Cell, ...]


class SheetKind(StrEnum):
    """What the rows of a sheet are, and so how their places are printed.

    A document has one sheet for its paragraphs outside tables, one for each note and comment, one
    for its page headers and one for its page footers (MARGIN), and one for each table (named by its
    number); a PDF file has one for each page, form field and comment.
    """

    WORKSHEET = "worksheet"
    CSV = "csv"
    TABLE = "table"
    PARAGRAPHS = "paragraphs"
    NOTES = "notes"
    COMMENTS = "comments"
    MARGIN = "margin"
    PAGE = "page"
    FIELD = "field"


_OF_TABLES = frozenset({SheetKind.WORKSHEET, SheetKind.CSV})


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet, a csv file (whose name is empty) or a part of a document: the non-empty rows of
    a source.

    For a document, `sha256` pins its bytes and `follows` is the last paragraph before a table;
    `within` are the number and row of each table around a nested one, the outermost first. For a
    sheet with a note, the two say where its mark is; on a page, `within` are page and line, and
    `follows` is -1.
    """

    source: str
    name: str
    rows: tuple[RawRow, ...]
    kind: SheetKind = SheetKind.WORKSHEET
    remarks: tuple[Remark, ...] = ()
    is_1904: bool = False
    sha256: str = ""
    follows: int = 0
    within: tuple[int, ...] = ()

    @property
    def is_csv(self) -> bool:
        """Whether it is a csv file."""
        return self.kind is SheetKind.CSV

    @property
    def is_document(self) -> bool:
        """Whether it is a part of a Word or PDF document."""
        return self.kind not in _OF_TABLES

    def row_place(self, row: RawRow) -> str:
        """The printed place of a whole row."""
        return _row_place(self.kind, self.name, row.number, len(row.cells))

    def cell_place(self, row: RawRow, column: int, header: str = "") -> str:
        """The printed place of the cell in that column, counted from 1."""
        if self.kind is SheetKind.CSV:
            return str(places.csv_row(row.number, header))
        if self.kind is SheetKind.WORKSHEET:
            return str(places.cell(self.name, row.number, column))
        if self.kind is SheetKind.TABLE:
            return str(places.table_cell(int(self.name), row.number, column))
        return self.row_place(row)

    def ref(self, row: RawRow) -> Ref:
        """The row as a reference, without words."""
        return Ref(self.source, self.row_place(row))

    def key(self, row: RawRow) -> RowKey:
        """What identifies the row."""
        if self.kind is SheetKind.FIELD:
            return (self.source, *places.field(self.name).row_key)
        return self.source, self.name, row.number


_ROW_PLACES: dict[SheetKind, Callable[[str, int, int], places.Place]] = {
    SheetKind.WORKSHEET: places.sheet_row,
    SheetKind.CSV: lambda _, row, __: places.csv_row(row),
    SheetKind.TABLE: lambda name, row, _: places.table_row(int(name), row),
    SheetKind.PARAGRAPHS: lambda _, row, __: places.paragraph(row),
    SheetKind.NOTES: lambda _, row, __: places.note(row),
    SheetKind.COMMENTS: lambda _, row, __: places.comment(row),
    SheetKind.MARGIN: lambda name, row, _: places.margin(name, row),
    SheetKind.PAGE: lambda name, row, _: places.page_line(int(name), row),
    SheetKind.FIELD: lambda name, _, __: places.field(name),
}


# the rows of a hundred reports have the same places, so the cache is hit often
@lru_cache(maxsize=65_536)
def _row_place(kind: SheetKind, sheet: str, row: int, n_cells: int) -> str:
    return str(_ROW_PLACES[kind](sheet, row, n_cells))


@dataclass(frozen=True, slots=True)
class Columns:
    """The mapping from fields to columns that all rows of a table share; `headers` are the words of
    the header row.
    """

    index: dict[str, int]
    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table whose columns are known: what a record is tied to."""

    sheet: Sheet
    raw: RawRow
    columns: Columns

    @property
    def key(self) -> RowKey:
        """Source, sheet and number of the row."""
        return self.sheet.key(self.raw)

    def cell(self, field: str) -> Cell:
        """The cell of a field; an empty one if the table has no such column."""
        position = self.columns.index.get(field)
        if position is None or position >= len(self.raw.cells):
            return Cell()
        return self.raw.cells[position]

    def ref(self, field: str) -> Ref:
        """Place and words of a field; the whole row if the table has no such column."""
        position = self.columns.index.get(field)
        if position is None:
            return self.sheet.ref(self.raw)
        header = self.columns.headers[position] if self.sheet.is_csv else ""
        spot = self.sheet.cell_place(self.raw, position + 1, header)
        cell = self.cell(field)
        return Ref(self.sheet.source, spot, cell.words, cell.steps)
