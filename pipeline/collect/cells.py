"""Values of cells as text, with the code of what is wrong where no text may be trusted.

In: what openpyxl or csv gives. Out: Cell. It changes no legal character: cleaning for print is done later.
"""

import re
from datetime import date, datetime, time
from decimal import Decimal

from pipeline.model.source import Cell, CellKind

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
VISIBLE = "\ufffd"


def text_cell(text: str) -> Cell:
    """The text, every character that no document can hold shown as U+FFFD and reported."""
    cleaned = _ILLEGAL.sub(VISIBLE, text)
    return Cell(cleaned, "control-characters" if cleaned != text else "")


def value_cell(value: object) -> Cell:
    """The cell of a worksheet's value: dates in ISO form, whole numbers without a point."""
    if value is None:
        return Cell()
    if isinstance(value, str):
        return text_cell(value)
    if isinstance(value, bool):
        return Cell(_plain(value), kind=CellKind.TRUTH)
    is_moment = isinstance(value, date | time)
    return Cell(_plain(value), kind=CellKind.DATE if is_moment else CellKind.NUMBER)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    return str(value)
