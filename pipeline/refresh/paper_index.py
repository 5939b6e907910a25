"""Where the paragraphs, rows and notes of a paper stand in a document, known by their bookmarks.

In: a Document. Out: an anchor an id, with its text, how it was split, merged or copied, and the
paragraphs nobody knows. Of copies with one bookmark the one that reads as generated has the id, the
others are the editors' own; where none does and they stand apart, nobody can say which it is: all
stay as they are, and it is told.
"""

import re
from collections import defaultdict
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from lxml import etree

from pipeline.ooxml import BOOKMARK, W
from pipeline.refresh.compared_text import normal, text_of
from pipeline.refresh.package import Document, R
from pipeline.refresh.round_trip import LastGenerated
from pipeline.refresh.tracked_changes import bear_marks, is_ours

Element = etree._Element

_BESIDE = (f"{W}bookmarkStart", f"{W}bookmarkEnd")


RUN, END = f"{BOOKMARK}run_", f"{BOOKMARK}end_"
_COPY = re.compile(r"_copy_\d+$", re.IGNORECASE)
_P, _TR, _TC, _TBL = f"{W}p", f"{W}tr", f"{W}tc", f"{W}tbl"
_START, _STOP = f"{W}bookmarkStart", f"{W}bookmarkEnd"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
BLOCK, ROW, NOTE_KIND = "block", "row", "note"


class Anchor(NamedTuple):
    """Where an id stands: its paragraphs, and its row where it is one."""

    name: str
    kind: str
    paragraphs: tuple[Element, ...]
    row: Element | None = None

    @property
    def cells(self) -> tuple[Element, ...]:
        """The cells of a row."""
        return () if self.row is None else tuple(self.row.iterchildren(_TC))


class PaperIndex:
    """A paper in a document; `blocks` are ids known as paragraphs, wherever an editor may have put
    them.
    """

    def __init__(self, document: Document, blocks: frozenset[str] = frozenset()) -> None:
        self.document = document
        self._blocks = blocks
        self.anchors: dict[str, Anchor] = {}
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
        notes = self.document.part_tree("footnotes")
        for note in notes if notes is not None else ():
            names = [name for start in note.iter(_START) if (name := _own_name(start))]
            if names:
                self.note_names[note.get(f"{W}id", "")] = names[0]
                paragraphs = tuple(note.iter(_P))
                self.anchors[names[0]] = Anchor(names[0], NOTE_KIND, paragraphs)

    def _read_body(self) -> None:
        ranges, self.run = _ranges(self.document.body)
        owners = {
            paragraph: name
            for name, spans in ranges.items()
            for span in spans
            for paragraph in span[:1]
        }
        for name, all_spans in ranges.items():
            spans = self._without_copies(name, all_spans)
            if len(all_spans) > 1:
                self.twice[name] = all_spans
            paragraphs = tuple(
                dict.fromkeys(
                    p
                    for span in spans
                    for p in (span[0], *(q for q in span[1:] if q not in owners))
                )
            )
            row = next(paragraphs[0].iterancestors(_TR), None) if name not in self._blocks else None
            if row is None and len(paragraphs) > 1:
                self.split[name] = len(paragraphs)
            self.anchors[name] = Anchor(name, BLOCK if row is None else ROW, paragraphs, row)

    def _without_copies(self, name: str, spans: list[list[Element]]) -> list[list[Element]]:
        """The halves of a split paragraph, or the first of two alike: the other is a copy."""
        if len(spans) > 1 and len({normal(self.text(span)) for span in spans}) == 1:
            self.copied.append(name)
            return spans[:1]
        return spans

    @cached_property
    def our_comments(self) -> dict[str, Element]:
        """Our comments by their number."""
        comments = self.document.part_tree("comments")
        return {
            c.get(f"{W}id", ""): c for c in (comments if comments is not None else ()) if is_ours(c)
        }

    @cached_property
    def marked(self) -> set[Element]:
        """The paragraphs and rows with marks of others: tracked changes, comments, notes that are
        not ours.
        """
        marked = bear_marks(self.document.body, frozenset(self.our_comments))
        for reference in self.document.body.iter(f"{W}footnoteReference", f"{W}endnoteReference"):
            if (
                reference.tag == f"{W}endnoteReference"
                or reference.get(f"{W}id") not in self.note_names
            ):
                marked.update(list(reference.iterancestors(_P))[:1])
        notes = self.document.part_tree("footnotes")
        return marked if notes is None else marked | bear_marks(notes, frozenset())

    @cached_property
    def by_paragraph(self) -> dict[Element, list[str]]:
        """The ids that stand in each paragraph: more than one where the editor merged."""
        found: dict[Element, list[str]] = defaultdict(list)
        for name, anchor in self.anchors.items():
            for paragraph in anchor.paragraphs[:1] if anchor.kind != ROW else ():
                found[paragraph].append(name)
        return dict(found)

    def name_of(self, leaf: Element) -> str:
        """What a note or a picture is called in a text."""
        if leaf.tag == f"{W}footnoteReference":
            number = leaf.get(f"{W}id", "")
            return self.note_names.get(number, f"?{number}")
        if leaf.tag == f"{W}endnoteReference":
            return f"?e{leaf.get(f'{W}id', '')}"
        blip = next(leaf.iter(_BLIP), None)
        target = self.document.target(blip.get(f"{R}embed", "")) if blip is not None else ""
        return self.document.digest(target) if target else "?"

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
        self.anchors[name] = Anchor(name, NOTE_KIND, tuple(note.iter(_P)))
        self._known_texts.clear()  # notes stand in texts by their names

    @cached_property
    def hosts(self) -> dict[str, Element]:
        """The paragraph that each note is referred to in, by its number."""
        found: dict[str, Element] = {}
        for reference in self.document.body.iter(f"{W}footnoteReference"):
            paragraph = next(reference.iterancestors(_P), None)
            if paragraph is not None:
                found.setdefault(reference.get(f"{W}id", ""), paragraph)
        return found

    def texts(self, anchor: Anchor) -> tuple[str, ...]:
        """The text of a anchor; of a row one a cell."""
        if anchor.kind == ROW:
            return tuple(self.text(tuple(cell.iter(_P))) for cell in anchor.cells)
        return (self.text(anchor.paragraphs),)

    def top(self, element: Element) -> Element:
        """The child of the body that an element stands in."""
        top = element
        while (parent := top.getparent()) is not None and parent is not self.document.body:
            top = parent
        return top

    def strangers(self) -> list[Element]:
        """The paragraphs of the body with words that carry no id: the editors' own, or ones that
        lost it.
        """
        known = {p for anchor in self.anchors.values() for p in anchor.paragraphs}
        rows = {anchor.row for anchor in self.anchors.values() if anchor.row is not None}
        return [
            p
            for p in self.document.body.iter(_P)
            if p not in known
            and not any(row in rows for row in p.iterancestors(_TR))
            and normal(self.text((p,)))
        ]


def _own_name(start: Element) -> str:
    """The name of a bookmark that is an id of ours; empty for any other."""
    name = start.get(f"{W}name", "").lower()
    is_own = (
        name.startswith(BOOKMARK) and not name.startswith((RUN, END)) and not _COPY.search(name)
    )
    return name if is_own else ""


def _ranges(body: Element) -> tuple[dict[str, list[list[Element]]], str]:
    """Each id with the paragraphs under each of its bookmarks, and the run id."""
    found: dict[str, list[list[Element]]] = defaultdict(list)
    open_spans: dict[str, list[Element]] = {}
    run = ""
    for element in body.iter(_P, _START, _STOP):
        if element.tag == _P:
            for span in open_spans.values():
                span.append(element)
        elif element.tag == _START:
            full = element.get(f"{W}name", "").lower()
            run = run or (full.removeprefix(RUN) if full.startswith(RUN) else "")
            if name := _own_name(element):
                parent = element.getparent()
                span = (
                    [parent]
                    if parent is not None and parent.tag == _P
                    else list(element.iterancestors(_P))[:1]
                )
                found[name].append(span)
                open_spans[element.get(f"{W}id", "")] = span
        else:
            span = open_spans.pop(element.get(f"{W}id", ""), [])
            if len(span) > 1 and _stands_first(element, span[-1]):
                span.pop()  # the end stands before the first word of the next paragraph
    _close(found, open_spans)
    return {
        name: [span for span in spans if span] for name, spans in found.items() if any(spans)
    }, run


def _stands_first(end: Element, paragraph: Element) -> bool:
    """Whether the end of a bookmark stands in this paragraph before its first word."""
    for element in paragraph.iter(_STOP, f"{W}t"):
        if element is end:
            return True
        if element.tag != _STOP and (element.text or "").strip():
            return False
    return False


def _close(found: dict[str, list[list[Element]]], open_spans: dict[str, list[Element]]) -> None:
    """A bookmark without an end (a split by LibreOffice) reaches no further than its own
    paragraph.
    """
    unclosed = {id(span) for span in open_spans.values()}
    for spans in found.values():
        for span in spans:
            if id(span) in unclosed:
                del span[1:]


def resolve_duplicate_bookmarks(found: PaperIndex, base: LastGenerated) -> None:
    """Say of each id that stands in several places which of them it is."""
    for name, spans in found.twice.items():
        kept = base.texts.get(name)
        anchors = [_anchor(found, name, span) for span in spans]
        generated = None if kept is None else [normal(text) for text in kept.texts]
        same = [
            anchor
            for anchor in anchors
            if [normal(text) for text in found.texts(anchor)] == generated
        ]
        is_row = found.anchors[name].kind == ROW
        if same:
            found.anchors[name] = same[0]
            _forget_split(found, name)
            found.copied.append(name)
        elif is_row or not _follow_each_other(spans):
            found.anchors[name] = anchors[0] if is_row else found.anchors[name]
            _forget_split(found, name)
            found.apart.append(name)


def _anchor(found: PaperIndex, name: str, span: list[Element]) -> Anchor:
    row = next(span[0].iterancestors(f"{W}tr"), None) if found.anchors[name].kind == ROW else None
    return Anchor(name, BLOCK if row is None else ROW, tuple(span), row)


def _forget_split(found: PaperIndex, name: str) -> None:
    found.split.pop(name, None)
    found.copied = [other for other in found.copied if other != name]


def _follow_each_other(spans: list[list[Element]]) -> bool:
    """Whether the places follow each other, as the halves of a paragraph do."""
    for before, after in pairwise(spans):
        following = before[-1].getnext()
        while following is not None and following.tag in _BESIDE:
            following = following.getnext()
        if following is not after[0] and after[0] not in before:
            return False
    return True
