"""PDF files written out in tests: lines of text, ruled tables, form fields, pages that are
pictures.

In: words. Out: bytes, put together by hand in the simplest form of the format.
"""

import io
from collections.abc import Sequence

import pypdf
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    TextStringObject,
)

_SIZE, _STEP, _LEFT, _TOP = 9, 14, 40, 800
_WIDTH = 520
_ALEF = (
    b"/CIDInit /ProcSet findresource begin begincmap /CMapType 2 def 1 begincodespacerange <00>"
    b" <ff> endcodespacerange 58 beginbfchar "
    + b" ".join(b"<%02x> <0627>" % code for code in range(65, 123))
    + b" endbfchar endcmap end"
)
Rows = Sequence[Sequence[str]]


def _text(x: float, y: float, words: str) -> bytes:
    escaped = (
        words.encode("cp1252", "replace")
        .replace(b"\\", b"\\\\")
        .replace(b"(", b"\\(")
        .replace(b")", b"\\)")
    )
    return b"BT /F1 %d Tf %g %g Td (%s) Tj ET\n" % (_SIZE, x, y, escaped)


def _table(rows: Rows, y: float) -> tuple[bytes, float]:
    """A ruled table, each cell in a box; a cell may have lines."""
    n_columns = len(rows[0])
    width = _WIDTH / n_columns
    drawn = b""
    for row in rows:
        height = _STEP * max(text.count("\n") + 1 for text in row) + 4
        for n, text in enumerate(row):
            x = _LEFT + n * width
            drawn += b"%g %g %g %g re S\n" % (x, y - height + 10, width, height)
            for k, line in enumerate(text.split("\n")):
                drawn += _text(x + 3, y - k * _STEP, line)
        y -= height
    return drawn, y - 6


def page(*blocks: str | Rows) -> bytes:
    """The drawing of a page: a line of words, or a table of rows."""
    y: float = _TOP
    drawn = b""
    for block in blocks:
        if isinstance(block, str):
            for line in block.split("\n"):
                drawn += _text(_LEFT, y, line)
                y -= _STEP
        else:
            table, y = _table(block, y)
            drawn += table
    return drawn


def pdf(
    *pages: bytes, fields: Sequence[tuple[str, str, str]] = (), is_arabic: bool = False
) -> bytes:
    """The file of these pages; fields are name, label and value (/Yes and /Off for boxes).

    `is_arabic` makes every Latin letter stand for the letter alef.
    """
    n = len(pages)
    kids = b" ".join(b"%d 0 R" % (4 + 2 * k) for k in range(n))
    first_field = 4 + 2 * n
    form = b"/AcroForm << /Fields [%s] >>" % b" ".join(
        b"%d 0 R" % (first_field + k) for k in range(len(fields))
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % (form if fields else b""),
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, n),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding %s >>"
        % (b"/ToUnicode %d 0 R" % (first_field + len(fields)) if is_arabic else b""),
    ]
    for k, drawn in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 850] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * k)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
    objects += [_field(*field) for field in fields]
    if is_arabic:
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(_ALEF), _ALEF))
    return _file(objects)


def annotated(content: bytes, *marks: tuple[str, int, float, str]) -> bytes:
    """The file with annotations, as a reader of PDF makes them: kind, page from 0, height on the
    page, words.
    """
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    for kind, number, y, words in marks:
        corners = FloatObject(_LEFT), FloatObject(y), FloatObject(_LEFT + 20), FloatObject(y + 9)
        mark = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject(kind),
                NameObject("/Rect"): ArrayObject(corners),
                NameObject("/Contents"): TextStringObject(words),
            }
        )
        writer.add_annotation(number, mark)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def height(line: int) -> float:
    """How high on its page a line lies, counted from 1, where there are lines alone above it."""
    return _TOP - (line - 1) * _STEP


def _field(name: str, label: str, value: str) -> bytes:
    is_box = value in {"/Yes", "/Off"}
    kind, written = (
        (b"/Btn", value.encode())
        if is_box
        else (b"/Tx", b"<FEFF%s>" % value.encode("utf-16-be").hex().encode())
    )
    return b"<< /FT %s /T (%s) /TU (%s) /V %s /Type /Annot /Subtype /Widget /Rect [0 0 9 9] >>" % (
        kind,
        name.encode(),
        label.encode("cp1252"),
        written,
    )


def _file(objects: Sequence[bytes]) -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        body + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R"
        b" >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            size,
            table,
            size,
            len(body),
        )
    )


def scan(n_pages: int = 2) -> bytes:
    """Pages without a word, as a scanner makes them."""
    return pdf(*[b"0.9 g 40 40 500 760 re f\n"] * n_pages)
