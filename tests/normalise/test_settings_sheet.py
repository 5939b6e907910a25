"""The sheet Settings, as a workbook and as csv: every cell that cannot be used is told of at once,
with its place and the form that is wanted.
"""

import shutil
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from pipeline.collect.folder import File, collect
from pipeline.load import Folders
from pipeline.model.finding import Refused
from pipeline.model.settings import KEYS, Settings
from pipeline.normalise.meeting_settings import read_settings
from tests.makers.command_line import Capture, Said, places_of, typed
from tests.makers.project_folder import ROOT
from tests.makers.tables import csv_bytes, workbook

SOUND = {
    "meeting_kind": "MSP",
    "meeting_number": "14",
    "meeting_place": "Geneva",
    "meeting_from": "2026-09-14",
    "meeting_to": "2026-09-17",
    "period_from": "2025-07-01",
    "period_to": "2026-06-30",
    "article7_year": "2025",
    "cut_off": "2026-06-30",
    "as_of": "2026-06-30",
    "plan": "plan",
    "work_plan": "work-plan",
    "author_body": "Coordinators",
}
FORMATS = ("xlsx", "csv")


def rows_of(values: dict[str, object]) -> list[list[object]]:
    """A sheet of settings, a row a key from row 2 on."""
    return [["key", "value"], *([key, value] for key, value in values.items())]


def read(values: dict[str, object], suffix: str = "xlsx", name: str = "Settings") -> Settings:
    """The settings of a meeting whose sheet has these rows."""
    rows = rows_of(values)
    files = [
        File("m/meeting.xlsx", workbook({name: rows} if suffix == "xlsx" else {"Complete": []}))
    ]
    if suffix == "csv":
        files.append(File(f"m/{name}.csv", csv_bytes(rows)))
    found = collect(tuple(files))
    return read_settings(found.value.sheets, "m", found.findings)


def refusal(values: dict[str, object], suffix: str = "xlsx", name: str = "Settings") -> Refused:
    """Why such settings are refused."""
    with pytest.raises(Refused) as refused:
        read(values, suffix, name)
    assert refused.value.exit_code == 2
    return refused.value


def place(key: str, suffix: str, values: dict[str, object]) -> str:
    """Where the value of a key stands."""
    row = list(values).index(key) + 2
    return f"Settings!B{row}" if suffix == "xlsx" else f'row {row} "value"'


@pytest.mark.parametrize("suffix", FORMATS)
def test_sound_settings_are_read_from_a_workbook_and_from_csv(suffix: str) -> None:
    """The same values from either, each with its cell."""
    settings = read(dict(SOUND), suffix)
    assert (settings.cut_off, settings.meeting_number) == (date(2026, 6, 30), 14)
    assert settings.ref("cut_off").place == place("cut_off", suffix, dict(SOUND))


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_value_that_cannot_be_read_is_named_in_one_run(suffix: str) -> None:
    """A day, a number, a year, words of closed lists: each with its place and what to write."""
    wrong: dict[str, object] = {
        **SOUND,
        "meeting_kind": "meeting",
        "meeting_number": "fourteen",
        "article7_year": "last year",
        "cut_off": "end of June",
        "as_of": "15/07/2026",
        "demo": "perhaps",
        "membership_basis": "signed",
        "word_limit.ica-section": "many",
        "state.ica-section": "final",
        "house_style.number-below-ten": "maybe",
    }
    wanted = {
        "meeting_kind": "Write one of: MSP, RC.",
        "meeting_number": "Write a whole number, digits only.",
        "article7_year": "Write the year as 2025.",
        "cut_off": "Write the day as 2026-07-15.",
        "as_of": "Write 2026-07-15.",
        "demo": "Write one of: yes, no.",
        "membership_basis": "Write one of: in_force, deposited.",
        "word_limit.ica-section": "Write a whole number, digits only.",
        "state.ica-section": "Write one of: draft, advance, issued, finalized.",
        "house_style.number-below-ten": "Write one of: on, off.",
    }
    lines = refusal(wrong, suffix).message.splitlines()
    assert "10 cells cannot be used" in lines[0]
    told = [
        f"  {place(key, suffix, wrong)}: {key} cannot be read. {cure}"
        for key, cure in wanted.items()
    ]
    assert sorted(lines[1:]) == sorted(told)


@pytest.mark.parametrize(
    ("key", "value", "cure"),
    [
        ("cut_off", "2026-07", "Write the day as 2026-07-15."),
        ("cut_off", "03/07/2026", "Write the day as 2026-07-15."),
        ("cut_off", "31.07.2026", "Write 2026-07-31."),
        ("cut_off", 46218, "Write the day as 2026-07-15."),
        ("date_of_submission", "soon", "Write the day as 2026-07-15."),
        ("article7_year", "25", "Write the year as 2025."),
        ("names_in_text_up_to", "-1", "Write a whole number, digits only."),
        ("first_paragraph.ica-section", "0", "Write a whole number, digits only."),
        ("decimal_mark", ",", "Write one of: point, comma."),
        ("meeting_kind", "msp", "Write one of: MSP, RC."),
    ],
)
def test_a_value_alone_is_named_with_the_form_that_is_wanted(
    key: str, value: object, cure: str
) -> None:
    """A day that can be read one way only is offered in that form."""
    values = {**SOUND, key: value}
    refused = refusal(values)
    where = place(key, "xlsx", values)
    assert (refused.message, refused.cure) == (
        f"m/meeting.xlsx › {where}: {key} cannot be read.",
        cure,
    )


def test_a_real_date_of_excel_is_a_day() -> None:
    """As Excel stores it, whatever it shows."""
    assert read({**SOUND, "cut_off": datetime(2026, 6, 29)}).cut_off == date(2026, 6, 29)


def test_keys_and_values_that_are_wrong_are_named_together_in_the_order_of_the_sheet() -> None:
    """A key that is misspelt is not missing as well; one that stands twice is named where it stands
    again.
    """
    values: dict[str, object] = {key: value for key, value in SOUND.items() if key != "as_of"}
    values |= {"as_off": "2026-06-30", "colour": "red", "cut_off": "June"}
    rows: list[list[object]] = [*rows_of(values), ["plan", "other"]]
    sheets = collect((File("m/meeting.xlsx", workbook({"Settings": rows})),)).value.sheets
    with pytest.raises(Refused) as refused:
        read_settings(sheets, "m")
    lines = [line.strip() for line in refused.value.message.splitlines()[1:]]
    assert [line.partition(":")[0] for line in lines] == [
        place("cut_off", "xlsx", values),
        "Settings!A14",
        "Settings!A15",
        "Settings!A16",
    ]
    assert lines[1].endswith("Did you mean as_of?")


@pytest.mark.parametrize("suffix", FORMATS)
def test_what_is_still_to_be_filled_in_stands_beside_what_cannot_be_read(suffix: str) -> None:
    """Empty cells and wrong ones in one run; keys without a row are named without a cell."""
    values: dict[str, object] = {**SOUND, "meeting_place": "", "cut_off": "June"}
    del values["author_body"]
    message = refusal(values, suffix).message
    assert f"meeting_place ({place('meeting_place', suffix, values)}), author_body" in message
    assert f"{place('cut_off', suffix, values)}: cut_off cannot be read." in message


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", ["Setings", "Settngs", "settings 2026", "Einstellungen"])
def test_a_sheet_with_a_near_name_is_told_what_to_be_called(name: str, suffix: str) -> None:
    """By its name, or by the keys on it; no other meeting's workbook is asked for."""
    refused = refusal(dict(SOUND), suffix, name)
    source = f"m/{name}.csv" if suffix == "csv" else "m/meeting.xlsx"
    assert refused.message.startswith(f"{source} › ")
    assert refused.cure == "Rename it Settings."


def test_without_any_sheet_of_settings_the_columns_are_named() -> None:
    """A workbook that holds none says which columns make one; one that is none says why."""
    empty = collect((File("m/meeting.xlsx", workbook({"Other": [["x", "y"]]})),))
    with pytest.raises(Refused, match="there is no sheet Settings") as refused:
        read_settings(empty.value.sheets, "m", empty.findings)
    assert "key and value" in refused.value.cure
    broken = collect((File("m/meeting.xlsx", b"no workbook"), File("m/a.csv", b"x;y\n1;2\n")))
    with pytest.raises(Refused) as refused:
        read_settings(broken.value.sheets, "m", broken.findings)
    assert refused.value.cure == broken.findings[0].cure


@pytest.mark.parametrize(
    ("key", "value", "read_as"),
    [
        ("plan", "lausanne-2021-2026.yaml", "lausanne-2021-2026"),
        ("work_plan", "ica-2026.YML", "ica-2026"),
        ("template.ica-section", "mine.docx", "mine"),
        ("template.progress-report", "Mine.DOCX", "Mine"),
    ],
)
def test_a_name_of_a_file_may_be_written_with_its_ending(
    key: str, value: str, read_as: str
) -> None:
    """It is the same name."""
    settings = read({**SOUND, key: value})
    group, _, part = key.partition(".")
    named = getattr(settings, group)
    assert (named[part] if part else named) == read_as


@pytest.mark.parametrize("key", ["plan", "work_plan", "reference", "template.ica-section"])
@pytest.mark.parametrize("value", ["templates/mine", "..\\mine", "C:mine", ".mine"])
def test_a_name_with_a_path_is_refused_at_its_cell(key: str, value: str) -> None:
    """The folder is known; only the name is asked for."""
    values: dict[str, object] = {**SOUND, key: value}
    assert place(key, "xlsx", values) in refusal(values).message


@pytest.fixture
def project(tmp_path: Path) -> Folders:
    """The demo and the templates, to be changed."""
    shutil.copytree(ROOT / "inputs/demo", tmp_path / "inputs/demo")
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    return Folders(
        tmp_path / "inputs", tmp_path / "templates", tmp_path / "outputs", ROOT / "pipeline"
    )


def checked(project: Folders, capsys: Capture, **changes: str) -> Said:
    """What `check` says of the demo with some settings changed; `__` is the dot of a key."""
    path = project.inputs / "demo/meeting.xlsx"
    book = openpyxl.load_workbook(path)
    cells = {row[0].value: row[1] for row in book["Settings"].iter_rows(min_row=2)}
    for key, value in changes.items():
        cells[key.replace("__", ".").replace("_section", "-section")].value = value
    book.save(path)
    return typed(capsys, "check", "demo", *places_of(project))


def test_a_template_that_lies_in_the_folder_of_the_meeting_is_told_where_to_lie(
    project: Folders, capsys: Capture
) -> None:
    """With its ending and without; once it is moved, the papers are made with it."""
    lying = project.inputs / "demo/mine.docx"
    shutil.copy(project.templates / "ica-section.docx", lying)
    said = checked(project, capsys, template__ica_section="mine.docx")
    assert said.code == 4
    assert "Settings!B28: there is no template mine.docx" in said.err
    assert "Move inputs/demo/mine.docx into the folder templates." in said.err
    lying.rename(project.templates / "mine.docx")
    assert typed(capsys, "check", "demo", *places_of(project)).code == 0


def test_names_of_files_that_are_not_there_are_told_together(
    project: Folders, capsys: Capture
) -> None:
    """Plan and work plan in one run, each with those that are known."""
    said = checked(project, capsys, plan="lausanne", work_plan="ica-2031")
    assert said.code == 2
    assert "Settings!B20: there is no demo/reference/plans/lausanne.yaml" in said.err
    assert "Settings!B21: there is no demo/reference/work-plans/ica-2031.yaml" in said.err
    assert "Known: ica-demo." in said.err


@pytest.mark.parametrize(
    ("changes", "cell"),
    [
        ({"template__ica_section": "other"}, "Settings!B28"),
        ({"reference": "referenz"}, "Settings!B22"),
        ({"convert_to": "dollars"}, "Settings!B26"),
    ],
)
def test_a_setting_that_names_what_is_not_there_is_told_at_its_cell(
    project: Folders, capsys: Capture, changes: dict[str, str], cell: str
) -> None:
    """Never only its name, and never silently."""
    said = checked(project, capsys, **changes)
    assert said.code in (2, 4)
    assert cell in said.err


def test_every_setting_has_a_form_that_can_be_asked_for() -> None:
    """Each key whose value may be unreadable says what to write instead."""
    silent = [key for key in KEYS if "docs/inputs.md" in refusal_cure(key)]
    assert silent == []


def refusal_cure(key: str) -> str:
    """The cure for a key whose value is no value; empty where any text is one."""
    try:
        read({**SOUND, key: "no such value"})
    except Refused as refused:
        return refused.cure
    return ""
