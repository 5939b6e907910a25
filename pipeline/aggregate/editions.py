"""Numbers of unnamed States beside those that an earlier edition published: their difference must
tell of nobody.

In: Base, the figures of the meeting. Out: the figures, without a number where it differs by one or
two from one that was published; rows set aside and findings. Earlier numbers are those of the sheet
Previous: it reads no file.
"""

from typing import NamedTuple

from pipeline.aggregate.base import Base
from pipeline.aggregate.fates import dropped, questioned
from pipeline.aggregate.log import SMALLEST_UNATTRIBUTED
from pipeline.aggregate.previous import CELLS, PLACES, why_not_earlier
from pipeline.model.figure import Drop, Figure, Regime
from pipeline.model.finding import Finding, found
from pipeline.model.record import Previous
from pipeline.model.source import Row

FEW = "few"


class Guarded(NamedTuple):
    """Figures, the rows whose words are public, drops and findings."""

    figures: tuple[Figure, ...]
    public: tuple[Row, ...]
    drops: tuple[Drop, ...]
    findings: tuple[Finding, ...]


def is_unnamed(figure: Figure) -> bool:
    """Whether it counts States without naming one."""
    return figure.regime is Regime.UNATTRIBUTED


def tells_of_few(now: int | None, earlier: int) -> bool:
    """Whether two published numbers together tell of fewer than three States (DESIGN decision 5).

    >>> tells_of_few(4, 3), tells_of_few(3, 3), tells_of_few(6, 3)
    (True, False, False)
    """
    return now is not None and 0 < abs(now - earlier) < SMALLEST_UNATTRIBUTED


def guard_editions(base: Base, figures: tuple[Figure, ...]) -> Guarded:
    """The figures; each earlier number that one was held against is among what it stands on."""
    drops, findings, public = [], [], []
    good: dict[str, list[Previous]] = {figure.name: [] for figure in figures if is_unnamed(figure)}
    for row in (row for row in base.records.previous if row.figure in good):
        if why := why_not_earlier(base, row):
            findings += questioned(row, why, PLACES)
            drops.append(dropped(row, why))
        else:
            good[row.figure].append(row)
            drops.append(dropped(row, "not-compared"))
            public.append(row.row)
    guarded = []
    for figure in figures:
        rows = good.get(figure.name, [])
        telling = [row for row in rows if not figure.form and tells_of_few(figure.value, row.value)]
        findings += [found("differs-by-few", row.ref("value")) for row in telling]
        guarded.append(_beside(figure, rows, bool(telling)) if rows else figure)
    return Guarded(tuple(guarded), tuple(public), tuple(drops), tuple(findings))


def _beside(figure: Figure, rows: list[Previous], is_telling: bool) -> Figure:
    refs = tuple(ref for row in rows for ref in row.refs(*CELLS))
    form = FEW if is_telling else figure.form
    return figure.model_copy(update={"basis": (*figure.basis, *refs), "form": form})
