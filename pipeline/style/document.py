"""Faults that no single text shows: headings that stand alone or empty, and more words than the
paper may have.

In: the texts of a paper in order with their kinds. Out: faults by the position of the text, and
words counted apart.
"""

from typing import NamedTuple

from pipeline.style.rules import StyleRules

HEADING, NOTE = "heading", "note"
LONE, EMPTY, BUDGET = "lone-subheading", "empty-heading", "word-budget"


class StyledText(NamedTuple):
    """A text of a paper: its kind (text, note, heading, caption, cell), its words, the level of a
    heading from 1.
    """

    kind: str
    text: str
    level: int = 0


class Words(NamedTuple):
    """The words of a paper, as the limit counts them: text and tables, headings, notes."""

    text: int
    headings: int
    notes: int

    @property
    def total(self) -> int:
        """All words: notes and headings count."""
        return self.text + self.headings + self.notes


class DocumentFault(NamedTuple):
    """A fault: the rule, the position of the text among those given, and what to do."""

    rule: str
    position: int
    cure: str


def count_words(texts: tuple[StyledText, ...]) -> Words:
    """The words of a paper; a non-breaking space joins two words no more than a plain one."""
    counts = {HEADING: 0, NOTE: 0, "": 0}
    for item in texts:
        counts[item.kind if item.kind in counts else ""] += len(item.text.split())
    return Words(counts[""], counts[HEADING], counts[NOTE])


def document_faults(
    texts: tuple[StyledText, ...], rules: StyleRules, limit: int = 0
) -> tuple[DocumentFault, ...]:
    """The faults of a paper as a whole; a limit of 0 is none."""
    found = [(LONE, position) for position in _lone(texts)] + [
        (EMPTY, position) for position in _empty(texts)
    ]
    if limit and count_words(texts).total > limit:
        found.append((BUDGET, len(texts) - 1))
    on = {rule.id: rule.cure for rule in rules.rules}
    return tuple(DocumentFault(rule, position, on[rule]) for rule, position in found if rule in on)


def _lone(texts: tuple[StyledText, ...]) -> list[int]:
    """Subheadings that are the only ones of their level under their heading."""
    open_at: dict[int, list[int]] = {}
    alone: list[int] = []
    for position, item in enumerate(texts):
        if item.kind != HEADING:
            continue
        for level in [level for level in open_at if level > item.level]:
            alone += _single(open_at.pop(level))
        open_at.setdefault(item.level, []).append(position)
    for level, places in open_at.items():
        alone += _single(places) if level > 1 else []
    return sorted(alone)


def _single(places: list[int]) -> list[int]:
    return places if len(places) == 1 else []


def _empty(texts: tuple[StyledText, ...]) -> list[int]:
    """Headings with nothing under them: no text, and no heading of a lower level."""
    body = [(position, item) for position, item in enumerate(texts) if item.kind != NOTE]
    empty = []
    for here, (position, item) in enumerate(body):
        if item.kind != HEADING:
            continue
        after = body[here + 1][1] if here + 1 < len(body) else None
        if after is None or (after.kind == HEADING and after.level <= item.level):
            empty.append(position)
    return empty
