"""All figures of a meeting, through the gate: records × plan → answers → figures → public facts.

In: records, settings, reference. Out: Aggregated. Each row that no figure reaches has a drop that
says why.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol

from pipeline.aggregate.answers import line_findings
from pipeline.aggregate.assistance import assistance
from pipeline.aggregate.coalition_figures import coalition_figures, practices_shared
from pipeline.aggregate.counting_context import CountingContext, parties_on, states_parties
from pipeline.aggregate.earlier_figures import guard_unnamed, is_unnamed, trends
from pipeline.aggregate.gate import (
    WITHHELD_FORM,
    Gate,
    names_withheld,
    open_gate,
    written_paragraphs,
)
from pipeline.aggregate.joined_reports import JoinedReports, join_reports, report_rows
from pipeline.aggregate.log_figures import log_figures
from pipeline.aggregate.public_facts import pass_gate, requests_to_print
from pipeline.aggregate.report_figures import report_figures
from pipeline.aggregate.report_notes import amended, withdrawals
from pipeline.aggregate.request_figures import follow_up_figures
from pipeline.aggregate.statements_and_needs import statement_figures
from pipeline.aggregate.tracking import track
from pipeline.aggregate.work_plan_lines import plan_report
from pipeline.model.figure import Answer, Drop, Figure
from pipeline.model.finding import Outcome
from pipeline.model.internal_books import Assistance, Tracking
from pipeline.model.plan import Plan, PlanLine, WorkPlan
from pipeline.model.public import PublicFacts
from pipeline.model.record import Record
from pipeline.model.records import Records
from pipeline.model.settings import Settings
from pipeline.model.source import Row, RowKey
from pipeline.model.state import Actor, State


class Referenced(Protocol):
    """What aggregate needs of the reference folder."""

    @property
    def states(self) -> dict[str, State]:
        """States by ISO code."""

    @property
    def actors(self) -> dict[str, Actor]:
        """Other actors by code."""

    @property
    def plan(self) -> Plan:
        """The action plan."""

    @property
    def work_plan(self) -> WorkPlan:
        """The Coordinators' work plan."""

    @property
    def spellings(self) -> dict[str, tuple[str, ...]]:
        """Every spelling of a name, by code."""


class Aggregated(NamedTuple):
    """Answers, figures, what may be printed of them, and the records a block may print a field
    of.
    """

    answers: tuple[Answer, ...]
    figures: tuple[Figure, ...]
    facts: PublicFacts
    gate: Gate
    records: dict[str, Record | PlanLine]
    public_rows: frozenset[RowKey]
    drops: tuple[Drop, ...]
    assistance: tuple[Assistance, ...] = ()
    tracking: Tracking = Tracking()


def aggregate(records: Records, settings: Settings, reference: Referenced) -> Outcome[Aggregated]:
    """The figures of the meeting and every finding made while counting."""
    context = _base(records, settings, reference)
    statements = statement_figures(context)
    context = context._replace(evidence=statements.evidence)
    joined = join_reports(context)
    on_reports, answers = report_figures(context, joined)
    log = log_figures(context)
    register, shared = coalition_figures(context), practices_shared(context)
    followed = follow_up_figures(context)
    unnamed = tuple(f.name for f in (*log.figures, *followed.figures) if is_unnamed(f))
    compared = trends(
        context, tuple(f for f in on_reports if f.name in ("reports_received", *answers)), unnamed
    )
    amendments, faults_of_versions = amended(context, joined)
    line_faults, line_drops = line_findings(context, joined)
    gate = open_gate(
        reference.states, reference.actors, reference.spellings, records.withheld, records.answers
    )
    assisted = assistance(context, joined, gate)
    written = written_paragraphs(gate, records.editor_paragraphs)
    planned = plan_report(context)
    parts = (statements, log, register, shared, followed, compared)
    figures = (
        states_parties(context),
        *on_reports,
        *(f for part in parts for f in part.figures),
        *planned.figures,
    )
    editions = guard_unnamed(context, figures)
    notes: dict[str, tuple[Record, ...]] = {
        "amended_reports": amendments,
        "withdrawals": withdrawals(context, joined),
    }
    lists: dict[str, tuple[Record | PlanLine, ...]] = {
        **log.lists,
        "coalitions": register.coalitions,
        **notes,
    }
    lists |= {**written.lists, **planned.lists, **shared.lists}
    lists |= requests_to_print(gate, followed.requests)
    facts, guarded, faults = pass_gate(gate, editions.figures, lists, settings, reference.plan)
    printable = _printable(lists, facts)
    public = (*statements.public, *followed.public, *compared.public, *editions.public)
    internal = (assisted, written, editions)
    value = Aggregated(
        answers=tuple(a for group in answers.values() for a in group),
        figures=guarded,
        facts=facts,
        gate=gate,
        records=printable,
        public_rows=_public_rows(joined, context, gate, facts, printable, public),
        drops=(
            *line_drops,
            *joined.drops,
            *(drop for part in (*parts, *internal) for drop in part.drops),
        ),
        assistance=assisted.lines,
        tracking=track(context, joined, register.unprinted),
    )
    found_in = (finding for part in (*parts, *internal) for finding in part.findings)
    of_plan = (fault for fault in planned.findings if fault not in log.findings)
    return Outcome(
        value, (*joined.findings, *line_faults, *found_in, *of_plan, *faults_of_versions, *faults)
    )


def _base(records: Records, settings: Settings, reference: Referenced) -> CountingContext:
    """What every figure stands on."""
    types = {code: actor.actor_type for code, actor in reference.actors.items()}
    return CountingContext(
        records=records,
        settings=settings,
        states=reference.states,
        plan=reference.plan,
        work_plan=reference.work_plan,
        parties=parties_on(reference.states, settings),
        other_states=frozenset(code for code, kind in types.items() if kind == "state"),
        organizations={code: kind for code, kind in types.items() if kind != "state"},
    )


def _printable(
    lists: Mapping[str, tuple[Record | PlanLine, ...]], facts: PublicFacts
) -> dict[str, Record | PlanLine]:
    """The records a block may print a field of, by the table and id they are printed under."""
    known: dict[str, Record | PlanLine] = {}
    for name, rows in lists.items():
        by_id = {row.id: row for row in _with_activities(rows)}
        known |= {
            f"{p.table}/{p.id}": by_id[p.id]
            for public in facts.lists[name]
            for p in public.family()
        }
    return known


def _with_activities(rows: tuple[Record | PlanLine, ...]) -> Iterator[Record | PlanLine]:
    """The records, with the activities under lines of the work plan and those that these follow
    up.
    """
    for row in rows:
        yield row
        for told in row.activities.values() if isinstance(row, PlanLine) else ():
            for one in told:
                yield one.activity
                yield from (one.parent,) if one.parent else ()


def _public_rows(  # noqa: PLR0913 - all that was judged
    joined: JoinedReports,
    context: CountingContext,
    gate: Gate,
    facts: PublicFacts,
    printable: dict[str, Record | PlanLine],
    public: tuple[Row, ...],
) -> frozenset[RowKey]:
    """The rows whose words may be shown on screen: public reports, and public rows that passed the
    gate.

    A row that names a withheld State in any of its cells is not among them.
    """
    rows: list[Row] = list(public)
    for (state, _), reading in joined.by_year.items():
        is_told = state in context.party_codes or reading.is_before_withdrawal
        if not reading.fault and is_told and state not in gate.withheld:
            rows += report_rows(reading)
    every = (
        record for records in facts.lists.values() for one in records for record in one.family()
    )
    passed = {
        f"{record.table}/{record.id}": record for record in every if record.form != WITHHELD_FORM
    }
    for name, record in printable.items():
        if name in passed and getattr(record, "confidentiality", "public") == "public":
            rows += record.rows
    return frozenset(
        row.key
        for row in rows
        if not any(names_withheld(gate, cell.text) for cell in row.raw.cells)
    )
