"""A new meeting filled in: what a person types into each workbook, by sheet, row and title.

In: the folder that `new` made. Out: cells and rows for libreoffice_type.py, or the same typed in by
openpyxl.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

SETTINGS = {
    "meeting_place": "Port Alpha",
    "meeting_from": "2026-09-14",
    "meeting_to": "2026-09-18",
    "period_from": "2025-07-01",
    "period_to": "2026-06-30",
    "article7_year": "2025",
    "cut_off": "2026-06-30",
    "as_of": "2026-06-30",
}
_SOURCES = (
    "activities",
    "reports-received",
    "national-reports",
    "coalitions",
    "statements",
    "follow-up",
)
_CONFIRMED = {"row_is": "confirmed"}
_COORDINATORS = {"implementers": "Alphaland; Kappaland"}
WORK_PLAN = [
    {"item": "title", "words": "Work plan 2025–2026 of the demo Coordinators"},
    {"item": "budget", "words": "Limited costs"},
    {
        **{
            "item": "a",
            "words": "The Coordinators will hold a joint meeting.",
            "period": "2026-Q1",
        },
        **{"trigger": "fixed", "title": "Joint meeting", "outputs": "Exchange of views"},
        **_COORDINATORS,
    },
    {
        **{"item": "isu_priorities", "words": "Meeting on priorities.", "period": "2025-Q4"},
        **{"trigger": "fixed", **_COORDINATORS},
    },
    {
        **{"item": "c", "words": "Upon request, the Coordinators will discuss needs."},
        **{"trigger": "upon_request", **_COORDINATORS},
    },
    {"item": "q1", "words": "Joint meeting", "period": "2026-Q1", "parent": "a"},
]
TYPED: dict[str, list[tuple[str, int, dict[str, str]]]] = {
    "meeting": [
        *(
            ("Complete", n, {"source": s, "through": "2026-06-30", "declared_by": "ISU"})
            for n, s in enumerate(_SOURCES, 2)
        ),
        *(
            ("Previous", n, {**_CONFIRMED, "symbol": "DEMO/MSP/2025/9", "paragraph": "34"})
            for n in range(2, 8)
        ),
    ],
    "work-plan": [("work-plan", n, row) for n, row in enumerate(WORK_PLAN, 2)],
    "coalitions": [("coalitions", n, _CONFIRMED) for n in (2, 3, 4)],
    "good-practices": [("good-practices", n, _CONFIRMED) for n in range(2, 6)],
    "follow-up": [("follow-up", n, _CONFIRMED) for n in range(2, 14)],
    "activities": [
        (
            "activities",
            2,
            {
                **{
                    "activity_id": "ACT-2026-001",
                    "date_start": "2026-03-04",
                    "status": "held",
                    "kind": "joint_meeting",
                },
                **{
                    "work_plan_items": "a; isu_priorities",
                    "lap_actions": "39",
                    "title": "Joint meeting",
                },
                **{
                    "place": "Port Alpha",
                    "organizers": "Alphaland; Kappaland",
                    "confidentiality": "public",
                },
                **{
                    "shared_with_counterpart_on": "2026-03-20",
                    "participant_count": "26",
                    "cost": "1200.50",
                    "currency": "XTS",
                    "cost_bearer": "Alphaland",
                },
            },
        ),
        (
            "activities",
            3,
            {
                **{
                    "activity_id": "ACT-2026-002",
                    "date_start": "2026-Q3",
                    "status": "planned",
                    "kind": "workshop",
                },
                **{
                    "work_plan_items": "outside_plan",
                    "title": "Workshop",
                    "organizers": "Alphaland",
                },
                **{"confidentiality": "public"},
            },
        ),
    ],
    "reports-received": [
        (
            "reports-received",
            2,
            {
                "state": "Alphaland",
                "article7_year": "2025",
                "received_on": "2026-04-29",
                "version": "1",
                "public": "yes",
            },
        )
    ],
    "statements": [
        (
            "statements",
            2,
            {
                **{
                    "statement_id": "ST-2026-1",
                    "state": "Thetaland",
                    "made_on": "2026-04-07",
                    "section": "exchange",
                },
                **{"document": "Demo statement, paragraph 3", "public": "yes"},
            },
        )
    ],
    "rates": [
        (
            "rates",
            2,
            {
                **{
                    "from_currency": "XTS",
                    "to_currency": "USD",
                    "rate": "2.5",
                    "direction": "from_per_to",
                },
                **{"period": "2025", "kind": "average_year", "source": "demo: invented"},
            },
        )
    ],
}
# Talked about, of unknown standing, and without a document: the person who checks the registers
# takes them out.
DELETED = {
    "coalitions": [("coalitions", 6), ("coalitions", 5)],
    "good-practices": [("good-practices", 6)],
}


def settings_cells(folder: Path) -> list[tuple[str, str, str]]:
    """The settings that are asked for, by cell."""
    sheet = openpyxl.load_workbook(folder / "meeting.xlsx")["Settings"]
    rows = {str(row[0].value): row[1].coordinate for row in sheet.iter_rows()}
    return [("Settings", rows[key], text) for key, text in SETTINGS.items()]


def job(folder: Path, profile: Path) -> dict[str, Any]:
    """What libreoffice_type.py is to do."""
    books = [{"file": str(folder / f"{name}.xlsx"), **_of_book(folder, name)} for name in TYPED]
    return {"profile": str(profile), "books": books}


def _of_book(folder: Path, name: str) -> dict[str, Any]:
    cells = [*(settings_cells(folder) if name == "meeting" else ()), *_cells(folder, name)]
    return {"cells": cells, "delete": DELETED.get(name, [])}


def _cells(folder: Path, name: str) -> Iterator[tuple[str, str, str]]:
    book = openpyxl.load_workbook(folder / f"{name}.xlsx")
    for sheet, number, values in TYPED[name]:
        columns = {
            str(cell.value): get_column_letter(at)
            for at, cell in enumerate(book[sheet][1], start=1)
        }
        yield from ((sheet, f"{columns[title]}{number}", text) for title, text in values.items())


def fill_settings(folder: Path) -> None:
    """The settings typed in, days as days, and the work plan."""
    path = folder / "meeting.xlsx"
    book = openpyxl.load_workbook(path)
    for sheet, cell, text in settings_cells(folder):
        is_day = text.count("-") == 2
        book[sheet][cell].value = date.fromisoformat(text) if is_day else text
    book.save(path)
    path = folder / "work-plan.xlsx"
    book = openpyxl.load_workbook(path)
    for sheet, cell, text in _cells(folder, "work-plan"):
        book[sheet][cell].value = text
    book.save(path)
