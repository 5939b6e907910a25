"""Parts of a Word document as XML: one safe parser, one way to write.

In: bytes. Out: elements, and bytes again. Entities are not resolved, nothing is fetched.
"""

from pathlib import PurePosixPath

from lxml import etree

DOCUMENT, NOTES, STYLES_PART = "word/document.xml", "word/footnotes.xml", "word/styles.xml"
NUMBERING = "word/numbering.xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


def parsed(part: bytes) -> etree._Element:
    """The root of a part."""
    return etree.fromstring(part, PARSER)


def serialized(root: etree._Element) -> bytes:
    """The part as Word writes one: declaration, UTF-8, standalone."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def declare(
    parts: dict[str, bytes], part: str, relations: str, content_type: str, relation_type: str
) -> str:
    """Name a part in the list of content types and among the relations, once; gives back the id of
    the relation.
    """
    types = parsed(parts["[Content_Types].xml"])
    if not any(node.get("PartName") == f"/{part}" for node in types):
        override = etree.SubElement(
            types, f"{{{_PACKAGE}/content-types}}Override", PartName=f"/{part}"
        )
        override.set("ContentType", content_type)
        parts["[Content_Types].xml"] = serialized(types)
    root = parsed(parts[relations])
    folder = PurePosixPath(relations).parent.parent
    target = str(PurePosixPath(part).relative_to(folder))
    for node in root:
        if node.get("Target", "").lstrip("/") in {target, part}:
            return node.get("Id", "")
    relation = etree.SubElement(
        root, f"{{{_PACKAGE}/relationships}}Relationship", Id=f"rIdMsp{PurePosixPath(part).stem}"
    )
    relation.set("Type", relation_type)
    relation.set("Target", target)
    parts[relations] = serialized(root)
    return relation.get("Id", "")
