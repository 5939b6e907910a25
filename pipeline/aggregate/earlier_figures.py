"""Figures that earlier editions published, beside those of this one.

In: CountingContext, the figures of the meeting. Out: trends, unknown where they cannot be compared
(compared is an exact figure, on the same basis of membership, with both denominators), and the
unnamed figures, without a number where it differs by one or two from one that was published.
Earlier numbers are those of the sheet Previous: it reads no file.
"""

from collections.abc import Iterable
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


def _why_not_earlier(context: CountingContext, row: Previous) -> str:
    """Why a row tells of no earlier figure; empty where it does."""
    return first_reason(
        ("weak-cell", bool(row.weak)),
        ("previous-not-earlier", row.as_of.last >= context.settings.as_of),
        ("value-above-of", row.value > row.of or not row.of),
    )


def _why_not_compared(context: CountingContext, row: Previous) -> str:
    """Why an earlier figure cannot be compared; empty where it can."""
    is_other = row.basis != context.settings.membership_basis.value
    return _why_not_earlier(context, row) or first_reason(("other-basis", is_other))


def trends(
    context: CountingContext, presents: tuple[Figure, ...], unnamed: tuple[str, ...] = ()
) -> EarlierFigures:
    """The earlier figures of those that States Parties are counted in.

    Rows of the figures that name no State are not these: they are held against those figures, not
    printed beside them.
    """
    names = [figure.name for figure in presents]
    drops: list[Drop] = []
    findings: list[Finding] = []
    good: dict[str, Previous] = {}
    public: list[Row] = []
    for row in context.records.previous:
        if row.figure in unnamed:
            continue
        if row.figure not in names:
            known = ", ".join((*names, *unnamed))
            findings.append(found("unknown-figure", row.ref("figure"), values=known))
            drops.append(row_drop(row, "unknown-figure"))
        elif why := _why_not_compared(context, row):
            findings += row_findings(row, why, _PLACES)
            drops.append(row_drop(row, why))
        else:
            good[row.figure] = row
            drops.append(row_drop(row, "not-compared"))
            public.append(row.row)
    figures: list[Figure] = []
    for present in presents:
        figures += _earlier_pair(context, present, good.get(present.name))
    return EarlierFigures(tuple(figures), tuple(public), tuple(drops), tuple(findings))


def _earlier_pair(
    context: CountingContext, present: Figure, row: Previous | None
) -> tuple[Figure, Figure]:
    """The earlier value and its denominator; unknown without a row, and beside a number that is not
    exact.
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
    known: dict[str, object] = {"counts": row.refs(*_CELLS), "basis": (basis,)}
    if present.certainty is not Certainty.EXACTLY or present.form:
        return on_value.model_copy(update=known), on_whole.model_copy(update=known)
    known["certainty"] = Certainty.EXACTLY
    cited = Citation(row.symbol, row.paragraph, row.refs("symbol", "paragraph"))
    value = {"value": row.value, "cited": (cited,), "on": row.as_of}
    return (
        on_value.model_copy(update={**known, **value}),
        on_whole.model_copy(update={**known, "value": row.of}),
    )


def _earlier_key(present: Figure, row: Previous | None, what: str) -> CountKey:
    """The key of a figure as it was published before, as at that day."""
    on = row.as_of.last if row is not None else present.key.last
    fact = f"{present.key.fact}, {what}"
    return present.key.model_copy(
        update={"fact": fact, "evidence": ("previous",), "first": None, "last": on}
    )


def reveals_few(now: int | None, earlier: int) -> bool:
    """Whether two published numbers together tell of fewer than three States (DESIGN decision 5).

    >>> reveals_few(4, 3), reveals_few(3, 3), reveals_few(6, 3)
    (True, False, False)
    """
    return now is not None and 0 < abs(now - earlier) < SMALLEST_UNATTRIBUTED


def guard_unnamed(context: CountingContext, figures: tuple[Figure, ...]) -> EarlierFigures:
    """The figures, without the number of unnamed States where it differs by one or two from one
    that an earlier edition published: their difference must tell of nobody.

    Each earlier number that one was held against is among what it stands on.
    """
    drops: list[Drop] = []
    findings: list[Finding] = []
    good: dict[str, list[Previous]] = {}
    for figure in figures:
        if figure.is_unnamed:
            good |= {name: [] for name in figure.names}
    public: list[Row] = []
    for row in (row for row in context.records.previous if row.figure in good):
        if why := _why_not_earlier(context, row):
            findings += row_findings(row, why, _PLACES)
            drops.append(row_drop(row, why))
        else:
            good[row.figure].append(row)
            drops.append(row_drop(row, "not-compared"))
            public.append(row.row)
    guarded = []
    for figure in figures:
        rows = [row for name in figure.names for row in good.get(name, ())]
        telling = _telling(figure, rows)
        findings += [found("differs-by-few", row.ref("value")) for row in telling]
        guarded.append(_against(figure, rows, bool(telling)))
    return EarlierFigures(tuple(guarded), tuple(public), tuple(drops), tuple(findings))


def _telling(figure: Figure, rows: Iterable[Previous]) -> list[Previous]:
    """The rows whose number together with the figure's would tell of one or two States."""
    if figure.form:
        return []
    return [row for row in rows if reveals_few(figure.value, row.value)]


def _against(figure: Figure, rows: list[Previous], is_telling: bool) -> Figure:
    """The figure with the earlier numbers that it was held against."""
    refs: tuple[Ref, ...] = tuple(ref for row in rows for ref in row.refs(*_CELLS))
    if not refs:
        return figure
    form = _FEW if is_telling else figure.form
    return figure.model_copy(update={"basis": (*figure.basis, *refs), "form": form})
