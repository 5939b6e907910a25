"""The Coordinators' work plan, from its YAML file: items, expected outputs, timeline, budget,
implementers.

In: the mapping of the file. Out: a frozen plan in the plan's official words. It refuses (exit 2) a
plan with a key missing, a date that is none, or a line that belongs to no item.
"""

from pipeline.model.dates import Dated
from pipeline.model.finding import USAGE, Refused
from pipeline.model.plan import Output, PlanItem, TimelineEntry, WorkPlan
from pipeline.normalise.date_grammar import read_date
from pipeline.normalise.reference import mappings

_TRIGGERS = ("fixed", "upon_request")
_Mapping = dict[str, object]


def read_work_plan(path: str, content: _Mapping) -> WorkPlan:
    """The work plan of a YAML mapping. Refused (exit 2) where it is none."""
    try:
        plan = WorkPlan(
            name=str(content["name"]),
            title=str(content["title"]),
            coordinators=_texts(content["coordinators"]),
            items=tuple(_item(item) for item in mappings(content["items"])),
            path=path,
            outputs=tuple(
                Output(id=str(o["id"]), text=str(o["text"])) for o in _listed(content, "outputs")
            ),
            timeline=tuple(_entry(entry) for entry in _listed(content, "timeline")),
            budget=str(content.get("budget") or ""),
            implementers=_texts(content.get("implementers") or []),
        )
        _refuse_unknown_ids(plan)
    except (KeyError, ValueError) as error:
        raise Refused(
            USAGE, f"{path}: not a work plan.", f"Compare it with another work plan: {error}"
        ) from error
    return plan


def _texts(content: object) -> tuple[str, ...]:
    if not isinstance(content, list):
        raise ValueError("a list is wanted")
    return tuple(str(text) for text in content)


def _listed(content: _Mapping, key: str) -> list[_Mapping]:
    return mappings(content[key]) if content.get(key) else []


def _date(words: object) -> Dated | None:
    """A date as written; none for an empty cell. ValueError for anything else."""
    text = str(words or "")
    when = read_date(text) if text else None
    if text and when is None:
        raise ValueError(f"no date: {text!r}")
    return when


def _item(content: _Mapping) -> PlanItem:
    trigger = str(content["trigger"])
    if trigger not in _TRIGGERS:
        raise ValueError(f"trigger {trigger!r}")
    return PlanItem(
        id=str(content["id"]),
        title=str(content["title"]),
        trigger=trigger,
        due=_date(content.get("due")),
        text=str(content["text"]),
        open_question=str(content.get("open_question") or ""),
        outputs=_texts(content.get("outputs") or []),
        due_words=str(content.get("due") or ""),
        counterpart=str(content.get("counterpart") or ""),
    )


def _entry(content: _Mapping) -> TimelineEntry:
    period = _date(content["period"])
    if period is None:
        raise ValueError("a line of the timeline without its period")
    return TimelineEntry(
        period=period,
        text=str(content["text"]),
        items=_texts(content["items"]),
        period_words=str(content["period"]),
        open_question=str(content.get("open_question") or ""),
    )


def _refuse_unknown_ids(plan: WorkPlan) -> None:
    """ValueError where a line or an item names what the plan does not have."""
    items, outputs = {item.id for item in plan.items}, {output.id for output in plan.outputs}
    named = {item for entry in plan.timeline for item in entry.items}
    wanted = {output for item in plan.items for output in item.outputs}
    if unrecognised := sorted((named - items) | (wanted - outputs)):
        raise ValueError(f"unknown: {', '.join(unrecognised)}")
