"""The work plan against the log: what was foreseen, what was held by the cut-off, what remains.

In: Base. Out: a figure an item, an output, costs and what remains, and the lines of the plan with
the activities that may be printed under them. Its clock runs to the last day of the Coordinators'
report, not to the reporting period.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.aggregate.base import Base
from pipeline.aggregate.log import OUTSIDE, asking_figures, is_held, is_in_period, item_figure
from pipeline.aggregate.plan_figures import cost_figures, output_figure, remaining_figure
from pipeline.aggregate.plan_lines import DONE, ItemTold, Told, lines_of
from pipeline.model.figure import Figure
from pipeline.model.finding import Finding, found
from pipeline.model.plan import Item, PlanLine, ToldActivity
from pipeline.model.record import Activity

PREFIX = "plan"
JOINT = "joint_meeting"
_PRINTED = frozenset({"status", "date_start", "work_plan_items"})


class PlanReport(NamedTuple):
    """Figures on the work plan, its lines by list name, findings."""

    figures: tuple[Figure, ...]
    lists: dict[str, tuple[PlanLine, ...]]
    findings: tuple[Finding, ...]


def plan_report(base: Base) -> PlanReport:
    """All that the Coordinators' own report tells of their work plan."""
    later = base.until(base.settings.until)
    rows = [a for a in base.records.activities if _is_about(a, later)]
    items, findings = [], []
    for item in base.work_plan.items:
        told, faults = _item(later, item, rows)
        items.append(told)
        findings += faults
    outside = _told(later, OUTSIDE, rows, upon_request=False)
    outputs = [
        output_figure(later, output, _serving(items, output.id))
        for output in base.work_plan.outputs
    ]
    remaining = _remaining(later, [told for told in items if not told.item.is_upon_request])
    figures = (
        *(f for told in items for f in told.figures),
        *outputs,
        *cost_figures(later, rows),
        remaining,
    )
    findings += _unshared(told for group in (*(t.told for t in items), outside) for told in group)
    return PlanReport(figures, lines_of(base.work_plan, items, outside, outputs), tuple(findings))


def _remaining(later: Base, fixed: list[ItemTold]) -> Figure:
    carried_out = [told for told in fixed if told.status.form in DONE]
    is_open = [one.activity for told in carried_out for one in told.of_status(held=False)]
    return remaining_figure(later, [told.status for told in fixed], DONE, is_open)


def _is_about(activity: Activity, later: Base) -> bool:
    """Whether the report is about it; what was not held yet may lie ahead of its last day."""
    if activity.status == "held" or activity.last_day is None:
        return is_in_period(activity, later)
    return activity.last_day >= later.settings.period_from


def _item(later: Base, item: Item, rows: list[Activity]) -> tuple[ItemTold, list[Finding]]:
    own = [a for a in rows if item.id in a.work_plan_items]
    status, findings = item_figure(later, item, own, PREFIX)
    if status.form == "held" and _is_early(later, item, own):
        status = status.model_copy(update={"form": "earlier"})
    figures = [status]
    if item.is_upon_request:
        figures.append(asking_figures(later, item, own, PREFIX)[1])
    told = _told(later, item.id, rows, upon_request=item.is_upon_request)
    return ItemTold(item, tuple(figures), told), findings


def _is_early(later: Base, item: Item, own: list[Activity]) -> bool:
    """Whether all that was held of it came before the time of the plan."""
    held = [a.last_day for a in own if a.confidentiality != "internal" and is_held(a, later)]
    return item.due is not None and all(day is not None and day < item.due.first for day in held)


def _told(later: Base, name: str, rows: list[Activity], *, upon_request: bool) -> Told:
    """The activities told under an item, the first of the plan's that they serve; follow-ups behind
    their own.
    """
    order = [item.id for item in later.work_plan.items] + [OUTSIDE]

    def is_ours(activity: Activity) -> bool:
        regimes = ("public",) if upon_request else ("public", "no_attribution")
        return (
            min(activity.work_plan_items, key=order.index) == name
            and activity.confidentiality in regimes
            and not activity.weak & _PRINTED
            and bool(set(activity.organizers) & set(later.work_plan.coordinators))
        )

    forms = [(a, _form(later, a)) for a in rows if is_ours(a)]
    shown = {
        a.id: (a, form) for a, form in sorted(forms, key=lambda pair: _when(later, pair[0])) if form
    }
    if upon_request:
        shown = {key: pair for key, pair in shown.items() if pair[0].status == "held"}
    return tuple(_in_order(shown))


def _when(later: Base, activity: Activity) -> tuple[str, str]:
    """By first day, those without one last."""
    return (activity.date_start.first.isoformat() if activity.date_start else "9"), activity.id


def _form(later: Base, activity: Activity) -> str:
    """Its kind where it was held, else what became of it; empty where it has no words of its
    own.
    """
    start, until = activity.date_start, later.settings.as_of
    if activity.status == "held":
        return activity.kind if is_held(activity, later) and "kind" not in activity.weak else ""
    if activity.status != "planned":
        return activity.status if activity.status in ("postponed", "cancelled", "requested") else ""
    if start is None:
        return "undated"
    return "foreseen" if start.last > until else "planned"


def _in_order(shown: dict[str, tuple[Activity, str]]) -> Iterator[ToldActivity]:
    """Each activity once, behind it those that follow it up."""
    followers: dict[str, list[str]] = {}
    for key, (activity, _) in shown.items():
        parent = activity.follow_up_of if activity.follow_up_of in shown else ""
        followers.setdefault(parent, []).append(key)
    waiting = list(reversed(followers.get("", [])))
    seen: dict[str, None] = {}
    while waiting:
        key = waiting.pop()
        seen[key] = None
        waiting += reversed(followers.get(key, []))
    # rows that follow one another in a circle have no first one: they stand at the end, in their
    # own order
    for key in (*seen, *(key for key in shown if key not in seen)):
        activity, form = shown[key]
        earlier = shown.get(activity.follow_up_of) if key in seen else None
        yield ToldActivity(activity, form, earlier[0] if earlier else None)


def _unshared(told: Iterable[ToldActivity]) -> list[Finding]:
    """Joint meetings whose text the counterpart has not seen, and what was agreed in them without a
    document.
    """
    findings = []
    for activity, form, _ in told:
        if form == JOINT and activity.shared_with_counterpart_on is None:
            findings.append(
                found("not-shared-with-counterpart", activity.ref("shared_with_counterpart_on"))
            )
        if form == JOINT and activity.agreed_public and not activity.agreed_document:
            findings.append(found("agreed-without-document", activity.ref("agreed_document")))
    return findings


def _serving(items: list[ItemTold], output: str) -> list[Figure]:
    return [told.status for told in items if output in told.item.outputs]
