"""Two dates in one cell: the first and last of one span, or no span at all.

In: text and the words of the reference folder. Out: DateRange, or that there are two dates and no
span. The second date gives the first its month and year where it has none of its own.
"""

import re
from datetime import timedelta
from typing import NamedTuple

from pipeline.language import name_key
from pipeline.model.dates import Dated, DateRange, Precision
from pipeline.normalise.dates import Parts, parts
from pipeline.normalise.reading import Words, meanings

THROUGH, AND, WHOLE = "through", "and", "whole"
_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+|\S")


class Split(NamedTuple):
    """A text cut at a joint: both sides, what the joint says, and what an opening word promised."""

    left: str
    right: str
    joint: str
    opening: tuple[str, ...]


def _splits(text: str, words: Words) -> list[Split]:
    low = name_key(text)
    found = list(_TOKEN.finditer(low))
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


def _filled(first: Parts, last: Parts) -> tuple[Dated | None, Dated | None]:
    """Both dates, each with what the other alone says of year and month."""
    if last.month is None and last.day:
        last = last._replace(month=first.month)
    year = first.year or last.year
    month = first.month or (last.month if first.day else None)
    return first._replace(year=year, month=month).dated, last.dated


def _span(split: Split, words: Words) -> DateRange | None:
    first, last = parts(split.left, words), parts(split.right, words)
    if first is None or last is None or (split.joint == WHOLE and first.year is None):
        return None
    try:
        start, end = _filled(first, last)
    except ValueError:  # the 31st of June
        return None
    if start is None or end is None or start.precision is not end.precision:
        return None
    return DateRange(first=start, last=end)


def _is_span(split: Split, span: DateRange) -> bool:
    """Whether two dates are the ends of one span: in order, and joined by more than an "and" unless
    days touch.
    """
    if span.last.first < span.first.first:
        return False
    if split.joint != AND:
        return AND not in split.opening or THROUGH in split.opening
    touches = (
        span.first.precision is Precision.DAY
        and span.last.first - span.first.first == timedelta(days=1)
    )
    return AND in split.opening or touches


def read_span(text: str, words: Words) -> tuple[DateRange | None, bool]:
    """The span a text gives, and whether it holds two dates; a text that can be cut into two spans
    gives none.
    """
    found = [(split, span) for split in _splits(text, words) if (span := _span(split, words))]
    spans = list(
        dict.fromkeys((s.first.first, s.last.first, s.first.precision) for split, s in found)
    )
    if len(spans) != 1:
        return None, bool(spans)
    split, span = found[0]
    return (span if _is_span(split, span) else None), True
