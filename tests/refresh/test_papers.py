"""The papers of the demonstration, edited at random while their facts change at random: refreshing
twice is once.

`make fuzz` runs 500 sequences, the test-suite a few of the same.
"""

import os
from collections.abc import Callable
from functools import lru_cache
from random import Random
from typing import NamedTuple

import pytest
from lxml import etree

from pipeline.build import build
from pipeline.collect.folder import Collected
from pipeline.load import Loaded
from pipeline.model.finding import Outcome, Refused
from pipeline.ooxml import W
from pipeline.refresh.refresh import generated, refresh
from pipeline.refresh.round_trip import Memory, read_last_generated
from tests.makers.mutated_demo import Change, apply
from tests.makers.small_paper import plan
from tests.makers.word_edits import Hand

N_SEQUENCES = int(os.environ.get("SEQUENCES", "20"))
N_WORLDS = 9
KINDS = ("cell", "cell", "drop", "drop", "duplicate", "empty")

Edit = Callable[[Hand, str, Random], object]


class World(NamedTuple):
    """The papers as generated from some state of the inputs, by name, with their run."""

    run: str
    contents: dict[str, bytes]

    def base(self, paper: str) -> list[dict[str, object]]:
        """What the ledger of the run keeps of a paper."""
        return _generated(self.contents[paper])


@lru_cache(maxsize=256)
def _generated(content: bytes) -> list[dict[str, object]]:
    return generated(content)


@pytest.fixture(scope="module")
def worlds(demo: Loaded, demo_rows: Outcome[Collected]) -> tuple[World, ...]:
    """The demonstration as it is, and with rows changed at random."""
    chance = Random(1)  # noqa: S311 - the same worlds every time
    made: list[World] = []
    while len(made) < N_WORLDS:
        changes = [
            Change(chance.choice(KINDS), *(chance.randrange(10_000) for _ in range(4)))
            for _ in range(4 * len(made))
        ]
        loaded = demo._replace(run=f"{len(made) + 1:012x}")
        try:
            built = build(loaded, collected=apply(demo_rows, changes))
        except Refused:
            continue
        made.append(World(loaded.run, built.contents))
    return tuple(made)


def _ids(hand: Hand) -> list[str]:
    """The ids of the document, in order."""
    names = (name.removeprefix("_msp_") for name in hand.starts() if name.startswith("_msp_"))
    return [
        name for name in names if not name.startswith(("run_", "end_")) and "_Copy_" not in name
    ]


def _of_row(hand: Hand, name: str) -> bool:
    return any(True for _ in hand.paragraph(name).iterancestors(f"{W}tr"))


def _take(element: etree._Element) -> None:
    element.getparent().remove(element)  # type: ignore[union-attr]


def _delete_some(hand: Hand, name: str, chance: Random) -> None:
    """An id and those that follow it: a row, a paragraph, or many of them."""
    names = _ids(hand)
    first = names.index(name)
    for one in names[first : first + chance.choice((1, 1, 3, 30))]:
        if hand.has(one):
            hand.delete_row(one) if _of_row(hand, one) else hand.delete(one)


def _delete_table(hand: Hand, _name: str, chance: Random) -> None:
    if tables := list(hand.root.iter(f"{W}tbl")):
        _take(chance.choice(tables))


def _unmark(hand: Hand, _name: str, chance: Random) -> None:
    """Ids lost: one, or many as by a paste without marks."""
    names = _ids(hand)
    for one in chance.sample(names, min(len(names), chance.choice((1, 3, 40)))):
        _take(hand.starts()[f"_msp_{one}"])


def _move_part(hand: Hand, _name: str, chance: Random) -> None:
    """A paragraph or table taken elsewhere."""
    one, other = (
        chance.choice([child for child in hand.body if child.tag != f"{W}sectPr"]) for _ in range(2)
    )
    if one is not other:
        other.addnext(one)


def _resolve(hand: Hand, _name: str, chance: Random) -> None:
    """Some of our comments answered."""
    hand.resolve({number for number in hand.comments() if chance.random() < 0.5})


def _in_row(hand: Hand, name: str, chance: Random) -> None:
    """A row added, or words typed into a cell."""
    if not _of_row(hand, name):
        return
    if chance.random() < 0.3:
        hand.add_row(name, "xqrowz")
    else:
        hand.type(name, "xqcellz", chance.randrange(len(hand.cells(name))))


def _track(hand: Hand, name: str, chance: Random) -> None:
    """Words put in or taken out with changes tracked."""
    if hand.text(name):
        hand.track_insert(name, "xqinz") if chance.random() < 0.5 else hand.track_delete(name)


def _split(hand: Hand, name: str, _chance: Random) -> None:
    if not _of_row(hand, name) and any(
        " " in (t.text or "").strip() for t in hand.paragraph(name).iter(f"{W}t")
    ):
        hand.split(name)


EDITS: tuple[Edit, ...] = (
    lambda hand, name, _: hand.type(name, "xqz"),
    lambda hand, name, _: hand.retype(name, "xq other words"),
    lambda hand, name, _: hand.comment(name, "xq comment"),
    lambda hand, name, _: hand.note(name, "xq note"),
    lambda hand, name, _: hand.add(name, "xq own"),
    lambda hand, name, _: hand.copy_below(name),
    lambda hand, name, _: hand.autocorrect(name),
    lambda hand, name, _: hand.merge_next(name),
    lambda hand, name, chance: hand.move(name, chance.choice(_ids(hand))),
    lambda hand, _, chance: hand.settle(chance.random() < 0.5),
    _delete_some,
    _delete_some,
    _delete_table,
    _unmark,
    _move_part,
    _resolve,
    _in_row,
    _in_row,
    _track,
    _split,
)


def edited(content: bytes, chance: Random) -> bytes:
    """A paper under the hand: up to six edits."""
    for _ in range(chance.choice((0, 1, 2, 6))):
        hand = Hand(content)
        if names := _ids(hand):
            chance.choice(EDITS)(hand, chance.choice(names), chance)
            content = hand.done()
    return content


@pytest.mark.parametrize("seed", range(N_SEQUENCES))
def test_a_paper_refreshed_twice_is_as_refreshed_once(seed: int, worlds: tuple[World, ...]) -> None:
    """Whatever was edited and whatever moved, a second refresh gives the very bytes and the same
    memory.
    """
    chance = Random(seed)  # noqa: S311 - a seed names its sequence
    paper = chance.choice(sorted(worlds[0].contents))
    before = chance.choice(worlds)
    content, memory = before.contents[paper], Memory()
    for _ in range(4):
        now = chance.choice(worlds)
        asked = plan(now.run, is_tracked=chance.random() < 0.2, is_confirmed=chance.random() < 0.1)
        content = edited(content, chance)
        done = refresh(
            content,
            read_last_generated(before.run, before.base(paper)),
            now.contents[paper],
            memory,
            asked,
        )

        later = asked._replace(is_confirmed=False)
        again = refresh(
            done.content,
            read_last_generated(now.run, now.base(paper)),
            now.contents[paper],
            done.memory,
            later,
        )

        assert again.content == done.content
        assert again.memory == done.memory
        content, memory, before = done.content, done.memory, now
