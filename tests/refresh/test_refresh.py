"""The table of a refresh, a row a test: what was generated, what stands there, what would be
generated now.
"""

import copy

import pytest
from lxml import etree

from pipeline.ooxml import NotAPackage, W, read_package
from pipeline.refresh.compared_text import is_same, normal, readable, tokens
from pipeline.refresh.decide import Verdict, decide
from pipeline.refresh.round_trip import Memory
from tests.makers.small_paper import START, WORDS, Facts, document, refreshed, sentence
from tests.makers.word_edits import NOTES, OURS, Hand, visible


def facts(**changes: int) -> Facts:
    """The facts of the start, some numbers others."""
    return START._replace(paragraphs={**START.paragraphs, **changes})


def without(name: str) -> Facts:
    """The facts of the start, one paragraph not generated."""
    return START._replace(paragraphs={n: v for n, v in START.paragraphs.items() if n != name})


def words(name: str, now: Facts) -> str:
    """The words of a paragraph as generated."""
    return normal("".join(sentence(name, now.paragraphs[name])))


NOW = facts(p1=41, p2=42)


@pytest.mark.parametrize(
    ("base", "theirs", "new", "is_barred", "verdict"),
    [
        ("a", "a", "a", False, Verdict.SAME),
        ("a", "a", "b", False, Verdict.TAKE),
        ("a", "b", "b", False, Verdict.SAME),
        ("a", "c", "a", False, Verdict.EDITED),
        ("a", "c", "b", False, Verdict.CONFLICT),
        ("a", "a", "b", True, Verdict.CONFLICT),
        ("a", "a", None, False, Verdict.REMOVE),
        ("a", "a", None, True, Verdict.ORPHAN),
        ("a", "c", None, False, Verdict.ORPHAN),
        ("a", " ", "b", False, Verdict.EMPTIED),
        ("", "", "b", False, Verdict.TAKE),
        (None, "c", "b", False, Verdict.CONFLICT),
        (None, "c", None, False, Verdict.ORPHAN),
        ("it's", "it’s", "it is", False, Verdict.TAKE),
    ],
)
def test_the_table(
    base: str | None, theirs: str, new: str | None, is_barred: bool, verdict: Verdict
) -> None:
    """Each row of the table has its verdict."""
    assert decide(base, theirs, new, is_barred) is verdict


def test_what_word_does_by_itself_is_no_edit() -> None:
    """Quotes, dashes, dots, blanks and soft hyphens made by Word; a letter more is an edit."""
    assert is_same('"It\'s 2024 - 2025..."', "“It’s 2024 – 2025…”")
    assert is_same("Article 7", "Article\u00a07")
    assert not is_same("ten", "tens")
    assert "".join(tokens("Ten ￼note￼ States, 3.5!")) == "Ten ￼note￼ States, 3.5!"
    assert readable("Ten￼note￼ States") == "Ten States"


def test_an_untouched_paragraph_takes_the_new_words_and_keeps_its_look() -> None:
    """Bold set by an editor stays under new words; the runs around them stay one."""
    hand = Hand(document(START)).bold("p1")

    done = refreshed(hand.done(), START, NOW)

    paragraph = Hand(done.content).paragraph("p1")
    runs = list(paragraph.iter(f"{W}r"))
    assert normal(Hand(done.content).text("p1")) == words("p1", NOW)
    assert [run.find(f"{W}rPr/{W}b") is not None for run in runs] == [True]
    assert not Hand(done.content).comments()


def test_only_the_words_that_differ_change_their_run() -> None:
    """A number set in bold alone stays bold when it moves; its neighbours stay plain."""
    hand = Hand(document(START))
    run = next(r for r in hand.paragraph("p1").iter(f"{W}r") if r.find(f"{W}t") is not None)
    text = next(run.iter(f"{W}t"))
    before, number, after = (text.text or "").partition("11")
    for part, is_bold in ((before, False), (number, True), (after, False)):
        fresh = copy.deepcopy(run)
        next(fresh.iter(f"{W}t")).text = part
        if is_bold:
            look = etree.Element(f"{W}rPr")
            etree.SubElement(look, f"{W}b")
            fresh.insert(0, look)
        run.addprevious(fresh)
    run.getparent().remove(run)  # type: ignore[union-attr]

    done = refreshed(hand.done(), START, NOW)

    bold = [
        r
        for r in Hand(done.content).paragraph("p1").iter(f"{W}r")
        if r.find(f"{W}rPr/{W}b") is not None
    ]
    assert ["".join(t.text or "" for t in r.iter(f"{W}t")) for r in bold] == ["41"]


def test_edited_words_stay_and_one_comment_offers_the_new_text_with_its_reason() -> None:
    """Refreshing again adds nothing; the comment goes once the editor took the text, and not back
    once deleted.
    """
    edited = Hand(document(START)).type("p1", "xq1").done()
    reasons = {"_msp_p1": "The report of Alphaland was received on 5 July 2025."}

    done = refreshed(edited, START, NOW, reasons=reasons)
    again = refreshed(done.content, NOW, NOW, done.memory, reasons=reasons)

    hand = Hand(done.content)
    (said,) = hand.comments_at(hand.paragraph("p1"))
    assert "xq1" in hand.text("p1")
    assert words("p1", NOW) in normal(said)
    assert reasons["_msp_p1"] in said
    assert again.content == done.content

    taken = Hand(done.content).retype("p1", words("p1", NOW)).done()
    assert not Hand(refreshed(taken, NOW, NOW, done.memory).content).comments()

    answered = Hand(done.content).resolve(set(hand.comments())).done()
    assert not Hand(refreshed(answered, NOW, NOW, done.memory).content).comments()

    later = facts(p1=77)
    other = refreshed(done.content, NOW, later, done.memory)
    (said,) = Hand(other.content).comments().values()
    assert words("p1", later) in normal(said)

    back = refreshed(other.content, later, START, other.memory)
    assert not Hand(back.content).comments()


@pytest.mark.parametrize("mark", ["comment", "note", "track_insert"])
def test_marks_of_others_bar_a_change(mark: str) -> None:
    """A comment, a note or tracked words of an editor: the words stay and our comment offers the
    new ones.
    """
    hand = Hand(document(START))
    getattr(hand, mark)("p1", "xq1")

    done = refreshed(hand.done(), START, NOW)

    after = Hand(done.content)
    assert normal(hand.text("p1")) == normal(after.text("p1"))
    assert len(after.comments_at(after.paragraph("p1"))) == 1


def test_a_long_comment_of_an_editor_bars_the_paragraphs_inside_it() -> None:
    """A comment from one paragraph to a later one stands over those between."""
    hand = Hand(document(START)).comment("p0", "xq1")
    end = next(hand.paragraph("p0").iter(f"{W}commentRangeEnd"))
    hand.paragraph("p3").append(end)

    done = refreshed(hand.done(), START, NOW)

    after = Hand(done.content)
    assert normal(after.text("p1")) == words("p1", START)
    assert len(after.comments_at(after.paragraph("p1"))) == 1


def test_what_an_editor_deleted_stays_deleted_even_when_it_comes_again() -> None:
    """Deleted, then not generated for a run, then generated anew: never there, and reported."""
    edited = Hand(document(START)).delete("p1").done()

    first = refreshed(edited, START, NOW)
    second = refreshed(first.content, NOW, without("p1"), first.memory)
    third = refreshed(second.content, without("p1"), facts(p1=55), second.memory)

    assert [(e.name, e.new != "") for e in first.of("deleted")] == [("_msp_p1", True)]
    for done in (first, second, third):
        assert not Hand(done.content).has("p1")


def test_what_was_kept_though_not_generated_and_deleted_then_stays_deleted() -> None:
    """Edited, so kept when it was not generated; deleted by the editor after that: it is not there
    when it is again.
    """
    ended = without("p1")._replace(rows={n: v for n, v in START.rows.items() if n != "t-r1"})
    kept = refreshed(
        Hand(document(START)).type("p1", "xq1").type("t-r1", "xq2", 1).done(), START, ended
    )
    edited = Hand(kept.content).delete("p1").delete_row("t-r1").done()

    gone = refreshed(edited, ended, ended, kept.memory)
    at_once = refreshed(edited, ended, NOW, kept.memory)
    later = refreshed(gone.content, ended, NOW, gone.memory)

    for done in (gone, at_once, later):
        assert not Hand(done.content).has("p1")
        assert not Hand(done.content).has("t-r1")
    assert {e.name for e in gone.of("deleted")} == {"_msp_p1", "_msp_t_r1"}


def test_what_is_no_longer_generated_goes_if_nobody_touched_it() -> None:
    """Untouched it is taken out; edited it stays with a comment, once."""
    untouched = refreshed(document(START), START, without("p1"))
    edited = refreshed(Hand(document(START)).type("p1", "xq1").done(), START, without("p1"))
    again = refreshed(edited.content, without("p1"), without("p1"), edited.memory)

    assert not Hand(untouched.content).has("p1")
    assert "xq1" in Hand(edited.content).text("p1")
    assert list(Hand(edited.content).comments().values()) == [WORDS.no_longer]
    assert again.content == edited.content


def test_new_paragraphs_stand_after_their_neighbour_where_the_editor_put_it() -> None:
    """A moved paragraph is never moved back; what is new follows it."""
    before = without("p2")
    edited = Hand(document(before)).move("p1", "p9").done()

    done = refreshed(edited, before, NOW)

    hand = Hand(done.content)
    names = [name for name in hand.starts() if name.startswith("_msp_p")]
    assert names.index("_msp_p2") == names.index("_msp_p1") + 1 == names.index("_msp_p9") + 2
    assert normal(hand.text("p2")) == words("p2", NOW)
    assert [event.name for event in done.of("moved")] == ["_msp_p1"]
    assert any(True for _ in hand.paragraph("p2").iter(f"{W}footnoteReference"))


def test_rows_come_change_and_go_by_cell() -> None:
    """An edited cell stays with a comment, its neighbours change; rows deleted stay so, rows added
    are not touched.
    """
    now = START._replace(rows={"t-r0": "Here", "t-r1": "There", "t-r4": "New"})
    hand = Hand(document(START)).type("t-r1", "xq1", 1).delete_row("t-r3").add_row("t-r0", "xq2")

    done = refreshed(hand.done(), START, now)

    after = Hand(done.content)
    assert after.cells("t-r0") == ["T-R0", "Here", "Continuing"]
    assert "xq1" in after.cells("t-r1")[1]
    assert [normal(c.splitlines()[-1]) for c in after.comments().values()] == ["There"]
    assert after.cells("t-r4") == ["T-R4", "New", "Continuing"]
    assert not after.has("t-r2")
    assert not after.has("t-r3")
    assert any("xq2" in text for text in after.texts())


def test_a_table_comes_and_goes_as_a_whole() -> None:
    """Without rows the table, its title and its end go; with rows it is there again."""
    empty = START._replace(rows={})

    gone = refreshed(document(START), START, empty)
    back = refreshed(gone.content, empty, START, gone.memory)

    assert not list(Hand(gone.content).body.iter(f"{W}tbl")) or len(
        list(Hand(gone.content).body.iter(f"{W}tbl"))
    ) == len(list(Hand(document(empty)).body.iter(f"{W}tbl")))
    assert Hand(back.content).texts() == Hand(document(START)).texts()


@pytest.mark.parametrize("is_tracked", [False, True])
def test_what_stays_of_a_table_keeps_the_words_that_say_what_it_is_of(is_tracked: bool) -> None:
    """First row and title stay above an edited row, and go with it; generated again, they stand
    there once.
    """
    empty = START._replace(rows={})
    heads = ("t", "t-title", "t-columns")
    edited = Hand(document(START)).type("t-r1", "xq1", 1).done()

    kept = refreshed(edited, START, empty, is_tracked=is_tracked)
    again = refreshed(kept.content, empty, empty, kept.memory, is_tracked=is_tracked)
    back = refreshed(kept.content, empty, START, kept.memory)
    ended = refreshed(Hand(kept.content).delete_row("t-r1").done(), empty, empty, kept.memory)

    hand = Hand(kept.content)
    assert [hand.text(name) for name in heads] == [
        Hand(document(START)).text(name) for name in heads
    ]
    assert "xq1" in hand.cells("t-r1")[1]
    assert not hand.has("t-r2") or not hand.text("t-r2")
    assert {event.name for event in kept.of("head")} == {"_msp_t", "_msp_t_title", "_msp_t_columns"}
    assert len(hand.comments()) == 1
    assert again.content == kept.content
    left = (
        Hand(kept.content).add_row("t-r1", "xq2").delete_row("t-r1").delete_row("t-columns").done()
    )
    whole = Hand(refreshed(left, empty, START, kept.memory).content)
    assert [whole.has(name) for name in ("t-columns", *START.rows)] == [
        True,
        True,
        False,
        True,
        True,
    ]
    assert whole.cells("t-r3") == ["T-R3", "Place 3", "Continuing"]
    assert any("xq2" in text for text in whole.texts())
    names = [start.get(f"{W}name") for start in Hand(back.content).root.iter(f"{W}bookmarkStart")]
    assert [names.count(f"_msp_{name.replace('-', '_')}") for name in heads] == [1, 1, 1]
    assert Hand(back.content).cells("t-r0") == ["T-R0", "Place 0", "Continuing"]
    assert not any(Hand(ended.content).has(name) for name in heads)


def test_a_comment_says_why_even_where_no_reason_is_known() -> None:
    """A row, of which no reason is told: the sentence for that stands in its place, with single
    blanks.
    """
    hand = Hand(document(START)).type("t-r1", "xq1", 1)

    done = refreshed(hand.done(), START, START._replace(rows={**START.rows, "t-r1": "There"}))

    (said,) = Hand(done.content).comments().values()
    assert WORDS.changed.format(why=WORDS.otherwise) in said


def test_a_note_changes_comes_and_goes_with_its_paragraph() -> None:
    """The words of a note, a new note, a note that is not generated any more; no note is left
    without a place.
    """
    now = START._replace(notes={"p2": "Deltaland.", "p7": "Rhoville."})

    done = refreshed(document(START), START, now)

    hand = Hand(done.content)
    notes = etree.fromstring(read_package(done.content)[NOTES])
    referred = [r.get(f"{W}id") for r in hand.root.iter(f"{W}footnoteReference")]
    kept = [n.get(f"{W}id") for n in notes if n.get(f"{W}type") is None]
    assert sorted(referred, key=str) == sorted(kept, key=str)
    assert {"Deltaland.", "Rhoville."} <= {normal(text) for text in hand.texts()}
    assert "Gammaland." not in {normal(text) for text in hand.texts()}


@pytest.mark.parametrize("how", ["typed", "added", "tracked"])
@pytest.mark.parametrize("is_paragraph_gone", [False, True])
def test_words_typed_into_a_note_outlive_its_mark(how: str, is_paragraph_gone: bool) -> None:
    """Where the text generated now has no such note, or is no longer generated, the paragraph is
    kept as it is, with a comment, and once.
    """
    hand = Hand(document(START)).type_in_note("p2", "xqnote", how)
    now = START._replace(notes={"p5": "Gammaland."}, paragraphs={**START.paragraphs, "p2": 77})
    if is_paragraph_gone:
        kept = {name: n for name, n in START.paragraphs.items() if name != "p2"}
        now = now._replace(paragraphs=kept)

    done = refreshed(hand.done(), START, now)

    after = Hand(done.content)
    assert any("xqnote" in text for text in after.texts())
    assert normal(after.text("p2")) == normal(Hand(document(START)).text("p2"))
    assert len(after.comments_at(after.paragraph("p2"))) == 1
    again = refreshed(done.content, now, now, done.memory)
    assert any("xqnote" in text for text in Hand(again.content).texts())
    assert len(Hand(again.content).comments()) == 1


def test_a_note_that_keeps_its_mark_keeps_no_paragraph_back() -> None:
    """New facts come into the paragraph, and what was typed in the note stays."""
    hand = Hand(document(START)).type_in_note("p2", "xqnote")

    done = refreshed(hand.done(), START, START._replace(paragraphs={**START.paragraphs, "p2": 77}))

    after = Hand(done.content)
    assert "77 States" in after.text("p2")
    assert any("xqnote" in text for text in after.texts())


def test_a_paragraph_put_into_a_table_is_still_that_paragraph() -> None:
    """In a cell of the editor's own it takes the new words as anywhere else."""
    hand = Hand(document(START))
    paragraph = hand.paragraph("p1")
    table = etree.Element(f"{W}tbl")
    paragraph.addprevious(table)
    etree.SubElement(etree.SubElement(table, f"{W}tr"), f"{W}tc").append(paragraph)

    done = refreshed(hand.done(), START, NOW)

    assert normal(Hand(done.content).text("p1")) == words("p1", NOW)


def test_split_merged_and_copied_paragraphs_are_told() -> None:
    """Both halves stay, joined ones stay, a copy is the editor's own; changed facts are offered
    once.
    """
    split = refreshed(Hand(document(START)).split("p1").done(), START, NOW)
    hand = Hand(document(START))
    hand.merge_next("p1")
    merged = refreshed(hand.done(), START, NOW)
    copied = refreshed(Hand(document(START)).copy_below("p1").done(), START, NOW)

    assert [e.name for e in split.of("split")] == ["_msp_p1"]
    assert len(Hand(split.content).comments()) == 1
    assert [e.name for e in merged.of("merged")] == ["_msp_p1"]
    assert len(Hand(merged.content).comments()) == 1
    assert normal(Hand(copied.content).text("p1")) == words("p1", NOW)
    assert not Hand(copied.content).comments()


def twin(hand: Hand, element: etree._Element) -> etree._Element:
    """A copy of an element with its bookmarks under the same names, as a program makes it that does
    not rename them.
    """
    fresh = copy.deepcopy(element)
    numbers: dict[str, str] = {}
    for mark in fresh.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"):
        mark.set(f"{W}id", numbers.setdefault(mark.get(f"{W}id", ""), hand._next()))
    return fresh


def test_one_bookmark_in_two_places_is_the_one_that_reads_as_generated() -> None:
    """The edited copy is the editor's own, wherever it stands; the original takes the new facts."""
    for is_first in (True, False):
        hand = Hand(document(START))
        paragraph = hand.paragraph("p1")
        fresh = twin(hand, paragraph)
        (hand.paragraph("p0") if is_first else hand.paragraph("p9")).addnext(fresh)
        hand.type_into(fresh, "xq1")

        done = refreshed(hand.done(), START, NOW)

        texts = [normal(text) for text in Hand(done.content).texts()]
        assert [e.name for e in done.of("copied")] == ["_msp_p1"]
        assert words("p1", NOW) in texts
        assert sum("xq1" in text for text in texts) == 1
        assert not done.of("split", "conflict")


def test_one_bookmark_in_two_edited_places_is_told_and_nothing_is_changed() -> None:
    """Nobody can say which is the one: both stay, with a comment, and it is not called a split
    paragraph.
    """
    hand = Hand(document(START)).type("p1", "xq1")
    fresh = twin(hand, hand.paragraph("p1"))
    hand.paragraph("p9").addnext(fresh)
    hand.type_into(fresh, "xq2")

    done = refreshed(hand.done(), START, NOW)
    again = refreshed(done.content, NOW, NOW, done.memory)

    texts = " ".join(Hand(done.content).texts())
    assert [e.what for e in done.events if e.what in {"apart", "split", "copied"}] == ["apart"]
    assert (texts.count("xq1"), texts.count("xq2")) == (2, 1)
    assert len(Hand(done.content).comments()) == 1
    assert again.content == done.content


def test_a_row_that_was_copied_with_its_bookmark_is_known_by_its_words() -> None:
    """The row as generated changes, the edited copy stays; of two edited ones the first has the
    id.
    """
    now = START._replace(rows={**START.rows, "t-r1": "There"})
    one, two = Hand(document(START)), Hand(document(START)).type("t-r1", "xq1", 1)
    for hand in (one, two):
        fresh = twin(hand, hand.row("t-r1"))
        hand.row("t-r0").addprevious(fresh)
        hand.type_into(list(fresh.iter(f"{W}p"))[1], "xq2")

    done, both = refreshed(one.done(), START, now), refreshed(two.done(), START, now)

    rows = [
        [visible(cell) for cell in row.iter(f"{W}tc")]
        for row in Hand(done.content).root.iter(f"{W}tr")
    ]
    assert ["T-R1", "There", "Continuing"] in rows
    assert [row[1] for row in rows if "xq2" in row[1]] == ["Place xq2 1"]
    assert (
        [e.what for e in done.of("copied", "apart")],
        [e.what for e in both.of("copied", "apart")],
    ) == (
        ["copied"],
        ["apart"],
    )
    assert all(word in " ".join(Hand(both.content).texts()) for word in ("xq1", "xq2"))


def strip_marks(content: bytes, keep: int = 0) -> bytes:
    """The paper as pasted into a fresh file: all marks lost but some."""
    hand = Hand(content)
    starts = [
        s for s in hand.root.iter(f"{W}bookmarkStart") if s.get(f"{W}name", "").startswith("_msp_p")
    ]
    for start in starts[keep:]:
        start.getparent().remove(start)  # type: ignore[union-attr]
    return hand.done()


def test_paragraphs_without_marks_are_known_by_their_exact_words_alone() -> None:
    """Unedited ones get their ids back; edited ones are shown, not taken for deleted; a person may
    confirm.
    """
    edited = Hand(document(START)).type("p1", "xq1").type("p4", "xq2").type("p6", "xq3").done()
    stripped = strip_marks(edited)

    done = refreshed(stripped, START, NOW)
    asked = refreshed(stripped, START, NOW, is_confirmed=True)

    hand = Hand(done.content)
    assert set(done.missing) == {"_msp_p1", "_msp_p4", "_msp_p6"}
    assert {name for name, _ in done.pairs} == set(done.missing)
    assert not done.memory.gone
    assert normal(hand.text("p2")) == words("p2", NOW)
    assert not hand.has("p1")
    for name, word in (("p1", "xq1"), ("p4", "xq2"), ("p6", "xq3")):
        assert word in Hand(asked.content).text(name)
    assert len(Hand(asked.content).comments()) == 1


def test_tracked_changes_of_ours_are_ours_and_may_be_rejected() -> None:
    """Accepted they are the new text, rejected the old; a second run writes them anew, not on
    top.
    """
    now = START._replace(paragraphs={**without("p3").paragraphs, "p1": 41, "p16": 26})

    done = refreshed(document(START), START, now, is_tracked=True)
    later = refreshed(done.content, now, facts(p1=77), done.memory, is_tracked=True)

    accepted, rejected = Hand(done.content).settle(True), Hand(done.content).settle(False)
    assert normal(accepted.text("p1")) == words("p1", now)
    assert not accepted.has("p3")
    assert normal(accepted.text("p16")) == words("p16", now)
    assert [t for t in rejected.texts() if t] == [t for t in Hand(document(START)).texts() if t]
    assert {m.get(f"{W}author") for m in Hand(done.content).root.iter(f"{W}ins", f"{W}del")} == {
        OURS
    }
    assert normal(Hand(later.content).settle(False).text("p1")) == words("p1", START)
    assert normal(Hand(later.content).settle(True).text("p1")) == words("p1", facts(p1=77))


def test_a_cleared_paragraph_changes_by_tracked_changes_alone() -> None:
    """What a body cleared is marked, what it did not is not."""
    done = refreshed(document(START), START, NOW, cleared=frozenset({"_msp_p1"}))

    hand = Hand(done.content)
    assert list(hand.paragraph("p1").iter(f"{W}ins"))
    assert not list(hand.paragraph("p2").iter(f"{W}ins"))
    assert normal(hand.text("p1")) == words("p1", NOW)


def test_a_file_that_is_no_document_is_refused() -> None:
    """Bytes that are no package, and a package without a document."""
    for content in (b"hello", b""):
        with pytest.raises(NotAPackage):
            refreshed(content, START, NOW)


def test_nothing_to_bring_gives_the_very_bytes() -> None:
    """The editor's file is not even packed anew."""
    edited = Hand(document(START)).type("p1", "xq1").done()
    first = refreshed(edited, START, START)

    assert refreshed(first.content, START, START, first.memory).content == first.content
    assert first.memory == Memory()
