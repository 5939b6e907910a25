"""Rows of a register by their own ids: one id, one row.

In: rows with values and the column of the id. Out: the rows whose id stands once, and the others
set aside. It does not choose between two rows of one id.
"""

from collections import Counter

from pipeline.model.figure import Drop
from pipeline.model.finding import found
from pipeline.model.record import Quarantined
from pipeline.model.tables import Table
from pipeline.normalise.table import QUARANTINED, Read, TableRows
from pipeline.ooxml import bookmark_name


def by_own_id(rows: TableRows, table: Table, column: str) -> TableRows:
    """The table without the rows whose id stands twice; ids that no bookmark could tell apart are
    one.
    """
    ids = Counter(_key(read, column) for read in rows.rows)
    kept = tuple(read for read in rows.rows if ids[_key(read, column)] == 1)
    twins = [read for read in rows.rows if ids[_key(read, column)] > 1]
    out = (
        Quarantined(
            ref=read.row.sheet.ref(read.row.raw),
            table=table.name,
            section=str(read.values.get("section") or ""),
        )
        for read in twins
    )
    return TableRows(
        kept,
        (*rows.quarantined, *out),
        (
            *rows.drops,
            *(Drop(key=read.row.key, fate=QUARANTINED, reason="duplicate-id") for read in twins),
        ),
        (*rows.findings, *(found("duplicate-id", read.row.ref(column)) for read in twins)),
    )


def _key(read: Read, column: str) -> str:
    return bookmark_name(str(read.values[column]))
