"""What differs between a text as printed and as it should read, said by sentences and by words.

In: two texts. Out: corrections, each at a sentence: for words read others, after words insert some,
a sentence that should read otherwise, comes or goes. It knows no paper.
"""

import difflib
import re
from collections.abc import Container, Iterator
from typing import NamedTuple

from pipeline.refresh.compared_text import tokens

_STOP = re.compile(r"[.!?][\"”’)\]]*\s+(?=[\[\"“‘(A-ZÀ-Þ0-9])")
# Whole words and numbers alone: no part of "twenty-one", "d'Epsilon" or "1,234".
_WHOLE = r"(?<![\w'’-])(?<!\d[.,]){}(?![\w'’-]|[.,]\d)"
_MOST = 3
_SHORT = 4
_ALIKE = 0.6
_CONTEXT = 2
READ, AFTER, BEFORE, WORDS = "read", "after_words", "before_words", "words"
WHOLE, GONE, NEW = "whole", "gone", "new"


class Correction(NamedTuple):
    """A correction: its kind, its sentence from nought (None: the only one), words as printed, new
    words.
    """

    kind: str
    sentence: int | None
    before: str
    now: str


class Stretch(NamedTuple):
    """Tokens of one text that stand in the place of tokens of another."""

    start: int
    stop: int
    new_start: int
    new_stop: int

    @property
    def is_added(self) -> bool:
        """Whether nothing of the first text goes."""
        return self.start == self.stop


def sentences(text: str, short: Container[str] = ()) -> list[str]:
    """The sentences of a text; a point behind one of the `short` words ends none.

    >>> sentences("See No. 5. Ten did.", ("No",))
    ['See No. 5.', 'Ten did.']
    """
    found, start = [], 0
    for stop in _STOP.finditer(text):
        word = re.split(r"[\s(\[]", text[: stop.start()])[-1]
        if text[stop.start()] != "." or word not in short:
            found.append(text[start : stop.end()].strip())
            start = stop.end()
    return [*found, text[start:].strip()] if text[start:].strip() else found


def corrections(stands: str, reads: str, short: Container[str] = ()) -> Iterator[Correction]:
    """What makes `reads` of a text that was printed as it was generated."""
    old, new = sentences(stands, short), sentences(reads, short)
    for kind, start, stop, new_start, new_stop in difflib.SequenceMatcher(
        None, old, new, False
    ).get_opcodes():
        n_pairs = min(stop - start, new_stop - new_start) if kind != "equal" else 0
        for n in range(n_pairs):
            yield from _of_sentence(old, start + n, new[new_start + n])
        for n in range(start + n_pairs, stop) if kind != "equal" else ():
            yield Correction(GONE, _number(old, n), old[n], "")
        added = " ".join(new[new_start + n_pairs : new_stop]) if kind != "equal" else ""
        if added:
            yield Correction(NEW, stop - 1 if len(old) > 1 else None, "", added)


def _number(old: list[str], n: int) -> int | None:
    return n if len(old) > 1 else None


def _of_sentence(old: list[str], n: int, reads: str) -> Iterator[Correction]:
    """The words of one sentence; the whole of it where too much of it is new."""
    said = by_words(old[n], old[n], reads)
    is_alike = (
        difflib.SequenceMatcher(None, tokens(old[n]), tokens(reads), autojunk=False).ratio()
        >= _ALIKE
    )
    if said and is_alike and len(said) <= _MOST:
        yield from (one._replace(sentence=_number(old, n)) for one in said)
    else:
        kind = READ if len(old[n].split()) <= _SHORT else WHOLE
        yield Correction(kind, _number(old, n), old[n], reads)


def by_words(was: str, stands: str, reads: str) -> list[Correction]:
    """The words of `stands` that must read otherwise, each with as many around it as tell it from
    others.

    Nothing where words that changed since they were generated do not stand there once: an editor
    wrote others.
    """
    old, new = tokens(was), tokens(reads)
    found = [_widened(stands, old, new, stretch) for stretch in _stretches(old, new)]
    return [one for one in found if one is not None] if None not in found else []


def _stretches(old: list[str], new: list[str]) -> list[Stretch]:
    """Where two texts differ; stretches with no word between them are one."""
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


def _widened(stands: str, old: list[str], new: list[str], at: Stretch) -> Correction | None:
    """The stretch, with words of both texts before and behind it until it stands once in the text
    as printed.
    """
    if at.is_added:
        return _added(stands, old, new, at)
    while True:
        before, now = (
            "".join(old[at.start : at.stop]).strip(),
            "".join(new[at.new_start : at.new_stop]).strip(),
        )
        if _stands_once(before, stands):
            return Correction(READ if now else WORDS, None, before, now)
        if at.start > 0 and at.new_start > 0:
            at = at._replace(start=at.start - 1, new_start=at.new_start - 1)
        elif at.stop < len(old) and at.new_stop < len(new):
            at = at._replace(stop=at.stop + 1, new_stop=at.new_stop + 1)
        else:
            return None


def _added(stands: str, old: list[str], new: list[str], at: Stretch) -> Correction | None:
    """Words put in: behind words that stand once, else before such."""
    now = "".join(new[at.new_start : at.new_stop]).strip()
    for kind, contexts in (
        (AFTER, ("".join(old[n : at.start]) for n in range(at.start - 1, -1, -1))),
        (BEFORE, ("".join(old[at.start : n]) for n in range(at.start + 1, len(old) + 1))),
    ):
        for context in contexts:
            if len(context.split()) >= _CONTEXT and _stands_once(context.strip(), stands):
                return Correction(kind, None, context.strip(), now)
    return None


def _stands_once(words: str, text: str) -> bool:
    return bool(words) and len(re.findall(_WHOLE.format(re.escape(words)), text)) == 1
