"""PDF files of the demo, written by hand in the simplest form of the format: text, ruled tables,
fields, a scan.

In: lines and tables. Out: bytes, the same on every run. Letters beyond Western Europe are not for
it.
"""

from collections.abc import Sequence
from datetime import date

from demo_script.documents import FORM_I, day, sections, status_of
from demo_script.labels import Words
from demo_script.write import DEMO_MARK, Row

_SIZE, _STEP, _LEFT, _TOP, _WIDTH, _WIDE = 8, 14, 40, 800, 520, 3
Table = Sequence[Sequence[str]]


def _text(x: float, y: float, words: str) -> bytes:
    escaped = (
        words.encode("cp1252", "replace")
        .replace(b"\\", b"\\\\")
        .replace(b"(", b"\\(")
        .replace(b")", b"\\)")
    )
    return b"BT /F1 %d Tf %g %g Td (%s) Tj ET\n" % (_SIZE, x, y, escaped)


def _page(blocks: Sequence[str | Table]) -> bytes:
    y: float = _TOP
    drawn = b""
    for block in blocks:
        if isinstance(block, str):
            drawn += _text(_LEFT, y, block)
            y -= _STEP
            continue
        narrow = _WIDTH / (len(block[0]) + _WIDE - 1)  # the last column holds the longest words
        for row in block:
            for n, text in enumerate(row):
                width = narrow * _WIDE if n == len(row) - 1 else narrow
                drawn += b"%g %g %g %g re S\n" % (_LEFT + n * narrow, y - 5, width, _STEP + 2)
                drawn += _text(_LEFT + n * narrow + 3, y, text)
            y -= _STEP + 2
        y -= 6
    return drawn


def _file(pages: Sequence[bytes], fields: Sequence[tuple[str, str, str]] = ()) -> bytes:
    first = 4 + 2 * len(pages)
    kids = b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(len(pages)))
    form = b"/AcroForm << /Fields [%s] >>" % b" ".join(
        b"%d 0 R" % (first + n) for n in range(len(fields))
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % (form if fields else b""),
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for n, drawn in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 850] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * n)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
    objects += [_field(*field) for field in fields]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    index = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    root = b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return body + index + root + b"startxref\n%d\n%%%%EOF\n" % len(body)


def _field(name: str, label: str, value: str) -> bytes:
    kind, written = (
        (b"/Btn", value.encode())
        if value.startswith("/")
        else (b"/Tx", b"(%s)" % value.encode("cp1252"))
    )
    named = (kind, name.encode(), label.encode("cp1252"), written)
    return (
        b"<< /FT %s /T (%s) /TU (%s) /V %s /Type /Annot /Subtype /Widget /Rect [0 0 9 9] >>" % named
    )


def text_report(
    words: Words, state: str, year: int, dated: date, since: int | None, lines: Sequence[Row]
) -> bytes:
    """A report printed to PDF: the cover on one page, Form I with ruled tables on the next."""
    cover: list[str | Table] = [
        DEMO_MARK,
        f"{words.state} {state}",
        f"{words.period} {day(date(year, 1, 1))} {words.to} {day(date(year, 12, 31))}",
        f"{words.submitted} {day(dated)}",
    ]
    for n, title in enumerate(words.titles):
        chosen = status_of(since, bool(lines)) if n == FORM_I else 1
        options = (option.format(since or 2020) for option in words.options)
        cover += [
            title,
            " ".join(f"[{'x' if k == chosen else ' '}] {text}" for k, text in enumerate(options)),
        ]
    inside: list[str | Table] = [words.titles[FORM_I]]
    for heading, table in sections(lines, words).items():
        inside += [heading, table]
    return _file([_page(cover), _page([*inside, words.titles[FORM_I + 1]])])


def field_report(words: Words, state: str, year: int) -> bytes:
    """A form filled in on screen, Form I not applicable: what it says stands in its fields."""
    period = f"{day(date(year, 1, 1))} {words.to} {day(date(year, 12, 31))}"
    options = [
        (
            f"form_i_{n}",
            f"{words.titles[FORM_I]} {option.format('')}".replace("()", "").strip(),
            "/Yes" if n == 2 else "/Off",
        )
        for n, option in enumerate(words.options)
    ]
    fields = [("state", words.state, state), ("period", words.period, period), *options]
    return _file([_page([DEMO_MARK, "Article 7 report"])], fields)


def scan(n_pages: int) -> bytes:
    """Pages that are pictures."""
    return _file([b"0.9 g 40 40 500 760 re f\n"] * n_pages)
