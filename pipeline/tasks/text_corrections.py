"""Corrections that turn one text into another: by words, by sentences, or as a whole.

In: a text as generated, as printed and as it should read. Out: corrections, each of words that
occur once in the text as printed, so that a reader can find them. It knows no documents.
"""

import difflib
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.refresh.compared_text import tokens

_STOP = re.compile(r"[.!?][\"”’)\]]*\s+(?=[\[\"“‘(A-ZÀ-Þ0-9])")
# Only whole words and numbers: no part of "twenty-one", "d'Epsilon" or "1,234".
_WHOLE = r"(?<![\w'’-])(?<!\d[.,]){}(?![\w'’-]|[.,]\d)"
_MOST = 3  # more corrections of single words are harder to follow than the whole sentence
_SHORT = 4  # words: so short a sentence is quoted as it was, and then as it should read
_ALIKE = 0.6
_CONTEXT = 2
READ, AFTER, BEFORE, WORDS = "read", "after_words", "before_words", "words"
WHOLE, GONE, NEW = "whole", "gone", "new"


class TextCorrection(NamedTuple):
    """A correction of one text: its kind, the words as printed and those to be read instead.

    `sentence` counts from 0; None if the text is a single sentence, -1 before the first.
    """

    kind: str
    sentence: int | None
    before: str
    now: str


class Stretch(NamedTuple):
    """Tokens of one text and the tokens of another that replace them, as half-open ranges."""

    start: int
    stop: int
    new_start: int
    new_stop: int

    @property
    def is_added(self) -> bool:
        """Whether tokens are only added."""
        return self.start == self.stop


def sentences(text: str, short: Iterable[str] = ()) -> list[str]:
    """The sentences of a text; a full stop after one of the abbreviations in `short` ends none.

    >>> sentences("See No. 5. Ten did.", ("No",))
    ['See No. 5.', 'Ten did.']
    """
    found, start = [], 0
    abbreviations = {f"{word}." for word in short}
    for stop in _STOP.finditer(text):
        last_word = re.split(r"[\s(\[]", text[: stop.start() + 1])[-1]
        if last_word not in abbreviations:
            found.append(text[start : stop.end()].strip())
            start = stop.end()
    if rest := text[start:].strip():
        found.append(rest)
    return found


def corrections(stands: str, reads: str, short: Iterable[str] = ()) -> Iterator[TextCorrection]:
    """The corrections that turn `stands`, printed as it was generated, into `reads`."""
    old, new = sentences(stands, short), sentences(reads, short)
    for kind, start, stop, new_start, new_stop in difflib.SequenceMatcher(
        None, old, new, False
    ).get_opcodes():
        if kind == "equal":
            continue
        n_pairs = min(stop - start, new_stop - new_start)
        for n in range(n_pairs):
            yield from _of_sentence(old, start + n, new[new_start + n])
        for n in range(start + n_pairs, stop):
            yield TextCorrection(GONE, _number(old, n), old[n], "")
        added = " ".join(new[new_start + n_pairs : new_stop])
        if added:
            yield TextCorrection(NEW, _number(old, stop - 1), "", added)


def _number(old: list[str], n: int) -> int | None:
    """The number of a sentence; None for an only one, which nobody calls the first."""
    if len(old) > 1:
        return n
    return None


def _of_sentence(old: list[str], n: int, reads: str) -> Iterator[TextCorrection]:
    """Corrections of single words of a sentence, or of the whole sentence if most of it is new."""
    said = by_words(old[n], old[n], reads)
    matcher = difflib.SequenceMatcher(None, tokens(old[n]), tokens(reads), autojunk=False)
    if 0 < len(said) <= _MOST and matcher.ratio() >= _ALIKE:
        yield from (one._replace(sentence=_number(old, n)) for one in said)
    else:
        kind = READ if len(old[n].split()) <= _SHORT else WHOLE
        yield TextCorrection(kind, _number(old, n), old[n], reads)


def by_words(was: str, stands: str, reads: str) -> list[TextCorrection]:
    """The words of `stands` to be corrected, each with as many words around it as make it unique.

    `was` is the text as generated. Empty if one of the words that changed does not occur exactly
    once in `stands`: an editor rewrote it, and a correction could hit the wrong word.
    """
    old, new = tokens(was), tokens(reads)
    widened = [_widened(stands, old, new, stretch) for stretch in _stretches(old, new)]
    found = [one for one in widened if one is not None]
    if len(found) < len(widened):
        return []
    return found


def _stretches(old: list[str], new: list[str]) -> list[Stretch]:
    """Where two texts differ; stretches with no word between them are joined, since the reader of a
    corrigendum looks for words.
    """
    found: list[Stretch] = []
    for kind, *at in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        stretch = Stretch(*at)
        if found and not any(token.isalnum() for token in old[found[-1].stop : stretch.start]):
            before = found.pop()
            stretch = stretch._replace(start=before.start, new_start=before.new_start)
        found.append(stretch)
    return found


def _widened(stands: str, old: list[str], new: list[str], at: Stretch) -> TextCorrection | None:
    """The correction of a stretch, with words before and after it until it occurs once in the text
    as printed; None if it never does.
    """
    if at.is_added:
        return _added(stands, old, new, at)
    while True:
        before = "".join(old[at.start : at.stop]).strip()
        now = "".join(new[at.new_start : at.new_stop]).strip()
        if _stands_once(before, stands):
            return TextCorrection(READ if now else WORDS, None, before, now)
        if min(at.start, at.new_start) > 0:
            at = at._replace(start=at.start - 1, new_start=at.new_start - 1)
        elif min(len(old) - at.stop, len(new) - at.new_stop) > 0:
            at = at._replace(stop=at.stop + 1, new_stop=at.new_stop + 1)
        else:
            return None


def _added(stands: str, old: list[str], new: list[str], at: Stretch) -> TextCorrection | None:
    """The correction that inserts words: after words that occur once, else before such words."""
    now = "".join(new[at.new_start : at.new_stop]).strip()
    for kind, contexts in (
        (AFTER, ("".join(old[n : at.start]) for n in range(at.start - 1, -1, -1))),
        (BEFORE, ("".join(old[at.start : n]) for n in range(at.start + 1, len(old) + 1))),
    ):
        # A single word may be unique and still be no place that a reader finds at a glance.
        long_enough = (text.strip() for text in contexts if len(text.split()) >= _CONTEXT)
        context = next((words for words in long_enough if _stands_once(words, stands)), "")
        if context:
            return TextCorrection(kind, None, context, now)
    return None


def _stands_once(words: str, text: str) -> bool:
    if not words:
        return False
    return len(re.findall(_WHOLE.format(re.escape(words)), text)) == 1
