"""States, other actors and areas of the reference folder, the dates of membership, and deadlines.

In: rows of the reference tables. Out: values that can say whether a State was a Party on a day, and
what is due when, by which rule. Nothing is guessed: a State without the date that a basis needs is
not a Party by that basis.
"""

from datetime import date
from enum import StrEnum

from pydantic import SkipValidation

from pipeline.model.base import Frozen
from pipeline.model.source import Ref, Row


class Basis(StrEnum):
    """What makes a State Party on a day: the Convention in force for it, or its instrument
    deposited.
    """

    IN_FORCE = "in_force"
    DEPOSITED = "deposited"


_SINCE = {Basis.IN_FORCE: "entry_into_force", Basis.DEPOSITED: "deposit_date"}


class Standing(StrEnum):
    """What is true of a State towards the Convention on a day, in the words of a finding."""

    PARTY = "it is a State Party"
    NOT_YET = "the Convention was not yet in force for it"
    WITHDRAWN = "it has withdrawn"
    SIGNATORY = "it has signed but is not a State Party"
    OUTSIDE = "it is neither a State Party nor a signatory"
    UNKNOWN = "its standing is not in the reference folder"


_NEVER_BOUND = {"signatory": Standing.SIGNATORY, "not_party": Standing.OUTSIDE}


class State(Frozen):
    """A State, or another entity that the depositary lists among States: its name in lists and in
    running text, its standing, and its dates under article 17.
    """

    iso3: str
    name: str
    running: str
    sort_key: str
    status: str
    deposit_date: date | None
    entry_into_force: date | None
    withdrawal_effective: date | None
    row: SkipValidation[Row]

    def is_party(self, on: date, basis: Basis) -> bool:
        """Whether the State is a Party on that day: from the date of the basis until the day before
        its withdrawal.

        Articles 17 (entry into force) and 20 (withdrawal) of the Convention.
        """
        # on the day on which a withdrawal takes effect (article 20) a State is no longer counted
        since = self.deposit_date if basis is Basis.DEPOSITED else self.entry_into_force
        gone = self.withdrawal_effective
        return since is not None and since <= on and (gone is None or on < gone)

    def standing(self, on: date, basis: Basis) -> Standing:
        """What it is to the Convention on that day."""
        if self.is_party(on, basis):
            return Standing.PARTY
        if self.withdrawal_effective is not None and self.withdrawal_effective <= on:
            return Standing.WITHDRAWN
        if self.deposit_date is not None:
            return Standing.NOT_YET
        return _NEVER_BOUND.get(self.status, Standing.UNKNOWN)

    def since_field(self, basis: Basis) -> str:
        """The column that decides membership by that basis."""
        return _SINCE[basis]


class Actor(Frozen):
    """A body that is no State; never counted as a State Party."""

    code: str
    name: str
    running: str
    actor_type: str


class Area(Frozen):
    """An area that is never counted, and never printed without wording supplied by the user."""

    code: str
    name: str


SEEN = "SEEN"


class DeadlineRule(Frozen):
    """A line of deadlines.csv: a number of weeks or years from a date, or a day ("04-30") of a
    year.

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
        """The day on which it falls. ValueError for a day that the year does not have."""
        year = start.year + self.years
        if self.day:
            return date.fromisoformat(f"{year:04}-{self.day}")
        shifted = (
            start.replace(year=year) if (start.month, start.day) != (2, 29) else date(year, 3, 1)
        )
        return date.fromordinal(shifted.toordinal() + 7 * self.weeks)


class Deadline(Frozen):
    """A day on which something is due; `days` are counted from the as-of date, not from a clock.

    `ref` is the cell that gives it or from which it is worked out, `source` where its rule was
    read, `mark` how far it can be trusted. A hint is worked out or not verified: it is never a
    fact, and never printed in a paper.
    """

    name: str
    meaning: str
    on: date
    days: int
    ref: SkipValidation[Ref]
    source: str
    mark: str
    is_hint: bool
