"""Sections that are made from the plan: the structure of its actions, and of its rows in an annex.

In: what the plan lists and the figures there are. Out: the structure of a section that has words
and no structure file of its own, so that a plan is added by its own file and its words. It words
nothing.
"""

from collections.abc import Callable
from typing import NamedTuple

from pipeline.compose.plans import BlockPlan, ColumnPlan, Part, PicturePlan, SectionPlan, TablePlan
from pipeline.model.plan import Indicator, Plan

PLACE_OF_PLAN = "{plan}"
_TEXT_FORMS = ("missing", "supplied")
_SHARE_FORMS = ("unknown", "all", "part", "most", "some")
# A share is listed where its number is told; "most" or "some" would point at the States that are
# left.
_LISTED_SHARES = ("all", "part")
_ONLY_OFFICIAL = ("progress-report",)
_ANNEX_COLUMNS = (("information", 2500), ("number", 1900), ("states", 2971))


class PlanShape(NamedTuple):
    """What sections draw on of a plan: its name, the numbers of its actions, the actions with
    indicators.
    """

    name: str = ""
    numbers: tuple[int, ...] = ()
    actions: tuple[tuple[int, tuple[Indicator, ...]], ...] = ()
    figures: frozenset[str] = frozenset()

    @classmethod
    def of(cls, plan: Plan, figures: frozenset[str]) -> "PlanShape":
        """The shape of a plan, with the figures that were counted for it."""
        actions = tuple(
            (action.number, action.indicators) for action in plan.actions if action.indicators
        )
        return cls(plan.name, plan.numbers, actions, figures)

    def section(self, name: str) -> str:
        """The name of a section as its file has it: `{plan}` stands for the plan of the meeting."""
        return name.replace(PLACE_OF_PLAN, self.name)

    def made(self, name: str) -> SectionPlan | None:
        """The structure made for a section of the plan; None where none is made for it."""
        kind = name.removeprefix(f"{self.name}-") if self.name else ""
        return _MADE[kind](self) if kind in _MADE else None


def _key(name: str) -> str:
    return name.replace("_", "-")


def _has_something(figure: str) -> str:
    return f'f.{figure}.form != "zero" and f.{figure}.form != "unknown"'


def _parts(indicator: Indicator, figures: frozenset[str]) -> tuple[Part, ...]:
    """The sentence of an indicator, and that of the States which indicated no change."""
    name = indicator.id
    if indicator.among:
        when = f'f.{name}.form != "none" and {_has_something(indicator.among)}'
        return (Part(id=_key(name), form=(name,), forms=_SHARE_FORMS, when=when),)
    own = Part(id=_key(name), form=(name,))
    unchanged = f"{name}_unchanged"
    if unchanged not in figures:
        return (own,)
    return own, Part(id=_key(unchanged), form=(unchanged,), when=_has_something(unchanged))


def _actions(shape: PlanShape) -> SectionPlan:
    """A heading an action, its official text in the official paper, and a paragraph with a part an
    indicator.
    """
    blocks: list[BlockPlan] = []
    for number, indicators in shape.actions:
        action = f"action-{number}"
        text = Part(id=f"{action}-text", each=f"action_{number}_text", forms=_TEXT_FORMS)
        parts = tuple(part for indicator in indicators for part in _parts(indicator, shape.figures))
        blocks += [
            BlockPlan(id=f"{action}-heading", heading=2),
            BlockPlan(id=f"{action}-text", only=_ONLY_OFFICIAL, parts=(text,)),
            BlockPlan(id=action, parts=parts),
        ]
    return SectionPlan(blocks=tuple(blocks))


def _row(indicator: Indicator) -> Part:
    name = indicator.id
    when = f'f.{name}.form != "zero"'
    if indicator.among:
        when = " or ".join(f'f.{name}.form == "{form}"' for form in _LISTED_SHARES)
    return Part(id=_key(name), form=(name,), when=when)


def _annex(shape: PlanShape) -> SectionPlan:
    """A table with a row an indicator that stands on what States reported."""
    rows = tuple(_row(i) for _, indicators in shape.actions for i in indicators if i.section)
    columns = tuple(
        ColumnPlan.model_validate({"id": name, "width": width, "number": name == "number"})
        for name, width in _ANNEX_COLUMNS
    )
    picture = PicturePlan.model_validate({"against": "reports_received", "optional": True})
    table = TablePlan(columns=columns, rows=rows, picture=picture)
    return SectionPlan(blocks=(BlockPlan(id="annex-states-table", table=table),))


_MADE: dict[str, Callable[[PlanShape], SectionPlan]] = {"ica": _actions, "annex": _annex}
