"""Obligations, extension requests, needs and requests: rows of the table follow-up into records.

In: rows with values. Out: records, rows out, findings. An empty confidentiality is internal; what
may be counted is not decided here.
"""

from typing import cast

from pipeline.model.dates import Dated
from pipeline.model.finding import found
from pipeline.model.record import FollowUp
from pipeline.model.tables import FOLLOW_UP
from pipeline.normalise.cells import unread_columns
from pipeline.normalise.marks import CellMarks
from pipeline.normalise.reading import Lists
from pipeline.normalise.table import Read, TableRows
from pipeline.normalise.twins import by_own_id

_PRINTED = (
    "state",
    "kind",
    "obligation",
    "status",
    "meeting_number",
    "symbol",
    "resources",
    "resources_ref",
    "source",
)
_TEXTS = (
    "state",
    "kind",
    "obligation",
    "status",
    "decision",
    "symbol",
    "resources",
    "resources_ref",
    "source",
)


def _record(read: Read, weak: frozenset[str], unread: frozenset[str]) -> FollowUp:
    values = read.values
    number = values["meeting_number"]
    return FollowUp.model_validate(
        {
            "id": str(values["follow_up_id"]),
            "row": read.row,
            "weak": weak,
            "unread": unread,
            "deadline": cast("Dated | None", values["deadline"]),
            "due": cast("Dated | None", values["due"]),
            "submitted_on": cast("Dated | None", values["submitted_on"]),
            "meeting_number": number if isinstance(number, int) else None,
            "confidentiality": str(values["confidentiality"] or "internal"),
            **{name: str(values[name]) for name in _TEXTS},
        }
    )


def read_follow_up(
    table: TableRows, marks: CellMarks, lists: Lists
) -> tuple[tuple[FollowUp, ...], TableRows]:
    """The rows of the register in its order, and the table with what was set aside."""
    once = by_own_id(table, FOLLOW_UP, "follow_up_id")
    records, findings = [], list(once.findings)
    for read in once.rows:
        weak, faults = marks.weak(
            FOLLOW_UP.name, str(read.values["follow_up_id"]), read.row, _PRINTED
        )
        record = _record(
            read, weak, unread_columns(read.row, read.values, FOLLOW_UP.columns, lists)
        )
        # what is never printed needs no questions about its marks
        findings.extend(faults if record.confidentiality != "internal" else [])
        if not read.row.cell("confidentiality").text.strip():
            findings.append(found("confidentiality-empty", read.row.ref("confidentiality")))
        records.append(record)
    return tuple(records), once._replace(rows=(), findings=tuple(findings))
