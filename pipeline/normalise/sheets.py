"""Which sheet is which table: by its own name, or by that of its file.

In: the sheets of a meeting folder, and the files that could not be read. Out: the sheet of each
table, the workbooks of national reports, and sheets that are no table, each with what is wrong with
it. No row is read.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from pipeline.model.figure import Drop
from pipeline.model.finding import USAGE, Finding, Refused, found
from pipeline.model.record import ANY_TABLE, Quarantined
from pipeline.model.source import Ref, Sheet, in_reports
from pipeline.model.tables import (
    EVIDENCE_TABLES,
    HELP_MARKS,
    HELP_SHEETS,
    MARKS_TABLE,
    PINNED_TABLES,
    RESOURCE_LINES,
    WITHHELD,
    WORK_PLAN,
    InputTable,
)
from pipeline.normalise.headers import Headers, header_key, named_by_header, near_name
from pipeline.normalise.table import NOT_ABOUT, QUARANTINED

EDITOR_FILE = "editor-paragraphs.docx"
TABLES = {header_key(table.name): table for table in (*EVIDENCE_TABLES, *PINNED_TABLES)}
# These two tables say what must not be printed: a run without them, or without one of their rows,
# would print it.
_GUARDS = (WITHHELD.name, MARKS_TABLE.name)
# Tables that are known by their columns under another name too.
_BY_HEADER = (*EVIDENCE_TABLES, WITHHELD, MARKS_TABLE, WORK_PLAN)
_LOST = ("repeated-table", "misnamed-table", "near-table")
# Files of these kinds outside the folder of reports contain no table.
_NO_TABLES = frozenset({".docx", ".docm", ".doc", ".odt", ".rtf", ".pdf"})


class UnrecognisedSheet(NamedTuple):
    """A sheet that is not read as a table; `table` is the one whose rows it may contain, if any."""

    sheet: Sheet
    finding: Finding | None
    table: str = ""


class Sorted(NamedTuple):
    """Tables by header key, reports by path (workbooks, and documents), the rest, and the
    Coordinators' paragraphs.
    """

    tables: dict[str, Sheet]
    books: dict[str, tuple[Sheet, ...]]
    unrecognised: tuple[UnrecognisedSheet, ...]
    documents: dict[str, tuple[Sheet, ...]]
    written: tuple[Sheet, ...] = ()


def _is_written(path: str) -> bool:
    """Whether a file contains paragraphs of the Coordinators: it has that name and is in the folder
    of the meeting itself.
    """
    return path.split("/")[1:] == [EDITOR_FILE]


def _table_of_file(path: str) -> str:
    """The table a file is named after; empty for none."""
    stem = header_key(PurePosixPath(path).stem)
    return TABLES[stem].name if stem in TABLES else ""


def _name(sheet: Sheet, is_alone: bool) -> str:
    """The table that a sheet may be: by its own name, or by the file's if it is a csv file or the
    only sheet.
    """
    own = header_key(sheet.name)
    if own in TABLES and not sheet.is_csv:
        return own
    if is_alone or sheet.is_csv:
        return header_key(PurePosixPath(sheet.source).stem)
    return own


def sheet_of(sheets: tuple[Sheet, ...], table: InputTable) -> Sheet | None:
    """The sheet that is that table by its name, or by that of its file; None where none is."""
    others = [sheet for sheet in sheets if not in_reports(sheet.source)]
    count = Counter(sheet.source for sheet in others)
    named = (s for s in others if _name(s, count[s.source] == 1) == header_key(table.name))
    return next(named, None)


def sort_sheets(sheets: tuple[Sheet, ...], headers: Headers) -> Sorted:
    """Each sheet in its place; of two for one table, the one in the file of its name counts,
    otherwise the first.
    """
    of_reports = [sheet for sheet in sheets if in_reports(sheet.source)]
    others = [sheet for sheet in sheets if not in_reports(sheet.source)]
    count = Counter(sheet.source for sheet in others)
    tables: dict[str, Sheet] = {}
    unrecognised: list[UnrecognisedSheet] = []
    # files named after a table first: beside activities.xlsx, a sheet of that name elsewhere is a
    # copy
    for sheet in sorted(others, key=lambda sheet: not _table_of_file(sheet.source)):
        if not sheet.rows or is_help(sheet, headers) or _is_written(sheet.source):
            continue
        name = _name(sheet, count[sheet.source] == 1)
        if name in TABLES and name not in tables and not sheet.is_document:
            tables[name] = sheet
        else:
            unrecognised.append(_unrecognised(sheet, TABLES.get(name), headers))
    return Sorted(
        tables,
        _by_file(sheet for sheet in of_reports if not sheet.is_document),
        tuple(unrecognised),
        _by_file(sheet for sheet in of_reports if sheet.is_document),
        tuple(sheet for sheet in others if _is_written(sheet.source)),
    )


def _by_file(sheets: Iterable[Sheet]) -> dict[str, tuple[Sheet, ...]]:
    files: dict[str, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        files[sheet.source].append(sheet)
    return {path: tuple(of_file) for path, of_file in files.items()}


def is_help(sheet: Sheet, headers: Headers) -> bool:
    """Whether a sheet explains how to fill in its workbook: by its name and first words, with no
    table on it.
    """
    if sheet.is_csv or sheet.is_document or sheet.name not in HELP_SHEETS:
        return False
    if not sheet.rows or sheet.rows[0].cells[0].text not in HELP_MARKS:
        return False
    return not named_by_header(sheet, headers, (*EVIDENCE_TABLES, *PINNED_TABLES))


def _known_tables() -> str:
    return ", ".join(table.name for table in EVIDENCE_TABLES)


def _unrecognised(sheet: Sheet, table: InputTable | None, headers: Headers) -> UnrecognisedSheet:
    """What is wrong with a sheet that is not read as a table; `table` is the one after which it is
    named.
    """
    if sheet.is_document:
        ref = Ref(sheet.source, "")
        return UnrecognisedSheet(sheet, found("unknown-file", ref, values=_known_tables()))
    ref = sheet.ref(sheet.rows[0])
    if table is not None:
        return UnrecognisedSheet(sheet, found("repeated-table", ref, table=table.name), table.name)
    if name := named_by_header(sheet, headers, _BY_HEADER):
        return UnrecognisedSheet(sheet, found("misnamed-table", ref, table=name), name)
    own = PurePosixPath(sheet.source).stem if sheet.is_csv else sheet.name
    if near := near_name(header_key(own), TABLES):
        name = TABLES[near].name
        return UnrecognisedSheet(sheet, found("near-table", ref, table=name), name)
    code = "unknown-file" if sheet.is_csv else "unknown-sheet"
    finding = found(code, ref, values=_known_tables())
    return UnrecognisedSheet(sheet, finding, _table_of_file(sheet.source))


def owners(at: Sorted) -> dict[tuple[str, str], str]:
    """The table that each sheet is, by source and name; a sheet of a national report is Form I."""
    of_tables = {(sheet.source, sheet.name): TABLES[name].name for name, sheet in at.tables.items()}
    books = (*at.books.values(), *at.documents.values())
    of_books = {(sheet.source, sheet.name): RESOURCE_LINES.name for book in books for sheet in book}
    return {**of_tables, **of_books}


def refuse_lost_guards(at: Sorted, unreadable: tuple[tuple[str, str], ...]) -> None:
    """Refused (exit 2) if a table that says what must not be printed is present twice, misnamed or
    unreadable.
    """
    for path, _ in unreadable:
        if _table_of_file(path) in _GUARDS:
            raise Refused(
                USAGE,
                f"{path}: the file cannot be read, and it lists what must not be printed.",
                "Save it again as .xlsx or .csv, or put its rows into meeting.xlsx.",
            )
    for sheet, finding, table in at.unrecognised:
        if finding and finding.code in _LOST and table in _GUARDS:
            raise Refused(
                USAGE, f"{sheet.source} › {finding.ref.place}: {finding.message}", finding.cure
            )


def not_read(
    at: Sorted, unreadable: tuple[tuple[str, str], ...], scopes: Mapping[str, tuple[str, ...]]
) -> tuple[Quarantined, ...]:
    """Files and sheets that could not be read: what they may have contained must not be called
    complete.

    `scopes` are the State and year that the register gives for a report that could not be read.

    One in the folder of reports limits what reports may be said to contain; a damaged table, or a
    file or sheet named after one, limits that table; any other damaged file limits them all.
    """
    out = [
        Quarantined(ref=s.finding.ref, table=s.table)
        for s in at.unrecognised
        if s.finding and s.table
    ]
    for path, code in unreadable:
        if in_reports(path):
            out.append(
                Quarantined(
                    ref=Ref(path, ""), table=RESOURCE_LINES.name, scope=scopes.get(path, ())
                )
            )
        elif table := _table_of_file(path):
            out.append(Quarantined(ref=Ref(path, ""), table=table))
        elif code != "unknown-file" and PurePosixPath(path).suffix.casefold() not in _NO_TABLES:
            out.append(Quarantined(ref=Ref(path, ""), table=ANY_TABLE))
    return tuple(out)


def unrecognised_drops(unrecognised: tuple[UnrecognisedSheet, ...]) -> tuple[Drop, ...]:
    """The rows of unrecognised sheets, each with the code that says why it is not read."""
    drops = []
    for sheet, finding, _ in unrecognised:
        rows = sheet.rows
        if finding is not None:
            fate = NOT_ABOUT if finding.code in {"unknown-sheet", "unknown-file"} else QUARANTINED
            drops += [Drop(key=sheet.key(raw), fate=fate, reason=finding.code) for raw in rows]
    return tuple(drops)


def conserved(sheets: tuple[Sheet, ...], at: Sorted, headers: Headers) -> tuple[Sheet, ...]:
    """The sheets whose rows are conserved: all except pinned tables and help for people."""
    pinned = {id(sheet) for name, sheet in at.tables.items() if TABLES[name].is_pinned}
    return tuple(
        sheet for sheet in sheets if id(sheet) not in pinned and not is_help(sheet, headers)
    )
