"""The process beside ours, its parts called here: which error becomes which, and what limits it."""

import logging
import resource
import sys

import pytest

from pipeline.collect import worker
from pipeline.collect.formats import CannotRead
from tests.makers import hanging_readers
from tests.makers.pdf_files import page, pdf, scan

PDF = ("pipeline.collect.pdf_file", "read_pdf")


def read(module: str, reader: str, content: bytes = b"") -> object:
    """A reading as the worker makes it."""
    return worker._read(module, reader, "m/a.pdf", content)


def test_a_file_is_read_as_by_its_reader() -> None:
    """Sheets come back as they are."""
    assert read(*PDF, pdf(page("words")))


@pytest.mark.parametrize(
    ("reader", "code", "hint"),
    [("fill", "unsafe-file", "memory"), ("stumble", "damaged-document", "LookupError")],
)
def test_what_a_library_raises_is_a_fault_of_the_file(reader: str, code: str, hint: str) -> None:
    """No memory left, and errors of any kind: the file is told, the run goes on."""
    with pytest.raises(CannotRead) as error:
        read("tests.makers.hanging_readers", reader)
    assert (error.value.code, error.value.hint) == (code, hint)


@pytest.mark.parametrize("content", [scan(), b"%PDF-1.4 and nothing"])
def test_what_our_own_reader_says_stays_what_it_is(content: bytes) -> None:
    """A refusal keeps its code; a broken file is an error of value, as in every reader."""
    with pytest.raises(ValueError, match=r"pdf-without-text|Failed to load") as error:
        read(*PDF, content)
    assert getattr(error.value, "code", "") in ("pdf-without-text", "")


def test_the_worker_has_a_limit_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set where the system knows one."""
    asked: list[tuple[int, tuple[int, int]]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda what, limits: asked.append((what, limits)))
    worker._limit_memory()
    assert [what for what, _ in asked] == [resource.RLIMIT_AS]
    assert 0 < asked[0][1][0] < 2_000_000_000


def test_a_system_without_limits_does_without(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows has no such module, and the worker starts all the same."""
    monkeypatch.setitem(sys.modules, "resource", None)
    worker._limit_memory()


def test_where_no_process_can_be_started_the_file_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that ends before it can read anything breaks the pool, and the next file gets
    another.
    """
    monkeypatch.setattr(worker, "_begin", hanging_readers.end)
    worker._pool.cache_clear()
    try:
        with pytest.raises(CannotRead) as error:
            worker.read_apart("pdf", "m/a.pdf", scan(), seconds=20)
        assert error.value.is_passing
    finally:
        worker._pool.cache_clear()


def test_libraries_in_the_worker_talk_to_no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """What they log of a broken file is said once, as a finding."""
    silenced: list[int] = []
    monkeypatch.setattr(logging, "disable", lambda level=logging.CRITICAL: silenced.append(level))
    monkeypatch.setattr(worker, "_limit_memory", lambda: silenced.append(0))
    worker._begin()
    assert silenced == [logging.CRITICAL, 0]
