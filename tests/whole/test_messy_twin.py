"""The demo as offices keep it: every seeded fault is found at its cell, nothing else is, the papers
are the same.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from demo_script.messy_sheet import Fault
from make_demo_messy import NAME, make
from pipeline.build import Built, build
from pipeline.load import Folders, Loaded, load
from pipeline.model.codes import CODES
from pipeline.model.finding import Finding
from tests.conftest import ROOT

N_SEEDED = 60
# What a person should never have to read.
STACK_WORDS = (
    "traceback",
    "exception",
    "error:",
    "openpyxl",
    "lxml",
    "pydantic",
    "object at",
    ".py",
    "zipfile",
)


class Twins(NamedTuple):
    """The tidy meeting and the messy one, and what was seeded in the latter."""

    tidy: Built
    messy: Built
    seeded: tuple[Fault, ...]


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory, demo: Loaded) -> Twins:
    """Both meetings built."""
    inputs = tmp_path_factory.mktemp("inputs")
    seeded = make(inputs)
    folders = Folders(inputs, ROOT / "templates", inputs / "outputs", ROOT / "pipeline")
    return Twins(build(demo, renders=False), build(load(folders, NAME), renders=False), seeded)


def found(findings: tuple[Finding, ...]) -> Counter[Fault]:
    """Code, file below the meeting's folder and place of each finding."""
    return Counter(Fault(f.code, f.ref.source.partition("/")[2], f.ref.place) for f in findings)


def test_every_seeded_fault_is_found_at_its_cell(twins: Twins) -> None:
    """Code, file and place of each, as often as it was seeded."""
    missing = Counter(twins.seeded) - found(twins.messy.ledger.findings)

    assert missing == Counter()
    assert len(twins.seeded) >= N_SEEDED
    assert len({fault.code for fault in twins.seeded}) >= N_SEEDED * 2 // 3


def test_nothing_is_found_that_was_not_seeded_and_not_in_the_tidy_twin(twins: Twins) -> None:
    """What remains of the findings are some that the tidy demo has too, in other places and
    files.
    """
    rest = found(twins.messy.ledger.findings) - Counter(twins.seeded)
    of_tidy = Counter(finding.code for finding in twins.tidy.ledger.findings)

    assert Counter(fault.code for fault in rest.elements()) - of_tidy == Counter()


def test_the_figures_and_the_papers_are_those_of_the_tidy_twin(twins: Twins) -> None:
    """Value, certainty, form and States of each figure, and every word of the papers."""
    figures = [
        {
            f.name: (f.value, f.certainty, f.form, [e.iso3 for e in f.states])
            for f in built.ledger.figures
        }
        for built in (twins.tidy, twins.messy)
    ]
    papers = [
        {
            (paper.paper, block.id): block.text
            for paper in built.ledger.papers
            for block in paper.blocks
        }
        for built in (twins.tidy, twins.messy)
    ]

    assert figures[0] == figures[1]
    assert papers[0] == papers[1]


def test_a_message_names_file_and_cell_and_cure_without_words_of_the_machine(twins: Twins) -> None:
    """Of the seeded faults every one names its file, all but whole files their cell, and what to
    do.
    """
    keys = set(twins.seeded)
    told = [f for f in twins.messy.ledger.findings if set(found((f,))) <= keys]

    bad = [f for f in told if not (f.ref.source and f.message and f.cure)]
    whole_files = [f for f in told if not f.ref.place]
    machine = [
        f for f in told for word in STACK_WORDS if word in f"{f.message} {f.cure}".casefold()
    ]

    assert len(told) >= N_SEEDED
    assert bad == machine == []
    assert len(whole_files) / len(told) <= 0.05


def test_no_message_of_any_code_holds_words_of_the_machine() -> None:
    """The table of codes speaks to people."""
    texts = [f"{message} {cure}".casefold() for _, message, cure in CODES.values()]

    assert not [
        text
        for text in texts
        for word in STACK_WORDS
        if word in text.split() or f" {word} " in text
    ]


def test_the_messy_twin_is_made_the_same_each_time(tmp_path: Path) -> None:
    """Two runs of the script write the same bytes."""
    for name in ("one", "two"):
        make(tmp_path / name)

    files = sorted(
        path.relative_to(tmp_path / "one")
        for path in (tmp_path / "one").rglob("*")
        if path.is_file()
    )
    assert [
        (tmp_path / "one" / f).read_bytes() == (tmp_path / "two" / f).read_bytes() for f in files
    ] == [True] * len(files)


def test_the_command_of_the_makefile_writes_the_twin(tmp_path: Path) -> None:
    """Run as make runs it, the script writes the meeting and the list of its faults."""
    recipe = (
        (ROOT / "Makefile")
        .read_text(encoding="utf-8")
        .partition("\ndemo-messy:")[2]
        .splitlines()[1]
    )
    assert recipe.strip() == "@PYTHONPATH=. $(RUN) inputs/make_demo_messy.py"

    command = [sys.executable, "inputs/make_demo_messy.py", str(tmp_path)]
    around = {**os.environ, "PYTHONPATH": "."}
    done = subprocess.run(
        command, cwd=ROOT, env=around, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert len(json.loads((tmp_path / "seeded.json").read_text(encoding="utf-8"))) >= N_SEEDED
    assert (tmp_path / NAME / "meeting.xlsx").is_file()
