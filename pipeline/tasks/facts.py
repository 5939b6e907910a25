"""Numbers and names of States in words, read the same way in generated and in edited text.

In: text, the words of a language, spellings of States. Out: facts by sentence, and those of an edited sentence that
no generated sentence near it supports.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pipeline.compose.words import Words
from pipeline.language import name_key
from pipeline.refresh.words import normal

_HIGHEST = 1_000
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[\[\"'A-ZÀ-Þ0-9])")
_DIGITS = re.compile(r"\d{1,3}(?:[  ,]\d{3})+(?!\d)|\d+(?:\.\d+)?")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_NEAR = 0.5
_TELLING = 4  # a list of names has hardly a word that tells one sentence from another


class Facts(NamedTuple):
    """A sentence: its numbers and States in order, and its other words."""

    text: str
    numbers: tuple[str, ...]
    states: tuple[str, ...]
    words: frozenset[str]


class Checked(NamedTuple):
    """A fact of edited words, of kind number or state, and whether the generated words hold it."""

    kind: str
    what: str
    is_supported: bool


class Reader:
    """Reads facts out of words."""

    def __init__(self, words: Words, spellings: Mapping[str, Iterable[str]]) -> None:
        self._codes = {name_key(name): code for code, names in spellings.items() for name in names if name.strip()}
        keys = sorted(self._codes, key=lambda key: (-len(key), key))
        self._names = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, keys)) + r")(?!\w)") if keys else None
        self._pronouns = frozenset(words.allowed_words)
        spelled = {words.in_words(number): str(number) for number in range(_HIGHEST)}
        self._spelled = spelled
        ordered = sorted(spelled, key=lambda word: (-len(word), word))
        self._number_words = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, ordered)) + r")(?![\w-])")

    def sentences(self, text: str) -> list[Facts]:
        """The facts of each sentence."""
        return [self.facts(part) for part in _SENTENCE.split(normal(text)) if part.strip()]

    def facts(self, text: str) -> Facts:
        """The facts of one stretch of text."""
        key = name_key(text)
        states = [self._codes[match[0]] for match in self._names.finditer(key)] if self._names else []
        rest = self._names.sub(" ", key) if self._names else key
        numbers = [(match.start(), re.sub(r"[  ,]", "", match[0])) for match in _DIGITS.finditer(rest)]
        for match in self._number_words.finditer(rest):
            if match[0] not in self._pronouns or self._is_counting(text, match[0]):
                numbers.append((match.start(), self._spelled[match[0]]))
        plain = frozenset(_WORD.findall(self._number_words.sub(" ", rest)))
        return Facts(text, tuple(number for _, number in sorted(numbers)), tuple(states), plain)

    def _is_counting(self, text: str, word: str) -> bool:
        """Whether a pronoun that is a number too counts: before a capital or a stop, or with a capital of its own."""
        return re.search(rf"(?i:\b{re.escape(word)})(?=\s[A-Z]|[,.;])|\b{word.title()}\b", text) is not None


def unsupported(edited: list[Facts], generated: list[Facts]) -> list[tuple[str, str]]:
    """The facts of edited sentences that the generated ones near them do not hold: kind and fact, once each.

    Two kinds: number and state. Order is no fault, but where names and numbers answer each other one by one.
    """
    found: dict[tuple[str, str], None] = {}
    for sentence in edited:
        near = _near(sentence, generated)
        numbers = Counter(n for other in near for n in other.numbers)
        states = {code for other in near for code in other.states}
        found |= {("number", n): None for n in sentence.numbers if n not in numbers}
        found |= {("state", code): None for code in sentence.states if code not in states}
        for pair in _pairs(sentence) - {pair for other in near for pair in _pairs(other)}:
            if set(sentence.states) == {code for other in near for code in other.states}:
                found[("state", pair[0])] = None
    return list(found)


def checked(edited: list[Facts], generated: list[Facts]) -> tuple[Checked, ...]:
    """Each number and State of edited sentences, once; one that any of them has without support has none."""
    wrong = set(unsupported(edited, generated))
    numbers = dict.fromkeys(("number", n) for sentence in edited for n in sentence.numbers)
    states = dict.fromkeys(("state", code) for sentence in edited for code in sentence.states)
    return tuple(Checked(*fact, fact not in wrong) for fact in (*numbers, *states))


def _near(sentence: Facts, generated: list[Facts]) -> list[Facts]:
    """The generated sentences it says again: most of the words of one are words of the other; else all of them."""
    near = [other for other in generated if _overlap(sentence.words, other.words) >= _NEAR]
    return near or generated


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    shared = len(one & other)
    return max(shared / len(one), shared / len(other)) if min(len(one), len(other)) >= _TELLING else 0.0


def _pairs(sentence: Facts) -> set[tuple[str, str]]:
    """State and number that answer each other, where there are as many of one as of the other, two at least."""
    n_states = len(sentence.states)
    if n_states < 2 or len(sentence.numbers) != n_states:  # noqa: PLR2004 - one of each answers nothing
        return set()
    return set(zip(sentence.states, sentence.numbers, strict=True))
