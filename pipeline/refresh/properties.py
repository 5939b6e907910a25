"""What a document says of itself: run, meeting, paper and language, and the digest of what a
refresh remembers.

In: a document. Out: its custom properties, read or set. They survive every save by Word and
LibreOffice.
"""

import hashlib
import json

from lxml import etree

from pipeline.refresh.base import Memory
from pipeline.refresh.package import Document

_NAME = "docProps/custom.xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_CUSTOM = f"{{{_OFFICE}/custom-properties}}"
_VALUES = f"{{{_OFFICE}/docPropsVTypes}}"
_FMTID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def read_properties(document: Document) -> dict[str, str]:
    """Every custom property that is a text, by name."""
    if _NAME not in document.parts:
        return {}
    return {
        node.get("name", ""): "".join(str(text) for text in node.itertext()).strip()
        for node in document.tree(_NAME)
    }


def digest_of(memory: Memory) -> str:
    """Twelve hex digits of a memory; empty where there is nothing to remember."""
    if memory == Memory():
        return ""
    return hashlib.sha256(json.dumps(memory.as_json(), ensure_ascii=False).encode()).hexdigest()[
        :12
    ]


def set_properties(document: Document, new: Document, run: str, memory: Memory) -> None:
    """The run of today and the memory, in a document that has our properties; a master of others
    gets none.
    """
    ours = read_properties(new)
    theirs = read_properties(document)
    if "msp_paper" not in theirs:
        return
    root = document.tree(_NAME)
    wanted = {
        **{name: value for name, value in ours.items() if name.startswith("msp_")},
        "msp_run": run,
    }
    wanted["msp_memory"] = digest_of(memory)
    for name, value in wanted.items():
        nodes = [node for node in root if node.get("name") == name]
        if nodes and value:
            _set(nodes[0], value)
        elif nodes:
            root.remove(nodes[0])
        elif value:
            _set(_added(root, name), value)


def _added(root: etree._Element, name: str) -> etree._Element:
    numbers = [int(node.get("pid", "1")) for node in root]
    node = etree.SubElement(
        root, f"{_CUSTOM}property", fmtid=_FMTID, pid=str(max(numbers, default=1) + 1)
    )
    node.set("name", name)
    return node


def _set(node: etree._Element, value: str) -> None:
    if "".join(str(text) for text in node.itertext()).strip() == value:
        return
    for child in list(node):
        node.remove(child)
    etree.SubElement(node, f"{_VALUES}lpwstr").text = value
