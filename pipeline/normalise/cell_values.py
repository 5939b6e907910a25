"""Cells of a row, read by the grammars of their columns.

In: an anchored row and the declaration of its table. Out: values by column, and findings at their
cells. A cell that cannot be trusted or read gives the empty value of its kind, never a guess.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from pipeline.language import INVISIBLE, clean_text
from pipeline.model.dates_and_money import DateRange, Money
from pipeline.model.finding import Finding, Severity, found
from pipeline.model.source import Cell, CellKind, Ref, Row
from pipeline.model.tables import Column, InputTable, Kind
from pipeline.normalise.amounts import read_amount, read_currency
from pipeline.normalise.date_spans import read_date_cell
from pipeline.normalise.headers import TRUSTED
from pipeline.normalise.names import read_actor, read_actors, read_state
from pipeline.normalise.patches import STEP
from pipeline.normalise.reading import (
    EMPTY,
    CellContext,
    Fault,
    Grammar,
    Lists,
    Reading,
    Value,
    absence_in,
    points_elsewhere,
    read_choice,
    read_choices,
    refused,
)

_SAYING_NOTHING = frozenset({"direction-marks"})
_NOTHING = (None, "", ())


# How the cells of a table were read so far: offices write few different words in most columns.
Seen = dict[tuple[str, str, CellKind, str], Reading]


def read_values(
    row: Row, table: InputTable, lists: Lists, seen: Seen
) -> tuple[dict[str, Value], list[Finding]]:
    """The values of a row by column, and what is wrong with its cells; each new text of a column is
    added to `seen`.
    """
    values: dict[str, Value] = {}
    findings: list[Finding] = []
    for column in table.columns:
        values[column.name], faults = read_cell(row, column.name, column, lists, table.name, seen)
        findings.extend(faults)
    values, faults = pair_columns(values, table.columns, row.ref)
    return values, [*findings, *faults]


def read_cell(  # noqa: PLR0913 - a cell with all that its reading hangs on
    row: Row, field: str, column: Column, lists: Lists, table: str = "", seen: Seen | None = None
) -> tuple[Value, list[Finding]]:
    """The value of a field by the grammar of a column, and what is wrong with its cell.

    A wrong cell in a required column is a blocker, whatever the grammar says.
    """
    cell = row.cell(field)
    if not (cell.text or cell.fault or column.is_required):
        return EMPTY.get(column.kind), []
    value, faults = EMPTY.get(column.kind), _faults_of_storage(cell)
    if cell.fault in TRUSTED:
        stored = as_stored(cell, column)
        if stored.fault:
            faults.append(Fault(stored.fault))
        if stored.fault != NOT_TEXT:
            context = _context_of(row, cell._replace(text=stored.text), column, lists, table)
            value, said = _read(context, seen)
            faults += [*_by_column(cell), *said]
    if column.is_required and _is_missing(value, faults):
        faults.append(Fault("missing-value"))
    return value, _findings(row, field, column, faults)


def _faults_of_storage(cell: Cell) -> list[Fault]:
    """What the file's reader found at the cell, and invisible characters in it."""
    faults = [Fault(cell.fault)] if cell.fault else []
    if not cell.text.isascii() and INVISIBLE.search(cell.text):
        faults.append(Fault("direction-marks"))
    return faults


def _is_missing(value: Value, faults: list[Fault]) -> bool:
    """Whether a cell gives no value and no other finding explains it."""
    return value in _NOTHING and {fault.code for fault in faults} <= _SAYING_NOTHING


def _findings(row: Row, field: str, column: Column, faults: list[Fault]) -> list[Finding]:
    """The faults as findings at their cell."""
    if not faults:
        return []
    ref = row.ref(field)
    findings = [found(f.code, ref, f.hint, column=column.name, **f.names) for f in faults]
    if not column.is_required:
        return findings
    return [_as_blocker(finding, column) for finding in findings]


def _read(context: CellContext, seen: Seen | None) -> Reading:
    """The reading of a cell, looked up if the same text of the column was read before."""
    if seen is None or context.column.kind in FREE:
        return read(context)
    key = (context.column.name, context.raw, context.kind, context.partner)
    if key not in seen:
        seen[key] = read(context)
    return seen[key]


def _context_of(row: Row, cell: Cell, column: Column, lists: Lists, table: str) -> CellContext:
    partner = row.cell(column.currency).text if column.currency else ""
    return CellContext(
        text=clean_text(cell.text),
        column=column,
        lists=lists,
        raw=cell.text,
        kind=cell.kind,
        table=table,
        is_1904=row.sheet.is_1904,
        partner=clean_text(partner),
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
    """The columns whose cells contain more than an absence and gave no value."""
    empty = [column for column in columns if values[column.name] in _NOTHING]
    return frozenset(column.name for column in empty if _says_something(row, column, lists))


def _says_something(row: Row, column: Column, lists: Lists) -> bool:
    text = row.cell(column.name).text
    return bool(text.strip()) and absence_in(column, text, lists) is None


def _as_blocker(finding: Finding, column: Column) -> Finding:
    """The decision on a required column, as a blocker.

    Words too long for print do not count: their row still says what it says.
    """
    is_long_text = finding.code == "text-too-long" and column.kind is not Kind.ID
    if finding.severity is not Severity.DECISION or is_long_text:
        return finding
    return finding.model_copy(update={"severity": Severity.BLOCKER})


def pair_columns(
    values: dict[str, Value], columns: tuple[Column, ...], ref_of: Callable[[str], Ref]
) -> tuple[dict[str, Value], list[Finding]]:
    """The values, with those that one cell gives for two columns, and where the two disagree.

    A span fills the column of its last day, an amount the column of its currency. Empty columns are
    filled and none is overwritten; a disagreement is a decision and leaves both dates empty.
    """
    paired = dict(values)
    findings = []
    for column in columns:
        value = paired.get(column.name)
        if isinstance(value, DateRange):
            if paired.get(column.last) not in (None, value.last):
                findings.append(found("span-disagrees", ref_of(column.name), column=column.name))
                paired.update({column.name: None, column.last: None})
            else:
                paired.update({column.name: value.first, column.last: value.last})
        elif isinstance(value, Money) and column.currency and value.currency:
            paired[column.currency] = paired.get(column.currency) or value.currency
    return paired, findings


_NUMBER = re.compile(r"[0-9]{1,9}")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_ID_LENGTH, _TEXT_LENGTH, _LONG_LENGTH = 80, 300, 2_000


def _number(context: CellContext) -> Reading:
    if not _NUMBER.fullmatch(context.text):
        return refused("bad-number")
    return Reading(int(context.text))


def _version(context: CellContext) -> Reading:
    # versions count from 1
    if not _NUMBER.fullmatch(context.text) or not int(context.text):
        return refused("bad-version")
    return Reading(int(context.text))


def _year(context: CellContext) -> Reading:
    if not _YEAR.fullmatch(context.text):
        return refused("bad-year")
    return Reading(int(context.text))


def _limited(limit: int) -> Grammar:
    def read(context: CellContext) -> Reading:
        if len(context.text) > limit:
            return refused("text-too-long", limit=str(limit))
        return Reading(context.text)

    return read


GRAMMARS: dict[Kind, Grammar] = {
    Kind.ID: _limited(_ID_LENGTH),
    Kind.TEXT: _limited(_TEXT_LENGTH),
    Kind.LONG_TEXT: _limited(_LONG_LENGTH),
    Kind.DATE: read_date_cell,
    Kind.CHOICE: read_choice,
    Kind.CHOICES: read_choices,
    Kind.STATE: read_state,
    Kind.ACTOR: read_actor,
    Kind.ACTORS: read_actors,
    Kind.AMOUNT: read_amount,
    Kind.CURRENCY: read_currency,
    Kind.NUMBER: _number,
    Kind.YEAR: _year,
    Kind.VERSION: _version,
}
_FREE_TEXT = (Kind.TEXT, Kind.LONG_TEXT)
_CHOICES = frozenset({Kind.CHOICE, Kind.CHOICES})
# Texts are printed as written, and amounts have meanings of their own for an absence.
_ABSENCE_IN_GRAMMAR = frozenset({*_FREE_TEXT, Kind.AMOUNT})
# Columns in which hardly any two cells are alike, so that looking readings up would save nothing.
FREE = frozenset({Kind.ID, *_FREE_TEXT})
# Mixed alphabets mislead the reader, whatever else the text may be.
_NEVER_ABSENT = "look-alike-letters"


def read(context: CellContext) -> Reading:
    """The value of a cell by the grammar of its column; the empty value of the kind for no text and
    for an absence.
    """
    kind = context.column.kind
    if not context.text:
        return Reading(EMPTY.get(kind))
    reading = GRAMMARS[kind](context)
    if kind not in _ABSENCE_IN_GRAMMAR and _may_be_absence(reading, context.column):
        reading = _absent(context, reading)
    if reading.value is None:
        return reading._replace(value=EMPTY.get(kind))
    return reading


def _may_be_absence(reading: Reading, column: Column) -> bool:
    """Whether the column takes any word as a value, or the grammar could make nothing of
    this one.
    """
    if column.kind is Kind.ID:
        return True
    if reading.value is not None:
        return column.kind in _CHOICES and not column.values
    return all(fault.code != _NEVER_ABSENT for fault in reading.faults)


def _absent(context: CellContext, reading: Reading) -> Reading:
    """Empty, and why, if the text is nothing but an absence or refers the reader elsewhere."""
    absence = absence_in(context.column, context.text, context.lists)
    if absence and context.column.is_required:
        return Reading()  # the fault here is the missing value
    if absence:
        return Reading(None, (Fault("absence-read", {"meaning": str(absence).replace("_", " ")}),))
    if reading.value is None and points_elsewhere(context.text, context.lists):
        return refused("points-elsewhere")
    return reading


_TEXTS = (Kind.ID, Kind.TEXT, Kind.LONG_TEXT)
_NUMBERS = (Kind.AMOUNT, Kind.NUMBER, Kind.YEAR, Kind.VERSION)
NOT_TEXT = "date-in-text"
_TRUTHS = {"TRUE": "yes", "FALSE": "no"}
_DIGITS = frozenset("0123456789.,' \u00a0\u202f-")
# These tables hold values of any kind, row by row; the days of review.xlsx are texts that show what
# was read.
_OF_ANY_KIND = ("value", "expected", "new", "answer", "period_from", "period_to")


class Stored(NamedTuple):
    """The text to read, and the code of a fault in the way it is stored."""

    text: str
    fault: str = ""


def as_stored(cell: Cell, column: Column) -> Stored:
    """The text of a cell for its column. A date in a text column is a fault: nobody typed it like
    that.
    """
    if cell.kind is CellKind.DATE:
        return _moment(cell, column)
    if cell.kind is CellKind.TRUTH and set(_TRUTHS.values()) <= set(column.values):
        return Stored(_TRUTHS[cell.text])
    return Stored(cell.text)


def _moment(cell: Cell, column: Column) -> Stored:
    if column.kind in _TEXTS and column.name not in _OF_ANY_KIND:
        return Stored(cell.text, NOT_TEXT)
    day, _, rest = cell.text.partition(" ")
    if column.kind is Kind.DATE and rest:
        return Stored(day, "time-left-out")
    return Stored(cell.text)


def columns_stored_oddly(rows: list[Row], table: InputTable) -> list[tuple[str, Row, str]]:
    """Code, first row and column for columns that hold numbers as text, or ids as numbers; each
    column once.
    """
    typed = [row for row in rows if not row.sheet.is_csv]
    odd = []
    for column in table.columns:
        if column.kind not in _ODD:
            continue
        code, is_odd = _ODD[column.kind]
        if first := next((row for row in typed if is_odd(row.cell(column.name))), None):
            odd.append((code, first, column.name))
    return odd


def _is_number_as_text(cell: Cell) -> bool:
    text = cell.text.strip()
    if cell.kind is not CellKind.TEXT or cell.fault or text in {"", "-"}:
        return False
    return _DIGITS.issuperset(text)


def _is_number(cell: Cell) -> bool:
    return cell.kind is CellKind.NUMBER


_ODD: dict[Kind, tuple[str, Callable[[Cell], bool]]] = {
    **dict.fromkeys(_NUMBERS, ("numbers-as-text", _is_number_as_text)),
    Kind.ID: ("number-in-id", _is_number),
}
