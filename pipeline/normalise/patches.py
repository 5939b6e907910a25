"""Cells that are to be read otherwise than they stand: corrections and answers put in their place.

In: sheets, and patches with place, new text and step. Out: new sheets; each patched cell keeps the words that stand in
the file and says in its steps how its text came about. A patch for a cell that is not there is never applied.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from pipeline.language import clean_text
from pipeline.model import place as places
from pipeline.model.place import Place
from pipeline.model.source import Cell, CellKind, RawRow, Ref, Row, Sheet, Step

CORRECTED, ANSWERED = PATCHES = ("corrected", "answered")


class Patch(NamedTuple):
    """What a cell is to be read as: its source and place, the text, how it is stored, and what asked for it."""

    source: str
    place: str
    text: str
    kind: CellKind
    step: Step


class Spot(NamedTuple):
    """A cell in its sheet: the row as read and the position of the cell in it, from 0."""

    sheet: Sheet
    raw: RawRow
    position: int

    @property
    def cell(self) -> Cell:
        """The cell; an empty one where the row ends before it."""
        return self.raw.cells[self.position] if self.position < len(self.raw.cells) else Cell()


def patch_of(kind: str, spot: Spot, place: str, row: Row, field: str) -> Patch:
    """The patch that a row of Corrections or Answers asks for; its field holds the text to be read."""
    new = row.cell(field)
    step = Step(
        kind=kind,
        before=spot.cell.text,
        after=new.text,
        ref=row.ref(field),
        reason=clean_text(row.cell("reason").text),
        role=clean_text(row.cell("role").text),
    )
    return Patch(spot.sheet.source, place, new.text, new.kind, step)


def find_spot(sheets: Iterable[Sheet], source: str, place: str) -> Spot | None:
    """The cell at a printed place of a source; None where the row is not there, or the place is no cell."""
    try:
        parsed = places.parse(place)
    except ValueError:
        return None
    if parsed.kind not in {"cell", "csv"} or not parsed.column:
        return None
    for sheet in sheets:
        if sheet.source == source and sheet.is_csv == (parsed.kind == "csv") and sheet.name == parsed.sheet:
            return _spot(sheet, parsed)
    return None


def _spot(sheet: Sheet, place: Place) -> Spot | None:
    raw = next((row for row in sheet.rows if row.number == place.row), None)
    position = _position(sheet, place)
    return Spot(sheet, raw, position) if raw and position is not None else None


def _position(sheet: Sheet, place: Place) -> int | None:
    """The column of a place: by its letters, or in a csv file by the last header of that name above the row."""
    if not sheet.is_csv:
        return places.column_number(place.column) - 1
    above = (row for row in reversed(sheet.rows) if row.number < place.row)
    found = (n for row in above for n, cell in enumerate(row.cells) if cell.text == place.column)
    return next(found, None)


def patched(sheets: tuple[Sheet, ...], patches: Iterable[Patch]) -> tuple[Sheet, ...]:
    """The sheets with the patches in place, in their order; those that find no cell change nothing."""
    changes: dict[tuple[str, str], dict[int, dict[int, Cell]]] = defaultdict(lambda: defaultdict(dict))
    for patch in patches:
        spot = find_spot(sheets, patch.source, patch.place)
        if spot:
            cells = changes[spot.sheet.source, spot.sheet.name][spot.raw.number]
            old = cells.get(spot.position, spot.cell)
            cells[spot.position] = Cell(patch.text, "", patch.kind, (*old.steps, patch.step._replace(before=old.text)))
    return tuple(
        _with(sheet, changes[key]) if (key := (sheet.source, sheet.name)) in changes else sheet for sheet in sheets
    )


def _with(sheet: Sheet, changes: dict[int, dict[int, Cell]]) -> Sheet:
    rows = tuple(_changed(raw, changes[raw.number]) if raw.number in changes else raw for raw in sheet.rows)
    return replace(sheet, rows=rows)


def _changed(raw: RawRow, changes: dict[int, Cell]) -> RawRow:
    width = max(len(raw.cells), *(position + 1 for position in changes))
    cells = [*raw.cells, *(Cell(),) * (width - len(raw.cells))]
    for position, cell in changes.items():
        cells[position] = cell
    return replace(raw, cells=tuple(cells))


def source_of(sheets: Iterable[Sheet], file: str, asked: Ref) -> str:
    """The source that a person means by the name of a file: its path in the folder of the meeting, or below inputs."""
    meeting = asked.source.partition("/")[0]
    named = file.replace("\\", "/").strip("/")
    known = {sheet.source for sheet in sheets}
    return next((path for path in (f"{meeting}/{named}", named) if path in known), "")
