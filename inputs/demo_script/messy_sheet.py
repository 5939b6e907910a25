"""A worksheet as offices keep it: a title over merged cells, a header lower down, hidden, coloured
and struck rows.

In: rows as dictionaries, and what is odd about some of their cells. Out: cells written through
XlsxWriter, and the place of each. The same calls give the same bytes.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name

from demo_script.write import Cell, Row


class Fault(NamedTuple):
    """What the program must find: the code, the file below the meeting's folder, and the place in
    it.
    """

    code: str
    file: str
    place: str


class Odd(NamedTuple):
    """A cell that is written otherwise than as a plain value."""

    how: str  # formula, error, struck, partly_struck, comment, link
    text: str = ""


class Page:
    """One worksheet being written, row after row; `faults` are those seeded so far."""

    def __init__(self, book: Workbook, file: str, name: str, columns: Sequence[str]) -> None:
        self.book, self.file, self.name, self.columns = book, file, name, tuple(columns)
        self.sheet = book.add_worksheet(name)
        self.faults: list[Fault] = []
        self.line = 0
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._bold = book.add_format({"bold": True, "bg_color": "#D9E1F2"})
        self._struck = book.add_format({"font_strikeout": True})
        self._yellow = book.add_format({"bg_color": "#FFFF00"})
        self._yellow_day = book.add_format({"bg_color": "#FFFF00", "num_format": "yyyy-mm-dd"})

    def place(self, column: str, line: int | None = None) -> str:
        """The cell of a column in a line counted from 0; the next line where none is given."""
        at = self.line if line is None else line
        return f"{self.name}!{xl_col_to_name(self.columns.index(column))}{at + 1}"

    def row_place(self, last: int | None = None) -> str:
        """The next line, from the first column to the last that is filled in it; all of them where
        none is given.
        """
        at = self.line + 1
        end = len(self.columns) - 1 if last is None else last
        return f"{self.name}!A{at}:{xl_col_to_name(end)}{at}"

    def fault(self, code: str, place: str) -> None:
        """Remember what the program must find."""
        self.faults.append(Fault(code, self.file, place))

    def title(self, text: str, *below: str) -> None:
        """A title over all columns, and lines of text below it."""
        self.sheet.merge_range(self.line, 0, self.line, len(self.columns) - 1, text, self._bold)
        for number, words in enumerate(below, start=1):
            self.sheet.write_string(self.line + number, 0, words)
        self.line += len(below) + 1

    def header(self, names: Mapping[str, str] | None = None) -> None:
        """The header, some of its columns under other names."""
        for position, column in enumerate(self.columns):
            self.sheet.write_string(
                self.line, position, (names or {}).get(column, column), self._bold
            )
        self.line += 1

    def rows(self, rows: Iterable[Row]) -> None:
        """Rows without anything odd about them."""
        for row in rows:
            self.row(row)

    def row(self, row: Mapping[str, Cell | Odd], look: str = "", code: str = "") -> int:
        """A row; `look` is struck or yellow, `code` what is to be found of the row as a whole.
        Gives its line.
        """
        if code:
            self.fault(code, self.row_place(max(self.columns.index(column) for column in row)))
        looks = {"struck": self._struck, "yellow": self._yellow}
        for column, cell in row.items():
            self._write(self.columns.index(column), cell, looks.get(look))
        self.line += 1
        return self.line - 1

    def _write(self, at: int, cell: Cell | Odd, look: Format | None) -> None:
        if isinstance(cell, Odd):
            self._write_odd(at, cell)
        elif isinstance(cell, date):
            self.sheet.write_datetime(
                self.line, at, cell, self._yellow_day if look is self._yellow else self._day
            )
        elif isinstance(cell, str):
            self.sheet.write_string(self.line, at, cell, look)
        else:
            self.sheet.write_number(self.line, at, cell, look)

    def _write_odd(self, at: int, cell: Odd) -> None:
        sheet, line = self.sheet, self.line
        ways: dict[str, Any] = {
            "formula": lambda: sheet.write_formula(line, at, cell.text, value=""),
            "error": lambda: sheet.write_formula(line, at, "=1/0", value=cell.text),
            "link": lambda: sheet.write_formula(line, at, "=[1]Sheet1!$A$1", value=cell.text),
            "struck": lambda: sheet.write_string(line, at, cell.text, self._struck),
            "partly_struck": lambda: sheet.write_rich_string(
                line, at, cell.text, self._struck, " not this"
            ),
        }
        ways[cell.how]()
