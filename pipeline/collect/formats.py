"""What a file is, judged by its bytes and never by its name.

In: bytes. Out: the code of the finding that says what the file is and how to save it; empty for a
file that the reader for its extension may try.
"""

import re

from pipeline.ooxml import part_names

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKAGE = b"PK\x03\x04"
_ZIP = (_PACKAGE, b"PK\x05\x06")  # an empty archive begins with its directory
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_OLD_WORD = "WordDocument".encode("utf-16-le")
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?<(?:!doctype html|html|table|meta|head|body)", re.IGNORECASE
)
_SPREADSHEET_XML = b"urn:schemas-microsoft-com:office:spreadsheet"
_LOOKED_AT = 4_096
_MARK = b"\xef\xbb\xbf"
# A file that the packages of another program contain, and the code that says which program.
_INSIDE = (
    ("xl/workbook.bin", "binary-workbook"),
    ("word/document.xml", "other-document"),
    ("ppt/presentation.xml", "other-document"),
    ("content.xml", "opendocument-file"),
)
_STARTS_WITHIN = 1_024
_INSIDE_NO_DOCUMENT = (
    ("xl/workbook.xml", "workbook-not-document"),
    ("ppt/presentation.xml", "other-document"),
    ("content.xml", "opendocument-text"),
)


class CannotRead(ValueError):
    """The file gives no text that can be trusted; `code` says why, and `hint` is for internal
    files.

    `is_passing` means that another machine, or another moment, might succeed.
    """

    def __init__(self, code: str, hint: str = "", is_passing: bool = False) -> None:
        # all of them, so that the exception can be sent from another process
        super().__init__(code, hint, is_passing)
        self.code, self.hint, self.is_passing = code, hint, is_passing


def foreign_to_workbooks(content: bytes) -> str:
    """The code of what a supposed workbook is instead; empty for a package that may be one."""
    if code := _by_its_start(content):
        return code
    if content.startswith(_ZIP):
        return _workbook_in_parts(content)
    if not content.strip():
        return "empty-file"
    if b"\0" in content:
        return ""
    return "text-not-workbook"


def foreign_to_csv(content: bytes) -> str:
    """The code of what a supposed csv table is instead; empty for text that may be one."""
    if content.startswith(_ZIP):
        return _workbook_in_parts(content) or "workbook-not-csv"
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
    """What an old compound file contains: a package behind a password, a text, or an old
    workbook.
    """
    if _LOCKED in content:
        return "locked-workbook"
    if _OLD_WORD in content:
        return "other-document"
    return "old-workbook"


def _workbook_in_parts(content: bytes) -> str:
    try:
        names = part_names(content)
    except ValueError:
        return ""  # incomplete or damaged: its reader will say so
    if "xl/workbook.xml" in names:
        return ""
    return next((code for inside, code in _INSIDE if inside in names), "other-document")


def foreign_to_documents(content: bytes) -> str:
    """The code of what a supposed Word document is instead; empty for a package that may be one."""
    if content.startswith(_OLE):
        if _LOCKED in content:
            return "locked-document"
        return "old-document"
    if b"%PDF" in content[:_STARTS_WITHIN]:
        return "pdf-not-word"
    if not content.startswith(_PACKAGE):
        return _by_its_text(content)
    return _document_in_parts(content)


def _by_its_text(content: bytes) -> str:
    if not content.strip():
        return "empty-file"
    if content.startswith(b"{\\rtf"):
        return "rich-text"
    return "text-not-document"


def _document_in_parts(content: bytes) -> str:
    try:
        names = part_names(content)
    except ValueError:
        return ""  # incomplete or damaged: its reader will say so
    if "word/document.xml" in names:
        return ""
    return next((code for inside, code in _INSIDE_NO_DOCUMENT if inside in names), "other-document")


def foreign_to_pdf(content: bytes) -> str:
    """The code of what a supposed PDF is instead; empty for one that may be a PDF."""
    if not content.strip():
        return "empty-file"
    if b"%PDF" in content[:_STARTS_WITHIN]:
        return ""
    return "not-a-pdf"
