"""What a person sees in a worksheet beside its texts: merged, hidden, struck, coloured, commented,
linked, far away.
"""

import io
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.collect.xlsx_file import read_xlsx
from pipeline.model.source import Cell, CellKind, Ref, Remark, Sheet, Step
from pipeline.ooxml import UnsafePackage, read_package, write_package
from tests.makers.tables import Rows, edited, with_part, workbook

SHEET_1 = "xl/worksheets/sheet1.xml"
STRUCK = Font(strike=True)


def read(rows: Rows, edit: Callable[[Worksheet], object] = lambda _: None) -> Sheet:
    """The first sheet of a workbook with these rows, changed by hand."""
    return read_xlsx("a.xlsx", edited(rows, edit, "S"))[0]


def texts(sheet: Sheet) -> list[tuple[int, list[str]]]:
    """The texts of each row by its number."""
    return [(row.number, [cell.text for cell in row.cells]) for row in sheet.rows]


def said(sheet: Sheet) -> list[tuple[str, int, int]]:
    """Code, row and column of every remark."""
    return [(remark.code, remark.row, remark.column) for remark in sheet.remarks]


def test_a_cell_at_the_end_of_the_sheet_costs_no_cells_between() -> None:
    """A value in XFD1048576 is one row more, under its own number."""
    sheet = read([["a"]], lambda s: s.cell(1_048_576, 16_384, "far"))
    assert [(row.number, len(row.cells)) for row in sheet.rows] == [(1, 1), (1_048_576, 16_384)]


def test_a_used_range_to_the_end_of_the_sheet_is_not_walked() -> None:
    """What a sheet says of its size, and formatted cells without content, give no row and no
    width.
    """
    content = with_part(workbook({"S": [["a"]]}), SHEET_1, b'ref="A1:A1"', b'ref="A1:XFD1048576"')
    content = with_part(
        content,
        SHEET_1,
        b"</row>",
        b'<c r="XFD1" s="0"/></row><row r="1048576"><c r="A1048576"/></row>',
    )
    assert texts(read_xlsx("a.xlsx", content)[0]) == [(1, ["a"])]


def test_more_cells_than_any_table_has_are_unsafe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that each reach to the last column would fill the memory."""
    monkeypatch.setattr("pipeline.collect.worksheet.MAX_CELLS", 20_000)
    with pytest.raises(UnsafePackage, match="wider"):
        read([["a"]], lambda s: [s.cell(row, 16_384, "x") for row in (1, 2)])


@pytest.mark.parametrize("sheets", [{"S": 12}, {"S": 6, "T": 6}])
def test_more_filled_cells_than_any_workbook_has_are_unsafe(
    sheets: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On one sheet or on several together."""
    for module in ("worksheet", "xlsx_file"):
        monkeypatch.setattr(f"pipeline.collect.{module}.MAX_FILLED", 10)
    with pytest.raises(UnsafePackage):
        read_xlsx("a.xlsx", workbook({name: [["x"]] * n for name, n in sheets.items()}))


def test_rows_and_cells_without_a_place_of_their_own_follow_each_other() -> None:
    """Some programs write no references; the next row and column are meant."""
    content = with_part(workbook({"S": [["a", "b"], ["c"]]}), SHEET_1, b' r="2"', b"")
    content = with_part(content, SHEET_1, b' r="B1"', b"")
    assert texts(read_xlsx("a.xlsx", content)[0]) == [(1, ["a", "b"]), (2, ["c"])]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("a", "text"),
        ("12", "text"),
        (12, "number"),
        (1.5, "number"),
        (True, "truth"),
        (date(2025, 4, 7), "date"),
    ],
)
def test_a_cell_knows_how_it_is_stored(value: object, kind: str) -> None:
    """Text, number, truth and date are told apart."""
    assert read([[value]]).rows[0].cells[0].kind is CellKind(kind)


def test_a_merged_cell_downwards_gives_each_row_its_value_and_says_from_where() -> None:
    """Rows covered by a merged cell have its value, with a step; a row of nothing else is no
    row.
    """
    sheet = read(
        [["id", "x"], ["a", "1"], [None, "2"], [None, None]], lambda s: s.merge_cells("A2:A4")
    )

    step = Step("merged", "", "a", Ref("a.xlsx", "S!A2", "a"))
    assert texts(sheet) == [(1, ["id", "x"]), (2, ["a", "1"]), (3, ["a", "2"])]
    assert (sheet.rows[2].cells[0].steps, sheet.rows[2].cells[0].words) == ((step,), "")
    assert said(sheet) == [("merged-down", 3, 1)]


def test_a_merged_date_stays_a_date() -> None:
    """What is taken for a covered row is the whole cell, not its text alone."""
    sheet = read([[date(2025, 4, 7), 1], [None, 2]], lambda s: s.merge_cells("A1:A2"))
    assert sheet.rows[1].cells[0][:3] == ("2025-04-07", "", CellKind.DATE)


def test_a_merged_cell_sideways_leaves_the_covered_cells_unknown() -> None:
    """Whether the value is meant for the covered columns too, nobody knows: they are faults, never
    blank.
    """
    sheet = read([["a", "b", "c"], ["x", None, "z"]], lambda s: s.merge_cells("A2:B2"))
    assert sheet.rows[1].cells[1] == Cell("", "merged-across")


def test_a_merged_cell_without_a_value_covers_nothing() -> None:
    """Empty cells merged are empty cells."""
    sheet = read([["a", "b"], [None, None, "z"]], lambda s: s.merge_cells("A2:B2"))
    assert sheet.rows[1].cells[:2] == (Cell(), Cell())


def test_hidden_rows_columns_and_sheets_are_read_and_said() -> None:
    """What nobody sees is content all the same; where nothing stands nothing is said."""

    def hide(sheet: Worksheet) -> None:
        for number in (2, 9):
            sheet.row_dimensions[number].hidden = True
        for letter in ("B", "F"):
            sheet.column_dimensions[letter].hidden = True

    sheet = read([["a", "b"], ["c", "d"]], hide)
    assert texts(sheet) == [(1, ["a", "b"]), (2, ["c", "d"])]
    assert said(sheet) == [("hidden-row", 2, 0), ("hidden-column", 0, 2)]


def test_a_row_of_no_height_and_a_column_of_no_width_are_hidden_too() -> None:
    """Dragging a border to nothing hides as well as the menu does."""
    content = with_part(
        workbook({"S": [["a"], ["b"]]}),
        SHEET_1,
        b'<row r="2"',
        b'<row ht="0" customHeight="1" r="2"',
    )
    columns = b'<cols><col min="1" max="1" width="0" customWidth="1"/></cols><sheetData>'
    sheet = read_xlsx("a.xlsx", with_part(content, SHEET_1, b"<sheetData>", columns))[0]
    assert said(sheet) == [("hidden-row", 2, 0), ("hidden-column", 0, 1)]


def test_a_filter_without_conditions_hides_nothing() -> None:
    """The arrows of a filter alone are no remark; a row it hides is one of its own kind."""

    def arrows(sheet: Worksheet) -> None:
        sheet.auto_filter.ref = "A1:A3"

    def filtered(sheet: Worksheet) -> None:
        arrows(sheet)
        sheet.auto_filter.add_filter_column(0, ["b"])
        sheet.row_dimensions[3].hidden = True

    rows = [["a"], ["b"], ["c"]]
    assert (said(read(rows, arrows)), said(read(rows, filtered))) == ([], [("filtered-row", 3, 0)])


def test_a_struck_cell_is_a_fault_wholly_or_in_part() -> None:
    """A line through a value, or through some of its letters, takes the value back."""
    part = CellRichText("kept ", TextBlock(InlineFont(strike=True), "struck"))
    whole = read([["id"], ["a"]], lambda s: setattr(s["A2"], "font", STRUCK))
    some = read([["id"], [part]])
    assert whole.rows[1].cells[0] == Cell("a", "struck-through")
    assert some.rows[1].cells[0] == Cell("kept struck", "struck-through")


def test_rich_text_without_a_line_through_it_is_its_text() -> None:
    """Bold and plain runs are put together to the letter."""
    assert read([[CellRichText("one ", TextBlock(InlineFont(b=True), "two"))]]).rows[0].cells[
        0
    ] == Cell("one two")


@pytest.mark.parametrize(
    ("fill", "n"),
    [
        (PatternFill("solid", fgColor="FFFFFF00"), 1),
        (PatternFill("solid", fgColor=Color(theme=4)), 1),
        (PatternFill("solid", fgColor="FFFFFFFF"), 0),
        (PatternFill("solid", fgColor=Color(theme=0)), 0),
        (PatternFill("solid", fgColor=Color(indexed=64)), 0),
        (PatternFill(), 0),
    ],
    ids=["yellow", "of the theme", "white", "paper", "of the system", "none"],
)
def test_colour_is_remarked_where_it_is_one(fill: PatternFill, n: int) -> None:
    """White and no fill are no colour; a colour is remarked at the first filled cell of its row,
    for data alone.
    """

    def paint(sheet: Worksheet) -> None:
        for place in ("A1", "B1", "C1"):
            sheet[place].fill = fill

    sheet = read([["a", "b"]], paint)
    assert [(r.code, r.row, r.column, r.about_rows) for r in sheet.remarks] == [
        ("coloured-cells", 1, 1, True)
    ] * n


def test_a_comment_is_a_remark_whose_words_are_in_the_hint_alone() -> None:
    """The cell itself is as it was."""
    sheet = read(
        [["a"]], lambda s: setattr(s["A1"], "comment", Comment("ask the\nmission", "desk"))
    )
    assert (sheet.remarks, sheet.rows[0].cells[0]) == (
        (Remark("cell-comment", 1, 1, "ask the mission"),),
        Cell("a"),
    )


def test_a_thread_stands_for_the_old_comment_that_repeats_it() -> None:
    """Replies are joined in one remark at the cell."""
    parts = read_package(
        edited([["a"]], lambda s: setattr(s["A1"], "comment", Comment("[Threaded comment]", "x")))
    )
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    more = (
        b'<Relationship Id="t9"'
        b' Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"'
        b' Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    )
    space = b"http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    thread = (
        b'<ThreadedComments xmlns="'
        + space
        + b'"><threadedComment ref="A1"><text>Is it so?</text></threadedComment>'
        b'<threadedComment ref="A1"><text>Yes.</text></threadedComment></ThreadedComments>'
    )
    parts[rels] = parts[rels].replace(b"</Relationships>", more)
    parts["xl/threadedComments/threadedComment1.xml"] = thread
    sheet = read_xlsx("a.xlsx", write_package(parts))[0]
    assert sheet.remarks == (Remark("cell-comment", 1, 1, "Is it so? / Yes."),)


@pytest.mark.parametrize(
    ("formula", "is_link"),
    [
        ("[1]Other!A1", True),
        ("'[2]A sheet'!A1+1", True),
        ("[1]!Name", True),
        ("Log[1]", False),
        ("Log[[#This Row],[2]]", False),
        ('"[1]Other!A1"', False),
        ("Other!A1", False),
    ],
)
def test_a_formula_that_reaches_into_another_workbook_is_a_fault(
    formula: str, is_link: bool
) -> None:
    """Its stored result may be years old; a column of a table and a text only look like it."""
    made = workbook({"S": [["id"], ["=B1"]]})
    xml = formula.replace('"', "&quot;").encode()
    sheet = read_xlsx(
        "a.xlsx", with_part(made, SHEET_1, b"<f>B1</f><v></v>", b"<f>" + xml + b"</f><v>5</v>")
    )[0]
    assert sheet.rows[1].cells[0][:2] == ("5", "linked-value" if is_link else "")


def test_a_shared_formula_is_a_link_in_every_cell_that_shares_it() -> None:
    """Only the first cell has the words of the formula."""
    cells = (
        b'<c r="A1"><f t="shared" ref="A1:A2" si="0">[1]Other!A1</f><v>5</v></c></row>'
        b'<row r="2"><c r="A2"><f t="shared" si="0"/><v>6</v></c></row>'
    )
    content = with_part(
        workbook({"S": [[1]]}), SHEET_1, b'<c r="A1" t="n"><v>1</v></c></row>', cells
    )
    assert [row.cells[0].fault for row in read_xlsx("a.xlsx", content)[0].rows] == [
        "linked-value"
    ] * 2


def test_a_formula_whose_result_is_an_empty_text_is_an_empty_cell() -> None:
    """Excel stored that result; nothing is missing."""
    content = with_part(
        workbook({"S": [["id", "=A1"]]}),
        SHEET_1,
        b'<c r="B1"><f>A1</f><v></v>',
        b'<c r="B1" t="str"><f>A1</f><v></v>',
    )
    assert read_xlsx("a.xlsx", content)[0].rows[0].cells == (Cell("id"),)


def test_a_nought_in_a_workbook_nobody_reckoned_is_no_result() -> None:
    """Programs that write formulas without reckoning store 0 and leave the rest to Excel."""
    content = with_part(
        workbook({"S": [["id", "=A1"]]}), SHEET_1, b"<f>A1</f><v></v>", b"<f>A1</f><v>0</v>"
    )
    assert read_xlsx("a.xlsx", content)[0].rows[0].cells[1] == Cell("=A1", "formula-without-value")


def test_dates_from_1904_are_the_same_days() -> None:
    """The workbook says from when it counts; the sheet says so, and one remark a workbook."""
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    for sheet in (book.worksheets[0], book.create_sheet("T")):
        sheet["A1"] = date(2025, 4, 7)
    target = io.BytesIO()
    book.save(target)
    sheets = read_xlsx("a.xlsx", target.getvalue())
    assert [(s.is_1904, s.rows[0].cells[0].text) for s in sheets] == [(True, "2025-04-07")] * 2
    assert [remark.code for s in sheets for remark in s.remarks] == ["dates-from-1904"]


@pytest.mark.parametrize(
    ("stored", "text"),
    [("line_x000D_end", "line\rend"), ("_x005F_x0041_", "_x0041_"), ("x005F_", "x005F_")],
)
def test_what_excel_escapes_is_read_as_the_character(stored: str, text: str) -> None:
    """An escaped character is one character; what only looks so stays as it is."""
    assert read([[stored]]).rows[0].cells[0] == Cell(text)


def test_what_is_said_of_a_cell_twice_is_the_line_through_it() -> None:
    """A struck error stays out as struck; nothing in it is used."""
    sheet = read([["#REF!", "b"]], lambda s: setattr(s["A1"], "font", STRUCK))
    assert sheet.rows[0].cells[0].fault == "struck-through"
