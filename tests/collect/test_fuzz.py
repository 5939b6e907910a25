"""Corrupted files: each ends in sheets or a coded finding; none stops the run and none takes
long.
"""

import time
from functools import lru_cache
from random import Random

import pytest

from pipeline.collect.folder import File, collect
from pipeline.model.codes import CODES
from tests.conftest import ROOT
from tests.makers.corrupted_files import broken, broken_inside
from tests.makers.small_meeting import coalition, demo_world, log, normalised
from tests.makers.tables import csv_bytes

N, SECONDS = 300, 10


@lru_cache(maxsize=1)
def book() -> bytes:
    """The log of the demo meeting."""
    return (ROOT / "inputs" / "demo" / "activities.xlsx").read_bytes()


@lru_cache(maxsize=1)
def table() -> bytes:
    """A csv file with every trouble that a sound one may have."""
    return csv_bytes([*log(outcome="two\nlines; and, more"), ["Total"], *coalition()])


def ends_well(name: str, content: bytes) -> None:
    """Read, and normalised where it could be read; every finding has a code."""
    start = time.monotonic()
    read = collect((File(f"m/{name}", content),))
    records = normalised({name: content})
    assert {f.code for f in (*read.findings, *records.findings)} <= set(CODES)
    assert read.value.sheets or [f.code for f in read.findings]
    assert time.monotonic() - start < SECONDS


@pytest.mark.parametrize("seed", range(0, N, 50))
def test_a_corrupted_workbook_ends_in_sheets_or_a_finding(seed: int) -> None:
    """Bits of the zip flipped, pieces lost, parts broken inside a sound zip."""
    demo_world()
    for number in range(seed, seed + 50):
        draw = Random(number)  # noqa: S311 - no secret, the same on every run
        ends_well("activities.xlsx", (broken if number % 2 else broken_inside)(book(), draw))


@pytest.mark.parametrize("seed", range(0, N, 50))
def test_a_corrupted_csv_ends_in_sheets_or_a_finding(seed: int) -> None:
    """Bytes flipped, lost, doubled, quotation marks and separators in wrong places."""
    demo_world()
    for number in range(seed, seed + 50):
        draw = Random(number)  # noqa: S311 - no secret, the same on every run
        ends_well("activities.csv", broken(table(), draw))
