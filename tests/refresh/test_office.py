"""The same edits made by LibreOffice, saved once and twice, then refreshed: a table of outcomes."""

import json
import os
import subprocess
from pathlib import Path
from typing import NamedTuple

import docx
import pytest
from lxml import etree

from pipeline.ooxml import W
from pipeline.refresh.compared_text import normal
from pipeline.refresh.package import Document
from pipeline.refresh.paper_index import PaperIndex
from pipeline.refresh.round_trip import Refreshed
from tests.conftest import ROOT, need
from tests.makers.small_paper import RUNS, START, Facts, document, refreshed, sentence
from tests.makers.validators import faults_of
from tests.makers.word_edits import Hand

pytestmark = pytest.mark.libreoffice

NOW = START._replace(
    paragraphs={**START.paragraphs, "p1": 41, "p2": 42, "p4": 44, "p9": 49},
    rows={**START.rows, "t-r1": "Place new", "t-r2": "Place newer"},
    notes={**START.notes, "p5": "Gammaland and Deltaland."},
)
P0, P1, P2, P4, P6, P9 = (f"In the matter of p{n}," for n in (0, 1, 2, 4, 6, 9))


class Edit(NamedTuple):
    """Steps of an editor, and what must be told of which id."""

    name: str
    steps: tuple[tuple[str, ...], ...]
    told: tuple[tuple[str, str], ...]
    words: str = ""


EDITS = (
    Edit("nothing", (), (("p1", "take"), ("p2", "take"), ("t-r1", "take"))),
    Edit(
        "type in the middle, same facts",
        (("type", P0, "middle", "xq1"),),
        (("p0", "edited"),),
        "xq1",
    ),
    Edit(
        "type in the middle, new facts",
        (("type", P1, "middle", "xq1"),),
        (("p1", "conflict"),),
        "xq1",
    ),
    Edit(
        "type before the first word", (("type", P1, "start", "xq1 "),), (("p1", "conflict"),), "xq1"
    ),
    Edit("type after the last word", (("type", P1, "end", " xq1"),), (("p1", "conflict"),), "xq1"),
    Edit("type beside a note", (("type", P2, "end", " xq1"),), (("p2", "conflict"),), "xq1"),
    Edit("retype all", (("retype", P1, "Wholly xq1 new."),), (("p1", "conflict"),), "xq1"),
    Edit("split", (("split", P0),), (("p0", "split"),)),
    Edit("join with the next", (("join", P0),), (("p0", "merged"),)),
    Edit("delete", (("delete", P1),), (("p1", "deleted"),)),
    Edit("move", (("move", P6, P1),), (("p6", "moved"),)),
    Edit("move one whose facts changed", (("move", P9, P1),), (("p9", "take"), ("p9", "moved"))),
    Edit("copy", (("copy", P6, P1),), (("p1", "take"),)),
    Edit("bold", (("bold", P1),), (("p1", "take"),)),
    Edit("comment", (("comment", P1, "xq1"),), (("p1", "conflict"),), "xq1"),
    Edit(
        "tracked words", (("track",), ("type", P1, "middle", "xq1")), (("p1", "conflict"),), "xq1"
    ),
    Edit("tracked deletion", (("track",), ("delete", P1)), ()),
    Edit(
        "tracked, then accepted",
        (("track",), ("type", P1, "middle", "xq1"), ("accept",)),
        (("p1", "conflict"),),
        "xq1",
    ),
    Edit("words in a cell", (("cell", "0", "B3", " xq1"),), (("t-r1", "conflict"),), "xq1"),
    Edit("row deleted", (("delete-row", "0", "A3"),), (("t-r1", "deleted"),)),
)


# Edits of which the results are held against the rules of the format.
SOUND = (
    "type beside a note",
    "split",
    "move one whose facts changed",
    "comment",
    "tracked words",
    "words in a cell",
)


class Saved(NamedTuple):
    """A document as LibreOffice saved it once and twice."""

    once: bytes
    twice: bytes


def office(folder: Path, edits: list[dict[str, object]]) -> None:
    """Have LibreOffice do it; skips, or fails in CI, where it or its Python is missing."""
    program = need("soffice", "LibreOffice")
    python = os.environ.get("UNO_PYTHON", "/usr/bin/python3")
    if subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode:
        if os.environ.get("REQUIRE_TOOLS"):
            pytest.fail("python3-uno must be installed here")
        pytest.skip("needs python3-uno")
    job = folder / "job.json"
    job.write_text(
        json.dumps({"program": program, "profile": (folder / "profile").as_uri(), "edits": edits}),
        "utf-8",
    )
    script = str(ROOT / "tests" / "makers" / "libreoffice_edit.py")
    subprocess.run([python, script, str(job)], check=True, timeout=400, capture_output=True)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Saved]:
    """Every edit, made in one session of LibreOffice."""
    folder = tmp_path_factory.mktemp("office")
    source = folder / "paper.docx"
    source.write_bytes(document(START))
    jobs: list[dict[str, object]] = []
    for number, edit in enumerate(EDITS):
        once, twice = str(folder / f"{number}-1.docx"), str(folder / f"{number}-2.docx")
        jobs.append(
            {
                "open": str(source),
                "steps": [list(step) for step in edit.steps],
                "once": once,
                "twice": twice,
            }
        )
    office(folder, jobs)
    return {
        edit.name: Saved(
            (folder / f"{n}-1.docx").read_bytes(), (folder / f"{n}-2.docx").read_bytes()
        )
        for n, edit in enumerate(EDITS)
    }


def told(done: Refreshed) -> set[tuple[str, str]]:
    """What was told of which id."""
    return {
        (event.name.removeprefix("_msp_").replace("_", "-"), event.what) for event in done.events
    }


def left_alone(edit: Edit, facts: Facts) -> list[str]:
    """The paragraphs no step of the edit is about."""
    begun = [step[1] for step in edit.steps if len(step) > 1]
    beside = "p1" if edit.name == "join with the next" else ""
    return [
        n
        for n in facts.paragraphs
        if n != beside and not any(b == f"In the matter of {n}," for b in begun)
    ]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_an_edit_by_libreoffice_has_its_outcome(edit: Edit, saved: dict[str, Saved]) -> None:
    """Saved once or twice: the same is told, no word is lost, what was left alone reads as newly
    generated.
    """
    for content in saved[edit.name]:
        done = refreshed(content, START, NOW)
        hand = Hand(done.content)

        assert set(edit.told) <= told(done), told(done)
        if edit.words:
            assert edit.words in " ".join((*hand.texts(), *hand.comments(is_ours=False).values()))
        for name in left_alone(edit, NOW):
            assert normal(hand.text(name)) == normal(
                "".join(sentence(name, NOW.paragraphs[name]))
            ), name
        notes = [normal(text) for text in hand.texts()]
        assert normal(NOW.notes["p5"]) in notes
        n_conflicts = sum(event.what in {"conflict", "orphan"} for event in done.events)
        assert len(hand.comments()) == n_conflicts
        again = refreshed(done.content, NOW, NOW, done.memory)
        assert again.content == done.content


def test_no_refresh_breaks_what_libreoffice_saved(
    saved: dict[str, Saved], master: bytes, tmp_path: Path
) -> None:
    """The validator finds nothing in the results that it does not find in what LibreOffice itself
    wrote.
    """
    edited = {name: saved[name].twice for name in SOUND} | {"master": master}
    for name, content in edited.items():
        (tmp_path / f"{name}-before.docx").write_bytes(content)
        is_tracked = name == "comment"
        (tmp_path / f"{name}-after.docx").write_bytes(
            refreshed(content, START, NOW, is_tracked=is_tracked).content
        )

    found = faults_of(sorted(tmp_path.glob("*.docx")))

    def kinds(file: str) -> set[tuple[str, str]]:
        return {
            (str(fault.get("id")), str(fault.get("description")))
            for fault in found[str(tmp_path / file)]
        }

    for name in edited:
        assert kinds(f"{name}-after.docx") <= kinds(f"{name}-before.docx"), name


def test_a_result_keeps_what_libreoffice_saved_around_it(saved: dict[str, Saved]) -> None:
    """Bold set by the editor is still there under the new words."""
    done = refreshed(saved["bold"].once, START, NOW)

    runs = [
        r for r in Hand(done.content).paragraph("p1").iter(f"{W}r") if r.find(f"{W}t") is not None
    ]
    assert runs
    assert all(run.find(f"{W}rPr/{W}b") is not None for run in runs)


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A master document that nobody prepared, with our chapter pasted in between its own
    paragraphs.
    """
    folder = tmp_path_factory.mktemp("master")
    made = docx.Document()
    made.add_heading("Report of the President", 0)
    for number in range(5):
        made.add_paragraph(f"Words of the President, number {number}.")
    made.add_table(2, 2).cell(0, 0).text = "A table of the President"
    made.add_paragraph("The chapter on cooperation follows.")
    made.save(str(folder / "master.docx"))
    (folder / "chapter.docx").write_bytes(document(START))
    pasted = str(folder / "pasted.docx")
    step = ["paste-file", str(folder / "chapter.docx")]
    job: dict[str, object] = {"open": str(folder / "master.docx"), "steps": [step], "once": pasted}
    office(folder, [job])
    return Path(pasted).read_bytes()


def test_a_chapter_in_a_master_is_refreshed_and_nothing_else(master: bytes) -> None:
    """The chapter is known by its bookmarks; every other block is the very same; twice is once."""
    assert PaperIndex(Document(master)).run == RUNS[0]
    edited = Hand(master).type("p4", "xq1").done()

    done = refreshed(edited, START, NOW)
    again = refreshed(done.content, NOW, NOW, done.memory)

    before, after = others(edited), others(done.content)
    hand = Hand(done.content)
    assert before == after
    assert any("Words of the President, number 4" in words for words in before)
    for name in ("p1", "p2", "p9"):
        assert normal(hand.text(name)) == normal("".join(sentence(name, NOW.paragraphs[name])))
    assert "xq1" in hand.text("p4")
    assert len(hand.comments()) == 1
    assert again.content == done.content


def others(content: bytes) -> list[str]:
    """The blocks of a document that hold no paragraph of ours, as they are written."""
    found = PaperIndex(Document(content))
    ours = {
        found.top(e)
        for anchor in found.anchors.values()
        for e in (*anchor.paragraphs,)
        if anchor.kind != "note"
    }
    return [
        etree.tostring(child, method="c14n").decode()
        for child in found.document.body
        if child not in ours
    ]
