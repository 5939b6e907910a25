"""The clean copy of a paper, for `submit`: what may be handed to others.

In: the bytes of the editors' paper, and whether its tracked changes are accepted or rejected. Out:
bytes without comments, names of persons, revision ids, and bookmarks and properties of ours; with
fields as plain text. It never changes the working copy.
"""

import posixpath
import re
from typing import Literal

from lxml import etree

from pipeline.ooxml import BOOKMARK, NOTE_MARK, W, write_package
from pipeline.refresh.counted_fields import recount
from pipeline.refresh.package import (
    Document,
    bookmark_of,
    is_a,
    next_of,
    number_of,
    row_of,
    take_out,
    take_out_mark,
    text_in,
)
from pipeline.refresh.tracked_changes import Pen

Element = etree._Element
Choice = Literal["accept", "reject"]

_TRACKED = ("ins", "del", "moveFrom", "moveTo")
_CHANGES = (
    "rPrChange",
    "pPrChange",
    "sectPrChange",
    "tblPrChange",
    "tcPrChange",
    "trPrChange",
    "tblGridChange",
)
_POINTS = (
    "commentRangeStart",
    "commentRangeEnd",
    "commentReference",
    "annotationRef",
    "moveFromRangeStart",
    "moveFromRangeEnd",
    "moveToRangeStart",
    "moveToRangeEnd",
    "proofErr",
    "lastRenderedPageBreak",
)
# A part that is related by one of these kinds is shown only where the text names the relation. Word
# keeps the relation of a picture that an editor deleted, and with it the picture.
_BY_ID = frozenset(
    (
        "image",
        "hyperlink",
        "oleObject",
        "package",
        "chart",
        "control",
        "header",
        "footer",
        "aFChunk",
        "subDocument",
    )
)
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
# Parts that name people and their computers, or hold an earlier state of the text.
_GONE = re.compile(
    r"comments\w*\.xml$|people\.xml$|docProps/(custom|app)\.xml$|customXml/|thumbnail|vbaProject"
)
_OFFICE = "http://schemas.openxmlformats.org"
_TEXTS = re.compile(r"word/(document\d*|header\d*|footer\d*|footnotes|endnotes)\.xml$")


def clean(content: bytes, choice: Choice, author_body: str) -> bytes:
    """The paper as it may be handed on. NotAPackage if it is not a Word document."""
    document = Document(content)
    texts = [document.tree(name) for name in document.parts if _TEXTS.search(name)]
    for root in texts:
        _settle(root, choice)
    # Only now: paragraphs and captions that have just gone must not be counted, and once the fields
    # are plain text nothing can number them again.
    recount(document, lambda _: Pen(import_run=lambda run: run))
    for root in texts:
        _plain_fields(root)
        _strip(root)
    for name in [n for n in document.parts if n.endswith(".xml")]:
        _without_rsids(document.tree(name))
    parts = {name: document.written(name) for name in document.parts}
    parts = {name: part for name, part in parts.items() if not _GONE.search(name)}
    parts["docProps/core.xml"] = _core(parts.get("docProps/core.xml", b""), author_body)
    return write_package(_without_relations(parts))


# --- tracked changes


def _settle(root: Element, choice: Choice) -> None:
    """Accept or reject every tracked change."""
    is_accepted = choice == "accept"
    dropped = ("del", "moveFrom") if is_accepted else ("ins", "moveTo")
    for mark in _found(root, dropped):
        _drop(mark)
    for mark in _found(root, _TRACKED):
        for words in mark.iter(f"{W}delText"):
            words.tag = f"{W}t"
        for code in mark.iter(f"{W}delInstrText"):
            code.tag = f"{W}instrText"
        _unwrap(mark)
    for mark in _found(root, _CHANGES):
        if not is_accepted:
            _restore_look(mark)
        take_out(mark)


def _found(root: Element, names: tuple[str, ...]) -> list[Element]:
    """The elements below the root with one of these names, in order; the root itself is none."""
    return list(root.iterdescendants(*(f"{W}{name}" for name in names)))


def _unwrap(element: Element) -> None:
    """Put what an element contains in its place."""
    for child in list(element):
        element.addprevious(child)
    take_out(element)


def _restore_look(mark: Element) -> None:
    """Put the properties that a change of look keeps in the place of those that replaced them."""
    changed = mark.getparent()
    before = next(iter(mark), None)
    if changed is None or not is_a(before, str(changed.tag)):
        return
    around = changed.getparent()
    if around is not None:
        around.replace(changed, before)


def _drop(mark: Element) -> None:
    """Remove a tracked change that is not kept, with what it marks: words, a row, or the mark that
    ends a paragraph, which then joins the next one.
    """
    parent = mark.getparent()
    take_out(mark)
    if is_a(parent, f"{W}trPr"):
        row = row_of(parent)
        if row is not None:
            take_out(row)
    elif is_a(parent, f"{W}rPr"):
        paragraph = _paragraph_ended_by(parent)
        if paragraph is not None:
            _join_next(paragraph)


def _paragraph_ended_by(look: Element) -> Element | None:
    """The paragraph whose mark has this look; None if it is the look of a run."""
    properties = look.getparent()
    if not is_a(properties, f"{W}pPr"):
        return None
    return properties.getparent()


def _join_next(paragraph: Element) -> None:
    """Move the runs of a paragraph to the start of the next one, whose look holds, as in Word."""
    following = next_of(paragraph)
    if not is_a(following, f"{W}p"):
        return
    # The properties of a paragraph must come first in it, or Word calls the file damaged.
    position = len(following.findall(f"{W}pPr"))
    for child in [c for c in paragraph if c.tag != f"{W}pPr"]:
        following.insert(position, child)
        position += 1
    take_out(paragraph)


# --- fields, comments, bookmarks


def _plain_fields(root: Element) -> None:
    """Replace the fields of the text by the words they show; page numbers stay fields."""
    for simple in _found(root, ("fldSimple",)):
        if not _is_counted_by_word(simple.get(f"{W}instr", "")):
            _unwrap(simple)
    # Fields nest, so the innermost open one is the last: its leaves and the pieces of its code.
    open_fields: list[tuple[list[Element], list[str]]] = []
    for leaf in list(root.iter(f"{W}fldChar", f"{W}instrText")):
        if leaf.tag == f"{W}fldChar":
            _field_char(leaf, open_fields)
        elif open_fields:
            open_fields[-1][0].append(leaf)
            open_fields[-1][1].append(text_in(leaf))


def _field_char(leaf: Element, open_fields: list[tuple[list[Element], list[str]]]) -> None:
    kind = leaf.get(f"{W}fldCharType")
    if kind == "begin":
        open_fields.append(([leaf], []))
        return
    if not open_fields:
        return
    open_fields[-1][0].append(leaf)
    if kind == "end":
        leaves, codes = open_fields.pop()
        if not _is_counted_by_word("".join(codes)):
            for gone in leaves:
                take_out_mark(gone)


def _is_counted_by_word(code: str) -> bool:
    """Whether a field shows a page number: only a word processor knows where a page ends."""
    return code.split()[:1] in (["PAGE"], ["NUMPAGES"], ["SECTIONPAGES"])


def _strip(root: Element) -> None:
    """Remove comments and the bookmarks that nothing points to once the fields are plain text."""
    for point in _found(root, _POINTS):
        take_out_mark(point)
    ours = {
        number_of(start)
        for start in root.iter(f"{W}bookmarkStart")
        if bookmark_of(start).startswith((BOOKMARK, NOTE_MARK, "_ref", "_goback"))
    }
    # The end of a bookmark has no name: it belongs to the start with its number.
    for node in _found(root, ("bookmarkStart", "bookmarkEnd")):
        if number_of(node) in ours:
            take_out(node)


def _without_rsids(root: Element) -> None:
    """Remove the ids of sittings and paragraphs: they show who wrote what with which other file."""
    for element in root.iter():
        for name in [
            str(n)
            for n in element.attrib
            if str(n).startswith((f"{W}rsid", f"{_W14}paraId", f"{_W14}textId"))
        ]:
            del element.attrib[name]
    for node in _found(root, ("rsids", "trackRevisions", "attachedTemplate", "docVars")):
        take_out(node)


# --- package


def _without_relations(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts without relations to parts that are gone, and without parts that no relation leads
    to any more.
    """
    kept = dict(parts)
    texts = {name: part for name, part in parts.items() if name.endswith(".xml")}
    for name in [n for n in parts if n.endswith(".rels")]:
        root = etree.fromstring(parts[name])
        source = posixpath.join(
            posixpath.dirname(posixpath.dirname(name)), posixpath.basename(name)[: -len(".rels")]
        )
        for node in _unnamed(root, texts.get(source)):
            root.remove(node)
        for node in _inside(root):
            if _target(name, node) not in parts:
                root.remove(node)
        kept[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return _with_types(_reached(kept))


def _unnamed(relations: Element, text: bytes | None) -> list[Element]:
    """The relations that a text must name for their parts to be shown, and does not name; none for
    a part that is no text, as the package itself.
    """
    if text is None:
        return []
    # Every value of an attribute: Word writes the id of a relation under many names.
    named = {value for node in etree.fromstring(text).iter() for value in node.attrib.values()}
    by_id = (node for node in relations if node.get("Type", "").rpartition("/")[2] in _BY_ID)
    return [node for node in by_id if node.get("Id") not in named]


def _inside(relations: Element) -> list[Element]:
    """The relations to parts of the package: an address on the web leads to none."""
    return [node for node in relations if node.get("TargetMode") != "External"]


def _target(relations: str, node: Element) -> str:
    folder = posixpath.dirname(posixpath.dirname(relations))
    return posixpath.normpath(posixpath.join("/", folder, node.get("Target", ""))).lstrip("/")


def _reached(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts that relations lead to, from the package on."""
    reached, waiting = {"[Content_Types].xml"}, [""]
    while waiting:
        source = waiting.pop()
        relations = posixpath.join(
            posixpath.dirname(source), "_rels", f"{posixpath.basename(source)}.rels"
        )
        if relations not in parts:
            continue
        # Parts may lead to each other in a circle: each is followed once.
        if relations in reached:
            continue
        reached.add(relations)
        inside = _inside(etree.fromstring(parts[relations]))
        targets = [_target(relations, node) for node in inside]
        waiting += [target for target in targets if target not in reached]
        reached.update(targets)
    return {name: part for name, part in parts.items() if name in reached}


def _with_types(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts with their list of content types, which no longer names those that are gone."""
    types = etree.fromstring(parts["[Content_Types].xml"])
    # A type may be declared for an ending, and then names no part.
    known = {"", *parts}
    for node in list(types):
        if node.get("PartName", "").lstrip("/") not in known:
            types.remove(node)
    written = etree.tostring(types, xml_declaration=True, encoding="UTF-8", standalone=True)
    return {**parts, "[Content_Types].xml": written}


def _core(core: bytes, author_body: str) -> bytes:
    """Core properties with the title and language they had and the body as author: Word keeps the
    names of the people who created and last saved a file there.
    """
    kept = etree.fromstring(core) if core else None
    texts = {"title": "", "language": ""}
    for node in kept if kept is not None else ():
        name = etree.QName(node).localname
        if name in texts:
            texts[name] = text_in(node)
    made = etree.Element(
        f"{{{_OFFICE}/package/2006/metadata/core-properties}}coreProperties",
        nsmap={
            "cp": f"{_OFFICE}/package/2006/metadata/core-properties",
            "dc": "http://purl.org/dc/elements/1.1/",
        },
    )
    for name, text in (
        ("title", texts["title"]),
        ("creator", author_body),
        ("language", texts["language"]),
    ):
        etree.SubElement(made, f"{{http://purl.org/dc/elements/1.1/}}{name}").text = text
    return etree.tostring(made, xml_declaration=True, encoding="UTF-8", standalone=True)
