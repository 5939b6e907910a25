"""Paragraphs without an id that are like ones whose id is missing.

In: the editors' document, what was generated last, the missing ids. Out: pairs of id and paragraph.
Likeness is of words, and both name the same; what is as like another text of the paper is a copy of
that one and no pair.
"""

import difflib
import re
from collections.abc import Mapping

from lxml import etree

from pipeline.refresh.compared_text import readable
from pipeline.refresh.paper_index import BLOCK, PaperIndex
from pipeline.refresh.round_trip import GeneratedText, LastGenerated

Element = etree._Element

_ALIKE = 0.6
NOT_GENERATED = GeneratedText(("",), "")
_NAME = re.compile(r"(?<![.!?] )(?<!^)\b[^\W\d_a-z]\w+")


def similar_pairs(
    index: PaperIndex, base: LastGenerated, missing: list[str]
) -> tuple[tuple[str, Element], ...]:
    """Missing paragraphs and paragraphs without id that are alike and name the same: for a person
    to confirm.
    """
    if not missing:
        return ()
    strangers = {p: readable(index.text((p,))) for p in index.strangers()}
    chosen: dict[str, Element] = {}
    for name in missing:
        kept = base.texts.get(name, NOT_GENERATED)
        if kept.kind != BLOCK:
            continue
        text = readable(kept.texts[0])
        best = _most_alike(text, strangers)
        if best is not None and not _is_copy_of_another(strangers[best], text, base):
            chosen[name] = best
            del strangers[best]
    return tuple(chosen.items())


def _is_copy_of_another(words: str, text: str, base: LastGenerated) -> bool:
    """Whether a paragraph is at least as like another text of the paper: a copy that an editor made
    is no sign of the one that is missing.
    """
    likeness = _likeness(text, words)
    others = (readable(kept.texts[0]) for kept in base.texts.values() if kept.kind == BLOCK)
    return any(_likeness(other, words) >= likeness for other in others if other != text)


def _likeness(text: str, words: str) -> float:
    return difflib.SequenceMatcher(None, text.split(), words.split(), autojunk=False).ratio()


def _most_alike(text: str, strangers: Mapping[Element, str]) -> Element | None:
    """The paragraph most like a text, of those that name the same; None where none is alike."""
    names = frozenset(_NAME.findall(text))
    best, score = None, _ALIKE
    for paragraph, words in strangers.items():
        if frozenset(_NAME.findall(words)) != names:
            continue
        matcher = difflib.SequenceMatcher(None, text.split(), words.split(), autojunk=False)
        if matcher.quick_ratio() > score and (ratio := matcher.ratio()) > score:
            best, score = paragraph, ratio
    return best
