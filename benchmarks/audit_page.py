"""`python -m benchmarks.audit_page`: a page of 20,000 rows and 2,000 blocks, opened and clicked in
Chromium.

In: nothing but Chromium on the machine. Out: size, time to make, time until it can be used, time of
clicks. Promised: under 15 MB, under 2 s, under 100 ms.
"""

import shutil
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from pipeline.audit.editor_status import BlockStatus, DiffText, EditorStatus, Fact
from pipeline.audit.html import as_page
from pipeline.model.block import Composed, Paragraph, Span
from pipeline.model.figure import Certainty, CountKey, Evidence, Figure
from pipeline.model.ledger import BlockSources, Fate, Ledger
from pipeline.model.source import Cell, RawRow, Ref, Sheet, Source
from pipeline.ooxml import bookmark_name
from tests.makers.browser import Reader, chromium

N_ROWS, N_BLOCKS, N_FIGURES, N_COLUMNS, N_STATES, N_BOOKS = 20_000, 2_000, 100, 15, 110, 4
ROUNDS = 7
CLICKS = ("a piece", "a paragraph", "a row", "a fate")


def sheets() -> tuple[Sheet, ...]:
    """Four books of five thousand rows."""
    header = RawRow(1, tuple(Cell(f"column {c}") for c in range(N_COLUMNS)))
    per_book = N_ROWS // N_BOOKS
    return tuple(
        Sheet(
            f"bench/book-{b}.xlsx",
            "Log",
            (
                header,
                *(
                    RawRow(n, tuple(_cell(b, n, c) for c in range(N_COLUMNS)))
                    for n in range(2, per_book + 2)
                ),
            ),
        )
        for b in range(N_BOOKS)
    )


def _cell(book: int, row: int, column: int) -> Cell:
    """Half of the columns hold words of a list, half their own."""
    return Cell(
        f"choice {(row * column) % 40}"
        if column % 2
        else f"words of book {book}, row {row}, column {column}"
    )


def _row_refs(row: int) -> tuple[Ref, ...]:
    per_book = N_ROWS // N_BOOKS
    book, at = divmod(row, per_book)
    return tuple(
        Ref(f"bench/book-{book}.xlsx", f"Log!{letter}{at + 2}", _cell(book, at + 2, c).text)
        for c, letter in enumerate("ABCD")
    )


def _figure(number: int) -> Figure:
    per_figure = N_ROWS // N_FIGURES
    rows = range(number * per_figure, (number + 1) * per_figure)
    basis = tuple(ref for row in range(N_STATES) for ref in _row_refs(row))
    states = tuple(Evidence(iso3=f"S{row % N_STATES:02}", refs=_row_refs(row)) for row in rows)
    return Figure(
        name=f"figure_{number}",
        key=CountKey(
            population="states_parties",
            fact=f"fact {number}",
            evidence=(),
            is_named=True,
            first=None,
            last=date(2025, 6, 30),
        ),
        value=per_figure,
        certainty=Certainty.EXACTLY,
        states=states,
        basis=basis,
        searched=tuple(f"bench/report-{n}.xlsx" for n in range(N_STATES)),
    )


def _paragraph(number: int) -> Paragraph:
    name = f"figure_{number % N_FIGURES}"
    spans = (
        Span(f"{number} States", "figure", name),
        Span(" reported, among them "),
        Span(f"State {number % N_STATES}", "state", name, f"S{number % N_STATES:02}"),
        Span(
            ", having provided technical, material or financial assistance, bilaterally or through"
            " others. " * 2
        ),
    )
    return Paragraph(f"p-{number}", "paragraph", spans, (name,))


def ledger(read: tuple[Sheet, ...]) -> Ledger:
    """A run of that size."""
    blocks = tuple(_paragraph(number) for number in range(N_BLOCKS))
    return Ledger(
        meeting="bench",
        run="0" * 12,
        as_of="2025-06-30",
        versions={"program": "0"},
        sources=tuple(
            Source(id=s.source, path=s.source, sha256="0" * 64, kind="xlsx") for s in read
        ),
        rows=tuple(
            Fate(
                source=s.source,
                place=s.row_place(raw),
                fate="used" if raw.number > 1 else "not-about-this-report",
                reason="" if raw.number > 1 else "header",
            )
            for s in read
            for raw in s.rows
        ),
        answers=(),
        figures=tuple(_figure(number) for number in range(N_FIGURES)),
        papers=(Composed("paper", blocks, (), ()),),
        blocks=tuple(
            BlockSources(
                paper="paper",
                id=b.id,
                bookmark=bookmark_name(b.id),
                figures=b.looked,
                refs=(),
                searched=(),
            )
            for b in blocks
        ),
        absent=(),
        placeholders=(),
        findings=(),
    )


def editors() -> EditorStatus:
    """Each block with its status, every tenth edited."""
    words = (
        (
            DiffText("Ten", "del"),
            DiffText("Eleven", "ins"),
            DiffText(" States reported, among them one that did not. " * 4),
        ),
    )
    edited = BlockStatus("edited", "edited", "", words, (Fact("11", False), Fact("State 7", True)))
    generated = BlockStatus("generated", "generated")
    return EditorStatus(
        {("paper", f"p-{n}"): generated if n % 10 else edited for n in range(N_BLOCKS)}
    )


def opening(browser: Reader, page: Path) -> float:
    """Milliseconds from asking for the page until its script has run and a frame is drawn."""
    browser.open(page)
    browser.until("document.documentElement.classList.contains('scripted')")
    return float(
        browser.run(
            "new Promise(done => requestAnimationFrame(() => setTimeout(() =>"
            " done(performance.now()), 0)))"
        )
    )


def clicking(browser: Reader, target: str) -> float:
    """Milliseconds from a click until what it shows is laid out and drawn."""
    return float(
        browser.run(
            f"new Promise(done => {{ const e = {target}; const start = performance.now();"
            " e.click(); document.body.offsetHeight; requestAnimationFrame(() => setTimeout(() =>"
            " done(performance.now() - start), 0)); })"
        )
    )


def targets(number: int) -> dict[str, str]:
    """What is clicked in a round."""
    block = f"document.getElementById('paper._msp_p_{number}')"
    return {
        "a piece": f"{block}.querySelector('.piece')",
        "a paragraph": f"{block}.querySelector('.pick')",
        "a row": "document.querySelector('#panel .card th a')",
        "a fate": "document.querySelector('.kept a')",
    }


def measure(program: str) -> None:
    """All of it, with a line each."""
    read = sheets()
    run = ledger(read)
    start = time.perf_counter()
    content = as_page(run, read, {f"S{n:02}": f"State {n}" for n in range(N_STATES)}, editors())
    print(f"{N_ROWS:,} rows, {N_BLOCKS:,} blocks: made in {time.perf_counter() - start:.2f} s")
    print(f"file {len(content) / 1e6:.1f} MB (promised: under 15)")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "audit.html"
        page.write_bytes(content)
        with chromium(program) as system_browser:
            browser = Reader(system_browser)
            browser.size(1360, 820)
            opened = [opening(browser, page) for _ in range(ROUNDS)]
            print(
                f"opens in {statistics.median(opened):.0f} ms, at most {max(opened):.0f} (promised:"
                " under 2,000)"
            )
            times: dict[str, list[float]] = {name: [] for name in CLICKS}
            for turn in range(ROUNDS):
                browser.run(
                    "document.querySelector('nav a').click()"
                )  # what a reader clicks next is in view
                for name, target in targets(turn * 250).items():
                    times[name].append(clicking(browser, target))
    for name, taken in times.items():
        print(
            f"a click on {name}: {statistics.median(taken):.0f} ms, at most {max(taken):.0f}"
            " (promised: under 100)"
        )


if __name__ == "__main__":
    program_of_system = shutil.which("chromium")
    if program_of_system is None:
        sys.exit("Chromium is not installed here.")
    measure(program_of_system)
