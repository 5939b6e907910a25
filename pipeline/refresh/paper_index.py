"""Where the paragraphs, rows and notes of a paper stand in a document, known by their bookmarks.

In: a Document. Out: an anchor an id, with its text, how it was split, merged or copied, and the
paragraphs nobody knows. Of copies with one bookmark the one that reads as generated has the id, the
others are the editors' own; where none does and they stand apart, nobody can say which it is: all
stay as they are, and it is told.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from lxml import etree

from pipeline.ooxml import BOOKMARK, W
from pipeline.refresh.compared_text import normal, text_of
from pipeline.refresh.package import (
    Document,
    R,
    bookmark_of,
    next_of,
    number_of,
    paragraph_of,
    row_of,
)
from pipeline.refresh.round_trip import GeneratedText, LastGenerated
from pipeline.refresh.tracked_changes import bear_marks, is_ours

Element = etree._Element

RUN, END = f"{BOOKMARK}run_", f"{BOOKMARK}end_"
_COPY = re.compile(r"_copy_\d+$", re.IGNORECASE)
_P, _TR, _TC = f"{W}p", f"{W}tr", f"{W}tc"
_FOOTNOTE, _ENDNOTE = f"{W}footnoteReference", f"{W}endnoteReference"
_START, _STOP = f"{W}bookmarkStart", f"{W}bookmarkEnd"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
BLOCK, ROW, NOTE_KIND = "block", "row", "note"


Spans = list[list[Element]]  # the paragraphs under each of several bookmarks with one name


class TextAnchor(NamedTuple):
    """Where an id stands: its paragraphs, and its row where it is one."""

    name: str
    kind: str
    paragraphs: tuple[Element, ...]
    row: Element | None = None

    @classmethod
    def at(cls, name: str, paragraphs: tuple[Element, ...]) -> "TextAnchor":
        """Of a row, where the first paragraph stands in one; else of a block."""
        row = row_of(paragraphs[0])
        if row is None:
            return cls(name, BLOCK, paragraphs)
        return cls(name, ROW, paragraphs, row)

    @property
    def table(self) -> Element | None:
        """The table of a row; None for anything else."""
        return None if self.row is None else self.row.getparent()

    @property
    def cells(self) -> tuple[Element, ...]:
        """The cells of a row."""
        if self.row is None:
            return ()
        return tuple(self.row.iterchildren(_TC))

    @property
    def all_paragraphs(self) -> tuple[Element, ...]:
        """Its paragraphs; of a row those of every cell."""
        if self.row is None:
            return self.paragraphs
        return tuple(self.row.iter(_P))


class PaperIndex:
    """A paper in a document; `blocks` are ids known as paragraphs, wherever an editor may have put
    them.
    """

    def __init__(self, document: Document, blocks: frozenset[str] = frozenset()) -> None:
        self.document = document
        self._blocks = blocks
        self.anchors: dict[str, TextAnchor] = {}
        self.split: dict[str, int] = {}
        self.copied: list[str] = []
        self.twice: dict[str, list[list[Element]]] = {}
        self.apart: list[str] = []
        self.run = ""
        self._known_texts: dict[Element, str] = {}
        self.note_names: dict[str, str] = {}
        self._read_notes()
        self._read_body()

    def _read_notes(self) -> None:
        for note in self.document.entries("footnotes"):
            name = next(filter(None, map(_own_name, note.iter(_START))), "")
            if name:
                self.note_names[number_of(note)] = name
                self.anchors[name] = TextAnchor(name, NOTE_KIND, tuple(note.iter(_P)))

    def _read_body(self) -> None:
        self.run = _run_id(self.document.body)
        ranges = _ranges(self.document.body)
        firsts = {span[0] for spans in ranges.values() for span in spans}
        for name, spans in ranges.items():
            if len(spans) > 1:
                self.twice[name] = spans
            paragraphs = _paragraphs_of(self._without_copies(name, spans), firsts)
            anchor = TextAnchor.at(name, paragraphs)
            # An editor may have moved a paragraph into a table: that does not make it a row.
            if name in self._blocks:
                anchor = TextAnchor(name, BLOCK, paragraphs)
            if anchor.kind == BLOCK and len(paragraphs) > 1:
                self.split[name] = len(paragraphs)
            self.anchors[name] = anchor

    def _without_copies(self, name: str, spans: Spans) -> Spans:
        """The halves of a split paragraph, or the first of two alike: the other is a copy."""
        texts = {normal(self.text(span)) for span in spans}
        if len(spans) > len(texts) == 1:
            self.copied.append(name)
            return spans[:1]
        return spans

    @cached_property
    def our_comments(self) -> dict[str, Element]:
        """Our comments by their number."""
        return {number_of(c): c for c in self.document.entries("comments") if is_ours(c)}

    @cached_property
    def marked(self) -> set[Element]:
        """The paragraphs and rows with marks of others: tracked changes, comments, notes that are
        not ours.
        """
        marked = bear_marks(self.document.body, frozenset(self.our_comments))
        for reference in self.document.body.iter(_FOOTNOTE, _ENDNOTE):
            is_own = reference.tag == _FOOTNOTE and number_of(reference) in self.note_names
            if not is_own:
                marked.update(list(reference.iterancestors(_P))[:1])
        notes = self.document.part_tree("footnotes")
        if notes is not None:
            marked |= bear_marks(notes, frozenset())
        return marked

    @cached_property
    def by_paragraph(self) -> dict[Element, list[str]]:
        """The ids that stand in each paragraph: more than one where the editor merged."""
        found: dict[Element, list[str]] = defaultdict(list)
        for name, anchor in self.anchors.items():
            if anchor.kind != ROW and anchor.paragraphs:
                found[anchor.paragraphs[0]].append(name)
        return dict(found)

    def name_of(self, leaf: Element) -> str:
        """What a note or a picture is called in a text."""
        number = number_of(leaf)
        if leaf.tag == _FOOTNOTE:
            return self.note_names.get(number, f"?{number}")
        if leaf.tag == _ENDNOTE:
            return f"?e{number}"
        return self._picture_name(leaf)

    def _picture_name(self, picture: Element) -> str:
        blip = next(picture.iter(_BLIP), None)
        if blip is None:
            return "?"
        target = self.document.target(blip.get(f"{R}embed", ""))
        if not target:
            return "?"
        return self.document.digest(target)

    def text(self, paragraphs: "tuple[Element, ...] | list[Element]") -> str:
        """The text of paragraphs as accepted, atoms in it."""
        return " ".join([self._text(paragraph) for paragraph in paragraphs])

    def _text(self, paragraph: Element) -> str:
        text = self._known_texts.get(paragraph)
        if text is None:
            text = self._known_texts[paragraph] = text_of(paragraph, self.name_of)
        return text

    def forget(self, paragraph: Element) -> None:
        """The paragraph was changed: its text is to be read again."""
        self._known_texts.pop(paragraph, None)

    def name_note(self, number: str, note: Element, name: str) -> None:
        """A note is known by this name from now on."""
        self.note_names[number] = name
        self.anchors[name] = TextAnchor(name, NOTE_KIND, tuple(note.iter(_P)))
        self._known_texts.clear()  # in texts, notes are identified by their names

    def notes_in(self, paragraphs: tuple[Element, ...]) -> Iterator[str]:
        """The names of the notes of ours whose marks stand in paragraphs."""
        for paragraph in paragraphs:
            for reference in paragraph.iter(_FOOTNOTE):
                if name := self.note_names.get(number_of(reference)):
                    yield name

    @cached_property
    def hosts(self) -> dict[str, Element]:
        """The paragraph that each note is referred to in, by its number."""
        found: dict[str, Element] = {}
        for reference in self.document.body.iter(_FOOTNOTE):
            paragraph = paragraph_of(reference)
            if paragraph is not None:
                found.setdefault(number_of(reference), paragraph)
        return found

    def texts(self, anchor: TextAnchor) -> tuple[str, ...]:
        """The text of an anchor; of a row one a cell."""
        if anchor.kind == ROW:
            return tuple(self.text(tuple(cell.iter(_P))) for cell in anchor.cells)
        return (self.text(anchor.paragraphs),)

    def rows_of(self, table: Element | None) -> list[TextAnchor]:
        """The rows of a table that have an id, in order; none of no table."""
        if table is None:
            return []
        return [anchor for anchor in self.anchors.values() if anchor.table is table]

    def top(self, element: Element) -> Element:
        """The child of the body that an element stands in."""
        top = element
        while (parent := top.getparent()) is not None and parent is not self.document.body:
            top = parent
        return top

    def without_id(self) -> Iterator[Element]:
        """The paragraphs of the body that carry no id, empty ones too."""
        known = {p for anchor in self.anchors.values() for p in anchor.paragraphs}
        rows = {anchor.row for anchor in self.anchors.values() if anchor.row is not None}
        for paragraph in self.document.body.iter(_P):
            if paragraph not in known and rows.isdisjoint(paragraph.iterancestors(_TR)):
                yield paragraph

    def strangers(self) -> list[Element]:
        """Those of them with words: the editors' own, or ones that lost their id."""
        return [p for p in self.without_id() if normal(self.text((p,)))]


def _own_name(start: Element) -> str:
    """The name of a bookmark that is an id of ours; empty for any other."""
    name = bookmark_of(start)
    if not name.startswith(BOOKMARK):
        return ""
    # Word names the bookmark of a pasted paragraph …_Copy_1: that paragraph is the editor's own.
    if name.startswith((RUN, END)) or _COPY.search(name):
        return ""
    return name


def _run_id(body: Element) -> str:
    """The run that wrote the chapter, by the first bookmark that says one; empty for none."""
    for start in body.iter(_START):
        name = bookmark_of(start)
        run = name.removeprefix(RUN)
        if run not in {"", name}:
            return run
    return ""


def _paragraphs_of(spans: Spans, firsts: set[Element]) -> tuple[Element, ...]:
    """The paragraphs under the bookmarks of an id, without those at which another id begins."""
    found: dict[Element, None] = {}
    for first, *others in spans:
        found[first] = None
        found |= {other: None for other in others if other not in firsts}
    return tuple(found)


def _ranges(body: Element) -> dict[str, Spans]:
    """Each id with the paragraphs under each of its bookmarks."""
    found: dict[str, Spans] = defaultdict(list)
    open_spans: dict[str, list[Element]] = {}
    for element in body.iter(_P, _START, _STOP):
        if element.tag == _P:
            for span in open_spans.values():
                span.append(element)
        elif element.tag == _START:
            if name := _own_name(element):
                span = list(element.iterancestors(_P))[:1]
                found[name].append(span)
                open_spans[number_of(element)] = span
        else:
            span = open_spans.pop(number_of(element), [])
            if len(span) > 1 and _stands_first(element, span[-1]):
                span.pop()  # the end comes before the first word of the next paragraph
    _close(found, open_spans)
    return {name: list(filter(None, spans)) for name, spans in found.items() if any(spans)}


def _stands_first(end: Element, paragraph: Element) -> bool:
    """Whether the end of a bookmark stands in this paragraph before its first word."""
    for element in paragraph.iter(_STOP, f"{W}t"):
        if element is end:
            return True
        if "".join(map(str, element.itertext())).strip():
            return False
    return False


def _close(found: dict[str, Spans], open_spans: dict[str, list[Element]]) -> None:
    """A bookmark without an end (a split by LibreOffice) reaches no further than its own
    paragraph.
    """
    unclosed = {id(span) for span in open_spans.values()}
    for spans in found.values():
        for span in spans:
            if id(span) in unclosed:
                del span[1:]


def resolve_duplicate_bookmarks(index: PaperIndex, base: LastGenerated) -> None:
    """Say of each id that stands in several places which of them it is."""
    for name, spans in index.twice.items():
        is_row = index.anchors[name].kind == ROW
        anchors = [TextAnchor(name, BLOCK, tuple(span)) for span in spans]
        if is_row:
            anchors = [TextAnchor.at(name, tuple(span)) for span in spans]
        kept = base.texts.get(name)
        same = [anchor for anchor in anchors if _reads_as(index, anchor, kept)]
        if same:
            index.anchors[name] = same[0]
            _forget_split(index, name)
            index.copied.append(name)
        elif is_row:
            index.anchors[name] = anchors[0]
            _set_apart(index, name)
        elif not _follow_each_other(spans):
            _set_apart(index, name)


def _reads_as(index: PaperIndex, anchor: TextAnchor, kept: GeneratedText | None) -> bool:
    """Whether the words at an anchor are those that were generated."""
    if kept is None:
        return False
    return list(map(normal, index.texts(anchor))) == list(map(normal, kept.texts))


def _set_apart(index: PaperIndex, name: str) -> None:
    _forget_split(index, name)
    index.apart.append(name)


def _forget_split(index: PaperIndex, name: str) -> None:
    index.split.pop(name, None)
    index.copied = [other for other in index.copied if other != name]


def _follow_each_other(spans: list[list[Element]]) -> bool:
    """Whether the places follow each other, as the halves of a paragraph do."""
    for before, after in pairwise(spans):
        if next_of(before[-1]) is not after[0] and after[0] not in before:
            return False
    return True
