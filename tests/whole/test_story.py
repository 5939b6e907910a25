"""Five acts of the demo, as docs/editing.md tells them: draft, edits, reports arrive, clearance,
submission.
"""

import json
import shutil

from pipeline.files import Disk
from pipeline.load import Folders
from pipeline.ooxml import W
from pipeline.refresh.compared_text import normal
from pipeline.tasks.report import report
from pipeline.tasks.run_summary import RunSummary
from tests.makers.command_line import Capture, places_of, typed
from tests.makers.input_edits import clear, set_setting, take_out
from tests.makers.word_edits import Hand

PAPER = "progress-report"
LATE = ("Deltaland", "Kappaland", "Alphaland")
WITHDRAWN = "Bétaville"


def made(folders: Folders) -> RunSummary:
    """The demo, reported."""
    return report(folders, "demo", Disk())


# a story is told in one piece
def test_five_acts(project: Folders, capsys: Capture) -> None:  # noqa: PLR0915
    """What editors wrote is there at the end, the facts are those of today, and the clean copy
    holds no trace.
    """
    demo, paper = project.inputs / "demo", project.outputs / "demo" / f"{PAPER}.docx"

    # 1. a draft, three reports still to come
    arrive = take_out(demo, *LATE)
    made(project)
    draft = Hand(paper.read_bytes())

    # 2. editors work on it: words, a comment, a paragraph of their own, one deleted, one moved
    hand = (
        Hand(paper.read_bytes())
        .type("action-38", "xqfirst")
        .type("basis", "xqsecond")
        .bold("summary-ica")
    )
    hand.comment("assistance-received", "xqcomment").add("basis", "xqown").delete(
        "introduction-sources"
    )
    hand.move("introduction-purpose", "basis")
    paper.write_bytes(hand.done())

    # 3. three reports arrive, one is withdrawn
    for path, content in arrive.items():
        path.write_bytes(content)
    take_out(demo, WITHDRAWN)
    told = made(project)
    fresh = shutil.copytree(project.outputs, project.outputs.with_name("again"))
    (fresh / "demo" / f"{PAPER}.docx").unlink()
    report(project._replace(outputs=fresh), "demo", Disk())
    anew = Hand((fresh / "demo" / f"{PAPER}.docx").read_bytes())
    now = Hand(paper.read_bytes())
    edits = next(p["edits"] for p in told.papers if p["paper"] == PAPER)
    assert "xqfirst" in now.text("action-38")
    assert "xqsecond" in now.text("basis")
    assert any("xqown" in text for text in now.texts())
    assert not now.has("introduction-sources")
    assert (
        normal(now.text("summary-ica"))
        == normal(anew.text("summary-ica"))
        != normal(draft.text("summary-ica"))
    )
    assert all(
        r.find(f"{W}rPr/{W}b") is not None for r in now.paragraph("summary-ica").iter(f"{W}r")
    )
    assert "_msp_action_38" in edits["conflict"]
    assert "_msp_introduction_sources" in edits["deleted"]
    assert any("received on" in said for said in now.comments().values())

    # 4. the Coordinators clear a paragraph; what moves there from now on is a tracked change
    clear(
        project.inputs / "demo", PAPER, "summary-ica", "Coordinators", "2025-07-03", "cleared", ""
    )
    take_out(demo, "Kappaland")
    set_setting(project.inputs / "demo", "symbol", "CCM/MSP/2025/7")
    made(project)
    cleared = Hand(paper.read_bytes())
    assert list(cleared.paragraph("summary-ica").iter(f"{W}ins"))
    assert any(text == "CCM/MSP/2025/7" for text in cleared.texts())
    assert b"CCM/MSP/2025/7" in cleared.parts["word/header1.xml"]
    said = typed(capsys, "verify", str(paper), "--json", *places_of(project))
    shown = json.loads(said.out)
    assert said.code == 1
    assert shown["statuses"]["facts changed"] >= 1
    assert shown["statuses"]["deleted"] == 1  # told again, though two runs know it
    assert shown["comments"] >= 2

    # 5. the clean copy
    said = typed(capsys, "submit", PAPER, "--meeting", "demo", "--json", *places_of(project))
    copy = Hand((project.outputs / "demo" / "share" / f"{PAPER}.docx").read_bytes())
    assert said.code == 0
    assert "comments" in json.loads(said.out)["blocks"]
    assert not copy.comments()
    assert not list(copy.root.iter(f"{W}ins", f"{W}bookmarkStart")) or not [
        n for n in copy.starts() if "_msp" in n
    ]
    for word in ("xqfirst", "xqsecond", "xqown"):
        assert any(word in text for text in copy.texts())
    versions = [
        p.name for p in (project.outputs / "demo" / "internal" / "history").glob(f"{PAPER}.*.docx")
    ]
    assert len(versions) == 2
