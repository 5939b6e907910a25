"""Reports that no machine can read: what the register knows of them, and whether a person typed them off.

In: files with the codes of why they were not read, the reports, the register. Out: what still limits, what is wanted
from a person, what was typed off. The name of a file prefills a sheet; it never narrows what a file may have held.
"""

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import NamedTuple

from pipeline.model.finding import Finding, found
from pipeline.model.forms import Wanted
from pipeline.model.record import Report
from pipeline.model.source import Ref
from pipeline.normalise.forms.whose import of_file_name, of_register
from pipeline.normalise.names import Gazetteer
from pipeline.normalise.sheets import in_reports
from pipeline.normalise.table import TableRows

Unreadable = tuple[tuple[str, str], ...]
_TYPED_OFF = frozenset({".pdf", ".docx", ".docm", ".doc", ".odt", ".rtf"})


class Unread(NamedTuple):
    """Files that limit, State and year of those that the register names, files wanted, files typed off."""

    files: Unreadable
    scopes: dict[str, tuple[str, ...]]
    wanted: tuple[Wanted, ...]
    transcribed: frozenset[str]
    findings: tuple[Finding, ...]


def read_unread(unreadable: Unreadable, reports: Iterable[Report], register: TableRows, names: Gazetteer) -> Unread:
    """What is to be done about the files that could not be read."""
    typed = {
        (str(PurePosixPath(report.row.key[0]).parent), report.transcribed_from.casefold())
        for report in reports
        if report.transcribed_from
    }
    done = frozenset(path for path, _ in unreadable if _is_typed(path, typed))
    files = tuple((path, code) for path, code in unreadable if path not in done)
    scopes: dict[str, tuple[str, ...]] = {}
    wanted = []
    for path, code in files:
        if not in_reports(path) or PurePosixPath(path).suffix.casefold() not in _TYPED_OFF:
            continue
        state, year = of_register(path, register.rows)
        if state and year is not None:
            scopes[path] = (state, str(year))
        named_state, named_year = of_file_name(path, names)
        wanted.append(Wanted(path, state or named_state, year if year is not None else named_year, code))
    return Unread(
        files, scopes, tuple(wanted), done, tuple(found("transcribed", Ref(path, "")) for path in sorted(done))
    )


def _is_typed(path: str, typed: set[tuple[str, str]]) -> bool:
    parts = PurePosixPath(path)
    return in_reports(path) and (str(parts.parent), parts.name.casefold()) in typed
