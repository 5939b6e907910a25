"""Elements of the newly generated document imported into the editors': styles by name, notes,
pictures, numbers.

In: both documents. Out: copies of elements that belong in the editors' document. It changes notes,
styles and media of that document where a copy needs them, drops pictures that nothing shows any
more, and changes nothing else.
"""

import copy
import posixpath
from functools import cached_property

from lxml import etree

from pipeline.model.papers import STYLES
from pipeline.ooxml import W
from pipeline.refresh.counted_fields import fields
from pipeline.refresh.package import Document, R
from pipeline.refresh.paper_index import END, RUN, PaperIndex
from pipeline.refresh.splice import NUMBERED

Element = etree._Element


_STYLED = (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
_RELATED = (f"{R}embed", f"{R}id", f"{R}link")
# The styles of a table's number and title, by name without case.
CAPTIONS = frozenset(STYLES[role].casefold() for role in ("caption-number", "caption-title"))
_STARTS = (f"{W}bookmarkStart", f"{W}bookmarkEnd")


def style_names(document: Document) -> dict[str, str]:
    """Style id → name, without case."""
    styles = document.part_tree("styles")
    found = {}
    for style in styles.iter(f"{W}style") if styles is not None else ():
        name = style.find(f"{W}name")
        if name is not None:
            found[style.get(f"{W}styleId", "")] = name.get(f"{W}val", "").casefold()
    return found


class ElementImporter:
    """Copies elements of the new document for the editors' document."""

    def __init__(self, new: PaperIndex, theirs: PaperIndex) -> None:
        self.new = new
        self.theirs = theirs

    def run(self, run: Element) -> Element:
        """A run with what it refers to."""
        return self._with_all(copy.deepcopy(run), run)

    def block(self, element: Element) -> Element:
        """A paragraph, row or table; bookmarks of the run stay behind, for they stand elsewhere
        already.
        """
        fresh = copy.deepcopy(element)
        for start in list(fresh.iter(f"{W}bookmarkStart")):
            if start.get(f"{W}name", "").startswith((RUN, END)):
                _drop_bookmark(fresh, start)
        return self._with_all(fresh, element)

    def _with_all(self, fresh: Element, _source: Element) -> Element:
        for node in fresh.iter(*_STYLED):
            node.set(f"{W}val", self.style(node.get(f"{W}val", "")))
        for node in fresh.iter(f"{W}footnoteReference"):
            node.set(f"{W}id", self._note(node.get(f"{W}id", "")))
        for node in fresh.iter():
            for attribute in _RELATED:
                if node.get(attribute):
                    node.set(attribute, self._relation(node.get(attribute, "")))
        for node in fresh.iter(NUMBERED):
            node.set("id", str(self._next_picture[0]))
            self._next_picture[0] += 1
        self.number_bookmarks(fresh)
        return fresh

    @cached_property
    def _next_picture(self) -> list[int]:
        numbers = (node.get("id", "") for node in self.theirs.document.root.iter(NUMBERED))
        return [1 + max((int(number) for number in numbers if number.isdigit()), default=0)]

    # --- styles

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
        if name in self._their_styles or not name:
            return self._their_styles.get(name, style_id)
        ours, theirs = (
            self.new.document.part_tree("styles"),
            self.theirs.document.part_tree("styles"),
        )
        if ours is None or theirs is None:
            return style_id
        source = next(s for s in ours.iter(f"{W}style") if s.get(f"{W}styleId") == style_id)
        fresh = copy.deepcopy(source)
        taken = {s.get(f"{W}styleId") for s in theirs.iter(f"{W}style")}
        own = style_id if style_id not in taken else f"{style_id}Msp"
        fresh.set(f"{W}styleId", own)
        self._their_styles[name] = own
        for link in ("basedOn", "next", "link"):
            for node in fresh.findall(f"{W}{link}"):
                node.set(f"{W}val", self.style(node.get(f"{W}val", "")))
        for numbering in fresh.findall(f"{W}pPr/{W}numPr"):
            numbering.getparent().remove(numbering)  # type: ignore[union-attr]
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
        ours = self.new.document.part_tree("footnotes")
        theirs = self._their_notes()
        assert ours is not None
        source = next(note for note in ours if note.get(f"{W}id") == number)
        fresh = copy.deepcopy(source)
        own = str(max((int(note.get(f"{W}id", "0")) for note in theirs), default=0) + 1)
        fresh.set(f"{W}id", own)
        for node in fresh.iter(*_STYLED):
            node.set(f"{W}val", self.style(node.get(f"{W}val", "")))
        theirs.append(fresh)
        self.number_bookmarks(fresh)
        self.theirs.name_note(own, fresh, name)
        return own

    def _their_notes(self) -> Element:
        notes = self.theirs.document.part_tree("footnotes")
        if notes is not None:
            return notes
        document, ours = self.theirs.document, self.new.document.part("footnotes")
        name = posixpath.join(posixpath.dirname(document.name), "footnotes.xml")
        empty = copy.deepcopy(self.new.document.tree(ours))
        for note in list(empty):
            if note.get(f"{W}type") is None:
                empty.remove(note)
        document.add(
            name, etree.tostring(empty, xml_declaration=True, encoding="UTF-8", standalone=True)
        )
        document.declare(name, self.new.document.content_type(ours))
        document.relate("footnotes", name)
        return document.tree(name)

    # --- relations

    def _relation(self, relation: str) -> str:
        source = self.new.document.target(relation)
        if not source:
            return relation
        content, document = self.new.document.parts[source], self.theirs.document
        folder, _, ending = source.rpartition(".")
        same = [
            n for n, part in document.parts.items() if part == content and n.endswith(f".{ending}")
        ]
        name = (
            same[0]
            if same
            else f"{posixpath.dirname(folder)}/msp-{self.new.document.digest(source)}.{ending}"
        )
        if not same:
            document.add(name, content)
            document.declare(name, self.new.document.content_type(source))
        kind = self._kind(relation)
        return document.relate(kind, name)

    def _kind(self, relation: str) -> str:
        for node in self.new.document.tree(self.new.document.relations_name):
            if node.get("Id") == relation:
                return node.get("Type", "").rpartition("/")[2]
        return "image"

    # --- bookmarks

    @cached_property
    def _next_bookmark(self) -> list[int]:
        numbers = [0]
        for root in (self.theirs.document.body, self.theirs.document.part_tree("footnotes")):
            for start in root.iter(_STARTS[0]) if root is not None else ():
                text = start.get(f"{W}id", "")
                numbers.append(int(text) if text.isdigit() else 0)
        return [max(numbers) + 1]

    def number_bookmarks(self, fresh: Element) -> None:
        """Numbers for the bookmarks of a copy that nothing else in the document has."""
        given: dict[str, str] = {}
        for node in fresh.iter(*_STARTS):
            number = node.get(f"{W}id", "")
            if number not in given:
                given[number] = str(self._next_bookmark[0])
                self._next_bookmark[0] += 1
            node.set(f"{W}id", given[number])

    def number_pair(self, start: Element, end: Element) -> None:
        """A number for one bookmark."""
        number = str(self._next_bookmark[0])
        self._next_bookmark[0] += 1
        start.set(f"{W}id", number)
        end.set(f"{W}id", number)


def _drop_bookmark(root: Element, start: Element) -> None:
    number = start.get(f"{W}id")
    for node in list(root.iter(*_STARTS)):
        if node.get(f"{W}id") == number:
            parent = node.getparent()
            if parent is not None:
                parent.remove(node)


_NUMBER_MARK = "_Ref"


def mark_captions(theirs: PaperIndex, new: PaperIndex, importer: ElementImporter) -> None:
    """The bookmark round the number of each caption of ours that came in by its words alone:
    references look for it.
    """
    if next(new.document.body.iter(f"{W}instrText"), None) is None:
        return
    wanted = {
        start.get(f"{W}name", ""): name
        for name, anchor in new.anchors.items()
        for paragraph in anchor.paragraphs[:1]
        for start in paragraph.iter(_STARTS[0])
        if start.get(f"{W}name", "").startswith(_NUMBER_MARK)
    }
    there = (
        {start.get(f"{W}name", "") for start in theirs.document.body.iter(_STARTS[0])}
        if wanted
        else set()
    )
    for mark, name in wanted.items():
        anchor = theirs.anchors.get(name)
        if mark not in there and anchor is not None:
            _mark_caption(anchor.paragraphs[0], mark, importer)


def _mark_caption(paragraph: Element, mark: str, importer: ElementImporter) -> None:
    for field in fields(paragraph):
        if field.kind == "SEQ" and field.start.getparent() is field.end.getparent():
            start, end = etree.Element(_STARTS[0]), etree.Element(_STARTS[1])
            start.set(f"{W}name", mark)
            importer.number_pair(start, end)
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
    shown = (
        {value for node in document.root.iter() for value in node.attrib.values()}
        if images
        else set()
    )
    for node in images:
        if node.get("Id") not in shown and node.get("TargetMode") != "External":
            part = document.target(node.get("Id", ""))
            relations.remove(node)
            if part and not document.is_related(part):
                document.remove(part)
