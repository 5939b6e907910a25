"""The figures on the Coordinators' log: what became of each item of the work plan, and who asked.

In: CountingContext. Out: figures by item, the activities that may be printed under each, rows set
aside. Internal rows are never printed and count where three or more are counted together (DESIGN
decision 5).
"""

from datetime import date
from typing import NamedTuple

from pipeline.aggregate.counting_context import CountingContext, certainty
from pipeline.model.figure import Certainty, Drop, Evidence, Figure, Regime
from pipeline.model.finding import Finding, found
from pipeline.model.plan import PlanItem
from pipeline.model.record import Activity
from pipeline.model.source import Ref
from pipeline.model.tables import ACTIVITIES

SMALLEST_UNATTRIBUTED = 3
OUTSIDE = "outside_plan"
_STATUS_COLUMNS = ("status", "date_start", "work_plan_items", "confidentiality")
_DENIED = ("postponed", "cancelled", "no_request")
_NOT_HELD = ("planned", "postponed", "cancelled", "requested")


class LogFigures(NamedTuple):
    """Figures by item, activities to print by list name, drops and findings."""

    figures: tuple[Figure, ...]
    lists: dict[str, tuple[Activity, ...]]
    drops: tuple[Drop, ...]
    findings: tuple[Finding, ...]


def is_in_period(activity: Activity, context: CountingContext) -> bool:
    """Whether it lies in the reporting period; one without a date does while it is not held."""
    start, last = activity.date_start, activity.last_day
    if start is None or last is None:
        return True
    return start.first <= context.settings.period_to and last >= context.settings.period_from


def _drop(activity: Activity, context: CountingContext) -> Drop:
    """Why a row is not used, should no block reach it."""
    fate, reason = "not-printed", "other-rows-tell-it"
    if not is_in_period(activity, context):
        fate, reason = "not-about-this-report", "outside-period"
    elif activity.confidentiality == "internal":
        reason = "internal"
    elif activity.status != "held":
        reason = "not-held"
    elif activity.date_start is None:
        reason = "unread-cell"
    elif is_across(activity, context):
        reason = "date-across-period"
    elif activity.weak:
        reason = "weak-cell"
    elif not set(activity.organizers) & set(context.work_plan.coordinators):
        reason = "organized-by-others"
    return Drop(key=activity.key, fate=fate, reason=reason, record=activity.id)


def is_held(activity: Activity, context: CountingContext) -> bool:
    """Whether it was held by the date of the report, and nobody can doubt that it was in the
    period.
    """
    start = activity.date_start
    is_by_then = start is not None and start.first <= context.settings.as_of
    return activity.status == "held" and is_by_then and not is_across(activity, context)


def is_across(activity: Activity, context: CountingContext) -> bool:
    """Whether its date is known too coarsely to say that it lies in the period."""
    return activity.is_across(context.settings.period_from, context.settings.period_to)


def _refs(activities: list[Activity]) -> tuple[Ref, ...]:
    return tuple(ref for activity in activities for ref in activity.refs(*_STATUS_COLUMNS))


def _form(
    item: PlanItem, told: list[Activity], held: list[Activity], serving: list[Activity], until: date
) -> str:
    """held, moved (after the time of the plan), no_request, another status, conflict; empty where
    nothing is known.

    `serving` are all rows of the item: that nobody asked is said of what may not be printed too.
    """
    statuses = {activity.status for activity in told}
    if "no_request_received" in statuses:
        if any(activity.status in ("held", "requested") for activity in serving):
            return "conflict"
        return (
            ""
            if all(_ends_before(a, until) for a in told if a.status == "no_request_received")
            else "no_request"
        )
    if held:
        due = item.due
        is_late = due is not None and all(
            a.date_start and a.date_start.first > due.last for a in held
        )
        return "moved" if is_late else "held"
    return next((status for status in _NOT_HELD if status in statuses), "")


def _ends_before(activity: Activity, until: date) -> bool:
    """Whether a row tells of a time that was over before the day of the paper."""
    return activity.last_day is not None and activity.last_day < until


def _limits(context: CountingContext, item_id: str, activities: list[Activity]) -> tuple[Ref, ...]:
    out = [q.ref for q in context.limits((ACTIVITIES.name,)) if not q.scope or item_id in q.scope]
    # after the date of the report, or perhaps outside of the period
    undated = [
        a.ref("date_start") for a in activities if a.status == "held" and not is_held(a, context)
    ]
    # an activity whose confidentiality could not be read is kept back, and might have counted
    unsure = [a.ref("confidentiality") for a in activities if "confidentiality" in a.unread]
    return (*out, *undated, *unsure)


def item_figure(
    context: CountingContext, item: PlanItem, activities: list[Activity], prefix: str = "item"
) -> tuple[Figure, list[Finding]]:
    """How often the item was carried out, as far as rows that may be printed tell it."""
    told = [a for a in activities if a.confidentiality != "internal" and "status" not in a.weak]
    held = [a for a in told if is_held(a, context)]
    form = _form(item, told, held, activities, context.settings.as_of)
    limits = _limits(context, item.id, activities)
    if form in _DENIED and (limits or any(is_held(a, context) for a in activities)):
        # a row that could not be read might say the contrary, and one that may not be told does
        form = ""
    if not told or (not form and not limits):
        # rows that may not be told still mean that the log is not silent on the item
        limits = (*limits, *(a.ref("status") for a in activities))
    declared = context.declared((ACTIVITIES.name,), context.settings.as_of)
    is_conflict = form == "conflict"
    if not form or is_conflict:
        form = "none" if declared and not limits and not is_conflict else "unknown"
    others = [] if held else [a for a in told if a.status != "held"]
    findings = []
    if is_conflict:
        others = [a for a in told if a not in held]
        findings = [
            found("request-and-none", a.ref("status"))
            for a in told
            if a.status == "no_request_received"
        ]
    exact = certainty(len(held), declared, limits)
    figure = Figure(
        name=f"{prefix}_{item.id}",
        value=None if exact is Certainty.UNKNOWN else len(held),
        certainty=exact,
        form=form,
        counts=_refs(held),
        basis=(*declared, *_refs(others)),
        limits=(*limits, *(a.ref("status") for a in activities if "status" in a.weak)),
        searched=_searched(context),
    )
    return figure, findings


def _searched(context: CountingContext) -> tuple[str, ...]:
    return tuple(sorted({activity.key[0] for activity in context.records.activities}))


def _asking(activities: list[Activity], context: CountingContext) -> dict[str, list[Activity]]:
    """The States Parties that asked, each with the exchanges held."""
    by_state: dict[str, list[Activity]] = {}
    for activity in activities:
        for code in activity.requested_by:
            if code in context.party_codes and is_held(activity, context):
                by_state.setdefault(code, []).append(activity)
    return dict(sorted(by_state.items()))


def asking_figures(
    context: CountingContext, item: PlanItem, activities: list[Activity], prefix: str = "item"
) -> tuple[Figure, Figure]:
    """States Parties with which exchanges were held upon request: named ones, and unnamed ones from
    three up.
    """
    public = _asking([a for a in activities if a.confidentiality == "public"], context)
    unnamed = [a for a in activities if a.confidentiality != "public"]
    counted = _asking(unnamed, context)
    if len(counted) < SMALLEST_UNATTRIBUTED:
        counted = _asking([a for a in unnamed if a.confidentiality == "no_attribution"], context)
    return (
        _asked(context, item, f"{prefix}_{item.id}_named", public, Regime.PUBLIC, activities),
        _asked(
            context, item, f"{prefix}_{item.id}_states", counted, Regime.UNATTRIBUTED, activities
        ),
    )


def _asked(  # noqa: PLR0913 - one figure, all its parts
    context: CountingContext,
    item: PlanItem,
    name: str,
    by_state: dict[str, list[Activity]],
    regime: Regime,
    activities: list[Activity],
) -> Figure:
    nameless = [
        a.ref("requested_by") for a in activities if is_held(a, context) and not a.requested_by
    ]
    limits = (*_limits(context, item.id, activities), *nameless)
    declared = context.declared((ACTIVITIES.name,), context.settings.as_of)
    states = tuple(
        Evidence(
            iso3=code, refs=tuple(r for a in rows for r in a.refs("requested_by", *_STATUS_COLUMNS))
        )
        for code, rows in by_state.items()
    )
    exact = certainty(len(states), declared, limits)
    is_few = regime is Regime.UNATTRIBUTED and 0 < len(states) < SMALLEST_UNATTRIBUTED
    return Figure(
        name=name,
        value=None if exact is Certainty.UNKNOWN else len(states),
        certainty=exact,
        form="few" if is_few else "",
        states=states,
        basis=declared,
        limits=limits,
        searched=_searched(context),
        regime=regime,
    )


def _printable(
    context: CountingContext, item_id: str, items: tuple[PlanItem, ...], in_period: list[Activity]
) -> tuple[Activity, ...]:
    """Activities with sentences of their own under an item: the first of the plan's that they
    serve.
    """
    order = [item.id for item in items] + [OUTSIDE]
    upon_request = {item.id for item in items if item.is_upon_request}

    def is_ours(activity: Activity) -> bool:
        first = min(activity.work_plan_items, key=order.index)
        may_print = activity.confidentiality == "public" or (
            activity.confidentiality == "no_attribution" and item_id not in upon_request
        )
        is_sound = not activity.weak & {"status", "kind", "date_start", "work_plan_items"}
        is_theirs = bool(set(activity.organizers) & set(context.work_plan.coordinators))
        return (
            first == item_id and may_print and is_sound and is_theirs and is_held(activity, context)
        )

    chosen = [activity for activity in in_period if is_ours(activity)]
    return tuple(
        sorted(
            chosen,
            key=lambda a: (a.date_start.first if a.date_start else context.settings.as_of, a.id),
        )
    )


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
    lists = {
        f"held_{name}": _printable(context, name, items, in_period)
        for name in (*(i.id for i in items), OUTSIDE)
    }
    drops = tuple(_drop(activity, context) for activity in context.records.activities)
    return LogFigures(tuple(figures), lists, drops, tuple(findings))
