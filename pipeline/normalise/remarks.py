"""What a reader saw beside the texts, as findings at their places.

In: a sheet with its remarks, its header and its rows of data. Out: findings: a run of hidden rows
once, a colour and a merged cell once.
"""

from collections.abc import Iterator

from pipeline.model import place as places
from pipeline.model.finding import Finding, found
from pipeline.model.source import Ref, Remark, Sheet

_ONCE_A_RUN = ("hidden-row", "filtered-row")


def remark_findings(sheet: Sheet, header: int, data: frozenset[int]) -> list[Finding]:
    """The remarks on a sheet whose header stands in that row, those about rows only where the row
    is one of data.
    """
    kept = [remark for remark in sheet.remarks if not remark.about_rows or remark.row in data]
    return [
        found(remark.code, _ref(sheet, remark, header), remark.hint)
        for remark in _once(kept, sheet)
    ]


def _once(remarks: list[Remark], sheet: Sheet) -> Iterator[Remark]:
    """The remarks without those that say again what the one before, or one of the same hint,
    said.
    """
    following = {
        row.number: next_row.number
        for row, next_row in zip(sheet.rows, sheet.rows[1:], strict=False)
    }
    said: set[tuple[str, str]] = set()
    last: dict[str, int] = {}
    for remark in remarks:
        if remark.code in _ONCE_A_RUN:
            is_next = following.get(last.get(remark.code, 0)) == remark.row
            last[remark.code] = remark.row
            if is_next:
                continue
        elif remark.about_rows:
            if (remark.code, remark.hint) in said:
                continue
            said.add((remark.code, remark.hint))
        yield remark


def _ref(sheet: Sheet, remark: Remark, header: int) -> Ref:
    if not remark.row and not remark.column:
        return Ref(sheet.source, "")
    row = remark.row or header
    if remark.column:
        return Ref(sheet.source, str(places.cell(sheet.name, row, remark.column)))
    raw = next(raw for raw in sheet.rows if raw.number == row)
    return sheet.ref(raw)
