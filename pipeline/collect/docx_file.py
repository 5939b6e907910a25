"""Word files: paragraphs, tables and notes as sheets of text, every cell with its place.

In: bytes. Out: one sheet for the paragraphs outside tables (on request with the style name of
each), one for the notes, one for each table. Packages with macros, or with hardly a word besides
pictures, are refused: what a picture says, a person has to read. Links to other files are noted and
not followed.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.collect.cells import text_cell
from pipeline.collect.formats import CannotRead
from pipeline.model import place as places
from pipeline.model.source import Cell, RawRow, Ref, Remark, Sheet, SheetKind, Step
from pipeline.ooxml import UnsafePackage, W, read_package
from pipeline.ooxml.walk import (
    DOCUMENT,
    PARTS,
    Walked,
    WordNote,
    WordParagraph,
    WordTable,
    is_margin,
    parse,
    walk,
)

_WIDEST = 200
_MOST_MERGED = (
    # letters that merged cells may repeat over their rows: no table of a report comes near
    10_000_000
)
_FEWEST_LETTERS = 120  # in any script: the titles on a cover alone have more letters than this
_MACROS = "vbaproject.bin"
_LINK = re.compile(rb'<(?:\w+:)?Relationship\s[^>]*TargetMode\s*=\s*["\']External["\'][^>]*>')
_HYPERLINK = re.compile(rb'Type\s*=\s*["\'][^"\']*/hyperlink["\']')


def read_docx(source: str, content: bytes) -> tuple[Sheet, ...]:
    """The parts of the document. NotAPackage or UnsafePackage if it is not a document, CannotRead
    for macros or pictures.
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
    """Whether a part contains words, links or macros; styles, pictures and the like are left
    compressed.
    """
    if part in PARTS or is_margin(part):
        return True
    return part.endswith(".rels") or part.casefold().endswith(_MACROS)


def _has_links(parts: dict[str, bytes]) -> bool:
    """Whether a part fetches a file from outside; a hyperlink merely offers one."""
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
    """The document as sheets: paragraphs first, then its tables in order, then its notes, its
    comments and what stands in its margins.
    """
    body = tuple(
        RawRow(block.number, (text_cell(block.text),))
        for block in walked.blocks
        if isinstance(block, WordParagraph) and block.text.strip()
    )
    notes = tuple(
        _noted(source, "note", note, SheetKind.NOTES, sha256) for note in walked.notes if note.text
    )
    comments = tuple(
        _noted(source, "comment", comment, SheetKind.COMMENTS, sha256)
        for comment in walked.comments
        if comment.text
    )
    tables = (
        _table(source, block, sha256) for block in walked.blocks if isinstance(block, WordTable)
    )
    text = (*(table for table in tables if table.rows), *notes, *comments)
    has_words = bool(body or text)
    return (
        Sheet(source, "", body, SheetKind.PARAGRAPHS, remarks, sha256=sha256),
        *text,
        # a header over empty pages is no document that says something
        *(_margins(source, walked, sha256) if has_words else ()),
    )


def _table(source: str, table: WordTable, sha256: str) -> Sheet:
    return Sheet(
        source,
        str(table.number),
        _rows(source, table),
        SheetKind.TABLE,
        sha256=sha256,
        follows=table.follows,
        within=table.within,
    )


def _noted(source: str, name: str, note: WordNote, kind: SheetKind, sha256: str) -> Sheet:
    """A note or a comment as a sheet of one row, with where its mark stands."""
    row = RawRow(note.number, (text_cell(note.text),))
    return Sheet(
        source, name, (row,), kind, sha256=sha256, follows=note.follows, within=note.within
    )


def _margins(source: str, walked: Walked, sha256: str) -> Iterator[Sheet]:
    """What stands in the page headers and in the page footers, a sheet each."""
    for name, texts in ((places.HEADER, walked.headers), (places.FOOTER, walked.footers)):
        rows = tuple(RawRow(number, (text_cell(text),)) for number, text in enumerate(texts, 1))
        if rows:
            yield Sheet(source, name, rows, SheetKind.MARGIN, sha256=sha256)


def _rows(source: str, table: WordTable) -> tuple[RawRow, ...]:
    """The rows on the grid of the table; a cell merged downwards is repeated in each row that it
    covers.
    """
    rows = []
    grid = _Grid(source, table.number)
    for row in table.rows:
        cells: list[Cell] = []
        has_words = False
        for column, _, text, is_continued in row.cells:
            if column > _WIDEST:
                raise UnsafePackage("a table is wider than any in a report")
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
    """The cells of a table that continue in rows below: by column their row, their text, and the
    cell as it is repeated.
    """

    def __init__(self, source: str, table: int) -> None:
        self._source, self._table = source, table
        self._n_repeated = 0
        self.above: dict[int, tuple[int, str, Cell | None]] = {}

    def merged(self, column: int) -> Cell:
        """The cell above, repeated; made once for all rows it covers. UnsafePackage if that would
        never end.
        """
        row, text, cell = self.above[column]
        self._n_repeated += len(text)
        if self._n_repeated > _MOST_MERGED:
            raise UnsafePackage("merged cells repeat more text than any report contains")
        if cell is None:
            cell = text_cell(text)
            if text.strip():
                ref = Ref(self._source, str(places.table_cell(self._table, row, column)), text)
                cell = cell._replace(steps=(Step("merged", "", cell.text, ref),))
            self.above[column] = (row, text, cell)
        return cell


RELATIONS = "word/_rels/document.xml.rels"
_IMAGE = re.compile(rb'Type\s*=\s*["\'][^"\']*/image["\']')
_EXTENT = re.compile(rb'<\w+:extent\s[^>]*?cx\s*=\s*"(\d{1,12})"[^>]*?cy\s*=\s*"(\d{1,12})"')
_STYLE = re.compile(
    rb'style\s*=\s*"[^"]*?width:([\d.]{1,9})(pt|in)[^"]*?height:([\d.]{1,9})(pt|in)'
)
_SHOWN = (
    (b"<w:drawing", b"</w:drawing>"),
    (b"<w:pict", b"</w:pict>"),
    (b"<w:object", b"</w:object>"),
)
_PICTURE, _OLDER_PICTURE, _OBJECT = b"pic:pic", b"imagedata", b"OLEObject"
_OTHER_FILE = re.compile(
    rb"<\w+:(?:altChunk|subDoc)[\s/>]"
)  # Word loads its words only when it opens the document
_CENTIMETRE = {b"": 1 / 360_000, b"pt": 2.54 / 72, b"in": 2.54}
# Width and height in centimetres from which a picture may be a scanned page or table.
_AS_A_PAGE = 12.0


def has_pictures(parts: dict[str, bytes]) -> bool:
    """Whether the text contains any picture; a letterhead is in a header, which is a part of its
    own.
    """
    return _IMAGE.search(parts.get(RELATIONS, b"")) is not None


def has_pages(parts: dict[str, bytes]) -> bool:
    """Whether it contains a picture as large as a page of writing, an object of another program, or
    another file.
    """
    document = parts[DOCUMENT]
    if _OTHER_FILE.search(document):
        return True
    if not any(mark in document for mark in (_OBJECT, _PICTURE, _OLDER_PICTURE)):
        return False
    return any(_OBJECT in shown or _is_page(shown) for shown in _shown(document))


def _shown(document: bytes) -> Iterator[bytes]:
    for begin, end in _SHOWN:
        yield from (piece.partition(end)[0] for piece in document.split(begin)[1:])


def _is_page(shown: bytes) -> bool:
    if _PICTURE not in shown and _OLDER_PICTURE not in shown:
        return False
    sizes: Iterable[tuple[float, float]] = (
        *(
            (float(w) * _CENTIMETRE[b""], float(h) * _CENTIMETRE[b""])
            for w, h in _EXTENT.findall(shown)
        ),
        *((_length(w, of_w), _length(h, of_h)) for w, of_w, h, of_h in _STYLE.findall(shown)),
    )
    return any(min(size) >= _AS_A_PAGE for size in sizes)


def _length(number: bytes, unit: bytes) -> float:
    try:
        return float(number) * _CENTIMETRE[unit]
    except ValueError:  # "1.2.3"
        return 0.0


_STYLES = "word/styles.xml"


def read_styled(source: str, content: bytes) -> tuple[Sheet, ...]:
    """The parts of the document. NotAPackage or UnsafePackage if it is not a document, CannotRead
    if it contains macros.
    """
    sheets = read_docx(source, content)
    parts = read_package(content)
    names = _style_names(parts)
    styles = {
        block.number: names.get(block.style, "")
        for block in walk(parts).blocks
        if isinstance(block, WordParagraph)
    }
    return tuple(
        _with_styles(sheet, styles) if sheet.kind is SheetKind.PARAGRAPHS else sheet
        for sheet in sheets
    )


def _style_names(parts: dict[str, bytes]) -> dict[str, str]:
    """The names of the document's styles, by their ids."""
    if _STYLES not in parts:
        return {}
    names = {}
    for style in parse(parts[_STYLES]).iter(f"{W}style"):
        name = style.find(f"{W}name")
        if name is not None:
            names[style.get(f"{W}styleId", "")] = name.get(f"{W}val", "")
    return names


def _with_styles(sheet: Sheet, styles: dict[int, str]) -> Sheet:
    rows = (
        RawRow(row.number, (*row.cells, text_cell(styles.get(row.number, ""))))
        for row in sheet.rows
    )
    return replace(sheet, rows=tuple(rows))
