"""What States said at meetings: rows of the table of statements into records.

In: rows with values. Out: statements, rows out, findings. Whether one may be counted is not decided
here.
"""

from typing import cast

from pipeline.model.dates import Dated
from pipeline.model.record import Statement
from pipeline.model.tables import STATEMENTS
from pipeline.normalise.marks import CellMarks
from pipeline.normalise.table import TableRows
from pipeline.normalise.twins import by_own_id

_PRINTED = ("state", "made_on", "section", "public")


def read_statements(table: TableRows, marks: CellMarks) -> tuple[tuple[Statement, ...], TableRows]:
    """The statements in the order of the table, and the table with what was set aside."""
    once = by_own_id(table, STATEMENTS, "statement_id")
    statements, findings = [], list(once.findings)
    for row, values in once.rows:
        row_id = str(values["statement_id"])
        weak, faults = marks.weak(STATEMENTS.name, row_id, row, _PRINTED)
        findings.extend(faults)
        statements.append(
            Statement(
                id=row_id,
                row=row,
                weak=weak,
                state=str(values["state"]),
                made_on=cast("Dated", values["made_on"]),
                section=str(values["section"]),
                counterparts=cast("tuple[str, ...]", values["counterpart"]),
                document=str(values["document"]),
                public=str(values["public"]),
            )
        )
    return tuple(statements), once._replace(rows=(), findings=tuple(findings))
