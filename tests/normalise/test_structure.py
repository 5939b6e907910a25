"""How a sheet is laid out: titles, headers, totals, second tables, headings, rows that are struck
or shifted.
"""

from collections.abc import Sequence
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.collect.xlsx_file import read_xlsx
from pipeline.model.source import Sheet
from pipeline.model.tables import (
    ACTIVITIES,
    COALITIONS,
    COVER,
    REPORTS_RECEIVED,
    RESOURCE_LINES,
    SETTINGS,
    WITHHELD,
    InputTable,
)
from pipeline.normalise.table import TableRows, read_table
from tests.makers.small_meeting import ACTIVITY, COALITION, LINE, coalition, demo_world, log, rows
from tests.makers.tables import Rows, edited, sheet

HEADER, ROW = log()


def read(of: Sheet, table: InputTable = ACTIVITIES) -> TableRows:
    """The table in a sheet, by the reference of the demo meeting."""
    _, reference, _ = demo_world()
    return read_table(of, table, reference.headers, reference.lists)


def laid_out(layout: Rows, table: InputTable = ACTIVITIES, *, is_csv: bool = False) -> TableRows:
    """The table in a sheet of these rows."""
    return read(sheet("activities", layout, is_csv=is_csv), table)


def ids(table: TableRows) -> list[object]:
    """The ids of the rows that were read."""
    return [read.values["activity_id"] for read in table.rows]


def said(table: TableRows) -> list[tuple[str, str]]:
    """Code and place of every finding."""
    return [(finding.code, finding.ref.place) for finding in table.findings]


def fates(table: TableRows) -> list[tuple[int, str]]:
    """Row number and reason of every row that was set aside."""
    return [(drop.key[2], drop.reason) for drop in table.drops]


def another(row_id: str) -> list[object]:
    """A sound row of the log with another id."""
    return [row_id, *ROW[1:]]


@pytest.mark.parametrize("n_titles", [0, 4, 19])
def test_the_header_is_found_within_twenty_rows(n_titles: int) -> None:
    """Rows above it are titles, merged or not."""
    table = laid_out([*[["A title"]] * n_titles, HEADER, ROW])
    assert (ids(table), said(table)) == (["ACT-1"], [])
    assert fates(table) == [
        *((n, "title") for n in range(1, n_titles + 1)),
        (n_titles + 1, "header"),
    ]


def test_rows_of_data_above_the_header_are_no_titles() -> None:
    """A header that a sort moved down loses no row in silence: each is out with a finding, and
    limits the table.
    """
    table = laid_out([["The log"], another("ACT-2"), another("ACT-3"), HEADER, ROW])

    assert ids(table) == ["ACT-1"]
    assert said(table) == [
        ("row-above-header", "activities!A2:H2"),
        ("row-above-header", "activities!A3:H3"),
    ]
    assert [out.ref.place for out in table.quarantined] == ["activities!A2:H2", "activities!A3:H3"]
    assert fates(table)[:3] == [(1, "title"), (2, "row-above-header"), (3, "row-above-header")]


@pytest.mark.parametrize(
    ("table", "title"),
    [
        (ACTIVITIES, ["Log of the Coordinators", "2024", "held", "", "", "", "x"]),
        (RESOURCE_LINES, ["Received"]),
        (RESOURCE_LINES, ["State:", "Alphaland"]),
        (REPORTS_RECEIVED, ["Register", "2024"]),
        (COVER, ["Article 7 report", "Alphaland"]),
        (SETTINGS, ["Settings", "of the demo"]),
    ],
)
def test_a_title_of_several_cells_is_a_title(table: InputTable, title: list[object]) -> None:
    """What names no value of each required column is no row of data."""
    layout = laid_out([title, [column.name for column in table.columns]], table)
    assert (said(layout), fates(layout)[0]) == ([], (1, "title"))


def test_a_withheld_state_above_the_header_is_found() -> None:
    """One name is a whole row of that table, and losing it would print the State."""
    assert said(laid_out([["Deltaland"], ["state", "reason", "role"]], WITHHELD)) == [
        ("row-above-header", "activities!A1:A1")
    ]


def test_a_header_below_the_twentieth_row_is_none() -> None:
    """Then the sheet is kept out, and a finding says which columns are wanted."""
    table = laid_out([*[["A title"]] * 20, HEADER, ROW])
    assert (table.rows, [code for code, _ in said(table)], len(table.quarantined)) == (
        (),
        ["no-header"],
        22,
    )


def test_the_same_header_again_is_read_by() -> None:
    """Columns in another order below a second header are read in that order."""
    table = laid_out([HEADER, ROW, [], HEADER[::-1], another("ACT-2")[::-1]])
    assert ids(table) == ["ACT-1", "ACT-2"]
    assert said(table) == [("second-header", "activities!A4:H4")]


def test_a_header_on_two_rows_is_read_by_the_second() -> None:
    """Groups in the row above, merged downwards where there is no group, leave the lower row the
    header.
    """
    groups = [*HEADER[:1], "When", *HEADER[2:]]

    def merge(of: Worksheet) -> None:
        for column in (1, *range(3, 9)):
            of.merge_cells(start_row=1, end_row=2, start_column=column, end_column=column)

    book = edited([groups, [None, "date_start", *[None] * 6], ROW], merge)
    table = read(read_xlsx("a.xlsx", book)[0])
    assert (ids(table), table.rows[0].row.columns.index["date_start"]) == (["ACT-1"], 1)


def test_another_table_below_is_kept_out_and_limits_that_table() -> None:
    """Its rows are no broken rows of this one: one finding, at its header."""
    table = laid_out([HEADER, ROW, [], *coalition()])
    assert (ids(table), said(table)) == (["ACT-1"], [("second-table", "activities!A4:F4")])
    assert [(q.table, q.ref.place) for q in table.quarantined] == [
        ("coalitions", "activities!A4:F4"),
        ("coalitions", "activities!A5:F5"),
    ]
    assert fates(table)[1:] == [(4, "second-table"), (5, "second-table")]


def test_another_table_above_is_kept_out_too() -> None:
    """What stands above the header is a title only if it is no table."""
    table = laid_out([*coalition(), [], HEADER, ROW])
    assert (ids(table), said(table)) == (["ACT-1"], [("second-table", "activities!A1:F1")])
    assert [drop.reason for drop in table.drops] == ["second-table", "second-table", "header"]


def test_after_another_table_the_same_header_begins_the_first_again() -> None:
    """Reading goes on where its own header stands again."""
    table = laid_out([HEADER, ROW, *coalition(), HEADER, another("ACT-2")])
    assert ids(table) == ["ACT-1", "ACT-2"]


def _side_by_side(
    left: Sequence[Sequence[object]], right: Sequence[Sequence[object]]
) -> list[list[object]]:
    return [[*a, None, *b] for a, b in zip(left, right, strict=True)]


def test_another_table_beside_is_kept_out_and_limits_that_table() -> None:
    """Columns after an empty one that head another table are not this table's."""
    table = laid_out(_side_by_side([HEADER, ROW], coalition()))
    assert (ids(table), said(table)) == (["ACT-1"], [("second-table", "activities!J1")])
    assert [(q.table, q.ref.place) for q in table.quarantined] == [("coalitions", "activities!J1")]


def test_another_table_to_the_left_is_kept_out_too() -> None:
    """This table is the one whose columns are complete, wherever it stands."""
    table = laid_out(_side_by_side(coalition(), [HEADER, ROW]))
    assert (ids(table), said(table)) == (["ACT-1"], [("second-table", "activities!A1")])


def test_the_same_table_beside_is_kept_out_and_limits_this_one() -> None:
    """A log that goes on in the next columns is read for its first part alone, and not called
    complete.
    """
    table = laid_out(_side_by_side([HEADER, ROW], [HEADER, another("ACT-2")]))
    assert (ids(table), said(table)) == (["ACT-1"], [("second-table", "activities!J1")])
    assert [q.table for q in table.quarantined] == ["activities"]


def test_a_row_of_the_table_beside_alone_is_a_row_of_that_table() -> None:
    """Where the table beside is longer, its rows are no empty rows of this one."""
    longer = [*coalition(), list(coalition()[1])]
    table = laid_out([*_side_by_side([HEADER, ROW], longer[:2]), [*[None] * 9, *longer[2]]])
    assert (ids(table), [code for code, _ in said(table)]) == (["ACT-1"], ["second-table"])
    assert [q.table for q in table.quarantined] == ["coalitions", "coalitions"]


def test_known_columns_after_an_empty_one_are_columns_of_the_table() -> None:
    """An empty column alone makes no second table."""
    table = laid_out([[*HEADER, None, "place"], [*ROW, None, "Geneva"]])
    assert (table.rows[0].values["place"], said(table)) == ("Geneva", [])


@pytest.mark.parametrize(
    "word",
    [
        "Total",
        "TOTAL:",
        "Grand total",
        "Total 2024",
        "Total (XTS)",
        "Sous-total",
        "Total général",
        "Suma",
    ],
)
def test_a_totals_row_is_not_counted(word: str) -> None:
    """The first filled cell is a word for a total in a language of the reference, and required
    cells are empty.
    """
    table = laid_out([HEADER, ROW, [word, None, None, None, None, "12 in all"]])
    assert (ids(table), said(table)) == (["ACT-1"], [("totals-row", "activities!A3:F3")])
    assert fates(table)[-1] == (3, "totals-row")


def test_a_totals_row_of_a_form_stands_in_its_required_column() -> None:
    """Form I requires its section alone: the word stands there, or the section is empty."""
    table = laid_out(
        [*rows({**LINE, "amount": "5", "currency": "XTS"}), ["Total", "", "", "5"]], RESOURCE_LINES
    )
    other = laid_out(
        [*rows({**LINE, "amount": "5", "currency": "XTS"}), ["", "Total", "", "5"]], RESOURCE_LINES
    )
    assert [("totals-row" in dict(said(t)), len(t.rows)) for t in (table, other)] == [(True, 1)] * 2


@pytest.mark.parametrize("word", ["Total clearance", "Totally new", "Subtotals of all"])
def test_a_row_that_only_begins_like_a_total_is_a_row(word: str) -> None:
    """A row is never dropped for a word that may mean something else: its empty cells are
    findings.
    """
    assert "missing-value" in dict(said(laid_out([HEADER, ROW, [word]])))


def test_a_complete_row_called_total_is_a_row() -> None:
    """With every required cell filled it says something."""
    assert ids(laid_out([HEADER, another("Total")])) == ["Total"]


def test_one_merged_cell_over_a_row_is_a_heading_between_rows() -> None:
    """The name of a month over the whole width is no activity, and said not to be counted."""
    book = edited([HEADER, ["Spring"], ROW], lambda s: s.merge_cells("A2:H2"))
    table = read(read_xlsx("a.xlsx", book)[0])
    assert (ids(table), said(table)) == (["ACT-1"], [("heading-row", "activities!A2:H2")])


def _struck(*numbers: int) -> TableRows:
    def strike(of: Worksheet) -> None:
        for number in numbers:
            for cell in of[number]:
                cell.font = Font(strike=True)

    return read(read_xlsx("a.xlsx", edited([HEADER, ROW, another("ACT-2")], strike))[0])


def test_a_row_struck_through_is_out_with_a_question() -> None:
    """One finding a row, no matter how many cells; what it might have said limits the table."""
    table = _struck(2)
    assert (ids(table), said(table)) == (["ACT-2"], [("struck-row", "activities!A2:H2")])
    assert [q.table for q in table.quarantined] == ["activities"]


def test_a_struck_cell_of_a_required_column_puts_its_row_out() -> None:
    """Its value is not used: without it the row says nothing."""
    book = edited([HEADER, ROW], lambda s: setattr(s["C2"], "font", Font(strike=True)))
    table = read(read_xlsx("a.xlsx", book)[0])
    assert (ids(table), fates(table)[-1]) == ([], (2, "struck-through"))


def test_a_csv_row_with_more_fields_than_the_header_is_out() -> None:
    """A separator inside a field shifts what follows: no value of the row is trusted."""
    table = laid_out([HEADER, [*ROW, "beyond"], another("ACT-2")], is_csv=True)
    assert (ids(table), said(table)) == (["ACT-2"], [("shifted-row", "row 2")])
    assert [(q.table, q.ref.place) for q in table.quarantined] == [("activities", "row 2")]


def test_empty_fields_beyond_the_header_shift_nothing() -> None:
    """Spreadsheets pad rows with separators."""
    assert ids(laid_out([HEADER, [*ROW, "", " "]], is_csv=True)) == ["ACT-1"]


def test_a_short_csv_row_has_empty_cells_at_its_end() -> None:
    """Fields left out at the end are empty; the columns before them are where they were."""
    header = [*HEADER, "place"]
    assert laid_out([header, ROW], is_csv=True).rows[0].values["place"] == ""


def test_colour_is_said_once_a_colour_and_for_rows_of_data_alone() -> None:
    """A coloured header says nothing; two colours of data say two things."""
    yellow, red = (PatternFill("solid", fgColor=colour) for colour in ("FFFFFF00", "FFFF0000"))

    def paint(of: Worksheet) -> None:
        for number, fill in ((1, yellow), (2, yellow), (3, yellow), (4, red)):
            for cell in of[number]:
                cell.fill = fill

    table = read(
        read_xlsx("a.xlsx", edited([HEADER, ROW, another("ACT-2"), another("ACT-3")], paint))[0]
    )
    assert said(table) == [("coloured-cells", "activities!A2"), ("coloured-cells", "activities!A4")]
    assert [finding.hint for finding in table.findings] == ["FFFF00", "FF0000"]


def test_a_run_of_hidden_rows_is_said_once() -> None:
    """Rows hidden one below the other are one remark, at the first; the next run is another."""

    def hide(of: Worksheet) -> None:
        for number in (2, 3, 5):
            of.row_dimensions[number].hidden = True

    layout = [HEADER, ROW, *(another(f"ACT-{n}") for n in (2, 3, 4))]
    table = read(read_xlsx("a.xlsx", edited(layout, hide))[0])
    assert said(table) == [("hidden-row", "activities!A2:H2"), ("hidden-row", "activities!A5:H5")]
    assert len(table.rows) == 4


def test_a_value_of_a_merged_cell_is_read_for_each_row_and_said_once() -> None:
    """The reference of such a value has the step from the merged cell."""

    def merge(of: Worksheet) -> None:
        of.merge_cells("G2:G4")

    layout = [HEADER, ROW, *([f"ACT-{n}", *ROW[1:6], None, "public"] for n in (2, 3))]
    table = read(read_xlsx("a.xlsx", edited(layout, merge))[0])
    assert said(table) == [("merged-down", "activities!G3")]
    assert [r.values["organizers"] for r in table.rows] == [("XAA", "XAE")] * 3
    ref = table.rows[1].row.ref("organizers")
    assert (ref.words, [(step.kind, step.after, step.ref.place) for step in ref.steps]) == (
        "",
        [("merged", "XAA; XAE", "activities!G2")],
    )


@pytest.mark.parametrize(
    ("field", "value", "code", "kept"),
    [
        ("participant_count", "12", "numbers-as-text", 12),
        ("date_end", datetime(2025, 4, 8, 17, 30), "time-left-out", None),
        ("source_ref", datetime(2025, 3, 1), "date-in-text", ""),
    ],
)
def test_how_a_cell_is_stored_is_said_where_it_matters(
    field: str, value: object, code: str, kept: object
) -> None:
    """Numbers as text are numbers, a time is left out of a day, a date in a column of texts is not
    used.
    """
    table = laid_out(log(**{field: value}))
    got = table.rows[0].values[field]
    assert [c for c, _ in said(table)] == [code]
    assert got == kept or (
        code == "time-left-out" and str(getattr(got, "first", "")) == "2025-04-08"
    )


def test_an_id_that_excel_made_a_date_puts_its_row_out() -> None:
    """MAR-25 became the first of March: nobody can tell any more what was typed."""
    table = laid_out(rows({**COALITION, "coalition_id": datetime(2025, 3, 1)}), COALITIONS)
    assert (table.rows, said(table)) == ((), [("date-in-text", "activities!A2")])


def test_ids_that_are_numbers_are_kept_and_asked_about_once() -> None:
    """Numbers count as their digits; whether noughts were lost is one question a column."""
    table = laid_out(rows({**ACTIVITY, "activity_id": 7}, {**ACTIVITY, "activity_id": 8}))
    assert (ids(table), said(table)) == (["7", "8"], [("number-in-id", "activities!A2")])


def test_numbers_as_text_in_a_csv_file_are_nothing_to_speak_of() -> None:
    """Every cell of a csv file is text."""
    assert said(laid_out(log(participant_count="12"), is_csv=True)) == []


def test_a_truth_value_in_a_column_of_yes_and_no_is_yes_or_no() -> None:
    """Excel makes TRUE of what a person types as true, vrai or verdadero."""
    register = {
        "state": "Alphaland",
        "article7_year": 2024,
        "received_on": "2025-04-29",
        "public": True,
    }
    assert laid_out(rows(register), REPORTS_RECEIVED).rows[0].values["public"] == "yes"


BLOCKS: tuple[list[list[object]], ...] = (
    [HEADER],
    [ROW],
    [another("ACT-2")],
    [["Total", None, 3]],
    [["A title"]],
    [[]],
    coalition(),
    _side_by_side([HEADER, ROW], coalition()),
    [[*[None] * 9, "beyond"]],
    [[*HEADER, "status"]],
    [["", "x"]],
)


@given(st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=12), st.booleans())
def test_every_row_of_any_layout_has_one_fate(
    blocks: list[list[list[object]]], is_csv: bool
) -> None:
    """Whatever stands above, below or beside: each row that is not empty is read or set aside,
    once.
    """
    of = sheet("activities", [row for block in blocks for row in block], is_csv=is_csv)
    table = read(of)
    placed = sorted(
        [*(r.row.raw.number for r in table.rows), *(drop.key[2] for drop in table.drops)]
    )
    assert placed == [row.number for row in of.rows]
    assert all(q.table for q in table.quarantined)
