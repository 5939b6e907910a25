"""Dates in one cell: what is read in three languages, what is a question; a printed date reads
back.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.dates_and_money import Dated, Precision
from pipeline.model.source import CellKind
from tests.makers.single_cells import DATE, SPAN, ask, lists, said

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "es": [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2025-04-07", "2025-04-07 day"),
        ("2025-04-07T14:30:00Z", "2025-04-07 day"),
        ("2025-04-07 14:30", "2025-04-07 day"),
        ("2025/04/07", "2025-04-07 day"),
        ("7 April 2025", "2025-04-07 day"),
        ("7th April 2025", "2025-04-07 day"),
        ("April 7, 2025", "2025-04-07 day"),
        ("7-Apr-2025", "2025-04-07 day"),
        ("7 avril 2025", "2025-04-07 day"),
        ("1er mai 2025", "2025-05-01 day"),
        ("7 de abril de 2025", "2025-04-07 day"),
        ("1º de mayo de 2025", "2025-05-01 day"),
        ("1/abr/2016", "2016-04-01 day"),
        ("13/04/2025", "2025-04-13 day"),
        ("04/13/2025", "2025-04-13 day"),
        ("04.04.2025", "2025-04-04 day"),
        ("2025-04", "2025-04-01 month"),
        ("04/2025", "2025-04-01 month"),
        ("April 2025", "2025-04-01 month"),
        ("March, 2015", "2015-03-01 month"),
        ("septiembre de 2025", "2025-09-01 month"),
        ("Q1 2025", "2025-01-01 quarter"),
        ("2025-Q2", "2025-04-01 quarter"),
        ("T3 2025", "2025-07-01 quarter"),
        ("first quarter of 2025", "2025-01-01 quarter"),
        ("1er trimestre 2025", "2025-01-01 quarter"),
        ("deuxième trimestre de 2025", "2025-04-01 quarter"),
        ("cuarto trimestre de 2025", "2025-10-01 quarter"),
        ("2025", "2025-01-01 year"),
    ],
)
def test_a_date_is_read_as_it_is_written(words: str, expected: str) -> None:
    """Day, month, quarter and year, in figures and in the words of three languages."""
    assert said(words, DATE) == (expected, (), "")


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("7–8 April 2025", "2025-04-07 day", "2025-04-08 day"),
        ("7-8 April 2025", "2025-04-07 day", "2025-04-08 day"),
        ("7 and 8 April 2025", "2025-04-07 day", "2025-04-08 day"),
        ("30 June and 1 July 2025", "2025-06-30 day", "2025-07-01 day"),
        ("30 June – 2 July 2025", "2025-06-30 day", "2025-07-02 day"),
        ("30 December 2024 – 2 January 2025", "2024-12-30 day", "2025-01-02 day"),
        ("April 7–8, 2025", "2025-04-07 day", "2025-04-08 day"),
        ("from 7 to 9 April 2025", "2025-04-07 day", "2025-04-09 day"),
        ("between 7 and 9 April 2025", "2025-04-07 day", "2025-04-09 day"),
        ("2025-04-07/2025-04-08", "2025-04-07 day", "2025-04-08 day"),
        ("2025-04-07 – 2025-04-08", "2025-04-07 day", "2025-04-08 day"),
        ("January–March 2025", "2025-01-01 month", "2025-03-01 month"),
        ("Q1–Q2 2025", "2025-01-01 quarter", "2025-04-01 quarter"),
        ("2024–2025", "2024-01-01 year", "2025-01-01 year"),
        ("du 7 au 8 avril 2025", "2025-04-07 day", "2025-04-08 day"),
        ("7 et 8 avril 2025", "2025-04-07 day", "2025-04-08 day"),
        ("del 7 al 8 de abril de 2025", "2025-04-07 day", "2025-04-08 day"),
        ("1/abr/2016–31/jul/2017", "2016-04-01 day", "2017-07-31 day"),
    ],
)
def test_a_span_in_one_cell_has_both_its_ends(words: str, first: str, last: str) -> None:
    """A column that may hold a span gets first and last; one that may not gets a question."""
    assert said(words, SPAN) == (f"{first} – {last}", (), "")
    assert said(words, DATE).codes == ("two-dates",)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("03/04/2025", "ambiguous-date"),
        ("3.4.2025", "ambiguous-date"),
        ("03-04-2025", "ambiguous-date"),
        ("03/04/2025 – 05/04/2025", "ambiguous-date"),
        ("45748", "ambiguous-date"),
        ("03/04/25", "two-digit-year"),
        ("7 April 25", "two-digit-year"),
        ("Apr-25", "two-digit-year"),
        ("7 and 9 April 2025", "two-dates"),
        ("March and April 2025", "two-dates"),
        ("8–7 April 2025", "two-dates"),
        ("31/06/2025", "bad-date"),
        ("31 June 2025", "bad-date"),
        ("30/02/2025", "bad-date"),
        ("Q5 2025", "bad-date"),
        ("2025-13", "bad-date"),
        ("7", "bad-date"),
        ("May", "date-without-year"),
        ("7 April", "date-without-year"),
        ("25-Oct", "date-without-year"),
        ("12 avril", "date-without-year"),
        ("4月5日", "date-without-year"),
        ("--10-25", "date-without-year"),
        ("15 December 2024 to 10 January", "two-dates"),
        ("7 April 2025 – 9", "bad-date"),
        ("2024-25", "bad-date"),
        ("7/8 April 2025", "bad-date"),
        ("3 – 7 April 2025 – 9 May 2025", "bad-date"),
        ("soon", "bad-date"),
        ("7 April 2025 or later", "bad-date"),
        ("1" * 5_000, "bad-date"),
        ("2024–", "bad-date"),
        ("– 2024", "bad-date"),
        ("-2024", "bad-date"),
        ("March 2024 -", "bad-date"),
    ],
)
def test_what_is_no_one_date_is_a_question(words: str, code: str) -> None:
    """Two readings, two dates, a short year or a day that does not exist: nothing is read."""
    given = said(words, SPAN)
    assert (given.value, given.codes) == (None, (code,))


def test_a_date_of_two_readings_names_both() -> None:
    """The hint holds both candidates, for a text in figures and for a serial number."""
    assert said("03/04/2025", DATE).hint == "2025-04-03 or 2025-03-04"
    assert said("45748", DATE).hint == "2025-04-01 or 2029-04-02"


@pytest.mark.parametrize(
    ("words", "is_1904", "value", "codes"),
    [
        ("45748", False, "2025-04-01", ("date-serial",)),
        ("45748.5", False, "2025-04-01", ("date-serial",)),
        ("44286", True, "2025-04-01", ("date-serial",)),
        ("2025", False, "2025-01-01", ()),
        ("36525", False, "", ("bad-date",)),
        ("73051", False, "", ("bad-date",)),
        ("12", False, "", ("bad-date",)),
        ("-3", False, "", ("bad-date",)),
    ],
)
def test_a_number_cell_is_a_day_of_the_workbook(
    words: str, is_1904: bool, value: str, codes: tuple[str, ...]
) -> None:
    """A stored number from 2000 to 2099 is the day its workbook counts to, and a note says so; no
    other is a date.
    """
    reading = ask(words, DATE, kind=CellKind.NUMBER, is_1904=is_1904)
    assert isinstance(reading.value, Dated) == bool(value)
    assert not isinstance(reading.value, Dated) or reading.value.first.isoformat() == value
    assert tuple(fault.code for fault in reading.faults) == codes


@given(day=DAYS, language=st.sampled_from(sorted(MONTHS)))
def test_a_day_printed_in_words_reads_back(day: date, language: str) -> None:
    """Day, month and year in words, with and without the small words of the language."""
    month = MONTHS[language][day.month - 1]
    of = {"en": "", "fr": "", "es": "de "}[language]
    reading = ask(f"{day.day} {of}{month} {of}{day.year}", DATE)
    assert reading == (Dated(first=day), ())


@given(day=DAYS, n_days=st.integers(1, 400))
def test_a_span_printed_in_any_way_reads_back(day: date, n_days: int) -> None:
    """First and last in ISO form and in words give the same span."""
    last = day + timedelta(days=n_days)
    if last.year > 2099:
        return
    names = [f"{d.day} {MONTHS['en'][d.month - 1]} {d.year}" for d in (day, last)]
    for words in (
        f"{day}/{last}",
        f"{day} – {last}",
        f"from {names[0]} to {names[1]}",
        f"{names[0]}–{names[1]}",
    ):
        span = ask(words, SPAN).value
        assert (span.first.first, span.last.first) == (day, last)  # type: ignore[union-attr]


@given(day=DAYS, mark=st.sampled_from("./-"))
def test_no_date_of_two_readings_is_ever_read(day: date, mark: str) -> None:
    """A date in figures is read only where day and month cannot be exchanged, or are the same."""
    reading = ask(f"{day.day:02}{mark}{day.month:02}{mark}{day.year}", SPAN)
    if day.day <= 12 and day.day != day.month:
        assert (reading.value, reading.faults[0].code) == (None, "ambiguous-date")
    else:
        assert reading == (Dated(first=day), ())


@given(day=DAYS)
def test_a_month_a_quarter_and_a_year_read_back(day: date) -> None:
    """The first day of the span and its precision."""
    quarter = Dated(first=day).coarser(Precision.QUARTER)
    printed = {
        f"{MONTHS['fr'][day.month - 1]} {day.year}": Dated(first=day).coarser(Precision.MONTH),
        f"{day.year}-{day.month:02}": Dated(first=day).coarser(Precision.MONTH),
        f"Q{quarter.quarter} {day.year}": quarter,
        f"{day.year}": Dated(first=day).coarser(Precision.YEAR),
    }
    assert {words: ask(words, SPAN).value for words in printed} == printed


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(words: str) -> None:
    """No text stops the program."""
    reading = ask(words, SPAN)
    assert reading.value is None or not [
        fault for fault in reading.faults if fault.code == "bad-date"
    ]


def test_words_of_months_are_data() -> None:
    """Every month has a name in each of the three languages, in words.csv."""
    months = lists().words["month"]
    assert {name.casefold() for names in MONTHS.values() for name in names} <= set(months)
