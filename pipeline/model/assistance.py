"""Assistance as reported, a line a row: what internal/figures.xlsx lists.

In: lines of Form I, a conversion where a setting asks for it. Out: frozen values. Nothing is added
up.
"""

from decimal import Decimal
from typing import NamedTuple

from pydantic import SkipValidation

from pipeline.model.base import Frozen
from pipeline.model.record import FormLine, Rate
from pipeline.model.source import Ref


class Converted(NamedTuple):
    """An amount in another currency, unrounded, by a rate of the user; no rate where the currency
    is the same.
    """

    amount: Decimal
    currency: str
    rate: Rate | None


class Assistance(Frozen):
    """A line on assistance provided or received, with the names of both ends as they are listed.

    `amount` is the cell of the amount with the step of its conversion; `note` is for internal
    files.
    """

    line: SkipValidation[FormLine]
    state: str
    sort_key: str
    counterpart: str
    channel: str
    share: str
    amount: SkipValidation[Ref]
    converted: SkipValidation[Converted | None] = None
    note: str = ""
