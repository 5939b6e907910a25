"""What a grammar is asked and what it answers: a cell with its column and lists, a value with its
faults.

In: nothing. Out: types. They hold no rule of any grammar.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple

from pipeline.model.dates import Dated, DateRange
from pipeline.model.money import Absence, Money
from pipeline.model.source import CellKind, Ref
from pipeline.model.tables import Column, Kind
from pipeline.normalise.names import Gazetteer

Words = Mapping[str, Mapping[str, str]]
Value = str | int | Decimal | Dated | DateRange | Money | Absence | tuple[str, ...] | None


class Lists(NamedTuple):
    """The closed lists a cell may be checked against.

    `words` are other words by role, `values` those for closed values by table and column, `signs`
    the currencies a sign may stand for. `decimal_mark` is what a person declared for these tables,
    `mark_ref` the cell that does.
    """

    names: Gazetteer
    currencies: frozenset[str]
    words: Words = {}
    values: Mapping[tuple[str, str], Mapping[str, str]] = {}
    signs: Mapping[str, tuple[str, ...]] = {}
    decimal_mark: str = ""
    mark_ref: Ref = Ref("", "")


class Fault(NamedTuple):
    """The code of what is to be said of a cell, what its message wants, and a hint for internal
    files.
    """

    code: str
    names: dict[str, str] = {}
    hint: str = ""


class Reading(NamedTuple):
    """A value and what is to be said of it; a value that could not be read is empty."""

    value: Value = None
    faults: tuple[Fault, ...] = ()


class Asked(NamedTuple):
    """A cell to be read: its text cleaned and as it stands, how it was stored, and its column.

    `beside` is the text of the partner's cell: the currency beside an amount. `is_ours` says that
    the cell is of one of our own tables, not of a document.
    """

    text: str
    column: Column
    lists: Lists
    raw: str = ""
    kind: CellKind = CellKind.TEXT
    table: str = ""
    is_1904: bool = False
    beside: str = ""
    is_ours: bool = True

    def code(self, item: str) -> str | None:
        """The code of the State, body or area that an item of the cell names."""
        names = self.lists.names
        return names.code_in_table(item) if self.is_ours else names.code(item)


Grammar = Callable[[Asked], Reading]
EMPTY: dict[Kind, Value] = {Kind.CHOICES: (), Kind.ACTORS: ()}
for _kind in (
    Kind.ID,
    Kind.TEXT,
    Kind.LONG_TEXT,
    Kind.CHOICE,
    Kind.STATE,
    Kind.ACTOR,
    Kind.CURRENCY,
):
    EMPTY[_kind] = ""


def refused(code: str, hint: str = "", **names: str) -> Reading:
    """No value, and why."""
    return Reading(None, (Fault(code, names, hint),))
