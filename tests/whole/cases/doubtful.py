"""Cases of settings that contradict each other, or the records: each at its cell of Settings."""

from datetime import date

from tests.makers.small_meeting import ACTIVITY, Content, register, report, rows
from tests.whole.cases.case import REPORT, Case

_BOOK = "demo/meeting.xlsx"
_EARLY = rows(*({**ACTIVITY, "activity_id": f"ACT-{n}", "date_start": "2024-06-30"} for n in "12"))
_FOR_2023: dict[str, Content] = {
    "reports-received.csv": register(article7_year="2023"),
    REPORT: report(article7_year="2023"),
}

CASES = [
    Case("dates-contradict", {}, _BOOK, "Settings!B16", {"cut_off": date(2025, 6, 1)}),
    Case("dates-contradict", {}, _BOOK, "Settings!B17", {"as_of": date(2025, 9, 20)}),
    Case("dates-contradict", {}, _BOOK, "Settings!B6", {"meeting_from": date(2024, 9, 16)}),
    Case("year-contradicts", {}, _BOOK, "Settings!B15", {"article7_year": 2025}),
    Case("year-without-reports", _FOR_2023, _BOOK, "Settings!B15"),
    Case(
        "records-after-cut-off",
        {"reports-received.csv": register(received_on="2025-07-02"), REPORT: report()},
        _BOOK,
        "Settings!B16",
        {"as_of": date(2025, 7, 10)},
    ),
    Case("period-leaves-out-most", {"activities.csv": _EARLY}, _BOOK, "Settings!B13"),
    Case("work-plan-over", {}, _BOOK, "Settings!B21", {"period_from": date(2026, 7, 1)}),
]
