"""Cells that are to be read otherwise than they stand: corrections and answers put in their place.

In: sheets, and patches with cell, new text and step. Out: new sheets; each patched cell keeps the
words that stand in the file and says in its steps how its text came about. What a merged cell
covers is patched with it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from pipeline.model.source import Cell, CellKind, RawRow, RowKey, Sheet, Step

CORRECTED, ANSWERED = PATCHES = ("corrected", "answered")
MERGED = "merged"


class Patch(NamedTuple):
    """What a cell is to be read as: its row and position from 0, the text, how it is stored, and
    what asked for it.
    """

    row: RowKey
    position: int
    text: str
    kind: CellKind
    step: Step


def patched(sheets: tuple[Sheet, ...], patches: Iterable[Patch]) -> tuple[Sheet, ...]:
    """The sheets with the patches in place, in their order; those that find no row change
    nothing.
    """
    changes: dict[tuple[str, str], dict[int, list[Patch]]] = defaultdict(lambda: defaultdict(list))
    for patch in patches:
        source, name, number = patch.row
        changes[source, name][number].append(patch)
    return tuple(
        _with(sheet, changes[key]) if (key := (sheet.source, sheet.name)) in changes else sheet
        for sheet in sheets
    )


def _with(sheet: Sheet, changes: dict[int, list[Patch]]) -> Sheet:
    """The sheet with its own patches, and those of merged cells in the rows that these cover."""
    merged: dict[tuple[int, str], list[Patch]] = defaultdict(list)
    for raw in sheet.rows:
        for patch in changes.get(raw.number, ()):
            merged[patch.position, sheet.cell_place(raw, patch.position + 1)].append(patch)
    positions = {position for position, _ in merged}
    rows = []
    for raw in sheet.rows:
        covering = [patch for position in positions for patch in _covering(raw, position, merged)]
        own = changes.get(raw.number, [])
        rows.append(_changed(raw, [*covering, *own]) if covering or own else raw)
    return replace(sheet, rows=tuple(rows))


def _covering(
    raw: RawRow, position: int, merged: dict[tuple[int, str], list[Patch]]
) -> list[Patch]:
    """The patches of the merged cell that lies over a cell."""
    steps = raw.cells[position].steps if position < len(raw.cells) else ()
    return (
        merged.get((position, steps[0].ref.place), []) if steps and steps[0].kind == MERGED else []
    )


def _changed(raw: RawRow, patches: list[Patch]) -> RawRow:
    width = max(len(raw.cells), *(patch.position + 1 for patch in patches))
    cells = [*raw.cells, *(Cell(),) * (width - len(raw.cells))]
    for patch in patches:
        old = cells[patch.position]
        cells[patch.position] = Cell(
            patch.text, "", patch.kind, (*old.steps, patch.step._replace(before=old.text))
        )
    return raw._replace(cells=tuple(cells))
