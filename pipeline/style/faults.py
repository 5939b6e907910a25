"""Faults of house style in a text, and in a paper as a whole.

Those of a whole paper are headings that stand alone or empty, and more words than it may have.

In: text, its kind, rules; a paper in words. Out: faults with their places, in order, and words
counted apart. It changes nothing and quotes nothing. The masthead is left out: it follows its
template.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from pipeline.model.block import Block, Composed, Span, Table, text_of, unmarked
from pipeline.style import state_names, word_checks
from pipeline.style.rules import KINDS, WRITTEN, Rule, StyleRules

Spots = Iterator[tuple[int, int]]
_CHECKS = {
    "number_below_ten": word_checks.below_ten,
    "number_series": word_checks.series,
    "heading_capitals": word_checks.heading_capitals,
    "heading_acronym": word_checks.heading_acronym,
    "acronym": word_checks.acronym,
    "banned": word_checks.banned,
    "brackets": word_checks.brackets,
    "symbol_in_text": word_checks.symbol_in_text,
    "apostrophe_straight": state_names.apostrophe_straight,
    "state_form_text": state_names.form_text,
    "state_form_cell": state_names.form_cell,
    "state_article": state_names.article,
    "state_other_name": state_names.other_name,
    "state_letters": state_names.letters,
    "state_order": state_names.order,
    "state_twice": state_names.twice,
    "state_without_and": state_names.without_and,
    "state_and_and": state_names.and_and,
}
HEADING, NOTE = "heading", "note"
LONE, EMPTY, BUDGET = "lone-subheading", "empty-heading", "word-budget"
_HEADING = "heading-"
_QUOTED = "“” "
_ANNEX = "heading-annex"
_LEVELS = {"1": 1, "2": 2, "3": 3, "annex-title": 1, "annex-part": 2}


class StyleFault(NamedTuple):
    """A fault: the rule, where it begins and ends in the text, what to do; a grave one keeps an
    edited paper back.
    """

    rule: str
    start: int
    end: int
    cure: str
    is_grave: bool = False


def style_faults(text: str, rules: StyleRules, kind: str = "text") -> tuple[StyleFault, ...]:
    """The faults of a text in the order of their places; ValueError for a kind of text that is
    none.
    """
    if kind not in (*KINDS, WRITTEN):
        raise ValueError(f"no kind of text {kind!r}")
    faults = [
        StyleFault(rule.id, start, end, rule.cure, rule.is_grave)
        for rule in rules.rules
        if kind in rule.on
        for start, end in _spots(text, rule, rules)
    ]
    return tuple(sorted(faults, key=lambda fault: (fault.start, fault.end, fault.rule)))


def _spots(text: str, rule: Rule, rules: StyleRules) -> Spots:
    if rule.find is None:
        yield from _CHECKS[rule.check](text, rules)
        return
    spared = _spared(text, rule)
    place = "at" if "at" in rule.find.groupindex else 0
    for found in rule.find.finditer(text):
        start, end = found.span(place)
        if not any(first <= start <= end <= last for first, last in spared):
            yield start, end


def _spared(text: str, rule: Rule) -> list[tuple[int, int]]:
    """The places that the rule leaves alone."""
    if rule.unless is None:
        return []
    return [found.span() for found in rule.unless.finditer(text)]


class StyledText(NamedTuple):
    """A text of a paper: its kind (text, note, heading, caption, cell), its words, the level of a
    heading from 1.
    """

    kind: str
    text: str
    level: int = 0


class WordCount(NamedTuple):
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


def count_words(texts: tuple[StyledText, ...]) -> WordCount:
    """The words of a paper; a non-breaking space joins two words no more than a plain one."""
    counts: Counter[str] = Counter()
    for item in texts:
        counts[item.kind] += len(item.text.split())
    headings, notes = counts[HEADING], counts[NOTE]
    return WordCount(counts.total() - headings - notes, headings, notes)


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
        if level > 1:
            alone += _single(places)
    return sorted(alone)


def _single(places: list[int]) -> list[int]:
    return places if len(places) == 1 else []


def _empty(texts: tuple[StyledText, ...]) -> list[int]:
    """Headings with nothing under them: no text, and no heading of a lower level."""
    body = [position for position, item in enumerate(texts) if item.kind != NOTE]
    empty = []
    for position, following in zip(body, [*body[1:], None], strict=True):
        after = None if following is None else texts[following]
        if texts[position].kind == HEADING and _is_empty(texts[position], after):
            empty.append(position)
    return empty


def _is_empty(heading: StyledText, after: StyledText | None) -> bool:
    if after is None:
        return True
    return after.kind == HEADING and after.level <= heading.level


def texts_of(paper: Composed) -> tuple[StyledText, ...]:
    """The texts of a paper: headings, paragraphs, notes, captions, cells."""
    return tuple(text for block in paper.blocks for text in _texts(block) if text.text)


def _is_as_written(spans: tuple[Span, ...]) -> bool:
    """Whether words are printed as somebody wrote them, within quotation marks or without."""
    return [span.kind for span in spans if span.text.strip(_QUOTED)] == ["field"]


def _is_cell_as_written(spans: tuple[Span, ...]) -> bool:
    """Whether a cell quotes somebody, or holds whole sentences of a record; any other value is ours
    to print well.
    """
    if not _is_as_written(spans):
        return False
    return len(spans) > 1 or spans[0].text.endswith(".")


def kind_of(block: Block) -> str:
    """The kind of text of a block; that of its caption for a table."""
    # the label above the title of an annex is not a heading of its own
    if isinstance(block, Table) or block.style == _ANNEX:
        return "caption"
    if block.style.startswith(_HEADING):
        return "heading"
    if _is_as_written(block.spans):
        return WRITTEN
    return "caption" if block.drawing else "text"


def _texts(block: Block) -> Iterator[StyledText]:
    kind = kind_of(block)
    if isinstance(block, Table):
        yield StyledText(kind, text_of(block.label))
        yield StyledText(kind, text_of(block.title))
        for cell in chain(block.columns, *(row.cells for row in block.rows)):
            yield StyledText(_kind_of_cell(cell), unmarked(cell))
    else:
        yield StyledText(kind, unmarked(block.spans), _level(block.style))
    for note in block.notes:
        yield StyledText("note", unmarked(note.spans))


def _kind_of_cell(cell: tuple[Span, ...]) -> str:
    if _is_cell_as_written(cell):
        return WRITTEN
    return "cell"


def _level(style: str) -> int:
    """The level of a heading by its style; 0 for other text."""
    if not style.startswith(_HEADING):
        return 0
    return _LEVELS.get(style.removeprefix(_HEADING), 1)
