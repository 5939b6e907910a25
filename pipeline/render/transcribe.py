"""A workbook for a report that no machine can read: Cover and Form I, prefilled with what is known,
for a person.

In: what is wanted and the names of States. Out: bytes; filled in and put into national-reports it
is a report like any other. Internal until then.
"""

import io
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import xlsxwriter

from pipeline.model.forms import Wanted
from pipeline.model.tables import COVER_FIELDS, RESOURCE_LINES
from pipeline.ooxml import read_package, write_package

_ROWS = 60
_WIDTH = 22


def transcript(wanted: Wanted, pages: str, names: Mapping[str, str], on: date) -> bytes:
    """The workbook, the same for the same file; `pages` says how many it has, where that is
    known.
    """
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(target, options)
    book.set_properties(
        {
            "title": "INTERNAL: transcript",
            "author": "",
            "created": datetime(on.year, on.month, on.day),
        }
    )
    bold = book.add_format({"bold": True})
    known = {
        "state": names.get(wanted.state, wanted.state),
        "article7_year": str(wanted.year or ""),
        "transcribed_from": wanted.file.rpartition("/")[2],
    }
    title = _title(wanted.file, pages)
    _write_cover(book, title, known, bold)
    _write_lines(book, title, bold)
    book.close()
    return write_package(read_package(target.getvalue()))


def _title(file: str, pages: str) -> str:
    of_file = file
    if pages:
        of_file = f"{file} ({pages})"
    return (
        f"INTERNAL. Copy {of_file}, every page, into this workbook by hand, and put it into"
        " national-reports."
    )


def _write_cover(
    book: xlsxwriter.Workbook, title: str, known: Mapping[str, str], bold: Any
) -> None:
    """The fields of a cover, those filled in that the program knows."""
    cover = book.add_worksheet("Cover")
    cover.write_string(0, 0, title, bold)
    for column, head in enumerate(("field", "value")):
        cover.write_string(1, column, head, bold)
    for number, field in enumerate(COVER_FIELDS, start=2):
        cover.write_string(number, 0, field.name)
        cover.write_string(number, 1, known.get(field.name, ""))
        if field.values:
            cover.data_validation(
                number, 1, number, 1, {"validate": "list", "source": list(field.values)}
            )
    cover.set_column(0, 1, _WIDTH)


def _write_lines(book: xlsxwriter.Workbook, title: str, bold: Any) -> None:
    """The titles of the lines of a report, with the values of their columns to choose from."""
    form = book.add_worksheet(RESOURCE_LINES.name)
    form.write_string(0, 0, title, bold)
    for column, declared in enumerate(RESOURCE_LINES.columns):
        form.write_string(1, column, declared.name, bold)
        if declared.values:
            rule = {"validate": "list", "source": list(declared.values), "error_type": "warning"}
            form.data_validation(2, column, _ROWS, column, rule)
    form.set_column(0, len(RESOURCE_LINES.columns) - 1, _WIDTH)
    form.freeze_panes(2, 0)
