"""Rows to workbooks and csv files, the same bytes on every run and every machine.

In: rows as dictionaries and the columns they may fill. Out: files. It refuses a key that is no
column.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

Cell = str | int | Decimal | date
Row = Mapping[str, Cell]
Sheet = tuple[str, Sequence[str], Iterable[Row]]

DEMO_MARK = "DEMO – INVENTED DATA"
CREATED = datetime(2025, 7, 1)
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_workbook(path: Path, sheets: Iterable[Sheet], *, is_marked: bool) -> None:
    """Write one workbook; a marked one says in the first row of each sheet that the data is
    invented.
    """
    workbook, written = new_book()
    bold = workbook.add_format({"bold": True})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for name, columns, rows in sheets:
        worksheet = workbook.add_worksheet(name)
        if is_marked:
            worksheet.write_string(0, 0, DEMO_MARK, bold)
        header = 1 if is_marked else 0
        for at, column in enumerate(columns):
            worksheet.write_string(header, at, column, bold)
        worksheet.set_column(0, len(columns) - 1, 20)
        worksheet.freeze_panes(header + 1, 0)
        for below, row in enumerate(rows, start=1):
            _write_row(worksheet, header + below, columns, row, day)
    save(path, workbook, written)


def new_book(**options: bool) -> tuple[xlsxwriter.Workbook, io.BytesIO]:
    """An empty workbook of invented data, and where its bytes go; `options` as XlsxWriter has
    them.
    """
    written = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        written, {"in_memory": True, "strings_to_formulas": False, **options}
    )
    workbook.set_properties({"title": DEMO_MARK, "created": CREATED})
    return workbook, written


def save(path: Path, workbook: xlsxwriter.Workbook, written: io.BytesIO) -> None:
    """Close the workbook and write it, the same bytes on every machine."""
    workbook.close()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(stored(written.getvalue()))


def _write_row(
    worksheet: Worksheet, line: int, columns: Sequence[str], row: Row, day: xlsxwriter.format.Format
) -> None:
    for column, cell in row.items():
        at = columns.index(column)
        if isinstance(cell, date):
            worksheet.write_datetime(line, at, cell, day)
        elif isinstance(cell, str):
            worksheet.write_string(line, at, cell)
        else:
            worksheet.write_number(line, at, cell)


def stored(package: bytes) -> bytes:
    """The package of an office file with the same bytes on every run."""
    # Packed bytes depend on the zlib of the machine; stored ones do not.
    stored = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as packed, zipfile.ZipFile(stored, "w") as target:
        for name in packed.namelist():
            entry = zipfile.ZipInfo(name, ZIP_EPOCH)
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            target.writestr(entry, packed.read(name))
    return stored.getvalue()


def write_csv(
    path: Path, columns: Sequence[str], rows: Iterable[Row], *, is_marked: bool = False
) -> None:
    """Write one csv file in UTF-8; a marked one says in its first line that the data is
    invented.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as target:
        if is_marked:
            target.write(DEMO_MARK + "\n")
        writer = csv.DictWriter(target, fieldnames=list(columns), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
