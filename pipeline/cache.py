"""Results of slow pure functions, cached under everything they depend on, so that nothing is worked
out twice.

In: a folder, a kind of result, the version of the code that makes it, and keys. Out: the value as
it was put, or None. Deleting the folder costs time and changes nothing else; anything damaged,
locked or of another version is worked out again.
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
_PATIENCE = 2.0  # seconds to wait for another run that is writing to the same file


@lru_cache(maxsize=4)
def code_version(patterns: tuple[str, ...], libraries: tuple[str, ...] = ()) -> str:
    """A hash over modules of the program, libraries and Python itself: when it changes, everything
    is worked out again.
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
    """Values of one kind and version in one file; without a folder, nothing is kept.

    `n_made` and `n_kept` count which values were made anew and which came from the file. Values are
    JSON, so reading them back runs no code.
    """

    def __init__(self, folder: Path | None, kind: str, made_by: str) -> None:
        self._path = folder / f"{kind}-{made_by}.sqlite" if folder else None
        self.kind = kind
        self._base: sqlite3.Connection | None = None
        self._new: dict[str, bytes] = {}
        self.n_made = self.n_kept = 0

    def __enter__(self) -> "ResultCache":
        """Open the file, creating it if necessary."""
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
        """Write what was put, all at once, so that no other run waits for long; then close."""
        if self._base is not None:
            rows = ((key, _digest(key, content), content) for key, content in self._new.items())
            with (
                contextlib.suppress(sqlite3.Error),
                self._base,
            ):  # it does not matter if the disk refuses it
                self._base.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", rows)
            self._base.close()
            self._base = None

    def _forget_other_versions(self, own: Path) -> None:
        for path in own.parent.glob(f"{self.kind}-*.sqlite"):
            if path != own:
                path.unlink()

    def get(self, key: str) -> Any:
        """The value of a key; None if there is none that can be trusted."""
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
        """Keep a value; later runs find it, if the disk accepts it at the end of this one."""
        self.n_made += 1
        if self._base is not None:
            self._new[key] = json.dumps(value, separators=(",", ":")).encode()


def _digest(key: str, content: bytes) -> bytes:
    """A hash of a value together with its key: a value that ends up under another key is not
    trusted.
    """
    return hashlib.sha256(key.encode() + b"\0" + content).digest()


def _opened(path: Path) -> sqlite3.Connection | None:
    """The file as a database; a damaged one is started afresh, and None if that is not possible
    either.
    """
    for _ in range(2):
        base = None
        try:
            base = sqlite3.connect(path, timeout=_PATIENCE)
            base.execute(_TABLE)
            return base
        except sqlite3.OperationalError:  # locked, or not writable
            _close(base)
            return None
        except sqlite3.DatabaseError:
            _close(base)
            path.unlink(missing_ok=True)
    return None


def _close(base: sqlite3.Connection | None) -> None:
    if base is not None:
        base.close()
