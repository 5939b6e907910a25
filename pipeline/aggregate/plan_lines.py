"""The lines of the work plan as a report tells of them: items, timeline, expected outputs,
implementers, what remains.

In: a work plan, its items with their figures and the activities told under them. Out: lines by the
name of their list, each with the place of its words in the plan.
"""

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.aggregate.log import OUTSIDE
from pipeline.model import place as places
from pipeline.model.figure import Figure
from pipeline.model.plan import Item, PlanLine, TimelineEntry, ToldActivity, WorkPlan
from pipeline.model.source import Ref

DONE = ("held", "moved", "earlier")
Told = tuple[ToldActivity, ...]


class ItemTold(NamedTuple):
    """An item with its figures and the activities told under it."""

    item: Item
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
    plan: WorkPlan, items: list[ItemTold], outside: Told, outputs: list[Figure]
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
        "plan_remaining": tuple(_remaining(plan, items)),
    }


def _item_line(plan: WorkPlan, told: ItemTold, line_id: str = "") -> PlanLine:
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


def _standing(told: ItemTold) -> str:
    """What became of an item: still foreseen, where all that is planned of it lies ahead."""
    ahead = told.told and all(one.form == "foreseen" for one in told.told)
    return "foreseen" if ahead and told.status.form == "planned" else told.status.form


def _timeline(plan: WorkPlan, items: list[ItemTold]) -> Iterator[PlanLine]:
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
    plan: WorkPlan, number: int, entry: TimelineEntry, items: list[ItemTold]
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


def _remaining(plan: WorkPlan, items: list[ItemTold]) -> Iterator[PlanLine]:
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
