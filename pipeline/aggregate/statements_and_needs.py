"""What States said outside their reports: statements at meetings and needs of the register
follow-up.

In: CountingContext. Out: the cells that say so by source, State and section, and rows set aside. A
row that is not public is neither counted nor told; one that may yet be public keeps a count from
being exact.
"""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from pipeline.aggregate.counting_context import (
    CountingContext,
    EvidenceKey,
    OutsideEvidence,
    row_drop,
    row_findings,
)
from pipeline.model.figure import QUESTION_OPEN, Answer, Certainty, Drop, Figure, Reply
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


def _why_no_statement(context: CountingContext, statement: Statement) -> str:
    """Why a statement is not counted; empty where it is."""
    made, settings = statement.made_on, context.settings
    if made.last < settings.period_from:
        return "outside-period"
    is_across = made.is_across(settings.period_from, settings.cut_off)
    if made.last > settings.cut_off and not is_across:
        return "statement-after-cut-off"
    was_party = context.states[statement.state].is_party(made.last, settings.membership_basis)
    if statement.state not in context.party_codes or not (was_party or is_across):
        return "not-a-party"
    if statement.weak:
        return "weak-cell"
    if is_across and statement.public != "no":
        return "statement-date-coarse"
    return {"yes": "", "no": "statement-not-public"}.get(
        statement.public, "statement-public-unknown"
    )


def _why_no_need(context: CountingContext, need: FollowUp) -> str:
    """Why a need is not counted; empty where it is. A need that is not public is no evidence and no
    question.
    """
    submitted = need.submitted_on
    checks = (
        ("not-a-party", need.state not in context.party_codes),
        ("unread-cell", bool(need.unread & _DECIDING)),
        (need.confidentiality.replace("_", "-"), need.confidentiality != "public"),
        ("over", need.status in _OVER),
        (
            "submitted-date-coarse",
            submitted is not None and submitted.is_across(date.min, context.settings.cut_off),
        ),
        (
            "submitted-after-cut-off",
            submitted is not None and submitted.last > context.settings.cut_off,
        ),
        ("weak-cell", bool(need.weak)),
        ("status-unknown", need.status == "unknown"),
        ("need-source-missing", not need.source),
    )
    return next((reason for reason, holds in checks if holds), "")


def statement_figures(context: CountingContext) -> StatementFigures:
    """Everything said outside the reports, judged row by row."""
    wanted = {(source, i.section) for i in context.plan.indicators for source in i.evidence}
    judged: list[tuple[EvidenceKey, Statement | FollowUp, str, tuple[str, ...]]] = [
        ((STATEMENTS.name, s.state, s.section), s, _why_no_statement(context, s), _CELLS)
        for s in context.records.statements
    ]
    judged += [
        ((FOLLOW_UP.name, f.state, _NEEDED), f, _why_no_need(context, f), _NEED_CELLS)
        for f in context.records.follow_up
        if f.kind == NEED
    ]
    said: dict[EvidenceKey, tuple[Ref, ...]] = defaultdict(tuple)
    unsure: dict[EvidenceKey, tuple[Ref, ...]] = defaultdict(tuple)
    public, drops, findings = [], [], []
    for key, record, why, cells in judged:
        source, _, section = key
        reason = why or ("" if (source, section) in wanted else "not-evidence-for-an-action")
        if reason:
            drops.append(row_drop(record, reason))
            findings += row_findings(record, reason, _PLACES)
        if not reason:
            said[key] += record.refs(*cells)
        elif reason in _OPEN:
            unsure[key] += record.refs(*cells)
        if not why:
            public.append(record.row)
    sources = {record.key[0] for _, record, _, _ in judged}
    evidence = OutsideEvidence(dict(said), dict(unsure), tuple(sorted(sources)))
    return StatementFigures(
        evidence, (_statements(context, evidence),), tuple(public), tuple(drops), tuple(findings)
    )


def _statements(context: CountingContext, evidence: OutsideEvidence) -> Figure:
    """How many States Parties' statements stand behind any figure, as they stand: it needs nobody's
    declaration.

    Withheld States are not among them where others are: that there are statements tells nobody's
    name.
    """
    said = {key: refs for key, refs in evidence.said.items() if key[0] == STATEMENTS.name}
    hidden = {withheld.state for withheld in context.records.withheld}
    told = {key: refs for key, refs in said.items() if key[1] not in hidden} or said
    states = tuple(sorted({state for _, state, _ in told}))
    counts = tuple(ref for refs in told.values() for ref in refs)
    return Figure(
        name="statements",
        value=len(states),
        certainty=Certainty.EXACTLY,
        counts=counts,
        behind=states,
    )


def doubtful_cells(context: CountingContext, indicator: Indicator, state: str) -> tuple[Ref, ...]:
    """The cells of rows that may yet make the State's answer a yes."""
    keys = ((source, state, indicator.section) for source in indicator.evidence)
    return tuple(ref for key in keys for ref in context.evidence.unsure.get(key, ()))


def with_statements(context: CountingContext, answer: Answer, indicator: Indicator) -> Answer:
    """The answer of the State's report, with what it said elsewhere: a yes from either is a yes."""
    keys = [(source, answer.state, indicator.section) for source in indicator.evidence]
    said = tuple(ref for key in keys for ref in context.evidence.said.get(key, ()))
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
