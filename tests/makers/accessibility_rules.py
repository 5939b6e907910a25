"""What a reader who listens needs of a document: rules after those of axe for web pages.

In: document.xml and styles.xml, read by lxml alone. Out: faults, a line each.
"""

from collections.abc import Iterator

from lxml import etree

from tests.makers.ooxml_rules import W

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def faults(parts: dict[str, bytes]) -> Iterator[str]:
    """Header rows, names of tables and pictures, language, title, headings in order."""
    document, styles = (
        etree.fromstring(parts["word/document.xml"]),
        etree.fromstring(parts["word/styles.xml"]),
    )
    language = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    if language is None or not language.get(f"{W}val"):
        yield "no language of the document"
    core = etree.fromstring(parts["docProps/core.xml"])
    if not next((node.text for node in core if etree.QName(node).localname == "title"), ""):
        yield "no title of the document"
    for table in document.iter(f"{W}tbl"):
        yield from _table(table)
    for picture in document.iter(f"{WP}inline", f"{WP}anchor"):
        said = picture.find(f"{WP}docPr")
        if said is None or not said.get("descr") or not said.get("title"):
            yield "a picture without words for it"
    yield from _headings(document, styles)


def _table(table: etree._Element) -> Iterator[str]:
    names = {tag: _value(table, f"{W}tblPr/{W}{tag}") for tag in ("tblCaption", "tblDescription")}
    yield from (f"a table without {tag}" for tag, name in names.items() if not name)
    is_layout = names["tblCaption"] == "Masthead"
    marked = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.findall(f"{W}tr")]
    if marked != [not is_layout and position == 0 for position in range(len(marked))]:
        yield "a table whose first row, and no other, is not marked as its header"
    if any(True for _ in table.iter(f"{W}gridSpan", f"{W}vMerge")):
        yield "merged cells"


def _value(element: etree._Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None else found.get(f"{W}val", "")


def _headings(document: etree._Element, styles: etree._Element) -> Iterator[str]:
    levels = {
        style.get(f"{W}styleId"): int(node.get(f"{W}val", "9"))
        for style in styles.iter(f"{W}style")
        if (node := style.find(f"{W}pPr/{W}outlineLvl")) is not None
    }
    before = -1
    for paragraph in document.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val") in levels:
            level = levels[style.get(f"{W}val")]
            if level > before + 1:
                yield f"a heading of level {level + 1} under one of level {before + 1}"
            before = level
        if not "".join(node.text or "" for node in paragraph.iter(f"{W}t")) and style is None:
            yield "an empty paragraph without a style of its own"
