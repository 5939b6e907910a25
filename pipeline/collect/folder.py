"""The files of a folder, each read once: bytes, hashes, and the sheets in them.

In: a folder. Out: sources, sheets, and findings for files that could not be read. Lock files and
the like are skipped; nothing is written.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from pipeline.cache import ResultCache
from pipeline.collect.convert import ENDINGS, convert
from pipeline.collect.csv_file import read_csv
from pipeline.collect.formats import (
    CannotRead,
    foreign_to_csv,
    foreign_to_documents,
    foreign_to_pdf,
    foreign_to_workbooks,
)
from pipeline.collect.store import Store, pinned, reader_version
from pipeline.model.finding import Finding, Outcome, found
from pipeline.model.source import Ref, Remark, Sheet, Source, in_reports
from pipeline.ooxml import NotAPackage, UnsafePackage

Reader = Callable[[str, bytes], tuple[Sheet, ...]]

MAX_BYTES = 100_000_000
MAX_TEXT = 10_000_000  # bytes of a csv file: about 300 MB of memory once it is read
_SKIPPED_NAMES = frozenset({"desktop.ini", "thumbs.db", ".ds_store"})
_SKIPPED_STARTS = ("~$", ".~lock", ".")


@dataclass(frozen=True, order=True)
class File:
    """A file as found: its path within the folder of inputs, and its bytes."""

    path: str
    content: bytes

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in hex."""
        return hashlib.sha256(self.content).hexdigest()


class Collected(NamedTuple):
    """What a folder contained: each file as a source, the sheets that could be read, and the files
    that could not (with the code that says why).
    """

    sources: tuple[Source, ...]
    sheets: tuple[Sheet, ...]
    unreadable: tuple[tuple[str, str], ...]


def is_skipped(name: str) -> bool:
    """Whether a file is a lock file, a system file or hidden: not an input of a meeting."""
    return name.casefold() in _SKIPPED_NAMES or name.startswith(_SKIPPED_STARTS)


def printable_name(name: str) -> str:
    """The name of a file as it can be written down: bytes that are not UTF-8 are shown by their
    numbers.

    >>> printable_name("caf\\udce9.docx")
    'caf%E9.docx'
    """
    return _NO_TEXT.sub(lambda found: f"%{ord(found[0]) & 0xFF:02X}", name)


def list_files(folder: Path, base: Path, pattern: str = "**/*") -> tuple[File, ...]:
    """The files in the folder in order of their paths within `base`, without lock files and the
    like.
    """
    inside = sorted(path for path in folder.glob(pattern) if path.is_file())
    named: dict[str, Path] = {}
    for path in inside:
        name = printable_name(path.relative_to(base).as_posix())
        while name in named:  # unless another file really has that name
            above, slash, own = name.rpartition("/")
            name = f"{above}{slash}%{own}"
        named[name] = path
    kept = {
        name: path
        for name, path in named.items()
        if not any(is_skipped(p) for p in name.split("/"))
    }
    return tuple(File(name, kept[name].read_bytes()) for name in sorted(kept))


def _read_xlsx(source: str, content: bytes) -> tuple[Sheet, ...]:
    from pipeline.collect.xlsx_file import read_xlsx  # openpyxl is slow to import

    return read_xlsx(source, content)


def _read_docx(source: str, content: bytes) -> tuple[Sheet, ...]:
    from pipeline.collect.docx_file import (
        read_docx,  # lxml is needed only if there is a document
    )

    sheets = read_docx(source, content)
    if not any(sheet.rows for sheet in sheets):
        raise CannotRead("document-without-text")
    return sheets


def _read_pdf(source: str, content: bytes) -> tuple[Sheet, ...]:
    from pipeline.collect.worker import (
        read_apart,
    )  # a second process, needed only if there is a PDF file

    return read_apart("pdf", source, content)


def _read_styled(source: str, content: bytes) -> tuple[Sheet, ...]:
    from pipeline.collect.docx_file import read_styled  # lxml is slow to import

    return read_styled(source, content)


class Format(NamedTuple):
    """How files of an extension are read: its name, its reader, what else the bytes may be, the
    code for a damaged one.
    """

    kind: str
    read: Reader
    foreign: Callable[[bytes], str]
    damaged: str = "unreadable-file"
    most_bytes: int = MAX_BYTES


_WORKBOOK = Format("a workbook", _read_xlsx, foreign_to_workbooks)
_TABLE = Format("a csv table", read_csv, foreign_to_csv, most_bytes=MAX_TEXT)
_DOCUMENT = Format("a Word document", _read_docx, foreign_to_documents, "damaged-document")
READERS: dict[str, Format] = {
    ".xlsx": _WORKBOOK,
    ".xlsm": _WORKBOOK,
    ".csv": _TABLE,
    ".tsv": _TABLE,
    # extensions of other programs' files: read if the bytes are a format that we read; otherwise a
    # finding says what they are
    ".xls": _WORKBOOK,
    ".xlsb": _WORKBOOK,
    ".ods": _WORKBOOK,
    ".docx": _DOCUMENT,
    ".docm": _DOCUMENT,
    ".doc": _DOCUMENT,
    ".odt": _DOCUMENT,
    ".rtf": _DOCUMENT,
    ".pdf": Format("a PDF file", _read_pdf, foreign_to_pdf, "damaged-document"),
}
_NO_TEXT = re.compile("[\ud800-\udfff]")
_WANTED = (".csv", ".xlsm", ".xlsx")
_IN_A_FOLDER = 3  # meeting, folder, file: a PDF beside the tables of a meeting is not read


# Files recognised by their whole name, whatever is done with others of their extension.
NAMED_READERS: dict[str, Format] = {
    "editor-paragraphs.docx": Format(
        "a Word document", _read_styled, foreign_to_documents, "damaged-document"
    )
}


class ReaderEnvironment(NamedTuple):
    """What a machine offers besides the files: a folder for cached readings, and LibreOffice if it
    is there.
    """

    cache: Path | None = None
    converter: str = ""


def _read(
    file: File, path: PurePosixPath, store: Store, converter: str
) -> tuple[tuple[Sheet, ...], Finding | None]:
    where = Ref(file.path, "")
    form = _format_of(path)
    if form is None:
        code = "no-report-format" if in_reports(file.path) else "unknown-file"
        return (), found(code, where, values=", ".join(_WANTED))
    if len(file.content) > form.most_bytes:
        return (), found("unsafe-file", where)
    return _sheets_or_finding(file, form, store, converter)


def _sheets_or_finding(
    file: File, form: Format, store: Store, converter: str
) -> tuple[tuple[Sheet, ...], Finding | None]:
    where = Ref(file.path, "")
    ending = PurePosixPath(file.path).suffix.casefold()
    try:
        sheets = _kept_or_read(file, ending, form, store, converter)
    except CannotRead as error:
        return (), found(error.code, where, hint=error.hint)
    except UnsafePackage as error:
        return (), found("unsafe-file", where, hint=str(error))
    except (NotAPackage, ValueError) as error:
        return (), found(form.damaged, where, hint=str(error), kind=form.kind)
    if not any(sheet.rows for sheet in sheets):
        return (), found("empty-file", where)
    return sheets, None


def _format_of(path: PurePosixPath) -> Format | None:
    """How a file is read, by its whole name or its extension; None for one that no reader
    handles.
    """
    ending = path.suffix.casefold()
    if ending == ".pdf" and len(path.parts) < _IN_A_FOLDER:
        return None
    return NAMED_READERS.get(path.name.casefold()) or READERS.get(ending)


def _kept_or_read(
    file: File, ending: str, form: Format, store: Store, converter: str
) -> tuple[Sheet, ...]:
    """The cached sheets if the file was read before; only otherwise are the bytes looked at."""
    key = f"{file.sha256} {form.read.__name__} {ending}"
    if converter:
        key += ".office"
    known = store.sheets(file.path, key)
    if known is not None:
        return known
    code = form.foreign(file.content)
    is_converted = code in ENDINGS and bool(converter)
    if code and not is_converted:
        raise CannotRead(code)
    try:
        sheets = (
            _converted(file, code, converter)
            if is_converted
            else form.read(file.path, file.content)
        )
    except CannotRead as error:
        store.keep(key, error)
        raise
    store.keep(key, sheets)
    return sheets


def _converted(file: File, code: str, converter: str) -> tuple[Sheet, ...]:
    """The sheets of a file of another program, under the hash of its own bytes and marked as
    converted.
    """
    content = convert(converter, file.content, code)
    if content is None:
        # this depends on machine and moment, not on the file, so it is not cached
        raise CannotRead(code, is_passing=True)
    return pinned(
        READERS[ENDINGS[code][1]].read(file.path, content), file.sha256, Remark("converted")
    )


def collect(
    files: tuple[File, ...], around: ReaderEnvironment = ReaderEnvironment()
) -> Outcome[Collected]:
    """Every file as a source, with its sheets or with the finding that says why there are none."""
    sources: list[Source] = []
    sheets: list[Sheet] = []
    unreadable: list[tuple[str, str]] = []
    findings: list[Finding] = []
    with ResultCache(around.cache, "read", reader_version()) as kept:
        store = Store(kept)
        for file in files:
            path = PurePosixPath(file.path)
            sources.append(
                Source(id=file.path, path=file.path, sha256=file.sha256, kind=path.suffix[1:])
            )
            read, finding = _read(file, path, store, around.converter)
            sheets.extend(read)
            if finding:
                findings.append(finding)
                unreadable.append((file.path, finding.code))
    return Outcome(Collected(tuple(sources), tuple(sheets), tuple(unreadable)), tuple(findings))


def with_file(
    collected: Outcome[Collected], file: File, around: ReaderEnvironment = ReaderEnvironment()
) -> Outcome[Collected]:
    """The files as collected, except for one that is new or has other bytes: no other file is read
    again.
    """
    one, rest = collect((file,), around), _without(collected, file.path)
    new, old = one.value, rest.value
    sources = sorted((*old.sources, *new.sources), key=lambda source: source.id)
    at = {source.id: number for number, source in enumerate(sources)}
    sheets = sorted((*old.sheets, *new.sheets), key=lambda sheet: at[sheet.source])
    unreadable = sorted((*old.unreadable, *new.unreadable), key=lambda pair: at[pair[0]])
    findings = sorted((*rest.findings, *one.findings), key=lambda found: at[found.ref.source])
    return Outcome(Collected(tuple(sources), tuple(sheets), tuple(unreadable)), tuple(findings))


def _without(collected: Outcome[Collected], path: str) -> Outcome[Collected]:
    """The files as collected, except for one."""
    before = collected.value
    return Outcome(
        Collected(
            tuple(source for source in before.sources if source.id != path),
            tuple(sheet for sheet in before.sheets if sheet.source != path),
            tuple(pair for pair in before.unreadable if pair[0] != path),
        ),
        tuple(finding for finding in collected.findings if finding.ref.source != path),
    )
