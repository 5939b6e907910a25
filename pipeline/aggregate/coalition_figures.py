"""The figures on country coalitions, and on the good practices shared about them.

In: CountingContext. Out: figures, the rows to print, rows set aside. A coalition is one that the
affected State or a document of the Convention calls so; proposed and uncertain ones are never
counted, and a practice that names no public document is never printed.
"""

from datetime import date
from typing import NamedTuple

from pipeline.aggregate.counting_context import CountingContext, certainty, row_drop, row_findings
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


class CoalitionFigures(NamedTuple):
    """Figures, coalitions to print, drops and findings."""

    figures: tuple[Figure, ...]
    coalitions: tuple[Coalition, ...]
    drops: tuple[Drop, ...]
    findings: tuple[Finding, ...]
    unprinted: dict[str, str] = {}


def _why_no_coalition(coalition: Coalition, context: CountingContext) -> str:
    """Why a row is not printed as a coalition; empty where it is."""
    is_known = coalition.called_by in _CALLED_BY and coalition.status in _STATUSES
    checks = (
        ("affected-not-party", coalition.affected_state not in context.party_codes),
        ("coalition-proposed", coalition.status == "proposed"),
        ("called-so-by-others", coalition.called_by == "other"),
        ("caller-unknown", not is_known),
        ("weak-cell", bool(coalition.weak & set(_COALITION_CELLS))),
        ("obligation-missing", coalition.obligation in ("", "unknown")),
        ("coalition-dates", bool(_contradicting_date(coalition, context))),
    )
    return next((reason for reason, holds in checks if holds), "")


def _contradicting_date(coalition: Coalition, context: CountingContext) -> str:
    """The date that contradicts the row: an end of what continues, before its start, or after the
    day of the papers.
    """
    start = None if "established" in coalition.weak else coalition.established
    end = None if "ended" in coalition.weak else coalition.ended
    if end and (coalition.status == "continuing" or end.first > context.settings.as_of):
        return "ended"
    if start and (start.first > context.settings.as_of or (end and end.last < start.first)):
        return "established"
    return ""


def _coalition_findings(
    coalition: Coalition, reason: str, context: CountingContext
) -> list[Finding]:
    if reason == "affected-not-party":
        return [found(reason, coalition.ref("affected_state"))]
    if reason == "coalition-dates":
        column = _contradicting_date(coalition, context)
        return [found(reason, coalition.ref(column), column=column)]
    return []


def _coalition_figure(
    context: CountingContext, name: str, rows: list[Coalition], limits: tuple[Ref, ...]
) -> Figure:
    declared = context.declared((COALITIONS.name,), context.settings.as_of)
    exact = certainty(len(rows), declared, limits)
    return Figure(
        name=name,
        value=None if exact is Certainty.UNKNOWN else len(rows),
        certainty=exact,
        counts=tuple(ref for row in rows for ref in row.refs(*_COALITION_CELLS, "partners")),
        basis=declared,
        limits=limits,
        states=tuple(
            Evidence(iso3=r.affected_state, refs=r.refs("affected_state", "status")) for r in rows
        ),
        searched=tuple(sorted({c.key[0] for c in context.records.coalitions})),
    )


def coalition_figures(context: CountingContext) -> CoalitionFigures:
    """The coalitions that may be printed, how many of them stand, and how many rows are still in
    question.
    """
    reasons = {
        coalition.id: _why_no_coalition(coalition, context)
        for coalition in context.records.coalitions
    }
    printed = [c for c in context.records.coalitions if not reasons[c.id]]
    unsure = [c for c in context.records.coalitions if reasons[c.id] in _IN_QUESTION]
    limits = tuple(q.ref for q in context.limits((COALITIONS.name,)))
    figures = [_coalition_figure(context, "coalitions", printed, limits)]
    figures += [
        _coalition_figure(context, f"coalitions_{s}", [c for c in printed if c.status == s], limits)
        for s in _STATUSES
    ]
    question = _coalition_figure(context, "coalitions_in_question", unsure, ())
    # rows in question are counted as they stand in the register: their number needs nobody's
    # declaration
    exact = question.model_copy(
        update={"value": len(unsure), "certainty": Certainty.EXACTLY, "states": ()}
    )
    drops = tuple(
        Drop(key=c.key, fate="not-printed", reason=reasons[c.id] or "no-table", record=c.id)
        for c in context.records.coalitions
    )
    findings = tuple(
        fault
        for c in context.records.coalitions
        for fault in _coalition_findings(c, reasons[c.id], context)
    )
    unprinted = {name: reason for name, reason in reasons.items() if reason}
    return CoalitionFigures(
        (*figures, exact), _coalitions_in_order(context, printed), drops, findings, unprinted
    )


def _coalitions_in_order(
    context: CountingContext, printed: list[Coalition]
) -> tuple[Coalition, ...]:
    """English alphabetical order of the affected States; those with withheld States last, under ids
    that tell nothing.

    Ids stand in bookmarks and in the public audit.
    """
    hidden = {withheld.state for withheld in context.records.withheld}
    secret = [c for c in printed if hidden & {c.affected_state, *c.partners}]
    named = sorted(
        (c for c in printed if c not in secret),
        key=lambda c: context.states[c.affected_state].sort_key,
    )
    return (
        *named,
        *(c.model_copy(update={"id": f"withheld-{n}"}) for n, c in enumerate(secret, start=1)),
    )


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


class PracticeFigures(NamedTuple):
    """Figures, the practices to print by list, drops and findings."""

    figures: tuple[Figure, ...]
    lists: dict[str, tuple[GoodPractice, ...]]
    drops: tuple[Drop, ...]
    findings: tuple[Finding, ...]


def _why_no_practice(context: CountingContext, practice: GoodPractice) -> str:
    """Why a practice is not printed; empty where it is."""
    is_across = practice.made_on.is_across(date.min, context.settings.cut_off)
    checks = (
        (
            "statement-after-cut-off",
            practice.made_on.last > context.settings.cut_off and not is_across,
        ),
        ("not-a-party", practice.role == _AFFECTED and practice.actor not in context.party_codes),
        ("weak-cell", bool(practice.weak)),
        ("statement-not-public", practice.public == "no"),
        ("statement-date-coarse", is_across),
        ("statement-public-unknown", practice.public != "yes"),
        ("practice-without-document", not practice.document),
    )
    return next((reason for reason, holds in checks if holds), "")


def practices_shared(context: CountingContext) -> PracticeFigures:
    """How many good practices were shared in each role, and which."""
    judged = [
        (practice, _why_no_practice(context, practice))
        for practice in context.records.good_practices
    ]
    told = [practice for practice, why in judged if not why]
    unsure = [practice for practice, why in judged if why in _OPEN_PRACTICES]
    figures = [_practice_figure(context, _PRACTICES, told, unsure)]
    for role in PRACTICE_ROLES:
        parts = (
            [practice for practice in rows if practice.role == role] for rows in (told, unsure)
        )
        figures.append(_practice_figure(context, f"practices_{role}", *parts))
    aside = [(practice, why) for practice, why in judged if why]
    return PracticeFigures(
        tuple(figures),
        {_PRACTICES: _practices_in_order(context, told)},
        tuple(row_drop(practice, why) for practice, why in aside),
        tuple(
            finding
            for practice, why in aside
            for finding in row_findings(practice, why, _PRACTICE_PLACES)
        ),
    )


def _practice_figure(
    context: CountingContext, name: str, rows: list[GoodPractice], unsure: list[GoodPractice]
) -> Figure:
    declared = context.declared((GOOD_PRACTICES.name,), context.settings.cut_off)
    of_rows = (ref for practice in unsure for ref in practice.refs(*_PRACTICE_CELLS))
    limits = (*(out.ref for out in context.limits((GOOD_PRACTICES.name,))), *of_rows)
    exact = certainty(len(rows), declared, limits)
    return Figure(
        name=name,
        value=len(rows) or (0 if exact == "exactly" else None),
        certainty=exact,
        counts=tuple(ref for practice in rows for ref in practice.refs(*_PRACTICE_CELLS)),
        basis=declared,
        limits=limits,
        searched=tuple(sorted({practice.key[0] for practice in context.records.good_practices})),
        behind=tuple(
            dict.fromkeys(practice.actor for practice in rows if practice.actor in context.states)
        ),
    )


def _practices_in_order(
    context: CountingContext, rows: list[GoodPractice]
) -> tuple[GoodPractice, ...]:
    """Donors, operators, affected States, each by day; those of withheld States last, under ids
    that tell nothing.
    """
    hidden = {withheld.state for withheld in context.records.withheld}
    place = PRACTICE_ROLES.index
    named = sorted(
        (row for row in rows if row.actor not in hidden),
        key=lambda row: (place(row.role), row.made_on.first, row.id),
    )
    secret = [row for row in rows if row.actor in hidden]
    return (
        *named,
        *(row.model_copy(update={"id": f"withheld-{n}"}) for n, row in enumerate(secret, start=1)),
    )
