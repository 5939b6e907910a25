"""Figures on the work plan as a whole: its expected outputs, the activities with costs, and what
remains.

In: CountingContext on the clock of the Coordinators' report, and the figures of its items. Out:
figures. Costs are internal: the number of activities with a cost is printed from three up (decision
5), amounts never.
"""

from collections.abc import Iterable

from pipeline.aggregate.counting_context import CountingContext, count, once, sources_of
from pipeline.aggregate.log_figures import HELD, few_form, held_outside, is_held
from pipeline.model.figure import Figure, Regime
from pipeline.model.plan import Output
from pipeline.model.record import Activity
from pipeline.model.source import Ref
from pipeline.model.tables import ACTIVITIES

DONE = ("held", "moved", "earlier")
MEETINGS = frozenset(
    {
        *("coordinator_meeting", "committee_meeting", "joint_meeting", "bilateral"),
        *("workshop", "briefing", "consultation"),
    }
)
_OPEN_CELLS = ("status", "date_start", "work_plan_items", "confidentiality")
_COST_CELLS = ("cost", "currency", "status", "date_start", "work_plan_items")


def output_figure(
    context: CountingContext, output: Output, items: list[Figure], rows: list[Activity]
) -> Figure:
    """The activities held towards an output, and by form how much of what was foreseen they are.
    Whether the output was reached is for the Meeting to say.
    """
    counts = once(ref for figure in items if figure.value for ref in figure.counts)
    out = {activity.key for activity in _outside(context, rows)}
    refs = once(ref for figure in items for ref in figure.limits)
    limits = tuple(ref for ref in refs if ref.row_key not in out)
    held_out = tuple(ref for ref in refs if ref.row_key in out)
    declared = _declared(context)
    counted = count(len({ref.row_key for ref in counts}), declared, limits, held_out)
    fact = f"held towards output {output.id}"
    return Figure(
        name=f"plan_output_{output.id}",
        key=context.activity_key("activities", fact),
        value=counted.value,
        certainty=counted.certainty,
        form=_output_form([figure.form for figure in items]),
        counts=counts,
        basis=once((*declared, *(ref for figure in items for ref in figure.basis))),
        limits=counted.limits,
        searched=sources_of(context.records.activities),
    )


def _output_form(forms: list[str]) -> str:
    """all, part or none of what was foreseen; unknown if nothing is foreseen, or known of it."""
    done = [form in DONE for form in forms]
    if any(done):
        return "all" if all(done) else "part"
    if not forms or "unknown" in forms:
        return "unknown"
    return "none"


def cost_figures(context: CountingContext, rows: list[Activity]) -> tuple[Figure, Figure]:
    """The activities of the plan that were held and have a cost, and those among them that were
    meetings.
    """
    of_plan = [row for row in rows if _is_of_plan(context, row.work_plan_items)]
    costed = [row for row in of_plan if row.has_cost and is_held(row, context)]
    meetings = [row for row in costed if row.kind in MEETINGS]
    on_costs = _cost_figure(context, "plan_costs", costed, rows)
    on_meetings = _cost_figure(context, "plan_costs_of_meetings", meetings, rows)
    share = _share(len(meetings), len(costed))
    return (
        on_costs.model_copy(update={"form": few_form(len(costed))}),
        on_meetings.model_copy(update={"form": share}),
    )


def _outside(context: CountingContext, rows: list[Activity]) -> list[Activity]:
    """The activities of the plan that are not among those that the report covers."""
    items = frozenset(item.id for item in context.work_plan.items)
    return held_outside(context, items, rows)


def _open_outside(context: CountingContext, rows: list[Activity]) -> list[Activity]:
    """The activities outside the report's days that were not held, except those upon request."""
    fixed = {item.id for item in context.work_plan.items if not item.is_upon_request}
    outside = held_outside(context, frozenset(fixed), rows)
    return [activity for activity in outside if activity.status != HELD]


def _is_of_plan(context: CountingContext, items: Iterable[str]) -> bool:
    return not {item.id for item in context.work_plan.items}.isdisjoint(items)


def _share(part: int, whole: int) -> str:
    if part == 0:
        return "none"
    if part == whole:
        return "all"
    return "most" if 2 * part > whole else "some"


def _cost_figure(
    context: CountingContext, name: str, costed: list[Activity], rows: list[Activity]
) -> Figure:
    """A number of activities with a cost; the rows of the others, which have none, are its
    basis.
    """
    others = [row for row in rows if row not in costed]
    others = [row for row in others if _is_of_plan(context, row.work_plan_items)]
    declared = _declared(context)
    out = _refs((a for a in _outside(context, rows) if a.has_cost), _COST_CELLS)
    counted = count(len(costed), declared, _cost_limits(context, rows), out)
    return Figure(
        name=name,
        key=context.activity_key("activities", name.replace("_", " "), is_named=False),
        value=counted.value,
        certainty=counted.certainty,
        counts=_refs(costed, _COST_CELLS),
        basis=(*declared, *_refs(others, _COST_CELLS)),
        limits=counted.limits,
        searched=sources_of(context.records.activities),
        regime=Regime.UNATTRIBUTED,
    )


def _cost_limits(context: CountingContext, rows: list[Activity]) -> tuple[Ref, ...]:
    out = context.limits((ACTIVITIES.name,))
    of_plan = (q.ref for q in out if not q.scope or _is_of_plan(context, q.scope))
    costed = [row for row in rows if row.has_cost and row.status == HELD]
    undated = (row.ref("date_start") for row in costed if not is_held(row, context))
    return (*of_plan, *undated)


def remaining_figure(
    context: CountingContext,
    items: list[Figure],
    is_open: list[Activity],
    rows: list[Activity],
) -> Figure:
    """Whether anything of the plan remains, by form (`some` or `none`). Items upon request never
    do: nobody need have asked.

    `is_open` are single activities not held under items that were carried out; `rows` are the
    activities that the report covers.
    """
    still = [figure for figure in items if figure.form not in DONE]
    has_rest = bool(still or is_open)
    declared = _declared(context)
    limits = once((*(ref for f in still for ref in f.refs), *_refs(is_open, _OPEN_CELLS)))
    counted = count(0, declared, limits or _refs(_open_outside(context, rows), _OPEN_CELLS))
    of_items = (ref for figure in items for ref in figure.refs)
    return Figure(
        name="plan_remaining",
        key=context.activity_key("items of the work plan", "not carried out"),
        value=counted.value,
        certainty=counted.certainty,
        form="some" if has_rest else "none",
        basis=once((*declared, *of_items, *_refs(is_open, _OPEN_CELLS))),
        limits=counted.limits,
        searched=sources_of(context.records.activities),
    )


def _declared(context: CountingContext) -> tuple[Ref, ...]:
    return context.declared((ACTIVITIES.name,), context.settings.as_of)


def _refs(rows: Iterable[Activity], cells: tuple[str, ...]) -> tuple[Ref, ...]:
    return tuple(ref for row in rows for ref in row.refs(*cells))
