"""Corrupted files: each ends in sheets or a coded finding; none stops the run and none takes
long.
"""

import time
from functools import lru_cache
from random import Random

import pytest

from pipeline.collect.folder import File, collect
from pipeline.model.codes import CODES
from pipeline.ooxml import read_package, write_package
from tests.conftest import ROOT
from tests.makers.hostile_strings import PIECES
from tests.makers.small_meeting import coalition, demo_world, log, normalised
from tests.makers.tables import csv_bytes

N, SECONDS = 300, 10
WORDS = [piece.encode("utf-8", "replace") for piece in PIECES]


@lru_cache(maxsize=1)
def book() -> bytes:
    """The log of the demo meeting."""
    return (ROOT / "inputs" / "demo" / "activities.xlsx").read_bytes()


@lru_cache(maxsize=1)
def table() -> bytes:
    """A csv file with every trouble that a sound one may have."""
    return csv_bytes([*log(outcome="two\nlines; and, more"), ["Total"], *coalition()])


def broken(content: bytes, draw: Random) -> bytes:
    """The bytes with one to five places changed, cut out, doubled, or filled with something
    else.
    """
    data = bytearray(content)
    for _ in range(draw.randint(1, 5)):
        at = draw.randrange(len(data) + 1)
        end = min(len(data), at + draw.choice((1, 1, 4, 64, 1_024)))
        act = draw.randrange(6)
        if act == 0 and at < len(data):
            data[at] ^= 1 << draw.randrange(8)
        elif act == 1:
            del data[at:end]
        elif act == 2:
            data[at:at] = data[at:end]
        elif act == 3:
            data[at:end] = draw.randbytes(end - at)
        elif act == 4:
            data[at:at] = draw.choice(WORDS)
        elif draw.randrange(4) == 0:
            del data[at:]
    return bytes(data)


def broken_inside(content: bytes, draw: Random) -> bytes:
    """A package whose zip is sound and one of whose parts is broken."""
    parts = read_package(content)
    name = draw.choice(sorted(parts))
    return write_package({**parts, name: broken(parts[name], draw)})


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
