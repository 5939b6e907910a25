"""The demo meeting with its rows changed at random, for properties that hold of any data.

In: rows as read. Out: a hypothesis strategy of changed rows. Settings stay as they are: a fault
there stops the run.
"""

from dataclasses import replace
from typing import NamedTuple

from hypothesis import strategies as st

from pipeline.collect.folder import Collected
from pipeline.model.finding import Outcome
from pipeline.model.source import Cell, RawRow, Sheet
from tests.makers.tables import changed

STATES = (
    "Alphaland",
    "XAB",
    "Mu; Deltaland",
    "the Federated Islands of Gamma",
    "Iotaland",
    "Upsiland",
    "Nowhere",
    "UTR",
)
DATES = (
    "2025-04-01",
    "2025-07-01",
    "2024-06-30",
    "2031-01-01",
    "2025-13-01",
    "2024",
    "2025-Q2",
    "2025-02",
    "soon",
)
YEARS = ("2022", "2023", "2024", "2025", "24")
ITEMS = ("a", "b1", "b2; d", "c", "e", "isu_priorities", "outside_plan", "outside_plan; a", "z")
FAULTS = (
    Cell("#REF!", "error-value"),
    Cell("=A1", "formula-without-value"),
    Cell("\ufffd", "control-characters"),
    Cell("Аlphaland"),
    Cell("\u202eright to left"),
    Cell("x" * 2_500),
    Cell("12,5"),
    Cell("{{ 7 }} {% if %}"),
    Cell(),
)
BY_FIELD: dict[str, tuple[str, ...]] = {
    "status": (
        "held",
        "planned",
        "postponed",
        "cancelled",
        "requested",
        "no_request_received",
        "continuing",
        "proposed",
        "submitted",
        "considered",
        "withdrawn",
        "unknown",
    ),
    "confidentiality": ("public", "no_attribution", "internal", "secret"),
    "public": ("yes", "no", "unknown"),
    "section": (
        "provided",
        "received",
        "needed",
        "national_resources",
        "exchange",
        "innovative_funding",
    ),
    "version": ("1", "2", "0", "two"),
    "called_by": ("affected_state", "convention_document", "other", "unknown"),
    "kind": (
        "coordinator_meeting",
        "workshop",
        "other",
        "statement",
        "extension_request",
        "need",
        "request",
        "obligation",
    ),
    "meeting_number": ("15", "16", "next"),
    "resources": ("yes", "no", "unknown"),
    "symbol": ("Deltaland/1", "[DEMO/1]"),
    "resources_ref": ("3", "3–5", "annex of Deltaland"),
    "figure": ("reports_received", "assistance_provided", "national_plan", "nothing"),
    "of": ("0", "12", "many"),
    "basis": ("in_force", "deposited"),
    "source": ("activities", "national-reports", "statements", "demo"),
    "through": DATES,
    "work_plan_items": ITEMS,
    "article7_year": YEARS,
    "obligation": ("art3", "art4_clearance", "unknown"),
    "outcome_public": (
        "The Coordinators met [in part].",
        "It thanked Alphaland.",
        "It thanked the XAB delegation.",
    ),
    "follow_up_of": ("ACT-2024-002", "ACT-1"),
    "activity_id": ("ACT-2024-002", "ACT 9"),
    "coalition_id": ("CC-001", "CC-9"),
    "value": ("changed", "unchanged", "not_applicable", *YEARS, *STATES, "2", "0", "14"),
}
_STATE_FIELDS = (
    "state",
    "counterpart",
    "channel",
    "affected_state",
    "partners",
    "requested_by",
    "organizers",
)
_DATE_FIELDS = ("date_start", "date_end", "received_on", "made_on", "submitted_on", "as_of")
BY_FIELD |= dict.fromkeys((*_STATE_FIELDS, "participants_states", "participants_other"), STATES)
BY_FIELD |= dict.fromkeys(_DATE_FIELDS, DATES)


class Change(NamedTuple):
    """One change; the numbers are taken modulo what there is."""

    kind: str
    sheet: int
    row: int
    column: int
    value: int


_NUMBERS = st.integers(min_value=0, max_value=9_999)
CHANGES = st.lists(
    st.builds(
        Change,
        st.sampled_from(
            ("cell", "cell", "cell", "cell", "fault", "drop", "duplicate", "withhold", "empty")
        ),
        _NUMBERS,
        _NUMBERS,
        _NUMBERS,
        _NUMBERS,
    ),
    min_size=1,
    max_size=8,
)


def apply(rows: Outcome[Collected], changes: list[Change]) -> Outcome[Collected]:
    """The rows of the meeting, each change made in turn."""
    for change in changes:
        rows = _applied(rows, change)
    return rows


def _applied(rows: Outcome[Collected], change: Change) -> Outcome[Collected]:
    sheets = [s for s in rows.value.sheets if s.rows and s.name not in {"Settings", "Withheld"}]
    chosen = sheets[change.sheet % len(sheets)]
    if change.kind == "withhold":
        chosen = next(s for s in rows.value.sheets if s.name == "Withheld")
        state = ("Alphaland", "Kappaland", "Mu", "Iotaland", "Sigmaland")[change.value % 5]
        added = RawRow(chosen.rows[-1].number + 1, (Cell(state), Cell("asked"), Cell("ISU")))
        return _with(rows, chosen, (*chosen.rows, added))
    return _with(rows, chosen, _rows(chosen, change))


def _with(rows: Outcome[Collected], sheet: Sheet, raw: tuple[RawRow, ...]) -> Outcome[Collected]:
    return changed(rows, lambda s: replace(s, rows=raw) if s is sheet else s)


def _rows(sheet: Sheet, change: Change) -> tuple[RawRow, ...]:
    position = change.row % len(sheet.rows)
    row = sheet.rows[position]
    if change.kind == "empty":
        return sheet.rows[: change.value % 4]
    if change.kind == "drop":
        return (*sheet.rows[:position], *sheet.rows[position + 1 :])
    if change.kind == "duplicate":
        return (*sheet.rows, row._replace(number=sheet.rows[-1].number + 1))
    column = change.column % len(row.cells)
    cells = (*row.cells[:column], _value(sheet, column, change), *row.cells[column + 1 :])
    kept = (
        (row._replace(cells=cells),)
        if any(cell.text.strip() or cell.fault for cell in cells)
        else ()
    )
    return (*sheet.rows[:position], *kept, *sheet.rows[position + 1 :])


def _value(sheet: Sheet, column: int, change: Change) -> Cell:
    if change.kind == "fault":
        return FAULTS[change.value % len(FAULTS)]
    headers = {row.cells[column].text for row in sheet.rows[:3] if column < len(row.cells)}
    known = [BY_FIELD[header] for header in sorted(headers) if header in BY_FIELD]
    values = known[0] if known else (*STATES, *DATES)
    return Cell(values[change.value % len(values)])
