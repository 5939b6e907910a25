"""Internal files that a person may have worked in: what was changed by hand is kept before anything
takes its place.

In: the folder of a meeting's outputs, how each file was left, the files to be written. Out: copies
for the history, files that nothing makes any more, and what to tell. It throws nothing away.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pipeline.files import HISTORY, read_or_none, sha256, version_of
from pipeline.tasks.history import Json
from pipeline.tasks.run_summary import Shown

NOTES, TRANSCRIPTS = "internal/notes", "internal/transcribe"
# Folders whose files bear names of States: the screen tells how many.
_UNNAMED = (NOTES, TRANSCRIPTS)
CHANGED, GONE = "changed", "gone"


class ManualEdits(NamedTuple):
    """Copies to write, files to take away once all is written, what to tell, how each file is left
    and was seen.
    """

    copies: dict[Path, bytes]
    gone: dict[Path, bytes]
    told: list[Shown]
    left: dict[str, str]
    seen: dict[Path, bytes | None]


def keep_manual_edits(folder: Path, known: Json, files: Mapping[str, bytes]) -> ManualEdits:
    """What becomes of the files as they stand; `files` are those to be written, by name below the
    folder.
    """
    left: dict[str, str] = known.get("internal", {})
    copies: dict[Path, bytes] = {}
    told: list[tuple[str, str, str]] = []
    seen = {folder / name: read_or_none(folder / name) for name in files}
    for name, content in files.items():
        existing = seen[folder / name]
        if existing is not None and existing != content and sha256(existing) != left.get(name):
            told.append((CHANGED, name, _copied(folder, name, existing, copies)))
    gone: dict[Path, bytes] = {}
    for path in sorted((folder / NOTES).glob("*.docx")):
        if _is_gone(folder, path, files):
            gone[path] = path.read_bytes()
            name = path.relative_to(folder).as_posix()
            told.append((GONE, name, _copied(folder, name, gone[path], copies)))
    return ManualEdits(
        copies, gone, _shown(told), {name: sha256(content) for name, content in files.items()}, seen
    )


def _is_gone(folder: Path, path: Path, files: Mapping[str, bytes]) -> bool:
    """Whether a note is none of this run; the lock of a word processor is no note."""
    return not path.name.startswith("~$") and path.relative_to(folder).as_posix() not in files


def _copied(folder: Path, name: str, content: bytes, copies: dict[Path, bytes]) -> str:
    path, is_there = version_of(folder / HISTORY / name.removeprefix("internal/"), content)
    if not is_there:
        copies[path] = content
    return path.relative_to(folder).as_posix()


def _shown(told: list[tuple[str, str, str]]) -> list[Shown]:
    """Each file by its name; those whose names tell States, how many of a folder."""
    shown: list[Shown] = [
        {"what": what, "file": name, "kept": kept, "n": 1}
        for what, name, kept in told
        if not name.startswith(_UNNAMED)
    ]
    for what in (CHANGED, GONE):
        for of in _UNNAMED:
            n = sum(name.startswith(of) for how, name, _ in told if how == what)
            if n:
                kept = f"{HISTORY}/{of.removeprefix('internal/')}"
                shown.append({"what": what, "file": of, "kept": kept, "n": n})
    return shown
