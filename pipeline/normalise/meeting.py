"""All the tables of a meeting folder, normalised: which sheet is which table, and what each row says.

In: the sheets of the folder, settings and reference. Out: Records. Every non-empty row of every sheet is behind a
record, set aside with a reason, or pinned.
"""

from collections import defaultdict
from pathlib import PurePosixPath
from typing import NamedTuple, cast

from pipeline.model.base import Outcome
from pipeline.model.dates import Dated
from pipeline.model.figure import Drop
from pipeline.model.finding import Finding, found
from pipeline.model.record import (
    ANY_TABLE,
    Activity,
    Coalition,
    Declaration,
    Quarantined,
    Registered,
    Report,
    WithheldState,
)
from pipeline.model.settings import Settings
from pipeline.model.source import Ref, RowKey, Sheet
from pipeline.model.tables import (
    ACTIVITIES,
    COALITIONS,
    COMPLETE,
    EVIDENCE_TABLES,
    FORM_I,
    MARKS_TABLE,
    PINNED_TABLES,
    REPORTS_RECEIVED,
    WITHHELD,
    Table,
)
from pipeline.normalise.activities import read_activities
from pipeline.normalise.coalitions import read_coalitions
from pipeline.normalise.marks import read_marks
from pipeline.normalise.reference import Reference
from pipeline.normalise.reports import read_reports
from pipeline.normalise.table import NOT_ABOUT, QUARANTINED, Read, TableRows, header_key, read_table

REPORTS_FOLDER = "national-reports"
NOT_USED_YET = ("corrections", "answers", "clearances", "previous", "follow up", "statements", "rates")
_TABLES = {header_key(table.name): table for table in (*EVIDENCE_TABLES, *PINNED_TABLES)}


class Records(NamedTuple):
    """Everything a meeting's inputs say, and everything that was set aside."""

    activities: tuple[Activity, ...]
    reports: tuple[Report, ...]
    registered: tuple[Registered, ...]
    coalitions: tuple[Coalition, ...]
    declarations: tuple[Declaration, ...]
    withheld: tuple[WithheldState, ...]
    quarantined: tuple[Quarantined, ...]
    drops: tuple[Drop, ...]
    row_keys: tuple[tuple[RowKey, str], ...]
    tables: frozenset[str]


class _Sorted(NamedTuple):
    tables: dict[str, Sheet]
    books: dict[str, tuple[Sheet, ...]]
    strangers: tuple[tuple[Sheet, Finding | None], ...]


def _name(sheet: Sheet, is_alone: bool) -> str:
    """What table a sheet may be: its own name, or the file's where it is a csv file or the only sheet."""
    stem = header_key(PurePosixPath(sheet.source).stem)
    known = (*_TABLES, *NOT_USED_YET)
    if not sheet.is_csv and header_key(sheet.name) in known:
        return header_key(sheet.name)
    return stem if sheet.is_csv or is_alone else header_key(sheet.name)


def _sort(sheets: tuple[Sheet, ...]) -> _Sorted:
    tables: dict[str, Sheet] = {}
    books: dict[str, list[Sheet]] = defaultdict(list)
    strangers: list[tuple[Sheet, Finding | None]] = []
    count: dict[str, int] = defaultdict(int)
    for sheet in sheets:
        count[sheet.source] += 1
    for sheet in sheets:
        name = _name(sheet, count[sheet.source] == 1)
        if REPORTS_FOLDER in sheet.source.split("/")[:-1]:
            books[sheet.source].append(sheet)
        elif not sheet.rows:
            continue
        elif name in tables:
            strangers.append((sheet, found("repeated-table", sheet.ref(sheet.rows[0]), table=name)))
        elif name in _TABLES:
            tables[name] = sheet
        else:
            strangers.append((sheet, _stranger(sheet, name)))
    return _Sorted(tables, {path: tuple(book) for path, book in books.items()}, tuple(strangers))


def _stranger(sheet: Sheet, name: str) -> Finding | None:
    """What is wrong with a sheet that is no table in use; nothing where it is one of later use with a header alone."""
    if name in NOT_USED_YET:
        return found("table-not-used", sheet.ref(sheet.rows[1])) if len(sheet.rows) > 1 else None
    code = "unknown-file" if sheet.is_csv else "unknown-sheet"
    return found(code, sheet.ref(sheet.rows[0]), values=", ".join(table.name for table in EVIDENCE_TABLES))


def normalise(
    sheets: tuple[Sheet, ...], unreadable: tuple[tuple[str, str], ...], settings: Settings, reference: Reference
) -> Outcome[Records]:
    """The records of a meeting and every finding about its tables."""
    at = _sort(sheets)

    def rows(table: Table) -> TableRows:
        sheet = at.tables.get(header_key(table.name))
        return read_table(sheet, table, reference.headers, reference.lists) if sheet else TableRows()

    marked, complete, withheld = rows(MARKS_TABLE), rows(COMPLETE), rows(WITHHELD)
    known = reference.strong_sources | reference.weak_sources
    marks, mark_findings = read_marks(marked.rows, reference.strong_sources, known)
    activities, log = read_activities(rows(ACTIVITIES), marks, reference.plan, reference.work_plan, settings)
    reports = read_reports(at.books, rows(REPORTS_RECEIVED), reference.headers, reference.lists)
    coalitions, register = read_coalitions(rows(COALITIONS), marks)
    parts = (log, reports.rest, register)
    tables = frozenset({REPORTS_FOLDER, *(_TABLES[name].name for name in at.tables)})
    drops = tuple(drop for part in parts for drop in part.drops)
    records = Records(
        activities=activities,
        reports=reports.reports,
        registered=reports.registered,
        coalitions=coalitions,
        declarations=_declarations(complete.rows),
        withheld=tuple(
            WithheldState(id=str(values["state"]), row=row, state=str(values["state"])) for row, values in withheld.rows
        ),
        quarantined=(*(q for part in parts for q in part.quarantined), *_unread_files(unreadable)),
        drops=(*drops, *_stranger_drops(at.strangers)),
        row_keys=_row_keys(sheets, at),
        tables=tables,
    )
    missing = [found("declared-table-missing", r.ref("source")) for r, v in complete.rows if v["source"] not in tables]
    pinned = (*missing, *marked.findings, *complete.findings, *withheld.findings, *mark_findings)
    found_in = (
        *(f for part in parts for f in part.findings),
        *pinned,
        *(finding for _, finding in at.strangers if finding),
    )
    return Outcome(records, found_in)


def _declarations(rows: tuple[Read, ...]) -> tuple[Declaration, ...]:
    return tuple(
        Declaration(
            id=str(values["source"]),
            row=row,
            source=str(values["source"]),
            through=cast("Dated", values["through"]),
            declared_by=str(values["declared_by"]),
        )
        for row, values in rows
    )


def _unread_files(unreadable: tuple[tuple[str, str], ...]) -> tuple[Quarantined, ...]:
    """Files nobody could read: what may have stood in them must not be called complete.

    One in the folder of reports limits what reports may be said to hold; a broken table, or a file named after
    one, limits that table; another broken table limits them all.
    """
    out = []
    for path, code in unreadable:
        stem = header_key(PurePosixPath(path).stem)
        if REPORTS_FOLDER in path.split("/")[:-1]:
            out.append(Quarantined(ref=Ref(path, ""), table=FORM_I.name))
        elif stem in _TABLES:
            out.append(Quarantined(ref=Ref(path, ""), table=_TABLES[stem].name))
        elif code != "unknown-file":
            out.append(Quarantined(ref=Ref(path, ""), table=ANY_TABLE))
    return tuple(out)


def _stranger_drops(strangers: tuple[tuple[Sheet, Finding | None], ...]) -> tuple[Drop, ...]:
    drops = []
    for sheet, finding in strangers:
        if finding is None or finding.code == "table-not-used":
            drops.append(Drop(key=sheet.key(sheet.rows[0]), fate=NOT_ABOUT, reason="header"))
            rows = sheet.rows[1:]
        else:
            rows = sheet.rows
        if finding is not None:
            fate = NOT_ABOUT if finding.code in {"unknown-sheet", "unknown-file"} else QUARANTINED
            drops += [Drop(key=sheet.key(raw), fate=fate, reason=finding.code) for raw in rows]
    return tuple(drops)


def _row_keys(sheets: tuple[Sheet, ...], at: _Sorted) -> tuple[tuple[RowKey, str], ...]:
    """The rows that are conserved, with their printed places: all but those of pinned tables."""
    pinned = {id(sheet) for name, sheet in at.tables.items() if _TABLES[name].is_pinned}
    known = {id(sheet) for sheet in at.tables.values()} | {id(sheet) for sheet, _ in at.strangers}
    known |= {id(sheet) for book in at.books.values() for sheet in book}
    return tuple(
        (sheet.key(raw), sheet.row_place(raw))
        for sheet in sheets
        if id(sheet) in known and id(sheet) not in pinned
        for raw in sheet.rows
    )
