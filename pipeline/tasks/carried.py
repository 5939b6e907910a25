"""What a new meeting takes over from the last one: registers, open follow-up, withheld States,
figures.

In: the last meeting as read and counted. Out: rows for entry workbooks, names and closed words in
the form the lists offer. Nothing is confirmed by it: each row waits for a person, but for the
States that nobody may name.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from pipeline.audit.as_json import figure_json
from pipeline.build import Counted
from pipeline.model.dates import Dated, Precision
from pipeline.model.figure import Certainty
from pipeline.model.record import ANY_TABLE, Record
from pipeline.model.records import Records
from pipeline.model.tables import (
    CARRIED_OVER,
    COALITIONS,
    FOLLOW_UP,
    GOOD_PRACTICES,
    PREVIOUS,
    ROW_IS,
    WITHHELD,
    Column,
    Kind,
    Table,
)
from pipeline.normalise.cell_values import read_cell
from pipeline.normalise.reference import Reference
from pipeline.render.entry_book import Value

_OVER = frozenset({"closed", "withdrawn", "considered"})
_RECEIVED = "reports_received"
Entry = dict[str, Value]
Json = dict[str, Any]


class Carried(NamedTuple):
    """Rows by table, cells that stood on weak sources, and the figures that were left out: not
    exact, or no number.

    `kept_out` are the places, by table, that the last meeting keeps out or could not read: nothing
    of them goes over.
    """

    rows: Mapping[str, tuple[Entry, ...]]
    weak: tuple[str, ...]
    left_out: tuple[str, ...]
    kept_out: Mapping[str, tuple[str, ...]]
    is_issued: bool


def figures_of_plan(counted: Counted) -> tuple[str, ...]:
    """The names a row of Previous may have: reports received, and the indicators that States
    Parties are counted in.
    """
    known = {figure.name for figure in counted.settled.counted.figures if figure.denominator}
    indicators = (i.id for action in counted.read.reference.plan.actions for i in action.indicators)
    return (_RECEIVED, *(name for name in indicators if name in known))


def carried(last: str, counted: Counted, issued: Iterable[Json]) -> Carried:
    """What goes over; `issued` are the figures of the report as issued, none where it is not: then
    they are ours.
    """
    records, reference = counted.settled.records, counted.read.reference
    registers: dict[Table, tuple[Record, ...]] = {
        COALITIONS: records.coalitions,
        GOOD_PRACTICES: records.good_practices,
        FOLLOW_UP: tuple(row for row in records.follow_up if row.status not in _OVER),
    }
    published = [figure for figure in issued if figure["name"] in figures_of_plan(counted)]
    present = [
        figure_json(f)
        for f in counted.settled.counted.figures
        if f.name in figures_of_plan(counted)
    ]
    figures = published or present
    exact = [figure for figure in figures if _is_exact(figure)]
    rows = {
        **{
            table.name: tuple(_entry(row, table, reference) for row in kept)
            for table, kept in registers.items()
        },
        WITHHELD.name: tuple(
            _withheld(_entry(row, WITHHELD, reference), last) for row in records.withheld
        ),
        PREVIOUS.name: tuple(_previous(figure, counted) for figure in exact),
    }
    weak = tuple(line for table, kept in registers.items() for line in _weak(table, kept))
    left_out = tuple(str(figure["name"]) for figure in figures if figure not in exact)
    kept_out = {table.name: _kept_out(table, records) for table in registers}
    return Carried(rows, weak, left_out, kept_out, bool(published))


def _kept_out(table: Table, records: Records) -> tuple[str, ...]:
    """The rows and files of the table that are out, each once."""
    out = (each.ref for each in records.quarantined if each.table in (table.name, ANY_TABLE))
    by_row = {ref.row_key: ref for ref in out}
    return tuple(" › ".join(filter(None, (ref.source, ref.place))) for ref in by_row.values())


def _entry(record: Record, table: Table, reference: Reference) -> Entry:
    """A row in the words of the lists, to be confirmed."""
    cells = ((column, record.row.cell(column.name).text) for column in table.columns)
    found = {
        column.name: _value(record, column, table, reference)
        for column, text in cells
        if text.strip()
    }
    return {ROW_IS.name: CARRIED_OVER, **found}


def _value(record: Record, column: Column, table: Table, reference: Reference) -> Value:
    """A cell as the lists have it; in its own words where the reader could not read it."""
    text = record.row.cell(column.name).text.strip()
    value, _ = read_cell(record.row, column.name, column, reference.lists, table.name)
    if column.kind in (Kind.STATE, Kind.ACTOR, Kind.ACTORS) and value:
        codes = value if isinstance(value, tuple) else (str(value),)
        return "; ".join(_name(code, reference) for code in codes)
    if isinstance(value, Dated):
        return value.first if value.precision is Precision.DAY else text
    if isinstance(value, tuple):
        return "; ".join(value)
    return value if isinstance(value, str | int) and value != "" else text


def _name(code: str, reference: Reference) -> str:
    return reference.states[code].name if code in reference.states else reference.actors[code].name


def _withheld(entry: Entry, last: str) -> Entry:
    """A State that nobody may name stays one, until a person decides: its row is read from the
    first run on.
    """
    reason = "; ".join(
        part for part in (str(entry.get("reason", "")), f"carried over from {last}") if part
    )
    return {**entry, ROW_IS.name: "", "reason": reason}


def _is_exact(figure: Json) -> bool:
    is_whole = (
        figure["certainty"] == Certainty.EXACTLY
        and figure["value"] is not None
        and not figure.get("form")
    )
    return bool(is_whole and figure["denominator"])


def _previous(figure: Json, counted: Counted) -> Entry:
    of = figure["denominator"]
    return {
        ROW_IS.name: CARRIED_OVER,
        "figure": figure["name"],
        "value": figure["value"],
        "of": of["value"],
        "basis": of["basis"],
        "as_of": counted.settings.as_of.fromisoformat(of["on"]),
        "symbol": counted.settings.symbol,
    }


def _weak(table: Table, records: Iterable[Record]) -> Iterator[str]:
    """The cells of a row that the last meeting could not print as fact, a line a row."""
    for record in records:
        if record.weak:
            columns = (column.name for column in table.columns if column.name in record.weak)
            yield f"{table.name} {record.id}: {', '.join(columns)}"
