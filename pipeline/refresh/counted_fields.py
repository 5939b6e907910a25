"""Fields whose results are counted: captions and references, counted anew over a document as it
stands.

In: a document, tracked changes counted as accepted. Out: its fields; results of SEQ fields and of
REF fields to numbers written where they differ; what changed, and what points nowhere. A result
that is no number any more is somebody's words: it stays and is told. Of a field that is deleted
nothing is read.
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from pipeline.ooxml import XML_SPACE, W
from pipeline.refresh.list_numbers import ListLabel, in_format, is_joined, labels
from pipeline.refresh.package import Document
from pipeline.refresh.tracked_changes import Pen, mark_deleted, undo_mark

Element = etree._Element

_P, _R, _T, _RPR = f"{W}p", f"{W}r", f"{W}t", f"{W}rPr"
_CHAR, _CODE, _SIMPLE = f"{W}fldChar", f"{W}instrText", f"{W}fldSimple"
_GONE = frozenset((f"{W}del", f"{W}moveFrom"))


class WordField(NamedTuple):
    """A field: the words of its code, its paragraph, and the elements its result begins behind and
    ends before.

    Of a simple field both are the field itself: its result is what it holds.
    """

    code: tuple[str, ...]
    paragraph: Element
    start: Element
    separator: Element
    end: Element

    @property
    def kind(self) -> str:
        """REF, SEQ, PAGE …"""
        return self.code[0].upper() if self.code else ""

    @property
    def result(self) -> list[Element]:
        """What stands between separator and end, in tracked changes or not; nothing where a
        paragraph ends between.
        """
        if self.separator is self.end:
            return list(self.separator)
        found: list[Element] = []
        place: Element | None = self.separator
        while place is not None and place.tag != _P:
            for element in place.itersiblings():
                if _gather(element, self.end, found):
                    return found
            place = place.getparent()
        return []

    @property
    def text(self) -> str:
        """The words of the result."""
        return "".join(words_of(element) for element in self.result)

    def write(self, text: str, pen: Pen) -> None:
        """Another result, in the look of the one before; a tracked change where the pen tracks."""
        for element in self.result:
            undo_mark(element)
        if self.text == text:
            return
        runs = [run for element in self.result for run in _visible_runs(element)]
        fresh = _run_like(runs[0] if runs else self.start, text)
        if not runs and self.separator is self.end:
            self.separator.append(fresh)
        elif not runs:
            self.separator.addnext(fresh)
        elif pen.is_tracked:
            mark = pen.mark("ins")
            mark.append(fresh)
            _top(runs[-1], self.paragraph, self.separator).addnext(mark)
        else:
            runs[0].addprevious(fresh)
        for run in runs:
            _take_out(run, pen)


def _gather(element: Element, end: Element, found: list[Element]) -> bool:
    """Whether the end is met at or in an element; what is before it is gathered."""
    if element is end:
        return True
    if not any(above is element for above in end.iterancestors()):
        found.append(element)
        return False
    return any(_gather(child, end, found) for child in element)


def _top(run: Element, paragraph: Element, separator: Element) -> Element:
    """The element beside the separator that a run stands in."""
    parent = separator.getparent() if separator.tag == _R else separator
    top = run
    while (above := top.getparent()) is not None and above is not parent and above is not paragraph:
        top = above
    return top


def _take_out(run: Element, pen: Pen) -> None:
    parent = run.getparent()
    if pen.is_tracked:
        mark_deleted(run, pen)
    elif parent is not None:
        parent.remove(run)


def _run_like(like: Element, text: str) -> Element:
    fresh = etree.Element(_R)
    look = like.find(_RPR) if like.tag == _R else None
    if look is not None:
        fresh.append(etree.fromstring(etree.tostring(look)))
    words = etree.SubElement(fresh, _T)
    words.text = text
    words.set(XML_SPACE, "preserve")
    return fresh


def _visible_runs(element: Element) -> Iterator[Element]:
    """The runs with words in an element of a result, none that is deleted."""
    if element.tag in _GONE:
        return
    if element.tag == _R and element.find(_T) is not None:
        yield element
    elif element.tag != _R:
        for child in element:
            yield from _visible_runs(child)


def words_of(element: Element) -> str:
    """The words of an element as accepted."""
    if element.tag in _GONE:
        return ""
    if element.tag == _T:
        return element.text or ""
    return "".join(words_of(child) for child in element)


def fields(root: Element) -> list[WordField]:
    """The fields of a root in the order of their ends; a field within the result of another before
    it.
    """
    found: list[WordField] = []
    open_fields: list[_Open] = []
    for element in root.iter(_CHAR, _CODE, _SIMPLE):
        if any(above.tag in _GONE for above in element.iterancestors()):
            continue
        paragraph = next(element.iterancestors(_P), None)
        if paragraph is None:
            continue
        if element.tag == _SIMPLE:
            found.append(
                WordField(
                    tuple(element.get(f"{W}instr", "").split()),
                    paragraph,
                    element,
                    element,
                    element,
                )
            )
        elif element.tag == _CODE and open_fields:
            open_fields[-1].code += element.text or ""
        elif element.tag == _CHAR:
            found += _read_mark(element, paragraph, open_fields)
    return found


class _Open:
    """A complex field whose end was not yet met."""

    def __init__(self, start: Element) -> None:
        self.code = ""
        self.start = start
        self.separator: Element | None = None


def _read_mark(char: Element, paragraph: Element, open_fields: list[_Open]) -> list[WordField]:
    kind, run = char.get(f"{W}fldCharType"), char.getparent()
    if run is None:
        return []
    if kind == "begin":
        open_fields.append(_Open(run))
    elif kind == "separate" and open_fields:
        open_fields[-1].separator = run
    elif kind == "end" and open_fields:
        field = open_fields.pop()
        if field.separator is not None:
            return [
                WordField(tuple(field.code.split()), paragraph, field.start, field.separator, run)
            ]
    return []


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
    def _labels(self) -> dict[Element, ListLabel]:
        return labels(self.document)

    @cached_property
    def _targets(self) -> dict[str, Element]:
        """The first start of each bookmark that is not deleted, by its name without case."""
        found: dict[str, Element] = {}
        for start in self.document.body.iter(_START):
            found.setdefault(start.get(f"{W}name", "").casefold(), start)
        return found

    def _captions(self, sequences: list[WordField]) -> None:
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

    def _reference(self, field: WordField) -> None:
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

    def _write(self, field: WordField, wanted: str | None) -> None:
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


def _counting(field: WordField) -> _Counting | None:
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
