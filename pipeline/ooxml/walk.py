"""What a Word file says, as if all changes were accepted: paragraphs, tables on their grid and
notes, each numbered.

In: the parts of a package. Out: Walked. Tracked insertions count and deletions do not; content
controls, text boxes and nested tables are entered; a check box is ☒ or ☐. Anything that is not a
Word file is refused (NotAPackage, UnsafePackage).
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml import etree

from pipeline.ooxml import NotAPackage, UnsafePackage, W
from pipeline.ooxml.inline import Inline, Plain, note_key

MAX_XML = 20_000_000  # bounds time and memory: a part of this length took 2.5 s and 350 MB
DOCUMENT, NOTES = "word/document.xml", ("word/footnotes.xml", "word/endnotes.xml")
COMMENTS = "word/comments.xml"
PARTS = frozenset({DOCUMENT, *NOTES, COMMENTS})
_MARGIN = re.compile(r"word/(?:header|footer)\d*\.xml")
_P, _TBL, _TR, _TC, _SDT = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc", f"{W}sdt"
_PROPERTIES = frozenset({f"{W}pPr", f"{W}trPr", f"{W}tcPr"})
_VAL, _TC_PROPERTIES, _SPAN, _MERGE, _DELETED_CELL = (
    f"{W}{name}" for name in ("val", "tcPr", "gridSpan", "vMerge", "cellDel")
)
_UNSHAPED = (1, False, False)
_STYLE = f"{W}pStyle"
_SEPARATORS = {"separator", "continuationSeparator", "continuationNotice"}
_ENTERED = frozenset({f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag", f"{W}sdtContent"})
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_WRAPPING = (*_ENTERED, _SDT, _CHOICE, _TBL)
_NO_BOXES: list[etree._Element] = []


class WordParagraph(NamedTuple):
    """A paragraph outside tables; `number` counts all of them from 1, empty ones included; `style`
    is an id of styles.xml.
    """

    number: int
    text: str
    style: str = ""


class GridCell(NamedTuple):
    """A cell: the grid column in which it starts, from 1; how many it spans; and whether the cell
    above continues in it.
    """

    column: int
    span: int
    text: str
    is_continued: bool


class WordRow(NamedTuple):
    """A row of a table, counted from 1."""

    number: int
    cells: tuple[GridCell, ...]


class WordTable(NamedTuple):
    """A table; `number` counts tables in the order in which they begin, nested ones included, and
    `follows` is the paragraph before it.

    `within` are the number and row of each table around a nested one, the outermost first.
    """

    number: int
    rows: tuple[WordRow, ...]
    follows: int
    within: tuple[int, ...] = ()


class WordNote(NamedTuple):
    """A footnote or an endnote, counted from 1 over both; or a comment, counted from 1.

    `follows` and `within` say where its mark is, as they do for a table; `follows` is -1 for a note
    without a mark.
    """

    number: int
    text: str
    follows: int = -1
    within: tuple[int, ...] = ()


class Walked(NamedTuple):
    """The document: its blocks in order, its notes and comments, the paragraphs of its page headers
    and footers; whether struck or hidden words were left out.
    """

    blocks: tuple[WordParagraph | WordTable, ...]
    notes: tuple[WordNote, ...]
    has_unseen: bool = False
    comments: tuple[WordNote, ...] = ()
    headers: tuple[str, ...] = ()
    footers: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All its words, one line per paragraph or cell."""
        lines = []
        for block in self.blocks:
            if isinstance(block, WordParagraph):
                lines.append(block.text)
            else:
                lines += [cell.text for row in block.rows for cell in row.cells]
        return "\n".join((*lines, *(note.text for note in self.notes)))


class _Walker:
    """One pass over the body, or over a note; it keeps the counts and what was found so far."""

    def __init__(self, root: etree._Element) -> None:
        self.blocks: list[WordParagraph | WordTable] = []
        self._paragraphs = 0
        self._tables = 0
        self._joined: list[str] = []
        self._within: tuple[int, ...] = ()
        self.marks: dict[str, tuple[int, tuple[int, ...]]] = {}  # marks of notes, with their places
        self.inline = Inline()
        self._plain = Plain(root, self.inline.acting, _WRAPPING)

    def walk(self, parent: etree._Element) -> None:
        """Add the blocks below an element: the root, or one inside it."""
        for child in block_children(parent):
            if child.tag == _P:
                self._paragraph(child)
            else:
                self._end_joined()
                self._table(child)
        self._end_joined()

    def _paragraph(self, element: etree._Element) -> None:
        text, boxes = self._text(element)
        if _mark_is_deleted(element):
            # if its mark is deleted, a paragraph is joined to the next one
            self._joined.append(text)
        else:
            style = _property(element, _STYLE)
            self._add("".join((*self._joined, text)), "" if style is None else style.get(_VAL, ""))
        for box in boxes:
            self.walk(box)

    def _add(self, text: str, style: str = "") -> None:
        self._joined.clear()
        self._paragraphs += 1
        self.blocks.append(WordParagraph(self._paragraphs, text, style))

    def _end_joined(self) -> None:
        """Text that a deleted mark would join to a following paragraph, if there is none, stands on
        its own.
        """
        if any(self._joined):
            self._add("".join(self._joined))

    def _text(self, element: etree._Element) -> tuple[str, list[etree._Element]]:
        words = self._plain.words.get(element)
        if words is not None:
            return words, _NO_BOXES
        read = self.inline.read(element)
        for mark in self.inline.noted:
            self.marks.setdefault(mark, (self._paragraphs + (not self._within), self._within))
        self.inline.noted.clear()
        return read.text, read.boxes

    def _table(self, element: etree._Element) -> None:
        self._tables += 1
        made = WordTable(self._tables, (), self._paragraphs, self._within)
        at = len(self.blocks)
        self.blocks.append(made)  # its place, ahead of the tables nested in it
        rows = []
        for count, row in enumerate(self._rows(element), start=1):
            self._within = (*made.within, made.number, count)
            rows.append(WordRow(count, tuple(self._cells(row))))
        self._within = made.within
        self.blocks[at] = made._replace(rows=tuple(rows))

    def _rows(self, table: etree._Element) -> Iterator[etree._Element]:
        rows = _wrapped(table, _TR) if table in self._plain.wrapping else table.iterchildren(_TR)
        return (
            row
            for row in rows
            if row not in self._plain.shaped or _property(row, f"{W}del") is None
        )

    def _cells(self, row: etree._Element) -> Iterator[GridCell]:
        plain = self._plain
        column = 1 + (_number(_property(row, f"{W}gridBefore")) if row in plain.shaped else 0)
        for cell in _wrapped(row, _TC) if row in plain.wrapping else row.iterchildren(_TC):
            span, is_continued, is_deleted = _shape(cell) if cell in plain.shaped else _UNSHAPED
            if not is_deleted:
                yield GridCell(column, span, self._cell_text(cell), is_continued)
                column += span

    def _cell_text(self, cell: etree._Element) -> str:
        lines = self._plain.lines.get(cell)
        if lines is None:
            lines = list(self._lines(cell))
        return lines[0] if len(lines) == 1 else "\n".join(lines).strip("\n")

    def _lines(self, cell: etree._Element) -> Iterator[str]:
        for child in block_children(cell):
            if child.tag == _P:
                text, boxes = self._text(child)
                yield text
                yield from map(self._cell_text, boxes)
            else:
                self._table(child)


def block_children(parent: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs and tables of an element, looking through everything that only wraps them."""
    for child in parent:
        tag = child.tag
        if tag in (_P, _TBL):
            yield child
        elif tag == _SDT:
            content = child.find(f"{W}sdtContent")
            if content is not None:
                yield from block_children(content)
        elif tag in _ENTERED:
            yield from block_children(child)
        elif tag == _CHOICE and len(child):
            yield from block_children(child[0])


def _wrapped(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, looking through everything that only wraps
    them.
    """
    for child in parent:
        tag = child.tag
        if tag == wanted:
            yield child
        elif tag == _SDT:
            content = child.find(f"{W}sdtContent")
            if content is not None:
                yield from _wrapped(content, wanted)
        elif tag in _ENTERED:
            yield from _wrapped(child, wanted)


def _property(element: etree._Element, tag: str) -> etree._Element | None:
    """A property of a paragraph, row or cell: properties come first, and most elements have few."""
    if len(element) and element[0].tag in _PROPERTIES:
        for child in element[0]:
            if child.tag == tag:
                return child
    return None


def _mark_is_deleted(paragraph: etree._Element) -> bool:
    of_mark = _property(paragraph, f"{W}rPr")
    return of_mark is not None and of_mark.find(f"{W}del") is not None


def _shape(cell: etree._Element) -> tuple[int, bool, bool]:
    """How many columns a cell spans, whether the cell above continues in it, and whether it was
    deleted.
    """
    span, is_continued, is_deleted = 1, False, False
    properties = cell[0] if len(cell) else cell
    if properties.tag == _TC_PROPERTIES:
        for child in properties:
            tag = child.tag
            if tag == _SPAN:
                span = max(_number(child, 1), 1)
            elif tag == _MERGE:
                is_continued = child.get(_VAL, "continue") == "continue"
            elif tag == _DELETED_CELL:
                is_deleted = True
    return span, is_continued, is_deleted


def _number(element: etree._Element | None, default: int = 0) -> int:
    text = element.get(_VAL, "") if element is not None else ""
    return min(int(text), 1_000) if text.isdigit() else default


def parse(part: bytes) -> etree._Element:
    """The root of an XML part. NotAPackage if it is not well formed, UnsafePackage if it is too
    long.
    """
    if len(part) > MAX_XML:
        raise UnsafePackage("one of its parts is longer than any report")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise NotAPackage(str(error)) from error


def walk(parts: dict[str, bytes]) -> Walked:
    """The document in a package. NotAPackage or UnsafePackage if there is none to read."""
    if DOCUMENT not in parts:
        raise NotAPackage("it contains no document")
    body = parse(parts[DOCUMENT]).find(f"{W}body")
    if body is None:
        raise NotAPackage("its document has no body")
    walker = _Walker(body)
    walker.walk(body)
    return Walked(
        blocks=tuple(walker.blocks),
        notes=tuple(_notes(parts, NOTES, walker.marks)),
        has_unseen=walker.inline.n_unseen > 0,
        comments=tuple(_notes(parts, (COMMENTS,), walker.marks)),
        headers=tuple(_margin(parts, "word/header")),
        footers=tuple(_margin(parts, "word/footer")),
    )


def is_margin(part: str) -> bool:
    """Whether a part is a page header or a page footer."""
    return _MARGIN.fullmatch(part) is not None


def _margin(parts: dict[str, bytes], start: str) -> Iterator[str]:
    """What the page headers, or the page footers, say: each text once, however many sections repeat
    it.
    """
    texts: dict[str, None] = {}
    for name in sorted(parts):
        if is_margin(name) and name.startswith(start):
            root = parse(parts[name])
            walker = _Walker(root)
            walker.walk(root)
            texts |= dict.fromkeys(Walked(tuple(walker.blocks), ()).text.splitlines())
    return (text for text in texts if text.strip())


def _notes(
    parts: dict[str, bytes],
    names: Iterable[str],
    marks: dict[str, tuple[int, tuple[int, ...]]],
) -> Iterator[WordNote]:
    number = 0
    for name in names:
        for element in parse(parts[name]) if name in parts else ():
            if element.get(f"{W}type", "") in _SEPARATORS:
                continue
            number += 1
            inner = _Walker(element)
            inner.walk(element)
            text = Walked(tuple(inner.blocks), ()).text.strip()
            yield WordNote(number, text, *marks.get(note_key(element), (-1, ())))
