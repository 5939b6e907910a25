"""What the register knows of reports, what the names of their files say, and which of them a
person copied into a workbook.

In: the register, names of files, files with the codes of why they were not read, workbooks as
reports. Out: the row that names a file, what still limits, what is wanted from a person. The name
of a file prefills a sheet; it never narrows what a file may hold.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from pipeline.model.finding import Finding, found
from pipeline.model.forms import Wanted
from pipeline.model.record import Report
from pipeline.model.records import Needed
from pipeline.model.source import Ref
from pipeline.normalise.gazetteer import Gazetteer
from pipeline.normalise.sheets import in_reports
from pipeline.normalise.table import ReadRow, TableRows

_JOINTS = re.compile(r"[\s_.,()\[\]-]+")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_SHORTEST = 3
_MOST_PARTS = 8
Unreadable = tuple[tuple[str, str], ...]
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".heic", ".bmp", ".gif", ".webp"})
_TYPED_OFF = _PICTURES | {".pdf", ".docx", ".docm", ".doc", ".odt", ".rtf"}


TypedOff = Mapping[tuple[str, str], Ref]


def transcriptions(books: Iterable[Report]) -> TypedOff:
    """The files that persons typed off into workbooks, by folder and name, each with the cell that
    says so.
    """
    return {
        (str(PurePosixPath(book.row.key[0]).parent), book.transcribed_from.casefold()): book.fields[
            "transcribed_from"
        ].ref("value")
        for book in books
        if book.transcribed_from
    }


def transcription_of(path: str, typed: TypedOff) -> Ref | None:
    """The cell that says that a file was typed off; none for a file that was not."""
    parts = PurePosixPath(path)
    return typed.get((str(parts.parent), parts.name.casefold())) if in_reports(path) else None


def transcribed(path: str) -> Finding:
    """What is said of a file that was typed off."""
    return found("transcribed", Ref(path, ""))


class Unread(NamedTuple):
    """Files that limit, State and year of those that the register names, files wanted, files typed
    off.

    `lifting` are the cells without which a file would limit all that reports may be said to hold.
    """

    files: Unreadable
    scopes: dict[str, tuple[str, ...]]
    wanted: tuple[Wanted, ...]
    transcribed: frozenset[str]
    findings: tuple[Finding, ...]
    lifting: tuple[Ref, ...]


def read_unread(
    unreadable: Unreadable, typed: TypedOff, register: TableRows, names: Gazetteer, needed: Needed
) -> Unread:
    """What is to be done about the files that could not be read; nobody types off one that the
    register calls old.
    """
    lifting = {path: ref for path, _ in unreadable if (ref := transcription_of(path, typed))}
    files = tuple((path, code) for path, code in unreadable if path not in lifting)
    scopes: dict[str, tuple[str, ...]] = {}
    wanted = []
    named = Register(register.rows)
    for path, code in files:
        if not in_reports(path) or PurePosixPath(path).suffix.casefold() not in _TYPED_OFF:
            continue
        state, year = of_register(path, named)
        if state and year is not None:
            scopes[path] = (state, str(year))
            if not needed.has(state, year):
                continue
        named_state, named_year = of_file_name(path, names)
        wanted.append(
            Wanted(path, state or named_state, year if year is not None else named_year, code)
        )
    findings = tuple(transcribed(path) for path in sorted(lifting))
    return Unread(
        files, scopes, tuple(wanted), frozenset(lifting), findings, tuple(lifting.values())
    )


class Register:
    """The rows of the register by the file that they name."""

    def __init__(self, rows: Iterable[ReadRow]) -> None:
        self._by_file: dict[str, list[ReadRow]] = defaultdict(list)
        for read in rows:
            self._by_file[_file(str(read.values.get("file") or ""))].append(read)

    def of(self, path: str) -> list[ReadRow]:
        """The one row that names a file; nothing where there is none or two."""
        rows = self._by_file.get(_file(path), [])
        return rows if len(rows) == 1 else []


def _file(path: str) -> str:
    return PurePosixPath(path).name.casefold()


def of_register(path: str, register: Register) -> tuple[str, int | None]:
    """The State and year of the one row of the register that names a file; nothing where there is
    none or two.
    """
    rows = register.of(path)
    if not rows:
        return "", None
    year = rows[0].values["article7_year"]
    return str(rows[0].values["state"]), year if isinstance(year, int) else None


def of_file_name(path: str, names: Gazetteer) -> tuple[str, int | None]:
    """The State and year that the name of a file gives: a whole known name of three letters or
    more, and one year.

    A name that stands inside that of another State gives none beside words: "equatorial-guinea",
    "rd-congo".
    """
    parts = [part for part in _JOINTS.split(PurePosixPath(path).stem) if part][:_MOST_PARTS]
    states = set()
    for first in range(len(parts)):
        for last in range(first + 1, len(parts) + 1):
            name = " ".join(parts[first:last])
            code = names.code(name) or names.code(name.replace(" ", "-"))
            around = (*parts[max(first - 1, 0) : first], *parts[last : last + 1])
            is_open = names.is_part(name) and any(any(map(str.isalpha, part)) for part in around)
            if code in names.states and len(name) >= _SHORTEST and not is_open:
                states.add(code)
    years = set(_YEAR.findall(" ".join(parts)))
    return (states.pop() or "") if len(states) == 1 else "", (
        int(years.pop()) if len(years) == 1 else None
    )
