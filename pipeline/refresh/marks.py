"""Marks in a paragraph: tracked changes, comments and notes, those of others and our own.

In: a document's body. Out: which paragraphs bear marks of others; our own pending changes undone.
Marks of others keep a paragraph from being spliced.
"""

from lxml import etree

from pipeline.ooxml import W

Element = etree._Element

# The author of every comment and tracked change we write: a fixed word, by which they are known
# again.
AUTHOR = "MSP report"
_TRACKED = tuple(
    f"{W}{name}"
    for name in (
        "ins",
        "del",
        "moveFrom",
        "moveTo",
        "moveFromRangeStart",
        "moveToRangeStart",
        "rPrChange",
        "pPrChange",
        "sectPrChange",
        "numberingChange",
        "cellIns",
        "cellDel",
        "cellMerge",
    )
)
_CHANGES = (f"{W}ins", f"{W}del")
_COMMENTS = (f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")


def is_ours(element: Element) -> bool:
    """Whether we wrote this mark."""
    return element.get(f"{W}author") == AUTHOR


def bear_marks(body: Element, our_comments: frozenset[str]) -> set[Element]:
    """The paragraphs and rows that bear tracked changes or comments of others, those inside a long
    comment too.
    """
    marked: set[Element] = set()
    open_comments: set[str] = set()
    for element in body.iter(f"{W}p", *_TRACKED, *_COMMENTS):
        if element.tag == f"{W}p":
            marked.update([element] if open_comments else [])
        elif element.tag in _COMMENTS:
            number = element.get(f"{W}id", "")
            if number not in our_comments:
                _open_or_close(str(element.tag), number, open_comments)
                _mark(element, marked)
        elif not is_ours(element):
            _mark(element, marked)
    return marked


def _open_or_close(tag: str, number: str, open_comments: set[str]) -> None:
    if tag == _COMMENTS[0]:
        open_comments.add(number)
    elif tag == _COMMENTS[1]:
        open_comments.discard(number)


def _mark(element: Element, marked: set[Element]) -> None:
    for ancestor in element.iterancestors(f"{W}p", f"{W}tr"):
        marked.add(ancestor)
        return


def undo_ours(paragraph: Element) -> None:
    """The paragraph without our own pending changes: what we put in goes, what we took out comes
    back.
    """
    for element in list(paragraph.iter(f"{W}ins", f"{W}del")):
        undo_mark(element)


def undo_mark(element: Element) -> None:
    """A pending change of ours undone; anything else stays as it is."""
    parent = element.getparent()
    if element.tag not in _CHANGES or not is_ours(element) or parent is None:
        return
    if parent.tag == f"{W}rPr" or element.tag == f"{W}ins":
        parent.remove(element)
        return
    for gone in element.iter(f"{W}delText"):
        gone.tag = f"{W}t"
    for code in element.iter(f"{W}delInstrText"):
        code.tag = f"{W}instrText"
    for child in list(element):
        element.addprevious(child)
    parent.remove(element)


def is_our_deletion(paragraph: Element) -> bool:
    """Whether the whole paragraph stands deleted by a pending change of ours."""
    return any(is_ours(mark) for mark in paragraph.iterfind(f"{W}pPr/{W}rPr/{W}del"))


def is_our_insertion(paragraph: Element) -> bool:
    """Whether the whole paragraph is a pending insertion of ours."""
    return any(is_ours(mark) for mark in paragraph.iterfind(f"{W}pPr/{W}rPr/{W}ins"))
