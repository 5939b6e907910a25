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
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from pipeline.ooxml import BOOKMARK, NOTE_MARK, W
from pipeline.refresh.compared_text import NOTE, atoms, is_same, normal, readable
from pipeline.refresh.element_importer import ElementImporter
from pipeline.refresh.package import bookmark_of, is_a, number_of, take_out
from pipeline.refresh.paper_index import BLOCK, NOTE_KIND, ROW, PaperIndex, TextAnchor
from pipeline.refresh.round_trip import GeneratedText, LastGenerated, Memory

Element = etree._Element

_MOST_MISSING = 10
_ALIKE = 0.6
_NOT_GENERATED = GeneratedText(("",), "")
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
    index: PaperIndex,
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
    relinked = _relink_rows(index, base, known, importer)
    relinked += _relink_blocks(index, base, known, importer)
    missing = _missing(index, base, memory)
    pairs = _similar_pairs(index, base, missing)
    all_units = _count_units(index, base, [*dict.fromkeys((*base.texts, *missing))])
    is_part = _count_units(index, base, missing) * _MOST_MISSING > all_units
    is_open = is_part or not memory.unsettled.isdisjoint(missing)
    if is_confirmed:
        for name, paragraph in pairs:
            give_id(index, name, paragraph, importer)
        relinked += [name for name, _ in pairs]
        missing, is_part, is_open = _missing(index, base, memory), False, False
    if relinked:
        _put_in_order(index)
    return LostIds(tuple(relinked), tuple(missing), is_part, is_open, pairs)


def _put_in_order(index: PaperIndex) -> None:
    """The ids in the order of the document, notes first: what was given back stands at the end."""
    places = {p: number for number, p in enumerate(index.document.body.iter(f"{W}p"))}
    index.anchors = dict(
        sorted(index.anchors.items(), key=lambda item: places.get(item[1].paragraphs[0], -1))
    )


def join_halves(index: PaperIndex, base: LastGenerated) -> None:
    """A paragraph that lost a half to its neighbour, which has no id: together the words that were
    generated.

    LibreOffice leaves the id with one half when it saves a split paragraph for the second time.
    """
    owned = {p for anchor in index.anchors.values() for p in anchor.paragraphs}
    for name, anchor, kept in _generated_anchors(index, base):
        if anchor.kind != BLOCK:
            continue
        wanted = normal(kept.texts[0])
        if normal(index.text(anchor.paragraphs)) in {"", wanted}:
            continue
        for half, both in _with_neighbours(anchor.paragraphs):
            if half not in owned and normal(index.text(both)) == wanted:
                index.anchors[name] = anchor._replace(paragraphs=both)
                index.split[name] = len(both)


def _generated_anchors(
    index: PaperIndex, base: LastGenerated
) -> list[tuple[str, TextAnchor, GeneratedText]]:
    """What is there of what was generated: id, anchor, texts."""
    return [
        (name, anchor, base.texts[name])
        for name, anchor in index.anchors.items()
        if name in base.texts
    ]


def _with_neighbours(own: tuple[Element, ...]) -> Iterator[tuple[Element, tuple[Element, ...]]]:
    """The paragraph before some, and the one after, each with all of them together."""
    before, after = own[0].getprevious(), own[-1].getnext()
    if is_a(before, f"{W}p"):
        yield before, (before, *own)
    if is_a(after, f"{W}p"):
        yield after, (*own, after)


def _missing(index: PaperIndex, base: LastGenerated, memory: Memory) -> list[str]:
    """What was generated and is not there, what was kept though not generated, and what nobody has
    settled.
    """
    generated = [name for name, kept in base.texts.items() if kept.kind != NOTE_KIND]
    kept_on = sorted(memory.orphans - base.texts.keys())
    wanted = dict.fromkeys((*generated, *kept_on, *sorted(memory.unsettled)))
    known = index.anchors.keys() | memory.gone
    return [name for name in wanted if name not in known]


def _count_units(index: PaperIndex, base: LastGenerated, names: list[str]) -> int:
    """How many paragraphs and rows these are; a table that is gone as a whole counts once."""
    living = {base.texts[name].table for name in base.texts if name in index.anchors}
    units = set()
    for name in names:
        kept = base.texts.get(name, _NOT_GENERATED)
        if kept.kind == NOTE_KIND:
            continue
        if kept.table in {"", *living}:
            units.add(name)
        else:
            units.add(kept.table)
    return len(units)


def _not_there(
    index: PaperIndex, base: LastGenerated, kind: str, known: frozenset[str]
) -> list[str]:
    """What was generated, is not there, and was not missing before."""
    there = index.anchors.keys() | known
    return [n for n, kept in base.texts.items() if kept.kind == kind and n not in there]


def _relink_blocks(
    index: PaperIndex, base: LastGenerated, known: frozenset[str], importer: ElementImporter
) -> list[str]:
    wanted = _not_there(index, base, BLOCK, known)
    if not wanted:
        return []
    strangers: dict[str, list[Element]] = defaultdict(list)
    for paragraph in index.strangers():
        strangers[normal(index.text((paragraph,)))].append(paragraph)
    counts = Counter(normal(kept.texts[0]) for kept in base.texts.values() if kept.kind == BLOCK)
    # The masthead may repeat a heading: its line is not a heading that has lost its bookmark.
    for texts in base.page.values():
        counts.update(map(normal, texts))
    relinked = []
    for name in wanted:
        key = normal(base.texts[name].texts[0])
        if counts[key] == 1 and len(strangers.get(key, ())) == 1:
            give_id(index, name, strangers.pop(key)[0], importer)
            relinked.append(name)
    return relinked


def _relink_rows(
    index: PaperIndex, base: LastGenerated, known: frozenset[str], importer: ElementImporter
) -> list[str]:
    wanted = _not_there(index, base, ROW, known)
    if not wanted:
        return []
    rows_known = {anchor.row for anchor in index.anchors.values() if anchor.row is not None}
    strangers: dict[tuple[str, ...], list[Element]] = defaultdict(list)
    for row in index.document.body.iter(f"{W}tr"):
        if row not in rows_known:
            texts = index.texts(TextAnchor("", ROW, (), row))
            strangers[tuple(map(normal, texts))].append(row)
    relinked = []
    for name in wanted:
        rows = strangers.get(tuple(map(normal, base.texts[name].texts)), [])
        if len(rows) == 1:
            give_id(index, name, next(rows[0].iter(f"{W}p")), importer)
            relinked.append(name)
            rows.clear()
    return relinked


def _similar_pairs(
    index: PaperIndex, base: LastGenerated, missing: list[str]
) -> tuple[tuple[str, Element], ...]:
    """Missing paragraphs and paragraphs without id that are alike and name the same: for a person
    to confirm.
    """
    if not missing:
        return ()
    strangers = {p: readable(index.text((p,))) for p in index.strangers()}
    chosen: dict[str, Element] = {}
    for name in missing:
        kept = base.texts.get(name, _NOT_GENERATED)
        if kept.kind != BLOCK:
            continue
        best = _most_alike(readable(kept.texts[0]), strangers)
        if best is not None:
            chosen[name] = best
            del strangers[best]
    return tuple(chosen.items())


def _most_alike(text: str, strangers: Mapping[Element, str]) -> Element | None:
    """The paragraph most like a text, of those that name the same; None where none is alike."""
    names = frozenset(_NAME.findall(text))
    best, score = None, _ALIKE
    for paragraph, words in strangers.items():
        if frozenset(_NAME.findall(words)) != names:
            continue
        matcher = difflib.SequenceMatcher(None, text.split(), words.split(), autojunk=False)
        if matcher.quick_ratio() > score and (ratio := matcher.ratio()) > score:
            best, score = paragraph, ratio
    return best


# --- notes


def name_notes(index: PaperIndex, base: LastGenerated) -> None:
    """Name the notes by the marks around their places, the rest by their words."""
    bodies = {number_of(note): note for note in index.document.entries("footnotes")}
    if bodies:
        _name_by_marks(index, base, bodies)
        _name_by_words(index, base, bodies)


def _name_by_marks(index: PaperIndex, base: LastGenerated, bodies: dict[str, Element]) -> None:
    wanted = {note_mark_of(name): name for name in _not_there(index, base, NOTE_KIND, frozenset())}
    unnamed = bodies.keys() - index.note_names.keys()
    for number, mark in _marks_by_note(index).items():
        if number in unnamed and mark in wanted:
            index.name_note(number, bodies[number], wanted.pop(mark))


def _name_by_words(index: PaperIndex, base: LastGenerated, bodies: dict[str, Element]) -> None:
    """Each note by its words, among those that its paragraph was generated with."""
    for _, anchor, kept in _generated_anchors(index, base):
        if anchor.kind == NOTE_KIND:
            continue
        unnamed = bodies.keys() - index.note_names.keys()
        numbers = [number for number in _note_references(anchor) if number in unnamed]
        names = atoms(" ".join(kept.texts), NOTE)
        wanted = [name for name in names if name not in index.anchors]
        _match_by_words(index, base, bodies, numbers, wanted)


def note_mark_of(name: str) -> str:
    """The mark round the place of a note, by the bookmark inside it."""
    return NOTE_MARK + name.removeprefix(BOOKMARK)


def _marks_by_note(index: PaperIndex) -> dict[str, str]:
    """The mark that each reference to a note stands in, by the number of the note."""
    marks: dict[str, str] = {}
    for reference in index.document.body.iter(f"{W}footnoteReference"):
        for start in _bookmarks_before(reference.getparent()):
            if bookmark_of(start).startswith(NOTE_MARK):
                marks[number_of(reference)] = bookmark_of(start)
    return marks


def _bookmarks_before(run: Element | None) -> Iterator[Element]:
    """The starts of bookmarks right before a run, the nearest first."""
    if run is None:
        return
    for before in run.itersiblings(preceding=True):
        if before.tag != f"{W}bookmarkStart":
            return
        yield before


def mark_notes(index: PaperIndex, fresh: PaperIndex, importer: ElementImporter) -> None:
    """A mark round each reference to a note of ours; marks that lost their reference go.

    A note that is generated no more and bears no bookmark is unknown from the next run on, and gets
    none.
    """
    marked = _marks_by_note(index)
    marks = {
        number: note_mark_of(name)
        for number, name in index.note_names.items()
        if name in fresh.anchors or _has_bookmark(index, name)
    }
    by_mark = {mark: number for number, mark in marks.items()}
    _drop_lost_marks(index, {m for m, number in by_mark.items() if marked.get(number) == m})
    for reference in list(index.document.body.iter(f"{W}footnoteReference")):
        number, run = number_of(reference), reference.getparent()
        mark = marks.get(number)
        if run is not None and mark not in {None, marked.get(number)}:
            start, end = importer.new_bookmark(str(mark))
            run.addprevious(start)
            run.addnext(end)


def _has_bookmark(index: PaperIndex, name: str) -> bool:
    """Whether a note bears its name itself."""
    return any(
        name in map(bookmark_of, paragraph.iter(f"{W}bookmarkStart"))
        for paragraph in index.anchors[name].paragraphs
    )


def _drop_lost_marks(index: PaperIndex, standing: set[str]) -> None:
    """Take out the marks of notes that are not round their reference any more, in one pass."""
    lost = set()
    for start in index.document.body.iter(f"{W}bookmarkStart"):
        if bookmark_of(start).startswith(NOTE_MARK) and bookmark_of(start) not in standing:
            lost.add(number_of(start))
    if lost:
        for node in list(index.document.body.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
            if number_of(node) in lost:
                take_out(node)


def _note_references(anchor: TextAnchor) -> list[str]:
    """The numbers of the notes that a paragraph or row refers to."""
    elements = anchor.paragraphs
    if anchor.row is not None:
        elements = (anchor.row,)
    numbers: list[str] = []
    for element in elements:
        numbers += map(number_of, element.iter(f"{W}footnoteReference"))
    return numbers


def _match_by_words(
    index: PaperIndex,
    base: LastGenerated,
    bodies: dict[str, Element],
    numbers: list[str],
    wanted: list[str],
) -> None:
    for name in list(wanted):
        text = base.texts.get(name, _NOT_GENERATED).texts[0]
        same = [n for n in numbers if is_same(index.text(tuple(bodies[n].iter(f"{W}p"))), text)]
        if len(same) == 1:
            index.name_note(same[0], bodies[same[0]], name)
            numbers.remove(same[0])
            wanted.remove(name)


def drop_notes(index: PaperIndex) -> None:
    """Take out the notes of ours that nothing refers to any more."""
    referred = set(map(number_of, index.document.body.iter(f"{W}footnoteReference")))
    unreferred = index.note_names.keys() - referred
    for note in index.document.entries("footnotes"):
        if number_of(note) in unreferred:
            take_out(note)
            index.anchors.pop(index.note_names.pop(number_of(note)), None)


def bookmark(paragraph: Element, name: str, importer: ElementImporter) -> None:
    """A bookmark over a whole paragraph."""
    start, end = importer.new_bookmark(name)
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        paragraph.insert(0, start)
    else:
        properties.addnext(start)
    paragraph.append(end)


def give_id(index: PaperIndex, name: str, paragraph: Element, importer: ElementImporter) -> None:
    """A bookmark over the whole paragraph, and its anchor."""
    bookmark(paragraph, name, importer)
    index.anchors[name] = TextAnchor.at(name, (paragraph,))
