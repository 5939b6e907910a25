"""Pages as LibreOffice sets them: marks, headings and tables where they belong."""

import re
import subprocess
from pathlib import Path

import pytest

from pipeline.files import Disk
from pipeline.load import Folders
from pipeline.tasks.report import report

MARKS = {
    "demo": "DEMO – INVENTED DATA",
    "13msp": "Reconstruction from public sources for illustration",
}


@pytest.mark.libreoffice
@pytest.mark.poppler
def test_pages_carry_their_mark_and_end_in_no_heading(
    project: Folders, tmp_path: Path, soffice: str, pdftotext: str
) -> None:
    """Every page of every paper has the page mark, and its last line of text is no heading."""
    files = {}
    for meeting in MARKS:
        report(project, meeting, Disk())
        for paper in (project.outputs / meeting).glob("*.docx"):
            files[meeting, paper.stem] = tmp_path / f"{meeting}-{paper.name}"
            files[meeting, paper.stem].write_bytes(paper.read_bytes())
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run(
        [*command, *map(str, files.values())], check=True, capture_output=True, timeout=300
    )

    for (meeting, _), path in files.items():
        pdf = path.with_suffix(".pdf")
        text = subprocess.run(
            [pdftotext, "-layout", str(pdf), "-"], check=True, capture_output=True
        ).stdout.decode()
        pages = [page for page in text.split("\f") if page.strip()]
        assert pages
        for page in pages:
            assert MARKS[meeting] in page
            lines = [line.strip() for line in page.splitlines() if line.strip()]
            body = [
                line
                for line in lines
                if not re.fullmatch(r"\d+|GE\..*|\d+ +GE\..*|GE\..* +\d+", line)
            ]
            assert not re.match(r"([IVX]+|[A-Z])\.\s", body[-1])
