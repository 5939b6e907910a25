"""Folders of users of earlier versions go on working: nothing typed is lost, nothing is refused.

`tests/kept/0.1.0/` is a small meeting of invented States, made once by the program of version 0.1.0
(commit b1aa9ea, `tests/makers/kept_meeting.py`) and never made anew. There were two runs: a draft;
then editors typed, commented, moved and deleted, a report arrived, and the second run met their
words. Then one of its comments was deleted (the editor's words stand), and the section was
submitted. review.xlsx holds marks (yes, no, corrected, open); meeting.xlsx holds Withheld,
Corrections, an answer and two Clearances. `later/` holds a report that arrives in the tests.
"""

import json
import re
import shutil
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest

from tests.makers.kept_meeting import (
    CORRECTED,
    LATER,
    NAME,
    PAPER,
    READ,
    SECTION,
    WITHHELD,
    receive,
)
from tests.makers.project_folder import ROOT, Json, Project
from tests.makers.word_edits import Hand

KEPT = ROOT / "tests" / "kept"
VERSIONS = sorted(path.name for path in KEPT.iterdir())
# The bookmark of a paragraph, heading, row or table; those of a run come and go with it.
MARK = re.compile(r"_msp_(?!run_|end_)")
TYPED = ("xqfirst", "xqsecond", "xqown", "xqtracked")
# What is found where words of a person's own no longer fit what the program looks for.
LOST = ("unmatched", "without-cell", "correction", "answer", "unknown-setting", "unknown-column")


class Opened(NamedTuple):
    """A folder of an earlier version, and what the first run of today's program said."""

    project: Project
    before: Path
    told: Json

    def paper(self, name: str) -> Path:
        """A paper in the outputs."""
        return self.project.outputs / NAME / f"{name}.docx"

    def audit(self) -> Json:
        """The internal audit."""
        path = self.project.outputs / NAME / "internal" / "audit.json"
        audit: Json = json.loads(path.read_text("utf-8"))
        return audit


@pytest.fixture(scope="module", params=VERSIONS)
def opened(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """A copy, reported as it is."""
    before = KEPT / request.param
    project = Project(shutil.copytree(before, tmp_path_factory.mktemp("opened") / "project"))
    return Opened(project, before, project.run("report", NAME)["meetings"][0])


@pytest.fixture(scope="module")
def arrived(opened: Opened, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """A copy of that one after a further report arrived."""
    base = shutil.copytree(opened.project.base, tmp_path_factory.mktemp("arrived") / "project")
    project = Project(base)
    receive(project.inputs / NAME, base / "later" / LATER, "Kappaland", "2025-04-02")
    return Opened(project, opened.before, project.run("report", NAME)["meetings"][0])


def edits(told: Json, paper: str) -> Json:
    """What a run did to the paragraphs of a paper."""
    found: Json = next(p["edits"] for p in told["papers"] if p["paper"] == paper)
    return found


def memory(folder: Path) -> Json:
    """What the program remembers of its runs."""
    path = folder / "outputs" / NAME / "internal" / "history" / "documents.json"
    remembered: Json = json.loads(path.read_text("utf-8"))
    return remembered


def test_an_old_folder_is_reported_as_it_is(opened: Opened) -> None:
    """It is written, not refused; each finding of then is found now, and no answer lost its
    question.
    """
    found = {finding["id"] for finding in opened.told["findings"]}
    asked = {finding["id"] for finding in memory(opened.before)["told"]["findings"]}
    codes = {finding["code"] for finding in opened.told["findings"]}

    assert opened.told["status"] == "written"
    assert asked <= found
    assert not [code for code in codes for word in LOST if word in code]


def test_papers_of_then_are_the_same_to_the_last_letter(opened: Opened) -> None:
    """Where no fact changed, nothing in an edited paper does, and no comment comes back."""
    for path in sorted((opened.before / "outputs" / NAME).glob("*.docx")):
        then, now = Hand(path.read_bytes()), Hand(opened.paper(path.stem).read_bytes())
        assert now.texts() == then.texts(), path.name
        assert now.comments() == then.comments(), path.name
        assert now.comments(is_ours=False) == then.comments(is_ours=False), path.name


def test_figures_and_fates_of_then_are_those_of_today(opened: Opened) -> None:
    """The ledger of the last run is read, and says what today's says."""
    run = memory(opened.before)["run"]
    history = opened.before / "outputs" / NAME / "internal" / "history"
    then = json.loads((history / run / "ledger.json").read_text("utf-8"))
    values = [
        {f["name"]: (f["value"], f["certainty"]) for f in audit["figures"]}
        for audit in (then, opened.audit())
    ]

    assert values[0].items() <= values[1].items()
    assert opened.audit()["conservation"]["unaccounted"] == 0


def test_marks_answers_and_corrections_of_then_count(opened: Opened) -> None:
    """Each marked row of review.xlsx is used; the corrected amount and the corrected words stand in
    the evidence with their steps; the row that nobody marked waits.
    """
    audit = opened.audit()
    marked = [row for row in audit["rows"] if row["source"] == f"{NAME}/review.xlsx"]
    figures = openpyxl.load_workbook(opened.project.outputs / NAME / "internal" / "figures.xlsx")
    cells = {str(c) for sheet in figures for row in sheet.iter_rows(values_only=True) for c in row}
    steps = {
        (ref["place"], step["kind"], step["to"])
        for block in audit["blocks"]
        for ref in block["refs"]
        for step in ref.get("steps", ())
    }
    book = openpyxl.load_workbook(opened.project.inputs / NAME / "review.xlsx").worksheets[0]
    confirmed = [str(row[0]) for row in book.iter_rows(min_row=3, values_only=True) if row[0]]

    assert {row["fate"] for row in marked} <= {"not-about-this-report", "used", "not-printed"}
    assert sorted(set(confirmed)) == ["corrected", "no", "yes"]
    assert CORRECTED in cells
    assert READ not in cells
    assert opened.told["review"]["open"] == 1
    assert {(kind, to) for _, kind, to in steps} >= {
        ("corrected", "Port Alpha"),
        ("corrected", "2025-05-20"),
        ("answered", "yes"),
    }


def test_typed_words_stay_and_what_was_deleted_stays_deleted(arrived: Opened) -> None:
    """After a new report: words, own paragraph, comment, place and look are the editors'; texts
    left alone have the new facts; bookmarks are found.
    """
    then = Hand((arrived.before / "outputs" / NAME / f"{PAPER}.docx").read_bytes())
    now = Hand(arrived.paper(PAPER).read_bytes())
    texts = now.texts()
    did = edits(arrived.told, PAPER)
    names = {name for name in then.starts() if MARK.match(name)}

    assert arrived.told["status"] == "written"
    assert all(any(word in text for text in texts) for word in TYPED)
    assert "xqfirst" in now.text("action-38")
    assert "xqsecond" in now.text("basis")
    assert any("xqcomment" in words for words in now.comments(is_ours=False).values())
    assert not now.has("introduction-sources")
    assert "_msp_introduction_purpose" in did["moved"]
    assert {"_msp_basis", "_msp_action_38"} <= set(did["conflict"])
    assert "_msp_summary_received" in did["take"]
    assert "Six States Parties" in now.text("summary-received")
    assert names <= set(now.starts())
    assert any("xqsection" in text for text in Hand(arrived.paper(SECTION).read_bytes()).texts())


def test_a_comment_that_was_deleted_does_not_come_back_for_the_same_text(opened: Opened) -> None:
    """The editor's words were chosen over the text of then."""
    now = Hand(opened.paper(PAPER).read_bytes())

    assert "_msp_action_38" in edits(opened.told, PAPER)["conflict"]
    assert not now.comments_at(now.paragraph("action-38"))
    assert now.comments_at(now.paragraph("basis"))


def test_a_cleared_paragraph_of_then_is_changed_by_tracked_changes_alone(arrived: Opened) -> None:
    """The Clearances of then hold."""
    now = Hand(arrived.paper(PAPER).read_bytes())
    marks = {element.tag.rpartition("}")[2] for element in now.paragraph("summary-ica").iter()}
    told = arrived.project.run("changes", "--meeting", NAME)

    assert {"ins", "del"} <= marks
    assert told["moved"][0]["paragraph"] == "summary-ica"
    assert told["moved"][0]["cleared"]


def test_runs_of_then_can_be_named(arrived: Opened) -> None:
    """`changes` reads the ledger of each old run."""
    came = {"file": f"{NAME}/national-reports/{LATER}", "how": "new"}
    for run in memory(arrived.before)["runs"]:
        told = arrived.project.run("changes", "--meeting", NAME, "--since", run[:6])
        assert told["since"] == run
        assert came in told["came"]


def test_papers_of_then_are_verified_explained_refreshed_and_submitted(arrived: Opened) -> None:
    """Each command takes a paper or a copy that the old program wrote."""
    old = arrived.project.base / "rev2.docx"
    shutil.copyfile(arrived.before / "outputs" / NAME / f"{PAPER}.docx", old)

    verified = arrived.project.run("verify", str(old))
    why = arrived.project.run("why", "basis", "--meeting", NAME)
    refreshed = arrived.project.run("refresh", str(old))
    submitted = arrived.project.run("submit", PAPER, "--meeting", NAME)

    shared = Hand((arrived.project.outputs / NAME / submitted["file"]).read_bytes())
    hand = Hand(old.read_bytes())
    assert verified["paper"] == PAPER
    assert verified["statuses"]["deleted"] == 1
    assert verified["statuses"]["as generated"] > 50
    assert why[NAME]["blocks"][0]["id"] == "basis"
    assert refreshed["is_changed"]
    assert "_msp_summary_received" in refreshed["edits"]["take"]
    assert all(any(word in text for text in hand.texts()) for word in TYPED)
    assert all(any(word in text for text in shared.texts()) for word in TYPED)
    assert not any(WITHHELD in text for text in shared.texts())


def test_the_submitted_copy_of_then_stays_until_it_is_submitted_again(arrived: Opened) -> None:
    """A run writes no share copy of a paper; the old one is byte for byte as it was."""
    name = Path("outputs") / NAME / "share" / f"{SECTION}.docx"

    assert (arrived.project.base / name).read_bytes() == (arrived.before / name).read_bytes()
