"""The Coordinators' log.

In: nothing. Out: the declaration of the table.
"""

from pipeline.model.tables.kinds import Kind, Table, column
from pipeline.model.tables.values import ACTIVITY_KINDS, CONFIDENTIALITY, PRECISIONS, STATUSES

ACTIVITIES = Table(
    name="activities",
    meaning="The Coordinators' log: one row an activity on one date or span of dates.",
    columns=(
        column("activity_id", Kind.ID, "unique; kept for ever", "ACT-2025-003", need=True),
        column(
            "date_start",
            Kind.DATE,
            "first day, or first and last; needed once the activity is held",
            "2025-04-07",
            last="date_end",
        ),
        column("date_end", Kind.DATE, "last day; empty for one day", "2025-04-08"),
        column("date_precision", Kind.CHOICE, "how exact the dates are; empty: as written", "day", PRECISIONS),
        column(
            "status",
            Kind.CHOICE,
            "only *held* counts as done; *no_request_received* holds through date_end, or date_start",
            "held",
            STATUSES,
            need=True,
        ),
        column("kind", Kind.CHOICE, "what it was", "joint_meeting", ACTIVITY_KINDS, need=True),
        column("kind_note", Kind.TEXT, "what it was, where kind is *other*", "visit"),
        column(
            "work_plan_items",
            Kind.CHOICES,
            "items of the work plan, or outside_plan alone",
            "a; isu_priorities",
            need=True,
        ),
        column("lap_actions", Kind.CHOICES, "actions of the action plan; never derived", "39; 42"),
        column("title", Kind.TEXT, "at most 160 characters", "Informal joint meeting", need=True),
        column("place", Kind.TEXT, "town", "Geneva"),
        column("format", Kind.CHOICE, "how people met", "hybrid", ("in_person", "online", "hybrid", "written")),
        column("back_to_back_with", Kind.TEXT, "another meeting it went with", ""),
        column("organizers", Kind.ACTORS, "States and bodies that organized it", "Alphaland; Kappaland", need=True),
        column("participants_states", Kind.ACTORS, "States taking part", "Deltaland; Rhoville"),
        column("participants_other", Kind.ACTORS, "bodies taking part", "OPA"),
        column("participant_count", Kind.NUMBER, "people in the room", "26"),
        column("requested_by", Kind.ACTORS, "States that asked for it", "Deltaland"),
        column("requested_on", Kind.DATE, "date of the request", "2025-02-03"),
        column("follow_up_of", Kind.ID, "activity_id of the earlier activity", "ACT-2024-001"),
        column("outcome", Kind.LONG_TEXT, "what came of it; never printed", ""),
        column("outcome_public", Kind.LONG_TEXT, "what came of it, as it may be printed: whole sentences", ""),
        column(
            "subjects",
            Kind.TEXT,
            "of a joint meeting, as printed after *Participants exchanged views on*",
            "the mobilization of resources and country-level dialogue",
        ),
        column(
            "agreed_public",
            Kind.LONG_TEXT,
            "what both committees agreed: whole sentences; printed with agreed_document alone",
            "",
        ),
        column(
            "agreed_document",
            Kind.TEXT,
            "public document of both, as printed after *That is set out in*",
            "the joint note of both",
        ),
        column(
            "shared_with_counterpart_on",
            Kind.DATE,
            "when the words on a joint meeting went to the counterpart; in brackets until then",
            "2025-03-12",
        ),
        column("next_step", Kind.TEXT, "never printed", ""),
        column("owner", Kind.TEXT, "role, not a name; never printed", "ISU"),
        column("due", Kind.DATE, "of the next step; never printed", "2025-05-30"),
        column(
            "cost", Kind.AMOUNT, "empty is not zero; sums are never printed", "1200.50", currency="currency", plain=True
        ),
        column("currency", Kind.CURRENCY, "needed with a cost", "XTS"),
        column("cost_bearer", Kind.ACTOR, "who paid", "Alphaland"),
        column("confidentiality", Kind.CHOICE, "empty means internal: never printed", "public", CONFIDENTIALITY),
        column("source", Kind.TEXT, "where this row comes from", "notes of the meeting"),
        column("source_ref", Kind.TEXT, "place in it", "paragraph 3"),
        column("recorded_by", Kind.TEXT, "role; never printed", "ISU"),
        column("recorded_on", Kind.DATE, "never printed", "2025-04-09"),
    ),
)
