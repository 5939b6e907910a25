"""The work plan against the log: what was foreseen, what was held by the cut-off, what remains.

In: CountingContext. Out: figures, and the lines of the plan by the name of their list (items,
timeline, expected outputs, implementers, what remains), each with the place of its words and the
activities that may be printed under it. Its clock runs to the last day of the Coordinators' report,
not to the reporting period.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.aggregate.counting_context import CountingContext
from pipeline.aggregate.log_figures import (
    OUTSIDE,
    asking_figures,
    is_held,
    is_in_period,
    item_figure,
)
from pipeline.aggregate.work_plan_figures import cost_figures, output_figure, remaining_figure
from pipeline.model import place as places
from pipeline.model.figure import Figure
from pipeline.model.finding import Finding, found
from pipeline.model.plan import PlanItem, PlanLine, TimelineEntry, ToldActivity, WorkPlan
from pipeline.model.record import Activity
from pipeline.model.source import Ref

DONE = ("held", "moved", "earlier")
Told = tuple[ToldActivity, ...]


class ItemReport(NamedTuple):
    """An item with its figures and the activities told under it."""

    item: PlanItem
    figures: tuple[Figure, ...]
    told: Told

    @property
    def status(self) -> Figure:
        """What became of it."""
        return self.figures[0]

    def of_status(self, *, held: bool) -> Told:
        """Those held, or those that were not."""
        return tuple(told for told in self.told if (told.activity.status == "held") is held)


def _ref(plan: WorkPlan, place: str, words: str) -> Ref:
    return Ref(plan.path, str(places.yaml_path(place)), words)


def lines_of(
    plan: WorkPlan, items: list[ItemReport], outside: Told, outputs: list[Figure]
) -> dict[str, tuple[PlanLine, ...]]:
    """The lines of the plan by the name of their list."""
    budget = {"title": plan.title, "budget": plan.budget}
    texts = {name: text for name, text in budget.items() if text}
    cells = {name: _ref(plan, name, text) for name, text in texts.items()}
    cells["coordinators"] = _ref(plan, "coordinators", ", ".join(plan.coordinators))
    served = {
        o.id: tuple(t for told in items if o.id in told.item.outputs for t in told.told)
        for o in plan.outputs
    }
    return {
        "plan": (
            PlanLine(
                id="plan", form="plan", texts=texts, coordinators=plan.coordinators, cells=cells
            ),
        ),
        "plan_items": tuple(_item_line(plan, told) for told in items),
        "plan_outside": (PlanLine(id=OUTSIDE, form=OUTSIDE, activities={"activities": outside}),),
        "plan_timeline": tuple(_timeline(plan, items)),
        "plan_outputs": tuple(
            PlanLine(
                id=f"output-{output.id}",
                form=figure.form,
                texts={"text": output.text},
                cells={"text": _ref(plan, f"outputs.{output.id}.text", output.text)},
                figures={"status": figure.name},
                activities={
                    "held": tuple(t for t in served[output.id] if t.activity.status == "held")
                },
            )
            for output, figure in zip(plan.outputs, outputs, strict=True)
        ),
        "plan_implementers": tuple(
            PlanLine(
                id=f"implementer-{number}",
                form="implementer",
                texts={"text": text},
                cells={"text": _ref(plan, f"implementers.{number}", text)},
            )
            for number, text in enumerate(plan.implementers, start=1)
        ),
        "plan_remaining": tuple(_remaining_lines(plan, items)),
    }


def _item_line(plan: WorkPlan, told: ItemReport, line_id: str = "") -> PlanLine:
    item = told.item
    words = {"title": item.title, "text": item.text, "open_question": item.open_question}
    texts = {name: text for name, text in words.items() if text}
    cells = {name: _ref(plan, f"items.{item.id}.{name}", text) for name, text in texts.items()}
    if item.due:
        cells["due"] = _ref(plan, f"items.{item.id}.due", item.due_words)
    if item.is_upon_request:
        texts["upon_request"] = item.trigger
        cells["upon_request"] = _ref(plan, f"items.{item.id}.trigger", item.trigger)
    figures = {"status": told.status.name}
    if len(told.figures) > 1:
        figures["states"] = told.figures[1].name
    return PlanLine(
        id=line_id or item.id,
        form=_standing(told),
        texts=texts,
        due=item.due,
        cells=cells,
        figures=figures,
        activities={
            "activities": told.told,
            "held": told.of_status(held=True),
            **_open(told.of_status(held=False)),
        },
    )


def _open(told: Told) -> dict[str, Told]:
    """Activities that were not held, and those of them with a date."""
    return {"open": told, "dated": tuple(one for one in told if one.activity.date_start)}


def _standing(told: ItemReport) -> str:
    """What became of an item: still foreseen, where all that is planned of it lies ahead."""
    ahead = told.told and all(one.form == "foreseen" for one in told.told)
    return "foreseen" if ahead and told.status.form == "planned" else told.status.form


def _timeline(plan: WorkPlan, items: list[ItemReport]) -> Iterator[PlanLine]:
    """A line for each of the plan's timeline, then one for each item that the timeline does not
    name.
    """
    by_id = {told.item.id: told for told in items}
    for number, entry in enumerate(plan.timeline, start=1):
        yield _entry_line(plan, number, entry, [by_id[name] for name in entry.items])
    named = {name for entry in plan.timeline for name in entry.items}
    for told in items:
        if told.item.id not in named:
            yield _item_line(plan, told, f"beside-{told.item.id}")


def _entry_line(
    plan: WorkPlan, number: int, entry: TimelineEntry, items: list[ItemReport]
) -> PlanLine:
    first = next((t for t in items if t.status.form not in DONE), items[0])
    form = _standing(first)
    # a line on preparations says nothing of when the item itself was due
    if form in DONE and entry.period != first.item.due:
        form = "held"
    at = f"timeline.{number}"
    return PlanLine(
        id=f"entry-{number}",
        form=form,
        texts={"text": entry.text},
        due=entry.period,
        cells={
            "text": _ref(plan, f"{at}.text", entry.text),
            "due": _ref(plan, f"{at}.period", entry.period_words),
        },
        figures={"status": first.status.name},
        activities={"held": tuple(t for told in items for t in told.of_status(held=True))},
    )


def _remaining_lines(plan: WorkPlan, items: list[ItemReport]) -> Iterator[PlanLine]:
    """The items that were not carried out, and single activities that stand open under the
    others.
    """
    for told in items:
        if told.item.is_upon_request:
            continue
        if told.status.form not in DONE:
            yield _item_line(plan, told, f"remaining-{told.item.id}")
            continue
        for one in told.of_status(held=False):
            yield PlanLine(
                id=f"open-{one.activity.id}",
                form=one.form,
                figures={"status": told.status.name},
                activities=_open((one,)),
            )


PREFIX = "plan"
JOINT = "joint_meeting"
_PRINTED = frozenset({"status", "date_start", "work_plan_items"})


class PlanReport(NamedTuple):
    """Figures on the work plan, its lines by list name, findings."""

    figures: tuple[Figure, ...]
    lists: dict[str, tuple[PlanLine, ...]]
    findings: tuple[Finding, ...]


def plan_report(context: CountingContext) -> PlanReport:
    """All that the Coordinators' own report tells of their work plan."""
    later = context.until(context.settings.until)
    rows = [a for a in context.records.activities if _is_about(a, later)]
    items, findings = [], []
    for item in context.work_plan.items:
        told, faults = _item(later, item, rows)
        items.append(told)
        findings += faults
    outside = _told(later, OUTSIDE, rows, upon_request=False)
    outputs = [
        output_figure(later, output, _serving(items, output.id))
        for output in context.work_plan.outputs
    ]
    remaining = _what_remains(later, [told for told in items if not told.item.is_upon_request])
    figures = (
        *(f for told in items for f in told.figures),
        *outputs,
        *cost_figures(later, rows),
        remaining,
    )
    findings += _unshared(told for group in (*(t.told for t in items), outside) for told in group)
    return PlanReport(
        figures, lines_of(context.work_plan, items, outside, outputs), tuple(findings)
    )


def _what_remains(later: CountingContext, fixed: list[ItemReport]) -> Figure:
    carried_out = [told for told in fixed if told.status.form in DONE]
    is_open = [one.activity for told in carried_out for one in told.of_status(held=False)]
    return remaining_figure(later, [told.status for told in fixed], DONE, is_open)


def _is_about(activity: Activity, later: CountingContext) -> bool:
    """Whether the report is about it; what was not held yet may lie ahead of its last day."""
    if activity.status == "held" or activity.last_day is None:
        return is_in_period(activity, later)
    return activity.last_day >= later.settings.period_from


def _item(
    later: CountingContext, item: PlanItem, rows: list[Activity]
) -> tuple[ItemReport, list[Finding]]:
    own = [a for a in rows if item.id in a.work_plan_items]
    status, findings = item_figure(later, item, own, PREFIX)
    if status.form == "held" and _is_early(later, item, own):
        status = status.model_copy(update={"form": "earlier"})
    figures = [status]
    if item.is_upon_request:
        figures.append(asking_figures(later, item, own, PREFIX)[1])
    told = _told(later, item.id, rows, upon_request=item.is_upon_request)
    return ItemReport(item, tuple(figures), told), findings


def _is_early(later: CountingContext, item: PlanItem, own: list[Activity]) -> bool:
    """Whether all that was held of it came before the time of the plan."""
    held = [a.last_day for a in own if a.confidentiality != "internal" and is_held(a, later)]
    return item.due is not None and all(day is not None and day < item.due.first for day in held)


def _told(later: CountingContext, name: str, rows: list[Activity], *, upon_request: bool) -> Told:
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


def _when(later: CountingContext, activity: Activity) -> tuple[str, str]:
    """By first day, those without one last."""
    return (activity.date_start.first.isoformat() if activity.date_start else "9"), activity.id


def _form(later: CountingContext, activity: Activity) -> str:
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


def _serving(items: list[ItemReport], output: str) -> list[Figure]:
    return [told.status for told in items if output in told.item.outputs]
