"""xlsx workbooks, read by openpyxl: values first, formulas only where the zip holds some.

In: bytes. Out: the sheets with their non-empty rows. A formula without a stored result is a fault of its cell,
never an empty cell; an error value is one too.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator

from openpyxl import load_workbook
from openpyxl.cell.cell import TYPE_ERROR
from openpyxl.utils.exceptions import InvalidFileException

from pipeline.collect.cells import value_cell
from pipeline.model.source import Cell, RawRow, Sheet
from pipeline.ooxml import NotAPackage, read_package

_DECLARED = re.compile(rb"<(?:\w+:)?sheet\s")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


def read_xlsx(source: str, content: bytes) -> tuple[Sheet, ...]:
    """The worksheets in order. NotAPackage, UnsafePackage or ValueError where it is no workbook."""
    parts = read_package(content)
    if "xl/workbook.xml" not in parts:
        raise NotAPackage("no workbook inside")
    has_formulas = any(name.startswith("xl/worksheets/") and _FORMULA.search(part) for name, part in parts.items())
    try:
        with warnings.catch_warnings():
            # openpyxl warns of what it leaves out (drop-down lists, colours), none of which is read here
            warnings.simplefilter("ignore")
            sheets = tuple(_sheets(source, content))
            if not sheets or len(_DECLARED.findall(parts["xl/workbook.xml"])) > sum(map(_is_sheet, parts)):
                raise ValueError("a sheet is declared and not there")  # openpyxl would leave it out in silence
            return _with_formula_faults(sheets, content) if has_formulas else sheets
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError) as error:
        raise ValueError(f"openpyxl: {type(error).__name__}") from error
    except (zipfile.BadZipFile, OSError, EOFError) as error:
        raise NotAPackage(str(error)) from error


def _is_sheet(part: str) -> bool:
    return re.fullmatch(r"xl/\w*sheets/[^/]+\.xml", part) is not None


def _sheets(source: str, content: bytes) -> Iterator[Sheet]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    for worksheet in book.worksheets:
        worksheet.reset_dimensions()
        rows = []
        for number, cells in enumerate(worksheet.iter_rows(), start=1):
            values = tuple(_cell(cell.value, cell.data_type) for cell in cells)
            if any(value.text.strip() or value.fault for value in values):
                rows.append(RawRow(number, values))
        yield Sheet(source, worksheet.title, tuple(rows))
    book.close()


def _cell(value: object, data_type: str) -> Cell:
    if data_type == TYPE_ERROR:
        return Cell(str(value), "error-value")
    return value_cell(value)


def _with_formula_faults(sheets: tuple[Sheet, ...], content: bytes) -> tuple[Sheet, ...]:
    """The sheets again, each formula whose result was never stored marked as a fault."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    marked = []
    for sheet, worksheet in zip(sheets, book.worksheets, strict=True):
        worksheet.reset_dimensions()
        values = {row.number: row.cells for row in sheet.rows}
        rows = []
        for number, cells in enumerate(worksheet.iter_rows(), start=1):
            known = values.get(number, ())
            row = tuple(
                _checked(cell.value, known[position] if position < len(known) else Cell())
                for position, cell in enumerate(cells)
            )
            if any(value.text.strip() or value.fault for value in row):
                rows.append(RawRow(number, row))
        marked.append(Sheet(sheet.source, sheet.name, tuple(rows)))
    book.close()
    return tuple(marked)


def _checked(formula: object, stored: Cell) -> Cell:
    is_formula = (isinstance(formula, str) and formula.startswith("=")) or (
        formula is not None and not isinstance(formula, str | int | float | bool) and hasattr(formula, "ref")
    )
    if is_formula and not stored.text and not stored.fault:
        return Cell(str(formula) if isinstance(formula, str) else "=", "formula-without-value")
    return stored
