"""The figures on country coalitions, and on the good practices shared about them.

In: CountingContext. Out: figures, the rows to print, and rows set aside. Only what the affected
State or a document of the Convention calls a country coalition is one; proposed and uncertain ones
are never counted, and a practice without a public document is never printed.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from pipeline.aggregate.counting_context import (
    NOT_PRINTED,
    CountedPart,
    CountingContext,
    count,
    first_reason,
    held_out,
    once,
    row_drop,
    row_findings,
    sources_of,
)
from pipeline.model.figure import Certainty, Drop, Evidence, Figure
from pipeline.model.finding import Finding, found
from pipeline.model.record import Coalition, GoodPractice
from pipeline.model.source import Ref
from pipeline.model.tables import COALITIONS, GOOD_PRACTICES
from pipeline.model.tables.columns import PRACTICE_ROLES

_CALLED_BY = ("affected_state", "convention_document")
_STATUSES = ("continuing", "concluded")
_IN_QUESTION = frozenset({"caller-unknown", "weak-cell", "obligation-missing", "coalition-dates"})
_COALITION_CELLS = ("affected_state", "status", "called_by", "obligation")
_PRACTICES = "good_practices"
_PRACTICE_CELLS = ("actor", "role", "made_on", "document", "public")
_AFFECTED = "affected_state"
_OPEN_PRACTICES = frozenset(
    {"weak-cell", "statement-date-coarse", "statement-public-unknown", "practice-without-document"}
)
_PRACTICE_PLACES = {
    "not-a-party": "actor",
    "statement-date-coarse": "made_on",
    "statement-after-cut-off": "made_on",
    "statement-not-public": "public",
    "statement-public-unknown": "public",
    "practice-without-document": "document",
}


class CoalitionFigures(NamedTuple):
    """Figures, coalitions to print, drops and findings; `unprinted` gives by id why others are
    not printed.
    """

    figures: tuple[Figure, ...]
    coalitions: tuple[Coalition, ...]
    drops: tuple[Drop, ...]
    findings: tuple[Finding, ...]
    unprinted: dict[str, str] = {}


def coalition_figures(context: CountingContext) -> CoalitionFigures:
    """The coalitions that may be printed, their numbers by status, and the number of rows that are
    still in question.
    """
    rows = context.records.coalitions
    reasons = {row.id: _why_no_coalition(row, context) for row in rows}
    printed = [row for row in rows if not reasons[row.id]]
    unsure = [row for row in rows if reasons[row.id] in _IN_QUESTION]
    figures = [_coalition_figure(context, "coalitions", printed, unsure)]
    for status in _STATUSES:
        of_status = [row for row in printed if row.status == status]
        may_be = [row for row in unsure if row.status in (status, "unknown")]
        figures.append(_coalition_figure(context, f"coalitions_{status}", of_status, may_be))
    figures.append(_question_figure(context, unsure))
    findings: list[Finding] = []
    for row in rows:
        findings += _coalition_findings(row, reasons[row.id], context)
    return CoalitionFigures(
        tuple(figures),
        _coalitions_in_order(context, printed),
        tuple(_coalition_drop(row, reasons[row.id]) for row in rows),
        tuple(findings),
        {name: reason for name, reason in reasons.items() if reason},
    )


def _why_no_coalition(coalition: Coalition, context: CountingContext) -> str:
    """Why a row is not printed as a coalition; empty if it is."""
    return first_reason(
        ("affected-not-party", coalition.affected_state not in context.party_codes),
        ("coalition-proposed", coalition.status == "proposed"),
        ("called-so-by-others", coalition.called_by == "other"),
        ("caller-unknown", coalition.called_by not in _CALLED_BY),
        ("caller-unknown", coalition.status not in _STATUSES),
        ("weak-cell", bool(coalition.weak & set(_COALITION_CELLS))),
        ("obligation-missing", coalition.obligation in ("", "unknown")),
        ("coalition-dates", bool(_contradicting_date(coalition, context.settings.as_of))),
    )


def _contradicting_date(coalition: Coalition, day: date) -> str:
    """The column of the date that contradicts the row: the end of a coalition that continues, a
    start after the end, or either after the day of the papers; empty if there is none.
    """
    # A date from a weak source is not printed, and so contradicts nothing.
    start = None if "established" in coalition.weak else coalition.established
    end = None if "ended" in coalition.weak else coalition.ended
    last_start = day
    if end is not None:
        if coalition.status == "continuing" or end.first > day:
            return "ended"
        last_start = min(day, end.last)
    if start is None or start.first <= last_start:
        return ""
    return "established"


def _coalition_findings(
    coalition: Coalition, reason: str, context: CountingContext
) -> list[Finding]:
    if reason == "affected-not-party":
        standing = context.standing(coalition.affected_state)
        return [found(reason, coalition.ref("affected_state"), standing=standing)]
    if reason == "coalition-dates":
        column = _contradicting_date(coalition, context.settings.as_of)
        return [found(reason, coalition.ref(column), column=column)]
    return []


def _coalition_drop(coalition: Coalition, reason: str) -> Drop:
    return Drop(
        key=coalition.key, fate=NOT_PRINTED, reason=reason or "no-table", record=coalition.id
    )


def _coalition_figure(
    context: CountingContext, name: str, rows: list[Coalition], unsure: list[Coalition]
) -> Figure:
    """A number of coalitions. Rows in question are counted beside it, so they do not limit it; but
    beside them zero is not exact.
    """
    declared = context.declared((COALITIONS.name,), context.settings.as_of)
    limits = tuple(q.ref for q in context.limits((COALITIONS.name,)))
    counted = count(len(rows), declared, limits, _refs(unsure, _COALITION_CELLS))
    return Figure(
        name=name,
        key=context.key("coalitions", name.replace("_", " "), COALITIONS.name),
        value=counted.value,
        certainty=counted.certainty,
        counts=_refs(rows, (*_COALITION_CELLS, "partners")),
        basis=declared,
        limits=counted.limits,
        states=tuple(
            Evidence(iso3=row.affected_state, refs=row.refs("affected_state", "status"))
            for row in rows
        ),
        searched=sources_of(context.records.coalitions),
    )


def _question_figure(context: CountingContext, rows: list[Coalition]) -> Figure:
    """The number of rows in question. It is of the register and not of the world, so it is exact
    without a declaration.
    """
    return Figure(
        name="coalitions_in_question",
        key=context.key("coalitions", "in question", COALITIONS.name),
        value=len(rows),
        certainty=Certainty.EXACTLY,
        counts=_refs(rows, (*_COALITION_CELLS, "partners")),
        basis=context.declared((COALITIONS.name,), context.settings.as_of),
        searched=sources_of(context.records.coalitions),
    )


def _refs(rows: Iterable[Coalition | GoodPractice], cells: tuple[str, ...]) -> tuple[Ref, ...]:
    return tuple(ref for row in rows for ref in row.refs(*cells))


def _coalitions_in_order(
    context: CountingContext, printed: list[Coalition]
) -> tuple[Coalition, ...]:
    """The coalitions in English alphabetical order of the affected States; those with a withheld
    State last, because a place in the alphabet would reveal its name, and under ids without it,
    because ids are in bookmarks and in the public audit.
    """
    hidden = context.withheld_states
    secret = [c for c in printed if hidden & {c.affected_state, *c.partners}]
    named = sorted(
        (c for c in printed if c not in secret),
        key=lambda c: context.states[c.affected_state].sort_key,
    )
    unnamed = (c.model_copy(update={"id": f"withheld-{n}"}) for n, c in enumerate(secret, start=1))
    return (*named, *unnamed)


def practice_figures(context: CountingContext) -> CountedPart:
    """The good practices that may be printed, and their numbers by role."""
    judged = [(row, _why_no_practice(context, row)) for row in context.records.good_practices]
    shared = [row for row, why in judged if not why]
    figures = [_practice_figure(context, _PRACTICES, judged)]
    for role in PRACTICE_ROLES:
        of_role = [(row, why) for row, why in judged if row.role == role]
        figures.append(_practice_figure(context, f"practices_{role}", of_role))
    aside = [(row, why) for row, why in judged if why]
    findings: list[Finding] = []
    for row, why in aside:
        findings += row_findings(row, why, _PRACTICE_PLACES, context.standing(row.actor))
    return CountedPart(
        tuple(figures),
        {_PRACTICES: _practices_in_order(context, shared)},
        tuple(row_drop(row, why) for row, why in aside),
        tuple(findings),
    )


def _why_no_practice(context: CountingContext, practice: GoodPractice) -> str:
    """Why a practice is not printed; empty if it is."""
    cut_off, made = context.settings.cut_off, practice.made_on
    is_across = made.is_across(date.min, cut_off)
    is_of_no_party = practice.role == _AFFECTED and practice.actor not in context.party_codes
    return first_reason(
        ("statement-after-cut-off", made.last > cut_off and not is_across),
        ("not-a-party", is_of_no_party),
        ("weak-cell", bool(practice.weak)),
        ("statement-not-public", practice.public == "no"),
        ("statement-date-coarse", is_across),
        ("statement-public-unknown", practice.public != "yes"),
        ("practice-without-document", not practice.document),
    )


def _practice_figure(
    context: CountingContext, name: str, judged: list[tuple[GoodPractice, str]]
) -> Figure:
    rows = [row for row, why in judged if not why]
    unsure = [row for row, why in judged if why in _OPEN_PRACTICES]
    limits = [q.ref for q in context.limits((GOOD_PRACTICES.name,))]
    limits += _refs(unsure, _PRACTICE_CELLS)
    declared = context.declared((GOOD_PRACTICES.name,), context.settings.cut_off)
    out = held_out(judged, _PRACTICE_CELLS)
    counted = count(len(rows), declared, tuple(limits), out)
    states = (row.actor for row in rows if row.actor in context.states)
    return Figure(
        name=name,
        key=context.key("practices", name.replace("_", " "), GOOD_PRACTICES.name),
        value=counted.value,
        certainty=counted.certainty,
        counts=_refs(rows, _PRACTICE_CELLS),
        basis=declared,
        limits=counted.limits,
        searched=sources_of(context.records.good_practices),
        behind=once(states),
    )


def _practices_in_order(
    context: CountingContext, rows: list[GoodPractice]
) -> tuple[GoodPractice, ...]:
    """The practices of donors, operators and affected States, each by day; those of withheld States
    last and under ids without their names.
    """
    hidden = context.withheld_states
    place = PRACTICE_ROLES.index
    named = sorted(
        (row for row in rows if row.actor not in hidden),
        key=lambda row: (place(row.role), row.made_on.first, row.id),
    )
    secret = [row for row in rows if row.actor in hidden]
    unnamed = (r.model_copy(update={"id": f"withheld-{n}"}) for n, r in enumerate(secret, start=1))
    return (*named, *unnamed)
