"""An editor's hand: what Word does to a document when a person edits it, written as changes of its
XML.

In: bytes of a document. Out: bytes of the edited document; what stands in it, read in the simplest
way.
"""

import copy
import re
from pathlib import Path
from typing import Self

from lxml import etree

from pipeline.ooxml import XML_SPACE, W, read_package, write_package

Element = etree._Element
DOCUMENT, NOTES, COMMENTS = "word/document.xml", "word/footnotes.xml", "word/comments.xml"
EDITOR = {f"{W}author": "An Editor", f"{W}date": "2025-07-01T10:00:00Z"}
OURS = "MSP report"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"


def visible(element: Element) -> str:
    """The words of an element as accepted."""
    words = ""
    for node in element.iter(f"{W}t", f"{W}tab", f"{W}br"):
        if not any(a.tag in {f"{W}del", f"{W}moveFrom"} for a in node.iterancestors()):
            parent = node.getparent()
            if node.tag == f"{W}t":
                words += node.text or ""
            elif parent is not None and parent.tag == f"{W}r":
                words += " "
    return words


def typed_into(paper: Path, name: str, words: str) -> bytes:
    """The paper with words typed into a paragraph, saved."""
    content = Hand(paper.read_bytes()).type(name, words).done()
    paper.write_bytes(content)
    return content


class Hand:
    """A document under an editor's hand."""

    def __init__(self, content: bytes) -> None:
        self.parts = read_package(content)
        self.root = etree.fromstring(self.parts[DOCUMENT])
        parts = b"".join(self.parts.get(name, b"") for name in (DOCUMENT, NOTES, COMMENTS))
        self.number = max((int(n) for n in re.findall(rb'w:id="(\d{1,6})"', parts)), default=0)

    def done(self) -> bytes:
        """The document saved."""
        self.parts[DOCUMENT] = etree.tostring(
            self.root, xml_declaration=True, encoding="UTF-8", standalone=True
        )
        return write_package(self.parts)

    # --- finding

    @property
    def body(self) -> Element:
        """The body."""
        body = self.root.find(f"{W}body")
        assert body is not None
        return body

    def starts(self) -> dict[str, Element]:
        """The first start of each bookmark."""
        found: dict[str, Element] = {}
        for start in self.root.iter(f"{W}bookmarkStart"):
            found.setdefault(start.get(f"{W}name", ""), start)
        return found

    def paragraph(self, name: str) -> Element:
        """The paragraph of an id."""
        return next(self.starts()[f"_msp_{name.replace('-', '_')}"].iterancestors(f"{W}p"))

    def has(self, name: str) -> bool:
        """Whether the id stands in it."""
        return f"_msp_{name.replace('-', '_')}" in self.starts()

    def row(self, name: str) -> Element:
        """The row of an id."""
        return next(self.paragraph(name).iterancestors(f"{W}tr"))

    def text(self, name: str) -> str:
        """The words of the paragraph of an id."""
        return visible(self.paragraph(name))

    def cells(self, name: str) -> list[str]:
        """The words of the cells of a row."""
        return [visible(cell) for cell in self.row(name).iter(f"{W}tc")]

    def texts(self) -> list[str]:
        """The words of all paragraphs, notes after them."""
        notes = (
            [visible(note) for note in etree.fromstring(self.parts[NOTES])]
            if NOTES in self.parts
            else []
        )
        return [visible(p) for p in self.root.iter(f"{W}p")] + notes

    def comments(self, is_ours: bool = True) -> dict[str, str]:
        """The words of comments by number: ours, or those of others."""
        if COMMENTS not in self.parts:
            return {}
        return {
            c.get(f"{W}id", ""): "\n".join(visible(p) for p in c.iter(f"{W}p"))
            for c in etree.fromstring(self.parts[COMMENTS])
            if (c.get(f"{W}author") == OURS) is is_ours
        }

    def comments_at(self, paragraph: Element) -> list[str]:
        """The words of our comments in a paragraph."""
        ours = self.comments()
        return [
            ours[n]
            for r in paragraph.iter(f"{W}commentReference")
            if (n := r.get(f"{W}id", "")) in ours
        ]

    def _next(self) -> str:
        self.number += 1
        return str(self.number)

    # --- editing

    def type(self, name: str, words: str, cell: int = 0) -> Self:
        """Words typed in the middle of a paragraph, or of a cell of a row."""
        return self.type_into(self._in(name, cell), words)

    def _in(self, name: str, cell: int) -> Element:
        if not cell:
            return self.paragraph(name)
        return next(list(self.row(name).iter(f"{W}tc"))[cell].iter(f"{W}p"))

    def type_into(self, paragraph: Element, words: str) -> Self:
        """Words typed in the middle of a paragraph."""
        texts = [t for t in paragraph.iter(f"{W}t") if t.text]
        if not texts:
            run = etree.SubElement(paragraph, f"{W}r")
            etree.SubElement(run, f"{W}t").text = words
            return self
        text = texts[len(texts) // 2]
        middle = (text.text or "").find(" ") + 1
        text.text = f"{(text.text or '')[:middle]}{words} {(text.text or '')[middle:]}"
        text.set(XML_SPACE, "preserve")
        return self

    def retype(self, name: str, words: str) -> Self:
        """All words of a paragraph replaced, the bookmark kept."""
        paragraph = self.paragraph(name)
        for run in list(paragraph.iter(f"{W}r")):
            run.getparent().remove(run)  # type: ignore[union-attr]
        return self.type_into(paragraph, words)

    def track_insert(self, name: str, words: str) -> Self:
        """Words put in with changes tracked."""
        paragraph = self.paragraph(name)
        run = next(r for r in paragraph.iter(f"{W}r") if r.find(f"{W}t") is not None)
        insertion = etree.Element(f"{W}ins", {f"{W}id": self._next(), **EDITOR})
        fresh = etree.SubElement(insertion, f"{W}r")
        text = etree.SubElement(fresh, f"{W}t")
        text.text = f" {words} "
        text.set(XML_SPACE, "preserve")
        run.addnext(insertion)
        return self

    def track_delete(self, name: str) -> Self:
        """The first run taken out with changes tracked."""
        run = next(r for r in self.paragraph(name).iter(f"{W}r") if r.find(f"{W}t") is not None)
        return self._track_delete(run)

    def _track_delete(self, run: Element) -> Self:
        deletion = etree.Element(f"{W}del", {f"{W}id": self._next(), **EDITOR})
        run.addprevious(deletion)
        deletion.append(run)
        for text in run.iter(f"{W}t"):
            text.tag = f"{W}delText"
        return self

    def split(self, name: str) -> Self:
        """Enter pressed in the middle: the bookmark begins in the first half and ends in the
        second.
        """
        paragraph = self.paragraph(name)
        text = next(t for t in paragraph.iter(f"{W}t") if " " in (t.text or "").strip())
        run = next(text.iterancestors(f"{W}r"))
        second = copy.deepcopy(paragraph)
        for child in list(second):
            if child.tag != f"{W}pPr":
                second.remove(child)
        middle = (text.text or "").index(" ") + 1
        rest = copy.deepcopy(run)
        next(rest.iter(f"{W}t")).text = (text.text or "")[middle:]
        text.text = (text.text or "")[:middle]
        text.set(XML_SPACE, "preserve")
        second.append(rest)
        for child in list(run.itersiblings()):
            second.append(child)
        paragraph.addnext(second)
        return self

    def merge_next(self, name: str) -> bool:
        """Delete pressed at the end: the next paragraph joins this one. False where there is none
        to join.
        """
        paragraph = self.paragraph(name)
        following = paragraph.getnext()
        if following is None or following.tag != f"{W}p":
            return False
        run = etree.SubElement(paragraph, f"{W}r")
        text = etree.SubElement(run, f"{W}t")
        text.text = " "
        text.set(XML_SPACE, "preserve")
        for child in list(following):
            if child.tag != f"{W}pPr":
                paragraph.append(child)
        following.getparent().remove(following)  # type: ignore[union-attr]
        return True

    def move(self, name: str, after: str) -> Self:
        """A paragraph cut and pasted after another, out of any table."""
        target = self.paragraph(after)
        while target.getparent() is not self.body:
            target = target.getparent()  # type: ignore[assignment]
        paragraph = self.paragraph(name)
        if target is not paragraph:
            target.addnext(paragraph)
        return self

    def delete(self, name: str) -> Self:
        """A paragraph deleted, with its notes."""
        self.delete_paragraph(self.paragraph(name))
        return self

    def delete_paragraph(self, paragraph: Element) -> None:
        """A paragraph deleted, with its notes and comments."""
        for reference in paragraph.iter(f"{W}footnoteReference"):
            notes = etree.fromstring(self.parts[NOTES])
            for note in list(notes):
                if note.get(f"{W}id") == reference.get(f"{W}id"):
                    notes.remove(note)
            self.parts[NOTES] = etree.tostring(notes)
        numbers = {r.get(f"{W}id", "") for r in paragraph.iter(f"{W}commentReference")}
        self.resolve(numbers)
        paragraph.getparent().remove(paragraph)  # type: ignore[union-attr]

    def delete_row(self, name: str) -> Self:
        """A row deleted."""
        row = self.row(name)
        self.resolve({r.get(f"{W}id", "") for r in row.iter(f"{W}commentReference")})
        row.getparent().remove(row)  # type: ignore[union-attr]
        return self

    def add_row(self, after: str, words: str) -> Self:
        """A row added under another."""
        row = self.row(after)
        fresh = copy.deepcopy(row)
        for node in list(fresh.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}r")):
            node.getparent().remove(node)  # type: ignore[union-attr]
        self.type_into(next(fresh.iter(f"{W}p")), words)
        row.addnext(fresh)
        return self

    def add(self, after: str, words: str) -> Self:
        """A paragraph of the editor's own after another."""
        target = self.paragraph(after)
        while target.getparent() is not self.body:
            target = target.getparent()  # type: ignore[assignment]
        paragraph = etree.Element(f"{W}p")
        target.addnext(paragraph)
        return self.type_into(paragraph, words)

    def copy_below(self, name: str) -> Self:
        """A paragraph copied; LibreOffice names the copy's bookmark anew."""
        paragraph = self.paragraph(name)
        twin = copy.deepcopy(paragraph)
        for start in twin.iter(f"{W}bookmarkStart"):
            start.set(f"{W}name", start.get(f"{W}name", "") + "_Copy_1")
            number = start.get(f"{W}id")
            fresh = self._next()
            for end in twin.iter(f"{W}bookmarkEnd"):
                if end.get(f"{W}id") == number:
                    end.set(f"{W}id", fresh)
            start.set(f"{W}id", fresh)
        for node in list(twin.iter(f"{W}footnoteReference", f"{W}commentReference")):
            node.getparent().remove(node)  # type: ignore[union-attr]
        for node in list(twin.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd")):
            node.getparent().remove(node)  # type: ignore[union-attr]
        paragraph.addnext(twin)
        return self

    def bold(self, name: str) -> Self:
        """The whole paragraph in bold."""
        for run in self.paragraph(name).iter(f"{W}r"):
            look = run.find(f"{W}rPr")
            if look is None:
                look = etree.Element(f"{W}rPr")
                run.insert(0, look)
            if look.find(f"{W}b") is None:
                etree.SubElement(look, f"{W}b")
        return self

    def autocorrect(self, name: str) -> Self:
        """Straight quotes and hyphens between blanks as Word makes them by itself."""
        for text in self.paragraph(name).iter(f"{W}t"):
            text.text = re.sub(" - ", " – ", (text.text or "").replace("'", "’"))
        return self

    def note(self, name: str, words: str) -> Self:
        """A note of the editor's own at the end of a paragraph."""
        notes = etree.fromstring(self.parts[NOTES])
        number = self._next()
        note = etree.SubElement(notes, f"{W}footnote", {f"{W}id": number})
        self.type_into(etree.SubElement(note, f"{W}p"), words)
        self.parts[NOTES] = etree.tostring(notes)
        run = etree.SubElement(self.paragraph(name), f"{W}r")
        etree.SubElement(run, f"{W}footnoteReference", {f"{W}id": number})
        return self

    def type_in_note(self, name: str, words: str, how: str = "typed") -> Self:
        """Words put into the first note of a paragraph: typed, as a paragraph of their own (added),
        or with changes tracked.
        """
        reference = next(self.paragraph(name).iter(f"{W}footnoteReference"))
        notes = etree.fromstring(self.parts[NOTES])
        (note,) = [n for n in notes if n.get(f"{W}id") == reference.get(f"{W}id")]
        if how == "added":
            self.type_into(etree.SubElement(note, f"{W}p"), words)
        elif how == "tracked":
            mark = etree.SubElement(next(note.iter(f"{W}p")), f"{W}ins", EDITOR)
            mark.set(f"{W}id", self._next())
            text = etree.SubElement(etree.SubElement(mark, f"{W}r"), f"{W}t")
            text.text = words
        else:
            self.type_into(next(note.iter(f"{W}p")), words)
        self.parts[NOTES] = etree.tostring(notes)
        return self

    def comment(self, name: str, words: str) -> Self:
        """A comment of the editor's on a paragraph."""
        self._comments_part()
        comments = etree.fromstring(self.parts[COMMENTS])
        number = self._next()
        comment = etree.SubElement(comments, f"{W}comment", {f"{W}id": number, **EDITOR})
        self.type_into(etree.SubElement(comment, f"{W}p"), words)
        self.parts[COMMENTS] = etree.tostring(comments)
        paragraph = self.paragraph(name)
        start = etree.Element(f"{W}commentRangeStart", {f"{W}id": number})
        paragraph.insert(1, start)
        etree.SubElement(paragraph, f"{W}commentRangeEnd", {f"{W}id": number})
        run = etree.SubElement(paragraph, f"{W}r")
        etree.SubElement(run, f"{W}commentReference", {f"{W}id": number})
        return self

    def _comments_part(self) -> None:
        if COMMENTS in self.parts:
            return
        self.parts[COMMENTS] = etree.tostring(etree.Element(f"{W}comments"))
        types = etree.fromstring(self.parts["[Content_Types].xml"])
        namespace = etree.QName(types).namespace
        override = etree.SubElement(types, f"{{{namespace}}}Override", PartName=f"/{COMMENTS}")
        override.set("ContentType", _COMMENTS_TYPE)
        self.parts["[Content_Types].xml"] = etree.tostring(types)
        relations = etree.fromstring(self.parts["word/_rels/document.xml.rels"])
        namespace = etree.QName(relations).namespace
        relation = etree.SubElement(
            relations, f"{{{namespace}}}Relationship", Id="rIdHand", Type=_RELATION
        )
        relation.set("Target", "comments.xml")
        self.parts["word/_rels/document.xml.rels"] = etree.tostring(relations)

    def resolve(self, numbers: set[str]) -> Self:
        """Comments deleted."""
        kinds = (f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")
        for node in list(self.root.iter(*kinds)):
            if node.get(f"{W}id") in numbers:
                node.getparent().remove(node)  # type: ignore[union-attr]
        if COMMENTS in self.parts:
            comments = etree.fromstring(self.parts[COMMENTS])
            for comment in list(comments):
                if comment.get(f"{W}id") in numbers:
                    comments.remove(comment)
            self.parts[COMMENTS] = etree.tostring(comments)
        return self

    # --- changes tracked: settled

    def settle(self, is_accepted: bool) -> Self:
        """All tracked changes accepted, or all rejected."""
        gone, kept = ("del", "ins") if is_accepted else ("ins", "del")
        for mark in list(self.root.iter(f"{W}{gone}")):
            parent = mark.getparent()
            if parent is None:
                continue
            if parent.tag == f"{W}rPr":
                paragraph = next(mark.iterancestors(f"{W}p"))
                parent.remove(mark)
                if not visible(paragraph).strip() and paragraph.getparent() is not None:
                    paragraph.getparent().remove(paragraph)  # type: ignore[union-attr]
            else:
                parent.remove(mark)
        for mark in list(self.root.iter(f"{W}{kept}")):
            for text in mark.iter(f"{W}delText"):
                text.tag = f"{W}t"
            for child in list(mark):
                mark.addprevious(child)
            mark.getparent().remove(mark)  # type: ignore[union-attr]
        return self
