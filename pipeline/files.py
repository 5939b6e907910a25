"""Safe reading and writing: all or nothing, one run at a time, an editor's file never replaced.

In: bytes by path. Out: files, entirely old or entirely new. It refuses (exit 5, 6) what cannot be
written, or while another run holds the lock. `Disk` is the seam at which tests let a write fail.
"""

import contextlib
import hashlib
import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.model.finding import BUSY, CANNOT_WRITE, Refused

_SHARING_ERRORS = frozenset({5, 32, 33})
_WAITS = (0.1, 0.2, 0.4, 0.8, 1.0)
_NEW, _OLD = ".msp-new", ".msp-old"


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


def write_all(files: dict[Path, bytes], disk: Disk, seen: Mapping[Path, bytes | None] = {}) -> None:
    """All files new, or all as they were; a file that already has these bytes is not touched.

    `seen` are the bytes that the new ones were made from. Refused (exit 5) where one cannot be
    written, or is not as it was seen: somebody saved it meanwhile.
    """
    changed = {path: content for path, content in files.items() if read_or_none(path) != content}
    swapped: list[Path] = []
    try:
        for path, content in changed.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            disk.write(_beside(path, _NEW), content)
        _check_unsaved(changed, seen)
        for path in changed:
            if path.exists():
                disk.replace(path, _beside(path, _OLD))
            swapped.append(path)
            disk.replace(_beside(path, _NEW), path)
    except OSError as error:
        _put_back(changed, swapped, disk)
        raise _refusal(error) from error
    except Refused:
        _put_back(changed, swapped, disk)
        raise
    for path in changed:
        with contextlib.suppress(OSError):
            disk.remove(_beside(path, _OLD))


def _check_unsaved(changed: dict[Path, bytes], seen: Mapping[Path, bytes | None]) -> None:
    for path in changed:
        if path in seen and read_or_none(path) != seen[path]:
            raise Refused(
                CANNOT_WRITE,
                f"{path.name} was saved by another program while this run went on; nothing was"
                " changed.",
                "Close it there and run again.",
            )


def _put_back(changed: dict[Path, bytes], swapped: list[Path], disk: Disk) -> None:
    for path in changed:
        old = _beside(path, _OLD)
        with contextlib.suppress(OSError):
            if old.exists():
                old.replace(path)  # not through `disk`: undoing must not depend on what just failed
            elif path in swapped:
                path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            disk.remove(_beside(path, _NEW))


def aside_of(path: Path) -> Path:
    """Where the file stands while another is put in its place: a run that was cut off may have left
    it there.
    """
    return _beside(path, _OLD)


def recover(folder: Path, *beside: Path) -> bool:
    """Mend what a run that was cut off left, in its folder and in those `beside`; whether there was
    anything to mend.

    Where an unfinished file still waits, the run had not put the last one in place: all go back to
    what they were.
    """
    inside = (*folder.rglob("*"), *(path for other in beside for path in other.glob("*")))
    asides = sorted(path for path in inside if path.name.endswith(_OLD))
    unfinished = sorted(path for path in inside if path.name.endswith(_NEW))
    for aside in asides:
        target = aside.with_name(aside.name.removesuffix(_OLD))
        if unfinished or not target.exists():
            aside.replace(target)
        else:
            aside.unlink()
    for path in unfinished:
        path.unlink()
    return bool(asides or unfinished)


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
        "Free the folder or the disk (close the file, check space and rights) and run again.",
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
            "Wait until it has ended and run again.",
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
