"""Words by data: what a word means in a role, and which closed value another word stands for.

In: the tables words.csv and values.csv as mappings. Out: values. It knows no word itself and no
near one.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from pipeline.language import name_key
from pipeline.model.tables import Column
from pipeline.normalise.reading import Asked, Lists, Reading, Words, refused

ALL_TABLES = "*"
# Several meanings of one word in one role stand together: a word that means two things is not read.
SEVERAL = "|"
_PART = re.compile(r"[;\r\n]")
_OPEN_PART = re.compile(r"[;,\r\n]")
_MARKS = str.maketrans({"_": " ", "-": " ", "–": " ", "‑": " "})


def meanings(words: Words, role: str, word: str) -> tuple[str, ...]:
    """The meanings of a word in a role; none for a word nobody gave."""
    meaning = words.get(role, {}).get(name_key(word))
    return tuple(meaning.split(SEVERAL)) if meaning is not None else ()


@lru_cache(maxsize=16_384)
def value_key(text: str) -> str:
    """What two spellings of one closed value share."""
    return "_".join(name_key(text).translate(_MARKS).split())


def other_words(lists: Lists, table: str, column: str) -> Mapping[str, str]:
    """The values of a column by the keys of other words for them."""
    own, shared = lists.values.get((table, column), {}), lists.values.get((ALL_TABLES, column), {})
    return {**shared, **own} if own and shared else own or shared


@lru_cache(maxsize=256)
def _own_values(values: tuple[str, ...]) -> dict[str, str]:
    return {value_key(value): value for value in values}


def closed_value(text: str, column: Column, others: Mapping[str, str]) -> str | None:
    """The closed value a text stands for; where the column is open, the text as a key."""
    key = value_key(text)
    found = _own_values(column.values).get(key) or others.get(key)
    return found if found or column.values else key


def _no_value(column: Column) -> Reading:
    return refused("bad-choice", values=", ".join(column.values))


def read_choice(asked: Asked) -> Reading:
    """The one value of a closed list."""
    column = asked.column
    value = closed_value(asked.text, column, other_words(asked.lists, asked.table, column.name))
    return _no_value(column) if value is None else Reading(value)


def read_choices(asked: Asked) -> Reading:
    """The values of a list: the whole text where it is one value, else its parts."""
    column = asked.column
    others = other_words(asked.lists, asked.table, column.name)
    if column.values and (whole := closed_value(asked.text, column, others)):
        return Reading((whole,))
    parts = (_PART if column.values else _OPEN_PART).split(asked.raw)
    found = [_in_parts(part, column, others) for part in parts if part.strip()]
    if not found or any(not values for values in found):
        return _no_value(column)
    return Reading(tuple(dict.fromkeys(value for values in found for value in values)))


def _in_parts(part: str, column: Column, others: Mapping[str, str]) -> tuple[str, ...]:
    """The values of a part: one, or several between commas; none where one of them is unknown."""
    if whole := closed_value(part, column, others):
        return (whole,)
    values = [closed_value(piece, column, others) for piece in part.split(",") if piece.strip()]
    return tuple(value for value in values if value) if all(values) else ()
