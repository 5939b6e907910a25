"""Office files of every kind that have no business among national reports, made by a seeded draw.

In: a number. Out: the ending of a file and its bytes, the same on every run. Some are whole, some
have another ending, some are broken; what they say is labels of the form, hostile strings and plain
words in any order.
"""

import csv
import io
import re
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import openpyxl
import xlsxwriter
from docx import Document
from PIL import Image

from pipeline.ooxml import read_package, write_package
from tests.makers import report_forms, word_files
from tests.makers.corrupted_files import broken, broken_inside
from tests.makers.hostile_strings import PIECES
from tests.makers.pdf_files import page, pdf
from tests.makers.word_pictures import embedded, older_picture, picture

LANGUAGES = (
    report_forms.ENGLISH,
    report_forms.FRENCH,
    report_forms.SPANISH,
    report_forms.RUSSIAN,
    report_forms.CHINESE,
    report_forms.ARABIC,
)
STATES = (
    "Nowhereland",
    "Alphalandia",
    "",
    "Mu and Nu and nobody",
)  # none of the demo: its own reports must stay its own
AMOUNTS = (
    "25000",
    "1.500",
    "2,250.75",
    "USD 3 million",
    "-5",
    "n/a",
    "see Form F",
    "3 detectors",
    "0",
    "1e400",
)
ENDINGS = (
    ".docx",
    ".docm",
    ".xlsx",
    ".xlsm",
    ".pdf",
    ".csv",
    ".tsv",
    ".doc",
    ".xls",
    ".ods",
    ".odt",
    ".rtf",
    ".xlsb",
)
_TIME = re.compile(rb"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_PDF_TIME = re.compile(rb"D:20\d{12}")
CONVERSIONS = ("odt", "doc", "rtf", "pdf", "ods", "xls", "ots", "pptx")


def text(draw: Random) -> str:
    """A few words: labels, names, amounts, hostile pieces; no character that XML cannot hold."""
    words = draw.choice(LANGUAGES)
    labels = (
        words.state,
        words.period,
        words.changed,
        *words.titles,
        *words.headings.values(),
        *words.columns,
    )
    pool = (
        labels,
        STATES,
        AMOUNTS,
        PIECES,
        ("2024", "01/01/2024 to 31/12/2024", "word " * draw.randrange(200)),
    )
    said = " ".join(draw.choice(draw.choice(pool)) for _ in range(draw.randint(1, 6)))
    return (
        "".join(letter for letter in said if letter.isprintable() or letter in "\n\t")
        .encode("utf-8", "ignore")
        .decode()
    )


def _grid(draw: Random) -> list[list[str]]:
    width = draw.randint(1, 9)
    return [[text(draw) for _ in range(width)] for _ in range(draw.randint(1, 12))]


def _merged_row(draw: Random) -> str:
    merges = ("", "restart", "continue")
    return word_files.tr(
        *(
            word_files.tc(text(draw), draw.randint(1, 3), draw.choice(merges))
            for _ in range(draw.randint(1, 5))
        )
    )


def raw_word(draw: Random) -> bytes:
    """A Word file with everything that may stand in one, nested and merged at random."""
    makers: tuple[Callable[[], str], ...] = (
        lambda: word_files.p(text(draw)),
        lambda: word_files.p(
            word_files.inserted(text(draw)),
            word_files.deleted("gone"),
            word_files.control(word_files.run(text(draw)), "x"),
        ),
        lambda: word_files.p(
            word_files.box(draw.random() > 0.5),
            text(draw),
            word_files.older_box(draw.random() > 0.5),
        ),
        lambda: word_files.p(
            word_files.symbol(f"{draw.randrange(65_536):04X}"),
            word_files.older_text(text(draw), "a"),
        ),
        lambda: word_files.tbl(*_grid(draw)),
        lambda: word_files.tbl(*(_merged_row(draw) for _ in range(draw.randint(1, 6)))),
        lambda: word_files.tbl(
            word_files.tr(word_files.tc(word_files.tbl(*_grid(draw)) + word_files.p("")))
        ),
        lambda: picture(draw.uniform(1, 20), draw.uniform(1, 28)),
        lambda: older_picture(draw.uniform(1, 20), draw.uniform(1, 28)),
        embedded,
    )
    blocks = [draw.choice(makers)() for _ in range(draw.randint(1, 25))]
    if draw.random() > 0.5:
        blocks = [*report_forms.cover(draw.choice(STATES), words=draw.choice(LANGUAGES)), *blocks]
    return word_files.docx(*blocks, notes=[text(draw)] if draw.random() > 0.7 else [])


def made_in_word(draw: Random) -> bytes:
    """A Word file by python-docx: headings, lists, merged tables, a picture, a header, a section
    that lies across.
    """
    document = Document()
    for _ in range(draw.randint(1, 10)):
        document.add_heading(text(draw), level=draw.randint(0, 4))
        document.add_paragraph(text(draw), style=draw.choice(("Normal", "List Bullet", "Quote")))
        rows = _grid(draw)
        table = document.add_table(len(rows), len(rows[0]))
        for n, row in enumerate(rows):
            for k, words in enumerate(row):
                table.cell(n, k).text = words
        table.cell(0, 0).merge(table.cell(len(rows) - 1, draw.randrange(len(rows[0]))))
    if draw.random() > 0.5:
        document.add_picture(io.BytesIO(_image(draw, "PNG")))
    document.sections[0].header.paragraphs[0].text = text(draw)
    return _saved(document)


def _saved(made: object) -> bytes:
    target = io.BytesIO()
    made.save(target)  # type: ignore[attr-defined]
    return target.getvalue()


def _image(draw: Random, kind: str) -> bytes:
    target = io.BytesIO()
    size = (draw.randint(20, 400), draw.randint(20, 400))
    Image.new("RGB", size, (draw.randrange(256), 9, 99)).save(target, kind)
    return target.getvalue()


def book(draw: Random) -> bytes:
    """A workbook by openpyxl: sheets of any name, numbers, dates, formulas, merged cells,
    comments.
    """
    made = openpyxl.Workbook()
    names = ["Cover", "Form I", "Cover (2)", "Sheet1", "Withheld", "données", "Form F"]
    for name in draw.sample(names, draw.randint(1, 5)):
        sheet = made.create_sheet(name)
        if name == "Cover":
            sheet.append(["field", "value"])
            sheet.append(["state", draw.choice(STATES)])
            sheet.append(["article7_year", draw.choice(("2024", 2024, "24"))])
        for row in _grid(draw):
            day = date(2024, 1, 1) + timedelta(days=draw.randrange(900))
            sheet.append([*row, draw.choice((1.5, day, None, True, "=1/0", "=A1", 10**18))])
        sheet.merge_cells("A1:B2")
    return _saved(made)


def drawn_book(draw: Random) -> bytes:
    """A workbook by xlsxwriter, with a chart, a table, a link and a list to choose from."""
    target = io.BytesIO()
    made = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = made.add_worksheet()
    for n, row in enumerate(_grid(draw)):
        for k, words in enumerate(row):
            sheet.write_string(n, k, words[:30_000])
    chart = made.add_chart({"type": "column"})
    chart.add_series({"values": "=Sheet1!$A$1:$A$5"})
    sheet.insert_chart("H2", chart)
    sheet.write_url("Z1", "https://example.org/")
    sheet.data_validation("Y1", {"validate": "list", "source": ["a", "b"]})
    made.close()
    return target.getvalue()


def printed(draw: Random) -> bytes:
    """A PDF of lines, ruled tables, fields, blank pages."""
    pages = []
    for _ in range(draw.randint(1, 5)):
        width = draw.randint(1, 5)
        rows = [
            [text(draw)[:60].replace("\n", " ") for _ in range(width)]
            for _ in range(draw.randint(1, 6))
        ]
        pages.append(
            draw.choice((page(*text(draw).split("\n"), rows, text(draw)), page(text(draw)), b""))
        )
    fields = [
        (f"f{n}", "label", draw.choice(("/Yes", "/Off", "words"))) for n in range(draw.randrange(4))
    ]
    return pdf(*pages, fields=fields)


def photographed(draw: Random) -> bytes:
    """A PDF that is a picture."""
    return _image(draw, "PDF")


def table(draw: Random) -> bytes:
    """A csv file in any encoding, with any separator."""
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=draw.choice(",;\t|")).writerows(_grid(draw))
    return target.getvalue().encode(
        draw.choice(("utf-8", "utf-8-sig", "cp1252", "utf-16", "latin-1")), "replace"
    )


def other(draw: Random) -> bytes:
    """What is no office file we read: web pages, rich text, packages of other programs, pictures,
    noise, nothing.
    """
    return draw.choice(
        (
            f"<html><table><tr><td>{text(draw)}</td></tr></table></html>".encode(),
            rb"{\rtf1\ansi " + text(draw).encode("ascii", "ignore") + b"}",
            word_files.package({"ppt/presentation.xml": "<a/>", "[Content_Types].xml": "<a/>"}),
            word_files.package({"mimetype": "application/epub+zip", "content.opf": text(draw)}),
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + draw.randbytes(3_000),
            _image(draw, "PNG"),
            draw.randbytes(draw.randrange(5_000)),
            b"\n" * draw.randrange(3),
            text(draw).encode(),
        )
    )


MAKERS: tuple[tuple[str, Callable[[Random], bytes]], ...] = (
    (".docx", raw_word),
    (".docx", made_in_word),
    (".xlsx", book),
    (".xlsx", drawn_book),
    (".pdf", printed),
    (".pdf", photographed),
    (".csv", table),
    (".docx", other),
)


def _steady(content: bytes) -> bytes:
    """The file without the time at which a library wrote it."""
    if not content.startswith(b"PK"):
        return _PDF_TIME.sub(b"D:20250101000000", content)
    parts = read_package(content)
    return write_package(
        {name: _TIME.sub(b"2025-01-01T00:00:00Z", part) for name, part in parts.items()}
    )


def strange(number: int) -> tuple[str, bytes]:
    """The file of that number: ending and bytes."""
    draw = Random(number)  # noqa: S311 - no secret, the same on every run
    ending, maker = MAKERS[number % len(MAKERS)]
    content = _steady(maker(draw))
    fate = draw.random()
    if fate < 0.2 or maker is other:
        ending = draw.choice(ENDINGS)
    elif fate < 0.4:
        content = broken(content, draw)
    elif fate < 0.5 and ending in {".docx", ".xlsx"}:
        content = broken_inside(content, draw)
    return ending, content


@lru_cache(maxsize=1)
def converted(program: str) -> tuple[tuple[str, bytes], ...]:
    """Documents and workbooks as LibreOffice saves them in its own and others' formats."""
    made: list[tuple[str, bytes]] = []
    with TemporaryDirectory() as folder:
        at = Path(folder)
        (at / "word.docx").write_bytes(report_forms.report(state="Nowhereland"))
        (at / "book.xlsx").write_bytes(book(Random(1)))  # noqa: S311 - no secret
        for kind in CONVERSIONS:
            given = "book.xlsx" if kind in {"ods", "xls", "ots"} else "word.docx"
            command = [
                program,
                "--headless",
                f"-env:UserInstallation=file://{folder}/profile",
                "--convert-to",
                kind,
            ]
            command += ["--outdir", folder, f"{folder}/{given}"]
            subprocess.run(command, check=False, capture_output=True, timeout=120)
            made += [(f".{kind}", path.read_bytes()) for path in at.glob(f"*.{kind}")]
    return tuple(made)
