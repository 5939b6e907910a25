"""One grammar of dates: a day, month, quarter or year, in figures or in the words of any language.

In: text and the words of the reference folder. Out: Dated. A text with two readings is not read,
unless its form declares the order of day and month; no day, month or year is made up. Cells,
covers, tables of reports and work plans all read their dates here.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from pipeline.language import name_key
from pipeline.model.dates_and_money import Dated, Precision
from pipeline.normalise.reading import Words

DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
_Y = "(?:19|20)[0-9]{2}"
_TIME = (
    r"(?:[ t][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:"
    r" ?(?:z|utc|[+-][0-9]{2}:?[0-9]{2}))?)?"
)
_ISO = re.compile(rf"({_Y}) ?([-/.]) ?([0-9]{{1,2}}) ?\2 ?([0-9]{{1,2}}){_TIME}")
_YEAR_MONTH = re.compile(rf"({_Y})-([0-9]{{2}})")
_MONTH_YEAR = re.compile(rf"([0-9]{{1,2}})[/.-]({_Y})")
_DAY_MONTH = re.compile(r"([0-9]{1,2}) ?[/.-] ?([0-9]{1,2})\.?")
_NO_YEAR = re.compile(r"--([0-9]{2})-([0-9]{2})")
_QUARTER = re.compile(rf"({_Y})[- ]?q([1-4])|q([1-4])[- ]({_Y})")
_NUMERIC = re.compile(rf"(?<![0-9])([0-9]{{1,2}}) ?([./-]) ?([0-9]{{1,2}}) ?\2 ?({_Y})(?![0-9])")
_NUMERIC_SHORT = re.compile(r"[0-9]{1,2}([./-])[0-9]{1,2}\1[0-9]{2}")
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_EARLIEST, _LATEST = date(2000, 1, 1), date(2099, 12, 31)
# Chinese is written without spaces between words: each of its characters counts as a word here.
_TOKEN = re.compile(r"[0-9]+|[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+|\S")
_YEAR = re.compile(_Y)
_DAY = re.compile("[0-9]{1,2}")
_SHORT_YEAR = re.compile("[0-9]{2}")
_OPEN_SPAN = re.compile(r"\A\s*[–—-]|[–—-]\s*\Z")
_SEPARATORS = frozenset(".,/-–")
_SHAPES = frozenset({"y", "m", "d", "my", "ym", "dm", "md", "dmy", "mdy", "ymd", "dy"})
_SHORT_SHAPES = frozenset({"dmd", "md", "mdd"})
_LONGEST = 6
# The longest day in words: "7 th of April , of 2025".
_LONGEST_DAY = 9


class Parts(NamedTuple):
    """What a text says about a date, as far as it goes."""

    year: int | None = None
    quarter: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def dated(self) -> Dated | None:
        """The date, if the parts suffice for one. ValueError for a day that no month has."""
        if self.year is None:
            return None
        if self.quarter:
            return Dated(
                first=date(self.year, self.quarter * 3 - 2, 1), precision=Precision.QUARTER
            )
        if self.month and self.day:
            return Dated(first=date(self.year, self.month, self.day))
        if self.month:
            return Dated(first=date(self.year, self.month, 1), precision=Precision.MONTH)
        return None if self.day else Dated(first=date(self.year, 1, 1), precision=Precision.YEAR)


class NumericDate(NamedTuple):
    """Day, month and year in figures; the days it may be, by the order of its first two figures."""

    by_order: dict[str, date]

    @property
    def days(self) -> tuple[date, ...]:
        """The days it may be, without repeats."""
        return tuple(dict.fromkeys(self.by_order.values()))

    def day(self, order: str) -> date | None:
        """The day in a declared order; without one, the only day it can be."""
        if order:
            return self.by_order.get(order)
        return self.days[0] if len(self.days) == 1 else None


class FoundDay(NamedTuple):
    """A day and month within a longer text, its year if given, and where it begins."""

    start: int
    parts: Parts


def _days(found: re.Match[str]) -> NumericDate:
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    by_order = {}
    for order, day, month in ((DAY_FIRST, first, second), (MONTH_FIRST, second, first)):
        try:
            by_order[order] = date(year, month, day)
        except ValueError:  # there is no such day in that order
            continue
    return NumericDate(by_order)


def numeric_date(text: str) -> NumericDate | None:
    """The days that a text in figures may be; None for other texts.

    >>> numeric_date("03/04/2025").days
    (datetime.date(2025, 4, 3), datetime.date(2025, 3, 4))
    """
    found = _NUMERIC.fullmatch(text)
    return _days(found) if found else None


def proven_orders(text: str) -> frozenset[str]:
    """The orders that the dates of a text prove: those of dates that are a day in one order
    only.
    """
    found = [_days(match) for match in _NUMERIC.finditer(text)]
    return frozenset(
        next(iter(numeric.by_order)) for numeric in found if len(numeric.by_order) == 1
    )


def has_two_orders(text: str) -> bool:
    """Whether a text contains a date that is a different day in each order."""
    return any(len(_days(match).days) > 1 for match in _NUMERIC.finditer(text))


def in_order(text: str, order: str) -> str:
    """The text with its ambiguous dates in ISO form, read in that order."""

    def iso(found: re.Match[str]) -> str:
        numeric = _days(found)
        return numeric.by_order[order].isoformat() if len(numeric.days) > 1 else found[0]

    return _NUMERIC.sub(iso, text)


def serial_day(text: str, is_1904: bool) -> date | None:
    """The day of a spreadsheet's serial number, from 2000 to 2099; the time of day is dropped.

    >>> serial_day("45748", False)
    datetime.date(2025, 4, 1)
    """
    if not _SERIAL.fullmatch(text):
        return None
    epoch = _EPOCH_1904 if is_1904 else _EPOCH
    day = epoch + timedelta(days=int(Decimal(text)))
    return day if _EARLIEST <= day <= _LATEST else None


def tokens(key: str) -> list[re.Match[str]]:
    """The words, numbers and marks of a `name_key`, with their places."""
    return list(_TOKEN.finditer(key))


def _words_of(key: str) -> list[str]:
    return [token[0] for token in tokens(key)]


def _telling(found: Sequence[str], words: Words) -> list[str]:
    """The tokens that carry meaning: no fillers, no marks, no ordinal endings after a number."""
    fillers, ordinals = words.get("filler", {}), words.get("ordinal", {})
    telling: list[str] = []
    for before, token in zip(["", *found], found, strict=False):
        if token in fillers or token in _SEPARATORS:
            continue
        if token in ordinals and before.isdecimal():
            continue
        telling.append(token)
    return telling


def parse_date(text: str, words: Words, order: str = "") -> Parts | None:
    """What a text says about a single date; None if it says anything else.

    `order` is that of day and month in figures, if a form declares one. ValueError for a day that
    does not exist.
    """
    low = name_key(text)
    return _in_figures(low, order) or _in_words(low, words)


def _in_figures(low: str, order: str) -> Parts | None:
    if found := _ISO.fullmatch(low):
        return Parts(int(found[1]), month=int(found[3]), day=int(found[4]))
    return _in_fewer_figures(low) or _day_in_figures(low, order)


def _in_fewer_figures(low: str) -> Parts | None:
    """A month, a quarter or a day without its year."""
    if found := _YEAR_MONTH.fullmatch(low):
        return Parts(int(found[1]), month=int(found[2]))
    if found := _MONTH_YEAR.fullmatch(low):
        return Parts(int(found[2]), month=int(found[1]))
    if found := _QUARTER.fullmatch(low):
        return Parts(int(found[1] or found[4]), quarter=int(found[2] or found[3]))
    if found := _NO_YEAR.fullmatch(low):
        return Parts(month=int(found[1]), day=int(found[2]))
    return None


def _day_in_figures(low: str, order: str) -> Parts | None:
    """A day whose figures are in an order that is declared, or can be in one only."""
    if order == DAY_FIRST and (found := _DAY_MONTH.fullmatch(low)):
        return Parts(month=int(found[2]), day=int(found[1]))
    numeric = numeric_date(low)
    day = numeric.day(order) if numeric else None
    return Parts(day.year, month=day.month, day=day.day) if day else None


def month_and_day(text: str, before: str) -> Parts | None:
    """The month and day in figures of a text that follows a date with its year first: 12.31 after
    2024.1.1. None for other texts.
    """
    found = _DAY_MONTH.fullmatch(name_key(text))
    if found is None or not _ISO.fullmatch(name_key(before)):
        return None
    return Parts(month=int(found[1]), day=int(found[2]))


def _in_words(low: str, words: Words) -> Parts | None:
    telling = _telling(_words_of(low), words)
    if not 0 < len(telling) <= _LONGEST:
        return None
    return _day_month_year(telling, words) or _quarter(telling, words)


def _day_month_year(telling: Sequence[str], words: Words) -> Parts | None:
    """Day, month and year, with day and month in either order, each at most once, the year last or
    first.
    """
    kinds = _kinds(telling, words)
    if "".join(kind for kind, _ in kinds) not in _SHAPES:
        return None
    by_kind = {kind: int(value) for kind, value in kinds}
    return Parts(by_kind.get("y"), month=by_kind.get("m"), day=by_kind.get("d"))


def _kinds(telling: Sequence[str], words: Words) -> list[tuple[str, str]]:
    """Each number and month with its kind: y, m, d, or ? for anything else.

    A mark after a number gives its kind (2024年4月5日); otherwise its figures do.
    """
    marks = words.get("date_mark", {})
    kinds = []
    for token, following in zip(telling, [*telling[1:], ""], strict=True):
        if token.isdecimal() and following in marks:
            kinds.append((marks[following], token))
        elif token not in marks:
            kinds.append(_kind(token, words))
    return kinds


def _kind(token: str, words: Words) -> tuple[str, str]:
    if month := words.get("month", {}).get(token):
        return "m", month
    if _YEAR.fullmatch(token):
        return "y", token
    is_day = _DAY.fullmatch(token) and int(token)
    return ("d", token) if is_day else ("?", token)


def _quarter(telling: Sequence[str], words: Words) -> Parts | None:
    fillers, ordinals = frozenset(words.get("filler", {})), frozenset(words.get("ordinal", {}))
    years = [token for token in (telling[0], telling[-1]) if _YEAR.fullmatch(token)]
    rest, year = tuple(telling), None
    if years:
        year = int(years[-1])
        rest = tuple(telling[:-1] if _YEAR.fullmatch(telling[-1]) else telling[1:])
    for word, number in words.get("quarter", {}).items():
        if rest == _phrase(word, fillers, ordinals):
            return Parts(year, quarter=int(number))
    return None


@lru_cache(maxsize=256)
def _phrase(word: str, fillers: frozenset[str], ordinals: frozenset[str]) -> tuple[str, ...]:
    both = {"filler": dict.fromkeys(fillers, ""), "ordinal": dict.fromkeys(ordinals, "")}
    return tuple(_telling(_words_of(name_key(word)), both))


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
        parts = parse_date(text, words or {})
        return parts.dated if parts else None
    except ValueError:  # for example, 31 June
        return None


def has_short_year(text: str, words: Words) -> bool:
    """Whether a text is a date, in figures or in words, with a two-digit year."""
    if _NUMERIC_SHORT.fullmatch(text):
        return True
    telling = _telling(_words_of(name_key(text)), words)
    shape = "".join(_kind(token, words)[0] for token in telling)
    return shape in _SHORT_SHAPES and _SHORT_YEAR.fullmatch(telling[-1]) is not None


def lacks_year(text: str, words: Words) -> bool:
    """Whether a text is a month, or a day and a month, of no year: 12-Apr, or --04-12 as a workbook
    that shows no year is read.
    """
    parts = parse_date(text, words)
    return parts is not None and bool(parts.month) and parts.year is None


def find_days(text: str, words: Words, order: str) -> Iterator[FoundDay]:
    """The days within a text, with or without a year, in order; no part of the text is read twice.

    At each place, the longest piece that is a day counts.
    """
    key = name_key(text)
    found = tokens(key)
    may_begin = words.get("month", {})
    at = 0
    while at < len(found):
        taken = 0
        if found[at][0].isdecimal() or found[at][0] in may_begin:
            taken, parts = _longest_day(key, found[at : at + _LONGEST_DAY], words, order)
            if parts is not None:
                yield FoundDay(found[at].start(), parts)
        at += taken or 1


def _longest_day(
    key: str, found: Sequence[re.Match[str]], words: Words, order: str
) -> tuple[int, Parts | None]:
    """How many of the tokens, from the first on, give a day, and that day; None if they
    give none.
    """
    marks = {**words.get("month", {}), **words.get("date_mark", {})}
    for n_tokens in range(len(found), 1, -1):
        last = found[n_tokens - 1]
        if not (last[0].isdecimal() or last[0] in marks):
            continue
        try:
            parts = parse_date(key[found[0].start() : last.end()], words, order)
        except ValueError:
            continue
        if parts is not None and parts.day and parts.month:
            return n_tokens, parts
    return 0, None
