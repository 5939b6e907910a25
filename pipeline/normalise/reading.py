"""What a grammar is given and what it returns: a cell with its column and lists, a value with its
faults.

In: nothing. Out: types. They contain no rule of any grammar.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from pipeline.language import clean_text, name_key
from pipeline.model.dates_and_money import Absence
from pipeline.model.record import CellValue
from pipeline.model.source import CellKind, Ref
from pipeline.model.tables import Column, Kind
from pipeline.normalise.gazetteer import Gazetteer

Words = Mapping[str, Mapping[str, str]]
Value = CellValue


class Lists(NamedTuple):
    """The closed lists against which a cell may be checked.

    `words` are other words by role, `values` those for closed values by table and column, `signs`
    the currencies that a sign may stand for. `decimal_mark` is what a person declared for these
    tables, `mark_ref` the cell in which they did.
    """

    names: Gazetteer
    currencies: frozenset[str]
    words: Words = {}
    values: Mapping[tuple[str, str], Mapping[str, str]] = {}
    signs: Mapping[str, tuple[str, ...]] = {}
    decimal_mark: str = ""
    mark_ref: Ref = Ref("", "")


class Fault(NamedTuple):
    """The code of a finding on a cell, what its message needs, and a hint for internal files."""

    code: str
    names: dict[str, str] = {}
    hint: str = ""


class Reading(NamedTuple):
    """A value and the findings on it; a value that could not be read is empty."""

    value: Value = None
    faults: tuple[Fault, ...] = ()


class CellContext(NamedTuple):
    """A cell to be read: its text cleaned and as written, how it was stored, and its column.

    `partner` is the text of the partner's cell: the currency beside an amount. `is_ours` says that
    the cell is in one of our own tables, not in a document.
    """

    text: str
    column: Column
    lists: Lists
    raw: str = ""
    kind: CellKind = CellKind.TEXT
    table: str = ""
    is_1904: bool = False
    partner: str = ""
    is_ours: bool = True

    def code(self, item: str) -> str | None:
        """The code of the State, body or area that an item of the cell names."""
        names = self.lists.names
        return names.code_in_table(item) if self.is_ours else names.code(item)


Grammar = Callable[[CellContext], Reading]
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


ALL_TABLES = "*"
# Separates several meanings of one word in one role: a word that means two things is not read.
SEVERAL = "|"
_PART = re.compile(r"[;\r\n]")
_OPEN_PART = re.compile(r"[;,\r\n]")
_MARKS = str.maketrans({"_": " ", "-": " ", "–": " ", "‑": " "})


def meanings(words: Words, role: str, word: str) -> tuple[str, ...]:
    """The meanings of a word in a role; none for a word that is not listed."""
    meaning = words.get(role, {}).get(name_key(word))
    if meaning is None:
        return ()
    return tuple(meaning.split(SEVERAL))


@lru_cache(maxsize=16_384)
def value_key(text: str) -> str:
    """What two spellings of one closed value have in common."""
    return "_".join(name_key(text).translate(_MARKS).split())


def other_words(lists: Lists, table: str, column: str) -> Mapping[str, str]:
    """The values of a column, by the keys of the other words for them."""
    shared = lists.values.get((ALL_TABLES, column), {})
    return {**shared, **lists.values.get((table, column), {})}


@lru_cache(maxsize=256)
def _own_values(values: tuple[str, ...]) -> dict[str, str]:
    return {value_key(value): value for value in values}


def closed_value(text: str, column: Column, others: Mapping[str, str]) -> str | None:
    """The closed value that a text stands for; if the column is open, the text as a key."""
    key = value_key(text)
    if own := _own_values(column.values).get(key):
        return own
    return others.get(key, None if column.values else key)


def _no_value(column: Column) -> Reading:
    return refused("bad-choice", values=", ".join(column.values))


def read_choice(context: CellContext) -> Reading:
    """The one value of a closed list."""
    column = context.column
    value = closed_value(
        context.text, column, other_words(context.lists, context.table, column.name)
    )
    if value is None:
        return _no_value(column)
    return Reading(value)


def read_choices(context: CellContext) -> Reading:
    """The values of a list: the whole text if it is one value, otherwise its parts."""
    column = context.column
    others = other_words(context.lists, context.table, column.name)
    if not column.values:
        parts = _OPEN_PART.split(context.raw)
    elif whole := closed_value(context.text, column, others):
        return Reading((whole,))
    else:
        parts = _PART.split(context.raw)
    found = [_in_parts(part, column, others) for part in parts if part.strip()]
    if not found or not all(found):
        return _no_value(column)
    return Reading(tuple(dict.fromkeys(value for values in found for value in values)))


def _in_parts(part: str, column: Column, others: Mapping[str, str]) -> tuple[str, ...]:
    """The values of a part: one, or several between commas; none if one of them is unknown."""
    if whole := closed_value(part, column, others):
        return (whole,)
    pieces = (closed_value(piece, column, others) for piece in part.split(",") if piece.strip())
    values = []
    for value in pieces:
        if not value:
            return ()
        values.append(value)
    return tuple(values)


# "No" and "NA" where a name is expected deny that there is one; in other columns they may be an
# answer.
_NAMES = frozenset({Kind.STATE, Kind.ACTOR, Kind.ACTORS})
_ANYWHERE = ("absence",)
_OF_NAMES = (*_ANYWHERE, "no_name")
# If the cells of a line say several of these, the one that leaves most open applies.
_LEAST_CERTAIN_FIRST = (
    Absence.CONFIDENTIAL,
    Absence.NOT_AVAILABLE,
    Absence.UNCHANGED,
    Absence.NONE,
    Absence.NOT_APPLICABLE,
    Absence.NOT_REPORTED,
)


def absence_of(text: str, lists: Lists) -> Absence | None:
    """The meaning of a text that is nothing but an absence; None for any other text."""
    return _meaning(text, lists, _ANYWHERE)


def absence_of_name(text: str, lists: Lists) -> Absence | None:
    """The meaning of a text that is nothing but an absence where a name is expected."""
    return _meaning(text, lists, _OF_NAMES)


def absence_in(column: Column, text: str, lists: Lists) -> Absence | None:
    """The meaning of a text that is nothing but an absence, in a column."""
    if column.kind in _NAMES:
        return absence_of_name(text, lists)
    return absence_of(text, lists)


def _meaning(text: str, lists: Lists, roles: tuple[str, ...]) -> Absence | None:
    cleaned = clean_text(text)
    for spelling in (cleaned, cleaned.rstrip(".")):
        for role in roles:
            if found := meanings(lists.words, role, spelling):
                return Absence(found[0])
    return None


def points_elsewhere(text: str, lists: Lists) -> bool:
    """Whether the text refers the reader to another form, line or year."""
    key = name_key(text)
    words = lists.words.get("elsewhere", {})
    return any(key == word or key.startswith(f"{word} ") for word in words)


def least_certain(found: list[Absence]) -> Absence | None:
    """The meaning that leaves most open."""
    return next((absence for absence in _LEAST_CERTAIN_FIRST if absence in found), None)
