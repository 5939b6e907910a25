"""Dates in one cell: a day, month, quarter or year, in figures or in words.

In: text and the words of the reference folder. Out: Dated. A text with two readings is not read; no
day, month or year is made up.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from pipeline.language import name_key
from pipeline.model.dates import Dated, Precision
from pipeline.normalise.numeric_dates import numeric_date
from pipeline.normalise.reading import Words

_Y = "(?:19|20)[0-9]{2}"
_TIME = (
    r"(?:[ t][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:"
    r" ?(?:z|utc|[+-][0-9]{2}:?[0-9]{2}))?)?"
)
_ISO = re.compile(rf"({_Y})([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}}){_TIME}")
_YEAR_MONTH = re.compile(rf"({_Y})-([0-9]{{2}})")
_MONTH_YEAR = re.compile(rf"([0-9]{{1,2}})[/.-]({_Y})")
_QUARTER = re.compile(rf"({_Y})[- ]?q([1-4])|q([1-4])[- ]({_Y})")
_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+|\S")
_YEAR = re.compile(_Y)
_DAY = re.compile("[0-9]{1,2}")
_SHORT_YEAR = re.compile("[0-9]{2}")
_OPEN_SPAN = re.compile(r"\A\s*[–—-]|[–—-]\s*\Z")
_SEPARATORS = frozenset(".,/-–")
_SHAPES = frozenset({"y", "m", "d", "my", "dm", "md", "dmy", "mdy", "ymd", "dy"})
_LONGEST = 5


class Parts(NamedTuple):
    """What a text says of a date, as far as it goes."""

    year: int | None = None
    quarter: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def dated(self) -> Dated | None:
        """The date, where the parts are enough for one. ValueError for a day that no month has."""
        if self.year is None:
            return None
        if self.quarter:
            return Dated(
                first=date(self.year, self.quarter * 3 - 2, 1), precision=Precision.QUARTER
            )
        if self.month:
            precision = Precision.DAY if self.day else Precision.MONTH
            return Dated(first=date(self.year, self.month, self.day or 1), precision=precision)
        return None if self.day else Dated(first=date(self.year, 1, 1), precision=Precision.YEAR)


def tokens(text: str) -> list[str]:
    """The words, numbers and marks of a text."""
    return _TOKEN.findall(name_key(text))


@lru_cache(maxsize=256)
def _phrase(word: str, fillers: frozenset[str], ordinals: frozenset[str]) -> tuple[str, ...]:
    return tuple(_telling(tokens(word), fillers, ordinals))


def _telling(found: list[str], fillers: frozenset[str], ordinals: frozenset[str]) -> list[str]:
    """The tokens that say something: no fillers, no marks, no ordinal endings behind a number."""
    kept: list[str] = []
    for before, token in zip(["", *found], found, strict=False):
        is_ending = token in ordinals and before.isdecimal()
        if token not in fillers and token not in _SEPARATORS and not is_ending:
            kept.append(token)
    return kept


def parts(text: str, words: Words) -> Parts | None:
    """What a text says of one date; nothing where it says anything else. ValueError for a day that
    does not exist.
    """
    low = name_key(text)
    return _in_figures(low) or _in_words(low, words)


def _in_figures(low: str) -> Parts | None:
    if found := _ISO.fullmatch(low):
        return Parts(int(found[1]), month=int(found[3]), day=int(found[4]))
    if found := _YEAR_MONTH.fullmatch(low):
        return Parts(int(found[1]), month=int(found[2]))
    if found := _MONTH_YEAR.fullmatch(low):
        return Parts(int(found[2]), month=int(found[1]))
    if found := _QUARTER.fullmatch(low):
        return Parts(int(found[1] or found[4]), quarter=int(found[2] or found[3]))
    numeric = numeric_date(low)
    if numeric and len(numeric.days) == 1:
        day = numeric.days[0]
        return Parts(day.year, month=day.month, day=day.day)
    return None


def _in_words(low: str, words: Words) -> Parts | None:
    fillers, ordinals = frozenset(words.get("filler", {})), frozenset(words.get("ordinal", {}))
    told = _telling(tokens(low), fillers, ordinals)
    if not 0 < len(told) <= _LONGEST:
        return None
    return _plain(told, words.get("month", {})) or _quarter(
        told, words.get("quarter", {}), fillers, ordinals
    )


def _plain(told: list[str], months: Mapping[str, str]) -> Parts | None:
    """Day, month and year in either order of day and month, each at most once, the year last or
    first.
    """
    shape = "".join(_shape(token, months) for token in told)
    if shape not in _SHAPES:
        return None
    by_kind = dict(zip(shape, told, strict=True))
    return Parts(
        year=int(by_kind["y"]) if "y" in by_kind else None,
        month=int(months[by_kind["m"]]) if "m" in by_kind else None,
        day=int(by_kind["d"]) if "d" in by_kind else None,
    )


def _shape(token: str, months: Mapping[str, str]) -> str:
    if token in months:
        return "m"
    if _YEAR.fullmatch(token):
        return "y"
    return "d" if _DAY.fullmatch(token) and int(token) else "?"


def _quarter(
    told: list[str], quarters: Mapping[str, str], fillers: frozenset[str], ordinals: frozenset[str]
) -> Parts | None:
    years = [token for token in (told[0], told[-1]) if _YEAR.fullmatch(token)]
    for rest, year in ((told, None), (told[:-1], told[-1]), (told[1:], told[0])):
        if (year is None and years) or (year is not None and year not in years):
            continue
        for word, number in quarters.items():
            if tuple(rest) == _phrase(word, fillers, ordinals):
                return Parts(int(year) if year else None, quarter=int(number))
    return None


def read_date(text: str, words: Words | None = None) -> Dated | None:
    """The date a text gives, with its precision; None where it is no date of the grammar, from 1900
    to 2099.

    Behind or before a dash ("2024 –", "– 2024") it is one end of a span of which the other is not
    said, and no date.

    >>> read_date("2025-Q2").last
    datetime.date(2025, 6, 30)
    """
    if _OPEN_SPAN.search(text):
        return None
    try:
        said = parts(text, words or {})
        return said.dated if said else None
    except ValueError:  # the 31st of June
        return None


def lacks_century(text: str, words: Words) -> bool:
    """Whether a text is a date in words whose year has two figures."""
    fillers, ordinals = frozenset(words.get("filler", {})), frozenset(words.get("ordinal", {}))
    told = _telling(tokens(text), fillers, ordinals)
    months = words.get("month", {})
    shape = "".join(_shape(token, months) for token in told)
    return shape in {"dmd", "md", "mdd"} and _SHORT_YEAR.fullmatch(told[-1]) is not None
