"""Names that are known but not those of States Parties: what is said of each is true of it."""

from typing import Any

import pytest

from pipeline.model.state import Standing
from pipeline.normalise.reference import Reference
from tests.makers.small_meeting import ACTIVITY, coalition, codes, register, report, rows
from tests.normalise.test_codes_are_no_names import (
    ACTIVITY_ROW,
    COALITION_ROW,
    OPTIONAL,
    REQUIRED,
    in_pdf,
    in_word,
    of_report,
    read_cells,
    real_world,
)

# Names of one State each that has not joined, in the words of offices.
OUTSIDE = {
    "Brazil": "BRA",
    "United States": "USA",
    "Estados Unidos": "USA",
    "Russie": "RUS",
    "Iran, Islamic Republic of": "IRN",
    "Korea (Republic of)": "KOR",
    "Vietnam": "VNM",
    "中国": "CHN",
}
# Entities that the depositary lists and that are no member of the United Nations.
LISTED = {"Holy See": "VAT", "State of Palestine": "PSE", "Cook Islands": "COK", "Niue": "NIU"}
AREAS = ["Kosovo", "Western Sahara", "Taiwan", "Greenland", "Gibraltar", "Nueva Caledonia", "香港"]
SIGNATORY, WITHDRAWN, PARTY = "Angola", "Lithuania", "Bolivia, Estado Plurinacional"


def _reference() -> Reference:
    return real_world()[1]


def test_every_state_and_entity_is_listed_once_with_its_standing() -> None:
    """Members of the United Nations, its observer States, the Cook Islands and Niue: 197."""
    states = _reference().states
    by_status: dict[str, int] = {}
    for state in states.values():
        by_status[state.status] = by_status.get(state.status, 0) + 1
    assert len(states) == 193 + 2 + 2
    assert by_status == {"state_party": 112, "signatory": 12, "withdrawn": 1, "not_party": 72}
    assert {states[code].status for code in LISTED.values()} == {"state_party"}


@pytest.mark.parametrize(
    ("code", "standing"),
    [
        ("LBN", Standing.PARTY),
        ("AGO", Standing.SIGNATORY),
        ("LTU", Standing.WITHDRAWN),
        ("BRA", Standing.OUTSIDE),
        ("USA", Standing.OUTSIDE),
        ("VUT", Standing.NOT_YET),
    ],
)
def test_the_standing_of_a_state_is_true_of_it(code: str, standing: Standing) -> None:
    """Party, signatory, withdrawn, not yet bound, neither: by the table of States and the day."""
    settings, reference = real_world()
    on, basis = settings.as_of, settings.membership_basis
    assert reference.states[code].standing(on, basis) is standing


@pytest.mark.parametrize(("name", "row", "column"), [*OPTIONAL, *REQUIRED])
def test_a_state_is_a_state_in_every_column_of_names(
    name: str, row: dict[str, Any], column: str
) -> None:
    """A signatory, a State that withdrew and one that never joined are read like any other."""
    known = {**OUTSIDE, **LISTED, SIGNATORY: "AGO", WITHDRAWN: "LTU", PARTY: "BOL"}
    read = read_cells(name, row, column, list(known))
    for (value, said), code in zip(read, known.values(), strict=True):
        assert value in ((code,), code, ())
        assert said == set()


@pytest.mark.parametrize(("name", "row", "column"), [*OPTIONAL, *REQUIRED])
def test_of_an_area_only_its_absence_from_the_list_is_said(
    name: str, row: dict[str, Any], column: str
) -> None:
    """An area gives no value, and one finding of its own in every column of names."""
    for value, said in read_cells(name, row, column, AREAS):
        assert value in ((), "", None)
        assert said == {"not-in-depositary-list"}


def test_an_area_in_a_list_leaves_the_cell_unused() -> None:
    """Beside a State, too: the cell is asked about as a whole."""
    column = "participants_states"
    (read,) = read_cells("activities.csv", ACTIVITY_ROW, column, ["Lebanon; Taiwan"])
    assert read == ((), {"not-in-depositary-list"})


def test_a_body_where_a_state_must_stand_is_another_body() -> None:
    """Neither a State nor an area: that is said, and nothing else."""
    read = read_cells("coalitions.csv", COALITION_ROW, "affected_state", ["EU", "UNDP", "ICRC"])
    assert [said for _, said in read] == [{"not-a-state"}] * 3


STATES = ["Brazil", "United States of America", "Angola"]


@pytest.mark.parametrize("words", STATES)
def test_help_to_a_state_outside_is_read_in_a_workbook(words: str) -> None:
    """The counterpart of a line is that State."""
    book = report({"section": "provided", "counterpart": words}, state="Switzerland")
    (read,) = of_report(book, "a.xlsx").value.reports
    code = _reference().lists.names.code(words)
    assert [line.counterparts for line in read.lines] == [(code,)]


@pytest.mark.parametrize("words", STATES)
def test_help_to_a_state_outside_is_read_in_word_and_pdf(words: str) -> None:
    """What review.xlsx shows as the counterpart is that State."""
    for name, content in (("a.docx", in_word(words)), ("a.pdf", in_pdf(words))):
        done = of_report(content, name)
        shown = {proposal.reading.get("counterpart") for proposal in done.value.proposals}
        assert words in shown


@pytest.mark.parametrize(
    ("files", "place", "code"),
    [
        ({"reports-received.csv": register(state="Psiland")}, 'row 2 "state"', "not-a-party"),
        ({"reports-received.csv": register(state="Iotaland")}, 'row 2 "state"', "not-a-party"),
        (
            {"coalitions.csv": coalition(affected_state="Psiland")},
            'row 2 "affected_state"',
            "affected-not-party",
        ),
        (
            {
                "follow-up.csv": rows(
                    {
                        "follow_up_id": "FU-1",
                        "state": "Psiland",
                        "kind": "need",
                        "obligation": "art7",
                        "status": "open",
                    }
                )
            },
            'row 2 "state"',
            "not-a-party",
        ),
    ],
)
def test_a_row_of_no_party_is_named_and_not_counted(
    files: dict[str, Any], place: str, code: str
) -> None:
    """In the register, the coalitions and the follow-up: a note at the State's cell."""
    files = {"activities.csv": rows(ACTIVITY), **files}
    assert (code, f"m/{list(files)[-1]}", place) in codes(files)


def test_a_short_form_that_is_a_word_is_a_name_in_a_cell_alone() -> None:
    """ "US" is the United States as a counterpart, and nobody in running text."""
    names = _reference().lists.names
    assert names.code("US") == "USA"
    assert names.states_in("Please contact us at once") == frozenset()
    assert "US" not in _reference().spellings["USA"]
