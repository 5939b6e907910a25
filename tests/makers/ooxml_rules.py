"""What a validator of schemas passes and a reader of documents stumbles over: rules of our own over
a document.

In: the parts of a .docx, read by zip and lxml alone. Out: faults, a line each.
"""

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TEXT_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|comments)\.xml")
CONTROL = re.compile("[\x7f-\x9f]")  # others are no XML at all


def faults(parts: dict[str, bytes]) -> Iterator[str]:
    """Everything that is wrong, part by part."""
    roots = {
        name: etree.fromstring(part) for name, part in parts.items() if TEXT_PARTS.fullmatch(name)
    }
    styles = etree.fromstring(parts["word/styles.xml"])
    yield from _bookmarks(list(roots.values()))
    known = {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
    for name, root in roots.items():
        yield from (
            f"{name}: {fault}"
            for fault in (*_tables(root), *_texts(root), *_styles(root, known), *_fields(root))
        )
        yield from (f"{name}: {fault}" for fault in _relations(name, root, parts))
    yield from _references(roots)
    yield from _settings(parts)
    yield from _properties(parts)


def _bookmarks(roots: list[etree._Element]) -> Iterator[str]:
    starts = [mark for root in roots for mark in root.iter(f"{W}bookmarkStart")]
    ends = Counter(mark.get(f"{W}id") for root in roots for mark in root.iter(f"{W}bookmarkEnd"))
    for attribute in ("id", "name"):
        seen = Counter(mark.get(f"{W}{attribute}") for mark in starts)
        yield from (
            f"bookmark {attribute} {value} stands {n} times" for value, n in seen.items() if n > 1
        )
    for mark in starts:
        if ends[mark.get(f"{W}id")] != 1:
            yield f"bookmark {mark.get(f'{W}name')} has no end of its own"
        if not re.fullmatch(r"\w{1,40}", mark.get(f"{W}name", "")):
            yield f"bookmark {mark.get(f'{W}name')} has a name that Word cuts"
    if len(ends) != len(starts):
        yield "an end of a bookmark without its start"


def _tables(root: etree._Element) -> Iterator[str]:
    for table in root.iter(f"{W}tbl"):
        rows, grid = table.findall(f"{W}tr"), table.findall(f"{W}tblGrid/{W}gridCol")
        if not rows or not grid:
            yield "a table without rows or grid"
        for row in rows:
            cells = row.findall(f"{W}tc")
            if len(cells) != len(grid):
                yield "a row with other cells than the grid"
            if row.find(f"{W}trPr/{W}cantSplit") is None:
                yield "a row that may be split"
            if any(cell[-1].tag != f"{W}p" for cell in cells):
                yield "a cell that does not end in a paragraph"


def _texts(root: etree._Element) -> Iterator[str]:
    for paragraph in root.iter(f"{W}p"):
        text = "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
        if re.search(r"\{\{|\}\}|\{%|%\}|\[\[|\]\]", text):
            yield "a field or anchor of the template that was left"
        if CONTROL.search(text):
            yield "a control character"
    for node in root.iter(f"{W}t"):
        if (node.text or "") != (node.text or "").strip() and not any(
            "space" in str(key) for key in node.attrib
        ):
            yield "spaces that would be lost"


def _styles(root: etree._Element, known: set[str | None]) -> Iterator[str]:
    for tag in ("pStyle", "rStyle", "tblStyle"):
        for node in root.iter(f"{W}{tag}"):
            if node.get(f"{W}val") not in known:
                yield f"the style {node.get(f'{W}val')} is not defined"


def _fields(root: etree._Element) -> Iterator[str]:
    depth = 0
    for node in root.iter(f"{W}fldChar"):
        depth += {"begin": 1, "end": -1}.get(node.get(f"{W}fldCharType", ""), 0)
        if depth < 0:
            yield "a field that ends before it begins"
    if depth:
        yield "a field that does not end"
    names = {mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart")}
    for node in root.iter(f"{W}instrText"):
        found = re.match(r" REF (\S+)", node.text or "")
        if found and found[1] not in names:
            yield f"a reference to {found[1]}, which is nowhere"


def _relations(name: str, root: etree._Element, parts: dict[str, bytes]) -> Iterator[str]:
    file = f"word/_rels/{name.removeprefix('word/')}.rels"
    known: dict[str | None, etree._Element] = {}
    if file in parts:
        for node in etree.fromstring(parts[file]):
            known[node.get("Id")] = node
            if node.get("TargetMode") == "External":
                yield "a relation that leads outside"
            elif (
                f"word/{node.get('Target')}" not in parts
                and node.get("Target", "").lstrip("/") not in parts
            ):
                yield f"a relation to {node.get('Target')}, which is not there"
    for node in root.iter():
        for attribute in (f"{R}id", f"{R}embed"):
            if node.get(attribute) and node.get(attribute) not in known:
                yield f"no relation {node.get(attribute)}"


def _references(roots: dict[str, etree._Element]) -> Iterator[str]:
    notes = roots.get("word/footnotes.xml")
    known = (
        []
        if notes is None
        else [n.get(f"{W}id") for n in notes.iter(f"{W}footnote") if not n.get(f"{W}type")]
    )
    used = [n.get(f"{W}id") for n in roots["word/document.xml"].iter(f"{W}footnoteReference")]
    if known != used:
        yield f"notes {known} and their references {used} are not the same"


def _settings(parts: dict[str, bytes]) -> Iterator[str]:
    if b"updateFields" in parts.get("word/settings.xml", b""):
        yield "Word would ask whether to update fields"


def _properties(parts: dict[str, bytes]) -> Iterator[str]:
    core = etree.fromstring(parts["docProps/core.xml"])
    found = {etree.QName(node).localname: node.text or "" for node in core}
    for name in ("title", "creator", "language"):
        if not found.get(name):
            yield f"the document says no {name}"
    if found.get("creator") != found.get("lastModifiedBy"):
        yield "somebody else than the author body is named"
