"""A workbook without its cells: its sheets in order, its styles, the day its dates count from, and
its texts.

In: the parts of a package. Out: a Book, and cells of text. A sheet that is declared but missing is
a fault of the file; a text of which any part is struck through is a fault of its cell, because
words that were struck out must not be used.
"""

import io
import posixpath
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from lxml import etree
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles import Color, Fill, PatternFill
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.utils.exceptions import InvalidFileException

from pipeline.collect.cells import DateShown, text_cell
from pipeline.model.source import Cell

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRUCK = "struck-through"
_T, _R, _RPR, _STRIKE = (f"{MAIN}{name}" for name in ("t", "r", "rPr", "strike"))
# Excel writes a character that XML cannot contain as _xHHHH_, and puts _x005F_ for the underscore
# of text that merely looks like that.
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_OFF = ("0", "false")


def unescaped(text: str) -> str:
    """The text with Excel's _xHHHH_ read as the characters they stand for."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def elements(part: bytes, *names: str) -> Iterator[etree._Element]:
    """The elements of these names in a part, each released once the next is asked for.

    lxml.etree.XMLSyntaxError if the part is not well formed.
    """
    tags = tuple(f"{MAIN}{name}" for name in names)
    found = etree.iterparse(
        io.BytesIO(part), tag=tags, resolve_entities=False, no_network=True, load_dtd=False
    )
    for _, element in found:
        yield element
        element.clear()
        while (
            element.getprevious() is not None
        ):  # otherwise a sheet of a million rows keeps a million empty elements
            del element.getparent()[0]


def string_cell(element: etree._Element) -> Cell:
    """The cell of a shared or inline string: its runs joined, phonetic ones left out."""
    texts, is_struck = [], False
    for child in element:
        if child.tag == _T:
            texts.append(child.text or "")
        elif child.tag == _R:
            text = child.findtext(_T) or ""
            texts.append(text)
            is_struck = is_struck or (bool(text.strip()) and _is_struck(child))
    cell = text_cell(unescaped("".join(texts)))
    if is_struck:
        return cell._replace(fault=STRUCK)
    return cell


def _is_struck(run: etree._Element) -> bool:
    strike = run.find(f"{_RPR}/{_STRIKE}")
    return strike is not None and strike.get("val", "1") not in _OFF


def shared_strings(part: bytes) -> list[Cell]:
    """The shared strings of a workbook in order, one cell each."""
    return [string_cell(element) for element in elements(part, "si")]


_WHITE = ("00FFFFFF", "FFFFFFFF")
_SYSTEM_COLOURS = (9, 64, 65)  # white, and the system's own colours for text and paper
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


# What the number formats that a file need not write out show in every language that has them (Part
# 1, 18.8.30 of ECMA-376): one shows a month in Chinese and a day in Japanese. 30 and 31 show a day.
_UNWRITTEN = {
    **dict.fromkeys((*range(27, 37), *range(50, 59)), DateShown()),
    **dict.fromkeys((27, 36, 50, 57), DateShown(year=True, month=True)),
    **dict.fromkeys((30, 31), DateShown(year=True, month=True, day=True)),
}
_WRITTEN_FROM = 164
_SECTION = re.compile(r'(?:"[^"]*"|\\.|[^;])*')
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
# What is not shown as it stands: texts, escaped and padding characters, colours and languages,
# morning and afternoon, exponents.
_LITERAL = re.compile(
    r'"[^"]*"|[\\_*].|\[[^\]]*\]|AM/PM|A/P|General|E[+-]', re.IGNORECASE | re.DOTALL
)
_DIGITS = re.compile("[0#?]")
_SIGN = re.compile(r"y+|m+|d+|h+|s+|e+|b+|g+")
_SIGN_OF_NUMBER = re.compile(r"y+|m+|d+|h+|s+")  # beside digits, as in ss.0 but not in 0.00 EGP
_YEARS, _DAYS = frozenset("yeb"), ("d", "dd")
_LONGEST_MINUTES = 2


def date_shown(code: str) -> DateShown | None:
    """What a number format shows of a date; None if it is no format of dates and times.

    >>> date_shown("[$-409]mmm\\-yy;@")
    DateShown(year=True, month=True, day=False)
    """
    shown = _SECTION.findall(code)[0]
    shown = _LITERAL.sub("\0", _ELAPSED.sub("h", shown)).casefold()
    signs = (_SIGN_OF_NUMBER if _DIGITS.search(shown) else _SIGN).findall(shown)
    if not signs:
        return None
    beside = zip(signs, ["", *signs], [*signs[1:], ""], strict=False)
    is_month = any(_is_month(*around) for around in beside)
    is_year = any(sign[0] in _YEARS for sign in signs)
    return DateShown(is_year, is_month, any(sign in _DAYS for sign in signs))


def _is_month(sign: str, before: str, behind: str) -> bool:
    """Whether a sign of a number format is that of a month; m and mm are minutes beside hours or
    seconds.
    """
    if sign[0] != "m":
        return False
    is_of_time = before[:1] == "h" or behind[:1] == "s"
    return len(sign) > _LONGEST_MINUTES or not is_of_time


class Style(NamedTuple):
    """What the style of a cell may mean here: what it shows of a date if it is a style of dates;
    `colour` is empty for white and for no fill.
    """

    date: DateShown | None = None
    is_span: bool = False
    is_struck: bool = False
    colour: str = ""


class SheetPart(NamedTuple):
    """A worksheet: its name, and where it is in the package."""

    name: str
    path: str
    is_hidden: bool


class Book(NamedTuple):
    """A workbook without its cells. `is_unreckoned`: the program that wrote it left the calculation
    to Excel.
    """

    sheets: tuple[SheetPart, ...]
    styles: tuple[Style, ...]
    epoch: datetime
    is_1904: bool
    is_unreckoned: bool


def read_book(content: bytes, parts: dict[str, bytes]) -> Book:
    """The sheets and styles of a package. Any of FAULTS or BROKEN_ZIP if it is damaged."""
    reader = ExcelReader(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    with reader.archive, warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # openpyxl warns about what it leaves out, none of which is read here
        reader.read_manifest()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
        sheets = tuple(
            SheetPart(sheet.name, rel.target, sheet.state != "visible")
            for sheet, rel in reader.parser.find_sheets()
            if rel.Type.endswith("/worksheet")
        )
    if not sheets or any(sheet.path not in parts for sheet in sheets):
        raise ValueError("a sheet is declared but missing")
    book: Any = reader.wb  # openpyxl keeps styles in attributes that its type stubs do not have
    is_unreckoned = bool(book.calculation and book.calculation.fullCalcOnLoad)
    return Book(sheets, _styles(book), book.epoch, book.epoch == CALENDAR_MAC_1904, is_unreckoned)


def _styles(book: Any) -> tuple[Style, ...]:
    return tuple(
        Style(
            _date_of(style.numFmtId, book._number_formats),
            number in book._timedelta_formats,
            bool(book._fonts[style.fontId].strike),
            _colour(book._fills[style.fillId]),
        )
        for number, style in enumerate(book._cell_styles)
    ) or (Style(),)


def _date_of(number: int, written: list[str]) -> DateShown | None:
    """What the number format of that id shows of a date, openpyxl having counted written ones
    from 164 on.
    """
    if number in _UNWRITTEN:
        return _UNWRITTEN[number]
    if number < _WRITTEN_FROM:
        return date_shown(BUILTIN_FORMATS.get(number, ""))
    return date_shown(written[number - _WRITTEN_FROM])


def _colour(fill: Fill) -> str:
    """The fill colour of a cell, in the file's own terms."""
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
    """The parts that a sheet refers to by relations of a type with that ending."""
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
