"""Office files as other programs write them: the same words in another layout or dialect.

In: a package of ours. Out: its bytes as Word for the web, Strict Open XML, or a program that writes
names from the root, with backslashes or in other letters would have them.
"""

import io
import re
import zipfile
from collections.abc import Callable

_USUAL = b"http://schemas.openxmlformats.org/"
_STRICT = (
    (b"officeDocument/2006/extended-properties", b"officeDocument/extendedProperties"),
    (b"officeDocument/2006/custom-properties", b"officeDocument/customProperties"),
    (b"officeDocument/2006/", b"officeDocument/"),
    (b"wordprocessingml/2006/", b"wordprocessingml/"),
    (b"spreadsheetml/2006/", b"spreadsheetml/"),
    (b"drawingml/2006/", b"drawingml/"),
)
_RENAMED = re.compile(rb"\b(document|footnotes|endnotes|comments|styles|numbering|settings)\.xml")


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return target.getvalue()


# What Office writes otherwise in Strict: the class of the file on the root of the main part, sides
# by the direction of writing, widths in per cent, dates as text.
_SAID_STRICTLY = (
    (re.compile(rb"<w:document "), rb'<w:document w:conformance="strict" '),
    (re.compile(rb"<workbook "), rb'<workbook conformance="strict" '),
    (re.compile(rb"(<w:ind [^>]*?)w:left="), rb"\g<1>w:start="),
    (re.compile(rb'<w:jc w:val="left"'), rb'<w:jc w:val="start"'),
    (re.compile(rb'(<w:tblW )w:w="5000"( w:type="pct")'), rb'\g<1>w:w="100%"\g<2>'),
)


def strict(content: bytes) -> bytes:
    """As Office saves *Strict Open XML*."""
    parts = _parts(content)
    for name, part in parts.items():
        for usual, other in _STRICT:
            part = part.replace(_USUAL + usual, b"http://purl.oclc.org/ooxml/" + other)  # noqa: PLW2901
        for pattern, said in _SAID_STRICTLY:
            part = pattern.sub(said, part)  # noqa: PLW2901
        parts[name] = part
    return _zipped(parts)


def of_the_web(content: bytes) -> bytes:
    """As Word for the web saves: every part of the document has a number."""
    parts = _parts(content)
    made = {}
    for name, part in parts.items():
        if name.endswith((".rels", "[Content_Types].xml")):
            part = _RENAMED.sub(rb"\g<1>2.xml", part)  # noqa: PLW2901
        made[_RENAMED.sub(rb"\g<1>2.xml", name.encode()).decode()] = part
    return _zipped(made)


def elsewhere(content: bytes) -> bytes:
    """With the document in a folder of its own, and targets from the root."""
    parts = _parts(content)
    made = {}
    for name, part in parts.items():
        if name in {"_rels/.rels", "[Content_Types].xml"}:
            part = part.replace(b"word/document.xml", b"office/text.xml")  # noqa: PLW2901
        if name == "word/_rels/document.xml.rels":
            part = re.sub(rb'Target="(?!http)(\w)', rb'Target="/word/\g<1>', part)  # noqa: PLW2901
        new = name.replace("word/document.xml", "office/text.xml")
        made[new.replace("word/_rels/document.xml", "office/_rels/text.xml")] = part
    return _zipped(made)


def backslashed(content: bytes) -> bytes:
    """With names as old programs of Windows write them."""
    return _zipped({name.replace("/", "\\"): part for name, part in _parts(content).items()})


def from_the_root(content: bytes) -> bytes:
    """With names that begin at the root of the package."""
    return _zipped({f"/{name}": part for name, part in _parts(content).items()})


WORD: dict[str, Callable[[bytes], bytes]] = {
    "strict": strict,
    "of the web": of_the_web,
    "elsewhere": elsewhere,
    "backslashed": backslashed,
    "from the root": from_the_root,
    "strict and of the web": lambda content: strict(of_the_web(content)),
}
EXCEL: dict[str, Callable[[bytes], bytes]] = {
    "strict": strict,
    "backslashed": backslashed,
    "from the root": from_the_root,
}
