"""csv files as offices save them: in any common encoding, with commas, semicolons or tabs between
the fields.

In: bytes. Out: one sheet without a name. A byte order mark or valid UTF-8 settles the encoding;
bytes that do not fit become visible marks in their own cells. Excel's line `sep=;` settles the
separator; otherwise the one is chosen that splits an early row into several names and the rows
below it into as many fields. A text whose quotation marks are not closed is refused.
"""

import codecs
import csv
import io
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

from pipeline.collect.cells import text_cell
from pipeline.collect.formats import CannotRead
from pipeline.model.source import Cell, RawRow, Remark, Sheet, SheetKind

# Error values as spreadsheets in English, French and Spanish, and LibreOffice, show them and write
# them as text into a csv file.
_ERROR = re.compile(
    r"#(?:REF!|VALUE!|DIV/0!|NAME\?|N/A|NUM!|NULL!|SPILL!|CALC!|VALEUR!|NOM\?|NOMBRE!|NUL!|¡[A-Z]+(?:/0)?!|¿NOMBRE\?)|Err:5\d\d"
)

MAX_CELLS = 1_000_000


def read_csv(source: str, content: bytes) -> tuple[Sheet, ...]:
    """The non-empty rows, numbered from 1 as a spreadsheet would number them.

    ValueError if the text is not csv: a field of more than a million characters, or a quotation
    mark that is never closed and would swallow the rows below it. CannotRead if it has more cells
    than any table of a meeting.
    """
    decoded = decode(content)
    rows: list[RawRow] = []
    n_cells = 0
    for number, fields in enumerate(split(decoded.text), start=1):
        if any(field.strip() for field in fields):
            rows.append(RawRow(number, tuple(_cell(field) for field in fields)))
            n_cells += len(fields)
            if n_cells > MAX_CELLS:
                raise CannotRead("unsafe-file", "it has more cells than any table should have")
    said = (Remark("encoding-found", hint=decoded.guessed),) if decoded.guessed else ()
    return (Sheet(source, "", tuple(rows), SheetKind.CSV, said),)


def _cell(field: str) -> Cell:
    if _ERROR.fullmatch(field.strip()):
        return Cell(field, "error-value")
    return text_cell(field)


SEPARATORS = (",", ";", "\t")
_LONGEST_FIELD = 1_000_000
_DECLARED = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_HEADER_WITHIN, _AT_THE_TOP = 20, 2


class NotCsv(ValueError):
    """The text is not csv: in which row, and what is wrong with it."""

    def __init__(self, row: int, what: str) -> None:
        super().__init__(f"row {row}: {what}")
        self.row = row


class _Split(NamedTuple):
    """The rows by one separator, and how well it fits: where the header is, and how many rows below
    are as wide.
    """

    rows: list[list[str]]
    header: int
    width: int
    n_alike: int


def split(text: str) -> list[list[str]]:
    """The rows of fields, empty ones included. NotCsv if quotation marks or the length of a field
    rule csv out.

    The line that declares a separator is not a row: a spreadsheet does not show it either.
    """
    if declared := _DECLARED.match(text):
        return _rows(text[declared.end() :], declared[1])
    faults, splits = [], []
    for separator in SEPARATORS:
        try:
            splits.append(_judged(_rows(text, separator)))
        except NotCsv as fault:
            faults.append(fault)
    if not splits:  # the separator that got furthest found the fault
        raise max(faults, key=lambda fault: fault.row)
    # The earliest header with rows like it below wins, failing that one at the very top; a text
    # that no separator splits is read with commas.
    several = [s for s in splits if s.width > 1 and (s.n_alike or s.header < _AT_THE_TOP)]
    fitting = [s for s in several if s.n_alike and s.n_alike * 2 >= _n_below(s)]
    return min(
        fitting or several or splits[:1], key=lambda s: (s.header, -s.n_alike * s.width, -s.width)
    ).rows


def _rows(text: str, separator: str) -> list[list[str]]:
    csv.field_size_limit(_LONGEST_FIELD)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            rows.append(row)
    except csv.Error as error:
        what = (
            "a field is longer than a cell can be"
            if "limit" in str(error)
            else "a quotation mark opens a field and does not close it"
        )
        raise NotCsv(len(rows) + 1, what) from error
    return rows


def _judged(rows: list[list[str]]) -> _Split:
    for number, fields in enumerate(rows[:_HEADER_WITHIN]):
        names = [field for field in fields if field.strip()]
        if len(names) > 1 and len(names) * 2 > len(fields) and len(set(names)) == len(names):
            width = len(fields)
            n_alike = sum(len(fields) == width for fields in rows[number + 1 :])
            return _Split(rows, number, width, n_alike)
    return _Split(rows, 0, 1, 0)


def _n_below(split: _Split) -> int:
    return sum(any(field.strip() for field in fields) for fields in split.rows[split.header + 1 :])


_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # checked before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Encodings that office programs use when they do not write Unicode. If several fit equally well,
# the first is used.
_LIKELY = (
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1256",
    "cp1254",
    "cp1253",
    "mac_roman",
    "cp850",
    "cp437",
)
# Letters and characters of the texts we meet, in Windows-1252: there are too few of them in a file
# for statistics to tell anything.
_WESTERN = frozenset("ÀÂÄÁÇÉÈÊËÍÎÏÑÓÔÖÙÛÜÚŒÆàâäáçéèêëíîïñóôöùûüúœæßåÅøØ¿¡€£§°«»‘’“”–—…•·×\u00a0")
_BEYOND_ASCII = re.compile("[\u0080-\U0010ffff]")
_LOOKED_AT = 200_000


class Decoded(NamedTuple):
    """A text; `guessed` names the encoding if nothing in the file says which it is."""

    text: str
    guessed: str = ""


def decode(content: bytes) -> Decoded:
    """The text of the bytes. A byte that is no character in the encoding becomes a lone
    surrogate.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return Decoded(_by(content[len(mark) :], name))
    if wide := _without_mark(content):
        return Decoded(_by(content, wide), wide)
    text = content.decode("utf-8", "surrogateescape")
    n_bad = sum("\udc80" <= letter <= "\udcff" for letter in _BEYOND_ASCII.findall(text))
    n_sound = len(_BEYOND_ASCII.findall(text)) - n_bad
    if n_bad <= n_sound:
        return Decoded(text)
    name = _likeliest(content)
    if not name:
        return Decoded(text)
    return Decoded(content.decode(name, "replace"), name)


def _by(content: bytes, name: str) -> str:
    """The text in a form of Unicode; damaged parts become characters that no document can
    contain.
    """
    if name == "utf-8":
        return content.decode(name, "surrogateescape")
    return content.decode(name, "replace").replace("\ufffd", "\ufffe")


def _without_mark(content: bytes) -> str:
    """UTF-16 without a byte order mark: with plain letters, every second byte is zero."""
    if len(content) % 2 or len(content) < 4:  # noqa: PLR2004 - two characters of two bytes
        return ""
    half = len(content) // 2
    for name, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        if content[first::2].count(0) * 2 > half and content[1 - first :: 2].count(0) * 10 < half:
            return name
    return ""


def _likeliest(content: bytes) -> str:
    """Windows-1252 if it gives letters that we expect, otherwise the encoding with the fewest odd
    letters; empty for none.
    """
    if _fits(content, "cp1252") and _WESTERN.issuperset(
        _BEYOND_ASCII.findall(content.decode("cp1252"))
    ):
        return "cp1252"
    lines = [line for line in content.splitlines(keepends=True) if not line.isascii()]
    matches = list(from_bytes(b"".join(lines)[:_LOOKED_AT], cp_isolation=list(_LIKELY)))
    if not matches:
        return ""
    least = min(match.chaos for match in matches)
    least_odd = [match for match in matches if match.chaos == least]
    best = {name for match in least_odd for name in (match.encoding, *match.could_be_from_charset)}
    fitting = [name for name in _LIKELY if name in best and _fits(content, name)]
    return next(iter(fitting), "")


def _fits(content: bytes, name: str) -> bool:
    try:
        content.decode(name)
    except UnicodeDecodeError:
        return False
    return True
