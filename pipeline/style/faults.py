"""Faults of house style in a text, and in a paper as a whole.

Those of a whole paper are headings that stand alone or empty, and more words than it may have.

In: text, its kind, rules; a paper in words. Out: faults with their places, in order, and words
counted apart. It changes nothing and quotes nothing. The masthead is left out: it follows its
template.
"""

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.model.block import Block, Composed, Paragraph, Span, Table, text_of, unmarked
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
    spared = [found.span() for found in rule.unless.finditer(text)] if rule.unless else []
    place = "at" if "at" in rule.find.groupindex else 0
    for found in rule.find.finditer(text):
        start, end = found.span(place)
        if not any(first <= start and end <= last for first, last in spared):
            yield start, end


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
    counts = {HEADING: 0, NOTE: 0, "": 0}
    for item in texts:
        counts[item.kind if item.kind in counts else ""] += len(item.text.split())
    return WordCount(counts[""], counts[HEADING], counts[NOTE])


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


def texts_of(paper: Composed) -> tuple[StyledText, ...]:
    """The texts of a paper: headings, paragraphs, notes, captions, cells."""
    return tuple(text for block in paper.blocks for text in _texts(block) if text.text)


def _is_as_written(spans: tuple[Span, ...]) -> bool:
    """Whether words are printed as somebody wrote them, within quotation marks or without."""
    own = [span for span in spans if span.text.strip(_QUOTED)]
    return len(own) == 1 and own[0].kind == "field"


def _is_cell_as_written(spans: tuple[Span, ...]) -> bool:
    """Whether a cell quotes somebody, or holds whole sentences of a record; any other value is ours
    to print well.
    """
    return _is_as_written(spans) and (len(spans) > 1 or spans[0].text.endswith("."))


def kind_of(block: Block) -> str:
    """The kind of text of a block; that of its caption for a table."""
    if (
        isinstance(block, Paragraph)
        and _is_as_written(block.spans)
        and not block.style.startswith(_HEADING)
    ):
        return WRITTEN
    # the label above the title of an annex is no heading of its own
    if isinstance(block, Table) or block.drawing or block.style == _ANNEX:
        return "caption"
    return "heading" if block.style.startswith(_HEADING) else "text"


def _texts(block: Block) -> Iterator[StyledText]:
    kind = kind_of(block)
    if isinstance(block, Table):
        yield StyledText(kind, text_of(block.label))
        yield StyledText(kind, text_of(block.title))
        for cell in (*block.columns, *(cell for row in block.rows for cell in row.cells)):
            yield StyledText(WRITTEN if _is_cell_as_written(cell) else "cell", unmarked(cell))
    else:
        level = (
            _LEVELS.get(block.style.removeprefix(_HEADING), 1)
            if block.style.startswith(_HEADING)
            else 0
        )
        yield StyledText(kind, unmarked(block.spans), level)
    for note in block.notes:
        yield StyledText("note", unmarked(note.spans))
