"""Parts of a Word document as XML: one safe parser, one way to write.

In: bytes. Out: elements, and bytes again. Entities are not resolved, nothing is fetched.
"""

from lxml import etree

DOCUMENT, NOTES, STYLES_PART = "word/document.xml", "word/footnotes.xml", "word/styles.xml"
NUMBERING = "word/numbering.xml"
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


def parsed(part: bytes) -> etree._Element:
    """The root of a part."""
    return etree.fromstring(part, PARSER)


def serialized(root: etree._Element) -> bytes:
    """The part as Word writes one: declaration, UTF-8, standalone."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
