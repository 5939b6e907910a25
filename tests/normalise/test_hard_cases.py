"""Hard cases of single cells, by their numbers: amounts, currencies, absence, dates, names, lists
of actors.
"""

from decimal import Decimal
from typing import Any

import pytest

from pipeline.language import clean_text
from pipeline.model.dates_and_money import Absence
from pipeline.model.record import Activity, FormLine
from pipeline.model.source import Cell, CellKind, Columns, RawRow, Row, Sheet
from pipeline.model.tables import ACTIVITIES
from pipeline.normalise.cell_values import read_cell
from tests.makers.single_cells import AMOUNT, said
from tests.makers.small_meeting import (
    ACTIVITY,
    LINE,
    Content,
    demo_world,
    findings,
    normalised,
    register,
    report,
    rows,
)
from tests.normalise.test_grammar_actors import real
from tests.normalise.test_reference import _reference as real_reference

REPORT = "national-reports/alphaland.xlsx"


def form(*lines: dict[str, Any], **cover: str) -> dict[str, Content]:
    """The report of Alphaland with these lines."""
    return {"reports-received.csv": register(), REPORT: report(*lines, **cover)}


def log(*changes: dict[str, Any]) -> dict[str, Content]:
    """A log of planned activities, each changed."""
    given = [
        {**ACTIVITY, "activity_id": f"ACT-{n}", "status": "planned", **c}
        for n, c in enumerate(changes, start=1)
    ]
    return {"activities.csv": rows(*given)}


def lines_of(files: dict[str, Content]) -> tuple[FormLine, ...]:
    """The lines of the one report."""
    return normalised(files).value.reports[0].lines


def activities_of(files: dict[str, Content]) -> tuple[Activity, ...]:
    """The activities of the log."""
    return normalised(files).value.activities


def codes(files: dict[str, Content]) -> set[tuple[str, str]]:
    """Code and severity of every finding."""
    return {(f.code, f.severity.value) for f in findings(files)}


def test_case_07_a_period_that_is_no_calendar_year() -> None:
    """1/abr/2016–31/jul/2017: accepted, a note says it is no year, and no amount is spread over
    it.
    """
    files = form(
        {**LINE, "amount": 1000, "currency": "XTS"},
        period_from="1/abr/2016–31/jul/2017",
        period_to="",
    )
    assert codes(files) == {("period-not-a-year", "note")}
    money = lines_of(files)[0].money
    assert money and money.amount == 1000


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1'234.50", "1234.50"),
        ("1\u00a0234,56", "1234.56"),
    ],
)
def test_case_23_marks_that_decide(words: str, amount: str) -> None:
    """Both marks, or blanks and apostrophes, leave one reading."""
    assert said(words, AMOUNT) == ({"amount": amount}, (), "")


@pytest.mark.parametrize("words", ["1,500", "1.500"])
def test_case_23_a_mark_that_fits_both_readings(words: str) -> None:
    """A question, unless the report declares its mark or another cell of the column shows it."""
    assert ("ambiguous-amount", "decision") in codes(
        form({**LINE, "amount": words, "currency": "XTS"})
    )
    declared = lines_of(form({**LINE, "amount": words, "currency": "XTS"}, decimal_mark="comma"))[
        0
    ].money
    assert declared and declared.amount == {"1,500": Decimal("1.5"), "1.500": Decimal(1500)}[words]


@pytest.mark.parametrize(
    ("words", "amount", "currency"),
    [
        ("USD 2.5 million", 2_500_000, "USD"),
        ("300k", 300_000, "XTS"),
        ("€ 2,5 Mio.", 2_500_000, "EUR"),
        ("5 lakh", 500_000, "XTS"),
    ],
)
def test_case_24_magnitudes(words: str, amount: int, currency: str) -> None:
    """The magnitude is applied, with a note; the currency in the cell is the line's."""
    column = "" if currency != "XTS" else currency
    files = form({**LINE, "amount": words, "currency": column})
    line = lines_of(files)[0]
    assert line.money
    assert line.money.amount == amount
    assert line.currency == currency
    assert codes(files) == {("amount-magnitude", "note")}


@pytest.mark.parametrize("words", ["between 100 000 and 200 000", "100 000 – 200 000"])
def test_case_25_ranges(words: str) -> None:
    """Lowest and highest, and no amount that anything could add up."""
    money = lines_of(form({**LINE, "amount": words, "currency": "XTS"}))[0].money
    assert money
    assert [money.amount, money.low, money.high] == [None, Decimal(100_000), Decimal(200_000)]


@pytest.mark.parametrize("words", ["approx. 5000", "over 5000"])
def test_case_25_approximations(words: str) -> None:
    """Flagged, with a note."""
    files = form({**LINE, "amount": words, "currency": "XTS"})
    money = lines_of(files)[0].money
    assert money and money.is_approximate
    assert codes(files) == {("amount-approximate", "note")}


def test_case_26_a_sum_over_several_years() -> None:
    """The whole sum with its years, never divided."""
    money = lines_of(form({**LINE, "amount": "USD 1,200,000 (2023–2025)"}))[0].money
    assert money
    assert money.amount == 1_200_000
    assert money.years == (2023, 2025)


@pytest.mark.parametrize("words", ["kr 5 000 000", "$ 400 000", "Rs 5"])
def test_case_27_a_sign_of_several_currencies(words: str) -> None:
    """A decision with the candidates in its hint; the amount is not read, the line stays."""
    files = form({**LINE, "amount": words})
    found = next(f for f in findings(files) if f.code == "ambiguous-currency")
    assert (found.severity, len(found.hint.split(", ")) > 1) == ("decision", True)
    assert [line.money for line in lines_of(files)] == [None]


def test_case_28_help_in_kind() -> None:
    """Kinds material and technical, no amount, and it counts as assistance."""
    files = form({**LINE, "amount": "3 detectors, 2 trainers"})
    line = lines_of(files)[0]
    assert line.money and (line.money.amount, line.money.kinds) == (None, ("material", "technical"))
    assert (line.absence, codes(files)) == (None, {("amount-in-kind", "note")})


def test_case_29_five_absences() -> None:
    """0, nil, -, N/A and empty: only 0 and nil are zero, and each of the others is its own."""
    empty = {**LINE, "counterpart": ""}
    words = ("0", "nil", "-", "N/A", "")
    given = [
        line.absence
        for line in lines_of(form(*({**empty, "amount": w, "currency": "XTS"} for w in words)))
    ]
    assert given == [Absence.NONE, Absence.NONE, Absence.NOT_REPORTED, Absence.NOT_APPLICABLE, None]


def test_case_30_the_order_of_a_column() -> None:
    """Beside 13/04/2025 the column is day-first, with a note; with no decider it is a decision."""
    proved = log({"date_start": "03/04/2025"}, {"date_start": "13/04/2025"})
    start = activities_of(proved)[0].date_start
    assert start and start.first.isoformat() == "2025-04-03"
    assert codes(proved) == {("read-by-column", "note")}
    assert codes(log({"date_start": "03/04/2025"})) == {("ambiguous-date", "decision")}


def test_case_31_a_day_that_does_not_exist_and_a_quarter() -> None:
    """31/06/2025 is a decision, and a blocker where a date must stand; Q1 2025 is a quarter."""
    assert codes(log({"date_start": "31/06/2025"})) == {("bad-date", "decision")}
    declared = {
        "complete.csv": [["source", "through", "declared_by"], ["activities", "31/06/2025", "ISU"]]
    }
    assert ("bad-date", "blocker") in codes({**log({}), **declared})
    quarter = activities_of(log({"date_start": "Q1 2025"}))[0].date_start
    assert quarter and (quarter.precision, quarter.first.isoformat()) == ("quarter", "2025-01-01")


@pytest.mark.parametrize(("number", "is_1904"), [("45748", False), ("44286", True)])
def test_case_31_serial_numbers_by_the_workbooks_own_count(number: str, is_1904: bool) -> None:
    """A number cell is the same day in both date systems; as text it is a decision."""
    columns = Columns({"date_start": 0}, ("date_start",))
    raw = RawRow(2, (Cell(number, kind=CellKind.NUMBER),))
    row = Row(Sheet("m/log.xlsx", "activities", (raw,), is_1904=is_1904), raw, columns)
    value, faults = read_cell(
        row, "date_start", ACTIVITIES.column("date_start"), demo_world()[1].lists
    )
    assert [fault.code for fault in faults] == ["date-serial"]
    # a union, one of whose types has it
    assert getattr(value, "first").isoformat() == "2025-04-01"  # noqa: B009
    assert codes(log({"date_start": number})) == {("ambiguous-date", "decision")}


def test_case_32_two_days_in_one_cell() -> None:
    """7–8 April 2025 is one activity on two days."""
    (activity,) = activities_of(log({"date_start": "7–8 April 2025"}))
    assert activity.date_start and activity.date_end
    assert (activity.date_start.first.day, activity.date_end.first.day) == (7, 8)


@pytest.mark.parametrize("words", ["Côte d’Ivoire", "Cote d'Ivoire", "Co\u0302te d'Ivoire"])
def test_case_33_one_state_in_three_spellings(words: str) -> None:
    """Curly or straight, with or without the accent, composed or not."""
    assert real(words) == (("CIV",), ())


@pytest.mark.parametrize("words", ["Netherlands", "Kingdom of the Netherlands", "NLD", "Pays-Bas"])
def test_case_34_one_state_under_four_names(words: str) -> None:
    """Short, long, code and French."""
    assert real(words) == (("NLD",), ())


def test_case_35_names_that_begin_others_are_exact() -> None:
    """Congo, Guinea, Niger and Sudan are themselves, and nothing near is taken; Sudan is no
    Party.
    """
    assert [real(words)[0] for words in ("Congo", "Guinea", "Niger", "Sudan")] == [
        ("COG",),
        ("GIN",),
        ("NER",),
        ("SDN",),
    ]
    assert real("Nigeri") == ((), ("unknown-name",))
    assert real_reference("13msp").states["SDN"].status == "not_party"


def test_case_36_a_known_misspelling_and_an_unknown_one() -> None:
    """The typo on the official page is a hit with a note; another is a question with a
    suggestion.
    """
    assert real("Saint Kitt and Nevis") == (("KNA",), ("misspelt-name",))
    files = form({**LINE, "counterpart": "Rhovile"})
    found = next(f for f in findings(files) if f.code == "unknown-name")
    assert (found.severity, found.hint) == ("decision", "unknown: Rhovile (nearest name: rhoville)")
    assert lines_of(files)[0].counterparts == ()


def test_case_38_several_actors_in_one_cell() -> None:
    """Split by the list of known names and codes; what is left is a question that names it."""
    assert real("NLD/CHE") == (("NLD", "CHE"), ())
    assert real("DEU, NOR & NPA") == (("DEU", "NOR", "NPA"), ())
    files = form({**LINE, "counterpart": "various donors"})
    assert codes(files) == {("unknown-name", "decision")}
    assert clean_text(next(f.hint for f in findings(files))) == "unknown: various donors"
