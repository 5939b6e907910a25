"""Money as reported, and the meanings of its absence: kept apart, never added up, never a zero that
nobody wrote.

In: what the grammar of amounts read. Out: frozen values.
"""

from decimal import Decimal
from enum import StrEnum

from pipeline.model.base import Frozen


class Absence(StrEnum):
    """The six ways in which a report says that nothing stands there; `none` alone is a zero."""

    NONE = "none"
    NOT_APPLICABLE = "not_applicable"
    UNCHANGED = "unchanged"
    NOT_REPORTED = "not_reported"
    NOT_AVAILABLE = "not_available"
    CONFIDENTIAL = "confidential"


class Money(Frozen):
    """An amount in the words of one cell: one number, or a range, or help in kind without a price.

    `amount` is empty unless the cell gives one number; `currency` where the cell itself names it
    (ISO 4217); `years` the first and last of a sum over several, never divided; `kinds` of help in
    kind (material, technical).
    """

    amount: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    currency: str = ""
    is_approximate: bool = False
    years: tuple[int, int] | None = None
    kinds: tuple[str, ...] = ()
