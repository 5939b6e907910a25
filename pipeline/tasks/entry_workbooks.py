"""What a new meeting carries over from the last one: registers, open follow-up, withheld States and
published figures.

In: the last meeting as read and counted. Out: rows for entry workbooks, with names and values as
the lists of the workbooks offer them. Each row waits for a person to confirm it, except that a
State withheld stays withheld from the first run on.
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
    """What is carried over: rows by table, and lines on cells whose sources are weak.

    `left_out` are the figures that are not exact or not a number; `kept_out` are the places, by
    table, of rows that the last meeting kept out or could not read. `is_issued` says whether the
    figures are those of papers as issued.
    """

    rows: Mapping[str, tuple[Entry, ...]]
    weak: tuple[str, ...]
    left_out: tuple[str, ...]
    kept_out: Mapping[str, tuple[str, ...]]
    is_issued: bool


def figures_of_plan(counted: CountedMeeting) -> tuple[str, ...]:
    """The names that a row of Previous may have: reports received, and the indicators that count
    States Parties out of a known number.
    """
    known = {figure.name for figure in counted.settled.counted.figures if figure.denominator}
    indicators = (i.id for action in counted.reference.plan.actions for i in action.indicators)
    return (_RECEIVED, *(name for name in indicators if name in known))


def carry_over(last: str, counted: CountedMeeting, issued: Iterable[Json]) -> CarriedOver:
    """What a new meeting takes from the meeting `last`. `issued` are the figures of its papers as
    issued; without any, those that the program counts now are carried over.
    """
    records, reference = counted.settled.records, counted.reference
    registers = _registers(records)
    names = figures_of_plan(counted)
    published = [figure for figure in issued if figure["name"] in names]
    present = [figure_json(f) for f in counted.settled.counted.figures if f.name in names]
    # The next report compares itself with what delegations have read, not with what would be
    # counted from the same inputs today.
    figures = published or present
    exact = [figure for figure in figures if _is_exact(figure)]
    rows = {
        table.name: tuple(_entry(row, table, reference) for row in kept)
        for table, kept in registers.items()
    }
    withheld = (_entry(row, WITHHELD, reference) for row in records.withheld)
    rows[WITHHELD.name] = tuple(_withheld(entry, last) for entry in withheld)
    rows[PREVIOUS.name] = tuple(_previous(figure, counted) for figure in exact)
    weak = tuple(line for table, kept in registers.items() for line in _weak(table, kept))
    left_out = tuple(str(figure["name"]) for figure in figures if figure not in exact)
    kept_out = {table.name: _kept_out(table, records) for table in registers}
    return CarriedOver(rows, weak, left_out, kept_out, bool(published))


def _registers(records: Records) -> dict[InputTable, tuple[Record, ...]]:
    """The records that outlive a meeting, by table. Decision 8: states of affairs carry forward,
    flows never do; so no activity and no report is among them.
    """
    return {
        COALITIONS: records.coalitions,
        GOOD_PRACTICES: records.good_practices,
        FOLLOW_UP: tuple(row for row in records.follow_up if row.status not in _OVER),
    }


def _kept_out(table: InputTable, records: Records) -> tuple[str, ...]:
    """The rows and files of a table that are out, each once."""
    out = (each.ref for each in records.quarantined if each.table in (table.name, ANY_TABLE))
    by_row = {ref.row_key: ref for ref in out}
    return tuple(" › ".join(filter(None, (ref.source, ref.place))) for ref in by_row.values())


def _entry(record: Record, table: InputTable, reference: Reference) -> Entry:
    """A row as the workbook's lists word it, marked as carried over and to be confirmed."""
    cells = ((column, record.row.cell(column.name).text) for column in table.columns)
    found = {
        column.name: _value(record, column, table, reference)
        for column, text in cells
        if text.strip()
    }
    return {ROW_IS.name: CARRIED_OVER, **found}


def _value(record: Record, column: Column, table: InputTable, reference: Reference) -> Value:
    """A cell as the workbook's lists word it, or as it was typed if it could not be read."""
    text = record.row.cell(column.name).text.strip()
    value, _ = read_cell(record.row, column.name, column, reference.lists, table.name)
    if column.kind in (Kind.STATE, Kind.ACTOR, Kind.ACTORS) and value:
        codes = value if isinstance(value, tuple) else (str(value),)
        return "; ".join(_name(code, reference) for code in codes)
    if isinstance(value, Dated):
        # "First quarter of 2025" has a first day, and writing it would make a date of it.
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
    """The row of a withheld State. It does not wait to be confirmed: until somebody read it, the
    State could be named.
    """
    given = str(entry.get("reason", ""))
    reason = "; ".join(filter(None, (given, f"carried over from {last}")))
    return {**entry, ROW_IS.name: "", "reason": reason}


def _is_exact(figure: Json) -> bool:
    """Whether a figure is a number that may be compared with: exact, and out of a known whole."""
    if figure["certainty"] != Certainty.EXACTLY or figure.get("form"):
        return False
    return None not in (figure["value"], figure["denominator"])


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
    """A line for each record with cells that could not be printed as fact."""
    for record in records:
        if record.weak:
            columns = (column.name for column in table.columns if column.name in record.weak)
            yield f"{table.name} {record.id}: {', '.join(columns)}"


MEETING = (WITHHELD, COMPLETE, CORRECTIONS, ANSWERS, CLEARANCES, PREVIOUS)
# Every other table that people fill in has a workbook of its own.
TABLES = (*(table for table in EVIDENCE_TABLES if table not in (*MEETING, REVIEW)), WORK_PLAN)
# Settings that belong to one meeting: a person enters them anew, nothing is guessed.
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
    """The sheets of a new meeting, filled from the last one."""

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
        """The sheet of a table: what its columns offer for choice, and the rows carried over."""
        lists = {column.name: self._offered(table, column) for column in (ROW_IS, *table.columns)}
        return EntrySheet(table, lists, self.brought.rows.get(table.name, ()))

    def weak(self, table: InputTable) -> tuple[str, ...]:
        """Lines on the cells of a table whose sources are weak."""
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
        """The sheet Settings, with the values that outlive a meeting; the meaning of a required key
        without a value begins with `to_fill`.
        """
        values = self._values()
        keys = tuple(self._key(name) for name in values)
        filled = {name for name, value in values.items() if value}
        rows = []
        for key in keys:
            meaning = key.meaning
            if key.is_required and key.name not in filled:
                meaning = f"{to_fill}: {meaning}"
            rows.append({"key": key.name, "value": values[key.name], "meaning": meaning})
        lists = {key.name: self._names(key) for key in keys}
        return EntrySheet(SETTINGS, lists, tuple(rows), keys=keys)

    def _values(self) -> dict[str, Value]:
        """The keys in order with their values, those of single papers last."""
        last, values = self.last.settings, dict[str, Value]()
        for key in SETTING_KEYS:
            if key.name in _ASKED:
                values[key.name] = ""
            elif key.name not in KEYED:
                values[key.name] = self._text(getattr(last, key.name))
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
    def _text(value: object) -> Value:
        if value is None:
            return ""
        # In Python a bool is an int too, so it must be asked about first.
        if isinstance(value, bool):
            return "yes" if value else "no"
        return value if isinstance(value, int) else str(value)

    @staticmethod
    def _key(name: str) -> Column:
        """The declaration of a key, under its full name: `template` for `template.ica-section`."""
        stem = name.partition(".")[0]
        return next(key for key in SETTING_KEYS if key.name == stem).model_copy(
            update={"name": name}
        )

    def _names(self, key: Column) -> tuple[str, ...]:
        """What a key offers for choice: names of files, the values declared for it, or codes."""
        of_kind = {Kind.CURRENCY: self.currencies}
        stem = key.name.partition(".")[0]
        return self.names.get(stem) or key.values or of_kind.get(key.kind, ())
