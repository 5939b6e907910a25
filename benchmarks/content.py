"""The same paper for every maker: paragraphs of three pieces and five tables.

In: a number of paragraphs. Out: blocks for our renderer, plain values for the others, and the same
words to compare.
"""

import io
from typing import NamedTuple

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined

from pipeline.model.block import Block, Composed, Paragraph, Span, Table, TableRow

N_TABLES, N_ROWS, N_COLUMNS = 5, 50, 4
STYLE, TABLE_STYLE = "_ Single Txt_G", "UN Table_G"


class Content(NamedTuple):
    """What a paper says: pieces of each paragraph, cells of each row of each table."""

    paragraphs: tuple[tuple[str, str, str], ...]
    tables: tuple[tuple[tuple[str, ...], ...], ...]


def content(n: int) -> Content:
    """A paper of n paragraphs and five tables of fifty rows."""
    paragraphs = tuple(
        (f"Paragraph {i} ", f"names {i % 97} States & others", " in its last piece.")
        for i in range(n)
    )
    tables = tuple(
        tuple(tuple(f"t{t} r{r} c{c}" for c in range(N_COLUMNS)) for r in range(N_ROWS))
        for t in range(N_TABLES)
    )
    return Content(paragraphs, tables)


def as_blocks(paper: Content) -> Composed:
    """The paper as our blocks."""
    blocks: list[Block] = [
        Paragraph(f"p{i}", "paragraph", (Span(a), Span(b, "figure", "f"), Span(c)))
        for i, (a, b, c) in enumerate(paper.paragraphs)
    ]
    for t, rows in enumerate(paper.tables):
        cells = [tuple((Span(cell),) for cell in row) for row in rows]
        made = tuple(TableRow(f"t{t}-r{r}", row) for r, row in enumerate(cells[1:]))
        blocks.append(
            Table(f"t{t}", (Span("Table"),), (Span("Title"),), cells[0], (1800,) * N_COLUMNS, made)
        )
    return Composed(
        "bench", tuple(blocks), (), (Paragraph("masthead-page_mark", "masthead", (Span("BENCH"),)),)
    )


def loop_template(template: bytes) -> bytes:
    """The chapter's own template with docxtpl loops in the place of its anchors."""
    document = docx.Document(io.BytesIO(template))
    for paragraph in list(document.paragraphs):
        if paragraph.text == "[[body]]":
            loop = ("{%p for p in paragraphs %}", "{{ p[0] }}{{ p[1] }}{{ p[2] }}", "{%p endfor %}")
            for text in (*loop, "{%p for t in tables %}"):
                paragraph.insert_paragraph_before(
                    text, style=STYLE if text.startswith("{{") else None
                )
            table = document.add_table(rows=3, cols=N_COLUMNS)
            table.style = document.styles[TABLE_STYLE]
            table.rows[0].cells[0].text = "{%tr for r in t %}"
            for number, cell in enumerate(table.rows[1].cells):
                cell.text = "{{ r[" + str(number) + "] }}"
            table.rows[2].cells[0].text = "{%tr endfor %}"
            paragraph._p.addprevious(table._tbl)
            paragraph.text = "{%p endfor %}"
            _bookmark(document)
        elif paragraph.text == "[[annexes]]":
            paragraph.text = ""
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _bookmark(document: Document) -> None:
    """A bookmark over the looped paragraph, as every paragraph of ours has one (docx.md C)."""
    looped = next(p for p in document.paragraphs if p.text.startswith("{{"))
    for tag, place in (("w:bookmarkStart", 1), ("w:bookmarkEnd", None)):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), "{{ loop.index }}")
        if place:
            mark.set(qn("w:name"), "_msp_p{{ loop.index0 }}")
            looped._p.insert(place, mark)
        else:
            looped._p.append(mark)


def by_docxtpl(template: bytes, paper: Content) -> bytes:
    """The paper by a plain docxtpl loop."""
    document = DocxTemplate(io.BytesIO(template))
    values = {"paragraphs": paper.paragraphs, "tables": paper.tables, "page_mark": "BENCH"}
    document.render(
        values, jinja_env=Environment(undefined=StrictUndefined, autoescape=True), autoescape=True
    )
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def by_python_docx(template: bytes, paper: Content) -> bytes:
    """The paper by python-docx, a call a paragraph and a row."""
    document = docx.Document(io.BytesIO(template))
    for pieces in paper.paragraphs:
        paragraph = document.add_paragraph(style=STYLE)
        for piece in pieces:
            paragraph.add_run(piece)
    for rows in paper.tables:
        table = document.add_table(rows=0, cols=N_COLUMNS)
        table.style = document.styles[TABLE_STYLE]
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def n_words(content_of_file: bytes, piece: str) -> int:
    """How often a piece stands in a document: makers are compared on the same words."""
    document = docx.Document(io.BytesIO(content_of_file))
    cells = (
        (c.text for t in document.tables for r in t.rows for c in r.cells)
        if piece.startswith("t")
        else ()
    )
    texts = [*(p.text for p in document.paragraphs), *cells]
    return sum(piece in text for text in texts)
