"""Cells that are to be read differently from what they hold: corrections and answers put in place.

In: sheets, and patches with cell, new text and step. Out: new sheets; each patched cell keeps the
words that the file contains, and its steps say how its text came about. What a merged cell covers
is patched with it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.language import plain_text
from pipeline.model.source import Cell, CellKind, RawRow, Ref, Row, RowKey, Sheet, Step
from pipeline.model.tables import InputTable, Kind
from pipeline.normalise import date_grammar, decimal_marks
from pipeline.normalise.amounts import items_of
from pipeline.normalise.headers import TRUSTED
from pipeline.normalise.reading import Lists

CORRECTED, ANSWERED = PATCHES = ("corrected", "answered")
MERGED = "merged"


class Patch(NamedTuple):
    """What a cell is to be read as: its row, its position from 0, the text, how it is stored, and
    what asked for it.
    """

    row: RowKey
    position: int
    text: str
    kind: CellKind
    step: Step


def patched(sheets: tuple[Sheet, ...], patches: Iterable[Patch]) -> tuple[Sheet, ...]:
    """The sheets with the patches in place, in their order; patches that find no row change
    nothing.
    """
    changes: dict[tuple[str, str], dict[int, list[Patch]]] = defaultdict(lambda: defaultdict(list))
    for patch in patches:
        source, name, number = patch.row
        changes[source, name][number].append(patch)
    return tuple(_with(sheet, changes.get((sheet.source, sheet.name), {})) for sheet in sheets)


def _with(sheet: Sheet, changes: dict[int, list[Patch]]) -> Sheet:
    """The sheet with its own patches, and those of merged cells in the rows that these cover."""
    if not changes:
        return sheet
    merged: dict[tuple[int, str], list[Patch]] = defaultdict(list)
    for raw in sheet.rows:
        for patch in changes.get(raw.number, ()):
            merged[patch.position, sheet.cell_place(raw, patch.position + 1)].append(patch)
    positions = {position for position, _ in merged}
    rows = []
    for raw in sheet.rows:
        covering = [patch for position in positions for patch in _covering(raw, position, merged)]
        rows.append(_changed(raw, [*covering, *changes.get(raw.number, [])]))
    return replace(sheet, rows=tuple(rows))


def _covering(
    raw: RawRow, position: int, merged: dict[tuple[int, str], list[Patch]]
) -> list[Patch]:
    """The patches of the merged cell that covers a cell."""
    for cell in raw.cells[position : position + 1]:
        for step in cell.steps[:1]:
            if step.kind == MERGED:
                return merged.get((position, step.ref.place), [])
    return []


def _changed(raw: RawRow, patches: list[Patch]) -> RawRow:
    if not patches:
        return raw
    width = max(len(raw.cells), *(patch.position + 1 for patch in patches))
    cells = [*raw.cells, *(Cell(),) * (width - len(raw.cells))]
    for patch in patches:
        old = cells[patch.position]
        cells[patch.position] = Cell(
            patch.text, "", patch.kind, (*old.steps, patch.step._replace(before=old.text))
        )
    return raw._replace(cells=tuple(cells))


STEP = "by-column"


class _Resolution(NamedTuple):
    """How the cells of a kind prove a reading, have two readings, and are written once the reading
    is known.

    `is_one` says whether a text is of the kind at all: a point in "Annex 2.1" says nothing about
    amounts.
    """

    is_one: Callable[[str, Lists], bool]
    proofs: Callable[[str], frozenset[str]]
    is_open: Callable[[str], bool]
    resolved: Callable[[str, str], str]


def _is_amount(text: str, lists: Lists) -> bool:
    return items_of(text, lists) is not None


def _proofs_of_amount(text: str) -> frozenset[str]:
    return decimal_marks.proofs(decimal_marks.with_cents(text))


_RESOLUTIONS = {
    # a date in figures is a date whatever text surrounds it
    Kind.DATE: _Resolution(
        lambda text, lists: True,
        date_grammar.proven_orders,
        date_grammar.has_two_orders,
        date_grammar.in_order,
    ),
    Kind.AMOUNT: _Resolution(
        _is_amount, _proofs_of_amount, decimal_marks.is_open, decimal_marks.settled
    ),
}


def resolve_columns(rows: Sequence[Row], table: InputTable, lists: Lists) -> tuple[Row, ...]:
    """The rows, with ambiguous cells read as their columns prove."""
    resolved = tuple(rows)
    for column in table.columns:
        if column.kind in _RESOLUTIONS:
            resolved = resolve_column(resolved, column.name, column.kind, lists)
    return resolved


def resolve_column(rows: Sequence[Row], field: str, kind: Kind, lists: Lists) -> tuple[Row, ...]:
    """The rows, with ambiguous cells of one field read as the other cells prove."""
    rule = _RESOLUTIONS[kind]
    texts = [_text(row.cell(field)) for row in rows]
    if not any(rule.is_open(text) for text in texts):
        return tuple(rows)
    proofs = _proofs(rows, field, rule, lists)
    if kind is Kind.AMOUNT and lists.decimal_mark:
        proofs.setdefault(lists.decimal_mark, lists.mark_ref)
    resolved = []
    for row, text in zip(rows, texts, strict=True):
        resolved.append(_with_steps(row, field, text, proofs, rule) if rule.is_open(text) else row)
    return tuple(resolved)


def _text(cell: Cell) -> str:
    """The text with which a cell may prove a reading, or have its own resolved: one that is still
    as those who kept the column wrote it.
    """
    if cell.kind is not CellKind.TEXT or cell.fault not in TRUSTED:
        return ""
    if any(step.kind in PATCHES for step in cell.steps):
        return ""
    return plain_text(cell.text)


def _proofs(rows: Sequence[Row], field: str, rule: _Resolution, lists: Lists) -> dict[str, Ref]:
    """The first cell that proves each reading."""
    first: dict[str, Ref] = {}
    for row in rows:
        cell = row.cell(field)
        proofs = rule.proofs(_text(cell))
        if proofs and rule.is_one(cell.text, lists):
            for proof in sorted(proofs):
                first.setdefault(proof, row.ref(field))
    return first


def _with_steps(row: Row, field: str, text: str, proofs: dict[str, Ref], rule: _Resolution) -> Row:
    """The row with its cell read by the only proof; if two proofs disagree, the cell unchanged and
    both named.
    """
    cell = row.cell(field)
    after = cell.text
    if len(proofs) == 1:
        after = rule.resolved(text, next(iter(proofs)))
    steps = tuple(Step(STEP, cell.text, after, ref) for ref in proofs.values())
    return with_cell(row, field, cell._replace(text=after, steps=(*cell.steps, *steps)))


def with_cell(row: Row, field: str, cell: Cell) -> Row:
    """The row with another cell in one of its fields."""
    position = row.columns.index[field]
    cells = (*row.raw.cells[:position], cell, *row.raw.cells[position + 1 :])
    return replace(row, raw=RawRow(row.raw.number, cells))
