"""Tables found in sheets: the rows below a header, with their values.

In: a sheet and the declaration of a table. Out: rows anchored in their cells, values by column,
findings, and the rows set aside. Every non-empty row of the sheet is in one of these.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.model import place as places
from pipeline.model.figure import Drop
from pipeline.model.finding import Finding, Severity, found
from pipeline.model.record import Quarantined
from pipeline.model.source import Ref, Remark, Row, Sheet
from pipeline.model.tables import Column, InputTable, Kind
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
# The reasons under which rows other than data are dropped; rows of another table limit that table's
# figures.
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
    """What a sheet gave: good rows, rows not used, drops for the ledger, findings."""

    rows: tuple[ReadRow, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()
    drops: tuple[Drop, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_table(sheet: Sheet, table: InputTable, headers: Headers, lists: Lists) -> TableRows:
    """The rows of a table in a sheet.

    An empty or wrong cell in a required column disqualifies its row; another wrong cell is a
    finding and its value empty.
    """
    if not sheet.rows:
        return TableRows(findings=tuple(remark_findings(sheet, 1, frozenset())))
    structure = structure_of(sheet, Known(table, headers), lists.words)
    if structure is None:
        missing = found("no-header", sheet.ref(sheet.rows[0]), columns=", ".join(table.required))
        return _all_out(sheet, table, [missing])
    structure = _with_rows_above(structure, sheet, table, lists)
    header = next(placed.raw.number for placed in structure.rows if placed.role is Role.HEADER)
    of_data = [placed for placed in structure.rows if placed.role is Role.DATA]
    said = remark_findings(sheet, header, frozenset(placed.raw.number for placed in of_data))
    # with two columns of one name, every row could be read in two ways
    if any(finding.code == "repeated-column" for finding in structure.findings):
        return _all_out(sheet, table, [*structure.findings, *said])
    data = [Row(sheet, placed.raw, placed.columns) for placed in of_data]
    good, bad = _sorted_out(resolve_columns(data, table, lists), table, lists)
    aside = _aside(structure, sheet, table)
    return TableRows(
        good.rows,
        (*structure.quarantined, *aside.quarantined, *bad.quarantined),
        (*aside.drops, *bad.drops),
        (*structure.findings, *said, *good.findings, *_stored_oddly(data, table)),
    )


def _stored_oddly(data: list[Row], table: InputTable) -> Iterator[Finding]:
    for code, row, name in columns_stored_oddly(data, table):
        yield found(code, row.ref(name), column=name)


def _with_rows_above(
    structure: Structure, sheet: Sheet, table: InputTable, lists: Lists
) -> Structure:
    """The structure, with rows above the header that read like data told apart from titles: sorting
    may have moved the header.
    """
    rows, strays = [], []
    for placed in structure.rows:
        row = Row(sheet, placed.raw, placed.columns)
        if placed.role is Role.TITLE and _is_data(row, table, lists):
            strays.append(found(Role.ABOVE, sheet.ref(placed.raw)))
            rows.append(placed._replace(role=Role.ABOVE))
        else:
            rows.append(placed)
    return structure._replace(rows=tuple(rows), findings=(*structure.findings, *strays))


def _is_data(row: Row, table: InputTable, lists: Lists) -> bool:
    """Whether every required column of a row holds a value of its kind, which does not happen to a
    title by chance.
    """
    required = [column for column in table.columns if column.is_required]
    if _may_be_title(row, required):
        return False
    for column in required:
        if not row.cell(column.name).text.strip():
            return False
        _, faults = read_cell(row, column.name, column, lists, table.name)
        if any(fault.severity is Severity.BLOCKER for fault in faults):
            return False
    return True


def _may_be_title(row: Row, required: list[Column]) -> bool:
    """Whether a title may well contain everything that the table requires: any text, or one word of
    a closed list.
    """
    if len(required) == 1 and required[0].kind in FREE:
        return True
    n_filled = sum(bool(cell.text.strip()) for cell in row.raw.cells)
    return required[0].kind is Kind.CHOICE and n_filled == 1


def _sorted_out(
    data: tuple[Row, ...], table: InputTable, lists: Lists
) -> tuple[TableRows, TableRows]:
    """The good rows with all findings, and the rows that a blocker disqualifies."""
    rows, out, drops, findings = [], [], [], []
    seen: Seen = {}
    for row in data:
        values, faults = read_values(row, table, lists, seen)
        findings.extend(faults)
        blockers = [fault.code for fault in faults if fault.severity is Severity.BLOCKER]
        if not blockers:
            rows.append(ReadRow(row, values))
            continue
        drops.append(Drop(key=row.key, fate=QUARANTINED, reason=blockers[0]))
        out.append(
            Quarantined(
                ref=row.sheet.ref(row.raw),
                table=table.name,
                scope=_items(values),
                section=_section(values),
            )
        )
    return TableRows(tuple(rows), findings=tuple(findings)), TableRows((), tuple(out), tuple(drops))


def _aside(structure: Structure, sheet: Sheet, table: InputTable) -> TableRows:
    """The rows that are not data, each dropped under its role; those that may have held data limit
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
    """The section of a row that is not used: only that section is limited."""
    section = values.get("section")
    return section if isinstance(section, str) else ""


def _items(values: dict[str, Value]) -> tuple[str, ...]:
    """The items of the work plan that a row of the log names: only those are limited."""
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
    """The remarks on a sheet whose header is in that row; those about rows only if the row is one
    of data.
    """
    kept = [remark for remark in sheet.remarks if not remark.about_rows or remark.row in data]
    return [
        found(remark.code, _ref(sheet, remark, header), remark.hint)
        for remark in _once(kept, sheet)
    ]


def _once(remarks: list[Remark], sheet: Sheet) -> Iterator[Remark]:
    """The remarks, without those that only repeat the one before, or one with the same hint."""
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
    if not (remark.row or remark.column):
        return Ref(sheet.source, "")
    row = remark.row or header
    if remark.column:
        return Ref(sheet.source, str(places.cell(sheet.name, row, remark.column)))
    raw = next(raw for raw in sheet.rows if raw.number == row)
    return sheet.ref(raw)


def unique_by_id(rows: TableRows, table: InputTable, column: str) -> TableRows:
    """The table without the rows whose id appears twice; ids that a bookmark could not tell apart
    are one.
    """
    ids = Counter(_key(read, column) for read in rows.rows)
    unique, out, drops, findings = [], [], [], []
    for read in rows.rows:
        if ids[_key(read, column)] == 1:
            unique.append(read)
            continue
        ref, section = read.row.sheet.ref(read.row.raw), _section(read.values)
        out.append(Quarantined(ref=ref, table=table.name, section=section))
        drops.append(Drop(key=read.row.key, fate=QUARANTINED, reason="duplicate-id"))
        findings.append(found("duplicate-id", read.row.ref(column)))
    return TableRows(
        tuple(unique),
        (*rows.quarantined, *out),
        (*rows.drops, *drops),
        (*rows.findings, *findings),
    )


def _key(read: ReadRow, column: str) -> str:
    return bookmark_name(str(read.values[column]))
