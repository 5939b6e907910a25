"""Reports as documents: our walk beside python-docx and beside a bare zip and lxml; 1,700 reports and one new.

In: nothing. Out: lines for the screen: medians, and ratios pair by pair in one run. The forms are made by python-docx.
"""

import io
import shutil
import statistics
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
from lxml import etree

from pipeline.build import Folders, assemble, load
from pipeline.collect.docx import read_docx
from pipeline.collect.folder import Around, collect
from pipeline.ooxml import W
from pipeline.stages import split_reference

ROOT = Path(__file__).resolve().parent.parent
N_FORMS, N_REPORTS, ROUNDS = 112, 1_700, 5
TITLE = "Form I: National resources and international cooperation and assistance"


def form(number: int) -> bytes:
    """A form of ten tables of nine rows and five columns, and seventy paragraphs."""
    document = docx.Document()
    document.add_paragraph("Name of State [Party]: Alphaland")
    document.add_paragraph(f"Reporting period: 01/01/{1990 + number % 34} to 31/12/{1990 + number % 34}")
    for n in range(10):
        for k in range(6):
            document.add_paragraph(
                f"Form {'ABCDEFGHIJ'[n]}, words {k} of report {number} on what was done in the year."
            )
        document.add_paragraph(TITLE if n == 8 else f"Part {n}")
        table = document.add_table(9, 5)
        for row, cells in enumerate(table.rows):
            for column, cell in enumerate(cells.cells):
                cell.text = f"{number} {n} {row} {column}"
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _changed(content: bytes, number: int) -> bytes:
    """The form with a word changed: other bytes, the same work."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            part = given.read(name)
            if name == "word/document.xml":
                part = part.replace(b"words 0 of report", b"words %d of report" % number)
            made.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def by_floor(content: bytes) -> int:
    """Texts of cells and paragraphs with zip and lxml alone, nothing looked after."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    count = 0
    for table in root.iter(f"{W}tbl"):
        for row in table.iter(f"{W}tr"):
            for cell in row.iter(f"{W}tc"):
                count += bool("".join(text.text or "" for text in cell.iter(f"{W}t")))
    for paragraph in root[0].findall(f"{W}p"):
        count += bool("".join(text.text or "" for text in paragraph.iter(f"{W}t")))
    return count


def by_python_docx(content: bytes) -> int:
    """The same with python-docx, as most programs use it."""
    document = docx.Document(io.BytesIO(content))
    cells = sum(bool(cell.text) for table in document.tables for row in table.rows for cell in row.cells)
    return cells + sum(bool(paragraph.text) for paragraph in document.paragraphs)


def by_ours(content: bytes) -> int:
    """The same with our walk: places, controls, tracked changes, merged cells looked after."""
    return sum(bool(cell.text) for sheet in read_docx("a", content) for row in sheet.rows for cell in row.cells)


def reading() -> Iterator[str]:
    """112 forms with the three readers, side by side."""
    forms = [form(number) for number in range(8)]
    forms = [forms[n % len(forms)] for n in range(N_FORMS)]
    readers = {"ours": by_ours, "zip + lxml": by_floor, "python-docx": by_python_docx}
    assert len({read(forms[0]) for read in readers.values()}) == 1
    times: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(ROUNDS):
        for name, read in readers.items():
            start = time.perf_counter()
            for content in forms:
                read(content)
            times[name].append(time.perf_counter() - start)
    middle = {name: statistics.median(values) for name, values in times.items()}
    slower = statistics.median(b / a for a, b in zip(times["ours"], times["python-docx"], strict=True))
    above = statistics.median(a / b for a, b in zip(times["ours"], times["zip + lxml"], strict=True))
    yield f"{N_FORMS} forms: " + ", ".join(f"{name} {value * 1000:.0f} ms" for name, value in middle.items())
    yield f"  python-docx takes {slower:.1f} × our time; ours is {above:.2f} × a bare zip and lxml"


def many() -> Iterator[str]:
    """1,700 reports read for the first time, and again with one new: collecting alone, and the whole of a build."""
    with tempfile.TemporaryDirectory() as base:
        root = Path(base)
        shutil.copytree(ROOT / "inputs" / "demo", root / "inputs" / "demo")
        shutil.copytree(ROOT / "inputs" / "reference", root / "inputs" / "reference")
        folders = Folders(root / "inputs", ROOT / "templates", root / "outputs", ROOT / "pipeline")
        reports = root / "inputs" / "demo" / "national-reports"
        big = form(1)
        for number in range(N_REPORTS - 1):
            (reports / f"x{number:04}.docx").write_bytes(_changed(big, number))
        first = _run(folders, root)
        (reports / "new.docx").write_bytes(_changed(big, N_REPORTS))
        again = _run(folders, root)
    yield f"{N_REPORTS} reports: read {first[0]:.2f} s, whole build {first[1]:.2f} s"
    yield f"  with one new: read {again[0]:.2f} s ({first[0] / again[0]:.1f} ×), whole build {again[1]:.2f} s"
    yield f"  the whole of the second run is {again[1] / first[1]:.2f} of the first"


def _run(folders: Folders, root: Path) -> tuple[float, float]:
    """Seconds of collecting, and of everything up to the ledger."""
    start = time.perf_counter()
    loaded = load(folders, "demo")
    before = time.perf_counter()
    collected = collect(split_reference(loaded)[0], Around(root / "cache"))
    after = time.perf_counter()
    assemble(loaded, collected)
    return after - before, time.perf_counter() - start


def lines() -> Iterator[str]:
    """All of it."""
    yield from reading()
    yield from many()


if __name__ == "__main__":
    for line in lines():
        print(line)
