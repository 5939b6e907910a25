"""The registers of country coalitions and of good practices: rows into records.

In: rows with values. Out: records, rows out, findings. Nothing is a coalition because it looks like
one: who calls it so is a column.
"""

from pipeline.model.finding import Finding, found
from pipeline.model.record import Coalition, GoodPractice
from pipeline.model.tables import COALITIONS, GOOD_PRACTICES
from pipeline.normalise.marks import CellMarks
from pipeline.normalise.table import TableRows
from pipeline.normalise.twins import by_own_id

_PRINTED = (
    *(
        "affected_state",
        "partners",
        "obligation",
        "status",
        "called_by",
        "document",
        "established",
        "ended",
    ),
    *("forum", "result", "declared_in"),
)
_TEXTS = (
    "affected_state",
    "obligation",
    "status",
    "called_by",
    "document",
    "forum",
    "result",
    "declared_in",
)
_VALUES = ("partners", "established", "ended", "last_verified")
_PRACTICE = ("actor", "role", "made_on", "document", "public", "words")
CALLED = ("affected_state", "convention_document")


def read_coalitions(table: TableRows, marks: CellMarks) -> tuple[tuple[Coalition, ...], TableRows]:
    """The coalitions in the order of the register, and the table with what was set aside."""
    once = by_own_id(table, COALITIONS, "coalition_id")
    coalitions, findings = [], list(once.findings)
    for row, values in once.rows:
        row_id = str(values["coalition_id"])
        weak, faults = marks.weak(COALITIONS.name, row_id, row, _PRINTED)
        is_claimed = values["called_by"] in CALLED and values["status"] not in {
            "proposed",
            "unknown",
        }
        # what is no coalition for other reasons needs no questions about its marks
        findings.extend(faults if is_claimed else [])
        own = {
            "id": row_id,
            "row": row,
            "weak": weak,
            **{name: str(values[name] or "") for name in _TEXTS},
        }
        coalitions.append(
            Coalition.model_validate({**own, **{name: values[name] for name in _VALUES}})
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


def read_good_practices(
    table: TableRows, marks: CellMarks
) -> tuple[tuple[GoodPractice, ...], TableRows]:
    """The good practices in the order of the table, and the table with what was set aside."""
    once = by_own_id(table, GOOD_PRACTICES, "practice_id")
    practices, findings = [], list(once.findings)
    for row, values in once.rows:
        row_id = str(values["practice_id"])
        weak, faults = marks.weak(GOOD_PRACTICES.name, row_id, row, _PRACTICE)
        findings.extend(faults)
        own = {name: values[name] or "" for name in _PRACTICE}
        practices.append(
            GoodPractice.model_validate({"id": row_id, "row": row, "weak": weak, **own})
        )
    return tuple(practices), once._replace(rows=(), findings=tuple(findings))
