"""The figures on country coalitions: those called so by the affected State or a document of the
Convention.

In: Base. Out: figures, the rows to print, rows set aside. Proposed and uncertain ones are never
counted.
"""

from typing import NamedTuple

from pipeline.aggregate.base import Base, certainty
from pipeline.model.figure import Certainty, Drop, Evidence, Figure
from pipeline.model.finding import Finding, found
from pipeline.model.record import Coalition
from pipeline.model.source import Ref
from pipeline.model.tables import COALITIONS

CALLED = ("affected_state", "convention_document")
_STANDING = ("continuing", "concluded")
_IN_QUESTION = frozenset({"caller-unknown", "weak-cell", "obligation-missing", "coalition-dates"})
_COLUMNS = ("affected_state", "status", "called_by", "obligation")


class Register(NamedTuple):
    """Figures, coalitions to print, drops and findings."""

    figures: tuple[Figure, ...]
    coalitions: tuple[Coalition, ...]
    drops: tuple[Drop, ...]
    findings: tuple[Finding, ...]
    unprinted: dict[str, str] = {}


def _why_not(coalition: Coalition, base: Base) -> str:
    """Why a row is not printed as a coalition; empty where it is."""
    is_known = coalition.called_by in CALLED and coalition.status in _STANDING
    checks = (
        ("affected-not-party", coalition.affected_state not in base.party_codes),
        ("coalition-proposed", coalition.status == "proposed"),
        ("called-so-by-others", coalition.called_by == "other"),
        ("caller-unknown", not is_known),
        ("weak-cell", bool(coalition.weak & set(_COLUMNS))),
        ("obligation-missing", coalition.obligation in ("", "unknown")),
        ("coalition-dates", bool(_odd_date(coalition, base))),
    )
    return next((reason for reason, holds in checks if holds), "")


def _odd_date(coalition: Coalition, base: Base) -> str:
    """The date that contradicts the row: an end of what continues, before its start, or after the
    day of the papers.
    """
    start = None if "established" in coalition.weak else coalition.established
    end = None if "ended" in coalition.weak else coalition.ended
    if end and (coalition.status == "continuing" or end.first > base.settings.as_of):
        return "ended"
    if start and (start.first > base.settings.as_of or (end and end.last < start.first)):
        return "established"
    return ""


def _faults(coalition: Coalition, reason: str, base: Base) -> list[Finding]:
    if reason == "affected-not-party":
        return [found(reason, coalition.ref("affected_state"))]
    if reason == "coalition-dates":
        column = _odd_date(coalition, base)
        return [found(reason, coalition.ref(column), column=column)]
    return []


def _figure(base: Base, name: str, rows: list[Coalition], limits: tuple[Ref, ...]) -> Figure:
    declared = base.declared((COALITIONS.name,), base.settings.as_of)
    exact = certainty(len(rows), declared, limits)
    return Figure(
        name=name,
        value=None if exact is Certainty.UNKNOWN else len(rows),
        certainty=exact,
        counts=tuple(ref for row in rows for ref in row.refs(*_COLUMNS, "partners")),
        basis=declared,
        limits=limits,
        states=tuple(
            Evidence(iso3=r.affected_state, refs=r.refs("affected_state", "status")) for r in rows
        ),
        searched=tuple(sorted({c.key[0] for c in base.records.coalitions})),
    )


def coalition_figures(base: Base) -> Register:
    """The coalitions that may be printed, how many of them stand, and how many rows are still in
    question.
    """
    reasons = {coalition.id: _why_not(coalition, base) for coalition in base.records.coalitions}
    printed = [c for c in base.records.coalitions if not reasons[c.id]]
    unsure = [c for c in base.records.coalitions if reasons[c.id] in _IN_QUESTION]
    limits = tuple(q.ref for q in base.limits((COALITIONS.name,)))
    figures = [_figure(base, "coalitions", printed, limits)]
    figures += [
        _figure(base, f"coalitions_{s}", [c for c in printed if c.status == s], limits)
        for s in _STANDING
    ]
    question = _figure(base, "coalitions_in_question", unsure, ())
    # rows in question are counted as they stand in the register: their number needs nobody's
    # declaration
    exact = question.model_copy(
        update={"value": len(unsure), "certainty": Certainty.EXACTLY, "states": ()}
    )
    drops = tuple(
        Drop(key=c.key, fate="not-printed", reason=reasons[c.id] or "no-table", record=c.id)
        for c in base.records.coalitions
    )
    findings = tuple(
        fault for c in base.records.coalitions for fault in _faults(c, reasons[c.id], base)
    )
    unprinted = {name: reason for name, reason in reasons.items() if reason}
    return Register((*figures, exact), _in_order(base, printed), drops, findings, unprinted)


def _in_order(base: Base, printed: list[Coalition]) -> tuple[Coalition, ...]:
    """English alphabetical order of the affected States; those with withheld States last, under ids
    that tell nothing.

    Ids stand in bookmarks and in the public audit.
    """
    hidden = {withheld.state for withheld in base.records.withheld}
    secret = [c for c in printed if hidden & {c.affected_state, *c.partners}]
    named = sorted(
        (c for c in printed if c not in secret),
        key=lambda c: base.states[c.affected_state].sort_key,
    )
    return (
        *named,
        *(c.model_copy(update={"id": f"withheld-{n}"}) for n, c in enumerate(secret, start=1)),
    )
