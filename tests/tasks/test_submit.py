"""`submit`: the clean copy holds no comment, author, mark or id of ours, and reads as the working
copy accepted.
"""

import io
import json
import zipfile
from pathlib import Path

import docx2python
import openpyxl
import pytest

from pipeline.files import Disk
from pipeline.load import Folders
from pipeline.ooxml import read_package
from pipeline.refresh.compared_text import normal
from pipeline.tasks.clean_copy import clean
from pipeline.tasks.report import report
from tests.conftest import ROOT, folders_of
from tests.makers.command_line import Capture, places_of, typed
from tests.makers.word_edits import Hand

PAPER = "progress-report"
FORBIDDEN = (
    b"An Editor",
    b"xqcomment",
    b"_msp_",
    b"_Ref",
    b"msp_run",
    b"MSP report",
    b"rsid",
    b"INTERNAL",
    b"w:ins ",
    b"w:del ",
)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """The demo, reported."""
    found = folders_of(ROOT, tmp_path / "outputs")
    report(found, "demo", Disk())
    return found


def worked_on(content: bytes) -> bytes:
    """A paper with typed words, tracked words, a comment and a note of an editor."""
    hand = Hand(content).type("basis", "xqtyped").track_insert("coordinators-other", "xqtracked")
    hand.track_delete("coordinators-support").comment("basis", "xqcomment").note("basis", "xqnote")
    for paragraph in hand.root.iter(
        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
    ):
        paragraph.set(
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}rsidR", "00AB12CD"
        )
    return hand.done()


def read(content: bytes) -> str:
    """The words, read by another program."""
    with docx2python.docx2python(io.BytesIO(content)) as document:
        return normal(document.text)


def test_a_clean_copy_holds_nothing_internal_and_no_person(
    folders: Folders, capsys: Capture
) -> None:
    """No byte of comments, authors, run ids or our bookmarks is in any part; the working copy
    stays.
    """
    paper = folders.outputs / "demo" / f"{PAPER}.docx"
    paper.write_bytes(worked_on(paper.read_bytes()))
    before = paper.read_bytes()

    said = typed(capsys, "submit", PAPER, "--meeting", "demo", "--json", *places_of(folders))

    done = json.loads(said.out)
    copy = (folders.outputs / "demo" / "share" / f"{PAPER}.docx").read_bytes()
    parts = read_package(copy)
    assert said.code == 0
    assert paper.read_bytes() == before
    assert [
        word for word in FORBIDDEN for name, part in parts.items() if word in part + name.encode()
    ] == []
    assert {"comments", "tracked changes", "open brackets", "page mark"} <= set(done["blocks"])
    assert zipfile.ZipFile(io.BytesIO(copy)).testzip() is None


def test_its_words_are_those_of_the_accepted_view(folders: Folders) -> None:
    """Accepted: what was put in is there, what was taken out is not; rejected: the other way."""
    content = worked_on((folders.outputs / "demo" / f"{PAPER}.docx").read_bytes())
    hand = Hand(content)
    gone = "".join(t.text or "" for t in hand.root.iter() if str(t.tag).endswith("}delText"))

    accepted, rejected = (
        Hand(clean(content, "accept", "ISU")),
        Hand(clean(content, "reject", "ISU")),
    )

    assert [normal(t) for t in accepted.texts() if t.strip()] == [
        normal(t) for t in hand.texts() if t.strip()
    ]
    assert normal(gone) not in normal(" ".join(accepted.texts()))
    assert "xqtracked" not in " ".join(rejected.texts())
    assert normal(gone) in normal(" ".join(rejected.texts()))
    assert "xqtyped" in read(clean(content, "accept", "ISU"))


def test_a_withheld_state_keeps_a_paper_back_wherever_it_is_named(
    project: Folders, capsys: Capture
) -> None:
    """In the text, in a footnote, in the words for a picture: an editor's words stay, and nothing
    is handed on.
    """
    book = openpyxl.load_workbook(project.inputs / "demo" / "meeting.xlsx")
    book["Withheld"].append(["Mu", "asked for it", "Coordinators"])
    book.save(project.inputs / "demo" / "meeting.xlsx")
    report(project, "demo", Disk())
    path = project.outputs / "demo" / f"{PAPER}.docx"
    as_made = path.read_bytes()
    pictured = Hand(as_made)
    next(pictured.root.iter("{*}docPr")).set("descr", "A map of Mu")
    named = (
        Hand(as_made).type("basis", "Thanks to Mu for this."),
        Hand(as_made).note("basis", "Thanks to Mu for this."),
        pictured,
    )
    for hand in named:
        path.write_bytes(hand.done())

        said = typed(capsys, "submit", PAPER, "--meeting", "demo", *places_of(project))

        assert said.code == 2
        assert "Mu " not in said.err
        assert not (project.outputs / "demo" / "share" / f"{PAPER}.docx").exists()
    path.write_bytes(as_made)
    assert typed(capsys, "submit", PAPER, "--meeting", "demo", *places_of(project)).code == 0


def test_a_paper_that_is_not_there_is_refused(folders: Folders, capsys: Capture) -> None:
    """Neither an unknown name nor an unknown meeting gives a copy."""
    assert typed(capsys, "submit", "letter", "--meeting", "demo", *places_of(folders)).code == 2
    assert typed(capsys, "submit", PAPER, *places_of(folders)).code == 2
