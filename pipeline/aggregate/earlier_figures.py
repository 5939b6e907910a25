"""Figures that earlier editions published, compared with those of this one.

In: CountingContext, and the figures of the meeting. Out: trends, unknown unless both figures are
exact, counted on the same basis of membership and printed with their denominators; and figures of
unnamed States, without a number if it differs by one or two from a published one. Earlier numbers
come from the sheet Previous; no file is read.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from pipeline.aggregate.counting_context import (
    CountingContext,
    first_reason,
    row_drop,
    row_findings,
)
from pipeline.aggregate.log_figures import SMALLEST_UNATTRIBUTED
from pipeline.model.figure import Certainty, Citation, CountKey, Drop, Figure
from pipeline.model.finding import Finding, found
from pipeline.model.record import Previous
from pipeline.model.source import Ref, Row

_PLACES = {"other-basis": "basis", "value-above-of": "value", "previous-not-earlier": "as_of"}
_CELLS = ("figure", "value", "of", "basis", "as_of", "symbol", "paragraph")
_FEW = "few"


class EarlierFigures(NamedTuple):
    """Figures, the rows whose words are public, drops and findings."""

    figures: tuple[Figure, ...]
    public: tuple[Row, ...]
    drops: tuple[Drop, ...]
    findings: tuple[Finding, ...]


class _JudgedRows(NamedTuple):
    """Rows of Previous that may be compared with, and the drops and findings of all."""

    good: list[Previous]
    drops: list[Drop]
    findings: list[Finding]

    @property
    def public(self) -> tuple[Row, ...]:
        """The rows whose words the screen may show: what they say was published."""
        return tuple(row.row for row in self.good)


def _judge(rows: Iterable[Previous], why_not: Callable[[Previous], str]) -> _JudgedRows:
    """The rows judged one by one; `why_not` gives why a row may not be compared with, or ""."""
    judged = _JudgedRows([], [], [])
    for row in rows:
        why = why_not(row)
        judged.drops.append(row_drop(row, why or "not-compared"))
        judged.findings.extend(row_findings(row, why, _PLACES))
        if not why:
            judged.good.append(row)
    return judged


def _why_not_earlier(context: CountingContext, row: Previous) -> str:
    """Why a row is not of an earlier figure; empty if it is."""
    return first_reason(
        ("weak-cell", bool(row.weak)),
        ("previous-not-earlier", row.as_of.last >= context.settings.as_of),
        ("value-above-of", row.value > row.of),
        ("value-above-of", not row.of),
    )


def _why_not_compared(context: CountingContext, row: Previous) -> str:
    """Why an earlier figure cannot be compared; empty if it can. A share of States that had
    deposited their instruments says nothing beside one of States for which it is in force.
    """
    is_other = row.basis != context.settings.membership_basis.value
    return _why_not_earlier(context, row) or first_reason(("other-basis", is_other))


def trends(
    context: CountingContext, presents: tuple[Figure, ...], unnamed: tuple[str, ...] = ()
) -> EarlierFigures:
    """The earlier figures of `presents`, which count States Parties.

    Rows of the `unnamed` figures are left to `guard_unnamed`: earlier numbers of States that nobody
    may name are never printed.
    """
    names = [figure.name for figure in presents]
    rows = [row for row in context.records.previous if row.figure not in unnamed]
    unknown = [row for row in rows if row.figure not in names]
    values = ", ".join((*names, *unnamed))
    findings = [found("unknown-figure", row.ref("figure"), values=values) for row in unknown]
    drops = [row_drop(row, "unknown-figure") for row in unknown]
    known = (row for row in rows if row.figure in names)
    judged = _judge(known, lambda row: _why_not_compared(context, row))
    good = {row.figure: row for row in judged.good}
    figures: list[Figure] = []
    for present in presents:
        figures += _earlier_pair(context, present, good.get(present.name))
    return EarlierFigures(
        tuple(figures),
        judged.public,
        (*drops, *judged.drops),
        (*findings, *judged.findings),
    )


def _earlier_pair(
    context: CountingContext, present: Figure, row: Previous | None
) -> tuple[Figure, Figure]:
    """The earlier value of a figure and its denominator: unknown without a row, and beside a number
    that is not exact.
    """
    name = f"previous_{present.name}"
    on_value = Figure(
        name=name,
        key=_earlier_key(present, row, "earlier value"),
        value=None,
        certainty=Certainty.UNKNOWN,
        behind=tuple(evidence.iso3 for evidence in present.states),
    )
    of_key = _earlier_key(present, row, "earlier denominator")
    on_whole = on_value.model_copy(update={"name": f"{name}_of", "key": of_key})
    if row is None:
        return on_value, on_whole
    basis = context.settings.ref("membership_basis")
    both: dict[str, object] = {"counts": row.refs(*_CELLS), "basis": (basis,)}
    of_value: dict[str, object] = {}
    of_whole: dict[str, object] = {}
    # "Eight, at least" and "six" make no trend.
    if present.certainty is Certainty.EXACTLY and not present.form:
        both["certainty"] = Certainty.EXACTLY
        cited = Citation(row.symbol, row.paragraph, row.refs("symbol", "paragraph"))
        of_value = {"value": row.value, "cited": (cited,), "on": row.as_of}
        of_whole = {"value": row.of}
    return (
        on_value.model_copy(update={**both, **of_value}),
        on_whole.model_copy(update={**both, **of_whole}),
    )


def _earlier_key(present: Figure, row: Previous | None, what: str) -> CountKey:
    """The key of a figure as it was published before, as at the day of its row."""
    on = row.as_of.last if row is not None else present.key.last
    fact = f"{present.key.fact}, {what}"
    return present.key.model_copy(
        update={"fact": fact, "evidence": ("previous",), "first": None, "last": on}
    )


def reveals_few(now: int | None, earlier: int) -> bool:
    """Whether the difference of two published numbers is a number of States below three, which
    decision 5 keeps out of print.

    >>> reveals_few(4, 3), reveals_few(3, 3), reveals_few(6, 3)
    (True, False, False)
    """
    if now is None:
        return False
    return 0 < abs(now - earlier) < SMALLEST_UNATTRIBUTED


def guard_unnamed(context: CountingContext, figures: tuple[Figure, ...]) -> EarlierFigures:
    """The figures, with the number of unnamed States withheld where it differs by one or two from a
    number that an earlier edition published (decision 20).

    The cells of the earlier numbers become part of the figure's basis.
    """
    names = {name for figure in figures if figure.is_unnamed for name in figure.names}
    of_unnamed = (row for row in context.records.previous if row.figure in names)
    judged = _judge(of_unnamed, lambda row: _why_not_earlier(context, row))
    findings = list(judged.findings)
    guarded = []
    for figure in figures:
        rows = [row for name in figure.names for row in judged.good if row.figure == name]
        telling = _telling(figure, rows)
        findings += [found("differs-by-few", row.ref("value")) for row in telling]
        guarded.append(_against(figure, rows, bool(telling)))
    return EarlierFigures(tuple(guarded), judged.public, tuple(judged.drops), tuple(findings))


def _telling(figure: Figure, rows: Iterable[Previous]) -> list[Previous]:
    """The rows whose number differs from the figure's by one or two States."""
    if figure.form:
        return []
    return [row for row in rows if reveals_few(figure.value, row.value)]


def _against(figure: Figure, rows: list[Previous], is_telling: bool) -> Figure:
    """The figure with the cells of the earlier numbers it was compared with, and without a number
    if one of them is telling.
    """
    refs: tuple[Ref, ...] = tuple(ref for row in rows for ref in row.refs(*_CELLS))
    if not refs:
        return figure
    form = _FEW if is_telling else figure.form
    return figure.model_copy(update={"basis": (*figure.basis, *refs), "form": form})
