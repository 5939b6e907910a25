"""The register of country coalitions: rows into records.

In: rows with values. Out: coalitions, rows out, findings. Nothing is a coalition because it looks like one: who
calls it so is a column.
"""

from collections import Counter
from typing import cast

from pipeline.model.dates import Dated
from pipeline.model.figure import Drop
from pipeline.model.finding import Finding, found
from pipeline.model.record import Coalition, Quarantined
from pipeline.model.tables import COALITIONS
from pipeline.normalise.marks import CellMarks
from pipeline.normalise.table import QUARANTINED, TableRows
from pipeline.ooxml import bookmark_name

_PRINTED = ("affected_state", "partners", "obligation", "status", "called_by")
CALLED = ("affected_state", "convention_document")


def read_coalitions(table: TableRows, marks: CellMarks) -> tuple[tuple[Coalition, ...], TableRows]:
    """The coalitions in the order of the register, and the table with what was set aside."""
    # ids that no bookmark could tell apart are one
    ids = Counter(bookmark_name(str(read.values["coalition_id"])) for read in table.rows)
    coalitions, findings, drops, out = [], [], [], []
    for row, values in table.rows:
        row_id = str(values["coalition_id"])
        if ids[bookmark_name(row_id)] > 1:
            findings.append(found("duplicate-id", row.ref("coalition_id")))
            drops.append(Drop(key=row.key, fate=QUARANTINED, reason="duplicate-id"))
            out.append(Quarantined(ref=row.sheet.ref(row.raw), table=COALITIONS.name))
            continue
        weak, faults = marks.weak(COALITIONS.name, row_id, row, _PRINTED)
        is_claimed = values["called_by"] in CALLED and values["status"] not in {"proposed", "unknown"}
        # what is no coalition for other reasons needs no questions about its marks
        findings.extend(faults if is_claimed else [])
        coalitions.append(
            Coalition(
                id=row_id,
                row=row,
                weak=weak,
                affected_state=str(values["affected_state"]),
                partners=cast("tuple[str, ...]", values["partners"]),
                obligation=str(values["obligation"]),
                status=str(values["status"]),
                called_by=str(values["called_by"]),
                document=str(values["document"]),
                ended=cast("Dated | None", values["ended"]),
            )
        )
        findings.extend(_questions(coalitions[-1]))
    rest = TableRows(
        quarantined=(*table.quarantined, *out),
        drops=(*table.drops, *drops),
        findings=(*table.findings, *findings),
    )
    return tuple(coalitions), rest


def _questions(coalition: Coalition) -> list[Finding]:
    faults = []
    if coalition.called_by == "unknown":
        faults.append(found("caller-unknown", coalition.ref("called_by")))
    if coalition.status == "proposed":
        faults.append(found("coalition-proposed", coalition.ref("status")))
    if coalition.obligation in ("", "unknown"):
        faults.append(found("obligation-missing", coalition.ref("obligation")))
    return faults
