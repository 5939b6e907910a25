"""The editors' round trip: their bytes, what was generated last, and the papers of today, to their
document refreshed.

In: bytes, base, the newly rendered document, memory and plan. Out: Refreshed. No editor's character
is lost; what cannot be merged is commented on; refreshing twice changes nothing.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from lxml import etree

from pipeline.model import place as places
from pipeline.ooxml import W
from pipeline.refresh.arrange import Inserter
from pipeline.refresh.compared_text import readable
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
from pipeline.refresh.package import Document
from pipeline.refresh.page_regions import (
    PageRegion,
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
from pipeline.refresh.tracked_changes import Pen, is_ours

Element = etree._Element


def refresh(
    edited: bytes, base: LastGenerated, new: bytes, memory: Memory, plan: RefreshPlan
) -> Refreshed:
    """The editors' document with the facts of today.

    NotAPackage or UnsafePackage where the editors' bytes are no Word document.
    """
    fresh = PaperIndex(Document(new))
    known = {name for name, kept in base.texts.items() if kept.kind == BLOCK}
    known |= {name for name, anchor in fresh.anchors.items() if anchor.kind == BLOCK}
    theirs = PaperIndex(Document(edited), frozenset(known))
    name_notes(theirs, base)
    resolve_duplicate_bookmarks(theirs, base)
    join_halves(theirs, base)
    merge = Merge(theirs, fresh, base, memory, plan)
    numbers = {p: number for number, p in enumerate(theirs.document.body.iter(f"{W}p"), start=1)}
    lost = find_lost(theirs, base, memory, merge.importer, plan.is_confirmed)
    order = _order(theirs)
    merge.run()
    inserted = _insert(merge, _gone(theirs, memory, lost) | _unsettled(theirs, memory, lost), lost)
    lost = _with_left_out(merge, memory, lost)
    merge.comments.drop_stale()
    drop_notes(theirs)
    mark_notes(theirs, fresh, merge.importer)
    mark_captions(theirs, fresh, merge.importer)
    is_own = "msp_paper" in read_properties(theirs.document)
    page = PageUpdate(theirs, fresh, base.page, merge.pen("")).run() if is_own else []
    recounted = _recount_numbers(merge, is_own)
    drop_pictures(theirs.document)
    kept = Memory(_gone(theirs, memory, lost), merge.conflicts, _unsettled(theirs, memory, lost))
    _mark_run(merge)
    set_properties(theirs.document, fresh.document, plan.run, kept)
    _number_changes(theirs, regions(theirs)[1:] if page else ())
    pairs = tuple((name, str(places.paragraph(numbers[p]))) for name, p in lost.pairs)
    events = (*merge.events, *_events(merge, lost, inserted, order), *page, *recounted)
    return Refreshed(
        theirs.document.content(), kept, events, lost.missing if lost.is_open else (), pairs
    )


def _gone(theirs: PaperIndex, memory: Memory, lost: LostIds) -> frozenset[str]:
    """The tombstones: those of before, and what is missing now unless nothing is concluded."""
    now = frozenset() if lost.is_open else memory.unsettled.union(lost.missing)
    return frozenset(name for name in memory.gone | now if name not in theirs.anchors)


def _unsettled(theirs: PaperIndex, memory: Memory, lost: LostIds) -> frozenset[str]:
    """What is missing without a conclusion."""
    now = memory.unsettled.union(lost.missing) if lost.is_open else frozenset()
    return frozenset(name for name in now if name not in theirs.anchors)


def _insert(merge: Merge, known: frozenset[str], lost: LostIds) -> list[str]:
    may_come = frozenset(
        name
        for name, anchor in merge.new.anchors.items()
        if anchor.kind != NOTE_KIND
        and name not in merge.theirs.anchors
        and name not in known
        and name not in merge.base.texts
    )
    arranger = Inserter(merge.theirs, merge.new, merge.importer, lost.is_part)
    arranger.insert(may_come, merge.pen(""))
    return arranger.inserted


def _with_left_out(merge: Merge, memory: Memory, lost: LostIds) -> LostIds:
    """With what is generated and found no place, as a row of a deleted table: it will not come
    later.
    """
    known = {*merge.theirs.anchors, *memory.gone, *lost.missing}
    left = [
        name
        for name, anchor in merge.new.anchors.items()
        if anchor.kind != NOTE_KIND and name not in known
    ]
    return lost._replace(missing=(*lost.missing, *left))


def _recount_numbers(merge: Merge, is_own: bool) -> list[Event]:
    """The numbers of captions and references counted anew; in a master of others, those in our own
    texts alone.
    """
    theirs = merge.theirs
    names: dict[Element, str] = {}

    def pen_of(paragraph: Element) -> Pen | None:
        if not names:
            names.update(_names(theirs))
        name = names.get(paragraph, "")
        return merge.pen(name) if name or is_own else None

    counted = recount(theirs.document, pen_of)
    numbers = (
        {p: n for n, p in enumerate(theirs.document.body.iter(f"{W}p"), start=1)} if counted else {}
    )
    events = []
    for one in counted:
        place = names.get(one.paragraph) or str(places.paragraph(numbers.get(one.paragraph, 1)))
        events.append(
            Event(place, "recounted" if one.now else "unresolved", one.was, one.was, one.now)
        )
    return events


def _names(theirs: PaperIndex) -> Iterator[tuple[Element, str]]:
    """Each paragraph of ours with its id, those of rows too."""
    for name, anchor in theirs.anchors.items():
        for paragraph in anchor.paragraphs if anchor.row is None else anchor.row.iter(f"{W}p"):
            yield paragraph, name


def _order(theirs: PaperIndex) -> list[str]:
    return [name for name, anchor in theirs.anchors.items() if anchor.kind != NOTE_KIND]


def _events(merge: Merge, lost: LostIds, inserted: list[str], order: list[str]) -> list[Event]:
    def text(name: str) -> tuple[str, str]:
        base, new = merge.base.texts.get(name), merge.new.anchors.get(name)
        return (
            readable(" ".join(base.texts)) if base else "",
            readable(" ".join(merge.new.texts(new))) if new else "",
        )

    events = [Event(name, "inserted", new=text(name)[1]) for name in inserted]
    what = "missing" if lost.is_open else "deleted"
    events += [Event(name, what, text(name)[0], "", text(name)[1]) for name in lost.missing]
    events += [Event(name, "relinked") for name in lost.relinked]
    events += [Event(name, "split") for name in merge.theirs.split]
    events += [Event(name, "copied") for name in merge.theirs.copied]
    events += [Event(name, "apart") for name in merge.theirs.apart]
    events += [Event(name, "moved") for name in _moved(order, list(merge.base.texts))]
    return events


def _moved(order: list[str], base: list[str]) -> list[str]:
    """The ids that stand elsewhere than generated: those outside the longest run still in order."""
    place = {name: number for number, name in enumerate(base)}
    known = [name for name in order if name in place]
    tails: list[int] = []
    at_tail: list[str] = []
    before: dict[str, str] = {}
    for name in known:
        at = bisect_left(tails, place[name])
        before[name] = at_tail[at - 1] if at else ""
        tails[at : at + 1] = [place[name]]
        at_tail[at : at + 1] = [name]
    kept: set[str] = set()
    name = at_tail[-1] if at_tail else ""
    while name:
        kept.add(name)
        name = before[name]
    return [name for name in known if name not in kept]


def _mark_run(merge: Merge) -> None:
    """The bookmarks with the run id carry the run of today; put at the first and last living id if
    they were lost.
    """
    theirs = merge.theirs
    has: set[str] = set()
    for start in theirs.document.body.iter(f"{W}bookmarkStart"):
        name = start.get(f"{W}name", "").lower()
        for prefix in (RUN, END):
            if name.startswith(prefix):
                start.set(f"{W}name", prefix + merge.plan.run)
                has.add(prefix)
    blocks = [anchor for anchor in theirs.anchors.values() if anchor.kind == BLOCK]
    living = [anchor for anchor in blocks if anchor.paragraphs[0].getparent() is not None]
    for prefix, position in ((RUN, 0), (END, -1)):
        if prefix not in has and living:
            bookmark(living[position].paragraphs[0], prefix + merge.plan.run, merge.importer)


def _number_changes(theirs: PaperIndex, headers: Iterable[PageRegion]) -> None:
    """Numbers for our tracked changes that no other change has."""
    kinds = (f"{W}ins", f"{W}del")
    roots = [theirs.document.body]
    notes = theirs.document.part_tree("footnotes")
    roots += [notes] if notes is not None else []
    roots += [
        region.paragraphs[0].getroottree().getroot() for region in headers if region.paragraphs
    ]
    marks = [mark for root in roots for mark in root.iter(*kinds)]
    numbers = [int(n) for mark in marks if (n := mark.get(f"{W}id", "")).isdigit()]
    following = max(numbers, default=0) + 1
    for mark in marks:
        if is_ours(mark) and mark.get(f"{W}id") == "0":
            mark.set(f"{W}id", str(following))
            following += 1


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
