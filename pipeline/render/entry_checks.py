"""The check of a cell in an entry workbook: what may be typed there, and what is said of it.

In: a column and what its list offers. Out: a rule as XlsxWriter takes it. A strict rule takes
nothing that the reader refuses; where several words may stand in one cell the list only helps, and
the reader checks.
"""

from collections.abc import Sequence
from typing import NamedTuple

from xlsxwriter.utility import xl_rowcol_to_cell

from pipeline.model.tables import Column, Kind

MOST_ROWS = 2_000
_SEVERAL = (Kind.CHOICES, Kind.ACTORS)
_LENGTHS = {Kind.ID: 80, Kind.TEXT: 300, Kind.LONG_TEXT: 2_000}
_MOST_NUMBER = 999_999_999
_WHOLE = {Kind.NUMBER: (0, _MOST_NUMBER), Kind.VERSION: (1, 99), Kind.YEAR: (2008, 2099)}
# Most that a spreadsheet shows: title, message.
_TITLE, _MESSAGE = 32, 255
# A day as a spreadsheet stores one, or a quarter in words.
_DAY = "AND(ISNUMBER({0}),{0}>=DATE(2008,1,1),{0}<=DATE(2099,12,31))"
_YEAR = 'OR(LEFT({0},2)="19",LEFT({0},2)="20"),ISNUMBER(VALUE(MID({0},3,2)))'
_QUARTER = (
    f'AND(LEN({{0}})=7,{_YEAR},EXACT(MID({{0}},5,2),"-Q"),ISNUMBER(FIND(RIGHT({{0}},1),"1234")))'
)
# In words: a year, a month, a day.
_IN_WORDS = (
    f'AND({_YEAR},OR(LEN({{0}})=4,AND(MID({{0}},5,1)="-",LEN({{0}})=7,ISNUMBER(DATEVALUE({{0}}&"-01"))),'
    'AND(MID({0},5,1)="-",LEN({0})=10,ISNUMBER(DATEVALUE({0})))))'
)
Rule = dict[str, object]


class Spot(NamedTuple):
    """The first cell of a rule, by row and column from 0, and whether it is one of Settings."""

    row: int
    column: int
    is_setting: bool = False

    def __str__(self) -> str:
        return str(xl_rowcol_to_cell(self.row, self.column))


class Said(NamedTuple):
    """What a cell says of itself: what it means, what may stand there, and how a refusal begins."""

    meaning: str
    possible: str
    wrong: str


def check_of(column: Column, source: Sequence[str] | str, spot: Spot, said: Said) -> Rule:
    """The rule of a column from a cell down."""
    told = f"{said.meaning}: {said.possible}" if said.meaning else said.possible
    return {
        "ignore_blank": True,
        "input_title": column.name[:_TITLE],
        "input_message": _cut(told),
        "error_title": column.name[:_TITLE],
        "error_message": _cut(f"{said.wrong} {said.possible}."),
        **_rule(column, source, spot),
    }


def _cut(text: str) -> str:
    return text if len(text) <= _MESSAGE else text[: _MESSAGE - 1] + "…"


def _rule(column: Column, source: Sequence[str] | str, spot: Spot) -> Rule:
    kind = column.kind
    if source:
        return {"validate": "list", "source": source, "show_error": kind not in _SEVERAL}
    if kind is Kind.DATE:
        return {"validate": "custom", "value": _date_formula(column, spot)}
    if kind in _WHOLE:
        low, high = _WHOLE[kind]
        return {
            "validate": "integer",
            "criteria": "between",
            "minimum": max(low, spot.is_setting),
            "maximum": high,
        }
    if kind is Kind.AMOUNT:
        return {"validate": "decimal", "criteria": ">" if column.is_required else ">=", "value": 0}
    return {
        "validate": "length",
        "criteria": "<=",
        "value": _LENGTHS.get(kind, _LENGTHS[Kind.TEXT]),
    }


def _date_formula(column: Column, spot: Spot) -> str:
    """What a date may be: of Settings a day, of a period words, else a day or a quarter."""
    in_words = "FALSE" if spot.is_setting else _IN_WORDS if column.is_period else _QUARTER
    day = "FALSE" if column.is_period else _DAY
    return f"=IF(ISNUMBER({{0}}),{day},{in_words})".format(spot)
