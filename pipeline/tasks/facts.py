"""Numbers and names of States in sentences, read alike in generated and in edited text.

In: text, the words of a language, and the spellings of States. Out: the facts of each sentence. It
judges nothing: compare_facts.py holds the facts of two texts against each other.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pipeline.compose.language_words import LanguageWords
from pipeline.language import name_key
from pipeline.refresh.compared_text import normal

_HIGHEST = 1_000
_DIGITS = re.compile(r"\d{1,3}(?:[  ,]\d{3})+(?!\d)|\d+(?:\.\d+)?")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_NOUN = 4  # shorter words (of, to, had) are never what a number counts
_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
NUMBER, STATE, NEGATION, LIST, WORD = "number", "state", "negation", "list", "word"


class SentencePart(NamedTuple):
    """A word, a number, or a list of States; the order of States within a list does not matter."""

    kind: str
    what: str = ""
    states: frozenset[str] = frozenset()

    @property
    def place(self) -> str:
        """What aligns two sentences: the word itself, or for a fact its kind alone, so that another
        number or State in the same position shows.
        """
        return self.what if self.kind == WORD else self.kind


class Facts(NamedTuple):
    """The facts of a sentence: its numbers and codes of States in order, and its other words.

    `counted` pairs a number with the word after it ("eight", "States"), `parts` a number with the
    whole it is a part of, `ordered` an ordinal with the word after it. `quantities` are words that
    say how many without a number ("most"), `negations` words such as "not". `tokens` is the
    sentence in order; `lists` pairs a number before a bracket of names with how many are in it.
    """

    text: str
    numbers: tuple[str, ...]
    states: tuple[str, ...]
    words: frozenset[str]
    counted: frozenset[tuple[str, str]] = frozenset()
    parts: frozenset[tuple[str, str]] = frozenset()
    ordered: frozenset[tuple[str, str]] = frozenset()
    quantities: frozenset[str] = frozenset()
    tokens: tuple[SentencePart, ...] = ()
    negations: tuple[str, ...] = ()
    lists: frozenset[tuple[str, int]] = frozenset()


class FactReader:
    """Reads the facts of sentences with the words of one language."""

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
        self._share = _share_pattern(words.shares)
        self.months = frozenset(stem(month.casefold()) for month in words.months)
        self._end = _end_of_sentence(words.documents.values())
        self._negations = _any_of(words.negations, r"[\w'-]")
        self._joints = frozenset(_WORD.findall(" ".join(words.joints.values()).casefold()))

    def sentences(self, text: str, nouns: frozenset[str] | None = None) -> list[Facts]:
        """The facts of each sentence; `nouns` as in `facts`."""
        return [self.facts(part, nouns) for part in self._end.split(normal(text)) if part.strip()]

    def facts(self, text: str, nouns: frozenset[str] | None = None) -> Facts:
        """The facts of one sentence.

        `nouns` are None for generated text. For edited text they are the words that numbers stand
        before in the generated text: before one of them "one" and "no" are numbers.
        """
        key = name_key(text)
        named = {match.start(): self._codes[match[0]] for match in self._names.finditer(key)}
        rest = self._names.sub(_blank, key)
        found = self._numbers(text, rest, nouns)
        tokens = self._tokens(rest, named, found)
        return Facts(
            text=text,
            numbers=tuple(found[start][1] for start in sorted(found)),
            states=tuple(named.values()),
            words=frozenset(_WORD.findall(self._number_words.sub(" ", rest))),
            counted=self._counted(rest, found, is_generated=nouns is None),
            parts=frozenset(self._parts(rest, found)),
            ordered=frozenset(_with_next_word(self._ordinals, rest)),
            quantities=frozenset(_matches(self._quantities, rest)),
            tokens=tuple(_with_lists(tokens.values(), self._joints)),
            negations=tuple(_matches(self._negations, rest)),
            lists=frozenset(self._lists(rest, tokens)),
        )

    def _tokens(
        self, rest: str, named: Mapping[int, str], found: Mapping[int, tuple[int, str]]
    ) -> dict[int, SentencePart]:
        """The words, numbers and States of a sentence in order, by position."""
        words = self._number_words.sub(_blank, rest)
        tokens = {one.start(): SentencePart(WORD, stem(one[0])) for one in _WORD.finditer(words)}
        tokens |= {start: SentencePart(NUMBER, number) for start, (_, number) in found.items()}
        tokens |= {
            start: SentencePart(LIST, states=frozenset({code})) for start, code in named.items()
        }
        return dict(sorted(tokens.items()))

    def _lists(self, rest: str, tokens: Mapping[int, SentencePart]) -> Iterator[tuple[str, int]]:
        """Each number before a bracket that lists names of States and nothing else, with how many
        it lists.
        """
        for bracket in _BRACKET.finditer(rest):
            inside = [t for at, t in tokens.items() if bracket.start() < at < bracket.end()]
            states = {code for token in inside for code in token.states}
            others = (token for token in inside if token.kind != LIST)
            if not states or any(token.what not in self._joints for token in others):
                continue
            facts = [t for at, t in tokens.items() if at < bracket.start() and t.kind != WORD]
            if facts and facts[-1].kind == NUMBER:
                yield facts[-1].what, len(states)

    def _numbers(
        self, text: str, rest: str, nouns: frozenset[str] | None
    ) -> dict[int, tuple[int, str]]:
        """The numbers in figures and in words, by position: where each ends, and its digits."""
        found = {
            match.start(): (match.end(), re.sub(r"[  ,]", "", match[0]))
            for match in _DIGITS.finditer(rest)
        }
        for match in self._number_words.finditer(rest):
            if self._is_counting(text, rest, match, nouns):
                found[match.start()] = match.end(), self._spelled[match[0]]
        if nouns is None:
            return found  # "no" is zero only where an editor put it in the place of a number
        for match in self._none.finditer(rest):
            if _next_word(rest, match.end()) in nouns:
                found[match.start()] = match.end(), "0"
        return found

    def _counted(
        self, rest: str, found: Mapping[int, tuple[int, str]], is_generated: bool
    ) -> frozenset[tuple[str, str]]:
        """Each number with the word it stands before; in generated text an article counts as one,
        and "no" as zero.
        """
        counted = {(number, _next_word(rest, end)) for end, number in found.values()}
        if is_generated:
            counted |= {("1", _next_word(rest, one.end())) for one in self._articles.finditer(rest)}
            counted |= {("0", _next_word(rest, none.end())) for none in self._none.finditer(rest)}
        return frozenset(
            (number, noun) for number, noun in counted if len(noun) >= _NOUN or noun in self.months
        )

    def _is_counting(
        self, text: str, rest: str, match: re.Match[str], nouns: frozenset[str] | None
    ) -> bool:
        """Whether a number word counts something: a pronoun such as "one" may not.

        In generated text a pronoun counts before a capital or a stop, or with a capital itself. In
        edited text it counts at the end, and before a word that numbers stand before in the
        generated text.
        """
        if match[0] not in self._pronouns:
            return True
        if nouns is None:
            word = re.escape(match[0])
            counting = rf"(?i:\b{word})(?=\s[A-Z]|[,.;])|\b{match[0].title()}\b"
            return re.search(counting, text) is not None
        if _next_word(rest, match.end()) in nouns:
            return True
        return re.match(r"\s*(?:[,.;)]|$)", rest[match.end() :]) is not None

    def _parts(self, rest: str, found: Mapping[int, tuple[int, str]]) -> Iterator[tuple[str, str]]:
        """Each number with the number of the whole it is a part of: "8 of the 13"."""
        for end, number in found.values():
            share = self._share.match(rest, end)
            if share is not None and share.end() in found:
                yield number, found[share.end()][1]

    def support(self, text: str) -> tuple[list[Facts], frozenset[str]]:
        """The facts of generated text by sentence, and the words that its numbers stand before."""
        generated = self.sentences(text)
        return generated, frozenset(
            noun for one in generated for number, noun in one.counted if number != "0"
        )


def _any_of(words: Iterable[str], joint: str = r"[\w-]") -> re.Pattern[str]:
    """A pattern of whole words, with no character of `joint` beside them. The longest comes first:
    "twenty" must not match in "twenty-one", nor Guinea in Guinea-Bissau.
    """
    ordered = sorted((word.casefold() for word in words), key=lambda word: (-len(word), word))
    if not ordered:
        return re.compile(r"(?!)")  # matches nothing; an empty alternative would match everywhere
    return re.compile(rf"(?<!{joint})(?:{'|'.join(map(re.escape, ordered))})(?!{joint})")


def _end_of_sentence(references: Iterable[str]) -> re.Pattern[str]:
    """A pattern of the ends of sentences; none follows an abbreviation in a reference to a
    document, as in "para. 36".
    """
    short = {word for text in references for word in re.findall(r"\w+\.(?=\s)", text)}
    kept = "".join(rf"(?<!\b{re.escape(word)})" for word in sorted(short))
    return re.compile(rf"(?<=[.!?;]){kept}\s+(?=[\[\"'A-ZÀ-Þ0-9])")


def _share_pattern(shares: Iterable[str]) -> re.Pattern[str]:
    """A pattern of the words between a part and its whole ("of", "of the"), the longest first."""
    longest_first = sorted(shares, key=len, reverse=True)
    return re.compile(rf"\s+(?:{'|'.join(map(re.escape, longest_first))})\s+")


def _blank(match: re.Match[str]) -> str:
    """Spaces in the place of a match, so that positions after it stay what they were."""
    return " " * len(match[0])


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    return (match[0] for match in pattern.finditer(text))


def _with_next_word(pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, str]]:
    return ((match[0], _next_word(text, match.end())) for match in pattern.finditer(text))


def _with_lists(tokens: Iterable[SentencePart], joints: frozenset[str]) -> list[SentencePart]:
    """The tokens, with names of States that only joints ("and", "as well as") separate merged into
    one list.
    """
    made: list[SentencePart] = []
    between: list[SentencePart] = []
    for token in tokens:
        last = made[-1].kind if made else ""
        if token.kind == last == LIST:
            made[-1] = made[-1]._replace(states=made[-1].states | token.states)
            between = []
        elif token.what in joints:
            between.append(token)
        else:
            made += [*between, token]
            between = []
    return [*made, *between]


def stem(word: str) -> str:
    """A word without its plural ending, so that singular and plural compare.

    >>> stem("parties"), stem("states"), stem("continues")
    ('party', 'state', 'continue')
    """
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word.removesuffix("s")


def _next_word(text: str, end: int) -> str:
    following = re.compile(r"\s+([^\W\d_]+)").match(text, end)
    return stem(following[1]) if following else ""
