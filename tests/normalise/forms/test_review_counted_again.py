"""A run that extends review.xlsx counts again with it: what it writes is what a run from scratch
writes.
"""

import io
import shutil
from pathlib import Path

import openpyxl

from pipeline.build import build
from pipeline.files import Disk
from pipeline.load import Folders, load
from pipeline.tasks.report import report
from tests.makers import report_forms


def _with_row(path: Path, sheet: str, *values: str) -> None:
    book = openpyxl.load_workbook(path)
    book[sheet].append(list(values))
    book.save(path)


def _with_cells(path: Path, **cells: str) -> None:
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        book.worksheets[0][place] = value
    book.save(path)


def _written(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _add_report(meeting: Path) -> None:
    """A report whose cover will stand above the other rows of the review."""
    content = report_forms.report(state="Betaville", lines=())
    (meeting / "national-reports" / "aaa.docx").write_bytes(content)


def test_what_extends_the_review_is_what_a_run_from_scratch_gives(project: Folders) -> None:
    """Every file is the same in bytes, the history too, and a third run finds nothing to do."""
    _add_report(project.inputs / "demo")
    before = (project.inputs / "demo" / "review.xlsx").read_bytes()
    report(project, "demo", Disk())
    first = _written(project.outputs / "demo")
    shutil.rmtree(project.outputs)

    assert (project.inputs / "demo" / "review.xlsx").read_bytes() != before
    assert report(project, "demo", Disk()).status == "written"
    assert _written(project.outputs / "demo") == first
    assert report(project, "demo", Disk()).status == "unchanged"


def test_an_answer_to_a_cell_of_the_review_reaches_no_other_cell_once_rows_move(
    project: Folders,
) -> None:
    """The row that now stands at its place is read as it stands; the answer finds nothing, and that
    is told.
    """
    meeting = project.inputs / "demo"
    _with_cells(meeting / "review.xlsx", A9="corrected", J9="1,500")
    ledger = build(load(project, "demo"), renders=False).ledger
    (asked,) = [f for f in ledger.findings if f.ref.source == "demo/review.xlsx"]
    _with_row(meeting / "meeting.xlsx", "Answers", asked.id, "1500", "asked the mission", "ISU")
    _add_report(meeting)

    report(project, "demo", Disk())
    first = _written(project.outputs / "demo")
    shutil.rmtree(project.outputs)
    report(project, "demo", Disk())

    assert (
        openpyxl.load_workbook(io.BytesIO((meeting / "review.xlsx").read_bytes()))
        .worksheets[0]["J10"]
        .value
        == "1,500"
    )
    assert _written(project.outputs / "demo") == first
    codes = {f.code for f in build(load(project, "demo"), renders=False).ledger.findings}
    assert ("answer-unmatched" in codes, "review-changed" in codes) == (True, False)


def test_a_review_spelled_with_a_capital_is_the_review(project: Folders) -> None:
    """Where the disk tells no case apart, a new file would be written over the marks: none is
    written beside it.
    """
    meeting = project.inputs / "demo"
    (meeting / "review.xlsx").rename(meeting / "Review.xlsx")
    _add_report(meeting)

    report(project, "demo", Disk())

    marks = [
        row[0].value
        for row in openpyxl.load_workbook(meeting / "Review.xlsx")
        .worksheets[0]
        .iter_rows(min_row=3)
    ]
    assert sorted(path.name for path in meeting.glob("*eview*")) == ["Review.xlsx"]
    assert (marks.count("yes"), len(marks)) == (14, 16)
    assert report(project, "demo", Disk()).status == "unchanged"


def test_an_answer_that_lost_its_cell_leaves_the_review_as_another_run_would(
    project: Folders,
) -> None:
    """Its report is in no year any more: the rows that waited for it go in the same run, and none
    is written twice.
    """
    meeting = project.inputs / "demo"
    review = meeting / "review.xlsx"
    _with_cells(review, A4="corrected", L4="Qland", A16="", B16="", C16="")
    (asked,) = [
        f
        for f in build(load(project, "demo"), renders=False).ledger.findings
        if f.ref.place == "review!L4"
    ]
    _with_row(
        meeting / "meeting.xlsx", "Answers", asked.id, "Lambda-et-Nu", "asked the mission", "ISU"
    )
    _add_report(meeting)
    report(project, "demo", Disk())
    first, written = review.read_bytes(), _written(project.outputs / "demo")
    shutil.rmtree(project.outputs)
    report(project, "demo", Disk())

    assert review.read_bytes() == first
    assert _written(project.outputs / "demo") == written
