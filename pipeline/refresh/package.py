"""A Word document as parts and trees, with its notes, comments, styles and pictures found by
relation, not by name.

In: bytes. Out: a Document whose trees may be changed, and bytes again. It refuses what is no Word
document.
"""

import hashlib
import posixpath
from functools import cached_property

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
            raise NotAPackage("no relations in it")
        found = self._targets("_rels/.rels", "", "officeDocument")
        if not found or found[0] not in self.parts:
            raise NotAPackage("no document in it")
        self.name = found[0]

    def tree(self, name: str) -> Element:
        """The root of a part. NotAPackage where it is no XML."""
        if name not in self._roots:
            try:
                root = etree.fromstring(self.parts[name], _PARSER)
            except etree.XMLSyntaxError as error:
                raise NotAPackage(f"{name} is broken") from error
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
            raise NotAPackage("no body in it")
        return body

    def part(self, kind: str) -> str:
        """The name of the part the document is related to by this kind (footnotes, comments, …);
        empty if none.
        """
        found = [
            name
            for name in self._targets(self.relations_name, self._folder, kind)
            if name in self.parts
        ]
        return found[0] if found else ""

    def part_tree(self, kind: str) -> Element | None:
        """The root of that part, or None."""
        name = self.part(kind)
        return self.tree(name) if name else None

    @property
    def _folder(self) -> str:
        return posixpath.dirname(self.name)

    @property
    def relations_name(self) -> str:
        """The part that holds the relations of the document."""
        return posixpath.join(self._folder, "_rels", posixpath.basename(self.name) + ".rels")

    def _targets(self, relations: str, folder: str, kind: str) -> list[str]:
        if relations not in self.parts:
            return []
        return [
            posixpath.normpath(posixpath.join("/", folder, node.get("Target", ""))).lstrip("/")
            for node in self.tree(relations)
            if node.get("Type", "").endswith(f"/{kind}") and node.get("TargetMode") != "External"
        ]

    def target(self, relation: str) -> str:
        """The part a relation of the document leads to; empty where there is none inside."""
        for node in self.tree(self.relations_name) if self.relations_name in self.parts else ():
            if node.get("Id") == relation and node.get("TargetMode") != "External":
                return posixpath.normpath(
                    posixpath.join("/", self._folder, node.get("Target", ""))
                ).lstrip("/")
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
            for node in self.tree(relations):
                target = posixpath.normpath(
                    posixpath.join("/", folder, node.get("Target", ""))
                ).lstrip("/")
                if target == name and node.get("TargetMode") != "External":
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
        added = [name for name in self.parts if name not in self._before and name in self._roots]
        if not changed and not added and not self.is_extended:
            return self._given
        return write_package({**self.parts, **changed})

    def written(self, name: str) -> bytes:
        """The bytes of a part as it is now."""
        return _serialized(self._roots[name]) if name in self._roots else self.parts[name]

    is_extended = False

    def add(self, name: str, content: bytes) -> None:
        """A new part, or other bytes for one that is there."""
        if self.parts.get(name) != content:
            self.parts[name] = content
            self._roots.pop(name, None)
            self._before.pop(name, None)
            self.is_extended = True


def _serialized(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
