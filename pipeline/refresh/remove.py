"""Paragraphs and rows that are no longer generated taken out, or marked as deleted where changes
are tracked.

In: a spot nobody edited. Out: the document without it. The break of a section never goes with a
paragraph.
"""

from lxml import etree

from pipeline.ooxml import W
from pipeline.refresh.found import Found, Spot
from pipeline.refresh.pieces import runs_of
from pipeline.refresh.splice import Pen, mark_deleted

Element = etree._Element


def remove_block(spot: Spot, pen: Pen) -> None:
    """Take out the paragraphs of a spot."""
    for paragraph in spot.paragraphs:
        if pen.is_tracked:
            delete_tracked(paragraph, pen)
        else:
            _take_out(paragraph)


def _take_out(paragraph: Element) -> None:
    parent = paragraph.getparent()
    if parent is None:
        return
    is_last = (
        not [p for p in parent.iterchildren(f"{W}p") if p is not paragraph]
        and parent.tag == f"{W}tc"
    )
    if paragraph.find(f"{W}pPr/{W}sectPr") is not None or is_last:
        for child in list(paragraph):
            if child.tag != f"{W}pPr":
                paragraph.remove(child)
        return
    _keep_foreign(paragraph)
    parent.remove(paragraph)


def drop_notes(found: Found) -> None:
    """Take out the notes of ours that nothing refers to any more."""
    notes = found.document.part_tree("footnotes")
    if notes is None:
        return
    referred = {ref.get(f"{W}id", "") for ref in found.document.body.iter(f"{W}footnoteReference")}
    for note in list(notes):
        number = note.get(f"{W}id", "")
        if number in found.note_names and number not in referred:
            notes.remove(note)
            found.spots.pop(found.note_names.pop(number), None)


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


def remove_row(spot: Spot, pen: Pen) -> None:
    """Take out a row; a table that has no rows left goes too."""
    row = spot.row
    if row is None:
        return
    if pen.is_tracked:
        look = row.find(f"{W}trPr")
        if look is None:
            look = etree.Element(f"{W}trPr")
            row.insert(0, look)
        look.append(pen.mark("del"))
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
    is_empty = (
        after is not None and after.tag == f"{W}p" and not [c for c in after if c.tag != f"{W}pPr"]
    )
    if (
        after is not None
        and is_empty
        and after.find(f"{W}pPr/{W}sectPr") is None
        and after.getnext() is not None
    ):
        above.remove(after)
    above.remove(table)


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
