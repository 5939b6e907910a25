"""The action plan and the Coordinators' work plan, from their YAML files: items, expected outputs,
timeline, budget, implementers.

In: the mapping of the file. Out: a frozen plan in the plan's official words. A plan is refused
(exit 2) if a key is missing, a date is not one, or a line belongs to no item.
"""

from pipeline.model.dates_and_money import Dated
from pipeline.model.finding import USAGE, Refused
from pipeline.model.plan import Action, Indicator, Output, Plan, PlanItem, TimelineEntry, WorkPlan
from pipeline.normalise.date_grammar import read_date

_NO_ENTRIES = "a list of entries with keys is needed"
_TRIGGERS = ("fixed", "upon_request")
_Mapping = dict[str, object]


def read_plan(path: str, content: dict[str, object]) -> Plan:
    """The action plan of a YAML mapping. Refused (exit 2) if a key is missing or unknown."""
    try:
        return Plan(
            name=str(content["name"]),
            title=str(content["title"]),
            actions=tuple(_action(action) for action in mappings(content["actions"])),
        )
    except (KeyError, ValueError) as error:
        raise Refused(
            USAGE, f"{path}: this is not an action plan.", f"Compare it with another plan: {error}"
        ) from error


def mappings(content: object) -> list[dict[str, object]]:
    """A list of mappings, at least one. ValueError for anything else."""
    if not isinstance(content, list) or not content:
        raise ValueError(_NO_ENTRIES)
    if not all(isinstance(entry, dict) for entry in content):
        raise ValueError(_NO_ENTRIES)
    return content


def _action(content: dict[str, object]) -> Action:
    entries = mappings(content["indicators"]) if "indicators" in content else []
    indicators = tuple(map(Indicator.model_validate, entries))
    return Action.model_validate({**content, "indicators": indicators})


def read_work_plan(path: str, content: _Mapping) -> WorkPlan:
    """The work plan of a YAML mapping. Refused (exit 2) if it is not one."""
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
            budget=_text(content, "budget"),
            implementers=_optional_texts(content, "implementers"),
        )
        _refuse_unknown_ids(plan)
    except (KeyError, ValueError) as error:
        raise Refused(
            USAGE,
            f"{path}: this is not a work plan.",
            f"Compare it with another work plan: {error}",
        ) from error
    return plan


def _texts(content: object) -> tuple[str, ...]:
    if not isinstance(content, list):
        raise ValueError("a list is needed")
    return tuple(str(text) for text in content)


def _optional_texts(content: _Mapping, key: str) -> tuple[str, ...]:
    return _texts(content.get(key) or [])


def _listed(content: _Mapping, key: str) -> list[_Mapping]:
    return mappings(content[key]) if content.get(key) else []


def _date(words: object) -> Dated | None:
    """A date as written; None for an empty cell. ValueError for anything else."""
    text = str(words or "")
    if not text:
        return None
    when = read_date(text)
    if when is None:
        raise ValueError(f"no date: {text!r}")
    return when


def _text(content: _Mapping, key: str) -> str:
    """A text that may be omitted."""
    return str(content.get(key) or "")


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
        open_question=_text(content, "open_question"),
        outputs=_optional_texts(content, "outputs"),
        due_words=_text(content, "due"),
        counterpart=_text(content, "counterpart"),
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
        open_question=_text(content, "open_question"),
    )


def _refuse_unknown_ids(plan: WorkPlan) -> None:
    """ValueError if a line or an item names something that the plan does not have."""
    items, outputs = {item.id for item in plan.items}, {output.id for output in plan.outputs}
    named = {item for entry in plan.timeline for item in entry.items}
    wanted = {output for item in plan.items for output in item.outputs}
    if unrecognised := sorted((named - items) | (wanted - outputs)):
        raise ValueError(f"unknown: {', '.join(unrecognised)}")
