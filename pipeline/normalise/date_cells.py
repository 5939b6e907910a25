"""The grammar of a cell of dates: one date, or the span that its column may hold.

In: the cell and its column. Out: Dated, DateRange, or why it is not read: two readings, two dates,
a year of two figures. A number is read as a spreadsheet's day only where the cell is stored as one.
"""

from pipeline.model.dates import Dated
from pipeline.model.source import CellKind
from pipeline.normalise.dates import lacks_century, read_date
from pipeline.normalise.numeric_dates import (
    DAY_FIRST,
    MONTH_FIRST,
    has_short_year,
    is_open,
    numeric_date,
    serial_day,
    settled,
)
from pipeline.normalise.reading import Asked, Fault, Reading, refused
from pipeline.normalise.spans import read_span

_LONGEST = 100


def read_date_cell(asked: Asked) -> Reading:
    """The date or span of dates a cell gives."""
    if len(asked.text) > _LONGEST:
        return refused("bad-date")
    dated = read_date(asked.text, asked.lists.words)
    if dated is not None:
        return Reading(dated)
    return (
        _stored_number(asked)
        if asked.kind is CellKind.NUMBER
        else _in_figures(asked) or _two_dates(asked)
    )


def _stored_number(asked: Asked) -> Reading:
    day = serial_day(asked.text, asked.is_1904)
    if day is None:
        return refused("bad-date")
    return Reading(Dated(first=day), (Fault("date-serial", {}, day.isoformat()),))


def _in_figures(asked: Asked) -> Reading | None:
    text = asked.text.casefold()
    numeric = numeric_date(text)
    if numeric is not None:
        days = [day.isoformat() for day in numeric.days]
        return refused("ambiguous-date", " or ".join(days)) if days else refused("bad-date")
    if has_short_year(text) or lacks_century(text, asked.lists.words):
        return refused("two-digit-year")
    days = [day.isoformat() for is_1904 in (False, True) if (day := serial_day(text, is_1904))]
    return refused("ambiguous-date", " or ".join(days)) if days else None


def _two_dates(asked: Asked) -> Reading:
    span, has_two = read_span(asked.text, asked.lists.words)
    if span is not None and asked.column.last:
        return Reading(span)
    if has_two:
        return refused("two-dates")
    if is_open(asked.text):
        hint = " or ".join(_settled(asked.text))
        return refused("ambiguous-date", hint)
    return refused("bad-date")


def _settled(text: str) -> list[str]:
    return [settled(text, order) for order in (DAY_FIRST, MONTH_FIRST)]
