"""What a workbook says of itself, read by openpyxl: its sheets in order, its styles, and the day
its dates count from.

In: the bytes of a package. Out: one Book. A sheet that is declared and not there is a fault of the
file.
"""

import io
import posixpath
import warnings
import zipfile
from datetime import datetime
from typing import Any, NamedTuple

from lxml import etree
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles import Color, Fill, PatternFill
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.utils.exceptions import InvalidFileException

_WHITE = ("00FFFFFF", "FFFFFFFF")
_SYSTEM_COLOURS = (9, 64, 65)  # white, and what the system draws letters and paper with
FAULTS = (
    *(
        InvalidFileException,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        SyntaxError,
    ),
    *(OverflowError, etree.XMLSyntaxError),
)
BROKEN_ZIP = (zipfile.BadZipFile, OSError, EOFError)


class Style(NamedTuple):
    """What a style of a cell may mean here; `colour` is empty for paper white and no fill."""

    is_date: bool = False
    is_span: bool = False
    is_struck: bool = False
    colour: str = ""


class SheetPart(NamedTuple):
    """A worksheet: its name and where it lies in the package."""

    name: str
    path: str
    is_hidden: bool


class Book(NamedTuple):
    """A workbook without its cells. `is_unreckoned`: the program that wrote it left the reckoning
    to Excel.
    """

    sheets: tuple[SheetPart, ...]
    styles: tuple[Style, ...]
    epoch: datetime
    is_1904: bool
    is_unreckoned: bool


def read_book(content: bytes, parts: dict[str, bytes]) -> Book:
    """The sheets and styles of a package. Any of FAULTS or BROKEN_ZIP where it is damaged."""
    reader = ExcelReader(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    with reader.archive, warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # openpyxl warns of what it leaves out, none of which is read here
        reader.read_manifest()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
        sheets = tuple(
            SheetPart(sheet.name, rel.target, sheet.state != "visible")
            for sheet, rel in reader.parser.find_sheets()
            if rel.Type.endswith("/worksheet")
        )
    if not sheets or any(sheet.path not in parts for sheet in sheets):
        raise ValueError("a sheet is declared and not there")
    book: Any = reader.wb  # openpyxl keeps styles in attributes that its types do not have
    is_unreckoned = bool(book.calculation and book.calculation.fullCalcOnLoad)
    return Book(sheets, _styles(book), book.epoch, book.epoch == CALENDAR_MAC_1904, is_unreckoned)


def _styles(book: Any) -> tuple[Style, ...]:
    return tuple(
        Style(
            number in book._date_formats,
            number in book._timedelta_formats,
            bool(book._fonts[style.fontId].strike),
            _colour(book._fills[style.fillId]),
        )
        for number, style in enumerate(book._cell_styles)
    ) or (Style(),)


def _colour(fill: Fill) -> str:
    """The colour a cell is filled with, in the file's own terms."""
    if not isinstance(fill, PatternFill):
        return "several colours"
    if fill.fill_type in (None, "none"):
        return ""
    return _words(fill.fgColor)


def _words(colour: Color) -> str:
    if colour.type == "theme":
        return "" if colour.theme == 0 and not colour.tint else f"theme colour {colour.theme}"
    if colour.type == "indexed":
        return "" if colour.indexed in _SYSTEM_COLOURS else f"colour {colour.indexed}"
    return "" if colour.rgb in _WHITE else str(colour.rgb)[-6:]


def related(path: str, parts: dict[str, bytes], ending: str) -> list[str]:
    """The parts that a sheet points to by relations of a type that ends so."""
    folder, name = posixpath.split(path)
    rels = parts.get(f"{folder}/_rels/{name}.rels")
    if rels is None:
        return []
    found = [rel for rel in etree.fromstring(rels) if rel.get("Type", "").endswith(ending)]
    targets = [rel.get("Target", "") for rel in found]
    paths = [
        t[1:] if t.startswith("/") else posixpath.normpath(posixpath.join(folder, t))
        for t in targets
    ]
    return [path for path in paths if path in parts]
