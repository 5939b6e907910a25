"""Periods and days on a cover, as States print them: in six languages, with slashes, with month
words, with a comma.

In: the words beside a label. Out: two days, or nothing. The form asks for day, month, year in that
order, so slashes are read so; a date that exists in no calendar is none.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from pipeline.language import clean_text
from pipeline.normalise.forms.vocabulary import label_key

_Y = r"(?P<y>(?:19|20)[0-9]{2})"
_WORD = r"(?P<word>[^\W\d_]{3,12})\.?"
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        _Y + r"-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})(?![0-9])",
        _Y + r"\s?年\s?(?P<m>[0-9]{1,2})\s?月\s?(?P<d>[0-9]{1,2})\s?日",
        r"(?<![0-9])(?P<d>[0-9]{1,2})\s?[/.-]\s?(?P<m>[0-9]{1,2})\s?[/.-]\s?" + _Y,
        r"(?<![0-9])(?P<d>[0-9]{1,2})(?:er|º|°|st|nd|rd|th)?[\s/.-]{1,3}(?:de |of )?"
        + _WORD
        + r"[\s/,.-]{1,3}(?:de |del )?"
        + _Y,
        r"(?<![^\W\d_])" + _WORD + r"\s(?P<d>[0-9]{1,2}),?\s" + _Y,
    )
)
_WITHOUT_YEAR = re.compile(
    r"(?<![0-9])(?P<d>[0-9]{1,2})(?:er|º|°)?[\s/.-]{1,3}(?:de )?(?:"
    + _WORD
    + r"|(?P<m>[0-9]{1,2}))"
)
_OTHER_DIGIT = re.compile(
    r"\d"
)  # of a date that is none ("12/31/2024"): what it was meant to be, nobody knows
_ONE_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


class Period(NamedTuple):
    """First and last day."""

    first: date
    last: date

    @property
    def year(self) -> int | None:
        """The calendar year the period lies in; None where it goes over more than one."""
        return self.first.year if self.first.year == self.last.year else None


def _month(word: str, months: Mapping[str, int]) -> int | None:
    """The month of which the word is the name, or the beginning in any language; None where two
    could be meant.
    """
    key = label_key(word)
    meant = {number for name, number in months.items() if name == key} or {
        number for name, number in months.items() if name.startswith(key)
    }
    return meant.pop() if len(meant) == 1 else None


def _day(found: re.Match[str], months: Mapping[str, int], year: int = 0) -> date | None:
    parts = found.groupdict()
    number = int(parts["m"]) if parts.get("m") else _month(parts.get("word") or "", months)
    try:
        return date(year or int(parts["y"]), number, int(parts["d"])) if number else None
    except ValueError:  # the 31st of June
        return None


def _dates(text: str, months: Mapping[str, int]) -> Iterator[tuple[int, date]]:
    """The days in a text, each with where it begins; a piece of text is read once."""
    taken: list[range] = []
    for shape in _SHAPES:
        for found in shape.finditer(text):
            if any(found.start() in span or found.end() - 1 in span for span in taken):
                continue
            if day := _day(found, months):
                taken.append(range(*found.span()))
                yield found.start(), day


def read_days(text: str, months: Mapping[str, int]) -> tuple[date, ...]:
    """The days a text names, in order."""
    return tuple(day for _, day in sorted(_dates(clean_text(text), months)))


def read_period(text: str, months: Mapping[str, int]) -> Period | None:
    """The period of a text: two days, a day and month up to a day, or one calendar year; None for
    anything else.
    """
    cleaned = clean_text(text)
    found = sorted(_dates(cleaned, months))
    if len(found) == 1:
        return _up_to(cleaned[: found[0][0]], found[0][1], months)
    if len(found) == 2:  # noqa: PLR2004 - first and last
        first, last = found[0][1], found[1][1]
        return Period(first, last) if first <= last else None
    years = set(_ONE_YEAR.findall(cleaned))
    if not found and len(years) == 1 and not _OTHER_DIGIT.search(_ONE_YEAR.sub("", cleaned)):
        year = int(years.pop())
        return Period(date(year, 1, 1), date(year, 12, 31))
    return None


def _up_to(before: str, last: date, months: Mapping[str, int]) -> Period | None:
    """The period whose first day has no year of its own."""
    days = [
        day for match in _WITHOUT_YEAR.finditer(before) if (day := _day(match, months, last.year))
    ]
    return Period(days[0], last) if len(days) == 1 and days[0] <= last else None
