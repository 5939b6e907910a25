"""Refreshed files as documents: a validator and rules of our own, over every kind of edit and
change.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.ooxml import read_package
from pipeline.tasks.clean_copy import clean
from tests.makers import ooxml_rules
from tests.makers.small_paper import START, document, refreshed
from tests.makers.validators import faults_of
from tests.makers.word_edits import Hand
from tests.refresh import test_numbers, test_page, test_pictures

NOW = START._replace(
    paragraphs={
        **{n: v for n, v in START.paragraphs.items() if n != "p3"},
        "p1": 41,
        "p2": 42,
        "p16": 20,
    },
    rows={"t-r0": "Here", "t-r1": "There", "t-r4": "New"},
    notes={"p2": "Deltaland.", "p7": "Rhoville."},
)
EDITS: dict[str, Callable[[Hand], object]] = {
    "words": lambda hand: (
        hand.type("p1", "xq")
        .type("p3", "xq")
        .bold("p2")
        .type("t-r1", "xq", 1)
        .add_row("t-r0", "xq")
    ),
    "order": lambda hand: (
        hand.split("p1")
        .move("p4", "p9")
        .copy_below("p4")
        .delete("p6")
        .delete_row("t-r3")
        .add("p8", "xq")
    ),
    "marks": lambda hand: (
        hand.track_insert("p1", "xq").track_delete("p2").comment("p7", "xq").note("p3", "xq")
    ),
}
# a note of the editor's stands behind ours in the package, wherever its place is
OF_EDITORS = "their references"


def results() -> Iterator[tuple[str, bytes]]:
    """Refreshed files: each edit openly and by tracked changes; numbers, page, pictures, annex; a
    clean copy.
    """
    for name, act in EDITS.items():
        hand = Hand(document(START))
        act(hand)
        for is_tracked in (False, True):
            yield (
                f"{name} {is_tracked}",
                refreshed(hand.done(), START, NOW, is_tracked=is_tracked).content,
            )
    numbers, page, pictures = test_numbers, test_page, test_pictures
    base, fewer = numbers.paper(), numbers.paper(has_table=False)
    hand = Hand(base)
    numbers.numbered(hand, "heading", "Of the editor's own")
    yield "numbers", numbers.refreshed(hand.done(), base, fewer, is_tracked=True).content
    old, new = page.paper(page.START), page.paper(page.NOW, first=11)
    yield "page", page.refreshed(old, old, new, is_tracked=True).content
    small, large = pictures.paper((1, 2)), pictures.paper((1, 5, 7), annex="Here")
    for is_tracked in (False, True):
        yield (
            f"pictures {is_tracked}",
            pictures.refreshed(small, small, large, is_tracked=is_tracked).content,
        )
    yield "clean", clean(pictures.paper((1, 2), annex="Here"), "accept", "ISU")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The results as files, by name."""
    folder = tmp_path_factory.mktemp("refreshed")
    found = {}
    for name, content in results():
        found[name] = folder / f"{name}.docx"
        found[name].write_bytes(content)
    return found


def test_the_open_xml_rules_find_nothing_in_any_refreshed_file(files: dict[str, Path]) -> None:
    """One process for all of them; what is broken on purpose is looked for in test_validity."""
    found = faults_of(files.values())

    assert len(found) > 2 * len(EDITS)
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_no_rule_of_ours_is_broken_by_a_refresh(files: dict[str, Path]) -> None:
    """Bookmarks, tables, fields, relations, styles and properties are as in a paper as
    generated.
    """
    for name, path in files.items():
        if name != "clean":
            faults = ooxml_rules.faults(read_package(path.read_bytes()))
            found = [fault for fault in faults if OF_EDITORS not in fault]
            assert found == [], name
