"""Strict grammars: what a cell of each kind may say, and the value it gives.

In: the text of a cell. Out: a value, or the code of a finding. A text that could be read in two ways is not read.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from pipeline.language import clean_text, has_mixed_letters
from pipeline.model.dates import Dated, Precision
from pipeline.model.tables import Column, Kind
from pipeline.normalise.names import Gazetteer

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = "|".join(MONTHS)
_Y = "(?:19|20)[0-9]{2}"
_ISO = re.compile(rf"({_Y})-([0-9]{{2}})-([0-9]{{2}})(?:[ t]00:00:00)?")
_ISO_MONTH = re.compile(rf"({_Y})-([0-9]{{2}})")
_QUARTER = re.compile(rf"(?:(?P<y1>{_Y})[- ]?q(?P<q1>[1-4])|q(?P<q2>[1-4])[- ](?P<y2>{_Y}))")
_YEAR = re.compile(_Y)
_DAY_MONTH = re.compile(rf"(?:([0-9]{{1,2}}) )?({_MONTH}) ({_Y})")
_AMOUNT = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,6})?")
_NUMBER = re.compile(r"[0-9]{1,9}")
_ID_LENGTH, _TEXT_LENGTH, _LONG_LENGTH = 80, 300, 2_000


class Fault(NamedTuple):
    """The code of what is wrong with a cell, what its message wants, and a hint for internal files."""

    code: str
    names: dict[str, str] = {}
    hint: str = ""


class Lists(NamedTuple):
    """The closed lists a cell may be checked against; `words` by role: the key of a word and its value."""

    names: Gazetteer
    currencies: frozenset[str]
    words: Mapping[str, Mapping[str, str]] = MappingProxyType({})


Value = str | int | Decimal | Dated | tuple[str, ...] | None


def read_date(text: str) -> Dated | None:
    """The date a text gives, with its precision; None where it is no date of the grammar, from 1900 to 2099.

    >>> read_date("2025-Q2").last
    datetime.date(2025, 6, 30)
    """
    low = text.casefold()
    try:
        return _day_or_month(low) or _quarter_or_year(low)
    except ValueError:  # the 31st of June
        return None


def _day_or_month(low: str) -> Dated | None:
    if found := _ISO.fullmatch(low):
        return Dated(first=date(*map(int, found.groups())))
    if found := _ISO_MONTH.fullmatch(low):
        return Dated(first=date(int(found[1]), int(found[2]), 1), precision=Precision.MONTH)
    if found := _DAY_MONTH.fullmatch(low):
        first = date(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1] or 1))
        return Dated(first=first, precision=Precision.DAY if found[1] else Precision.MONTH)
    return None


def _quarter_or_year(low: str) -> Dated | None:
    if found := _QUARTER.fullmatch(low):
        year, quarter = int(found["y1"] or found["y2"]), int(found["q1"] or found["q2"])
        return Dated(first=date(year, quarter * 3 - 2, 1), precision=Precision.QUARTER)
    if _YEAR.fullmatch(low):
        return Dated(first=date(int(low), 1, 1), precision=Precision.YEAR)
    return None


def _date(text: str, column: Column, lists: Lists) -> Value | Fault:
    return read_date(text) or Fault("bad-date")


def _number(text: str, column: Column, lists: Lists) -> Value | Fault:
    return int(text) if _NUMBER.fullmatch(text) else Fault("bad-number")


def _version(text: str, column: Column, lists: Lists) -> Value | Fault:
    return int(text) if _NUMBER.fullmatch(text) and int(text) else Fault("bad-version")


def _year(text: str, column: Column, lists: Lists) -> Value | Fault:
    return int(text) if _YEAR.fullmatch(text) else Fault("bad-year")


def _amount(text: str, column: Column, lists: Lists) -> Value | Fault:
    return Decimal(text) if _AMOUNT.fullmatch(text) else Fault("bad-amount")


def _currency(text: str, column: Column, lists: Lists) -> Value | Fault:
    return text if text in lists.currencies else Fault("bad-currency")


def _word(text: str) -> str:
    return "_".join(text.casefold().replace("-", " ").replace("_", " ").split())


def _closed(text: str, column: Column) -> str | Fault:
    word = _word(text)
    if not column.values:
        return word
    for value in column.values:
        if _word(value) == word:
            return value
    return Fault("bad-choice", {"values": ", ".join(column.values)})


def _choice(text: str, column: Column, lists: Lists) -> Value | Fault:
    return _closed(text, column)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _choices(text: str, column: Column, lists: Lists) -> Value | Fault:
    words = [_closed(part, column) for part in _parts(text)]
    faults = [word for word in words if isinstance(word, Fault)]
    return faults[0] if faults else tuple(dict.fromkeys(str(word) for word in words))


def _actor(text: str, column: Column, lists: Lists) -> str | Fault:
    if has_mixed_letters(text):
        return Fault("look-alike-letters")
    code = lists.names.code(text)
    if code is None:
        return Fault("unknown-name", hint=lists.names.nearest(text))
    return Fault("not-a-state") if code in lists.names.areas else code


def _one_actor(text: str, column: Column, lists: Lists) -> Value | Fault:
    return _actor(text, column, lists)


def _actors(text: str, column: Column, lists: Lists) -> Value | Fault:
    codes = [_actor(part, column, lists) for part in _parts(text)]
    faults = [code for code in codes if isinstance(code, Fault)]
    return faults[0] if faults else tuple(dict.fromkeys(str(code) for code in codes))


def _state(text: str, column: Column, lists: Lists) -> Value | Fault:
    code = _actor(text, column, lists)
    if isinstance(code, Fault) or code in lists.names.states:
        return code
    return Fault("not-a-state")


def _limited(limit: int) -> "Grammar":
    def read(text: str, column: Column, lists: Lists) -> Value | Fault:
        return text if len(text) <= limit else Fault("text-too-long", {"limit": str(limit)})

    return read


Grammar = Callable[[str, Column, Lists], Value | Fault]
GRAMMARS: dict[Kind, Grammar] = {
    Kind.ID: _limited(_ID_LENGTH),
    Kind.TEXT: _limited(_TEXT_LENGTH),
    Kind.LONG_TEXT: _limited(_LONG_LENGTH),
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.STATE: _state,
    Kind.ACTOR: _one_actor,
    Kind.ACTORS: _actors,
    Kind.AMOUNT: _amount,
    Kind.CURRENCY: _currency,
    Kind.NUMBER: _number,
    Kind.YEAR: _year,
    Kind.VERSION: _version,
}
EMPTY: dict[Kind, Value] = {Kind.CHOICES: (), Kind.ACTORS: ()}
for _kind in (Kind.ID, Kind.TEXT, Kind.LONG_TEXT, Kind.CHOICE, Kind.STATE, Kind.ACTOR, Kind.CURRENCY):
    EMPTY[_kind] = ""


def read(text: str, column: Column, lists: Lists) -> Value | Fault:
    """The value of a cell's text by the grammar of its column; the empty value of the kind for no text."""
    cleaned = clean_text(text)
    if not cleaned:
        return EMPTY.get(column.kind)
    return GRAMMARS[column.kind](cleaned, column, lists)
