"""Corrections and answers: what a person says a cell is to be read as, and what of it could be
applied.

In: the tables Corrections and Answers and the sheets they speak of. Out: patches, answers, rows
out, findings. A correction is applied only where the cell holds what it expects; it never touches
settings or declarations.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from pipeline.language import clean_text
from pipeline.model import place as places
from pipeline.model.figure import Drop
from pipeline.model.finding import Finding, found
from pipeline.model.place import Place
from pipeline.model.record import ANY_TABLE, Correction, GivenAnswer, Quarantined
from pipeline.model.source import Cell, RawRow, Ref, Row, RowKey, Sheet, SheetKind, Step
from pipeline.model.tables import ANSWERS, CORRECTIONS, FORM_TABLES, PINNED_TABLES, RESOURCE_LINES
from pipeline.normalise.headers import Headers, Known, header_key
from pipeline.normalise.patches import ANSWERED, CORRECTED, Patch, patched
from pipeline.normalise.sheets import TABLES, owners, sort_sheets
from pipeline.normalise.table import QUARANTINED, ReadRow, TableRows

_KINDS = {"cell": SheetKind.WORKSHEET, "csv": SheetKind.CSV}


class IndexedCell(NamedTuple):
    """A cell in its sheet: the row as read, the position of the cell in it, from 0, and the table
    of the sheet.
    """

    sheet: Sheet
    raw: RawRow
    position: int
    owner: str

    @property
    def cell(self) -> Cell:
        """The cell; an empty one where the row ends before it."""
        return self.raw.cells[self.position] if self.position < len(self.raw.cells) else Cell()


class _IndexedSheet:
    """A sheet with what was found out about it."""

    def __init__(self, sheet: Sheet, owner: str, headers: Headers) -> None:
        self.sheet, self.owner, self.headers = sheet, owner, headers

    @cached_property
    def rows(self) -> dict[int, RawRow]:
        """The rows by number."""
        return {row.number: row for row in self.sheet.rows}

    @cached_property
    def header_rows(self) -> list[RawRow]:
        """The rows that are a header of the table of the sheet, from the top."""
        tables = (
            FORM_TABLES if self.owner == RESOURCE_LINES.name else (TABLES[header_key(self.owner)],)
        )
        known = [Known(table, self.headers) for table in tables]
        return [
            row
            for row in self.sheet.rows
            if any(one.may_be_header(row) and one.header(row) for one in known)
        ]

    def position(self, place: Place) -> int | None:
        """The column of a place: by its letters, or in a csv file by the last header above the
        row.
        """
        if not self.sheet.is_csv:
            return places.column_number(place.column) - 1
        if self.owner == ANY_TABLE:
            return None
        above = bisect_left(self.header_rows, place.row, key=lambda row: row.number)
        cells = self.header_rows[above - 1].cells if above else ()
        return next((at for at, cell in enumerate(cells) if cell.text == place.column), None)


class CellIndex:
    """The cells of the sheets of a meeting by source and printed place."""

    def __init__(self, sheets: Iterable[Sheet], headers: Headers) -> None:
        known = tuple(sheets)
        of = owners(sort_sheets(known, headers))
        self._sheets = {
            (sheet.source, sheet.kind, sheet.name): _IndexedSheet(
                sheet, of.get((sheet.source, sheet.name), ANY_TABLE), headers
            )
            for sheet in known
            if sheet.kind in _KINDS.values()
        }
        self._sources = frozenset(sheet.source for sheet in known)

    def find(self, source: str, place: str) -> IndexedCell | None:
        """The cell at a printed place of a source; None where the row is not there, or the place is
        no cell.
        """
        try:
            parsed = places.parse(place)
        except ValueError:
            return None
        if parsed.kind not in _KINDS or not parsed.column:
            return None
        indexed = self._sheets.get((source, _KINDS[parsed.kind], parsed.sheet))
        raw = indexed.rows.get(parsed.row) if indexed else None
        position = indexed.position(parsed) if indexed else None
        return (
            IndexedCell(indexed.sheet, raw, position, indexed.owner)
            if indexed and raw and position is not None
            else None
        )

    def source(self, file: str, asked: Ref) -> str:
        """The source that a person means by a file: its path in the folder of the meeting, or any
        path to it.
        """
        meeting = asked.source.partition("/")[0]
        parts = [part for part in file.replace("\\", "/").split("/") if part]
        paths = ["/".join([meeting, *parts]), *("/".join(parts[at:]) for at in range(len(parts)))]
        return next((path for path in paths if path in self._sources), "")


NOT_PRINTED = "not-printed"
# What these say is changed where it stands: a correction of them could be corrected in turn.
_CLOSED = frozenset(table.name for table in (*PINNED_TABLES, CORRECTIONS, ANSWERS))


class Corrected(NamedTuple):
    """The sheets as corrected, and what is to be said of the corrections."""

    sheets: tuple[Sheet, ...]
    rest: TableRows


def _correction(read: ReadRow) -> Correction:
    texts = {
        name: clean_text(read.row.cell(name).text)
        for name in ("file", "place", "expected", "new", "reason", "role")
    }
    return Correction.model_validate(
        {"id": f"{texts['file']} {texts['place']}", "row": read.row, **texts}
    )


def apply_corrections(sheets: tuple[Sheet, ...], table: TableRows, index: CellIndex) -> Corrected:
    """The sheets with every correction that matches.

    One that matches nothing is a blocker; where its cell is there, the table of the cell is not
    taken as complete.
    """
    drops, findings, out = list(table.drops), list(table.findings), list(table.quarantined)
    patches: list[Patch] = []
    now: dict[tuple[RowKey, int], str] = {}  # what earlier corrections made of a cell
    for correction in map(_correction, table.rows):
        found_cell = index.find(
            index.source(correction.file, correction.ref("file")), correction.place
        )
        text = now.get(_key(found_cell), found_cell.cell.text) if found_cell else ""
        code = _fault(found_cell, text, correction)
        if code or found_cell is None:
            findings.append(found(code, correction.ref("place"), text))
            drops.append(
                Drop(key=correction.key, fate=QUARANTINED, reason=code, record=correction.id)
            )
            if found_cell:  # a person says that the cell is wrong, and it was not mended
                out.append(
                    Quarantined(
                        ref=correction.row.sheet.ref(correction.row.raw), table=found_cell.owner
                    )
                )
            continue
        patches.append(_patch(CORRECTED, found_cell, correction.row, "new"))
        now[_key(found_cell)] = patches[-1].text
        drops.append(
            Drop(
                key=correction.key,
                fate=NOT_PRINTED,
                reason="corrects-a-row-not-printed",
                record=correction.id,
            )
        )
    return Corrected(
        patched(sheets, patches), TableRows((), tuple(out), tuple(drops), tuple(findings))
    )


def _key(found_cell: IndexedCell) -> tuple[RowKey, int]:
    return found_cell.sheet.key(found_cell.raw), found_cell.position


def _fault(found_cell: IndexedCell | None, text: str, correction: Correction) -> str:
    """Why a correction cannot be applied; empty where it can."""
    if found_cell is None:
        return "correction-without-cell"
    if found_cell.owner in _CLOSED:
        return "correction-of-settings"
    return "" if clean_text(text) == correction.expected else "correction-mismatch"


def _patch(kind: str, found_cell: IndexedCell, row: Row, field: str) -> Patch:
    """The patch that a row of Corrections or Answers asks for; its field holds the text to be
    read.
    """
    new = row.cell(field)
    step = Step(
        kind=kind,
        before=found_cell.cell.text,
        after=new.text,
        ref=row.ref(field),
        reason=clean_text(row.cell("reason").text),
        role=clean_text(row.cell("role").text),
    )
    return Patch(*_key(found_cell), new.text, new.kind, step)


class Answers(NamedTuple):
    """The answers given, and what is to be said of their table."""

    given: tuple[GivenAnswer, ...]
    rest: TableRows


def read_answers(table: TableRows) -> Answers:
    """The answers in the order of their table; of two for one finding neither is taken."""
    ids = [_answered(read) for read in table.rows]
    count = Counter(ids)
    given, drops, findings = [], list(table.drops), list(table.findings)
    for read, finding in zip(table.rows, ids, strict=True):
        if count[finding] > 1:
            findings.append(found("answer-repeated", read.row.ref("finding")))
            drops.append(
                Drop(key=read.row.key, fate=QUARANTINED, reason="answer-repeated", record=finding)
            )
            continue
        texts = {
            name: clean_text(read.row.cell(name).text) for name in ("answer", "reason", "role")
        }
        given.append(
            GivenAnswer.model_validate(
                {"id": finding, "row": read.row, "finding": finding, **texts}
            )
        )
        drops.append(
            Drop(
                key=read.row.key,
                fate=NOT_PRINTED,
                reason="answers-what-is-not-printed",
                record=finding,
            )
        )
    return Answers(tuple(given), TableRows((), table.quarantined, tuple(drops), tuple(findings)))


def _answered(read: ReadRow) -> str:
    return clean_text(read.row.cell("finding").text).casefold()


def answer_patch(index: CellIndex, finding: Finding, row: Row) -> Patch | None:
    """The patch that an answer asks for; None where its finding is not about one cell."""
    found_cell = index.find(finding.ref.source, finding.ref.place)
    return _patch(ANSWERED, found_cell, row, "answer") if found_cell else None
