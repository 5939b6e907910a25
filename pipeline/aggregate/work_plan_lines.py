"""The work plan compared with the log: what was foreseen, what was held, and what remains.

In: CountingContext. Out: figures, and the lines of the plan by list (items, timeline, expected
outputs, implementers, what remains), each with the places of its words and the activities that may
be printed under it. Its clock runs to the last day of the Coordinators' report, not to the end of
the reporting period.
"""

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.aggregate.counting_context import CountingContext
from pipeline.aggregate.log_figures import (
    HELD,
    OUTSIDE,
    asking_figures,
    first_item,
    held_to_print,
    is_by_coordinators,
    is_held,
    is_in_period,
    item_figure,
)
from pipeline.aggregate.work_plan_figures import (
    DONE,
    cost_figures,
    output_figure,
    remaining_figure,
)
from pipeline.model.figure import Figure
from pipeline.model.finding import Finding, found
from pipeline.model.plan import (
    Output,
    PlanItem,
    PlanLine,
    ReportedActivity,
    TimelineEntry,
    WorkPlan,
)
from pipeline.model.record import Activity

PREFIX = "plan"
JOINT = "joint_meeting"
_PRINTED = frozenset({"status", "date_start", "work_plan_items"})
# Statuses other than held that have wording of their own.
_TOLD_STATUSES = frozenset({"postponed", "cancelled", "requested"})
Activities = tuple[ReportedActivity, ...]


class ItemReport(NamedTuple):
    """An item with its figures and the activities reported under it."""

    item: PlanItem
    figures: tuple[Figure, ...]
    activities: Activities

    @property
    def status(self) -> Figure:
        """The figure that says what became of it."""
        return self.figures[0]

    @property
    def held(self) -> Activities:
        """The activities that were held."""
        return tuple(one for one in self.activities if one.activity.status == HELD)

    @property
    def not_held(self) -> Activities:
        """The activities that were not, or not yet."""
        return tuple(one for one in self.activities if one.activity.status != HELD)


class WorkPlanReport(NamedTuple):
    """Figures on the work plan, its lines by list, and findings."""

    figures: tuple[Figure, ...]
    lists: dict[str, tuple[PlanLine, ...]]
    findings: tuple[Finding, ...]


def work_plan_report(context: CountingContext) -> WorkPlanReport:
    """Everything that the Coordinators' report says of their work plan."""
    plan, later = context.work_plan, context.until(context.settings.until)
    rows = [a for a in context.records.activities if _is_about(a, later)]
    items: list[ItemReport] = []
    findings: list[Finding] = []
    for item in plan.items:
        reported, faults = _item_report(later, item, rows)
        items.append(reported)
        findings += faults
    outside = _reported(later, OUTSIDE, rows, upon_request=False)
    for activities in (*(reported.activities for reported in items), outside):
        findings += _unshared(activities)
    outputs = [
        output_figure(later, output, _serving(items, output.id), rows) for output in plan.outputs
    ]
    figures = [figure for reported in items for figure in reported.figures]
    figures += [*outputs, *cost_figures(later, rows), _remaining_figure(later, items, rows)]
    lists = _lines(plan, items, outside, outputs)
    lists["plan_period_items"] = tuple(_period_lines(context))
    return WorkPlanReport(tuple(figures), lists, tuple(findings))


def _serving(items: list[ItemReport], output: str) -> list[Figure]:
    return [reported.status for reported in items if output in reported.item.outputs]


def _remaining_figure(
    later: CountingContext, items: list[ItemReport], rows: list[Activity]
) -> Figure:
    fixed = [reported for reported in items if not reported.item.is_upon_request]
    carried_out = [reported for reported in fixed if reported.status.form in DONE]
    is_open = [one.activity for reported in carried_out for one in reported.not_held]
    return remaining_figure(later, [reported.status for reported in fixed], is_open, rows)


def _is_about(activity: Activity, later: CountingContext) -> bool:
    """Whether the report covers an activity. One not held may lie after its last day: the report
    says what is still foreseen.
    """
    if activity.status == HELD or activity.last_day is None:
        return is_in_period(activity, later)
    return activity.last_day >= later.settings.period_from


def _item_report(
    later: CountingContext, item: PlanItem, rows: list[Activity]
) -> tuple[ItemReport, list[Finding]]:
    own = [row for row in rows if item.id in row.work_plan_items]
    status, findings = item_figure(later, item, own, PREFIX)
    if status.form == HELD and _is_early(later, item, own):
        status = status.model_copy(update={"form": "earlier"})
    figures = [status]
    if item.is_upon_request:
        _, unnamed = asking_figures(later, item, own, PREFIX)
        figures.append(unnamed)
    activities = _reported(later, item.id, rows, upon_request=item.is_upon_request)
    return ItemReport(item, tuple(figures), activities), findings


def _is_early(later: CountingContext, item: PlanItem, own: list[Activity]) -> bool:
    """Whether everything that was held of an item was over before the time of the plan."""
    if item.due is None:
        return False
    told = (row for row in own if row.confidentiality != "internal")
    days = [row.last_day for row in told if is_held(row, later)]
    return all(day is not None and day < item.due.first for day in days)


def _reported(
    later: CountingContext, name: str, rows: list[Activity], *, upon_request: bool
) -> Activities:
    """The activities reported under an item, which is the first in the plan that they serve; each
    is followed by those that follow it up.
    """
    regimes = {"public"} if upon_request else {"public", "no_attribution"}
    told = (row for row in rows if row.confidentiality in regimes)
    sound = (row for row in told if not row.weak & _PRINTED)
    own = (row for row in sound if is_by_coordinators(row, later))
    ours = [row for row in own if first_item(row, later) == name]
    # That a State asked and nothing came of it yet is not for a report to say.
    if upon_request:
        ours = [row for row in ours if row.status == HELD]
    forms = [(row, _activity_form(later, row)) for row in sorted(ours, key=_when)]
    return tuple(_in_order({row.id: (row, form) for row, form in forms if form}))


def _when(activity: Activity) -> tuple[str, str]:
    """By first day, those without one last."""
    start = activity.date_start
    return (start.first.isoformat() if start else "9"), activity.id


def _activity_form(later: CountingContext, activity: Activity) -> str:
    """The form of an activity: its kind if it was held, else its status; empty if it has no wording
    of its own.
    """
    start, status = activity.date_start, activity.status
    if status == HELD:
        if "kind" in activity.weak:
            return ""
        return activity.kind if is_held(activity, later) else ""
    if status in _TOLD_STATUSES:
        return status
    if status != "planned":
        return ""
    if start is None:
        return "undated"
    return "foreseen" if start.last > later.settings.as_of else "planned"


def _in_order(shown: dict[str, tuple[Activity, str]]) -> Iterator[ReportedActivity]:
    """Each activity once, followed by those that follow it up."""
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
    for key in seen:
        activity, form = shown[key]
        earlier = shown.get(activity.follow_up_of)
        yield ReportedActivity(activity, form, earlier[0] if earlier else None)
    # rows that follow one another in a circle have no first one: they come last, in their own order
    for key, (activity, form) in shown.items():
        if key not in seen:
            yield ReportedActivity(activity, form, None)


def _unshared(activities: Activities) -> list[Finding]:
    """Findings on joint meetings whose text the counterpart has not seen, or in which something was
    agreed without a document.
    """
    findings = []
    for activity in (one.activity for one in activities if one.form == JOINT):
        if activity.shared_with_counterpart_on is None:
            column = "shared_with_counterpart_on"
            findings.append(found("not-shared-with-counterpart", activity.ref(column)))
        if activity.agreed_public and not activity.agreed_document:
            findings.append(found("agreed-without-document", activity.ref("agreed_document")))
    return findings


def _lines(
    plan: WorkPlan, items: list[ItemReport], outside: Activities, outputs: list[Figure]
) -> dict[str, tuple[PlanLine, ...]]:
    """The lines of the plan by the name of their list."""
    of_outputs = zip(plan.outputs, outputs, strict=True)
    return {
        "plan": (_plan_line(plan),),
        "plan_items": tuple(_item_line(plan, reported) for reported in items),
        "plan_outside": (PlanLine(id=OUTSIDE, form=OUTSIDE, activities={"activities": outside}),),
        "plan_timeline": tuple(_timeline(plan, items)),
        "plan_outputs": tuple(_output_line(plan, one, figure, items) for one, figure in of_outputs),
        "plan_implementers": tuple(_implementers(plan)),
        "plan_remaining": tuple(_remaining_lines(plan, items)),
    }


def _plan_line(plan: WorkPlan) -> PlanLine:
    """The plan as a whole."""
    texts = _filled(title=plan.title, budget=plan.budget)
    cells = {name: plan.ref(name, text) for name, text in texts.items()}
    cells["coordinators"] = plan.ref("coordinators", ", ".join(plan.coordinators))
    return PlanLine(
        id="plan", form="plan", texts=texts, coordinators=plan.coordinators, cells=cells
    )


def _filled(**texts: str) -> dict[str, str]:
    return {name: text for name, text in texts.items() if text}


def _output_line(
    plan: WorkPlan, output: Output, figure: Figure, items: list[ItemReport]
) -> PlanLine:
    serving = [reported for reported in items if output.id in reported.item.outputs]
    return PlanLine(
        id=f"output-{output.id}",
        form=figure.form,
        texts={"text": output.text},
        cells={"text": plan.ref(f"outputs.{output.id}.text", output.text)},
        figures={"status": figure.name},
        activities={"held": tuple(one for reported in serving for one in reported.held)},
    )


def _implementers(plan: WorkPlan) -> Iterator[PlanLine]:
    for number, text in enumerate(plan.implementers, start=1):
        yield PlanLine(
            id=f"implementer-{number}",
            form="implementer",
            texts={"text": text},
            cells={"text": plan.ref(f"implementers.{number}", text)},
        )


def _period_lines(context: CountingContext) -> Iterator[PlanLine]:
    """The items as the papers on the reporting period tell of them: on its clock, by the figures of
    the log, with what was held.
    """
    plan = context.work_plan
    in_period = [a for a in context.records.activities if is_in_period(a, context)]
    for item in plan.items:
        texts, cells = plan.words_of(item)
        held = held_to_print(context, item.id, in_period)
        if item.due and item.due.first > context.settings.as_of and not held:
            continue  # its time has not come on the day of the papers
        names = ("states",) if item.is_upon_request else ()
        yield PlanLine(
            id=f"period-{item.id}",
            form="item",
            texts=texts,
            cells=cells,
            figures={
                "status": f"item_{item.id}",
                **{name: f"item_{item.id}_{name}" for name in names},
            },
            activities={"held": tuple(ReportedActivity(one, one.kind) for one in held)},
        )


def _item_line(plan: WorkPlan, reported: ItemReport, line_id: str = "") -> PlanLine:
    item = reported.item
    texts, cells = plan.words_of(item)
    if item.due:
        cells["due"] = plan.ref(f"items.{item.id}.due", item.due_words)
    names = [figure.name for figure in reported.figures]
    return PlanLine(
        id=line_id or item.id,
        form=_item_form(reported),
        texts=texts,
        due=item.due,
        cells=cells,
        # an item that nobody can request has no figure of States
        figures=dict(zip(("status", "states"), names, strict=False)),
        activities={
            "activities": reported.activities,
            "held": reported.held,
            **_open_activities(reported.not_held),
        },
    )


def _open_activities(activities: Activities) -> dict[str, Activities]:
    """Activities that were not held, and those among them with a date, by list."""
    dated = tuple(one for one in activities if one.activity.date_start)
    return {"open": activities, "dated": dated}


def _item_form(reported: ItemReport) -> str:
    """The form of an item: foreseen if everything planned of it lies ahead, else that of its
    figure.
    """
    forms = {one.form for one in reported.activities}
    if reported.status.form == "planned" and forms == {"foreseen"}:
        return "foreseen"
    return reported.status.form


def _timeline(plan: WorkPlan, items: list[ItemReport]) -> Iterator[PlanLine]:
    """A line for each entry of the timeline, then one for each item that the timeline does not
    name.
    """
    by_id = {reported.item.id: reported for reported in items}
    for number, entry in enumerate(plan.timeline, start=1):
        yield _entry_line(plan, number, entry, [by_id[name] for name in entry.items])
    named = {name for entry in plan.timeline for name in entry.items}
    for name, reported in by_id.items():
        if name not in named:
            yield _item_line(plan, reported, f"beside-{name}")


def _entry_line(
    plan: WorkPlan, number: int, entry: TimelineEntry, items: list[ItemReport]
) -> PlanLine:
    first = next((reported for reported in items if reported.status.form not in DONE), items[0])
    form = _item_form(first)
    # a line on preparations does not say when the item itself was due
    if form in DONE and entry.period != first.item.due:
        form = HELD
    at = f"timeline.{number}"
    return PlanLine(
        id=f"entry-{number}",
        form=form,
        texts={"text": entry.text},
        due=entry.period,
        cells={
            "text": plan.ref(f"{at}.text", entry.text),
            "due": plan.ref(f"{at}.period", entry.period_words),
        },
        figures={"status": first.status.name},
        activities={"held": tuple(one for reported in items for one in reported.held)},
    )


def _remaining_lines(plan: WorkPlan, items: list[ItemReport]) -> Iterator[PlanLine]:
    """The items that were not carried out, and single activities not held under the others."""
    for reported in items:
        if reported.item.is_upon_request:
            continue
        if reported.status.form not in DONE:
            yield _item_line(plan, reported, f"remaining-{reported.item.id}")
            continue
        for one in reported.not_held:
            yield PlanLine(
                id=f"open-{one.activity.id}",
                form=one.form,
                figures={"status": reported.status.name},
                activities=_open_activities((one,)),
            )
