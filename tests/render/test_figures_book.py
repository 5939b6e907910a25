"""internal/figures.xlsx: what each State said, each line of assistance, each figure; nothing
ranked, nothing added.
"""

import io
import zipfile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.build import Built, build
from pipeline.files import Disk
from pipeline.load import Folders, load
from pipeline.model.figure import Certainty
from pipeline.render.figures_book import FiguresInput, figures_book
from pipeline.tasks.report import report
from tests.conftest import ROOT, folders_of
from tests.makers.input_edits import set_setting

Sheets = dict[str, list[tuple[object, ...]]]
HOSTILE = "=HYPERLINK(A1)"


def read(content: bytes) -> Sheets:
    """The rows of each sheet."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        sheet.title: [tuple(row) for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets
    }


def told(built: Built) -> FiguresInput:
    """What the workbook tells of a meeting."""
    ledger, settings = built.ledger, built.settings
    of_reports = (
        ledger.answers,
        ledger.figures,
        built.assistance,
        settings.convert_to,
        settings.as_of,
        built.reports,
    )
    return FiguresInput(*of_reports, built.activities)


@pytest.fixture(scope="module")
def built() -> Built:
    """The demo."""
    return build(load(folders_of(ROOT, ROOT / "outputs"), "demo"), renders=False)


@pytest.fixture(scope="module")
def sheets(built: Built) -> Sheets:
    """The workbook of the demo."""
    return read(figures_book(told(built), built.gate.name))


def test_each_sheet_says_internal_first(sheets: Sheets) -> None:
    """Five sheets, each with the word in its first cell and its columns in the second row."""
    assert list(sheets) == ["States", "Assistance", "Obligations", "Costs", "Figures"]
    assert all(str(rows[0][0]).startswith("INTERNAL") for rows in sheets.values())


def test_costs_of_the_log_stand_as_written_and_are_not_added_up(sheets: Sheets) -> None:
    """A row a cost, with currency, bearer and cell: the detail behind the one sentence of the
    activity report.
    """
    head, *rows = sheets["Costs"][1:]
    joint = next(row for row in rows if row[0] == "ACT-2025-006")

    assert head[5:8] == ("Amount as found", "Currency", "Borne by")
    assert joint[5:8] == ("1200", "XTS", "XAA")
    assert str(joint[9]).startswith("activities!")
    assert len({row[0] for row in rows}) == len(rows) > 3


def test_states_are_crossed_with_indicators_as_the_ledger_answers(
    built: Built, sheets: Sheets
) -> None:
    """Every answer stands in its cell, none for a report that never came, States in order, and no
    row adds up.
    """
    head, *rows = sheets["States"][1:]
    said = {
        (row[0], indicator): words
        for row in rows
        for indicator, words in zip(head[1:], row[1:], strict=True)
    }
    words = {"yes": "yes", "no": "no", "unknown": "unknown"}

    expected = {
        (built.gate.name(a.state).listed, a.indicator.replace("_", " ")): "no report"
        if a.reason == "no-report"
        else words.get(a.reply, f"unchanged since {a.since}")
        for a in built.ledger.answers
    }
    assert said == expected
    assert "no report" in said.values()
    keys = [
        state.sort_key for state in sorted(built.gate.states.values(), key=lambda s: s.sort_key)
    ]
    order = {state.name: keys.index(state.sort_key) for state in built.gate.states.values()}
    assert [order[str(row[0])] for row in rows] == sorted(order[str(row[0])] for row in rows)
    assert len(rows) == len({a.state for a in built.ledger.answers})


def test_a_line_of_assistance_is_told_as_reported_beside_what_it_makes_in_the_currency_asked_for(
    built: Built, sheets: Sheets
) -> None:
    """Words, amount and currency of the cell, then the converted amount and the rate; in kind there
    is none.
    """
    head, *rows = sheets["Assistance"][1:]
    lines = [dict(zip(head, row, strict=True)) for row in rows]
    first = next(
        line
        for line in lines
        if line["State"] == "Alphaland" and line["Counterpart"] == "Deltaland"
    )
    in_kind = next(line for line in lines if line["State"] == "Mu")

    assert len(lines) == sum(1 for a in built.assistance)
    assert first["Amount as found"] == str(first["Amount"])
    assert (first["Currency"], first["Rate used"]) == ("XTS", '2.50 (rates.csv › row 3 "rate")')
    assert first["In USD"] == pytest.approx(float(str(first["Amount"])) / 2.5)
    assert (in_kind["Amount"], in_kind["In USD"], in_kind["Rate used"]) == (None, None, None)
    assert (
        "total"
        not in " ".join(str(cell) for row in sheets["Assistance"] for cell in row).casefold()
    )


def test_without_a_currency_asked_for_nothing_is_converted(project: Folders) -> None:
    """No further columns."""
    set_setting(project.inputs / "demo", "convert_to", "")
    made = build(load(project, "demo"), renders=False)
    head = read(figures_book(told(made), made.gate.name))["Assistance"][1]

    assert "Rate used" not in head
    assert not [column for column in head if str(column).startswith("In ")]
    assert {a.converted for a in made.assistance} == {None}


def test_a_figure_that_is_unknown_has_no_value(built: Built) -> None:
    """Never zero; and what counts no reports has no numbers of reports."""
    figures = tuple(
        f.model_copy(update={"value": None, "certainty": Certainty.UNKNOWN})
        if f.name == "exchange"
        else f
        for f in built.ledger.figures
    )
    rows = {
        row[0]: row
        for row in read(figures_book(told(built)._replace(figures=figures), built.gate.name))[
            "Figures"
        ]
    }

    assert rows["exchange"][1:3] == (None, "unknown")
    assert rows["item_a"][3:6] == (None, None, None)
    assert rows["reports_received"][6:9] == (13, "2025-06-30", "in_force")


def test_text_of_an_input_is_never_a_formula(built: Built) -> None:
    """A cell that begins like one is text, and no link."""
    lines = tuple(
        a.model_copy(update={"counterpart": HOSTILE, "note": "http://x"}) for a in built.assistance
    )
    content = figures_book(told(built)._replace(assistance=lines), built.gate.name)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Assistance"]

    assert isinstance(sheet, Worksheet)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]


def test_the_workbook_is_written_with_the_others_and_the_same_twice(project: Folders) -> None:
    """It stands in internal/, is made again where it is missing, and its zip has no clock."""
    report(project, "demo", Disk())
    path = project.outputs / "demo" / "internal" / "figures.xlsx"
    first = path.read_bytes()
    path.unlink()
    report(project, "demo", Disk())

    assert path.read_bytes() == first
    with zipfile.ZipFile(path) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_nothing_to_cross_gives_the_heads_alone(built: Built) -> None:
    """A meeting without answers has a sheet without rows."""
    content = figures_book(FiguresInput((), (), (), "", built.settings.as_of), built.gate.name)

    assert [len(rows) for rows in read(content).values()] == [2, 2, 2, 2, 2]
