"""Closed lists: what a cell of a choice may say. Other words for them stand in
reference/values.csv.

In: nothing. Out: tuples.
"""

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
