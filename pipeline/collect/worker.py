"""A process beside ours for readers that may hang or crash: kept warm, stopped at a limit.

In: the name of a reader and bytes. Out: its sheets, or CannotRead with the code of what happened.
What goes wrong in there never takes the run with it. Word files need none: their reader is ours,
over XML whose length, depth and repetition are limited (pipeline.ooxml.walk), so that the largest
ends within seconds.
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
    """A worker that keeps within its memory, and whose libraries talk to no screen."""
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
    """The one worker; started when it is first wanted, stopped with the program."""
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
        ) from error  # parsers raise what they like
    return sheets


def _is_ours(error: Exception) -> bool:
    """Whether our own code raised: that is a refusal of the reader, or a bug, and stays what it
    is.
    """
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and "pipeline" in Path(frames[-1].filename).parts


def read_apart(
    reader: str, source: str, content: bytes, seconds: float = SECONDS
) -> tuple[Sheet, ...]:
    """The sheets of a file, read beside this process.

    CannotRead where the reader refuses the file, takes longer than the limit or crashes; its other
    errors as they are.
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
        _pool.cache_clear()  # a system that starts no process now may start one for the next file
        raise CannotRead(
            "damaged-document", "no second process could be started to read it", is_passing=True
        ) from error
    return sheets
