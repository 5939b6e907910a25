"""A row feeds exactly the blocks that `why` names for it: shown by taking rows away."""

import random
from dataclasses import replace
from typing import Any

import pytest

from pipeline.audit.as_json import as_dict
from pipeline.build import build
from pipeline.collect.folder import Collected
from pipeline.load import Loaded
from pipeline.model.finding import Outcome
from pipeline.model.source import Cell, RowKey, Sheet
from pipeline.tasks.why import Audit
from tests.makers.blanked_rows import changed_by, told_by_block
from tests.makers.tables import changed

# Other tests reach the same lines; traced, these many runs of whole meetings would take three times
# as long.
pytestmark = pytest.mark.no_cover

N_ROWS, SEED = 60, 15
# Without this heading its paragraph stands under the one before: in a block of another name.
HEADINGS = {("demo/editor-paragraphs.docx", "", 3)}


def _is_header_of_report(row: dict[str, Any]) -> bool:
    return row["reason"] == "header" and "/national-reports/" in row["source"]


@pytest.fixture(scope="module")
def audit(demo: Loaded, demo_rows: Outcome[Collected]) -> dict[str, Any]:
    """The audit of the demo meeting."""
    return as_dict(build(demo, collected=demo_rows, renders=False).ledger)


def test_blanking_a_row_changes_the_blocks_why_names_and_no_other(
    demo: Loaded, demo_rows: Outcome[Collected], audit: dict[str, Any]
) -> None:
    """For sixty rows the blocks that change are those named for the row in any role."""
    asked, before = Audit(audit), told_by_block(audit)
    keys = [asked.key(row["source"], row["place"]) for row in audit["rows"]]
    chosen = random.Random(SEED).sample(keys, N_ROWS)  # noqa: S311 - the same rows every time
    named = {key: set(asked.named(key)) for key in chosen}

    changed = {key: changed_by(before, demo, demo_rows, key) for key in chosen}

    # the sheets of a report say one thing: a header among them is named for all that the report
    # feeds
    of_book = {asked.key(r["source"], r["place"]) for r in audit["rows"] if _is_header_of_report(r)}
    kept = {
        key: names
        for key, names in changed.items()
        if key not in of_book or not names <= named[key]
    }
    assert {key: names for key, names in kept.items() if key not in HEADINGS} == {
        key: names for key, names in named.items() if key not in of_book | HEADINGS
    }
    assert 20 < sum(bool(names) for names in named.values()) < N_ROWS


@pytest.mark.parametrize(
    "key",
    [
        ("demo/activities.xlsx", "activities", 2),
        ("demo/reports-received.xlsx", "reports-received", 2),
        ("demo/national-reports/betaville-2023.xlsx", "Form I", 2),
    ],
)
def test_a_header_stands_behind_all_that_its_file_feeds(
    key: RowKey, demo: Loaded, demo_rows: Outcome[Collected], audit: dict[str, Any]
) -> None:
    """Without the row that names the columns, the blocks that any row of the file feeds change."""
    named = set(Audit(audit).named(key))

    changed = changed_by(told_by_block(audit), demo, demo_rows, key)

    assert changed == named != set()


def _with_dates(rows: Outcome[Collected], days: tuple[str, ...]) -> Outcome[Collected]:
    """The rows of the demo with these first days for the first activities of its log."""

    def change(sheet: Sheet) -> Sheet:
        if sheet.name != "activities":
            return sheet
        at = [cell.text for cell in sheet.rows[1].cells].index("date_start")
        texts = dict(zip((raw.number for raw in sheet.rows[2:]), days, strict=False))
        return replace(
            sheet,
            rows=tuple(
                (
                    raw._replace(
                        cells=(*raw.cells[:at], Cell(texts[raw.number]), *raw.cells[at + 1 :])
                    )
                    if raw.number in texts
                    else raw
                )
                for raw in sheet.rows
            ),
        )

    return changed(rows, change)


@pytest.mark.parametrize(
    "days", [("03/02/2025", "13/02/2025"), ("03/02/2025", "13/02/2025", "02/14/2025")]
)
def test_a_row_whose_cell_proves_a_reading_stands_behind_it(
    days: tuple[str, ...], demo: Loaded, demo_rows: Outcome[Collected]
) -> None:
    """The row that alone proves the order of a column, or contradicts it, is named for the blocks
    of the others.
    """
    rows = _with_dates(demo_rows, days)
    audit = as_dict(build(demo, collected=rows, renders=False).ledger)
    key = ("demo/activities.xlsx", "activities", 2 + len(days))

    assert (
        changed_by(told_by_block(audit), demo, rows, key) == set(Audit(audit).named(key)) != set()
    )


def test_a_paragraph_without_its_heading_moves_to_the_slot_before_or_out(
    demo: Loaded, demo_rows: Outcome[Collected], audit: dict[str, Any]
) -> None:
    """The heading stands behind the paragraphs under it; of the first one nothing is left to
    print.
    """
    before = told_by_block(audit)
    first, second = (("demo/editor-paragraphs.docx", "", number) for number in (1, 3))
    named = {key: set(Audit(audit).named(key)) for key in (first, second)}

    assert changed_by(before, demo, demo_rows, first) == named[first] != set()
    assert named[second] < changed_by(before, demo, demo_rows, second)
