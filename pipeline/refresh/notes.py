"""Notes that lost their bookmarks (LibreOffice drops them) known again by the mark round their
place, or their words.

In: the editors' document and the base. Out: names for notes of ours. A note that cannot be told
from an editor's own keeps no name, and counts as a mark of others.
"""

from lxml import etree

from pipeline.ooxml import BOOKMARK, NOTE_MARK, W
from pipeline.refresh.base import Base
from pipeline.refresh.bring import Bringer
from pipeline.refresh.found import NOTE_KIND, Found, Spot
from pipeline.refresh.words import NOTE, atoms, is_same

Element = etree._Element


def name_notes(found: Found, base: Base) -> None:
    """Name the notes by the marks around their places, the rest by their words."""
    bodies = _notes(found)
    if not bodies:
        return
    wanted_marks = {
        note_mark_of(name): name for name, kept in base.texts.items() if kept.kind == NOTE_KIND
    }
    for number, mark in _marked(found).items():
        name = wanted_marks.get(mark, "")
        if name and number in bodies and number not in found.note_names and name not in found.spots:
            found.name_note(number, bodies[number], name)
    for name, spot in list(found.spots.items()):
        kept = base.texts.get(name)
        if kept is None or spot.kind == NOTE_KIND:
            continue
        numbers = [n for n in _referred(spot) if n in bodies and n not in found.note_names]
        wanted = [n for text in kept.texts for n in atoms(text, NOTE) if n not in found.spots]
        if numbers and wanted:
            _match(found, base, bodies, numbers, wanted)


def note_mark_of(name: str) -> str:
    """The mark round the place of a note, by the bookmark inside it."""
    return NOTE_MARK + name.removeprefix(BOOKMARK)


def _marked(found: Found) -> dict[str, str]:
    """The mark that each reference to a note stands in, by the number of the note."""
    marks: dict[str, str] = {}
    for reference in found.document.body.iter(f"{W}footnoteReference"):
        before = reference.getparent()
        while (
            before is not None
            and (before := before.getprevious()) is not None
            and before.tag == f"{W}bookmarkStart"
        ):
            name = before.get(f"{W}name", "").lower()
            if name.startswith(NOTE_MARK):
                marks[reference.get(f"{W}id", "")] = name
    return marks


def mark_notes(found: Found, fresh: Found, bringer: Bringer) -> None:
    """A mark round each reference to a note of ours; marks that lost their reference go.

    A note that is generated no more and bears no bookmark is unknown from the next run on, and gets
    none.
    """
    marked = _marked(found)
    ours = {
        n: name
        for n, name in found.note_names.items()
        if name in fresh.spots or _has_bookmark(found, name)
    }
    kept = {note_mark_of(name): number for number, name in ours.items()}
    lost = {
        start.get(f"{W}id")
        for start in found.document.body.iter(f"{W}bookmarkStart")
        if (name := start.get(f"{W}name", "").lower()).startswith(NOTE_MARK)
        and marked.get(kept.get(name, "")) != name
    }
    _drop(found, lost)
    for reference in list(found.document.body.iter(f"{W}footnoteReference")):
        number = reference.get(f"{W}id", "")
        run = reference.getparent()
        name = ours.get(number, "")
        if name and run is not None and marked.get(number) != note_mark_of(name):
            start, end = etree.Element(f"{W}bookmarkStart"), etree.Element(f"{W}bookmarkEnd")
            start.set(f"{W}name", note_mark_of(name))
            bringer.number_pair(start, end)
            run.addprevious(start)
            run.addnext(end)


def _has_bookmark(found: Found, name: str) -> bool:
    """Whether a note bears its name itself."""
    starts = (start for p in found.spots[name].paragraphs for start in p.iter(f"{W}bookmarkStart"))
    return any(start.get(f"{W}name", "").lower() == name for start in starts)


def _drop(found: Found, numbers: set[str | None]) -> None:
    """Take out the bookmarks with these numbers, in one pass."""
    for node in (
        list(found.document.body.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")) if numbers else ()
    ):
        parent = node.getparent()
        if node.get(f"{W}id") in numbers and parent is not None:
            parent.remove(node)


def _notes(found: Found) -> dict[str, Element]:
    notes = found.document.part_tree("footnotes")
    return {note.get(f"{W}id", ""): note for note in (notes if notes is not None else ())}


def _referred(spot: Spot) -> list[str]:
    elements = (spot.row,) if spot.row is not None else spot.paragraphs
    return [
        ref.get(f"{W}id", "")
        for element in elements
        for ref in element.iter(f"{W}footnoteReference")
    ]


def _match(
    found: Found, base: Base, bodies: dict[str, Element], numbers: list[str], wanted: list[str]
) -> None:
    for name in list(wanted):
        texts = base.texts[name].texts if name in base.texts else ("",)
        same = [n for n in numbers if is_same(found.text(tuple(bodies[n].iter(f"{W}p"))), texts[0])]
        if len(same) == 1:
            found.name_note(same[0], bodies[same[0]], name)
            numbers.remove(same[0])
            wanted.remove(name)
