"""What the entry workbooks of a new meeting hold: tables, the words their columns offer, rows,
settings.

In: the last meeting as counted, and what is carried over. Out: sheets for the renderer. What
depends on the meeting (dates, place, symbols) is left open; what does not goes over.
"""

import re
from collections.abc import Mapping

from pipeline.build import Counted
from pipeline.model.papers import PAPERS
from pipeline.model.settings import KEYED
from pipeline.model.tables import (
    ACTIVITIES,
    ANSWERS,
    CLEARANCES,
    COMPLETE,
    CORRECTIONS,
    EVIDENCE_TABLES,
    PREVIOUS,
    REVIEW,
    ROW_IS,
    SETTING_KEYS,
    SETTINGS,
    WITHHELD,
    Column,
    Kind,
    Table,
)
from pipeline.normalise.activities import OUTSIDE
from pipeline.render.entry_book import EntrySheet, Value
from pipeline.tasks.carried import Carried, figures_of_plan

MEETING = (WITHHELD, COMPLETE, CORRECTIONS, ANSWERS, CLEARANCES, PREVIOUS)
# Every other table that people fill in has a workbook of its own.
TABLES = tuple(table for table in EVIDENCE_TABLES if table not in (*MEETING, REVIEW))
# What hangs on the meeting itself and is asked anew.
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
        ),
    }
)
# The number and kind of a meeting in the name of its folder.
OF_A_NAME = re.compile(r"(\d{1,3})(msp|rc)", re.IGNORECASE)
_OFFERED_BY_PAPER = ("template", "state", "word_limit")
_DRAFT = "draft"


class Entries:
    """The sheets of a new meeting, made after another."""

    def __init__(
        self, last: Counted, name: str, brought: Carried, names: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.last, self.name, self.brought, self.names = last, name, brought, names
        reference = last.read.reference
        states = sorted(reference.states.values(), key=lambda state: state.sort_key)
        self.states = tuple(state.name for state in states)
        self.actors = (*self.states, *sorted(actor.name for actor in reference.actors.values()))
        self.currencies = tuple(sorted(reference.lists.currencies))

    def sheet(self, table: Table) -> EntrySheet:
        """A table with what its columns offer and the rows carried over."""
        lists = {column.name: self._offered(table, column) for column in (ROW_IS, *table.columns)}
        return EntrySheet(table, lists, self.brought.rows.get(table.name, ()))

    def weak(self, table: Table) -> tuple[str, ...]:
        """The cells of the table that are to be checked with special care."""
        return tuple(line for line in self.brought.weak if line.startswith(f"{table.name} "))

    def _offered(self, table: Table, column: Column) -> tuple[str, ...]:
        plan, work_plan = self.last.read.reference.plan, self.last.read.reference.work_plan
        own = {
            (ACTIVITIES, "work_plan_items"): (*(item.id for item in work_plan.items), OUTSIDE),
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
