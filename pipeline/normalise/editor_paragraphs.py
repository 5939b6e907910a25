"""Paragraphs of the Coordinators: a Word file with headings into records, each for a slot of the
chapter.

In: the sheets of editor-paragraphs.docx and the words that headings may have. Out: paragraphs as
written, rows set aside, findings. No word is changed: digits and brackets are the Coordinators'
own.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.model.figure import Drop
from pipeline.model.finding import Finding, found
from pipeline.model.record import EditorParagraph
from pipeline.model.source import Columns, RawRow, Row, Sheet, SheetKind
from pipeline.model.tables import WRITTEN
from pipeline.normalise.cell_values import read_cell
from pipeline.normalise.reading import Lists
from pipeline.normalise.table import NOT_ABOUT, QUARANTINED, Headers, TableRows, header_key

_TEXT = WRITTEN.columns[0].model_copy(update={"name": "text"})
_HEADING = "heading"
_HASH = 8

# What stands beside the text of the file, and the finding that says that it is not carried over.
_BESIDE = {
    SheetKind.NOTES: "note-not-carried",
    SheetKind.COMMENTS: "comment-not-carried",
}


class _Piece(NamedTuple):
    """A paragraph of the document, in a table or not: its row, its words anchored there, the name
    of its style.
    """

    row: Row
    style: str


class _Slot(NamedTuple):
    """An open slot, and the row that opened it."""

    name: str
    heading: Row


def _pieces(sheets: tuple[Sheet, ...]) -> Iterator[_Piece]:
    """Every paragraph in the order of the document; a table comes after the paragraph it
    follows.
    """
    rows = [
        (_position(sheet, raw), sheet, raw)
        for sheet in sheets
        if sheet.kind not in {*_BESIDE, SheetKind.MARGIN}
        for raw in sheet.rows
    ]
    for _, sheet, raw in sorted(rows, key=lambda entry: entry[0]):
        if sheet.kind is SheetKind.TABLE:
            yield from (_Piece(row, "") for row in _lines_of_table_row(sheet, raw))
            continue
        style = "".join(cell.text for cell in raw.cells[1:2])  # the style follows the words
        # an empty paragraph has a fate nevertheless
        yield from (_Piece(_row(sheet, raw, 0, cell.text), style) for cell in raw.cells[:1])


def _position(sheet: Sheet, raw: RawRow) -> tuple[int, int, int]:
    if sheet.kind is SheetKind.TABLE:
        return sheet.follows, int(sheet.name), raw.number
    return raw.number, 0, 0


def _lines_of_table_row(sheet: Sheet, raw: RawRow) -> Iterator[Row]:
    """One row for each paragraph in the cells of a table; a merged cell counts once."""
    for column, cell in enumerate(raw.cells):
        if any(step.kind == "merged" for step in cell.steps):
            continue
        for text in filter(str.strip, cell.text.split("\n")):
            yield _row(sheet, raw, column, text)


def _row(sheet: Sheet, raw: RawRow, column: int, text: str) -> Row:
    """A row for one paragraph in a cell; its key remains that of the row in the document."""
    columns = Columns({_TEXT.name: column}, ("",) * (column + 1))
    cells = (*raw.cells[:column], raw.cells[column]._replace(text=text))
    return Row(sheet, RawRow(raw.number, cells), columns)


def _slots(headers: Headers) -> dict[str, str]:
    """The slot that each heading opens, in any language."""
    names = {column.name: column.name for column in WRITTEN.columns}
    return {
        header_key(alias): slot
        for alias, slot in {**headers.get(WRITTEN.name, {}), **names}.items()
    }


def read_editor_paragraphs(
    sheets: tuple[Sheet, ...], headers: Headers, lists: Lists
) -> tuple[tuple[EditorParagraph, ...], TableRows]:
    """The paragraphs in the order of the document, and the rows that give none."""
    slots = _slots(headers)
    at: _Slot | None = None
    records: list[EditorParagraph] = []
    findings: list[Finding] = []
    drops: list[Drop] = []
    seen: Counter[str] = Counter()
    for row, style in _pieces(sheets):
        at, is_heading = _opened(row, style, slots, at)
        if is_heading:
            drops.append(Drop(key=row.key, fate=NOT_ABOUT, reason="heading"))
            continue
        value, faults = read_cell(row, _TEXT.name, _TEXT, lists)
        if at is None:
            faults.append(found("paragraph-without-slot", row.ref(_TEXT.name)))
        findings += faults
        if at and value:
            records.append(_record(row, at, str(value), seen))
        else:
            drops.append(
                Drop(key=row.key, fate=QUARANTINED, reason=faults[-1].code if faults else "empty")
            )
    notes, note_findings = _notes(sheets)
    return tuple(records), TableRows((), (), (*drops, *notes), (*findings, *note_findings))


def _opened(
    row: Row, style: str, slots: dict[str, str], at: _Slot | None
) -> tuple[_Slot | None, bool]:
    """The slot to which a paragraph belongs, and whether it is itself the heading of one.

    A heading that opens no slot closes the one before it.
    """
    style_key = header_key(style)
    if name := slots.get(header_key(row.cell(_TEXT.name).text.rstrip(" :"))):
        return _Slot(name, row), True
    if name := slots.get(style_key):
        return _Slot(name, row), False
    if style_key.startswith(_HEADING):
        return None, False
    return at, False


def _record(row: Row, at: _Slot, text: str, seen: Counter[str]) -> EditorParagraph:
    """The record of a paragraph; an exact repetition of another keeps its place, with -2, -3 … in
    its id.
    """
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:_HASH]
    seen[digest] += 1
    record_id = digest
    if seen[digest] > 1:
        record_id = f"{digest}-{seen[digest]}"
    return EditorParagraph(id=record_id, row=row, slot=at.name, text=text, heading=at.heading)


def _notes(sheets: tuple[Sheet, ...]) -> tuple[list[Drop], list[Finding]]:
    """Footnotes and comments are not carried over; each is reported at its place. Page headers and
    footers belong to the file, not to a paper.
    """
    drops, findings = [], []
    for sheet in sheets:
        if sheet.kind is SheetKind.MARGIN:
            drops += [Drop(sheet.key(raw), NOT_ABOUT, "page-margin") for raw in sheet.rows]
        for raw in sheet.rows if sheet.kind in _BESIDE else ():
            code = _BESIDE[sheet.kind]
            drops.append(Drop(key=sheet.key(raw), fate=QUARANTINED, reason=code))
            findings.append(found(code, sheet.ref(raw)))
    return drops, findings
