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
from itertools import zip_longest
from typing import NamedTuple

from lxml import etree

from pipeline.ooxml import XML_SPACE, W
from pipeline.refresh.list_numbers import ListLabel, in_format, is_joined, labels
from pipeline.refresh.package import Document, number_of, paragraph_of, take_out, text_in
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
        return "".join(self.code[:1]).upper()

    @property
    def about(self) -> str:
        """What it is about, without case: a bookmark, the name of a sequence; empty for nothing."""
        return "".join(self.code[1:2]).casefold()

    @property
    def switches(self) -> set[str]:
        """The rest of its code; a switch such as \\n means another thing in capitals."""
        words = self.code[2:]
        found = {word for word in words if word.startswith("\\")}
        found |= {word.casefold() for word in words if not word.startswith("\\")}
        return found

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
        runs: list[Element] = []
        for element in self.result:
            runs += _visible_runs(element)
        fresh = _run_like((*runs, self.start)[0], text)
        if not runs:
            self._write_first(fresh)
        elif pen.is_tracked:
            mark = pen.mark("ins")
            mark.append(fresh)
            _top(runs[-1], self.paragraph, self.separator).addnext(mark)
        else:
            runs[0].addprevious(fresh)
        for run in runs:
            _take_out(run, pen)

    def _write_first(self, fresh: Element) -> None:
        """Into a field that shows nothing."""
        if self.separator is self.end:
            self.separator.append(fresh)
        else:
            self.separator.addnext(fresh)


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
    parent: Element | None = separator
    if separator.tag == _R:
        parent = separator.getparent()
    top = run
    while (above := top.getparent()) not in {None, parent, paragraph}:
        assert above is not None
        top = above
    return top


def _take_out(run: Element, pen: Pen) -> None:
    if pen.is_tracked:
        mark_deleted(run, pen)
    else:
        take_out(run)


def _run_like(like: Element, text: str) -> Element:
    fresh = etree.Element(_R)
    look = like.find(_RPR)
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
    if element.tag != _R:
        for child in element:
            yield from _visible_runs(child)
    elif element.find(_T) is not None:
        yield element


def words_of(element: Element) -> str:
    """The words of an element as accepted."""
    if element.tag in _GONE:
        return ""
    if element.tag == _T:
        return text_in(element)
    return "".join(words_of(child) for child in element)


def fields(root: Element) -> list[WordField]:
    """The fields of a root in the order of their ends; a field within the result of another before
    it.
    """
    found: list[WordField] = []
    open_fields: list[_Open] = []
    for element in root.iter(_CHAR, _CODE, _SIMPLE):
        paragraph = paragraph_of(element)
        if paragraph is None or any(above.tag in _GONE for above in element.iterancestors()):
            continue
        if element.tag == _SIMPLE:
            code = tuple(element.get(f"{W}instr", "").split())
            found.append(WordField(code, paragraph, element, element, element))
        elif element.tag == _CHAR:
            found += _read_mark(element, paragraph, open_fields)
        elif open_fields:
            open_fields[-1].code += text_in(element)
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
    elif not open_fields:
        return []
    elif kind == "separate":
        open_fields[-1].separator = run
    elif kind == "end":
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
        self.counted: list[Recounted] = []

    def run(self) -> tuple[Recounted, ...]:
        found = fields(self.document.body)
        self._captions([field for field in found if field.kind == "SEQ"])
        notes = self.document.part_tree("footnotes")
        if notes is not None:
            found += fields(notes)
        references = [field for field in found if field.kind == "REF" and field.about]
        for field in references:
            if self.pen_of(field.paragraph) is not None:
                self._reference(field)
        return tuple(self.counted)

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
        ways = [(field, _counting(field)) for field in sequences]
        strange = {field.about for field, counting in ways if counting is None}
        counts: dict[str, int] = {}
        for field, counting in ways:
            if counting is None or counting.name in strange:
                continue
            counts[counting.name] = counting.begins or counts.get(counting.name, 0) + 1
            self._write(field, in_format(counts[counting.name], counting.format))

    def _reference(self, field: WordField) -> None:
        start = self._targets.get(field.about)
        if start is None or _is_deleted(start):
            self.counted.append(Recounted(field.paragraph, field.text, ""))
            return
        if not field.switches <= _PLAIN:
            return
        kinds = field.switches & _PARAGRAPH_NUMBER
        if kinds:
            self._write(field, self._number(start, kinds))
        else:
            self._write(field, _caption(start))

    def _number(self, start: Element, kinds: set[str]) -> str | None:
        """The number of the paragraph of a bookmark; None where it has none, or levels above it
        would be shown.
        """
        paragraph = paragraph_of(start)
        if paragraph is None or paragraph not in self._labels:
            return None
        label = self._labels[paragraph]
        if label.level > 0 and kinds != {"\\n"}:
            return None
        return label.text

    def _write(self, field: WordField, wanted: str | None) -> None:
        pen, was = self.pen_of(field.paragraph), field.text
        if pen is None or wanted is None or wanted == was:
            return
        if was and _NUMBER.sub("#", was) != _NUMBER.sub("#", wanted):
            self.counted.append(Recounted(field.paragraph, was, ""))
            return
        field.write(wanted, pen)
        self.counted.append(Recounted(field.paragraph, was, wanted))


class _Counting(NamedTuple):
    name: str
    format: str = "decimal"
    begins: int = 0


def _counting(field: WordField) -> _Counting | None:
    """How a caption is counted: SEQ name, a format, a number to begin with; None for any other
    switch.
    """
    if field.about[:1] in {"", "\\"}:
        return None
    counting = _Counting(field.about)
    words = field.code[2:]
    for switch, value in zip_longest(words[::2], words[1::2], fillvalue=""):
        form = _FORMATS.get(value, _FORMATS.get(value.casefold(), ""))
        if switch == "\\*" and form:
            counting = counting._replace(format=form)
        elif switch == "\\r" and value.isdigit():
            counting = counting._replace(begins=int(value))
        elif (switch, value.casefold()) != ("\\*", "mergeformat"):
            return None
    return counting


def _is_deleted(start: Element) -> bool:
    """Whether nothing is left of what a bookmark stood on: its paragraph is deleted with all its
    words.
    """
    paragraph = paragraph_of(start)
    if paragraph is None or words_of(paragraph).strip():
        return False
    return is_joined(paragraph)


def _caption(start: Element) -> str | None:
    """The words under a bookmark that stands round the number of a caption; None for any other
    bookmark.
    """
    words, codes = "", list[str]()
    for element in start.itersiblings():
        if element.tag == _END and number_of(element) == number_of(start):
            break
        codes += map(text_in, element.iter(_CODE))
        codes.append(element.get(f"{W}instr", ""))
        words += words_of(element)
    else:
        return None  # it ends in another paragraph
    if any("SEQ" in code.split() for code in codes):
        return words
    return None
