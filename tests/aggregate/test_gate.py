"""The gate: what may be printed of figures and records, and what of a withheld State never
passes.
"""

from collections.abc import Iterator

import pytest

from pipeline.aggregate.gate import names_withheld
from pipeline.build import build
from pipeline.compose.wording_views import FIELDS
from pipeline.load import Loaded
from pipeline.model.public import PublicRecord
from tests.makers.counted_meeting import (
    ELSEWHERE,
    FUND,
    activity,
    both,
    coalition,
    count,
    follow_up,
    line,
    registered,
)


def test_a_withheld_state_makes_its_figures_unknown_and_never_smaller() -> None:
    """Value and names are gone, the cells stay among what the figure stands on, and a person is
    asked.
    """
    records = (*both("XAA", line("XAA", "received")), *both("XAB", line("XAB", "received")))
    figure = count(*records, withheld=("XAB",)).figure("received")
    assert (figure.value, figure.certainty, figure.states) == (None, "unknown", ())
    assert {"test/form-XAA-2024.csv", "test/form-XAB-2024.csv"} <= {
        ref.source for ref in figure.basis
    }
    assert [ref.source for ref in figure.limits] == ["test/withheld.csv"]


def test_a_withheld_state_is_a_decision_at_its_row() -> None:
    """The finding names the row of Withheld and quotes no name in its message."""
    counted = count(*both("XAB", line("XAB", "received")), withheld=("XAB",))
    faults = [f for f in counted.findings if f.code == "withheld-in-evidence"]
    assert {f.ref.source for f in faults} == {"test/withheld.csv"}
    assert not any("Betaville" in f.message + f.cure for f in faults)


def test_a_withheld_state_outside_the_evidence_changes_no_figure() -> None:
    """A figure in which the State does not stand stays exact; the number of States Parties is
    public.
    """
    counted = count(*both("XAA", line("XAA", "received")), withheld=("XAB",))
    assert counted.told("received") == (1, "exactly", "")
    assert counted.told("states_parties") == (6, "exactly", "")
    assert counted.findings == ()


def test_no_public_fact_names_a_withheld_state() -> None:
    """Whatever the State stands in, its name and code are in no printable value."""
    records = (
        *both("XAB", line("XAB", "received"), line("XAB", "needed", 2)),
        activity(1, organizers=("XAA", "XAB")),
        activity(2, others=("XAB", FUND)),
        activity(3, "c", asked=("XAB",)),
        activity(4, "b", outcome="Thanks went to Betaville."),
        activity(5, "b", outcome="BETAVILLE was thanked.", confidentiality="no_attribution"),
        coalition(1, "XAB"),
        coalition(2, "XAD", partners=("XAB",)),
    )
    facts = count(*records, withheld=("XAB",)).value.facts.model_dump_json()
    assert "XAB" not in facts
    assert "betaville" not in facts.casefold()
    assert "XAB" in count(*records).value.facts.model_dump_json()


def test_a_record_of_a_withheld_state_has_a_form_and_no_value() -> None:
    """The sentence says that something is to be confirmed, and nothing else."""
    counted = count(activity(1, others=("XAB",)), coalition(1, "XAB"), withheld=("XAB",))
    records = [counted.value.facts.lists[name][0] for name in ("held_a", "coalitions")]
    assert [(record.form, record.values) for record in records] == [("withheld", {})] * 2
    places = {
        f.ref.place
        for f in counted.findings
        if f.ref.source in {"test/activities.csv", "test/coalitions.csv"}
    }
    assert places == {'row 2 "activity_id"', "row 2"}


def test_a_row_of_a_withheld_state_goes_from_its_table_once_that_is_answered() -> None:
    """The number beside the table is printed without the State: text and table do not differ."""
    records = (follow_up(1, "XAA"), follow_up(2, "XAB"), coalition(1, "XAB"), coalition(2, "XAA"))
    asked = count(*records, withheld=("XAB",))
    assert [r.form for r in asked.value.facts.lists["extension_requests_art4"]] == [
        "submitted",
        "withheld",
    ]

    answered = tuple(f.id for f in asked.findings if f.code == "withheld-in-evidence")
    counted = count(*records, withheld=("XAB",), without=answered)
    for name in ("extension_requests_art4", "coalitions"):
        public = counted.value.facts.lists[name]
        assert [r.form for r in public if r.form == "withheld"] == []
        assert counted.told(name) == (len(public), "exactly", "")
    assert {f.id for f in counted.findings} == {f.id for f in asked.findings}


def test_the_words_of_rows_that_name_a_withheld_state_are_not_shown_on_screen() -> None:
    """A public row whose words name the State is not among the rows that may be quoted."""
    records = (
        *both("XAA", line("XAA", "provided", counterpart="XAB")),
        activity(1, outcome="Thanks went to Betaville."),
        activity(2, outcome="Thanks went to all."),
    )
    assert ("test/activities.csv", "", 2) in count(*records).value.public_rows
    shown = count(*records, withheld=("XAB",)).value.public_rows
    assert ("test/activities.csv", "", 2) not in shown
    assert ("test/activities.csv", "", 3) in shown


@pytest.mark.parametrize("confidentiality", ["no_attribution", "internal"])
def test_rows_that_are_not_public_are_never_shown_on_screen(confidentiality: str) -> None:
    """Printed without attribution is still not quoted."""
    assert count(activity(1, confidentiality=confidentiality)).value.public_rows == frozenset()


def test_reports_that_may_not_be_used_are_never_shown_on_screen() -> None:
    """Not public, or of a withheld State: its rows are not quoted."""
    made = both("XAA", line("XAA", "received"))
    assert count(*made).value.public_rows
    assert count(made[0], registered("XAA", public="no")).value.public_rows == frozenset()
    assert count(*made, withheld=("XAA",)).value.public_rows == frozenset()


@pytest.mark.parametrize(
    ("fields", "is_printed", "codes"),
    [
        ({}, True, []),
        ({"confidentiality": "no_attribution", "outcome": "All were content."}, True, []),
        ({"confidentiality": "no_attribution"}, False, ["state-in-unattributed"]),
        ({"weak": ("outcome_public",)}, False, []),
        ({"outcome": ""}, False, []),
    ],
)
def test_a_text_is_printed_where_it_names_nobody_it_may_not(
    fields: dict[str, object], is_printed: bool, codes: list[str]
) -> None:
    """A text without attribution may name no State at all; a public one may."""
    counted = count(activity(1, **{"outcome": "Deltaland was content.", **fields}))  # type: ignore[arg-type]
    assert ("outcome" in counted.value.facts.lists["held_a"][0].values) is is_printed
    assert counted.codes == codes


def test_a_row_without_attribution_prints_no_place_and_no_names() -> None:
    """Place and bodies could tell who it was."""
    record = count(
        activity(1, confidentiality="no_attribution", others=(FUND,), place="Port Delta")
    ).value.facts.lists["held_a"][0]
    assert set(record.values) == {"date"}


def test_a_public_row_prints_place_bodies_and_date() -> None:
    """Names are in English alphabetical order; a State that is not in the table of States is still
    a State.
    """
    record = count(activity(1, others=(ELSEWHERE, FUND), place="Port Delta")).value.facts.lists[
        "held_a"
    ][0]
    assert set(record.values) == {"date", "others", "place"}
    assert [(n.code, n.running, n.is_state) for n in record.values["others"].names] == [
        (FUND, "Open Path Aid", False),
        (ELSEWHERE, "Psiland", True),
    ]


def test_the_text_of_an_action_is_the_official_one_or_missing() -> None:
    """The own words of the plan are never printed; an action without indicators has no line."""
    lists = count().value.facts.lists
    assert "action_1_text" not in lists
    assert (lists["action_40_text"][0].form, lists["action_40_text"][0].values) == ("missing", {})
    assert (lists["action_41_text"][0].form, lists["action_41_text"][0].values["text"].text) == (
        "supplied",
        "Do this.",
    )


# Given where partners of those kinds, a public request, or a question to a State are told (other
# tests do).
_SELDOM = frozenset({"partner_un", "partner_bodies", "requested_by", "file", "quoted"})


def _fields(record: PublicRecord) -> Iterator[str]:
    yield from (*record.values, *record.figures, *record.children)
    yield from (
        field
        for children in record.children.values()
        for child in children
        for field in _fields(child)
    )


def test_every_field_the_gate_gives_is_known_to_the_wording(demo: Loaded) -> None:
    """A wording may name these fields and no other, and none that nothing gives."""
    row = activity(1, others=(FUND,), place="Port Delta", outcome="Good.").model_copy(
        update={"title": "Meeting"}
    )
    amended = both("XAB")[0].model_copy(update={"version": 2}), registered("XAB", version=2)
    asked = follow_up(1, "XAD"), follow_up(2, "XAC", resources="")
    lists = (
        count(row, coalition(1), *amended, *asked).value.facts.lists,
        build(demo, renders=False).facts.lists,
    )
    given = {
        field
        for of in lists
        for records in of.values()
        for record in records
        for field in _fields(record)
    }

    assert given <= FIELDS
    assert FIELDS - given <= _SELDOM


def test_the_second_line_finds_a_withheld_name_in_any_case_and_as_a_whole_word() -> None:
    """The composed text is searched once more."""
    gate = count(withheld=("XAB",)).value.gate
    assert names_withheld(gate, "as BETAVILLE said")
    assert not names_withheld(gate, "Betavillers are not Betavillean")
    assert not names_withheld(count().value.gate, "Betaville")
