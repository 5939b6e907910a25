"""One grammar of dates: a value reads alike in the log, in workbooks, in tables of documents and on
covers.
"""

from datetime import date

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.dates_and_money import Dated, DateRange, Precision
from pipeline.normalise.date_spans import Period, read_days, read_period
from tests.makers.report_forms import ENGLISH, cover
from tests.makers.single_cells import SPAN, ask, lists
from tests.makers.small_meeting import LINE, Content, log, normalised, register, report
from tests.makers.tables import edited
from tests.makers.word_files import docx, p, tbl

YEAR = (date(2024, 1, 1), date(2024, 12, 31))
SPANS = [
    "2024/01/01 - 2024/12/31",
    "2024-01-01 – 2024-12-31",
    "1 January to 31 December 2024",
    "du 1er janvier au 31 décembre 2024",
    "del 1 de enero al 31 de diciembre de 2024",
    "с 1 января по 31 декабря 2024 г.",
    "1 يناير 2024 إلى 31 ديسمبر 2024",
    "2024年1月1日至2024年12月31日",
    "2024年1月1日至12月31日",
    "自2024年1月1日起至12月31日止",
    "2024年1月1日～12月31日",
    "2024年1月1日から12月31日まで",
    "2024년 1월 1일부터 12월 31일까지",
    "2024年1月至12月",
    "2024/1/1 - 12/31",
    "1 January 2024 to 31 December",
    "du 1er janvier 2024 au 31 décembre",
    "del 1 de enero de 2024 al 31 de diciembre",
    "с 1 января 2024 г. по 31 декабря",
    "من ١ يناير ٢٠٢٤ إلى ٣١ ديسمبر",
]
DAYS = [
    "5 апреля 2024 г.",
    "2024年4月5日",
    "2024/04/05",
    "5 April 2024",
    "5 avril 2024",
    "5 de abril de 2024",
    "5 أبريل 2024",
    "5 апр. 2024 года",
    "April 5th, 2024",
    "٥ أبريل ٢٠٢٤",
    "２０２４年４月５日",
    "2024년 4월 5일",
]
DAY = date(2024, 4, 5)


def ends(first: object, last: object) -> tuple[date, date]:
    """First and last day of a span, of one date or of two."""
    if isinstance(first, DateRange):
        return first.first.first, first.last.last
    assert isinstance(first, Dated)
    return first.first, last.last if isinstance(last, Dated) else first.last


def in_log(words: str) -> tuple[date, date]:
    """What the log gives for a first day."""
    (activity,) = normalised({"activities.csv": log(date_start=words)}).value.activities
    return ends(activity.date_start, activity.date_end)


def in_workbook(words: str) -> tuple[date, date]:
    """What a line of Form I in a workbook gives."""
    book = report({**LINE, "period_from": words})
    files: dict[str, Content] = {
        "national-reports/a.xlsx": book,
        "reports-received.csv": register(),
    }
    ((line,),) = [made.lines for made in normalised(files).value.reports]
    return ends(line.period_from, line.period_to)


def in_word(words: str) -> tuple[date, date]:
    """What a line of Form I in a Word document gives."""
    head = ["Recipient State", "Amount", "Currency", "Start date"]
    content = docx(
        *cover(),
        p(ENGLISH.titles[8]),
        p(ENGLISH.headings["provided"]),
        tbl(head, ["Rhoville", "25000", "XTS", words]),
    )
    ((line,),) = [
        made.lines for made in normalised({"national-reports/a.docx": content}).value.reports
    ]
    return ends(line.period_from, line.period_to)


@pytest.mark.parametrize("words", SPANS)
def test_a_span_reads_alike_everywhere(words: str) -> None:
    """In a cell, in the log, in a workbook, in a table of Word and on a cover."""
    assert ends(ask(words, SPAN).value, None) == YEAR
    assert in_log(words) == YEAR
    assert in_workbook(words) == YEAR
    assert in_word(words) == YEAR
    assert read_period(words, lists().words) == Period(*YEAR)


@pytest.mark.parametrize("words", DAYS)
def test_a_day_reads_alike_everywhere(words: str) -> None:
    """In six languages and in figures."""
    assert ask(words, SPAN).value == Dated(first=DAY)
    assert in_log(words) == (DAY, DAY)
    assert in_workbook(words) == (DAY, DAY)
    assert in_word(words) == (DAY, DAY)
    assert read_days(f"Submitted: {words}", lists().words) == (DAY,)


def _shown(shown: str) -> bytes:
    """A log whose first day is stored as 25 October 2025, and shown in that format."""

    def edit(sheet: Worksheet) -> None:
        sheet["B2"].value, sheet["B2"].number_format = date(2025, 10, 25), shown

    return edited(log(), edit)


@pytest.mark.parametrize(
    ("shown", "read"),
    [
        ("mmm-yy", Dated(first=date(2025, 10, 1), precision=Precision.MONTH)),
        ("[$-411]ge", Dated(first=date(2025, 1, 1), precision=Precision.YEAR)),
        ("d-mmm-yy", Dated(first=date(2025, 10, 25))),
        ("d-mmm", None),
    ],
)
def test_a_workbook_is_read_as_precisely_as_it_shows(shown: str, read: Dated | None) -> None:
    """A month typed into Excel is a month; a day that shows no year is asked about at its cell."""
    done = normalised({"activities.xlsx": _shown(shown)})
    asked = [(f.code, f.ref.place) for f in done.findings if f.code == "date-without-year"]
    (activity,) = done.value.activities
    assert (activity.date_start, asked) == (
        read,
        [] if read else [("date-without-year", "activities!B2")],
    )


def test_a_report_and_its_register_are_read_as_precisely_as_they_show() -> None:
    """The cover and the lines of a report, and the register, alike."""

    def edit(sheet: Worksheet) -> None:
        for cell in sheet[2]:
            if isinstance(cell.value, str) and cell.value.startswith("2025-"):
                cell.value, cell.number_format = date(2025, 10, 25), "mmm yyyy"

    files: dict[str, Content] = {
        "national-reports/a.xlsx": report({**LINE, "period_from": "2024"}),
        "reports-received.xlsx": edited(register(), edit, "reports-received"),
    }
    (row,) = normalised(files).value.registered
    assert row.received_on == Dated(first=date(2025, 10, 1), precision=Precision.MONTH)


@pytest.mark.parametrize("words", SPANS)
def test_the_cover_of_a_document_gives_its_year(words: str) -> None:
    """A report in Word is placed by its period."""
    (made,) = normalised({"national-reports/a.docx": docx(*cover(period=words))}).value.reports
    assert (made.state, made.year) == ("XAA", 2024)


@pytest.mark.parametrize("words", SPANS)
def test_the_cover_of_a_workbook_gives_its_period(words: str) -> None:
    """The span fills both fields of the cover, and is a calendar year."""
    book = report(period_from=words)
    files: dict[str, Content] = {
        "national-reports/a.xlsx": book,
        "reports-received.csv": register(),
    }
    codes = {f.code for f in normalised(files).findings if f.ref.source.endswith("a.xlsx")}
    assert not codes & {"bad-date", "two-dates", "ambiguous-date", "period-not-a-year"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("April 2024", None),
        ("Q1 2024", None),
        ("2023-2024", None),
        ("January–March 2024", Period(date(2024, 1, 1), date(2024, 3, 31))),
        ("2024 (calendar year)", Period(*YEAR)),
        ("报告期间为2024年1月1日至12月31日", Period(*YEAR)),
        ("1 January 2024 to 31 December (calendar year)", Period(*YEAR)),
        ("1 July 2024 to 30 June", None),
        ("the year 2024, from 1/1 to 31/12/2024", Period(*YEAR)),
    ],
)
def test_a_cover_is_never_read_as_more_than_it_says(words: str, expected: Period | None) -> None:
    """A month is no year, and part of one is that part."""
    assert read_period(words, lists().words) == expected


def test_figures_of_two_readings_are_a_question_in_a_cell_and_read_by_the_form_on_a_cover() -> None:
    """The form asks for day, month and year in that order; a cell of a table does not."""
    assert ask("03/04/2025", SPAN).value is None
    assert read_days("03/04/2025", lists().words) == (date(2025, 4, 3),)
    assert read_days("12/31/2025", lists().words) == ()
