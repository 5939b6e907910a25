"""Word files: paragraphs, tables and notes as sheets of text, every cell with its place.

In: bytes. Out: a sheet of the paragraphs outside tables, one of the notes, one a table. It refuses
packages with macros or with hardly a word beside pictures; links to other files are not followed
and noted.
"""

import hashlib
import re

from pipeline.collect.cells import text_cell
from pipeline.collect.docx_pictures import has_pages, has_pictures
from pipeline.collect.fault import CannotRead
from pipeline.model import place as places
from pipeline.model.source import Cell, RawRow, Ref, Remark, Sheet, SheetKind, Step
from pipeline.ooxml import UnsafePackage, read_package
from pipeline.ooxml.walk import PARTS, Paragraph, Table, Walked, walk

_WIDEST = 200
_MOST_MERGED = (
    10_000_000  # letters that merged cells repeat over their rows: no table of a report comes near
)
_FEWEST_LETTERS = 120  # in any script: the titles on a cover alone have more
_MACROS = "vbaproject.bin"
_LINK = re.compile(rb'<(?:\w+:)?Relationship\s[^>]*TargetMode\s*=\s*["\']External["\'][^>]*>')
_HYPERLINK = re.compile(rb'Type\s*=\s*["\'][^"\']*/hyperlink["\']')


def read_docx(source: str, content: bytes) -> tuple[Sheet, ...]:
    """The parts of the document. NotAPackage or UnsafePackage where it is none, CannotRead for
    macros or pictures.
    """
    parts = read_package(content, _is_read)
    if any(name.casefold().endswith(_MACROS) for name in parts):
        raise CannotRead("document-with-macros")
    walked = walk(parts)
    if has_pictures(parts) and sum(map(str.isalpha, walked.text)) < _FEWEST_LETTERS:
        raise CannotRead("document-of-pictures")
    said = {
        "external-links": _has_links(parts),
        "words-left-out": walked.has_unseen,
        "pictures-in-document": has_pages(parts),
    }
    remarks = tuple(Remark(code) for code, is_so in said.items() if is_so)
    return as_sheets(source, walked, hashlib.sha256(content).hexdigest(), remarks)


def _is_read(part: str) -> bool:
    """Whether a part holds words, links or macros; styles, pictures and the like are left
    packed.
    """
    return part in PARTS or part.endswith(".rels") or part.casefold().endswith(_MACROS)


def _has_links(parts: dict[str, bytes]) -> bool:
    """Whether a part wants a file from outside; a hyperlink only offers one."""
    found = (
        link
        for name, part in parts.items()
        if name.endswith(".rels")
        for link in _LINK.findall(part)
    )
    return any(not _HYPERLINK.search(link) for link in found)


def as_sheets(
    source: str, walked: Walked, sha256: str, remarks: tuple[Remark, ...] = ()
) -> tuple[Sheet, ...]:
    """The document as sheets: paragraphs first, then its tables in order, then its notes."""
    body = tuple(
        RawRow(block.number, (text_cell(block.text),))
        for block in walked.blocks
        if isinstance(block, Paragraph) and block.text.strip()
    )
    notes = tuple(
        Sheet(
            source,
            "note",
            (RawRow(note.number, (text_cell(note.text),)),),
            SheetKind.NOTES,
            sha256=sha256,
            follows=note.follows,
            within=note.within,
        )
        for note in walked.notes
        if note.text
    )
    tables = tuple(
        Sheet(
            source,
            str(block.number),
            _rows(source, block),
            SheetKind.TABLE,
            sha256=sha256,
            follows=block.follows,
            within=block.within,
        )
        for block in walked.blocks
        if isinstance(block, Table)
    )
    return (
        Sheet(source, "", body, SheetKind.PARAGRAPHS, remarks, sha256=sha256),
        *(table for table in tables if table.rows),
        *notes,
    )


def _rows(source: str, table: Table) -> tuple[RawRow, ...]:
    """The rows on the grid of the table; a cell merged downwards says the same in each row that it
    covers.
    """
    rows = []
    grid = _Grid(source, table.number)
    for row in table.rows:
        cells: list[Cell] = []
        has_words = False
        for column, _, text, is_continued in row.cells:
            if column > _WIDEST:
                raise UnsafePackage("a table wider than any report's")
            if column - 1 > len(cells):
                cells += [Cell()] * (column - 1 - len(cells))
            if is_continued and column in grid.above:
                cells.append(grid.merged(column))
            else:
                grid.above[column] = (row.number, text, None)
                cells.append(text_cell(text))
                has_words = has_words or not (not text or text.isspace())
        if has_words:
            rows.append(RawRow(row.number, tuple(cells)))
    return tuple(rows)


class _Grid:
    """The cells of a table that rows below go on with: by column their row, text, and the cell as
    it is repeated.
    """

    def __init__(self, source: str, table: int) -> None:
        self._source, self._table = source, table
        self._n_repeated = 0
        self.above: dict[int, tuple[int, str, Cell | None]] = {}

    def merged(self, column: int) -> Cell:
        """The cell above once more, made once for all rows it covers. UnsafePackage where that
        would never end.
        """
        row, text, cell = self.above[column]
        self._n_repeated += len(text)
        if self._n_repeated > _MOST_MERGED:
            raise UnsafePackage("merged cells that repeat more than any report says")
        if cell is None:
            cell = text_cell(text)
            if text.strip():
                ref = Ref(self._source, str(places.table_cell(self._table, row, column)), text)
                cell = cell._replace(steps=(Step("merged", "", cell.text, ref),))
            self.above[column] = (row, text, cell)
        return cell
