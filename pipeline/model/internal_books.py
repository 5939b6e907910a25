"""What the internal workbooks contain: one row per obligation of a State Party in the follow-up
tracker, one per line of assistance in figures.xlsx.

In: nothing. Out: types. Everything in them is internal, and nothing is added up.
"""

from decimal import Decimal
from typing import NamedTuple

from pydantic import SkipValidation

from pipeline.model.base import Frozen
from pipeline.model.record import Activity, Coalition, FollowUp, FormLine, Rate
from pipeline.model.source import Ref


class Need(NamedTuple):
    """A need that a State expressed: what for, where it can be read, and the cell that says so."""

    obligation: str
    told_in: str
    ref: Ref


class Tracked(NamedTuple):
    """A State Party's obligation under an article, and all that is known of it; `is_party` is as on
    the date of the report.

    `obligations` are the register's rows on it, `extensions` requests to extend it, `others` the
    State's rows on needs and requests; `contacts` are exchanges with the State, `interactions`
    those with other Coordinators.
    """

    state: str
    article: str
    is_party: bool
    obligations: tuple[FollowUp, ...] = ()
    extensions: tuple[FollowUp, ...] = ()
    others: tuple[FollowUp, ...] = ()
    needs: tuple[Need, ...] = ()
    contacts: tuple[Activity, ...] = ()
    interactions: tuple[Activity, ...] = ()
    coalitions: tuple[Coalition, ...] = ()

    @property
    def rows(self) -> tuple[FollowUp, ...]:
        """The rows of the register on which it rests."""
        return (*self.obligations, *self.extensions, *self.others)


class Tracking(NamedTuple):
    """All that the tracker contains; `unprinted` says why no paper mentions a coalition.

    `reporters` are the States whose reports the files are; `kept_out` are the rows and files of a
    table that are not used.
    """

    tracked: tuple[Tracked, ...] = ()
    coalitions: tuple[Coalition, ...] = ()
    unprinted: dict[str, str] = {}
    alone: tuple[tuple[str, tuple[Need, ...]], ...] = ()
    withheld: frozenset[str] = frozenset()
    reporters: dict[str, str] = {}
    kept_out: dict[str, tuple[Ref, ...]] = {}


class Converted(NamedTuple):
    """An amount in another currency, unrounded, with the user's rate; the rate is None if the
    currency is the same.
    """

    amount: Decimal
    currency: str
    rate: Rate | None


class Assistance(Frozen):
    """A line on assistance provided or received, with the names of both parties as they are listed.

    `amount` is the cell of the amount, with the step of its conversion; `note` is for internal
    files only.
    """

    line: SkipValidation[FormLine]
    state: str
    sort_key: str
    counterpart: str
    channel: str
    share: str
    amount: SkipValidation[Ref]
    converted: SkipValidation[Converted | None] = None
    note: str = ""
