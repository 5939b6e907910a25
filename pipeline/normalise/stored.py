"""What the way a cell is stored says about its value: Excel turns texts into dates and numbers by
itself.

In: a cell and the kind of its column. Out: the text to read, and faults. It converts nothing but a
day with a time to the day, and yes or no stored as a truth value.
"""

from typing import NamedTuple

from pipeline.model.source import Cell, CellKind, Row
from pipeline.model.tables import Column, Kind, Table

_TEXTS = (Kind.ID, Kind.TEXT, Kind.LONG_TEXT)
_NUMBERS = (Kind.AMOUNT, Kind.NUMBER, Kind.YEAR, Kind.VERSION)
NOT_TEXT = "date-in-text"
_TRUTHS = {"TRUE": "yes", "FALSE": "no"}
_DIGITS = frozenset("0123456789.,' \u00a0\u202f-")
# These hold values of any kind, each row its own; the days of review.xlsx are texts that show what
# was read.
_OF_ANY_KIND = ("value", "expected", "new", "answer", "period_from", "period_to")


class Stored(NamedTuple):
    """The text to read, and the code of a fault in the way it is stored."""

    text: str
    fault: str = ""


def as_stored(cell: Cell, column: Column) -> Stored:
    """The text of a cell for its column. A date in a column of texts is a fault: nobody typed it
    so.
    """
    if cell.kind is CellKind.DATE:
        return _moment(cell, column)
    if cell.kind is CellKind.TRUTH and set(_TRUTHS.values()) <= set(column.values):
        return Stored(_TRUTHS[cell.text])
    return Stored(cell.text)


def _moment(cell: Cell, column: Column) -> Stored:
    if column.kind in _TEXTS and column.name not in _OF_ANY_KIND:
        return Stored(cell.text, NOT_TEXT)
    day, _, rest = cell.text.partition(" ")
    if column.kind is Kind.DATE and rest:
        return Stored(day, "time-left-out")
    return Stored(cell.text)


def columns_stored_oddly(rows: list[Row], table: Table) -> list[tuple[str, Row, str]]:
    """Code, first row and column of columns that hold numbers as text, or ids as numbers; each
    column once.
    """
    odd = []
    for column in table.columns:
        if column.kind in _NUMBERS:
            code, is_odd = "numbers-as-text", _is_number_as_text
        elif column.kind is Kind.ID:
            code, is_odd = "number-in-id", _is_number
        else:
            continue
        first = next(
            (row for row in rows if not row.sheet.is_csv and is_odd(row.cell(column.name))), None
        )
        if first is not None:
            odd.append((code, first, column.name))
    return odd


def _is_number_as_text(cell: Cell) -> bool:
    text = cell.text.strip()
    return (
        cell.kind is CellKind.TEXT
        and not cell.fault
        and bool(text)
        and _DIGITS.issuperset(text)
        and text != "-"
    )


def _is_number(cell: Cell) -> bool:
    return cell.kind is CellKind.NUMBER
