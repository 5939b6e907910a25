"""Word files whose styles carry meaning: the sheets of the document, the style of each paragraph
beside its words.

In: bytes. Out: what docx.py gives, each row of the paragraphs outside tables with the name of its
style as second cell. It refuses what docx.py refuses.
"""

from dataclasses import replace

from pipeline.collect.cells import text_cell
from pipeline.collect.docx import read_docx
from pipeline.model.source import RawRow, Sheet, SheetKind
from pipeline.ooxml import W, read_package
from pipeline.ooxml.walk import Paragraph, parse, walk

_STYLES = "word/styles.xml"


def read_styled(source: str, content: bytes) -> tuple[Sheet, ...]:
    """The parts of the document. NotAPackage or UnsafePackage where it is none, CannotRead where it
    holds macros.
    """
    sheets = read_docx(source, content)
    parts = read_package(content)
    names = _style_names(parts)
    styles = {
        block.number: names.get(block.style, "")
        for block in walk(parts).blocks
        if isinstance(block, Paragraph)
    }
    return tuple(
        _with_styles(sheet, styles) if sheet.kind is SheetKind.PARAGRAPHS else sheet
        for sheet in sheets
    )


def _style_names(parts: dict[str, bytes]) -> dict[str, str]:
    """The names of the document's styles by their ids."""
    if _STYLES not in parts:
        return {}
    names = {}
    for style in parse(parts[_STYLES]).iter(f"{W}style"):
        name = style.find(f"{W}name")
        if name is not None:
            names[style.get(f"{W}styleId", "")] = name.get(f"{W}val", "")
    return names


def _with_styles(sheet: Sheet, styles: dict[int, str]) -> Sheet:
    rows = (
        RawRow(row.number, (*row.cells, text_cell(styles.get(row.number, ""))))
        for row in sheet.rows
    )
    return replace(sheet, rows=tuple(rows))
