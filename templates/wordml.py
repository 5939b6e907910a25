"""The few words of WordprocessingML that the templates are made of, and the zip they are kept in.

In: names, measures in twips, letters. Out: elements, parts as bytes, a .docx whose bytes depend on
its parts alone. It refuses nothing and knows nothing of a page; that is in the modules beside it.
"""

import zipfile
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

EARLIEST_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
UNIX = 3
PLAIN_FILE = 0o644 << 16
OPENING_PARTS = ("[Content_Types].xml", "_rels/.rels")

# Twips: twentieths of a point.
TEXT_WIDTH = 9639
BODY_INDENT = 1134
NUMBER_END = 851
PARAGRAPH_TEXT = 1701
# Thickness of lines in eighths of a point.
HALF_POINT, POINT_AND_A_HALF = 4, 12
# The lists of numbering.xml.
HEADING_LIST, PARAGRAPH_LIST, BULLET_LIST = 1, 2, 3


def w(tag: str, *children: etree._Element, **attributes: str | int) -> etree._Element:
    """A WordprocessingML element with its attributes in the same namespace, and its children."""
    element = etree.Element(f"{{{W}}}{tag}", nsmap={"w": W, "r": R})
    for name, value in attributes.items():
        element.set(f"{{{W}}}{name}", str(value))
    element.extend(children)
    return element


def on(is_wanted: bool, *tags: str) -> list[etree._Element]:
    """One empty element a tag where the property is wanted, else none."""
    return [w(tag) for tag in tags] if is_wanted else []


def line(side: str, eighths: int, space: int = 0) -> etree._Element:
    """A single black line on one side."""
    return w(side, val="single", sz=eighths, space=space, color="auto")


def letters(
    *, bold: bool = False, italic: bool = False, half_points: int = 0
) -> list[etree._Element]:
    """The run properties for weight, slope and size, in the order the schema asks for."""
    properties = on(bold, "b", "bCs") + on(italic, "i", "iCs")
    if half_points:
        properties += [w("sz", val=half_points), w("szCs", val=half_points)]
    return properties


def run(words: str, *properties: etree._Element) -> etree._Element:
    """A run of words with the properties given."""
    text = w("t")
    text.text = words
    text.set(XML_SPACE, "preserve")
    return w("r", *([w("rPr", *properties)] if properties else []), text)


def tab_run(n_tabs: int = 1) -> etree._Element:
    """A run of tabs alone."""
    return w("r", *[w("tab") for _ in range(n_tabs)])


def field(instruction: str, shown: str, *properties: etree._Element) -> list[etree._Element]:
    """A complex field with the result that is shown until the field is worked out."""
    code = w("instrText")
    code.text = f" {instruction} "
    code.set(XML_SPACE, "preserve")
    runs = [
        w("r", w("fldChar", fldCharType="begin")),
        w("r", code),
        w("r", w("fldChar", fldCharType="separate")),
        run(shown),
        w("r", w("fldChar", fldCharType="end")),
    ]
    # Every run carries the look: LibreOffice takes that of the first, Word that of the result.
    for part in runs:
        part.insert(0, w("rPr", *deepcopy(properties)))
    return runs


def paragraph(
    style_id: str, *runs: etree._Element, properties: tuple[etree._Element, ...] = ()
) -> etree._Element:
    """A paragraph of that style; `properties` are those that differ from the style."""
    return w("p", w("pPr", w("pStyle", val=style_id), *properties), *runs)


def xml_bytes(root: etree._Element) -> bytes:
    """The part as Word writes one: declaration, UTF-8, standalone."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def write_docx(path: Path, parts: Mapping[str, bytes]) -> None:
    """Write the parts as a .docx: fixed order, dates and attributes, so the same parts give the
    same bytes.
    """
    names = [*OPENING_PARTS, *sorted(set(parts) - set(OPENING_PARTS))]
    with zipfile.ZipFile(path, "w") as package:
        for name in names:
            entry = zipfile.ZipInfo(name, EARLIEST_ZIP_DATE)
            entry.create_system = UNIX
            entry.external_attr = PLAIN_FILE
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, parts[name], compresslevel=6)
