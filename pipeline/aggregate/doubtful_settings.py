"""Settings that contradict each other, or the records that they let in and keep out.

In: CountingContext. Out: findings, each at the cell of Settings that a person looks at first. It
changes no figure: that a zero beside records kept out is not exact is said where figures are
counted.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from pipeline.aggregate.counting_context import CountingContext
from pipeline.aggregate.log_figures import is_in_period
from pipeline.model.dates_and_money import Dated
from pipeline.model.finding import Finding, found
from pipeline.model.record import Record
from pipeline.model.settings import Settings

BEFORE, AFTER = "before", "after"
# What a date of Settings may not be, in relation to another: the period is over when the papers are
# written, what they stand on has come in by then, and the meeting that they are for lies ahead.
_NEVER = (
    ("cut_off", BEFORE, "period_to"),
    ("as_of", BEFORE, "period_to"),
    ("as_of", BEFORE, "cut_off"),
    ("as_of", AFTER, "meeting_to"),
    ("meeting_from", BEFORE, "period_to"),
    ("activities_until", BEFORE, "period_to"),
    ("activities_until", AFTER, "meeting_to"),
    ("date_of_submission", BEFORE, "as_of"),
    ("date_of_submission", AFTER, "meeting_to"),
)
# Reports for a calendar year are due by 30 April of the next (article 7): a cut-off in the first
# months of a year is one for the reports of the year before last.
_YEARS_BACK = (1, 2)


def settings_findings(context: CountingContext) -> tuple[Finding, ...]:
    """Findings on settings that contradict each other or the records."""
    return (
        *_dates_out_of_order(context.settings),
        *_year_of_reports(context),
        *_records_after_cut_off(context),
        *_period_beside_the_log(context),
        *_work_plan_over(context),
    )


def _dates_out_of_order(settings: Settings) -> Iterator[Finding]:
    """A finding for each date, with every date that it contradicts."""
    wrong: dict[str, list[str]] = {}
    for key, where, other in _NEVER:
        day, limit = getattr(settings, key), getattr(settings, other)
        if day is not None and (day < limit if where == BEFORE else day > limit):
            wrong.setdefault(key, []).append(f"{where} {other}")
    for key, relations in wrong.items():
        places = " and ".join(relations)
        yield found("dates-contradict", settings.ref(key), column=key, where=places)


def _year_of_reports(context: CountingContext) -> Iterator[Finding]:
    """A finding on a year that none of the reports is for, or that is not the one then due."""
    records, settings = context.records, context.settings
    year, cell = settings.article7_year, settings.ref("article7_year")
    here = {report.year for report in (*records.reports, *records.others)}
    here |= {row.year for row in records.registered}
    if here and year not in here:
        years = ", ".join(str(other) for other in sorted(here))
        yield found("year-without-reports", cell, years=years)
    elif settings.cut_off.year - year not in _YEARS_BACK:
        yield found("year-contradicts", cell)


class _DatedRecord(NamedTuple):
    """A record, with the date by which the cut-off includes or excludes it."""

    record: Record
    on: Dated | None


def _records_after_cut_off(context: CountingContext) -> Iterator[Finding]:
    """A finding on what came in after the cut-off, and by the day of the report."""
    records, settings = context.records, context.settings
    of_year = (row for row in records.registered if row.year == settings.article7_year)
    dated = (
        *(_DatedRecord(row, row.received_on) for row in of_year),
        *(_DatedRecord(row, row.made_on) for row in records.statements),
        *(_DatedRecord(row, row.made_on) for row in records.good_practices),
        *(_DatedRecord(row, row.submitted_on) for row in records.follow_up),
    )
    between = [one.record for one in dated if _is_between(one.on, settings.cut_off, settings.as_of)]
    if between:
        places = (f"{row.key[0]} › {row.row.sheet.row_place(row.row.raw)}" for row in between)
        at = "; ".join(places)
        cell = settings.ref("cut_off")
        yield found("records-after-cut-off", cell, hint=at, n=str(len(between)))


def _is_between(on: Dated | None, cut_off: date, day: date) -> bool:
    if on is None:
        return False
    return cut_off < on.first and on.last <= day


def _period_beside_the_log(context: CountingContext) -> Iterator[Finding]:
    """A finding on a period that excludes most of the log, the days up to the end of the
    Coordinators' report included.
    """
    settings = context.settings
    last = max(settings.period_to, settings.until)
    days = settings.model_copy(update={"period_to": last})
    wider = context._replace(settings=days)
    dated = [one for one in context.records.activities if one.date_start is not None]
    outside = [one for one in dated if not is_in_period(one, wider)]
    if 2 * len(outside) <= len(dated):
        return
    early = [one for one in outside if one.last_day and one.last_day < settings.period_from]
    key = "period_from" if 2 * len(early) >= len(outside) else "period_to"
    numbers = {"n": str(len(outside)), "of": str(len(dated))}
    yield found("period-leaves-out-most", settings.ref(key), **numbers)


def _work_plan_over(context: CountingContext) -> Iterator[Finding]:
    """A finding on a work plan that was over before the period began, except for what it foresees
    for the Meeting itself: the plan of an earlier meeting.
    """
    plan, settings = context.work_plan, context.settings
    items = [item for item in plan.items if item.due is not None]
    periods = [item.due for item in items] + [entry.period for entry in plan.timeline]
    over = [due for due in periods if due and due.last < settings.period_from]
    if 2 * len(over) <= len(periods):
        return
    at = settings.ref("work_plan")
    if plan.cells and items:
        at = plan.ref(f"items.{items[0].id}.due", items[0].due_words)
    yield found("work-plan-over", at, n=str(len(over)), of=str(len(periods)))
