"""PDF files: lines of text by page, however it lies, rows of tables on pages with ruled lines, form
fields.

In: bytes. Out: a sheet a page and a sheet a form field. It refuses (CannotRead) files behind a
password, without text, or in Arabic or Hebrew, whose order of letters in a PDF nothing proves.
"""

import hashlib
import unicodedata
from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw

from pipeline.collect.cells import text_cell
from pipeline.collect.fault import CannotRead
from pipeline.collect.pdf_fields import read_fields
from pipeline.collect.pdf_turned import upright
from pipeline.model.source import RawRow, Remark, Sheet, SheetKind

MAX_PAGES = 400
_STARTS_WITHIN = 1_024
_RULES = 8
_MOST_RIGHT_TO_LEFT = 0.2
_HYPHEN_AT_END = "\ufffe"  # pdfium's mark for a hyphen at the end of a line


def read_pdf(source: str, content: bytes) -> tuple[Sheet, ...]:
    """The pages and fields. CannotRead where they may not be trusted, ValueError where the file is
    broken.
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
        blank = [
            str(n + 1) for n, rows in enumerate(pages) if not rows and not _has_fields(document[n])
        ]
    finally:
        document.close()
    words = "".join(cell.text for page in pages for row in page for cell in row.cells)
    if not words.strip() and not any(value.strip() for _, _, value in fields):
        raise CannotRead("pdf-without-text", f"{len(pages)} pages")
    if _is_right_to_left(words):
        raise CannotRead("pdf-right-to-left", f"{len(pages)} pages")
    remarks = (Remark("pages-without-text", hint=", ".join(blank)),) if blank else ()
    sheets = [
        Sheet(
            source, str(number), rows, SheetKind.PAGE, remarks if number == 1 else (), sha256=sha256
        )
        for number, rows in enumerate(pages, start=1)
    ]
    sheets += [
        Sheet(
            source,
            name,
            (RawRow(1, (text_cell(label), text_cell(value))),),
            SheetKind.FIELD,
            sha256=sha256,
        )
        for name, label, value in fields
        if value.strip()
    ]
    return tuple(sheets)


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
    """The rows of each page; pdfplumber looks only at pages on which lines are ruled."""
    pages: list[tuple[RawRow, ...]] = []
    ruled: list[int] = []
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage().get_text_bounded().replace(_HYPHEN_AT_END, "-")
        pages.append(tuple(_lines(text)))
        if text.strip() and _n_rules(page) >= _RULES:
            ruled.append(number)
    if ruled:
        from pipeline.collect.pdf_tables import rows_of_pages

        for number, rows in rows_of_pages(content, ruled).items():
            pages[number] = rows
    return pages


def _lines(text: str) -> Iterator[RawRow]:
    lines = (line for line in text.splitlines() if line.strip())
    return (
        RawRow(number, (text_cell(line.strip()),)) for number, line in enumerate(lines, start=1)
    )


def _n_rules(page: pypdfium2.PdfPage) -> int:
    """How many lines and boxes are drawn on a page, as far as they may make a table."""
    count = 0
    for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        count += 1
        if count >= _RULES:
            break
    return count


def _has_fields(page: pypdfium2.PdfPage) -> bool:
    """Whether form fields stand on a page; their words are no text of it."""
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
