"""House style in words that a person changed: the faults that came with the change.

In: texts as they stand and as generated, their kind, rules. Out: the rule of each new fault, and its cure. It quotes
nothing; whether a fault matters is for a person to say.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from pipeline.model.block import Composed
from pipeline.ooxml import bookmark_name
from pipeline.refresh.found import NOTE_KIND, ROW, Spot
from pipeline.refresh.words import printed
from pipeline.style.faults import style_faults
from pipeline.style.paper import kind_of
from pipeline.style.rules import StyleRules

_BY_SPOT = {NOTE_KIND: "note", ROW: "cell"}
_CAPTION = "caption"


def kinds_of(paper: Composed) -> dict[str, str]:
    """The kind of text of each block of a paper, by its bookmark."""
    return {bookmark_name(block.id): kind_of(block) for block in paper.blocks}


def kind_at(spot: Spot, kinds: Mapping[str, str]) -> str:
    """The kind of text at a place: notes and rows by what they are, the rest as generated."""
    return _BY_SPOT.get(spot.kind) or kinds.get(spot.name, _CAPTION)


def new_faults(texts: Iterable[str], given: Iterable[str], kind: str, rules: StyleRules) -> tuple[str, ...]:
    """The rules that the texts break and the texts given did not, each with its cure."""
    known = Counter(key for key, _ in _faults(given, kind, rules))
    found: list[str] = []
    for key, cure in _faults(texts, kind, rules):
        known[key] -= 1
        if known[key] < 0:
            found.append(f"{key[0]}: {cure}")
    return tuple(dict.fromkeys(found))


def _faults(texts: Iterable[str], kind: str, rules: StyleRules) -> Iterable[tuple[tuple[str, str], str]]:
    for text in map(printed, texts):
        for fault in style_faults(text, rules, kind):
            yield (fault.rule, text[fault.start : fault.end]), fault.cure
