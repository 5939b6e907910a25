"""Reports that no machine can read to the end: what the register knows of them, and whether a
person typed them off.

In: files with the codes of why they were not read, workbooks as reports, the register. Out: what
still limits, what is wanted from a person, what was typed off. The name of a file prefills a sheet;
it never narrows what a file may hold.
"""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from pipeline.model.finding import Finding, found
from pipeline.model.forms import Wanted
from pipeline.model.record import Report
from pipeline.model.records import Needed
from pipeline.model.source import Ref
from pipeline.normalise.forms.whose import Register, of_file_name, of_register
from pipeline.normalise.names import Gazetteer
from pipeline.normalise.sheets import in_reports
from pipeline.normalise.table import TableRows

Unreadable = tuple[tuple[str, str], ...]
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".heic", ".bmp", ".gif", ".webp"})
_TYPED_OFF = _PICTURES | {".pdf", ".docx", ".docm", ".doc", ".odt", ".rtf"}


TypedOff = Mapping[tuple[str, str], Ref]


def typed_off(books: Iterable[Report]) -> TypedOff:
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


def typed_in(path: str, typed: TypedOff) -> Ref | None:
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
    lifting = {path: ref for path, _ in unreadable if (ref := typed_in(path, typed))}
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
