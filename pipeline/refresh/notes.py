"""Notes that lost their bookmarks (LibreOffice drops them) known again by the paragraph they stand in and their words.

In: the editors' document and the base. Out: names for notes of ours. A note that cannot be told from an editor's own
keeps no name, and counts as a mark of others.
"""

from lxml import etree

from pipeline.ooxml import W
from pipeline.refresh.base import Base
from pipeline.refresh.found import NOTE_KIND, Found, Spot
from pipeline.refresh.words import NOTE, atoms, is_same

Element = etree._Element


def name_notes(found: Found, base: Base) -> None:
    """Name the notes in each paragraph that has an id, first by their words, then in order where as many are left."""
    bodies = _notes(found)
    if not bodies:
        return
    for name, spot in list(found.spots.items()):
        kept = base.texts.get(name)
        if kept is None or spot.kind == NOTE_KIND:
            continue
        numbers = [n for n in _referred(spot) if n in bodies and n not in found.note_names]
        wanted = [n for text in kept.texts for n in atoms(text, NOTE) if n not in found.spots]
        if numbers and wanted:
            _match(found, base, bodies, numbers, wanted)


def _notes(found: Found) -> dict[str, Element]:
    notes = found.document.part_tree("footnotes")
    return {note.get(f"{W}id", ""): note for note in (notes if notes is not None else ())}


def _referred(spot: Spot) -> list[str]:
    elements = (spot.row,) if spot.row is not None else spot.paragraphs
    return [ref.get(f"{W}id", "") for element in elements for ref in element.iter(f"{W}footnoteReference")]


def _match(found: Found, base: Base, bodies: dict[str, Element], numbers: list[str], wanted: list[str]) -> None:
    for name in list(wanted):
        texts = base.texts[name].texts if name in base.texts else ("",)
        same = [n for n in numbers if is_same(found.text(tuple(bodies[n].iter(f"{W}p"))), texts[0])]
        if len(same) == 1:
            found.name_note(same[0], bodies[same[0]], name)
            numbers.remove(same[0])
            wanted.remove(name)
    if len(numbers) == len(wanted):
        for number, name in zip(numbers, wanted, strict=True):
            found.name_note(number, bodies[number], name)
