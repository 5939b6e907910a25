"""What States said outside their reports: statements at meetings and needs of the register
follow-up.

In: CountingContext. Out: the cells that say so by source, State and section, and rows set aside. A
row that is not public is neither counted nor told; one that may yet be public keeps a count from
being exact.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from pipeline.aggregate.counting_context import (
    CountingContext,
    EvidenceKey,
    OutsideEvidence,
    as_it_stands,
    first_reason,
    held_out,
    row_drop,
    row_findings,
    sources_of,
)
from pipeline.model.figure import QUESTION_OPEN, Answer, Drop, Figure, Reply
from pipeline.model.finding import Finding
from pipeline.model.plan import Indicator
from pipeline.model.record import FollowUp, Statement
from pipeline.model.source import Ref, Row
from pipeline.model.tables import FOLLOW_UP, STATEMENTS

NEED = "need"
_NEEDED = "needed"
_CELLS = ("state", "made_on", "section", "public", "document")
_NEED_CELLS = ("state", "kind", "status", "confidentiality", "source", "source_ref")
_OVER = ("closed", "withdrawn")
_OPEN = frozenset(
    {
        *("statement-public-unknown", "status-unknown", "need-source-missing"),
        *("weak-cell", "unread-cell", "statement-date-coarse", "submitted-date-coarse"),
    }
)
# Cells of a need that decide whether it counts.
_DECIDING = frozenset({"status", "submitted_on", "confidentiality"})
_PLACES = {
    "statement-date-coarse": "made_on",
    "submitted-date-coarse": "submitted_on",
    "statement-after-cut-off": "made_on",
    "statement-not-public": "public",
    "statement-public-unknown": "public",
    "not-a-party": "state",
    "status-unknown": "status",
    "need-source-missing": "source",
    "submitted-after-cut-off": "submitted_on",
}


class StatementFigures(NamedTuple):
    """What was said, its number, the rows whose words are public, and what was found and set
    aside.
    """

    evidence: OutsideEvidence
    figures: tuple[Figure, ...]
    public: tuple[Row, ...]
    drops: tuple[Drop, ...]
    findings: tuple[Finding, ...]


class _Judged(NamedTuple):
    """A row, where it counts as evidence, why it does not (empty where it does), and the cells that
    say so.
    """

    place: EvidenceKey
    record: Statement | FollowUp
    why: str
    cells: tuple[str, ...]


def statement_figures(context: CountingContext) -> StatementFigures:
    """Everything said outside the reports, judged row by row."""
    wanted = {(source, i.section) for i in context.plan.indicators for source in i.evidence}
    said: dict[EvidenceKey, tuple[Ref, ...]] = defaultdict(tuple)
    unsure: dict[EvidenceKey, tuple[Ref, ...]] = defaultdict(tuple)
    out: dict[EvidenceKey, tuple[Ref, ...]] = defaultdict(tuple)
    public: list[Row] = []
    drops: list[Drop] = []
    findings: list[Finding] = []
    judged = [*_statements(context), *_needs(context)]
    for place, record, why, cells in judged:
        source, _, section = place
        reason = why
        if not why:
            public.append(record.row)
            if (source, section) not in wanted:
                reason = "not-evidence-for-an-action"
        if not reason:
            said[place] += record.refs(*cells)
            continue
        if reason in _OPEN:
            unsure[place] += record.refs(*cells)
        out[place] += held_out([(record, reason)], cells)
        drops.append(row_drop(record, reason))
        findings += row_findings(record, reason, _PLACES, _standing(context, record))
    searched = sources_of(one.record for one in judged)
    evidence = OutsideEvidence(dict(said), dict(unsure), dict(out), searched)
    figure = _statements_figure(context, evidence)
    return StatementFigures(evidence, (figure,), tuple(public), tuple(drops), tuple(findings))


def _statements(context: CountingContext) -> Iterator[_Judged]:
    for one in context.records.statements:
        place = (STATEMENTS.name, one.state, one.section)
        yield _Judged(place, one, _why_no_statement(context, one), _CELLS)


def _needs(context: CountingContext) -> Iterator[_Judged]:
    for one in context.records.follow_up:
        if one.kind == NEED:
            place = (FOLLOW_UP.name, one.state, _NEEDED)
            yield _Judged(place, one, _why_no_need(context, one), _NEED_CELLS)


def _standing(context: CountingContext, record: Statement | FollowUp) -> str:
    """What the State is to the Convention on the day that counts: that of a statement, if it is a
    Party at the day of the report.
    """
    if isinstance(record, Statement) and record.state in context.party_codes:
        return context.standing(record.state, record.made_on.last)
    return context.standing(record.state)


def _why_no_statement(context: CountingContext, statement: Statement) -> str:
    """Why a statement is not counted; empty where it is."""
    made, settings, code = statement.made_on, context.settings, statement.state
    is_across = made.is_across(settings.period_from, settings.cut_off)
    was_party = context.states[code].is_party(made.last, settings.membership_basis)
    is_of_party = code in context.party_codes and (was_party or is_across)
    return first_reason(
        ("outside-period", made.last < settings.period_from),
        ("statement-after-cut-off", made.last > settings.cut_off and not is_across),
        ("not-a-party", not is_of_party),
        ("weak-cell", bool(statement.weak)),
        ("statement-not-public", statement.public == "no"),
        ("statement-date-coarse", is_across),
        ("statement-public-unknown", statement.public != "yes"),
    )


def _why_no_need(context: CountingContext, need: FollowUp) -> str:
    """Why a need is not counted; empty where it is. A need that is not public is no evidence and no
    question.
    """
    submitted, cut_off = need.submitted_on, context.settings.cut_off
    is_across = submitted is not None and submitted.is_across(date.min, cut_off)
    return first_reason(
        ("not-a-party", need.state not in context.party_codes),
        ("unread-cell", bool(need.unread & _DECIDING)),
        (need.confidentiality.replace("_", "-"), need.confidentiality != "public"),
        ("over", need.status in _OVER),
        ("submitted-date-coarse", is_across),
        ("submitted-after-cut-off", submitted is not None and submitted.last > cut_off),
        ("weak-cell", bool(need.weak)),
        ("status-unknown", need.status == "unknown"),
        ("need-source-missing", not need.source),
    )


def _statements_figure(context: CountingContext, evidence: OutsideEvidence) -> Figure:
    """How many States Parties' statements stand behind any figure, as they stand: it needs nobody's
    declaration.

    Withheld States are not among them where others are: that there are statements tells nobody's
    name.
    """
    said = {place: refs for place, refs in evidence.said.items() if place[0] == STATEMENTS.name}
    hidden = context.withheld_states
    told = {place: refs for place, refs in said.items() if place[1] not in hidden} or said
    states = tuple(sorted({state for _, state, _ in told}))
    out = (refs for place, refs in evidence.held_out.items() if place[0] == STATEMENTS.name)
    counted = as_it_stands(len(states), tuple(ref for refs in out for ref in refs))
    return Figure(
        name="statements",
        key=context.key("states_parties", "made a statement", STATEMENTS.name, is_named=False),
        value=counted.value,
        certainty=counted.certainty,
        limits=counted.limits,
        counts=tuple(ref for refs in told.values() for ref in refs),
        behind=states,
    )


def doubtful_cells(context: CountingContext, indicator: Indicator, state: str) -> tuple[Ref, ...]:
    """The cells of rows that may yet make the State's answer a yes."""
    return _cells_of(context.evidence.unsure, indicator, state)


def cells_held_out(context: CountingContext, indicator: Indicator, state: str) -> tuple[Ref, ...]:
    """The cells of rows that would make the State's answer a yes, had not a setting kept them
    out.
    """
    return _cells_of(context.evidence.held_out, indicator, state)


def _cells_of(
    cells: Mapping[EvidenceKey, tuple[Ref, ...]], indicator: Indicator, state: str
) -> tuple[Ref, ...]:
    places = ((source, state, indicator.section) for source in indicator.evidence)
    return tuple(ref for place in places for ref in cells.get(place, ()))


def with_statements(context: CountingContext, answer: Answer, indicator: Indicator) -> Answer:
    """The answer of the State's report, with what it said elsewhere: a yes from either is a yes."""
    said = _cells_of(context.evidence.said, indicator, answer.state)
    if said and answer.reply is Reply.YES:
        return answer.model_copy(update={"counts": (*answer.counts, *said)})
    if said:
        basis = (*answer.basis, *answer.counts)
        return Answer(
            state=answer.state, indicator=indicator.id, reply=Reply.YES, counts=said, basis=basis
        )
    unsure = doubtful_cells(context, indicator, answer.state)
    if unsure and answer.reply is Reply.NO:
        basis = (*answer.basis, *unsure)
        return answer.model_copy(
            update={"reply": Reply.UNKNOWN, "basis": basis, "reason": QUESTION_OPEN}
        )
    return answer
