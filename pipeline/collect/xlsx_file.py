"""xlsx workbooks: sheets with their non-empty rows, and remarks on what a person sees besides the
texts.

In: bytes. Out: sheets. A formula without a stored result is a fault of its cell, never an empty
cell; so is an error value. Each row covered by a merged cell has its value; sideways, nobody knows
which column the value is for, so a covered cell is a fault.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from pipeline.collect.cells import EMPTY_CELL
from pipeline.collect.worksheet import MAX_FILLED, CellRange, Scan, area, scan
from pipeline.collect.xlsx_book import (
    BROKEN_ZIP,
    FAULTS,
    Book,
    SheetPart,
    read_book,
    related,
    shared_strings,
)
from pipeline.model import place as places
from pipeline.model.source import Cell, RawRow, Ref, Remark, Sheet, Step
from pipeline.ooxml import NotAPackage, UnsafePackage, openable, read_package

MERGED_DOWN, MERGED_ACROSS = "merged-down", "merged-across"


def spread(found: Scan, source: str, sheet: str) -> list[Remark]:
    """Fill in the covered cells of those rows of the scan that have content of their own; a remark
    where a value was filled downwards.
    """
    numbers = sorted(found.rows)
    width = max((max(row) for row in found.rows.values()), default=0)
    remarks = []
    for merged in found.merged:
        value = found.rows.get(merged.top, {}).get(merged.left, EMPTY_CELL)
        if not _is_filled(value):
            continue
        ref = Ref(source, str(places.cell(sheet, merged.top, merged.left)), value.words)
        below = numbers[bisect_right(numbers, merged.top) : bisect_right(numbers, merged.bottom)]
        covered = [number for number in below if _has_own(found.rows[number], merged)]
        for number in covered:
            _go_down(found.rows[number], merged, value, ref)
            remarks.append(Remark(MERGED_DOWN, number, merged.left, ref.place, about_rows=True))
        for number in (merged.top, *covered):
            _go_across(found.rows[number], merged, width)
    return remarks


def _is_filled(cell: Cell) -> bool:
    return bool(cell.fault or cell.text.strip())


def _go_down(row: dict[int, Cell], merged: CellRange, value: Cell, ref: Ref) -> None:
    """The value in a row that the range covers, with the step that says where it comes from."""
    before = row.get(merged.left, EMPTY_CELL).text
    row[merged.left] = value._replace(steps=(Step("merged", before, value.text, ref),))


def _go_across(row: dict[int, Cell], merged: CellRange, width: int) -> None:
    """The columns that the range covers: nobody knows whether the value is meant for them."""
    for column in range(merged.left + 1, min(merged.right, width) + 1):
        row[column] = Cell(row.get(column, EMPTY_CELL).text, MERGED_ACROSS)


def _has_own(row: dict[int, Cell], merged: CellRange) -> bool:
    """Whether a row has content outside the range; otherwise it is not a row, but the lower part of
    the one above.
    """
    return any(
        cell.text.strip() and not cell.steps and not merged.left <= column <= merged.right
        for column, cell in row.items()
    )


def comments(path: str, parts: dict[str, bytes]) -> list[Remark]:
    """The comments of the worksheet at that path, in the order of their cells."""
    threads = _words(path, parts, "/threadedComment", "threadedComment")
    words = {**_words(path, parts, "/comments", "comment"), **threads}
    return [
        Remark("cell-comment", row, column, hint) for (row, column), hint in sorted(words.items())
    ]


def _words(
    path: str, parts: dict[str, bytes], ending: str, name: str
) -> dict[tuple[int, int], str]:
    words: dict[tuple[int, int], str] = {}
    for part in related(path, parts, ending):
        for comment in etree.fromstring(parts[part]).iter(f"{{*}}{name}"):
            at = area(comment.get("ref") or "")
            text = " ".join(" ".join(map(str, comment.itertext("{*}t", "{*}text"))).split())
            if at and text:
                words[at.top, at.left] = " / ".join(
                    filter(None, (words.get((at.top, at.left), ""), text))
                )
    return words


_MACROS = "xl/vbaProject.bin"


def read_xlsx(source: str, content: bytes) -> tuple[Sheet, ...]:
    """The worksheets in order. NotAPackage, UnsafePackage or ValueError if it is not a workbook."""
    parts = read_package(content)
    if "xl/workbook.xml" not in parts:
        raise NotAPackage("it contains no workbook")
    try:
        book = read_book(openable(content), parts)
        strings = [
            cell
            for name in sorted(parts)
            if _is_strings(name)
            for cell in shared_strings(parts[name])
        ]
        sheets = tuple(_sheets(source, parts, book, strings))
    except UnsafePackage:
        raise
    except FAULTS as error:
        raise ValueError("a part of the workbook is damaged") from error
    except BROKEN_ZIP as error:
        raise NotAPackage("it is incomplete or damaged") from error
    return _with_remarks_of_the_book(sheets, book, parts)


def _sheets(
    source: str, parts: dict[str, bytes], book: Book, strings: list[Cell]
) -> Iterator[Sheet]:
    """The sheets one by one. UnsafePackage if together they fill more cells than any workbook of a
    meeting.
    """
    n_filled = 0
    for part in book.sheets:
        sheet = _sheet(source, part, parts, book, strings)
        n_filled += sum(len(row.cells) for row in sheet.rows)
        if n_filled > MAX_FILLED:
            raise UnsafePackage("it has more cells than any workbook of a meeting")
        yield sheet


def _is_strings(name: str) -> bool:
    return name.casefold() == "xl/sharedstrings.xml"


def _sheet(
    source: str, part: SheetPart, parts: dict[str, bytes], book: Book, strings: list[Cell]
) -> Sheet:
    found = scan(parts[part.path], book, strings)
    merged = spread(found, source, part.name)
    rows = tuple(_rows(found))
    kept = frozenset(row.number for row in rows)
    remarks = [*merged, *_looks(found, kept), *comments(part.path, parts)]
    if part.is_hidden and rows:
        remarks.insert(0, Remark("hidden-sheet", rows[0].number))
    return Sheet(source, part.name, rows, remarks=tuple(remarks), is_1904=book.is_1904)


def _rows(found: Scan) -> Iterator[RawRow]:
    """The non-empty rows, each as wide as its last filled cell."""
    for number in sorted(found.rows):
        row = found.rows[number]
        filled = [column for column, cell in row.items() if _is_filled(cell)]
        if filled:
            cells = [EMPTY_CELL] * max(filled)
            for column, cell in row.items():
                if column <= len(cells):
                    cells[column - 1] = cell
            yield RawRow(number, tuple(cells))


def _looks(found: Scan, kept: frozenset[int]) -> Iterator[Remark]:
    """Hidden and filtered rows, hidden columns and colours, where there is content."""
    for number in sorted(found.hidden_rows & kept):
        code = "hidden-row"
        if any(area.top <= number <= area.bottom for area in found.filtered):
            code = "filtered-row"
        yield Remark(code, number, about_rows=True)
    for left, right in found.hidden_columns:
        filled = {
            column for row in found.rows.values() for column in row if left <= column <= right
        }
        for column in sorted(filled):
            yield Remark("hidden-column", 0, column)
    for (number, colour), column in sorted(found.coloured.items()):
        yield Remark("coloured-cells", number, column, colour, about_rows=True)


def _with_remarks_of_the_book(
    sheets: tuple[Sheet, ...], book: Book, parts: dict[str, bytes]
) -> tuple[Sheet, ...]:
    """The sheets; remarks on the whole workbook are attached to its first sheet with rows."""
    about = {"dates-from-1904": book.is_1904, "macros-not-run": _MACROS in parts}
    said = [Remark(code) for code, is_so in about.items() if is_so]
    at = next((number for number, sheet in enumerate(sheets) if sheet.rows), None)
    if at is None or not said:
        return sheets
    first = replace(sheets[at], remarks=(*said, *sheets[at].remarks))
    return (*sheets[:at], first, *sheets[at + 1 :])
