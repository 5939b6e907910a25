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
from pipeline.refresh.arrange import Arranger
from pipeline.refresh.base import Base, Memory
from pipeline.refresh.found import BLOCK, END, NOTE_KIND, RUN, Found
from pipeline.refresh.lost import Lost, bookmark, find_lost, join_halves
from pipeline.refresh.marks import is_ours
from pipeline.refresh.merge import Merge
from pipeline.refresh.notes import mark_notes, name_notes
from pipeline.refresh.package import Document
from pipeline.refresh.page import Page, Region, regions
from pipeline.refresh.pictures import drop_pictures
from pipeline.refresh.plan import Event, Plan, Refreshed
from pipeline.refresh.properties import read_properties, set_properties
from pipeline.refresh.references import mark_captions, recount
from pipeline.refresh.remove import drop_notes
from pipeline.refresh.splice import Pen
from pipeline.refresh.twins import settle_twins
from pipeline.refresh.words import readable

Element = etree._Element


def refresh(edited: bytes, base: Base, new: bytes, memory: Memory, plan: Plan) -> Refreshed:
    """The editors' document with the facts of today.

    NotAPackage or UnsafePackage where the editors' bytes are no Word document.
    """
    fresh = Found(Document(new))
    known = {name for name, kept in base.texts.items() if kept.kind == BLOCK}
    known |= {name for name, spot in fresh.spots.items() if spot.kind == BLOCK}
    theirs = Found(Document(edited), frozenset(known))
    name_notes(theirs, base)
    settle_twins(theirs, base)
    join_halves(theirs, base)
    merge = Merge(theirs, fresh, base, memory, plan)
    numbers = {p: number for number, p in enumerate(theirs.document.body.iter(f"{W}p"), start=1)}
    lost = find_lost(theirs, base, memory, merge.bringer, plan.is_confirmed)
    order = _order(theirs)
    merge.run()
    inserted = _insert(merge, _gone(theirs, memory, lost) | _unsettled(theirs, memory, lost), lost)
    lost = _with_left_out(merge, memory, lost)
    merge.comments.drop_stale()
    drop_notes(theirs)
    mark_notes(theirs, fresh, merge.bringer)
    mark_captions(theirs, fresh, merge.bringer)
    is_own = "msp_paper" in read_properties(theirs.document)
    page = Page(theirs, fresh, base.page, merge.pen("")).run() if is_own else []
    recounted = _recount(merge, is_own)
    drop_pictures(theirs.document)
    kept = Memory(_gone(theirs, memory, lost), merge.conflicts, _unsettled(theirs, memory, lost))
    _mark_run(merge)
    set_properties(theirs.document, fresh.document, plan.run, kept)
    _number_changes(theirs, regions(theirs)[1:] if page else ())
    pairs = tuple((name, str(places.paragraph(numbers[p]))) for name, p in lost.pairs)
    events = (*merge.events, *_told(merge, lost, inserted, order), *page, *recounted)
    return Refreshed(
        theirs.document.content(), kept, events, lost.missing if lost.is_open else (), pairs
    )


def _gone(theirs: Found, memory: Memory, lost: Lost) -> frozenset[str]:
    """The tombstones: those of before, and what is missing now unless nothing is concluded."""
    now = frozenset() if lost.is_open else memory.unsettled.union(lost.missing)
    return frozenset(name for name in memory.gone | now if name not in theirs.spots)


def _unsettled(theirs: Found, memory: Memory, lost: Lost) -> frozenset[str]:
    """What is missing without a conclusion."""
    now = memory.unsettled.union(lost.missing) if lost.is_open else frozenset()
    return frozenset(name for name in now if name not in theirs.spots)


def _insert(merge: Merge, known: frozenset[str], lost: Lost) -> list[str]:
    may_come = frozenset(
        name
        for name, spot in merge.new.spots.items()
        if spot.kind != NOTE_KIND
        and name not in merge.theirs.spots
        and name not in known
        and name not in merge.base.texts
    )
    arranger = Arranger(merge.theirs, merge.new, merge.bringer, lost.is_part)
    arranger.insert(may_come, merge.pen(""))
    return arranger.inserted


def _with_left_out(merge: Merge, memory: Memory, lost: Lost) -> Lost:
    """With what is generated and found no place, as a row of a deleted table: it will not come
    later.
    """
    known = {*merge.theirs.spots, *memory.gone, *lost.missing}
    left = [
        name
        for name, spot in merge.new.spots.items()
        if spot.kind != NOTE_KIND and name not in known
    ]
    return lost._replace(missing=(*lost.missing, *left))


def _recount(merge: Merge, is_own: bool) -> list[Event]:
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


def _names(theirs: Found) -> Iterator[tuple[Element, str]]:
    """Each paragraph of ours with its id, those of rows too."""
    for name, spot in theirs.spots.items():
        for paragraph in spot.paragraphs if spot.row is None else spot.row.iter(f"{W}p"):
            yield paragraph, name


def _order(theirs: Found) -> list[str]:
    return [name for name, spot in theirs.spots.items() if spot.kind != NOTE_KIND]


def _told(merge: Merge, lost: Lost, inserted: list[str], order: list[str]) -> list[Event]:
    def text(name: str) -> tuple[str, str]:
        base, new = merge.base.texts.get(name), merge.new.spots.get(name)
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
    blocks = [spot for spot in theirs.spots.values() if spot.kind == BLOCK]
    living = [spot for spot in blocks if spot.paragraphs[0].getparent() is not None]
    for prefix, position in ((RUN, 0), (END, -1)):
        if prefix not in has and living:
            bookmark(living[position].paragraphs[0], prefix + merge.plan.run, merge.bringer)


def _number_changes(theirs: Found, headers: Iterable[Region]) -> None:
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
