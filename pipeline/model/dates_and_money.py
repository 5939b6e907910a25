"""Dates with the precision they were given in, and amounts of money with their currency.

In: a first day and a precision, or a number and a currency. Out: the first and last day of a span;
amounts that can be added only within one currency. No day, month or quarter is ever made up.
"""

from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from pipeline.model.base import Frozen

_MONTHS_A_QUARTER = 3


class Precision(StrEnum):
    """How precisely a date is known."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_FINEST_FIRST = tuple(Precision)


class Dated(Frozen):
    """A day, month, quarter or year, identified by its first day."""

    first: date
    precision: Precision = Precision.DAY

    @property
    def quarter(self) -> int:
        """The quarter of the year, 1 to 4."""
        return (self.first.month - 1) // _MONTHS_A_QUARTER + 1

    @property
    def last(self) -> date:
        """The last day of the month, quarter, year or day."""
        months = {Precision.MONTH: 1, Precision.QUARTER: _MONTHS_A_QUARTER, Precision.YEAR: 12}
        if self.precision is Precision.DAY:
            return self.first
        year, month = divmod(self.first.month - 1 + months[self.precision], 12)
        return date(self.first.year + year, month + 1, 1) - timedelta(days=1)

    def is_across(self, first: date, last: date) -> bool:
        """Whether the month, quarter or year lies only partly within these days, so that the date
        itself may or may not.
        """
        is_inside = first <= self.first and self.last <= last
        return self.first <= last and self.last >= first and not is_inside

    def is_coarser_than(self, precision: Precision) -> bool:
        """Whether the date is known less precisely than that."""
        return _FINEST_FIRST.index(self.precision) > _FINEST_FIRST.index(precision)

    def coarser(self, precision: Precision) -> "Dated":
        """The same date, known no more precisely than that; the date itself if it already
        is not.
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
    """The two dates of a span that a single cell gives: "7–8 April 2025"."""

    first: Dated
    last: Dated


class Absence(StrEnum):
    """The six ways in which a report says that there is nothing to give; only `none` is a zero."""

    NONE = "none"
    NOT_APPLICABLE = "not_applicable"
    UNCHANGED = "unchanged"
    NOT_REPORTED = "not_reported"
    NOT_AVAILABLE = "not_available"
    CONFIDENTIAL = "confidential"


class Money(Frozen):
    """The amount that the words of one cell give: a number, or a range, or assistance in kind
    without a price.

    `amount` is None unless the cell gives a single number; `currency` is set if the cell itself
    names it (ISO 4217); `years` are the first and last year of an amount for several, which is
    never divided; `kinds` are the kinds of assistance in kind (material, technical).
    """

    amount: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    currency: str = ""
    is_approximate: bool = False
    years: tuple[int, int] | None = None
    kinds: tuple[str, ...] = ()
