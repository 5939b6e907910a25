"""A paper as a Word document: blocks in the place of the anchors, properties, notes; read back and compared.

In: a template's bytes, a composed paper, its properties. Out: bytes, the same for the same inputs, and the brackets
of the template. It refuses (exit 4) a template without its anchors or styles.
"""

from datetime import date
from typing import NamedTuple

from lxml import etree

from pipeline.model.block import Composed
from pipeline.model.finding import TEMPLATE, Refused
from pipeline.ooxml import W, read_package, write_package
from pipeline.render.blocks import STYLES, Body, escape, write_blocks
from pipeline.render.skeleton import ANCHORS, fill, open_brackets

_DOCUMENT, _NOTES, _STYLES = "word/document.xml", "word/footnotes.xml", "word/styles.xml"
_CUSTOM = "docProps/custom.xml"
_NAME, _TEXT, _PARAGRAPH, _BOOKMARK = f"{W}name", f"{W}t", f"{W}p", f"{W}bookmarkStart"
_MARK = "the text stands here {}"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"


class About(NamedTuple):
    """What a paper says of itself in its properties: no person, no clock."""

    title: str
    author_body: str
    language: str
    on: date
    run: str
    meeting: str


class Rendered(NamedTuple):
    """A paper's bytes, and the brackets of its template: part of the page, and words."""

    content: bytes
    template_brackets: tuple[tuple[str, str], ...]


class LostText(Exception):
    """The saved document does not read as it was meant: a bug, never delivered."""


def render(template_name: str, template: bytes, paper: Composed, about: About) -> Rendered:
    """The paper as a Word document.

    Refused (exit 4) for a template that cannot be used; LostText where the file read back differs from the blocks.
    """
    scalars = {line.id.removeprefix("masthead-"): line.text for line in paper.masthead}
    parts = fill(template_name, template, scalars)
    brackets = open_brackets(parts)
    body = write_blocks(paper, _style_ids(template_name, parts[_STYLES]), about.run)
    parts[_DOCUMENT] = _with_body(template_name, parts[_DOCUMENT], body)
    if body.notes:
        parts[_NOTES] = _with_notes(template_name, parts, body)
    _set_properties(parts, about, paper.paper)
    content = write_package(parts)
    compare(content, body.meant)
    return Rendered(content, brackets)


def _style_ids(template: str, styles: bytes) -> dict[str, str]:
    """The ids of the styles the program uses, found by name. Refused (exit 4) where one is missing."""
    ids: dict[str, str] = {}
    for style in etree.fromstring(styles, _PARSER).iter(f"{W}style"):
        name = style.find(f"{W}name")
        if name is not None:
            ids[name.get(f"{W}val", "")] = style.get(f"{W}styleId", "")
    missing = [name for name in STYLES.values() if name not in ids]
    if missing:
        raise Refused(
            TEMPLATE,
            f"templates/{template}.docx has no style {missing[0]!r}.",
            "Add the style to the template, or restore the template that ships.",
        )
    return {role: ids[name] for role, name in STYLES.items()}


def _with_body(template: str, document: bytes, body: Body) -> bytes:
    """The document with text and annexes in the place of their anchors, as strings: parsed once, when read back."""
    root = etree.fromstring(document, _PARSER)
    texts = {ANCHORS[0]: "".join(body.pieces), ANCHORS[1]: "".join(body.annexes)}
    for number, anchor in enumerate(ANCHORS):
        spots = [p for p in root.iter(f"{W}p") if "".join(map(str, p.itertext(_TEXT))) == anchor]
        if len(spots) != 1:
            raise Refused(
                TEMPLATE,
                f"templates/{template}.docx has {len(spots)} paragraphs {anchor}; it must have one.",
                "Put one paragraph with that text alone where the text shall stand.",
            )
        parent = spots[0].getparent()
        assert parent is not None
        parent.replace(spots[0], etree.Comment(_MARK.format(number)))
    filled = _serialized(root)
    for number, anchor in enumerate(ANCHORS):
        filled = filled.replace(f"<!--{_MARK.format(number)}-->".encode(), texts[anchor].encode())
    return filled


def _serialized(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _with_notes(template: str, parts: dict[str, bytes], body: Body) -> bytes:
    if _NOTES not in parts:
        raise Refused(
            TEMPLATE, f"templates/{template}.docx has no footnotes.", "Add a footnote in Word and delete it again."
        )
    root = etree.fromstring(parts[_NOTES], _PARSER)
    root.append(etree.Comment(_MARK.format(0)))
    return _serialized(root).replace(f"<!--{_MARK.format(0)}-->".encode(), "".join(body.notes).encode())


def _set_properties(parts: dict[str, bytes], about: About, paper: str) -> None:
    """Core properties, and custom ones that survive every save: run, meeting, paper, language (docx.md A)."""
    moment = f'<dcterms:{{0}} xsi:type="dcterms:W3CDTF">{about.on.isoformat()}T00:00:00Z</dcterms:{{0}}>'
    parts["docProps/core.xml"] = (
        "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(about.title)}</dc:title><dc:creator>{escape(about.author_body)}</dc:creator>"
        f"<cp:lastModifiedBy>{escape(about.author_body)}</cp:lastModifiedBy>"
        f"{moment.format('created')}{moment.format('modified')}"
        f"<dc:language>{escape(about.language)}</dc:language></cp:coreProperties>"
    ).encode()
    kept = {"msp_run": about.run, "msp_meeting": about.meeting, "msp_paper": paper, "msp_language": about.language}
    properties = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{name}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(kept.items(), start=2)
    )
    parts[_CUSTOM] = (
        "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
        f'<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">{properties}</Properties>'
    ).encode()
    _declare_custom(parts)


def _declare_custom(parts: dict[str, bytes]) -> None:
    types = etree.fromstring(parts["[Content_Types].xml"], _PARSER)
    if not any(node.get("PartName") == f"/{_CUSTOM}" for node in types):
        kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
        override = etree.SubElement(types, f"{{{_PACKAGE}/content-types}}Override", PartName=f"/{_CUSTOM}")
        override.set("ContentType", kind)
    parts["[Content_Types].xml"] = _serialized(types)
    relations = etree.fromstring(parts["_rels/.rels"], _PARSER)
    if not any(node.get("Target", "").lstrip("/") == _CUSTOM for node in relations):
        relation = etree.SubElement(relations, f"{{{_PACKAGE}/relationships}}Relationship", Id="rIdMspCustom")
        relation.set("Type", f"{_OFFICE}/relationships/custom-properties")
        relation.set("Target", _CUSTOM)
    parts["_rels/.rels"] = _serialized(relations)


def compare(content: bytes, meant: dict[str, str]) -> None:
    """LostText unless the words meant under each bookmark stand there in the saved file."""
    parts = read_package(content)
    found: dict[str, str] = {}
    for name in (_DOCUMENT, _NOTES):
        if name in parts:
            found.update(_bookmarked(etree.fromstring(parts[name], _PARSER)))
    for bookmark, text in meant.items():
        if found.get(bookmark) != text:
            raise LostText(f"the text of {bookmark} was not kept")


def _bookmarked(root: etree._Element) -> dict[str, str]:
    """The words of each bookmarked paragraph, in one pass over the part."""
    found: dict[str, str] = {}
    names: list[str] = []
    words: list[str] = []
    for element in root.iter(_PARAGRAPH, _BOOKMARK, _TEXT):
        tag = element.tag
        if tag == _TEXT:
            words.append(element.text or "")
        elif tag == _BOOKMARK:
            names.append(element.get(_NAME, ""))
        else:
            found.update(dict.fromkeys(names, "".join(words)))
            names, words = [], []
    found.update(dict.fromkeys(names, "".join(words)))
    return found
