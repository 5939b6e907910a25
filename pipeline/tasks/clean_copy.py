"""`submit PAPER`: a clean copy in share/; what still blocks is listed first, and the working copy
stays.

In: the editors' paper and how its tracked changes are to be resolved. Out: bytes without comments,
names of persons, our bookmarks and properties, rsids; fields as plain text. It refuses (exit 2) a
paper that is not there.
"""

import posixpath
import re
from typing import Literal

from lxml import etree

from pipeline.ooxml import BOOKMARK, NOTE_MARK, W, write_package
from pipeline.refresh.counted_fields import recount
from pipeline.refresh.package import Document
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
# Relations that the text refers to by id: those it no longer refers to are not handed on.
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
_GONE = re.compile(
    r"comments\w*\.xml$|people\.xml$|docProps/(custom|app)\.xml$|customXml/|thumbnail|vbaProject"
)
_OFFICE = "http://schemas.openxmlformats.org"
_TEXTS = re.compile(r"word/(document\d*|header\d*|footer\d*|footnotes|endnotes)\.xml$")


def clean(content: bytes, choice: Choice, author_body: str) -> bytes:
    """The paper as it may be handed on. NotAPackage where it is no Word document."""
    document = Document(content)
    texts = [document.tree(name) for name in document.parts if _TEXTS.search(name)]
    for root in texts:
        _settle(root, choice)
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
    """Every tracked change accepted or rejected."""
    is_accepted = choice == "accept"
    gone = ("del", "moveFrom") if is_accepted else ("ins", "moveTo")
    for mark in list(root.iter(*(f"{W}{name}" for name in gone))):
        _take_out(mark)
    for mark in list(root.iter(*(f"{W}{name}" for name in _TRACKED))):
        if mark.getparent() is None:
            continue  # it stood within one that went
        for text in mark.iter(f"{W}delText", f"{W}delInstrText"):
            text.tag = f"{W}t" if text.tag == f"{W}delText" else f"{W}instrText"
        for child in list(mark):
            mark.addprevious(child)
        _detach(mark)
    for mark in list(root.iter(*(f"{W}{name}" for name in _CHANGES))):
        _settle_look(mark, is_accepted)


def _settle_look(mark: Element, is_accepted: bool) -> None:
    parent = mark.getparent()
    if parent is None:
        return
    before = mark[0] if len(mark) else None
    parent.remove(mark)
    if is_accepted or before is None:
        return
    above = parent.getparent()
    # Word keeps the look before the change inside the one after it, under the same tag
    if above is not None and before.tag == parent.tag:
        above.replace(parent, before)


def _detach(node: Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _take_out(mark: Element) -> None:
    """A change that goes: its words, or the mark of its paragraph, which joins the next one, or its
    row.
    """
    parent = mark.getparent()
    if parent is None:
        return
    parent.remove(mark)
    above = parent.getparent()
    if above is None:
        return
    if parent.tag == f"{W}trPr":
        _detach(above)
    # a mark in the look of a paragraph is about its end, not about words
    elif (parent.tag, above.tag) == (f"{W}rPr", f"{W}pPr"):
        paragraph = above.getparent()
        if paragraph is not None:
            _join_next(paragraph)


def _join_next(paragraph: Element) -> None:
    bookmarks = {f"{W}bookmarkStart", f"{W}bookmarkEnd"}
    following = next((e for e in paragraph.itersiblings() if e.tag not in bookmarks), None)
    # before a table, and at the end of a cell, there is no paragraph that could take the words
    if following is None or following.tag != f"{W}p":
        return
    properties = following.find(f"{W}pPr")
    position = 0 if properties is None else 1
    for child in [c for c in paragraph if c.tag != f"{W}pPr"]:
        following.insert(position, child)
        position += 1
    _detach(paragraph)


# --- fields, comments, bookmarks


def _plain_fields(root: Element) -> None:
    """Fields of the text as the words they show; page numbers and the like stay fields."""
    _plain_simple_fields(root)
    open_fields: list[tuple[list[Element], list[str]]] = []
    for leaf in list(root.iter(f"{W}fldChar", f"{W}instrText")):
        if leaf.tag == f"{W}fldChar":
            _field_char(leaf, open_fields)
        elif open_fields:
            open_fields[-1][0].append(leaf)
            open_fields[-1][1].append(leaf.text or "")


def _plain_simple_fields(root: Element) -> None:
    for simple in list(root.iter(f"{W}fldSimple")):
        if _is_counted_by_word(simple.get(f"{W}instr", "")):
            continue
        for child in list(simple):
            simple.addprevious(child)
        _detach(simple)


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
                _remove_leaf(gone)


def _is_counted_by_word(code: str) -> bool:
    """Page numbers, which nobody but a word processor can count."""
    return code.split()[:1] in (["PAGE"], ["NUMPAGES"], ["SECTIONPAGES"])


def _remove_leaf(leaf: Element) -> None:
    run = leaf.getparent()
    if run is None:
        return
    run.remove(leaf)
    # a run with its look alone prints nothing
    if all(left.tag == f"{W}rPr" for left in run):
        _detach(run)


def _strip(root: Element) -> None:
    for point in list(root.iter(*(f"{W}{name}" for name in _POINTS))):
        _remove_leaf(point)
    ours = {
        start.get(f"{W}id")
        for start in root.iter(f"{W}bookmarkStart")
        if start.get(f"{W}name", "").lower().startswith((BOOKMARK, NOTE_MARK, "_ref", "_goback"))
    }
    for node in list(root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        # the end of a bookmark has no name of its own: only its id tells whose it is
        if node.get(f"{W}id") in ours:
            _detach(node)


def _without_rsids(root: Element) -> None:
    for element in root.iter():
        for name in [
            str(n)
            for n in element.attrib
            if str(n).startswith((f"{W}rsid", f"{_W14}paraId", f"{_W14}textId"))
        ]:
            del element.attrib[name]
    for name in ("rsids", "trackRevisions", "attachedTemplate", "docVars"):
        for node in list(root.iter(f"{W}{name}")):
            _detach(node)


# --- package


def _without_relations(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts without relations to what is gone, and without what nothing in the text leads to
    any more.
    """
    kept = dict(parts)
    for name in [n for n in parts if n.endswith(".rels")]:
        root = etree.fromstring(parts[name])
        source = posixpath.join(
            posixpath.dirname(posixpath.dirname(name)), posixpath.basename(name)[: -len(".rels")]
        )
        named = _ids_in(kept[source]) if source.endswith(".xml") and source in kept else None
        for node in list(root):
            if _is_unnamed(node, named) or _is_broken(name, node, parts):
                root.remove(node)
        kept[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return _with_types(_reached(kept))


def _is_unnamed(relation: Element, named: set[str] | None) -> bool:
    """Whether the text no longer names a relation that it reaches by id alone."""
    if named is None or _kind(relation) not in _BY_ID:
        return False
    return relation.get("Id") not in named


def _is_broken(relations: str, node: Element, parts: dict[str, bytes]) -> bool:
    """Whether a relation leads to a part that is gone; an address outside is no part."""
    return node.get("TargetMode") != "External" and _target(relations, node) not in parts


def _ids_in(part: bytes) -> set[str]:
    """Every value that could be the id of a relation."""
    return {str(value) for node in etree.fromstring(part).iter() for value in node.attrib.values()}


def _kind(relation: Element) -> str:
    return relation.get("Type", "").rpartition("/")[2]


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
        # parts may lead back to one another: each is gone through once
        if relations not in parts.keys() - reached:
            continue
        reached.add(relations)
        inside = [
            node
            for node in etree.fromstring(parts[relations])
            if node.get("TargetMode") != "External"
        ]
        targets = [_target(relations, node) for node in inside]
        waiting += [target for target in targets if target not in reached]
        reached.update(targets)
    return {name: part for name, part in parts.items() if name in reached}


def _with_types(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The list of types without those of parts that are gone."""
    types = etree.fromstring(parts["[Content_Types].xml"])
    for node in list(types):
        if node.get("PartName") and node.get("PartName", "").lstrip("/") not in parts:
            types.remove(node)
    written = etree.tostring(types, xml_declaration=True, encoding="UTF-8", standalone=True)
    return {**parts, "[Content_Types].xml": written}


def _core(core: bytes, author_body: str) -> bytes:
    """Core properties with the title and language that were there, the body as author, and no
    person.
    """
    kept = etree.fromstring(core) if core else None
    texts = {"title": "", "language": ""}
    for node in kept if kept is not None else ():
        name = etree.QName(node).localname
        if name in texts:
            texts[name] = node.text or ""
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
