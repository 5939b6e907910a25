"""Dates in figures alone: day and month in either order, and the serial numbers of spreadsheets.

In: text, or the number of a cell. Out: days. A text with two readings has both, and none is chosen
here.
"""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
_NUMERIC = re.compile(r"(?<![0-9])([0-9]{1,2})([./-])([0-9]{1,2})\2((?:19|20)[0-9]{2})(?![0-9])")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}([./-])[0-9]{1,2}\1[0-9]{2}")
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_EARLIEST, _LATEST = date(2000, 1, 1), date(2099, 12, 31)


class NumericDate(NamedTuple):
    """Day, month and year in figures; the days it may be by the order of its first two figures."""

    by_order: dict[str, date]

    @property
    def days(self) -> tuple[date, ...]:
        """The days it may be, each once."""
        return tuple(dict.fromkeys(self.by_order.values()))


def _days(found: re.Match[str]) -> NumericDate:
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    by_order = {}
    for order, day, month in ((DAY_FIRST, first, second), (MONTH_FIRST, second, first)):
        try:
            by_order[order] = date(year, month, day)
        except ValueError:  # no such day in that order
            continue
    return NumericDate(by_order)


def numeric_date(text: str) -> NumericDate | None:
    """The days a text in figures may be; nothing for other texts.

    >>> numeric_date("03/04/2025").days
    (datetime.date(2025, 4, 3), datetime.date(2025, 3, 4))
    """
    found = _NUMERIC.fullmatch(text)
    return _days(found) if found else None


def has_short_year(text: str) -> bool:
    """Whether a text is a date in figures whose year has two."""
    return _SHORT_YEAR.fullmatch(text) is not None


def proofs(text: str) -> frozenset[str]:
    """The orders that dates of a text prove: those that are a day in one order alone."""
    found = [_days(match) for match in _NUMERIC.finditer(text)]
    return frozenset(
        next(iter(numeric.by_order)) for numeric in found if len(numeric.by_order) == 1
    )


def is_open(text: str) -> bool:
    """Whether a text holds a date that is two days in the two orders."""
    return any(len(_days(match).days) > 1 for match in _NUMERIC.finditer(text))


def settled(text: str, order: str) -> str:
    """The text with its dates of two readings in ISO form, read in that order."""

    def iso(found: re.Match[str]) -> str:
        numeric = _days(found)
        return numeric.by_order[order].isoformat() if len(numeric.days) > 1 else found[0]

    return _NUMERIC.sub(iso, text)


def serial_day(text: str, is_1904: bool) -> date | None:
    """The day of a spreadsheet's serial number, from 2000 to 2099; the time of day is left out.

    >>> serial_day("45748", False)
    datetime.date(2025, 4, 1)
    """
    if not _SERIAL.fullmatch(text):
        return None
    day = (_EPOCH_1904 if is_1904 else _EPOCH) + timedelta(days=int(Decimal(text)))
    return day if _EARLIEST <= day <= _LATEST else None
