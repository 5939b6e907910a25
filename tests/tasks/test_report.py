"""`report`: an editor's file is never replaced, a fault leaves outputs as they were, withheld names
stay in.
"""

import gzip
import json
import re
from pathlib import Path

import openpyxl
import pytest
from filelock import FileLock

from pipeline.files import Disk
from pipeline.load import Folders
from pipeline.model.finding import Refused
from pipeline.tasks.history import ledger, ledger_path
from pipeline.tasks.report import report
from pipeline.tasks.run_summary import RunSummary
from tests.makers.command_line import Capture, contents, places_of, typed, unpacked
from tests.makers.input_edits import move_a_meeting, set_setting
from tests.makers.word_edits import Hand, typed_into

CANARY = "Zetaville"


def made(folders: Folders) -> RunSummary:
    """The demo, reported."""
    return report(folders, "demo", Disk())


def test_an_edited_paper_keeps_its_words_and_takes_the_new_facts(project: Folders) -> None:
    """What was typed stays, what was left alone is as newly generated, the version before is
    kept.
    """
    made(project)
    paper = project.outputs / "demo" / "ica-section.docx"
    before = typed_into(paper, "basis", "xqword")
    move_a_meeting(project.inputs / "demo")

    told = made(project)

    hand = Hand(paper.read_bytes())
    report_now = Hand((project.outputs / "demo" / "progress-report.docx").read_bytes())
    assert "xqword" in hand.text("basis")
    assert hand.text("coordinators-meetings") == report_now.text("coordinators-meetings")
    assert "Port Beta" in hand.text("coordinators-meetings")
    assert told.papers[0]["edits"]["edited"] == ["_msp_basis"]
    assert (
        project.outputs / "demo" / "internal" / "history" / "ica-section.1.docx"
    ).read_bytes() == before
    assert not paper.with_name("ica-section.new.docx").exists()

    set_setting(project.inputs / "demo", "agenda_item", "11")
    made(project)
    assert "xqword" in Hand(paper.read_bytes()).text("basis")


def test_words_typed_before_a_refresh_outlive_the_next_one_unedited(project: Folders) -> None:
    """A refreshed file that nobody touched since is refreshed again, not made new."""
    made(project)
    paper = project.outputs / "demo" / "ica-section.docx"
    typed_into(paper, "basis", "xqword")
    move_a_meeting(project.inputs / "demo")
    made(project)
    set_setting(project.inputs / "demo", "agenda_item", "11")

    made(project)

    assert "xqword" in Hand(paper.read_bytes()).text("basis")


def test_a_paper_nobody_knows_is_left_and_the_new_text_comes_beside_it(project: Folders) -> None:
    """A file that is no Word document, or of a run without a ledger, stays; the next one gets
    another name.
    """
    made(project)
    paper = project.outputs / "demo" / "ica-section.docx"
    paper.write_bytes(b"no document")
    move_a_meeting(project.inputs / "demo")

    told = made(project)

    beside = paper.with_name("ica-section.new.docx")
    assert paper.read_bytes() == b"no document"
    assert (told.papers[0]["file"], told.papers[0]["beside"]) == (
        "ica-section.new.docx",
        "no Word document",
    )

    typed_into(beside, "basis", "xqword")
    set_setting(project.inputs / "demo", "agenda_item", "11")
    made(project)
    assert "xqword" in Hand(beside.read_bytes()).text("basis")
    assert paper.with_name("ica-section.new-2.docx").is_file()


def test_a_paper_open_in_word_is_left_alone(project: Folders) -> None:
    """Word's owner file beside a paper sends the new text to another name."""
    made(project)
    (project.outputs / "demo" / "~$a-section.docx").write_bytes(b"x")
    move_a_meeting(project.inputs / "demo")

    told = made(project)

    assert told.papers[0]["beside"] == "open in Word"


def test_a_paper_that_was_open_takes_the_new_facts_once_it_is_closed(project: Folders) -> None:
    """With no input changed since, edited or not; after that there is nothing to do."""
    made(project)
    papers = [
        project.outputs / "demo" / f"{name}.docx" for name in ("ica-section", "progress-report")
    ]
    typed_into(papers[1], "basis", "xqword")
    locks = [paper.with_name(f".~lock.{paper.name}#") for paper in papers]
    for lock in locks:
        lock.write_bytes(b"x")
    move_a_meeting(project.inputs / "demo")
    made(project)
    assert made(project).status == "unchanged"
    for lock in locks:
        lock.unlink()

    told = made(project)

    assert told.status == "written"
    assert [paper["beside"] for paper in told.papers] == [""] * len(told.papers)
    assert all(
        "Port Beta" in Hand(paper.read_bytes()).text("coordinators-meetings") for paper in papers
    )
    assert "xqword" in Hand(papers[1].read_bytes()).text("basis")
    assert made(project).status == "unchanged"


def test_a_version_put_back_from_the_history_takes_the_facts_of_today(project: Folders) -> None:
    """Going back, with no input changed since: the words of then, the facts of now."""
    made(project)
    paper = project.outputs / "demo" / "ica-section.docx"
    before = typed_into(paper, "basis", "xqword")
    move_a_meeting(project.inputs / "demo")
    made(project)
    typed_into(paper, "basis", "xqlater")
    paper.write_bytes(before)

    told = made(project)

    hand = Hand(paper.read_bytes())
    assert told.status == "written"
    assert "xqword" in hand.text("basis")
    assert "xqlater" not in hand.text("basis")
    assert "Port Beta" in hand.text("coordinators-meetings")
    assert made(project).status == "unchanged"


def test_the_history_of_a_run_holds_all_that_its_audit_said(project: Folders) -> None:
    """The ledger without its rows, and the rows beside it: together the audit, and what was
    generated.
    """
    folder = project.outputs / "demo" / "internal"
    run = folder / "history" / made(project).run
    audit = json.loads((folder / "audit.json").read_bytes())
    ledger = json.loads((run / "ledger.json").read_bytes())
    rows = json.loads(gzip.decompress((run / "rows.json.gz").read_bytes()))

    assert ledger.pop("generated").keys() == {paper["paper"] for paper in audit["blocks"]}
    assert {**ledger, **rows} == audit


def test_what_is_written_says_its_format_at_its_head(project: Folders) -> None:
    """Both audits and the ledger of the run give the number of their form at their head; what is
    internal says so before anything else.
    """
    run = made(project).run
    folder = project.outputs / "demo"
    names = [
        "internal/audit.json",
        "share/audit-public.json",
        f"internal/history/{run}/ledger.json",
    ]

    written = [json.loads((folder / name).read_bytes()) for name in names]

    assert [each["format"] for each in written] == [1, 1, 1]
    assert [list(each)[:2] for each in written] == [
        ["internal", "format"],
        ["format", "edition"],
        ["internal", "format"],
    ]


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ('{"run": "x"}', {"format": 0, "run": "x"}),
        ('{"format": 1, "run": "x"}', {"format": 1, "run": "x"}),
        ('{"format": 2, "run": "x"}', {}),
        ("[]", {}),
        ("no json", {}),
    ],
)
def test_a_ledger_without_a_format_is_one_of_the_first_version(
    tmp_path: Path, kept: str, read: dict[str, object]
) -> None:
    """Version 0.1.0 wrote no number; what a later program wrote, or nobody, counts as not known."""
    run = "0123456789ab"
    path = ledger_path(tmp_path, run)
    path.parent.mkdir(parents=True)
    path.write_text(kept)

    assert ledger(tmp_path, run) == read


def test_a_missing_output_is_made_again_and_history_is_kept(project: Folders) -> None:
    """A deleted paper comes back; each run keeps its ledger; a broken list of documents harms
    nothing.
    """
    first = made(project)
    paper = project.outputs / "demo" / "ica-section.docx"
    before = paper.read_bytes()
    paper.unlink()
    assert made(project).status == "written"
    assert paper.read_bytes() == before
    move_a_meeting(project.inputs / "demo")
    second = made(project)
    history = project.outputs / "demo" / "internal" / "history"
    assert {p.name for p in history.iterdir() if p.is_dir()} == {first.run, second.run}

    (history / "documents.json").write_text("not json")
    assert made(project).status == "written"


def test_a_marked_paper_cannot_be_issued(project: Folders) -> None:
    """A page mark or an open bracket refuses the state issued; so does a state nobody knows."""
    for value in ("issued", "done"):
        set_setting(project.inputs / "demo", "state.ica-section", value)
        with pytest.raises(Refused) as refused:
            made(project)
        assert refused.value.exit_code == 2


def test_faults_end_in_an_exit_code_a_cure_and_old_outputs(
    project: Folders, capsys: Capture
) -> None:
    """Corrupt template, unknown setting, lock held, outputs a file, no such meeting: no traceback,
    nothing changed.
    """
    made(project)
    before = contents(project.outputs)
    command = ("report", "demo", *places_of(project))

    with FileLock(project.outputs / "demo" / ".lock"):
        said = typed(capsys, *command)
    assert said.code == 6
    set_setting(project.inputs / "demo", "agenda_itme", "9")
    unknown = typed(capsys, *command)
    assert unknown.code == 2
    assert "agenda_item" in unknown.err
    set_setting(project.inputs / "demo", "agenda_itme", "")
    book = openpyxl.load_workbook(project.inputs / "demo" / "meeting.xlsx")
    book["Settings"].delete_rows(book["Settings"].max_row)
    book.save(project.inputs / "demo" / "meeting.xlsx")
    template = project.templates / "ica-section.docx"
    good = template.read_bytes()
    template.write_bytes(good[:2_000])
    broken = typed(capsys, *command)
    assert broken.code == 4
    template.write_bytes(good)
    missing = typed(capsys, "report", "nowhere", *places_of(project))
    assert missing.code == 2
    for answer in (said, unknown, broken, missing):
        assert "Traceback" not in answer.err
        # what, then the cure; between them, of a template, what it lacks
        assert len(answer.err.splitlines()) == 2 + (answer is broken)
    assert contents(project.outputs) == before


def test_outputs_that_is_a_file_is_exit_5(project: Folders, capsys: Capture) -> None:
    """A file in the place of the folder is said, not overwritten."""
    project.outputs.write_bytes(b"a file")

    said = typed(capsys, "report", "demo", *places_of(project))

    assert said.code == 5
    assert project.outputs.read_bytes() == b"a file"


def test_a_folder_in_which_nothing_can_be_read_is_exit_3(project: Folders, capsys: Capture) -> None:
    """A meeting whose every file is broken says so."""
    for path in (project.inputs / "demo").rglob("*"):
        if path.suffix == ".csv" and path.parent.name == "demo":
            path.unlink()
        elif path.is_file():
            path.write_bytes(b"broken")

    assert typed(capsys, "report", "demo", *places_of(project)).code == 3


def test_a_withheld_name_is_in_the_audit_and_in_nothing_public(
    project: Folders, capsys: Capture
) -> None:
    """A canary with a public report, a coalition, a file name and an internal row never leaves the
    house.
    """
    demo = project.inputs / "demo"
    book = openpyxl.load_workbook(demo / "meeting.xlsx")
    book["Withheld"].append(["Deltaland", "asked for it", "Coordinators"])
    book.save(demo / "meeting.xlsx")
    log = openpyxl.load_workbook(demo / "activities.xlsx")
    sheet = log.worksheets[0]
    header = [cell.value for cell in sheet[2]]
    internal = next(
        row
        for row in sheet.iter_rows(min_row=3)
        if row[header.index("confidentiality")].value == "internal"
    )
    internal[header.index("participants_states")].value = CANARY
    log.save(demo / "activities.xlsx")

    streams = [typed(capsys, "report", "demo", *places_of(project))]
    streams.append(typed(capsys, "report", "demo", "--json", *places_of(project)))
    streams.append(typed(capsys, "report", "demo", "--pack", "--sources", *places_of(project)))
    streams.append(typed(capsys, "check", "demo", *places_of(project)))
    for words in (
        "assistance-provided",
        "coalitions",
        "received assistance",
        "coalitions.csv",
        "activities.xlsx",
    ):
        streams.append(typed(capsys, "why", words, *places_of(project)))
        streams.append(typed(capsys, "why", words, "--json", *places_of(project)))

    audit = (project.outputs / "demo" / "internal" / "audit.json").read_text(encoding="utf-8")
    assert all(said.code == 0 for said in streams[:4])
    papers = {paper.name: paper.read_bytes() for paper in (project.outputs / "demo").glob("*.docx")}
    public = unpacked(papers | contents(project.outputs / "demo" / "share"))
    assert not re.search(rb"(?<![a-z0-9])xad(?![a-z0-9])", public.lower())
    page = (project.outputs / "demo" / "internal" / "audit.html").read_text(encoding="utf-8")
    for canary in ("Deltaland", CANARY):
        assert canary in audit
        assert canary in page
        assert canary.casefold().encode() not in public.lower()
        for said in streams:
            assert canary.casefold() not in (said.out + said.err).casefold()
