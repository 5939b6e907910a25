"""Numbers as people write them: which marks separate thousands and which mark precedes decimals.

In: text. Out: the numbers it may be, by the mark that precedes its decimals. A number with two
readings keeps both, and none is chosen here.
"""

import re
from decimal import Decimal
from typing import NamedTuple

POINT, COMMA = "point", "comma"
MARKS = {".": POINT, ",": COMMA}
_OTHER = {",": ".", ".": ","}
NUMBER = re.compile(
    # not part of a longer number: 1,23,456 is not 23,456 after something else
    r"(?<![0-9])(?<![0-9][.,])"
    r"(?:[0-9]{1,3}([ ',.])[0-9]{3}(?:\1[0-9]{3})*(?:(?!\1)[.,][0-9]+)?|[0-9]+(?:[.,][0-9]+)?)"
    r"(?![.,]?[0-9]|[.,][–—-])"
)
_NO_CENTS = re.compile(r"(?<=[0-9][.,])[–—-]{1,2}(?!\s?[0-9])")
_OPEN = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_INTEGERS, _DECIMALS = 15, 6


class Number(NamedTuple):
    """The values of a number by the mark before its decimals; one reading for most, two for some.

    `proof` is the mark that the number itself shows to precede decimals; empty if it shows none.
    """

    by_mark: dict[str, Decimal]
    proof: str = ""

    @property
    def values(self) -> tuple[Decimal, ...]:
        """The values it may have."""
        return tuple(self.by_mark.values())


def _decimal(whole: str, decimals: str) -> Decimal | None:
    digits = "".join(filter(str.isdecimal, whole))
    if len(digits) > _INTEGERS or len(decimals) > _DECIMALS:
        return None
    return Decimal(f"{digits}.{decimals}".rstrip("."))


def number(text: str) -> Number | None:
    """The number a text is, with its readings; nothing where it is none.

    >>> number("1.234,56").by_mark
    {'comma': Decimal('1234.56')}
    >>> sorted(number("1,500").by_mark)
    ['comma', 'point']
    """
    found = NUMBER.fullmatch(text)
    if found is None:
        return None
    whole, mark, decimals = _parted(text)
    other = _OTHER.get(mark, "")
    proof = ""
    if _OPEN.fullmatch(text):
        readings = {MARKS[mark]: _decimal(whole, decimals), MARKS[other]: _decimal(text, "")}
    elif text.count(mark) == 1:
        proof = MARKS[mark]
        readings = {proof: _decimal(whole, decimals)}
    else:
        proof = MARKS.get(other, "")
        readings = {proof: _decimal(text, "")}
    sound = {key: value for key, value in readings.items() if value is not None}
    if len(sound) < len(readings):
        return None
    return Number(sound, proof)


def _parted(text: str) -> tuple[str, str, str]:
    """What comes before and after the last point or comma, and that mark; no mark if there
    is none.
    """
    for at in range(len(text) - 1, -1, -1):
        if text[at] in MARKS:
            return text[:at], text[at], text[at + 1 :]
    return text, "", ""


def with_cents(text: str) -> str:
    """The text with the noughts for which a stroke stands behind the mark of decimals.

    >>> with_cents("5.000,– EUR")
    '5.000,00 EUR'
    """
    return _NO_CENTS.sub("00", text)


def _numbers(text: str) -> list[Number]:
    return [found for match in NUMBER.finditer(text) if (found := number(match[0]))]


def proofs(text: str) -> frozenset[str]:
    """The marks that the numbers of a text show to precede decimals."""
    return frozenset(found.proof for found in _numbers(text) if found.proof)


def is_open(text: str) -> bool:
    """Whether a text contains a number with two readings."""
    return any(len(found.by_mark) > 1 for found in _numbers(text))


def settled(text: str, mark: str) -> str:
    """The text with its ambiguous numbers rewritten by that decimal mark."""

    def plain(match: re.Match[str]) -> str:
        found = number(match[0])
        if found is None or len(found.by_mark) == 1:
            return match[0]
        return format(found.by_mark[mark].normalize(), "f")

    return NUMBER.sub(plain, text)
