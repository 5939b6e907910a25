"""Figures that earlier editions published, beside those of this one.

In: CountingContext, the figures of the meeting. Out: trends, unknown where they cannot be compared
(compared is an exact figure, on the same basis of membership, with both denominators), and the
unnamed figures, without a number where it differs by one or two from one that was published.
Earlier numbers are those of the sheet Previous: it reads no file.
"""

from typing import NamedTuple

from pipeline.aggregate.counting_context import CountingContext, row_drop, row_findings
from pipeline.aggregate.log_figures import SMALLEST_UNATTRIBUTED
from pipeline.model.figure import Certainty, Citation, Drop, Figure, Regime
from pipeline.model.finding import Finding, found
from pipeline.model.record import Previous
from pipeline.model.source import Row

PLACES = {"other-basis": "basis", "value-above-of": "value", "previous-not-earlier": "as_of"}
CELLS = ("figure", "value", "of", "basis", "as_of", "symbol", "paragraph")


class Trends(NamedTuple):
    """Figures, the rows whose words are public, drops and findings."""

    figures: tuple[Figure, ...]
    public: tuple[Row, ...]
    drops: tuple[Drop, ...]
    findings: tuple[Finding, ...]


def why_not_earlier(context: CountingContext, row: Previous) -> str:
    """Why a row tells of no earlier figure; empty where it does."""
    if row.weak:
        return "weak-cell"
    if row.as_of.last >= context.settings.as_of:
        return "previous-not-earlier"
    return "value-above-of" if row.value > row.of or not row.of else ""


def _why_not(context: CountingContext, row: Previous) -> str:
    """Why an earlier figure cannot be compared; empty where it can."""
    is_other = row.basis != context.settings.membership_basis.value
    return why_not_earlier(context, row) or ("other-basis" if is_other else "")


def _pair(context: CountingContext, present: Figure, row: Previous | None) -> tuple[Figure, Figure]:
    """The earlier value and its denominator; unknown without a row, and beside a number that is not
    exact.
    """
    is_told = row is not None and present.certainty is Certainty.EXACTLY and not present.form
    refs = row.refs(*CELLS) if row else ()
    settings = context.settings
    shared = {
        "certainty": Certainty.EXACTLY if is_told else Certainty.UNKNOWN,
        "counts": refs,
        "basis": (settings.ref("membership_basis"),) if row else (),
        "behind": tuple(evidence.iso3 for evidence in present.states),
    }
    name = f"previous_{present.name}"
    if row is None or not is_told:
        return tuple(
            Figure.model_validate({"name": n, "value": None, **shared})
            for n in (name, f"{name}_of")
        )  # type: ignore[return-value]
    cited = Citation(row.symbol, row.paragraph, row.refs("symbol", "paragraph"))
    return (
        Figure.model_validate(
            {"name": name, "value": row.value, "cited": (cited,), "on": row.as_of, **shared}
        ),
        Figure.model_validate({"name": f"{name}_of", "value": row.of, **shared}),
    )


def trends(
    context: CountingContext, presents: tuple[Figure, ...], unnamed: tuple[str, ...] = ()
) -> Trends:
    """The earlier figures of those that States Parties are counted in.

    Rows of the figures that name no State are not these: they are held against those figures, not
    printed beside them.
    """
    names = [figure.name for figure in presents]
    drops, findings, public = [], [], []
    good: dict[str, Previous] = {}
    for row in (row for row in context.records.previous if row.figure not in unnamed):
        if row.figure not in names:
            findings.append(
                found("unknown-figure", row.ref("figure"), values=", ".join((*names, *unnamed)))
            )
            drops.append(row_drop(row, "unknown-figure"))
        elif why := _why_not(context, row):
            findings += row_findings(row, why, PLACES)
            drops.append(row_drop(row, why))
        else:
            good[row.figure] = row
            drops.append(row_drop(row, "not-compared"))
            public.append(row.row)
    figures = tuple(
        figure for present in presents for figure in _pair(context, present, good.get(present.name))
    )
    return Trends(figures, tuple(public), tuple(drops), tuple(findings))


FEW = "few"


class GuardedFigures(NamedTuple):
    """Figures, the rows whose words are public, drops and findings."""

    figures: tuple[Figure, ...]
    public: tuple[Row, ...]
    drops: tuple[Drop, ...]
    findings: tuple[Finding, ...]


def is_unnamed(figure: Figure) -> bool:
    """Whether it counts States without naming one."""
    return figure.regime is Regime.UNATTRIBUTED


def reveals_few(now: int | None, earlier: int) -> bool:
    """Whether two published numbers together tell of fewer than three States (DESIGN decision 5).

    >>> reveals_few(4, 3), reveals_few(3, 3), reveals_few(6, 3)
    (True, False, False)
    """
    return now is not None and 0 < abs(now - earlier) < SMALLEST_UNATTRIBUTED


def guard_unnamed(context: CountingContext, figures: tuple[Figure, ...]) -> GuardedFigures:
    """The figures; each earlier number that one was held against is among what it stands on."""
    drops, findings, public = [], [], []
    good: dict[str, list[Previous]] = {figure.name: [] for figure in figures if is_unnamed(figure)}
    for row in (row for row in context.records.previous if row.figure in good):
        if why := why_not_earlier(context, row):
            findings += row_findings(row, why, PLACES)
            drops.append(row_drop(row, why))
        else:
            good[row.figure].append(row)
            drops.append(row_drop(row, "not-compared"))
            public.append(row.row)
    guarded = []
    for figure in figures:
        rows = good.get(figure.name, [])
        telling = [row for row in rows if not figure.form and reveals_few(figure.value, row.value)]
        findings += [found("differs-by-few", row.ref("value")) for row in telling]
        guarded.append(_beside(figure, rows, bool(telling)) if rows else figure)
    return GuardedFigures(tuple(guarded), tuple(public), tuple(drops), tuple(findings))


def _beside(figure: Figure, rows: list[Previous], is_telling: bool) -> Figure:
    refs = tuple(ref for row in rows for ref in row.refs(*CELLS))
    form = FEW if is_telling else figure.form
    return figure.model_copy(update={"basis": (*figure.basis, *refs), "form": form})
