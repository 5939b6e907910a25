"""Numbers and names of States in words, read the same way in generated and in edited text.

In: text, the words of a language, spellings of States. Out: facts by sentence, and those of an
edited sentence that no generated sentence near it supports.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from pipeline.compose.language_words import LanguageWords
from pipeline.language import name_key
from pipeline.refresh.compared_text import normal

_HIGHEST = 1_000
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[\[\"'A-ZÀ-Þ0-9])")
_DIGITS = re.compile(r"\d{1,3}(?:[  ,]\d{3})+(?!\d)|\d+(?:\.\d+)?")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_NEAR = 0.5
_NOUN = 4  # shorter words (of, to, had) are not what a number counts
_TELLING = 4  # a list of names has hardly a word that tells one sentence from another


class Facts(NamedTuple):
    """A sentence: its numbers and States in order, its other words, and what its numbers count.

    `counted` are number and next word, `parts` number and number of the whole, `ordered` ordinal
    and next word, `quantities` words that say how many without a number.
    """

    text: str
    numbers: tuple[str, ...]
    states: tuple[str, ...]
    words: frozenset[str]
    counted: frozenset[tuple[str, str]] = frozenset()
    parts: frozenset[tuple[str, str]] = frozenset()
    ordered: frozenset[tuple[str, str]] = frozenset()
    quantities: frozenset[str] = frozenset()


class Checked(NamedTuple):
    """A fact of edited words, of kind number or state, and whether the generated words hold it."""

    kind: str
    what: str
    is_supported: bool


class Reader:
    """Reads facts out of words."""

    def __init__(self, words: LanguageWords, spellings: Mapping[str, Iterable[str]]) -> None:
        self._codes = {
            name_key(name): code
            for code, names in spellings.items()
            for name in names
            if name.strip()
        }
        self._names = _any_of(self._codes, r"\w")
        self._pronouns = frozenset(words.allowed_words)
        self._spelled = {words.in_words(number): str(number) for number in range(_HIGHEST)}
        self._number_words = _any_of(self._spelled)
        self._articles, self._none = _any_of(words.articles), _any_of(words.none_words)
        self._ordinals = _any_of(word for word in words.ordinals if word)
        self._quantities = _any_of((*words.quantity_words, *words.counting_words))
        self._share = re.compile(
            rf"\s+(?:{'|'.join(map(re.escape, sorted(words.shares, key=len, reverse=True)))})\s+"
        )
        self._months = frozenset(stem(month.casefold()) for month in words.months)

    def sentences(self, text: str, nouns: frozenset[str] | None = None) -> list[Facts]:
        """The facts of each sentence; `nouns` as in `facts`."""
        return [self.facts(part, nouns) for part in _SENTENCE.split(normal(text)) if part.strip()]

    def facts(self, text: str, nouns: frozenset[str] | None = None) -> Facts:
        """The facts of one stretch of text; in edited words a pronoun that is a number too counts
        before `nouns`.
        """
        key = name_key(text)
        rest = self._names.sub(" ", key)
        found = self._numbers(text, rest, nouns)
        return Facts(
            text=text,
            numbers=tuple(found[start][1] for start in sorted(found)),
            states=tuple(self._codes[match[0]] for match in self._names.finditer(key)),
            words=frozenset(_WORD.findall(self._number_words.sub(" ", rest))),
            counted=self._counted(rest, found, is_generated=nouns is None),
            parts=frozenset(self._parts(rest, found)),
            ordered=frozenset(
                (match[0], _next_word(rest, match.end())) for match in self._ordinals.finditer(rest)
            ),
            quantities=frozenset(match[0] for match in self._quantities.finditer(rest)),
        )

    def _numbers(
        self, text: str, rest: str, nouns: frozenset[str] | None
    ) -> dict[int, tuple[int, str]]:
        """The numbers in figures and in words, by where they begin: where they end, and the
        number.
        """
        found = {
            match.start(): (match.end(), re.sub(r"[  ,]", "", match[0]))
            for match in _DIGITS.finditer(rest)
        }
        for match in self._number_words.finditer(rest):
            if match[0] not in self._pronouns or self._is_counting(text, rest, match, nouns):
                found[match.start()] = match.end(), self._spelled[match[0]]
        for match in self._none.finditer(rest):
            if nouns is not None and _next_word(rest, match.end()) in nouns:
                found[match.start()] = match.end(), "0"
        return found

    def _counted(
        self, rest: str, found: Mapping[int, tuple[int, str]], is_generated: bool
    ) -> frozenset[tuple[str, str]]:
        """Each number with the word it stands before; in generated words an article is one of
        something, and "no" is nought of it.
        """
        counted = {(number, _next_word(rest, end)) for end, number in found.values()}
        if is_generated:
            counted |= {("1", _next_word(rest, one.end())) for one in self._articles.finditer(rest)}
            counted |= {("0", _next_word(rest, none.end())) for none in self._none.finditer(rest)}
        return frozenset(
            (number, noun) for number, noun in counted if len(noun) >= _NOUN or noun in self._months
        )

    def _is_counting(
        self, text: str, rest: str, match: re.Match[str], nouns: frozenset[str] | None
    ) -> bool:
        """Whether a pronoun that is a number too counts.

        In words that were generated: before a capital or a stop, or with a capital of its own. In
        edited ones: where nothing follows, or a word that numbers stand before in the words
        generated.
        """
        if nouns is not None:
            follower = _next_word(rest, match.end())
            return (
                follower in nouns or re.match(r"\s*(?:[,.;)]|$)", rest[match.end() :]) is not None
            )
        word = re.escape(match[0])
        return (
            re.search(rf"(?i:\b{word})(?=\s[A-Z]|[,.;])|\b{match[0].title()}\b", text) is not None
        )

    def _parts(self, rest: str, found: Mapping[int, tuple[int, str]]) -> Iterator[tuple[str, str]]:
        for end, number in found.values():
            share = self._share.match(rest, end)
            if share is not None and share.end() in found:
                yield number, found[share.end()][1]

    def support(self, text: str) -> tuple[list[Facts], frozenset[str]]:
        """The facts of words that were generated, by sentence, and the words that their numbers
        stand before.
        """
        generated = self.sentences(text)
        return generated, frozenset(
            noun for one in generated for number, noun in one.counted if number != "0"
        )

    def alarms(self, edited: str, support: str) -> list[tuple[str, str]]:
        """The facts of edited words that the words generated do not hold."""
        generated, nouns = self.support(support)
        return unsupported(self.sentences(edited, nouns), generated, self._months)

    def checked(self, edited: str, support: str) -> tuple[Checked, ...]:
        """Each number and State of edited words, and whether the words generated hold it."""
        _, nouns = self.support(support)
        return _checked(self.sentences(edited, nouns), self.alarms(edited, support))

    def checked_of_own(self, own: str, paper: str) -> tuple[Checked, ...]:
        """Each number and State of a paragraph of the editors' own, and whether it stands in the
        paper as generated.
        """
        _, nouns = self.support(paper)
        return _checked([self.facts(own, nouns)], self.alarms_of_own(own, paper))

    def alarms_of_own(self, own: str, paper: str) -> list[tuple[str, str]]:
        """The facts of a paragraph of the editors' own that stand nowhere in the paper as
        generated.
        """
        _, nouns = self.support(paper)
        return unsupported([self.facts(own, nouns)], [self.facts(paper)], self._months)


def _any_of(words: Iterable[str], joint: str = r"[\w-]") -> re.Pattern[str]:
    """Any of these words, the longest first, each as a whole: no `joint` stands beside it."""
    ordered = sorted((word.casefold() for word in words), key=lambda word: (-len(word), word))
    if not ordered:
        return re.compile(r"(?!)")  # matches nothing; an empty choice would match everywhere
    return re.compile(rf"(?<!{joint})(?:{'|'.join(map(re.escape, ordered))})(?!{joint})")


def stem(word: str) -> str:
    """A word without the ending of its plural, so that one and several of a thing compare.

    >>> stem("parties"), stem("states"), stem("continues")
    ('party', 'state', 'continue')
    """
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word.removesuffix("s")


def _next_word(text: str, end: int) -> str:
    following = re.compile(r"\s+([^\W\d_]+)").match(text, end)
    return stem(following[1]) if following else ""


def unsupported(
    edited: list[Facts], generated: list[Facts], months: frozenset[str] = frozenset()
) -> list[tuple[str, str]]:
    """The facts of edited sentences that the generated ones near them do not hold: kind and fact,
    once each.

    Two kinds: number and state. Order is no fault, but where names and numbers answer each other
    one by one.
    """
    found: dict[tuple[str, str], None] = {}
    for sentence in edited:
        near = _near(sentence, generated)
        numbers = {n for other in near for n in other.numbers}
        numbers |= {
            n for n, _ in sentence.counted & _all(generated, "counted")
        }  # one of what was said with an article
        states = {code for other in near for code in other.states}
        found |= {("number", n): None for n in sentence.numbers if n not in numbers}
        found |= {("number", n): None for n in _miscounted(sentence, near, generated, months)}
        found |= {("state", code): None for code in sentence.states if code not in states}
        for pair in _pairs(sentence) - {pair for other in near for pair in _pairs(other)}:
            if set(sentence.states) == {code for other in near for code in other.states}:
                found[("state", pair[0])] = None
    return list(found)


def _checked(edited: list[Facts], wrong: Container[tuple[str, str]]) -> tuple[Checked, ...]:
    """Each number and State of edited sentences, once; one that any of them has without support has
    none.
    """
    numbers = dict.fromkeys(("number", n) for sentence in edited for n in sentence.numbers)
    states = dict.fromkeys(("state", code) for sentence in edited for code in sentence.states)
    return tuple(Checked(*fact, fact not in wrong) for fact in (*numbers, *states))


def _all(sentences: list[Facts], what: str) -> set[tuple[str, str]]:
    return {pair for sentence in sentences for pair in getattr(sentence, what)}


def _miscounted(
    sentence: Facts, near: list[Facts], generated: list[Facts], months: frozenset[str]
) -> Iterator[str]:
    """Numbers and ordinals of the sentence that count what they do not count in the words
    generated.
    """
    for what, always in (("counted", months), ("ordered", frozenset())):
        pairs, nouns = _all(generated, what), {noun for _, noun in _all(near, what)}
        for number, noun in sorted(getattr(sentence, what)):
            if noun and noun in nouns | always and (number, noun) not in pairs:
                yield number
    known = _all(generated, "parts")
    yield from (
        number for number, whole in sorted(sentence.parts) if known and (number, whole) not in known
    )
    quantities = {word for other in generated for word in other.quantities}
    yield from sorted(sentence.quantities - quantities)


def _near(sentence: Facts, generated: list[Facts]) -> list[Facts]:
    """The generated sentences it says again: most of the words of one are words of the other; else
    all of them.
    """
    near = [other for other in generated if _overlap(sentence.words, other.words) >= _NEAR]
    return near or generated


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    fewest = min(len(one), len(other))
    if fewest < _TELLING:
        return 0.0
    return len(one & other) / fewest


def _pairs(sentence: Facts) -> set[tuple[str, str]]:
    """State and number that answer each other, where there are as many of one as of the other, two
    at least.
    """
    n_states = len(sentence.states)
    # one of each answers nothing
    if n_states < 2 or len(sentence.numbers) != n_states:  # noqa: PLR2004
        return set()
    return set(zip(sentence.states, sentence.numbers, strict=True))
