"""`changes`: what came in, which texts moved and why, cleared ones first."""

import json

from pipeline.files import Disk
from pipeline.load import Folders
from pipeline.tasks.report import report
from tests.makers.command_line import Capture, places_of, typed
from tests.makers.input_edits import clear, move_a_meeting


def test_what_moved_is_named_with_its_reason_and_cleared_texts_first(
    project: Folders, capsys: Capture
) -> None:
    """The file that changed, the texts that moved, days and words; the words themselves on the
    internal page alone.
    """
    told = report(project, "demo", Disk())
    move_a_meeting(project.inputs / "demo")
    clear(
        project.inputs / "demo",
        "progress-report",
        "coordinators-meetings",
        "Coordinators",
        "2025-07-03",
        "cleared",
        "",
    )

    said = typed(capsys, "changes", "--meeting", "demo", "--json", *places_of(project))

    shown = json.loads(said.out)
    page = (project.outputs / "demo" / "internal" / "changes.html").read_text("utf-8")
    assert said.code == 0
    assert {"file": "demo/activities.xlsx", "how": "changed"} in shown["came"]
    assert shown["moved"][0] | {"why": ""} == {
        "paper": "progress-report",
        "paragraph": "coordinators-meetings",
        "why": "",
        "cleared": True,
    }
    assert {item["date"] for item in shown["deadlines"]} >= {"cut_off", "meeting_from"}
    words = {(paper["paper"], paper["words"], paper["word_limit"]) for paper in told.papers}
    assert words == {(item["paper"], item["words"], item["limit"]) for item in shown["budget"]}
    assert "Port Beta" in page
    assert "Port Beta" not in said.out
    assert "INTERNAL" in page


def test_a_run_is_named_by_its_first_digits_and_an_unknown_one_is_refused(
    project: Folders, capsys: Capture
) -> None:
    """--since takes a run of the history alone; with nothing issued there is nothing to correct."""
    told = report(project, "demo", Disk())
    same = typed(
        capsys,
        "changes",
        "--meeting",
        "demo",
        "--since",
        told.run[:6],
        "--json",
        *places_of(project),
    )
    assert json.loads(same.out)["moved"] == []
    for since in ("zzz", "issued"):
        assert (
            typed(
                capsys, "changes", "--meeting", "demo", "--since", since, *places_of(project)
            ).code
            == 2
        )
