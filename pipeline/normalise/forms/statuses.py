"""Changed, unchanged since a year, or not applicable: what the boxes and words beside a form's
title say.

In: the texts beside a title, in order. Out: a status, or `unclear` where marks are lost, doubled or
stand where they could belong to either neighbour. It never takes an option that is printed for one
that was chosen.
"""

import re
from typing import NamedTuple

from pipeline.model.forms import FormLabels
from pipeline.normalise.forms.vocabulary import label_key
from pipeline.ooxml.inline import CHECKED, UNCHECKED

UNCLEAR = "unclear"
_SIGNS = re.compile(
    rf"(?P<on>[{CHECKED}☑✓✔✗✘■●◼⬛\uf0fe\uf0fd\uf0fc]|\[ ?[xX✓] ?\]|\( ?[xX✓]"
    r" ?\)|(?<!\w)[xX](?!\w))"
    rf"|(?P<off>[{UNCHECKED}□○◻⬜\uf0a8\uf06f]|\[ *\]|\( *\))"
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


class Status(NamedTuple):
    """What became of a form: a status of the list, `unclear`, or nothing; and the year beside
    `unchanged`.
    """

    status: str = ""
    since: int | None = None


class Token(NamedTuple):
    """A piece of what stands beside a title: on, off or sign (of a box), status or year, with its
    value.
    """

    kind: str
    value: str = ""


def tokens(text: str, labels: FormLabels) -> list[Token] | None:
    """Signs, statuses and years of a text that holds nothing else; None where it holds other
    words.
    """
    found: list[Token] = []
    at = 0
    for sign in _SIGNS.finditer(text):
        words = _words(text[at : sign.start()], labels)
        if words is None:
            return None
        found += words
        found.append(Token("on" if sign["on"] else "off"))
        at = sign.end()
    words = _words(text[at:], labels)
    return None if words is None else found + words


def _words(text: str, labels: FormLabels) -> list[Token] | None:
    """Statuses and years in a text without signs, longest phrases first; None where a word is left
    over.
    """
    parts = label_key(text).split()
    found: list[Token] = []
    at = 0
    while at < len(parts):
        length, token = _longest(parts, at, labels)
        if not length:
            return None
        if token:
            found.append(token)
        at += length
    return found


_LONGEST = 6
_YEAR_OR_BLANK = re.compile(r"(?:19|20)[0-9]{2}|yyyy")


def _longest(parts: list[str], at: int, labels: FormLabels) -> tuple[int, Token | None]:
    for length in range(min(_LONGEST, len(parts) - at), 0, -1):
        phrase = " ".join(parts[at : at + length])
        if phrase in labels.statuses:
            return length, Token("status", labels.statuses[phrase].meaning)
        if phrase in labels.status_fillers:
            return length, None
        if length == 1 and _YEAR.fullmatch(phrase):
            return 1, Token("year", phrase)
    return _joined(parts[at], labels)


def _joined(part: str, labels: FormLabels) -> tuple[int, Token | None]:
    """A word that runs together what other languages part: a status, an aside and a year of
    Chinese.
    """
    for phrase, meaning in labels.statuses.items():
        rest = part.removeprefix(phrase)
        if rest != part and all(
            piece in labels.status_fillers or not piece for piece in _YEAR_OR_BLANK.split(rest)
        ):
            year = _YEAR.search(rest)
            return (1, Token("status", f"{meaning.meaning} {year[0]}" if year else meaning.meaning))
    year = _YEAR.search(part)
    if _YEAR_OR_BLANK.search(part) and all(
        piece in labels.status_fillers or not piece for piece in _YEAR_OR_BLANK.split(part)
    ):
        return 1, Token("year", year[0]) if year else None
    if len(part) == 1:
        return 1, Token(
            "sign"
        )  # what extraction made of a box: no word, and no mark that could be trusted
    return 0, None


def has_status(found: list[Token] | None) -> bool:
    """Whether there is a status among the tokens."""
    return bool(found) and any(token.kind == "status" for token in found or ())


def status_of(found: list[Token]) -> Status:
    """The one status that is chosen. `unclear` where none is, or more than one, or a mark has two
    neighbours.
    """
    signs = [token for token in found if token.kind in {"on", "off", "status"}]
    names = [token.value.split()[0] for token in signs if token.kind == "status"]
    if not names:
        return Status()
    if any(token.kind == "sign" for token in found):
        return Status(UNCLEAR)
    chosen = _chosen(signs)
    if len(names) == 1 and chosen is None and not any(token.kind == "off" for token in signs):
        chosen = 0  # one word alone is what the State wrote
    if chosen is None:
        return Status(UNCLEAR)
    return Status(names[chosen], _since(found, chosen) if names[chosen] == "unchanged" else None)


def _chosen(signs: list[Token]) -> int | None:
    """The number of the status that is marked, among the statuses; None where that is not
    certain.
    """
    kinds = [
        "s" if token.kind == "status" else "x" if token.kind == "on" else "o" for token in signs
    ]
    shape = "".join(kinds)
    if shape.count("x") != 1:
        return None
    if re.fullmatch(r"(?:[xo]s)+", shape):
        return shape.index("x") // 2
    if re.fullmatch(r"(?:s[xo])+", shape):
        return shape.index("x") // 2
    # only the mark that was made is there: certain where it stands at an end
    if re.fullmatch(r"xs+", shape):
        return 0
    if re.fullmatch(r"s+x", shape):
        return shape.count("s") - 1
    return None


def _since(found: list[Token], chosen: int) -> int | None:
    """The one year written between the chosen status and the next one; None for none, or two that
    differ.
    """
    number, years = -1, set()
    for token in found:
        if token.kind == "status":
            number += 1
            years |= {int(word) for word in token.value.split()[1:] if number == chosen}
        elif token.kind == "year" and number == chosen:
            years.add(int(token.value))
    return years.pop() if len(years) == 1 else None
