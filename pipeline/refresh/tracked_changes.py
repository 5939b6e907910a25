"""Changes written into the editors' document, openly or tracked, and the marks that stand there.

In: paragraphs, rows and runs. Out: which bear marks of others (these keep a paragraph from being
spliced); our own pending changes undone; what is no longer generated taken out, or marked as
deleted. The break of a section never goes with a paragraph.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeGuard

from lxml import etree

from pipeline.ooxml import W
from pipeline.refresh.compared_text import runs_of
from pipeline.refresh.package import is_a, number_of

Element = etree._Element


# The author of every comment and tracked change that the program writes: a fixed word by which they
# are recognised.
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


class Pen(NamedTuple):
    """How changes are written: openly or as tracked changes of a day, and how atoms come over from
    the new document.
    """

    import_run: Callable[[Element], Element]
    is_tracked: bool = False
    on: str = ""

    def mark(self, kind: str) -> Element:
        """A tracked change of ours: ins or del."""
        return etree.Element(
            f"{W}{kind}", {f"{W}id": "0", f"{W}author": AUTHOR, f"{W}date": self.on}
        )


def is_ours(element: Element) -> bool:
    """Whether we wrote this mark."""
    return element.get(f"{W}author") == AUTHOR


def is_our_deletion(paragraph: Element) -> bool:
    """Whether the whole paragraph stands deleted by a pending change of ours."""
    return any(is_ours(mark) for mark in paragraph.iterfind(f"{W}pPr/{W}rPr/{W}del"))


def bear_marks(body: Element, our_comments: frozenset[str]) -> set[Element]:
    """The paragraphs and rows that bear tracked changes or comments of others, those inside a long
    comment too.
    """
    marked: set[Element] = set()
    open_comments: set[str] = set()
    for element in body.iter(f"{W}p", *_TRACKED, *_COMMENTS):
        if element.tag == f"{W}p" and open_comments:
            marked.add(element)
        elif element.tag in _COMMENTS:
            number = number_of(element)
            if number not in our_comments:
                _open_or_close(str(element.tag), number, open_comments)
                _mark(element, marked)
        elif element.tag in _TRACKED and not is_ours(element):
            _mark(element, marked)
    return marked


def _open_or_close(tag: str, number: str, open_comments: set[str]) -> None:
    if tag == _COMMENTS[0]:
        open_comments.add(number)
    elif tag == _COMMENTS[1]:
        open_comments.discard(number)


def _mark(element: Element, marked: set[Element]) -> None:
    marked.update(list(element.iterancestors(f"{W}p", f"{W}tr"))[:1])


def undo_ours(paragraph: Element) -> None:
    """The paragraph without our own pending changes: what we put in goes, what we took out comes
    back.
    """
    for element in list(paragraph.iter(f"{W}ins", f"{W}del")):
        undo_mark(element)


def undo_mark(element: Element) -> None:
    """A pending change of ours undone; anything else stays as it is."""
    parent = element.getparent()
    if parent is None or element.tag not in _CHANGES or not is_ours(element):
        return
    if element.tag == f"{W}ins" or parent.tag == f"{W}rPr":
        parent.remove(element)
        return
    for gone in element.iter(f"{W}delText"):
        gone.tag = f"{W}t"
    for code in element.iter(f"{W}delInstrText"):
        code.tag = f"{W}instrText"
    for child in list(element):
        element.addprevious(child)
    parent.remove(element)


def mark_deleted(run: Element, pen: Pen) -> None:
    """A run as deleted by a tracked change of ours."""
    mark = pen.mark("del")
    run.addprevious(mark)
    mark.append(run)
    for text in list(run.iter(f"{W}t")):
        text.tag = f"{W}delText"
    for code in list(run.iter(f"{W}instrText")):
        code.tag = f"{W}delInstrText"


def delete_tracked(paragraph: Element, pen: Pen) -> None:
    """A paragraph, its mark too, as deleted by a tracked change of ours."""
    for run in list(runs_of(paragraph)):
        if run.tag == f"{W}r" and run.find(f"{W}commentReference") is None:
            mark_deleted(run, pen)
    _mark_paragraph(paragraph, pen.mark("del"))


def insert_tracked(paragraph: Element, pen: Pen) -> None:
    """A paragraph, its mark too, as put in by a tracked change of ours."""
    for run in list(runs_of(paragraph)):
        mark = pen.mark("ins")
        run.addprevious(mark)
        mark.append(run)
    _mark_paragraph(paragraph, pen.mark("ins"))


def _mark_paragraph(paragraph: Element, mark: Element) -> None:
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    look = properties.find(f"{W}rPr")
    if look is None:
        look = etree.Element(f"{W}rPr")
        after = [child for child in properties if child.tag in {f"{W}sectPr", f"{W}pPrChange"}]
        if after:
            after[0].addprevious(look)
        else:
            properties.append(look)
    look.insert(0, mark)


def remove_block(paragraphs: Iterable[Element], pen: Pen) -> None:
    """Take out the paragraphs of a block."""
    for paragraph in paragraphs:
        if pen.is_tracked:
            delete_tracked(paragraph, pen)
        else:
            _take_out(paragraph)


def _take_out(paragraph: Element) -> None:
    parent = paragraph.getparent()
    if parent is None:
        return
    # Word refuses a file in which a cell has no paragraph.
    is_last = parent.tag == f"{W}tc" and list(parent.iterchildren(f"{W}p")) == [paragraph]
    if is_last or _ends_section(paragraph):
        for child in list(paragraph):
            if child.tag != f"{W}pPr":
                paragraph.remove(child)
        return
    _keep_foreign(paragraph)
    parent.remove(paragraph)


def _keep_foreign(paragraph: Element) -> None:
    """Starts and ends of bookmarks of others, and of the run, live on in the next paragraph."""
    own = {
        start.get(f"{W}id")
        for start in paragraph.iter(f"{W}bookmarkStart")
        if start.get(f"{W}name", "").lower().startswith("_msp_")
    }
    for node in paragraph.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"):
        if node.get(f"{W}id") not in own:
            paragraph.addprevious(node)


def remove_row(row: Element, pen: Pen) -> None:
    """Take out a row; a table that has no rows left goes too."""
    if pen.is_tracked:
        mark_row(row, pen.mark("del"))
        for paragraph in row.iter(f"{W}p"):
            delete_tracked(paragraph, pen)
        return
    table = row.getparent()
    if table is None:
        return
    table.remove(row)
    if table.find(f"{W}tr") is None:
        _take_out_table(table)


def _take_out_table(table: Element) -> None:
    """A table without rows goes, and the empty paragraph that ends it."""
    above, after = table.getparent(), table.getnext()
    if above is None:
        return
    above.remove(table)
    # The last paragraph of a document stays: Word needs one after a table.
    if _is_empty(after) and after.getnext() is not None:
        above.remove(after)


def _is_empty(element: Element | None) -> TypeGuard[Element]:
    """Whether this is a paragraph without words that ends no section."""
    if not is_a(element, f"{W}p") or _ends_section(element):
        return False
    return all(child.tag == f"{W}pPr" for child in element)


def _ends_section(paragraph: Element) -> bool:
    return paragraph.find(f"{W}pPr/{W}sectPr") is not None


def mark_row(row: Element, mark: Element) -> None:
    """A row as put in or taken out by a tracked change."""
    look = row.find(f"{W}trPr")
    if look is None:
        look = etree.Element(f"{W}trPr")
        row.insert(0, look)
    look.append(mark)


def number_changes(roots: Iterable[Element]) -> None:
    """Numbers for our changes that have none yet, and that no other change has."""
    marks: list[Element] = []
    for root in roots:
        marks += root.iter(*_CHANGES)
    used = [int(number) for number in map(number_of, marks) if number.isdigit()]
    following = max(used, default=0) + 1
    for mark in marks:
        if is_ours(mark) and number_of(mark) == "0":
            mark.set(f"{W}id", str(following))
            following += 1
