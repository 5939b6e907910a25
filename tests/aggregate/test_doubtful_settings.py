"""Settings that contradict each other or the records are found at their cell, and said first."""

from datetime import date

import pytest

from pipeline.aggregate.meeting import aggregate
from pipeline.audit.make_ledger import sorted_findings
from pipeline.collect.yaml_file import read_yaml
from pipeline.model.dates_and_money import Dated
from pipeline.model.finding import Severity, found
from pipeline.model.records import Records
from pipeline.model.settings import KEYS
from pipeline.model.source import Ref, Step
from pipeline.normalise.plans import read_work_plan
from tests.conftest import ROOT
from tests.makers.counted_meeting import (
    KNOWN,
    SETTINGS,
    Counted,
    activity,
    both,
    count,
    follow_up,
    practice,
    registered,
    report,
    statement,
)

CELLS = {key: Ref("m/meeting.xlsx", f"Settings!B{n}") for n, key in enumerate(KEYS, start=2)}
_CODES = {
    *("dates-contradict", "year-contradicts", "year-without-reports"),
    *("records-after-cut-off", "period-leaves-out-most", "work-plan-over"),
}
_JULY = date(2025, 7, 5)
# The papers are written in the middle of July on what came in by the end of June.
_LATER = {"as_of": date(2025, 7, 15)}


def doubts(*records: object, **changes: object) -> list[tuple[str, str]]:
    """Code and key of the findings on settings, other than those of the small meeting."""
    settings = SETTINGS.model_copy(update={"refs": CELLS, **changes})
    told = count(*records, settings=settings)  # type: ignore[arg-type]
    keys = {cell: key for key, cell in CELLS.items()}
    return [(f.code, keys[f.ref]) for f in told.findings if f.code in _CODES]


def test_sound_settings_raise_no_doubt() -> None:
    """Those of the small meeting, beside records on their days, and dates that may be left out."""
    records = (*both("XAA"), activity(1), statement(1), practice(1), follow_up(1))
    told = {"activities_until": date(2025, 9, 5), "date_of_submission": date(2025, 7, 8)}
    assert doubts(*records) == doubts(*records, **told) == []


@pytest.mark.parametrize(
    ("changes", "keys"),
    [
        ({"cut_off": date(2025, 6, 29)}, ["cut_off"]),
        ({"as_of": date(2025, 6, 29)}, ["as_of"]),
        ({"as_of": date(2025, 9, 20)}, ["as_of"]),
        ({"as_of": date(2025, 7, 1), "cut_off": date(2025, 7, 2)}, ["as_of"]),
        ({"meeting_from": date(2025, 6, 29)}, ["meeting_from"]),
        (
            {"meeting_from": date(2024, 6, 3), "meeting_to": date(2024, 6, 7)},
            ["as_of", "meeting_from"],
        ),
        ({"activities_until": date(2025, 6, 29)}, ["activities_until"]),
        ({"activities_until": date(2025, 9, 20)}, ["activities_until"]),
        ({"date_of_submission": date(2025, 6, 29)}, ["date_of_submission"]),
        ({"date_of_submission": date(2025, 9, 20)}, ["date_of_submission"]),
    ],
)
def test_dates_out_of_order_are_found_at_the_one_that_is_amiss(
    changes: dict[str, date], keys: list[str]
) -> None:
    """A day beyond the limit is enough; each cell is named once."""
    assert doubts(**changes) == [("dates-contradict", key) for key in keys]


def test_a_date_that_contradicts_two_others_names_both() -> None:
    """One finding a cell, whose message names what it lies before."""
    settings = SETTINGS.model_copy(update={"as_of": date(2025, 6, 1)})
    told = [f for f in count(settings=settings).findings if f.code == "dates-contradict"]
    assert len(told) == 1
    assert all(key in told[0].message for key in ("as_of", "period_to", "cut_off"))


@pytest.mark.parametrize(("year", "is_wrong"), [(2025, True), (2024, False), (2023, False)])
def test_the_year_of_the_reports_is_one_of_the_two_before_the_cut_off(
    year: int, is_wrong: bool
) -> None:
    """Reports for a year are due by 30 April of the next (article 7)."""
    assert doubts(article7_year=year) == ([("year-contradicts", "article7_year")] * is_wrong)
    assert doubts(article7_year=2022) == [("year-contradicts", "article7_year")]


@pytest.mark.parametrize(
    ("records", "is_wrong"),
    [
        (both("XAA", year=2023), True),
        ((report("XAA", year=2022),), True),
        ((registered("XAA", 2025),), True),
        ((registered("XAA"), *both("XAB", year=2023)), False),
        ((), False),
    ],
)
def test_a_year_without_reports_beside_those_of_another_is_found(
    records: tuple[object, ...], is_wrong: bool
) -> None:
    """Reports, documents or rows of the register; none at all contradict nothing."""
    assert doubts(*records) == ([("year-without-reports", "article7_year")] * is_wrong)


@pytest.mark.parametrize(
    "record",
    [
        statement(1, made_on=_JULY),
        practice(1, _JULY),
        follow_up(1, submitted_on=_JULY),
        registered("XAA", received_on=_JULY),
    ],
)
def test_a_record_between_the_cut_off_and_the_as_of_date_is_found(record: object) -> None:
    """At the cut-off, whatever the table; not once the cut-off lies behind it, nor after the day of
    the papers.
    """
    assert doubts(record, **_LATER) == [("records-after-cut-off", "cut_off")]
    assert doubts(record, **_LATER, cut_off=_JULY) == []
    assert doubts(record) == []


def on(year: int, month: int) -> Dated:
    """The first day of a month."""
    return Dated(first=date(year, month, 1))


@pytest.mark.parametrize(
    ("days", "key"),
    [
        ((on(2024, 5), on(2024, 6), on(2025, 2)), "period_from"),
        ((on(2025, 7), on(2025, 8), on(2025, 2)), "period_to"),
        ((on(2024, 6), on(2025, 2)), ""),
        ((on(2024, 6), None), "period_from"),
        ((None, None), ""),
    ],
)
def test_a_period_that_leaves_out_most_of_the_log_is_found(
    days: tuple[Dated | None, ...], key: str
) -> None:
    """More than half of the activities with a date, at the end that leaves out most of them."""
    rows = [activity(n, "b", start=day) for n, day in enumerate(days, start=1)]
    assert doubts(*rows) == ([("period-leaves-out-most", key)] if key else [])


def test_days_that_the_activity_report_tells_of_are_not_left_out() -> None:
    """The Coordinators' own report runs past the period."""
    rows = [activity(n, "b", start=on(2025, 8)) for n in (1, 2)]
    assert doubts(*rows, activities_until=date(2025, 8, 31)) == []


def test_a_work_plan_whose_dates_lie_before_the_period_is_found() -> None:
    """The plan of the small meeting is due in the first quarter of 2025."""
    later = {"period_from": date(2025, 4, 1)}
    assert doubts(**later) == [("work-plan-over", "work_plan")]
    assert doubts(period_from=date(2025, 3, 31)) == []


def test_what_is_found_on_settings_stands_before_all_else_until_it_is_answered() -> None:
    """Before blockers too; once answered *noted*, it is a note among others."""
    blocker = found("held-without-date", Ref("m/a.csv", "row 2"))
    doubt = found("year-contradicts", CELLS["article7_year"])
    noted = doubt.as_noted(Step("answered", "2024", "noted", Ref("m/meeting.xlsx", "Answers!B2")))
    assert noted.severity is Severity.NOTE
    assert [f.code for f in sorted_findings([blocker, doubt])] == [doubt.code, blocker.code]
    assert [f.code for f in sorted_findings([blocker, noted])] == [blocker.code, noted.code]


def test_beside_a_wrong_year_no_number_of_reports_is_exact() -> None:
    """The example that printed that none of the States Parties had submitted a report."""
    counted: Counted = count(*both("XAA", year=2023), *both("XAB", year=2023))
    assert counted.told("reports_received") == (None, "unknown", "")


def test_last_years_work_plan_is_found_though_it_foresees_the_report_to_the_meeting() -> None:
    """The plan that ships runs to the thirteenth Meeting, in the third quarter of 2025."""
    path = ROOT / "inputs/reference/work-plans/ica-2024-2025.yaml"
    plan = read_work_plan("plan", dict(read_yaml("plan", path.read_bytes(), 2)))
    plan = plan.model_copy(update={"coordinators": ("XAA", "XAE")})
    known = KNOWN._replace(work_plan=plan)
    next_year = SETTINGS.model_copy(update={"period_from": date(2025, 7, 1)})
    found_in = [aggregate(Records(), one, known).findings for one in (SETTINGS, next_year)]
    assert [[f.code for f in told if f.code == "work-plan-over"] for told in found_in] == [
        [],
        ["work-plan-over"],
    ]
