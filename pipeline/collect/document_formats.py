"""What a file is that was to be a Word document or a PDF, told by its bytes and never by its name.

In: bytes. Out: the code of the finding that says what the file is and what to save it as; nothing
for one that may be read.
"""

import io
import zipfile
import zlib

_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_STARTS_WITHIN = 1_024
_OTHERS = (
    ("xl/workbook.xml", "workbook-not-document"),
    ("ppt/presentation.xml", "other-document"),
    ("content.xml", "opendocument-text"),
)


def foreign_to_documents(content: bytes) -> str:
    """The code of what a file is that was to be a Word document; empty for a package that may be
    one.
    """
    if content.startswith(_OLE):
        return "locked-document" if _LOCKED in content else "old-document"
    if b"%PDF" in content[:_STARTS_WITHIN]:
        return "pdf-not-word"
    if not content.startswith(_ZIP):
        return _by_its_text(content)
    return _by_its_parts(content)


def _by_its_text(content: bytes) -> str:
    if not content.strip():
        return "empty-file"
    return "rich-text" if content.startswith(b"{\\rtf") else "text-not-document"


def _by_its_parts(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
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
    if "word/document.xml" in names:
        return ""
    return next((code for inside, code in _OTHERS if inside in names), "other-document")


def foreign_to_pdf(content: bytes) -> str:
    """The code of what a file is that was to be a PDF; empty for one that may be."""
    if not content.strip():
        return "empty-file"
    return "" if b"%PDF" in content[:_STARTS_WITHIN] else "not-a-pdf"
