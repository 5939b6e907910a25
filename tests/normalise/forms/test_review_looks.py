"""What persons did to review.xlsx beside their marks stays where they did it once the program adds
rows.
"""

import datetime
import io
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.table import Table as ExcelTable

from tests.makers.report_forms import report
from tests.makers.reports_meeting import earlier, meeting, unchanged
from tests.makers.review_marks import review_of
from tests.makers.small_meeting import Content

YELLOW = "00FFFF00"
FIRST, SECOND = "table 2 row 2", "table 2 row 3"


def two_lines() -> dict[str, Content]:
    """A report with two lines."""
    lines = [
        ("Rhoville", "", "25000", "XTS", "financial"),
        ("Deltaland", "", "400", "XTS", "financial"),
    ]
    return meeting(("a.docx", report(lines=lines)))


def bytes_of(book: Any) -> bytes:
    """The workbook as saved."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def at(sheet: Any, place: str, title: str, file: str = "a.docx") -> Any:
    """The cell of a reading in a column."""
    titles = [cell.value for cell in sheet[2]]
    rows = (row for row in sheet.iter_rows(min_row=3) if row[titles.index("place")].value == place)
    return next(row for row in rows if str(row[titles.index("file")].value).endswith(file))[
        titles.index(title)
    ]


@pytest.fixture
def extended() -> Any:
    """The sheet after a person worked in it and a report of another State came in."""
    files = two_lines()
    book = openpyxl.load_workbook(io.BytesIO(review_of(files)))
    sheet = book.worksheets[0]
    sheet.cell(2, sheet.max_column + 1, "My notes").fill = PatternFill("solid", fgColor=YELLOW)
    at(sheet, SECOND, "My notes").value = "call them"
    at(sheet, FIRST, "confirm").value = "yes"
    at(sheet, FIRST, "by").value = "ISU"
    at(sheet, FIRST, "on").value = datetime.date(2025, 7, 3)
    at(sheet, FIRST, "on").number_format = "dd/mm/yyyy"
    at(sheet, FIRST, "confirm").fill = PatternFill("solid", fgColor=YELLOW)
    at(sheet, FIRST, "confirm").comment = Comment("seen by two", "ISU")
    sheet.column_dimensions["E"].width = 99
    sheet.column_dimensions["W"].hidden = True
    sheet.auto_filter.add_filter_column(0, ["yes"])
    for number in (3, 4):
        sheet.row_dimensions[number].hidden = True
    book.create_sheet("mine")["A1"] = "=1+1"
    other = report(state="Deltaland", lines=[("Rhoville", "", "7", "XTS", "financial")])
    new = review_of({**files, "national-reports/b.docx": other}, bytes_of(book))
    return openpyxl.load_workbook(io.BytesIO(new)).worksheets[0]


def test_colour_comment_and_format_of_a_date_stay_with_their_row(extended: Any) -> None:
    """The rows of the other report stand above and between; theirs is plain."""
    day, mark = at(extended, FIRST, "on"), at(extended, FIRST, "confirm")

    assert (day.value, day.number_format) == (datetime.datetime(2025, 7, 3), "dd/mm/yyyy")
    assert (mark.fill.fgColor.rgb, mark.comment.text) == (YELLOW, "seen by two")
    assert [cell.coordinate for row in extended.iter_rows() for cell in row if cell.comment] == [
        mark.coordinate
    ]
    assert at(extended, FIRST, "confirm", "b.docx").fill.fgColor.rgb != YELLOW


def test_columns_and_sheets_of_a_person_stay_as_they_are(extended: Any) -> None:
    """Width, hidden, title, colour of a title, the words below it, a sheet beside the review."""
    head = next(cell for cell in extended[2] if cell.value == "My notes")

    assert (extended.column_dimensions["E"].width, extended.column_dimensions["W"].hidden) == (
        99,
        True,
    )
    assert (head.fill.fgColor.rgb, at(extended, SECOND, "My notes").value) == (YELLOW, "call them")
    assert extended.parent["mine"]["A1"].value == "=1+1"


def test_no_row_is_hidden_by_a_filter_that_was_made_for_other_rows(extended: Any) -> None:
    """A filter hides rows by their number: once rows are added, all are shown."""
    assert [n for n, row in extended.row_dimensions.items() if row.hidden] == []
    assert extended.auto_filter.filterColumn == []


@pytest.mark.parametrize("is_comment", [True, False])
def test_a_note_in_a_row_that_nobody_is_asked_about_any_more_is_kept(is_comment: bool) -> None:
    """The report turned out to be of a year on which nothing stands; what a person wrote beside it
    is still there.
    """
    files = meeting(unchanged(2024, 2019), earlier(2019))
    book = openpyxl.load_workbook(io.BytesIO(review_of(files)))
    sheet = book.worksheets[0]
    sheet.cell(2, sheet.max_column + 1, "note")
    noted = at(sheet, FIRST, "note", "a-2019.docx")
    if is_comment:
        noted.comment = Comment("ask again", "ISU")
    else:
        noted.value = "ask again"
    new = review_of(meeting(("a-2024.docx", report()), earlier(2019)), bytes_of(book))
    sheet = openpyxl.load_workbook(io.BytesIO(new)).worksheets[0]
    kept = at(sheet, FIRST, "note", "a-2019.docx")
    files_there = [row[20].value for row in sheet.iter_rows(min_row=3)]

    assert (kept.comment.text if is_comment else kept.value) == "ask again"
    assert sum("2019" in str(name) for name in files_there) == 1


def test_a_note_below_the_rows_is_kept() -> None:
    """Words typed into any column of a row that is no reading's stay in the workbook, below the
    readings.
    """
    book = openpyxl.load_workbook(io.BytesIO(review_of(two_lines())))
    sheet = book.worksheets[0]
    sheet.cell(sheet.max_row + 2, 5, "done up to here")
    new = review_of(
        {**two_lines(), "national-reports/b.docx": report(state="Deltaland", lines=())},
        bytes_of(book),
    )
    below = openpyxl.load_workbook(io.BytesIO(new)).worksheets[0]

    assert [cell.value for cell in below[below.max_row] if cell.value] == ["done up to here"]


def grown(change: Any) -> Any:
    """The sheet with a report more, after a person changed it."""
    book = openpyxl.load_workbook(io.BytesIO(review_of(two_lines())))
    change(book.worksheets[0])
    new = review_of(
        {**two_lines(), "national-reports/b.docx": report(state="Deltaland", lines=())},
        bytes_of(book),
    )
    return openpyxl.load_workbook(io.BytesIO(new)).worksheets[0]


def test_cells_that_were_merged_hide_no_words_of_the_rows_that_come_to_stand_there() -> None:
    """The words of every row are there once more."""
    sheet = grown(lambda sheet: sheet.merge_cells("E3:E5"))
    assert (
        len(sheet.merged_cells.ranges),
        [row[4].value for row in sheet.iter_rows(min_row=3)].count(None),
    ) == (0, 0)


def test_rows_made_a_table_stay_one_table_with_one_filter() -> None:
    """The table holds the new rows, and no second filter lies over it, which Excel would call
    damage.
    """

    def as_table(sheet: Any) -> None:
        sheet.auto_filter.ref = None
        sheet.add_table(ExcelTable(displayName="Readings", ref=f"A2:W{sheet.max_row}"))

    sheet = grown(as_table)
    assert [(table.ref, table.autoFilter.ref) for table in sheet.tables.values()] == [
        ("A2:W6", "A2:W6")
    ]
    assert sheet.auto_filter.ref is None


def test_a_table_that_cannot_hold_the_columns_goes_and_its_rows_stay() -> None:
    """A person took a column of the program out: it comes back, and the table would lack its
    title.
    """

    def as_table(sheet: Any) -> None:
        sheet.auto_filter.ref = None
        sheet.delete_cols(20)  # question
        sheet.add_table(ExcelTable(displayName="Readings", ref=f"A2:V{sheet.max_row}"))

    sheet = grown(as_table)
    assert (len(sheet.tables), sheet.max_row, sheet.auto_filter.ref) == (0, 6, "A2:W6")


def test_a_link_stays_with_its_words() -> None:
    """In a column of a person's own, in the row where it was."""

    def linked(sheet: Any) -> None:
        sheet.cell(2, sheet.max_column + 1, "link")
        at(sheet, FIRST, "link").value = "their site"
        at(sheet, FIRST, "link").hyperlink = "https://example.org/report"

    sheet = grown(linked)
    links = [
        (cell.value, cell.hyperlink.target)
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink
    ]
    assert links == [("their site", "https://example.org/report")]
    assert at(sheet, FIRST, "link").hyperlink is not None


def test_two_columns_of_one_title_keep_each_its_words() -> None:
    """A person's second column of notes is no copy of the first."""
    files = two_lines()
    book = openpyxl.load_workbook(io.BytesIO(review_of(files)))
    sheet = book.worksheets[0]
    last = sheet.max_column
    for column, words in ((last + 1, "first"), (last + 2, "second")):
        sheet.cell(2, column, "Notes")
        sheet.cell(3, column, words)
    new = review_of({**files, "national-reports/b.docx": report(state="Deltaland")}, bytes_of(book))
    extended = openpyxl.load_workbook(io.BytesIO(new)).worksheets[0]

    assert [extended.cell(2, column).value for column in (last + 1, last + 2)] == ["Notes", "Notes"]
    kept = {tuple(row[last : last + 2]) for row in extended.iter_rows(min_row=3, values_only=True)}
    assert ("first", "second") in kept
