"""`python -m benchmarks.many_reports`: 1,700 reports of a hundred invented States for the first
time, and with one new.

In: nothing. Out: lines for the screen: seconds of the processor, each run in a process of its own,
and the best of interleaved pairs, so that other work on the machine counts for little. The command
is `report` as a person runs it, from the start of Python to the last file on the disk; the steps
are those of a run up to the ledger.
"""

import io
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from benchmarks.forms import TITLE, form
from pipeline import apply_answers, build
from pipeline.load import CACHE, Folders, load
from tests.makers.pdf_files import page, pdf

ROOT = Path(__file__).resolve().parent.parent
N_REPORTS, N_STATES, FIRST_YEAR, ROUNDS = 1_700, 100, 2008, 2
UP_TO_LEDGER = ("reading", "normalising", "up to the ledger")
PROMISED = {"reading": " (promised: 0.10)", "up to the ledger": " (promised: 0.25)"}
COMMAND = "whole command"
ONE_PDF_IN, _FORM_I = 3, 8
Times = dict[str, float]


def _report(content: bytes, number: int) -> bytes:
    """The form of another State and year: other bytes, the same work."""
    year = str(FIRST_YEAR + number // N_STATES).encode()
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in given.namelist():
            part = given.read(name)
            if name == "word/document.xml":
                part = part.replace(b"Alphaland", _state(number % N_STATES)[1].encode())
                part = part.replace(b"/1991", b"/" + year).replace(
                    b"of report 1", b"of report %d" % number
                )
            made.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _state(number: int) -> tuple[str, str]:
    """Code and name of an invented State."""
    first, second = list(product(ascii_uppercase, repeat=2))[26 + number]
    return f"X{first}{second}", f"Land {first}{second.lower()}{second.lower()}"


def _as_pdf(number: int) -> bytes:
    """A report of as many rows as a PDF file with ruled tables."""
    state, year = _state(number % N_STATES)[1], FIRST_YEAR + number // N_STATES
    cover = f"Name of State [Party]: {state}\nReporting period: 01/01/{year} to 31/12/{year}"
    parts = (
        page(
            "\n".join(f"Form {'ABCDEFGHIJ'[n]}, words {k} of report {number}" for k in range(6)),
            TITLE if n == _FORM_I else f"Part {n}",
            [[f"{number} {n} {row} {column}" for column in range(5)] for row in range(9)],
        )
        for n in range(10)
    )
    return pdf(page(cover), *parts)


def _folder(root: Path, one_pdf_in: int = 0) -> None:
    """The demo with a hundred more States and 1,700 reports, one in so many a PDF file, the others
    Word files.
    """
    for name in ("demo", "reference"):
        shutil.copytree(ROOT / "inputs" / name, root / "inputs" / name)
    for name in ("pipeline", "templates"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "requirements.lock", root)
    states = root / "inputs" / "demo" / "reference" / "states.csv"
    line = states.read_text(encoding="utf-8").splitlines()[1]
    old = ("Alphalande", "Alfalandia", "Alphaland", "alphaland", "XAA")
    for code, name in map(_state, range(N_STATES)):
        more = line
        for word, new in zip(
            old, (f"{name} fr", f"{name} es", name, name.casefold(), code), strict=True
        ):
            more = more.replace(word, new)
        with states.open("a", encoding="utf-8", newline="") as file:
            file.write(f"{more}\n")
    big = form(1)
    for number in range(N_REPORTS):
        if one_pdf_in and number % one_pdf_in == 0:
            (_reports(root) / f"x{number:04}.pdf").write_bytes(_as_pdf(number))
        else:
            (_reports(root) / f"x{number:04}.docx").write_bytes(_report(big, number))


def _reports(root: Path) -> Path:
    return root / "inputs" / "demo" / "national-reports"


def _timed(act: Callable[..., Any], name: str, times: Times) -> Callable[..., Any]:
    def timing(*given: object) -> object:
        start = time.process_time()
        done = act(*given)
        times[name] += time.process_time() - start
        return done

    return timing


def once(root: Path) -> Times:
    """Seconds of the processor for reading, for normalising, and for everything up to the
    ledger.
    """
    times = dict.fromkeys(UP_TO_LEDGER, 0.0)
    folders = Folders(root / "inputs", ROOT / "templates", root / "outputs", root / "pipeline")
    # stop-watches in the places where the run looks for the two
    build.collect_files = _timed(build.collect_files, "reading", times)
    stage = apply_answers.normalise  # type: ignore[attr-defined]
    apply_answers.normalise = _timed(stage, "normalising", times)  # type: ignore[attr-defined]
    _timed(lambda: build.build(load(folders, "demo"), renders=False), "up to the ledger", times)()
    return times


def _apart(root: Path) -> Times:
    """The same in a process of its own: nothing is remembered but what lies on the disk."""
    command = [sys.executable, "-m", "benchmarks.many_reports", str(root)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    times: Times = json.loads(done.stdout)
    return times


def _command(root: Path) -> Times:
    """Seconds of the processor that the command takes, from the start of Python to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "pipeline", "report", "demo"],
        cwd=root,
        check=True,
        capture_output=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {COMMAND: after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime}


def _forget(root: Path) -> None:
    """The folder as it was before any run."""
    for name in (CACHE, "outputs"):
        shutil.rmtree(root / name, ignore_errors=True)
    shutil.copy(ROOT / "inputs" / "demo" / "review.xlsx", root / "inputs" / "demo")


def _best(runs: list[Times]) -> Times:
    return {step: min(run[step] for run in runs) for step in runs[0]}


def _pair(root: Path, new: str, act: Callable[[Path], Times]) -> tuple[Times, Times]:
    """What it takes from nothing but all reports save one, and with that one come in."""
    _forget(root)
    (_reports(root) / new).rename(root / new)
    first = act(root)
    (root / new).rename(_reports(root) / new)
    return first, act(root)


def many() -> Iterator[str]:
    """Each step and the command, the first time and with one new report; the command once more with
    PDF files too.
    """
    word_files, acts = "Word files", (_apart, _command)
    yield f"{N_REPORTS:,} reports, and one of them new (s of the processor, best of {ROUNDS} pairs)"
    for what, one_pdf_in, measured in (
        (word_files, 0, acts),
        (f"one in {ONE_PDF_IN} a PDF", ONE_PDF_IN, acts[1:]),
    ):
        with tempfile.TemporaryDirectory() as base:
            root = Path(base)
            _folder(root, one_pdf_in)
            pairs = [
                tuple(_pair(root, f"x{N_REPORTS - 1:04}.docx", act) for act in measured)
                for _ in range(ROUNDS)
            ]
        for of_one in zip(*pairs, strict=True):
            first, again = _best([pair[0] for pair in of_one]), _best([pair[1] for pair in of_one])
            for step, before in first.items():
                told = (
                    f"{before:>6.2f}  {again[step]:>6.2f}   {again[step] / before:.2f} of the first"
                )
                yield f"  {what:<14}  {step:<17} {told}{PROMISED.get(step, '')}"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(once(Path(sys.argv[1]))))
    else:
        for line in many():
            print(line)
