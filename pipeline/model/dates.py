"""Dates with the precision they were given in.

In: a first day and a precision. Out: first and last day of the span. It invents no day, month or quarter.
"""

from datetime import date, timedelta
from enum import StrEnum

from pipeline.model.base import Frozen

_MONTHS_A_QUARTER = 3


class Precision(StrEnum):
    """How exact a date is."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


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

    def coarser(self, precision: Precision) -> "Dated":
        """The same date, known no better than to that precision."""
        first = self.first
        if precision is Precision.MONTH:
            first = first.replace(day=1)
        elif precision is Precision.QUARTER:
            first = first.replace(month=(self.quarter - 1) * _MONTHS_A_QUARTER + 1, day=1)
        elif precision is Precision.YEAR:
            first = first.replace(month=1, day=1)
        return Dated(first=first, precision=precision)
