"""Answers and figures: what is known of each State, and the counts made from it.

In: records and the plan. Out: values that carry their certainty and every cell they rest on.
Unknown is None, never 0.
"""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from pydantic import SkipValidation

from pipeline.model.base import Frozen
from pipeline.model.dates_and_money import Dated
from pipeline.model.source import Ref, RowKey
from pipeline.model.state import Basis

Refs = SkipValidation[tuple[Ref, ...]]


class Certainty(StrEnum):
    """How far a number can be trusted: exactly only if the source is declared complete and every
    report received was read.
    """

    EXACTLY = "exactly"
    AT_LEAST = "at least"
    UNKNOWN = "unknown"


class Regime(StrEnum):
    """How evidence may be printed; the two regimes are never mixed in one figure."""

    PUBLIC = "public"
    UNATTRIBUTED = "unattributed"


class Reply(StrEnum):
    """What a State's reports say about an indicator."""

    YES = "yes"
    UNCHANGED = "unchanged"
    NO = "no"
    UNKNOWN = "unknown"


# Why an answer is not yes where no finding says so, or why the report may not be used.
NO_REPORT, NOT_IN_TIME, QUESTION_OPEN = "no-report", "received-after-cut-off", "question-open"
_LABELS = {NO_REPORT: "no report", NOT_IN_TIME: "not in time"}


class Answer(Frozen):
    """The reply of a State on an indicator; `counts` are the lines that give it, `basis` the covers
    and register rows read.
    """

    state: str
    indicator: str
    reply: Reply
    since: int | None = None
    counts: Refs = ()
    basis: Refs = ()
    reason: str = ""

    @property
    def label(self) -> str:
        """How internal files word the reply: a State whose report did not come in time has not said
        no.
        """
        return _LABELS.get(self.reason, self.reply.value)


class Evidence(Frozen):
    """A State in a figure, with the cells that put it there; `since` is the year of the report that
    it says is unchanged.
    """

    iso3: str
    refs: Refs
    since: int | None = None


class Denominator(Frozen):
    """The whole of which a figure is part: the States Parties on a date, by a basis of
    membership.
    """

    value: int
    on: date
    basis: Basis


class CountKey(Frozen):
    """What a figure counts: within a run, figures with the same key are one figure with one name.

    `population` is who or what is counted, `fact` what is said of them, `evidence` the tables and
    kinds of document that say so. `first` and `last` are the first and last day covered: the period
    or the year reported on, up to the last day on which information counts.
    """

    population: str
    fact: str
    evidence: tuple[str, ...]
    is_named: bool
    first: date | None
    last: date

    @property
    def population_and_fact(self) -> tuple[str, str, bool]:
        """The key without its days: figures that differ in nothing else are about the same
        people.
        """
        return self.population, self.fact, self.is_named


class Citation(NamedTuple):
    """A document behind a figure: its symbol, its paragraphs, and the cells that name them."""

    symbol: str
    place: str
    refs: tuple[Ref, ...]


class Figure(Frozen):
    """A number for print: its value, its certainty, the States behind it, and everything it rests
    on.

    `counts` are the cells counted, `basis` what makes the count sound (registers, covers,
    declarations, settings), `limits` why it is not exact. `form` names a wording where value and
    certainty alone do not determine one. `behind` are States and bodies on which it rests but which
    it never names; `cited` documents and `on` a date that it may print. `other_names` are further
    names under which the same count is asked for.
    """

    name: str
    key: CountKey
    value: int | None
    certainty: Certainty
    form: str = ""
    states: tuple[Evidence, ...] = ()
    counts: Refs = ()
    basis: Refs = ()
    limits: Refs = ()
    searched: tuple[str, ...] = ()
    received: int = 0
    due: int = 0
    unread: int = 0
    denominator: Denominator | None = None
    polarity: str = "presence"
    regime: Regime = Regime.PUBLIC
    behind: tuple[str, ...] = ()
    cited: SkipValidation[tuple[Citation, ...]] = ()
    on: Dated | None = None
    other_names: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name under which it may be asked for, its own first."""
        return (self.name, *self.other_names)

    @property
    def is_unnamed(self) -> bool:
        """Whether it counts States without naming one."""
        return self.regime is Regime.UNATTRIBUTED

    @property
    def refs(self) -> tuple[Ref, ...]:
        """Every cell that the figure rests on, in any role, once."""
        of_states = (ref for evidence in self.states for ref in evidence.refs)
        return tuple(dict.fromkeys((*of_states, *self.counts, *self.basis, *self.limits)))


class Drop(NamedTuple):
    """A row that was set aside, and why: its fate and its reason, as the table of fates has
    them.
    """

    key: RowKey
    fate: str
    reason: str
    record: str = ""
