"""Figures that the last report published: rows of the sheet Previous into records.

In: rows with values. Out: records, rows out, findings. A figure that stands twice is out: nobody
can say which one was published last.
"""

from typing import cast

from pipeline.model.dates import Dated
from pipeline.model.record import Previous
from pipeline.model.tables import PREVIOUS
from pipeline.normalise.marks import CellMarks
from pipeline.normalise.table import TableRows
from pipeline.normalise.twins import by_own_id

_PRINTED = ("figure", "value", "of", "basis", "as_of", "symbol", "paragraph")


def read_previous(table: TableRows, marks: CellMarks) -> tuple[tuple[Previous, ...], TableRows]:
    """The earlier figures in the order of the sheet, and the table with what was set aside."""
    once = by_own_id(table, PREVIOUS, "figure")
    records, findings = [], list(once.findings)
    for row, values in once.rows:
        figure = str(values["figure"])
        weak, faults = marks.weak(PREVIOUS.name, figure, row, _PRINTED)
        findings.extend(faults)
        records.append(
            Previous(
                id=figure,
                row=row,
                weak=weak,
                figure=figure,
                value=cast("int", values["value"]),
                of=cast("int", values["of"]),
                basis=str(values["basis"]),
                as_of=cast("Dated", values["as_of"]),
                symbol=str(values["symbol"]),
                paragraph=str(values["paragraph"]),
            )
        )
    return tuple(records), once._replace(rows=(), findings=tuple(findings))
