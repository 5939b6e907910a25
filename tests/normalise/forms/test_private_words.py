"""Names, contacts, stories, storage places and coordinates stay in the report: no sheet that the
program goes on with holds them, in any format.
"""

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment

from pipeline.collect.docx_file import read_docx
from pipeline.collect.pdf_file import read_pdf
from pipeline.collect.xlsx_file import read_xlsx
from pipeline.model.source import Cell, RawRow, Sheet, SheetKind
from pipeline.normalise.forms.private_words import LEFT_OUT, without_private_words
from tests.makers.pdf_files import page, pdf
from tests.makers.report_forms import ENGLISH, FORM_I, LINE, cover, form_i
from tests.makers.reports_meeting import meeting
from tests.makers.review_marks import proposals
from tests.makers.small_meeting import demo_world, settled
from tests.makers.word_files import commented, docx, p, tbl, tc, tr

LABELS = demo_world()[1].forms
FILE = "m/national-reports/a.docx"


def said(sheets: tuple[Sheet, ...]) -> list[list[str]]:
    """The words of each row that a stage is given."""
    done = without_private_words(sheets, LABELS).value
    return [[cell.words for cell in raw.cells] for sheet in done for raw in sheet.rows]


def of_text(text: str) -> str:
    """What is left of a paragraph."""
    row = RawRow(1, (Cell(text),))
    return said((Sheet(FILE, "", (row,), SheetKind.PARAGRAPHS),))[0][0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write to zaq.quellon@gov.example now.", "Write to (left out) now."),
        ("Ask under +41 22 917 55 01", "Ask under (left out)"),
        ("tel. 022 555 0199", "(left out)"),
        ("Тел. 495 555 01 99", "(left out)"),
        ("Cleared near 14°35'59\"N, 120°59'02\"E.", "Cleared near (left out), (left out)."),
        ("Cleared near 14.5995, 120.9842.", "Cleared near (left out)."),
        ("At N14.59951 and UTM 48Q 0234567 1789012; done", "At (left out) and (left out); done"),
        ("Task 48QVD 2345 1789 is done", "Task (left out) is done"),
        ("Two schools. Mr J. F. Zaq lost a leg. He is nine. All good.", "Two schools. # All good."),
        ("Mme Quellon dirige. Elle est née ici. Fin.", "# Fin."),
        ("La Sra. Quellon dirige; fin", "# fin"),
        ("Опрос. Г-н Квеллон потерял ногу.", "Опрос. #"),
        ("يعمل السيد كويلون في الميدان", "#"),
        ("地雷清除。张先生受伤。结束", "地雷清除。#结束"),
        ("Xantippe Wolk, 12 years old, was hurt. Funds came.", "# Funds came."),
        ("Contact person: Wilhemina Qortz", "Contact person: #"),
        ("Point(s) de contact national(aux) (téléphone)* : W. Qortz", None),
        ("Survey done; storage place: Kwixhaven", "Survey done; storage place: #"),
        ("Depot: Kwixhaven\nTwo teams", "Depot: #\nTwo teams"),
    ],
)
def test_words_that_only_the_report_holds_are_left_out(text: str, expected: str | None) -> None:
    """Addresses and numbers, places on the map, sentences about a person, what stands behind a
    label.
    """
    wanted = expected or "Point(s) de contact national(aux) (téléphone)* : #"
    assert of_text(text) == wanted.replace("#", LEFT_OUT)


@pytest.mark.parametrize(
    "text",
    [
        "25 000 000 XTS for survey",
        "12 M. euros pour le déminage",
        "An increase of 1,500,000 at 20 °C",
        "DR Congo and the General Directorate of Civil Protection",
        "01/01/2024 to 31/12/2024",
        "14.5995",
        "Article 4, paragraph 1; Form F.",
        "He said that funding fell.",
        "Contact with the operators went on",
        "Teams were contacted by telephone 12 times",
    ],
)
def test_what_is_no_such_word_stays(text: str) -> None:
    """Sums, dates, temperatures, capital letters, sentences without a person."""
    assert of_text(text) == text


@given(st.decimals(0, 10**12, places=2), st.sampled_from(["", " ", ",", "'"]))
def test_no_amount_is_ever_left_out(amount: object, group: str) -> None:
    """However its digits are grouped."""
    text = f"{amount:,}".replace(",", group)
    assert of_text(text) == text


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        (
            [tbl(["Focal point", "Aldebrana Pfoo"], ["Amount", "5"])],
            [["Focal point", "#"], ["Amount", "5"]],
        ),
        (
            [p("Contact:"), p("Aldebrana Pfoo"), p("Two teams")],
            [["Contact:"], ["#"], ["Two teams"]],
        ),
        (
            [tbl(["Storage place", "Stock"], ["Kwixhaven", "200"], ["Zorp", "1"])],
            [["Storage place", "#"], ["#", "200"], ["#", "1"]],
        ),
        (
            [
                tbl(
                    ["Recipient", "Contact person", "Amount"],
                    ["Mu", "Aldebrana Pfoo", "5"],
                    ["Rhoville", "", "7"],
                )
            ],
            [["Recipient", "Contact person", "Amount"], ["Mu", "#", "5"], ["Rhoville", "", "7"]],
        ),
    ],
)
def test_a_label_leaves_out_what_stands_beside_or_below_it(
    blocks: list[str], expected: list[list[str]]
) -> None:
    """The next cell, the next paragraph, the column; never a title by which the report is read."""
    told = said(read_docx(FILE, docx(*blocks)))
    assert told == [[text.replace("#", LEFT_OUT) for text in row] for row in expected]


def test_a_merged_name_is_left_out_of_every_row_it_covers() -> None:
    """And of the step that says where its words come from."""
    covered = tr(tc("", merge="continue"), tc("2"))
    table = tbl(tr(tc("Ms Aldebrana Pfoo", merge="restart"), tc("1")), covered)
    done = without_private_words(read_docx(FILE, docx("Words", table)), LABELS).value
    assert "Pfoo" not in repr(done)


def test_a_sentence_that_goes_on_from_line_to_line_of_a_page_is_left_out_whole() -> None:
    """Of a PDF; and what its form fields hold."""
    lines = page("Two teams. Ms Borghild Vunk", "lost both legs in Kwolltown. Funds came.")
    fields = [("contact", "Contact person", "Aldebrana Pfoo")]
    told = said(read_pdf("m/national-reports/a.pdf", pdf(lines, fields=fields)))
    assert told == [
        [f"Two teams. {LEFT_OUT}"],
        [f"{LEFT_OUT} Funds came."],
        ["Contact person", LEFT_OUT],
    ]


def test_a_workbook_is_cleared_in_cells_and_comments() -> None:
    """A report kept as a workbook is a report."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["field", "value"], ["contact person", "Aldebrana Pfoo"], ["state", "Mu"]):
        sheet.append(row)
    sheet["B3"].comment = Comment("Ask pfoo@gov.example", "x")
    content = io.BytesIO()
    book.save(content)
    done = without_private_words(read_xlsx("m/national-reports/a.xlsx", content.getvalue()), LABELS)
    assert "foo" not in repr(done.value)
    assert [(f.code, f.ref.place, f.message.count("(rows: 1)")) for f in done.findings] == [
        ("private-words", "Sheet!A2:B2", 1)
    ]


def test_only_reports_are_cleared() -> None:
    """A log of activities says what persons of the office wrote into it."""
    row = RawRow(1, (Cell("Ms Pfoo"),))
    sheets = (Sheet("m/activities.xlsx", "activities", (row,)),)
    assert without_private_words(sheets, LABELS) == (sheets, ())


def test_no_reading_and_no_finding_holds_such_words() -> None:
    """Lines, texts, covers, comments: what a person is asked shows none of them."""
    table = tbl(
        [*ENGLISH.columns, "Description"],
        tr(*map(tc, ("Mu", "", "5", "XTS", "")), tc(p("by Ms Pfoo", commented()))),
        ["Mr Pfoo", "", "7", "XTS", "", ""],
    )
    inside = (p(ENGLISH.titles[FORM_I]), p("Assistance provided"), table, p("Ask Ms Pfoo there."))
    first, *rest = cover()
    contact = p("Contact person: Ms Pfoo")
    files = meeting(
        ("a.docx", docx(first, contact, *rest, *inside, comments=("Ms Pfoo must agree.",)))
    )
    done = settled(files)
    assert "Pfoo" not in repr((proposals(files), done.findings, done.records, done.counted))
    read = [
        (one.what, one.reading["amount"]) for one in proposals(files) if "amount" in one.reading
    ]
    assert read == [("line", "5"), ("text", "7")]  # the second is of nobody known


def test_a_folder_without_the_list_leaves_out_what_no_list_is_needed_for() -> None:
    """Folders of 0.1.0: addresses and coordinates are known by their form."""
    bare = LABELS._replace(private=type(LABELS.private)())
    row = RawRow(1, (Cell("Ms Pfoo, pfoo@gov.example, 14°35'N"),))
    sheet = Sheet(FILE, "", (row,), SheetKind.PARAGRAPHS)
    (done,) = without_private_words((sheet,), bare).value
    assert done.rows[0].cells[0].text == "Ms Pfoo, (left out), (left out)"


def test_a_report_without_such_words_is_left_as_it_is() -> None:
    """The same sheets, so that nothing is read again; and no note."""
    sheets = read_docx(FILE, docx(*cover(), *form_i({"provided": [LINE]})))
    done = without_private_words(sheets, LABELS)
    assert done.findings == ()
    assert all(one is other for one, other in zip(done.value, sheets, strict=True))
