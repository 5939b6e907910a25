"""PDF files: lines of text by page, whichever way the page lies, rows of tables on pages with ruled
lines, form fields.

In: bytes. Out: one sheet per page and one per form field. Refused (CannotRead) are files behind a
password, without text, or in Arabic or Hebrew, because nothing in a PDF proves the order of their
letters.
"""

import hashlib
import io
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pypdf
import pypdfium2
from pypdf.errors import PyPdfError
from pypdfium2 import raw

from pipeline.collect.cells import text_cell
from pipeline.collect.formats import CannotRead
from pipeline.model.source import RawRow, Remark, Sheet, SheetKind
from pipeline.ooxml.inline import CHECKED, UNCHECKED

MAX_PAGES = 400
_STARTS_WITHIN = 1_024
_RULES = 8
_MOST_RIGHT_TO_LEFT = 0.2
_HYPHEN_AT_END = "\ufffe"  # pdfium's mark for a hyphen at the end of a line


def read_pdf(source: str, content: bytes) -> tuple[Sheet, ...]:
    """The pages and fields. CannotRead if they cannot be trusted, ValueError if the file is
    damaged.
    """
    if b"%PDF" not in content[:_STARTS_WITHIN]:
        raise CannotRead("not-a-pdf")
    sha256 = hashlib.sha256(content).hexdigest()
    document = _opened(content)
    try:
        fields = read_fields(content) if document.get_formtype() else ()
        if (turned := upright(content, document)) is not None:
            document.close()
            document, content = _opened(turned), turned
        pages = _pages(document, content)
        blank = _blank_pages(document, pages)
    finally:
        document.close()
    filled = tuple(field for field in fields if field[2].strip())
    _check_words(pages, has_fields=bool(filled))
    return (*_page_sheets(source, sha256, pages, blank), *_field_sheets(source, sha256, filled))


def _blank_pages(document: pypdfium2.PdfDocument, pages: list[tuple[RawRow, ...]]) -> list[str]:
    """The numbers of the pages without text and without form fields."""
    empty = (number for number, rows in enumerate(pages) if not rows)
    return [str(number + 1) for number in empty if not _has_fields(document[number])]


def _check_words(pages: list[tuple[RawRow, ...]], *, has_fields: bool) -> None:
    """CannotRead if the pages contain no words, or words whose order nothing proves."""
    rows = (row for page in pages for row in page)
    words = "".join("".join(cell.text for cell in row.cells) for row in rows)
    if not has_fields and not words.strip():
        raise CannotRead("pdf-without-text", f"{len(pages)} pages")
    if _is_right_to_left(words):
        raise CannotRead("pdf-right-to-left", f"{len(pages)} pages")


def _page_sheets(
    source: str, sha256: str, pages: list[tuple[RawRow, ...]], blank: list[str]
) -> list[Sheet]:
    """One sheet per page; the first one says which are blank."""
    sheets = [
        Sheet(source, str(number), rows, SheetKind.PAGE, sha256=sha256)
        for number, rows in enumerate(pages, start=1)
    ]
    if blank:
        remark = Remark("pages-without-text", hint=", ".join(blank))
        sheets[0] = replace(sheets[0], remarks=(remark,))
    return sheets


def _field_sheets(
    source: str, sha256: str, fields: tuple[tuple[str, str, str], ...]
) -> Iterator[Sheet]:
    for name, label, value in fields:
        row = RawRow(1, (text_cell(label), text_cell(value)))
        yield Sheet(source, name, (row,), SheetKind.FIELD, sha256=sha256)


def _opened(content: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(content)
        n_pages = len(document)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).casefold():
            raise CannotRead("locked-document") from error
        raise ValueError(str(error)) from error
    if not 0 < n_pages <= MAX_PAGES:
        raise CannotRead("unsafe-file", f"{n_pages} pages")
    return document


def _pages(document: pypdfium2.PdfDocument, content: bytes) -> list[tuple[RawRow, ...]]:
    """The rows of each page; pdfplumber looks only at pages with ruled lines."""
    pages: list[tuple[RawRow, ...]] = []
    ruled: list[int] = []
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage().get_text_bounded().replace(_HYPHEN_AT_END, "-")
        pages.append(tuple(_lines(text)))
        if text.strip() and _n_rules(page) >= _RULES:
            ruled.append(number)
    if ruled:
        for number, rows in rows_of_pages(content, ruled).items():
            pages[number] = rows
    return pages


def _lines(text: str) -> Iterator[RawRow]:
    lines = (line for line in text.splitlines() if line.strip())
    return (
        RawRow(number, (text_cell(line.strip()),)) for number, line in enumerate(lines, start=1)
    )


def _n_rules(page: pypdfium2.PdfPage) -> int:
    """How many lines and boxes that may form a table are drawn on a page."""
    count = 0
    for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        count += 1
        if count >= _RULES:
            break
    return count


def _has_fields(page: pypdfium2.PdfPage) -> bool:
    """Whether there are form fields on a page; their words are not part of its text."""
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        mark = raw.FPDFPage_GetAnnot(page, number)
        subtype = raw.FPDFAnnot_GetSubtype(mark)
        raw.FPDFPage_CloseAnnot(mark)
        if subtype == raw.FPDF_ANNOT_WIDGET:
            return True
    return False


def _is_right_to_left(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    turned = sum(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in letters)
    return bool(letters) and turned > _MOST_RIGHT_TO_LEFT * len(letters)


_OFF = frozenset({"", "/Off", "Off", "None"})
MAX_FIELDS = 5_000


def read_fields(content: bytes) -> tuple[tuple[str, str, str], ...]:
    """Name, label and value of each field. ValueError where the form cannot be read."""
    try:
        fields = pypdf.PdfReader(io.BytesIO(content)).get_fields() or {}
        if len(fields) > MAX_FIELDS:
            raise ValueError("it has more fields than any form")
        return tuple(
            (str(name), str(field.get("/TU") or name), _value(field))
            for name, field in fields.items()
            if field.get("/FT")
        )
    except (
        PyPdfError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        IndexError,
        RecursionError,
    ) as error:
        raise ValueError(f"pypdf: {type(error).__name__}") from error


def _value(field: object) -> str:
    value = str(field.get("/V", "") or "")  # type: ignore[attr-defined]
    if field.get("/FT") != "/Btn":  # type: ignore[attr-defined]
        return value
    if value in _OFF:
        return UNCHECKED
    return CHECKED


_MOST_COLUMNS = 60


def rows_of_pages(content: bytes, numbers: list[int]) -> dict[int, tuple[RawRow, ...]]:
    """The rows of these pages, counted from 0. ValueError if another reader finds other pages in
    the file.
    """
    import pdfplumber  # needed only if lines are ruled, and slow to import

    with pdfplumber.open(io.BytesIO(content)) as document:
        if numbers[-1] >= len(document.pages):
            raise ValueError("it has pages that one reader finds and another does not")
        return {number: _released(document.pages[number]) for number in numbers}


def _released(page: Any) -> tuple[RawRow, ...]:
    """The rows of a page, after which the library's own data on the page are released: a long
    report would otherwise fill the memory.
    """
    try:
        return _rows(page)
    finally:
        page.close()


def _middle(line: dict[str, Any]) -> float:
    return float(line["top"] + line["bottom"]) / 2


def _rows(page: Any) -> tuple[RawRow, ...]:
    lines = sorted(
        page.extract_text_lines(return_chars=False), key=lambda line: (line["top"], line["x0"])
    )
    rows: dict[int, RawRow] = {}
    inside: set[int] = set()
    for bounds, texts in _table_rows(page):
        _, top, _, bottom = bounds
        own = [n for n, line in enumerate(lines) if top <= _middle(line) <= bottom]
        inside.update(own)
        if own and any(texts) and len(texts) <= _MOST_COLUMNS:
            number = own[0] + 1
            rows.setdefault(number, RawRow(number, tuple(map(text_cell, texts))))
    for number, line in enumerate(lines, start=1):
        text = str(line["text"]).strip()
        if text and number - 1 not in inside:
            rows.setdefault(number, RawRow(number, (text_cell(text),)))
    return tuple(rows[number] for number in sorted(rows))


def _table_rows(page: Any) -> Iterator[tuple[Any, list[str]]]:
    """The rows of all tables of a page: the position of each, and the texts of its cells."""
    for table in page.find_tables():
        for row, texts in zip(table.rows, table.extract(), strict=True):
            yield row.bbox, [(text or "").strip() for text in texts]


_SAMPLE = 200
_QUARTER, _WHOLE = 90, 360
# What pypdf raises, besides its own errors, on files that are damaged inside.
_BROKEN = (
    PyPdfError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    RecursionError,
    NotImplementedError,
)


def upright(content: bytes, document: pypdfium2.PdfDocument) -> bytes | None:
    """The file with every page turned so that its letters stand upright; ValueError if that cannot
    be written.
    """
    pages = [document[number] for number in range(len(document))]
    turns = [_turn(page) for page in pages]
    if not any(
        turn is not None and (turn or page.get_rotation())
        for page, turn in zip(pages, turns, strict=True)
    ):
        return None
    try:
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
        for page, turn in zip(writer.pages, turns, strict=True):
            if turn is not None:
                page.rotation = turn
                page.transfer_rotation_to_content()
        target = io.BytesIO()
        writer.write(target)
    except _BROKEN as error:
        raise ValueError(f"pypdf: {type(error).__name__}") from error
    return target.getvalue()


def _turn(page: pypdfium2.PdfPage) -> int | None:
    """By how many degrees a page has to be turned clockwise so that most of its letters stand
    upright; None without letters.
    """
    text = page.get_textpage()
    n_letters = text.count_chars()
    step = max(1, n_letters // _SAMPLE)
    angles: Counter[int] = Counter()
    for number in range(0, n_letters, step):
        if not chr(raw.FPDFText_GetUnicode(text.raw, number)).isspace():  # a space has no direction
            degrees = math.degrees(raw.FPDFText_GetCharAngle(text.raw, number))
            angles[round(degrees / _QUARTER) * _QUARTER % _WHOLE] += 1
    if not angles:
        return None
    return -angles.most_common(1)[0][0] % _WHOLE
