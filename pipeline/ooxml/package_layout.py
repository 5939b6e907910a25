"""Where the parts of an office package lie, and in which of its two dialects they are written.

In: the names of a package and its relations. Out: the names under which the program knows the
parts, and parts put into the usual dialect. Word for the web calls the document `document2.xml`,
other programs write names with backslashes or from the root, and *Strict Open XML* has other
namespaces (ISO/IEC 29500-1 against 29500-4): one opener knows all of them, so no reader has to.
"""

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lxml import etree

_ROOT, TYPES = "_rels/.rels", "[Content_Types].xml"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# The main part of a package by a word of its content type, and its usual name.
_MAIN = {"wordprocessingml": "word/document.xml", "spreadsheetml": "xl/workbook.xml"}
# Parts of a Word document by the kind of their relation, where the program looks for them by name.
_RELATED = ("styles", "footnotes", "endnotes", "comments", "numbering", "settings")
_STRICT = b"http://purl.oclc.org/ooxml/"
_USUAL = b"http://schemas.openxmlformats.org/"
_STRICT_NAME = re.compile(_STRICT + rb"(\w+)/([\w/]+)")
_LOOKED_AT = 4_096  # the namespaces stand at the head of a part
_SAID_STRICT = re.compile(rb'\s(?:\w+:)?conformance\s*=\s*["\']strict["\']')
# Names that the two dialects spell differently.
_SPELLED = {
    b"extendedProperties": b"extended-properties",
    b"customProperties": b"custom-properties",
}


class PackageLayout(NamedTuple):
    """The usual name of each part that has another, and whether the package is Strict Open XML."""

    moved: Mapping[str, str] = {}
    is_strict: bool = False

    @property
    def is_usual(self) -> bool:
        """Whether every library opens the package as it is."""
        return not self.moved and not self.is_strict

    def name(self, part: str) -> str:
        """The usual name of a part."""
        return self.moved.get(part, part)


def plain_name(name: str) -> str:
    """The name of a zip entry as relations give it: with slashes, not from the root.

    >>> plain_name("\\\\word\\\\document.xml")
    'word/document.xml'
    """
    return name.replace("\\", "/").lstrip("/")


def layout_of(names: Iterable[str], read: Callable[[str, int], bytes]) -> PackageLayout:
    """The layout of a package; the usual one where its relations lead nowhere. `read` gives the
    first bytes of a part, or all (-1).
    """
    known = {name.casefold(): name for name in names}
    if _ROOT not in known:
        return PackageLayout()
    root = read(known[_ROOT], -1)
    main = _targets(root, "", known).get("officeDocument", "")
    if not main:
        return PackageLayout()
    is_strict = _STRICT in root or _STRICT in read(main, _LOOKED_AT)
    types = known.get(TYPES.casefold())
    usual = _usual_main(main, read(types, -1)) if types else ""
    if not usual:
        return PackageLayout(is_strict=is_strict)
    relations = known.get(_relations_of(main).casefold())
    related: Mapping[str, str] = {}
    if relations and usual == _MAIN["wordprocessingml"]:
        related = _targets(read(relations, -1), posixpath.dirname(main), known)
    named = {related[kind]: f"word/{kind}.xml" for kind in _RELATED if kind in related}
    return PackageLayout(_moved({main: usual, **named}, known), is_strict)


def _moved(usual: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """The parts that have another name than the usual one, with the relations of each."""
    with_relations = {
        **usual,
        **{_relations_of(old): _relations_of(new) for old, new in usual.items()},
    }
    others = {old.casefold(): new for old, new in with_relations.items() if old != new}
    moved = {known[old]: new for old, new in others.items() if old in known}
    # a part of that name is there already, and which is meant nobody can say
    is_taken = any(new.casefold() in known for new in moved.values())
    return {} if is_taken else moved


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _targets(relations: bytes, folder: str, known: Mapping[str, str]) -> dict[str, str]:
    """The parts that relations lead to, by the last word of their kind; the first of each kind."""
    found: dict[str, str] = {}
    for node in _parsed(relations).iter(_RELATION):
        path = _resolved(folder, node.get("Target", ""))
        kind = posixpath.basename(node.get("Type", ""))
        if node.get("TargetMode") != "External" and path.casefold() in known:
            found.setdefault(kind, known[path.casefold()])
    return found


def _parsed(content: bytes) -> "etree._Element":
    from lxml import etree  # heavy, so only where a package is read

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return etree.Element("nothing")  # its reader says that the package is broken


def _written(root: "etree._Element") -> bytes:
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _resolved(folder: str, target: str) -> str:
    """The name of the part that a target means."""
    target = target.replace("\\", "/")
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target))


def _usual_main(main: str, types: bytes) -> str:
    """The usual name of the main part, by its content type; empty for a kind of no interest."""
    for node in _parsed(types).iter("{*}Override"):
        if plain_name(node.get("PartName", "")).casefold() == main.casefold():
            kind = node.get("ContentType", "")
            return next((usual for word, usual in _MAIN.items() if word in kind), "")
    return main if main in _MAIN.values() else ""


def as_usual(parts: dict[str, bytes], layout: PackageLayout) -> dict[str, bytes]:
    """The parts under their usual names and in the usual dialect; relations and content types
    follow.
    """
    if layout.is_strict:
        parts = {name: _transitional(name, part) for name, part in parts.items()}
    if not layout.moved:
        return parts
    made = {}
    for name, part in parts.items():
        if name.endswith(".rels"):
            part = _related_anew(name, part, layout)  # noqa: PLW2901 - the part as it will stand
        elif name == TYPES:
            part = _typed_anew(part, layout)  # noqa: PLW2901
        made[layout.name(name)] = part
    return made


def _transitional(name: str, part: bytes) -> bytes:
    if not name.endswith((".xml", ".rels")) or _STRICT not in part:
        return part
    return _SAID_STRICT.sub(b"", _STRICT_NAME.sub(_usual_name, part))


def _usual_name(match: re.Match[bytes]) -> bytes:
    """The namespace or kind of relation as Transitional has it."""
    family, rest = match[1], match[2]
    *path, last = rest.split(b"/")
    rest = b"/".join((*path, _SPELLED.get(last, last)))
    return _USUAL + family + b"/2006/" + rest


def _related_anew(name: str, part: bytes, layout: PackageLayout) -> bytes:
    """Relations whose targets are the usual names, seen from where the relations will lie."""
    folder = posixpath.dirname(posixpath.dirname(name))
    new_folder = posixpath.dirname(posixpath.dirname(layout.name(name)))
    root = _parsed(part)
    for node in root.iter(_RELATION):
        if node.get("TargetMode") != "External":
            path = layout.name(_resolved(folder, node.get("Target", "")))
            node.set("Target", posixpath.relpath(path, new_folder or "."))
    return _written(root)


def _typed_anew(part: bytes, layout: PackageLayout) -> bytes:
    root = _parsed(part)
    for node in root.iter("{*}Override"):
        node.set("PartName", f"/{layout.name(plain_name(node.get('PartName', '')))}")
    return _written(root)
