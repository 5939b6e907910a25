"""All figures of a meeting, through the gate: records × plan → answers → figures → public facts.

In: records, settings, reference. Out: Aggregated. Each row that no figure reaches has a drop that says why.
"""

from typing import NamedTuple, Protocol

from pipeline.aggregate.answers import Readings, line_findings, read_all, rows_of
from pipeline.aggregate.assistance import assistance
from pipeline.aggregate.base import Base, parties_on, states_parties
from pipeline.aggregate.coalitions import coalition_figures
from pipeline.aggregate.figures import report_figures
from pipeline.aggregate.log import log_figures
from pipeline.aggregate.naming import WITHHELD_FORM, Gate, names_withheld, open_gate, pass_gate
from pipeline.aggregate.naming_texts import pass_paragraphs
from pipeline.model.assistance import Assistance
from pipeline.model.base import Outcome
from pipeline.model.figure import Answer, Drop, Figure
from pipeline.model.plan import Plan, WorkPlan
from pipeline.model.public import PublicFacts
from pipeline.model.record import Record
from pipeline.model.records import Records
from pipeline.model.settings import Settings
from pipeline.model.source import Row, RowKey
from pipeline.model.state import Actor, State
from pipeline.model.tables import WRITTEN


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
    """Answers, figures, what may be printed of them, and the records a block may print a field of."""

    answers: tuple[Answer, ...]
    figures: tuple[Figure, ...]
    facts: PublicFacts
    gate: Gate
    records: dict[str, Record]
    public_rows: frozenset[RowKey]
    drops: tuple[Drop, ...]
    assistance: tuple[Assistance, ...] = ()


def aggregate(records: Records, settings: Settings, reference: Referenced) -> Outcome[Aggregated]:
    """The figures of the meeting and every finding made while counting."""
    base = Base(
        records=records,
        settings=settings,
        states=reference.states,
        plan=reference.plan,
        work_plan=reference.work_plan,
        parties=parties_on(reference.states, settings),
        other_states=frozenset(code for code, actor in reference.actors.items() if actor.actor_type == "state"),
    )
    readings = read_all(base)
    on_reports, answers = report_figures(base, readings)
    log = log_figures(base)
    register = coalition_figures(base)
    line_faults, line_drops = line_findings(base, readings)
    gate = open_gate(reference.states, reference.actors, reference.spellings, records.withheld, records.answers)
    figures = (states_parties(base), *on_reports, *log.figures, *register.figures)
    assisted = assistance(base, gate)
    facts, guarded, faults = pass_gate(gate, figures, log.lists, register.coalitions, settings, reference.plan)
    written = pass_paragraphs(gate, records.editor_paragraphs)
    facts = facts.model_copy(update={"lists": {**facts.lists, **written.lists}})
    printable: dict[str, Record] = {f"activities/{a.id}": a for rows in log.lists.values() for a in rows}
    printable.update({f"coalitions/{row.id}": row for row in register.coalitions})
    printable.update({f"{WRITTEN.name}/{paragraph.id}": paragraph for paragraph in records.editor_paragraphs})
    value = Aggregated(
        answers=tuple(a for group in answers.values() for a in group),
        figures=guarded,
        facts=facts,
        gate=gate,
        records=printable,
        public_rows=_public_rows(readings, base, gate, facts, printable),
        drops=(*line_drops, *readings.drops, *log.drops, *register.drops, *assisted.drops, *written.drops),
        assistance=assisted.lines,
    )
    return Outcome(
        value,
        (
            *readings.findings,
            *line_faults,
            *log.findings,
            *register.findings,
            *assisted.findings,
            *written.findings,
            *faults,
        ),
    )


def _public_rows(
    readings: Readings, base: Base, gate: Gate, facts: PublicFacts, printable: dict[str, Record]
) -> frozenset[RowKey]:
    """The rows whose words may be shown on screen: public reports, and public rows that passed the gate.

    A row that names a withheld State in any of its cells is not among them.
    """
    rows: list[Row] = []
    for (state, _), reading in readings.by_year.items():
        if not reading.fault and state in base.party_codes and state not in gate.withheld:
            rows += rows_of(reading)
    passed = {f"{r.table}/{r.id}": r for records in facts.lists.values() for r in records if r.form != WITHHELD_FORM}
    for name, record in printable.items():
        if name in passed and getattr(record, "confidentiality", "public") == "public":
            rows += record.rows
    return frozenset(row.key for row in rows if not any(names_withheld(gate, cell.text) for cell in row.raw.cells))
