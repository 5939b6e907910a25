"""Facts of edited words held against the words generated for the same paragraph.

In: words as edited and as generated. Out: the facts of the edited ones that no generated sentence
near them supports, that stand in the place of another or were turned round, and those that only the
generated words hold. Order is no fault where nothing answers one by one.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from pipeline.tasks.facts import (
    LIST,
    NEGATION,
    NUMBER,
    STATE,
    WORD,
    FactReader,
    Facts,
    SentencePart,
)

_NEAR = 0.5
_TELLING = 4  # a list of names has hardly a word that tells one sentence from another
_BESIDE = 2  # words around a fact that say in which place of the sentence it stands


class Checked(NamedTuple):
    """A fact of edited words, of kind number or state, and whether the generated words hold it."""

    kind: str
    what: str
    is_supported: bool


class FactCheck(NamedTuple):
    """Holds edited words against generated ones."""

    reader: FactReader

    def alarms(self, edited: str, support: str) -> list[tuple[str, str]]:
        """The facts of edited words that the words generated do not hold."""
        generated, nouns = self.reader.support(support)
        sentences = self.reader.sentences(edited, nouns)
        found = (
            *unsupported(sentences, generated, self.reader.months),
            *turned_round(sentences, generated),
            *_miscounted_lists(sentences, generated),
        )
        return list(dict.fromkeys(found))

    def left_out(self, edited: str, generated: str) -> tuple[tuple[str, str], ...]:
        """The numbers and States that only the words generated hold: kind and fact."""
        given, nouns = self.reader.support(generated)
        kept = self.reader.sentences(edited, nouns)
        # "a State" for "one State" leaves nothing out
        said = {number for one in kept for number, _ in one.counted & _all(given, "counted")}
        numbers = (Counter(_each(given, "numbers")) - Counter(_each(kept, "numbers"))).keys() - said
        states = Counter(_each(given, "states")) - Counter(_each(kept, "states"))
        return (
            *((NUMBER, number) for number in sorted(numbers)),
            *((STATE, code) for code in sorted(states)),
        )

    def checked(self, edited: str, support: str) -> tuple[Checked, ...]:
        """Each number and State of edited words, and whether the words generated hold it."""
        _, nouns = self.reader.support(support)
        return _checked(self.reader.sentences(edited, nouns), self.alarms(edited, support))

    def checked_of_own(self, own: str, paper: str) -> tuple[Checked, ...]:
        """Each number and State of a paragraph of the editors' own, and whether it stands in the
        paper as generated.
        """
        _, nouns = self.reader.support(paper)
        return _checked([self.reader.facts(own, nouns)], self.alarms_of_own(own, paper))

    def alarms_of_own(self, own: str, paper: str) -> list[tuple[str, str]]:
        """The facts of a paragraph of the editors' own that stand nowhere in the paper as
        generated.
        """
        _, nouns = self.reader.support(paper)
        return unsupported(
            [self.reader.facts(own, nouns)], [self.reader.facts(paper)], self.reader.months
        )


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


def turned_round(edited: list[Facts], generated: list[Facts]) -> Iterator[tuple[str, str]]:
    """Facts of edited sentences in the place of another, wherever else they occur, and negations
    that came or went: kind and fact.

    A sentence is held against the one generated that it says again; one that says none of them
    again may hold no negation that none of them holds.
    """
    for sentence in edited:
        near = _nearest(sentence, generated)
        stood: dict[int, set[SentencePart]] = defaultdict(set)
        for other in near:
            for at, token in _in_place(sentence, other):
                stood[at].add(token)
        for at, tokens in stood.items():
            yield from _other_than(sentence.tokens[at], tokens)
        yield from ((NEGATION, word) for word in _turned(sentence, near, generated))


def _turned(sentence: Facts, near: list[Facts], generated: list[Facts]) -> list[str]:
    """The negations that came into a sentence or went from it."""
    now = Counter(sentence.negations)
    if not near:
        return sorted(now.keys() - set(_each(generated, "negations")))
    before = [Counter(other.negations) for other in near]
    changed = (sorted(((now - was) + (was - now)).elements()) for was in before)
    return min(changed, key=len)


def _in_place(sentence: Facts, other: Facts) -> Iterator[tuple[int, SentencePart]]:
    """Numbers and lists of the sentence, by position, with what stands in the same place of the
    other: between the same words.
    """
    one, two = sentence.tokens, other.tokens
    places = [token.place for token in one], [token.place for token in two]
    for block in SequenceMatcher(None, *places, autojunk=False).get_matching_blocks():
        same = range(block.size)
        n_words = sum(one[block.a + at].kind == WORD for at in same)
        if n_words < _BESIDE:
            continue
        for at in same:
            if one[block.a + at].kind != WORD:
                yield block.a + at, two[block.b + at]


def _other_than(token: SentencePart, stood: set[SentencePart]) -> Iterator[tuple[str, str]]:
    """What of a token stands in the place of another."""
    if token in stood:
        return
    if token.kind == NUMBER:
        yield NUMBER, token.what
    known = {code for other in stood for code in other.states}
    yield from ((STATE, code) for code in sorted(token.states - known))


def _miscounted_lists(edited: list[Facts], generated: list[Facts]) -> Iterator[tuple[str, str]]:
    """Numbers before a bracket of names that holds more or fewer of them."""
    known = {one for other in generated for one in other.lists}
    for sentence in edited:
        for number, n_names in sorted(sentence.lists):
            if number != str(n_names) and (number, n_names) not in known:
                yield LIST, number


def _checked(edited: list[Facts], wrong: Container[tuple[str, str]]) -> tuple[Checked, ...]:
    """Each number and State of edited sentences, once; one that any of them has without support has
    none.
    """
    numbers = dict.fromkeys(("number", n) for sentence in edited for n in sentence.numbers)
    states = dict.fromkeys(("state", code) for sentence in edited for code in sentence.states)
    return tuple(Checked(*fact, fact not in wrong) for fact in (*numbers, *states))


def _all(sentences: list[Facts], what: str) -> set[tuple[str, str]]:
    return {pair for sentence in sentences for pair in getattr(sentence, what)}


def _each(sentences: list[Facts], what: str) -> list[str]:
    return [fact for one in sentences for fact in getattr(one, what)]


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
    if known:  # where no generated sentence tells parts of a whole, nothing says how many there are
        yield from (number for number, whole in sorted(sentence.parts - known))
    quantities = {word for other in generated for word in other.quantities}
    yield from sorted(sentence.quantities - quantities)


def _near(sentence: Facts, generated: list[Facts]) -> list[Facts]:
    """The generated sentences it says again: most of the words of one are words of the other; else
    all of them.
    """
    return _said_again(sentence, generated) or generated


def _nearest(sentence: Facts, generated: list[Facts]) -> list[Facts]:
    """Of the generated sentences that it says again, the one most like it; several where they are
    equally like it.
    """
    near = _said_again(sentence, generated)
    likeness = [len(sentence.words & one.words) / len(sentence.words | one.words) for one in near]
    return [one for one, alike in zip(near, likeness, strict=True) if alike == max(likeness)]


def _said_again(sentence: Facts, generated: list[Facts]) -> list[Facts]:
    """The generated sentences that share most of their words with it."""
    return [other for other in generated if _overlap(sentence.words, other.words) >= _NEAR]


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
