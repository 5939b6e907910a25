"""What a person does with review.xlsx, done with openpyxl: write marks into rows, mend cells.

In: the workbook as bytes. Out: the workbook with marks.
"""

import io
from collections.abc import Callable, Mapping

import openpyxl

from pipeline.model.forms import Proposal
from pipeline.render.review import extended
from tests.makers.small_meeting import Content, demo_world, settled

Row = dict[str, object]


def rows_of(content: bytes) -> list[Row]:
    """The rows by their titles."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    titles = [str(cell.value) for cell in sheet[2]]
    return [
        dict(zip(titles, row, strict=True)) for row in sheet.iter_rows(min_row=3, values_only=True)
    ]


def marked(content: bytes, mark: Callable[[Row], Mapping[str, object]]) -> bytes:
    """The workbook, each row changed as `mark` says of it."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    titles = [str(cell.value) for cell in sheet[2]]
    for number in range(3, sheet.max_row + 1):
        row: Row = {title: sheet.cell(number, n).value for n, title in enumerate(titles, start=1)}
        for name, value in mark(row).items():
            sheet.cell(number, titles.index(name) + 1, str(value))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def with_copy(content: object, **changes: object) -> bytes:
    """The workbook with its last row there once more, some cells of the copy other than in the
    row.
    """
    assert isinstance(content, bytes)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    titles = [str(cell.value) for cell in sheet[2]]
    row = dict(zip(titles, (cell.value for cell in sheet[sheet.max_row]), strict=True))
    sheet.append([changes.get(name, value) for name, value in row.items()])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def with_note(content: object, words: str) -> bytes:
    """The workbook with words in the first cell below its rows."""
    assert isinstance(content, bytes)
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.worksheets[0].append([words])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def with_title(content: object, title: str, other: str) -> bytes:
    """The workbook with a column under another title."""
    assert isinstance(content, bytes)
    book = openpyxl.load_workbook(io.BytesIO(content))
    next(cell for cell in book.worksheets[0][2] if cell.value == title).value = other
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def sorted_with_titles(content: object) -> bytes:
    """The workbook with all its rows sorted, titles too, as a person does who marks the whole sheet
    first.
    """
    assert isinstance(content, bytes)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    sheet.delete_rows(1, sheet.max_row)
    for row in (*rows[2:], rows[1], rows[0]):
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def yes(row: Row) -> Mapping[str, object]:
    """A yes to everything."""
    return {"confirm": "yes", "by": "ISU", "on": "2025-07-03"}


def proposals(files: Mapping[str, Content]) -> tuple[Proposal, ...]:
    """What waits for a person, or was settled."""
    return settled(files).records.proposals


def review_of(files: Mapping[str, Content], old: bytes | None = None) -> bytes:
    """review.xlsx as the program would write it."""
    made = extended(old, proposals(files), demo_world()[0].as_of)
    assert made is not None
    return made


def confirmed(
    files: Mapping[str, Content], mark: Callable[[Row], Mapping[str, object]] = yes
) -> dict[str, Content]:
    """The files with a review that a person filled in."""
    return {**files, "review.xlsx": marked(review_of(files), mark)}
