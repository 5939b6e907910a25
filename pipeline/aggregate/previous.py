"""Trends: the figures that the last report published beside those of this one.

In: Base, the figures of States Parties. Out: for each, its earlier value and denominator, unknown
where they cannot be compared. Compared is an exact figure, on the same basis of membership, with
both denominators.
"""

from typing import NamedTuple

from pipeline.aggregate.base import Base
from pipeline.aggregate.fates import dropped, questioned
from pipeline.model.figure import Certainty, Citation, Drop, Figure
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


def why_not_earlier(base: Base, row: Previous) -> str:
    """Why a row tells of no earlier figure; empty where it does."""
    if row.weak:
        return "weak-cell"
    if row.as_of.last >= base.settings.as_of:
        return "previous-not-earlier"
    return "value-above-of" if row.value > row.of or not row.of else ""


def _why_not(base: Base, row: Previous) -> str:
    """Why an earlier figure cannot be compared; empty where it can."""
    is_other = row.basis != base.settings.membership_basis.value
    return why_not_earlier(base, row) or ("other-basis" if is_other else "")


def _pair(base: Base, present: Figure, row: Previous | None) -> tuple[Figure, Figure]:
    """The earlier value and its denominator; unknown without a row, and beside a number that is not
    exact.
    """
    is_told = row is not None and present.certainty is Certainty.EXACTLY and not present.form
    refs = row.refs(*CELLS) if row else ()
    settings = base.settings
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


def trends(base: Base, presents: tuple[Figure, ...], unnamed: tuple[str, ...] = ()) -> Trends:
    """The earlier figures of those that States Parties are counted in.

    Rows of the figures that name no State are not these: they are held against those figures, not
    printed beside them.
    """
    names = [figure.name for figure in presents]
    drops, findings, public = [], [], []
    good: dict[str, Previous] = {}
    for row in (row for row in base.records.previous if row.figure not in unnamed):
        if row.figure not in names:
            findings.append(
                found("unknown-figure", row.ref("figure"), values=", ".join((*names, *unnamed)))
            )
            drops.append(dropped(row, "unknown-figure"))
        elif why := _why_not(base, row):
            findings += questioned(row, why, PLACES)
            drops.append(dropped(row, why))
        else:
            good[row.figure] = row
            drops.append(dropped(row, "not-compared"))
            public.append(row.row)
    figures = tuple(
        figure for present in presents for figure in _pair(base, present, good.get(present.name))
    )
    return Trends(figures, tuple(public), tuple(drops), tuple(findings))
