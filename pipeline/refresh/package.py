"""A Word document as parts and trees, with its notes, comments, styles and pictures found by
relation, not by name.

In: bytes. Out: a Document whose trees may be changed, and bytes again. It refuses what is no Word
document.
"""

import hashlib
import posixpath
from functools import cached_property
from typing import TypeGuard

from lxml import etree

from pipeline.ooxml import NotAPackage, W, read_package, write_package

Element = etree._Element

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OF_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


class Document:
    """The parts of a document; `tree` gives the root of a part, which is written back by
    `content`.
    """

    def __init__(self, content: bytes) -> None:
        self.parts = read_package(content)
        self._roots: dict[str, Element] = {}
        self._before: dict[str, bytes] = {}
        self._given = content
        relations = self.parts.get("_rels/.rels")
        if relations is None:
            raise NotAPackage("it contains no relations")
        found = self._targets("_rels/.rels", "", "officeDocument")
        if not found or found[0] not in self.parts:
            raise NotAPackage("it contains no document")
        self.name = found[0]

    def tree(self, name: str) -> Element:
        """The root of a part. NotAPackage where it is no XML."""
        if name not in self._roots:
            try:
                root = etree.fromstring(self.parts[name], _PARSER)
            except etree.XMLSyntaxError as error:
                raise NotAPackage(f"{name} is damaged") from error
            self._roots[name] = root
            self._before[name] = _serialized(root)
        return self._roots[name]

    @property
    def root(self) -> Element:
        """The root of the document part."""
        return self.tree(self.name)

    @cached_property
    def body(self) -> Element:
        """The body. NotAPackage where there is none."""
        body = self.root.find(f"{W}body")
        if body is None:
            raise NotAPackage("its document has no body")
        return body

    def part(self, kind: str) -> str:
        """The name of the part the document is related to by this kind (footnotes, comments, …);
        empty if none.
        """
        targets = self._targets(self.relations_name, self._folder, kind)
        return next((name for name in targets if name in self.parts), "")

    def part_tree(self, kind: str) -> Element | None:
        """The root of that part, or None."""
        name = self.part(kind)
        if not name:
            return None
        return self.tree(name)

    def entries(self, kind: str) -> list[Element]:
        """What that part lists: its notes, comments or styles; nothing where there is no part."""
        root = self.part_tree(kind)
        if root is None:
            return []
        return list(root)

    def add_part(self, kind: str, name: str, root: Element, content_type: str) -> Element:
        """A new part beside the document and related to it by this kind; gives its root."""
        path = posixpath.join(self._folder, name)
        self.add(path, _serialized(root))
        self.declare(path, content_type)
        self.relate(kind, path)
        return self.tree(path)

    @property
    def _folder(self) -> str:
        return posixpath.dirname(self.name)

    @property
    def relations_name(self) -> str:
        """The part that holds the relations of the document."""
        return posixpath.join(self._folder, "_rels", posixpath.basename(self.name) + ".rels")

    def _targets(self, relations: str, folder: str, kind: str) -> list[str]:
        return [
            _path(folder, node)
            for node in self._inside(relations)
            if node.get("Type", "").endswith(f"/{kind}")
        ]

    def _inside(self, relations: str) -> list[Element]:
        """The relations of a part of relations that lead to another part of the package."""
        if relations not in self.parts:
            return []
        return [node for node in self.tree(relations) if node.get("TargetMode") != "External"]

    def target(self, relation: str) -> str:
        """The part a relation of the document leads to; empty where there is none inside."""
        for node in self._inside(self.relations_name):
            if node.get("Id") == relation:
                return _path(self._folder, node)
        return ""

    def relate(self, kind: str, name: str) -> str:
        """The id of a relation of the document to a part, a new one where there is none."""
        relations = self.tree(self.relations_name)
        target = posixpath.relpath(name, self._folder or ".")
        for node in relations:
            if node.get("Type", "").endswith(f"/{kind}") and node.get("Target") == target:
                return node.get("Id", "")
        used = {node.get("Id") for node in relations}
        number = next(n for n in range(1, len(used) + 2) if f"rIdMsp{n}" not in used)
        node = etree.SubElement(relations, f"{_OF_PACKAGE}Relationship", Id=f"rIdMsp{number}")
        node.set("Type", f"{RELATIONS}/{kind}")
        node.set("Target", target)
        return f"rIdMsp{number}"

    def is_related(self, name: str) -> bool:
        """Whether any part of the package has a relation to this one."""
        for relations in [n for n in self.parts if n.endswith(".rels")]:
            folder = posixpath.dirname(posixpath.dirname(relations))
            if any(_path(folder, node) == name for node in self._inside(relations)):
                return True
        return False

    def remove(self, name: str) -> None:
        """Take out a part and the word on its type."""
        types = self.tree("[Content_Types].xml")
        for node in [node for node in types if node.get("PartName") == f"/{name}"]:
            types.remove(node)
        del self.parts[name]
        self._roots.pop(name, None)
        self.is_extended = True

    def declare(self, name: str, kind: str) -> None:
        """The content type of a part, declared once."""
        types = self.tree("[Content_Types].xml")
        if not any(node.get("PartName") == f"/{name}" for node in types):
            etree.SubElement(types, f"{_TYPES}Override", PartName=f"/{name}", ContentType=kind)

    def content_type(self, name: str) -> str:
        """The content type of a part."""
        types = self.tree("[Content_Types].xml")
        for node in types:
            if node.get("PartName") == f"/{name}":
                return node.get("ContentType", "")
        ending = name.rpartition(".")[2].lower()
        return next(
            (n.get("ContentType", "") for n in types if n.get("Extension", "").lower() == ending),
            "",
        )

    def digest(self, name: str) -> str:
        """Twelve hex digits of a part's bytes."""
        return hashlib.sha256(self.parts.get(name, b"")).hexdigest()[:12]

    def content(self) -> bytes:
        """The document as bytes; the bytes it was read from where nothing was changed."""
        changed = {
            name: now
            for name, root in self._roots.items()
            if (now := _serialized(root)) != self._before.get(name)
        }
        added = (self.parts.keys() & self._roots.keys()) - self._before.keys()
        if not (changed or added or self.is_extended):
            return self._given
        return write_package({**self.parts, **changed})

    def written(self, name: str) -> bytes:
        """The bytes of a part as it is now."""
        if name in self._roots:
            return _serialized(self._roots[name])
        return self.parts[name]

    is_extended = False

    def add(self, name: str, content: bytes) -> None:
        """A new part, or other bytes for one that is there."""
        if self.parts.get(name) != content:
            self.parts[name] = content
            self._roots.pop(name, None)
            self._before.pop(name, None)
            self.is_extended = True


def _path(folder: str, relation: Element) -> str:
    """The part that a relation leads to, seen from a folder of the package."""
    target = posixpath.join("/", folder, relation.get("Target", ""))
    return posixpath.normpath(target).lstrip("/")


def _serialized(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


# --- elements of a document


def paragraph_of(element: Element) -> Element | None:
    """The paragraph that an element stands in."""
    return next(element.iterancestors(f"{W}p"), None)


def row_of(element: Element) -> Element | None:
    """The innermost row of a table that an element stands in."""
    return next(element.iterancestors(f"{W}tr"), None)


def number_of(element: Element) -> str:
    """The number that a note, a comment, a bookmark or a reference to one bears."""
    return element.get(f"{W}id", "")


def bookmark_of(start: Element) -> str:
    """The name of a bookmark, without case: LibreOffice and Word differ in it."""
    return start.get(f"{W}name", "").lower()


def value_of(element: Element | None, path: str, otherwise: str = "") -> str:
    """The w:val of what stands under an element by a path such as "pPr/pStyle"."""
    if element is None:
        return otherwise
    found = element.find("/".join(f"{W}{tag}" for tag in path.split("/")))
    if found is None:
        return otherwise
    return found.get(f"{W}val", otherwise)


def text_in(element: Element) -> str:
    """The words right inside an element."""
    return element.text or ""


def is_a(element: Element | None, *tags: str) -> TypeGuard[Element]:
    """Whether there is an element, of one of these kinds."""
    return element is not None and element.tag in tags


def next_of(element: Element) -> Element | None:
    """What follows an element, bookmarks left aside."""
    following = element.getnext()
    while is_a(following, f"{W}bookmarkStart", f"{W}bookmarkEnd"):
        following = following.getnext()
    return following


def take_out(element: Element) -> None:
    """An element goes from where it stands."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def take_out_mark(mark: Element) -> None:
    """A mark goes, and the run that held nothing else."""
    run = mark.getparent()
    take_out(mark)
    if is_a(run, f"{W}r") and all(left.tag == f"{W}rPr" for left in run):
        take_out(run)


def style_names(document: Document) -> dict[str, str]:
    """Style id → name, without case."""
    return {
        style.get(f"{W}styleId", ""): value_of(style, "name").casefold()
        for style in document.entries("styles")
        if style.tag == f"{W}style" and style.find(f"{W}name") is not None
    }
