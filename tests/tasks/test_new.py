"""`new`: a folder whole or not at all, workbooks whose every offer is read, and what goes over from
the last one.
"""

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from pipeline.build import build
from pipeline.files import Disk
from pipeline.load import Folders, load
from pipeline.model.finding import Refused
from pipeline.model.settings import Settings
from pipeline.model.source import Columns, Row
from pipeline.model.tables import (
    EVIDENCE_TABLES,
    HELP_MARK,
    PINNED_TABLES,
    REVIEW,
    ROW_IS,
    SETTING_KEYS,
    SETTINGS,
    InputTable,
    Kind,
)
from pipeline.normalise.cell_values import read_cell
from pipeline.normalise.reference import Reference
from pipeline.normalise.sheets import TABLES
from pipeline.normalise.table import header_key
from pipeline.tasks.check import check
from pipeline.tasks.entry_workbooks import MEETING
from pipeline.tasks.entry_workbooks import TABLES as TABLES_OF_THEIR_OWN
from pipeline.tasks.history import DOCUMENTS, ledger_path
from pipeline.tasks.new import NewMeeting, new
from tests.conftest import ROOT, folders_of
from tests.makers.command_line import Capture, contents, places_of, typed
from tests.makers.filled_meeting import fill_settings
from tests.makers.small_meeting import codes, demo_world
from tests.makers.tables import table as sheet_of
from tests.normalise.test_reference import _reference

NAMES = sorted(["meeting", *(table.name for table in TABLES_OF_THEIR_OWN)])


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """Two new meetings, after the demo and after 13msp: to be looked at, not to be changed."""
    base = tmp_path_factory.mktemp("ready")
    for name in ("inputs", "templates"):
        shutil.copytree(
            ROOT / name, base / name, ignore=shutil.ignore_patterns("*.py", "__pycache__")
        )
    folders = folders_of(base, base / "outputs")
    made(folders)
    made(folders, "14msp", "13msp")
    return folders


def made(folders: Folders, name: str = "16msp", after: str = "demo") -> NewMeeting:
    """A new meeting after the demo."""
    return new(folders, name, after, Disk())


def rows(folders: Folders, book: str, sheet: str, name: str = "16msp") -> list[dict[str, object]]:
    """The rows of a sheet by its titles."""
    titles, *rest = openpyxl.load_workbook(folders.inputs / name / f"{book}.xlsx")[sheet].iter_rows(
        values_only=True
    )
    return [{str(t): v for t, v in zip(titles, row, strict=False) if v is not None} for row in rest]


def test_the_folder_holds_a_workbook_a_table_and_room_for_reports(
    project: Folders, capsys: Capture
) -> None:
    """The screen names what to fill in, what was carried over, what was left out, and what to do
    next.
    """
    said = typed(capsys, "new", "16msp", "--after", "demo", *places_of(project))
    folder = project.inputs / "16msp"
    assert said.code == 0
    assert sorted(path.stem for path in folder.glob("*.xlsx")) == NAMES
    assert (folder / "national-reports").is_dir()
    for words in (
        "created from demo",
        "coalitions, to be checked: 5 rows",
        "innovative_funding",
        "as counted now",
        "make check MSP=16msp",
    ):
        assert words in said.out
    assert not list(project.inputs.glob(".msp-new"))


def test_the_answer_in_json_names_files_and_rows(project: Folders, capsys: Capture) -> None:
    """One value, with the tables that rows were carried into."""
    said = typed(capsys, "new", "16msp", "--after", "demo", "--json", *places_of(project))
    told = json.loads(said.out)
    assert (told["meeting"], told["after"]) == ("16msp", "demo")
    assert told["carried"] == {"coalitions": 5, "good-practices": 5, "follow-up": 12, "Previous": 6}
    assert "meeting.xlsx" in told["files"]


def test_the_same_inputs_make_the_same_bytes(ready: Folders, project: Folders) -> None:
    """No clock in any workbook."""
    made(project)
    assert contents(project.inputs / "16msp") == contents(ready.inputs / "16msp")


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../x",
        "a/b",
        "a\\b",
        "c:x",
        ".hidden",
        "con",
        "LPT1",
        "reference",
        "été",
        "a b",
        "x" * 41,
        "-x",
    ],
)
def test_a_name_that_is_none_is_refused(project: Folders, name: str) -> None:
    """No way out of the folder of inputs, no name that a system keeps for itself; nothing is
    written.
    """
    before = contents(project.inputs)
    with pytest.raises(Refused) as refused:
        made(project, name)
    assert refused.value.exit_code == 2
    assert contents(project.inputs) == before


@pytest.mark.parametrize("name", ["0msp", "00RC"])
def test_no_meeting_has_the_number_zero(project: Folders, name: str) -> None:
    """It is refused by name, and no number is filled in."""
    with pytest.raises(Refused) as refused:
        made(project, name)
    assert refused.value.exit_code == 2
    assert str(refused.value).startswith(f"{name} would be meeting number 0")
    assert not (project.inputs / name).exists()


@pytest.mark.parametrize("name", ["demo", "DEMO", "13msp"])
def test_a_folder_that_is_there_is_left_as_it_is(project: Folders, name: str) -> None:
    """Also where its name differs in case alone."""
    before = contents(project.inputs)
    with pytest.raises(Refused) as refused:
        made(project, name)
    assert (refused.value.exit_code, contents(project.inputs)) == (2, before)


def test_by_default_it_goes_by_the_last_real_meeting(project: Folders) -> None:
    """Never by the invented one; a meeting that is not filled in yet is passed by; with none it
    says so.
    """
    assert made(project, "14msp", "").after == "13msp"
    assert made(project, "15msp", "").after == "13msp"
    (project.inputs / "13msp" / "meeting.xlsx").unlink()
    with pytest.raises(Refused) as refused:
        made(project, "17msp", "")
    assert refused.value.exit_code == 2


class _Failing(Disk):
    """A disk on which one act fails."""

    def __init__(self, name: str) -> None:
        self._name = name

    def write(self, path: Path, content: bytes) -> None:
        self._fail(path)
        super().write(path, content)

    def replace(self, source: Path, target: Path) -> None:
        self._fail(target)
        super().replace(source, target)

    def _fail(self, path: Path) -> None:
        if path.name.startswith(self._name):
            raise OSError(28, "no space", str(path))


@pytest.mark.parametrize("name", ["activities.xlsx", "statements.xlsx", "16msp"])
def test_a_disk_that_fails_leaves_no_folder(project: Folders, name: str) -> None:
    """Whole or not at all: exit 5, and the inputs as they were."""
    before = contents(project.inputs)
    with pytest.raises(Refused) as refused:
        new(project, "16msp", "demo", _Failing(name))
    assert (refused.value.exit_code, contents(project.inputs)) == (5, before)
    assert not (project.inputs / "16msp").exists()


def test_untouched_it_is_told_in_one_sentence_what_is_to_be_filled_in(
    ready: Folders, capsys: Capture
) -> None:
    """Exit 2 with the cell of every setting that is missing; number and kind come from the name
    that was typed.
    """
    said = typed(capsys, "check", "16msp", *places_of(ready))
    assert said.code == 2
    assert "9 settings are still to be filled in" in said.err
    for cell in (
        "meeting_place (Settings!B5)",
        "meeting_from (Settings!B6)",
        "as_of (Settings!B17)",
        "work_plan (Settings!B21)",
    ):
        assert cell in said.err
    assert "meeting_number" not in said.err


def test_with_its_settings_it_asks_for_what_was_carried_over_alone(project: Folders) -> None:
    """One question a table: no example, no instruction, no colour is a finding, and no earlier
    figure counts.
    """
    made(project)
    fill_settings(project.inputs / "16msp")
    told = check(project, "16msp")
    shown = {sheet.name for sheet in build(load(project, "16msp"), renders=False).sheets}
    assert {(f["code"], f["place"].partition("!")[0]) for f in told.findings} == {
        ("carried-over", "coalitions"),
        ("carried-over", "good-practices"),
        ("carried-over", "follow-up"),
        ("carried-over", "Previous"),
    }
    assert told.conservation["unaccounted"] == 0
    assert "Previous" in shown and not {"Instructions", "Lists"} & shown


def test_no_row_of_a_table_is_an_example(ready: Folders) -> None:
    """What is typed below the titles of any table is read; examples stand on Instructions."""
    for table in (*TABLES_OF_THEIR_OWN, *MEETING):
        book = "meeting" if table in MEETING else table.name
        words = [row.get("row_is") for row in rows(ready, book, table.name)]
        path = ready.inputs / "16msp" / f"{book}.xlsx"
        shown = openpyxl.load_workbook(path)["Instructions"].iter_rows(values_only=True)
        examples = {row[1]: row[5] for row in shown if row[0] == table.name}
        assert "example" not in words
        assert [examples[c.name] or "" for c in table.columns] == [c.example for c in table.columns]


def test_what_is_carried_over_stands_in_the_words_of_the_lists(ready: Folders) -> None:
    """Names and closed values as the drop-downs have them, days as days, each row marked."""
    coalitions = rows(ready, "coalitions", "coalitions")
    assert [row["row_is"] for row in coalitions] == ["carried_over"] * 5
    assert coalitions[0]["partners"] == "Kappaland; Open Path Aid"
    assert str(coalitions[0]["established"]) == "2022-11-05 00:00:00"
    followed = rows(ready, "follow-up", "follow-up")
    assert not {"closed", "withdrawn", "considered"} & {row.get("status") for row in followed}
    previous = rows(ready, "meeting", "Previous")
    assert tuple(previous[0][key] for key in ("figure", "value", "of")) == (
        "reports_received",
        10,
        13,
    )
    assert "symbol" not in previous[0]


def test_good_practices_are_carried_over_with_their_words_and_document(ready: Folders) -> None:
    """What was shared stays shared: the next mapping would say otherwise."""
    practices = rows(ready, "good-practices", "good-practices")
    assert [row["row_is"] for row in practices] == ["carried_over"] * 5
    assert [practices[1][key] for key in ("practice_id", "actor", "role", "public")] == [
        "GP-002",
        "Côte d'Epsilon",
        "donor",
        "yes",
    ]
    assert (
        practices[1]["words"]
        == "The affected State and all partners meet around one table, twice a year."
    )
    assert practices[2]["actor"] == "Open Path Aid"
    assert "document" not in practices[4]


def test_a_coarse_date_and_an_unread_cell_go_over_as_they_stand(project: Folders) -> None:
    """A month stays a month; what could not be read stays in its own words."""
    path = project.inputs / "demo" / "coalitions.csv"
    path.write_text(
        path.read_text("utf-8").replace("2018-04-17", "2018-04").replace("2021-06-28", "long ago"),
        "utf-8",
    )
    made(project)
    row = rows(project, "coalitions", "coalitions")[1]
    assert (row["established"], row["ended"]) == ("2018-04", "long ago")


def test_what_the_last_meeting_keeps_out_is_named_as_not_carried_over(
    project: Folders, capsys: Capture
) -> None:
    """Rows that still wait for a person and a file that cannot be read go missing from no register
    in silence.
    """
    made(project)
    fill_settings(project.inputs / "16msp")
    (project.inputs / "16msp" / "follow-up.xlsx").write_bytes(b"broken")
    said = typed(capsys, "new", "17msp", "--after", "16msp", *places_of(project))
    assert said.code == 0
    assert (
        "into coalitions, because 16msp does not use it: 16msp/coalitions.xlsx ›"
        " coalitions!A2:O2 and 4 more; check it there" in said.out
    )
    assert "into follow-up, because 16msp does not use it: 16msp/follow-up.xlsx;" in said.out
    assert rows(project, "coalitions", "coalitions", "17msp") == []


def test_a_withheld_state_stays_withheld(project: Folders) -> None:
    """Its row holds from the first run, and says where it comes from."""
    path = project.inputs / "demo" / "meeting.xlsx"
    book = openpyxl.load_workbook(path)
    book["Withheld"].append(["Rhoville", "asked for", "Coordinators"])
    book.save(path)
    made(project)
    row = rows(project, "meeting", "Withheld")[0]
    assert row == {
        "state": "Rhoville",
        "reason": "asked for; carried over from demo",
        "role": "Coordinators",
    }


def test_cells_on_weak_sources_are_named_beside_the_rows(ready: Folders) -> None:
    """What 13msp could not print as fact is to be checked with special care."""
    book = openpyxl.load_workbook(ready.inputs / "14msp" / "coalitions.xlsx")
    lines = [str(row[0]) for row in book["Instructions"].iter_rows(values_only=True)]
    assert any(line.startswith("coalitions CC-MNE: ") and "status" in line for line in lines)


def issue(project: Folders, **papers: tuple[str, list[dict[str, object]]]) -> None:
    """The history of the demo where these papers are issued, each with its run and the figures of
    that run.
    """
    outputs = project.outputs / "demo"
    issued = {paper.replace("_", "-"): {"run": run} for paper, (run, _) in papers.items()}
    told = {
        "meeting": "demo",
        "status": "",
        "run": "",
        "papers": [],
        "findings": [],
        "conservation": {},
        "review": {},
    }
    for run, figures in papers.values():
        ledger_path(outputs, run).parent.mkdir(parents=True)
        ledger_path(outputs, run).write_text(json.dumps({"figures": figures}), "utf-8")
    known = {"run": "", "papers": {}, "outputs": [], "told": told, "issued": issued}
    (outputs / DOCUMENTS).write_text(json.dumps(known), "utf-8")


def test_figures_on_which_two_issued_papers_differ_are_left_out(
    project: Folders, capsys: Capture
) -> None:
    """What was published twice with two values is no earlier figure; today's count never takes its
    place.
    """
    of = {"value": 12, "on": "2025-06-30", "basis": "in_force"}
    one: dict[str, object] = {
        "name": "reports_received",
        "value": 7,
        "certainty": "exactly",
        "denominator": of,
    }
    same = {**one, "name": "exchange", "value": 2}
    issue(
        project,
        ica_section=("0123456789ab", [one, same]),
        progress_report=("0123456789ac", [{**one, "value": 8}, same]),
    )
    said = typed(capsys, "new", "16msp", "--after", "demo", *places_of(project))
    assert [row["figure"] for row in rows(project, "meeting", "Previous")] == ["exchange"]
    assert "the figures in Previous are as issued" in said.out
    assert "issued with two values: reports_received" in said.out


def test_figures_of_an_issued_report_are_those_that_were_issued(project: Folders) -> None:
    """The ledger of the run that was issued, not today's count."""
    of = {"value": 12, "on": "2025-06-30", "basis": "in_force"}
    figures: list[dict[str, object]] = [
        {"name": "reports_received", "value": 7, "certainty": "exactly", "denominator": of},
        {"name": "exchange", "value": 2, "certainty": "at least", "denominator": of},
        {"name": "coalitions", "value": 3, "certainty": "exactly", "denominator": None},
    ]
    issue(project, ica_section=("0123456789ab", figures))
    done = made(project)
    previous = rows(project, "meeting", "Previous")
    assert [(row["figure"], row["value"], row["of"]) for row in previous] == [
        ("reports_received", 7, 12)
    ]
    assert done.left_out == ["exchange"]


def _checks(path: Path) -> Iterator[tuple[InputTable, str, str, str]]:
    """Table, column, kind of check and formula of every check of a workbook."""
    book = openpyxl.load_workbook(path)
    for sheet in book:
        if header_key(sheet.title) not in TABLES or sheet.title == SETTINGS.name:
            continue
        table = TABLES[header_key(sheet.title)]
        for rule in sheet.data_validations.dataValidation:
            column = next(iter(rule.sqref.ranges)).min_col
            yield table, str(sheet.cell(1, column).value), str(rule.type), str(rule.formula1)


def _offers(path: Path, formula: str) -> list[str]:
    """The words of a list: in the check itself, or on the sheet Lists."""
    if formula.startswith('"'):
        return formula.strip('"').split(",")
    name, _, cells = formula.partition("!")
    return [str(row[0].value) for row in openpyxl.load_workbook(path)[name][cells.replace("$", "")]]


@pytest.mark.parametrize(("name", "after"), [("16msp", "demo"), ("14msp", "13msp")])
def test_every_word_that_a_list_offers_is_read_without_a_fault(
    ready: Folders, name: str, after: str
) -> None:
    """States, bodies, items, actions, kinds, statuses, currencies: through the grammar of their
    columns.
    """
    reference: Reference = _reference(after)
    n_read = 0
    for path in sorted((ready.inputs / name).glob("*.xlsx")):
        for table, column_name, kind, formula in _checks(path):
            if kind != "list" or column_name == ROW_IS.name:
                continue
            column = table.column(column_name)
            for word in _offers(path, formula):
                row = sheet_row(table, column_name, word)
                value, faults = read_cell(row, column_name, column, reference.lists, table.name)
                assert (faults, bool(value)) == ([], True), (table.name, column_name, word)
                n_read += 1
    assert n_read > 200


def sheet_row(table: InputTable, column: str, word: object) -> Row:
    """A row of a table with one filled cell."""
    sheet = sheet_of(table.name, [{column: word}])
    return Row(sheet, sheet.rows[1], Columns({column: 0}, (column,)))


def test_every_column_has_its_check_and_its_line_in_the_instructions(ready: Folders) -> None:
    """No column of an entry table is left without; the sheet says first that nothing on it is
    read.
    """
    seen = set()
    for path in sorted((ready.inputs / "16msp").glob("*.xlsx")):
        checked = {(table.name, column) for table, column, _, _ in _checks(path)}
        help_rows = list(openpyxl.load_workbook(path)["Instructions"].iter_rows(values_only=True))
        told = {(row[0], row[1]) for row in help_rows}
        assert help_rows[0][0] == HELP_MARK
        assert checked <= told
        seen |= checked
    entered = [
        t
        for t in (*EVIDENCE_TABLES, *PINNED_TABLES)
        if t not in (REVIEW, SETTINGS) and t.name != "marks"
    ]
    assert seen == {(t.name, c.name) for t in entered for c in (ROW_IS, *t.columns)}


def test_every_setting_has_its_meaning() -> None:
    """The keys of the sheet are those that Settings reads, and those without which it does not are
    marked.
    """
    fields = {name: field for name, field in Settings.model_fields.items() if name != "refs"}
    assert [key.name for key in SETTING_KEYS] == list(fields)
    assert {key.name for key in SETTING_KEYS if key.is_required} == {
        n for n, f in fields.items() if f.is_required()
    }
    assert all(key.meaning for key in SETTING_KEYS)


def test_no_example_names_a_real_state() -> None:
    """The examples are of the invented States: no made-up sum or meeting stands beside a real
    one.
    """
    names = _reference("13msp").lists.names
    wrong = []
    for table in (*EVIDENCE_TABLES, *PINNED_TABLES):
        for column in table.columns:
            if column.kind in (Kind.STATE, Kind.ACTOR, Kind.ACTORS):
                parts = [part.strip() for part in column.example.split(";") if part.strip()]
                wrong += [
                    (table.name, column.name, part)
                    for part in parts
                    if names.code(part) in names.states
                ]
    assert wrong == []


HELP = [[HELP_MARK], ["How to fill in this workbook"], ["sheet", "column"]]


def test_a_sheet_of_help_is_neither_counted_nor_a_finding() -> None:
    """By its name and its first words."""
    files = {"notes.xlsx": {"Instructions": HELP, "Lists": HELP}}
    assert codes(files) == set()


@pytest.mark.parametrize(
    ("sheet", "content", "code"),
    [
        ("Instructions", HELP[1:], "unknown-sheet"),
        ("Help", HELP, "unknown-sheet"),
        (
            "Lists",
            [*HELP, ["state", "article7_year", "received_on"], ["Alphaland", 2024, ""]],
            "misnamed-table",
        ),
    ],
)
def test_what_only_looks_like_help_is_told(
    sheet: str, content: list[list[object]], code: str
) -> None:
    """Without the first words, under another name, or with a table on it, rows do not vanish."""
    assert {found[0] for found in codes({"notes.xlsx": {sheet: content, "activities": []}})} == {
        code
    }


def test_a_year_in_a_period_of_rates_stays_a_year(ready: Folders) -> None:
    """The column holds text: as a date, 2025 would be a day of 1905."""
    sheet = openpyxl.load_workbook(ready.inputs / "16msp" / "rates.xlsx")["rates"]
    at = [cell.value for cell in sheet[1]].index("period") + 1
    assert sheet.column_dimensions[get_column_letter(at)].number_format == "@"


def test_words_of_the_instructions_that_are_missing_are_told(project: Folders) -> None:
    """Exit 4 names the file, and the key."""
    path = project.templates / "text" / "entry.en.yaml"
    path.write_text(path.read_text("utf-8").replace("wrong:", "wrongly:"), "utf-8")
    with pytest.raises(Refused) as refused:
        made(project)
    assert (refused.value.exit_code, "wrong" in refused.value.message) == (4, True)
    path.unlink()
    with pytest.raises(Refused) as refused:
        made(project)
    assert (refused.value.exit_code, "entry.en.yaml" in refused.value.message) == (4, True)


TAKEN = {
    Kind.DATE: (date(2008, 1, 1), date(2099, 12, 31), "2025-Q2"),
    Kind.AMOUNT: (0.01, 1200.5, 999_999),
    Kind.NUMBER: (0, 999_999_999),
    Kind.YEAR: (2008, 2099),
    Kind.VERSION: (1, 99),
    Kind.ID: ("x" * 80,),
    Kind.TEXT: ("x" * 300,),
    Kind.LONG_TEXT: ("x" * 2_000,),
}


@pytest.mark.parametrize("kind", TAKEN)
def test_what_a_strict_check_takes_at_its_ends_the_reader_takes(kind: Kind) -> None:
    """Days, numbers and lengths, stored as a spreadsheet stores them."""
    _, reference, _ = demo_world()
    for table in (*EVIDENCE_TABLES, *PINNED_TABLES):
        for column in table.columns:
            values = ("2025", "2025-04", "2025-04-07") if column.is_period else TAKEN[kind]
            for value in values if column.kind is kind and table is not REVIEW else ():
                row = sheet_row(table, column.name, value)
                assert read_cell(row, column.name, column, reference.lists, table.name)[1] == [], (
                    column,
                    value,
                )


def test_the_work_plan_of_the_last_meeting_is_not_carried_over(ready: Folders) -> None:
    """Its cell is empty and marked, no item of the last plan is offered to the log, and the table
    to fill in is there without a row.
    """
    folder = ready.inputs / "16msp"
    sheet = openpyxl.load_workbook(folder / "meeting.xlsx")["Settings"]
    (row,) = (row for row in sheet.iter_rows(min_row=2) if row[0].value == "work_plan")
    assert row[1].value is None
    assert str(row[2].value).startswith("to be filled in: work plan")
    yellow = {str(one.sqref) for one in sheet.conditional_formatting}
    assert row[1].coordinate in yellow
    offered = {
        column for _, column, kind, _ in _checks(folder / "activities.xlsx") if kind == "list"
    }
    assert "lap_actions" in offered
    assert "work_plan_items" not in offered
    table = openpyxl.load_workbook(folder / "work-plan.xlsx")["work-plan"]
    assert (table["B1"].value, table.max_row) == ("item", 1)
    text = "".join(str(v) for r in table.iter_rows(values_only=True) for v in r)
    assert "counterpart committee" not in text
