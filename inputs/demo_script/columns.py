"""Headers of the demo's files: the tables of a meeting and of a reference folder, in their order.

In: nothing. Out: tuples of names. They are written out here because the script runs without the
program.
"""

ACTIVITIES = (
    "activity_id",
    "date_start",
    "date_end",
    "date_precision",
    "status",
    "kind",
    "kind_note",
    "work_plan_items",
    "lap_actions",
    "title",
    "place",
    "format",
    "back_to_back_with",
    "organizers",
    "participants_states",
    "participants_other",
    "participant_count",
    "requested_by",
    "requested_on",
    "follow_up_of",
    "outcome",
    "outcome_public",
    "subjects",
    "agreed_public",
    "agreed_document",
    "shared_with_counterpart_on",
    "next_step",
    "owner",
    "due",
    "cost",
    "currency",
    "cost_bearer",
    "confidentiality",
    "source",
    "source_ref",
    "recorded_by",
    "recorded_on",
)
REPORTS_RECEIVED = (
    "state",
    "article7_year",
    "received_on",
    "version",
    "public",
    "where",
    "entered_by",
    "file",
)
COVER = ("field", "value")
FORM_I = (
    "section",
    "counterpart",
    "channel",
    "modality",
    "obligation",
    "kind",
    "amount",
    "currency",
    "amount_basis",
    "period_from",
    "period_to",
    "ccm_share",
    "also_reported_under",
    "description",
)
COALITIONS = (
    "coalition_id",
    "affected_state",
    "partners",
    "obligation",
    "status",
    "called_by",
    "document",
    "ended",
    "established",
    "forum",
    "result",
    "declared_in",
    "note",
    "last_verified",
)
GOOD_PRACTICES = (
    "practice_id",
    "actor",
    "role",
    "made_on",
    "occasion",
    "document",
    "public",
    "words",
)
RATES = (
    "from_currency",
    "to_currency",
    "rate",
    "direction",
    "period",
    "kind",
    "source",
    "retrieved_on",
    "retrieved_by",
)
STATEMENTS = (
    "statement_id",
    "state",
    "made_on",
    "occasion",
    "section",
    "counterpart",
    "modality",
    "obligation",
    "document",
    "public",
    "words",
)
FOLLOW_UP = (
    "follow_up_id",
    "state",
    "kind",
    "obligation",
    "status",
    "deadline",
    "decision",
    "submitted_on",
    "meeting_number",
    "symbol",
    "resources",
    "resources_ref",
    "asked_on",
    "met_on",
    "outcome",
    "next_step",
    "owner",
    "due",
    "confidentiality",
    "source",
    "source_ref",
)
SETTINGS = ("key", "value", "meaning")
WITHHELD = ("state", "reason", "role")
COMPLETE = ("source", "through", "declared_by", "declared_on")
CORRECTIONS = ("file", "place", "expected", "new", "reason", "role")
ANSWERS = ("finding", "answer", "reason", "role")
CLEARANCES = ("paper", "paragraph", "body", "cleared_on")
RATES = (
    "from_currency",
    "to_currency",
    "rate",
    "direction",
    "period",
    "kind",
    "source",
    "retrieved_on",
    "retrieved_by",
)
PREVIOUS = ("figure", "value", "of", "basis", "as_of", "symbol", "paragraph")

STATES = (
    "iso3",
    "iso2",
    "m49",
    "name_en",
    "running_en",
    "sort_key",
    "name_fr",
    "name_es",
    "region",
    "subregion",
    "un_status",
    "status",
    "signature_date",
    "deposit_date",
    "deposit_type",
    "entry_into_force",
    "withdrawal_effective",
    "art4_obligation",
    "art4_initial_deadline",
    "art4_note",
)
ALIASES = ("alias", "iso3", "lang", "kind", "source")
ACTORS = ("code", "name", "running_en", "actor_type", "ccm_status", "why_it_matters", "source")
ACTOR_ALIASES = ("alias", "code")
OTHER_AREAS = ("code", "name", "aliases", "mark")
SOURCES = ("key", "title", "address", "tier", "read_on")
MARKS = ("table", "row", "column", "source", "mark")
