"""Deadlines: what is due when, by which rule, and how far that may be believed.

In: nothing. Out: types. A rule holds no State; a deadline holds no words of an input.
"""

from datetime import date

from pydantic import SkipValidation

from pipeline.model.base import Frozen
from pipeline.model.source import Ref

SEEN = "SEEN"


class DeadlineRule(Frozen):
    """A line of deadlines.csv: so many weeks or years from a date, or a day ("04-30") of a year.

    `counts_from` is a key of Settings, or `entry_into_force` of a State.
    """

    name: str
    meaning: str
    counts_from: str
    weeks: int = 0
    years: int = 0
    day: str = ""
    read_in: str
    mark: str

    def on(self, start: date) -> date:
        """The day it falls on. ValueError for a day that its year has not."""
        year = start.year + self.years
        if self.day:
            return date.fromisoformat(f"{year:04}-{self.day}")
        shifted = (
            start.replace(year=year) if (start.month, start.day) != (2, 29) else date(year, 3, 1)
        )
        return date.fromordinal(shifted.toordinal() + 7 * self.weeks)


class Deadline(Frozen):
    """A day on which something is due; `days` are counted from the as-of date, there is no clock.

    `ref` is the cell it stands in or is reckoned from, `source` where its rule was read, `mark` how
    far it may be believed. A hint is arithmetic or not verified: never a fact, and never printed in
    a paper.
    """

    name: str
    meaning: str
    on: date
    days: int
    ref: SkipValidation[Ref]
    source: str
    mark: str
    is_hint: bool
