"""House style in words that a person changed: the faults that came with the change.

In: texts as they stand and as generated, their kind, rules. Out: the rule of each new fault, and
its cure; of a grave one its words, which are the rule's own. Whether another matters is for a
person to say.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from pipeline.model.block import Composed
from pipeline.model.papers import STYLES
from pipeline.ooxml import W, bookmark_name
from pipeline.refresh.compared_text import printed
from pipeline.refresh.paper_index import NOTE_KIND, ROW, Anchor
from pipeline.style.faults import StyleFault, style_faults
from pipeline.style.paper import kind_of
from pipeline.style.rules import StyleRules

_BY_SPOT = {NOTE_KIND: "note", ROW: "cell"}
_CAPTION = "caption"
_STYLE = f"{W}pPr/{W}pStyle"
# Names of headings in Word's own templates, beside those of the roles.
_HEADINGS = ("heading", "title", "subtitle")


class NewFaults(NamedTuple):
    """Faults that came with a change: grave ones as alarms (kind, words), others as rule and
    cure.
    """

    alarms: tuple[tuple[str, str], ...] = ()
    style: tuple[str, ...] = ()


class Kinds:
    """The kind of text of each paragraph of a document: a block's as it was generated, an editor's
    own by its look.
    """

    def __init__(self, paper: Composed, styles: Mapping[str, str]) -> None:
        self._of_blocks = {bookmark_name(block.id): kind_of(block) for block in paper.blocks}
        given = {**STYLES, **styles}
        self._of_styles = {
            name.casefold(): role.partition("-")[0]
            for role, name in given.items()
            if role.startswith(("heading-", "caption-"))
        }

    def at(self, anchor: Anchor) -> str:
        """The kind of text at a place: notes and rows by what they are, the rest as generated."""
        return _BY_SPOT.get(anchor.kind) or self._of_blocks.get(anchor.name, _CAPTION)

    def own(self, paragraph: etree._Element, names: Mapping[str, str]) -> str:
        """The kind of a paragraph of the editors' own: in a table a cell, else by the name of its
        style (id → name).
        """
        if next(paragraph.iterancestors(f"{W}tc"), None) is not None:
            return "cell"
        style = paragraph.find(_STYLE)
        name = "" if style is None else names.get(style.get(f"{W}val", ""), "")
        return self._of_styles.get(name) or ("heading" if name.startswith(_HEADINGS) else "text")


def new_faults(
    texts: Iterable[str], given: Iterable[str], kind: str, rules: StyleRules
) -> NewFaults:
    """The rules that the texts break and the texts given did not."""
    known = Counter((fault.rule, words) for fault, words in _faults(given, kind, rules))
    alarms: list[tuple[str, str]] = []
    style: list[str] = []
    for fault, words in _faults(texts, kind, rules):
        known[fault.rule, words] -= 1
        if known[fault.rule, words] >= 0:
            continue
        if fault.is_grave:
            alarms.append(("style", words.casefold()))
        else:
            style.append(f"{fault.rule}: {fault.cure}")
    return NewFaults(tuple(dict.fromkeys(alarms)), tuple(dict.fromkeys(style)))


def _faults(texts: Iterable[str], kind: str, rules: StyleRules) -> Iterator[tuple[StyleFault, str]]:
    for text in map(printed, texts):
        for fault in style_faults(text, rules, kind):
            yield fault, text[fault.start : fault.end]
