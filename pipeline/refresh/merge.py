"""Texts that stand in the editors' document, each decided and changed: paragraphs, cells, notes.

In: both documents, the base and the memory. Out: the editors' document changed in place, events,
conflicts to remember. A text with marks of others, split or merged is never spliced.
"""

import copy
from typing import NamedTuple

from lxml import etree

from pipeline.ooxml import W
from pipeline.refresh.arrange import headers_to_keep
from pipeline.refresh.compared_text import is_same, readable
from pipeline.refresh.conflict_comments import CommentText, ConflictComments
from pipeline.refresh.decide import Verdict, decide
from pipeline.refresh.element_importer import CAPTIONS, ElementImporter, style_names
from pipeline.refresh.paper_index import NOTE_KIND, ROW, Anchor, PaperIndex
from pipeline.refresh.round_trip import Conflict, Event, LastGenerated, Memory, RefreshPlan
from pipeline.refresh.splice import splice
from pipeline.refresh.tracked_changes import (
    Pen,
    is_our_deletion,
    remove_block,
    remove_row,
    undo_ours,
)

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
    comment_at: Element | None
    is_barred: bool = False


class Merge:
    """The editors' document while it is brought up to date."""

    def __init__(
        self,
        theirs: PaperIndex,
        new: PaperIndex,
        base: LastGenerated,
        memory: Memory,
        plan: RefreshPlan,
    ) -> None:
        self.theirs, self.new, self.base, self.memory, self.plan = theirs, new, base, memory, plan
        self.importer = ElementImporter(new, theirs)
        self.comments = ConflictComments(theirs, plan.moment)
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
        return Pen(self.importer.run, is_tracked, self.plan.moment)

    def run(self) -> None:
        """Every anchor of the editors' document, merged ones once."""
        self._heads = headers_to_keep(self.theirs, self.new, self._goes)
        merged = {
            name: names
            for names in self.theirs.by_paragraph.values()
            if len(names) > 1
            for name in names
        }
        for name, anchor in list(self.theirs.anchors.items()):
            if anchor.kind == ROW:
                self._row(anchor)
            elif anchor.kind == NOTE_KIND:
                self._note(anchor)
            elif name not in merged:
                self._block(anchor)
            elif merged[name][0] == name:
                self._merged(anchor, merged[name])

    # --- kinds of anchors

    def _base_texts(self, name: str) -> tuple[str, ...] | None:
        kept = self.base.texts.get(name)
        return None if kept is None else kept.texts

    def _new_texts(self, name: str) -> tuple[str, ...] | None:
        anchor = self.new.anchors.get(name)
        return None if anchor is None else self.new.texts(anchor)

    def _block(self, anchor: Anchor) -> None:
        if anchor.name not in self.memory.conflicts and self._is_as_ever(anchor):
            return
        is_back = (
            is_our_deletion(anchor.paragraphs[0])
            and not self.theirs.text(anchor.paragraphs).strip()
        )
        if is_back:
            if anchor.name not in self.new.anchors:
                self._tell(anchor.name, _PENDING)
                return
            for paragraph in anchor.paragraphs:
                undo_ours(paragraph)
                self.theirs.forget(paragraph)
        base, new = self._base_texts(anchor.name), self._new_texts(anchor.name)
        if is_back:  # it was taken out because nobody had touched it
            base = self.theirs.texts(anchor)
        passage = Passage(
            key=anchor.name,
            name=anchor.name,
            paragraphs=anchor.paragraphs,
            base=None if base is None else " ".join(base),
            new=None if new is None else " ".join(new),
            new_paragraphs=self.new.anchors[anchor.name].paragraphs if new is not None else (),
            comment_at=anchor.paragraphs[0],
            is_barred=len(anchor.paragraphs) > 1 or self._is_marked(anchor.paragraphs),
        )
        if self.settle(passage) is Verdict.REMOVE:
            remove_block(anchor.paragraphs, self.pen(anchor.name))

    def _is_as_ever(self, anchor: Anchor) -> bool:
        """Whether the words stand as they were generated and would be again, letter by letter: most
        do.
        """
        text = self.theirs.text(anchor.paragraphs)
        return bool(text) and self._base_texts(anchor.name) == (text,) == self._new_texts(
            anchor.name
        )

    def _merged(self, anchor: Anchor, names: list[str]) -> None:
        """Several ids in one paragraph: compared as one text, never spliced."""
        base = [" ".join(texts) for name in names if (texts := self._base_texts(name)) is not None]
        new = [" ".join(texts) for name in names if (texts := self._new_texts(name)) is not None]
        self._tell(anchor.name, "merged")
        passage = Passage(
            key=anchor.name,
            name=anchor.name,
            paragraphs=anchor.paragraphs,
            base=" ".join(base) if base else None,
            new=" ".join(new) if new else None,
            new_paragraphs=(),
            comment_at=anchor.paragraphs[0],
            is_barred=True,
        )
        self.settle(passage)

    def _note(self, anchor: Anchor) -> None:
        base, new = self._base_texts(anchor.name), self._new_texts(anchor.name)
        host = self._host(anchor.name)
        if new is None or host is None:
            return  # the paragraph it belongs to tells what became of it
        self.settle(
            Passage(
                key=anchor.name,
                name=anchor.name,
                paragraphs=anchor.paragraphs,
                base=None if base is None else base[0],
                new=new[0],
                new_paragraphs=self.new.anchors[anchor.name].paragraphs,
                comment_at=host,
                is_barred=len(anchor.paragraphs) > 1 or self._is_marked(anchor.paragraphs),
            )
        )

    def _host(self, name: str) -> Element | None:
        """The paragraph a note stands in."""
        return self.theirs.hosts.get(self._note_numbers.get(name, ""))

    def _row(self, anchor: Anchor) -> None:
        base, new, theirs = (
            self._base_texts(anchor.name),
            self._new_texts(anchor.name),
            self.theirs.texts(anchor),
        )
        if new is None:
            self._ended_row(anchor, theirs)
            return
        if self._is_back(anchor):
            base = theirs = self.theirs.texts(anchor)
        new_cells = self.new.anchors[anchor.name].cells
        is_regular = len(new) == len(theirs) and (base is None or len(base) == len(theirs))
        if not is_regular or not all(
            any(True for _ in cell.iter(f"{W}p")) for cell in anchor.cells
        ):
            self._irregular_row(anchor, base, new)
            return
        for number, (cell, new_cell) in enumerate(zip(anchor.cells, new_cells, strict=True)):
            paragraphs = tuple(cell.iter(f"{W}p"))
            self.settle(
                Passage(
                    key=f"{anchor.name}#{number}",
                    name=anchor.name,
                    paragraphs=paragraphs,
                    base=None if base is None else base[number],
                    new=new[number],
                    new_paragraphs=tuple(new_cell.iter(f"{W}p")),
                    comment_at=paragraphs[0],
                    is_barred=len(paragraphs) > 1 or self._is_marked((*paragraphs, anchor.row)),
                )
            )

    def _is_back(self, anchor: Anchor) -> bool:
        """A row of which our deletion was pending stands again as it was: nobody had touched it."""
        paragraphs = [] if anchor.row is None else list(anchor.row.iter(f"{W}p"))
        if (
            not paragraphs
            or not all(is_our_deletion(p) for p in paragraphs)
            or "".join(self.theirs.texts(anchor)).strip()
        ):
            return False
        for mark in list(anchor.row.iterfind(f"{W}trPr/{W}del")) if anchor.row is not None else ():
            mark.getparent().remove(mark)  # type: ignore[union-attr]
        for paragraph in paragraphs:
            undo_ours(paragraph)
            self.theirs.forget(paragraph)
        return True

    def _irregular_row(
        self, anchor: Anchor, base: tuple[str, ...] | None, new: tuple[str, ...]
    ) -> None:
        """A row whose columns are not those that were generated: one text, never spliced."""
        paragraphs = (
            tuple(p for cell in anchor.cells for p in cell.iter(f"{W}p")) or anchor.paragraphs
        )
        joined = None if base is None else " ".join(base)
        self.settle(
            Passage(
                anchor.name, anchor.name, paragraphs, joined, " ".join(new), (), paragraphs[0], True
            )
        )

    def _ended_row(self, anchor: Anchor, theirs: tuple[str, ...]) -> None:
        if anchor.row is None:
            return
        paragraphs = tuple(anchor.row.iter(f"{W}p"))
        if all(is_our_deletion(p) for p in paragraphs):
            self._tell(anchor.name, _PENDING)
            return
        known, is_barred = self._ended(anchor)
        passage = Passage(
            anchor.name, anchor.name, paragraphs, known, None, (), paragraphs[0], is_barred
        )
        if self.settle(passage, " ".join(theirs)) is Verdict.REMOVE:
            remove_row(anchor.row, self.pen(anchor.name))

    def _ended(self, anchor: Anchor) -> tuple[str | None, bool]:
        """What was generated of a row that is so no more, and whether marks of others keep it."""
        base, kept = self._base_texts(anchor.name), self.memory.conflicts.get(anchor.name)
        paragraphs = () if anchor.row is None else tuple(anchor.row.iter(f"{W}p"))
        known = None if base is None else " ".join(base)
        return known if kept is None else kept.base, self._is_marked((*paragraphs, anchor.row))

    def _goes(self, anchor: Anchor) -> bool:
        """Whether a row that is no longer generated would be taken out."""
        text = " ".join(self.theirs.texts(anchor))
        is_pending = anchor.row is not None and all(
            is_our_deletion(p) for p in anchor.row.iter(f"{W}p")
        )
        known, is_barred = self._ended(anchor)
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
            theirs.set(f"{W}val", self.importer.style(ours.get(f"{W}val", "")))

    def _comment(self, passage: Passage, base: str, kept: Conflict | None) -> None:
        words, why = self.plan.words, self.plan.reasons.get(passage.name, self.plan.words.otherwise)
        new = passage.new
        said = (
            CommentText(words.no_longer)
            if new is None
            else CommentText(words.changed.format(why=why), readable(new))
        )
        self.conflicts[passage.key] = Conflict(base, new or "")
        if passage.comment_at is None or self.comments.stands(passage.comment_at, said):
            return
        if kept is None or not is_same(kept.shown, new or ""):
            self.comments.add(passage.comment_at, said)
            self._tell(passage.name, "commented", base, "", new or "")

    def _tell(self, name: str, what: str, base: str = "", theirs: str = "", new: str = "") -> None:
        self.events.append(Event(name, what, readable(base), readable(theirs), readable(new)))
