"""What cells prove for each other: the order of dates, the mark before decimals, spans and
currencies.
"""

from decimal import Decimal
from typing import Any

import pytest

from pipeline.model.finding import Outcome
from pipeline.model.record import Activity, FormLine
from pipeline.model.records import Records
from pipeline.model.settings import Settings
from pipeline.model.source import Ref
from pipeline.normalise.meeting_records import normalise
from tests.makers.small_meeting import (
    ACTIVITY,
    LINE,
    Content,
    collected,
    demo_world,
    normalised,
    register,
    report,
    rows,
)

REPORT = "national-reports/alphaland.xlsx"


def dated(*days: str, **more: str) -> Outcome[Records]:
    """A log of planned activities on these days."""
    records = [
        {**ACTIVITY, "activity_id": f"ACT-{n}", "status": "planned", "date_start": day, **more}
        for n, day in enumerate(days, start=1)
    ]
    return normalised({"activities.csv": rows(*records)})


def starts(read: Outcome[Records]) -> list[str]:
    """The first day of each activity, empty where it was not read."""
    return [a.date_start.first.isoformat() if a.date_start else "" for a in read.value.activities]


def lines(*amounts: str, currency: str = "XTS", **cover: str) -> Outcome[Records]:
    """A report of lines with these amounts."""
    given = [{**LINE, "amount": amount, "currency": currency} for amount in amounts]
    return normalised({"reports-received.csv": register(), REPORT: report(*given, **cover)})


def of(read: Outcome[Records]) -> tuple[FormLine, ...]:
    """The lines of the one report."""
    return read.value.reports[0].lines


def sums(read: Outcome[Records]) -> list[Decimal | None]:
    """The amounts of the lines."""
    return [line.money.amount if line.money else None for line in of(read)]


def said(read: Outcome[Records], *codes: str) -> list[tuple[str, str]]:
    """Code and place of the findings of these codes."""
    return [(f.code, f.ref.place) for f in read.findings if f.code in codes]


def test_one_cell_proves_the_order_of_its_column() -> None:
    """Beside 13/04/2025 every date of the column is day-first, with a note at each that had two
    readings.
    """
    read = dated("03/04/2025", "13/04/2025", "05/05/2025")
    assert starts(read) == ["2025-04-03", "2025-04-13", "2025-05-05"]
    assert said(read, "read-by-column", "ambiguous-date") == [
        ("read-by-column", 'row 2 "date_start"')
    ]


def test_a_column_may_be_month_first() -> None:
    """Beside 04/13/2025 every date of the column is month-first."""
    assert starts(dated("03/04/2025", "04/13/2025")) == ["2025-03-04", "2025-04-13"]


def test_a_column_that_proves_both_orders_proves_none() -> None:
    """What has one reading is read; what has two stays a question."""
    read = dated("03/04/2025", "13/04/2025", "04/14/2025")
    assert starts(read) == ["", "2025-04-13", "2025-04-14"]
    assert said(read, "ambiguous-date") == [("ambiguous-date", 'row 2 "date_start"')]


def test_a_date_that_does_not_exist_proves_nothing() -> None:
    """31/06/2025 is no day, and no proof."""
    assert starts(dated("03/04/2025", "31/06/2025")) == ["", ""]


def test_another_column_proves_nothing() -> None:
    """The order of one column says nothing of the next."""
    assert starts(dated("03/04/2025", date_end="14/04/2025")) == [""]


def test_a_span_proves_and_is_proved() -> None:
    """Both dates of a span follow the order of the column."""
    read = dated("03/04/2025 – 05/04/2025", "13/04/2025")
    first = read.value.activities[0]
    assert first.date_end
    assert (starts(read)[0], first.date_end.first.isoformat()) == ("2025-04-03", "2025-04-05")


def test_the_proving_cell_stands_behind_the_value() -> None:
    """The step on the way to the date names the cell that proves it; the words of the file stay."""
    activity: Activity = dated("03/04/2025", "13/04/2025").value.activities[0]
    ref = activity.ref("date_start")
    assert ref.words == "03/04/2025"
    assert [(s.kind, s.after, s.ref.place) for s in ref.steps] == [
        ("by-column", "2025-04-03", 'row 3 "date_start"')
    ]


def test_cells_that_contradict_each_other_stand_behind_the_question() -> None:
    """Either proof, were it gone, would settle the date: both are named."""
    ref = dated("03/04/2025", "13/04/2025", "04/14/2025").value.activities[0].ref("date_start")
    assert [s.ref.place for s in ref.steps] == ['row 3 "date_start"', 'row 4 "date_start"']


def test_the_dates_of_a_cover_are_one_column() -> None:
    """The end of the period proves the order of its start."""
    read = lines("5", period_from="01/03/2015", period_to="31/10/2017")
    assert said(read, "read-by-column", "ambiguous-date", "period-not-a-year") == [
        ("read-by-column", "Cover!B5"),
        ("period-not-a-year", "Cover!B5"),
    ]


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        (("1,500", "1,234.56"), ["1500", "1234.56"]),
        (("1.500", "1.234,56"), ["1500", "1234.56"]),
        (("1,500", "2,5"), ["1.5", "2.5"]),
        (("1,500", "1.234.567"), ["1.5", "1234567"]),
        (("1,500", "1 234.5"), ["1500", "1234.5"]),
        (("1,500", "1,234.56", "1.234,56"), [None, "1234.56", "1234.56"]),
        (("1,500", "200"), [None, "200"]),
        (("between 100,000 and 200,000", "3.5"), [None, "3.5"]),
    ],
)
def test_the_mark_before_decimals_is_that_of_the_column(
    amounts: tuple[str, ...], expected: list[str | None]
) -> None:
    """A cell that shows its mark settles those that do not; two that disagree settle nothing."""
    assert sums(lines(*amounts)) == [Decimal(amount) if amount else None for amount in expected]


@pytest.mark.parametrize(
    "words", ["see Annex 2.1", "paid on 03.04.2025", "1.5 metres", "500\n600.5"]
)
def test_a_text_that_is_no_amount_proves_no_mark(words: str) -> None:
    """Points in other texts say nothing of how the office writes its amounts."""
    assert sums(lines("1.500", words))[0] is None


def test_a_range_is_settled_by_its_column() -> None:
    """Both ends of a range follow the mark of the column."""
    money = of(lines("between 100,000 and 200,000", "3.5"))[0].money
    assert money
    assert (money.low, money.high) == (Decimal(100_000), Decimal(200_000))


@pytest.mark.parametrize(
    ("mark", "expected"), [("comma", "1.5"), ("point", "1500"), ("virgule", "1.5")]
)
def test_the_cover_may_declare_the_mark(mark: str, expected: str) -> None:
    """decimal_mark of the cover settles the amounts of its report, and stands behind them."""
    read = lines("1,500", decimal_mark=mark)
    assert sums(read) == [Decimal(expected)]
    assert [step.ref.place for step in of(read)[0].ref("amount").steps] == ["Cover!B5"]


def test_a_declared_mark_that_a_cell_contradicts_settles_nothing() -> None:
    """A cover says comma, a cell shows a point: the doubtful amount stays a question."""
    assert sums(lines("1,500", "1,234.56", decimal_mark="comma")) == [None, Decimal("1234.56")]


@pytest.mark.parametrize(("mark", "n_questions"), [("", 1), ("point", 0), ("comma", 0)])
def test_the_setting_declares_the_mark_of_the_meetings_own_tables(
    mark: Any, n_questions: int
) -> None:
    """decimal_mark of Settings settles a cost of the log, and nothing in a report."""
    settings, reference, _ = demo_world()
    known: Settings = settings.model_copy(
        update={
            "decimal_mark": mark,
            "refs": {"decimal_mark": Ref("m/meeting.xlsx", "Settings!B9")},
        }
    )
    log = rows({**ACTIVITY, "cost": "1,500", "currency": "XTS"})
    files: dict[str, Content] = {
        "activities.csv": log,
        "reports-received.csv": register(),
        REPORT: report({**LINE, "amount": "1,500", "currency": "XTS"}),
    }
    read = normalise(collected(files).value.sheets, (), known, reference)
    places = [f.ref.source for f in read.findings if f.code == "ambiguous-amount"]
    assert places.count("m/activities.csv") == n_questions
    assert places.count(f"m/{REPORT}") == 1


def test_a_span_fills_the_column_of_the_last_day() -> None:
    """One activity on two days, from one cell; the same last day in its own column is no
    disagreement.
    """
    for more in ({}, {"date_end": "2025-04-08"}):
        activity = dated("7–8 April 2025", **more).value.activities[0]
        assert activity.date_start and activity.date_end
        assert (activity.date_start.first.day, activity.date_end.first.day) == (7, 8)


def test_a_span_that_disagrees_with_the_last_day_is_not_read() -> None:
    """Neither end is believed."""
    read = dated("7–8 April 2025", date_end="2025-04-09")
    activity = read.value.activities[0]
    assert (activity.date_start, activity.date_end) == (None, None)
    assert said(read, "span-disagrees") == [("span-disagrees", 'row 2 "date_start"')]


def test_a_currency_in_the_amount_fills_its_column() -> None:
    """The code or sign in the cell is the currency of the line where the column is empty."""
    assert [line.currency for line in of(lines("EUR 5", "5 €", currency=""))] == ["EUR", "EUR"]


def test_help_in_kind_gives_its_kind_only_where_none_stands() -> None:
    """One kind, or several; what the report says in its own column stays."""
    given = [
        {**LINE, "amount": "3 detectors"},
        {**LINE, "amount": "3 detectors, 2 trainers"},
        {**LINE, "amount": "3 detectors", "kind": "in_kind"},
    ]
    read = normalised({"reports-received.csv": register(), REPORT: report(*given)})
    assert [line.kind for line in of(read)] == ["material", "mixed", "in_kind"]
