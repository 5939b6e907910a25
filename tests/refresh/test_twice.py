"""Refreshing twice changes nothing: what one run concludes of a document, the next does not
conclude anew.
"""

from lxml import etree

from pipeline.ooxml import W
from pipeline.refresh.refresh import refresh
from pipeline.refresh.round_trip import Refreshed
from tests.makers.small_paper import (
    RUNS,
    START,
    Facts,
    base_of,
    document,
    plan,
    refreshed,
    sentence,
)
from tests.makers.word_edits import NOTES, Hand


def once_more(done: Refreshed, now: Facts) -> Refreshed:
    """The document refreshed again with the same facts; it must be the same."""
    again = refresh(
        done.content, base_of(now, RUNS[1]), document(now, RUNS[1]), done.memory, plan()
    )
    assert again.content == done.content
    assert again.memory == done.memory
    return again


def unmark(hand: Hand, *names: str) -> Hand:
    """Ids lost as by a paste without marks."""
    for name in names:
        start = hand.starts()[f"_msp_{name.replace('-', '_')}"]
        _take(start)
    return hand


def without_table(hand: Hand) -> Hand:
    """The table deleted by the editor, its number and title left."""
    _take(next(hand.root.iter(f"{W}tbl")))
    return hand


def _take(element: etree._Element) -> None:
    element.getparent().remove(element)  # type: ignore[union-attr]


def told(done: Refreshed, what: str) -> set[str]:
    """The ids told of with this."""
    return {event.name for event in done.events if event.what == what}


def test_a_new_row_of_a_deleted_table_stays_out_and_is_told_once() -> None:
    """It is remembered as deleted in the run in which it would have come."""
    now = START._replace(rows={**START.rows, "t-r4": "Place 4"})

    done = refreshed(without_table(Hand(document(START))).done(), START, now)
    again = once_more(done, now)

    assert "_msp_t_r4" in done.memory.gone
    assert "_msp_t_r4" in told(done, "deleted")
    assert not told(again, "deleted")


def test_a_deleted_table_that_is_generated_again_stays_deleted() -> None:
    """Its number and title, which nobody deleted, do not come back without it."""
    none = START._replace(rows={})
    edited = without_table(Hand(document(START))).done()

    ended = refreshed(edited, START, none)
    done = refresh(
        ended.content, base_of(none, RUNS[1]), document(START, RUNS[1]), ended.memory, plan()
    )
    once_more(done, START)

    assert not list(Hand(done.content).root.iter(f"{W}tbl"))
    assert not any(
        "Table 1" in text or "Places of work" in text for text in Hand(done.content).texts()
    )


def test_a_deleted_row_of_a_table_that_is_generated_again_stays_deleted() -> None:
    """The other rows come with their table."""
    none = START._replace(rows={})

    ended = refreshed(Hand(document(START)).delete_row("t-r2").done(), START, none)
    done = refresh(
        ended.content, base_of(none, RUNS[1]), document(START, RUNS[1]), ended.memory, plan()
    )
    once_more(done, START)

    assert Hand(done.content).cells("t-r1") == ["T-R1", "Place 1", "Continuing"]
    assert not Hand(done.content).has("t-r2")


def test_what_waits_for_a_person_waits_until_a_person_confirms() -> None:
    """A paper that grew does not turn what was missing into what was deleted."""
    now = START._replace(
        paragraphs={**START.paragraphs, **{f"p{n}": n + 10 for n in range(16, 60)}}
    )
    edited = Hand(document(START)).delete("p3").delete("p4").delete("p6").done()

    done = refreshed(edited, START, now)
    again = once_more(done, now)
    confirmed = refresh(
        done.content,
        base_of(now, RUNS[1]),
        document(now, RUNS[1]),
        done.memory,
        plan(is_confirmed=True),
    )

    assert {"_msp_p3", "_msp_p4", "_msp_p6"} <= done.memory.unsettled
    assert set(again.missing) == done.memory.unsettled
    assert {"_msp_p3", "_msp_p4", "_msp_p6"} <= confirmed.memory.gone
    assert not confirmed.memory.unsettled


def test_a_heading_and_a_row_that_say_the_same_are_each_found_again() -> None:
    """The cell is known by its row, so the heading alone is left with its words."""
    start = START._replace(heading="T-R1")
    now = start._replace(rows={**START.rows, "t-r1": "Place Z"})

    done = refreshed(unmark(Hand(document(start)), "heading", "t-r1").done(), start, now)
    once_more(done, now)

    assert Hand(done.content).text("heading") == "T-R1"
    assert Hand(done.content).cells("t-r1") == ["T-R1", "Place Z", "Continuing"]


def test_what_nobody_could_tell_is_not_told_by_other_facts() -> None:
    """A paragraph without its mark that read as another did stays the editor's own when the other
    changes.
    """
    start = START._replace(heading="".join(sentence("p3", START.paragraphs["p3"])))
    now = start._replace(heading="Another heading")

    done = refreshed(unmark(Hand(document(start)), "p3").done(), start, now)
    once_more(done, now)

    assert told(done, "deleted") == {"_msp_p3"}
    assert not Hand(done.content).has("p3")


def test_what_was_given_back_was_not_moved() -> None:
    """An id stands where its paragraph does, not behind all others."""
    done = refreshed(unmark(Hand(document(START)), "p1", "p4").done(), START, START)

    assert told(done, "relinked") == {"_msp_p1", "_msp_p4"}
    assert not told(done, "moved")


def test_the_head_of_a_table_that_ended_is_its_first_row() -> None:
    """Also where its mark was lost: the row that an editor worked in keeps its heads."""
    now = START._replace(rows={})
    hand = Hand(document(START)).type("t-r3", "xq1", 1)

    done = refreshed(unmark(hand, "t-columns").done(), START, now)
    once_more(done, now)

    assert Hand(done.content).cells("t-columns") == ["State", "Place", "Status"]
    assert Hand(done.content).has("t-r3")
    assert not Hand(done.content).has("t-r0")


def test_a_cell_without_a_paragraph_stops_nothing() -> None:
    """Some programs write such cells; the row is then left to the editor."""
    hand = Hand(document(START))
    _take(next(list(hand.row("t-r1").iter(f"{W}tc"))[2].iter(f"{W}p")))
    now = START._replace(rows={**START.rows, "t-r1": "Place Z"})

    done = refreshed(hand.done(), START, now)
    once_more(done, now)

    assert Hand(done.content).cells("t-r1") == ["T-R1", "Place 1", ""]


def test_a_note_that_goes_by_a_tracked_change_loses_its_mark_at_once() -> None:
    """LibreOffice dropped its bookmark; in the next run nobody knows it as ours."""
    hand = Hand(document(START))
    notes = etree.fromstring(hand.parts[NOTES])
    for node in list(notes.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        _take(node)
    hand.parts[NOTES] = etree.tostring(notes)
    now = START._replace(notes={"p5": START.notes["p5"]})

    done = refreshed(hand.done(), START, now, is_tracked=True)
    once_more(done, now)

    marks = [name for name in Hand(done.content).starts() if name.startswith("_msn_")]
    assert marks == ["_msn_p5_note"]
