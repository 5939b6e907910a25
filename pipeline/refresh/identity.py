"""Which paragraph, row or note is which, where a bookmark was lost: found again by exact words,
deleted, or for a person to say.

In: the editors' document and what was generated last. Out: ids given back; which are gone, and
which only may be. More than a tenth missing: nothing is concluded. LibreOffice drops the bookmarks
in notes: they are known by the mark round their place, or by their words; a note that cannot be
told from an editor's own keeps no name, and counts as a mark of others.
"""

import difflib
import re
from collections import Counter, defaultdict
from typing import NamedTuple

from lxml import etree

from pipeline.ooxml import BOOKMARK, NOTE_MARK, W
from pipeline.refresh.compared_text import NOTE, atoms, is_same, normal, readable
from pipeline.refresh.element_importer import ElementImporter
from pipeline.refresh.paper_index import BLOCK, NOTE_KIND, ROW, Anchor, PaperIndex
from pipeline.refresh.round_trip import LastGenerated, Memory

Element = etree._Element

_MOST_MISSING = 10
_ALIKE = 0.6
_NAME = re.compile(r"(?<![.!?] )(?<!^)\b[^\W\d_a-z]\w+")


class LostIds(NamedTuple):
    """Ids given back, ids that are not there, paragraphs that may be theirs, and what may be
    concluded.

    `is_part`: more than a tenth is missing, as where a document holds a part of a paper. `is_open`:
    nothing is concluded to be deleted, for that reason now or in an earlier run, and nobody has
    confirmed it since.
    """

    relinked: tuple[str, ...]
    missing: tuple[str, ...]
    is_part: bool
    is_open: bool
    pairs: tuple[tuple[str, Element], ...]


def find_lost(
    found: PaperIndex,
    base: LastGenerated,
    memory: Memory,
    importer: ElementImporter,
    is_confirmed: bool,
) -> LostIds:
    """Look for every id of the base that has no bookmark, by its exact words, once each.

    Rows come first: a cell may say what a heading says. What was missing in an earlier run is not
    looked for: it was deleted, or waits for a person.
    """
    known = memory.gone | memory.unsettled
    relinked = _relink_rows(found, base, known, importer) + _relink_blocks(
        found, base, known, importer
    )
    missing = _missing(found, base, memory)
    pairs = _similar_pairs(found, base, missing) if missing else ()
    all_units = _count_units(found, base, [*dict.fromkeys((*base.texts, *missing))])
    is_part = _count_units(found, base, missing) * _MOST_MISSING > all_units
    is_open = is_part or not memory.unsettled.isdisjoint(missing)
    if is_confirmed:
        for name, paragraph in pairs:
            give_id(found, name, paragraph, importer)
        relinked += [name for name, _ in pairs]
        missing, is_part, is_open = _missing(found, base, memory), False, False
    if relinked:
        _put_in_order(found)
    return LostIds(tuple(relinked), tuple(missing), is_part, is_open, pairs)


def _put_in_order(found: PaperIndex) -> None:
    """The ids in the order of the document, notes first: what was given back stands at the end."""
    places = {p: number for number, p in enumerate(found.document.body.iter(f"{W}p"))}
    found.anchors = dict(
        sorted(found.anchors.items(), key=lambda item: places.get(item[1].paragraphs[0], -1))
    )


def join_halves(found: PaperIndex, base: LastGenerated) -> None:
    """A paragraph that lost a half to its neighbour, which has no id: together the words that were
    generated.

    LibreOffice leaves the id with one half when it saves a split paragraph for the second time.
    """
    owned = {p for anchor in found.anchors.values() for p in anchor.paragraphs}
    for name, anchor in list(found.anchors.items()):
        kept = base.texts.get(name)
        if kept is None or anchor.kind != BLOCK:
            continue
        own, wanted = normal(found.text(anchor.paragraphs)), normal(kept.texts[0])
        if not own or own == wanted:
            continue
        before, after = anchor.paragraphs[0].getprevious(), anchor.paragraphs[-1].getnext()
        for half, is_after in ((before, False), (after, True)):
            if half is None or half.tag != f"{W}p" or half in owned:
                continue
            both = (*anchor.paragraphs, half) if is_after else (half, *anchor.paragraphs)
            if normal(found.text(both)) == wanted:
                found.anchors[name] = anchor._replace(paragraphs=both)
                found.split[name] = len(both)


def _missing(found: PaperIndex, base: LastGenerated, memory: Memory) -> list[str]:
    """What was generated and is not there, what was kept though not generated, and what nobody has
    settled.
    """
    generated = [name for name, kept in base.texts.items() if kept.kind != NOTE_KIND]
    orphans = [
        name
        for name, conflict in memory.conflicts.items()
        if not conflict.shown and "#" not in name
    ]
    kept_on = [name for name in orphans if name not in base.texts]
    wanted = dict.fromkeys((*generated, *sorted(kept_on), *sorted(memory.unsettled)))
    return [name for name in wanted if name not in found.anchors and name not in memory.gone]


def _count_units(found: PaperIndex, base: LastGenerated, names: list[str]) -> int:
    """How many paragraphs and rows these are; a table that is gone as a whole counts once."""
    living = {base.texts[name].table for name in base.texts if name in found.anchors}
    units = set()
    for name in names:
        kept = base.texts.get(name)
        if kept is None:
            units.add(name)
        elif kept.kind != NOTE_KIND:
            units.add(kept.table if kept.table and kept.table not in living else name)
    return len(units)


def _not_there(
    found: PaperIndex, base: LastGenerated, kind: str, known: frozenset[str]
) -> list[str]:
    """What was generated, is not there, and was not missing before."""
    return [
        n
        for n, kept in base.texts.items()
        if kept.kind == kind and n not in found.anchors and n not in known
    ]


def _relink_blocks(
    found: PaperIndex, base: LastGenerated, known: frozenset[str], importer: ElementImporter
) -> list[str]:
    wanted = _not_there(found, base, BLOCK, known)
    if not wanted:
        return []
    strangers: dict[str, list[Element]] = defaultdict(list)
    for paragraph in found.strangers():
        strangers[normal(found.text((paragraph,)))].append(paragraph)
    counts = Counter(normal(kept.texts[0]) for kept in base.texts.values() if kept.kind == BLOCK)
    # The masthead says what a heading says too: its line is no heading that lost its mark.
    counts.update(normal(text) for texts in base.page.values() for text in texts)
    relinked = []
    for name in wanted:
        key = normal(base.texts[name].texts[0])
        if counts[key] == 1 and len(strangers.get(key, ())) == 1:
            give_id(found, name, strangers.pop(key)[0], importer)
            relinked.append(name)
    return relinked


def _relink_rows(
    found: PaperIndex, base: LastGenerated, known: frozenset[str], importer: ElementImporter
) -> list[str]:
    wanted = _not_there(found, base, ROW, known)
    if not wanted:
        return []
    rows_known = {anchor.row for anchor in found.anchors.values() if anchor.row is not None}
    strangers: dict[tuple[str, ...], list[Element]] = defaultdict(list)
    for row in found.document.body.iter(f"{W}tr"):
        if row not in rows_known:
            cells = tuple(row.iterchildren(f"{W}tc"))
            strangers[
                tuple(normal(found.text(tuple(cell.iter(f"{W}p")))) for cell in cells)
            ].append(row)
    relinked = []
    for name in wanted:
        rows = strangers.get(tuple(normal(text) for text in base.texts[name].texts), [])
        if len(rows) == 1:
            give_id(found, name, next(rows[0].iter(f"{W}p")), importer)
            relinked.append(name)
            rows.clear()
    return relinked


def _similar_pairs(
    found: PaperIndex, base: LastGenerated, missing: list[str]
) -> tuple[tuple[str, Element], ...]:
    """Missing paragraphs and paragraphs without id that are alike and name the same: for a person
    to confirm.
    """
    strangers = [(p, readable(found.text((p,)))) for p in found.strangers()]
    chosen: dict[str, Element] = {}
    taken: set[Element] = set()
    for name in missing:
        if name not in base.texts or base.texts[name].kind != BLOCK:
            continue
        text = readable(base.texts[name].texts[0])
        names = frozenset(_NAME.findall(text))
        best, score = None, _ALIKE
        for paragraph, words in strangers:
            if paragraph in taken or frozenset(_NAME.findall(words)) != names:
                continue
            matcher = difflib.SequenceMatcher(None, text.split(), words.split(), autojunk=False)
            if matcher.quick_ratio() > score and (ratio := matcher.ratio()) > score:
                best, score = paragraph, ratio
        if best is not None:
            chosen[name] = best
            taken.add(best)
    return tuple(chosen.items())


def name_notes(found: PaperIndex, base: LastGenerated) -> None:
    """Name the notes by the marks around their places, the rest by their words."""
    bodies = _notes(found)
    if not bodies:
        return
    wanted_marks = {
        note_mark_of(name): name for name, kept in base.texts.items() if kept.kind == NOTE_KIND
    }
    for number, mark in _marks_by_note(found).items():
        name = wanted_marks.get(mark, "")
        if (
            name
            and number in bodies
            and number not in found.note_names
            and name not in found.anchors
        ):
            found.name_note(number, bodies[number], name)
    for name, anchor in list(found.anchors.items()):
        kept = base.texts.get(name)
        if kept is None or anchor.kind == NOTE_KIND:
            continue
        numbers = [n for n in _note_references(anchor) if n in bodies and n not in found.note_names]
        wanted = [n for text in kept.texts for n in atoms(text, NOTE) if n not in found.anchors]
        if numbers and wanted:
            _match_by_words(found, base, bodies, numbers, wanted)


def note_mark_of(name: str) -> str:
    """The mark round the place of a note, by the bookmark inside it."""
    return NOTE_MARK + name.removeprefix(BOOKMARK)


def _marks_by_note(found: PaperIndex) -> dict[str, str]:
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


def mark_notes(found: PaperIndex, fresh: PaperIndex, importer: ElementImporter) -> None:
    """A mark round each reference to a note of ours; marks that lost their reference go.

    A note that is generated no more and bears no bookmark is unknown from the next run on, and gets
    none.
    """
    marked = _marks_by_note(found)
    ours = {
        n: name
        for n, name in found.note_names.items()
        if name in fresh.anchors or _has_bookmark(found, name)
    }
    kept = {note_mark_of(name): number for number, name in ours.items()}
    lost = {
        start.get(f"{W}id")
        for start in found.document.body.iter(f"{W}bookmarkStart")
        if (name := start.get(f"{W}name", "").lower()).startswith(NOTE_MARK)
        and marked.get(kept.get(name, "")) != name
    }
    _drop_bookmarks(found, lost)
    for reference in list(found.document.body.iter(f"{W}footnoteReference")):
        number = reference.get(f"{W}id", "")
        run = reference.getparent()
        name = ours.get(number, "")
        if name and run is not None and marked.get(number) != note_mark_of(name):
            start, end = etree.Element(f"{W}bookmarkStart"), etree.Element(f"{W}bookmarkEnd")
            start.set(f"{W}name", note_mark_of(name))
            importer.number_pair(start, end)
            run.addprevious(start)
            run.addnext(end)


def _has_bookmark(found: PaperIndex, name: str) -> bool:
    """Whether a note bears its name itself."""
    starts = (
        start for p in found.anchors[name].paragraphs for start in p.iter(f"{W}bookmarkStart")
    )
    return any(start.get(f"{W}name", "").lower() == name for start in starts)


def _drop_bookmarks(found: PaperIndex, numbers: set[str | None]) -> None:
    """Take out the bookmarks with these numbers, in one pass."""
    for node in (
        list(found.document.body.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")) if numbers else ()
    ):
        parent = node.getparent()
        if node.get(f"{W}id") in numbers and parent is not None:
            parent.remove(node)


def _notes(found: PaperIndex) -> dict[str, Element]:
    notes = found.document.part_tree("footnotes")
    return {note.get(f"{W}id", ""): note for note in (notes if notes is not None else ())}


def _note_references(anchor: Anchor) -> list[str]:
    elements = (anchor.row,) if anchor.row is not None else anchor.paragraphs
    return [
        ref.get(f"{W}id", "")
        for element in elements
        for ref in element.iter(f"{W}footnoteReference")
    ]


def _match_by_words(
    found: PaperIndex,
    base: LastGenerated,
    bodies: dict[str, Element],
    numbers: list[str],
    wanted: list[str],
) -> None:
    for name in list(wanted):
        texts = base.texts[name].texts if name in base.texts else ("",)
        same = [n for n in numbers if is_same(found.text(tuple(bodies[n].iter(f"{W}p"))), texts[0])]
        if len(same) == 1:
            found.name_note(same[0], bodies[same[0]], name)
            numbers.remove(same[0])
            wanted.remove(name)


def drop_notes(found: PaperIndex) -> None:
    """Take out the notes of ours that nothing refers to any more."""
    notes = found.document.part_tree("footnotes")
    if notes is None:
        return
    referred = {ref.get(f"{W}id", "") for ref in found.document.body.iter(f"{W}footnoteReference")}
    for note in list(notes):
        number = note.get(f"{W}id", "")
        if number in found.note_names and number not in referred:
            notes.remove(note)
            found.anchors.pop(found.note_names.pop(number), None)


def bookmark(paragraph: Element, name: str, importer: ElementImporter) -> None:
    """A bookmark over a whole paragraph."""
    start, end = etree.Element(f"{W}bookmarkStart"), etree.Element(f"{W}bookmarkEnd")
    start.set(f"{W}name", name)
    importer.number_pair(start, end)
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        paragraph.insert(0, start)
    else:
        properties.addnext(start)
    paragraph.append(end)


def give_id(found: PaperIndex, name: str, paragraph: Element, importer: ElementImporter) -> None:
    """A bookmark over the whole paragraph, and its anchor."""
    bookmark(paragraph, name, importer)
    row = next(paragraph.iterancestors(f"{W}tr"), None)
    found.anchors[name] = Anchor(name, BLOCK if row is None else ROW, (paragraph,), row)
