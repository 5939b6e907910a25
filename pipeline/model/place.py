"""Places in input files, in one grammar: printing a place and parsing it are inverses.

In: sheet, row, column, field, page. Out: `Form I!C14`, `row 14 "outcome"`, `table 3 row 2 column
4`, `paragraph 17`, `note 2`, `field casualties`, `page 4 line 12`, `activities.b.text`. Anything
else is refused.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

# The sheets in which notes, comments and what stands in the margins of a document are rows.
_NOTES, _COMMENTS, HEADER, FOOTER = "note", "comment", "page header", "page footer"


class Place(NamedTuple):
    """A place in a source. Parts that are not used are empty or 0; `last` is the last column of a
    whole row.
    """

    kind: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    last: str = ""

    def __str__(self) -> str:
        return _PRINT[self.kind](self)

    @property
    def row_key(self) -> tuple[str, int]:
        """Sheet and row number, which identify a row within its source. A form field is a row of
        its own.
        """
        return (str(self), 0) if self.kind == "field" else (self.sheet, self.row)


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column, counted from 1.

    >>> column_number("AA")
    27
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def cell(sheet: str, row: int, column: int) -> Place:
    """The cell of a worksheet in the column of that number, counted from 1."""
    return Place("cell", sheet, row, _letters(column))


def sheet_row(sheet: str, row: int, n_columns: int) -> Place:
    """A whole row of a worksheet, from column A on."""
    return Place("row", sheet, row, "A", _letters(max(n_columns, 1)))


def csv_row(row: int, header: str = "") -> Place:
    """A row of a csv file, counted from 1 including the header, and a field of it if a header is
    given.
    """
    return Place("csv", "", row, header)


def table_cell(table: int, row: int, column: int) -> Place:
    """A cell of the table of that number in a document, all counted from 1."""
    return Place("table", str(table), row, str(column))


def table_row(table: int, row: int) -> Place:
    """A whole row of the table of that number in a document."""
    return Place("table", str(table), row)


def note(number: int) -> Place:
    """A footnote or endnote of a document, counted from 1."""
    return Place("note", _NOTES, number)


def comment(number: int) -> Place:
    """A comment of a document, counted from 1."""
    return Place("comment", _COMMENTS, number)


def margin(name: str, number: int) -> Place:
    """A paragraph of the page headers or of the page footers, counted from 1 over all of them;
    `name` is HEADER or FOOTER.
    """
    return Place("margin", name, number)


def paragraph(number: int) -> Place:
    """A paragraph of a document, counted from 1."""
    return Place("paragraph", "", number)


def field(name: str) -> Place:
    """A named form field."""
    return Place("field", "", 0, name)


def page_line(page: int, line: int) -> Place:
    """A line of text on a page, both counted from 1."""
    return Place("page", str(page), line)


def yaml_path(path: str) -> Place:
    """A path of keys in a YAML file, joined by dots."""
    return Place("yaml", "", 0, path)


def _print_table(place: Place) -> str:
    row = f"table {place.sheet} row {place.row}"
    return f"{row} column {place.column}" if place.column else row


def _print_csv(place: Place) -> str:
    return f'row {place.row} "{place.column}"' if place.column else f"row {place.row}"


_PRINT: dict[str, Callable[[Place], str]] = {
    "cell": lambda p: f"{p.sheet}!{p.column}{p.row}",
    "row": lambda p: f"{p.sheet}!{p.column}{p.row}:{p.last}{p.row}",
    "csv": _print_csv,
    "table": _print_table,
    "note": lambda p: f"note {p.row}",
    "comment": lambda p: f"comment {p.row}",
    "margin": lambda p: f"{p.sheet} {p.row}",
    "paragraph": lambda p: f"paragraph {p.row}",
    "field": lambda p: f"field {p.column}",
    "page": lambda p: f"page {p.sheet} line {p.row}",
    "yaml": lambda p: p.column,
}

_PATTERNS = (
    (
        "row",
        re.compile(
            r"(?P<sheet>.*)!(?P<column>[A-Z]+)(?P<row>\d+):(?P<last>[A-Z]+)(?P=row)", re.DOTALL
        ),
    ),
    ("cell", re.compile(r"(?P<sheet>.*)!(?P<column>[A-Z]+)(?P<row>\d+)", re.DOTALL)),
    ("csv", re.compile(r'row (?P<row>\d+)(?: "(?P<column>.*)")?', re.DOTALL)),
    ("table", re.compile(r"table (?P<sheet>\d+) row (?P<row>\d+)(?: column (?P<column>\d+))?")),
    ("note", re.compile(r"(?P<sheet>note) (?P<row>\d+)")),
    ("comment", re.compile(r"(?P<sheet>comment) (?P<row>\d+)")),
    ("margin", re.compile(r"(?P<sheet>page header|page footer) (?P<row>\d+)")),
    ("paragraph", re.compile(r"paragraph (?P<row>\d+)")),
    ("field", re.compile(r"field (?P<column>.+)", re.DOTALL)),
    ("page", re.compile(r"page (?P<sheet>\d+) line (?P<row>\d+)")),
    ("yaml", re.compile(r"(?P<column>[\w-]+(?:\.[\w-]+)*)")),
)


# the rows of a hundred reports have the same places, so the cache is hit often
@lru_cache(maxsize=65_536)
def parse(text: str) -> Place:
    """The place that prints as this text.

    >>> parse("Form I!C14").row
    14

    ValueError for any other text.
    """
    for kind, pattern in _PATTERNS:
        if found := pattern.fullmatch(text):
            parts = {name: value for name, value in found.groupdict().items() if value is not None}
            row = int(parts.pop("row", 0))
            return Place(kind, row=row, **parts)
    raise ValueError("not a place in a file")
