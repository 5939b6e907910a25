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
from pipeline.refresh.element_importer import CAPTIONS, ElementImporter
from pipeline.refresh.package import style_names, take_out
from pipeline.refresh.paper_index import NOTE_KIND, ROW, PaperIndex, TextAnchor
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
    """One text: where it stands, what was generated of it (None where nobody knows), and what it is
    in the new document (None where it is generated no more).

    `host` is the paragraph that a note is referred to in. `is_barred`: its words are never changed.
    """

    key: str  # the id; for a cell, the id of its row, # and its number
    paragraphs: tuple[Element, ...]
    base: str | None
    new: str | None
    new_paragraphs: tuple[Element, ...] = ()
    is_barred: bool = False
    host: Element | None = None

    @property
    def name(self) -> str:
        """The id of the paragraph, row or note."""
        return self.key.partition("#")[0]

    @property
    def offered(self) -> str:
        """The text in the new document; empty for none."""
        return _text(self.new)

    @property
    def comment_at(self) -> Element:
        """The paragraph that bears a comment on it."""
        if self.host is not None:
            return self.host
        return self.paragraphs[0]


def _words(texts: tuple[str, ...] | None) -> str:
    """The texts of an id as a person reads them; nothing where there are none."""
    return readable(_text(_joined(texts)))


def _text(text: str | None) -> str:
    return text or ""


def _joined(texts: tuple[str, ...] | None) -> str | None:
    if texts is None:
        return None
    return " ".join(texts)


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
        self._kept_headers: frozenset[str] = frozenset()
        self._note_numbers = {name: number for number, name in theirs.note_names.items()}
        self._new_styles = style_names(new.document)
        self._their_styles = style_names(theirs.document)

    def pen(self, name: str) -> Pen:
        """How changes of this id are written."""
        is_tracked = self.plan.is_tracked or name in self.plan.cleared
        return Pen(self.importer.run, is_tracked, self.plan.moment)

    def run(self) -> None:
        """Every anchor of the editors' document, merged ones once."""
        self._kept_headers = headers_to_keep(self.theirs, self.new, self._goes)
        merged: dict[str, list[str]] = {}
        for names in self.theirs.by_paragraph.values():
            if len(names) > 1:
                merged |= dict.fromkeys(names, names)
        for name, anchor in list(self.theirs.anchors.items()):
            if anchor.kind == ROW:
                self._row(anchor)
            elif anchor.kind == NOTE_KIND:
                self._note(anchor)
            elif name not in merged:
                self._block(anchor)
            elif merged[name][0] == name:
                self._merged(anchor, merged[name])

    def words_of(self, name: str) -> tuple[str, str]:
        """What was generated for an id, and what is generated now, as a person reads it."""
        return _words(self._base_texts(name)), _words(self._new_texts(name))

    # --- kinds of anchors

    def _base_texts(self, name: str) -> tuple[str, ...] | None:
        kept = self.base.texts.get(name)
        if kept is None:
            return None
        return kept.texts

    def _new_texts(self, name: str) -> tuple[str, ...] | None:
        anchor = self.new.anchors.get(name)
        if anchor is None:
            return None
        return self.new.texts(anchor)

    def _new_paragraphs(self, name: str) -> tuple[Element, ...]:
        anchor = self.new.anchors.get(name)
        if anchor is None:
            return ()
        return anchor.paragraphs

    def _block(self, anchor: TextAnchor) -> None:
        if anchor.name not in self.memory.conflicts and self._is_as_ever(anchor):
            return
        base = self._base_texts(anchor.name)
        if self._is_taken_out(anchor):
            if anchor.name not in self.new.anchors:
                self._tell(anchor.name, _PENDING)
                return
            self._undo(anchor.paragraphs)
            base = self.theirs.texts(anchor)  # it was removed because nobody had touched it
        passage = Passage(
            key=anchor.name,
            paragraphs=anchor.paragraphs,
            base=_joined(base),
            new=_joined(self._new_texts(anchor.name)),
            new_paragraphs=self._new_paragraphs(anchor.name),
            is_barred=self._is_barred(anchor.paragraphs) or self._would_lose_note(anchor),
        )
        if self.merge(passage) is Verdict.REMOVE:
            remove_block(anchor.paragraphs, self.pen(anchor.name))

    def _is_taken_out(self, anchor: TextAnchor) -> bool:
        """Whether a paragraph stands deleted by a pending change of ours."""
        if not is_our_deletion(anchor.paragraphs[0]):
            return False
        return not self.theirs.text(anchor.paragraphs).strip()

    def _undo(self, paragraphs: tuple[Element, ...]) -> None:
        """Our pending changes undone."""
        for paragraph in paragraphs:
            undo_ours(paragraph)
            self.theirs.forget(paragraph)

    def _is_as_ever(self, anchor: TextAnchor) -> bool:
        """Whether the words stand as they were generated and would be again, letter by letter: most
        do.
        """
        text = self.theirs.text(anchor.paragraphs)
        return bool(text) and self._base_texts(anchor.name) == (text,) == self._new_texts(
            anchor.name
        )

    def _merged(self, anchor: TextAnchor, names: list[str]) -> None:
        """Several ids in one paragraph: compared as one text, never spliced."""
        base = [_joined(self._base_texts(name)) for name in names]
        new = [_joined(self._new_texts(name)) for name in names]
        self._tell(anchor.name, "merged")
        passage = Passage(
            key=anchor.name,
            paragraphs=anchor.paragraphs,
            base=_joined_known(base),
            new=_joined_known(new),
            is_barred=True,
        )
        self.merge(passage)

    def _note(self, anchor: TextAnchor) -> None:
        new = self._new_texts(anchor.name)
        host = self.theirs.hosts.get(self._note_numbers.get(anchor.name, ""))
        if new is None or host is None:
            return  # what became of it is reported with the paragraph it belongs to
        passage = Passage(
            key=anchor.name,
            paragraphs=anchor.paragraphs,
            base=_joined(self._base_texts(anchor.name)),
            new=_joined(new),
            new_paragraphs=self._new_paragraphs(anchor.name),
            is_barred=self._is_barred(anchor.paragraphs),
            host=host,
        )
        self.merge(passage)

    # --- rows

    def _row(self, anchor: TextAnchor) -> None:
        base, new = self._base_texts(anchor.name), self._new_texts(anchor.name)
        if new is None:
            self._ended_row(anchor)
            return
        if self._is_back(anchor):
            base = self.theirs.texts(anchor)
        cells = [tuple(cell.iter(f"{W}p")) for cell in anchor.cells]
        # A column was added or removed, or cells were merged: which cell is which can no longer be
        # known.
        widths = {len(texts) for texts in (base, new) if texts is not None}
        if widths != {len(cells)} or not all(cells):
            self._irregular_row(anchor, _joined(base), " ".join(new))
            return
        known: tuple[str | None, ...] = (None,) * len(cells)
        if base is not None:
            known = base
        for number, paragraphs in enumerate(cells):
            new_cell = self.new.anchors[anchor.name].cells[number]
            passage = Passage(
                key=f"{anchor.name}#{number}",
                paragraphs=paragraphs,
                base=known[number],
                new=new[number],
                new_paragraphs=tuple(new_cell.iter(f"{W}p")),
                is_barred=self._is_barred(paragraphs, anchor.row),
            )
            self.merge(passage)

    def _is_back(self, anchor: TextAnchor) -> bool:
        """A row of which our deletion was pending stands again as it was: nobody had touched it."""
        if anchor.row is None or not self._is_row_taken_out(anchor):
            return False
        for mark in list(anchor.row.iterfind(f"{W}trPr/{W}del")):
            take_out(mark)
        self._undo(anchor.all_paragraphs)
        return True

    def _is_row_taken_out(self, anchor: TextAnchor) -> bool:
        if not all(map(is_our_deletion, anchor.all_paragraphs)):
            return False
        return not "".join(self.theirs.texts(anchor)).strip()

    def _irregular_row(self, anchor: TextAnchor, base: str | None, new: str) -> None:
        """A row whose columns are not those that were generated: one text, never spliced."""
        paragraphs: list[Element] = []
        for cell in anchor.cells:
            paragraphs += cell.iter(f"{W}p")
        own = tuple(paragraphs) or anchor.paragraphs
        self.merge(Passage(anchor.name, own, base, new, is_barred=True))

    def _ended_row(self, anchor: TextAnchor) -> None:
        if anchor.row is None:
            return
        paragraphs = anchor.all_paragraphs
        if all(map(is_our_deletion, paragraphs)):
            self._tell(anchor.name, _PENDING)
            return
        known, is_barred = self._ended(anchor)
        passage = Passage(anchor.name, paragraphs, known, None, is_barred=is_barred)
        if self.merge(passage, " ".join(self.theirs.texts(anchor))) is Verdict.REMOVE:
            remove_row(anchor.row, self.pen(anchor.name))

    def _ended(self, anchor: TextAnchor) -> tuple[str | None, bool]:
        """What was generated of a row that is so no more, and whether marks of others keep it."""
        known = _joined(self._base_texts(anchor.name))
        if anchor.name in self.memory.conflicts:
            known = self.memory.conflicts[anchor.name].base
        return known, self._is_marked((*anchor.all_paragraphs, anchor.row))

    def _goes(self, anchor: TextAnchor) -> bool:
        """Whether a row that is no longer generated would be taken out."""
        if all(map(is_our_deletion, anchor.all_paragraphs)):
            return True
        known, is_barred = self._ended(anchor)
        text = " ".join(self.theirs.texts(anchor))
        return decide(known, text, None, is_barred) in {Verdict.REMOVE, Verdict.EMPTIED}

    def _would_lose_note(self, anchor: TextAnchor) -> bool:
        """Whether a note that a person worked in has its mark in these paragraphs, and the text
        generated now has none of that name: with the mark Word drops the words of the note.
        """
        gone = set(self.theirs.notes_in(anchor.paragraphs))
        gone -= set(self.new.notes_in(self._new_paragraphs(anchor.name)))
        return any(self._is_edited_note(self.theirs.anchors[name]) for name in gone)

    def _is_edited_note(self, note: TextAnchor) -> bool:
        if self._is_marked(note.paragraphs):
            return True
        return not is_same(self.theirs.text(note.paragraphs), _joined(self._base_texts(note.name)))

    def _is_barred(self, paragraphs: tuple[Element, ...], row: Element | None = None) -> bool:
        """Whether words are never spliced: split over paragraphs, or with marks of others."""
        return len(paragraphs) > 1 or self._is_marked((*paragraphs, row))

    def _is_marked(self, elements: "tuple[Element | None, ...]") -> bool:
        return any(element in self.theirs.marked for element in elements if element is not None)

    # --- one text

    def merge(self, passage: Passage, theirs: str | None = None) -> Verdict:
        """Decide on one text, change it or comment on it, and remember a conflict."""
        if theirs is None:
            theirs = self.theirs.text(passage.paragraphs)
        kept, base = self.memory.conflicts.get(passage.key), passage.base
        if kept is not None:
            base = kept.base  # the words were never settled: they stand on what they stood on then
        # what comes in has marks of people only where it is another copy: they would be lost
        is_barred = passage.is_barred or not self.new.marked.isdisjoint(passage.new_paragraphs)
        verdict = decide(base, theirs, passage.new, is_barred)
        known = _text(base)
        if verdict is Verdict.REMOVE and passage.name in self._kept_headers:
            verdict = Verdict.HEADER
            # once deleted it is not remembered as an editor's deletion: nobody wrote it
            self.conflicts[passage.key] = Conflict(known, known)
        if verdict is Verdict.TAKE:
            self._take(passage)
        elif verdict in {Verdict.CONFLICT, Verdict.ORPHAN}:
            self._comment(passage, known, kept)
        # A text that is as generated, and would be generated alike again, is not reported.
        if verdict is not Verdict.SAME or not is_same(base, passage.new):
            self._tell(passage.name, verdict.value, known, theirs, passage.offered)
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
        new, said = passage.offered, self._said(passage)
        self.conflicts[passage.key] = Conflict(base, new)
        if self.comments.keep(passage.comment_at, said):
            return
        # Only once: an editor who deleted the comment has answered it.
        if kept is None or not is_same(kept.shown, new):
            self.comments.add(passage.comment_at, said)
            self._tell(passage.name, "commented", base, "", new)

    def _said(self, passage: Passage) -> CommentText:
        words = self.plan.words
        if passage.new is None:
            return CommentText(words.no_longer)
        why = self.plan.reasons.get(passage.name, words.otherwise)
        return CommentText(words.changed.format(why=why), readable(passage.new))

    def _tell(self, name: str, what: str, base: str = "", theirs: str = "", new: str = "") -> None:
        self.events.append(Event(name, what, readable(base), readable(theirs), readable(new)))


def _joined_known(texts: list[str | None]) -> str | None:
    """The texts that are known as one; None where none is."""
    known = [text for text in texts if text is not None]
    if not known:
        return None
    return " ".join(known)
