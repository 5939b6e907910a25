"""Safe reading and writing: all or nothing, one run at a time, an editor's file never replaced.

In: bytes by path. Out: files, entirely old or entirely new. It refuses (exit 5, 6) what cannot be
written, what somebody saved meanwhile, or while another run holds the lock. `Disk` is the seam at
which tests let a write fail.
"""

import contextlib
import hashlib
import json
import os
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from pipeline.model.finding import BUSY, CANNOT_WRITE, Refused

HISTORY = "internal/history"
# Folders whose files bear names of States: a message names the folder alone.
UNNAMED_FOLDERS = ("notes", "transcribe")
_SHARING_ERRORS = frozenset({5, 32, 33})
_WAITS = (0.1, 0.2, 0.4, 0.8, 1.0)
_NEW, _OLD, _JOURNAL = ".msp-new", ".msp-old", ".msp-journal"


class Disk:
    """The three acts that change a disk."""

    def write(self, path: Path, content: bytes) -> None:
        """Write and force to the disk."""
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def replace(self, source: Path, target: Path) -> None:
        """Put a file in the place of another, waiting a little while a program on Windows holds
        it.
        """
        for wait in (*_WAITS, None):
            try:
                source.replace(target)
                return
            except PermissionError as error:
                if wait is None or getattr(error, "winerror", None) not in _SHARING_ERRORS:
                    raise
                time.sleep(wait)

    def remove(self, path: Path) -> None:
        """Remove a file if it is there."""
        path.unlink(missing_ok=True)


class _Change(NamedTuple):
    """The hashes of a file before and after a run: "" where there is none, None where nobody
    knows.
    """

    old: str | None
    new: str | None


def sha256(content: bytes) -> str:
    """Of the bytes, in hex."""
    return hashlib.sha256(content).hexdigest()


def read_or_none(path: Path) -> bytes | None:
    """The bytes of a file, or None where there is none. Refused (exit 5) where the disk does not
    give them.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _refusal(error) from error


def write_all(
    folder: Path,
    files: Mapping[Path, bytes],
    disk: Disk,
    seen: Mapping[Path, bytes | None] = {},
) -> None:
    """All files new, or all as they were; a file that already has these bytes is not touched.

    `folder` is the one that is locked: the journal of the run stands there while it writes. `seen`
    are the bytes that the new ones were made from, also of files that are only read; for others
    those of this moment. Refused (exit 5) where one cannot be written, or is not as it was seen:
    somebody saved it meanwhile.
    """
    found = {path: seen[path] if path in seen else read_or_none(path) for path in files}
    changed = {path: content for path, content in files.items() if found[path] != content}
    changes = {path: _Change(_hash(found[path]), sha256(new)) for path, new in changed.items()}
    swapped: list[Path] = []
    try:
        if changed:
            disk.write(folder / _JOURNAL, _journal_of(folder, changes))
        for path, content in changed.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            disk.write(_beside(path, _NEW), content)
        _check_unsaved(seen)
        for path in changed:
            swapped.append(path)
            _swap(path, found[path], disk)
    except OSError as error:
        _undo(folder, changes, swapped)
        raise _refusal(error) from error
    except Refused:
        _undo(folder, changes, swapped)
        raise
    with contextlib.suppress(OSError):  # the next run finds the journal and removes what is left
        for path in changed:
            disk.remove(_beside(path, _OLD))
        disk.remove(folder / _JOURNAL)


def _swap(path: Path, seen: bytes | None, disk: Disk) -> None:
    """Put the new file in the place of the old one, once what was set aside is what was seen."""
    if path.exists():
        disk.replace(path, _beside(path, _OLD))
    if read_or_none(_beside(path, _OLD)) != seen or path.exists():
        raise _saved_meanwhile(path)
    disk.replace(_beside(path, _NEW), path)


def remove_unchanged(path: Path, seen: bytes, disk: Disk) -> None:
    """Remove a file that is as it was seen; one that was saved meanwhile, or is held by another
    program, stays.
    """
    with contextlib.suppress(OSError):
        if path.read_bytes() == seen:
            disk.remove(path)


def _hash(content: bytes | None) -> str:
    return "" if content is None else sha256(content)


def _check_unsaved(seen: Mapping[Path, bytes | None]) -> None:
    for path, content in seen.items():
        if read_or_none(path) != content:
            raise _saved_meanwhile(path)


def _saved_meanwhile(path: Path) -> Refused:
    return Refused(
        CANNOT_WRITE,
        f"{_shown_name(path)} was saved by another program during this run; nothing was changed.",
        "Close it there and run again.",
    )


def _shown_name(path: Path) -> str:
    folder = path.parent.name
    return f"A file in {folder}" if folder in UNNAMED_FOLDERS else path.name


def _journal_of(folder: Path, changes: Mapping[Path, _Change]) -> bytes:
    return json.dumps([(_way(folder, path), *change) for path, change in changes.items()]).encode()


def _way(folder: Path, path: Path) -> str:
    try:
        return os.path.relpath(path, folder)
    except ValueError:  # another drive on Windows
        return str(path.absolute())


def _read_journal(folder: Path) -> dict[Path, _Change]:
    """What a run that was cut off was about to change; nothing where the journal itself was cut
    off, for then nothing was changed yet.
    """
    try:
        listed = json.loads(read_or_none(folder / _JOURNAL) or b"[]")
    except ValueError:
        return {}
    return {_plain(folder / way): _Change(old, new) for way, old, new in listed}


def _plain(path: Path) -> Path:
    """The same path spelled in one way."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - `resolve` would follow links


def _undo(folder: Path, changes: Mapping[Path, _Change], swapped: Iterable[Path]) -> None:
    """All as it was, the files that were not there before gone."""
    with contextlib.suppress(OSError):  # the journal stays, and the next run goes on from here
        _roll_back(folder, changes)
        for path in swapped:
            if changes[path].old == "" and _hash(read_or_none(path)) == changes[path].new:
                path.unlink()
        (folder / _JOURNAL).unlink(missing_ok=True)


def _roll_back(folder: Path, changes: Mapping[Path, _Change]) -> None:
    """Put back what was set aside, over the bytes that the run wrote and over no others.

    Refused (exit 5), once all is done, where somebody worked in a file since: it stays, and the
    version set aside goes to the history.
    """
    # Not through `Disk`: undoing must not depend on what just failed.
    kept = []
    for path, change in changes.items():
        aside = _beside(path, _OLD)
        if not aside.exists():
            continue
        if not path.exists() or sha256(path.read_bytes()) in {*change}:
            aside.replace(path)
        else:
            kept.append((path, _to_history(folder, path.name, aside)))
    for path in changes:
        _beside(path, _NEW).unlink(missing_ok=True)
    if kept:
        path, version = kept[0]
        (folder / _JOURNAL).unlink(missing_ok=True)
        raise Refused(
            CANNOT_WRITE,
            f"{_shown_name(path)} was saved by another program after an interrupted run. It was"
            f" left as saved, and the version before that run is kept as {version}.",
            "Compare the two and run again.",
        )


def _to_history(folder: Path, name: str, aside: Path) -> str:
    """Where in the history the version set aside is kept from now on."""
    content = aside.read_bytes()
    target, is_there = version_of(folder / HISTORY / name, content)
    if not is_there:
        target.parent.mkdir(parents=True, exist_ok=True)
        aside.replace(target)
    aside.unlink(missing_ok=True)
    return target.relative_to(folder).as_posix()


def version_of(place: Path, content: bytes) -> tuple[Path, bool]:
    """Where a version of a file is kept, by its name and a number, and whether the last one kept is
    this.
    """
    pattern = re.compile(rf"{re.escape(place.stem)}\.(\d+){re.escape(place.suffix)}")
    there = place.parent.iterdir() if place.parent.is_dir() else ()
    kept = {int(match[1]): path for path in there if (match := pattern.fullmatch(path.name))}
    last = max(kept, default=0)
    if kept and sha256(read_or_none(kept[last]) or b"") == sha256(content):
        return kept[last], True
    return place.with_name(f"{place.stem}.{last + 1}{place.suffix}"), False


def aside_of(path: Path) -> Path:
    """Where the file stands while another is put in its place: a run that was cut off may have left
    it there.
    """
    return _beside(path, _OLD)


def recover(folder: Path, *beside: Path) -> bool:
    """Mend what a run that was cut off left, in its folder and in those `beside`; whether there was
    anything to mend.

    Where an unfinished file still waits, the run had not put the last one in place: all go back to
    what they were. Refused (exit 5) as `_roll_back`.
    """
    changes = _read_journal(folder)
    for path in _left_over(folder, *beside):
        changes.setdefault(path, _Change(None, None))
    asides = [path for path in changes if _beside(path, _OLD).exists()]
    is_unfinished = any(_beside(path, _NEW).exists() for path in changes)
    if is_unfinished:
        _roll_back(folder, changes)
    else:
        _finish(asides)
    (folder / _JOURNAL).unlink(missing_ok=True)
    return is_unfinished or bool(asides)


def _left_over(folder: Path, *beside: Path) -> list[Path]:
    """The files beside which a run left another, whatever its journal says: earlier versions of
    this program kept none.
    """
    inside = (*folder.rglob("*"), *(path for other in beside for path in other.glob("*")))
    found = (path for path in inside if path.name.endswith((_OLD, _NEW)))
    return sorted(
        _plain(path.with_name(path.name.removesuffix(_OLD).removesuffix(_NEW))) for path in found
    )


def _finish(asides: Iterable[Path]) -> None:
    for path in asides:
        aside = _beside(path, _OLD)
        if path.exists():
            aside.unlink()
        else:
            aside.replace(path)


def is_open(path: Path) -> bool:
    """Whether the lock file of an office program says that the file is open in it."""
    name = path.name
    return any(
        path.with_name(lock).exists() for lock in (f"~${name}", f"~${name[2:]}", f".~lock.{name}#")
    )


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _refusal(error: OSError) -> Refused:
    name = (
        Path(str(error.filename)).name.removesuffix(_NEW).removesuffix(_OLD)
        if error.filename
        else "a file"
    )
    reason = error.strerror or "the disk refused"
    return Refused(
        CANNOT_WRITE,
        f"Cannot write {name}: {reason}. The papers are as they were.",
        "Close the file, check free space and access rights, and run again.",
    )


@contextlib.contextmanager
def locked(folder: Path, *beside: Path) -> Iterator[bool]:
    """One run at a time in this folder; gives whether a run that was cut off was mended, in
    `beside` too.

    Refused (exit 6) while another run holds it, (exit 5) where the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock", timeout=0)
        lock.acquire()
    except Timeout as error:
        raise Refused(
            BUSY,
            f"Another run is writing to {folder.name}.",
            "Wait until it has finished, and run again.",
        ) from error
    except OSError as error:
        raise _refusal(error) from error
    try:
        yield _recover(folder, *beside)
    finally:
        lock.release()


def _recover(folder: Path, *beside: Path) -> bool:
    try:
        return recover(folder, *beside)
    except OSError as error:
        raise _refusal(error) from error
