"""Papers as written to disk, read by a script that shares nothing with the program."""

import json
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from pipeline.files import Disk
from pipeline.load import Folders
from pipeline.model.papers import PAPERS as LISTED
from pipeline.tasks.report import report
from tests.conftest import ROOT, folders_of
from tests.makers.outside_reader import Reader

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MEETINGS = ("13msp", "demo")
PAPERS = tuple(f"{paper.name}.docx" for paper in LISTED)
TEXT_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """Both meetings, built once."""
    folders = folders_of(ROOT, tmp_path_factory.mktemp("outputs"))
    for meeting in MEETINGS:
        report(folders, meeting, Disk())
    return folders


def lines(path: Path) -> list[str]:
    """The words of each paragraph of a document, headers, footers and notes included."""
    found = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if TEXT_PARTS.fullmatch(name):
                for paragraph in etree.fromstring(archive.read(name)).iter(f"{W}p"):
                    found.append("".join(node.text or "" for node in paragraph.iter(f"{W}t")))
    return found


@pytest.mark.parametrize("meeting", MEETINGS)
def test_every_number_and_state_name_leads_to_a_cell_that_says_so(
    built: Folders, meeting: str
) -> None:
    """The independent script finds no fault, and it looked at numbers, names and cells."""
    reader = Reader(built.outputs / meeting, built.inputs)

    assert list(reader.faults()) == []
    assert sum(reader.looked_at.values()) > 50


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"value": 111', '"value": 112'),
        ('"words": "BIH"', '"words": "MNE"'),
        ('"kind": "figure"', '"kind": "text"'),
    ],
)
def test_the_independent_script_finds_what_was_tampered_with(
    built: Folders, tmp_path: Path, old: str, new: str
) -> None:
    """A value, a quoted word or a kind of span that is changed in the audit is a fault."""
    (tmp_path / "internal").mkdir()
    for name in PAPERS:
        (tmp_path / name).write_bytes((built.outputs / "13msp" / name).read_bytes())
    audit = (built.outputs / "13msp" / "internal" / "audit.json").read_text(encoding="utf-8")
    assert old in audit
    (tmp_path / "internal" / "audit.json").write_text(audit.replace(old, new), encoding="utf-8")

    assert list(Reader(tmp_path, built.inputs).faults())


@pytest.mark.parametrize("meeting", MEETINGS)
@pytest.mark.parametrize("paper", PAPERS)
def test_a_paper_holds_no_trace_of_a_template_or_of_a_program(
    built: Folders, meeting: str, paper: str
) -> None:
    """No braces, no None or nan, no two spaces in a row."""
    for line in lines(built.outputs / meeting / paper):
        assert "{{" not in line
        assert "}}" not in line
        assert not re.search(r"\b(None|nan)\b", line)
        assert "  " not in line


@pytest.mark.parametrize("meeting", MEETINGS)
@pytest.mark.parametrize("paper", PAPERS)
def test_every_bracket_is_listed_and_every_listed_bracket_stands(
    built: Folders, meeting: str, paper: str
) -> None:
    """Brackets of masthead, headers, footers and text are the placeholders of the audit, and the
    reverse.
    """
    audit = json.loads(
        (built.outputs / meeting / "internal" / "audit.json").read_text(encoding="utf-8")
    )
    listed = {p["text"] for p in audit["placeholders"] if f"{p['paper']}.docx" == paper}
    standing = {
        bracket
        for line in lines(built.outputs / meeting / paper)
        for bracket in re.findall(r"\[[^\[\]]*\]", line)
    }

    assert listed == standing


@pytest.mark.parametrize("meeting", MEETINGS)
def test_the_chapter_keeps_to_its_size(built: Folders, meeting: str) -> None:
    """One heading, 8 to 14 paragraphs and those the Coordinators wrote, at most 1,000 words."""
    audit = json.loads(
        (built.outputs / meeting / "internal" / "audit.json").read_text(encoding="utf-8")
    )
    blocks = [b for b in audit["blocks"] if b["paper"] == "ica-section"]

    assert sum(b["kind"] == "heading" for b in blocks) == 1
    ours = [b for b in blocks if not b["id"].startswith(("highlights-", "challenges-", "outlook-"))]
    assert 8 <= sum(b["kind"] == "paragraph" for b in ours) <= 14
    assert sum(len(b["text"].split()) for b in blocks if b["kind"] != "masthead") <= 1_000
