"""Two dates that are the ends of one span, and the cells and covers that may contain one.

In: text and the words of the reference folder. Out: DateRange, Period, or why a cell is not read:
two readings, two dates, no year or one of two digits. Each date takes the month and year that it
lacks from the other.
"""

import re
from datetime import date, timedelta
from typing import NamedTuple

from pipeline.language import clean_text, name_key
from pipeline.model.dates_and_money import Dated, DateRange, Precision
from pipeline.model.source import CellKind
from pipeline.normalise.date_grammar import (
    DAY_FIRST,
    MONTH_FIRST,
    Parts,
    find_days,
    has_short_year,
    has_two_orders,
    in_order,
    lacks_year,
    month_and_day,
    numeric_date,
    parse_date,
    read_date,
    serial_day,
    tokens,
)
from pipeline.normalise.reading import CellContext, Fault, Reading, Words, meanings, refused

THROUGH, AND, WHOLE = "through", "and", "whole"
_LONGEST = 100
_ONE_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
# A digit in a date that does not exist ("12/31/2024" read day first): what was meant is unknown.
_OTHER_DIGIT = re.compile(r"\d")
# A span of years, or of quarters, is not a period that a cover may have.
_OF_PERIODS = (Precision.DAY, Precision.MONTH)


class Period(NamedTuple):
    """First and last day of the period that a report covers."""

    first: date
    last: date

    @property
    def year(self) -> int | None:
        """The calendar year in which the period lies; None if it spans more than one."""
        return self.first.year if self.first.year == self.last.year else None


class Split(NamedTuple):
    """A text split at a joint: both sides, what the joint says, and what an opening word
    promised.
    """

    left: str
    right: str
    joint: str
    opening: tuple[str, ...]


def _splits(text: str, words: Words) -> list[Split]:
    low = name_key(text)
    found = tokens(low)
    if not found:
        return []
    opening = meanings(words, "opening", found[0][0])
    start = found[0].end() if opening else 0
    splits = []
    for token in found[1:-1]:
        for joint in meanings(words, "joint", token[0]):
            left, right = low[start : token.start()].strip(), low[token.end() :].strip()
            splits.append(Split(left, right, joint, opening))
    return splits


def _filled(first: Parts, last: Parts, *, is_bare: bool) -> tuple[Dated | None, Dated | None]:
    """Both dates, each completed with the year and month that only the other gives; `is_bare`: the
    last is a number of which nothing says that it is a day.
    """
    if last.year is None and not is_bare:
        last = last._replace(year=first.year)
    if last.month is None and last.day:
        last = last._replace(month=first.month)
    month = first.month
    if month is None and first.day:
        month = last.month
    return first._replace(year=first.year or last.year, month=month).dated, last.dated


def _span(split: Split, words: Words, order: str) -> DateRange | None:
    try:
        first = parse_date(split.left, words, order)
        # behind 2024/1/1, a day of no year has its month first as well
        last = month_and_day(split.right, split.left) or parse_date(split.right, words, order)
        if first is None or last is None:
            return None
        if split.joint == WHOLE and first.year is None:
            return None
        start, end = _filled(first, last, is_bare=split.right.isdecimal())
    except ValueError:  # for example, 31 June
        return None
    if start is None or end is None or start.precision is not end.precision:
        return None
    return DateRange(first=start, last=end)


def _is_span(split: Split, span: DateRange) -> bool:
    """Whether two dates are the ends of one span: in order, and joined by more than an "and",
    unless the days adjoin.
    """
    if span.last.first < span.first.first:
        return False
    if split.joint != AND:
        return AND not in split.opening or THROUGH in split.opening
    if AND in split.opening:
        return True
    is_next = span.last.first - span.first.first == timedelta(days=1)
    return is_next and span.first.precision is Precision.DAY


def read_span(text: str, words: Words, order: str = "") -> tuple[DateRange | None, bool]:
    """The span that a text gives, and whether it contains two dates; a text that can be split into
    two spans gives none.
    """
    found = [(split, _span(split, words, order)) for split in _splits(text, words)]
    spans = [(split, span) for split, span in found if span is not None]
    different = {(s.first.first, s.last.first, s.first.precision) for _, s in spans}
    if len(different) != 1:
        return None, bool(different)
    split, span = spans[0]
    return (span if _is_span(split, span) else None), True


def read_days(text: str, words: Words) -> tuple[date, ...]:
    """The days that a text of a report names, in order.

    The form asks for day, month and year in that order, so figures are read that way.
    """
    dated = (_day(found.parts) for found in find_days(clean_text(text), words, DAY_FIRST))
    return tuple(day for day in dated if day)


def read_period(text: str, words: Words) -> Period | None:
    """The period that a cover gives: a span, two days among other words, a day and month up to a
    day, or one calendar year; None for anything else.
    """
    cleaned = clean_text(text)
    if len(cleaned) <= _LONGEST:
        span, _ = read_span(cleaned, words, DAY_FIRST)
        if span is not None and span.first.precision in _OF_PERIODS:
            return Period(span.first.first, span.last.last)
    found = [one.parts for one in find_days(cleaned, words, DAY_FIRST)]
    if found:
        return _period_of_days(found)
    return _one_year(cleaned, words)


def _period_of_days(found: list[Parts]) -> Period | None:
    """The period from the first of two days to the second, of which one may take its year from the
    other.
    """
    dated = [parts for parts in found if parts.year is not None]
    if len(dated) == 1:
        at = found.index(dated[0])
        of_its_year = found[: at + 1] if at else found
        dated = [parts._replace(year=dated[0].year) for parts in of_its_year]
    days = [day for parts in dated if (day := _day(parts))]
    if len(days) != 2 or days[1] < days[0]:  # noqa: PLR2004 - first and last
        return None
    return Period(days[0], days[1])


def _one_year(text: str, words: Words) -> Period | None:
    """The calendar year that a text names as its only figures; None for part of a year."""
    years = set(_ONE_YEAR.findall(text))
    if len(years) != 1 or _OTHER_DIGIT.search(_ONE_YEAR.sub("", text)):
        return None
    dated = read_date(text, words)
    if dated is not None and dated.precision is not Precision.YEAR:
        return None
    year = int(years.pop())
    return Period(date(year, 1, 1), date(year, 12, 31))


def _day(parts: Parts) -> date | None:
    try:
        dated = parts.dated
    except ValueError:  # for example, 31 June
        return None
    return dated.first if dated else None


def read_date_cell(context: CellContext) -> Reading:
    """The date or span of dates that a cell gives.

    A number is read as a spreadsheet's day only if the cell is stored as a number.
    """
    if len(context.text) > _LONGEST:
        return refused("bad-date")
    dated = read_date(context.text, context.lists.words)
    if dated is not None:
        return Reading(dated)
    if context.kind is CellKind.NUMBER:
        return _stored_number(context)
    return _refused_figures(context) or _two_dates(context)


def _stored_number(context: CellContext) -> Reading:
    day = serial_day(context.text, context.is_1904)
    if day is None:
        return refused("bad-date")
    return Reading(Dated(first=day), (Fault("date-serial", {}, day.isoformat()),))


def _refused_figures(context: CellContext) -> Reading | None:
    """Why a date in figures is not read; None for other texts."""
    text = context.text.casefold()
    numeric = numeric_date(text)
    if numeric is not None:
        return _ambiguous([day.isoformat() for day in numeric.days]) or refused("bad-date")
    if has_short_year(text, context.lists.words):
        return refused("two-digit-year")
    if lacks_year(text, context.lists.words):
        return refused("date-without-year")
    days = (serial_day(text, is_1904) for is_1904 in (False, True))
    return _ambiguous([day.isoformat() for day in days if day])


def _ambiguous(days: list[str]) -> Reading | None:
    return refused("ambiguous-date", " or ".join(days)) if days else None


def _two_dates(context: CellContext) -> Reading:
    span, has_two = read_span(context.text, context.lists.words)
    if span is not None and context.column.last:
        return Reading(span)
    if has_two:
        return refused("two-dates")
    if has_two_orders(context.text):
        readings = (in_order(context.text, order) for order in (DAY_FIRST, MONTH_FIRST))
        return refused("ambiguous-date", " or ".join(readings))
    return refused("bad-date")
