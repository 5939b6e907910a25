"""Random weeks of editing and re-running: nothing an editor typed is lost, nothing deleted comes
back.
"""

import os
import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from lxml import etree

from pipeline.ooxml import W, read_package
from pipeline.refresh.compared_text import normal
from pipeline.refresh.refresh import generated, refresh
from pipeline.refresh.round_trip import Memory, read_last_generated
from tests.makers.small_paper import N_PARAGRAPHS, START, WORDS, Facts, document, plan, sentence
from tests.makers.word_edits import OURS, Hand

N_SEQUENCES = int(os.environ.get("SEQUENCES", "20"))
# A few, so that edits and changed facts meet; two of them bear notes, two stand beside the table.
PARAGRAPHS = st.sampled_from(("p1", "p2", "p5", "p7", "p8", f"p{N_PARAGRAPHS}"))
ROWS = st.sampled_from(("t-r0", "t-r2", "t-r5"))
PLACES = st.sampled_from(("Place A", "Place B", "Place C and D"))


class Weeks(RuleBasedStateMachine):
    """An editor and the program take turns on one paper."""

    @initialize()
    def first_draft(self) -> None:
        """The paper as first generated."""
        self.facts: Facts = START
        self.run_number = 0
        self.content = document(START, self.run)
        self.base = read_last_generated(self.run, generated(self.content))
        self.memory = Memory()
        self.words: dict[str, str] = {}  # a unique word typed → the id it stands in, or ""
        self.touched: set[str] = set()
        self.deleted: set[str] = set()
        self.n_words = 0
        self.stands: dict[str, str] = {}  # id → the generated text that the editor's words stand on
        self.is_tracked = False

    @property
    def run(self) -> str:
        """The run id of today."""
        return f"{self.run_number:012x}"

    def word(self, place: str) -> str:
        """A word nobody typed before."""
        self.n_words += 1
        word = f"xq{self.n_words}z"
        self.words[word] = place
        return word

    def edit(self, name: str, act: str) -> Hand | None:
        """The document under the hand, where the id stands in it and nothing odd was done to it."""
        hand = Hand(self.content)
        if not hand.has(name):
            return None
        self.touched.add(name)
        return hand

    def save(self, hand: Hand) -> None:
        """Save."""
        self.content = hand.done()

    # --- the editor

    @rule(name=PARAGRAPHS)
    def types(self, name: str) -> None:
        """Words typed."""
        if hand := self.edit(name, "type"):
            self.save(hand.type(name, self.word(name)))

    @rule(name=st.sampled_from(("p2", "p5", "p7")))
    def types_in_a_note(self, name: str) -> None:
        """Words typed into the note of a paragraph."""
        hand = Hand(self.content)
        if not hand.has(name):
            return
        if any(True for _ in hand.paragraph(name).iter(f"{W}footnoteReference")):
            self.touched.add(name)
            self.save(hand.type_in_note(name, self.word(name)))

    @rule(name=PARAGRAPHS)
    def types_tracked(self, name: str) -> None:
        """Words typed with changes tracked."""
        if (hand := self.edit(name, "ins")) and hand.text(name):
            self.save(hand.track_insert(name, self.word(name)))

    @rule(name=PARAGRAPHS)
    def deletes_tracked(self, name: str) -> None:
        """A run deleted with changes tracked: words in it are the editor's to delete."""
        hand = self.edit(name, "del")
        if hand and len(hand.text(name).split()) > 1:
            hand.track_delete(name)
            self._forget_unseen(hand)
            self.save(hand)

    @rule(name=PARAGRAPHS)
    def splits(self, name: str) -> None:
        """A paragraph split in two."""
        hand = self.edit(name, "split")
        if hand and any(" " in (t.text or "").strip() for t in hand.paragraph(name).iter(f"{W}t")):
            self.save(hand.split(name))

    @rule(name=PARAGRAPHS)
    def merges(self, name: str) -> None:
        """A paragraph joined with the next."""
        if hand := self.edit(name, "merge"):
            ids = {s.get(f"{W}name", "") for s in self._following(hand, name)}
            if hand.merge_next(name):
                self.touched |= {i.removeprefix("_msp_").replace("_", "-") for i in ids}
                self.save(hand)

    def _following(self, hand: Hand, name: str) -> Iterator[etree._Element]:
        following = hand.paragraph(name).getnext()
        if following is not None:
            yield from following.iter(f"{W}bookmarkStart")

    @rule(name=PARAGRAPHS, after=PARAGRAPHS)
    def moves(self, name: str, after: str) -> None:
        """A paragraph moved elsewhere: it is not touched by that."""
        hand = Hand(self.content)
        if hand.has(name) and hand.has(after):
            self.save(hand.move(name, after))

    @rule(name=PARAGRAPHS)
    def deletes(self, name: str) -> None:
        """A paragraph deleted."""
        if hand := self.edit(name, "delete"):
            paragraph = hand.paragraph(name)
            names = {s.get(f"{W}name", "") for s in paragraph.iter(f"{W}bookmarkStart")}
            if self._is_ours(hand.starts()[f"_msp_{name}"]):
                names = (
                    set()
                )  # what the program has marked as deleted is taken out: that is to accept it
            hand.delete(name)
            # where a copy is left, the paragraph was moved by that
            left = set(hand.starts())
            gone = {
                n
                for n in names
                if n.startswith("_msp_p") and n not in left and f"{n}_Copy_1" not in left
            }
            self.deleted |= gone
            self._forget_unseen(hand)
            self.save(hand)

    @rule(name=PARAGRAPHS)
    def formats(self, name: str) -> None:
        """A paragraph set in bold: its words are not touched."""
        hand = Hand(self.content)
        if hand.has(name):
            self.save(hand.bold(name))

    @rule(name=PARAGRAPHS)
    def word_corrects(self, name: str) -> None:
        """Quotes and dashes made by Word."""
        hand = Hand(self.content)
        if hand.has(name):
            self.save(hand.autocorrect(name))

    @rule(name=PARAGRAPHS)
    def comments(self, name: str) -> None:
        """A comment."""
        if hand := self.edit(name, "comment"):
            self.save(hand.comment(name, self.word("comment")))

    @rule(name=PARAGRAPHS)
    def notes(self, name: str) -> None:
        """A note."""
        if hand := self.edit(name, "note"):
            self.save(hand.note(name, self.word("note")))

    @rule(name=PARAGRAPHS)
    def adds(self, name: str) -> None:
        """A paragraph of the editor's own."""
        hand = Hand(self.content)
        if hand.has(name):
            self.save(hand.add(name, self.word("own")))

    @rule(name=PARAGRAPHS)
    def copies(self, name: str) -> None:
        """A paragraph copied."""
        hand = Hand(self.content)
        if hand.has(name):
            self.save(hand.copy_below(name))

    @rule(name=ROWS, cell=st.integers(0, 2))
    def types_in_cell(self, name: str, cell: int) -> None:
        """Words typed in a cell."""
        if hand := self.edit(name, "cell"):
            self.touched.add(f"{name}#{cell}")
            self.save(hand.type(name, self.word(name), cell))

    @rule(name=ROWS)
    def deletes_row(self, name: str) -> None:
        """A row deleted."""
        if hand := self.edit(name, "row"):
            hand.delete_row(name)
            self.deleted.add(f"_msp_{name.replace('-', '_')}")
            self._forget_unseen(hand)
            self.save(hand)

    @rule(name=ROWS)
    def adds_row(self, name: str) -> None:
        """A row added."""
        hand = Hand(self.content)
        if hand.has(name):
            self.save(hand.add_row(name, self.word("own row")))

    def _forget_unseen(self, hand: Hand) -> None:
        """Words that the editor took out are not to be looked for."""
        texts = " ".join((*hand.texts(), *hand.comments(is_ours=False).values()))
        self.words = {word: place for word, place in self.words.items() if word in texts}

    # --- the inputs, and the program

    @rule(name=PARAGRAPHS, number=st.integers(10, 60))
    def fact_changes(self, name: str, number: int) -> None:
        """A number moves, or a paragraph comes."""
        self.facts = self.facts._replace(paragraphs={**self.facts.paragraphs, name: number})

    @rule(name=PARAGRAPHS, number=st.integers(10, 60))
    def fact_changes_and_runs(self, name: str, number: int) -> None:
        """A number moves, and the program brings it."""
        self.fact_changes(name, number)
        self.runs_again()

    @rule(name=ROWS, place=PLACES)
    def row_changes_and_runs(self, name: str, place: str) -> None:
        """A row moves, and the program brings it."""
        self.row_changes(name, place)
        self.runs_again()

    @rule(name=PARAGRAPHS)
    def goes_and_comes_back(self, name: str) -> None:
        """A paragraph is not generated for one run, and is again in the next."""
        number = self.facts.paragraphs.get(name, 20)
        self.fact_goes(name)
        self.runs_again()
        self.fact_changes(name, number)
        self.runs_again()

    @rule(name=PARAGRAPHS)
    def fact_goes(self, name: str) -> None:
        """A paragraph is not generated any more."""
        kept = {key: n for key, n in self.facts.paragraphs.items() if key != name}
        self.facts = self.facts._replace(paragraphs=kept)

    @rule(name=ROWS, place=PLACES)
    def row_changes(self, name: str, place: str) -> None:
        """A row moves, or comes."""
        self.facts = self.facts._replace(rows={**self.facts.rows, name: place})

    @rule(name=ROWS)
    def row_goes(self, name: str) -> None:
        """A row is not generated any more; the last one stays."""
        kept = {key: place for key, place in self.facts.rows.items() if key != name}
        if kept:
            self.facts = self.facts._replace(rows=kept)

    @rule(name=PARAGRAPHS, words=st.sampled_from(("", "Alphaland.", "Deltaland and Rhoville.")))
    def note_changes(self, name: str, words: str) -> None:
        """A note comes, changes or goes."""
        kept = {key: text for key, text in self.facts.notes.items() if key != name}
        self.facts = self.facts._replace(notes={**kept, name: words} if words else kept)

    @rule(name=PARAGRAPHS)
    def resolves_our_comment(self, name: str) -> None:
        """Our comments on a paragraph deleted: the editor has answered."""
        hand = Hand(self.content)
        if hand.has(name):
            ours = hand.comments()
            numbers = {
                number
                for r in hand.paragraph(name).iter(f"{W}commentReference")
                if (number := r.get(f"{W}id", "")) in ours
            }
            if numbers:
                self.save(hand.resolve(numbers))

    @rule(is_accepted=st.booleans())
    def settles_changes(self, is_accepted: bool) -> None:
        """All tracked changes accepted or rejected: every paragraph that bore one is touched by
        that.
        """
        hand = Hand(self.content)
        for name in (*self.facts.paragraphs, *self.facts.rows, *START.paragraphs, *START.rows):
            if not hand.has(name):
                continue
            paragraph = hand.paragraph(name)
            bearer = next(paragraph.iterancestors(f"{W}tr"), paragraph)
            if any(True for _ in bearer.iter(f"{W}ins", f"{W}del")):
                self.touched.add(name)
        # a deletion of ours that is accepted is none of the editor's
        before = {
            name
            for name, start in hand.starts().items()
            if not (is_accepted and self._is_ours(start))
        }
        hand.settle(is_accepted)
        self.deleted |= {
            n for n in before - set(hand.starts()) if n.startswith(("_msp_p", "_msp_t_"))
        }
        self._forget_unseen(hand)
        self.save(hand)

    @staticmethod
    def _is_ours(start: etree._Element) -> bool:
        """Whether the paragraph stands deleted by the program."""
        paragraph = next(start.iterancestors(f"{W}p"))
        return any(
            mark.get(f"{W}author") == OURS for mark in paragraph.iterfind(f"{W}pPr/{W}rPr/{W}del")
        )

    @rule()
    def tracks_from_now_on(self) -> None:
        """From now on the program writes tracked changes."""
        self.is_tracked = True

    @rule()
    def runs_again(self) -> None:
        """The program brings the facts of today; twice is once."""
        self.run_number += 1
        new = document(self.facts, self.run)
        asked = plan(self.run, is_tracked=self.is_tracked)
        before = {name: " ".join(kept.texts) for name, kept in self.base.texts.items()}
        old = Hand(self.content)
        done = refresh(self.content, self.base, new, self.memory, asked)
        self.base = read_last_generated(self.run, generated(new))
        again = refresh(done.content, self.base, new, done.memory, asked)
        assert again.content == done.content
        assert again.memory == done.memory
        self.content, self.memory = done.content, done.memory
        self.check_left_alone()
        self.check_comments()
        self.check_conflicts(old, before)

    def check_conflicts(self, old: Hand, before: dict[str, str]) -> None:
        """A paragraph that was edited and whose facts changed bears a comment with the new text,
        once.
        """
        hand = Hand(self.content)
        for name, number in self.facts.paragraphs.items():
            bookmark = f"_msp_{name}"
            if not (
                hand.has(name) and old.has(name) and bookmark in before and name in self.touched
            ):
                continue
            new = normal("".join(sentence(name, number)))
            was = normal(self.without_note(before[bookmark]))
            theirs = normal(old.text(name))
            starts = list(hand.paragraph(name).iter(f"{W}bookmarkStart"))
            n_ids = sum(
                s.get(f"{W}name", "").startswith("_msp_p")
                for s in starts
                if "copy" not in str(s.attrib).lower()
            )
            if n_ids > 1 or not theirs or theirs in {was, new} or was == new:
                continue
            if normal(self.stands.setdefault(name, was)) == new:
                del self.stands[name]  # the facts are again those that the editor's words stand on
                continue
            said = [c for c in hand.comments_at(hand.paragraph(name)) if new in normal(c)]
            assert len(said) == 1, name

    @staticmethod
    def without_note(text: str) -> str:
        """The text without the marks of notes."""
        return re.sub("\ufffc[^\ufffc]*\ufffc", "", text)

    def check_left_alone(self) -> None:
        """Every paragraph and cell left alone reads as newly generated."""
        hand = Hand(self.content)
        for name, number in self.facts.paragraphs.items():
            if name in self.touched or not hand.has(name):
                continue
            assert normal(hand.text(name)) == normal("".join(sentence(name, number))), name
            references = hand.paragraph(name).iter(f"{W}footnoteReference")
            has_note = any(not any(True for _ in r.iterancestors(f"{W}del")) for r in references)
            assert has_note == (name in self.facts.notes), name
        for name, place in self.facts.rows.items():
            if name not in self.touched and hand.has(name):
                assert hand.cells(name) == [name.upper(), place, "Continuing"]
        for name in self.base.texts:
            if name.startswith("_msp_p") and "note" not in name:
                own = name.removeprefix("_msp_")
                assert hand.has(own) or name in self.deleted or own in self.touched, (
                    f"{own} is not there"
                )

    def check_comments(self) -> None:
        """No comment of ours stands twice at one place; each offers the text of today or says that
        there is none.
        """
        hand = Hand(self.content)
        for paragraph in hand.root.iter(f"{W}p"):
            said = hand.comments_at(paragraph)
            assert len(said) == len(set(said))
        referred = [r.get(f"{W}id") for r in hand.root.iter(f"{W}commentReference")]
        assert len(referred) == len(set(referred))
        assert set(hand.comments()) <= set(referred)
        today = {
            normal(self.without_note(" ".join(kept.texts))) for kept in self.base.texts.values()
        }
        cells = {normal(text) for kept in self.base.texts.values() for text in kept.texts}
        for words in hand.comments().values():
            offered = normal(words.splitlines()[-1])
            assert offered == normal(WORDS.no_longer) or any(
                text in offered for text in today | cells if text
            ), offered
        for name in self.touched & set(self.facts.paragraphs):
            if not hand.has(name):
                continue
            comments = hand.comments_at(hand.paragraph(name))
            new = "".join(sentence(name, self.facts.paragraphs[name]))
            assert sum(normal(new) in normal(comment) for comment in comments) <= 1

    @invariant()
    def nothing_typed_is_lost(self) -> None:
        """Every unique word typed stands in the paper, its notes or its comments, once at least."""
        hand = Hand(self.content)
        texts = " ".join((*hand.texts(), *hand.comments(is_ours=False).values()))
        assert [word for word in self.words if word not in texts] == []

    @invariant()
    def nothing_deleted_comes_back(self) -> None:
        """What an editor deleted is not there."""
        starts = Hand(self.content).starts()
        assert [name for name in self.deleted if name in starts] == []

    @invariant()
    def the_file_is_sound(self) -> None:
        """Bookmark numbers are unique, each note and comment referred to is there."""
        parts = read_package(self.content)
        root = etree.fromstring(parts["word/document.xml"])
        numbers = [s.get(f"{W}id") for s in root.iter(f"{W}bookmarkStart")]
        assert len(numbers) == len(set(numbers))
        for kind, part in (
            ("footnoteReference", "word/footnotes.xml"),
            ("commentReference", "word/comments.xml"),
        ):
            known = (
                {n.get(f"{W}id") for n in etree.fromstring(parts[part])} if part in parts else set()
            )
            assert {r.get(f"{W}id") for r in root.iter(f"{W}{kind}")} <= known


Weeks.TestCase.settings = settings(
    max_examples=N_SEQUENCES,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink) if os.environ.get("SHRINK") else (Phase.generate,),
)
# Other tests reach the same lines; traced, these many runs would take three times as long.
TestWeeks = pytest.mark.no_cover(Weeks.TestCase)
