"""What a file is, told by its bytes and never by its name.

In: bytes. Out: the code of the finding that says what the file is and what to save it as; nothing
for a file that the reader its name asks for may try.
"""

import io
import re
import zipfile
import zlib

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_OLD_WORD = "WordDocument".encode("utf-16-le")
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?<(?:!doctype html|html|table|meta|head|body)", re.IGNORECASE
)
_SPREADSHEET_XML = b"urn:schemas-microsoft-com:office:spreadsheet"
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_LOOKED_AT = 4_096
_MARK = b"\xef\xbb\xbf"
# A file that a package of another program's holds, and the code that says which.
_INSIDE = (
    ("xl/workbook.bin", "binary-workbook"),
    ("word/document.xml", "other-document"),
    ("ppt/presentation.xml", "other-document"),
    ("content.xml", "opendocument-file"),
)


def foreign_to_workbooks(content: bytes) -> str:
    """The code of what a file is that was to be a workbook; empty for a package that may be one."""
    if code := _by_its_start(content):
        return code
    if content.startswith(_ZIP):
        return _by_its_parts(content)
    if not content.strip():
        return "empty-file"
    return "" if b"\0" in content else "text-not-workbook"


def foreign_to_csv(content: bytes) -> str:
    """The code of what a file is that was to be a csv table; empty for text that may be one."""
    if content.startswith(_ZIP):
        return _by_its_parts(content) or "workbook-not-csv"
    return _by_its_start(content)


def _by_its_start(content: bytes) -> str:
    start = content[:_LOOKED_AT].removeprefix(_MARK)
    if content.startswith(_OLE):
        return _by_its_storages(content)
    if start.lstrip().startswith(b"%PDF"):
        return "pdf-document"
    if _PAGE.match(start) or _SPREADSHEET_XML in start:
        return "web-page"
    return ""


def _by_its_storages(content: bytes) -> str:
    """What an old compound file holds: a package behind a password, a text, or an old workbook."""
    if _LOCKED in content:
        return "locked-workbook"
    return "other-document" if _OLD_WORD in content else "old-workbook"


def _by_its_parts(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                with archive.open("xl/workbook.xml") as part:
                    return "strict-workbook" if _STRICT in part.read(_LOOKED_AT) else ""
    except (
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        OSError,
        EOFError,
        RuntimeError,
        NotImplementedError,
    ):
        return ""  # cut off or broken: its reader says so
    return next((code for inside, code in _INSIDE if inside in names), "other-document")
