"""Cases of files, cells, the log, reports, coalitions, marks and what may be printed."""

import io
import zipfile

from tests.makers.small_meeting import LINE, Content, coalition, log, register, report, rows
from tests.whole.cases.case import (
    REPORT,
    Case,
    in_book,
    in_coalitions,
    in_log,
    in_register,
    in_report,
)


def _doctype() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b">]><workbook/>')
    return target.getvalue()


MARK_HEADER: list[object] = ["table", "row", "column", "source", "mark"]
WITHHELD: list[list[object]] = [["state"], ["Deltaland"]]
FILES = [
    Case("unreadable-file", {"activities.xlsx": b"PK\x03\x04 cut off"}, "m/activities.xlsx", ""),
    Case(
        "unreadable-file",
        {"activities.csv": b'activity_id\n"never closed\n'},
        "m/activities.csv",
        "",
    ),
    Case("unsafe-file", {"activities.xlsx": _doctype()}, "m/activities.xlsx", ""),
    Case("unknown-file", {"notes.txt": b"hello"}, "m/notes.txt", ""),
    Case("unknown-file", {"notes.csv": [["hello"]]}, "m/notes.csv", "row 1"),
    in_book("unknown-sheet", "Notes!A1:A1", {"activities": log(), "Notes": [["hello"]]}),
    in_book("near-table", "Statment!A1:A1", {"activities": log(), "Statment": [["hello"]]}),
    in_book(
        "no-header", "activities!A1:A1", {"activities": [["hello"]], "coalitions": coalition()}
    ),
    Case(
        "repeated-column",
        {"activities.csv": [[*log()[0], "Status"]]},
        "m/activities.csv",
        'row 1 "Status"',
    ),
    Case("extra-column", {"activities.csv": log(mood="good")}, "m/activities.csv", 'row 1 "mood"'),
    in_book(
        "misnamed-table", "2024!A1:H1", {"activities": log(), "2024": log(activity_id="ACT-2")}
    ),
    Case("misnamed-table", {"activities (1).csv": log()}, "m/activities (1).csv", "row 1"),
    Case(
        "repeated-table",
        {"activities.csv": log(), "activities.xlsx": {"activities": log()}},
        "m/activities.xlsx",
        "activities!A1:H1",
    ),
]
CELLS = [
    in_log("missing-value", 'row 2 "title"', title=""),
    in_log("bad-date", 'row 2 "date_end"', date_end="soon"),
    in_log("bad-number", 'row 2 "participant_count"', participant_count="ten"),
    in_register("bad-year", 'row 2 "article7_year"', article7_year="24"),
    in_register("bad-version", 'row 2 "version"', version="two"),
    in_log("bad-amount", 'row 2 "cost"', cost="plenty"),
    in_log("bad-currency", 'row 2 "currency"', currency="thalers"),
    in_log("bad-choice", 'row 2 "status"', status="done"),
    in_log("unknown-name", 'row 2 "organizers"', organizers="Alphalund"),
    in_coalitions("not-a-state", 'row 2 "affected_state"', affected_state="ISU"),
    in_log("not-in-depositary-list", 'row 2 "organizers"', organizers="Chi Isles"),
    in_log("look-alike-letters", 'row 2 "organizers"', organizers="Аlphaland"),
    in_log("text-too-long", 'row 2 "place"', place="x" * 301),
    in_log("control-characters", 'row 2 "place"', place="Port\x07Alpha"),
    in_log("direction-marks", 'row 2 "place"', place="Port\u202eAlpha"),
    in_book(
        "formula-without-value",
        "activities!I2",
        {"activities": log(place="=A1"), "coalitions": coalition()},
    ),
    in_book(
        "error-value",
        "activities!I2",
        {"activities": log(place="#REF!"), "coalitions": coalition()},
    ),
]
TWO = [*log(), *log(title="Another")[1:]]
SAME = [*log(), *log()[1:]]
BOTH_WAYS = [
    *log(work_plan_items="d"),
    *log(activity_id="ACT-2", work_plan_items="d", status="no_request_received")[1:],
]
ACTIVITIES = [
    Case("duplicate-id", {"activities.csv": TWO}, "m/activities.csv", 'row 2 "activity_id"'),
    Case(
        "duplicate-id",
        {"coalitions.csv": [*coalition(), coalition()[1]]},
        "m/coalitions.csv",
        'row 3 "coalition_id"',
    ),
    Case("duplicate-row", {"activities.csv": SAME}, "m/activities.csv", 'row 3 "activity_id"'),
    in_log("held-without-date", 'row 2 "date_start"', date_start=""),
    in_log("end-before-start", 'row 2 "date_end"', date_end="2025-04-06"),
    in_log("held-in-future", 'row 2 "date_start"', date_start="2025-12-01"),
    in_log("date-across-period", 'row 2 "date_start"', date_start="2024"),
    in_log("date-across-period", 'row 2 "date_start"', date_start="2025-Q2", date_precision="year"),
    in_log(
        "precision-too-fine", 'row 2 "date_precision"', date_start="2025-Q2", date_precision="day"
    ),
    in_log("kind-note-missing", "row 2", kind="other"),
    in_log("outside-plan-not-alone", 'row 2 "work_plan_items"', work_plan_items="a; outside_plan"),
    in_log("unknown-item", 'row 2 "work_plan_items"', work_plan_items="z"),
    in_log("unknown-action", 'row 2 "lap_actions"', lap_actions="51"),
    in_log("unknown-follow-up", 'row 2 "follow_up_of"', follow_up_of="ACT-0"),
    in_log(
        "not-shared-with-counterpart",
        'row 2 "shared_with_counterpart_on"',
        kind="joint_meeting",
        shared_with_counterpart_on="",
    ),
    in_log(
        "agreed-in-words",
        'row 2 "outcome_public"',
        kind="joint_meeting",
        outcome_public="Synergies were agreed.",
    ),
    in_log(
        "agreed-without-document",
        'row 2 "agreed_document"',
        kind="joint_meeting",
        agreed_public="A calendar.",
        agreed_document="",
    ),
    in_log(
        "participants-disagree",
        'row 2 "participant_count"',
        participants_states="XAA; XAB",
        participant_count="1",
    ),
    in_log("request-without-name", 'row 2 "requested_by"', work_plan_items="d", requested_by=""),
    Case("request-and-none", {"activities.csv": BOTH_WAYS}, "m/activities.csv", 'row 3 "status"'),
    in_log("currency-missing", 'row 2 "currency"', cost="5", currency=""),
    in_log("confidentiality-empty", 'row 2 "confidentiality"', confidentiality=""),
    in_log(
        "state-in-unattributed",
        'row 2 "outcome_public"',
        confidentiality="no_attribution",
        outcome_public="Rhoville spoke.",
    ),
    Case(
        "withheld-in-text",
        {"activities.csv": log(outcome_public="Deltaland spoke."), "withheld.csv": WITHHELD},
        "m/activities.csv",
        'row 2 "outcome_public"',
    ),
]
OLDER: dict[str, Content] = {REPORT: report(), "national-reports/later.xlsx": report(version="2")}
NO_FORM: dict[str, Content] = {
    REPORT: {"Cover": report()["Cover"]},
    "reports-received.csv": register(),
}
OTHER_SHEET: dict[str, Content] = {REPORT: {**report(), "Form F": [["area"], ["12"]]}}
TWICE = {
    "Cover": [
        ["field", "value"],
        ["state", "Alphaland"],
        ["State", "Rhoville"],
        ["article7_year", "2024"],
    ]
}
REPORTS = [
    Case("no-cover", {REPORT: {"Form I": rows(LINE)}}, f"m/{REPORT}", "Form I!A1:E1"),
    in_report("unknown-cover-field", "Cover!A5", mood="good"),
    Case("repeated-cover-field", {REPORT: TWICE}, f"m/{REPORT}", "Cover!A3"),
    Case("form-not-used", OTHER_SHEET, f"m/{REPORT}", "Form F!A1:A1"),
    Case(
        "misnamed-table",
        {REPORT: {**report(), "Form I (2)": rows(LINE)}},
        f"m/{REPORT}",
        "Form I (2)!A1:E1",
    ),
    Case(
        "repeated-table",
        {REPORT: {**report(), "form-i": rows(LINE)}},
        f"m/{REPORT}",
        "form-i!A1:E1",
    ),
    Case(
        "duplicate-report",
        {REPORT: report(), "national-reports/b.xlsx": report()},
        f"m/{REPORT}",
        "Cover!B2",
    ),
    Case(
        "duplicate-register-row",
        {"reports-received.csv": [*register(), register()[1]]},
        "m/reports-received.csv",
        "row 3",
    ),
    Case("receipt-needed", {REPORT: report()}, f"m/{REPORT}", "Cover!B2"),
    in_register("receipt-needed", 'row 2 "received_on"', received_on=""),
    Case(
        "report-file-missing",
        {"reports-received.csv": register(state="Rhoville")},
        "m/reports-received.csv",
        'row 2 "state"',
    ),
    in_register("report-public-unknown", 'row 2 "public"', public=""),
    in_register("report-not-public", 'row 2 "public"', public="no"),
    in_register("received-after-cut-off", 'row 2 "received_on"', received_on="2025-07-01"),
    Case("superseded", OLDER, f"m/{REPORT}", "Cover!B2"),
    in_register("not-a-party", 'row 2 "state"', state="Iotaland"),
    Case(
        "form-i-unknown",
        {**NO_FORM, REPORT: {"Cover": report(form_i="")["Cover"]}},
        f"m/{REPORT}",
        "Cover!B4",
    ),
    Case("form-i-without-lines", NO_FORM, f"m/{REPORT}", "Cover!B4"),
    in_report("form-i-conflict", "Cover!B4", form_i="not_applicable"),
    Case(
        "unchanged-without-year",
        {**NO_FORM, REPORT: {"Cover": report(form_i="unchanged")["Cover"]}},
        f"m/{REPORT}",
        "Cover!B4",
    ),
    Case(
        "unchanged-report-missing",
        {**NO_FORM, REPORT: {"Cover": report(form_i="unchanged", form_i_since="2020")["Cover"]}},
        f"m/{REPORT}",
        "Cover!B5",
    ),
    Case(
        "unchanged-loop",
        {**NO_FORM, REPORT: {"Cover": report(form_i="unchanged", form_i_since="2024")["Cover"]}},
        f"m/{REPORT}",
        "Cover!B5",
    ),
    in_report("identical-lines", "Form I!A3", LINE, LINE),
    in_report("recipient-not-party", "Form I!B2", {**LINE, "counterpart": "Psiland"}),
    in_report("counterpart-missing", "Form I!B2", {**LINE, "counterpart": "", "channel": ""}),
    in_report("currency-missing", "Form I!E2", {**LINE, "amount": "5"}),
]
KEPT: dict[str, Content] = {"coalitions.csv": coalition()}
COMPLETE: dict[str, Content] = {
    "complete.csv": [["source", "through", "declared_by"], ["activities", "2025-06-30", "ISU"]]
}


def _marked(*line: object) -> dict[str, Content]:
    return {**KEPT, "marks.csv": [MARK_HEADER, list(line)]}


OTHERS = [
    Case("declared-table-missing", COMPLETE, "m/complete.csv", 'row 2 "source"'),
    in_coalitions("caller-unknown", 'row 2 "called_by"', called_by="unknown"),
    in_coalitions("coalition-proposed", 'row 2 "status"', status="proposed"),
    in_coalitions("affected-not-party", 'row 2 "affected_state"', affected_state="Upsiland"),
    in_coalitions("obligation-missing", 'row 2 "obligation"', obligation=""),
    in_coalitions("coalition-dates", 'row 2 "ended"', ended="2025-03-01"),
    Case(
        "weak-cell",
        _marked("coalitions", "CC-1", "status", "demo", "UNVERIFIED"),
        "m/coalitions.csv",
        'row 2 "status"',
    ),
    Case(
        "unmarked-cell",
        _marked("activities", "*", "*", "demo", "SEEN"),
        "m/coalitions.csv",
        'row 2 "affected_state"',
    ),
    Case(
        "unknown-source-key",
        _marked("coalitions", "*", "*", "nobody", "SEEN"),
        "m/marks.csv",
        'row 2 "source"',
    ),
    Case(
        "withheld-in-evidence",
        {**KEPT, "withheld.csv": WITHHELD},
        "m/coalitions.csv",
        'row 2 "coalition_id"',
    ),
]
CASES = [*FILES, *CELLS, *ACTIVITIES, *REPORTS, *OTHERS]
