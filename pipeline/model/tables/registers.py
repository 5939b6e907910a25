"""The tables of a meeting: the Coordinators' log, the registers kept alongside it, and reports.

In: nothing. Out: the declarations of the tables.
"""

from pipeline.model.forms import SINCE_FIELD, STATUS_FIELD
from pipeline.model.tables.columns import (
    ACTIVITY_KINDS,
    AMOUNT_BASES,
    ASSISTANCE_KINDS,
    CALLERS,
    CCM_SHARES,
    COALITION_STATUSES,
    CONFIDENTIALITY,
    DECIMAL_MARKS,
    DIRECTIONS,
    FOLLOW_UP_KINDS,
    FOLLOW_UP_STATUSES,
    FORM_STATUSES,
    INTERNAL,
    MODALITIES,
    NO_ATTRIBUTION,
    OBLIGATIONS,
    OTHER_TREATIES,
    PRACTICE_ROLES,
    PRECISIONS,
    PUBLIC,
    RATE_KINDS,
    SECTIONS,
    STATUSES,
    TRIGGERS,
    YES_NO,
    YES_NO_UNKNOWN,
    InputTable,
    Kind,
    column,
)

# fmt: off
ACTIVITIES = InputTable(
    name="activities",
    meaning="The Coordinators' log: one row per activity on one date or span of dates.",
    columns=(
        column("activity_id", Kind.ID, "unique; never changed", "ACT-2025-003", need=True, seen=INTERNAL),
        column("date_start", Kind.DATE, "first day, or first and last day; required once the activity has been held", "2025-04-07", last="date_end", seen=NO_ATTRIBUTION, printed="date"),
        column("date_end", Kind.DATE, "last day; empty for one day", "2025-04-08", seen=NO_ATTRIBUTION, printed="date"),
        column("date_precision", Kind.CHOICE, "how exact the dates are; empty: as written", "day", PRECISIONS, seen=NO_ATTRIBUTION, printed="date", fact=False),
        column("status", Kind.CHOICE, "only *held* counts as done; *no_request_received* applies through date_end, or through date_start if that is empty", "held", STATUSES, need=True, seen=INTERNAL, fact=True),
        column("kind", Kind.CHOICE, "kind of activity", "joint_meeting", ACTIVITY_KINDS, need=True, seen=INTERNAL, fact=True),
        column("kind_note", Kind.TEXT, "what it was, if kind is *other*", "visit"),
        column("work_plan_items", Kind.CHOICES, "items of the work plan, or outside_plan alone", "a; isu_priorities", need=True, seen=INTERNAL, fact=True),
        column("lap_actions", Kind.CHOICES, "actions of the action plan; never worked out from other cells", "39; 42", seen=INTERNAL),
        column("title", Kind.TEXT, "at most 160 characters", "Informal joint meeting", need=True, seen=PUBLIC),
        column("place", Kind.TEXT, "town", "Geneva", seen=PUBLIC),
        column("format", Kind.CHOICE, "how people met", "hybrid", ("in_person", "online", "hybrid", "written"), seen=PUBLIC, fact=False),
        column("back_to_back_with", Kind.TEXT, "the meeting alongside which it was held", ""),
        column("organizers", Kind.ACTORS, "States and bodies that organized it", "Alphaland; Kappaland", need=True, seen=INTERNAL, fact=True),
        column("participants_states", Kind.ACTORS, "States taking part", "Deltaland; Rhoville", seen=INTERNAL),
        column("participants_other", Kind.ACTORS, "bodies taking part", "OPA", seen=PUBLIC, printed="others"),
        column("participant_count", Kind.NUMBER, "people in the room", "26"),
        column("requested_by", Kind.ACTORS, "States that asked for it", "Deltaland", seen=PUBLIC),
        column("requested_on", Kind.DATE, "date of the request", "2025-02-03"),
        column("follow_up_of", Kind.ID, "activity_id of the earlier activity", "ACT-2024-001", seen=INTERNAL),
        column("outcome", Kind.LONG_TEXT, "outcome; never printed", ""),
        column("outcome_public", Kind.LONG_TEXT, "outcome as it may be printed, in complete sentences", "", seen=NO_ATTRIBUTION, printed="outcome"),
        column("subjects", Kind.TEXT, "subjects of a joint meeting, as printed after *Participants exchanged views on*", "the mobilization of resources and country-level dialogue", seen=PUBLIC),
        column("agreed_public", Kind.LONG_TEXT, "what both committees agreed, in complete sentences; printed only with agreed_document", "", seen=PUBLIC, printed="agreed", only_with="agreed_document"),
        column("agreed_document", Kind.TEXT, "public document of both committees, as printed after *That is set out in*", "the joint note of both", seen=PUBLIC, printed="document"),
        column("shared_with_counterpart_on", Kind.DATE, "date on which the text on a joint meeting was shared with the counterpart; until then it is printed in brackets", "2025-03-12", seen=NO_ATTRIBUTION, printed="shared", fact=False),
        column("next_step", Kind.TEXT, "never printed", ""),
        column("owner", Kind.TEXT, "role, not a name; never printed", "ISU"),
        column("due", Kind.DATE, "due date of the next step; never printed", "2025-05-30"),
        column("cost", Kind.AMOUNT, "cost of the activity; empty does not mean zero; amounts are never printed", "1200.50", currency="currency", plain=True),
        column("currency", Kind.CURRENCY, "required with a cost", "XTS"),
        column("cost_bearer", Kind.ACTOR, "who paid", "Alphaland"),
        column("confidentiality", Kind.CHOICE, "empty means internal: never printed", "public", CONFIDENTIALITY, seen=INTERNAL),
        column("source", Kind.TEXT, "source of this row", "notes of the meeting"),
        column("source_ref", Kind.TEXT, "place in that source", "paragraph 3"),
        column("recorded_by", Kind.TEXT, "role; never printed", "ISU"),
        column("recorded_on", Kind.DATE, "never printed", "2025-04-09"),
    ),
)


COALITIONS = InputTable(
    name="coalitions",
    meaning="Register of country coalitions: one row per coalition or possible coalition.",
    columns=(
        column("coalition_id", Kind.ID, "unique", "CC-001", need=True, seen=INTERNAL),
        column("affected_state", Kind.STATE, "the affected State Party", "Deltaland", need=True, seen=PUBLIC, printed="affected"),
        column("partners", Kind.ACTORS, "States and bodies", "Kappaland; OPA", seen=PUBLIC),
        column("obligation", Kind.CHOICE, "the obligation it serves", "art4_clearance", OBLIGATIONS, seen=PUBLIC),
        column("status", Kind.CHOICE, "concluded: the obligation was completed, as the affected State declared", "continuing", COALITION_STATUSES, need=True, seen=PUBLIC),
        column("called_by", Kind.CHOICE, "who describes it as a country coalition", "affected_state", CALLERS, need=True, seen=PUBLIC),
        column("document", Kind.TEXT, "symbol and paragraph, or title, of the document that describes it so", "", seen=PUBLIC),
        column("ended", Kind.DATE, "when it was declared concluded", "2023-09-01", seen=PUBLIC),
        column("established", Kind.DATE, "date of a founding act; never that of an event", "2024-11-05", seen=PUBLIC),
        column("forum", Kind.TEXT, "forum or mechanism in which the partners meet", "Mine Action Forum", seen=PUBLIC),
        column("result", Kind.LONG_TEXT, "what was declared; printed unchanged, only together with its document, and without quotation marks", "", seen=PUBLIC, only_with="declared_in"),
        column("declared_in", Kind.TEXT, "symbol and paragraph, or title, of the document that declares the result", "", seen=PUBLIC),
        column("note", Kind.LONG_TEXT, "never printed", ""),
        column("last_verified", Kind.DATE, "", "2025-06-20", seen=PUBLIC, fact=False),
    ),
)

GOOD_PRACTICES = InputTable(
    name="good-practices",
    meaning="Good practices on country coalitions, in the words of those who shared them: one row per practice.",
    columns=(
        column("practice_id", Kind.ID, "unique", "GP-001", need=True, seen=INTERNAL),
        column("actor", Kind.ACTOR, "the State or body that shared it", "Alphaland", need=True, seen=PUBLIC),
        column("role", Kind.CHOICE, "in what capacity it spoke", "donor", PRACTICE_ROLES, need=True, seen=PUBLIC),
        column("made_on", Kind.DATE, "day on which it was shared", "2025-04-08", need=True, seen=PUBLIC, printed="date"),
        column("occasion", Kind.TEXT, "meeting at which it was shared", "Intersessional meetings"),
        column("document", Kind.TEXT, "where it can be read: symbol and paragraph, or title; if empty, it is not printed", "", seen=PUBLIC),
        column("public", Kind.CHOICE, "whether it is public; if empty, this is asked, and it is not printed", "yes", YES_NO, seen=INTERNAL, fact=True),
        column("words", Kind.LONG_TEXT, "as stated; printed as a quotation", "", need=True, seen=PUBLIC, printed="text"),
    ),
)

STATEMENTS = InputTable(
    name="statements",
    meaning="What States said at meetings: one row per State and subject.",
    columns=(
        column("statement_id", Kind.ID, "unique", "ST-001", need=True, seen=INTERNAL),
        column("state", Kind.STATE, "who spoke", "Alphaland", need=True, seen=INTERNAL, fact=True),
        column("made_on", Kind.DATE, "day of the statement", "2025-04-07", need=True, seen=INTERNAL, fact=True),
        column("occasion", Kind.TEXT, "meeting at which it was made", "Intersessional meetings"),
        column("section", Kind.CHOICE, "what it is about", "exchange", SECTIONS, need=True, seen=INTERNAL, fact=True),
        column("counterpart", Kind.ACTORS, "the other States and bodies", "Deltaland", seen=INTERNAL),
        column("modality", Kind.CHOICE, "form of an exchange of experience", "south_south", MODALITIES),
        column("obligation", Kind.CHOICES, "obligations served", "art4_clearance", OBLIGATIONS),
        column("document", Kind.TEXT, "where it can be read: symbol and paragraph, or title", "", seen=INTERNAL),
        column("public", Kind.CHOICE, "whether it is public; if empty, this is asked, and it is not printed", "yes", YES_NO, seen=INTERNAL, fact=True),
        column("words", Kind.LONG_TEXT, "in the words of the statement; never printed", ""),
    ),
)

FOLLOW_UP = InputTable(
    name="follow-up",
    meaning="Obligations, extension requests, needs and requests, State by State: one row each.",
    columns=(
        column("follow_up_id", Kind.ID, "unique", "FU-001", need=True, seen=INTERNAL),
        column("state", Kind.STATE, "the State concerned", "Deltaland", need=True, seen=PUBLIC, printed="affected"),
        column("kind", Kind.CHOICE, "what the row is about", "extension_request", FOLLOW_UP_KINDS, need=True, seen=INTERNAL, fact=True),
        column("obligation", Kind.CHOICE, "the obligation it is about", "art4_clearance", OBLIGATIONS, seen=INTERNAL, fact=True),
        column("status", Kind.CHOICE, "", "submitted", FOLLOW_UP_STATUSES, seen=INTERNAL, fact=True),
        column("deadline", Kind.DATE, "as given by a State or a decision; never calculated", "2026-03-01"),
        column("decision", Kind.TEXT, "symbol and paragraph of the decision on the deadline", ""),
        column("submitted_on", Kind.DATE, "day on which the extension request or other request was submitted", "2025-03-28", seen=INTERNAL),
        column("meeting_number", Kind.NUMBER, "number of the Meeting that considers the extension request", "13", seen=INTERNAL, fact=True),
        column("symbol", Kind.TEXT, "symbol of the extension request", "", seen=PUBLIC),
        column("resources", Kind.CHOICE, "whether the request sets out resources mobilized and required; empty: not yet read", "yes", YES_NO_UNKNOWN, seen=INTERNAL, fact=True),
        column("resources_ref", Kind.TEXT, "paragraphs of the request that set them out", "paras. 12–18", seen=PUBLIC, printed="paragraphs"),
        column("asked_on", Kind.DATE, "when contact was asked for; never printed", ""),
        column("met_on", Kind.DATE, "when contact was made; never printed", ""),
        column("outcome", Kind.LONG_TEXT, "never printed", ""),
        column("next_step", Kind.TEXT, "never printed", ""),
        column("owner", Kind.TEXT, "role, not a name; never printed", "ISU"),
        column("due", Kind.DATE, "due date of the next step; never printed", ""),
        column("confidentiality", Kind.CHOICE, "empty means internal: never printed", "public", CONFIDENTIALITY, seen=INTERNAL),
        column("source", Kind.TEXT, "source of this row", "extension request", seen=INTERNAL, fact=True),
        column("source_ref", Kind.TEXT, "place in that source", "paragraph 3"),
    ),
)

RATES = InputTable(
    name="rates",
    meaning="Rates of exchange that the user vouches for: one row per pair of currencies and period.",
    columns=(
        column("from_currency", Kind.CURRENCY, "", "XTS", need=True),
        column("to_currency", Kind.CURRENCY, "", "USD", need=True),
        column("rate", Kind.AMOUNT, "", "0.88", need=True, plain=True),
        column("direction", Kind.CHOICE, "from_per_to: units of from_currency for one of to_currency; to_per_from: the reverse", "from_per_to", DIRECTIONS, need=True),
        column("period", Kind.DATE, "day, month or year to which it applies", "2024", need=True, period=True),
        column("kind", Kind.CHOICE, "", "average_year", RATE_KINDS, need=True),
        column("source", Kind.TEXT, "publisher of the rate", "central bank", need=True),
        column("retrieved_on", Kind.DATE, "", "2025-05-02"),
        column("retrieved_by", Kind.TEXT, "role", "ISU"),
    ),
)

WORK_PLAN = InputTable(
    name="work-plan",
    meaning="The Coordinators' work plan: one row per item, and per line of its timeline. A file of the folder work-plans is another form of it.",
    is_pinned=True,
    columns=(
        column("item", Kind.ID, "id of the item, as work_plan_items of the log has it; title and budget: the plan's own title, its estimate of costs", "a", need=True),
        column("words", Kind.LONG_TEXT, "the words of the plan", "The Coordinators will hold a joint meeting with their counterpart committee.", need=True),
        column("period", Kind.DATE, "when the plan foresees it; empty: no period", "2025-Q1", period=True),
        column("trigger", Kind.CHOICE, "of an item; empty: the row is a heading, or a line of the timeline", "fixed", TRIGGERS),
        column("outputs", Kind.LONG_TEXT, "what the plan expects of it, in its words; several separated by semicolons", "Mapping of country coalitions"),
        column("implementers", Kind.ACTORS, "who carries it out; the States among them are the Coordinators", "Alphaland; ISU"),
        column("parent", Kind.CHOICES, "item that the row is a part of; of a line of the timeline, the items that it is about", "b"),
        column("title", Kind.TEXT, "short name of the item, for headings; empty: its words", "Joint meeting"),
        column("open_question", Kind.TEXT, "what the plan itself leaves open", ""),
        column("counterpart", Kind.TEXT, "body with which the plan foresees an exchange on obligations", ""),
    ),
)

# Not a table of rows: each column is a heading of editor-paragraphs.docx, and the slot of the
# chapter that it opens.
WRITTEN = InputTable(
    name="editor-paragraphs",
    meaning="The Coordinators' own paragraphs, in a Word file: one column per heading.",
    columns=(
        column("highlights", Kind.LONG_TEXT, "printed as written"),
        column("challenges", Kind.LONG_TEXT, "printed as written"),
        column("outlook", Kind.LONG_TEXT, "printed as written"),
    ),
)
# fmt: on


# fmt: off
REPORTS_RECEIVED = InputTable(
    name="reports-received",
    meaning="The register of Article 7 reports: one row per report and version.",
    columns=(
        column("state", Kind.STATE, "who reports", "Alphaland", need=True),
        column("article7_year", Kind.YEAR, "calendar year reported on", "2024", need=True),
        column("file", Kind.TEXT, "name of the file in national-reports, if its cover does not say which State and year it is for", "mu-2024.pdf"),
        column("received_on", Kind.DATE, "day of receipt; never taken from a file", "2025-04-29"),
        column("version", Kind.VERSION, "2 replaces 1; empty means 1", "1"),
        column("public", Kind.CHOICE, "whether the report is public; if empty, this is asked, and it is not printed", "yes", YES_NO),
        column("where", Kind.TEXT, "where it can be read", "UN disarmament site"),
        column("entered_by", Kind.TEXT, "role", "ISU"),
    ),
)

COVER = InputTable(
    name="Cover",
    meaning="Cover of a national report kept as a workbook: one row per field.",
    columns=(
        column("field", Kind.ID, "name of the field (see the table below)", "state", need=True),
        column("value", Kind.TEXT, "what the report says", "Alphaland"),
    ),
)
COVER_FIELDS = (
    column("state", Kind.STATE, "who reports", "Alphaland", need=True),
    column("article7_year", Kind.YEAR, "calendar year reported on", "2024", need=True),
    column("version", Kind.VERSION, "2 replaces 1; empty means 1", "1"),
    column("period_from", Kind.DATE, "first day of the period, or first and last", "2024-01-01", last="period_to"),
    column("period_to", Kind.DATE, "last day of the period", "2024-12-31"),
    column("date_of_report", Kind.DATE, "day of submission printed on the report", "2025-04-28"),
    column(STATUS_FIELD, Kind.CHOICE, "status of Form I", "changed", FORM_STATUSES),
    column(SINCE_FIELD, Kind.YEAR, "year of the last report, where Form I is unchanged", "2022"),
    column("transcribed_from", Kind.TEXT, "name of the scan that was copied by hand into this workbook; the scan then no longer counts as unread", "mu-2024.pdf"),
    column("decimal_mark", Kind.CHOICE, "decimal separator in its amounts; empty: worked out from its numbers", "comma", DECIMAL_MARKS),
)

RESOURCE_LINES = InputTable(
    name="Form I",
    meaning="Form I of a national report kept as a workbook: one row per line of resources or assistance.",
    columns=(
        column("section", Kind.CHOICE, "what the line is about", "provided", SECTIONS, need=True),
        column("counterpart", Kind.ACTORS, "the other States and bodies, or global or regional", "Rhoville"),
        column("channel", Kind.ACTORS, "through whom", "OPA"),
        column("modality", Kind.CHOICE, "form of an exchange of experience", "south_south", MODALITIES),
        column("obligation", Kind.CHOICES, "obligations served", "art4_clearance", OBLIGATIONS),
        column("kind", Kind.CHOICE, "kind of assistance, in the words of article 6", "financial", ASSISTANCE_KINDS),
        column("amount", Kind.AMOUNT, "a number, or another form that docs/inputs.md lists", "1200000", currency="currency"),
        column("currency", Kind.CURRENCY, "ISO 4217 code; required with an amount", "XTS"),
        column("amount_basis", Kind.CHOICE, "", "disbursed", AMOUNT_BASES),
        column("period_from", Kind.DATE, "first day, or first and last", "2024-01-01", last="period_to"),
        column("period_to", Kind.DATE, "", "2024-12-31"),
        column("ccm_share", Kind.CHOICE, "whether it was for this Convention alone", "exclusive", CCM_SHARES),
        column("also_reported_under", Kind.CHOICES, "other treaties under which it is reported too", "mine_ban", OTHER_TREATIES),
        column("description", Kind.LONG_TEXT, "in the words of the report; never printed", ""),
    ),
)


CONFIRM = ("yes", "no", "corrected")
WHAT = ("cover", "line", "text")
# Letters of a place that the sheet shows, and by which a mark is matched to its reading again.
LONGEST_WORDS = 1_000

REVIEW = InputTable(
    name="review",
    meaning="What the program read from Word and PDF reports: one row per cover, line or text. The program adds rows and never removes a person's mark.",
    is_ours=True,
    columns=(
        column("file", Kind.TEXT, "path of the report within the folder of inputs", "demo/national-reports/mu.docx", need=True),
        column("place", Kind.TEXT, "where in the report the words are", "table 3 row 2", need=True),
        column("what", Kind.CHOICE, "a cover, a line, or a text that gave no line", "line", WHAT, need=True),
        column("words", Kind.LONG_TEXT, "the words found there", "Deltaland | 25 000 | XTS"),
        column("state", Kind.TEXT, "who reports", "Mu"),
        column("article7_year", Kind.TEXT, "calendar year reported on", "2024"),
        column(STATUS_FIELD, Kind.TEXT, "status of Form I, for a cover", "changed"),
        column(SINCE_FIELD, Kind.TEXT, "year of the last report, for a cover where Form I is unchanged", "2022"),
        column("section", Kind.TEXT, "what the line is about", "provided"),
        column("counterpart", Kind.TEXT, "the other States and bodies", "Deltaland"),
        column("channel", Kind.TEXT, "through whom", "OPA"),
        column("modality", Kind.TEXT, "form of an exchange of experience", "south_south"),
        column("obligation", Kind.TEXT, "obligations served", "art4_clearance"),
        column("kind", Kind.TEXT, "kind of assistance, in the words of article 6", "financial"),
        column("amount", Kind.TEXT, "", "25000"),
        column("currency", Kind.TEXT, "", "XTS"),
        column("period_from", Kind.TEXT, "", "2024-01-01"),
        column("period_to", Kind.TEXT, "", "2024-12-31"),
        column("question", Kind.TEXT, "what was not clear", ""),
        column("confirm", Kind.CHOICE, "yes: the reading is right; no: it is wrong; corrected: the cells of this row are now right", "yes", CONFIRM),
        column("by", Kind.TEXT, "role of whoever confirmed it; without it, the row is not confirmed", "ISU"),
        column("on", Kind.DATE, "", "2025-07-03"),
        column("sha256", Kind.ID, "hash of the file as it was read; of a new version, only what changed has to be confirmed again", "", need=True),
    ),
)
# fmt: on
