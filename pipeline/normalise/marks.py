"""Marks: which cells of a meeting may be printed as fact, where facts were gathered from public
sources.

In: the table marks and the tiers of sources. Out: for a row, the columns that may not. Without a
table of marks a meeting's own tables are its word, and every cell may be printed.
"""

from typing import NamedTuple

from pipeline.model.finding import Finding, found
from pipeline.model.source import Row
from pipeline.normalise.table import Read

Marks = dict[tuple[str, str, str], bool]


class CellMarks(NamedTuple):
    """Whether (table, row, column) may be printed; `is_needed` once a meeting keeps marks at
    all.
    """

    marks: Marks
    is_needed: bool

    def weak(
        self, table: str, row_id: str, row: Row, columns: tuple[str, ...]
    ) -> tuple[frozenset[str], list[Finding]]:
        """The filled columns of the row that may not be printed as fact, and the findings that say
        why.
        """
        if not self.is_needed:
            return frozenset(), []
        verdicts = {
            column: self._may_print(table, row_id, column)
            for column in columns
            if row.cell(column).text
        }
        findings = [
            found(
                "unmarked-cell" if verdict is None else "weak-cell", row.ref(column), column=column
            )
            for column, verdict in verdicts.items()
            if not verdict
        ]
        return frozenset(column for column, verdict in verdicts.items() if not verdict), findings

    def _may_print(self, table: str, row_id: str, column: str) -> bool | None:
        for key in ((row_id, column), (row_id, "*"), ("*", column), ("*", "*")):
            if (verdict := self.marks.get((table, *key))) is not None:
                return verdict
        return None


def read_marks(
    rows: tuple[Read, ...], strong: frozenset[str], known: frozenset[str]
) -> tuple[CellMarks, list[Finding]]:
    """The marks of a meeting; a source of tier 3, or one nobody knows, and the mark UNVERIFIED
    forbid print.
    """
    findings = []
    marks: Marks = {}
    for row, values in rows:
        source = str(values["source"])
        if source not in known:
            findings.append(found("unknown-source-key", row.ref("source")))
        key = (str(values["table"]), str(values["row"]), str(values["column"]))
        # of two lines on one cell the stricter holds
        marks[key] = marks.get(key, True) and source in strong and values["mark"] != "UNVERIFIED"
    return CellMarks(marks, bool(rows)), findings
