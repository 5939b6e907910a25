"""The command line as a person types it, without starting a second program.

In: words typed. Out: exit code and the two streams.
"""

from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.build import Folders
from pipeline.cli import main

Capture = pytest.CaptureFixture[str]


class Said(NamedTuple):
    """What came back."""

    code: int
    out: str
    err: str


def typed(capsys: Capture, *words: str) -> Said:
    """Exit code, and what stood on the screen."""
    capsys.readouterr()
    code = 0
    try:
        main(list(words))
    except SystemExit as stop:
        code = int(stop.code or 0)
    streams = capsys.readouterr()
    return Said(code, streams.out, streams.err)


def places_of(folders: Folders) -> tuple[str, ...]:
    """The options that name the folders."""
    pairs = (("--inputs", folders.inputs), ("--outputs", folders.outputs), ("--templates", folders.templates))
    return tuple(word for option, path in pairs for word in (option, str(path)))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path there; the lock left out."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
