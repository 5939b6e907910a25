"""Tables found in sheets: the rows below a header with their values.

In: a sheet and the declaration of a table. Out: rows anchored in their cells, values by column,
findings, and the rows set aside. Every non-empty row of the sheet has a place in one of these.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.model import place as places
from pipeline.model.figure import Drop
from pipeline.model.finding import Finding, Severity, found
from pipeline.model.record import Quarantined
from pipeline.model.source import Ref, Remark, Row, Sheet
from pipeline.model.tables import InputTable, Kind
from pipeline.normalise.cell_values import FREE, Seen, columns_stored_oddly, read_cell, read_values
from pipeline.normalise.headers import Headers, Known, header_key
from pipeline.normalise.patches import resolve_columns
from pipeline.normalise.reading import Lists, Value
from pipeline.normalise.row_roles import Placed, Role, Structure, structure_of
from pipeline.ooxml import bookmark_name

__all__ = [
    "NOT_ABOUT",
    "QUARANTINED",
    "Headers",
    "ReadRow",
    "TableRows",
    "header_key",
    "read_table",
]

NOT_ABOUT = "not-about-this-report"
QUARANTINED = "quarantined"
# What a row that is no row of data is dropped as; rows of another table limit that table's figures.
_FATES = {
    **dict.fromkeys(
        (Role.TITLE, Role.HEADER, Role.TOTAL, Role.HEADING, Role.NOTE, Role.EXAMPLE), NOT_ABOUT
    ),
    **dict.fromkeys(
        (
            Role.ABOVE,
            Role.STRUCK,
            Role.SHIFTED,
            Role.OTHER,
            Role.CARRIED,
            Role.UNCLEAR,
            Role.CHANGED,
        ),
        QUARANTINED,
    ),
}
_LIMITING = (Role.ABOVE, Role.STRUCK, Role.SHIFTED, Role.CARRIED, Role.UNCLEAR, Role.CHANGED)


class ReadRow(NamedTuple):
    """A row with the values of its columns."""

    row: Row
    values: dict[str, Value]


class TableRows(NamedTuple):
    """What a sheet gave: good rows, rows out, drops for the ledger, findings."""

    rows: tuple[ReadRow, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()
    drops: tuple[Drop, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_table(sheet: Sheet, table: InputTable, headers: Headers, lists: Lists) -> TableRows:
    """The rows of a table in a sheet.

    A required cell that is empty or wrong puts its row out; another wrong cell is a finding and its
    value empty.
    """
    if not sheet.rows:
        return TableRows(findings=tuple(remark_findings(sheet, 1, frozenset())))
    structure = structure_of(sheet, Known(table, headers), lists.words)
    if structure is None:
        missing = found("no-header", sheet.ref(sheet.rows[0]), columns=", ".join(table.required))
        return _all_out(sheet, table, [missing])
    structure = _with_rows_above(structure, sheet, table, lists)
    header = next(placed.raw.number for placed in structure.rows if placed.role is Role.HEADER)
    data = [
        Row(sheet, placed.raw, placed.columns)
        for placed in structure.rows
        if placed.role is Role.DATA
    ]
    said = remark_findings(sheet, header, frozenset(row.raw.number for row in data))
    if any(finding.code == "repeated-column" for finding in structure.findings):
        return _all_out(sheet, table, [*structure.findings, *said])
    good, bad = _sorted_out(resolve_columns(data, table, lists), table, lists)
    aside = _aside(structure, sheet, table)
    odd = [
        found(code, row.ref(name), column=name)
        for code, row, name in columns_stored_oddly(data, table)
    ]
    return TableRows(
        good.rows,
        (*structure.quarantined, *aside.quarantined, *bad.quarantined),
        (*aside.drops, *bad.drops),
        (*structure.findings, *said, *good.findings, *odd),
    )


def _with_rows_above(
    structure: Structure, sheet: Sheet, table: InputTable, lists: Lists
) -> Structure:
    """The structure, rows above the header that read like data told from titles: a sort may have
    moved the header.
    """
    rows = tuple(
        (
            placed._replace(role=Role.ABOVE)
            if placed.role is Role.TITLE
            and _is_data(Row(sheet, placed.raw, placed.columns), table, lists)
            else placed
        )
        for placed in structure.rows
    )
    strays = [
        found(placed.role, sheet.ref(placed.raw)) for placed in rows if placed.role is Role.ABOVE
    ]
    return structure._replace(rows=rows, findings=(*structure.findings, *strays))


def _is_data(row: Row, table: InputTable, lists: Lists) -> bool:
    """Whether every required column of a row holds a value of its kind, which no title does by
    chance.
    """
    required = [column for column in table.columns if column.is_required]
    is_telling = len(required) > 1 or required[0].kind not in FREE
    # one word of a closed list may well be the title of a form
    is_word = (
        required[0].kind is Kind.CHOICE
        and sum(bool(cell.text.strip()) for cell in row.raw.cells) == 1
    )
    if (
        is_word
        or not is_telling
        or not all(row.cell(column.name).text.strip() for column in required)
    ):
        return False
    faults = [
        fault
        for column in required
        for fault in read_cell(row, column.name, column, lists, table.name)[1]
    ]
    return not any(fault.severity is Severity.BLOCKER for fault in faults)


def _sorted_out(
    data: tuple[Row, ...], table: InputTable, lists: Lists
) -> tuple[TableRows, TableRows]:
    """The good rows with all findings, and the rows that a blocker puts out."""
    rows, out, drops, findings = [], [], [], []
    seen: Seen = {}
    for row in data:
        values, faults = read_values(row, table, lists, seen)
        findings.extend(faults)
        blocker = next((fault.code for fault in faults if fault.severity is Severity.BLOCKER), "")
        if blocker:
            ref = row.sheet.ref(row.raw)
            out.append(
                Quarantined(
                    ref=ref, table=table.name, scope=_items(values), section=_section(values)
                )
            )
            drops.append(Drop(key=row.key, fate=QUARANTINED, reason=blocker))
        else:
            rows.append(ReadRow(row, values))
    return TableRows(tuple(rows), findings=tuple(findings)), TableRows((), tuple(out), tuple(drops))


def _aside(structure: Structure, sheet: Sheet, table: InputTable) -> TableRows:
    """The rows that are none of data: each dropped by its role; those that may have held data limit
    the table.
    """
    others = [placed for placed in structure.rows if placed.role is not Role.DATA]
    drops = tuple(_drop(sheet, placed) for placed in others)
    out = tuple(
        Quarantined(ref=sheet.ref(placed.raw), table=table.name)
        for placed in others
        if placed.role in _LIMITING
    )
    return TableRows((), out, drops)


def _drop(sheet: Sheet, placed: Placed) -> Drop:
    return Drop(key=sheet.key(placed.raw), fate=_FATES[placed.role], reason=placed.role.value)


def _section(values: dict[str, Value]) -> str:
    """The section of a line of Form I that is out for another reason: it limits that section
    alone.
    """
    section = values.get("section")
    return section if isinstance(section, str) else ""


def _items(values: dict[str, Value]) -> tuple[str, ...]:
    """The items of the work plan that a row of the log names: it limits those alone."""
    items = values.get("work_plan_items")
    return items if isinstance(items, tuple) else ()


def _all_out(sheet: Sheet, table: InputTable, findings: list[Finding]) -> TableRows:
    codes = {finding.code for finding in findings}
    reason = "no-header" if "no-header" in codes else "repeated-column"
    drops = tuple(Drop(key=sheet.key(raw), fate=QUARANTINED, reason=reason) for raw in sheet.rows)
    out = tuple(Quarantined(ref=sheet.ref(raw), table=table.name) for raw in sheet.rows)
    return TableRows(quarantined=out, drops=drops, findings=tuple(findings))


_ONCE_A_RUN = ("hidden-row", "filtered-row")


def remark_findings(sheet: Sheet, header: int, data: frozenset[int]) -> list[Finding]:
    """The remarks on a sheet whose header stands in that row, those about rows only where the row
    is one of data.
    """
    kept = [remark for remark in sheet.remarks if not remark.about_rows or remark.row in data]
    return [
        found(remark.code, _ref(sheet, remark, header), remark.hint)
        for remark in _once(kept, sheet)
    ]


def _once(remarks: list[Remark], sheet: Sheet) -> Iterator[Remark]:
    """The remarks without those that say again what the one before, or one of the same hint,
    said.
    """
    following = {
        row.number: next_row.number
        for row, next_row in zip(sheet.rows, sheet.rows[1:], strict=False)
    }
    said: set[tuple[str, str]] = set()
    last: dict[str, int] = {}
    for remark in remarks:
        if remark.code in _ONCE_A_RUN:
            is_next = following.get(last.get(remark.code, 0)) == remark.row
            last[remark.code] = remark.row
            if is_next:
                continue
        elif remark.about_rows:
            if (remark.code, remark.hint) in said:
                continue
            said.add((remark.code, remark.hint))
        yield remark


def _ref(sheet: Sheet, remark: Remark, header: int) -> Ref:
    if not remark.row and not remark.column:
        return Ref(sheet.source, "")
    row = remark.row or header
    if remark.column:
        return Ref(sheet.source, str(places.cell(sheet.name, row, remark.column)))
    raw = next(raw for raw in sheet.rows if raw.number == row)
    return sheet.ref(raw)


def unique_by_id(rows: TableRows, table: InputTable, column: str) -> TableRows:
    """The table without the rows whose id stands twice; ids that no bookmark could tell apart are
    one.
    """
    ids = Counter(_key(read, column) for read in rows.rows)
    kept = tuple(read for read in rows.rows if ids[_key(read, column)] == 1)
    twins = [read for read in rows.rows if ids[_key(read, column)] > 1]
    out = (
        Quarantined(
            ref=read.row.sheet.ref(read.row.raw),
            table=table.name,
            section=str(read.values.get("section") or ""),
        )
        for read in twins
    )
    return TableRows(
        kept,
        (*rows.quarantined, *out),
        (
            *rows.drops,
            *(Drop(key=read.row.key, fate=QUARANTINED, reason="duplicate-id") for read in twins),
        ),
        (*rows.findings, *(found("duplicate-id", read.row.ref(column)) for read in twins)),
    )


def _key(read: ReadRow, column: str) -> str:
    return bookmark_name(str(read.values[column]))
