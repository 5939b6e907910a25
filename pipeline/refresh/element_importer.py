"""Elements of the newly generated document imported into the editors': styles by name, notes,
pictures, numbers.

In: both documents. Out: copies of elements that belong in the editors' document. It changes notes,
styles and media of that document where a copy needs them, drops pictures that nothing shows any
more, and changes nothing else.
"""

import copy
import posixpath
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import count

from lxml import etree

from pipeline.model.papers import STYLES
from pipeline.ooxml import W
from pipeline.refresh.counted_fields import fields
from pipeline.refresh.package import Document, R, number_of, style_names, take_out
from pipeline.refresh.paper_index import END, RUN, PaperIndex
from pipeline.refresh.splice import NUMBERED

Element = etree._Element


_STYLED = (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
_RELATED = (f"{R}embed", f"{R}id", f"{R}link")
# The styles of a table's number and title, by name, ignoring case.
CAPTIONS = frozenset(STYLES[role].casefold() for role in ("caption-number", "caption-title"))
_STARTS = (f"{W}bookmarkStart", f"{W}bookmarkEnd")


class ElementImporter:
    """Copies elements of the new document for the editors' document."""

    def __init__(self, new: PaperIndex, theirs: PaperIndex) -> None:
        self.new = new
        self.theirs = theirs

    def run(self, run: Element) -> Element:
        """A run with what it refers to."""
        return self._with_all(copy.deepcopy(run))

    def block(self, element: Element) -> Element:
        """A paragraph, row or table; bookmarks of the run stay behind, for they stand elsewhere
        already.
        """
        fresh = copy.deepcopy(element)
        for start in list(fresh.iter(f"{W}bookmarkStart")):
            if start.get(f"{W}name", "").startswith((RUN, END)):
                drop_bookmark(fresh, start)
        return self._with_all(fresh)

    def _with_all(self, fresh: Element) -> Element:
        self._set_styles(fresh)
        for node in fresh.iter(f"{W}footnoteReference"):
            node.set(f"{W}id", self._note(number_of(node)))
        for node in fresh.iter():
            for attribute in _RELATED:
                if node.get(attribute):
                    node.set(attribute, self._relation(node.get(attribute, "")))
        for node in fresh.iter(NUMBERED):
            node.set("id", str(next(self._picture_numbers)))
        self.number_bookmarks(fresh)
        return fresh

    @cached_property
    def _picture_numbers(self) -> Iterator[int]:
        return _count_on(node.get("id", "") for node in self.theirs.document.root.iter(NUMBERED))

    # --- styles

    def _set_styles(self, fresh: Element) -> None:
        for node in fresh.iter(*_STYLED):
            node.set(f"{W}val", self.style(node.get(f"{W}val", "")))

    @cached_property
    def _new_styles(self) -> dict[str, str]:
        return style_names(self.new.document)

    @cached_property
    def _their_styles(self) -> dict[str, str]:
        return {name: style for style, name in style_names(self.theirs.document).items()}

    def style(self, style_id: str) -> str:
        """The id in the editors' document of a style of the new one, brought over where it has none
        of that name.
        """
        name = self._new_styles.get(style_id, "")
        if not name:
            return self._their_styles.get(name, style_id)
        if name not in self._their_styles:
            self._their_styles[name] = self._add_style(style_id, name)
        return self._their_styles[name]

    def _add_style(self, style_id: str, name: str) -> str:
        theirs = self.theirs.document.part_tree("styles")
        if theirs is None:
            return style_id
        ours = self.new.document.entries("styles")
        fresh = copy.deepcopy(next(s for s in ours if s.get(f"{W}styleId") == style_id))
        own = style_id
        if own in {s.get(f"{W}styleId") for s in theirs.iter(f"{W}style")}:
            own = f"{style_id}Msp"  # a style with another name already has that id
        fresh.set(f"{W}styleId", own)
        self._their_styles[name] = own
        for link in ("basedOn", "next", "link"):
            for node in fresh.findall(f"{W}{link}"):
                node.set(f"{W}val", self.style(node.get(f"{W}val", "")))
        for numbering in fresh.findall(f"{W}pPr/{W}numPr"):
            take_out(numbering)  # its list, if it exists there at all, is numbered differently
        theirs.append(fresh)
        return own

    # --- notes

    def _note(self, number: str) -> str:
        """The number in the editors' document of a note brought over; one that is there already
        keeps its own.
        """
        name = self.new.note_names.get(number, "")
        for there, known in self.theirs.note_names.items():
            if known == name:
                return there
        return self._add_note(number, name)

    def _add_note(self, number: str, name: str) -> str:
        ours = self.new.document.entries("footnotes")
        theirs = self._their_notes()
        fresh = copy.deepcopy(next(note for note in ours if number_of(note) == number))
        own = str(max((int(note.get(f"{W}id", "0")) for note in theirs), default=0) + 1)
        fresh.set(f"{W}id", own)
        self._set_styles(fresh)
        theirs.append(fresh)
        self.number_bookmarks(fresh)
        self.theirs.name_note(own, fresh, name)
        return own

    def _their_notes(self) -> Element:
        notes = self.theirs.document.part_tree("footnotes")
        if notes is not None:
            return notes
        ours = self.new.document.part("footnotes")
        empty = copy.deepcopy(self.new.document.tree(ours))
        for note in list(empty):
            if note.get(f"{W}type") is None:
                empty.remove(note)
        content_type = self.new.document.content_type(ours)
        return self.theirs.document.add_part("footnotes", "footnotes.xml", empty, content_type)

    # --- relations

    def _relation(self, relation: str) -> str:
        source = self.new.document.target(relation)
        if not source:
            return relation
        content, document = self.new.document.parts[source], self.theirs.document
        folder, _, ending = source.rpartition(".")
        same = [name for name, part in document.parts.items() if part == content]
        name = next((name for name in same if name.endswith(f".{ending}")), "")
        if not name:
            name = f"{posixpath.dirname(folder)}/msp-{self.new.document.digest(source)}.{ending}"
            document.add(name, content)
            document.declare(name, self.new.document.content_type(source))
        return document.relate(self._kind(relation), name)

    def _kind(self, relation: str) -> str:
        for node in self.new.document.tree(self.new.document.relations_name):
            if node.get("Id") == relation:
                return node.get("Type", "").rpartition("/")[2]
        return "image"

    # --- bookmarks

    @cached_property
    def _bookmark_numbers(self) -> Iterator[int]:
        numbers: list[str] = []
        for root in (self.theirs.document.body, *self.theirs.document.entries("footnotes")):
            numbers += map(number_of, root.iter(_STARTS[0]))
        return _count_on(numbers)

    def number_bookmarks(self, fresh: Element) -> None:
        """Numbers for the bookmarks of a copy that nothing else in the document has."""
        given: dict[str, str] = {}
        for node in fresh.iter(*_STARTS):
            number = number_of(node)
            if number not in given:
                given[number] = str(next(self._bookmark_numbers))
            node.set(f"{W}id", given[number])

    def new_bookmark(self, name: str) -> tuple[Element, Element]:
        """Start and end of a bookmark, with a number of its own."""
        number = str(next(self._bookmark_numbers))
        start = etree.Element(_STARTS[0], {f"{W}name": name, f"{W}id": number})
        return start, etree.Element(_STARTS[1], {f"{W}id": number})


def _count_on(used: Iterable[str]) -> Iterator[int]:
    """Numbers above all that are used."""
    return count(1 + max((int(number) for number in used if number.isdigit()), default=0))


def drop_bookmark(root: Element, start: Element) -> None:
    """A bookmark goes, its start and its end."""
    number = number_of(start)
    for node in list(root.iter(*_STARTS)):
        if number_of(node) == number:
            take_out(node)


_NUMBER_MARK = "_Ref"


def mark_captions(theirs: PaperIndex, new: PaperIndex, importer: ElementImporter) -> None:
    """The bookmark round the number of each caption of ours that came in by its words alone:
    references look for it.
    """
    if next(new.document.body.iter(f"{W}instrText"), None) is None:
        return
    there = {start.get(f"{W}name") for start in theirs.document.body.iter(_STARTS[0])}
    for mark, name in _caption_marks(new).items():
        anchor = theirs.anchors.get(name)
        if mark not in there and anchor is not None:
            _mark_caption(anchor.paragraphs[0], mark, importer)


def _caption_marks(new: PaperIndex) -> dict[str, str]:
    """The bookmarks round the numbers of captions, each with the id of its caption."""
    found: dict[str, str] = {}
    for name, anchor in new.anchors.items():
        if not anchor.paragraphs:
            continue
        starts = anchor.paragraphs[0].iter(_STARTS[0])
        marks = [start.get(f"{W}name", "") for start in starts]
        found |= {mark: name for mark in marks if mark.startswith(_NUMBER_MARK)}
    return found


def _mark_caption(paragraph: Element, mark: str, importer: ElementImporter) -> None:
    for field in fields(paragraph):
        if field.kind == "SEQ" and field.start.getparent() is field.end.getparent():
            start, end = importer.new_bookmark(mark)
            field.start.addprevious(start)
            field.end.addnext(end)
            return


def drop_pictures(document: Document) -> None:
    """Relations of the document to pictures that nothing in it shows go, and the pictures with the
    last of them.
    """
    if document.relations_name not in document.parts:
        return
    relations = document.tree(document.relations_name)
    images = [node for node in relations if node.get("Type", "").endswith("/image")]
    if not images:
        return
    shown = _attributes(document.root)
    for node in images:
        if node.get("Id") in shown or node.get("TargetMode") == "External":
            continue
        part = document.target(node.get("Id", ""))
        relations.remove(node)
        if part and not document.is_related(part):
            document.remove(part)


def _attributes(root: Element) -> set[str]:
    """Every value of an attribute in a part: a picture is shown by the id of its relation."""
    found: set[str] = set()
    for node in root.iter():
        found.update(map(str, node.attrib.values()))
    return found
