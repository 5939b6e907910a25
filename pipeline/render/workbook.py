"""Workbooks of internal/: each sheet says INTERNAL first, then its columns.

The list of things to do is one of them, with a row for each finding.

In: sheets of rows; findings and the way from the workbook to the inputs. Out: bytes, the same for
the same rows. Text is text, never a formula. It adds nothing up and sorts nothing.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from textwrap import wrap
from typing import Any, NamedTuple

import xlsxwriter

from pipeline.model import place as places
from pipeline.model.finding import Finding
from pipeline.ooxml import read_package, write_package

_HEAD = (
    "No.",
    "Severity",
    "Code",
    "File",
    "Place",
    "What",
    "What to do",
    "Words found",
    "Hint",
    "Open",
    "finding",
    "answer",
    "reason",
    "role",
)
_WIDTHS = (6, 11, 24, 34, 18, 60, 60, 34, 24, 8, 34, 24, 24, 12)
_LINK, _ANSWER = _HEAD.index("Open"), _HEAD.index("finding")
_LONGEST_LINK = 2_000
INTERNAL = "INTERNAL: quotes inputs; not for distribution"
LONGEST = 32_000
_LINE, _MOST_LINES = 15, 27  # a row of a workbook is at most 409 points high
_A3 = 8


def _link(finding: Finding, to_inputs: str) -> str:
    path = f"external:{to_inputs}/{finding.ref.source}"
    try:
        spot = places.parse(finding.ref.place)
    except ValueError:
        return path
    if spot.kind not in {"cell", "row"}:
        return path
    sheet = spot.sheet.replace("'", "''")
    return f"{path}#'{sheet}'!{spot.column}{spot.row}"


def to_do(findings: tuple[Finding, ...], to_inputs: str, on: date) -> bytes:
    """The workbook: blockers first, then decisions, then notes, each by file and place."""
    target = io.BytesIO()
    book = new_book(target, "to do", on)
    bold, wrap = (
        book.add_format({"bold": True}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    sheet = book.add_worksheet("To do")
    sheet.write_string(0, 0, INTERNAL, bold)
    for column, (head, width) in enumerate(zip(_HEAD, _WIDTHS, strict=True)):
        sheet.write_string(1, column, head, bold)
        sheet.set_column(column, column, width, wrap)
    for number, finding in enumerate(findings, start=1):
        _write_finding(sheet, number, finding, to_inputs)
    sheet.freeze_panes(2, 0)
    sheet.autofilter(1, 0, max(len(findings), 1) + 1, len(_HEAD) - 1)
    book.close()
    return same_bytes(target)


def _write_finding(
    sheet: xlsxwriter.worksheet.Worksheet, number: int, finding: Finding, to_inputs: str
) -> None:
    row = number + 1
    sheet.write_number(row, 0, number)
    texts = (
        finding.severity.value,
        finding.code,
        finding.ref.source,
        finding.ref.place,
        finding.message,
        finding.cure,
        finding.ref.words,
        finding.hint,
    )
    for column, text in enumerate(texts, start=1):
        sheet.write_string(row, column, text[:LONGEST])
    link = _link(finding, to_inputs)
    if finding.ref.source and len(link) <= _LONGEST_LINK:
        sheet.write_url(row, _LINK, link, string="open")
    if finding.is_answerable:
        # four cells laid out like the sheet Answers: fill in three and copy the line there
        sheet.write_string(row, _ANSWER, finding.id)
    if finding.answered:
        answer = finding.answered
        for column, text in enumerate(
            (finding.id, answer.after, answer.reason, answer.role), start=_ANSWER
        ):
            sheet.write_string(row, column, text[:LONGEST])


_LEFT = {"align": "left", "indent": 1}


class Tinted(NamedTuple):
    """Words on a ground of colour: the colour says nothing that the words do not."""

    words: str
    colour: str


Cell = str | int | Decimal | date | Tinted | None


class BookSheet(NamedTuple):
    """A sheet: its name, its columns with their widths, its rows."""

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Cell]]


def write_book(title: str, sheets: Iterable[BookSheet], on: date) -> bytes:
    """The workbook; `on` is the day of its properties, for there is no clock."""
    target = io.BytesIO()
    book = new_book(target, title, on)
    for sheet in sheets:
        _write(book, sheet)
    book.close()
    return same_bytes(target)


def new_book(target: io.BytesIO, title: str, on: date) -> xlsxwriter.Workbook:
    """A workbook that takes no text for a formula, a number or a link."""
    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties(
        {
            "title": f"INTERNAL: {title}",
            "author": "",
            "created": datetime(on.year, on.month, on.day),
        }
    )
    return book


def same_bytes(target: io.BytesIO) -> bytes:
    """The bytes of a closed workbook without the dates of its zip."""
    return write_package(read_package(target.getvalue()))


def _write(book: xlsxwriter.Workbook, made: BookSheet) -> None:
    formats = _Formats(book)
    sheet = book.add_worksheet(made.name)
    sheet.write_string(0, 0, INTERNAL, formats.bold)
    for at, (name, width) in enumerate(made.columns):
        sheet.write_string(1, at, name, formats.head)
        sheet.set_column(at, at, width)
    sheet.set_row(1, _LINE * _lines([name for name, _ in made.columns], made.columns))
    last = 1
    for last, row in enumerate(made.rows, start=2):
        sheet.set_row(last, _LINE * _lines(row, made.columns))
        for at, value in enumerate(row):
            _write_cell(sheet, last, at, value, formats)
    sheet.freeze_panes(2, 1)
    sheet.autofilter(1, 0, max(last, 2), len(made.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(_A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 1)


def _write_cell(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, at: int, value: Cell, formats: "_Formats"
) -> None:
    """A value in the format of its kind; nothing for no value."""
    match value:
        case str() if value:
            sheet.write_string(row, at, value[:LONGEST], formats.text)
        case Tinted():
            sheet.write_string(row, at, value.words[:LONGEST], formats.tint(value.colour))
        case date():
            day = datetime(value.year, value.month, value.day)
            sheet.write_datetime(row, at, day, formats.day)
        case Decimal():
            sheet.write_number(row, at, float(value), formats.money)
        case int():
            sheet.write_number(row, at, float(value), formats.whole)


class _Formats:
    """The formats of a sheet; those of colours are each made once, in the order of their first
    use.
    """

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._tints: dict[str, Any] = {}
        self.bold = book.add_format({"bold": True, **_LEFT})
        self.head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1, **_LEFT}
        )
        self.text = book.add_format({"text_wrap": True, "valign": "top", **_LEFT})
        self.whole = book.add_format({"num_format": "0", "valign": "top"})
        self.money = book.add_format({"num_format": "#,##0.00", "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", **_LEFT})

    def tint(self, colour: str) -> Any:
        """The format of a colour."""
        if colour not in self._tints:
            look = {"text_wrap": True, "valign": "top", **_LEFT, "bg_color": colour}
            self._tints[colour] = self._book.add_format(look)
        return self._tints[colour]


def _lines(row: Sequence[Cell], columns: Sequence[tuple[str, int]]) -> int:
    """How many lines the longest cell takes: not every program works that out when it opens a
    file.
    """
    most = 1
    for value, (_, width) in zip(row, columns, strict=True):
        text = value.words if isinstance(value, Tinted) else value
        if isinstance(text, str):
            parts = (wrap(part, max(width - 3, 1)) for part in text.split("\n"))
            most = max(most, sum(max(len(part), 1) for part in parts))
    return min(most, _MOST_LINES)
