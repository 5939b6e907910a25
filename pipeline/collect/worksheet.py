"""One pass over a worksheet: the cells that exist, whatever its used range claims, and how rows and
columns look.

In: a part of a workbook, its shared strings and styles. Out: a Scan. No empty cell is created.
"""

import re
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import NamedTuple

from lxml import etree
from openpyxl.utils.datetime import from_excel, from_ISO8601

from pipeline.collect.cells import EMPTY_CELL, date_cell, text_cell, value_cell
from pipeline.collect.xlsx_book import MAIN, STRUCK, Book, Style, elements, string_cell, unescaped
from pipeline.model.source import Cell, CellKind
from pipeline.ooxml import UnsafePackage

MAX_CELLS = 20_000_000
# cells of a workbook: about 400 MB of memory; fifty thousand activities have no more
MAX_FILLED = 1_000_000
_ROW, _COL, _MERGED, _FILTER, _C, _V, _F, _IS, _CONDITION = (
    f"{MAIN}{name}"
    for name in ("row", "col", "mergeCell", "autoFilter", "c", "v", "f", "is", "filterColumn")
)
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
# [1]Sheet!A1, '[1]A sheet'!A1 and [1]!Name are in another workbook; a column of a table, Log[1], is
# not.
_QUOTED = re.compile('"[^"]*"')
_LINK = re.compile(r"\[[0-9]+\](?:[^\[\]'!]|'')*'?!")
_ON = ("1", "true", "on")
_FRACTION = frozenset(".Ee")


class CellRange(NamedTuple):
    """A range of cells, corners included, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


class Scan(NamedTuple):
    """What a worksheet contains: cells by row and column, ranges, hidden rows and columns, colours
    of filled cells.
    """

    rows: dict[int, dict[int, Cell]]
    merged: list[CellRange]
    hidden_rows: set[int]
    hidden_columns: list[tuple[int, int]]
    filtered: list[CellRange]
    coloured: dict[tuple[int, str], int]


_COLUMNS: dict[str, int] = {}


def column_number(letters: str) -> int:
    """The number of a column, A being 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def area(text: str) -> CellRange | None:
    """The range that a reference names; None for anything else."""
    found = _RANGE.fullmatch(text)
    if found is None:
        return None
    left, top = column_number(found[1]), int(found[2])
    return CellRange(top, left, int(found[4] or top), column_number(found[3]) if found[3] else left)


class Formula(NamedTuple):
    """A formula as a cell contains it, and whether it refers to another workbook."""

    text: str
    is_link: bool


class _Reader:
    """Cells of one worksheet; formulas that several cells share are kept by their number."""

    def __init__(self, book: Book, strings: list[Cell]) -> None:
        self.book, self.strings = book, strings
        self.shared: dict[str, Formula] = {}

    def cell(self, element: etree._Element, style: Style) -> Cell:
        """The cell of an element; an empty one if nothing is stored."""
        kind, stored, formula = element.get("t", "n"), None, None
        cell = EMPTY_CELL
        for child in element:
            if child.tag == _V:
                stored = child.text or ""
            elif child.tag == _F:
                formula = self._formula(child)
            elif child.tag == _IS and kind == "inlineStr":
                cell = string_cell(child)
        if stored is not None and (stored or kind == "str"):
            cell = self._stored(kind, stored, style)
        if formula is not None:
            cell = self._reckoned(cell, formula, is_stored=bool(stored) or kind == "str")
        if style.is_struck and cell.text.strip():
            return cell._replace(fault=STRUCK)
        return cell

    def _stored(self, kind: str, stored: str, style: Style) -> Cell:
        if kind == "s":
            return self.strings[int(stored)]
        if kind == "n":
            return _number(stored, style, self.book)
        if kind == "str":
            return text_cell(unescaped(stored))
        if kind == "b":
            return value_cell(stored.strip() in _ON)
        if kind == "d":
            return _dated(from_ISO8601(stored), style)  # type: ignore[no-untyped-call]
        return Cell(stored, "error-value")

    def _formula(self, element: etree._Element) -> Formula:
        text = f"={element.text or ''}"
        formula = Formula(text, bool(_LINK.search(_QUOTED.sub("", text))))
        number = element.get("si")
        if number is None:
            return formula
        if element.text:
            self.shared[number] = formula
        return self.shared.get(number, formula)

    def _reckoned(self, cell: Cell, formula: Formula, *, is_stored: bool) -> Cell:
        """The stored result of a formula. A zero in a workbook that no program has calculated is
        not a result.
        """
        is_nought = self.book.is_unreckoned and cell.text == "0" and cell.kind is CellKind.NUMBER
        if not is_stored or is_nought:
            return Cell(formula.text, "formula-without-value")
        if formula.is_link and not cell.fault:
            return cell._replace(fault="linked-value")
        return cell


def _whole_or_not(stored: str) -> int | float:
    if _FRACTION.isdisjoint(stored):
        return int(stored)
    return float(stored)


def _dated(value: date | time | timedelta, style: Style) -> Cell:
    """The cell of a date; one stored as a date under a style of numbers is read as it is stored."""
    return value_cell(value) if style.date is None else date_cell(value, style.date)


def _number(stored: str, style: Style, book: Book) -> Cell:
    try:
        value = _whole_or_not(stored)
        if style.date is not None:
            return _dated(from_excel(value, book.epoch, timedelta=style.is_span), style)
    except (ValueError, OverflowError):  # not a number, or one beyond the last day of the calendar
        return Cell(stored, "error-value")
    return value_cell(value)


def scan(part: bytes, book: Book, strings: list[Cell]) -> Scan:
    """What the part contains. UnsafePackage if its rows span, or fill, more cells than any table
    has.
    """
    found = Scan({}, [], set(), [], [], {})
    reader = _Reader(book, strings)
    number = n_cells = n_filled = 0
    for element in elements(part, "row", "col", "mergeCell", "autoFilter"):
        if element.tag != _ROW:
            _look(element, found)
            continue
        number = int(float(element.get("r") or number + 1))
        row = dict(_cells(element, reader, number, found))
        n_cells += max(row, default=0)
        n_filled += len(row)
        if n_cells > MAX_CELLS or n_filled > MAX_FILLED:
            raise UnsafePackage("a sheet is wider than any table should be")
        if row:
            found.rows.setdefault(number, {}).update(row)
            if _is_hidden(element, "ht"):
                found.hidden_rows.add(number)
    return found


def _cells(
    row: etree._Element, reader: _Reader, number: int, found: Scan
) -> Iterator[tuple[int, Cell]]:
    """The non-empty cells of a row, by column."""
    styles, column = reader.book.styles, 0
    for element in row:
        if element.tag != _C:
            continue
        letters = (element.get("r") or "").rstrip("0123456789")
        if letters in _COLUMNS:
            column = _COLUMNS[letters]
        else:
            column = _COLUMNS.setdefault(letters, column_number(letters)) if letters else column + 1
        style = styles[int(element.get("s") or 0)]
        cell = reader.cell(element, style)
        if cell.fault or cell.text:
            if style.colour:
                found.coloured.setdefault((number, style.colour), column)
            yield column, cell


def _look(element: etree._Element, found: Scan) -> None:
    """Note hidden columns, merged ranges, and a filter that hides rows."""
    if element.tag == _COL:
        if _is_hidden(element, "width"):
            found.hidden_columns.append(
                (int(element.get("min") or 1), int(element.get("max") or 1))
            )
        return
    ranged = area(element.get("ref") or "")
    if ranged is None:
        return
    if element.tag == _MERGED:
        found.merged.append(ranged)
    elif element.find(_CONDITION) is not None:
        found.filtered.append(ranged)


def _is_hidden(element: etree._Element, size: str) -> bool:
    """Whether a row or column is hidden, or made too small to see."""
    return element.get("hidden") in _ON or element.get(size) in ("0", "0.0")
