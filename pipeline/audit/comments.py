"""The sources of each block as a few lines, for a comment in Word.

In: ledger, names of States. Out: lines by paper and bookmark. They name cells by place, not by
their words, and say how many more there are.
"""

from collections.abc import Iterable, Iterator, Mapping

from pipeline.audit.anchors import Anchors
from pipeline.audit.lists import FigureView, Places, figure_views, places_of
from pipeline.audit.trail import looked_at
from pipeline.model.ledger import Ledger

_MOST_LINES = 40
_OWN_WORDS = "The wording’s own words; no figure and no record was looked at."


def _joined(all_of: Iterable[Places]) -> str:
    parts = []
    for at in all_of:
        places = ", ".join(place for place in at.places if place)
        more = f" and {at.more} more" if at.more > 0 else ""
        parts.append(f"{at.source}{f' › {places}' if places else ''}{more}")
    return "; ".join(parts)


def _of_figure(view: FigureView) -> Iterator[str]:
    value = "" if view.figure.value is None else f" {view.figure.value}"
    yield f"{view.title}: {view.figure.certainty.value}{value}"
    for state in view.states:
        since = f" (no change reported since {state.since})" if state.since else ""
        yield f"– {state.name}{since}: {_joined(state.places)}"
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
        seen = looked[block.paper, block.id]
        lines = [line for name in seen for line in figures.get(name, ())]
        cells = [ref for name in seen for ref in ledger.cited.get(name, ())]
        lines += [_joined((places,)) for places in places_of(cells)]
        more = (
            [f"… and {len(lines) - _MOST_LINES} lines more in audit.html"]
            if len(lines) > _MOST_LINES
            else []
        )
        found.setdefault(block.paper, {})[block.bookmark] = (*lines[:_MOST_LINES], *more) or (
            _OWN_WORDS,
        )
    return found
