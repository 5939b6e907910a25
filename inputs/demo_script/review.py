"""The demo's review.xlsx: what the program reads from the demo's documents, with a person's marks.

In: the folder of inputs. Out: the workbook as bytes, the same on every run. This part alone of the
script runs the program.
"""

import io
from pathlib import Path

import openpyxl

from demo_script.write import stored
from pipeline.build import build
from pipeline.load import Folders, load
from pipeline.render.review import extended, restored

_MARKS = {"confirm": "yes", "by": "ISU", "on": "2025-07-03"}
_HEAD_ROW = 2


def reviewed(inputs: Path, meeting: str, waiting: str) -> bytes:
    """The review with a yes to every reading but those of the file that waits."""
    root = inputs.parent
    built = build(
        load(Folders(inputs, root / "templates", root / "outputs", root / "pipeline"), meeting),
        renders=False,
    )
    made = extended(None, built.proposals, built.settings.as_of)
    if made is None:
        raise ValueError("the program read nothing from the documents")
    book = openpyxl.load_workbook(io.BytesIO(made))
    sheet = book.worksheets[0]
    titles = [str(cell.value) for cell in sheet[_HEAD_ROW]]
    for number in range(_HEAD_ROW + 1, sheet.max_row + 1):
        if not str(sheet.cell(number, titles.index("file") + 1).value).endswith(waiting):
            for name, mark in _MARKS.items():
                sheet.cell(number, titles.index(name) + 1, mark)
    return stored(restored(book, built.settings.as_of))
