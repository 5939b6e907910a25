"""A second process for readers that may hang or crash: kept warm, stopped at a limit.

In: the name of a reader and bytes. Out: its sheets, or CannotRead with the code of what happened.
Whatever goes wrong there never takes the run down with it. Word files do not need it: their reader
is our own, over XML whose length, depth and repetition are limited (pipeline.ooxml.walk), so that
even the largest takes seconds.
"""

import atexit
import importlib
import logging
import multiprocessing
import traceback
from concurrent.futures import BrokenExecutor
from concurrent.futures import TimeoutError as TookTooLong
from functools import lru_cache
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

from pipeline.collect.formats import CannotRead
from pipeline.model.source import Sheet

SECONDS = 20  # a page full of ruled rows takes 65 ms: three hundred of them, and no more
_MOST_BYTES = 700_000_000  # of address space, of which at most 600 million are ever in use
READERS = {"pdf": ("pipeline.collect.pdf_file", "read_pdf")}


def _begin() -> None:
    """A worker that stays within its memory, and whose libraries print nothing on the screen."""
    logging.disable()
    _limit_memory()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))


@lru_cache(maxsize=1)
def _pool() -> ProcessPool:
    """The one worker; started when it is first needed, stopped with the program."""
    context = multiprocessing.get_context("spawn")
    pool = ProcessPool(max_workers=1, initializer=_begin, context=context)
    atexit.register(_close, pool)
    return pool


def _close(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()


def _read(module: str, reader: str, source: str, content: bytes) -> tuple[Sheet, ...]:
    try:
        sheets: tuple[Sheet, ...] = getattr(importlib.import_module(module), reader)(
            source, content
        )
    except MemoryError as error:
        raise CannotRead("unsafe-file", "memory") from error
    except Exception as error:
        if _is_ours(error):
            raise
        raise CannotRead(
            "damaged-document", type(error).__name__
        ) from error  # parsers may raise anything
    return sheets


def _is_ours(error: Exception) -> bool:
    """Whether our own code raised the error: that is a refusal by the reader, or a bug, and is
    passed on unchanged.
    """
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and "pipeline" in Path(frames[-1].filename).parts


def read_apart(
    reader: str, source: str, content: bytes, seconds: float = SECONDS
) -> tuple[Sheet, ...]:
    """The sheets of a file, read in the second process.

    CannotRead if the reader refuses the file, exceeds the limit or crashes; its other errors are
    passed on unchanged.
    """
    try:
        task = _pool().schedule(_read, args=(*READERS[reader], source, content), timeout=seconds)
        sheets: tuple[Sheet, ...] = task.result()
    except (TookTooLong, TimeoutError) as error:
        raise CannotRead(
            "damaged-document", f"it was not read within {seconds:g} seconds", is_passing=True
        ) from error
    except ProcessExpired as error:
        raise CannotRead(
            "damaged-document",
            f"its reader stopped with exit code {error.exitcode}",
            is_passing=True,
        ) from error
    except BrokenExecutor as error:
        # a system that cannot start a process now may be able to for the next file
        _pool.cache_clear()
        raise CannotRead(
            "damaged-document", "no second process could be started to read it", is_passing=True
        ) from error
    return sheets
