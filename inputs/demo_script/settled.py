"""Slips of the demo, and how the secretariat settled them: two corrections and an answer.

In: the rows of the log and of the register as they would be right. Out: the same rows with the
slips in them, and the rows of the sheets Corrections and Answers. It refuses an id or a State that
is in no row.
"""

import hashlib
from collections.abc import Sequence
from datetime import date

from demo_script import columns
from demo_script.write import Cell, Row

LOG, REGISTER = "activities.xlsx", "reports-received.xlsx"
SLIP, PLACE = "Port Alfa", "Port Alpha"
WRONG_DAY = date(2024, 5, 20)
FIRST_ROW = 3  # the mark of the demo, then the header


def with_slips(
    log: tuple[Row, ...], register: Sequence[Row]
) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The log with a misspelt town, the register with a wrong year and with a report nobody said is
    public.
    """
    slipped = tuple(
        {**row, "place": SLIP} if row["activity_id"] == "ACT-2025-010" else row for row in log
    )
    received = [dict(row) for row in register]
    received[_at(register, "Rhoville")]["received_on"] = WRONG_DAY
    received[_at(register, "Mu")]["public"] = ""
    return slipped, tuple(received)


def _at(register: Sequence[Row], state: str) -> int:
    """The position of a State's report for 2024 in the register."""
    return next(
        n
        for n, row in enumerate(register)
        if row["state"] == state and row["article7_year"] == 2024
    )


def _cell(sheet: str, header: Sequence[str], column: str, position: int) -> str:
    return f"{sheet}!{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[header.index(column)]}{FIRST_ROW + position}"


def corrections(log: Sequence[Row], register: Sequence[Row]) -> tuple[Row, ...]:
    """The rows of Corrections; log and register as they would be right."""
    meeting = next(n for n, row in enumerate(log) if row["activity_id"] == "ACT-2025-010")
    report = _at(register, "Rhoville")
    right: Cell = register[report]["received_on"]
    town = _cell("activities", columns.ACTIVITIES, "place", meeting)
    day = _cell("reports-received", columns.REPORTS_RECEIVED, "received_on", report)
    lines = (
        (LOG, town, SLIP, PLACE, "slip of the pen"),
        (REGISTER, day, WRONG_DAY, right, "see the letter of the mission"),
    )
    return tuple(
        {**dict(zip(columns.CORRECTIONS, line, strict=False)), "role": "ISU"} for line in lines
    )


def answers(register: Sequence[Row]) -> tuple[Row, ...]:
    """The rows of Answers: a finding is known by its code and a hash of code, file and place."""
    place = _cell("reports-received", columns.REPORTS_RECEIVED, "public", _at(register, "Mu"))
    code, source = "report-public-unknown", f"demo/{REGISTER}"
    digest = hashlib.sha256("\0".join((code, source, place)).encode()).hexdigest()[:8]
    answer = {
        "finding": f"{code}-{digest}",
        "answer": "yes",
        "reason": "published on the site of the mission",
    }
    return ({**answer, "role": "ISU"},)
