"""The command line as a person types it, without starting a second program.

In: words typed. Out: exit code and the two streams.
"""

import io
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.cli import main
from pipeline.load import Folders

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
    pairs = (
        ("--inputs", folders.inputs),
        ("--outputs", folders.outputs),
        ("--templates", folders.templates),
    )
    return tuple(word for option, path in pairs for word in (option, str(path)))


def unpacked(files: dict[str, bytes]) -> bytes:
    """Every name and every byte of these files, packages opened, as one text; pictures are left
    out.

    Compressed bytes are never looked at: any three letters stand in them sooner or later.
    """
    read = b""
    for name, content in files.items():
        read += name.encode() + b"\n"
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                read += unpacked({part: archive.read(part) for part in archive.namelist()})
        elif not name.endswith(".png"):
            read += content + b"\n"
    return read


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path there; the lock left out."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
