"""Which row of a sheet is the header of which table, and which column each of its cells names.

In: rows and the declared tables with their aliases. Out: fields by position. No value is read.
"""

import difflib
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from pipeline.language import name_key
from pipeline.model.source import Cell, RawRow, Sheet
from pipeline.model.tables import EVIDENCE_TABLES, FORM_TABLES, PINNED_TABLES, ROW_IS, InputTable

HEADER_WITHIN = 20
_FAR = 1 << 20
_NEAR = 0.8  # similarity from which one name is likely a misspelling of another
_FEWEST = 2  # column names that make a header
# Cells with these faults can still be read.
TRUSTED = ("", "control-characters")

Headers = dict[str, dict[str, str]]


@lru_cache(maxsize=8_192)
def header_key(text: str) -> str:
    """What two spellings of one column header have in common."""
    return " ".join(name_key(text).replace("_", " ").replace("-", " ").split())


def near_name(name: str, names: Collection[str]) -> str:
    """The one of these names that a misspelt one most likely is; empty if none is similar.

    >>> near_name("setings", ["settings"]), near_name("remarks", ["marks"])
    ('settings', '')
    """
    if not name:
        return ""
    begun = [known for known in names if known[:1] == name[:1]]
    return next(iter(difflib.get_close_matches(name, begun, n=1, cutoff=_NEAR)), "")


def _map(table: InputTable, headers: Headers) -> dict[str, str]:
    columns = table.columns if table in FORM_TABLES else (*table.columns, ROW_IS)
    own = {header_key(column.name): column.name for column in columns}
    return {
        **{header_key(alias): name for alias, name in headers.get(table.name, {}).items()},
        **own,
    }


class AdjacentTable(NamedTuple):
    """Columns of another table on the same rows: the first position, the one after the last, and
    the table.
    """

    left: int
    right: int
    table: str


class Header(NamedTuple):
    """A header row: the field of each of its cells, empty for none, and adjacent columns that
    belong to another table.
    """

    row: RawRow
    fields: tuple[str, ...]
    adjacent: tuple[AdjacentTable, ...] = ()

    def is_adjacent(self, position: int) -> bool:
        """Whether a column belongs to another table."""
        return any(other.left <= position < other.right for other in self.adjacent)


class Known:
    """The headers of one table, and those of the others for which it must not be mistaken."""

    def __init__(self, table: InputTable, headers: Headers) -> None:
        self.table, self.own = table, _map(table, headers)
        others = (
            other
            for other in (*EVIDENCE_TABLES, *FORM_TABLES, *PINNED_TABLES)
            if other is not table
        )
        self.others = [(other, _map(other, headers)) for other in others]
        self.words = frozenset(self.own).union(*(known for _, known in self.others))

    def may_be_header(self, row: RawRow) -> bool:
        """Whether the first or second filled cell is the name of any column."""
        filled = [cell.text for cell in row.cells if cell.text][:2]
        return any(header_key(text) in self.words for text in filled)

    def fields(self, cells: tuple[Cell, ...]) -> tuple[str, ...]:
        """The field that each cell names; empty for none, and for a cell whose words must not be
        used.
        """
        trusted = (cell.text if cell.fault in TRUSTED else "" for cell in cells)
        return tuple(self.own.get(header_key(text), "") for text in trusted)

    def header(self, row: RawRow) -> Header | None:
        """The row as a header of this table; None if it does not name every required column."""
        fields = self.fields(row.cells)
        required = set(self.table.required)
        if not required <= set(fields):
            return None
        parts = _parts(row.cells)
        own = next((part for part in parts if required <= set(fields[slice(*part)])), None)
        if own is None or len(parts) == 1:
            return Header(row, fields)
        adjacent = tuple(self._adjacent(row, parts, own))
        header = Header(row, fields, adjacent)
        outside = [at for at in range(len(fields)) if header.is_adjacent(at)]
        return header._replace(
            fields=tuple("" if at in outside else field for at, field in enumerate(fields))
        )

    def _adjacent(
        self, row: RawRow, parts: list[tuple[int, int]], own: tuple[int, int]
    ) -> Iterator[AdjacentTable]:
        """The parts of a header row that are headers of other tables.

        One to the right takes all columns from its first on, one to the left those up to ours.
        """
        for part in parts:
            if part == own:
                continue
            name = self.table_of(row.cells[slice(*part)])
            if name:
                yield AdjacentTable(part[0], _FAR if part > own else own[0], name)

    def table_of(self, cells: tuple[Cell, ...]) -> str:
        """The table of which the cells are the header: they name all its required columns, two at
        least, and are half of the words.
        """
        n_words = sum(bool(cell.text.strip()) for cell in cells)
        n_known = sum(header_key(cell.text) in self.words for cell in cells)
        if n_known < _FEWEST or n_known * 2 < n_words:
            return ""  # no table's header: a row of data, as most are
        for table, known in ((self.table, self.own), *self.others):
            if _is_header(cells, table, known) and _n_known(cells, known) * 2 >= n_words:
                return table.name
        return ""


def _n_known(cells: tuple[Cell, ...], known: dict[str, str]) -> int:
    return sum(header_key(cell.text) in known for cell in cells)


def _is_header(cells: tuple[Cell, ...], table: InputTable, known: dict[str, str]) -> bool:
    """Whether cells name every required column of a table, and two columns at least."""
    named = {known.get(header_key(cell.text)) for cell in cells}
    return set(table.required) <= named and _n_known(cells, known) >= _FEWEST


def named_by_header(sheet: Sheet, headers: Headers, tables: tuple[InputTable, ...]) -> str:
    """The table whose header is in the first twenty rows of a sheet of another name; empty for
    none.

    If only one column is required, every word must be a column: it takes few other words to make
    another list.
    """
    maps = [(table, _map(table, headers)) for table in tables]
    for row in sheet.rows:
        if row.number > HEADER_WITHIN:
            break
        n_words = sum(bool(cell.text.strip()) for cell in row.cells)
        for table, known in maps:
            n_wanted = n_words if len(table.required) == 1 else n_words / 2
            if _is_header(row.cells, table, known) and _n_known(row.cells, known) >= n_wanted:
                return table.name
    return ""


def _parts(cells: tuple[Cell, ...]) -> list[tuple[int, int]]:
    """The runs of filled cells in a row, as first position and the one after the last."""
    filled = [bool(cell.text.strip() or cell.fault) for cell in cells]
    runs = groupby(enumerate(filled), key=lambda entry: entry[1])
    parts = []
    for is_filled, run in runs:
        positions = [position for position, _ in run]
        if is_filled:
            parts.append((positions[0], positions[-1] + 1))
    return parts


def find_header(sheet: Sheet, known: Known) -> Header | None:
    """The first of the first twenty rows that names the required columns."""
    for row in sheet.rows:
        if row.number > HEADER_WITHIN:
            return None
        if header := known.header(row):
            return header
    return None
