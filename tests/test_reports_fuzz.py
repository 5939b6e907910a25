"""Corrupted and strange files in national-reports: each ends in a finding or a reading, and the run goes on.

`make fuzz` runs 500 of each kind; the test-suite a short run of the same.
"""

import itertools
import os
import resource
import sys
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from random import Random

import pytest

from pipeline.build import Folders, assemble, load
from pipeline.collect.folder import collect
from pipeline.model.codes import CODES
from pipeline.stages import split_reference
from tests.forms import ENGLISH, LINE, cover, form_i
from tests.made import csv_bytes
from tests.small import Content, demo_world, file, register, rows, settled
from tests.small import report as workbook_report
from tests.test_collect_fuzz import broken, broken_inside
from tests.test_pdf_reports import printed
from tests.word import docx

N = int(os.environ.get("FUZZ", "24"))
SECONDS, MOST_BYTES = 20, 600_000_000
OFFICE = (
    ".docx",
    ".docm",
    ".dotx",
    ".xlsx",
    ".xlsm",
    ".odt",
    ".ods",
    ".doc",
    ".xls",
    ".pdf",
    ".csv",
    ".rtf",
    ".pptx",
    ".ott",
)


@lru_cache(maxsize=1)
def sound() -> dict[str, bytes]:
    """A sound report of each kind."""
    return {
        "a.docx": docx(
            *cover(), *form_i({"provided": [LINE], "received": "None", "needed": "Help."}, ENGLISH), notes=["A note."]
        ),
        "a.pdf": printed(),
        "a.xlsx": file("a.xlsx", workbook_report()).content,
        "a.csv": csv_bytes(rows({"section": "provided", "counterpart": "Rhoville"})),
    }


def peak() -> int:
    """The most memory this process ever held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1_024)


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.xlsx", "a.csv"])
def test_corruptions_end_in_findings(name: str) -> None:
    """No exception, no hang; a file that gives nothing has a finding of its own."""
    demo_world()
    for seed in range(N):
        draw = Random(seed)  # noqa: S311 - the same files on every run
        is_inside = name.endswith(("docx", "xlsx")) and seed % 2
        content = (broken_inside if is_inside else broken)(sound()[name], draw)
        files: dict[str, Content] = {f"national-reports/{name}": content, "reports-received.csv": register()}
        start = time.monotonic()
        made = settled(files)
        assert time.monotonic() - start < SECONDS, seed
        assert {finding.code for finding in made.findings} <= set(CODES), seed
        told = [finding for finding in made.findings if finding.ref.source.endswith(name)]
        assert made.records.reports or told or not content.strip(), seed


def strange() -> Iterator[Path]:
    """Office files that lie about on this machine: of Python's libraries and of LibreOffice."""
    roots = [Path(sys.prefix), Path("/usr/lib/libreoffice/share"), Path("/usr/share")]
    found = (path for root in roots if root.is_dir() for path in sorted(root.rglob("*")))
    return (path for path in found if path.suffix.casefold() in OFFICE and path.is_file())


def test_strange_files_do_not_stop_a_run(project: Folders) -> None:
    """Each has a fate; the counts of the other reports are what they were, at most less certain."""
    before = _figures(project)
    folder = project.inputs / "demo" / "national-reports"
    files = list(itertools.islice(strange(), N))
    for number, path in enumerate(files):
        (folder / f"strange-{number}{path.suffix}").write_bytes(path.read_bytes())
    start = time.monotonic()
    after = _figures(project)
    assert time.monotonic() - start < SECONDS + len(files)
    assert {name: after[name] for name in before if name.endswith("_received")} != {}
    assert {name: value for name, value in after.items() if value not in (before[name], None)} == {}


def _figures(project: Folders) -> dict[str, int | None]:
    loaded = load(project, "demo")
    built = assemble(loaded, collect(split_reference(loaded)[0]))
    assert built.ledger.conservation["unaccounted"] == 0
    return {figure.name: figure.value for figure in built.ledger.figures}


def test_memory_stays_within_its_limit() -> None:
    """After all of the above."""
    if N < 100:
        pytest.skip("measured in the full run, make fuzz")
    assert peak() < MOST_BYTES
