"""Corrections and answers: what a person says a cell is to be read as, and which of them could be
applied.

In: the tables Corrections and Answers and the sheets they refer to. Out: patches, answers, rows not
used, findings. A correction is applied only if the cell holds what it expects; it never touches
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
from pipeline.model.tables import (
    ANSWERS,
    CORRECTIONS,
    FORM_TABLES,
    PINNED_TABLES,
    RESOURCE_LINES,
    InputTable,
)
from pipeline.normalise.headers import Headers, Known, header_key
from pipeline.normalise.patches import ANSWERED, CORRECTED, Patch, patched
from pipeline.normalise.sheets import TABLES, owners, sort_sheets
from pipeline.normalise.table import QUARANTINED, ReadRow, TableRows

_KINDS = {"cell": SheetKind.WORKSHEET, "csv": SheetKind.CSV}


class IndexedCell(NamedTuple):
    """A cell in its sheet: the row as read, its position in it, from 0, and the table of
    the sheet.
    """

    sheet: Sheet
    raw: RawRow
    position: int
    owner: str

    @property
    def cell(self) -> Cell:
        """The cell; an empty one where the row ends before it."""
        return next(iter(self.raw.cells[self.position : self.position + 1]), Cell())

    @property
    def key(self) -> tuple[RowKey, int]:
        """What all readings of the cell have in common."""
        return self.sheet.key(self.raw), self.position


class _IndexedSheet:
    """A sheet with what was worked out about it."""

    def __init__(self, sheet: Sheet, owner: str, headers: Headers) -> None:
        self.sheet, self.owner, self.headers = sheet, owner, headers

    @cached_property
    def rows(self) -> dict[int, RawRow]:
        """The rows by number."""
        return {row.number: row for row in self.sheet.rows}

    @cached_property
    def header_rows(self) -> list[RawRow]:
        """The rows that are a header of the sheet's table, from the top."""
        tables: tuple[InputTable, ...] = FORM_TABLES
        if self.owner != RESOURCE_LINES.name:
            tables = (TABLES[header_key(self.owner)],)
        headers: dict[int, RawRow] = {}
        for known in (Known(table, self.headers) for table in tables):
            likely = (row for row in self.sheet.rows if known.may_be_header(row))
            headers.update({row.number: row for row in likely if known.header(row)})
        return [headers[number] for number in sorted(headers)]

    def position(self, place: Place) -> int | None:
        """The column of a place: by its letters, or in a csv file by the last header above
        the row.
        """
        if not self.sheet.is_csv:
            return places.column_number(place.column) - 1
        if self.owner == ANY_TABLE:
            return None
        above = bisect_left(self.header_rows, place.row, key=lambda row: row.number)
        for header in self.header_rows[max(above - 1, 0) : above]:
            for position, cell in enumerate(header.cells):
                if cell.text == place.column:
                    return position
        return None


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
        """The cell at a printed place of a source; None if there is no such row, or the place is
        not a cell.
        """
        try:
            parsed = places.parse(place)
        except ValueError:
            return None
        if parsed.kind not in _KINDS or not parsed.column:
            return None
        indexed = self._sheets.get((source, _KINDS[parsed.kind], parsed.sheet))
        if indexed is None or parsed.row not in indexed.rows:
            return None
        position = indexed.position(parsed)
        if position is None:
            return None
        return IndexedCell(indexed.sheet, indexed.rows[parsed.row], position, indexed.owner)

    def source(self, file: str, asked: Ref) -> str:
        """The source that a person means by a file: its path within the folder of the meeting, or
        any path to it.
        """
        meeting = asked.source.partition("/")[0]
        parts = [part for part in file.replace("\\", "/").split("/") if part]
        paths = ["/".join([meeting, *parts]), *("/".join(parts[at:]) for at in range(len(parts)))]
        return next((path for path in paths if path in self._sources), "")


NOT_PRINTED = "not-printed"
# These tables are changed in their own cells: otherwise a correction could itself be corrected.
_CLOSED = frozenset(table.name for table in (*PINNED_TABLES, CORRECTIONS, ANSWERS))


class Corrected(NamedTuple):
    """The sheets as corrected, and the findings on the corrections."""

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

    One that matches nothing is a blocker; if its cell exists, the table of that cell is not treated
    as complete.
    """
    drops, findings, out = list(table.drops), list(table.findings), list(table.quarantined)
    patches: list[Patch] = []
    now: dict[tuple[RowKey, int], str] = {}  # the cell as earlier corrections left it
    for correction in map(_correction, table.rows):
        source = index.source(correction.file, correction.ref("file"))
        cell = index.find(source, correction.place)
        text = now.get(cell.key, cell.cell.text) if cell else ""
        code = _fault(cell, text, correction)
        if cell is not None and not code:
            patches.append(_patch(CORRECTED, cell, correction.row, "new"))
            now[cell.key] = patches[-1].text
            drops.append(_drop(correction, NOT_PRINTED, "corrects-a-row-not-printed"))
            continue
        findings.append(found(code, correction.ref("place"), text))
        drops.append(_drop(correction, QUARANTINED, code))
        if cell is not None:  # a person says that the cell is wrong, and it was not corrected
            ref = correction.row.sheet.ref(correction.row.raw)
            out.append(Quarantined(ref=ref, table=cell.owner))
    return Corrected(
        patched(sheets, patches), TableRows((), tuple(out), tuple(drops), tuple(findings))
    )


def _drop(correction: Correction, fate: str, reason: str) -> Drop:
    return Drop(key=correction.key, fate=fate, reason=reason, record=correction.id)


def _fault(cell: IndexedCell | None, text: str, correction: Correction) -> str:
    """Why a correction cannot be applied; empty if it can."""
    if cell is None:
        return "correction-without-cell"
    if cell.owner in _CLOSED:
        return "correction-of-settings"
    if clean_text(text) != correction.expected:
        return "correction-mismatch"
    return ""


def _patch(kind: str, cell: IndexedCell, row: Row, field: str) -> Patch:
    """The patch that a row of Corrections or Answers asks for; its field holds the text to
    be read.
    """
    new = row.cell(field)
    step = Step(
        kind=kind,
        before=cell.cell.text,
        after=new.text,
        ref=row.ref(field),
        reason=clean_text(row.cell("reason").text),
        role=clean_text(row.cell("role").text),
    )
    return Patch(*cell.key, new.text, new.kind, step)


class Answers(NamedTuple):
    """The answers given, and the findings on their table."""

    given: tuple[GivenAnswer, ...]
    rest: TableRows


def read_answers(table: TableRows) -> Answers:
    """The answers in the order of their table; of two to one finding, neither is used."""
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
    """The patch that an answer asks for; None if its finding does not concern a single cell."""
    cell = index.find(finding.ref.source, finding.ref.place)
    if cell is None:
        return None
    return _patch(ANSWERED, cell, row, "answer")
