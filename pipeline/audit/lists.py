"""The other lists of the page: figures with their cells, States with what the papers say of them,
files, indicators.

In: ledger, anchors, names of States. Out: plain values for the templates in page/, as long as there
are figures, States and files, however many cells stand behind them.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pipeline.audit.anchors import Anchors, anchor_of
from pipeline.audit.marks import visible
from pipeline.audit.views import spans_of
from pipeline.model.figure import Answer, Figure, Reply
from pipeline.model.ledger import Ledger
from pipeline.model.source import Ref

_MOST_PLACES, _SNIPPET = 12, 160
_RECEIVED = "reports_received"
_REPLIES = tuple(reply.value for reply in Reply)


class Places(NamedTuple):
    """Cells of one file: the first places, and how many more there are."""

    source: str
    places: tuple[str, ...]
    more: int


class StateView(NamedTuple):
    """A State of a figure and the cells that put it there."""

    anchor: str
    name: str
    since: int | None
    places: tuple[Places, ...]


class FigureView(NamedTuple):
    """A figure as text: no script needed."""

    anchor: str
    title: str
    figure: Figure
    states: tuple[StateView, ...]
    counts: tuple[Places, ...]
    basis: tuple[Places, ...]
    limits: tuple[Places, ...]


class Named(NamedTuple):
    """A block that names a State, and the anchor of why."""

    paper: str
    anchor: str
    text: str
    why: str


class OfState(NamedTuple):
    """All that the papers say of a State, and what its reports say on each indicator."""

    code: str
    name: str
    blocks: tuple[Named, ...]
    answers: tuple[tuple[str, Answer], ...]


class Bar(NamedTuple):
    """An indicator: how many reports say what, and where each part of the bar begins, in hundredths
    of its width.
    """

    title: str
    anchor: str
    parts: tuple[tuple[str, int, float, float], ...]
    total: int


class FileView(NamedTuple):
    """A file: number of its first sheet, hash, and rows by fate."""

    id: str
    kind: str
    sha256: str
    fates: Mapping[str, int]


def title_of(name: str) -> str:
    """The name of a figure or indicator as words."""
    return name.replace("_", " ")


def places_of(refs: Iterable[Ref]) -> tuple[Places, ...]:
    """The cells by file, the first places of each."""
    by_source: dict[str, dict[str, None]] = {}
    for ref in refs:
        if ref.source:
            by_source.setdefault(ref.source, {})[ref.place] = None
    return tuple(
        Places(
            source,
            tuple(visible(place) for place in list(places)[:_MOST_PLACES]),
            len(places) - _MOST_PLACES,
        )
        for source, places in by_source.items()
    )


def figure_views(
    ledger: Ledger, anchors: Anchors, names: Mapping[str, str]
) -> tuple[FigureView, ...]:
    """Every figure with its States and cells."""
    found = []
    for figure in ledger.figures:
        anchor = anchors.names[figure.name]
        states = tuple(
            StateView(f"{anchor}.{e.iso3}", names.get(e.iso3, e.iso3), e.since, places_of(e.refs))
            for e in {e.iso3: e for e in figure.states}.values()
        )
        roles = (places_of(figure.counts), places_of(figure.basis), places_of(figure.limits))
        found.append(FigureView(anchor, title_of(figure.name), figure, states, *roles))
    return tuple(found)


def _named(ledger: Ledger, anchors: Anchors) -> dict[str, dict[tuple[str, str], Named]]:
    found: dict[str, dict[tuple[str, str], Named]] = {}
    for paper in ledger.papers:
        for block in paper.blocks:
            short = visible(" ".join(block.text.split()))
            text = short if len(short) <= _SNIPPET else f"{short[: _SNIPPET - 1].rstrip()}…"
            for id_, span in spans_of(block):
                if span.kind == "state":
                    anchor = anchor_of(paper.paper, id_)
                    named = Named(paper.paper, anchor, text, anchors.span(span.name, span.state))
                    found.setdefault(span.state, {}).setdefault((anchor, named.why), named)
    return found


def state_views(ledger: Ledger, anchors: Anchors, names: Mapping[str, str]) -> tuple[OfState, ...]:
    """The States that a paper names or that answered, by name."""
    named = _named(ledger, anchors)
    answers: dict[str, list[tuple[str, Answer]]] = {}
    for answer in ledger.answers:
        answers.setdefault(answer.state, []).append(
            (anchors.names.get(answer.indicator, ""), answer)
        )
    codes = sorted({*named, *answers}, key=lambda code: names.get(code, code))
    return tuple(
        OfState(
            code,
            names.get(code, code),
            tuple(named.get(code, {}).values()),
            tuple(answers.get(code, ())),
        )
        for code in codes
    )


def bars(ledger: Ledger, anchors: Anchors) -> tuple[Bar, ...]:
    """What the reports received say on each indicator: an answer of a State without a report is
    none of a report.
    """
    received = next((f.states for f in ledger.figures if f.name == _RECEIVED), ())
    reporting = {evidence.iso3 for evidence in received}
    counts: dict[str, dict[str, int]] = {}
    for answer in (a for a in ledger.answers if a.state in reporting):
        of = counts.setdefault(answer.indicator, dict.fromkeys(_REPLIES, 0))
        of[answer.reply.value] += 1
    most = max((sum(of.values()) for of in counts.values()), default=0)
    return tuple(_bar(name, of, most, anchors) for name, of in counts.items())


def _bar(name: str, counts: Mapping[str, int], most: int, anchors: Anchors) -> Bar:
    parts, start = [], 0.0
    for reply, count in counts.items():
        width = round(100 * count / most, 3)
        parts.append((reply, count, round(start, 3), width))
        start += width
    return Bar(title_of(name), anchors.names.get(name, ""), tuple(parts), sum(counts.values()))


def file_views(ledger: Ledger) -> tuple[FileView, ...]:
    """Every file with its rows by fate."""
    fates: dict[str, dict[str, int]] = {}
    for row in ledger.rows:
        of = fates.setdefault(row.source, {})
        of[row.fate] = of.get(row.fate, 0) + 1
    return tuple(FileView(s.id, s.kind, s.sha256, fates.get(s.id, {})) for s in ledger.sources)
