"""The sheet of instructions in an entry workbook: rules, then every column with what may stand in
it.

In: words of templates/text/entry, tables and their lists. Out: a sheet that says itself that
nothing on it is read.
"""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any, NamedTuple

import xlsxwriter

from pipeline.model.finding import TEMPLATE, Refused
from pipeline.model.tables import HELP_MARK, SETTINGS, Column, InputTable, Kind

_SEVERAL = (Kind.CHOICES, Kind.ACTORS)
_WIDTHS = (18, 22, 46, 46, 9, 30)
_PLAIN = (
    "title",
    "needed",
    "to_fill",
    "several",
    "from_list",
    "several_from_list",
    "wrong",
    "lists",
    "weak",
)
_LINE, _MOST_WORDS = 15, 250
_A4 = 9

# A table with its columns, and the values that each of them offers.
Sheets = Sequence[tuple[InputTable, Sequence[Column], Mapping[str, tuple[str, ...]]]]


class HelpWords(NamedTuple):
    """The words of the instructions, for one workbook."""

    title: str
    needed: str
    to_fill: str
    several: str
    from_list: str
    several_from_list: str
    wrong: str
    lists: str
    weak: str
    rules: tuple[str, ...]
    columns: tuple[str, ...]
    kinds: Mapping[str, str]
    weak_cells: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, read: Mapping[str, object], is_meeting: bool) -> "HelpWords":
        """The words of the file of that name. Refused (exit 4) where one of them is missing."""
        try:
            rules = (*_listed(read["rules_meeting"] if is_meeting else ()), *_listed(read["rules"]))
            kinds = read["kinds"]
            texts: dict[str, Any] = {key: str(read[key]) for key in _PLAIN}
            if not isinstance(kinds, Mapping):
                raise TypeError("kinds")
            return cls(**texts, rules=rules, columns=_listed(read["columns"]), kinds=kinds)
        except (KeyError, TypeError) as error:
            what = f"templates/text/{name}: {error} is missing or of the wrong kind."
            raise Refused(
                TEMPLATE,
                what,
                "Compare the file with the same file in another language, or restore it.",
            ) from error

    def told(self, column: Column, offered: tuple[str, ...], is_setting: bool) -> str:
        """What may stand in a cell of a column, in words; a setting that is a date is a day."""
        if not offered:
            return str(self.kinds.get(_kind(column, is_setting), self.kinds["text"]))
        listed = ", ".join(offered)
        is_long = len(listed) > _MOST_WORDS
        if column.kind in _SEVERAL:
            return self.several_from_list if is_long else f"{self.several}: {listed}"
        return self.from_list if is_long else listed


def _kind(column: Column, is_setting: bool) -> str:
    """The key of the words for a kind of cell."""
    if column.is_period:
        return "period"
    if is_setting and column.kind is Kind.DATE:
        return "day"
    return column.kind.value


def _listed(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"{value!r}")
    return tuple(map(str, value))


def write_help(
    book: xlsxwriter.Workbook,
    name: str,
    sheets: Sheets,
    words: HelpWords,
) -> None:
    """The sheet: what it is, rules, cells to be checked with care, and the columns of each
    table.
    """
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    title = book.add_format({"bold": True, "font_size": 14})
    sheet = book.add_worksheet(name)
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    sheet.write_string(0, 0, HELP_MARK, bold)
    sheet.write_string(1, 0, words.title, title)
    row = _lines(sheet, 3, words.rules, text)
    if words.weak_cells:
        row = _lines(sheet, row + 1, (words.weak, *words.weak_cells), text)
    row += 1
    for at, column_title in enumerate(words.columns):
        sheet.write_string(row, at, column_title, head)
    for line, cells in enumerate(_column_lines(sheets, words), start=row + 1):
        for at, cell in enumerate(cells):
            sheet.write_string(line, at, cell, text)
        sheet.set_row(line, _LINE * _height(cells))
    _page(sheet)


def _column_lines(sheets: Sheets, words: HelpWords) -> Iterator[tuple[str, ...]]:
    """What is said of each column: its table, name, meaning, what it takes, need, example."""
    for table, columns, lists in sheets:
        for column in columns:
            offered = lists.get(column.name, column.values)
            told = words.told(column, offered, table is SETTINGS)
            need = words.needed if column.is_required else ""
            yield table.name, column.name, column.meaning, told, need, column.example


def _height(cells: tuple[str, ...]) -> int:
    """The lines that the longest cell of a row takes."""
    pairs = zip(cells, _WIDTHS, strict=True)
    return max(1, *(len(wrap(cell, width)) for cell, width in pairs))


def _page(sheet: xlsxwriter.worksheet.Worksheet) -> None:
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)


def _lines(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, lines: Sequence[str], text: object
) -> int:
    """Sentences below each other, each over the width of the sheet; the row after the last."""
    for line in lines:
        sheet.merge_range(row, 0, row, len(_WIDTHS) - 1, line, text)
        sheet.set_row(row, _LINE * (len(wrap(line, sum(_WIDTHS) - 10)) or 1))
        row += 1
    return row
