"""Parts of a Word document as XML: its properties, and comments that name sources.

In: bytes, and what a document says of itself. Out: elements, and bytes again. Entities are not
resolved, nothing is fetched. No person and no clock.
"""

import io
import re
from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import NamedTuple

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml import etree

from pipeline.ooxml import openable, read_package, write_package
from pipeline.render.body import escape

DOCUMENT, NOTES, STYLES_PART = "word/document.xml", "word/footnotes.xml", "word/styles.xml"
NUMBERING = "word/numbering.xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
_RELATIONS = "_rels/.rels"
_CORE, _CUSTOM, _APP = "docProps/core.xml", "docProps/custom.xml", "docProps/app.xml"
_MANAGER = re.compile(rb"<((?:\w+:)?Manager)>.*?</\1>", re.DOTALL)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"


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


class PaperProperties(NamedTuple):
    """What a paper says of itself in its properties: no person, no clock."""

    title: str
    author_body: str
    language: str
    on: date
    run: str
    meeting: str


def set_properties(parts: dict[str, bytes], about: PaperProperties, paper: str) -> None:
    """Core properties, and custom ones that survive every save: run, meeting, paper, language; no
    manager.
    """
    moment = (
        f'<dcterms:{{0}} xsi:type="dcterms:W3CDTF">{about.on.isoformat()}T00:00:00Z</dcterms:{{0}}>'
    )
    parts[_CORE] = (
        "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(about.title)}</dc:title><dc:creator>{escape(about.author_body)}</dc:creator>"
        f"<cp:lastModifiedBy>{escape(about.author_body)}</cp:lastModifiedBy>"
        f"{moment.format('created')}{moment.format('modified')}"
        f"<dc:language>{escape(about.language)}</dc:language></cp:coreProperties>"
    ).encode()
    kept = {
        "msp_run": about.run,
        "msp_meeting": about.meeting,
        "msp_paper": paper,
        "msp_language": about.language,
    }
    properties = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{name}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(kept.items(), start=2)
    )
    parts[_CUSTOM] = (
        "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
        f'<Properties xmlns="{_OFFICE}/custom-properties"'
        f' xmlns:vt="{_OFFICE}/docPropsVTypes">{properties}</Properties>'
    ).encode()
    if _APP in parts:
        parts[_APP] = _MANAGER.sub(b"", parts[_APP])
    custom, core = (
        f"{_OFFICE}/relationships/custom-properties",
        f"{_PACKAGE}/relationships/metadata/core-properties",
    )
    declare(
        parts,
        _CUSTOM,
        _RELATIONS,
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
        custom,
    )
    declare(
        parts, _CORE, _RELATIONS, "application/vnd.openxmlformats-package.core-properties+xml", core
    )


def with_comments(
    content: bytes, lines: Mapping[str, tuple[str, ...]], mark: str, author: str, on: date
) -> bytes:
    """The copy.

    UnsafePackage or NotAPackage where the bytes are no document that one may open.
    """
    document = docx.Document(io.BytesIO(openable(content)))
    body = document.element.body
    wanted = []
    for start in body.iter(qn("w:bookmarkStart")):
        paragraph = next(start.iterancestors(qn("w:p")), None)
        if paragraph is not None and start.get(qn("w:name")) in lines:
            wanted.append((Paragraph(paragraph, document._body), lines[start.get(qn("w:name"))]))
    for paragraph, told in wanted:
        if paragraph.runs:
            comment = document.add_comment(
                paragraph.runs, "\n".join(told), author=author, initials=""
            )
            comment._comment_elm.set(qn("w:date"), f"{on.isoformat()}T00:00:00Z")
    first = document.add_paragraph(mark)._p
    body.insert(0, first)
    target = io.BytesIO()
    document.save(target)
    return write_package(read_package(target.getvalue()))
