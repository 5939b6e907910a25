"""Records: what rows say, normalised, each able to name the cell that a value came from.

In: values read by strict grammars. Out: frozen records tied to their rows. A record never holds a
value that its cells do not.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Self

from pydantic import SkipValidation

from pipeline.model.base import Frozen
from pipeline.model.dates_and_money import Absence, Dated, DateRange, Money
from pipeline.model.forms import SINCE_FIELD, STATUS_FIELD, Particular
from pipeline.model.source import Ref, Row, RowKey

# What a cell of a table may be read as.
CellValue = str | int | Decimal | Dated | DateRange | Money | Absence | tuple[str, ...] | None


class Record(Frozen):
    """A row with its meaning; `id` is the table's own id or a treaty key, never a position.

    `values` are those of all columns of its table, by name; columns that rules are about also have
    a field of their own. `weak` are the columns whose source or mark does not allow them to be
    printed as fact, `unread` those whose cells contain something that gave no value.
    """

    id: str
    row: SkipValidation[Row]
    values: SkipValidation[Mapping[str, CellValue]] = {}
    weak: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()

    @classmethod
    def from_values(cls, row: Row, values: Mapping[str, CellValue], **more: object) -> Self:
        """The record of a row: fields that share the name of a column take its value, and the rest
        come from `more`.
        """
        own = {name: value for name, value in values.items() if name in cls.model_fields}
        return cls.model_validate({"row": row, "values": values, **own, **more})

    def cell_value(self, column: str) -> CellValue:
        """The value of a column: the record's own field of that name, otherwise the value of the
        cell.
        """
        if column in type(self).model_fields:
            own: CellValue = getattr(self, column)
            return own
        return self.values.get(column)

    def ref(self, field: str) -> Ref:
        """Place and words of the cell behind a field."""
        return self.row.ref(field)

    def refs(self, *fields: str) -> tuple[Ref, ...]:
        """Places and words of the cells behind those fields that are not empty; the first field of
        the row if all are.
        """
        filled = tuple(
            self.row.ref(field)
            for field in fields
            if self.row.cell(field).text or self.row.cell(field).steps
        )
        return filled or (self.row.ref(fields[0]),)

    @property
    def key(self) -> RowKey:
        """The key of its row."""
        return self.row.key

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows on which the record rests."""
        return (self.row,)


class Activity(Record):
    """An activity of the Coordinators' log on one date or span of dates."""

    date_start: Dated | None
    date_end: Dated | None
    status: str
    kind: str
    work_plan_items: tuple[str, ...]
    lap_actions: tuple[int, ...]
    organizers: tuple[str, ...]
    participants_states: tuple[str, ...]
    participants_other: tuple[str, ...]
    requested_by: tuple[str, ...]
    follow_up_of: str
    confidentiality: str
    agreed_public: str = ""
    agreed_document: str = ""
    shared_with_counterpart_on: Dated | None = None
    has_cost: bool = False

    @property
    def last_day(self) -> date | None:
        """The last day of the activity, or of the month, quarter or year that is known."""
        end = self.date_end or self.date_start
        return end.last if end else None

    def is_across(self, first: date, last: date) -> bool:
        """Whether it may or may not lie within these days, because only its month, quarter or year
        is known and that lies partly outside.

        An activity with known days that run past either end does lie within them, in part.
        """
        start, end = self.date_start, self.date_end or self.date_start
        if start is None or end is None or start.first > last or end.last < first:
            return False
        # it began no later than the last day of the span, and ended no earlier than it began
        return min(start.last, end.last) > last or max(start.first, end.first) < first


class Registered(Record):
    """A row of the register: a State's report for a year, in a version, received on a day."""

    state: str
    year: int
    version: int
    received_on: Dated | None
    public: str


class FormLine(Record):
    """A line of Form I: resources or assistance, one row; amounts as reported.

    `absence` is what a line says that says nothing else, `says_more` whether its description adds
    something nevertheless; `context` are cells elsewhere that give the row its meaning: headings,
    column titles, a person's yes.
    """

    state: str
    year: int
    section: str
    counterparts: tuple[str, ...]
    channels: tuple[str, ...]
    modality: str
    obligation: tuple[str, ...]
    kind: str
    money: Money | None = None
    currency: str
    absence: Absence | None = None
    says_more: bool = False
    amount_basis: str = ""
    period_from: Dated | None = None
    period_to: Dated | None = None
    ccm_share: str = ""
    also_reported_under: tuple[str, ...] = ()
    context: SkipValidation[tuple[Ref, ...]] = ()

    def refs(self, *fields: str) -> tuple[Ref, ...]:
        """Places and words of the cells behind the fields, and of those that give them their
        meaning.
        """
        own = (ref for ref in super().refs(*fields) if ref.words or not self.context)
        return (*own, *self.context)


class Report(Record):
    """A national report: its cover, whose fields are rows of their own, and the lines of its Form
    I.

    `context` are further cells of a document on which its reading rests; `language` is the one it
    is written in; `particulars` are the deadlines and areas of its Forms B and F.
    """

    state: str
    year: int
    version: int
    form_status: str
    since: int | None
    fields: SkipValidation[dict[str, Row]]
    lines: tuple[FormLine, ...]
    context: SkipValidation[tuple[Ref, ...]] = ()
    transcribed_from: str = ""
    language: str = ""
    dated: date | None = None
    particulars: SkipValidation[tuple[Particular, ...]] = ()

    @property
    def is_unchanged(self) -> bool:
        """Whether it refers to an earlier report for the whole of Form I."""
        return self.form_status == "unchanged" and not self.lines

    def cover_refs(self) -> tuple[Ref, ...]:
        """The cells of the cover on which every answer from this report rests."""
        wanted = (
            "state",
            "article7_year",
            "version",
            STATUS_FIELD,
            SINCE_FIELD,
            "transcribed_from",
        )
        rows = (self.fields[name] for name in wanted if name in self.fields)
        own = tuple(row.ref("value") for row in rows if row.cell("value").text.strip())
        return (*own, *self.context)


class Declaration(Record):
    """A person's declaration that a source is complete through a day."""

    source: str
    through: Dated
    declared_by: str


class WithheldState(Record):
    """A State that no paper may name."""

    state: str


class ReportNote(Record):
    """What a note says about a report: its State and a day; `cells` are the cells behind each
    field, from several rows.
    """

    state: str
    on: Dated
    cells: SkipValidation[dict[str, tuple[Ref, ...]]]

    def refs(self, *fields: str) -> tuple[Ref, ...]:
        """The cells behind the fields."""
        return tuple(dict.fromkeys(ref for field in fields for ref in self.cells[field]))


class Rate(Record):
    """A rate of exchange: how many units of `to_currency` equal one unit of `from_currency`, over a
    period.
    """

    from_currency: str
    to_currency: str
    rate: Decimal
    period: Dated
    kind: str


class Previous(Record):
    """A figure published in the last report, with its denominator."""

    figure: str
    value: int
    of: int
    basis: str
    as_of: Dated
    symbol: str
    paragraph: str


class EditorParagraph(Record):
    """A paragraph of the Coordinators for a slot of the chapter: highlights, challenges or outlook.

    `heading` is the row that opened the slot: without it, the paragraph would be elsewhere, or
    nowhere.
    """

    slot: str
    text: str
    heading: SkipValidation[Row]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Its own row and that of its heading."""
        return self.row, self.heading

    def refs(self, *fields: str) -> tuple[Ref, ...]:
        """The cells behind the fields, and the heading."""
        return (*super().refs(*fields), self.heading.ref("text"))


class Correction(Record):
    """A cell that is to be read differently: where it is, what it holds, and what is read
    instead.
    """

    file: str
    place: str
    expected: str
    new: str
    reason: str
    role: str


class GivenAnswer(Record):
    """A person's answer to a finding; `finding` is the id of the finding."""

    finding: str
    answer: str
    reason: str
    role: str


ANY_TABLE = "*"


class Quarantined(NamedTuple):
    """A row, or a whole file, that is not used: anything it might have changed must not be called
    exact.

    `table` is the table it belongs to, `*` for any; `scope` is the State and year, or the items of
    the work plan, to which it can be narrowed down, empty for all; `section` does the same for the
    section of Form I.
    """

    ref: Ref
    table: str
    scope: tuple[str, ...] = ()
    section: str = ""


class Coalition(Record):
    """A row of the register of country coalitions."""

    affected_state: str
    partners: tuple[str, ...]
    obligation: str
    status: str
    called_by: str
    document: str
    ended: Dated | None
    established: Dated | None = None
    forum: str = ""
    result: str = ""
    declared_in: str = ""
    last_verified: Dated | None = None


class GoodPractice(Record):
    """What a donor, operator or affected State shared as a good practice of country coalitions, in
    its own words.
    """

    actor: str
    role: str
    made_on: Dated
    document: str
    public: str
    words: str


class Statement(Record):
    """What a State said at a meeting on a subject of the plan."""

    state: str
    made_on: Dated
    section: str
    counterparts: tuple[str, ...]
    document: str
    public: str


class FollowUp(Record):
    """An obligation, extension request, need or request of a State."""

    state: str
    kind: str
    obligation: str
    status: str
    submitted_on: Dated | None
    meeting_number: int | None
    symbol: str
    resources: str
    resources_ref: str
    source: str
    confidentiality: str
    deadline: Dated | None = None
    decision: str = ""
    due: Dated | None = None
