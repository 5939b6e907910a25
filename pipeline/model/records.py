"""What stages hand on: all records of a meeting, and all that was counted of them.

In: what normalise and aggregate made. Out: one value each. They decide nothing.
"""

from typing import NamedTuple

from pipeline.model.figure import Answer, Drop, Figure
from pipeline.model.public import PublicFacts
from pipeline.model.record import (
    Activity,
    Coalition,
    Declaration,
    Quarantined,
    Record,
    Registered,
    Report,
    WithheldState,
)
from pipeline.model.source import RowKey


class Records(NamedTuple):
    """Everything a meeting's inputs say, and everything that was set aside.

    `row_keys` are the rows that are conserved, with their printed places; `tables` are the tables that are there.
    """

    activities: tuple[Activity, ...]
    reports: tuple[Report, ...]
    registered: tuple[Registered, ...]
    coalitions: tuple[Coalition, ...]
    declarations: tuple[Declaration, ...]
    withheld: tuple[WithheldState, ...]
    quarantined: tuple[Quarantined, ...]
    drops: tuple[Drop, ...]
    row_keys: tuple[tuple[RowKey, str], ...]
    tables: frozenset[str]


class Counted(NamedTuple):
    """Answers, figures, what may be printed of them, the records a block may print a field of, rows set aside.

    `records` are known by table and id (`activities/ACT-2025-003`); `public_rows` may be quoted on screen.
    """

    answers: tuple[Answer, ...]
    figures: tuple[Figure, ...]
    facts: PublicFacts
    records: dict[str, Record]
    public_rows: frozenset[RowKey]
    drops: tuple[Drop, ...]
