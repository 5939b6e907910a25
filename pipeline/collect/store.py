"""Sheets as values that can be kept, so that a file that was read once is not read again.

In: what a reader gave, or what was kept. Out: the one made of the other, cell by cell the same, under any name of the
file. It keeps no refusal that holds for this moment alone.
"""

from dataclasses import replace
from typing import Any

from pipeline.collect.fault import CannotRead
from pipeline.kept import Kept, code_version
from pipeline.model.source import Cell, CellKind, RawRow, Ref, Remark, Sheet, SheetKind, Step

_CODE = ("kept.py", "collect/*.py", "ooxml/*.py", "model/source.py", "model/place.py")
LIBRARIES = ("charset-normalizer", "lxml", "openpyxl", "pdfminer.six", "pdfplumber", "pypdf", "pypdfium2")
_new = tuple.__new__


def reader_version() -> str:
    """The version of the readers and of the libraries they stand on."""
    return code_version(_CODE, LIBRARIES)


def kept_sheets(kept: Kept, source: str, key: str) -> tuple[Sheet, ...] | None:
    """The sheets of a file that was read; None where it was not. CannotRead where its reader refused it."""
    value = kept.get(key)
    if value is None:
        return None
    if "code" in value:
        raise CannotRead(str(value["code"]), str(value["hint"]))
    return tuple(_sheet(source, entry) for entry in value["sheets"])


def keep_sheets(kept: Kept, key: str, sheets: tuple[Sheet, ...] | CannotRead) -> None:
    """Keep what was read, or why it could not be."""
    if isinstance(sheets, CannotRead):
        if not sheets.is_passing:
            kept.put(key, {"code": sheets.code, "hint": sheets.hint})
    else:
        kept.put(key, {"sheets": [_packed(sheet) for sheet in sheets]})


def _packed(sheet: Sheet) -> list[Any]:
    rows = [[row.number, [_packed_cell(sheet.source, cell) for cell in row.cells]] for row in sheet.rows]
    remarks = [list(remark) for remark in sheet.remarks]
    return [sheet.name, sheet.kind.value, rows, remarks, sheet.is_1904, sheet.sha256, sheet.follows]


def _packed_cell(source: str, cell: Cell) -> Any:
    if not cell.fault and not cell.steps and cell.kind is CellKind.TEXT:
        return cell.text
    steps = [[s.kind, s.before, s.after, s.ref.place, s.ref.words] for s in cell.steps if s.ref.source == source]
    return [cell.text, cell.fault, cell.kind.value, steps]


def _sheet(source: str, entry: list[Any]) -> Sheet:
    name, kind, rows, remarks, is_1904, sha256, follows = entry
    text = CellKind.TEXT
    return Sheet(
        source,
        name,
        tuple(
            _new(
                RawRow,
                (
                    number,
                    # a cell of text and nothing else, as most are, is made without a call of its own
                    tuple([_new(Cell, (c, "", text, ())) if type(c) is str else _cell(source, c) for c in cells]),
                ),
            )
            for number, cells in rows
        ),
        SheetKind(kind),
        tuple(Remark(*remark) for remark in remarks),
        is_1904,
        sha256,
        follows,
    )


def _cell(source: str, packed: list[Any]) -> Cell:
    text, fault, kind, steps = packed
    made = tuple(Step(step[0], step[1], step[2], Ref(source, step[3], step[4])) for step in steps)
    return Cell(text, fault, CellKind(kind), made)


def pinned(sheets: tuple[Sheet, ...], sha256: str, *remarks: Remark) -> tuple[Sheet, ...]:
    """The sheets, pinned by the bytes of the file they came from; remarks stand at the first."""
    return tuple(
        replace(sheet, sha256=sha256, remarks=(*(remarks if n == 0 else ()), *sheet.remarks))
        for n, sheet in enumerate(sheets)
    )
