"""Texts of a workbook: the strings its sheets share, and those that stand in a cell.

In: XML. Out: cells. A text of which any part is struck through is a fault: what was struck must not
be used.
"""

import io
import re
from collections.abc import Iterator

from lxml import etree

from pipeline.collect.cells import text_cell
from pipeline.model.source import Cell

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRUCK = "struck-through"
_T, _R, _RPR, _STRIKE = (f"{MAIN}{name}" for name in ("t", "r", "rPr", "strike"))
# Excel writes a character that XML cannot hold, and an underscore before what only looks so, as
# _xHHHH_.
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_OFF = ("0", "false")


def unescaped(text: str) -> str:
    """The text with Excel's _xHHHH_ read as the characters they stand for."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def elements(part: bytes, *names: str) -> Iterator[etree._Element]:
    """The elements of these names in a part, each forgotten once the next is asked for.

    lxml.etree.XMLSyntaxError where the part is not well formed.
    """
    tags = tuple(f"{MAIN}{name}" for name in names)
    found = etree.iterparse(
        io.BytesIO(part), tag=tags, resolve_entities=False, no_network=True, load_dtd=False
    )
    for _, element in found:
        yield element
        element.clear()
        while (
            element.getprevious() is not None
        ):  # else a sheet of a million rows keeps a million empty elements
            del element.getparent()[0]


def string_cell(element: etree._Element) -> Cell:
    """The cell of a shared or inline string: its runs put together, phonetic ones left out."""
    texts, is_struck = [], False
    for child in element:
        if child.tag == _T:
            texts.append(child.text or "")
        elif child.tag == _R:
            text = child.findtext(_T) or ""
            texts.append(text)
            is_struck = is_struck or (bool(text.strip()) and _is_struck(child))
    cell = text_cell(unescaped("".join(texts)))
    return cell._replace(fault=STRUCK) if is_struck else cell


def _is_struck(run: etree._Element) -> bool:
    strike = run.find(f"{_RPR}/{_STRIKE}")
    return strike is not None and strike.get("val", "1") not in _OFF


def shared_strings(part: bytes) -> list[Cell]:
    """The shared strings of a workbook in order, a cell each."""
    return [string_cell(element) for element in elements(part, "si")]
