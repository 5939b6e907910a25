"""What a Word file says, in accepted view: paragraphs, tables on their grid, notes and form fields, each numbered.

In: the parts of a package. Out: Walked. Tracked insertions count and deletions do not; content controls, text boxes and
nested tables are entered; a check box is ☒ or ☐. It refuses (NotAPackage, UnsafePackage) what is no Word file.
"""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from pipeline.ooxml import NotAPackage, UnsafePackage, W
from pipeline.ooxml.inline import PARAGRAPH_MARK_DELETED, FormField, Inline

MAX_XML = 40_000_000
DOCUMENT, NOTES = "word/document.xml", ("word/footnotes.xml", "word/endnotes.xml")
_SEPARATORS = {"separator", "continuationSeparator", "continuationNotice"}
_ENTERED = frozenset({f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag", f"{W}sdtContent"})
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"


class Paragraph(NamedTuple):
    """A paragraph outside tables; `number` counts all from 1, empty ones too; `style` is an id of styles.xml."""

    number: int
    text: str
    style: str = ""


class GridCell(NamedTuple):
    """A cell: the grid column where it starts, from 1, how many it spans, and whether the cell above goes on in it."""

    column: int
    span: int
    text: str
    is_continued: bool


class TableRow(NamedTuple):
    """A row of a table, counted from 1."""

    number: int
    cells: tuple[GridCell, ...]


class Table(NamedTuple):
    """A table; `number` counts tables as they begin, nested ones too, and `follows` is the paragraph before it."""

    number: int
    rows: tuple[TableRow, ...]
    follows: int


class Note(NamedTuple):
    """A footnote or an endnote, counted from 1 over both."""

    number: int
    text: str


class Walked(NamedTuple):
    """The document: its blocks in order, its notes, its named form fields."""

    blocks: tuple[Paragraph | Table, ...]
    notes: tuple[Note, ...]
    fields: tuple[FormField, ...]

    @property
    def text(self) -> str:
        """All words, a paragraph or cell a line."""
        lines = []
        for block in self.blocks:
            if isinstance(block, Paragraph):
                lines.append(block.text)
            else:
                lines += [cell.text for row in block.rows for cell in row.cells]
        return "\n".join((*lines, *(note.text for note in self.notes)))


class _Walker:
    """One pass over the body; it holds the counts and what was found so far."""

    def __init__(self) -> None:
        self.blocks: list[Paragraph | Table] = []
        self.fields: list[FormField] = []
        self._paragraphs = 0
        self._tables = 0
        self._joined = ""
        self._inline = Inline()

    def walk(self, parent: etree._Element) -> None:
        """Add the blocks below an element."""
        for child in block_children(parent):
            if child.tag == f"{W}p":
                self._paragraph(child)
            else:
                self._table(child)

    def _paragraph(self, element: etree._Element) -> None:
        text, boxes = self._text(element)
        text = self._joined + text
        self._joined = ""
        if element.find(PARAGRAPH_MARK_DELETED) is not None:
            self._joined = text  # a deleted mark joins the paragraph to the next one
        else:
            self._paragraphs += 1
            style = element.find(f"{W}pPr/{W}pStyle")
            self.blocks.append(Paragraph(self._paragraphs, text, "" if style is None else style.get(f"{W}val", "")))
        for box in boxes:
            self.walk(box)

    def _text(self, element: etree._Element) -> tuple[str, list[etree._Element]]:
        read = self._inline.read(element)
        self.fields += read.fields
        return read.text, read.boxes

    def _table(self, element: etree._Element) -> None:
        self._tables += 1
        number, at, follows = self._tables, len(self.blocks), self._paragraphs
        self.blocks.append(Table(number, (), follows))  # its place, before those of the tables nested in it
        rows = tuple(TableRow(count, tuple(self._cells(row))) for count, row in enumerate(_rows(element), start=1))
        self.blocks[at] = Table(number, rows, follows)

    def _cells(self, row: etree._Element) -> Iterator[GridCell]:
        column = 1 + _number(row.find(f"{W}trPr/{W}gridBefore"))
        for cell in _cells(row):
            properties = cell.find(f"{W}tcPr")
            span, is_continued = _spans(properties)
            yield GridCell(column, span, self._cell_text(cell), is_continued)
            column += span

    def _cell_text(self, cell: etree._Element) -> str:
        lines = []
        for child in block_children(cell):
            if child.tag == f"{W}p":
                text, boxes = self._text(child)
                lines.append(text)
                lines += [self._cell_text(box) for box in boxes]
            else:
                self._table(child)
        return "\n".join(lines).strip("\n")


def block_children(parent: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs and tables of an element, through all that only wraps them."""
    for child in parent:
        tag = child.tag
        if tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            if content is not None:
                yield from block_children(content)
        elif tag in _ENTERED:
            yield from block_children(child)
        elif tag == _CHOICE and len(child):
            yield from block_children(child[0])


def _wrapped(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, through all that only wraps them."""
    for child in parent:
        tag = child.tag
        if tag == wanted:
            yield child
        elif tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            if content is not None:
                yield from _wrapped(content, wanted)
        elif tag in _ENTERED:
            yield from _wrapped(child, wanted)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for row in _wrapped(table, f"{W}tr"):
        if row.find(f"{W}trPr/{W}del") is None:
            yield row


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for cell in _wrapped(row, f"{W}tc"):
        if cell.find(f"{W}tcPr/{W}cellDel") is None:
            yield cell


def _spans(properties: etree._Element | None) -> tuple[int, bool]:
    if properties is None:
        return 1, False
    span = _number(properties.find(f"{W}gridSpan"), 1)
    merge = properties.find(f"{W}vMerge")
    return max(span, 1), merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _number(element: etree._Element | None, default: int = 0) -> int:
    text = element.get(f"{W}val", "") if element is not None else ""
    return min(int(text), 1_000) if text.isdigit() else default


def parse(part: bytes) -> etree._Element:
    """The root of an XML part. NotAPackage where it is not well formed, UnsafePackage where it is too long."""
    if len(part) > MAX_XML:
        raise UnsafePackage("a part longer than any report")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise NotAPackage(str(error)) from error


def walk(parts: dict[str, bytes]) -> Walked:
    """The document in a package. NotAPackage or UnsafePackage where there is none to read."""
    if DOCUMENT not in parts:
        raise NotAPackage("no document inside")
    body = parse(parts[DOCUMENT]).find(f"{W}body")
    if body is None:
        raise NotAPackage("a document without a body")
    walker = _Walker()
    walker.walk(body)
    return Walked(tuple(walker.blocks), tuple(_notes(parts)), tuple(walker.fields))


def _notes(parts: dict[str, bytes]) -> Iterator[Note]:
    number = 0
    for name in NOTES:
        for element in parse(parts[name]) if name in parts else ():
            if element.get(f"{W}type", "") in _SEPARATORS:
                continue
            number += 1
            inner = _Walker()
            inner.walk(element)
            yield Note(number, Walked(tuple(inner.blocks), (), ()).text.strip())
