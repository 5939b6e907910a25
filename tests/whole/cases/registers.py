"""Cases of statements, follow-up, earlier figures, versions and withdrawals."""

from tests.makers.small_meeting import LINE, Content, log, register, report, rows
from tests.whole.cases.case import REPORT, Case

STATEMENT: dict[str, object] = {
    "statement_id": "ST-1",
    "state": "Alphaland",
    "made_on": "2025-04-07",
    "section": "exchange",
    "public": "yes",
}
EXTENSION: dict[str, object] = {
    "follow_up_id": "FU-1",
    "state": "Deltaland",
    "kind": "extension_request",
    "obligation": "art4_clearance",
    "status": "submitted",
    "submitted_on": "2025-03-28",
    "meeting_number": "15",
    "symbol": "DEMO/1",
    "resources": "yes",
    "resources_ref": "12",
    "confidentiality": "public",
    "source": "request",
}
PREVIOUS: dict[str, object] = {
    "figure": "reports_received",
    "value": "9",
    "of": "13",
    "basis": "in_force",
    "as_of": "2024-06-30",
    "symbol": "DEMO/2",
    "paragraph": "34",
}
UPSILAND: dict[str, object] = {"state": "Upsiland"}


def _statement(code: str, column: str, **changes: object) -> Case:
    return Case(
        code,
        {"statements.csv": rows({**STATEMENT, **changes})},
        "m/statements.csv",
        f'row 2 "{column}"',
    )


def _follow_up(code: str, column: str, **changes: object) -> Case:
    return Case(
        code,
        {"follow-up.csv": rows({**EXTENSION, **changes})},
        "m/follow-up.csv",
        f'row 2 "{column}"',
    )


def _previous(code: str, column: str, **changes: object) -> Case:
    return Case(
        code, {"previous.csv": rows({**PREVIOUS, **changes})}, "m/previous.csv", f'row 2 "{column}"'
    )


PRACTICE: dict[str, object] = {
    "practice_id": "GP-1",
    "actor": "Alphaland",
    "role": "donor",
    "made_on": "2025-04-08",
    "document": "Statement, paragraph 3",
    "public": "yes",
    "words": "Partners met twice a year.",
}


def _practice(code: str, column: str, **changes: object) -> Case:
    files: dict[str, Content] = {"good-practices.csv": rows({**PRACTICE, **changes})}
    return Case(code, files, "m/good-practices.csv", f'row 2 "{column}"')


NEED: dict[str, object] = {"kind": "need", "status": "open"}
REQUEST: dict[str, object] = {**EXTENSION, "kind": "request", "confidentiality": "no_attribution"}
AGAINST: dict[str, Content] = {
    "activities.csv": log(work_plan_items="d", status="no_request_received"),
    "follow-up.csv": rows(REQUEST),
}
LATE: dict[str, Content] = {
    "reports-received.csv": register(**UPSILAND, received_on="2025-04-02"),
    REPORT: report(LINE, **UPSILAND),
}
ASKING = ("Alphaland", "Deltaland", "Rhoville", "Thetaland")
FEW_MORE: dict[str, Content] = {
    "follow-up.csv": rows(*({**REQUEST, "follow_up_id": name, "state": name} for name in ASKING)),
    "previous.csv": rows({**PREVIOUS, "figure": "requests_received", "value": "3"}),
}
CASES = [
    _practice("practice-without-document", "document", document=""),
    _practice("statement-public-unknown", "public", public=""),
    _practice("not-a-party", "actor", actor="OPA", role="affected_state"),
    _statement("statement-public-unknown", "public", public=""),
    _statement("statement-not-public", "public", public="no"),
    _statement("statement-after-cut-off", "made_on", made_on="2025-07-01"),
    _statement("statement-date-coarse", "made_on", made_on="2024"),
    _practice("statement-date-coarse", "made_on", made_on="2025"),
    _statement("not-a-party", "state", state="Iotaland"),
    Case(
        "duplicate-id",
        {"statements.csv": rows(STATEMENT, {**STATEMENT, "section": "needed"})},
        "m/statements.csv",
        'row 3 "statement_id"',
    ),
    _follow_up("confidentiality-empty", "confidentiality", confidentiality=""),
    _follow_up("not-a-party", "state", state="Iotaland"),
    _follow_up("status-unknown", "status", status=""),
    _follow_up("status-unknown", "status", kind="need", status="unknown"),
    _follow_up("submitted-after-cut-off", "submitted_on", submitted_on="2025-07-01"),
    _follow_up(
        "submitted-after-cut-off", "submitted_on", kind="request", submitted_on="2025-07-01"
    ),
    _follow_up("submitted-after-cut-off", "submitted_on", **NEED, submitted_on="2025-07-01"),
    _follow_up("submitted-date-coarse", "submitted_on", submitted_on="2025"),
    _follow_up("submitted-date-coarse", "submitted_on", kind="request", submitted_on="2024"),
    _follow_up("submitted-date-coarse", "submitted_on", **NEED, submitted_on="2025"),
    _follow_up("need-source-missing", "source", **NEED, source=""),
    _follow_up("meeting-number-missing", "meeting_number", meeting_number=""),
    _follow_up("not-an-extension", "obligation", obligation="art7"),
    _follow_up("resources-not-read", "resources", resources=""),
    _follow_up("symbol-missing", "symbol", symbol=""),
    Case("request-against-log", AGAINST, "m/activities.csv", 'row 2 "status"'),
    Case("received-after-withdrawal", LATE, "m/reports-received.csv", 'row 2 "received_on"'),
    Case(
        "versions-disagree",
        {"reports-received.csv": register(version="2"), REPORT: report()},
        "m/reports-received.csv",
        'row 2 "version"',
    ),
    Case("differs-by-few", FEW_MORE, "m/previous.csv", 'row 2 "value"'),
    _previous("unknown-figure", "figure", figure="reports"),
    _previous("other-basis", "basis", basis="deposited"),
    _previous("value-above-of", "value", value="14"),
    _previous("previous-not-earlier", "as_of", as_of="2025-06-30"),
    Case(
        "duplicate-id",
        {"previous.csv": rows(PREVIOUS, {**PREVIOUS, "value": "8"})},
        "m/previous.csv",
        'row 2 "figure"',
    ),
    Case(
        "withheld-in-text",
        {
            "follow-up.csv": rows({**EXTENSION, "state": "Alphaland", "symbol": "Deltaland/1"}),
            "withheld.csv": [["state"], ["Deltaland"]],
            "complete.csv": [
                ["source", "through", "declared_by"],
                ["follow-up", "2025-06-30", "ISU"],
            ],
        },
        "m/follow-up.csv",
        'row 2 "symbol"',
    ),
]
