"""The items of an amount in words: numbers, magnitudes, currencies, approximations, joints, years.

In: text and the words of the reference folder. Out: items in order, or nothing where a word is none
of them.
"""

import re
from typing import NamedTuple

from pipeline.normalise.currencies import candidates
from pipeline.normalise.numbers import NUMBER
from pipeline.normalise.reading import Lists
from pipeline.normalise.vocabulary import meanings

NUM, MAGNITUDE, CURRENCY, ABOUT = "number", "magnitude", "currency", "approximation"
JOINT, OPENING, YEARS = "joint", "opening", "years"
_ROLES = (MAGNITUDE, ABOUT, JOINT, OPENING, "article")
_BEFORE_NUMBER = (OPENING, ABOUT, "article")
_YEARS = re.compile(r"\(((?:19|20)[0-9]{2}) ?[–—-] ?((?:19|20)[0-9]{2})\)$")
_WORD = re.compile(r"[^\W\d_]+\.?|\S")
_LONGEST_PHRASE = 4


class Item(NamedTuple):
    """A part of an amount: what it is, its words, and what they may mean."""

    kind: str
    words: str
    meanings: tuple[str, ...] = ()


def _phrases(text: str, start: int) -> list[str]:
    """The texts from a place on of one to four words, longest first, each with and without a last
    point.
    """
    ends = []
    at = start
    for _ in range(_LONGEST_PHRASE):
        found = _WORD.match(text, at)
        if found is None:
            break
        ends.append(found.end())
        at = found.end() + (text[found.end() : found.end() + 1] == " ")
    phrases = [text[start:end] for end in reversed(ends)]
    return [spelling for phrase in phrases for spelling in (phrase, phrase.rstrip(".")) if spelling]


def _word_item(text: str, start: int, has_number: bool, lists: Lists) -> Item | None:
    for phrase in _phrases(text, start):
        if found := candidates(phrase, lists):
            return Item(CURRENCY, phrase, found)
        for role in _ROLES if has_number else _BEFORE_NUMBER:
            if found := meanings(lists.words, role, phrase):
                return Item(role, phrase, found)
    return None


def money_items(text: str, lists: Lists) -> list[Item] | None:
    """The items of a text, articles left out; nothing where it holds anything else."""
    items = []
    if years := _YEARS.search(text):
        items.append(Item(YEARS, years[0], (years[1], years[2])))
        text = text[: years.start()]
    at = 0
    found: list[Item] = []
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        number = NUMBER.match(text, at)
        has_number = any(item.kind == NUM for item in found)
        item = Item(NUM, number[0]) if number else _word_item(text, at, has_number, lists)
        if item is None:
            return None
        found.append(item)
        at += len(item.words)
    return [*(item for item in found if item.kind != "article"), *items]
