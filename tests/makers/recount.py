"""Figures of a meeting worked out again by an outsider: from the raw files, by a trail alone.

In: figures as the schema of audit.json describes them (from audit.json, or read from the page) and
the folder of inputs. Out: for each figure what its cells give, read with openpyxl and csv. The
value of a figure is not looked at: a figure of States is the States that its cells name, a figure
of rows the rows it counts (but for those that limit it), a figure quoted from the last report the
number in its cell, a figure of neither nothing where a row declares its source complete and no row
limits it.
"""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

from tests.makers.outside_reader import Cells, Names
from tests.makers.page_trail import Trail

Json = dict[str, Any]
ROW = re.compile(r"(?:(?P<sheet>.*)![A-Z]+|row )(?P<row>\d+).*", re.DOTALL)
_QUOTED = "Previous"
YEAR = re.compile(r"(?:19|20)\d\d")


class Derived(NamedTuple):
    """What the files give: a number (None for what cannot be told), States by code, and cells that
    hold other words.
    """

    value: int | None
    states: frozenset[str]
    faults: tuple[str, ...]


class Outsider:
    """One meeting, asked figure by figure."""

    def __init__(self, figures: list[Json], table_of_states: str, inputs: Path) -> None:
        self.figures = figures
        self._cells = Cells(inputs)
        self._names = Names((inputs / table_of_states).parent)

    @classmethod
    def of_audit(cls, audit: Path, inputs: Path) -> "Outsider":
        """One who has audit.json."""
        told: Json = json.loads(audit.read_text(encoding="utf-8"))
        states = next(str(s["path"]) for s in told["sources"] if s["path"].endswith("/states.csv"))
        return cls(told["figures"], states, inputs)

    @classmethod
    def of_page(cls, page: Path, inputs: Path) -> "Outsider":
        """One who has the page alone."""
        trail = Trail(page)
        return cls(trail.figures(), trail.table_of_states(), inputs)

    def derive(self, figure: Json) -> Derived:
        """What the cells of a figure give."""
        refs = [*figure["refs"], *(ref for state in figure["states"] for ref in state["refs"])]
        faults = tuple(
            f"{ref['source']} › {ref['place']}: {fault}"
            for ref in refs
            if (fault := self._cells.fault(ref))
        )
        limited = {_row(ref) for ref in figure["refs"] if ref["role"] == "limits"}
        counted = {_row(ref) for ref in figure["refs"] if ref["role"] == "counts"} - limited
        states = frozenset(state["iso3"] for state in figure["states"] if self._is_named(state))
        if figure["states"]:
            return Derived(len(states), states, faults)
        if {sheet for _, sheet, _ in counted} == {_QUOTED}:
            return Derived(self._quoted(figure), states, faults)
        if counted or limited:
            return Derived(len(counted) or None, states, faults)
        return Derived(0 if self._is_declared(figure) else None, states, faults)

    def _is_named(self, state: Json) -> bool:
        """Whether a cell of the file names the State; a year said of it must stand in a cell
        too.
        """
        words = [self._cells.words(ref["source"], ref["place"]) or "" for ref in state["refs"]]
        is_named = any(state["iso3"] in self._names.in_words(text) for text in words)
        years = {int(year) for text in words for year in YEAR.findall(text)}
        return is_named and ("since" not in state or state["since"] in years)

    def _quoted(self, figure: Json) -> int | None:
        """The number that the last report published, from the column that its name says."""
        column = "of" if figure["name"].endswith("_of") else "value"
        for ref in figure["refs"]:
            letter, row = ref["place"].rpartition("!")[2][:1], int(_row(ref)[2])
            headers = (
                self._cells.words(ref["source"], f"{_QUOTED}!{letter}{above}")
                for above in range(1, row)
            )
            if ref["role"] == "counts" and column in headers:
                return int(self._cells.words(*_at(ref)) or "")
        return None

    def _is_declared(self, figure: Json) -> bool:
        """Whether a cell among its basis lies in a sheet that declares something complete."""
        return any(
            ref["role"] == "basis"
            and ref["place"].startswith("Complete!")
            and self._cells.words(*_at(ref))
            for ref in figure["refs"]
        )


def _at(ref: Json) -> tuple[str, str]:
    return ref["source"], ref["place"]


def _row(ref: Json) -> tuple[str, str, str]:
    found = ROW.fullmatch(ref["place"])
    assert found is not None
    return ref["source"], found["sheet"] or "", found["row"]
