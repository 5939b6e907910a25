"""Faults of house style in a text.

In: text, its kind, rules. Out: faults with their places, in order. It changes nothing and quotes
nothing.
"""

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.style import names, numbers, words
from pipeline.style.rules import KINDS, WRITTEN, Rule, StyleRules

Spots = Iterator[tuple[int, int]]


class StyleFault(NamedTuple):
    """A fault: the rule, where it begins and ends in the text, what to do; a grave one keeps an
    edited paper back.
    """

    rule: str
    start: int
    end: int
    cure: str
    is_grave: bool = False


_CHECKS = {
    "number_below_ten": numbers.below_ten,
    "number_series": numbers.series,
    "heading_capitals": words.heading_capitals,
    "heading_acronym": words.heading_acronym,
    "acronym": words.acronym,
    "banned": words.banned,
    "brackets": words.brackets,
    "symbol_in_text": words.symbol_in_text,
    "apostrophe_straight": names.apostrophe_straight,
    "state_form_text": names.form_text,
    "state_form_cell": names.form_cell,
    "state_article": names.article,
    "state_other_name": names.other_name,
    "state_letters": names.letters,
    "state_order": names.order,
    "state_twice": names.twice,
    "state_without_and": names.without_and,
    "state_and_and": names.and_and,
}


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
