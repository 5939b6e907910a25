"""The fields of a document: code, result and where they stand, tracked changes counted as accepted.

In: a root. Out: fields in order, and results written anew. Of a field that is deleted nothing is
read.
"""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from pipeline.ooxml import XML_SPACE, W
from pipeline.refresh.marks import undo_mark
from pipeline.refresh.splice import Pen, mark_deleted

Element = etree._Element

_P, _R, _T, _RPR = f"{W}p", f"{W}r", f"{W}t", f"{W}rPr"
_CHAR, _CODE, _SIMPLE = f"{W}fldChar", f"{W}instrText", f"{W}fldSimple"
_GONE = frozenset((f"{W}del", f"{W}moveFrom"))


class Field(NamedTuple):
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


def fields(root: Element) -> list[Field]:
    """The fields of a root in the order of their ends; a field within the result of another before
    it.
    """
    found: list[Field] = []
    open_fields: list[_Open] = []
    for element in root.iter(_CHAR, _CODE, _SIMPLE):
        if any(above.tag in _GONE for above in element.iterancestors()):
            continue
        paragraph = next(element.iterancestors(_P), None)
        if paragraph is None:
            continue
        if element.tag == _SIMPLE:
            found.append(
                Field(
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
            found += _turn(element, paragraph, open_fields)
    return found


class _Open:
    """A complex field whose end was not yet met."""

    def __init__(self, start: Element) -> None:
        self.code = ""
        self.start = start
        self.separator: Element | None = None


def _turn(char: Element, paragraph: Element, open_fields: list[_Open]) -> list[Field]:
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
            return [Field(tuple(field.code.split()), paragraph, field.start, field.separator, run)]
    return []
