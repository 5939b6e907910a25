"""What the cells of one column prove for each other: the order of day and month, the mark before
decimals.

In: the rows of a table. Out: the rows, each cell that has two readings rewritten as the column
reads it, with a step that names the cell that proves it. Where nothing proves a reading, or cells
prove both, it stays as it is.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.language import plain_text
from pipeline.model.source import Cell, CellKind, RawRow, Ref, Row, Step
from pipeline.model.tables import Kind, Table
from pipeline.normalise import numbers, numeric_dates
from pipeline.normalise.headers import TRUSTED
from pipeline.normalise.money import items_of
from pipeline.normalise.patches import PATCHES
from pipeline.normalise.reading import Lists

STEP = "by-column"


class _Settling(NamedTuple):
    """How the cells of a kind prove a reading, have two, and are written once it is known.

    `is_one` says whether a text is of the kind at all: a point in "Annex 2.1" says nothing of
    amounts.
    """

    is_one: Callable[[str, Lists], bool]
    proofs: Callable[[str], frozenset[str]]
    is_open: Callable[[str], bool]
    settled: Callable[[str, str], str]


def _is_amount(text: str, lists: Lists) -> bool:
    return items_of(text, lists) is not None


def _proofs_of_amount(text: str) -> frozenset[str]:
    return numbers.proofs(numbers.with_cents(text))


_SETTLING = {
    # a date in figures is one in any text around it
    Kind.DATE: _Settling(
        lambda text, lists: True, numeric_dates.proofs, numeric_dates.is_open, numeric_dates.settled
    ),
    Kind.AMOUNT: _Settling(_is_amount, _proofs_of_amount, numbers.is_open, numbers.settled),
}


def settle_columns(rows: Sequence[Row], table: Table, lists: Lists) -> tuple[Row, ...]:
    """The rows with what their columns settle."""
    settled = tuple(rows)
    for column in table.columns:
        if column.kind in _SETTLING:
            settled = settle_column(settled, column.name, column.kind, lists)
    return settled


def settle_column(rows: Sequence[Row], field: str, kind: Kind, lists: Lists) -> tuple[Row, ...]:
    """The rows with what the cells of one field settle for each other."""
    rule = _SETTLING[kind]
    texts = [_text(row.cell(field)) for row in rows]
    if not any(rule.is_open(text) for text in texts):
        return tuple(rows)
    proofs = _proofs(rows, field, rule, lists)
    if kind is Kind.AMOUNT and lists.decimal_mark:
        proofs.setdefault(lists.decimal_mark, lists.mark_ref)
    return tuple(
        _with_steps(row, field, text, proofs, rule) if rule.is_open(text) else row
        for row, text in zip(rows, texts, strict=True)
    )


def _text(cell: Cell) -> str:
    """What a cell may prove with or have settled: a text that stands, as those who kept the column
    wrote it.
    """
    is_theirs = not any(step.kind in PATCHES for step in cell.steps)
    return (
        plain_text(cell.text)
        if is_theirs and cell.kind is CellKind.TEXT and cell.fault in TRUSTED
        else ""
    )


def _proofs(rows: Sequence[Row], field: str, rule: _Settling, lists: Lists) -> dict[str, Ref]:
    """The first cell that proves each reading."""
    first: dict[str, Ref] = {}
    for row in rows:
        cell = row.cell(field)
        proofs = rule.proofs(_text(cell))
        for proof in sorted(proofs if proofs and rule.is_one(cell.text, lists) else ()):
            first.setdefault(proof, row.ref(field))
    return first


def _with_steps(row: Row, field: str, text: str, proofs: dict[str, Ref], rule: _Settling) -> Row:
    """The row with its cell settled by the one proof; with two that disagree, the cell as it is and
    both named.
    """
    cell = row.cell(field)
    after = rule.settled(text, next(iter(proofs))) if len(proofs) == 1 else cell.text
    steps = tuple(Step(STEP, cell.text, after, ref) for ref in proofs.values())
    return with_cell(row, field, cell._replace(text=after, steps=(*cell.steps, *steps)))


def with_cell(row: Row, field: str, cell: Cell) -> Row:
    """The row with another cell in a field that it has."""
    position = row.columns.index[field]
    cells = (*row.raw.cells[:position], cell, *row.raw.cells[position + 1 :])
    return replace(row, raw=RawRow(row.raw.number, cells))
