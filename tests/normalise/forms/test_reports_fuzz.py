"""Corrupted and strange files in national-reports: each ends in a finding or a reading, and the run
goes on.

`make fuzz` runs 500 corruptions of each kind and hundreds of strange files; the test-suite a short
run of the same.
"""

import itertools
import multiprocessing
import os
import re
import resource
import shutil
import sys
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from random import Random

import pytest

from pipeline.build import build
from pipeline.collect.folder import READERS, ReaderEnvironment, collect
from pipeline.load import Folders, load
from pipeline.model.codes import CODES
from pipeline.stages import split_reference
from tests.makers.corrupted_files import broken, broken_inside
from tests.makers.printed_reports import printed
from tests.makers.report_forms import ENGLISH, LINE, cover, form_i
from tests.makers.small_meeting import Content, demo_world, file, register, rows, settled
from tests.makers.small_meeting import report as workbook_report
from tests.makers.strange_files import converted, strange
from tests.makers.tables import csv_bytes
from tests.makers.word_files import docx

N = int(os.environ.get("FUZZ", "24"))
IS_FULL = N >= 100
SECONDS, MOST_BYTES = 40, 600_000_000
_OTHER_OFFICES = (
    ".dotx",
    ".dotm",
    ".pptx",
    ".ott",
    ".ots",
    ".otp",
    ".otg",
    ".odp",
    ".odg",
    ".xltx",
    ".epub",
)
OFFICE = (*READERS, *_OTHER_OFFICES)


@lru_cache(maxsize=1)
def sound() -> dict[str, bytes]:
    """A sound report of each kind."""
    return {
        "a.docx": docx(
            *cover(),
            *form_i({"provided": [LINE], "received": "None", "needed": "Help."}, ENGLISH),
            notes=["A note."],
        ),
        "a.pdf": printed(),
        "a.xlsx": file("a.xlsx", workbook_report()).content,
        "a.csv": csv_bytes(rows({"section": "provided", "counterpart": "Rhoville"})),
    }


def peak() -> int:
    """The most memory that this process, or one that it started, ever held, in bytes."""
    unit = 1 if sys.platform == "darwin" else 1_024
    ended = (
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return max(*ended, *map(_peak_of, multiprocessing.active_children())) * unit


def _peak_of(child: multiprocessing.process.BaseProcess) -> int:
    """The most memory that a process beside ours ever held, in kilobytes; 0 where the system does
    not tell.
    """
    status = Path(f"/proc/{child.pid}/status")
    found = re.search(r"VmHWM:\s*(\d+)", status.read_text()) if status.is_file() else None
    return int(found[1]) if found else 0


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.xlsx", "a.csv"])
def test_corruptions_end_in_findings(name: str) -> None:
    """No exception, no hang; a file that gives nothing has a finding of its own."""
    demo_world()
    for seed in range(N):
        draw = Random(seed)  # noqa: S311 - the same files on every run
        is_inside = name.endswith(("docx", "xlsx")) and seed % 2
        content = (broken_inside if is_inside else broken)(sound()[name], draw)
        files: dict[str, Content] = {
            f"national-reports/{name}": content,
            "reports-received.csv": register(),
        }
        start = time.monotonic()
        made = settled(files)
        assert time.monotonic() - start < SECONDS, seed
        assert {finding.code for finding in made.findings} <= set(CODES), seed
        told = [finding for finding in made.findings if finding.ref.source.endswith(name)]
        assert made.records.reports or told, seed


def found() -> Iterator[tuple[str, bytes]]:
    """Office files that lie about on this machine, of LibreOffice, Python and the system, each
    content once.
    """
    roots = [
        Path(sys.prefix),
        Path(sys.base_prefix),
        Path("/usr/lib/libreoffice"),
        Path("/usr/share"),
    ]
    seen: set[int] = set()
    for path in (path for root in roots if root.is_dir() for path in sorted(root.rglob("*"))):
        if path.suffix.casefold() in OFFICE and path.is_file():
            content = path.read_bytes()
            if hash(content) not in seen:
                seen.add(hash(content))
                yield path.suffix, content


def strangers(soffice: str) -> list[tuple[str, bytes]]:
    """What is put among the reports: files found, files as LibreOffice saves them, and as many
    again made by a draw.
    """
    lying = list(itertools.islice(found(), 200 if IS_FULL else N // 3))
    saved = list(converted(soffice)) if IS_FULL and soffice else []
    return [*lying, *saved, *map(strange, range(300 if IS_FULL else N - len(lying)))]


def test_strange_files_do_not_stop_a_run(project: Folders) -> None:
    """Each has a fate; the counts of the other reports are what they were, at most less certain."""
    soffice = (shutil.which("soffice") or "") if IS_FULL else ""
    before, _ = _figures(project, "")
    folder = project.inputs / "demo" / "national-reports"
    files = strangers(soffice)
    for number, (ending, content) in enumerate(files):
        (folder / f"strange-{number}{ending}").write_bytes(content)
    start = time.monotonic()
    after, told = _figures(project, soffice)
    print(f"{len(files)} files, {time.monotonic() - start:.0f} s, {peak() / 1e6:.0f} MB")
    names = {
        f"demo/national-reports/strange-{number}{ending}"
        for number, (ending, _) in enumerate(files)
    }
    assert names - told == set()
    assert {name: value for name, value in after.items() if name.endswith("_received")} != {}
    others = {
        name: (before[name], value)
        for name, value in after.items()
        if value not in (before[name], None)
    }
    assert others == {}


def _figures(project: Folders, soffice: str) -> tuple[dict[str, int | None], set[str]]:
    """The figures, and the files of which anything is said: a finding, or a report read."""
    loaded = load(project, "demo")
    built = build(
        loaded,
        collected=collect(split_reference(loaded)[0], ReaderEnvironment(converter=soffice)),
        renders=False,
    )
    assert built.ledger.conservation["unaccounted"] == 0
    assert {finding.code for finding in built.ledger.findings} <= set(CODES)
    told = {finding.ref.source for finding in built.ledger.findings} | {
        p.file for p in built.proposals
    }
    return {figure.name: figure.value for figure in built.ledger.figures}, told


def test_memory_stays_within_its_limit() -> None:
    """After all of the above."""
    if not IS_FULL:
        pytest.skip("measured in the full run, make fuzz")
    print(f"at most {peak() / 1e6:.0f} MB")
    assert peak() < MOST_BYTES
