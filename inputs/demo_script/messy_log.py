"""The log of the demo as an office keeps it: the same activities told otherwise, and rows that are
wrong.

In: the rows of the log as they would be right. Out: activities.xlsx of the messy twin, and the
faults in it. No wrong row is one that a figure of the tidy twin stands on, so the figures of both
twins must be equal.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from demo_script import columns
from demo_script.messy_sheet import Fault, Odd, Page
from demo_script.write import DEMO_MARK, Cell, Row, new_book, save

FILE = "activities.xlsx"
LOG = columns.ACTIVITIES
HEADER = {"activity_id": "N°", "date_start": "Start date", "status": "Statut", "kind": "Tipo"}
# The same activities told otherwise, and what is to be noted of that.
SAME: Mapping[str, tuple[Mapping[str, Cell], tuple[tuple[str, str], ...]]] = {
    "ACT-2023-004": (
        {"date_start": "du 21 au 22 novembre 2023", "date_end": "", "status": "tenue"},
        (),
    ),
    "ACT-2024-003": ({"date_start": "Q2 2024", "date_precision": "", "status": "annulée"}, ()),
    "ACT-2024-009": ({"participants_other": "UTR & OPA", "status": "celebrada"}, ()),
    "ACT-2025-010": (
        {
            "date_start": "7–8 April 2025",
            "date_end": "",
            "organizers": "Alphaland, Kappaland and ISU",
        },
        (),
    ),
}
WRONG_ROW: Row = {
    "status": "planned",
    "kind": "drafting",
    "work_plan_items": "outside_plan",
    "title": "Row of the messy twin",
    "organizers": "XAA; XAE",
    "confidentiality": "internal",
}
Codes = tuple[tuple[str, str], ...]
# Fields of a row that is wrong, and the codes to be found, each with its column.
WRONG: tuple[tuple[Mapping[str, Cell | Odd], Codes], ...] = (
    ({"participant_count": "about thirty"}, (("bad-number", "participant_count"),)),
    ({"due": "03/04/2025"}, (("ambiguous-date", "due"),)),
    ({"requested_on": "31/06/2025"}, (("bad-date", "requested_on"),)),
    ({"requested_on": "12/05/25"}, (("two-digit-year", "requested_on"),)),
    ({"date_start": "7 April and 9 May 2025"}, (("two-dates", "date_start"),)),
    (
        {"cost": "1,500", "currency": "XTS"},
        (("ambiguous-amount", "cost"), ("numbers-as-text", "cost")),
    ),
    ({"cost": 20, "currency": "kr"}, (("ambiguous-currency", "currency"),)),
    ({"cost": 20}, (("currency-missing", "currency"),)),
    ({"organizers": "Alphalund"}, (("unknown-name", "organizers"),)),
    ({"participants_other": "various donors"}, (("unknown-name", "participants_other"),)),
    ({"organizers": "\u0410lphaland"}, (("look-alike-letters", "organizers"),)),
    ({"title": ""}, (("missing-value", "title"),)),
    ({"status": "sort of held"}, (("bad-choice", "status"),)),
    ({"work_plan_items": "zz"}, (("unknown-item", "work_plan_items"),)),
    ({"lap_actions": "51"}, (("unknown-action", "lap_actions"),)),
    ({"follow_up_of": "ACT-1999-001"}, (("unknown-follow-up", "follow_up_of"),)),
    (
        {"date_start": date(2025, 5, 8), "date_end": date(2025, 5, 7)},
        (("end-before-start", "date_end"),),
    ),
    ({"date_start": date(2031, 5, 8), "status": "held"}, (("held-in-future", "date_start"),)),
    ({"status": "held"}, (("held-without-date", "date_start"),)),
    ({"place": "x" * 301}, (("text-too-long", "place"),)),
    ({"place": "Port\u202e Alpha"}, (("direction-marks", "place"),)),
    ({"next_step": "ring\u0007bell"}, (("control-characters", "next_step"),)),
    ({"confidentiality": ""}, (("confidentiality-empty", "confidentiality"),)),
    ({"kind": "other"}, (("kind-note-missing", "kind_note"),)),
    ({"next_step": Odd("formula", "=A1")}, (("formula-without-value", "next_step"),)),
    ({"next_step": Odd("error", "#DIV/0!")}, (("error-value", "next_step"),)),
    ({"next_step": Odd("link", "fetched")}, (("linked-value", "next_step"),)),
    ({"next_step": Odd("struck", "ring")}, (("struck-through", "next_step"),)),
    ({"next_step": Odd("partly_struck", "write")}, (("struck-through", "next_step"),)),
    ({"owner": date(2025, 3, 1)}, (("date-in-text", "owner"),)),
)


def write_log(meeting: Path, rows: Sequence[Row]) -> tuple[Fault, ...]:
    """Write the workbook into the meeting's folder; the faults in it, in the order of its lines."""
    workbook, written = new_book()
    page = Page(workbook, FILE, "activities", LOG)
    page.title(
        f"{DEMO_MARK} – log of the Coordinators", "Kept by the secretariat.", "Last change: June."
    )
    page.line += 1  # the header stands in line five
    page.header(HEADER)
    half = len(rows) // 2
    _tidy(page, rows[:half])
    page.fault("second-header", page.row_place())
    page.header(HEADER)
    _tidy(page, rows[half:])
    _odd_looks(page)
    for number, (fields, codes) in enumerate(WRONG, start=1):
        _wrong(page, f"ACT-M-{number:03}", fields, codes)
    _twins(page)
    page.row({"activity_id": "Total", "participant_count": 512}, code="totals-row")
    save(meeting / FILE, workbook, written)
    return tuple(page.faults)


def _tidy(page: Page, rows: Iterable[Row]) -> None:
    """Rows of the tidy twin, some told otherwise."""
    for row in rows:
        fields, codes = SAME.get(str(row["activity_id"]), ({}, ()))
        for code, column in codes:
            page.fault(code, page.place(column))
        page.row({column: cell for column, cell in {**row, **fields}.items() if cell != ""})


def _wrong(
    page: Page,
    row_id: str,
    fields: Mapping[str, Cell | Odd],
    codes: Codes,
    look: str = "",
    whole: str = "",
) -> None:
    """A row that is wrong in some cells, or (`whole`) as a row."""
    for code, column in codes:
        page.fault(code, page.place(column))
    row = {"activity_id": row_id, **WRONG_ROW, **fields}
    page.row({column: cell for column, cell in row.items() if cell != ""}, look, whole)


def _odd_looks(page: Page) -> None:
    """Rows that are hidden, coloured or commented on, and a value merged over two rows."""
    page.sheet.set_row(page.line, None, None, {"hidden": True})
    _wrong(page, "ACT-L-001", {}, (), whole="hidden-row")
    _wrong(page, "ACT-L-002", {}, (("coloured-cells", "activity_id"),), "yellow")
    page.sheet.write_comment(page.line, LOG.index("next_step"), "Ask again in May.")
    _wrong(page, "ACT-L-004", {"next_step": "ring"}, (("cell-comment", "next_step"),))
    place = LOG.index("place")
    _wrong(page, "ACT-L-005", {}, ())
    _wrong(page, "ACT-L-006", {}, (("merged-down", "place"),))
    page.sheet.merge_range(page.line - 2, place, page.line - 1, place, "Port Alpha")
    across = LOG.index("next_step")
    _wrong(page, "ACT-L-007", {}, (("merged-across", "owner"),))
    page.sheet.merge_range(page.line - 1, across, page.line - 1, across + 1, "ring again")


def _twins(page: Page) -> None:
    """A row to the letter twice, and one id for two activities."""
    _wrong(page, "ACT-T-001", {}, ())
    _wrong(page, "ACT-T-001", {}, (("duplicate-row", "activity_id"),))
    _wrong(page, "ACT-T-002", {}, (("duplicate-id", "activity_id"),))
    _wrong(page, "ACT-T-002", {"title": "Another activity"}, (("duplicate-id", "activity_id"),))
