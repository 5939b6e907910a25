"""Reports as documents: our walk beside python-docx and beside a bare zip and lxml.

In: nothing. Out: lines for the screen: seconds of the processor and ratios, readers in turn. The
forms are made by python-docx.
"""

import gc
import io
import time
import zipfile
from collections.abc import Iterator

import docx
from lxml import etree

from benchmarks.forms import form
from pipeline.collect.docx_file import read_docx
from pipeline.ooxml import W

N_FORMS, ROUNDS = 112, 7


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
    cells = sum(
        bool(cell.text) for table in document.tables for row in table.rows for cell in row.cells
    )
    return cells + sum(bool(paragraph.text) for paragraph in document.paragraphs)


def by_ours(content: bytes) -> int:
    """The same with our walk: places, controls, tracked changes, merged cells looked after."""
    return sum(
        bool(cell.text)
        for sheet in read_docx("a", content)
        for row in sheet.rows
        for cell in row.cells
    )


def reading() -> Iterator[str]:
    """112 forms with the three readers, side by side."""
    made = [form(number) for number in range(8)]
    forms = [made[n % len(made)] for n in range(N_FORMS)]
    readers = {"ours": by_ours, "zip + lxml": by_floor, "python-docx": by_python_docx}
    assert len({read(forms[0]) for read in readers.values()}) == 1
    gc.disable()  # as when the program reads
    spent: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(ROUNDS):
        for name, read in readers.items():
            gc.collect()
            start = time.process_time()
            for content in forms:
                read(content)
            spent[name].append(time.process_time() - start)
    gc.enable()
    best = {name: min(values) for name, values in spent.items()}
    said = ", ".join(f"{name} {value * 1000:.0f} ms" for name, value in best.items())
    yield f"{N_FORMS} forms (of the processor, best of {ROUNDS} rounds in turn): {said}"
    yield (
        f"  python-docx takes {best['python-docx'] / best['ours']:.1f} × our time (promised: at"
        " least 7)"
    )
    yield (
        f"  ours is {best['ours'] / best['zip + lxml']:.2f} × a bare zip and lxml (promised: at"
        " most 2)"
    )


if __name__ == "__main__":
    for line in reading():
        print(line)
