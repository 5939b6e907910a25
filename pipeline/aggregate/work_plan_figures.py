"""Figures on the work plan as a whole: its expected outputs, costs against the estimate, what
remains.

In: CountingContext on the clock of the Coordinators' report, figures of its items. Out: figures.
Costs are internal: their number is told from three up, sums never.
"""

from collections.abc import Iterable

from pipeline.aggregate.counting_context import CountingContext, certainty
from pipeline.aggregate.log_figures import SMALLEST_UNATTRIBUTED, is_held
from pipeline.model.figure import Certainty, Figure, Regime
from pipeline.model.plan import Output
from pipeline.model.record import Activity
from pipeline.model.source import Ref
from pipeline.model.tables import ACTIVITIES

MEETINGS = frozenset(
    {
        *("coordinator_meeting", "committee_meeting", "joint_meeting", "bilateral"),
        *("workshop", "briefing", "consultation"),
    }
)
_OPEN_CELLS = ("status", "date_start", "work_plan_items", "confidentiality")
_COST_CELLS = ("cost", "currency", "status", "date_start", "work_plan_items")


def _searched(context: CountingContext) -> tuple[str, ...]:
    return tuple(sorted({activity.key[0] for activity in context.records.activities}))


def _rows(refs: tuple[Ref, ...]) -> int:
    return len({ref.row_key for ref in refs})


def output_figure(context: CountingContext, output: Output, items: list[Figure]) -> Figure:
    """How far the activities foreseen for an output were held; whether it was reached is not for us
    to say.
    """
    forms = [figure.form for figure in items]
    done = [form in ("held", "moved", "earlier") for form in forms]
    form = "all" if done and all(done) else "part" if any(done) else "none"
    if form == "none" and (not forms or "unknown" in forms):
        form = "unknown"
    counts = tuple(dict.fromkeys(ref for f in items if f.value for ref in f.counts))
    declared = context.declared((ACTIVITIES.name,), context.settings.as_of)
    limits = tuple(dict.fromkeys(ref for figure in items for ref in figure.limits))
    exact = certainty(_rows(counts), declared, limits)
    return Figure(
        name=f"plan_output_{output.id}",
        value=None if exact is Certainty.UNKNOWN else _rows(counts),
        certainty=exact,
        form=form,
        counts=counts,
        basis=tuple(dict.fromkeys((*declared, *(ref for figure in items for ref in figure.basis)))),
        limits=limits,
        searched=_searched(context),
    )


def cost_figures(context: CountingContext, rows: list[Activity]) -> tuple[Figure, Figure]:
    """Activities of the plan held for which a cost is recorded, and those among them that were
    meetings.
    """
    costed = [
        a
        for a in rows
        if a.has_cost and is_held(a, context) and _is_of_plan(context, a.work_plan_items)
    ]
    meetings = [a for a in costed if a.kind in MEETINGS]
    form = "few" if 0 < len(costed) < SMALLEST_UNATTRIBUTED else ""
    return (
        _costs(context, "plan_costs", costed, form, rows),
        _costs(
            context, "plan_costs_of_meetings", meetings, _share(len(meetings), len(costed)), rows
        ),
    )


def _is_of_plan(context: CountingContext, items: Iterable[str]) -> bool:
    return not {item.id for item in context.work_plan.items}.isdisjoint(items)


def _share(part: int, whole: int) -> str:
    if not part:
        return "none"
    return "all" if part == whole else "most" if 2 * part > whole else "some"


def _costs(
    context: CountingContext, name: str, rows: list[Activity], form: str, log: list[Activity]
) -> Figure:
    """A number of costed activities; that others have no cost is read in their rows."""
    others = (a for a in log if a not in rows and _is_of_plan(context, a.work_plan_items))
    declared = context.declared((ACTIVITIES.name,), context.settings.as_of)
    out = (
        q.ref
        for q in context.limits((ACTIVITIES.name,))
        if not q.scope or _is_of_plan(context, q.scope)
    )
    undated = (
        a.ref("date_start")
        for a in log
        if a.has_cost and a.status == "held" and not is_held(a, context)
    )
    limits = (*out, *undated)
    exact = certainty(len(rows), declared, limits)
    return Figure(
        name=name,
        value=None if exact is Certainty.UNKNOWN else len(rows),
        certainty=exact,
        form=form,
        counts=tuple(ref for row in rows for ref in row.refs(*_COST_CELLS)),
        basis=(*declared, *(ref for row in others for ref in row.refs(*_COST_CELLS))),
        limits=limits,
        searched=_searched(context),
        regime=Regime.UNATTRIBUTED,
    )


def remaining_figure(
    context: CountingContext, items: list[Figure], done: tuple[str, ...], is_open: list[Activity]
) -> Figure:
    """Whether anything of the plan remains, upon-request items apart; it counts nothing.

    `is_open` are single activities that were not held under items that were.
    """
    still = [figure for figure in items if figure.form not in done]
    declared = context.declared((ACTIVITIES.name,), context.settings.as_of)
    limits = tuple(dict.fromkeys(ref for figure in still for ref in figure.refs))
    is_known = bool(declared) and not still and not is_open
    singly = (ref for activity in is_open for ref in activity.refs(*_OPEN_CELLS))
    return Figure(
        name="plan_remaining",
        value=0 if is_known else None,
        certainty=Certainty.EXACTLY if is_known else Certainty.UNKNOWN,
        form="some" if still or is_open else "none",
        basis=tuple(
            dict.fromkeys((*declared, *(ref for figure in items for ref in figure.refs), *singly))
        ),
        limits=limits,
        searched=_searched(context),
    )
