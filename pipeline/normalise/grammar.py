"""Strict grammars: what a cell of each kind may say, and the value it gives.

In: a cell and its column. Out: a value, or the code of a finding. A text that could be read in two
ways is not read; an absence in a column that is no free text is empty, with its meaning said.
"""

import re

from pipeline.model.tables import Kind
from pipeline.normalise.absence import absence_in, points_elsewhere
from pipeline.normalise.actors import read_actor, read_actors, read_state
from pipeline.normalise.currencies import read_currency
from pipeline.normalise.date_cells import read_date_cell
from pipeline.normalise.dates import read_date
from pipeline.normalise.money import read_amount
from pipeline.normalise.reading import EMPTY, Asked, Fault, Grammar, Lists, Reading, Value, refused
from pipeline.normalise.vocabulary import read_choice, read_choices

__all__ = ["EMPTY", "FREE", "GRAMMARS", "Fault", "Lists", "Value", "read", "read_date"]

_NUMBER = re.compile(r"[0-9]{1,9}")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_ID_LENGTH, _TEXT_LENGTH, _LONG_LENGTH = 80, 300, 2_000


def _number(asked: Asked) -> Reading:
    return Reading(int(asked.text)) if _NUMBER.fullmatch(asked.text) else refused("bad-number")


def _version(asked: Asked) -> Reading:
    is_version = _NUMBER.fullmatch(asked.text) and int(asked.text)
    return Reading(int(asked.text)) if is_version else refused("bad-version")


def _year(asked: Asked) -> Reading:
    return Reading(int(asked.text)) if _YEAR.fullmatch(asked.text) else refused("bad-year")


def _limited(limit: int) -> Grammar:
    def read(asked: Asked) -> Reading:
        return (
            Reading(asked.text)
            if len(asked.text) <= limit
            else refused("text-too-long", limit=str(limit))
        )

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
# Columns in which hardly two cells are the same.
FREE = frozenset({Kind.ID, *_FREE_TEXT})
# Letters of two alphabets are a trap for the reader, whatever else the text may be.
_NEVER_ABSENT = "look-alike-letters"


def read(asked: Asked) -> Reading:
    """The value of a cell by the grammar of its column; the empty value of the kind for no text and
    for an absence.
    """
    kind = asked.column.kind
    if not asked.text:
        return Reading(EMPTY.get(kind))
    reading = GRAMMARS[kind](asked)
    is_open = kind is Kind.ID or (kind in {Kind.CHOICE, Kind.CHOICES} and not asked.column.values)
    is_unread = reading.value is None and not any(
        fault.code == _NEVER_ABSENT for fault in reading.faults
    )
    if kind not in (*_FREE_TEXT, Kind.AMOUNT) and (is_unread or is_open):
        reading = _absent(asked, reading)
    return reading if reading.value is not None else reading._replace(value=EMPTY.get(kind))


def _absent(asked: Asked, reading: Reading) -> Reading:
    """Empty, and why, where the text says nothing but an absence or sends the reader elsewhere."""
    if absence := absence_in(asked.column, asked.text, asked.lists):
        meaning = str(absence).replace("_", " ")
        return Reading(
            None, () if asked.column.is_required else (Fault("absence-read", {"meaning": meaning}),)
        )
    if reading.value is None and points_elsewhere(asked.text, asked.lists):
        return refused("points-elsewhere")
    return reading
