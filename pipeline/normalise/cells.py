"""Cells of a row by the grammars of their columns.

In: an anchored row and the declaration of its table. Out: values by column and findings at their
cells. A cell that cannot be trusted or read gives the empty value of its kind, never a guess.
"""

from pipeline.language import INVISIBLE, clean_text
from pipeline.model.finding import Finding, Severity, found
from pipeline.model.source import Cell, CellKind, Row
from pipeline.model.tables import Column, Kind, Table
from pipeline.normalise.absence import absence_in
from pipeline.normalise.grammar import FREE, read
from pipeline.normalise.headers import TRUSTED
from pipeline.normalise.partners import settle_partners
from pipeline.normalise.proofs import STEP
from pipeline.normalise.reading import EMPTY, Asked, Fault, Lists, Reading, Value
from pipeline.normalise.stored import NOT_TEXT, as_stored

_SAYING_NOTHING = frozenset({"direction-marks"})
_NOTHING = (None, "", ())


# What the cells of a table were read as so far: an office writes few different words into most
# columns.
Seen = dict[tuple[str, str, CellKind, str], Reading]


def read_values(
    row: Row, table: Table, lists: Lists, seen: Seen
) -> tuple[dict[str, Value], list[Finding]]:
    """The values of a row by column, and what is wrong with its cells; `seen` grows with each new
    text of a column.
    """
    values: dict[str, Value] = {}
    findings: list[Finding] = []
    for column in table.columns:
        values[column.name], faults = read_cell(row, column.name, column, lists, table.name, seen)
        findings.extend(faults)
    values, faults = settle_partners(values, table.columns, row.ref)
    return values, [*findings, *faults]


def read_cell(  # noqa: PLR0913 - a cell with all that its reading hangs on
    row: Row, field: str, column: Column, lists: Lists, table: str = "", seen: Seen | None = None
) -> tuple[Value, list[Finding]]:
    """The value of a field by the grammar of a column, and what is wrong with its cell.

    A wrong cell of a required column is a blocker whatever the grammar says.
    """
    cell = row.cell(field)
    if not cell.text and not cell.fault and not column.is_required:
        return EMPTY.get(column.kind), []
    faults: list[Fault] = [Fault(cell.fault)] if cell.fault else []
    if not cell.text.isascii() and INVISIBLE.search(cell.text):
        faults.append(Fault("direction-marks"))
    value = EMPTY.get(column.kind)
    if cell.fault in TRUSTED:
        text, odd = as_stored(cell, column)
        faults += [Fault(odd)] if odd else []
        if odd != NOT_TEXT:
            value, said = _read(_asked(row, cell._replace(text=text), column, lists, table), seen)
            faults += [*_by_column(cell), *said]
    if (
        column.is_required
        and value in _NOTHING
        and {fault.code for fault in faults} <= _SAYING_NOTHING
    ):
        faults.append(Fault("missing-value"))
    if not faults:
        return value, []
    ref = row.ref(field)
    findings = [found(f.code, ref, f.hint, column=column.name, **f.names) for f in faults]
    if column.is_required:
        # words too long for print are left out; their row still says what it says
        findings = [
            f if f.code == "text-too-long" and column.kind is not Kind.ID else _as_blocker(f)
            for f in findings
        ]
    return value, findings


def _read(asked: Asked, seen: Seen | None) -> Reading:
    """The reading of a cell, looked up where the same text of the column was read before."""
    if seen is None or asked.column.kind in FREE:
        return read(asked)
    key = (asked.column.name, asked.raw, asked.kind, asked.beside)
    if key not in seen:
        seen[key] = read(asked)
    return seen[key]


def _asked(row: Row, cell: Cell, column: Column, lists: Lists, table: str) -> Asked:
    return Asked(
        text=clean_text(cell.text),
        column=column,
        lists=lists,
        raw=cell.text,
        kind=cell.kind,
        table=table,
        is_1904=row.sheet.is_1904,
        beside=clean_text(row.cell(column.currency).text) if column.currency else "",
        is_ours=not row.sheet.is_document,
    )


def _by_column(cell: Cell) -> list[Fault]:
    """The note on a cell that other cells of its column settled."""
    return [
        Fault("read-by-column", {}, step.after)
        for step in cell.steps
        if step.kind == STEP and step.after != step.before
    ]


def unread_columns(
    row: Row, values: dict[str, Value], columns: tuple[Column, ...], lists: Lists
) -> frozenset[str]:
    """The columns whose cells say something that gave no value, and say more than an absence."""
    return frozenset(
        column.name
        for column in columns
        if values[column.name] in _NOTHING
        and row.cell(column.name).text.strip()
        and absence_in(column, row.cell(column.name).text, lists) is None
    )


def _as_blocker(finding: Finding) -> Finding:
    if finding.severity is not Severity.DECISION:
        return finding
    return finding.model_copy(update={"severity": Severity.BLOCKER})
