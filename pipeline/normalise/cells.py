"""Cells of a row by the grammars of their columns.

In: an anchored row and the declaration of its table. Out: values by column and findings at their cells. A cell that
cannot be trusted or read gives the empty value of its kind, never a guess.
"""

from pipeline.language import INVISIBLE
from pipeline.model.finding import Finding, Severity, found
from pipeline.model.source import Row
from pipeline.model.tables import Column, Kind, Table
from pipeline.normalise.grammar import EMPTY, Fault, Lists, Value, read
from pipeline.normalise.headers import TRUSTED
from pipeline.normalise.stored import as_stored


def read_values(row: Row, table: Table, lists: Lists) -> tuple[dict[str, Value], list[Finding]]:
    """The values of a row by column, and what is wrong with its cells."""
    values: dict[str, Value] = {}
    findings: list[Finding] = []
    for column in table.columns:
        values[column.name], faults = read_cell(row, column.name, column, lists)
        findings.extend(faults)
    return values, findings


def read_cell(row: Row, field: str, column: Column, lists: Lists) -> tuple[Value, list[Finding]]:
    """The value of a field by the grammar of a column, and what is wrong with its cell.

    A wrong cell of a required column is a blocker whatever the grammar says.
    """
    cell = row.cell(field)
    faults: list[Fault] = [Fault(cell.fault)] if cell.fault else []
    if not cell.text.isascii() and INVISIBLE.search(cell.text):
        faults.append(Fault("direction-marks"))
    value: Value | Fault = EMPTY.get(column.kind)
    if cell.fault in TRUSTED:
        text, odd = as_stored(cell, column)
        faults += [Fault(odd)] if odd else []
        value = value if odd == "date-in-text" else read(text, column, lists)
    if isinstance(value, Fault):
        faults.append(value)
        value = EMPTY.get(column.kind)
    elif column.is_required and value in (None, "", ()) and not faults:
        faults.append(Fault("missing-value"))
    if not faults:
        return value, []
    ref = row.ref(field)
    findings = [found(f.code, ref, f.hint, column=column.name, **f.names) for f in faults]
    if column.is_required:
        # words too long for print are left out; their row still says what it says
        findings = [f if f.code == "text-too-long" and column.kind is not Kind.ID else _as_blocker(f) for f in findings]
    return value, findings


def _as_blocker(finding: Finding) -> Finding:
    if finding.severity is not Severity.DECISION:
        return finding
    return finding.model_copy(update={"severity": Severity.BLOCKER})
