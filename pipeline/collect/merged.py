"""Merged cells: what the covered cells say.

In: the scan of a worksheet. Out: its rows with the covered cells filled, and remarks. Downwards
each covered row has the value, with a step that names the merged cell; sideways nobody knows which
column the value is for, so a covered cell is a fault.
"""

from bisect import bisect_left, bisect_right

from pipeline.collect.cells import EMPTY_CELL
from pipeline.collect.worksheet import Area, Scan
from pipeline.model import place as places
from pipeline.model.source import Cell, Ref, Remark, Step

MERGED_DOWN, MERGED_ACROSS = "merged-down", "merged-across"


def spread(found: Scan, source: str, sheet: str) -> list[Remark]:
    """Fill the covered cells of the scan's rows that hold something of their own; a remark where a
    value went down.
    """
    numbers = sorted(found.rows)
    width = max((max(row) for row in found.rows.values()), default=0)
    remarks = []
    for merged in found.merged:
        value = found.rows.get(merged.top, {}).get(merged.left, EMPTY_CELL)
        inside = numbers[bisect_left(numbers, merged.top) : bisect_right(numbers, merged.bottom)]
        if not (value.text.strip() or value.fault):
            continue
        ref = Ref(source, str(places.cell(sheet, merged.top, merged.left)), value.words)
        covered = [
            number
            for number in inside
            if number > merged.top and _has_own(found.rows[number], merged)
        ]
        for number in covered:
            before = found.rows[number].get(merged.left, EMPTY_CELL).text
            step = Step("merged", before, value.text, ref)
            found.rows[number][merged.left] = value._replace(steps=(step,))
            remarks.append(Remark(MERGED_DOWN, number, merged.left, ref.place, about_rows=True))
        for number in (merged.top, *covered):
            for column in range(merged.left + 1, min(merged.right, width) + 1):
                own = found.rows[number].get(column, EMPTY_CELL)
                found.rows[number][column] = Cell(own.text, MERGED_ACROSS)
    return remarks


def _has_own(row: dict[int, Cell], merged: Area) -> bool:
    """Whether a row holds something outside the range: else it is no row, but the lower part of the
    one above.
    """
    return any(
        cell.text.strip() and not cell.steps and not merged.left <= column <= merged.right
        for column, cell in row.items()
    )
