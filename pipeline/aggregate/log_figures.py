"""The figures on the Coordinators' log: what became of each item of the work plan, and who asked.

In: CountingContext. Out: figures by item, the activities that may be printed under each, and rows
set aside. Internal rows are never printed, and count only in a figure of three or more (decision
5).
"""

from datetime import date
from typing import NamedTuple

from pipeline.aggregate.counting_context import (
    NOT_ABOUT,
    NOT_PRINTED,
    Count,
    CountingContext,
    count,
    first_reason,
    sources_of,
)
from pipeline.model.figure import Certainty, Drop, Evidence, Figure, Regime
from pipeline.model.finding import Finding, found
from pipeline.model.plan import PlanItem
from pipeline.model.record import Activity
from pipeline.model.source import Ref
from pipeline.model.tables import ACTIVITIES

SMALLEST_UNATTRIBUTED = 3
OUTSIDE = "outside_plan"
HELD, _NO_REQUEST, _CONFLICT = "held", "no_request_received", "conflict"
_STATUS_COLUMNS = ("status", "date_start", "work_plan_items", "confidentiality")
_PRINTED_CELLS = frozenset({"status", "kind", "date_start", "work_plan_items"})
_DENIED = frozenset({"postponed", "cancelled", "no_request"})
_NOT_HELD = ("planned", "postponed", "cancelled", "requested")


class LogFigures(NamedTuple):
    """Figures by item, activities to print by list name, drops and findings."""

    figures: tuple[Figure, ...]
    lists: dict[str, tuple[Activity, ...]]
    drops: tuple[Drop, ...]
    findings: tuple[Finding, ...]


def log_figures(context: CountingContext) -> LogFigures:
    """Figures, lists and drops of the whole log."""
    items = context.work_plan.items
    in_period = [a for a in context.records.activities if is_in_period(a, context)]
    figures: list[Figure] = []
    findings: list[Finding] = []
    for item in items:
        own = [a for a in in_period if item.id in a.work_plan_items]
        figure, faults = item_figure(context, item, own)
        figures.append(figure)
        findings.extend(faults)
        if item.is_upon_request:
            figures.extend(asking_figures(context, item, own))
    names = (*(item.id for item in items), OUTSIDE)
    lists = {f"held_{name}": held_to_print(context, name, in_period) for name in names}
    drops = tuple(_drop(activity, context) for activity in context.records.activities)
    return LogFigures(tuple(figures), lists, drops, tuple(findings))


def is_in_period(activity: Activity, context: CountingContext) -> bool:
    """Whether an activity is in the reporting period; one without a date may be, so it is."""
    start, last = activity.date_start, activity.last_day
    if start is None or last is None:
        return True
    return start.first <= context.settings.period_to and last >= context.settings.period_from


def is_held(activity: Activity, context: CountingContext) -> bool:
    """Whether an activity was held by the day of the report and beyond doubt in the period."""
    start = activity.date_start
    if activity.status != HELD or start is None:
        return False
    if is_across(activity, context):
        return False
    return start.first <= context.settings.as_of


def is_across(activity: Activity, context: CountingContext) -> bool:
    """Whether the date of an activity is too coarse to say whether it was in the period."""
    return activity.is_across(context.settings.period_from, context.settings.period_to)


def is_by_coordinators(activity: Activity, context: CountingContext) -> bool:
    """Whether a Coordinator is among its organizers."""
    return not set(activity.organizers).isdisjoint(context.work_plan.coordinators)


def first_item(activity: Activity, context: CountingContext) -> str:
    """The item under which an activity is printed: the first in the plan that it serves, so that
    no activity is told twice.
    """
    order = [*(item.id for item in context.work_plan.items), OUTSIDE]
    return min(activity.work_plan_items, key=order.index)


def few_form(n: int) -> str:
    """The form of a number of unnamed States that is below three (decision 5); else empty."""
    return "few" if 0 < n < SMALLEST_UNATTRIBUTED else ""


def _drop(activity: Activity, context: CountingContext) -> Drop:
    """The fate of a row, unless a block uses it after all."""
    fate, reason = NOT_PRINTED, _why_not_printed(activity, context)
    if not is_in_period(activity, context):
        fate, reason = NOT_ABOUT, "outside-period"
    return Drop(key=activity.key, fate=fate, reason=reason, record=activity.id)


def _why_not_printed(activity: Activity, context: CountingContext) -> str:
    return first_reason(
        ("internal", activity.confidentiality == "internal"),
        ("not-held", activity.status != HELD),
        ("unread-cell", activity.date_start is None),
        ("date-across-period", is_across(activity, context)),
        ("weak-cell", bool(activity.weak)),
        ("organized-by-others", not is_by_coordinators(activity, context)),
        ("other-rows-tell-it", True),
    )


def held_outside(
    context: CountingContext, items: frozenset[str], within: list[Activity]
) -> list[Activity]:
    """The activities of these items that are not among `within`: another period would include
    them.
    """
    keys = {activity.key for activity in within}
    serving = (a for a in context.records.activities if not items.isdisjoint(a.work_plan_items))
    return [activity for activity in serving if activity.key not in keys]


def item_figure(
    context: CountingContext, item: PlanItem, activities: list[Activity], prefix: str = "item"
) -> tuple[Figure, list[Finding]]:
    """How often an item was carried out, counted from the rows that may be printed, with its form
    (`held`, `moved`, `no_request`, …); and findings on rows that contradict each other.
    """
    printable = [a for a in activities if _is_printable(a)]
    held = [a for a in printable if is_held(a, context)]
    limits = _limits(context, item.id, activities)
    form = _form(item, printable, held, activities, context.settings.as_of)
    if form in _DENIED and not _is_sure(context, activities, limits):
        form = ""
    if not printable or not (form or limits):
        # rows that may not be printed still show that the log is not silent on the item
        limits = (*limits, *(a.ref("status") for a in activities))
    out = _refs(held_outside(context, frozenset({item.id}), activities))
    counted = count(len(held), _declared(context), limits, out)
    figure = Figure(
        name=f"{prefix}_{item.id}",
        key=context.activity_key("activities", f"held under item {item.id}"),
        value=counted.value,
        certainty=counted.certainty,
        form=_known_form(form, counted),
        counts=_refs(held),
        basis=(*counted.declared, *_refs(_deciding_others(form, printable, held))),
        limits=(*counted.limits, *(a.ref("status") for a in activities if "status" in a.weak)),
        searched=sources_of(context.records.activities),
    )
    return figure, _conflicts(form, printable)


def _is_sure(context: CountingContext, activities: list[Activity], limits: tuple[Ref, ...]) -> bool:
    """Whether it may be said that an item was not carried out."""
    # a row that could not be read might say the contrary, and one that may not be printed does
    if limits:
        return False
    return not any(is_held(activity, context) for activity in activities)


def _is_printable(activity: Activity) -> bool:
    """Whether a row may be printed in any way, with a status from a sound source."""
    if activity.confidentiality == "internal":
        return False
    return "status" not in activity.weak


def _form(
    item: PlanItem,
    printable: list[Activity],
    held: list[Activity],
    serving: list[Activity],
    day: date,
) -> str:
    """The form of an item: held, moved (held after the time of the plan), no_request, another
    status or conflict; empty if nothing is known.

    `serving` are all its rows, those that may not be printed among them: "no request" is said of
    these too.
    """
    statuses = {activity.status for activity in printable}
    if _NO_REQUEST in statuses:
        return _form_without_request(printable, serving, day)
    if held:
        return "moved" if _is_moved(item, held) else HELD
    return next((status for status in _NOT_HELD if status in statuses), "")


def _form_without_request(printable: list[Activity], serving: list[Activity], day: date) -> str:
    """The form of an item with rows that say that no request came: no_request only if no row is of
    a request, and the rows cover the time up to the day of the report.
    """
    if any(activity.status in {HELD, "requested"} for activity in serving):
        return _CONFLICT
    silent = [activity for activity in printable if activity.status == _NO_REQUEST]
    if all(_ends_before(activity, day) for activity in silent):
        return ""
    return "no_request"


def _is_moved(item: PlanItem, held: list[Activity]) -> bool:
    """Whether everything that was held of an item was held after the time of the plan."""
    if item.due is None:
        return False
    return all(_first_day(activity) > item.due.last for activity in held)


def _ends_before(activity: Activity, day: date) -> bool:
    """Whether a row is of a time that was over before a day."""
    if activity.last_day is None:
        return False
    return activity.last_day < day


def _known_form(form: str, counted: Count) -> str:
    """The form in which an item is printed: a conflict is unknown, and so is silence unless the log
    is declared complete.
    """
    if form == _CONFLICT:
        return "unknown"
    if form:
        return form
    return "none" if counted.certainty is Certainty.EXACTLY else "unknown"


def _deciding_others(form: str, printable: list[Activity], held: list[Activity]) -> list[Activity]:
    """The rows that decide the form without being counted."""
    if form == _CONFLICT:
        return [activity for activity in printable if activity not in held]
    if held:
        return []
    return [activity for activity in printable if activity.status != HELD]


def _conflicts(form: str, printable: list[Activity]) -> list[Finding]:
    """Findings on rows that say that no request came, beside rows of a request."""
    if form != _CONFLICT:
        return []
    silent = [activity for activity in printable if activity.status == _NO_REQUEST]
    return [found("request-and-none", activity.ref("status")) for activity in silent]


def _limits(context: CountingContext, item_id: str, activities: list[Activity]) -> tuple[Ref, ...]:
    """Why a count under an item is not exact."""
    out = [q.ref for q in context.limits((ACTIVITIES.name,)) if not q.scope or item_id in q.scope]
    # after the date of the report, or possibly outside the period
    claimed = [activity for activity in activities if activity.status == HELD]
    undated = [a.ref("date_start") for a in claimed if not is_held(a, context)]
    # an activity whose confidentiality could not be read is held back, but might have counted
    unsure = [a.ref("confidentiality") for a in activities if "confidentiality" in a.unread]
    return (*out, *undated, *unsure)


def _declared(context: CountingContext) -> tuple[Ref, ...]:
    return context.declared((ACTIVITIES.name,), context.settings.as_of)


def _refs(activities: list[Activity]) -> tuple[Ref, ...]:
    return tuple(ref for activity in activities for ref in activity.refs(*_STATUS_COLUMNS))


def asking_figures(
    context: CountingContext, item: PlanItem, activities: list[Activity], prefix: str = "item"
) -> tuple[Figure, Figure]:
    """The States Parties with which exchanges were held upon request: those in public rows, named,
    and the others, counted from three up and never named (decision 5).
    """
    public = [a for a in activities if a.confidentiality == "public"]
    unnamed = [a for a in activities if a.confidentiality != "public"]
    counted = _asking(unnamed, context)
    if len(counted) < SMALLEST_UNATTRIBUTED:
        counted = _asking([a for a in unnamed if a.confidentiality == "no_attribution"], context)
    held = [activity for activity in activities if is_held(activity, context)]
    nameless = [a.ref("requested_by") for a in held if not a.requested_by]
    limits = (*_limits(context, item.id, activities), *nameless)
    outside = held_outside(context, frozenset({item.id}), activities)
    out = [a for a in outside if a.status == HELD]
    figures = _Asked(context, item, limits, out)
    name = f"{prefix}_{item.id}"
    return (
        figures.figure(f"{name}_named", _asking(public, context), Regime.PUBLIC),
        figures.figure(f"{name}_states", counted, Regime.UNATTRIBUTED),
    )


def _asking(activities: list[Activity], context: CountingContext) -> dict[str, list[Activity]]:
    """The States Parties that asked, by code, each with the exchanges that were held."""
    by_state: dict[str, list[Activity]] = {}
    for activity in (one for one in activities if is_held(one, context)):
        for code in context.party_codes.intersection(activity.requested_by):
            by_state.setdefault(code, []).append(activity)
    return dict(sorted(by_state.items()))


class _Asked(NamedTuple):
    """What the two counts of States that asked under an item have in common."""

    context: CountingContext
    item: PlanItem
    limits: tuple[Ref, ...]
    held_out: list[Activity]

    def figure(self, name: str, by_state: dict[str, list[Activity]], regime: Regime) -> Figure:
        """The count of these States."""
        context, is_named = self.context, regime is Regime.PUBLIC
        out = [a for a in self.held_out if (a.confidentiality == "public") is is_named]
        counted = count(len(by_state), _declared(context), self.limits, _refs(out))
        fact = f"asked under item {self.item.id}"
        return Figure(
            name=name,
            key=context.activity_key("states_parties", fact, is_named=is_named),
            value=counted.value,
            certainty=counted.certainty,
            form="" if is_named else few_form(len(by_state)),
            states=tuple(_evidence(code, rows) for code, rows in by_state.items()),
            basis=counted.declared,
            limits=counted.limits,
            searched=sources_of(context.records.activities),
            regime=regime,
        )


def _evidence(code: str, rows: list[Activity]) -> Evidence:
    refs = tuple(ref for row in rows for ref in row.refs("requested_by", *_STATUS_COLUMNS))
    return Evidence(iso3=code, refs=refs)


def held_to_print(
    context: CountingContext, item_id: str, in_period: list[Activity]
) -> tuple[Activity, ...]:
    """The activities that have a sentence under an item, by day."""
    # Without attribution, an exchange upon request would still show that somebody needed help.
    upon_request = {item.id for item in context.work_plan.items if item.is_upon_request}
    regimes = {"public"} if item_id in upon_request else {"public", "no_attribution"}
    open_rows = (activity for activity in in_period if activity.confidentiality in regimes)
    sound = (activity for activity in open_rows if not activity.weak & _PRINTED_CELLS)
    ours = (activity for activity in sound if is_by_coordinators(activity, context))
    held = (activity for activity in ours if is_held(activity, context))
    chosen = [activity for activity in held if first_item(activity, context) == item_id]
    return tuple(sorted(chosen, key=lambda activity: (_first_day(activity), activity.id)))


def _first_day(activity: Activity) -> date:
    assert activity.date_start is not None  # without a date, it is not known to have been held
    return activity.date_start.first
