"""review.xlsx in a run: made, filled in LibreOffice as a person would, read back; and what never
happens to it.
"""

import subprocess
from pathlib import Path

import pytest

from pipeline.files import Disk
from pipeline.load import Folders
from pipeline.tasks.report import report as report_task
from tests.makers.report_forms import report
from tests.makers.review_marks import marked, rows_of, yes


def _meeting(project: Folders) -> Path:
    """The demo with Mu's report as the State might send it, and nobody's review of it."""
    folder = project.inputs / "demo"
    (folder / "review.xlsx").unlink()
    (folder / "national-reports" / "mu-2024.docx").write_bytes(report(state="Mu"))
    return folder


def _figure(project: Folders, name: str) -> tuple[object, object]:
    import json

    audit = json.loads((project.outputs / "demo/internal/audit.json").read_bytes())
    return next((f["value"], f["certainty"]) for f in audit["figures"] if f["name"] == name)


@pytest.mark.libreoffice
def test_filled_in_calc_the_bracketed_counts_become_exact(
    project: Folders, soffice: str, tmp_path: Path
) -> None:
    """Before: at least, in brackets. A yes to every row, typed and saved in LibreOffice: exact."""
    python = "/usr/bin/python3"
    if subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode:
        pytest.skip("needs LibreOffice's Python")
    folder = _meeting(project)
    report_task(project, "demo", Disk())
    before = _figure(project, "assistance_provided")
    command = [
        python,
        "tests/makers/libreoffice_fill.py",
        str(folder / "review.xlsx"),
        str(tmp_path / "profile"),
        "confirm=yes",
        "by=ISU",
    ]
    subprocess.run(command, check=True, timeout=120)
    report_task(project, "demo", Disk())
    after = _figure(project, "assistance_provided")
    assert (before[1], after[1], before[0]) == ("at least", "exactly", after[0])


def test_a_run_extends_the_review_once_and_then_has_nothing_to_do(project: Folders) -> None:
    """The first run writes the review, the second finds everything in place."""
    folder = _meeting(project)
    first = report_task(project, "demo", Disk())
    written = (folder / "review.xlsx").read_bytes()
    again = report_task(project, "demo", Disk())
    assert (first.status, again.status) == ("written", "unchanged")
    assert (folder / "review.xlsx").read_bytes() == written
    assert first.review["open"] == again.review["open"] > 0


def test_marks_stay_when_a_report_is_added(project: Folders) -> None:
    """Rows with marks are the same after the next run, whatever was added beside them."""
    folder = _meeting(project)
    report_task(project, "demo", Disk())
    review = folder / "review.xlsx"
    review.write_bytes(marked(review.read_bytes(), yes))
    before = [row for row in rows_of(review.read_bytes()) if row["confirm"]]
    (folder / "national-reports" / "sigmaland-2024.docx").write_bytes(report(state="Sigmaland"))
    report_task(project, "demo", Disk())
    after = rows_of(review.read_bytes())
    assert [row for row in after if row["confirm"]] == before
    assert len(after) > len(before)


@pytest.mark.parametrize("lock", ["~$review.xlsx", ".~lock.review.xlsx#"])
def test_a_review_that_is_open_is_left_as_it_is(project: Folders, lock: str) -> None:
    """The papers are written, the review waits, and the next run extends it."""
    folder = _meeting(project)
    (folder / lock).write_bytes(b"someone")
    held = report_task(project, "demo", Disk())
    assert (held.status, held.review["why"], (folder / "review.xlsx").exists()) == (
        "written",
        "open",
        False,
    )
    (folder / lock).unlink()
    assert report_task(project, "demo", Disk()).status == "written"
    assert (folder / "review.xlsx").exists()


def test_a_review_nobody_can_read_is_never_written_over(project: Folders) -> None:
    """What may hold marks stays as it is, and the screen says so."""
    folder = _meeting(project)
    (folder / "review.xlsx").write_bytes(b"PK no workbook")
    told = report_task(project, "demo", Disk())
    assert (told.review["why"], (folder / "review.xlsx").read_bytes()) == (
        "unreadable",
        b"PK no workbook",
    )


class _FailsAt(Disk):
    """A disk on which one file cannot be put in its place."""

    def __init__(self, name: str) -> None:
        self._name = name

    def replace(self, source: Path, target: Path) -> None:
        if target.name == self._name:
            raise OSError(28, "no space", str(target))
        super().replace(source, target)


@pytest.mark.parametrize("name", ["review.xlsx", "audit.json"])
def test_review_and_papers_are_written_together_or_not_at_all(project: Folders, name: str) -> None:
    """Where one file fails, neither the review nor the papers are there."""
    from pipeline.model.finding import Refused

    folder = _meeting(project)
    with pytest.raises(Refused):
        report_task(project, "demo", _FailsAt(name))
    assert not (folder / "review.xlsx").exists()
    assert not (project.outputs / "demo" / "ica-section.docx").exists()
    assert not list(folder.glob("*.msp-*"))


def test_a_mark_saved_while_a_run_goes_on_is_not_lost(project: Folders) -> None:
    """The run that read the review before ends with exit 5; it and the papers stay as they are."""
    from pipeline.model.finding import Refused
    from tests.tasks.test_disk import SavedMeanwhile

    folder = _meeting(project)
    report_task(project, "demo", Disk())
    paper = (project.outputs / "demo" / "ica-section.docx").read_bytes()
    second = report(state="Nu")
    (folder / "national-reports" / "nu-2024.docx").write_bytes(second)
    with pytest.raises(Refused) as refused:
        report_task(project, "demo", SavedMeanwhile(folder / "review.xlsx"))
    assert refused.value.exit_code == 5
    assert (folder / "review.xlsx").read_bytes() == b"saved meanwhile"
    assert (project.outputs / "demo" / "ica-section.docx").read_bytes() == paper


def test_a_scan_gets_a_workbook_to_type_it_off(project: Folders) -> None:
    """Prefilled from register and name of the file; filled and put back it lifts the question."""
    from tests.makers.pdf_files import scan

    folder = project.inputs / "demo" / "national-reports"
    (folder / "kappaland-2024.xlsx").unlink()
    (folder / "kappaland-2024.pdf").write_bytes(scan())
    report_task(project, "demo", Disk())
    book = project.outputs / "demo" / "internal" / "transcribe" / "kappaland-2024.pdf.xlsx"
    import openpyxl

    cover = openpyxl.load_workbook(book)["Cover"]
    known = {row[0].value: row[1].value for row in cover.iter_rows(min_row=3)}
    assert (known["state"], known["article7_year"], known["transcribed_from"]) == (
        "Kappaland",
        "2024",
        "kappaland-2024.pdf",
    )
    assert "(2 pages)" in cover["A1"].value
    (folder / "kappaland-2024.xlsx").write_bytes(book.read_bytes())
    told = report_task(project, "demo", Disk())
    assert "pdf-without-text" not in {finding["code"] for finding in told.findings}
