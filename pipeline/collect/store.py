"""Sheets as values that can be cached, so that a file is not read twice.

In: what a reader returned, or what was cached. Out: the one made from the other, cell by cell the
same, under whatever name the file has. A refusal that holds only for the moment is not cached.
"""

from dataclasses import replace
from typing import Any

from pipeline.cache import ResultCache, code_version
from pipeline.collect.formats import CannotRead
from pipeline.model.source import Cell, CellKind, RawRow, Ref, Remark, Sheet, SheetKind, Step

_CODE = ("cache.py", "collect/*.py", "ooxml/*.py", "model/source.py", "model/place.py")
LIBRARIES = (
    "charset-normalizer",
    "lxml",
    "openpyxl",
    "pdfminer.six",
    "pdfplumber",
    "pypdf",
    "pypdfium2",
)
_new = tuple.__new__
_PLAIN = 2  # the number of the row, and its texts


def reader_version() -> str:
    """The version of the readers and of the libraries they rely on."""
    return code_version(_CODE, LIBRARIES)


class _Texts(dict[str, Cell]):
    """Cells that contain only text, each made once: the forms of a hundred reports say much the
    same.
    """

    def __missing__(self, text: str) -> Cell:
        made = self[text] = Cell(text)
        return made


class Store:
    """The cache of files that were read."""

    def __init__(self, kept: ResultCache) -> None:
        self._kept = kept
        self._texts = _Texts()

    def sheets(self, source: str, key: str) -> tuple[Sheet, ...] | None:
        """The sheets of a file that was read before; None if it was not. CannotRead if its reader
        refused it.
        """
        value = self._kept.get(key)
        if value is None:
            return None
        if "code" in value:
            raise CannotRead(str(value["code"]), str(value["hint"]))
        return tuple(_sheet(source, entry, self._texts) for entry in value["sheets"])

    def keep(self, key: str, sheets: tuple[Sheet, ...] | CannotRead) -> None:
        """Cache what was read, or why it could not be."""
        if isinstance(sheets, CannotRead):
            if not sheets.is_passing:
                self._kept.put(key, {"code": sheets.code, "hint": sheets.hint})
        else:
            self._kept.put(key, {"sheets": [_packed(sheet) for sheet in sheets]})


def _packed(sheet: Sheet) -> list[Any]:
    rows = [_packed_row(sheet.source, row) for row in sheet.rows]
    remarks = [list(remark) for remark in sheet.remarks]
    return [
        sheet.name,
        sheet.kind.value,
        rows,
        remarks,
        sheet.is_1904,
        sheet.sha256,
        sheet.follows,
        sheet.within,
    ]


def _packed_row(source: str, row: RawRow) -> list[Any]:
    """Number and texts of a row whose cells contain only text, as most do; otherwise its
    cells too.
    """
    if all(not cell.fault and not cell.steps and cell.kind is CellKind.TEXT for cell in row.cells):
        return [row.number, [cell.text for cell in row.cells]]
    return [row.number, [], [_packed_cell(source, cell) for cell in row.cells]]


def _packed_cell(source: str, cell: Cell) -> Any:
    steps = [
        [s.kind, s.before, s.after, s.ref.place, s.ref.words]
        for s in cell.steps
        if s.ref.source == source
    ]
    return [cell.text, cell.fault, cell.kind.value, steps]


def _sheet(source: str, entry: list[Any], texts: _Texts) -> Sheet:
    name, kind, rows, remarks, is_1904, sha256, follows, within = entry
    of_text = texts.__getitem__
    made = [
        _new(RawRow, (row[0], tuple(map(of_text, row[1]))))
        if len(row) == _PLAIN
        else RawRow(row[0], tuple(_cell(source, cell) for cell in row[2]))
        for row in rows
    ]
    told = tuple(Remark(*remark) for remark in remarks)
    return Sheet(
        source, name, tuple(made), SheetKind(kind), told, is_1904, sha256, follows, tuple(within)
    )


def _cell(source: str, packed: list[Any]) -> Cell:
    text, fault, kind, steps = packed
    made = tuple(Step(step[0], step[1], step[2], Ref(source, step[3], step[4])) for step in steps)
    return Cell(text, fault, CellKind(kind), made)


def pinned(sheets: tuple[Sheet, ...], sha256: str, *remarks: Remark) -> tuple[Sheet, ...]:
    """The sheets, pinned by the bytes of the file they came from; remarks are attached to the
    first.
    """
    return tuple(
        replace(sheet, sha256=sha256, remarks=(*(remarks if n == 0 else ()), *sheet.remarks))
        for n, sheet in enumerate(sheets)
    )
