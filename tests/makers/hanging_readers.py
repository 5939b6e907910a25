"""Readers that hang and crash, for the tests of the worker."""

import os
import time


def hang(source: str, content: bytes) -> tuple[()]:
    """Take longer than any limit of a test."""
    time.sleep(60)
    return ()


def crash(source: str, content: bytes) -> tuple[()]:
    """End the process as a fault in a C library would."""
    os._exit(139)


def fill(source: str, content: bytes) -> tuple[()]:
    """Ask for more memory than there is."""
    raise MemoryError


def stumble(source: str, content: bytes) -> tuple[()]:
    """Raise what a library raises that does not know what it met."""
    raise LookupError(source)


def end() -> None:
    """End a process as soon as it begins."""
    os._exit(1)
