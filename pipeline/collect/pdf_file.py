"""PDF files: lines of text by page, whichever way the page lies, rows of tables on pages with ruled
lines, form fields, and the comments that readers attached to a line.

In: bytes. Out: one sheet per page, form field and comment. Refused (CannotRead) are files behind a
password, without text, or in Arabic or Hebrew, because nothing in a PDF proves the order of their
letters.
"""

import ctypes
import hashlib
import io
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

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
        comments = tuple(_comments(document, pages))
    finally:
        document.close()
    filled = tuple(field for field in fields if field[2].strip())
    _check_words(pages, has_fields=bool(filled))
    return (
        *_page_sheets(source, sha256, pages, blank),
        *_field_sheets(source, sha256, filled),
        *_comment_sheets(source, sha256, comments),
    )


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


def _marks(page: pypdfium2.PdfPage) -> Iterator[Any]:
    """The annotations of a page, each open until the next is asked for."""
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        mark = raw.FPDFPage_GetAnnot(page, number)
        try:
            yield mark
        finally:  # also where nobody asks for the next
            raw.FPDFPage_CloseAnnot(mark)


def _has_fields(page: pypdfium2.PdfPage) -> bool:
    """Whether there are form fields on a page; their words are not part of its text."""
    return any(raw.FPDFAnnot_GetSubtype(mark) == raw.FPDF_ANNOT_WIDGET for mark in _marks(page))


MAX_COMMENTS = 5_000
_NO_COMMENTS = frozenset({raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP})
# What a mark says that has no words of its own, where it changes what the line says.
_SAID_BY_MARK = {raw.FPDF_ANNOT_STRIKEOUT: "(struck out)", raw.FPDF_ANNOT_REDACT: "(redacted)"}
_REACH = 30.0  # points from the middle of a mark within which its line is looked for


class _Comment(NamedTuple):
    """What a mark says, and the page and row that it lies on; row 0 for none."""

    text: str
    page: int
    row: int


def _comments(
    document: pypdfium2.PdfDocument, pages: list[tuple[RawRow, ...]]
) -> Iterator[_Comment]:
    """The comments of a file, page by page. ValueError for more than any report has."""
    n_comments = 0
    for number, rows in enumerate(pages):
        page = document[number]
        for mark in _marks(page):
            subtype = raw.FPDFAnnot_GetSubtype(mark)
            words = _contents(mark).strip() or _SAID_BY_MARK.get(subtype, "")
            if subtype in _NO_COMMENTS or not words:
                continue
            n_comments += 1
            if n_comments > MAX_COMMENTS:
                raise ValueError("it has more comments than any report")
            yield _Comment(words, number + 1, _row_of(page, mark, rows))


def _contents(mark: Any) -> str:
    """The words of an annotation."""
    size = raw.FPDFAnnot_GetStringValue(mark, b"Contents", None, 0)
    buffer = ctypes.create_string_buffer(size)
    written = ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR))
    raw.FPDFAnnot_GetStringValue(mark, b"Contents", written, size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")


def _row_of(page: pypdfium2.PdfPage, mark: Any, rows: tuple[RawRow, ...]) -> int:
    """The number of the row nearest to an annotation; 0 if there is none near it."""
    bounds = raw.FS_RECTF()
    if not raw.FPDFAnnot_GetRect(mark, bounds):
        return 0
    text = page.get_textpage()
    x, y = (bounds.left + bounds.right) / 2, (bounds.top + bounds.bottom) / 2
    at = raw.FPDFText_GetCharIndexAtPos(text.raw, x, y, page.get_width(), _REACH)
    if at < 0:
        return 0
    before, behind = text.get_text_range(0, at), text.get_text_range(at)
    line = _bare(before.splitlines()[-1] if before else "") + _bare(behind.splitlines()[0])
    found = (row.number for row in rows if line in _bare("".join(c.text for c in row.cells)))
    return next(found, 0)


def _bare(text: str) -> str:
    return "".join(text.split())


def _comment_sheets(source: str, sha256: str, comments: tuple[_Comment, ...]) -> Iterator[Sheet]:
    for number, comment in enumerate(comments, start=1):
        yield Sheet(
            source,
            "comment",
            (RawRow(number, (text_cell(comment.text),)),),
            SheetKind.COMMENTS,
            sha256=sha256,
            follows=-1,
            within=(comment.page, comment.row),
        )


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
