"""What the papers stand on, in lists: figures with their cells, States, indicators, files; and the
sources of each block as a few lines for a comment in Word.

In: ledger, anchors, names of States. Out: plain values for the templates in page/ and lines by
paper and bookmark; they name cells by place, not by their words, and say how many more there are.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pipeline.audit.paper_views import Anchors, anchor_of, spans_of, visible
from pipeline.audit.trail import looked_at
from pipeline.model.figure import Answer, Figure, Reply
from pipeline.model.ledger import Ledger
from pipeline.model.source import Ref

_MOST_PLACES, _SNIPPET = 12, 160
_RECEIVED = "reports_received"
_REPLIES = tuple(reply.value for reply in Reply)


class CellPlaces(NamedTuple):
    """Cells of one file: the first places, and how many more there are."""

    source: str
    places: tuple[str, ...]
    more: int


class FigureState(NamedTuple):
    """A State of a figure and the cells that put it there."""

    anchor: str
    name: str
    since: int | None
    places: tuple[CellPlaces, ...]


class FigureEntry(NamedTuple):
    """A figure as text: no script needed."""

    anchor: str
    title: str
    figure: Figure
    states: tuple[FigureState, ...]
    counts: tuple[CellPlaces, ...]
    basis: tuple[CellPlaces, ...]
    limits: tuple[CellPlaces, ...]


class Mention(NamedTuple):
    """A block that names a State, and the anchor of why."""

    paper: str
    anchor: str
    text: str
    why: str


class StateEntry(NamedTuple):
    """All that the papers say of a State, and what its reports say on each indicator."""

    code: str
    name: str
    blocks: tuple[Mention, ...]
    answers: tuple[tuple[str, Answer], ...]


class IndicatorBar(NamedTuple):
    """An indicator: how many reports say what, and where each part of the bar begins, in hundredths
    of its width.
    """

    title: str
    anchor: str
    parts: tuple[tuple[str, int, float, float], ...]
    total: int


class FileEntry(NamedTuple):
    """A file: number of its first sheet, hash, and rows by fate."""

    id: str
    kind: str
    sha256: str
    fates: Mapping[str, int]


def title_of(name: str) -> str:
    """The name of a figure or indicator as words."""
    return name.replace("_", " ")


def places_of(refs: Iterable[Ref]) -> tuple[CellPlaces, ...]:
    """The cells by file, the first places of each."""
    by_source: dict[str, dict[str, None]] = {}
    for ref in refs:
        if ref.source:
            by_source.setdefault(ref.source, {})[ref.place] = None
    return tuple(
        CellPlaces(
            source,
            tuple(visible(place) for place in list(places)[:_MOST_PLACES]),
            len(places) - _MOST_PLACES,
        )
        for source, places in by_source.items()
    )


def figure_views(
    ledger: Ledger, anchors: Anchors, names: Mapping[str, str]
) -> tuple[FigureEntry, ...]:
    """Every figure with its States and cells."""
    found = []
    for figure in ledger.figures:
        anchor = anchors.names[figure.name]
        states = tuple(
            FigureState(f"{anchor}.{e.iso3}", names.get(e.iso3, e.iso3), e.since, places_of(e.refs))
            for e in {e.iso3: e for e in figure.states}.values()
        )
        roles = (places_of(figure.counts), places_of(figure.basis), places_of(figure.limits))
        found.append(FigureEntry(anchor, title_of(figure.name), figure, states, *roles))
    return tuple(found)


def _snippet(text: str) -> str:
    """The beginning of a text."""
    if len(text) <= _SNIPPET:
        return text
    return f"{text[: _SNIPPET - 1].rstrip()}…"


def _named(ledger: Ledger, anchors: Anchors) -> dict[str, dict[tuple[str, str], Mention]]:
    found: dict[str, dict[tuple[str, str], Mention]] = {}
    for paper in ledger.papers:
        for block in paper.blocks:
            text = _snippet(visible(" ".join(block.text.split())))
            for id_, span in spans_of(block):
                if span.kind == "state":
                    anchor = anchor_of(paper.paper, id_)
                    named = Mention(paper.paper, anchor, text, anchors.span(span.name, span.state))
                    found.setdefault(span.state, {}).setdefault((anchor, named.why), named)
    return found


def state_views(
    ledger: Ledger, anchors: Anchors, names: Mapping[str, str]
) -> tuple[StateEntry, ...]:
    """The States that a paper names or that answered, by name."""
    named = _named(ledger, anchors)
    answers: dict[str, list[tuple[str, Answer]]] = {}
    for answer in ledger.answers:
        answers.setdefault(answer.state, []).append(
            (anchors.names.get(answer.indicator, ""), answer)
        )
    codes = sorted({*named, *answers}, key=lambda code: names.get(code, code))
    return tuple(
        StateEntry(
            code,
            names.get(code, code),
            tuple(named.get(code, {}).values()),
            tuple(answers.get(code, ())),
        )
        for code in codes
    )


def indicator_bars(ledger: Ledger, anchors: Anchors) -> tuple[IndicatorBar, ...]:
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


def _bar(name: str, counts: Mapping[str, int], most: int, anchors: Anchors) -> IndicatorBar:
    parts, start = [], 0.0
    for reply, count in counts.items():
        width = round(100 * count / most, 3)
        parts.append((reply, count, round(start, 3), width))
        start += width
    return IndicatorBar(
        title_of(name), anchors.names.get(name, ""), tuple(parts), sum(counts.values())
    )


def file_views(ledger: Ledger) -> tuple[FileEntry, ...]:
    """Every file with its rows by fate."""
    fates: dict[str, dict[str, int]] = {}
    for row in ledger.rows:
        of = fates.setdefault(row.source, {})
        of[row.fate] = of.get(row.fate, 0) + 1
    return tuple(FileEntry(s.id, s.kind, s.sha256, fates.get(s.id, {})) for s in ledger.sources)


_MOST_LINES = 40
_OWN_WORDS = "Fixed wording; no figure or record is involved."


def _joined(all_of: Iterable[CellPlaces]) -> str:
    parts = []
    for at in all_of:
        part = at.source
        places = ", ".join(filter(None, at.places))
        if places:
            part += f" › {places}"
        if at.more > 0:
            part += f" and {at.more} more"
        parts.append(part)
    return "; ".join(parts)


def _of_figure(view: FigureEntry) -> Iterator[str]:
    certainty, value = view.figure.certainty.value, view.figure.value
    if value is None:
        yield f"{view.title}: {certainty}"
    else:
        yield f"{view.title}: {certainty} {value}"
    for state in view.states:
        name = state.name
        if state.since:
            name += f" (no change reported since {state.since})"
        yield f"– {name}: {_joined(state.places)}"
    if view.counts:
        yield f"– counted: {_joined(view.counts)}"
    if view.limits:
        yield f"– why it is not exact: {_joined(view.limits)}"
    if view.figure.searched:
        yield f"– searched: {len(view.figure.searched)} sources"


def comment_lines(
    ledger: Ledger, names: Mapping[str, str]
) -> dict[str, dict[str, tuple[str, ...]]]:
    """The lines for each bookmark of each paper."""
    figures = {
        view.figure.name: tuple(_of_figure(view))
        for view in figure_views(ledger, Anchors.of(ledger), names)
    }
    looked = looked_at(ledger)
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for block in ledger.blocks:
        if not block.bookmark:
            continue
        lines: list[str] = []
        cells: list[Ref] = []
        for name in looked[block.paper, block.id]:
            lines += figures.get(name, ())
            cells += ledger.cited.get(name, ())
        lines += [_joined((places,)) for places in places_of(cells)]
        found.setdefault(block.paper, {})[block.bookmark] = _shortened(lines)
    return found


def _shortened(lines: list[str]) -> tuple[str, ...]:
    """As many lines as a comment takes, and how many more there are."""
    if not lines:
        return (_OWN_WORDS,)
    n_more = len(lines) - _MOST_LINES
    if n_more <= 0:
        return tuple(lines)
    return (*lines[:_MOST_LINES], f"… and {n_more} lines more in audit.html")
