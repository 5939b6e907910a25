"""`make bench`: blocks to bytes beside docxtpl and python-docx, reading beside pandas, a report
beside its imports.

In: nothing. Out: a table on the screen: medians in milliseconds, and ratios pair by pair in one
run.
"""

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from benchmarks import many_reports, reports
from benchmarks.clock import ratio, seconds, side_by_side
from benchmarks.content import (
    Content,
    as_blocks,
    by_docxtpl,
    by_python_docx,
    content,
    loop_template,
    n_words,
)
from benchmarks.reading import read_and_normalise
from benchmarks.refreshing import refreshing
from pipeline.collect.folder import list_files
from pipeline.compose.filters import filters
from pipeline.compose.text_folder import TextFolder, load_words
from pipeline.compose.wording import Wording
from pipeline.compose.wording_views import Figures, Seen
from pipeline.model.public import PublicFacts, PublicFigure
from pipeline.render.word_paper import render
from pipeline.render.word_parts import PaperProperties
from pipeline.stages import read_texts

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = {200: 7, 1_000: 7, 10_000: 3}
IMPORTS = (
    "import click, pydantic, openpyxl, docxtpl, docx, jinja2.nativetypes, lxml.etree, ruamel.yaml,"
    " xlsxwriter, filelock"
)
ABOUT = PaperProperties("Bench", "Bench", "en-GB", date(2025, 6, 30), "0" * 12, "bench")


def makers(paper: Content, template: bytes, loop: bytes) -> dict[str, Callable[[], object]]:
    """The three makers on the same content."""
    composed = as_blocks(paper)
    return {
        "ours": lambda: render("ica-section", template, composed, ABOUT).content,
        "docxtpl loop": lambda: by_docxtpl(loop, paper),
        "python-docx": lambda: by_python_docx(template, paper),
    }


def blocks_to_bytes() -> None:
    """Blocks to bytes at three sizes, and how our time grows."""
    template = (ROOT / "templates" / "ica-section.docx").read_bytes()
    loop = loop_template(template)
    small = content(20)
    for made in makers(small, template, loop).values():
        result = made()
        assert isinstance(result, bytes)
        assert n_words(result, " in its last piece.") == len(small.paragraphs)
    ours: dict[int, float] = {}
    print(
        "blocks to bytes (ms, median)      ours   docxtpl loop   python-docx   loop/ours  "
        " docx/ours"
    )
    for n, rounds in ROUNDS.items():
        times = side_by_side(makers(content(n), template, loop), rounds)
        middle = {name: statistics.median(values) * 1000 for name, values in times.items()}
        ours[n] = middle["ours"]
        print(
            f"{n:>8} paragraphs, 5 tables {middle['ours']:>12.0f} {middle['docxtpl loop']:>14.0f}"
            f" {middle['python-docx']:>13.0f} {ratio(times, 'docxtpl loop'):>11.2f}"
            f" {ratio(times, 'python-docx'):>11.2f}"
        )
    print(f"ours, 10,000 over 1,000 paragraphs: {ours[10_000] / ours[1_000]:.1f} × the time")


def composer() -> Callable[[int], None]:
    """Makes as many sentences of two figures as asked for."""
    words = load_words(TextFolder(read_texts_of(ROOT / "templates"), "en"))
    wording = Wording(filters(words, 6))
    figure = PublicFigure(name="x", value=12, certainty="exactly")
    facts = PublicFacts(figures={"x": figure}, lists={}, settings={}, names_in_text_up_to=6)
    text = "{{ f.x | Number }} States Parties reported, and {{ f.x | number }} more."

    def compose(n: int) -> None:
        for _ in range(n):
            wording.spans(text, {"f": Figures(facts, Seen())})

    return compose


def composing(compose: Callable[[int], None]) -> None:
    """Wording into spans, apart from rendering."""
    for n in (1_000, 10_000):
        took = seconds(partial(compose, n))
        print(f"composing {n:>6} sentences of two figures: {took * 1000:.0f} ms")


def read_texts_of(folder: Path) -> dict[str, dict[str, object]]:
    """The texts of a folder of templates."""
    return read_texts(list_files(folder, folder, "text/*.yaml"))


def whole_report() -> None:
    """A whole `report` of 13msp, outputs new each time, beside a process that only imports what it
    imports.
    """
    with tempfile.TemporaryDirectory() as folder:
        number = iter(range(1_000))

        def report() -> object:
            outputs = str(Path(folder) / str(next(number)))
            command = [
                sys.executable,
                "-m",
                "pipeline",
                "report",
                "13msp",
                "--quiet",
                "--outputs",
                outputs,
            ]
            return subprocess.run(command, cwd=ROOT, check=True)

        def imports() -> object:
            return subprocess.run([sys.executable, "-c", IMPORTS], cwd=ROOT, check=True)

        times = side_by_side({"ours": imports, "report": report}, 7)
    middle = {name: statistics.median(values) * 1000 for name, values in times.items()}
    whole = f"whole report of 13msp {middle['report']:.0f} ms; ratio {ratio(times, 'report'):.2f}"
    print(f"imports alone {middle['ours']:.0f} ms; {whole}")


if __name__ == "__main__":
    blocks_to_bytes()
    compose = composer()
    composing(compose)
    refreshing(compose)
    read_and_normalise()
    whole_report()
    for line in (*reports.reading(), *many_reports.many()):
        print(line)
