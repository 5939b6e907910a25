"""Cell values as text, with the code of what is wrong if the text cannot be trusted.

In: what a workbook or csv file contains. Out: Cell, with how it was stored. No legal character is
changed here: text is cleaned for print later.
"""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import NamedTuple

from pipeline.model.source import Cell, CellKind

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_WHOLE_DAY = (True, True, True)
VISIBLE = "\ufffd"
EMPTY_CELL = Cell()
_new = tuple.__new__


class DateShown(NamedTuple):
    """What the format of a cell shows of its date; nothing for a time alone."""

    year: bool = False
    month: bool = False
    day: bool = False


def text_cell(text: str) -> Cell:
    """The text, with every character that no document can contain shown as U+FFFD and reported."""
    if text.isprintable() or not _ILLEGAL.search(text):
        return _new(
            Cell, (text, "", CellKind.TEXT, ())
        )  # inlined, because most of what is read goes through here
    return Cell(_ILLEGAL.sub(VISIBLE, text), "control-characters")


def value_cell(value: object) -> Cell:
    """The cell of a worksheet's value: dates in ISO form, whole numbers without a decimal point."""
    if value is None:
        return EMPTY_CELL
    if isinstance(value, str):
        return text_cell(value)
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE", kind=CellKind.TRUTH)
    if isinstance(value, float) and not isfinite(value):
        return Cell(str(value), "error-value")
    if isinstance(value, date | time | timedelta):
        return Cell(_moment(value), kind=CellKind.DATE)
    return Cell(_number(value), kind=CellKind.NUMBER)


def date_cell(value: date | time | timedelta, shown: DateShown) -> Cell:
    """The cell of a worksheet's date, as far as it is shown: a spreadsheet puts the first day to a
    month that is typed, and this year to a day ("Oct-25"), and nobody sees them.

    Without a year it is --10-25, as in ISO 8601.
    """
    if not isinstance(value, date) or shown == _WHOLE_DAY:
        return value_cell(value)
    if not shown.year:
        return Cell(value.strftime("--%m-%d"), kind=CellKind.DATE)
    return Cell(value.isoformat()[: len("2025-10" if shown.month else "2025")], kind=CellKind.DATE)


def _moment(value: date | time | timedelta) -> str:
    if isinstance(value, datetime):
        if value.time() == time():
            return value.date().isoformat()
        return value.isoformat(sep=" ")
    if isinstance(value, timedelta):
        return str(value)
    return value.isoformat()


def _number(value: object) -> str:
    if not isinstance(value, float):
        return str(value)
    if value.is_integer():
        return str(int(value))
    return format(Decimal(repr(value)), "f")
