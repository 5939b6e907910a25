"""The registers of a meeting (coalitions, good practices, statements, follow-up, earlier figures):
rows into records.

In: rows with values. Out: records, rows not used, findings. Nothing is a coalition because it looks
like one: a column says who describes it as one.
"""

from typing import NamedTuple

from pipeline.model.finding import Finding, found
from pipeline.model.record import Coalition, FollowUp, GoodPractice, Previous, Statement
from pipeline.model.source import Row
from pipeline.model.tables import COALITIONS, FOLLOW_UP, GOOD_PRACTICES, PREVIOUS, STATEMENTS
from pipeline.normalise.cell_values import unread_columns
from pipeline.normalise.reading import Lists
from pipeline.normalise.table import ReadRow, TableRows, unique_by_id

Marks = dict[tuple[str, str, str], bool]


class CellMarks(NamedTuple):
    """Whether (table, row, column) may be printed; `is_needed` once a meeting keeps marks
    at all.
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
    rows: tuple[ReadRow, ...], strong: frozenset[str], known: frozenset[str]
) -> tuple[CellMarks, list[Finding]]:
    """The marks of a meeting; a tier-3 or unknown source, and the mark UNVERIFIED, rule out
    print.
    """
    findings = []
    marks: Marks = {}
    for row, values in rows:
        source = str(values["source"])
        if source not in known:
            findings.append(found("unknown-source-key", row.ref("source")))
        key = (str(values["table"]), str(values["row"]), str(values["column"]))
        # of two lines on one cell, the stricter applies
        marks[key] = marks.get(key, True) and source in strong and values["mark"] != "UNVERIFIED"
    return CellMarks(marks, bool(rows)), findings


CALLED = ("affected_state", "convention_document")


def read_coalitions(table: TableRows, marks: CellMarks) -> tuple[tuple[Coalition, ...], TableRows]:
    """The coalitions in the order of the register, and the table with what was set aside."""
    once = unique_by_id(table, COALITIONS, "coalition_id")
    coalitions, findings = [], list(once.findings)
    for row, values in once.rows:
        row_id = str(values["coalition_id"])
        weak, faults = marks.weak(COALITIONS.name, row_id, row, COALITIONS.facts)
        is_claimed = values["called_by"] in CALLED and values["status"] not in {
            "proposed",
            "unknown",
        }
        # if it is not a coalition for other reasons, its marks need no questions
        findings.extend(faults if is_claimed else [])
        coalitions.append(Coalition.from_values(row, values, id=row_id, weak=weak))
        findings.extend(_coalition_questions(coalitions[-1]))
    return tuple(coalitions), once._replace(rows=(), findings=tuple(findings))


def _coalition_questions(coalition: Coalition) -> list[Finding]:
    faults = []
    if coalition.called_by == "unknown":
        faults.append(found("caller-unknown", coalition.ref("called_by")))
    if coalition.status == "proposed":
        faults.append(found("coalition-proposed", coalition.ref("status")))
    if coalition.obligation in ("", "unknown"):
        faults.append(found("obligation-missing", coalition.ref("obligation")))
    return faults


def read_good_practices(
    table: TableRows, marks: CellMarks
) -> tuple[tuple[GoodPractice, ...], TableRows]:
    """The good practices in the order of the table, and the table with what was set aside."""
    once = unique_by_id(table, GOOD_PRACTICES, "practice_id")
    practices, findings = [], list(once.findings)
    for row, values in once.rows:
        row_id = str(values["practice_id"])
        weak, faults = marks.weak(GOOD_PRACTICES.name, row_id, row, GOOD_PRACTICES.facts)
        findings.extend(faults)
        practices.append(GoodPractice.from_values(row, values, id=row_id, weak=weak))
    return tuple(practices), once._replace(rows=(), findings=tuple(findings))


def read_statements(table: TableRows, marks: CellMarks) -> tuple[tuple[Statement, ...], TableRows]:
    """The statements in the order of the table, and the table with what was set aside."""
    once = unique_by_id(table, STATEMENTS, "statement_id")
    statements, findings = [], list(once.findings)
    for row, values in once.rows:
        row_id = str(values["statement_id"])
        weak, faults = marks.weak(STATEMENTS.name, row_id, row, STATEMENTS.facts)
        findings.extend(faults)
        statements.append(
            Statement.from_values(
                row, values, id=row_id, weak=weak, counterparts=values["counterpart"]
            )
        )
    return tuple(statements), once._replace(rows=(), findings=tuple(findings))


def _follow_up(read: ReadRow, weak: frozenset[str], unread: frozenset[str]) -> FollowUp:
    values = read.values
    return FollowUp.from_values(
        read.row,
        values,
        id=values["follow_up_id"],
        weak=weak,
        unread=unread,
        # nothing is printed because somebody forgot to say that it must not be (DESIGN decision 5)
        confidentiality=values["confidentiality"] or "internal",
    )


def read_follow_up(
    table: TableRows, marks: CellMarks, lists: Lists
) -> tuple[tuple[FollowUp, ...], TableRows]:
    """The rows of the register in its order, and the table with what was set aside."""
    once = unique_by_id(table, FOLLOW_UP, "follow_up_id")
    records, findings = [], list(once.findings)
    for read in once.rows:
        weak, faults = marks.weak(
            FOLLOW_UP.name, str(read.values["follow_up_id"]), read.row, FOLLOW_UP.facts
        )
        record = _follow_up(
            read, weak, unread_columns(read.row, read.values, FOLLOW_UP.columns, lists)
        )
        # what is never printed needs no questions about its marks
        findings.extend(faults if record.confidentiality != "internal" else [])
        if not read.row.cell("confidentiality").text.strip():
            findings.append(found("confidentiality-empty", read.row.ref("confidentiality")))
        records.append(record)
    return tuple(records), once._replace(rows=(), findings=tuple(findings))


def read_previous(table: TableRows, marks: CellMarks) -> tuple[tuple[Previous, ...], TableRows]:
    """The earlier figures in the order of the sheet, and the table with what was set aside."""
    once = unique_by_id(table, PREVIOUS, "figure")
    records, findings = [], list(once.findings)
    for row, values in once.rows:
        figure = str(values["figure"])
        weak, faults = marks.weak(PREVIOUS.name, figure, row, PREVIOUS.facts)
        findings.extend(faults)
        records.append(Previous.from_values(row, values, id=figure, weak=weak))
    return tuple(records), once._replace(rows=(), findings=tuple(findings))
