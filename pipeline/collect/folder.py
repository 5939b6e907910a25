"""The files of a folder, read once: bytes, hashes, and the sheets in them.

In: a folder. Out: sources, sheets, and findings for files that could not be read. Lock files and the like are
skipped; nothing is written.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from pipeline.collect.csv_file import read_csv
from pipeline.collect.formats import foreign_to_csv, foreign_to_workbooks
from pipeline.model.base import Outcome
from pipeline.model.finding import Finding, found
from pipeline.model.source import Ref, Sheet, Source
from pipeline.ooxml import NotAPackage, UnsafePackage

Reader = Callable[[str, bytes], tuple[Sheet, ...]]

MAX_BYTES = 100_000_000
_SKIPPED_NAMES = frozenset({"desktop.ini", "thumbs.db", ".ds_store"})
_SKIPPED_STARTS = ("~$", ".~lock", ".")


class File(NamedTuple):
    """A file as found: its path below the folder of inputs, and its bytes."""

    path: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Of the bytes, in hex."""
        return hashlib.sha256(self.content).hexdigest()


class Collected(NamedTuple):
    """What a folder held: each file as a source, the sheets that could be read, the files that could not (with
    the code that says why)."""

    sources: tuple[Source, ...]
    sheets: tuple[Sheet, ...]
    unreadable: tuple[tuple[str, str], ...]


def is_skipped(name: str) -> bool:
    """Whether a file is a lock file, a system's own or hidden: none of a meeting's inputs."""
    return name.casefold() in _SKIPPED_NAMES or name.startswith(_SKIPPED_STARTS)


def list_files(folder: Path, base: Path, pattern: str = "**/*") -> tuple[File, ...]:
    """The files below the folder in order of their paths below `base`, lock files and the like left out."""
    inside = (path for path in folder.glob(pattern) if path.is_file())
    named = {path.relative_to(base).as_posix(): path for path in inside}
    kept = {name: path for name, path in named.items() if not any(is_skipped(p) for p in name.split("/"))}
    return tuple(File(name, kept[name].read_bytes()) for name in sorted(kept))


def _read_xlsx(source: str, content: bytes) -> tuple[Sheet, ...]:
    from pipeline.collect.xlsx import read_xlsx  # openpyxl is slow to import

    return read_xlsx(source, content)


def _read_styled(source: str, content: bytes) -> tuple[Sheet, ...]:
    from pipeline.collect.styled import read_styled  # lxml is slow to import

    return read_styled(source, content)


READERS: dict[str, tuple[str, Reader]] = {
    ".xlsx": ("a workbook", _read_xlsx),
    ".xlsm": ("a workbook", _read_xlsx),
    ".csv": ("a csv table", read_csv),
    ".tsv": ("a csv table", read_csv),
    # names of other programs' tables: read where the bytes are a workbook, else a finding that says what they are
    ".xls": ("a workbook", _read_xlsx),
    ".xlsb": ("a workbook", _read_xlsx),
    ".ods": ("a workbook", _read_xlsx),
}
# What tells, by its first bytes, a file of another kind behind a name of this one.
_FOREIGN: dict[Reader, Callable[[bytes], str]] = {_read_xlsx: foreign_to_workbooks, read_csv: foreign_to_csv}
_WANTED = (".csv", ".xlsm", ".xlsx")


# Files known by their whole name, whatever others of their ending are.
NAMED_READERS: dict[str, tuple[str, Reader]] = {"editor-paragraphs.docx": ("a Word document", _read_styled)}


def _read(file: File) -> tuple[tuple[Sheet, ...], Finding | None]:
    ending = Path(file.path).suffix.casefold()
    where = Ref(file.path, "")
    known = NAMED_READERS.get(Path(file.path).name.casefold()) or READERS.get(ending)
    if known is None:
        return (), found("unknown-file", where, values=", ".join(_WANTED))
    kind, reader = known
    if len(file.content) > MAX_BYTES:
        return (), found("unsafe-file", where)
    foreign = _FOREIGN.get(reader)
    if foreign and (code := foreign(file.content)):
        return (), found(code, where)
    try:
        return reader(file.path, file.content), None
    except UnsafePackage as error:
        return (), found("unsafe-file", where, hint=str(error))
    except (NotAPackage, ValueError) as error:
        return (), found("unreadable-file", where, hint=str(error), kind=kind)


def collect(files: tuple[File, ...]) -> Outcome[Collected]:
    """Every file as a source, with its sheets or the finding that says why there are none."""
    sources: list[Source] = []
    sheets: list[Sheet] = []
    unreadable: list[tuple[str, str]] = []
    findings: list[Finding] = []
    for file in files:
        sources.append(Source(id=file.path, path=file.path, sha256=file.sha256, kind=Path(file.path).suffix[1:]))
        read, finding = _read(file)
        sheets.extend(read)
        if finding:
            findings.append(finding)
            unreadable.append((file.path, finding.code))
    return Outcome(Collected(tuple(sources), tuple(sheets), tuple(unreadable)), tuple(findings))
