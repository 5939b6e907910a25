"""Office packages as zip files: read within limits, and always written in the same way.

In: bytes. Out: parts by their usual names in the usual dialect (package_layout.py), or bytes again.
Refused are packages that are too large, that are packed like a zip bomb, that have parts outside
the package, or that declare a document type.
"""

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from pipeline.ooxml.package_layout import TYPES, PackageLayout, as_usual, layout_of, plain_name

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = "{" + W_NS + "}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

MAX_TOTAL = 200_000_000
MAX_RATIO = 100
MAX_PARTS = 2_000
_SMALL = 1_000_000
_FIRST = (TYPES, "_rels/.rels")
_EPOCH = (1980, 1, 1, 0, 0, 0)


class UnsafePackage(ValueError):
    """No office program would write such a package; the text says why."""


class NotAPackage(ValueError):
    """The bytes are not a zip file, or are an incomplete or encrypted one."""


def _members(archive: zipfile.ZipFile) -> dict[str, str]:
    """The entries of the parts by their plain names. UnsafePackage if the limits are exceeded."""
    members = archive.infolist()
    names = [plain_name(member.filename) for member in members]
    if len(members) > MAX_PARTS or len(set(names)) != len(names):
        raise UnsafePackage("it has too many parts, or one part twice")
    if any(".." in name.split("/") or ":" in name for name in names):
        raise UnsafePackage("it has a part outside the package")
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if total > MAX_TOTAL or (total > _SMALL and total > MAX_RATIO * max(packed, 1)):
        raise UnsafePackage("it is larger than any office file should be")
    parts = zip(names, (member.filename for member in members), strict=True)
    return {name: entry for name, entry in parts if not name.endswith("/")}


def read_package(
    content: bytes, is_wanted: Callable[[str], bool] = lambda name: True
) -> dict[str, bytes]:
    """The parts of a package by their usual names, those that are wanted.

    UnsafePackage if the limits are exceeded or a part declares a document type; NotAPackage if it
    is not a zip file.
    """
    with _opened(content) as package:
        wanted = (name for name in package.members if is_wanted(package.layout.name(name)))
        parts = {name: package.read(name) for name in wanted}
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in part:
            raise UnsafePackage("one of its parts declares a document type")
    return as_usual(parts, package.layout)


def openable(content: bytes) -> bytes:
    """The package as libraries open it: the bytes themselves where it has the usual names and
    dialect. Raises as `read_package`.
    """
    with _opened(content) as package:
        has_plain_names = all(name == entry for name, entry in package.members.items())
        if has_plain_names and package.layout.is_usual:
            return content
    return write_package(read_package(content))


def part_names(content: bytes) -> frozenset[str]:
    """The usual names of the parts. Raises as `read_package`."""
    with _opened(content) as package:
        return frozenset(map(package.layout.name, package.members))


class _Package(NamedTuple):
    """An open package: its zip file, the entries of its parts by plain name, and their layout."""

    archive: zipfile.ZipFile
    members: dict[str, str]
    layout: PackageLayout = PackageLayout()

    def read(self, name: str, most: int = -1) -> bytes:
        """The bytes of a part, all or the first."""
        with self.archive.open(self.members[name]) as part:
            return part.read(most)


@contextmanager
def _opened(content: bytes) -> Iterator[_Package]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            package = _Package(archive, _members(archive))
            yield package._replace(layout=layout_of(package.members, package.read))
    except (RuntimeError, NotImplementedError) as error:
        raise NotAPackage(
            "it is compressed or protected in a way that no office program uses"
        ) from error
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError) as error:
        raise NotAPackage("it is incomplete or damaged") from error


def write_package(parts: dict[str, bytes]) -> bytes:
    """The package of these parts: content types and relations first, then the others by name, all
    dated 1980-01-01.
    """
    order = [name for name in _FIRST if name in parts] + sorted(set(parts) - set(_FIRST))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in order:
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3
            member.external_attr = 0o600 << 16
            archive.writestr(member, parts[name], compresslevel=6)
    return target.getvalue()


_LONGEST_NAME = 40
_HASH = 8
BOOKMARK = "_msp_"
_NOT_IN_A_NAME = re.compile("[^a-z0-9_]")


def bookmark_name(block_id: str) -> str:
    """The bookmark of a block: `_msp_` and its id in lower case, other characters as `_`, at most
    40 characters.

    A longer name is cut and ends in a hash of the id.
    """
    name = BOOKMARK + _NOT_IN_A_NAME.sub("_", block_id.lower())
    if len(name) <= _LONGEST_NAME:
        return name
    digest = hashlib.sha256(block_id.encode()).hexdigest()[:_HASH]
    return f"{name[: _LONGEST_NAME - _HASH - 1]}_{digest}"


NOTE_MARK = "_msn_"


def note_mark(note_id: str) -> str:
    """The bookmark around the mark of a footnote in the text: LibreOffice loses bookmarks inside
    every note but the first.
    """
    return NOTE_MARK + bookmark_name(note_id).removeprefix(BOOKMARK)
