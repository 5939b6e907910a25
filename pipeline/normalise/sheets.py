"""Which sheet is which table: by its own name, or by its file's.

In: the sheets of a meeting folder, and the files nobody could read. Out: the sheet of each table,
the workbooks of national reports, and sheets that are no table,
each with what is wrong with it. It reads no row.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from pipeline.model.figure import Drop
from pipeline.model.finding import USAGE, Finding, Refused, found
from pipeline.model.record import ANY_TABLE, Quarantined
from pipeline.model.source import Ref, Sheet
from pipeline.model.tables import (
    EVIDENCE_TABLES,
    HELP_MARKS,
    HELP_SHEETS,
    MARKS_TABLE,
    PINNED_TABLES,
    RESOURCE_LINES,
    WITHHELD,
    InputTable,
)
from pipeline.normalise.headers import Headers, header_key, named_by_header, near_name
from pipeline.normalise.table import NOT_ABOUT, QUARANTINED

REPORTS_FOLDER = "national-reports"
EDITOR_FILE = "editor-paragraphs.docx"
TABLES = {header_key(table.name): table for table in (*EVIDENCE_TABLES, *PINNED_TABLES)}
# What these two say must not be printed: a run without them, or without a row of them, would print
# it.
_GUARDS = (WITHHELD.name, MARKS_TABLE.name)
_LOST = ("repeated-table", "misnamed-table", "near-table")
# A file of these kinds outside the folder of reports holds no table.
_NO_TABLES = frozenset({".docx", ".docm", ".doc", ".odt", ".rtf", ".pdf"})


class UnrecognisedSheet(NamedTuple):
    """A sheet that is read as no table; `table` is the one it may hold rows of, where it may."""

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


def in_reports(path: str) -> bool:
    """Whether a file lies in the folder of national reports."""
    return REPORTS_FOLDER in path.split("/")[:-1]


def _is_written(path: str) -> bool:
    """Whether a file holds paragraphs of the Coordinators: one of that name in the folder of the
    meeting itself.
    """
    return path.split("/")[1:] == [EDITOR_FILE]


def _table_of_file(path: str) -> str:
    """The table a file is named after; empty for none."""
    stem = header_key(PurePosixPath(path).stem)
    return TABLES[stem].name if stem in TABLES else ""


def _name(sheet: Sheet, is_alone: bool) -> str:
    """What table a sheet may be: its own name, or the file's where it is a csv file or the only
    sheet.
    """
    own = header_key(sheet.name)
    if own in TABLES and not sheet.is_csv:
        return own
    if is_alone or sheet.is_csv:
        return header_key(PurePosixPath(sheet.source).stem)
    return own


def sort_sheets(sheets: tuple[Sheet, ...], headers: Headers) -> Sorted:
    """Each sheet at its place; of two for one table that in the file of its name is it, else the
    first.
    """
    of_reports = [sheet for sheet in sheets if in_reports(sheet.source)]
    others = [sheet for sheet in sheets if not in_reports(sheet.source)]
    count = Counter(sheet.source for sheet in others)
    tables: dict[str, Sheet] = {}
    unrecognised: list[UnrecognisedSheet] = []
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
    """Whether a sheet tells people how to fill in its workbook: by its name and first words, with
    no table on it.
    """
    if sheet.is_csv or sheet.is_document or sheet.name not in HELP_SHEETS:
        return False
    if not sheet.rows or sheet.rows[0].cells[0].text not in HELP_MARKS:
        return False
    return not named_by_header(sheet, headers, (*EVIDENCE_TABLES, *PINNED_TABLES))


def _known_tables() -> str:
    return ", ".join(table.name for table in EVIDENCE_TABLES)


def _unrecognised(sheet: Sheet, table: InputTable | None, headers: Headers) -> UnrecognisedSheet:
    """What is wrong with a sheet that is read as no table; `table` is the one it is named after."""
    if sheet.is_document:
        ref = Ref(sheet.source, "")
        return UnrecognisedSheet(sheet, found("unknown-file", ref, values=_known_tables()))
    ref = sheet.ref(sheet.rows[0])
    if table is not None:
        return UnrecognisedSheet(sheet, found("repeated-table", ref, table=table.name), table.name)
    if name := named_by_header(sheet, headers, (*EVIDENCE_TABLES, WITHHELD, MARKS_TABLE)):
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
    """Refused (exit 2) where a table that says what must not be printed stands twice or misnamed,
    or cannot be read.
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
    """Files and sheets nobody could read: what may have stood in them must not be called complete.

    `scopes` are the State and year that the register gives a report that could not be read.

    One in the folder of reports limits what reports may be said to hold; a broken table, or a file
    or sheet named after one, limits that table; another broken file limits them all.
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
    """The rows of unrecognised, each with the code that says why it is not read."""
    drops = []
    for sheet, finding, _ in unrecognised:
        rows = sheet.rows
        if finding is not None:
            fate = NOT_ABOUT if finding.code in {"unknown-sheet", "unknown-file"} else QUARANTINED
            drops += [Drop(key=sheet.key(raw), fate=fate, reason=finding.code) for raw in rows]
    return tuple(drops)


def conserved(sheets: tuple[Sheet, ...], at: Sorted, headers: Headers) -> tuple[Sheet, ...]:
    """The sheets whose rows are conserved: all but pinned tables and help for people."""
    pinned = {id(sheet) for name, sheet in at.tables.items() if TABLES[name].is_pinned}
    return tuple(
        sheet for sheet in sheets if id(sheet) not in pinned and not is_help(sheet, headers)
    )
