"""Single cells through the grammars, with the words of the demo's reference folder.

In: the words of a cell and its column. Out: what was read, in plain values, and the codes of what
was said.
"""

from decimal import Decimal
from typing import NamedTuple

from pipeline.language import clean_text
from pipeline.model.dates_and_money import Dated, DateRange, Money
from pipeline.model.source import CellKind
from pipeline.model.tables import ACTIVITIES, RESOURCE_LINES, Column, InputTable
from pipeline.normalise.cell_values import read
from pipeline.normalise.reading import CellContext, Lists, Reading, Value
from tests.makers.small_meeting import demo_world

DATE, SPAN = ACTIVITIES.column("due"), ACTIVITIES.column("date_start")
AMOUNT, ACTORS = RESOURCE_LINES.column("amount"), RESOURCE_LINES.column("counterpart")


class Said(NamedTuple):
    """What a cell gave: its value, the codes in order, and the hints."""

    value: object
    codes: tuple[str, ...]
    hint: str


def lists() -> Lists:
    """The closed lists of the demo."""
    return demo_world()[1].lists


def ask(
    words: str,
    column: Column,
    table: InputTable = RESOURCE_LINES,
    beside: str = "",
    kind: CellKind = CellKind.TEXT,
    is_1904: bool = False,
) -> Reading:
    """The reading of a cell by the grammar of its column."""
    return read(
        CellContext(clean_text(words), column, lists(), words, kind, table.name, is_1904, beside)
    )


def said(words: str, column: Column, table: InputTable = RESOURCE_LINES, **more: str) -> Said:
    """What a cell gives, in plain values."""
    reading = ask(words, column, table, **more)  # type: ignore[arg-type]
    hint = " | ".join(fault.hint for fault in reading.faults if fault.hint)
    return Said(plain(reading.value), tuple(fault.code for fault in reading.faults), hint)


def plain(value: Value) -> object:
    """Dates as text with their precision, money as the fields that are filled."""
    if isinstance(value, Dated):
        return f"{value.first.isoformat()} {value.precision}"
    if isinstance(value, DateRange):
        return f"{plain(value.first)} – {plain(value.last)}"
    if isinstance(value, Money):
        filled = value.model_dump(exclude_defaults=True)
        return {
            name: str(part) if isinstance(part, Decimal) else part for name, part in filled.items()
        }
    return value
