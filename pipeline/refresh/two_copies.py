"""Two returned copies of one paper made one: what one editor changed is taken, what both changed is
shown.

In: both copies, each already brought to the facts of today, and the paper as generated today. Out:
the first copy with the changes of the second, and what became of each. Nothing is guessed and no
typed word goes: a text that cannot be taken stands in a comment, or is told.
"""

from typing import NamedTuple

from lxml import etree

from pipeline.ooxml import BOOKMARK, W
from pipeline.refresh.arrange import Inserter
from pipeline.refresh.compared_text import is_same, normal, readable
from pipeline.refresh.conflict_comments import CommentText, ConflictComments
from pipeline.refresh.counted_fields import recount
from pipeline.refresh.element_importer import ElementImporter, drop_bookmark, mark_captions
from pipeline.refresh.identity import drop_notes, give_id, mark_notes
from pipeline.refresh.merge import Merge
from pipeline.refresh.package import Document, bookmark_of, number_of, paragraph_of, text_in
from pipeline.refresh.page_regions import page_texts, set_properties
from pipeline.refresh.paper_index import NOTE_KIND, PaperIndex
from pipeline.refresh.refresh import generated, index_copy, number_changes_of
from pipeline.refresh.round_trip import (
    CommentWords,
    Conflict,
    LastGenerated,
    Memory,
    Refreshed,
    RefreshPlan,
    read_last_generated,
)
from pipeline.refresh.tracked_changes import AUTHOR, Pen, is_ours

Element = etree._Element

# Ids of the second editor's own paragraphs while they are being inserted.
_OWN = f"{BOOKMARK}own_"
TAKEN, BOTH, ADDED, RESTORED, COMMENT, LEFT = (
    "taken",
    "changed in both",
    "added",
    "deleted in one, edited in the other",
    "comments",
    "not taken over",
)
_BY_VERDICT = {"take": TAKEN, "remove": TAKEN, "conflict": BOTH, "orphan": BOTH, "emptied": LEFT}


class OtherCopy(NamedTuple):
    """The second copy: its file, what a refresh made of it, and the sentences of the comments about
    it; {file} stands for its name, {author} for the writer of a comment.
    """

    file: str
    refreshed: Refreshed
    differs: str
    deleted: str
    restored: str
    comment: str
    note: str


class MergedCopies(NamedTuple):
    """The first copy with the changes of the second, what to remember of it, and the ids by what
    became of them.

    `left` are words of the second copy that found no place: for the person who merges.
    """

    content: bytes
    memory: Memory
    outcomes: dict[str, list[str]]
    left: tuple[str, ...]


def merge_copies(first: Refreshed, other: OtherCopy, new: bytes, plan: RefreshPlan) -> MergedCopies:
    """The two copies as one; `new` is the paper as generated today, on which both stand."""
    merging = _Merging(first, other, new, plan)
    merging.run()
    return merging.done()


class _Merging:
    """The first copy while the changes of the second come in."""

    def __init__(self, first: Refreshed, second: OtherCopy, new: bytes, plan: RefreshPlan) -> None:
        self.first, self.second, self.plan = first, second, plan
        self.base: LastGenerated = read_last_generated(plan.run, generated(new))
        self.fresh = PaperIndex(Document(new))
        self.theirs = index_copy(first.content, self.base, self.fresh)
        self.other = index_copy(second.refreshed.content, self.base, self.fresh)
        self.outcomes: dict[str, list[str]] = {}
        self.left: list[str] = []
        self._name_own()
        differs, deleted = (t.format(file=second.file) for t in (second.differs, second.deleted))
        words = CommentWords(differs, deleted, "")
        self.merge = Merge(
            self.theirs, self.other, self.base, Memory(), plan._replace(words=words, reasons={})
        )
        # A comment about the other copy stays until a person deletes it; no refresh may remove it.
        self.comments = self.merge.comments = ConflictComments(
            self.theirs, plan.moment, f"{AUTHOR} ({second.file})"
        )

    def run(self) -> None:
        """Texts, paragraphs that only one copy holds, comments, and what stands round the text."""
        before = set(self.theirs.anchors)
        self.merge.run()
        for event in self.merge.events:
            if outcome := _BY_VERDICT.get(event.what):
                self._tell(outcome, event.name)
        for event in self.merge.events:
            if event.what == "emptied":
                self.left.append(event.new)
        self._insert(before)
        self._carry_comments()
        self._carry_notes()
        self._tell_page()
        self._tidy()

    def done(self) -> MergedCopies:
        """The copy as it is now."""
        memory = self._memory()
        set_properties(self.theirs.document, self.fresh.document, self.plan.run, memory)
        return MergedCopies(
            self.theirs.document.content(), memory, self.outcomes, tuple(filter(None, self.left))
        )

    # --- paragraphs that stand in one copy alone

    def _name_own(self) -> None:
        """Ids for the second editor's own paragraphs, so that they come in where they stand."""
        known = {normal(self.theirs.text((p,))) for p in self.theirs.strangers()}
        importer = ElementImporter(self.fresh, self.other)
        for number, paragraph in enumerate(self.other.strangers(), start=1):
            text = self.other.text((paragraph,))
            if normal(text) in known:
                continue
            if paragraph.getparent() is self.other.document.body:
                give_id(self.other, f"{_OWN}{number}", paragraph, importer)
            else:  # inside a table: to which cell it would belong cannot be known
                self.left.append(readable(text))

    def _insert(self, before: set[str]) -> None:
        """The second editor's own paragraphs, and those that one deleted and the other edited."""
        own = {name for name in self.other.anchors if name.startswith(_OWN)}
        restored = {
            name
            for name, anchor in self.other.anchors.items()
            if name not in before | own and anchor.kind != NOTE_KIND and self._is_edited(name)
        }
        inserter = Inserter(self.theirs, self.other, self.merge.importer, False)
        inserter.insert(frozenset(own | restored), self.merge.pen(""))
        came = set(inserter.inserted)
        for name in sorted(restored & came):
            self._tell(RESTORED, name)
            said = CommentText(self.second.restored.format(file=self.second.file))
            self.comments.add(self.theirs.anchors[name].paragraphs[0], said)
        for name in sorted(own & came):
            self._tell(ADDED, name.removeprefix(BOOKMARK))
        for name in sorted((own | restored) - came):
            self.left.append(readable(" ".join(self.other.texts(self.other.anchors[name]))))

    def _is_edited(self, name: str) -> bool:
        """Whether the words of the second copy are not those that were generated."""
        kept = self.base.texts.get(name)
        texts = self.other.texts(self.other.anchors[name])
        return kept is None or not is_same(" ".join(kept.texts), " ".join(texts))

    # --- what is no text of a paragraph

    def _carry_comments(self) -> None:
        """Comments that people wrote into the second copy alone, at the same paragraph."""
        known = {_said(comment) for comment in self.theirs.document.entries("comments")}
        at = self._names_at(f"{W}commentReference")
        for comment in self.other.document.entries("comments"):
            author, text = said = _said(comment)
            if is_ours(comment) or said in known:
                continue
            why = self.second.comment.format(author=author, file=self.second.file)
            self._say_at(at.get(number_of(comment), ""), CommentText(why, text))

    def _carry_notes(self) -> None:
        """Footnotes and endnotes that the second editor wrote, where the text did not bring them
        in: as comments.
        """
        for kind, reference in (
            ("footnotes", "footnoteReference"),
            ("endnotes", "endnoteReference"),
        ):
            known = {_said(note)[1] for note in self.theirs.document.entries(kind)}
            at = self._names_at(f"{W}{reference}")
            for note in self.other.document.entries(kind):
                text = _said(note)[1]
                is_own = kind == "endnotes" or number_of(note) not in self.other.note_names
                if is_own and text and text not in known:
                    why = self.second.note.format(file=self.second.file)
                    self._say_at(at.get(number_of(note), ""), CommentText(why, text))

    def _names_at(self, reference: str) -> dict[str, str]:
        """The id of the paragraph that each reference of the second copy stands in, by number."""
        names = {p: n for n, a in self.other.anchors.items() for p in a.all_paragraphs}
        found = {}
        for mark in self.other.document.body.iter(reference):
            paragraph = paragraph_of(mark)
            if paragraph is not None:
                found[number_of(mark)] = names.get(paragraph, "")
        return found

    def _say_at(self, name: str, said: CommentText) -> None:
        """A comment at the paragraph of that id; told where it stands there no more."""
        anchor = self.theirs.anchors.get(name)
        if anchor is None or anchor.paragraphs[0].getparent() is None:
            self.left.append(f"{said.why} {said.text}")
            return
        self.comments.add(anchor.paragraphs[0], said)
        self._tell(COMMENT, name)

    def _tell_page(self) -> None:
        """Masthead, headers and footers stay those of the first copy; what the second changed there
        is told.
        """
        ours = page_texts(self.theirs)
        for region, texts in page_texts(self.other).items():
            known = {*map(normal, self.base.page.get(region, ())), *map(normal, ours[region])}
            self.left += [readable(text) for text in texts if normal(text) not in known]

    def _tidy(self) -> None:
        """Temporary ids go; notes, captions, references and numbers of changes as a refresh leaves
        them.
        """
        root = self.theirs.document.root
        for start in list(root.iter(f"{W}bookmarkStart")):
            if bookmark_of(start).startswith(_OWN):
                drop_bookmark(root, start)
        for name in [name for name in self.theirs.anchors if name.startswith(_OWN)]:
            del self.theirs.anchors[name]
        drop_notes(self.theirs)
        mark_notes(self.theirs, self.fresh, self.merge.importer)
        mark_captions(self.theirs, self.fresh, self.merge.importer)
        recount(self.theirs.document, lambda _: Pen(self.merge.importer.run))
        number_changes_of(self.theirs, has_page=False)

    def _memory(self) -> Memory:
        """What to know at the next refresh: deletions of both, and conflicts of the texts that
        stand there.
        """
        there = {
            name
            for name, a in self.theirs.anchors.items()
            if a.paragraphs[0].getparent() is not None
        }
        gone = (self.first.memory.gone | set(self.base.texts)) - there
        conflicts = dict(self.first.memory.conflicts)
        for name in self.outcomes.get(TAKEN, ()):
            for key, kept in self.second.refreshed.memory.conflicts.items():
                if key.partition("#")[0] == name:
                    # shown again, because the comment about it stayed in the other copy
                    conflicts[key] = Conflict(kept.base, kept.base)
        return Memory(frozenset(gone), conflicts, self.first.memory.unsettled)

    def _tell(self, outcome: str, name: str) -> None:
        names = self.outcomes.setdefault(outcome, [])
        if name not in names:
            names.append(name)


def _said(comment: Element) -> tuple[str, str]:
    """Who wrote a comment, and what it says."""
    text = "".join(map(text_in, comment.iter(f"{W}t")))
    return comment.get(f"{W}author", ""), normal(text)
