"""Texts that stand in the editors' document, each decided and changed: paragraphs, cells, notes.

In: both documents, the base and the memory. Out: the editors' document changed in place, events,
conflicts to remember. A text with marks of others, split or merged is never spliced.
"""

import copy
from typing import NamedTuple

from lxml import etree

from pipeline.ooxml import W
from pipeline.refresh.base import Base, Conflict, Memory
from pipeline.refresh.bring import CAPTIONS, Bringer, style_names
from pipeline.refresh.comments import Comments, Said
from pipeline.refresh.decide import Verdict, decide
from pipeline.refresh.found import NOTE_KIND, ROW, Found, Spot
from pipeline.refresh.heads import heads_that_stay
from pipeline.refresh.marks import is_our_deletion, undo_ours
from pipeline.refresh.plan import Event, Plan
from pipeline.refresh.remove import remove_block, remove_row
from pipeline.refresh.splice import Pen, splice
from pipeline.refresh.words import is_same, readable

Element = etree._Element

_PENDING = "pending"


class Passage(NamedTuple):
    """One text: where it stands, what it is in the new document, and where a comment on it goes."""

    key: str
    name: str
    paragraphs: tuple[Element, ...]
    base: str | None
    new: str | None
    new_paragraphs: tuple[Element, ...]
    anchor: Element | None
    is_barred: bool = False


class Merge:
    """The editors' document while it is brought up to date."""

    def __init__(self, theirs: Found, new: Found, base: Base, memory: Memory, plan: Plan) -> None:
        self.theirs, self.new, self.base, self.memory, self.plan = theirs, new, base, memory, plan
        self.bringer = Bringer(new, theirs)
        self.comments = Comments(theirs, plan.moment)
        self.events: list[Event] = []
        self.conflicts: dict[str, Conflict] = {}
        self._heads: frozenset[str] = frozenset()
        self._note_numbers = {name: number for number, name in theirs.note_names.items()}
        self._new_styles, self._their_styles = (
            style_names(new.document),
            style_names(theirs.document),
        )

    def pen(self, name: str) -> Pen:
        """How changes of this id are written."""
        is_tracked = self.plan.is_tracked or name in self.plan.cleared
        return Pen(self.bringer.run, is_tracked, self.plan.moment)

    def run(self) -> None:
        """Every spot of the editors' document, merged ones once."""
        self._heads = heads_that_stay(self.theirs, self.new, self._goes)
        merged = {
            name: names
            for names in self.theirs.by_paragraph.values()
            if len(names) > 1
            for name in names
        }
        for name, spot in list(self.theirs.spots.items()):
            if spot.kind == ROW:
                self._row(spot)
            elif spot.kind == NOTE_KIND:
                self._note(spot)
            elif name not in merged:
                self._block(spot)
            elif merged[name][0] == name:
                self._merged(spot, merged[name])

    # --- kinds of spots

    def _base_texts(self, name: str) -> tuple[str, ...] | None:
        kept = self.base.texts.get(name)
        return None if kept is None else kept.texts

    def _new_texts(self, name: str) -> tuple[str, ...] | None:
        spot = self.new.spots.get(name)
        return None if spot is None else self.new.texts(spot)

    def _block(self, spot: Spot) -> None:
        if spot.name not in self.memory.conflicts and self._is_as_ever(spot):
            return
        is_back = (
            is_our_deletion(spot.paragraphs[0]) and not self.theirs.text(spot.paragraphs).strip()
        )
        if is_back:
            if spot.name not in self.new.spots:
                self._tell(spot.name, _PENDING)
                return
            for paragraph in spot.paragraphs:
                undo_ours(paragraph)
                self.theirs.forget(paragraph)
        base, new = self._base_texts(spot.name), self._new_texts(spot.name)
        if is_back:  # it was taken out because nobody had touched it
            base = self.theirs.texts(spot)
        passage = Passage(
            key=spot.name,
            name=spot.name,
            paragraphs=spot.paragraphs,
            base=None if base is None else " ".join(base),
            new=None if new is None else " ".join(new),
            new_paragraphs=self.new.spots[spot.name].paragraphs if new is not None else (),
            anchor=spot.paragraphs[0],
            is_barred=len(spot.paragraphs) > 1 or self._is_marked(spot.paragraphs),
        )
        if self.settle(passage) is Verdict.REMOVE:
            remove_block(spot, self.pen(spot.name))

    def _is_as_ever(self, spot: Spot) -> bool:
        """Whether the words stand as they were generated and would be again, letter by letter: most
        do.
        """
        text = self.theirs.text(spot.paragraphs)
        return bool(text) and self._base_texts(spot.name) == (text,) == self._new_texts(spot.name)

    def _merged(self, spot: Spot, names: list[str]) -> None:
        """Several ids in one paragraph: compared as one text, never spliced."""
        base = [" ".join(texts) for name in names if (texts := self._base_texts(name)) is not None]
        new = [" ".join(texts) for name in names if (texts := self._new_texts(name)) is not None]
        self._tell(spot.name, "merged")
        passage = Passage(
            key=spot.name,
            name=spot.name,
            paragraphs=spot.paragraphs,
            base=" ".join(base) if base else None,
            new=" ".join(new) if new else None,
            new_paragraphs=(),
            anchor=spot.paragraphs[0],
            is_barred=True,
        )
        self.settle(passage)

    def _note(self, spot: Spot) -> None:
        base, new = self._base_texts(spot.name), self._new_texts(spot.name)
        host = self._host(spot.name)
        if new is None or host is None:
            return  # the paragraph it belongs to tells what became of it
        self.settle(
            Passage(
                key=spot.name,
                name=spot.name,
                paragraphs=spot.paragraphs,
                base=None if base is None else base[0],
                new=new[0],
                new_paragraphs=self.new.spots[spot.name].paragraphs,
                anchor=host,
                is_barred=len(spot.paragraphs) > 1 or self._is_marked(spot.paragraphs),
            )
        )

    def _host(self, name: str) -> Element | None:
        """The paragraph a note stands in."""
        return self.theirs.hosts.get(self._note_numbers.get(name, ""))

    def _row(self, spot: Spot) -> None:
        base, new, theirs = (
            self._base_texts(spot.name),
            self._new_texts(spot.name),
            self.theirs.texts(spot),
        )
        if new is None:
            self._ended_row(spot, theirs)
            return
        if self._is_back(spot):
            base = theirs = self.theirs.texts(spot)
        new_cells = self.new.spots[spot.name].cells
        is_regular = len(new) == len(theirs) and (base is None or len(base) == len(theirs))
        if not is_regular or not all(any(True for _ in cell.iter(f"{W}p")) for cell in spot.cells):
            self._irregular_row(spot, base, new)
            return
        for number, (cell, new_cell) in enumerate(zip(spot.cells, new_cells, strict=True)):
            paragraphs = tuple(cell.iter(f"{W}p"))
            self.settle(
                Passage(
                    key=f"{spot.name}#{number}",
                    name=spot.name,
                    paragraphs=paragraphs,
                    base=None if base is None else base[number],
                    new=new[number],
                    new_paragraphs=tuple(new_cell.iter(f"{W}p")),
                    anchor=paragraphs[0],
                    is_barred=len(paragraphs) > 1 or self._is_marked((*paragraphs, spot.row)),
                )
            )

    def _is_back(self, spot: Spot) -> bool:
        """A row of which our deletion was pending stands again as it was: nobody had touched it."""
        paragraphs = [] if spot.row is None else list(spot.row.iter(f"{W}p"))
        if (
            not paragraphs
            or not all(is_our_deletion(p) for p in paragraphs)
            or "".join(self.theirs.texts(spot)).strip()
        ):
            return False
        for mark in list(spot.row.iterfind(f"{W}trPr/{W}del")) if spot.row is not None else ():
            mark.getparent().remove(mark)  # type: ignore[union-attr]
        for paragraph in paragraphs:
            undo_ours(paragraph)
            self.theirs.forget(paragraph)
        return True

    def _irregular_row(
        self, spot: Spot, base: tuple[str, ...] | None, new: tuple[str, ...]
    ) -> None:
        """A row whose columns are not those that were generated: one text, never spliced."""
        paragraphs = tuple(p for cell in spot.cells for p in cell.iter(f"{W}p")) or spot.paragraphs
        joined = None if base is None else " ".join(base)
        self.settle(
            Passage(
                spot.name, spot.name, paragraphs, joined, " ".join(new), (), paragraphs[0], True
            )
        )

    def _ended_row(self, spot: Spot, theirs: tuple[str, ...]) -> None:
        if spot.row is None:
            return
        paragraphs = tuple(spot.row.iter(f"{W}p"))
        if all(is_our_deletion(p) for p in paragraphs):
            self._tell(spot.name, _PENDING)
            return
        known, is_barred = self._ended(spot)
        passage = Passage(
            spot.name, spot.name, paragraphs, known, None, (), paragraphs[0], is_barred
        )
        if self.settle(passage, " ".join(theirs)) is Verdict.REMOVE:
            remove_row(spot, self.pen(spot.name))

    def _ended(self, spot: Spot) -> tuple[str | None, bool]:
        """What was generated of a row that is so no more, and whether marks of others keep it."""
        base, kept = self._base_texts(spot.name), self.memory.conflicts.get(spot.name)
        paragraphs = () if spot.row is None else tuple(spot.row.iter(f"{W}p"))
        known = None if base is None else " ".join(base)
        return known if kept is None else kept.base, self._is_marked((*paragraphs, spot.row))

    def _goes(self, spot: Spot) -> bool:
        """Whether a row that is no longer generated would be taken out."""
        text = " ".join(self.theirs.texts(spot))
        is_pending = spot.row is not None and all(
            is_our_deletion(p) for p in spot.row.iter(f"{W}p")
        )
        known, is_barred = self._ended(spot)
        return is_pending or decide(known, text, None, is_barred) in {
            Verdict.REMOVE,
            Verdict.EMPTIED,
        }

    def _is_marked(self, elements: "tuple[Element | None, ...]") -> bool:
        return any(element in self.theirs.marked for element in elements if element is not None)

    # --- one text

    def settle(self, passage: Passage, theirs: str | None = None) -> Verdict:
        """Decide on one text, change it or comment on it, and remember a conflict."""
        text = self.theirs.text(passage.paragraphs) if theirs is None else theirs
        kept = self.memory.conflicts.get(passage.key)
        base = passage.base if kept is None else kept.base
        verdict = decide(base, text, passage.new, passage.is_barred)
        if verdict is Verdict.REMOVE and passage.name in self._heads:
            verdict = Verdict.HEAD
            self.conflicts[passage.key] = Conflict(
                base or "", base or ""
            )  # deleted, it is no tombstone: nobody wrote it
        if verdict is Verdict.TAKE:
            self._take(passage)
        elif verdict in {Verdict.CONFLICT, Verdict.ORPHAN}:
            self._comment(passage, base or "", kept)
        if (
            verdict is not Verdict.SAME
            or passage.new is None
            or base is None
            or not is_same(base, passage.new)
        ):
            self._tell(passage.name, verdict.value, base or "", text, passage.new or "")
        return verdict

    def _take(self, passage: Passage) -> None:
        paragraph = passage.paragraphs[0]
        undo_ours(paragraph)
        self.theirs.forget(paragraph)
        source = passage.new_paragraphs[0]
        cut = copy.deepcopy(source)
        self._restyle(paragraph, source)
        splice(paragraph, self.theirs.name_of, cut, self.new.name_of, self.pen(passage.name))
        self.theirs.forget(paragraph)

    def _restyle(self, paragraph: Element, source: Element) -> None:
        """Where a sentence became the caption of a table, or the other way, the style goes with the
        words.
        """
        ours, theirs = source.find(f"{W}pPr/{W}pStyle"), paragraph.find(f"{W}pPr/{W}pStyle")
        if ours is None or theirs is None:
            return
        names = {
            self._new_styles.get(ours.get(f"{W}val", "")),
            self._their_styles.get(theirs.get(f"{W}val", "")),
        }
        if len(names) > 1 and names & CAPTIONS:
            theirs.set(f"{W}val", self.bringer.style(ours.get(f"{W}val", "")))

    def _comment(self, passage: Passage, base: str, kept: Conflict | None) -> None:
        words, why = self.plan.words, self.plan.reasons.get(passage.name, self.plan.words.otherwise)
        new = passage.new
        said = (
            Said(words.no_longer)
            if new is None
            else Said(words.changed.format(why=why), readable(new))
        )
        self.conflicts[passage.key] = Conflict(base, new or "")
        if passage.anchor is None or self.comments.stands(passage.anchor, said):
            return
        if kept is None or not is_same(kept.shown, new or ""):
            self.comments.add(passage.anchor, said)
            self._tell(passage.name, "commented", base, "", new or "")

    def _tell(self, name: str, what: str, base: str = "", theirs: str = "", new: str = "") -> None:
        self.events.append(Event(name, what, readable(base), readable(theirs), readable(new)))
