"""What States said outside their reports: in statements at meetings, and as needs in the register
follow-up.

In: CountingContext. Out: the cells that say so, by source, State and section, and rows set aside. A
row that is not public is neither counted nor printed; one that may yet turn out to be public keeps
a count from being exact.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
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
from pipeline.model.dates_and_money import Dated
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
    """The evidence outside reports, the figure on statements, the rows whose words are public,
    drops and findings.
    """

    evidence: OutsideEvidence
    figures: tuple[Figure, ...]
    public: tuple[Row, ...]
    drops: tuple[Drop, ...]
    findings: tuple[Finding, ...]


class _Judged(NamedTuple):
    """A row with the key under which it counts as evidence, and the columns that say so.

    `why` is why it does not count, empty if it does; `is_public` says that its words may be shown,
    even if no indicator asks for it.
    """

    place: EvidenceKey
    record: Statement | FollowUp
    why: str
    columns: tuple[str, ...]
    is_public: bool = False

    @property
    def refs(self) -> tuple[Ref, ...]:
        """The cells that say so."""
        return self.record.refs(*self.columns)

    def for_plan(self, wanted: set[tuple[str, str]]) -> "_Judged":
        """The row as the plan needs it; `wanted` are the sources and sections of its indicators."""
        if self.why:
            return self
        source, _, section = self.place
        unasked = "" if (source, section) in wanted else "not-evidence-for-an-action"
        return self._replace(why=unasked, is_public=True)


def statement_figures(context: CountingContext) -> StatementFigures:
    """What States said outside their reports, judged row by row, and the figure on statements."""
    wanted = {(source, i.section) for i in context.plan.indicators for source in i.evidence}
    rows = (*_statements(context), *_needs(context))
    judged = [row.for_plan(wanted) for row in rows]
    aside = [one for one in judged if one.why]
    evidence = OutsideEvidence(
        said=_by_place((one.place, one.refs) for one in judged if not one.why),
        unsure=_by_place((one.place, one.refs) for one in aside if one.why in _OPEN),
        held_out=_by_place(
            (one.place, held_out([(one.record, one.why)], one.columns)) for one in aside
        ),
        searched=sources_of(one.record for one in judged),
    )
    findings: list[Finding] = []
    for one in aside:
        standing = _standing(context, one.record)
        findings += row_findings(one.record, one.why, _PLACES, standing)
    return StatementFigures(
        evidence,
        (_statements_figure(context, evidence),),
        tuple(one.record.row for one in judged if one.is_public),
        tuple(row_drop(one.record, one.why) for one in aside),
        tuple(findings),
    )


def _by_place(
    cells: Iterable[tuple[EvidenceKey, tuple[Ref, ...]]],
) -> dict[EvidenceKey, tuple[Ref, ...]]:
    """The cells of each key together, in order."""
    found: dict[EvidenceKey, tuple[Ref, ...]] = defaultdict(tuple)
    for place, refs in cells:
        found[place] += refs
    return dict(found)


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
    """What a State is to the Convention on the day that counts: that of its statement, if it is a
    Party on the day of the report.
    """
    if isinstance(record, Statement) and record.state in context.party_codes:
        return context.standing(record.state, record.made_on.last)
    return context.standing(record.state)


def _why_no_statement(context: CountingContext, statement: Statement) -> str:
    """Why a statement is not counted; empty if it is. Its State must be a Party on the day of the
    report, and have been one when it made the statement.
    """
    made, settings, code = statement.made_on, context.settings, statement.state
    is_across = made.is_across(settings.period_from, settings.cut_off)
    was_party = context.states[code].is_party(made.last, settings.membership_basis)
    return first_reason(
        ("outside-period", made.last < settings.period_from),
        ("statement-after-cut-off", made.last > settings.cut_off and not is_across),
        ("not-a-party", code not in context.party_codes),
        # of a date that is too coarse the last day says nothing
        ("not-a-party", not (was_party or is_across)),
        ("weak-cell", bool(statement.weak)),
        ("statement-not-public", statement.public == "no"),
        ("statement-date-coarse", is_across),
        ("statement-public-unknown", statement.public != "yes"),
    )


def _why_no_need(context: CountingContext, need: FollowUp) -> str:
    """Why a need is not counted; empty if it is. A need that is not public is no evidence, and so
    leaves nothing in doubt.
    """
    cut_off = context.settings.cut_off
    # a need without a date is taken as known by the cut-off
    submitted = need.submitted_on or Dated(first=date.min)
    is_across = submitted.is_across(date.min, cut_off)
    return first_reason(
        ("not-a-party", need.state not in context.party_codes),
        ("unread-cell", bool(need.unread & _DECIDING)),
        (need.confidentiality.replace("_", "-"), need.confidentiality != "public"),
        ("over", need.status in _OVER),
        ("submitted-date-coarse", is_across),
        ("submitted-after-cut-off", submitted.last > cut_off),
        ("weak-cell", bool(need.weak)),
        ("status-unknown", need.status == "unknown"),
        ("need-source-missing", not need.source),
    )


def _statements_figure(context: CountingContext, evidence: OutsideEvidence) -> Figure:
    """The number of States Parties whose statements count for any figure. It is of the input, so it
    is exact without a declaration.

    Withheld States are left out if there are others: the sentence that statements were used then
    rests on none of them.
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
    """The cells of rows in question that may still make the State's answer a yes."""
    return _cells_of(context.evidence.unsure, indicator, state)


def cells_held_out(context: CountingContext, indicator: Indicator, state: str) -> tuple[Ref, ...]:
    """The cells of rows that would make the State's answer a yes if no setting kept them out."""
    return _cells_of(context.evidence.held_out, indicator, state)


def _cells_of(
    cells: Mapping[EvidenceKey, tuple[Ref, ...]], indicator: Indicator, state: str
) -> tuple[Ref, ...]:
    places = ((source, state, indicator.section) for source in indicator.evidence)
    return tuple(ref for place in places for ref in cells.get(place, ()))


def with_statements(context: CountingContext, answer: Answer, indicator: Indicator) -> Answer:
    """The answer of a State's report combined with what it said elsewhere: a yes from either is a
    yes, and a no beside a row in question is unknown.
    """
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
