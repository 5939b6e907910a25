"""The work plan as a table of the meeting: the same plan as from a file, each word with its cell,
and every fault named at once.
"""

import shutil
from pathlib import Path

import openpyxl
import pytest

from pipeline.build import build
from pipeline.collect.folder import File, collect
from pipeline.collect.yaml_file import read_yaml
from pipeline.load import Folders, Loaded, load
from pipeline.model.finding import USAGE, Refused
from pipeline.model.plan import WorkPlan
from pipeline.model.source import Sheet
from pipeline.model.tables import WORK_PLAN
from pipeline.normalise.meeting_settings import filled_work_plan
from pipeline.normalise.plans import read_plan_table, read_work_plan
from pipeline.style.faults import texts_of
from tests.makers.command_line import Capture, places_of, typed
from tests.makers.project_folder import ROOT
from tests.makers.small_meeting import demo_world
from tests.makers.tables import csv_bytes, workbook

FILE = "inputs/demo/reference/work-plans/ica-demo.yaml"
HEAD = [column.name for column in WORK_PLAN.columns]
BOTH = "Alphaland; Kappaland"
Rows = list[list[object]]


def rows(*records: dict[str, str]) -> Rows:
    """The table with these rows, empty where a record says nothing."""
    cells: Rows = [[record.get(name, "") for name in HEAD] for record in records]
    return [list(HEAD), *cells]


def item(name: str = "a", **cells: str) -> dict[str, str]:
    """A row of an item in which nothing is wrong."""
    sound = {"words": "A meeting.", "trigger": "fixed", "implementers": BOTH, "period": "2025-Q1"}
    return {"item": name, **sound, **cells}


def sheets(table: Rows, suffix: str = "xlsx", name: str = "work-plan") -> tuple[Sheet, ...]:
    """The sheets of a meeting with that table: as a sheet of a workbook, or as csv."""
    if suffix == "csv":
        return collect((File(f"m/{name}.csv", csv_bytes(table)),)).value.sheets
    book = workbook({name: table, "Notes": [["x"]]})
    return collect((File("m/plan.xlsx", book),)).value.sheets


def read(table: Rows, suffix: str = "xlsx") -> WorkPlan:
    """The work plan of a table, with the States of the demo."""
    sheet = filled_work_plan(sheets(table, suffix))
    assert sheet is not None
    reference = demo_world()[1]
    return read_plan_table(sheet, reference.headers, reference.lists)


def refusal(*records: dict[str, str], suffix: str = "xlsx") -> str:
    """Why a table with these rows is refused, and what to do."""
    with pytest.raises(Refused) as refused:
        read(rows(*records), suffix)
    assert refused.value.exit_code == USAGE
    return f"{refused.value.message} {refused.value.cure}"


def of_file() -> WorkPlan:
    """The demo's work plan as its file has it."""
    content = (ROOT / FILE).read_bytes()
    return read_work_plan(FILE, dict(read_yaml(FILE, content, USAGE)))


def as_rows(plan: WorkPlan) -> Rows:
    """A work plan as somebody would fill it in."""
    outputs = {output.id: output.text for output in plan.outputs}
    items = [
        item(
            one.id,
            words=one.text,
            title=one.title,
            trigger=one.trigger,
            period=one.due_words,
            outputs="; ".join(outputs[name] for name in one.outputs),
            open_question=one.open_question,
            counterpart=one.counterpart,
        )
        for one in plan.items
    ]
    lines = [
        {
            **{"item": f"line {number}", "words": line.text, "period": line.period_words},
            **{"parent": "; ".join(line.items), "open_question": line.open_question},
        }
        for number, line in enumerate(plan.timeline, start=1)
    ]
    about = [{"item": "title", "words": plan.title}, {"item": "budget", "words": plan.budget}]
    return rows(*about, *items, *lines)


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_a_plan_in_a_table_is_the_plan_in_a_file(suffix: str) -> None:
    """Title, budget, Coordinators, items, what is expected of them, timeline: nothing is lost
    between the two forms.
    """
    by_file, by_table = of_file(), read(as_rows(of_file()), suffix)
    names = {output.text: output.id for output in by_table.outputs}
    renamed = {output.id: names[output.text] for output in by_file.outputs}
    wanted = tuple(
        one.model_copy(update={"outputs": tuple(renamed[name] for name in one.outputs)})
        for one in by_file.items
    )
    assert by_table.items == wanted
    expected = (o.text for one in by_file.items for o in by_file.outputs if o.id in one.outputs)
    assert [o.text for o in by_table.outputs] == list(dict.fromkeys(expected))
    same = ("title", "budget", "coordinators", "timeline")
    assert [getattr(by_table, name) for name in same] == [getattr(by_file, name) for name in same]


@pytest.mark.parametrize(("suffix", "place"), [("xlsx", "work-plan!B2"), ("csv", 'row 2 "words"')])
def test_each_word_of_the_plan_has_its_cell(suffix: str, place: str) -> None:
    """What is printed of it is cited from the table, not from a file."""
    plan = read(rows(item(outputs="One output; Another"), item("b", outputs="Another")), suffix)
    ref = plan.ref("items.a.text", "A meeting.")
    assert (ref.place, ref.words) == (place, "A meeting.")
    assert {name for name, ref in plan.cells.items() if not ref.source} == set()
    assert [output.text for output in plan.outputs] == ["One output", "Another"]
    assert plan.items[1].outputs == plan.items[0].outputs[1:]


def test_words_in_other_languages_are_read() -> None:
    """Titles of columns and triggers in French and Spanish, periods as people write them."""
    for titles, trigger in (
        (["Point du plan de travail", "Texte du plan de travail", "Déclenchement"], "sur demande"),
        (["Punto del plan de trabajo", "Texto del plan de trabajo", "Activación"], "a petición"),
    ):
        table: Rows = [[*titles, "implementers"], ["a", "Texte", trigger, "Alphaland"]]
        assert [one.is_upon_request for one in read(table).items] == [True]


def test_an_item_with_parts_is_their_heading() -> None:
    """It is told through its parts, and is no item of its own."""
    heading = {"item": "b", "words": "On country coalitions"}
    plan = read(rows(heading, item("b1", parent="b"), item("b2", parent="b")))
    assert [one.id for one in plan.items] == ["b1", "b2"]


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_every_fault_of_the_table_is_named_in_one_run(suffix: str) -> None:
    """Each with its cell and what to write there."""
    told = refusal(
        item("a", period="soon"),
        item("b", trigger="sometimes"),
        item("c", parent="x"),
        {"item": "d", "words": "Something"},
        {"item": "e", "words": "A line", "parent": "a"},
        item("f", words=""),
        suffix=suffix,
    )
    cells = {"C2", "D3", "G4", "D5", "C6", "B7"}
    if suffix == "csv":
        wanted = ('row 2 "period"', 'row 3 "trigger"', 'row 4 "parent"', 'row 7 "words"')
        assert all(place in told for place in wanted)
        return
    assert all(f"work-plan!{cell}: " in told for cell in cells - {"C6", "G4"})
    assert "Write one of: fixed, upon_request." in told


@pytest.mark.parametrize(
    ("records", "cell", "cure"),
    [
        ([item("a"), item("c", parent="x")], "G3", "Write one of: a, c."),
        ([item("a"), {"item": "d", "words": "Words"}], "D3", "Write fixed or upon_request"),
        ([item("a"), {"item": "e", "words": "A line", "parent": "a"}], "C3", "2025-Q1"),
        ([item("a"), item("b", parent="a")], "D2", "Clear this trigger"),
        ([item("a"), item("a", words="Other")], "A2", "its own id"),
        ([item("a", implementers="")], "F2", "Name the Coordinators"),
        ([item("a", implementers="ISU")], "F2", "Name the Coordinators"),
        ([{"item": "title", "words": "A plan"}], "A1", "Fill in a row per item"),
        ([item("a", row_is="carried_over")], "A2", "confirmed"),
        ([item("a", period="03/04/2025")], "C2", "2025-04-07"),
    ],
)
def test_a_fault_is_named_at_its_cell(records: list[dict[str, str]], cell: str, cure: str) -> None:
    """Nothing is printed of a plan that is read in part."""
    if any("row_is" in record for record in records):
        table: Rows = [["row_is", *HEAD]]
        table += [[r.get("row_is", ""), *(r.get(name, "") for name in HEAD)] for r in records]
        with pytest.raises(Refused) as refused:
            read(table)
        told = f"{refused.value.message} {refused.value.cure}"
    else:
        told = refusal(*records)
    assert f"work-plan!{cell}" in told
    assert cure in told


def test_a_table_that_is_not_filled_in_is_no_plan() -> None:
    """As `new` makes it: titles of columns alone."""
    assert filled_work_plan(sheets(rows())) is None
    assert filled_work_plan(sheets(rows(), "csv")) is None


def changed_demo(
    base: Path, table: Rows | None, work_plan: str = "", suffix: str = "xlsx"
) -> Folders:
    """The demo with another work plan: a table of it, the name of a file, or both."""
    shutil.copytree(ROOT / "inputs/demo", base / "inputs/demo")
    book = openpyxl.load_workbook(base / "inputs/demo/meeting.xlsx")
    cells = {row[0].value: row[1] for row in book["Settings"].iter_rows(min_row=2)}
    cells["work_plan"].value = work_plan or None
    book.save(base / "inputs/demo/meeting.xlsx")
    if table is not None:
        content = workbook({"work-plan": table}) if suffix == "xlsx" else csv_bytes(table)
        (base / f"inputs/demo/work-plan.{suffix}").write_bytes(content)
    return Folders(base / "inputs", ROOT / "templates", base / "outputs", ROOT / "pipeline")


def papers(loaded: Loaded) -> dict[str, list[str]]:
    """The words of each paper, block by block."""
    composed = build(loaded, renders=False).ledger.papers
    return {paper.paper: [text.text for text in texts_of(paper)] for paper in composed}


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_the_papers_of_a_table_say_what_those_of_the_file_say(tmp_path: Path, suffix: str) -> None:
    """The Coordinators' report is word for word the same but for the names of who carries it out;
    what stands in the table is cited from there.
    """
    folders = changed_demo(tmp_path, as_rows(of_file()), suffix=suffix)
    by_table = papers(load(folders, "demo"))
    by_file = papers(load(folders._replace(inputs=ROOT / "inputs"), "demo"))
    implementers = {"“Alphaland”", "“Kappaland”"}
    told = [text for text in by_table["activity-report"] if text not in implementers]
    assert len([t for t in by_file["activity-report"] if t not in told]) <= 2
    assert by_table["coalition-mapping"] == by_file["coalition-mapping"]


def test_a_plan_with_the_ids_of_another_is_not_told_in_its_words(tmp_path: Path) -> None:
    """An item b1 that is no mapping of coalitions is told of by its own title."""
    names = [one.id for one in of_file().items]
    table = rows(*(item(name, title=f"Zeta {name}", trigger="fixed") for name in names))
    told = "\n".join(papers(load(changed_demo(tmp_path, table), "demo"))["progress-report"])
    assert "mapping of existing country coalitions" not in told
    assert "Interaction, upon request" not in told
    assert "Zeta" in told


@pytest.mark.parametrize(
    ("table", "work_plan", "said"),
    [
        (rows(item()), "ica-demo", "Settings!B21: work_plan names a file"),
        (None, "", "work_plan (Settings!B21)"),
        (rows(), "", "work_plan (Settings!B21)"),
    ],
)
def test_a_meeting_has_one_work_plan(
    tmp_path: Path, capsys: Capture, table: Rows | None, work_plan: str, said: str
) -> None:
    """Two, or none, end the run at the cell of Settings."""
    folders = changed_demo(tmp_path, table, work_plan)
    told = typed(capsys, "check", "demo", *places_of(folders))
    assert told.code == 2
    assert said in told.err
    assert "work-plan" in told.err


def test_an_item_of_the_log_that_the_table_lacks_is_named(tmp_path: Path, capsys: Capture) -> None:
    """The log is held against this meeting's plan."""
    folders = changed_demo(tmp_path, rows(item("z")))
    told = typed(capsys, "check", "demo", *places_of(folders))
    assert told.code == 1
    assert "[unknown-item]" in told.out


def test_a_plan_of_an_earlier_meeting_is_asked_about_at_its_cell(
    tmp_path: Path, capsys: Capture
) -> None:
    """Every date of the table lies before the period."""
    old = rows(item(period="2023-Q1"), item("b", period="2023"))
    told = typed(capsys, "check", "demo", *places_of(changed_demo(tmp_path, old)))
    (line,) = [line for line in told.out.splitlines() if "[work-plan-over-" in line]
    assert "work-plan!C2" in line
