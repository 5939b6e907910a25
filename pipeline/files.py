"""Safe reading and writing: all or nothing, one run at a time, and never over an editor's file.

In: bytes by path. Out: files, either all old or all new. Refused (exit 5, 6) is whatever cannot be
written, was saved by somebody meanwhile, or comes while another run holds the lock. `Disk` is the
seam at which tests make a write fail.
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

from pipeline.model.finding import BUSY, CANNOT_WRITE, Refused, disk_trouble

HISTORY = "internal/history"
# Folders whose file names contain names of States: a message names only the folder.
UNNAMED_FOLDERS = ("notes", "transcribe")
_SHARING_ERRORS = frozenset({5, 32, 33})
_WAITS = (0.1, 0.2, 0.4, 0.8, 1.0)
_NEW, _OLD, _JOURNAL = ".msp-new", ".msp-old", ".msp-journal"
_AS_THEY_WERE = "The papers are as they were."


class Disk:
    """The three operations that change a disk."""

    def write(self, path: Path, content: bytes) -> None:
        """Write, and force it to the disk."""
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def replace(self, source: Path, target: Path) -> None:
        """Put a file in the place of another, waiting a little if a program on Windows is holding
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
    """The hashes of a file before and after a run: "" if there is no file, None if it is
    not known.
    """

    old: str | None
    new: str | None


def sha256(content: bytes) -> str:
    """The SHA-256 of the bytes, in hex."""
    return hashlib.sha256(content).hexdigest()


def read_or_none(path: Path) -> bytes | None:
    """The bytes of a file, or None if there is none. Refused (exit 5) if the disk does not deliver
    them.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise disk_refusal(error, path, verb="read") from error


def write_all(
    folder: Path,
    files: Mapping[Path, bytes],
    disk: Disk,
    seen: Mapping[Path, bytes | None] = {},
) -> None:
    """Write all files, or leave all as they were; a file that already has these bytes is not
    touched.

    `folder` is the one that is locked, and holds the journal of the run while it writes. `seen` are
    the bytes from which the new ones were made, including those of files that are only read; for
    other files, their bytes at this moment count. Refused (exit 5) if a file cannot be written, or
    is not as it was seen, because somebody has saved it meanwhile.
    """
    found = {path: seen[path] if path in seen else read_or_none(path) for path in files}
    changed = {path: content for path, content in files.items() if found[path] != content}
    changes = {path: _Change(_hash(found[path]), sha256(new)) for path, new in changed.items()}
    swapped: list[Path] = []
    path = folder / _JOURNAL
    try:
        if changed:
            disk.write(path, _journal_of(folder, changes))
        for path, content in changed.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            disk.write(_beside(path, _NEW), content)
        # as late as possible, with all new bytes on disk: the time in which an editor may save is
        # short
        _check_unsaved(seen)
        for path in changed:
            swapped.append(path)
            _swap(path, found[path], disk)
    except OSError as error:
        _undo(folder, changes, swapped)
        raise disk_refusal(error, path) from error
    except Refused:
        _undo(folder, changes, swapped)
        raise
    with contextlib.suppress(OSError):  # the next run finds the journal and removes what is left
        for path in changed:
            disk.remove(_beside(path, _OLD))
        disk.remove(folder / _JOURNAL)


def _swap(path: Path, seen: bytes | None, disk: Disk) -> None:
    """Put the new file in the place of the old one, once the file set aside has proved to be the
    one that was seen.
    """
    if path.exists():
        disk.replace(path, _beside(path, _OLD))
    if read_or_none(_beside(path, _OLD)) != seen or path.exists():
        raise _saved_meanwhile(path)
    disk.replace(_beside(path, _NEW), path)


def remove_unchanged(path: Path, seen: bytes, disk: Disk) -> None:
    """Remove a file that is still as it was seen; one that was saved meanwhile, or is held by
    another program, stays.
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
    """What an interrupted run was about to change; nothing if the journal itself is incomplete,
    because then nothing had been changed yet.
    """
    try:
        listed = json.loads(read_or_none(folder / _JOURNAL) or b"[]")
    except ValueError:
        return {}
    return {_plain(folder / way): _Change(old, new) for way, old, new in listed}


def _plain(path: Path) -> Path:
    """The same path in a single spelling."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - `resolve` would follow links


def _undo(folder: Path, changes: Mapping[Path, _Change], swapped: Iterable[Path]) -> None:
    """Everything as it was; files that did not exist before are removed."""
    with contextlib.suppress(OSError):  # the journal stays, and the next run continues from here
        _roll_back(folder, changes)
        for path in swapped:
            if changes[path].old == "" and _hash(read_or_none(path)) == changes[path].new:
                path.unlink()
        (folder / _JOURNAL).unlink(missing_ok=True)


def _roll_back(folder: Path, changes: Mapping[Path, _Change]) -> None:
    """Put back what was set aside, but only over the bytes that the run itself wrote.

    Refused (exit 5), after everything else is done, if somebody has worked in a file since: that
    file stays, and the version set aside goes into the history.
    """
    # Not through `Disk`: undoing must not depend on what has just failed.
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
    the same.
    """
    pattern = re.compile(rf"{re.escape(place.stem)}\.(\d+){re.escape(place.suffix)}")
    there = place.parent.iterdir() if place.parent.is_dir() else ()
    kept = {int(match[1]): path for path in there if (match := pattern.fullmatch(path.name))}
    last = max(kept, default=0)
    if kept and sha256(read_or_none(kept[last]) or b"") == sha256(content):
        return kept[last], True
    return place.with_name(f"{place.stem}.{last + 1}{place.suffix}"), False


def aside_of(path: Path) -> Path:
    """Where a file is kept while another is put in its place; an interrupted run may have left it
    there.
    """
    return _beside(path, _OLD)


def recover(folder: Path, *beside: Path) -> bool:
    """Repair what an interrupted run left behind, in its folder and in those `beside`; tells
    whether there was anything to repair.

    If an unfinished file is still waiting, the run had not put the last one in place: all files go
    back to what they were. Refused (exit 5) as by `_roll_back`.
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
    this program kept no journal.
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
    """Whether the lock file of an office program says that the file is open."""
    name = path.name
    return any(
        path.with_name(lock).exists() for lock in (f"~${name}", f"~${name[2:]}", f".~lock.{name}#")
    )


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def disk_refusal(
    error: OSError, path: Path, verb: str = "write", after: str = _AS_THEY_WERE
) -> Refused:
    """The refusal (exit 5) for what the disk did not do with a file or folder: which one, in which
    folder, why, and what to do; `after` says what has become of the rest.
    """
    reason, cure = disk_trouble(error)
    return Refused(CANNOT_WRITE, f"Cannot {verb} {_with_folder(path)}: {reason}. {after}", cure)


def _with_folder(path: Path) -> str:
    """A file with the folder it is in, a folder with the one above; hidden names are left out."""
    parts = path.parent.parts
    inside = parts.index("internal") if "internal" in parts else len(parts)
    folder = "/".join(parts[max(inside - 2, 0) :])
    if path.name.startswith("."):
        return f"to {folder}"
    if path.parent.name in UNNAMED_FOLDERS:
        return f"a file in {folder}"
    return f"{path.name} in {folder}" if path.suffix else f"{path.parent.name}/{path.name}"


@contextlib.contextmanager
def locked(folder: Path, *beside: Path) -> Iterator[bool]:
    """One run at a time in this folder; tells whether an interrupted run was repaired, also in
    `beside`.

    Refused (exit 6) while another run holds the lock, (exit 5) if the folder cannot be created.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock", timeout=0)
        lock.acquire()
    except Timeout as error:
        raise Refused(
            BUSY,
            f"Another run is writing to {folder.parent.name}/{folder.name}.",
            "Wait until it has finished, and run again.",
        ) from error
    except NotImplementedError as error:
        raise Refused(
            CANNOT_WRITE,
            f"The disk of {folder.parent.name}/{folder.name} cannot lock it against other runs.",
            "Give a folder on a disk of this machine with --outputs.",
        ) from error
    except OSError as error:
        raise disk_refusal(error, folder) from error
    try:
        yield _recover(folder, *beside)
    finally:
        lock.release()


def _recover(folder: Path, *beside: Path) -> bool:
    try:
        return recover(folder, *beside)
    except OSError as error:
        raise disk_refusal(error, folder) from error
