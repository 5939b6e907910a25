"""Help in kind in the place of an amount: things and people with their number, without a price.

In: text and the words of the reference folder. Out: the kinds of help, or nothing where any part is
no such word.
"""

import re

from pipeline.language import clean_text
from pipeline.normalise.reading import Lists
from pipeline.normalise.vocabulary import meanings

_PART = re.compile(r"(?:([0-9]{1,6}) )?([^0-9]+)")
_BREAK = re.compile(r"[,;\r\n]")


def kinds_in(text: str, lists: Lists) -> tuple[str, ...]:
    """The kinds that a list of help in kind names: material, technical, in_kind."""
    pieces = [clean_text(piece) for piece in _BREAK.split(text)]
    parts = [part for piece in pieces if piece for part in _joined(piece, lists)]
    kinds = [_kind(part, lists) for part in parts]
    return tuple(dict.fromkeys(kinds)) if kinds and all(kinds) else ()


def _joined(piece: str, lists: Lists) -> list[str]:
    words = piece.split(" ")
    parts: list[list[str]] = [[]]
    for word in words:
        if meanings(lists.words, "list_joint", word):
            parts.append([])
        else:
            parts[-1].append(word)
    return [" ".join(part) for part in parts if part]


def _kind(part: str, lists: Lists) -> str:
    found = _PART.fullmatch(part)
    kinds = meanings(lists.words, "in_kind", found[2]) if found else ()
    return kinds[0] if len(kinds) == 1 else ""
