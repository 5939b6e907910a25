"""One more command is a task, the lines it says, and a function of the command line."""

import json
from pathlib import Path

import pytest

from tests.makers.program_copy import append, insert, paths_in, pipeline, program_copy, recipe, run

TASK = '''"""`brackets`: how many places of each paper still wait for words.

In: folders and a meeting. Out: numbers by paper. It writes nothing.
"""

from collections import Counter
from typing import NamedTuple

from pipeline.build import build
from pipeline.load import Folders, load


class Brackets(NamedTuple):
    """The meeting, and its open brackets by paper."""

    meeting: str
    papers: dict[str, int]


def brackets(folders: Folders, meeting: str) -> Brackets:
    """The open brackets of a meeting. Refused as `report` would be."""
    ledger = build(load(folders, meeting)).ledger
    return Brackets(meeting, dict(Counter(one.paper for one in ledger.placeholders)))
'''
LINES = '''

def brackets_lines(shown: "Brackets") -> Iterator[str]:
    """The lines on open brackets."""
    for paper, count in shown.papers.items():
        yield f"{shown.meeting}: {paper}: {count} open"
'''
COMMAND = '''

@cli.command()
@shared
def brackets(meeting: str, **given: Any) -> None:
    """How many places of each paper still wait for words."""
    from pipeline.cli.screen import brackets_lines
    from pipeline.tasks.brackets import brackets as run

    options = options_of(given)
    shown = run(folders_of(options), one_meeting(options, meeting))
    say_lines(options, shown._asdict(), brackets_lines(shown))
'''


def follow(root: Path) -> None:
    """The recipe of CONTRIBUTING, in a copy of the program."""
    named = paths_in(recipe("A command"))
    tasks, screen, commands = (root / path for path in named if path.startswith("pipeline/"))
    (tasks / "brackets.py").write_text(TASK, encoding="utf-8")
    imported = "    from pipeline.tasks.brackets import Brackets\n"
    insert(screen, imported, before="    from pipeline.tasks.changes import")
    append(screen, LINES)
    append(commands, COMMAND)


@pytest.mark.no_cover
def test_a_command_added_by_the_recipe_is_one_of_ours(tmp_path: Path) -> None:
    """It is in the help without anything heavy, speaks in lines or in JSON, and refuses as all
    do.
    """
    root = program_copy(tmp_path / "program")
    follow(root)
    listing = (
        "import sys, pipeline.cli.commands as c; print(*c.cli.commands, 'pandas' in sys.modules)"
    )
    code, said = run(root, "-c", listing)
    assert (code, said.split()[-1], "brackets" in said.split()) == (0, "False", True)
    assert "still wait for words" in pipeline(root, "--help")

    assert "demo: ica-section: " in pipeline(root, "brackets")
    told = json.loads(pipeline(root, "brackets", "--meeting", "demo", "--json"))
    assert (told["meeting"], set(told)) == ("demo", {"meeting", "papers"})
    code, said = run(root, "-m", "pipeline", "brackets", "--meeting", "nowhere")
    assert (code, "Known meetings: demo." in said) == (2, True)
