"""CONTRIBUTING is true to the letter: its tree, its paths, the names it says stand in a module."""

import re

import pytest

from tests.conftest import ROOT
from tests.makers.program_copy import names_in, paths_in, recipes

EIGHT = (
    "A column in activities",
    "A finding",
    "A form of the report",
    "A paper",
    "A theme with its own figures",
    "Another language",
    "An output workbook",
    "A command",
)
RECIPES = recipes()
_TREE = re.compile(r"^```\n(pipeline/\n.*?)^```\n", re.DOTALL | re.MULTILINE)
_ENTRY = re.compile(r"^( *)(\S+)(?:  +(.*))?$")


def tree() -> dict[str, str]:
    """The paths of the tree at the top, each with what stands beside it."""
    found = _TREE.search((ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    assert found is not None
    entries: dict[str, str] = {}
    above: list[str] = []
    for line in found[1].splitlines():
        entry = _ENTRY.match(line)
        assert entry is not None, line
        depth = len(entry[1]) // 2
        above = [*above[:depth], entry[2]]
        entries["".join(above)] = entry[3] or ""
    return entries


def test_the_tree_names_every_room_and_nothing_else() -> None:
    """Each entry is there, with a word beside it; each package of the program has an entry."""
    entries = tree()
    assert [path for path in entries if not (ROOT / path).exists()] == []
    assert [path for path, words in entries.items() if path != "pipeline/" and not words] == []
    rooms = {path.parent for path in (ROOT / "pipeline").rglob("__init__.py")}
    named = {f"{path.relative_to(ROOT).as_posix()}/" for path in rooms}
    assert named <= entries.keys()


def test_what_stands_beside_an_entry_is_there_too() -> None:
    """A module or folder that a line of the tree mentions lies in that room or beside it."""
    for path, words in tree().items():
        own = ROOT / path
        for name in re.findall(r"[\w-]+(?:/|\.py)", words):
            assert (own / name).exists() or (own.parent / name).exists(), (path, name)


def test_the_eight_recipes_come_first_and_all_are_listed() -> None:
    """A line of contents links to each heading."""
    assert tuple(RECIPES)[: len(EIGHT)] == EIGHT
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    linked = re.findall(r"\]\(#([\w-]+)\)", text)
    anchors = [heading.lower().replace(" ", "-") for heading in RECIPES]
    assert linked == anchors


@pytest.mark.parametrize("heading", RECIPES)
def test_the_files_and_names_of_a_recipe_are_there(heading: str) -> None:
    """Every path exists, and every name that it says a module has stands in that module."""
    text = RECIPES[heading]
    assert [path for path in paths_in(text) if not (ROOT / path).exists()] == []
    for name, path in names_in(text):
        words = (ROOT / path).read_text("utf-8")
        assert re.search(rf"^(?:class |def )?{name}\b", words, re.MULTILINE), (name, path)


@pytest.mark.parametrize("heading", EIGHT)
def test_a_recipe_is_short_and_says_which_test_follows_it(heading: str) -> None:
    """At most six steps; the last names the test."""
    steps = re.findall(r"^\d\. ", RECIPES[heading], re.MULTILINE)
    assert 3 <= len(steps) <= 6
    assert any("/test_" in path for path in paths_in(RECIPES[heading]))
