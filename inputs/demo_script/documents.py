"""The demo's reports that come as documents: Word on the form, PDF with text, PDF with fields, a
scan.

In: a report and the labels of a language. Out: bytes, the same on every run and every machine; each
says that its data is invented.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from xml.sax.saxutils import escape

from demo_script.labels import Words
from demo_script.write import DEMO_MARK, ZIP_EPOCH, Row

FORM_I = 8
_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default'
    ' Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default'
    ' Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml"'
    f' ContentType="{_OFFICE}"/></Types>'
)
_RELATIONS = (
    "<Relationships"
    ' xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:color="808080"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
Table = Sequence[Sequence[str]]


def day(given: date) -> str:
    """A day as the form asks for it."""
    return f"{given.day:02}/{given.month:02}/{given.year}"


def status_of(since: int | None, has_lines: bool) -> int:
    """Which of the three options is chosen: changed, unchanged since a year, or not applicable."""
    if since is not None:
        return 1
    return 0 if has_lines else 2


def sections(lines: Iterable[Row], words: Words) -> dict[str, Table]:
    """The lines as tables by heading, titles first; columns that no line of a section fills are
    left out.
    """
    by_section: dict[str, list[Row]] = {}
    for line in lines:
        by_section.setdefault(str(line["section"]), []).append(line)
    return {words.headings[name]: _table(name, rows, words) for name, rows in by_section.items()}


def _table(section: str, lines: Sequence[Row], words: Words) -> Table:
    fields = ("counterpart", "channel", "obligation", "kind", "amount", "currency", "description")
    heads = (words.who.get(section, words.columns[0]), *words.columns[1:])
    used = [n for n, field in enumerate(fields) if any(line.get(field) for line in lines)]
    rows = [[_cell(fields[n], line, words) for n in used] for line in lines]
    return [[heads[n] for n in used], *rows]


def _cell(field: str, line: Row, words: Words) -> str:
    value = str(line.get(field, ""))
    named = {"kind": words.kinds, "obligation": words.obligations}.get(field, {})
    return "; ".join(named.get(part, part) for part in value.split("; "))


# --- Word


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str) -> str:
    """A paragraph of runs."""
    return f"<w:p>{''.join(runs)}</w:p>"


def box(is_on: bool) -> str:
    """A check box as Word keeps it."""
    state, sign = ("1", "☒") if is_on else ("0", "☐")
    return (
        f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{state}"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent>{_run(sign)}</w:sdtContent></w:sdt>"
    )


def _word_table(rows: Iterable[Sequence[str]]) -> str:
    """A table of cells, each a piece of XML."""
    made = "".join(
        f"<w:tr>{''.join(f'<w:tc><w:tcPr/>{cell}</w:tc>' for cell in row)}</w:tr>" for row in rows
    )
    return f"<w:tbl><w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>{made}</w:tbl>"


def _options(words: Words, chosen: int, since: int | None) -> str:
    texts = (
        option.format((since or 2020) if n == chosen else "….")
        for n, option in enumerate(words.options)
    )
    return "".join(paragraph(box(n == chosen), _run(f" {text}")) for n, text in enumerate(texts))


def word_report(
    words: Words,
    state: str,
    years: tuple[int, int],
    dated: date,
    since: int | None,
    lines: Iterable[Row],
) -> bytes:
    """A report on the form in Word; `years` are first and last of its period."""
    lines = tuple(lines)
    cells = [
        paragraph(_run(title))
        + _options(words, status_of(since, bool(lines)) if n == FORM_I else 1, since)
        for n, title in enumerate(words.titles)
    ]
    filled = (
        "<w:sdt><w:sdtPr><w:tag"
        f' w:val="state"/></w:sdtPr><w:sdtContent>{_run(state)}</w:sdtContent></w:sdt>'
    )
    last = f'<w:ins w:id="1" w:author="">{_run(day(date(years[1], 12, 31)))}</w:ins>'
    body = [
        paragraph(_run(DEMO_MARK)),
        paragraph(_run(f"{words.state} "), filled),
        paragraph(_run(f"{words.period} {day(date(years[0], 1, 1))} {words.to} "), last),
        paragraph(_run(f"{words.submitted} {day(dated)}")),
        _word_table([(cells[n], cells[n + 5]) for n in range(5)]),
    ]
    tables = sections(lines, words)
    if tables:
        body.append(paragraph(_run(words.titles[FORM_I])))
    for heading, table in tables.items():
        body.append(paragraph(_run(heading)))
        body.append(_word_table([[paragraph(_run(text)) for text in row] for row in table]))
    if tables:
        body += [paragraph(_run(words.titles[FORM_I + 1])), paragraph(_run("–"))]
    document = f"<w:document {_W}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>"
    return _zipped(
        {"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": document}
    )


def _zipped(parts: Mapping[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name, ZIP_EPOCH)
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            archive.writestr(
                entry, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + part
            )
    return target.getvalue()
