"""The register of country coalitions: rows into records.

In: rows with values. Out: coalitions, rows out, findings. Nothing is a coalition because it looks like one: who
calls it so is a column.
"""

from typing import cast

from pipeline.model.dates import Dated
from pipeline.model.finding import Finding, found
from pipeline.model.record import Coalition
from pipeline.model.tables import COALITIONS
from pipeline.normalise.marks import CellMarks
from pipeline.normalise.table import TableRows
from pipeline.normalise.twins import by_own_id

_PRINTED = ("affected_state", "partners", "obligation", "status", "called_by", "established", "ended")
CALLED = ("affected_state", "convention_document")


def read_coalitions(table: TableRows, marks: CellMarks) -> tuple[tuple[Coalition, ...], TableRows]:
    """The coalitions in the order of the register, and the table with what was set aside."""
    once = by_own_id(table, COALITIONS, "coalition_id")
    coalitions, findings = [], list(once.findings)
    for row, values in once.rows:
        row_id = str(values["coalition_id"])
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
                established=cast("Dated | None", values["established"]),
            )
        )
        findings.extend(_questions(coalitions[-1]))
    return tuple(coalitions), once._replace(rows=(), findings=tuple(findings))


def _questions(coalition: Coalition) -> list[Finding]:
    faults = []
    if coalition.called_by == "unknown":
        faults.append(found("caller-unknown", coalition.ref("called_by")))
    if coalition.status == "proposed":
        faults.append(found("coalition-proposed", coalition.ref("status")))
    if coalition.obligation in ("", "unknown"):
        faults.append(found("obligation-missing", coalition.ref("obligation")))
    return faults
