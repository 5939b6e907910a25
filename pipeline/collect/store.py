"""What readers gave, kept by content: a file that was read once is not read again.

In: a folder, the hash of a file, the name of its reader. Out: the sheets, or why there are none, as they were. Deleting
the folder changes nothing but time; what cannot be read back is read anew.
"""

import contextlib
import hashlib
import json
import os
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline.collect.fault import CannotRead
from pipeline.model.source import Cell, CellKind, RawRow, Ref, Remark, Sheet, SheetKind, Step

_PIPELINE = Path(__file__).resolve().parent.parent
_CODE = ("collect/*.py", "ooxml/*.py", "model/source.py", "model/place.py")
# A cell of text and nothing else, made without a call of its own: most of what is kept.
_new, _PLAIN = tuple.__new__, ("", CellKind.TEXT, ())
_LIBRARIES = ("lxml", "pypdf", "pypdfium2", "pdfplumber")


@lru_cache(maxsize=1)
def reader_version() -> str:
    """A hash over the readers' code and libraries: another one reads everything anew."""
    digest = hashlib.sha256()
    for pattern in _CODE:
        for path in sorted(_PIPELINE.glob(pattern)):
            digest.update(path.read_bytes())
    for name in _LIBRARIES:
        digest.update(version(name).encode())
    return digest.hexdigest()[:16]


class Store:
    """A folder of readings; without a folder it keeps nothing. `n_read` and `n_kept` count what came from where."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder / "read" / reader_version() if folder else None
        self.n_read = self.n_kept = 0

    def get(self, source: str, sha256: str, ending: str) -> tuple[Sheet, ...] | None:
        """The sheets of a file that was read; None where it was not. CannotRead where its reader refused it."""
        if self._folder is None:
            return None
        try:
            kept = json.loads((self._folder / f"{sha256}{ending}.json").read_bytes())
            sheets = None if "code" in kept else tuple(_sheet(source, sha256, entry) for entry in kept["sheets"])
        except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
            return None
        self.n_kept += 1
        if sheets is None:
            raise CannotRead(str(kept["code"]), str(kept["hint"]))
        return sheets

    def put(self, sha256: str, ending: str, sheets: tuple[Sheet, ...] | CannotRead) -> None:
        """Keep what was read; a disk that does not take it does not matter."""
        self.n_read += 1
        if self._folder is None or (isinstance(sheets, CannotRead) and sheets.is_passing):
            return
        kept: dict[str, Any] = (
            {"code": sheets.code, "hint": sheets.hint}
            if isinstance(sheets, CannotRead)
            else {"sheets": [_packed(sheet) for sheet in sheets]}
        )
        target = self._folder / f"{sha256}{ending}.json"
        aside = target.with_suffix(f".{os.getpid()}")
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(json.dumps(kept, separators=(",", ":")).encode())
            aside.replace(target)


def _packed(sheet: Sheet) -> list[Any]:
    rows = [[row.number, [_packed_cell(sheet.source, cell) for cell in row.cells]] for row in sheet.rows]
    remarks = [list(remark) for remark in sheet.remarks]
    return [sheet.name, sheet.kind.value, rows, remarks, sheet.is_1904, sheet.follows]


def _packed_cell(source: str, cell: Cell) -> Any:
    if not cell.fault and not cell.steps and cell.kind is CellKind.TEXT:
        return cell.text
    steps = [[s.kind, s.before, s.after, s.ref.place, s.ref.words] for s in cell.steps if s.ref.source == source]
    return [cell.text, cell.fault, cell.kind.value, steps]


def _sheet(source: str, sha256: str, entry: list[Any]) -> Sheet:
    name, kind, rows, remarks, is_1904, follows = entry
    return Sheet(
        source,
        name,
        tuple(
            RawRow(number, tuple([_new(Cell, (c, *_PLAIN)) if type(c) is str else _cell(source, c) for c in cells]))
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
