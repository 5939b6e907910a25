"""The editors' round trip: their bytes, what was generated last, and the papers of today, to their
document refreshed.

In: bytes, base, the newly rendered document, memory and plan. Out: Refreshed. No editor's character
is lost; what cannot be merged is commented on; refreshing twice changes nothing.
"""

from bisect import bisect_left
from collections.abc import Iterator

from lxml import etree

from pipeline.model import place as places
from pipeline.ooxml import W
from pipeline.refresh.arrange import Inserter
from pipeline.refresh.counted_fields import recount
from pipeline.refresh.element_importer import drop_pictures, mark_captions
from pipeline.refresh.identity import (
    LostIds,
    bookmark,
    drop_notes,
    find_lost,
    join_halves,
    mark_notes,
    name_notes,
)
from pipeline.refresh.merge import Merge
from pipeline.refresh.package import Document, bookmark_of
from pipeline.refresh.page_regions import (
    PageUpdate,
    page_texts,
    read_properties,
    regions,
    set_properties,
)
from pipeline.refresh.paper_index import (
    BLOCK,
    END,
    NOTE_KIND,
    RUN,
    PaperIndex,
    resolve_duplicate_bookmarks,
)
from pipeline.refresh.round_trip import (
    PAGE,
    Event,
    Json,
    LastGenerated,
    Memory,
    Refreshed,
    RefreshPlan,
)
from pipeline.refresh.tracked_changes import Pen, number_changes

Element = etree._Element


def refresh(
    edited: bytes, base: LastGenerated, new: bytes, memory: Memory, plan: RefreshPlan
) -> Refreshed:
    """The editors' document with the facts of today.

    NotAPackage or UnsafePackage where the editors' bytes are no Word document.
    """
    fresh = PaperIndex(Document(new))
    theirs = index_copy(edited, base, fresh)
    numbers = _paragraph_numbers(theirs)
    merge = Merge(theirs, fresh, base, memory, plan)
    lost = find_lost(theirs, base, memory, merge.importer, plan.is_confirmed)
    order = [name for name, anchor in theirs.anchors.items() if anchor.kind != NOTE_KIND]

    merge.run()
    inserted = _insert(merge, _remembered(merge, lost), lost)
    lost = _with_left_out(merge, lost)
    _tidy(merge)
    page = _update_page(merge)
    recounted = _recount_numbers(merge)
    drop_pictures(theirs.document)

    kept = _remembered(merge, lost)
    _mark_run(merge)
    set_properties(theirs.document, fresh.document, plan.run, kept)
    number_changes_of(theirs, has_page=bool(page))
    events = (*merge.events, *_events(merge, lost, inserted, order), *page, *recounted)
    return Refreshed(
        theirs.document.content(),
        kept,
        events,
        lost.missing if lost.is_open else (),
        tuple((name, str(places.paragraph(numbers[p]))) for name, p in lost.pairs),
    )


def index_copy(edited: bytes, base: LastGenerated, fresh: PaperIndex) -> PaperIndex:
    """Where the paragraphs of the paper stand in the editors' document."""
    blocks = {name for name, kept in base.texts.items() if kept.kind == BLOCK}
    blocks |= {name for name, anchor in fresh.anchors.items() if anchor.kind == BLOCK}
    theirs = PaperIndex(Document(edited), frozenset(blocks))
    name_notes(theirs, base)
    resolve_duplicate_bookmarks(theirs, base)
    join_halves(theirs, base)
    return theirs


def _paragraph_numbers(theirs: PaperIndex) -> dict[Element, int]:
    """The paragraphs of the body, counted as a reader names them."""
    return {p: number for number, p in enumerate(theirs.document.body.iter(f"{W}p"), start=1)}


def _is_own(merge: Merge) -> bool:
    """Whether the document is a paper of ours, not a master of others that holds its text."""
    return "msp_paper" in read_properties(merge.theirs.document)


def _remembered(merge: Merge, lost: LostIds) -> Memory:
    """What is to be known the next time: tombstones, and what is missing without a conclusion."""
    missing = merge.memory.unsettled.union(lost.missing)
    gone, unsettled = merge.memory.gone | missing, frozenset[str]()
    if lost.is_open:
        gone, unsettled = merge.memory.gone, missing
    there = merge.theirs.anchors.keys()
    return Memory(gone - there, merge.conflicts, unsettled - there)


def _insert(merge: Merge, remembered: Memory, lost: LostIds) -> list[str]:
    """Put in what is generated for the first time."""
    known = {*merge.theirs.anchors, *merge.base.texts, *remembered.gone, *remembered.unsettled}
    may_come = frozenset(_generated(merge)) - known
    inserter = Inserter(merge.theirs, merge.new, merge.importer, lost.is_part)
    inserter.insert(may_come, merge.pen(""))
    return inserter.inserted


def _generated(merge: Merge) -> list[str]:
    """The ids of the paragraphs and rows that are generated now."""
    return [name for name, anchor in merge.new.anchors.items() if anchor.kind != NOTE_KIND]


def _tidy(merge: Merge) -> None:
    """Comments, notes and marks of captions as the merged text needs them."""
    merge.comments.drop_stale()
    drop_notes(merge.theirs)
    mark_notes(merge.theirs, merge.new, merge.importer)
    mark_captions(merge.theirs, merge.new, merge.importer)


def _update_page(merge: Merge) -> list[Event]:
    """What stands round the text; nothing in a master of others."""
    if not _is_own(merge):
        return []
    return PageUpdate(merge.theirs, merge.new, merge.base.page, merge.pen("")).run()


def _with_left_out(merge: Merge, lost: LostIds) -> LostIds:
    """With what is generated and found no place, as a row of a deleted table: it will not come
    later.
    """
    known = {*merge.theirs.anchors, *merge.memory.gone, *lost.missing}
    left = [name for name in _generated(merge) if name not in known]
    return lost._replace(missing=(*lost.missing, *left))


def _recount_numbers(merge: Merge) -> list[Event]:
    """The numbers of captions and references counted anew; in a master of others, those in our own
    texts alone.
    """
    names, is_own = dict(_names(merge.theirs)), _is_own(merge)

    def pen_of(paragraph: Element) -> Pen | None:
        if paragraph in names or is_own:
            return merge.pen(names.get(paragraph, ""))
        return None

    counted = recount(merge.theirs.document, pen_of)
    if not counted:
        return []
    numbers = _paragraph_numbers(merge.theirs)
    events = []
    for one in counted:
        place = str(places.paragraph(numbers.get(one.paragraph, 1)))
        what = "recounted" if one.now else "unresolved"
        events.append(Event(names.get(one.paragraph, place), what, one.was, one.was, one.now))
    return events


def _names(theirs: PaperIndex) -> Iterator[tuple[Element, str]]:
    """Each paragraph of ours with its id, those of rows too."""
    for name, anchor in theirs.anchors.items():
        for paragraph in anchor.all_paragraphs:
            yield paragraph, name


def _events(merge: Merge, lost: LostIds, inserted: list[str], order: list[str]) -> list[Event]:
    """What became of ids besides the merging of their texts."""
    events = [Event(name, "inserted", new=merge.words_of(name)[1]) for name in inserted]
    what = "missing" if lost.is_open else "deleted"
    for name in lost.missing:
        base, new = merge.words_of(name)
        events.append(Event(name, what, base, "", new))
    found = {
        "relinked": lost.relinked,
        "split": merge.theirs.split,
        "copied": merge.theirs.copied,
        "apart": merge.theirs.apart,
        "moved": _moved(order, list(merge.base.texts)),
    }
    for what, names in found.items():
        events += [Event(name, what) for name in names]
    return events


def _moved(order: list[str], base: list[str]) -> list[str]:
    """The ids that stand elsewhere than generated: those outside the longest run still in order."""
    place = {name: number for number, name in enumerate(base)}
    known = [name for name in order if name in place]
    tails: list[int] = []  # the last places of the runs of each length
    at_tail: list[str] = []
    before: dict[str, str] = {}
    for name in known:
        at = bisect_left(tails, place[name])
        before[name] = "".join(at_tail[:at][-1:])
        tails[at : at + 1] = [place[name]]
        at_tail[at : at + 1] = [name]
    kept: set[str] = set()
    name = "".join(at_tail[-1:])
    while name:
        kept.add(name)
        name = before[name]
    return [name for name in known if name not in kept]


def _mark_run(merge: Merge) -> None:
    """The bookmarks with the run id carry the run of today; put at the first and last living id if
    they were lost.
    """
    theirs = merge.theirs
    lost = {RUN: 0, END: -1}  # by the place of the paragraph that carries it
    for start in theirs.document.body.iter(f"{W}bookmarkStart"):
        for prefix in (RUN, END):
            if bookmark_of(start).startswith(prefix):
                start.set(f"{W}name", prefix + merge.plan.run)
                lost.pop(prefix, None)
    firsts = [anchor.paragraphs[0] for anchor in theirs.anchors.values() if anchor.kind == BLOCK]
    living = [paragraph for paragraph in firsts if paragraph.getparent() is not None]
    if living:
        for prefix, position in lost.items():
            bookmark(living[position], prefix + merge.plan.run, merge.importer)


def number_changes_of(theirs: PaperIndex, has_page: bool) -> None:
    """Numbers for our tracked changes that no other change has, those round the text too."""
    roots = [theirs.document.body, theirs.document.part_tree("footnotes")]
    if has_page:
        roots += [region.root for region in regions(theirs)[1:]]
    number_changes([root for root in roots if root is not None])


def generated(content: bytes) -> list[Json]:
    """The texts of a document as rendered, for the ledger: bookmark, kind, texts, the table of a
    row; then its page.
    """
    found = PaperIndex(Document(content))
    tables: dict[object, str] = {}
    entries: list[Json] = []
    for name, anchor in found.anchors.items():
        entry: Json = {"bookmark": name, "kind": anchor.kind, "texts": list(found.texts(anchor))}
        if anchor.row is not None:
            entry["table"] = tables.setdefault(anchor.row.getparent(), name)
        entries.append(entry)
    page = [
        {"bookmark": role, "kind": PAGE, "texts": list(texts)}
        for role, texts in page_texts(found).items()
    ]
    return entries + page
