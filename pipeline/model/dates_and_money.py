"""Dates with the precision they were given in, and amounts of money with their currency.

In: a first day and a precision, or a number and a currency. Out: first and last day of the span;
amounts that add up in one currency only. It invents no day, month or quarter.
"""

from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from pipeline.model.base import Frozen

_MONTHS_A_QUARTER = 3


class Precision(StrEnum):
    """How exact a date is."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_FINEST_FIRST = tuple(Precision)


class Dated(Frozen):
    """A day, month, quarter or year, known by its first day."""

    first: date
    precision: Precision = Precision.DAY

    @property
    def quarter(self) -> int:
        """1 to 4."""
        return (self.first.month - 1) // _MONTHS_A_QUARTER + 1

    @property
    def last(self) -> date:
        """The last day of the span."""
        months = {Precision.MONTH: 1, Precision.QUARTER: _MONTHS_A_QUARTER, Precision.YEAR: 12}
        if self.precision is Precision.DAY:
            return self.first
        year, month = divmod(self.first.month - 1 + months[self.precision], 12)
        return date(self.first.year + year, month + 1, 1) - timedelta(days=1)

    def is_across(self, first: date, last: date) -> bool:
        """Whether the month, quarter or year lies in these days in part alone: nobody knows if the
        date does.
        """
        is_inside = first <= self.first and self.last <= last
        return self.first <= last and self.last >= first and not is_inside

    def is_coarser_than(self, precision: Precision) -> bool:
        """Whether the date is known less well than to that precision."""
        return _FINEST_FIRST.index(self.precision) > _FINEST_FIRST.index(precision)

    def coarser(self, precision: Precision) -> "Dated":
        """The same date, known no better than to that precision; itself where it is known no better
        already.
        """
        if precision is self.precision or self.is_coarser_than(precision):
            return self
        first = self.first
        if precision is Precision.MONTH:
            first = first.replace(day=1)
        elif precision is Precision.QUARTER:
            first = first.replace(month=(self.quarter - 1) * _MONTHS_A_QUARTER + 1, day=1)
        else:
            first = first.replace(month=1, day=1)
        return Dated(first=first, precision=precision)


class DateRange(Frozen):
    """Two dates of one span, as a single cell gives them: "7–8 April 2025"."""

    first: Dated
    last: Dated


class Absence(StrEnum):
    """The six ways in which a report says that nothing stands there; `none` alone is a zero."""

    NONE = "none"
    NOT_APPLICABLE = "not_applicable"
    UNCHANGED = "unchanged"
    NOT_REPORTED = "not_reported"
    NOT_AVAILABLE = "not_available"
    CONFIDENTIAL = "confidential"


class Money(Frozen):
    """An amount in the words of one cell: one number, or a range, or help in kind without a price.

    `amount` is empty unless the cell gives one number; `currency` where the cell itself names it
    (ISO 4217); `years` the first and last of a sum over several, never divided; `kinds` of help in
    kind (material, technical).
    """

    amount: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    currency: str = ""
    is_approximate: bool = False
    years: tuple[int, int] | None = None
    kinds: tuple[str, ...] = ()
