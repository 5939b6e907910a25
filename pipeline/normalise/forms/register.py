"""What the register knows of reports, what the names of their files say, and which of them a person
copied into a workbook.

In: the register, names of files, files with the codes of why they were not read, workbooks as
reports. Out: candidates for State and year, what still limits, what a person is asked to do. The
name of a file prefills a sheet; it never narrows down what a file may contain.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from pipeline.model.finding import Finding, found
from pipeline.model.forms import Wanted
from pipeline.model.record import Report
from pipeline.model.records import ReportsInScope
from pipeline.model.source import Columns, Ref, Row, in_reports
from pipeline.normalise.forms.candidate import STATE, YEAR, Candidate, Origin, T, the_one
from pipeline.normalise.gazetteer import Gazetteer
from pipeline.normalise.table import ReadRow, TableRows

_JOINTS = re.compile(r"[\s_.,()\[\]-]+")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_SHORTEST = 3
_MOST_PARTS = 8
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".heic", ".bmp", ".gif", ".webp"})
_TRANSCRIBED = _PICTURES | {".pdf", ".docx", ".docm", ".doc", ".odt", ".rtf"}
Unreadable = tuple[tuple[str, str], ...]
Transcriptions = Mapping[tuple[str, str], Ref]


class Register:
    """The rows of the register, by the file that they name."""

    def __init__(self, rows: Iterable[ReadRow]) -> None:
        self._by_file: dict[str, list[ReadRow]] = defaultdict(list)
        for read in rows:
            self._by_file[_file(str(read.values.get("file") or ""))].append(read)

    def rows_of(self, path: str) -> list[ReadRow]:
        """The one row that names a file; none if there is no such row or more than one."""
        rows = self._by_file.get(_file(path), [])
        return rows if len(rows) == 1 else []

    def state_of(self, path: str) -> tuple[Candidate[str], ...]:
        """The State of the row that names a file."""
        rows = self.rows_of(path)
        return tuple(_registered(row, STATE, str(row.values[STATE])) for row in rows)

    def year_of(self, path: str) -> tuple[Candidate[int], ...]:
        """The year of the row that names a file."""
        years = [(row, row.values[YEAR]) for row in self.rows_of(path)]
        return tuple(_registered(row, YEAR, year) for row, year in years if isinstance(year, int))

    def version_of(self, path: str) -> int:
        """The version in the row that names a file, otherwise the first."""
        versions = [row.values["version"] for row in self.rows_of(path)]
        return next((number for number in versions if isinstance(number, int)), 1)


def _registered(read: ReadRow, field: str, value: T) -> Candidate[T]:
    row = read.row
    columns = Columns({"value": row.columns.index[field]}, row.columns.headers)
    return Candidate(field, value, (), Origin.REGISTER, row=Row(row.sheet, row.raw, columns))


def _file(path: str) -> str:
    return PurePosixPath(path).name.casefold()


def state_of_name(path: str, names: Gazetteer) -> str:
    """The State that the name of a file gives: a whole known name of three letters or more; empty
    for none or two.

    A name contained in that of another State gives none if there are words beside it:
    "equatorial-guinea", "rd-congo".
    """
    parts = _parts(path)
    spans = ((a, b) for a in range(len(parts)) for b in range(a + 1, len(parts) + 1))
    states = {_state_in(parts, first, last, names) for first, last in spans} - {""}
    return the_one(states, "")


def _parts(path: str) -> list[str]:
    parts = _JOINTS.split(PurePosixPath(path).stem)
    return list(filter(None, parts))[:_MOST_PARTS]


def _state_in(parts: Sequence[str], first: int, last: int, names: Gazetteer) -> str:
    """The State that these parts of a file name stand for; empty for none."""
    name = " ".join(parts[first:last])
    if len(name) < _SHORTEST:
        return ""
    beside = (*parts[max(first - 1, 0) : first], *parts[last : last + 1])
    has_words = any(map(str.isalpha, "".join(beside)))
    if has_words and names.is_part(name):
        return ""
    code = names.code(name) or names.code(name.replace(" ", "-")) or ""
    return the_one({code} & names.states, "")


def year_of_name(path: str) -> int | None:
    """The only year in the name of a file."""
    years = set(_YEAR.findall(" ".join(_parts(path))))
    return the_one(set(map(int, years)), None)


def of_file_name(path: str, names: Gazetteer) -> tuple[str, int | None]:
    """The State and year that the name of a file gives."""
    return state_of_name(path, names), year_of_name(path)


def transcriptions(books: Iterable[Report]) -> Transcriptions:
    """The files that persons copied into workbooks, by folder and name, each with the cell that
    says so.
    """
    copied: dict[tuple[str, str], Ref] = {}
    for book in books:
        if book.transcribed_from:
            folder = str(PurePosixPath(book.row.key[0]).parent)
            at = book.fields["transcribed_from"].ref("value")
            copied[folder, book.transcribed_from.casefold()] = at
    return copied


def transcription_of(path: str, copied: Transcriptions) -> Ref | None:
    """The cell that says that a file was copied into a workbook; none for a file that was not."""
    if not in_reports(path):
        return None
    return copied.get((str(PurePosixPath(path).parent), _file(path)))


def transcribed(path: str) -> Finding:
    """The note on a file that was copied into a workbook."""
    return found("transcribed", Ref(path, ""))


class Unread(NamedTuple):
    """Files that limit, State and year of those that the register names, files wanted, files copied
    into workbooks.

    `lifting` are the cells without which a file would limit everything that reports may be said to
    contain.
    """

    files: Unreadable
    scopes: dict[str, tuple[str, ...]]
    wanted: tuple[Wanted, ...]
    transcribed: frozenset[str]
    findings: tuple[Finding, ...]
    lifting: tuple[Ref, ...]


def read_unread(
    unreadable: Unreadable,
    copied: Transcriptions,
    register: TableRows,
    names: Gazetteer,
    in_scope: ReportsInScope,
) -> Unread:
    """What has to be done about the files that could not be read; nobody is asked to copy one that
    the register calls old.
    """
    refs = {path: transcription_of(path, copied) for path, _ in unreadable}
    lifting = {path: ref for path, ref in refs.items() if ref is not None}
    files = tuple((path, code) for path, code in unreadable if path not in lifting)
    scopes = dict(_scopes(files, Register(register.rows)))
    wanted = tuple(_wanted(files, scopes, Register(register.rows), names, in_scope))
    findings = tuple(transcribed(path) for path in sorted(lifting))
    return Unread(files, scopes, wanted, frozenset(lifting), findings, tuple(lifting.values()))


def _may_be_report(path: str) -> bool:
    return in_reports(path) and PurePosixPath(path).suffix.casefold() in _TRANSCRIBED


def _scopes(files: Unreadable, register: Register) -> Iterator[tuple[str, tuple[str, ...]]]:
    """State and year of the files for which the register gives both: no other report is limited."""
    for path, _ in files:
        if not _may_be_report(path):
            continue
        years = register.year_of(path)
        states = [state for state in register.state_of(path) if state.value]
        for state, year in zip(states, years, strict=False):  # exactly one of each, or none
            yield path, (state.value, str(year.value))


def _wanted(
    files: Unreadable,
    scopes: Mapping[str, tuple[str, ...]],
    register: Register,
    names: Gazetteer,
    in_scope: ReportsInScope,
) -> Iterator[Wanted]:
    for path, code in files:
        is_old = path in scopes and not in_scope.has(scopes[path][0], int(scopes[path][1]))
        if is_old or not _may_be_report(path):
            continue
        states = [one.value for one in register.state_of(path)]
        years = [one.value for one in register.year_of(path)]
        state = "".join(states) or state_of_name(path, names)
        yield Wanted(path, state, next(iter(years), year_of_name(path)), code)
