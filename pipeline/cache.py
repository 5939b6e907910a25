"""What slow pure functions gave, kept by all that it depends on: what was worked out once is not
worked out again.

In: a folder, a kind of result, the version of the code that makes it, and keys. Out: the value as
it was put, or None. Deleting the folder changes nothing but time; what is damaged, locked or of
another version is worked out anew.
"""

import contextlib
import hashlib
import json
import sqlite3
import sys
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any

_PIPELINE = Path(__file__).resolve().parent
_TABLE = (
    "CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, digest BLOB, value BLOB) WITHOUT ROWID"
)
_PATIENCE = 2.0  # seconds to wait for another run that writes to the same file


@lru_cache(maxsize=4)
def code_version(patterns: tuple[str, ...], libraries: tuple[str, ...] = ()) -> str:
    """A hash over modules of the program, libraries and Python itself: with another one all is
    worked out anew.
    """
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted({path for pattern in patterns for path in _PIPELINE.glob(pattern)}):
        digest.update(path.read_bytes())
    for name in libraries:
        digest.update(version(name).encode())
    return digest.hexdigest()[:16]


def key_of(parts: Iterable[str]) -> str:
    """One key for many texts, in their order."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


class ResultCache:
    """Values of one kind and version in one file; without a folder it keeps nothing.

    `n_made` and `n_kept` count what came from where. Values are JSON: what is read back runs
    nothing.
    """

    def __init__(self, folder: Path | None, kind: str, made_by: str) -> None:
        self._path = folder / f"{kind}-{made_by}.sqlite" if folder else None
        self.kind = kind
        self._base: sqlite3.Connection | None = None
        self._new: dict[str, bytes] = {}
        self.n_made = self.n_kept = 0

    def __enter__(self) -> "ResultCache":
        """Open the file, making it where it is not there."""
        if self._path is not None:
            with contextlib.suppress(OSError):
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._base = _opened(self._path)
                self._forget_other_versions(self._path)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Write what was put since, in one go, so that no other run waits for long, and close."""
        if self._base is not None:
            rows = ((key, _digest(key, content), content) for key, content in self._new.items())
            with (
                contextlib.suppress(sqlite3.Error),
                self._base,
            ):  # a disk that does not take it does not matter
                self._base.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", rows)
            self._base.close()
            self._base = None

    def _forget_other_versions(self, own: Path) -> None:
        for path in own.parent.glob(f"{self.kind}-*.sqlite"):
            if path != own:
                path.unlink()

    def get(self, key: str) -> Any:
        """The value of a key; None where there is none that can be trusted."""
        content = self._new.get(key) or self._written(key)
        if content is None:
            return None
        self.n_kept += 1
        return json.loads(content)

    def _written(self, key: str) -> bytes | None:
        if self._base is None:
            return None
        try:
            row = self._base.execute(
                "SELECT digest, value FROM kept WHERE key = ?", (key,)
            ).fetchone()
        except sqlite3.Error:
            return None
        if row is None or not isinstance(row[1], bytes) or _digest(key, row[1]) != row[0]:
            return None
        return row[1]

    def put(self, key: str, value: Any) -> None:
        """Keep a value, from the end of this run on if the disk takes it."""
        self.n_made += 1
        if self._base is not None:
            self._new[key] = json.dumps(value, separators=(",", ":")).encode()


def _digest(key: str, content: bytes) -> bytes:
    """Of a value and its key: a value that came to stand under another key is none that can be
    trusted.
    """
    return hashlib.sha256(key.encode() + b"\0" + content).digest()


def _opened(path: Path) -> sqlite3.Connection | None:
    """The file as a base; a damaged one is begun anew, and None is where that does not go
    either.
    """
    for _ in range(2):
        base = None
        try:
            base = sqlite3.connect(path, timeout=_PATIENCE)
            base.execute(_TABLE)
            return base
        except sqlite3.OperationalError:  # locked, or not to be written
            _close(base)
            return None
        except sqlite3.DatabaseError:
            _close(base)
            path.unlink(missing_ok=True)
    return None


def _close(base: sqlite3.Connection | None) -> None:
    if base is not None:
        base.close()
