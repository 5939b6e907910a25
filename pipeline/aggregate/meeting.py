"""All figures of a meeting, passed through the gate: records × plan → answers → figures → public
facts.

In: records, settings, reference. Out: Aggregated. Each row that no figure uses has a drop that says
why.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol

from pipeline.aggregate.answers import line_findings
from pipeline.aggregate.assistance import assistance
from pipeline.aggregate.coalition_figures import (
    CoalitionFigures,
    coalition_figures,
    practice_figures,
)
from pipeline.aggregate.counting_context import (
    CountedPart,
    CountingContext,
    parties_on,
    states_parties,
    unify,
)
from pipeline.aggregate.doubtful_settings import settings_findings
from pipeline.aggregate.earlier_figures import EarlierFigures, guard_unnamed, trends
from pipeline.aggregate.gate import (
    Gate,
    PrintableParagraphs,
    names_withheld,
    open_gate,
    printable_paragraphs,
)
from pipeline.aggregate.joined_reports import JoinedReports, join_reports
from pipeline.aggregate.log_figures import LogFigures, log_figures
from pipeline.aggregate.public_facts import pass_gate, requests_to_print
from pipeline.aggregate.report_figures import ReportFigures, report_figures
from pipeline.aggregate.report_notes import amended_reports, withdrawals
from pipeline.aggregate.request_figures import RequestFigures, request_figures
from pipeline.aggregate.statements_and_needs import StatementFigures, statement_figures
from pipeline.aggregate.tracking import track
from pipeline.aggregate.work_plan_lines import WorkPlanReport, work_plan_report
from pipeline.model.figure import Answer, Drop, Figure
from pipeline.model.finding import Finding, Outcome
from pipeline.model.internal_books import Assistance, Tracking
from pipeline.model.plan import Plan, PlanLine, WorkPlan
from pipeline.model.public import PublicFacts, PublicRecord
from pipeline.model.record import Record
from pipeline.model.records import Records
from pipeline.model.settings import Settings
from pipeline.model.source import Row, RowKey
from pipeline.model.state import Actor, State

Printable = Record | PlanLine
Lists = dict[str, tuple[Printable, ...]]
# Themes whose figures rest on tables rather than on reports: what each counts.
THEMES: tuple[Callable[[CountingContext], CountedPart], ...] = (practice_figures,)


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
    """Answers, figures, what may be printed of them (`facts`), and the records of which a block may
    print a field, by full id.

    `public_rows` are the rows whose words the screen may show; `drops` say why a row is not used.
    """

    answers: tuple[Answer, ...]
    figures: tuple[Figure, ...]
    facts: PublicFacts
    gate: Gate
    records: dict[str, Printable]
    public_rows: frozenset[RowKey]
    drops: tuple[Drop, ...]
    assistance: tuple[Assistance, ...] = ()
    tracking: Tracking = Tracking()


def aggregate(records: Records, settings: Settings, reference: Referenced) -> Outcome[Aggregated]:
    """The figures of the meeting and every finding made while counting."""
    context = _context(records, settings, reference)
    gate = open_gate(
        reference.states, reference.actors, reference.spellings, records.withheld, records.answers
    )
    # An answer is what a State said in its report or elsewhere, so statements come before reports.
    outside = statement_figures(context)
    context = context._replace(evidence=outside.evidence)
    joined = join_reports(context)
    lines = line_findings(context, joined)
    counted = _count(context, joined, outside)
    # Under one name before they are held against earlier editions: a number that was published
    # under one of its names guards them all.
    figures, names = unify(counted.figures)
    earlier = guard_unnamed(context, figures)
    chosen = _chosen(context, joined, gate, counted, names)
    passed = pass_gate(gate, earlier.figures, chosen.lists, settings, reference.plan)
    assisted = assistance(context, joined, gate)
    parts = (*counted.parts, assisted, chosen.written, earlier)
    value = Aggregated(
        answers=counted.reports.all_answers,
        figures=passed.figures,
        facts=passed.facts,
        gate=gate,
        records=_printed_records(chosen.lists, passed.facts),
        public_rows=frozenset(),
        drops=(*lines.drops, *joined.drops, *_drops(parts)),
        assistance=assisted.lines,
        tracking=track(context, joined, counted.coalitions.unprinted),
    )
    rows = (
        *counted.public,
        *earlier.public,
        *_public_report_rows(context, joined, gate),
        *_passed_rows(value),
    )
    findings = (
        *settings_findings(context),
        *joined.findings,
        *lines.findings,
        *_findings(parts),
        *_of_work_plan_alone(counted),
        *chosen.findings,
        *passed.findings,
    )
    return Outcome(value._replace(public_rows=_nameless(gate, rows)), findings)


class _Chosen(NamedTuple):
    """The records that papers may print, by list; the Coordinators' paragraphs among them; and what
    was found in choosing them.
    """

    lists: Lists
    written: PrintableParagraphs
    findings: list[Finding]


def _chosen(
    context: CountingContext,
    joined: JoinedReports,
    gate: Gate,
    counted: "_Counted",
    names: Mapping[str, str],
) -> _Chosen:
    """The records to print; `names` gives for a figure that was dropped the one kept for it."""
    amended, findings = amended_reports(context, joined)
    notes: Lists = {"amended_reports": amended, "withdrawals": withdrawals(context, joined)}
    written = printable_paragraphs(gate, context.records.editor_paragraphs)
    lists = _lists(gate, counted, {**notes, **written.lists}, names)
    return _Chosen(lists, written, findings)


class _Part(Protocol):
    """What each part of the counting returns beside its figures."""

    @property
    def drops(self) -> tuple[Drop, ...]:
        """The rows it set aside."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What it found."""


def _drops(parts: Iterable[_Part]) -> tuple[Drop, ...]:
    return tuple(drop for part in parts for drop in part.drops)


def _findings(parts: Iterable[_Part]) -> tuple[Finding, ...]:
    return tuple(finding for part in parts for finding in part.findings)


def _figures(themes: Iterable[CountedPart]) -> tuple[Figure, ...]:
    return tuple(figure for theme in themes for figure in theme.figures)


class _Counted(NamedTuple):
    """All that was counted, part by part."""

    states_parties: Figure
    reports: ReportFigures
    outside: StatementFigures
    log: LogFigures
    coalitions: CoalitionFigures
    themes: tuple[CountedPart, ...]
    requests: RequestFigures
    trends: EarlierFigures
    work_plan: WorkPlanReport

    @property
    def parts(self) -> tuple[_Part, ...]:
        """The parts that set rows aside."""
        registers: tuple[_Part, ...] = (self.coalitions, *self.themes, self.requests)
        return (self.outside, self.log, *registers, self.trends)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure, in the order of the ledger."""
        return (
            self.states_parties,
            *self.reports.figures,
            *self.outside.figures,
            *self.log.figures,
            *self.coalitions.figures,
            *_figures(self.themes),
            *self.requests.figures,
            *self.trends.figures,
            *self.work_plan.figures,
        )

    @property
    def public(self) -> tuple[Row, ...]:
        """The rows of registers whose words are public."""
        of_themes = (row for theme in self.themes for row in theme.public)
        return (*self.outside.public, *of_themes, *self.requests.public, *self.trends.public)


def _of_work_plan_alone(counted: _Counted) -> Iterator[Finding]:
    """The findings of the work plan that the log has not made too: both judge the same activities,
    each for its own days.
    """
    for finding in counted.work_plan.findings:
        if finding not in counted.log.findings:
            yield finding


def _count(context: CountingContext, joined: JoinedReports, outside: StatementFigures) -> _Counted:
    """Every figure of the meeting, before the gate."""
    reports = report_figures(context, joined)
    log, requests = log_figures(context), request_figures(context)
    unnamed = tuple(one.name for one in (*log.figures, *requests.figures) if one.is_unnamed)
    return _Counted(
        states_parties=states_parties(context),
        reports=reports,
        outside=outside,
        log=log,
        coalitions=coalition_figures(context),
        themes=tuple(count(context) for count in THEMES),
        requests=requests,
        trends=trends(context, reports.of_states, unnamed),
        work_plan=work_plan_report(context),
    )


def _context(records: Records, settings: Settings, reference: Referenced) -> CountingContext:
    """The context in which every figure is counted."""
    return CountingContext(
        records=records,
        settings=settings,
        states=reference.states,
        plan=reference.plan,
        work_plan=reference.work_plan,
        parties=parties_on(reference.states, settings),
        organizations={code: actor.actor_type for code, actor in reference.actors.items()},
    )


def _lists(gate: Gate, counted: _Counted, written: Lists, names: Mapping[str, str]) -> Lists:
    """The records that papers may print, by list; lines of the work plan refer to figures by the
    names that were kept.
    """
    of_plan: Lists = {
        name: tuple(line.with_figures(names) for line in lines)
        for name, lines in counted.work_plan.lists.items()
    }
    of_themes: Lists = {}
    for theme in counted.themes:
        of_themes |= theme.lists
    return {
        **counted.log.lists,
        "coalitions": counted.coalitions.coalitions,
        **written,
        **of_plan,
        **of_themes,
        **requests_to_print(gate, counted.requests.requests),
    }


def _printed_records(lists: Lists, facts: PublicFacts) -> dict[str, Printable]:
    """The records of which a block may print a field, by the table and id they are printed
    under.
    """
    known: dict[str, Printable] = {}
    for name, rows in lists.items():
        by_id = {row.id: row for row in _with_activities(rows)}
        for public in _families(facts.lists[name]):
            known[public.full_id] = by_id[public.id]
    return known


def _families(records: Iterable[PublicRecord]) -> Iterator[PublicRecord]:
    for record in records:
        yield from record.family()


def _with_activities(rows: Iterable[Printable]) -> Iterator[Printable]:
    """The records, and after each line of the work plan the activities under it, with those that
    they follow up.
    """
    for row in rows:
        yield row
        if isinstance(row, PlanLine):
            yield from row.all_activities()


def _public_report_rows(
    context: CountingContext, joined: JoinedReports, gate: Gate
) -> Iterator[Row]:
    """The rows of public reports that papers count or mention."""
    for (state, _), reading in joined.by_year.items():
        if reading.fault or state in gate.withheld:
            continue
        if state in context.party_codes or reading.is_before_withdrawal:
            yield from reading.rows


def _passed_rows(value: Aggregated) -> Iterator[Row]:
    """The rows of public records that passed the gate."""
    every = (record for records in value.facts.lists.values() for record in _families(records))
    passed = {record.full_id for record in every if not record.is_withheld}
    for record in (record for name, record in value.records.items() if name in passed):
        # Without attribution an activity is printed; its row still says who took part.
        if getattr(record, "confidentiality", "public") == "public":
            yield from record.rows


def _nameless(gate: Gate, rows: Iterable[Row]) -> frozenset[RowKey]:
    """The rows whose words the screen may show: no cell of them names a withheld State, not even
    one that no paper prints.
    """
    return frozenset(
        row.key
        for row in rows
        if not any(names_withheld(gate, cell.text) for cell in row.raw.cells)
    )
