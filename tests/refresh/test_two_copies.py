"""Two returned copies of a paper made one: what one editor changed is taken, what both changed is
shown, and no typed word goes.
"""

import os
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from random import Random

import pytest

from pipeline.files import Disk
from pipeline.ooxml import W
from pipeline.refresh.refresh import generated, refresh
from pipeline.refresh.round_trip import Refreshed, read_last_generated
from pipeline.refresh.two_copies import (
    ADDED,
    BOTH,
    COMMENT,
    RESTORED,
    TAKEN,
    MergedCopies,
    OtherCopy,
    merge_copies,
)
from pipeline.tasks.report import report
from tests.conftest import ROOT, folders_of
from tests.makers.command_line import Capture, places_of, typed
from tests.makers.small_paper import RUNS, START, Facts, document, plan, refreshed
from tests.makers.word_edits import Hand

N_SEEDS = int(os.environ.get("SEQUENCES", "20"))
NOW = START._replace(paragraphs={**START.paragraphs, "p3": 99})
SENTENCES = (
    "It reads there, in {file}:",
    "Deleted in {file}.",
    "Put back from {file}.",
    "{author}, {file}:",
    "Note, {file}:",
)
Edit = Callable[[Hand], object]


def merged(
    first: bytes, second: bytes, now: Facts = NOW
) -> tuple[MergedCopies, Refreshed, Refreshed]:
    """Two copies of the paper of START, brought to the facts of today and made one."""
    one, two = refreshed(first, START, now), refreshed(second, START, now)
    done = merge_copies(one, OtherCopy("NL.docx", two, *SENTENCES), document(now, RUNS[1]), plan())
    return done, one, two


def by(*edits: Edit) -> bytes:
    """The paper as generated, after edits."""
    hand = Hand(document(START))
    for edit in edits:
        edit(hand)
    return hand.done()


def again(done: MergedCopies, now: Facts = NOW) -> Refreshed:
    """The merged copy refreshed with the same facts."""
    new = document(now, RUNS[1])
    base = read_last_generated(RUNS[1], generated(new))
    return refresh(done.content, base, new, done.memory, plan())


def words_of(content: bytes) -> str:
    """Every word in the parts of a package."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
    return " ".join(re.sub(r"<[^>]+>", " ", part) for part in parts)


def test_what_one_editor_changed_is_taken_and_what_both_changed_alike_stands_once() -> None:
    """Paragraph, cell and note of the second copy come in; the first one's words stay."""
    first = by(lambda h: h.type("p1", "xqone"), lambda h: h.type("p6", "xqsame"))
    second = by(
        lambda h: h.type("p4", "xqtwo"),
        lambda h: h.type("t-r1", "xqcell", 1),
        lambda h: h.type("p6", "xqsame"),
    )

    done, _, _ = merged(first, second)

    hand = Hand(done.content)
    assert "xqone" in hand.text("p1")
    assert "xqtwo" in hand.text("p4")
    assert "xqcell" in hand.cells("t-r1")[1]
    assert hand.text("p6").count("xqsame") == 1
    assert "99 States" in hand.text("p3")
    assert done.outcomes == {TAKEN: ["_msp_p4", "_msp_t_r1"]}
    assert done.left == ()
    assert hand.comments() == {}


def test_a_text_that_both_changed_keeps_the_first_words_and_shows_the_second() -> None:
    """The comment names the second copy and no refresh takes it away."""
    done, _, _ = merged(
        by(lambda h: h.retype("p1", "xqone")), by(lambda h: h.retype("p1", "xqtwo"))
    )

    later = again(done)

    for content in (done.content, later.content):
        hand = Hand(content)
        assert hand.text("p1") == "xqone"
        assert list(hand.comments(is_ours=False).values()) == ["It reads there, in NL.docx:\nxqtwo"]
    assert done.outcomes == {BOTH: ["_msp_p1"]}
    assert later.content == done.content


def test_deletions_hold_where_the_other_copy_left_the_text_alone() -> None:
    """Of either editor; the text does not come back with the next run."""
    done, _, _ = merged(by(lambda h: h.delete("p1")), by(lambda h: h.delete("p4")))

    hand, later = Hand(done.content), Hand(again(done).content)
    assert [h.has(n) for h in (hand, later) for n in ("p1", "p4")] == [False] * 4


def test_a_text_deleted_in_one_copy_and_edited_in_the_other_stands_with_a_comment() -> None:
    """Whichever of the two it was."""
    edited, deleted = by(lambda h: h.type("p1", "xqtwo")), by(lambda h: h.delete("p1"))
    for first, second, outcome in ((deleted, edited, RESTORED), (edited, deleted, BOTH)):
        done, _, _ = merged(first, second)

        hand = Hand(done.content)
        assert "xqtwo" in hand.text("p1")
        assert done.outcomes == {outcome: ["_msp_p1"]}
        assert len(hand.comments(is_ours=False)) == 1
        assert "xqtwo" in Hand(again(done).content).text("p1")


def test_paragraphs_and_comments_of_the_second_editor_come_in_where_they_stand() -> None:
    """Once, and as a person's own."""
    first = by(lambda h: h.add("p1", "xqown of both"))
    second = by(
        lambda h: h.add("p1", "xqown of both"),
        lambda h: h.add("p4", "xqown of the second"),
        lambda h: h.comment("p6", "xqcomment"),
    )

    done, _, _ = merged(first, second)

    hand = Hand(again(done).content)
    assert sum("xqown of both" in text for text in hand.texts()) == 1
    own = hand.paragraph("p4").getnext()
    assert own is not None
    assert "".join(t.text or "" for t in own.iter(f"{W}t")) == "xqown of the second"
    assert any("xqcomment" in said for said in hand.comments(is_ours=False).values())
    assert set(done.outcomes) == {ADDED, COMMENT}
    assert b"_msp_own" not in b"".join(hand.parts.values())


def test_words_with_marks_of_people_are_shown_not_taken() -> None:
    """Tracked changes and notes of the second copy would lose what they are."""
    second = by(lambda h: h.track_insert("p1", "xqtracked"), lambda h: h.note("p4", "xqnote"))

    done, _, _ = merged(by(), second)

    hand = Hand(done.content)
    said = " ".join(hand.comments(is_ours=False).values())
    assert done.outcomes == {BOTH: ["_msp_p1", "_msp_p4"], COMMENT: ["_msp_p4"]}
    assert "xqtracked" in said
    assert "Note, NL.docx:\nxqnote" in said


def _edits(tag: str, chance: Random) -> list[Edit]:
    """Up to six edits of one editor, each with a word of its own."""
    names = [f"p{n}" for n in range(16)]
    made: list[Edit] = []
    for number in range(chance.choice((1, 3, 6))):
        word, name, other = f"{tag}{number}x", chance.choice(names), chance.choice(names)
        row = f"t-r{chance.randrange(4)}"
        made.append(
            chance.choice(
                (
                    lambda h, n=name, w=word: h.type(n, w),
                    lambda h, n=name, w=word: h.retype(n, f"{w} other words"),
                    lambda h, n=name, w=word: h.comment(n, w),
                    lambda h, n=name, w=word: h.note(n, w),
                    lambda h, n=name, w=word: h.add(n, w),
                    lambda h, n=name, w=word: h.track_insert(n, w),
                    lambda h, n=row, w=word: h.type(n, w, 1),
                    lambda h, n=name: h.delete(n),
                    lambda h, n=name, o=other: h.move(n, o),
                    lambda h, n=name, o=other: h.copy_below(n),
                )
            )
        )
    return made


def _edited(tag: str, chance: Random) -> bytes:
    content = document(START)
    for edit in _edits(tag, chance):
        hand = Hand(content)
        try:
            edit(hand)
        except (KeyError, StopIteration, IndexError):
            continue  # the paragraph is no longer there
        content = hand.done()
    return content


@pytest.mark.parametrize("seed", range(N_SEEDS))
def test_no_word_of_either_editor_is_lost(seed: int) -> None:
    """Whatever two editors did, each word they typed stands in the text, in a comment, or is told;
    the next run changes nothing.
    """
    chance = Random(seed)  # noqa: S311 - a seed names its sequence
    first, second = _edited("xqa", chance), _edited("xqb", chance)

    done, one, two = merged(first, second)

    typed = set(re.findall(r"xq[ab]\dx", words_of(one.content) + words_of(two.content)))
    kept = set(re.findall(r"xq[ab]\dx", words_of(done.content) + " ".join(done.left)))
    assert typed - kept == set()
    later = again(done)
    assert typed - kept - set(re.findall(r"xq[ab]\dx", words_of(later.content))) == set()
    assert [event.name for event in later.of("inserted", "deleted")] == []
    assert again(done._replace(content=later.content, memory=later.memory)).content == later.content


def test_the_command_makes_two_copies_one_and_report_names_a_copy_beside_a_paper(
    tmp_path: Path, capsys: Capture
) -> None:
    """The first file is written, the second left and kept; the screen quotes no words."""
    folders = folders_of(ROOT, tmp_path / "outputs")
    report(folders, "demo", Disk())
    paper = folders.outputs / "demo" / "ica-section.docx"
    other = paper.with_name("ica-section-DESKTOP-7QX.docx")
    content = paper.read_bytes()
    paper.write_bytes(Hand(content).type("basis", "xqone").done())
    other.write_bytes(Hand(content).type("action-39", "xqtwo").done())

    named = typed(capsys, "report", "demo", *places_of(folders))
    said = typed(capsys, "refresh", str(paper), str(other), *places_of(folders))

    hand = Hand(paper.read_bytes())
    page = (folders.outputs / "demo" / "internal" / "two-copies.html").read_text("utf-8")
    kept = [p.read_bytes() for p in (folders.outputs / "demo").rglob("ica-section.*.docx")]
    assert "ica-section-DESKTOP-7QX.docx is another copy of ica-section" in named.out
    assert (said.code, "xq" in said.out) == (0, False)
    assert "1 taken from the second copy: action_39" in said.out
    assert "xqone" in hand.text("basis")
    assert "xqtwo" in hand.text("action-39")
    assert "xqtwo" in page
    assert other.read_bytes() in kept


def test_two_papers_are_not_made_one(tmp_path: Path, capsys: Capture) -> None:
    """Exit 2, and both files are as they were."""
    folders = folders_of(ROOT, tmp_path / "outputs")
    report(folders, "demo", Disk())
    papers = [folders.outputs / "demo" / f"{n}.docx" for n in ("ica-section", "activity-report")]
    before = [paper.read_bytes() for paper in papers]

    said = typed(capsys, "refresh", *map(str, papers), *places_of(folders))

    assert said.code == 2
    assert "are not copies of the same paper" in said.err
    assert [paper.read_bytes() for paper in papers] == before
