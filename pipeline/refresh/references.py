"""The numbers that references and captions show, counted anew over a document as it stands.

In: a document, tracked changes counted as accepted. Out: results of SEQ fields and of REF fields to
numbers written where they differ; what changed, and what points nowhere. A result that is no number
any more is somebody's words: it stays and is told.
"""

import re
from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from pipeline.ooxml import W
from pipeline.refresh.bring import Bringer
from pipeline.refresh.fields import Field, fields, words_of
from pipeline.refresh.found import Found
from pipeline.refresh.lists import Label, in_format, is_joined, labels
from pipeline.refresh.package import Document
from pipeline.refresh.splice import Pen

Element = etree._Element

_START, _END = f"{W}bookmarkStart", f"{W}bookmarkEnd"
_PARAGRAPH_NUMBER = {"\\n", "\\r", "\\w"}
_PLAIN = {*_PARAGRAPH_NUMBER, "\\h", "\\*", "mergeformat", "charformat"}
_FORMATS = {
    "arabic": "decimal",
    **{
        "roman": "lowerRoman",
        "ROMAN": "upperRoman",
        "alphabetic": "lowerLetter",
        "ALPHABETIC": "upperLetter",
    },
}
_NUMBER = re.compile(r"\d+|\b[ivxlcdm]+\b|\b[IVXLCDM]+\b|\b[a-z]{1,2}\b|\b[A-Z]{1,2}\b")
_NUMBER_MARK = "_Ref"
PenOf = Callable[[Element], Pen | None]


class Recounted(NamedTuple):
    """A field whose number is another now, or that points nowhere (`now` is empty), and the
    paragraph it stands in.
    """

    paragraph: Element
    was: str
    now: str


def recount(document: Document, pen_of: PenOf) -> tuple[Recounted, ...]:
    """Count every caption and reference anew; `pen_of` says how the fields of a paragraph are
    written, None: not.
    """
    return _Count(document, pen_of).run()


class _Count:
    """A document while its numbers are counted."""

    def __init__(self, document: Document, pen_of: PenOf) -> None:
        self.document, self.pen_of = document, pen_of
        self.told: list[Recounted] = []

    def run(self) -> tuple[Recounted, ...]:
        found = fields(self.document.body)
        self._captions([field for field in found if field.kind == "SEQ"])
        notes = self.document.part_tree("footnotes")
        found += fields(notes) if notes is not None else []
        for field in found:
            if (
                field.kind == "REF"
                and len(field.code) > 1
                and self.pen_of(field.paragraph) is not None
            ):
                self._reference(field)
        return tuple(self.told)

    @cached_property
    def _labels(self) -> dict[Element, Label]:
        return labels(self.document)

    @cached_property
    def _targets(self) -> dict[str, Element]:
        """The first start of each bookmark that is not deleted, by its name without case."""
        found: dict[str, Element] = {}
        for start in self.document.body.iter(_START):
            found.setdefault(start.get(f"{W}name", "").casefold(), start)
        return found

    def _captions(self, sequences: list[Field]) -> None:
        """Numbers of captions, by the name of their sequence; one that is counted in a way not
        known is left.
        """
        strange = {
            field.code[1].casefold()
            for field in sequences
            if _counting(field) is None and len(field.code) > 1
        }
        counts: dict[str, int] = {}
        for field in sequences:
            counting = _counting(field)
            if counting is None or counting.name in strange:
                continue
            counts[counting.name] = counting.begins or counts.get(counting.name, 0) + 1
            self._write(field, in_format(counts[counting.name], counting.format))

    def _reference(self, field: Field) -> None:
        switches = {word if word.startswith("\\") else word.casefold() for word in field.code[2:]}
        start = self._targets.get(field.code[1].casefold())
        if start is None or _is_deleted(start):
            self.told.append(Recounted(field.paragraph, field.text, ""))
        elif switches <= _PLAIN:
            kinds = switches & _PARAGRAPH_NUMBER
            self._write(field, self._number(start, kinds) if kinds else _caption(start))

    def _number(self, start: Element, kinds: set[str]) -> str | None:
        """The number of the paragraph of a bookmark; None where it has none, or levels above it
        would be shown.
        """
        paragraph = next(start.iterancestors(f"{W}p"), None)
        label = self._labels.get(paragraph) if paragraph is not None else None
        return label.text if label is not None and (kinds == {"\\n"} or label.level == 0) else None

    def _write(self, field: Field, wanted: str | None) -> None:
        pen, was = self.pen_of(field.paragraph), field.text
        if wanted is None or pen is None or was == wanted:
            return
        if was and _NUMBER.sub("#", was) != _NUMBER.sub("#", wanted):
            self.told.append(Recounted(field.paragraph, was, ""))
            return
        field.write(wanted, pen)
        self.told.append(Recounted(field.paragraph, was, wanted))


class _Counting(NamedTuple):
    name: str
    format: str
    begins: int


def _counting(field: Field) -> _Counting | None:
    """How a caption is counted: SEQ name, a format, a number to begin with; None for any other
    switch.
    """
    words = list(field.code[1:])
    if not words or words[0].startswith("\\"):
        return None
    name, form, begins = words.pop(0).casefold(), "decimal", 0
    while words:
        switch = words.pop(0)
        value = words.pop(0) if words else ""
        known = _FORMATS.get(value, _FORMATS.get(value.casefold(), ""))
        if switch == "\\*" and (known or value.casefold() == "mergeformat"):
            form = known or form
        elif switch == "\\r" and value.isdigit():
            begins = int(value)
        else:
            return None
    return _Counting(name, form, begins)


def _is_deleted(start: Element) -> bool:
    """Whether nothing is left of what a bookmark stood on: its paragraph is deleted with all its
    words.
    """
    paragraph = next(start.iterancestors(f"{W}p"), None)
    return paragraph is not None and is_joined(paragraph) and not words_of(paragraph).strip()


def _caption(start: Element) -> str | None:
    """The words under a bookmark that stands round the number of a caption; None for any other
    bookmark.
    """
    number, words, has_number = start.get(f"{W}id"), "", False
    for element in start.itersiblings():
        if element.tag == _END and element.get(f"{W}id") == number:
            return words if has_number else None
        has_number = has_number or any(
            "SEQ" in (code.text or "").split() for code in element.iter(f"{W}instrText")
        )
        has_number = has_number or "SEQ" in element.get(f"{W}instr", "").split()
        words += words_of(element)
    return None


def mark_captions(theirs: Found, new: Found, bringer: Bringer) -> None:
    """The bookmark round the number of each caption of ours that came in by its words alone:
    references look for it.
    """
    if next(new.document.body.iter(f"{W}instrText"), None) is None:
        return
    wanted = {
        start.get(f"{W}name", ""): name
        for name, spot in new.spots.items()
        for paragraph in spot.paragraphs[:1]
        for start in paragraph.iter(_START)
        if start.get(f"{W}name", "").startswith(_NUMBER_MARK)
    }
    there = (
        {start.get(f"{W}name", "") for start in theirs.document.body.iter(_START)}
        if wanted
        else set()
    )
    for mark, name in wanted.items():
        spot = theirs.spots.get(name)
        if mark not in there and spot is not None:
            _mark_caption(spot.paragraphs[0], mark, bringer)


def _mark_caption(paragraph: Element, mark: str, bringer: Bringer) -> None:
    for field in fields(paragraph):
        if field.kind == "SEQ" and field.start.getparent() is field.end.getparent():
            start, end = etree.Element(_START), etree.Element(_END)
            start.set(f"{W}name", mark)
            bringer.number_pair(start, end)
            field.start.addprevious(start)
            field.end.addnext(end)
            return
