"""Codes of ISO 3166 that are words too: never a name, in any table or format, and "no" a denial."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pytest

from pipeline.collect.folder import collect
from pipeline.load import load
from pipeline.model.dates_and_money import Absence
from pipeline.model.finding import Outcome
from pipeline.model.records import Records
from pipeline.model.settings import Settings
from pipeline.normalise.meeting_records import normalise
from pipeline.normalise.meeting_settings import read_settings
from pipeline.normalise.reference import Reference
from pipeline.stages import read_reference_folder, split_reference
from tests.conftest import ROOT, folders_of
from tests.makers.printed_reports import LINES, printed
from tests.makers.report_forms import cover, form_i
from tests.makers.small_meeting import (
    ACTIVITY,
    COALITION,
    Content,
    collected,
    register,
    report,
    rows,
)
from tests.makers.word_files import docx, p, tbl

ACTIVITY_ROW = {**ACTIVITY, "organizers": "NPA"}
COALITION_ROW = {**COALITION, "affected_state": "Lebanon", "partners": "NPA"}
STATEMENT = {
    "statement_id": "ST-1",
    "state": "Lebanon",
    "made_on": "2025-04-07",
    "section": "provided",
    "public": "yes",
}
PRACTICE = {
    "practice_id": "GP-1",
    "role": "donor",
    "made_on": "2025-04-08",
    "words": "Words",
    "public": "yes",
}
FOLLOW_UP = {"follow_up_id": "FU-1", "kind": "need", "obligation": "art7", "status": "open"}
# Each column of a name: its table as csv, the row, the column.
OPTIONAL = [
    ("activities.csv", ACTIVITY_ROW, "participants_states"),
    ("activities.csv", ACTIVITY_ROW, "participants_other"),
    ("activities.csv", ACTIVITY_ROW, "requested_by"),
    ("activities.csv", ACTIVITY_ROW, "cost_bearer"),
    ("coalitions.csv", COALITION_ROW, "partners"),
    ("statements.csv", STATEMENT, "counterpart"),
]
REQUIRED = [
    ("good-practices.csv", PRACTICE, "actor"),
    ("follow-up.csv", FOLLOW_UP, "state"),
    ("statements.csv", STATEMENT, "state"),
    ("coalitions.csv", COALITION_ROW, "affected_state"),
]
DENIALS = [
    "No",
    "NA",
    "N/A",
    "none",
    "nil",
    "–",
    "Non",
    "Néant",
    "Ninguno",
    "لا",
    "нет",
    "无",
    "否",
]
TWO_LETTERS = ["NE", "Si", "Be", "La", "IE", "CH"]


@lru_cache(maxsize=1)
def real_world() -> tuple[Settings, Reference]:
    """Settings and reference of real States."""
    loaded = load(folders_of(ROOT, ROOT / "outputs"), "13msp")
    own, inside = split_reference(loaded)
    settings = read_settings(collect(own).value.sheets, "13msp")
    return settings, read_reference_folder(loaded, settings, inside)[0]


def normalised(files: Mapping[str, Content]) -> Outcome[Records]:
    """The records of a meeting of real States."""
    read = collected(files).value
    return normalise(read.sheets, read.unreadable, *real_world())


def read_cells(
    name: str, row: dict[str, Any], column: str, words: list[str]
) -> list[tuple[object, set[str]]]:
    """What a table gives for a cell that holds each of the words, None where its row is out, and
    the codes of what was said of that cell.
    """
    id_column = next(iter(row))
    table = rows(*({**row, id_column: f"R{n}", column: text} for n, text in enumerate(words)))
    done = normalised({name: table})
    records = done.value
    made = {
        record.id: getattr(record, {"counterpart": "counterparts"}.get(column, column), ())
        for record in (
            *records.activities,
            *records.coalitions,
            *records.statements,
            *records.good_practices,
            *records.follow_up,
        )
    }
    places = [f'row {n + 2} "{column}"' for n in range(len(words))]
    return [
        (made.get(f"R{n}"), {f.code for f in done.findings if f.ref.place == place})
        for n, place in enumerate(places)
    ]


@pytest.mark.parametrize(("name", "row", "column"), OPTIONAL)
def test_a_denial_names_nobody(name: str, row: dict[str, Any], column: str) -> None:
    """ "No" and its like in six languages are an absence in every column of names."""
    for value, codes in read_cells(name, row, column, DENIALS):
        assert value in ((), "")
        assert codes == {"absence-read"}


@pytest.mark.parametrize(("name", "row", "column"), OPTIONAL)
def test_two_letters_are_a_question(name: str, row: dict[str, Any], column: str) -> None:
    """A code of two letters gives no State, and the cell is asked about."""
    for value, codes in read_cells(name, row, column, TWO_LETTERS):
        assert value in ((), "")
        assert codes == {"unknown-name"}


@pytest.mark.parametrize(("name", "row", "column"), REQUIRED)
def test_where_a_name_must_stand_the_row_is_out(
    name: str, row: dict[str, Any], column: str
) -> None:
    """Neither a denial nor two letters is the State of a row."""
    for value, codes in read_cells(name, row, column, [*DENIALS, *TWO_LETTERS]):
        assert value is None
        assert codes in ({"missing-value"}, {"unknown-name"})


@pytest.mark.parametrize(("name", "row", "column"), [*OPTIONAL, *REQUIRED])
def test_three_capitals_are_a_code_in_our_own_tables(
    name: str, row: dict[str, Any], column: str
) -> None:
    """PER is Peru as a whole item in capitals; "per" and "Per" are words."""
    capitals, *others = read_cells(name, row, column, ["PER", "per", "Per"])
    assert capitals[0] in (("PER",), "PER", ())
    assert "unknown-name" not in capitals[1]
    assert [codes for _, codes in others] == [{"unknown-name"}] * 2


def of_report(content: Content, path: str, state: str = "Switzerland") -> Outcome[Records]:
    """The records of one report and its line in the register."""
    listed = register(state=state, file=path, article7_year="2024")
    return normalised({"reports-received.csv": listed, f"national-reports/{path}": content})


def in_word(counterpart: str, state: str = "Switzerland") -> bytes:
    """A report in Word with one line."""
    return docx(
        *cover(state), *form_i({"provided": [(counterpart, "", "25000", "CHF", "financial")]})
    )


def in_pdf(counterpart: str) -> bytes:
    """The same report as a PDF."""
    return printed("Switzerland", [LINES[0], [counterpart, "", "25000", "CHF", "financial"]])


@pytest.mark.parametrize("words", ["No", "NA", "NE", "Si", "Be", "La", "IE"])
def test_a_workbook_that_denies_names_no_state(words: str) -> None:
    """The counterpart of a line in Form I; a line of nothing but a denial is a denial."""
    book = report({"section": "provided", "counterpart": words}, state="Switzerland")
    (made,) = of_report(book, "switzerland.xlsx").value.reports
    assert [line.counterparts for line in made.lines] == [()]
    if words in {"No", "NA"}:
        assert made.lines[0].absence in {Absence.NONE, Absence.NOT_APPLICABLE}


def test_a_denial_in_the_description_is_one() -> None:
    """ "No" as all that a line says is no help that was given."""
    book = report({"section": "provided", "description": "No"}, state="Switzerland")
    (made,) = of_report(book, "switzerland.xlsx").value.reports
    assert (made.lines[0].absence, made.lines[0].says_more) == (Absence.NONE, False)


@pytest.mark.parametrize("words", ["No", "NA", "NE", "Si", "Be", "La", "IE", "PER", "NOR", "CAN"])
def test_codes_in_word_and_pdf_are_no_states(words: str) -> None:
    """In a document no code counts, not even one of three capitals: it is a question."""
    for name, content in (("a.docx", in_word(words)), ("a.pdf", in_pdf(words))):
        done = of_report(content, name)
        lines = [line for made in done.value.reports for line in made.lines]
        assert [line.counterparts for line in lines if line.counterparts] == []
        shown = [proposal.reading.get("counterpart") for proposal in done.value.proposals]
        assert set(shown) <= {None, ""}


@pytest.mark.parametrize("words", ["NOR", "No", "PER"])
def test_a_code_on_the_cover_of_a_document_is_a_question(words: str) -> None:
    """The State of a report is a name."""
    done = normalised({"national-reports/a.docx": in_word("Lebanon", words)})
    assert done.value.reports == ()
    assert "cover-state-unknown" in {finding.code for finding in done.findings}


@pytest.mark.parametrize("name", ["report-and-annex-2024.docx", "can-2024.docx", "NOR-2024.docx"])
def test_a_code_in_the_name_of_a_file_places_nothing(name: str) -> None:
    """ "and" is not Andorra, and "can" not Canada."""
    content = docx(p("Convention on Cluster Munitions"), tbl(["Form I"], ["-"]))
    done = normalised({f"national-reports/{name}": content})
    assert [made.state for made in done.value.reports] == []
    assert {proposal.reading.get("state") for proposal in done.value.proposals} <= {None, ""}


@pytest.mark.parametrize(
    ("words", "code"), [("EU", "EU"), ("UK", "GBR"), ("UE", "EU"), ("DRC", "COD")]
)
def test_a_short_form_that_a_person_listed_is_a_name(words: str, code: str) -> None:
    """EU and UK stand in the lists of names."""
    for name, row, column in (OPTIONAL[0], OPTIONAL[-1]):
        assert read_cells(name, row, column, [words]) == [((code,), set())]
