"""The words of the reference folder: for every closed value, in three languages, and none that
means two things.
"""

import pytest

from pipeline.collect.csv_file import read_csv
from pipeline.model.dates_and_money import Absence
from pipeline.model.tables import (
    ACTIVITIES,
    COVER,
    COVER_FIELDS,
    EVIDENCE_TABLES,
    FORM_TABLES,
    PINNED_TABLES,
    Column,
)
from pipeline.normalise.cell_values import read
from pipeline.normalise.reading import ALL_TABLES, CellContext, value_key
from tests.conftest import ROOT
from tests.makers.single_cells import lists

# Sheets that the secretariat keeps in English: declarations of the program's own names, and marks.
OWN_WORDS = {
    ("Complete", "source"),
    ("marks", "mark"),
    ("rates", "direction"),
    ("rates", "kind"),
    ("Previous", "basis"),
    ("review", "what"),
    ("Clearances", "paper"),
    ("Clearances", "kind"),
}


def columns() -> dict[tuple[str, str], Column]:
    """Every column with a closed list, by table and name."""
    tables = (*EVIDENCE_TABLES, *FORM_TABLES, *PINNED_TABLES)
    closed = {(table.name, c.name): c for table in tables for c in table.columns if c.values}
    return {**closed, **{(COVER.name, c.name): c for c in COVER_FIELDS if c.values}}


def table(name: str) -> list[dict[str, str]]:
    """The rows of a reference table."""
    header, *rows = read_csv(name, (ROOT / "inputs" / "reference" / name).read_bytes())[0].rows
    names = [cell.text for cell in header.cells]
    return [dict(zip(names, (cell.text for cell in row.cells), strict=True)) for row in rows]


@pytest.mark.parametrize("name", ["words.csv", "values.csv", "currency-signs.csv"])
def test_the_demo_has_the_same_words(name: str) -> None:
    """The two reference folders hold the same bytes."""
    shared = (ROOT / "inputs" / "reference" / name).read_bytes()
    assert (ROOT / "inputs" / "demo" / "reference" / name).read_bytes() == shared


def test_every_line_leads_to_a_value_of_its_column() -> None:
    """Table, column and value of each line are declared; the fields of the cover and the item
    outside_plan too.
    """
    declared = {key: set(column.values) for key, column in columns().items()}
    declared[COVER.name, "field"] = {column.name for column in COVER_FIELDS}
    declared[ACTIVITIES.name, "work_plan_items"] = {"outside_plan"}
    wrong = []
    for row in table("values.csv"):
        named = [
            values
            for (t, c), values in declared.items()
            if c == row["column"] and row["table"] in {t, ALL_TABLES}
        ]
        if not named or not any(row["value"] in values for values in named):
            wrong.append(row)
    assert wrong == []


def test_no_word_stands_for_two_values_of_a_column() -> None:
    """A word, its case and strokes evened, has one value, and never that of another value's own
    name.
    """
    seen: dict[tuple[str, str, str], str] = {}
    wrong = []
    for (name, column), declared in columns().items():
        for value in declared.values:
            seen[name, column, value_key(value)] = value
    for row in table("values.csv"):
        tables = (
            [t for t, c in columns() if c == row["column"]]
            if row["table"] == ALL_TABLES
            else [row["table"]]
        )
        for name in tables:
            key = (name, row["column"], value_key(row["alias"]))
            if seen.setdefault(key, row["value"]) != row["value"]:
                wrong.append(row)
    assert wrong == []


@pytest.mark.parametrize("language", ["fr", "es"])
def test_every_closed_value_has_a_word_in_each_language(language: str) -> None:
    """A sheet kept in French or Spanish reads: each value has a word there."""
    given = {
        (r["table"], r["column"], r["value"]) for r in table("values.csv") if r["lang"] == language
    }
    lacking = [
        (name, column, value)
        for (name, column), declared in columns().items()
        for value in declared.values
        if (name, column) not in OWN_WORDS
        if not {(name, column, value), (ALL_TABLES, column, value)} & given
    ]
    assert lacking == []


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_word_for_a_value_reads_as_it(language: str) -> None:
    """Each line of values.csv, read through the grammar of its column, gives its value."""
    wrong = []
    for row in table("values.csv"):
        for (name, column_name), column in columns().items():
            if (
                row["lang"] == language
                and row["column"] == column_name
                and row["table"] in {name, ALL_TABLES}
            ):
                reading = read(CellContext(row["alias"], column, lists(), row["alias"], table=name))
                if reading.value not in (row["value"], (row["value"],)):
                    wrong.append((name, row["alias"], reading))
    assert wrong == []


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "ru"])
def test_each_meaning_of_absence_has_its_word(language: str) -> None:
    """None, not applicable and no change in five languages; all six meanings in three."""
    wanted = {Absence.NONE, Absence.NOT_APPLICABLE, Absence.UNCHANGED}
    if language in {"en", "fr", "es"}:
        wanted = set(Absence)
    given = {
        r["value"] for r in table("words.csv") if r["role"] == "absence" and r["lang"] == language
    }
    assert {str(meaning) for meaning in wanted} <= given


def test_an_absence_has_one_meaning() -> None:
    """No word for an absence means two."""
    assert [word for word, meaning in lists().words["absence"].items() if "|" in meaning] == []


def test_signs_stand_for_known_currencies() -> None:
    """Every candidate of a sign is a code of currencies.csv."""
    assert {row["code"] for row in table("currency-signs.csv")} <= lists().currencies
