"""What a new meeting takes over from the last one: registers, open follow-up, withheld States,
figures.

In: the last meeting as read and counted. Out: rows for entry workbooks, names and closed words in
the form the lists offer. Nothing is confirmed by it: each row waits for a person, but for the
States that nobody may name.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from pipeline.audit.as_json import figure_json
from pipeline.build import CountedMeeting
from pipeline.model.dates_and_money import Dated, Precision
from pipeline.model.figure import Certainty
from pipeline.model.papers import PAPERS
from pipeline.model.record import ANY_TABLE, Record
from pipeline.model.records import Records
from pipeline.model.settings import KEYED
from pipeline.model.tables import (
    ACTIVITIES,
    ANSWERS,
    CARRIED_OVER,
    CLEARANCES,
    COALITIONS,
    COMPLETE,
    CORRECTIONS,
    EVIDENCE_TABLES,
    FOLLOW_UP,
    GOOD_PRACTICES,
    PREVIOUS,
    REVIEW,
    ROW_IS,
    SETTING_KEYS,
    SETTINGS,
    WITHHELD,
    WORK_PLAN,
    Column,
    InputTable,
    Kind,
)
from pipeline.normalise.cell_values import read_cell
from pipeline.normalise.reference import Reference
from pipeline.render.entry_book import EntrySheet, Value

_OVER = frozenset({"closed", "withdrawn", "considered"})
_RECEIVED = "reports_received"
Entry = dict[str, Value]
Json = dict[str, Any]


class CarriedOver(NamedTuple):
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


def figures_of_plan(counted: CountedMeeting) -> tuple[str, ...]:
    """The names a row of Previous may have: reports received, and the indicators that States
    Parties are counted in.
    """
    known = {figure.name for figure in counted.settled.counted.figures if figure.denominator}
    indicators = (i.id for action in counted.reference.plan.actions for i in action.indicators)
    return (_RECEIVED, *(name for name in indicators if name in known))


def carry_over(last: str, counted: CountedMeeting, issued: Iterable[Json]) -> CarriedOver:
    """What goes over; `issued` are the figures of the report as issued, none where it is not: then
    they are ours.
    """
    records, reference = counted.settled.records, counted.reference
    registers: dict[InputTable, tuple[Record, ...]] = {
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
    return CarriedOver(rows, weak, left_out, kept_out, bool(published))


def _kept_out(table: InputTable, records: Records) -> tuple[str, ...]:
    """The rows and files of the table that are out, each once."""
    out = (each.ref for each in records.quarantined if each.table in (table.name, ANY_TABLE))
    by_row = {ref.row_key: ref for ref in out}
    return tuple(" › ".join(filter(None, (ref.source, ref.place))) for ref in by_row.values())


def _entry(record: Record, table: InputTable, reference: Reference) -> Entry:
    """A row in the words of the lists, to be confirmed."""
    cells = ((column, record.row.cell(column.name).text) for column in table.columns)
    found = {
        column.name: _value(record, column, table, reference)
        for column, text in cells
        if text.strip()
    }
    return {ROW_IS.name: CARRIED_OVER, **found}


def _value(record: Record, column: Column, table: InputTable, reference: Reference) -> Value:
    """A cell as the lists have it; in its own words where the reader could not read it."""
    text = record.row.cell(column.name).text.strip()
    value, _ = read_cell(record.row, column.name, column, reference.lists, table.name)
    if column.kind in (Kind.STATE, Kind.ACTOR, Kind.ACTORS) and value:
        codes = value if isinstance(value, tuple) else (str(value),)
        return "; ".join(_name(code, reference) for code in codes)
    if isinstance(value, Dated):
        if value.precision is not Precision.DAY:
            return text
        return value.first
    if isinstance(value, tuple):
        return "; ".join(value)
    return value if isinstance(value, str | int) and value != "" else text


def _name(code: str, reference: Reference) -> str:
    if code in reference.states:
        return reference.states[code].name
    return reference.actors[code].name


def _withheld(entry: Entry, last: str) -> Entry:
    """A State that nobody may name stays one, until a person decides: its row is read from the
    first run on.
    """
    reason = "; ".join(
        part for part in (str(entry.get("reason", "")), f"carried over from {last}") if part
    )
    return {**entry, ROW_IS.name: "", "reason": reason}


def _is_exact(figure: Json) -> bool:
    if figure["certainty"] != Certainty.EXACTLY or figure["value"] is None:
        return False
    # words in place of a number cannot be compared, nor a number of an unknown whole
    return bool(figure["denominator"]) and not figure.get("form")


def _previous(figure: Json, counted: CountedMeeting) -> Entry:
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


def _weak(table: InputTable, records: Iterable[Record]) -> Iterator[str]:
    """The cells of a row that the last meeting could not print as fact, a line a row."""
    for record in records:
        if record.weak:
            columns = (column.name for column in table.columns if column.name in record.weak)
            yield f"{table.name} {record.id}: {', '.join(columns)}"


MEETING = (WITHHELD, COMPLETE, CORRECTIONS, ANSWERS, CLEARANCES, PREVIOUS)
# Every other table that people fill in has a workbook of its own.
TABLES = (*(table for table in EVIDENCE_TABLES if table not in (*MEETING, REVIEW)), WORK_PLAN)
# Settings that depend on the meeting itself and are asked afresh.
_ASKED = frozenset(
    {
        *(
            "meeting_kind",
            "meeting_number",
            "meeting_place",
            "meeting_from",
            "meeting_to",
            "agenda_item",
            "agenda_title",
        ),
        *(
            "symbol",
            "job_number",
            "date_of_submission",
            "activities_until",
            "period_from",
            "period_to",
            "article7_year",
            "cut_off",
            "as_of",
            "work_plan",
        ),
    }
)
# The number and kind of a meeting, from the name of its folder.
OF_A_NAME = re.compile(r"(\d{1,3})(msp|rc)", re.IGNORECASE)
_OFFERED_BY_PAPER = ("template", "state", "word_limit")
_DRAFT = "draft"


class Entries:
    """The sheets of a new meeting, made after another."""

    def __init__(
        self,
        last: CountedMeeting,
        name: str,
        brought: CarriedOver,
        names: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.last, self.name, self.brought, self.names = last, name, brought, names
        reference = last.reference
        states = sorted(reference.states.values(), key=lambda state: state.sort_key)
        self.states = tuple(state.name for state in states)
        self.actors = (*self.states, *sorted(actor.name for actor in reference.actors.values()))
        self.currencies = tuple(sorted(reference.lists.currencies))

    def sheet(self, table: InputTable) -> EntrySheet:
        """A table with what its columns offer and the rows carried over."""
        lists = {column.name: self._offered(table, column) for column in (ROW_IS, *table.columns)}
        return EntrySheet(table, lists, self.brought.rows.get(table.name, ()))

    def weak(self, table: InputTable) -> tuple[str, ...]:
        """The cells of the table that are to be checked with special care."""
        return tuple(line for line in self.brought.weak if line.startswith(f"{table.name} "))

    def _offered(self, table: InputTable, column: Column) -> tuple[str, ...]:
        plan = self.last.reference.plan
        own = {
            (ACTIVITIES, "lap_actions"): tuple(str(a.number) for a in plan.actions if a.indicators),
            (PREVIOUS, "figure"): figures_of_plan(self.last),
        }
        of_kind = {
            Kind.STATE: self.states,
            Kind.ACTOR: self.actors,
            Kind.ACTORS: self.actors,
            Kind.CURRENCY: self.currencies,
        }
        return own.get((table, column.name)) or column.values or of_kind.get(column.kind, ())

    def settings(self, to_fill: str) -> EntrySheet:
        """The sheet Settings: what does not hang on the meeting as it was, what is needed marked as
        to be filled in.
        """
        values = self._values()
        keys = tuple(self._key(name) for name in values)
        rows = []
        for key in keys:
            is_open = key.is_required and not values[key.name]
            meaning = f"{to_fill}: {key.meaning}" if is_open else key.meaning
            rows.append({"key": key.name, "value": values[key.name], "meaning": meaning})
        lists = {key.name: self._names(key) for key in keys}
        return EntrySheet(SETTINGS, lists, tuple(rows), keys=keys)

    def _values(self) -> dict[str, Value]:
        """The keys in order with their values; those of papers behind the others."""
        last, values = self.last.settings, dict[str, Value]()
        for key in SETTING_KEYS:
            if key.name not in KEYED:
                value = getattr(last, key.name)
                values[key.name] = (
                    "" if key.name in _ASKED or value is None else self._text(key, value)
                )
        match = OF_A_NAME.fullmatch(self.name)
        if match:
            values |= {"meeting_number": int(match[1]), "meeting_kind": match[2].upper()}
        for name in KEYED:
            parts: dict[str, str | int] = getattr(last, name)
            if name in _OFFERED_BY_PAPER:
                parts = {paper.name: parts.get(paper.name, "") for paper in PAPERS}
            values |= {
                f"{name}.{part}": _DRAFT if name == "state" else kept
                for part, kept in parts.items()
            }
        return values

    @staticmethod
    def _text(key: Column, value: object) -> Value:
        if isinstance(value, bool):
            return "yes" if value else "no"
        return value if isinstance(value, int) else str(value)

    @staticmethod
    def _key(name: str) -> Column:
        """The declaration of a key, under its full name."""
        stem = name.partition(".")[0]
        return next(key for key in SETTING_KEYS if key.name == stem).model_copy(
            update={"name": name}
        )

    def _names(self, key: Column) -> tuple[str, ...]:
        stem = key.name.partition(".")[0]
        return (
            self.names.get(stem)
            or key.values
            or (self.currencies if key.kind is Kind.CURRENCY else ())
        )
