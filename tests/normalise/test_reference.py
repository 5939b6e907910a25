"""The reference folder as shipped: membership, names, marks, plan and work plan."""

from collections import Counter
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from pipeline.collect.csv_file import read_csv
from pipeline.language import name_key
from pipeline.load import Loaded, load
from pipeline.model.state import Basis
from pipeline.model.tables import (
    COMPLETE,
    COVER,
    EVIDENCE_TABLES,
    FORM_TABLES,
    PINNED_TABLES,
    REVIEW,
    WITHHELD,
    WRITTEN,
    InputTable,
)
from pipeline.normalise.meeting_settings import read_settings
from pipeline.normalise.reference import Reference
from pipeline.normalise.table import header_key
from pipeline.stages import read_reference_folder, split_reference
from tests.conftest import ROOT, folders_of

FOLDERS = ("inputs/reference", "inputs/demo/reference")


@lru_cache(maxsize=2)
def _reference(meeting: str) -> Reference:
    from pipeline.collect.folder import collect

    loaded: Loaded = load(folders_of(ROOT, ROOT / "outputs"), meeting)
    own, inside = split_reference(loaded)
    return read_reference_folder(loaded, read_settings(collect(own).value.sheets, meeting), inside)[
        0
    ]


def _table(folder: str, name: str) -> list[dict[str, str]]:
    path = ROOT / folder / f"{name}.csv"
    header, *rows = read_csv(path.name, path.read_bytes())[0].rows
    names = [cell.text for cell in header.cells]
    return [dict(zip(names, (cell.text for cell in row.cells), strict=True)) for row in rows]


@pytest.mark.parametrize(
    ("on", "in_force", "deposited"),
    [
        (date(2022, 8, 30), 110, 110),
        (date(2023, 9, 11), 111, 112),
        (date(2024, 9, 10), 112, 112),
        (date(2025, 3, 5), 112, 112),
        (date(2025, 3, 6), 111, 111),
        (date(2025, 6, 30), 111, 111),
        (date(2025, 9, 16), 111, 112),
        (date(2026, 3, 1), 112, 112),
    ],
)
def test_membership_reproduces_the_known_counts(on: date, in_force: int, deposited: int) -> None:
    """The States Parties of a day are those of the depositary, by either basis."""
    states = _reference("13msp").states.values()
    counts = tuple(sum(state.is_party(on, basis) for state in states) for basis in Basis)
    assert counts == (in_force, deposited)


def test_a_signatory_is_a_party_on_no_day() -> None:
    """A State that signed and never deposited an instrument is no State Party by either basis."""
    signatories = [
        state for state in _reference("13msp").states.values() if state.status == "signatory"
    ]
    assert len(signatories) == 12
    assert not [
        s for s in signatories if any(s.is_party(date(2026, 9, 1), basis) for basis in Basis)
    ]


def test_withdrawal_ends_membership_on_its_day() -> None:
    """A State that withdrew is a Party up to the day before the withdrawal takes effect."""
    lithuania = _reference("13msp").states["LTU"]
    days = (date(2025, 3, 5), date(2025, 3, 6))
    assert [lithuania.is_party(day, Basis.IN_FORCE) for day in days] == [True, False]


@pytest.mark.parametrize(
    ("basis", "field"), [(Basis.IN_FORCE, "entry_into_force"), (Basis.DEPOSITED, "deposit_date")]
)
def test_each_basis_has_its_column(basis: Basis, field: str) -> None:
    """The cell that decides membership is that of the basis."""
    assert _reference("13msp").states["LBN"].since_field(basis) == field


@pytest.mark.parametrize(
    ("folder", "table"),
    [(f, t) for f in FOLDERS for t in ("states", "aliases", "actors", "other-areas")],
)
def test_every_cell_has_exactly_one_most_specific_mark(folder: str, table: str) -> None:
    """Source and mark of a cell are found by (row, column), (row, *), (*, column), (*, *), in that
    order, once.
    """
    marks = Counter((m["row"], m["column"]) for m in _table(folder, "marks") if m["table"] == table)
    wrong = []
    for row in _table(folder, table):
        row_id = next(iter(row.values()))
        for column in row:
            keys = ((row_id, column), (row_id, "*"), ("*", column), ("*", "*"))
            first = next((marks[key] for key in keys if marks[key]), 0)
            if first != 1:
                wrong.append((row_id, column, first))
    assert wrong == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_mark_names_a_known_source_and_a_row_that_is_there(folder: str) -> None:
    """No line of marks.csv hangs on a source, row or column that does not exist."""
    sources = {row["key"] for row in _table(folder, "sources")}
    wrong = []
    for mark in _table(folder, "marks"):
        table = _table(folder, mark["table"])
        ids = {next(iter(row.values())) for row in table} | {"*"}
        columns = {*(table[0] if table else {}), "*"}
        if mark["source"] not in sources or (
            table and (mark["row"] not in ids or mark["column"] not in columns)
        ):
            wrong.append(mark)
    assert wrong == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_name_stands_for_two(folder: str) -> None:
    """Each name, alias and code of States, actors and areas leads to one code."""
    codes: dict[str, set[str]] = {}
    pairs = [
        (r[f], r["iso3"])
        for r in _table(folder, "states")
        for f in ("iso3", "iso2", "name_en", "running_en")
    ]
    pairs += [(r["alias"], r["iso3"]) for r in _table(folder, "aliases")]
    pairs += [
        (r[f], r["code"]) for r in _table(folder, "actors") for f in ("code", "name", "running_en")
    ]
    pairs += [(r["alias"], r["code"]) for r in _table(folder, "actor-aliases")]
    pairs += [
        (name, r["code"])
        for r in _table(folder, "other-areas")
        for name in (r["code"], r["name"], *r["aliases"].split("|"))
    ]
    for name, code in pairs:
        if name:
            codes.setdefault(name_key(name), set()).add(code)
    assert {name: found for name, found in codes.items() if len(found) > 1} == {}


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_code_stands_twice(folder: str) -> None:
    """States, actors and areas share one space of codes, each there once."""
    ids = [r["iso3"] for r in _table(folder, "states")]
    ids += [r["code"] for table in ("actors", "other-areas") for r in _table(folder, table)]
    assert [code for code, count in Counter(ids).items() if count > 1] == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_header_alias_stands_for_two_columns(folder: str) -> None:
    """Each other name of a header leads to one column of its table, and that column exists."""
    tables = (*EVIDENCE_TABLES, *FORM_TABLES, *PINNED_TABLES, WRITTEN)
    declared = {t.name: {c.name for c in t.columns} for t in tables}
    seen: dict[tuple[str, str], set[str]] = {}
    for row in _table(folder, "headers"):
        assert row["column"] in declared[row["table"]], row
        seen.setdefault((row["table"], header_key(row["alias"])), set()).add(row["column"])
        own = {header_key(name): name for name in declared[row["table"]]}
        assert own.get(header_key(row["alias"]), row["column"]) == row["column"], row
    assert {key: columns for key, columns in seen.items() if len(columns) > 1} == {}


FILLED_IN = [
    table for table in EVIDENCE_TABLES if table is not REVIEW
]  # the program makes review.xlsx, titles and all


@pytest.mark.parametrize(
    "table", [*FILLED_IN, *FORM_TABLES, WITHHELD, COMPLETE], ids=lambda table: table.name
)
def test_every_column_has_another_name_in_three_languages(table: InputTable) -> None:
    """A header in English, French or Spanish words is found for every column a person may fill
    in.
    """
    named = {
        (row["column"], row["lang"])
        for row in _table(FOLDERS[0], "headers")
        if row["table"] == table.name
    }
    wanted = {(column.name, lang) for column in table.columns for lang in ("en", "fr", "es")}
    assert wanted - named == set()


def test_a_cover_has_headers_in_other_words_too() -> None:
    """The table of header aliases covers reports as well as logs."""
    assert "field" in set(_reference("13msp").headers[COVER.name].values())


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Côte d’Ivoire", "CIV"),
        ("COTE D'IVOIRE", "CIV"),
        ("the Niger", "NER"),
        ("Niger", "NER"),
        ("The  Netherlands", "NLD"),
        ("Kingdom of the Netherlands", "NLD"),
        ("Pays-Bas", "NLD"),
        ("Laos", "LAO"),
        ("Congo", "COG"),
        ("Kosovo", "XKX"),
        ("European Union", "EU"),
        ("NPA", "NPA"),
    ],
)
def test_names_resolve_exactly(name: str, code: str) -> None:
    """List names, running names and aliases lead to their code."""
    assert _reference("13msp").lists.names.code(name) == code


@pytest.mark.parametrize("name", ["Nigeriaa", "Lebanone", "Rep. of", "Guinea-", ""])
def test_a_near_name_resolves_to_nothing(name: str) -> None:
    """What is no name to the letter is nobody."""
    assert _reference("13msp").lists.names.code(name) is None


def test_areas_are_no_states_and_have_no_running_form() -> None:
    """Areas are known, and are neither States nor anything that can be printed."""
    reference = _reference("13msp")
    codes = {area.code for area in reference.areas}
    assert {"XKX", "ESH", "TWN", "GRL"} <= codes
    assert not codes & (set(reference.states) | set(reference.actors))


def test_running_forms_of_a_short_list_have_an_article() -> None:
    """In a sentence it is the Niger and the Kingdom of the Netherlands; the list form stays
    bare.
    """
    states = _reference("13msp").states
    assert [states[code].running for code in ("NER", "NLD", "LBN")] == [
        "the Niger",
        "the Kingdom of the Netherlands",
        "Lebanon",
    ]


def test_the_netherlands_sorts_under_n() -> None:
    """States are sorted by their list form."""
    assert _reference("13msp").states["NLD"].sort_key.startswith("netherlands")


@pytest.mark.parametrize("meeting", ["13msp", "demo"])
def test_the_plan_has_fifty_actions_and_no_invented_text(meeting: str) -> None:
    """Actions 1 to 50; 38 to 42 carry summary, marks and indicators; no official text is there
    before the user's.
    """
    plan = _reference(meeting).plan
    full = [action for action in plan.actions if action.indicators]
    assert plan.numbers == tuple(range(1, 51))
    assert [action.number for action in full] == [38, 39, 40, 41, 42]
    assert all(action.summary and action.marks for action in full)
    assert {action.official_text for action in plan.actions} == {""}


def test_indicators_are_those_the_figures_know() -> None:
    """Eight indicators; a need and a plan carry forward, flows do not."""
    indicators = {i.id: i.carries for i in _reference("13msp").plan.indicators}
    assert indicators == {
        "national_resources": False,
        "innovative_funding": False,
        "exchange": False,
        "assistance_provided": False,
        "assistance_received": False,
        "assistance_needed": True,
        "national_plan": True,
        "coalitions": False,
    }


def test_the_work_plan_keeps_its_two_parts_of_b_and_its_triggers() -> None:
    """b is two items; c and d wait for a request; every other item is fixed."""
    work_plan = _reference("13msp").work_plan
    upon_request = {item.id for item in work_plan.items if item.is_upon_request}
    ids = {item.id for item in work_plan.items}
    assert ids == {"a", "b1", "b2", "c", "d", "e", "isu_priorities", "report_back"}
    assert upon_request == {"c", "d"}
    assert work_plan.coordinators == ("CHE", "NLD")
    assert all(item.text for item in work_plan.items)


def test_the_work_plan_keeps_its_open_question_in_brackets() -> None:
    """The plan's own bracketed question on the intersessionals stands there word for word."""
    questions = [
        item.open_question for item in _reference("13msp").work_plan.items if item.open_question
    ]
    assert len(questions) == 1
    assert (
        questions[0].strip("[]").startswith("to be elaborated: when will this meeting take place?")
    )


def test_an_item_nobody_has_is_a_bug() -> None:
    """item() raises for an id that the work plan does not have."""
    work_plan = _reference("13msp").work_plan
    assert work_plan.item("b1").id == "b1"
    with pytest.raises(KeyError):
        work_plan.item("z")


def test_the_demo_has_no_real_state() -> None:
    """The invented reference holds user-assigned codes alone."""
    real = {row["iso3"] for row in _table("inputs/reference", "states")}
    invented = {row["iso3"] for row in _table("inputs/demo/reference", "states")}
    assert not real & invented
    assert all(code.startswith("XA") for code in invented)


def test_the_reference_is_plain_utf_8() -> None:
    """Every csv file of the shared reference decodes and holds no replacement character."""
    paths = sorted(Path(ROOT / "inputs" / "reference").glob("*.csv"))
    assert len(paths) == 13
    assert not [path.name for path in paths if "\ufffd" in path.read_bytes().decode("utf-8")]
