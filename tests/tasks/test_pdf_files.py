"""PDFs on request: one beside each paper, or a clear word where LibreOffice is missing."""

import subprocess
from pathlib import Path

import pytest

from pipeline.files import Disk
from pipeline.load import Folders
from pipeline.model.finding import Refused
from pipeline.tasks import on_request
from pipeline.tasks.on_request import make_pdfs
from pipeline.tasks.report import report
from tests.makers.command_line import Capture, contents, places_of, typed


@pytest.mark.libreoffice
@pytest.mark.poppler
def test_every_paper_of_all_meetings_gets_a_pdf_with_its_words(
    capsys: Capture, project: Folders, soffice: str, pdftotext: str
) -> None:
    """One command, both meetings; nothing else of the outputs changes, and drafts to States get
    none.
    """
    plain = typed(capsys, "report", *places_of(project))
    before = contents(project.outputs)

    said = typed(capsys, "report", "--pdf", *places_of(project))

    made = sorted(set(contents(project.outputs)) - set(before))
    papers = sorted(name for name in before if name.endswith(".docx") and "/internal/" not in name)
    assert (plain.code, said.code) == (0, 0)
    assert made == [name.removesuffix("docx") + "pdf" for name in papers]
    assert all(name in said.out for name in made)
    assert before == {
        name: content for name, content in contents(project.outputs).items() if name in before
    }
    for name in made:
        text = subprocess.run(
            [pdftotext, str(project.outputs / name), "-"], check=True, capture_output=True
        ).stdout
        assert "cooperation and assistance" in text.decode()


def test_without_libreoffice_the_papers_stay_and_a_sentence_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, project: Folders
) -> None:
    """Exit 5; the Word documents are written."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(on_request, "_ON_WINDOWS", ())
    monkeypatch.setattr(on_request, "_ON_A_MAC", ())

    said = typed(capsys, "report", "demo", "--pdf", *places_of(project))

    assert said.code == 5
    assert "LibreOffice was not found" in said.err
    assert (project.outputs / "demo" / "ica-section.docx").is_file()
    assert not list(project.outputs.rglob("*.pdf"))


def test_a_program_that_does_not_finish_leaves_no_pdf(project: Folders, tmp_path: Path) -> None:
    """What it began is not shown as a result."""
    told = report(project, "demo", Disk())

    with pytest.raises(Refused) as refused:
        make_pdfs(project.outputs, [told], Disk(), str(tmp_path / "nowhere"))

    assert refused.value.exit_code == 5
    assert not list(project.outputs.rglob("*.pdf"))
