"""What `report` makes beside the papers only on request: copies with sources, evidence, PDF.

In: the summaries of a run, and what was asked for. Out: names of files below the outputs. It
imports only what it needs.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.files import Disk, locked, write_all
from pipeline.load import Folders
from pipeline.model.finding import CANNOT_WRITE, Refused
from pipeline.tasks.run_summary import RunSummary

if TYPE_CHECKING:
    from pipeline.tasks.run_summary import RunSummary


class OnRequest(NamedTuple):
    """What a person asked for beside the papers."""

    sources: bool
    pack: bool
    pdf: bool


def make_on_request(
    folders: Folders, told: list[RunSummary], asked: OnRequest, disk: Disk
) -> Iterator[str]:
    """Make what was asked for, and yield the names of the files. Refused as the tasks that make
    them.
    """
    if asked.sources or asked.pack:
        # Heavy, so only on request: `report` imports it even where nothing is to be done.
        from pipeline.tasks.evidence import write_extras

        for done in told:
            yield from write_extras(folders, done.meeting, disk, asked.sources, asked.pack)
    if asked.pdf:
        yield from make_pdfs(folders.outputs, told, disk)


_PROGRAMS = ("soffice", "libreoffice")
_ON_WINDOWS = (
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
_ON_A_MAC = ("/Applications/LibreOffice.app/Contents/MacOS/soffice",)
_LONGEST = 300
_CURE = "The Word documents were not changed. Install LibreOffice, or save them as PDF from Word."


def make_pdfs(
    outputs: Path, all_told: Iterable["RunSummary"], disk: Disk, program: str = ""
) -> tuple[str, ...]:
    """Make a PDF of every paper of the meetings, and return their paths below the outputs.

    Refused (exit 5) if LibreOffice is missing or does not finish.
    """
    papers = [
        (told.meeting, Path(str(paper["file"])))
        for told in all_told
        for paper in told.papers
        if paper["file"]
    ]
    soffice = program or _found()
    made: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        contents = _converted(soffice, outputs, papers, Path(folder))
        for meeting in dict.fromkeys(meeting for meeting, _ in papers):
            files = {
                outputs / m / file.with_suffix(".pdf"): contents[m, file]
                for m, file in papers
                if m == meeting
            }
            with locked(outputs / meeting):
                write_all(outputs / meeting, files, disk)
            made += [path.relative_to(outputs).as_posix() for path in files]
    return tuple(made)


def _found() -> str:
    """The path of LibreOffice, wherever a system keeps it. Refused (exit 5) if it is missing."""
    for name in _PROGRAMS:
        if path := shutil.which(name):
            return path
    for place in (*_ON_WINDOWS, *_ON_A_MAC):
        if Path(place).is_file():
            return place
    raise Refused(CANNOT_WRITE, "No PDF was made: LibreOffice was not found.", _CURE)


def _converted(
    soffice: str, outputs: Path, papers: list[tuple[str, Path]], folder: Path
) -> dict[tuple[str, Path], bytes]:
    """The PDF of each paper, by meeting and file."""
    # LibreOffice names a PDF after its document, and two meetings have papers of one name.
    copies = {}
    for number, (meeting, file) in enumerate(papers):
        copies[meeting, file] = folder / f"{number}.docx"
        copies[meeting, file].write_bytes((outputs / meeting / file).read_bytes())
    # With its usual profile it hands the work to a LibreOffice that a person has open, and ends.
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder)]
    try:
        subprocess.run(  # noqa: S603 - a program found on this machine, names of our own
            [*command, *map(str, copies.values())],
            check=True,
            capture_output=True,
            timeout=_LONGEST,
        )
        return {paper: copy.with_suffix(".pdf").read_bytes() for paper, copy in copies.items()}
    except (OSError, subprocess.SubprocessError):
        raise Refused(CANNOT_WRITE, "No PDF was made: LibreOffice did not finish.", _CURE) from None
