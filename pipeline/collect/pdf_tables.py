"""Pages of a PDF file on which lines are ruled: rows of their tables, and the lines of text around
them.

In: bytes and numbers of pages. Out: rows by page, each with the line of the page in which it
begins. A line inside a table is in its cells and nowhere else.
"""

import io
from typing import Any

import pdfplumber

from pipeline.collect.cells import text_cell
from pipeline.model.source import RawRow

_MOST_COLUMNS = 60


def rows_of_pages(content: bytes, numbers: list[int]) -> dict[int, tuple[RawRow, ...]]:
    """The rows of these pages, counted from 0. ValueError where the file has other pages for
    another reader.
    """
    with pdfplumber.open(io.BytesIO(content)) as document:
        if numbers[-1] >= len(document.pages):
            raise ValueError("pages that one reader finds and another does not")
        return {number: _released(document.pages[number]) for number in numbers}


def _released(page: Any) -> tuple[RawRow, ...]:
    """The rows of a page; what the library keeps of it is let go, or a long report would fill the
    memory.
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
    for table in page.find_tables():
        for place, texts in zip(table.rows, table.extract(), strict=True):
            _, top, _, bottom = place.bbox
            own = [n for n, line in enumerate(lines) if top <= _middle(line) <= bottom]
            inside.update(own)
            if own and any((text or "").strip() for text in texts) and len(texts) <= _MOST_COLUMNS:
                number = own[0] + 1
                rows.setdefault(
                    number, RawRow(number, tuple(text_cell((text or "").strip()) for text in texts))
                )
    for n, line in enumerate(lines):
        if n not in inside and str(line["text"]).strip():
            rows.setdefault(n + 1, RawRow(n + 1, (text_cell(str(line["text"]).strip()),)))
    return tuple(rows[number] for number in sorted(rows))
