"""Small inputs written out in tests: sheets of rows, workbooks and csv files as bytes.

In: rows of plain values. Out: sheets or bytes. What a test says stands in the test.
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.collect.cells import value_cell
from pipeline.collect.folder import Collected
from pipeline.model.finding import Outcome
from pipeline.model.source import RawRow, RowKey, Sheet, SheetKind
from pipeline.ooxml import read_package, write_package

Rows = Iterable[Sequence[object]]


def sheet(name: str, rows: Rows, source: str = "test/book.xlsx", is_csv: bool = False) -> Sheet:
    """A sheet as a reader would give it: rows numbered from 1, empty ones left out."""
    raw = tuple(
        RawRow(number, tuple(value_cell(value) for value in row))
        for number, row in enumerate(rows, start=1)
        if any(value not in (None, "") for value in row)
    )
    return Sheet(
        source, "" if is_csv else name, raw, SheetKind.CSV if is_csv else SheetKind.WORKSHEET
    )


def table(name: str, records: Sequence[dict[str, object]], source: str = "test/book.xlsx") -> Sheet:
    """A sheet with a header of the records' keys and a row each."""
    columns = list(dict.fromkeys(key for record in records for key in record))
    return sheet(
        name, [columns, *([record.get(column) for column in columns] for record in records)], source
    )


def workbook(sheets: dict[str, Rows]) -> bytes:
    """A workbook as bytes."""
    book = openpyxl.Workbook()
    for title in list(book.sheetnames):
        del book[title]
    for title, rows in sheets.items():
        worksheet = book.create_sheet(title)
        for row in rows:
            worksheet.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def edited(rows: Rows, edit: Callable[[Worksheet], object], name: str = "activities") -> bytes:
    """A workbook of one sheet as bytes, changed by a person's hand after the rows were written."""
    book = openpyxl.Workbook()
    worksheet = book.worksheets[0]
    worksheet.title = name
    for row in rows:
        worksheet.append(list(row))
    edit(worksheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def with_part(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """A package with some bytes of a part replaced; the old ones must be there."""
    parts = read_package(content)
    assert old in parts[name]
    return write_package({**parts, name: parts[name].replace(old, new)})


def csv_bytes(rows: Rows) -> bytes:
    """A csv file as bytes."""
    target = io.StringIO(newline="")
    csv.writer(target).writerows(rows)
    return target.getvalue().encode("utf-8")


def without_row(rows: Outcome[Collected], key: RowKey) -> Outcome[Collected]:
    """The rows of a meeting as read, one of them blanked."""
    return changed(
        rows, lambda s: replace(s, rows=tuple(raw for raw in s.rows if s.key(raw) != key))
    )


def changed(rows: Outcome[Collected], change: Callable[[Sheet], Sheet]) -> Outcome[Collected]:
    """The rows of a meeting as read, each sheet changed."""
    return Outcome(
        rows.value._replace(sheets=tuple(change(s) for s in rows.value.sheets)), rows.findings
    )


def changed_settings(path: Path, values: dict[str, str]) -> None:
    """The Settings of a meeting with these values, keys that are not there added."""
    book = openpyxl.load_workbook(path)
    rows = {str(row[0].value): row for row in book["Settings"].iter_rows()}
    for key, value in values.items():
        if key in rows:
            rows[key][1].value = value
        else:
            book["Settings"].append([key, value])
    book.save(path)
