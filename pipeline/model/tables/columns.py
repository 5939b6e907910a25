"""What tables and columns are: kinds of cells, closed lists of values, and the declaration that
every reader, page and entry workbook relies on.

In: nothing. Out: types and tuples. It refuses nothing itself; the grammars of the kinds are in
`pipeline.normalise`, other words for the values in reference/values.csv.
"""

from collections.abc import Collection
from enum import StrEnum

from pipeline.model.base import Frozen
from pipeline.model.papers import PAPERS

STATUSES = ("planned", "requested", "held", "cancelled", "postponed", "no_request_received")
ACTIVITY_KINDS = (
    "coordinator_meeting",
    "committee_meeting",
    "joint_meeting",
    "bilateral",
    "workshop",
    "briefing",
    "consultation",
    "mapping_research",
    "drafting",
    "statement",
    "publication",
    "mission",
    "other",
)
PRECISIONS = ("day", "month", "quarter", "year")
CONFIDENTIALITY = ("public", "no_attribution", "internal")
SECTIONS = (
    "national_resources",
    "innovative_funding",
    "exchange",
    "provided",
    "received",
    "needed",
    "national_plan",
)
MODALITIES = ("international", "regional", "north_south", "south_south", "bilateral", "trilateral")
ASSISTANCE_KINDS = ("financial", "material", "technical", "in_kind", "mixed", "unknown")
OBLIGATIONS = (
    "art3",
    "art4_clearance",
    "art4_risk_education",
    "art5",
    "art7",
    "art9",
    "general",
    "unknown",
)
AMOUNT_BASES = ("budgeted", "committed", "disbursed", "estimated", "unknown")
CCM_SHARES = ("exclusive", "mixed_mine_action", "unknown")
FORM_STATUSES = ("changed", "unchanged", "not_applicable", "unknown")
CALLERS = ("affected_state", "convention_document", "other", "unknown")
PRACTICE_ROLES = ("donor", "operator", "affected_state")
TRIGGERS = ("fixed", "upon_request")
COALITION_STATUSES = ("continuing", "concluded", "proposed", "unknown")
MARKS = ("SEEN", "INFERRED", "UNVERIFIED")
DECIMAL_MARKS = ("point", "comma")
OTHER_TREATIES = ("mine_ban", "ccw_protocol_v", "ccw_amended_protocol_ii", "other")
FOLLOW_UP_KINDS = ("obligation", "extension_request", "need", "request")
FOLLOW_UP_STATUSES = ("open", "submitted", "considered", "withdrawn", "closed", "unknown")
YES_NO = ("yes", "no")
YES_NO_UNKNOWN = ("yes", "no", "unknown")
DIRECTIONS = ("from_per_to", "to_per_from")
RATE_KINDS = ("spot", "month", "average_year")
BASES = ("in_force", "deposited")
COMPLETE_SOURCES = (
    "activities",
    "reports-received",
    "national-reports",
    "coalitions",
    "good-practices",
    "statements",
    "follow-up",
)
PAPER_CHOICES = tuple(paper.name for paper in PAPERS)
CLEARED = ("cleared", "passed_open")


class Kind(StrEnum):
    """What a cell of a column may hold; each kind has one strict grammar."""

    ID = "id"
    TEXT = "text"
    LONG_TEXT = "long text"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    STATE = "State"
    ACTOR = "actor"
    ACTORS = "actors"
    AMOUNT = "amount"
    CURRENCY = "currency"
    NUMBER = "whole number"
    YEAR = "year"
    VERSION = "version"


class Visibility(StrEnum):
    """Who may read the cells of a column in a paper; the confidentiality of the row decides the
    rest.

    *public*: printed for public rows · *no attribution*: printed for rows without attribution too ·
    *internal*: not printed, but supports what is printed or counted · *never*: neither.
    """

    PUBLIC = "public"
    NO_ATTRIBUTION = "no attribution"
    INTERNAL = "internal"
    NEVER = "never"


PUBLIC, NO_ATTRIBUTION = Visibility.PUBLIC, Visibility.NO_ATTRIBUTION
INTERNAL, NEVER = Visibility.INTERNAL, Visibility.NEVER
PRINTED = frozenset({PUBLIC, NO_ATTRIBUTION})
# Amounts are reported, never printed; and a list of closed values has no wording of its own.
_UNPRINTABLE = frozenset({Kind.AMOUNT, Kind.CURRENCY, Kind.CHOICES})


class Column(Frozen):
    """One column; its name is the field of the record that it feeds.

    Workbooks made by version 0.1.0 contain the examples in a row of their own: if an example is
    changed here, that row is no longer recognised there, and raises a question.

    `last` is the column of the last day, for a date that may be given as a span; `currency` that of
    the currency, for an amount; `is_plain` marks an amount that must be a single number;
    `is_period` a date that is usually a month or a year.
    """

    name: str
    kind: Kind
    meaning: str
    example: str = ""
    values: tuple[str, ...] = ()
    is_required: bool = False
    last: str = ""
    currency: str = ""
    is_plain: bool = False
    is_period: bool = False
    seen_by: Visibility = NEVER
    printed_as: str = ""
    only_with: str = ""
    is_fact: bool = False


class InputTable(Frozen):
    """One table; `is_pinned` tables are cited but not conserved (they are settings and
    declarations, not evidence).

    In a table that the program makes (`is_ours`), a row with a single cell, outside the required
    columns, is a person's note.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    is_pinned: bool = False
    is_ours: bool = False

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns without which a row cannot be used."""
        return tuple(column.name for column in self.columns if column.is_required)

    @property
    def facts(self) -> tuple[str, ...]:
        """Names of the columns on which papers rest."""
        return tuple(column.name for column in self.columns if column.is_fact)

    def printed(self, seen_by: Collection[Visibility]) -> dict[str, tuple[Column, ...]]:
        """The fields of a wording that any of these readers may see, each with the columns behind
        it.
        """
        fields: dict[str, tuple[Column, ...]] = {}
        for column in self.columns:
            if column.printed_as and column.seen_by in seen_by:
                fields[column.printed_as] = (*fields.get(column.printed_as, ()), column)
        return fields


# The one column that every table of a meeting may have beside its own: it tells the reader how to
# treat a row. No record holds it. Workbooks made by version 0.1.0 have a row that says *example*,
# which is not read as long as it holds what the program wrote.
EXAMPLE, CARRIED_OVER, CONFIRMED = "example", "carried_over", "confirmed"
ROW_IS = Column(
    name="row_is",
    kind=Kind.CHOICE,
    meaning="carried_over: not used until the row has been checked; confirmed or empty: used",
    example=CONFIRMED,
    values=(CARRIED_OVER, CONFIRMED),
)


# Sheets that explain how to fill in a workbook; the first cell of each holds the mark, at which
# readers stop.
HELP_SHEETS = ("Instructions", "Lists")
HELP_MARK = "The program reads nothing on this sheet."
# What version 0.1.0 wrote there: users still type into its workbooks.
HELP_MARKS = frozenset({HELP_MARK, "Nothing on this sheet is read by the program."})


def column(  # noqa: PLR0913 - a row of the declaration, read as a table
    name: str,
    kind: Kind,
    meaning: str,
    example: str = "",
    values: tuple[str, ...] = (),
    need: bool = False,
    last: str = "",
    currency: str = "",
    plain: bool = False,
    period: bool = False,
    seen: Visibility = NEVER,
    printed: str = "",
    only_with: str = "",
    fact: bool | None = None,
) -> Column:
    """A column, its parts in the order in which a declaration reads best.

    A column that may be seen is printed under its own name and is a fact, unless the declaration
    says otherwise. ValueError for a column that may be seen but has no words to print.
    """
    is_seen = seen in PRINTED
    if is_seen and kind in _UNPRINTABLE:
        raise ValueError(f"{name}: a column of kind {kind.value} is never printed")
    if is_seen:
        printed = printed or name
    if fact is None:
        fact = is_seen
    return Column(
        name=name,
        kind=kind,
        meaning=meaning,
        example=example,
        values=values,
        is_required=need,
        last=last,
        currency=currency,
        is_plain=plain,
        is_period=period,
        seen_by=seen,
        printed_as=printed,
        only_with=only_with,
        is_fact=fact,
    )
