"""Entry workbooks: empty tables with drop-downs, checks, rows carried over, and a sheet of
instructions with the examples.

In: tables as declared, the words each column offers, rows. Out: bytes, the same for the same
values. What a cell with a strict check takes, the reader takes; where several words may stand in
one cell the list only helps, and the reader checks. Text is text, never a formula.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from textwrap import wrap
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from pipeline.model.tables import (
    CARRIED_OVER,
    HELP_MARK,
    HELP_SHEETS,
    ROW_IS,
    Column,
    InputTable,
    Kind,
)
from pipeline.render.entry_help import HelpWords, write_help
from pipeline.render.workbook import same_bytes

Value = str | date | int | float
Lists = Mapping[str, tuple[str, ...]]
WIDTHS = {
    **dict.fromkeys((Kind.DATE, Kind.YEAR, Kind.VERSION, Kind.CURRENCY, Kind.NUMBER), 14),
    **dict.fromkeys((Kind.STATE, Kind.ACTOR), 30),
    **dict.fromkeys((Kind.LONG_TEXT, Kind.ACTORS), 36),
}
_WIDTH, _LIST_WIDTH, _MOST_ON_A_PAGE = 24, 34, 300
_OF_SETTINGS = {"key": 32, "value": 44, "meaning": 96}
_LINE, _MOST_LINES = 15, 12
_A3, _A4 = 8, 9
_LONG = (Kind.LONG_TEXT, Kind.ACTORS, Kind.TEXT, Kind.STATE, Kind.ACTOR)
_FORMATS = {
    Kind.DATE: "yyyy-mm-dd",
    **dict.fromkeys((Kind.NUMBER, Kind.YEAR, Kind.VERSION), "0"),
    Kind.AMOUNT: "#,##0.00##",
}
_MOST_IN_A_CHECK, _LISTS_FROM = 250, 3
_YELLOW, _HEAD = "#FFF2CC", "#E7E6E6"
MOST_ROWS = 2_000
_SEVERAL = (Kind.CHOICES, Kind.ACTORS)
_LENGTHS = {Kind.ID: 80, Kind.TEXT: 300, Kind.LONG_TEXT: 2_000}
_MOST_NUMBER = 999_999_999
_WHOLE = {Kind.NUMBER: (0, _MOST_NUMBER), Kind.VERSION: (1, 99), Kind.YEAR: (2008, 2099)}
# The most letters that a spreadsheet shows: of a title, of a message.
_TITLE, _MESSAGE = 32, 255
# A day as a spreadsheet stores it, or a quarter in words.
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


class EntrySheet(NamedTuple):
    """A table to fill in: the words its columns offer, rows that stand in it already, a row a value
    by column.

    Of Settings each row is a key with its own `keys` column. No row is an example: what stands in a
    table is typed over, and a row that is not read is lost without a word.
    """

    table: InputTable
    lists: Lists = {}
    rows: tuple[Mapping[str, Value], ...] = ()
    keys: tuple[Column, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns in order: what the row is first."""
        return self.table.columns if self.keys else (ROW_IS, *self.table.columns)


class _Book:
    """One workbook on its way: its formats, and the lists that are too long to stand in a cell's
    check.
    """

    def __init__(self, target: io.BytesIO, title: str, on: date) -> None:
        options = {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.book = xlsxwriter.Workbook(target, {"in_memory": True, **options})
        self.book.set_properties(
            {"title": title, "author": "", "created": datetime(on.year, on.month, on.day)}
        )
        self.ranges: dict[tuple[str, ...], str] = {}
        self.lists: list[tuple[str, tuple[str, ...]]] = []
        self.bold = self.book.add_format({"bold": True})
        self.list_head = self.book.add_format({"bold": True, "bottom": 1})
        self._formats: dict[tuple[str, bool], object] = {}
        self.yellow = self.book.add_format({"bg_color": _YELLOW})

    def cell(self, column: Column) -> object:
        """The format of a cell of a column."""
        key = (_number_format(column), column.kind in _LONG)
        if key not in self._formats:
            look: dict[str, object] = {"num_format": key[0], "valign": "top", "align": "left"}
            look |= {"indent": 1, "text_wrap": key[1]}
            self._formats[key] = self.book.add_format(look)
        return self._formats[key]

    def head(self, column: Column) -> object:
        """The format of the title of a column; needed ones are bold."""
        look = {
            "bold": column.is_required,
            "bottom": 1,
            "bg_color": _HEAD,
            "align": "left",
            "indent": 1,
        }
        return self.book.add_format(look)

    def source(self, title: str, values: tuple[str, ...]) -> list[str] | str:
        """What a check of a list draws on: the words themselves where they are short, else their
        row on Lists.
        """
        joined = ",".join(values)
        # a comma within a value would split it in two
        if len(joined) < _MOST_IN_A_CHECK and joined.count(",") < max(len(values), 1):
            return list(values)
        if values not in self.ranges:
            at, first = len(self.lists), _LISTS_FROM
            self.ranges[values] = (
                f"={HELP_SHEETS[1]}!{xl_range_abs(first, at, first + len(values) - 1, at)}"
            )
            self.lists.append((title, values))
        return self.ranges[values]


def entry_book(title: str, sheets: Sequence[EntrySheet], words: HelpWords, on: date) -> bytes:
    """The workbook: its tables, then Instructions and Lists; `on` is the day of its properties."""
    target = io.BytesIO()
    made = _Book(target, title, on)
    for sheet in sheets:
        _write_table(made, sheet, words)
    of_sheets = [(sheet.table, sheet.keys or sheet.columns, sheet.lists) for sheet in sheets]
    write_help(made.book, HELP_SHEETS[0], of_sheets, words)
    if made.lists:
        _write_lists(made, words.lists)
    made.book.close()
    return same_bytes(target)


def _write_table(made: _Book, entry: EntrySheet, words: HelpWords) -> None:
    sheet = made.book.add_worksheet(entry.table.name)
    for at, column in enumerate(entry.columns):
        sheet.set_column(at, at, _width(entry, column), made.cell(column))
        sheet.write_string(0, at, column.name, made.head(column))
    for number, row in enumerate(entry.rows, start=1):
        sheet.set_row(number, _height(entry, row))
        for at, column in enumerate(entry.columns):
            cell = made.cell(_key_of(entry, row, column))
            _put(sheet, number, at, row.get(column.name), cell)
    _check(made, sheet, entry, words)
    _colour(made, sheet, entry)
    sheet.freeze_panes(1, 1 if entry.keys else 2)
    sheet.set_landscape()
    sheet.set_paper(_A3)
    if sum(_width(entry, column) for column in entry.columns) <= _MOST_ON_A_PAGE:
        sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, 0 if entry.keys else 1)


def _number_format(column: Column) -> str:
    """A period stays text: as a date, a year would be a day of 1905."""
    if column.is_period:
        return "@"
    return _FORMATS.get(column.kind, "@")


def _width(entry: EntrySheet, column: Column) -> int:
    if entry.keys:
        return _OF_SETTINGS[column.name]
    return max(WIDTHS.get(column.kind, _WIDTH), len(column.name) + 4)


def _height(entry: EntrySheet, row: Mapping[str, Value]) -> int:
    """The height that the longest cell takes: not every program works that out when it opens a
    file.
    """
    texts = (
        (str(row.get(column.name, "")), _width(entry, column))
        for column in entry.columns
        if column.kind in _LONG
    )
    return _LINE * min(
        max((len(wrap(text, width - 4)) for text, width in texts), default=1) or 1, _MOST_LINES
    )


def _key_of(entry: EntrySheet, row: Mapping[str, Value], column: Column) -> Column:
    """The column whose format a cell has: of Settings, that of its key."""
    if not entry.keys or column.name != "value":
        return column
    return next(key for key in entry.keys if key.name == row["key"])


def _put(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, at: int, value: Value | None, cell: object
) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, at, datetime(value.year, value.month, value.day), cell)
    elif isinstance(value, int | float):
        sheet.write_number(row, at, value, cell)
    elif value:
        sheet.write_string(row, at, value, cell)
    else:
        sheet.write_blank(row, at, None, cell)


def _check(
    made: _Book, sheet: xlsxwriter.worksheet.Worksheet, entry: EntrySheet, words: HelpWords
) -> None:
    """The checks of what is typed: below the titles, or of Settings a key a row."""
    is_settings = bool(entry.keys)
    spots = [(1, at, MOST_ROWS, column) for at, column in enumerate(entry.columns)]
    if is_settings:
        spots = [(number, 1, number, key) for number, key in enumerate(entry.keys, start=1)]
    for first, at, last, column in spots:
        offered = entry.lists.get(column.name, column.values)
        source = made.source(f"{entry.table.name}: {column.name}", offered)
        told = words.told(column, offered, is_settings)
        said = CellHelp(column.meaning, told, words.wrong)
        rule = check_of(column, source, CheckedCell(first, at, is_settings), said)
        sheet.data_validation(first, at, last, at, rule)


def _colour(made: _Book, sheet: xlsxwriter.worksheet.Worksheet, entry: EntrySheet) -> None:
    """Yellow where a person is waited for, until it is done: by a rule, for colours of cells mean
    nothing.
    """
    if not entry.keys:
        rule = {
            "type": "cell",
            "criteria": "==",
            "value": f'"{CARRIED_OVER}"',
            "format": made.yellow,
        }
        sheet.conditional_format(1, 0, MOST_ROWS, 0, rule)
    for row, key in enumerate(entry.keys, start=1):
        if key.is_required:
            sheet.conditional_format(row, 1, row, 1, {"type": "blanks", "format": made.yellow})


def _write_lists(made: _Book, title: str) -> None:
    """Each list a column, its name above it."""
    sheet = made.book.add_worksheet(HELP_SHEETS[1])
    sheet.write_string(0, 0, HELP_MARK, made.bold)
    sheet.write_string(1, 0, title)
    for at, (name, values) in enumerate(made.lists):
        sheet.write_string(_LISTS_FROM - 1, at, name, made.list_head)
        for row, value in enumerate(values, start=_LISTS_FROM):
            sheet.write_string(row, at, value)
    sheet.set_column(0, len(made.lists) - 1, _LIST_WIDTH)
    sheet.freeze_panes(_LISTS_FROM, 0)
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_LISTS_FROM - 1)


class CheckedCell(NamedTuple):
    """The first cell of a rule, by row and column from 0, and whether it is one of Settings."""

    row: int
    column: int
    is_setting: bool = False

    def __str__(self) -> str:
        return str(xl_rowcol_to_cell(self.row, self.column))


class CellHelp(NamedTuple):
    """What a cell says of itself: what it means, what may stand there, and how a refusal begins."""

    meaning: str
    possible: str
    wrong: str


def check_of(
    column: Column, source: Sequence[str] | str, spot: CheckedCell, said: CellHelp
) -> Rule:
    """The rule of a column from a cell down."""
    told = ": ".join(filter(None, (said.meaning, said.possible)))
    return {
        "ignore_blank": True,
        "input_title": column.name[:_TITLE],
        "input_message": _cut(told),
        "error_title": column.name[:_TITLE],
        "error_message": _cut(f"{said.wrong} {said.possible}."),
        **_rule(column, source, spot),
    }


def _cut(text: str) -> str:
    if len(text) <= _MESSAGE:
        return text
    return text[: _MESSAGE - 1] + "…"


def _rule(column: Column, source: Sequence[str] | str, spot: CheckedCell) -> Rule:
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


def _date_formula(column: Column, spot: CheckedCell) -> str:
    """What a date may be: of Settings a day, of a period words, else a day or a quarter."""
    day, in_words = _DAY, _QUARTER
    if column.is_period:
        day, in_words = "FALSE", _IN_WORDS
    if spot.is_setting:
        in_words = "FALSE"
    return f"=IF(ISNUMBER({{0}}),{day},{in_words})".format(spot)
