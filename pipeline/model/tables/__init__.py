"""The tables a meeting folder may hold: every column with its kind, values, need and example.

In: nothing. Out: the one declaration that reading, checking, docs/inputs.md and entry workbooks stand on.
It refuses nothing itself; the grammars of the kinds are in `pipeline.normalise.grammar`.
"""

from enum import StrEnum

from pipeline.model.base import Frozen


class Kind(StrEnum):
    """What a cell of a column may hold; one strict grammar each."""

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


class Column(Frozen):
    """One column: its name is the field of the record it feeds."""

    name: str
    kind: Kind
    meaning: str
    example: str = ""
    values: tuple[str, ...] = ()
    is_required: bool = False


class Table(Frozen):
    """One table; `is_pinned` tables are cited but not conserved (settings and declarations, not evidence)."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    is_pinned: bool = False

    def column(self, name: str) -> Column:
        """The column of that name; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns without which a row says nothing."""
        return tuple(column.name for column in self.columns if column.is_required)


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
OBLIGATIONS = ("art3", "art4_clearance", "art4_risk_education", "art5", "art7", "art9", "general", "unknown")
AMOUNT_BASES = ("budgeted", "committed", "disbursed", "estimated", "unknown")
CCM_SHARES = ("exclusive", "mixed_mine_action", "unknown")
FORM_STATUSES = ("changed", "unchanged", "not_applicable", "unknown")
CALLERS = ("affected_state", "convention_document", "other", "unknown")
COALITION_STATUSES = ("continuing", "concluded", "proposed", "unknown")
MARKS = ("SEEN", "INFERRED", "UNVERIFIED")


def _column(  # noqa: PLR0913 - a row of the declaration, read as a table
    name: str,
    kind: Kind,
    meaning: str,
    example: str = "",
    values: tuple[str, ...] = (),
    need: bool = False,
) -> Column:
    return Column(name=name, kind=kind, meaning=meaning, example=example, values=values, is_required=need)


ACTIVITIES = Table(
    name="activities",
    meaning="The Coordinators' log: one row an activity on one date or span of dates.",
    columns=(
        _column("activity_id", Kind.ID, "unique; kept for ever", "ACT-2025-003", need=True),
        _column("date_start", Kind.DATE, "first day; needed once the activity is held", "2025-04-07"),
        _column("date_end", Kind.DATE, "last day; empty for one day", "2025-04-08"),
        _column("date_precision", Kind.CHOICE, "how exact the dates are; empty: as written", "day", PRECISIONS),
        _column("status", Kind.CHOICE, "only *held* counts as done", "held", STATUSES, need=True),
        _column("kind", Kind.CHOICE, "what it was", "joint_meeting", ACTIVITY_KINDS, need=True),
        _column("kind_note", Kind.TEXT, "what it was, where kind is *other*", "visit"),
        _column(
            "work_plan_items",
            Kind.CHOICES,
            "items of the work plan, or outside_plan alone",
            "a; isu_priorities",
            need=True,
        ),
        _column("lap_actions", Kind.CHOICES, "actions of the action plan; never derived", "39; 42"),
        _column("title", Kind.TEXT, "at most 160 characters", "Informal joint meeting", need=True),
        _column("place", Kind.TEXT, "town", "Geneva"),
        _column("format", Kind.CHOICE, "how people met", "hybrid", ("in_person", "online", "hybrid", "written")),
        _column("back_to_back_with", Kind.TEXT, "another meeting it went with", ""),
        _column("organizers", Kind.ACTORS, "States and bodies that organized it", "CHE; NLD; ISU", need=True),
        _column("participants_states", Kind.ACTORS, "States taking part", "AFG; TCD"),
        _column("participants_other", Kind.ACTORS, "bodies taking part", "ICRC"),
        _column("participant_count", Kind.NUMBER, "people in the room", "26"),
        _column("requested_by", Kind.ACTORS, "States that asked for it", "LBN"),
        _column("requested_on", Kind.DATE, "date of the request", "2025-02-03"),
        _column("follow_up_of", Kind.ID, "activity_id of the earlier activity", "ACT-2024-001"),
        _column("outcome", Kind.LONG_TEXT, "what came of it; never printed", ""),
        _column("outcome_public", Kind.LONG_TEXT, "what came of it, as it may be printed: whole sentences", ""),
        _column("next_step", Kind.TEXT, "never printed", ""),
        _column("owner", Kind.TEXT, "role, not a name; never printed", "ISU"),
        _column("due", Kind.DATE, "of the next step; never printed", "2025-05-30"),
        _column("cost", Kind.AMOUNT, "empty is not zero; never printed", "1200.50"),
        _column("currency", Kind.CURRENCY, "needed with a cost", "CHF"),
        _column("cost_bearer", Kind.ACTOR, "who paid", "CHE"),
        _column("confidentiality", Kind.CHOICE, "empty means internal: never printed", "public", CONFIDENTIALITY),
        _column("source", Kind.TEXT, "where this row comes from", "notes of the meeting"),
        _column("source_ref", Kind.TEXT, "place in it", "paragraph 3"),
        _column("recorded_by", Kind.TEXT, "role; never printed", "ISU"),
        _column("recorded_on", Kind.DATE, "never printed", "2025-04-09"),
    ),
)

REPORTS_RECEIVED = Table(
    name="reports-received",
    meaning="The register of Article 7 reports: one row a report and version.",
    columns=(
        _column("state", Kind.STATE, "who reports", "Lebanon", need=True),
        _column("article7_year", Kind.YEAR, "calendar year reported on", "2024", need=True),
        _column("received_on", Kind.DATE, "day of receipt; never taken from a file", "2025-04-29"),
        _column("version", Kind.VERSION, "2 replaces 1; empty means 1", "1"),
        _column(
            "public", Kind.CHOICE, "whether the report is public; empty: a question, not printed", "yes", ("yes", "no")
        ),
        _column("where", Kind.TEXT, "where it can be read", "UN disarmament site"),
        _column("entered_by", Kind.TEXT, "role", "ISU"),
    ),
)

COVER = Table(
    name="Cover",
    meaning="Cover of a national report kept as a workbook: one row a field.",
    columns=(
        _column("field", Kind.ID, "name of the field, see the table below", "state", need=True),
        _column("value", Kind.TEXT, "what the report says", "Alphaland"),
    ),
)
COVER_FIELDS = (
    _column("state", Kind.STATE, "who reports", "Alphaland", need=True),
    _column("article7_year", Kind.YEAR, "calendar year reported on", "2024", need=True),
    _column("version", Kind.VERSION, "2 replaces 1; empty means 1", "1"),
    _column("period_from", Kind.DATE, "first day of the period", "2024-01-01"),
    _column("period_to", Kind.DATE, "last day of the period", "2024-12-31"),
    _column("date_of_report", Kind.DATE, "day of submission printed on the report", "2025-04-28"),
    _column("form_i", Kind.CHOICE, "state of Form I", "changed", FORM_STATUSES),
    _column("form_i_since", Kind.YEAR, "year of the last report, where Form I is unchanged", "2022"),
)

FORM_I = Table(
    name="Form I",
    meaning="Form I of a national report kept as a workbook: one row a line of resources or assistance.",
    columns=(
        _column("section", Kind.CHOICE, "what the line is about", "provided", SECTIONS, need=True),
        _column("counterpart", Kind.ACTOR, "State or body at the other end; global or regional", "Rhoville"),
        _column("channel", Kind.ACTOR, "through whom", "UNMAS"),
        _column("modality", Kind.CHOICE, "of an exchange of experience", "south_south", MODALITIES),
        _column("obligation", Kind.CHOICES, "obligations served", "art4_clearance", OBLIGATIONS),
        _column("kind", Kind.CHOICE, "words of article 6", "financial", ASSISTANCE_KINDS),
        _column("amount", Kind.AMOUNT, "one number, decimal point, nothing else", "1200000"),
        _column("currency", Kind.CURRENCY, "ISO 4217; needed with an amount", "XTS"),
        _column("amount_basis", Kind.CHOICE, "", "disbursed", AMOUNT_BASES),
        _column("period_from", Kind.DATE, "", "2024-01-01"),
        _column("period_to", Kind.DATE, "", "2024-12-31"),
        _column("ccm_share", Kind.CHOICE, "whether for this Convention alone", "exclusive", CCM_SHARES),
        _column("description", Kind.LONG_TEXT, "in the words of the report; never printed", ""),
    ),
)

COALITIONS = Table(
    name="coalitions",
    meaning="Register of country coalitions: one row a coalition or possible coalition.",
    columns=(
        _column("coalition_id", Kind.ID, "unique", "CC-001", need=True),
        _column("affected_state", Kind.STATE, "the affected State Party", "Deltaland", need=True),
        _column("partners", Kind.ACTORS, "States and bodies", "Kappaland; NPA"),
        _column("obligation", Kind.CHOICE, "the obligation it serves", "art4_clearance", OBLIGATIONS),
        _column("status", Kind.CHOICE, "", "continuing", COALITION_STATUSES, need=True),
        _column("called_by", Kind.CHOICE, "who calls it a country coalition", "affected_state", CALLERS, need=True),
        _column("document", Kind.TEXT, "symbol and paragraph, or title, of the document that does", ""),
        _column("ended", Kind.DATE, "when it was declared concluded", "2023-09-01"),
        _column("established", Kind.DATE, "date of a founding act; never that of an event", "2024-11-05"),
        _column("result", Kind.LONG_TEXT, "never printed", ""),
        _column("note", Kind.LONG_TEXT, "never printed", ""),
        _column("last_verified", Kind.DATE, "", "2025-06-20"),
    ),
)

SETTINGS = Table(
    name="Settings",
    meaning="What the meeting is and how its papers are made: one row a setting.",
    is_pinned=True,
    columns=(
        _column("key", Kind.ID, "see the table of settings", "as_of", need=True),
        _column("value", Kind.TEXT, "", "2025-06-30"),
        _column("meaning", Kind.TEXT, "for the reader; not used", ""),
    ),
)
WITHHELD = Table(
    name="Withheld",
    meaning="States that no paper may name.",
    is_pinned=True,
    columns=(
        _column("state", Kind.STATE, "", "Deltaland", need=True),
        _column("reason", Kind.TEXT, "never printed", ""),
        _column("role", Kind.TEXT, "who decided, as a role", "Coordinators"),
    ),
)
COMPLETE = Table(
    name="Complete",
    meaning="What a person declares to be complete: without it no number is exact and nothing is zero.",
    is_pinned=True,
    columns=(
        _column(
            "source",
            Kind.CHOICE,
            "the table or folder that is complete",
            "activities",
            ("activities", "reports-received", "national-reports", "coalitions"),
            need=True,
        ),
        _column("through", Kind.DATE, "through which day", "2025-06-30", need=True),
        _column("declared_by", Kind.TEXT, "role", "ISU", need=True),
        _column("declared_on", Kind.DATE, "", "2025-07-02"),
    ),
)
MARKS_TABLE = Table(
    name="marks",
    meaning="Source and mark of single cells, where facts were gathered from public sources.",
    is_pinned=True,
    columns=(
        _column("table", Kind.ID, "name of the table", "coalitions", need=True),
        _column("row", Kind.ID, "id of the row, or * for all rows", "CC-BIH", need=True),
        _column("column", Kind.ID, "name of the column, or * for all columns", "status", need=True),
        _column("source", Kind.ID, "key in the table of sources", "bhmac", need=True),
        _column("mark", Kind.CHOICE, "", "SEEN", MARKS, need=True),
    ),
)

EVIDENCE_TABLES = (ACTIVITIES, REPORTS_RECEIVED, COALITIONS)
PINNED_TABLES = (SETTINGS, WITHHELD, COMPLETE, MARKS_TABLE)
FORM_TABLES = (COVER, FORM_I)
