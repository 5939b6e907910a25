"""Our comments in the editors' document: one a conflict, gone when it no longer applies.

In: a paragraph and what should be said at it. Out: the document with just those comments of ours;
comments of others are never touched.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import count
from typing import NamedTuple

from lxml import etree

from pipeline.ooxml import W_NS, XML_SPACE, W
from pipeline.refresh.compared_text import normal
from pipeline.refresh.package import (
    number_of,
    paragraph_of,
    take_out,
    take_out_mark,
    text_in,
)
from pipeline.refresh.paper_index import PaperIndex
from pipeline.refresh.tracked_changes import AUTHOR, is_ours

Element = etree._Element

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_REFERENCES = (f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")


class CommentText(NamedTuple):
    """What a comment says: why, and the text it is about (empty where there is none)."""

    why: str
    text: str = ""

    @property
    def key(self) -> str:
        """What it is known by: the text it offers, else the reason."""
        return normal(self.text or self.why)


class ConflictComments:
    """Our comments, found by paragraph."""

    def __init__(self, index: PaperIndex, on: str, author: str = AUTHOR) -> None:
        self.index = index
        self.on, self.author = on, author
        self._at: dict[Element, list[str]] = defaultdict(list)
        for reference in index.document.body.iter(_REFERENCES[2]):
            paragraph = paragraph_of(reference)
            if number_of(reference) in index.our_comments and paragraph is not None:
                self._at[paragraph].append(number_of(reference))
        self.kept: set[str] = set()

    @cached_property
    def _numbers(self) -> Iterator[int]:
        """Numbers that no comment has."""
        return count(1 + max((int(c.get(f"{W}id", "0")) for c in self._part()), default=0))

    def keep(self, paragraph: Element, said: CommentText) -> bool:
        """Keep the comment that is at this paragraph already; False where there is none."""
        for number in self._at.get(paragraph, ()):
            if self._key(number) == said.key:
                self.kept.add(number)
                return True
        return False

    def add(self, paragraph: Element, said: CommentText) -> None:
        """A new comment over the whole paragraph."""
        comments = self._part()
        number = str(next(self._numbers))
        comment = etree.SubElement(comments, f"{W}comment", {f"{W}id": number})
        comment.set(f"{W}author", self.author)
        comment.set(f"{W}date", self.on)
        comment.set(f"{W}initials", "MSP")
        for text in (said.why, said.text):
            if text:
                _paragraph(comment, text)
        self._anchor(paragraph, number)
        if not is_ours(comment):
            return
        self.index.our_comments[number] = comment
        self._at[paragraph].append(number)
        self.kept.add(number)

    def drop_stale(self) -> int:
        """Every comment of ours that was neither kept nor added goes; gives how many went."""
        stale = [number for number in self.index.our_comments if number not in self.kept]
        gone = set(stale)
        for node in list(self.index.document.root.iter(*_REFERENCES)):
            if number_of(node) in gone:
                take_out_mark(node)
        for number in stale:
            comment = self.index.our_comments.pop(number)
            self._forget_thread(comment)
            take_out(comment)
        return len(stale)

    def _key(self, number: str) -> str:
        paragraphs = list(self.index.our_comments[number].iter(f"{W}p"))
        if not paragraphs:
            return ""
        return normal("".join(map(text_in, paragraphs[-1].iter(f"{W}t"))))

    def _part(self) -> Element:
        root = self.index.document.part_tree("comments")
        if root is not None:
            return root
        empty = etree.Element(f"{W}comments", nsmap={"w": W_NS})
        return self.index.document.add_part("comments", "comments.xml", empty, _TYPE)

    @staticmethod
    def _anchor(paragraph: Element, number: str) -> None:
        start = etree.Element(_REFERENCES[0], {f"{W}id": number})
        first = paragraph.find(f"{W}pPr")
        if first is None:
            paragraph.insert(0, start)
        else:
            first.addnext(start)
        etree.SubElement(paragraph, _REFERENCES[1], {f"{W}id": number})
        run = etree.SubElement(paragraph, f"{W}r")
        etree.SubElement(run, _REFERENCES[2], {f"{W}id": number})

    def _forget_thread(self, comment: Element) -> None:
        """Replies to a comment that goes stand on their own."""
        own = {p.get(f"{_W14}paraId") for p in comment.iter(f"{W}p")} - {None}
        for entry in self.index.document.entries("commentsExtended"):
            if entry.get(f"{_W15}paraId") in own:
                take_out(entry)
            elif entry.get(f"{_W15}paraIdParent") in own:
                del entry.attrib[f"{_W15}paraIdParent"]


def _paragraph(comment: Element, text: str) -> None:
    paragraph = etree.SubElement(comment, f"{W}p")
    run = etree.SubElement(paragraph, f"{W}r")
    words = etree.SubElement(run, f"{W}t")
    words.set(XML_SPACE, "preserve")
    words.text = text
