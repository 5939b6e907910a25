"""States, other actors and areas of the reference folder, and the membership timeline.

In: rows of the reference tables. Out: values that can say whether a State was a Party on a day.
Nothing is guessed: a State without the date a basis needs is not a Party by that basis.
"""

from datetime import date
from enum import StrEnum

from pydantic import SkipValidation

from pipeline.model.base import Frozen
from pipeline.model.source import Row


class Basis(StrEnum):
    """What makes a State Party on a day: the Convention in force for it, or its instrument
    deposited.
    """

    IN_FORCE = "in_force"
    DEPOSITED = "deposited"


_SINCE = {Basis.IN_FORCE: "entry_into_force", Basis.DEPOSITED: "deposit_date"}


class State(Frozen):
    """A State of the reference table: names in list and running form, and its dates under article
    17.
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
        """Whether the State is a Party on that day: from the date of the basis up to the day before
        withdrawal.

        Articles 17 (entry into force) and 20 (withdrawal) of the Convention.
        """
        since = self.deposit_date if basis is Basis.DEPOSITED else self.entry_into_force
        gone = self.withdrawal_effective
        return since is not None and since <= on and (gone is None or on < gone)

    def since_field(self, basis: Basis) -> str:
        """The column that decides membership by that basis."""
        return _SINCE[basis]


class Actor(Frozen):
    """A body, or a State that is not in the table of States: never counted as a State Party."""

    code: str
    name: str
    running: str
    actor_type: str


class Area(Frozen):
    """An area that is never counted or printed without the user's wording."""

    code: str
    name: str
