"""The fields of a record that the declaration of its table lets a wording print.

In: the gate, a record, its table. Out: public values by field and findings. What a column may show,
and to whom, stands in its declaration alone; a new column needs nothing here.
"""

from pipeline.aggregate.gate import Gate, printable_text
from pipeline.model.dates import Dated
from pipeline.model.finding import Finding
from pipeline.model.public import DateSpan, PublicValue
from pipeline.model.record import Record
from pipeline.model.tables import PRINTED, Column, InputTable, Kind, Visibility

_NAMES = frozenset({Kind.STATE, Kind.ACTOR, Kind.ACTORS})
_UNATTRIBUTED = frozenset({Visibility.NO_ATTRIBUTION})


def printed_fields(
    gate: Gate, record: Record, table: InputTable, is_named: bool
) -> tuple[dict[str, PublicValue], list[Finding]]:
    """The fields that say something and may be printed; `is_named` for a row with attribution."""
    values: dict[str, PublicValue] = {}
    findings: list[Finding] = []
    for name, told_by in table.printed(PRINTED if is_named else _UNATTRIBUTED).items():
        value, faults = _field(gate, record, told_by, is_named)
        findings += faults
        if value:
            values[name] = value
    return values, findings


def involved(record: Record, table: InputTable) -> tuple[str, ...]:
    """The States and bodies of a record that papers name or rest on."""
    codes: list[str] = []
    for column in table.columns:
        if column.kind in _NAMES and column.seen_by is not Visibility.NEVER:
            codes += _codes(record, column)
    return tuple(codes)


def _codes(record: Record, column: Column) -> tuple[str, ...]:
    value = record.cell_value(column.name)
    if isinstance(value, tuple):
        return value
    return (str(value),) if value else ()


def _field(
    gate: Gate, record: Record, told_by: tuple[Column, ...], is_named: bool
) -> tuple[PublicValue | None, list[Finding]]:
    """A field by the kind of its first column; nothing where that says nothing."""
    column = told_by[0]
    if column.only_with and not record.cell_value(column.only_with):
        return None, []
    if column.kind is Kind.DATE:
        return _date(record, told_by), []
    if column.kind in _NAMES:
        return _names(gate, record, column), []
    return printable_text(gate, record, column.name, is_named)


def _date(record: Record, told_by: tuple[Column, ...]) -> PublicValue | None:
    """The date, or the span of dates, that the columns tell."""
    first, *rest = (record.cell_value(column.name) for column in told_by)
    if not isinstance(first, Dated):
        return None
    last = next((value for value in rest if isinstance(value, Dated)), None)
    columns = tuple(column.name for column in told_by)
    return PublicValue(columns=columns, span=DateSpan(first=first, last=last))


def _names(gate: Gate, record: Record, column: Column) -> PublicValue | None:
    codes = _codes(record, column)
    if not codes or column.name in record.weak:
        return None
    return PublicValue(columns=(column.name,), names=gate.names(codes))
