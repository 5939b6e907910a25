"""The audit beside papers that editors worked on: what became of each paragraph, and which numbers
still hold.
"""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import docx
import openpyxl
import pytest
from docx.text.paragraph import Paragraph

from pipeline.files import Disk
from pipeline.load import Folders
from pipeline.tasks.report import report
from pipeline.tasks.verify_file import verify_file
from tests.conftest import ROOT, folders_of

PAPER, OTHER = "ica-section.docx", "progress-report.docx"
PAGE, PUBLIC = "internal/audit.html", "share/audit-public.json"
PERSON = "Dr Person Name"
OWN = f"In the view of {PERSON}, four States Parties, among them Alphaland and 99 others, did well."


class Made(NamedTuple):
    """A meeting whose chapter was edited after it was made."""

    folder: Path
    before: dict[str, bytes]
    edited: bytes

    def text(self, name: str = PAGE) -> str:
        """A file of the outputs as text."""
        return (self.folder / name).read_text(encoding="utf-8")

    def at(self, block: str) -> str:
        """The page from a block to the next one."""
        text = self.text()
        start = text.index(f'id="ica-section._msp_{block}"')
        end = re.compile(r'id="ica-section\.').search(text, start + 10)
        return text[start : end.start() if end else None]


def find(document: "docx.document.Document", words: str) -> Paragraph:
    """The first paragraph with these words."""
    return next(p for p in document.paragraphs if words in p.text)


def replace(paragraph: Paragraph, old: str, new: str) -> None:
    """Change words in the run that holds them."""
    run = next(run for run in paragraph.runs if old in run.text)
    run.text = run.text.replace(old, new)


def edit(path: Path) -> None:
    """What an editor does: words changed, a number with them, a State taken out, a paragraph gone,
    one of their own.
    """
    document = docx.Document(str(path))
    replace(
        find(document, "reported having provided technical"),
        "reported having provided",
        "gave seven kinds of",
    )
    replace(find(document, "shared good practices"), " and Sigmaland", "")
    gone = find(document, "reported having received assistance")
    body = gone._p.getparent()
    assert body is not None
    body.remove(gone._p)
    own = find(document, "expressed a need for assistance").insert_paragraph_before(OWN)
    own.style = find(document, "expressed a need").style
    document.save(str(path))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The demo reported, its chapter edited, and reported again."""
    folders = folders_of(ROOT, tmp_path_factory.mktemp("outputs"))
    report(folders, "demo", Disk())
    folder = folders.outputs / "demo"
    before = {
        name: (folder / name).read_bytes()
        for name in (PAGE, PUBLIC, PAPER, OTHER, "internal/audit.json")
    }
    edit(folder / PAPER)
    edited = (folder / PAPER).read_bytes()
    assert report(folders, "demo", Disk()).status == "unchanged"
    return Made(folder, before, edited)


def test_an_edited_paragraph_shows_its_words_beside_those_generated(made: Made) -> None:
    """What was put in and what was taken out are marked; the words generated stand above."""
    at = made.at("assistance_provided")

    assert '<span class="badge edited">edited</span>' in at
    assert "<del>reported having provided</del><ins>gave seven kinds of</ins>" in at
    assert "reported having provided technical" in re.sub("<[^>]+>", "", at)


def test_each_number_of_the_words_that_stand_is_said_to_be_supported_or_not(made: Made) -> None:
    """The editor's seven has nothing behind it; the five that was generated has; so for names of
    States.
    """
    at = made.at("assistance_provided")

    wrong = re.search(r'<p class="unsupported">(.*?)</p>', at)
    right = re.search(r'<p class="supported">(.*?)</p>', at)

    assert wrong
    assert right
    assert re.findall("<strong>(.*?)</strong>", wrong[1]) == ["7"]
    assert {"5", "13", "Alphaland"} <= set(re.split("[:,] ", right[1]))
    assert "Sigmaland" not in made.at("action_39").partition("Supported:")[2]


def test_a_paragraph_of_the_editors_stands_where_they_put_it(made: Made) -> None:
    """It is marked as added, with the numbers that no figure of the paper holds."""
    own = made.text().index("In the view of")
    blocks = [
        made.text().index(f'id="ica-section._msp_{name}"')
        for name in ("assistance_received", "action_41")
    ]

    assert '<span class="badge added">added</span>' in made.text()[own - 600 : own]
    assert blocks == sorted(blocks)
    assert made.text().index('id="ica-section._msp_assistance_provided"') < own < blocks[1]
    assert "<strong>99</strong>" in made.text()[own : own + 400]


def test_a_deleted_paragraph_is_said_to_be_deleted_and_others_to_be_generated(made: Made) -> None:
    """Words that nobody touched are as generated; the other paper stands as it was made."""
    assert '<span class="badge deleted">deleted</span>' in made.at("assistance_received")
    assert '<span class="badge generated">generated</span>' in made.at("extension_requests")
    assert "progress-report: The paper is as it was generated." in made.text()


def test_verify_in_the_page_lists_what_is_not_as_generated(made: Made) -> None:
    """A line a paragraph, each leading to it, with what no figure supports and the house style it
    breaks.
    """
    section = made.text().partition('<section id="verify"')[2].partition("</section>")[0]

    leads = re.findall(r'<a href="#ica-section\._msp_(\w+)">', section)

    assert set(leads) == {"action_39", "assistance_provided", "assistance_received"}
    assert "number: 7" in section
    assert "number: 99" in section


def test_the_papers_and_the_ledger_are_not_touched_when_only_an_editor_wrote(made: Made) -> None:
    """The inputs are the same: the page tells of the edits, audit.json is the function of the
    inputs it was.
    """
    assert (made.folder / PAPER).read_bytes() == made.edited
    assert (made.folder / OTHER).read_bytes() == made.before[OTHER]
    assert (made.folder / "internal/audit.json").read_bytes() == made.before["internal/audit.json"]
    assert (made.folder / PAGE).read_bytes() != made.before[PAGE]


def test_what_is_shared_tells_of_edits_without_a_word_of_them(made: Made) -> None:
    """No person, no own paragraph, nothing that was taken out."""
    shared = made.text(PUBLIC) + made.text("share/audit-public.html")

    assert "text edited by the secretariat" in shared
    assert not [words for words in (PERSON, "seven kinds", "99 others") if words in shared]
    assert "ica-section._msp_assistance_received" not in shared
    assert "ica-section._msp_assistance_received" in made.before[PUBLIC].decode()


def test_the_same_inputs_and_the_same_paper_give_the_same_page(made: Made, tmp_path: Path) -> None:
    """Elsewhere, on another day, from the same bytes: not one differs, nor on a run that has
    nothing to do.
    """
    folders = folders_of(ROOT, tmp_path)
    report(folders, "demo", Disk())
    (tmp_path / "demo" / PAPER).write_bytes(made.edited)
    report(folders, "demo", Disk())
    again = {
        name: (tmp_path / "demo" / name).read_bytes()
        for name in (PAGE, PUBLIC, "share/audit-public.html")
    }
    times = {name: (tmp_path / "demo" / name).stat().st_mtime_ns for name in again}

    assert again == {name: (made.folder / name).read_bytes() for name in again}
    report(folders, "demo", Disk())
    assert {name: (tmp_path / "demo" / name).stat().st_mtime_ns for name in again} == times


def returned(project: Folders, change: Callable[[Path], None]) -> Made:
    """The demo reported, its inputs or papers changed, and reported again."""
    report(project, "demo", Disk())
    change(project.outputs / "demo")
    report(project, "demo", Disk())
    return Made(project.outputs / "demo", {}, b"")


def test_after_new_facts_the_page_shows_what_stands_in_the_refreshed_paper(
    project: Folders, made: Made
) -> None:
    """An edited paragraph whose facts moved keeps its words and is said to be behind; a deleted one
    stays deleted.
    """

    def change(folder: Path) -> None:
        (folder / PAPER).write_bytes(made.edited)
        report = project.inputs / "demo" / "national-reports" / "alphaland-2024.xlsx"
        register = project.inputs / "demo" / "reports-received.xlsx"
        _remove_row(register, "Alphaland")
        report.unlink()

    after = returned(project, change)
    at = after.at("assistance_provided")

    assert '<span class="badge changed">facts changed</span>' in at
    assert "gave seven kinds of" in at
    assert "<strong>Alphaland</strong>" in at
    assert '<span class="badge deleted">deleted</span>' in after.at("assistance_received")
    assert '<section id="changes"' in after.text()
    assert 'href="#ica-section._msp_assistance_provided">assistance-provided</a>' in after.text()


def _remove_row(path: Path, words: str) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    row = next(cell.row for cell in sheet["A"] if cell.value == words)
    sheet.delete_rows(row)
    book.save(path)


def test_a_paper_that_nobody_can_compare_is_said_to_be_one(project: Folders) -> None:
    """A file that is no Word document has no statuses: nothing is claimed of it."""
    after = returned(project, _break)

    assert "The state of the paper is unknown" in after.text()
    assert "badge" not in after.at("assistance_provided").partition("<noscript")[0]


def _break(folder: Path) -> None:
    (folder / PAPER).write_bytes(b"broken")


def test_verify_brings_the_page_up_to_date(project: Folders, made: Made) -> None:
    """Who verifies a paper sees what was found in the audit too; a copy elsewhere changes nothing
    in it.
    """
    report(project, "demo", Disk())
    folder = project.outputs / "demo"
    before = (folder / PAGE).read_bytes()
    copy = folder.parent / "rev2.docx"
    copy.write_bytes(made.edited)
    verify_file(project, copy, "demo", Disk())
    assert (folder / PAGE).read_bytes() == before

    shutil.copy(copy, folder / PAPER)
    verify_file(project, folder / PAPER, "demo", Disk())

    assert "gave seven kinds of" in (folder / PAGE).read_text(encoding="utf-8")
