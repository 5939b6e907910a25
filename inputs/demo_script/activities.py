"""The Coordinators' log of the demo: activities of every kind and status over two years.

In: a seeded source of numbers. Out: rows for activities.xlsx, with head counts and recording days
filled in.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from demo_script.activities_around import AFTER, BEFORE, SINCE
from demo_script.activities_from_april import FROM_APRIL
from demo_script.activities_to_march import TO_MARCH
from demo_script.write import Cell, Row

IN_A_ROOM = ("in_person", "hybrid")
COMMON: Mapping[str, Cell] = {
    "organizers": "XAA; XAE",
    "source": "log of the Coordinators",
    "recorded_by": "ISU",
}


def activities(draw: Random) -> tuple[Row, ...]:
    """All rows, in the order of the log."""
    drawn = tuple(_completed(row, draw) for row in (*BEFORE, *TO_MARCH, *FROM_APRIL, *AFTER))
    return (*drawn, *({**COMMON, **row} for row in SINCE))


def _completed(row: Row, draw: Random) -> Row:
    completed = {**COMMON, **row}
    if row["status"] == "held" and row.get("format") in IN_A_ROOM:
        completed.setdefault("participant_count", draw.randrange(12, 45))
    last = row.get("date_end", row.get("date_start"))
    if row["status"] == "held" and isinstance(last, date):
        completed.setdefault("recorded_on", last + timedelta(days=draw.randrange(1, 6)))
    return completed
