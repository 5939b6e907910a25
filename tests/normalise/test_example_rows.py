"""Rows that say example, as version 0.1.0 wrote them into every table: left alone they say nothing,
typed over they are asked about.

The workbooks in tests/kept are those that its `new` made after the demo meeting.
"""

import io
from collections.abc import Iterator
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.build import build
from pipeline.files import Disk
from pipeline.load import Folders, load
from pipeline.model.figure import Certainty
from pipeline.model.finding import Refused
from pipeline.model.tables import PREVIOUS, WITHHELD
from pipeline.normalise.sheets import TABLES
from pipeline.tasks.check import check
from pipeline.tasks.new import new
from tests.conftest import ROOT
from tests.makers.filled_meeting import fill_settings
from tests.makers.small_meeting import (
    COALITION,
    Content,
    codes,
    findings,
    normalised,
    rows,
    settled,
)
from tests.makers.tables import csv_bytes

KEPT = ROOT / "tests/kept/0.1.0/entry-workbooks"
COMPLETE = [["source", "through", "declared_by"], ["coalitions", "2025-06-30", "ISU"]]
# A cell that every reader takes, a table: what a person types over the example row.
TYPED = {
    "activities": ("title", "Workshop in the capital"),
    "reports-received": ("state", "Sigmaland"),
    "coalitions": ("affected_state", "Sigmaland"),
    "good-practices": ("actor", "Sigmaland"),
    "statements": ("state", "Sigmaland"),
    "follow-up": ("state", "Sigmaland"),
    "rates": ("rate", 0.9),
    "Withheld": ("state", "Sigmaland"),
    "Complete": ("source", "coalitions"),
    "Corrections": ("place", "activities!C15"),
    "Answers": ("reason", "confirmed by the capital"),
    "Clearances": ("paragraph", "action-41"),
    "Previous": ("value", 18),
}


def kept_sheets() -> Iterator[Worksheet]:
    """Every table of the kept workbooks."""
    for path in sorted(KEPT.glob("*.xlsx")):
        book = openpyxl.load_workbook(path)
        yield from (book[name] for name in book.sheetnames if name in TYPED)


def first_rows(name: str) -> list[list[object]]:
    """The titles and the example row of a table as kept."""
    sheet = next(sheet for sheet in kept_sheets() if sheet.title == name)
    return [list(row) for row in sheet.iter_rows(max_row=2, values_only=True)]


def typed_over(name: str) -> list[list[object]]:
    """The same with one cell of the example typed over."""
    titles, example = first_rows(name)
    column, value = TYPED[name]
    example[titles.index(column)] = value
    return [titles, example]


def as_csv(content: list[list[object]]) -> bytes:
    """What a spreadsheet saves as csv: days and amounts as they are shown."""

    def shown(value: object) -> object:
        if isinstance(value, datetime):
            return value.date().isoformat()
        return f"{value:,.2f}" if isinstance(value, float) else value

    return csv_bytes([[shown(value) for value in row] for row in content])


def files(name: str, content: list[list[object]], is_csv: bool) -> dict[str, Content]:
    """A meeting folder with that one table, as a workbook or as csv."""
    if is_csv:
        return {f"{name}.csv": as_csv(content)}
    return {f"{name}.xlsx": {name: content}}


def register(row_is: str, **changes: object) -> dict[str, Content]:
    """A register of two coalitions, declared complete, the second with a word in row_is."""
    two = {**COALITION, "coalition_id": "CC-2", "affected_state": "Sigmaland", "row_is": row_is}
    return {
        "coalitions.csv": rows({"row_is": "", **COALITION}, two | changes),
        "complete.csv": COMPLETE,
    }


def test_every_table_that_has_an_entry_workbook_is_kept() -> None:
    """Thirteen tables, an example row each."""
    assert {sheet.title for sheet in kept_sheets()} == set(TYPED)
    assert all(first_rows(name)[1][0] == "example" for name in TYPED)


@pytest.mark.parametrize("is_csv", [False, True])
@pytest.mark.parametrize("name", TYPED)
def test_an_example_left_alone_says_nothing(name: str, is_csv: bool) -> None:
    """No record, no finding, in a workbook and saved from there as csv."""
    assert findings(files(name, first_rows(name), is_csv)) == ()


@pytest.mark.parametrize("is_csv", [False, True])
@pytest.mark.parametrize("name", [name for name in TYPED if name != WITHHELD.name])
def test_an_example_typed_over_is_asked_about_at_its_cell(name: str, is_csv: bool) -> None:
    """A decision with file, sheet and cell; the row is kept, and counted nowhere."""
    content = files(name, typed_over(name), is_csv)
    [source] = content
    place = 'row 2 "row_is"' if is_csv else f"{name}!A2"
    [asked] = findings(content)
    assert (asked.code, asked.severity) == ("example-changed", "decision")
    assert (asked.ref.source, asked.ref.place) == (f"m/{source}", place)
    assert asked.is_answerable
    drops = {(drop.fate, drop.reason) for drop in normalised(content).value.drops}
    assert ("quarantined", "example-changed") in drops


@pytest.mark.parametrize("is_csv", [False, True])
def test_a_state_typed_over_the_example_in_withheld_stops_the_run(is_csv: bool) -> None:
    """Nobody may print a State that somebody wrote there."""
    with pytest.raises(Refused) as refused:
        normalised(files(WITHHELD.name, typed_over(WITHHELD.name), is_csv))
    assert refused.value.exit_code == 2
    place = 'row 2 "row_is"' if is_csv else "Withheld!A2"
    assert place in refused.value.message


@pytest.mark.parametrize("word", ["example", "Example", "exemple", "EJEMPLO"])
def test_a_row_of_ones_own_that_says_example_limits_its_table(word: str) -> None:
    """The number is at least what the other rows give."""
    content = register(word)
    assert [coalition.id for coalition in normalised(content).value.coalitions] == ["CC-1"]
    assert codes(content) == {("example-changed", "m/coalitions.csv", 'row 3 "row_is"')}
    figure = next(f for f in settled(content).counted.figures if f.name == "coalitions")
    assert (figure.value, figure.certainty) == (1, Certainty.AT_LEAST)


def test_an_emptied_example_says_nothing() -> None:
    """Where all else was deleted, there is nothing to ask about."""
    assert codes(register("example", **dict.fromkeys(COALITION, ""))) == set()


@pytest.mark.parametrize(("answer", "n_read"), [("confirmed", 2), ("example", 1)])
def test_a_person_answers_whether_the_row_counts(answer: str, n_read: int) -> None:
    """The answer is read in place of the cell, and nothing is asked again."""
    content = register("example")
    [asked] = findings(content)
    answers = rows({"finding": asked.id, "answer": answer, "reason": "seen", "role": "ISU"})
    done = settled({**content, "answers.csv": answers})
    assert len(done.records.coalitions) == n_read
    assert done.findings == ()


def old_meeting(folders: Folders) -> None:
    """A new meeting with the entry workbooks that version 0.1.0 made, its settings filled in."""
    new(folders, "16msp", "demo", Disk())
    for path in KEPT.glob("*.xlsx"):
        (folders.inputs / "16msp" / path.name).write_bytes(path.read_bytes())
    fill_settings(folders.inputs / "16msp")
    # 0.1.0 made no table of the work plan: its settings name a plan of the reference
    (folders.inputs / "16msp" / "work-plan.xlsx").unlink()


def typed_into(folders: Folders, sheet: str, cells: dict[str, object]) -> None:
    """Cells typed into a workbook of the meeting."""
    name = "meeting" if sheet in (WITHHELD.name, PREVIOUS.name) else sheet
    path = folders.inputs / "16msp" / f"{name}.xlsx"
    book = openpyxl.load_workbook(path)
    for cell, value in cells.items():
        book[sheet][cell].value = value
    target = io.BytesIO()
    book.save(target)
    path.write_bytes(target.getvalue())


def test_old_workbooks_left_alone_ask_for_what_was_carried_over_alone(project: Folders) -> None:
    """Their example rows are not read and not asked about."""
    old_meeting(project)
    told = check(project, "16msp")
    # the plan that these settings name is of the year before, which is asked about too
    assert {finding["code"] for finding in told.findings} == {"carried-over", "work-plan-over"}
    read = {TABLES[name].name for name in TABLES}
    assert set(TYPED) <= read


def test_old_workbooks_typed_over_in_row_2_are_asked_about(project: Folders) -> None:
    """An activity and a coalition over the examples, and one over a row that was carried over: each
    is said with its cell, none is counted.
    """
    old_meeting(project)
    typed_into(project, "activities", {"B2": "ACT-1", "C2": date(2026, 3, 4), "K2": "Workshop"})
    typed_into(project, "coalitions", {"C2": "Sigmaland", "C3": "Thetaland"})
    told = check(project, "16msp")
    asked = {(finding["code"], finding["place"]) for finding in told.findings}
    assert ("example-changed", "activities!A2") in asked
    assert ("example-changed", "coalitions!A2") in asked
    assert ("carried-over", "coalitions!A3:O3") in asked
    assert build(load(project, "16msp"), renders=False).activities == ()


def test_old_workbooks_with_a_state_over_the_example_of_withheld_are_refused(
    project: Folders,
) -> None:
    """Exit 2, with sheet and cell."""
    old_meeting(project)
    typed_into(project, "Withheld", {"B2": "Sigmaland"})
    with pytest.raises(Refused) as refused:
        check(project, "16msp")
    assert refused.value.exit_code == 2
    assert "16msp/meeting.xlsx › Withheld!A2" in refused.value.message
