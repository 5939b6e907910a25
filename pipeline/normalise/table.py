"""Tables found in sheets: the header row, the columns it names, and the rows below with their values.

In: a sheet and the declaration of a table. Out: rows anchored in their cells, values by column, findings, and the
rows set aside. Every non-empty row of the sheet has a place in one of these.
"""

from typing import NamedTuple

from pipeline.language import name_key
from pipeline.model.figure import Drop
from pipeline.model.finding import Finding, Severity, found
from pipeline.model.record import Quarantined
from pipeline.model.source import Columns, RawRow, Row, Sheet
from pipeline.model.tables import Table
from pipeline.normalise.cells import read_values
from pipeline.normalise.proofs import settle_columns
from pipeline.normalise.reading import Lists, Value

_HEADER_WITHIN = 10
NOT_ABOUT = "not-about-this-report"
QUARANTINED = "quarantined"

Headers = dict[str, dict[str, str]]


class Read(NamedTuple):
    """A row with the values of its columns."""

    row: Row
    values: dict[str, Value]


class TableRows(NamedTuple):
    """What a sheet gave: good rows, rows out, drops for the ledger, findings."""

    rows: tuple[Read, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()
    drops: tuple[Drop, ...] = ()
    findings: tuple[Finding, ...] = ()


def header_key(text: str) -> str:
    """What two spellings of one column header share."""
    return " ".join(name_key(text).replace("_", " ").replace("-", " ").split())


def _map(table: Table, aliases: dict[str, str]) -> dict[str, str]:
    own = {header_key(column.name): column.name for column in table.columns}
    return {**{header_key(alias): name for alias, name in aliases.items()}, **own}


def find_header(sheet: Sheet, table: Table, headers: Headers) -> tuple[RawRow, list[str]] | None:
    """The first of the ten first rows that names the required columns, with the field of each of its cells."""
    known = _map(table, headers.get(table.name, {}))
    for row in sheet.rows:
        if row.number > _HEADER_WITHIN:
            return None
        fields = [known.get(header_key(cell.text), "") for cell in row.cells]
        if set(table.required) <= set(fields):
            return row, fields
    return None


def read_table(sheet: Sheet, table: Table, headers: Headers, lists: Lists) -> TableRows:
    """The rows of a table in a sheet.

    A required cell that is empty or wrong puts its row out; another wrong cell is a finding and its value empty.
    """
    if not sheet.rows:
        return TableRows()
    at = find_header(sheet, table, headers)
    if at is None:
        return _without_header(sheet, table)
    header, fields = at
    columns, findings = _columns(sheet, header, fields)
    if any(finding.code == "repeated-column" for finding in findings):
        return _all_out(sheet, table, findings)
    rows, out, drops = [], [], []
    below = [Row(sheet, raw, columns) for raw in sheet.rows if raw.number > header.number]
    settled = {row.raw.number: row for row in settle_columns(below, table, lists)}
    for raw in sheet.rows:
        if raw.number <= header.number:
            reason = "header" if raw.number == header.number else "title"
            drops.append(Drop(key=sheet.key(raw), fate=NOT_ABOUT, reason=reason))
            continue
        row = settled[raw.number]
        values, faults = read_values(row, table, lists)
        findings.extend(faults)
        if any(fault.severity is Severity.BLOCKER for fault in faults):
            out.append(
                Quarantined(ref=sheet.ref(raw), table=table.name, scope=_items(values), section=_section(values))
            )
            first = next(fault.code for fault in faults if fault.severity is Severity.BLOCKER)
            drops.append(Drop(key=row.key, fate=QUARANTINED, reason=first))
        else:
            rows.append(Read(row, values))
    return TableRows(tuple(rows), tuple(out), tuple(drops), tuple(findings))


def _section(values: dict[str, Value]) -> str:
    """The section of a line of Form I that is out for another reason: it limits that section alone."""
    section = values.get("section")
    return section if isinstance(section, str) else ""


def _items(values: dict[str, Value]) -> tuple[str, ...]:
    """The items of the work plan that a row of the log names: it limits those alone."""
    items = values.get("work_plan_items")
    return items if isinstance(items, tuple) else ()


def _without_header(sheet: Sheet, table: Table) -> TableRows:
    return _all_out(sheet, table, [found("no-header", sheet.ref(sheet.rows[0]), columns=", ".join(table.required))])


def _all_out(sheet: Sheet, table: Table, findings: list[Finding]) -> TableRows:
    reason = findings[-1].code if len(findings) == 1 else "repeated-column"
    drops = tuple(Drop(key=sheet.key(raw), fate=QUARANTINED, reason=reason) for raw in sheet.rows)
    out = tuple(Quarantined(ref=sheet.ref(raw), table=table.name) for raw in sheet.rows)
    return TableRows(quarantined=out, drops=drops, findings=tuple(findings))


def _columns(sheet: Sheet, header: RawRow, fields: list[str]) -> tuple[Columns, list[Finding]]:
    index: dict[str, int] = {}
    findings = []
    words = tuple(cell.text for cell in header.cells)
    plain = Row(sheet, header, Columns({str(n): n for n in range(len(words))}, words))
    for position, field in enumerate(fields):
        if field and field in index:
            findings.append(found("repeated-column", plain.ref(str(position)), column=field))
        elif field:
            index[field] = position
        elif words[position].strip():
            findings.append(found("extra-column", plain.ref(str(position))))
    findings.extend(_nameless(sheet, header, words))
    return Columns(index, words), findings


def _nameless(sheet: Sheet, header: RawRow, words: tuple[str, ...]) -> list[Finding]:
    """Columns that hold something and have no header: each said once, at its first cell."""
    first: dict[int, RawRow] = {}
    for raw in sheet.rows:
        if raw.number > header.number:
            for position, cell in enumerate(raw.cells):
                if cell.text.strip() and not (position < len(words) and words[position].strip()):
                    first.setdefault(position, raw)
    width = max((*first, len(words) - 1)) + 1
    columns = Columns({str(n): n for n in range(width)}, words + ("",) * (width - len(words)))
    return [found("extra-column", Row(sheet, raw, columns).ref(str(n))) for n, raw in sorted(first.items())]
