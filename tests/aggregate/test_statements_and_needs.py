"""What States said outside their reports: when it makes an answer a yes, and when it keeps a count
open.
"""

from datetime import date

import pytest

from pipeline.model.dates_and_money import Dated, Precision
from tests.makers.counted_meeting import (
    COMPLETE,
    GONE,
    LATER,
    PARTIES,
    both,
    count,
    follow_up,
    line,
    out,
    registered,
    statement,
)

WITHOUT_STATEMENTS = tuple(source for source in COMPLETE if source != "statements")


def test_a_statement_makes_a_state_without_a_report_a_yes() -> None:
    """It is counted and named, with the cells of the statement."""
    figure = count(statement(1)).figure("exchange")
    assert (figure.value, figure.certainty) == (1, "exactly")
    assert {ref.place for ref in figure.states[0].refs} == {
        f'row 2 "{name}"' for name in ("state", "made_on", "section", "public")
    }


@pytest.mark.parametrize(
    "records",
    [
        both("XAA", line("XAA", "received")),
        (
            *both("XAA", form_i="unchanged", since=2023),
            *both("XAA", line("XAA", "exchange"), year=2023),
        ),
        both("XAA", form_i="unknown"),
        (registered("XAA", public=""),),
    ],
    ids=["no", "unchanged", "unknown", "not said to be public"],
)
def test_a_statement_makes_any_answer_of_a_report_a_yes(records: tuple[object, ...]) -> None:
    """A report that says no, nothing new or nothing known does not undo what the State said."""
    counted = count(*records, statement(1))  # type: ignore[arg-type]
    assert counted.answer("XAA", "exchange").reply == "yes"
    assert counted.told("exchange") == (1, "exactly", "")


def test_report_and_statement_of_one_state_count_once_with_both_cells() -> None:
    """A State is in the figure once."""
    figure = count(*both("XAA", line("XAA", "exchange")), statement(1)).figure("exchange")
    assert figure.value == 1
    assert {ref.source for ref in figure.states[0].refs} >= {
        "test/form-XAA-2024.csv",
        "test/statements.csv",
    }


def test_help_given_stands_on_reports_alone() -> None:
    """A statement on a section whose indicator does not name statements is set aside, said so, and
    feeds nothing.
    """
    counted = count(statement(1, section="provided"))
    assert counted.told("provided") == (0, "exactly", "")
    assert counted.fate("statements", 2) == ("not-printed", "not-evidence-for-an-action")


@pytest.mark.parametrize("table", ["declared", "there"])
def test_without_the_table_or_its_declaration_no_number_is_exact(table: str) -> None:
    """DESIGN decision 2: where statements are evidence, silence on them is not zero."""
    sources = (
        {"declared": WITHOUT_STATEMENTS} if table == "declared" else {"tables": WITHOUT_STATEMENTS}
    )
    counted = count(*both("XAA", line("XAA", "exchange")), **sources)  # type: ignore[arg-type]
    assert counted.told("exchange") == (1, "at least", "")
    assert counted.told("needed") == (None, "unknown", "")
    assert counted.told("provided") == (0, "exactly", "")


@pytest.mark.parametrize(
    ("fields", "fate", "code"),
    [
        ({"public": "no"}, ("excluded", "statement-not-public"), "statement-not-public"),
        ({"state": LATER}, ("excluded", "not-a-party"), "not-a-party"),
        ({"state": GONE, "made_on": date(2025, 2, 1)}, ("excluded", "not-a-party"), "not-a-party"),
    ],
)
def test_a_statement_that_may_not_be_used_changes_no_figure(
    fields: dict[str, object], fate: tuple[str, str], code: str
) -> None:
    """It is set aside with a reason, and the zero without it stays exact."""
    counted = count(statement(1, **fields))  # type: ignore[arg-type]
    assert counted.told("exchange") == (0, "exactly", "")
    assert counted.fate("statements", 2) == fate
    assert counted.codes == ([code] if code else [])


@pytest.mark.parametrize("fields", [{"public": ""}, {"weak": ("section",)}])
def test_a_statement_in_question_keeps_the_count_open(fields: dict[str, object]) -> None:
    """Nobody said that it is public, or its cell is weak: the State's answer is unknown."""
    counted = count(statement(1, **fields))  # type: ignore[arg-type]
    assert counted.answer("XAA", "exchange").reply == "unknown"
    assert counted.told("exchange") == (None, "unknown", "")
    assert 'row 2 "state"' in {ref.place for ref in counted.figure("exchange").limits}


@pytest.mark.parametrize(("year", "is_open"), [(2023, False), (2024, True), (2025, True)])
def test_a_statement_of_a_year_that_lies_in_the_period_in_part_keeps_the_count_open(
    year: int, is_open: bool
) -> None:
    """It may have been made before the period or after the cut-off: a decision, and no yes."""
    said = statement(1).model_copy(
        update={"made_on": Dated(first=date(year, 1, 1), precision=Precision.YEAR)}
    )
    counted = count(said, statement(2, "XAB"))
    assert (counted.told("exchange")[1] == "at least") is is_open
    assert counted.codes == (["statement-date-coarse"] if is_open else [])


@pytest.mark.parametrize("fields", [{"public": "no"}, {"state": LATER}])
def test_a_coarse_date_of_a_statement_that_is_out_anyway_asks_nobody(
    fields: dict[str, str],
) -> None:
    """One that is not public, or of no State Party, is out whenever it was made."""
    year = Dated(first=date(2025, 1, 1), precision=Precision.YEAR)
    said = statement(1).model_copy(update={**fields, "made_on": year})
    counted = count(said)
    assert (counted.told("exchange")[1], "statement-date-coarse" in counted.codes) == (
        "exactly",
        False,
    )


def test_a_statement_in_question_of_a_state_that_is_counted_anyway_changes_nothing() -> None:
    """Another source says yes already."""
    counted = count(*both("XAA", line("XAA", "exchange")), statement(1, public=""))
    assert counted.told("exchange") == (1, "exactly", "")


def test_a_row_that_is_out_limits_its_own_section() -> None:
    """Another section stays exact."""
    counted = count(out("statements", section="needed"))
    assert counted.told("needed") == (None, "unknown", "")
    assert counted.told("exchange") == (0, "exactly", "")


def test_a_withheld_state_that_spoke_makes_the_figure_unknown() -> None:
    """And its row is not shown on screen."""
    counted = count(statement(1, "XAB"), statement(2, "XAA"), withheld=("XAB",))
    assert counted.told("exchange") == (None, "unknown", "")
    assert counted.value.public_rows == {("test/statements.csv", "", 3)}


def need(number: int, state: str = "XAD", **fields: object) -> object:
    """A public need with a source."""
    return follow_up(number, state, "need", **{"status": "open", "submitted_on": "", **fields})


def test_a_public_need_with_a_source_is_evidence() -> None:
    """Beside reports and statements, each State once."""
    counted = count(need(1, "XAD"), need(2, "XAE"), statement(1, "XAE", "needed"))  # type: ignore[arg-type]
    assert [e.iso3 for e in counted.figure("needed").states] == ["XAD", "XAE"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"confidentiality": "internal"}, "internal"),
        ({"confidentiality": "no_attribution"}, "no-attribution"),
        ({"status": "closed"}, "over"),
    ],
)
def test_a_need_that_is_not_public_or_over_is_no_evidence(
    fields: dict[str, str], reason: str
) -> None:
    """It is not printed and leaves the zero exact."""
    counted = count(need(1, **fields))  # type: ignore[arg-type]
    assert counted.told("needed") == (0, "exactly", "")
    assert counted.fate("follow-up", 2) == ("not-printed", reason)


@pytest.mark.parametrize("fields", [{"source": ""}, {"status": "unknown"}])
def test_a_need_in_question_keeps_the_count_open(fields: dict[str, str]) -> None:
    """Without a source, or without knowing how it stands."""
    assert count(need(1, **fields)).told("needed") == (None, "unknown", "")  # type: ignore[arg-type]


def test_a_share_is_told_where_both_its_sources_are_declared() -> None:
    """The whole stands on follow-up too: without its declaration the part has no form."""
    records = [
        record
        for code in PARTIES
        for record in both(code, line(code, "needed"), line(code, "national_plan", 2))
    ]
    assert count(*records).told("national_plan") == (6, "exactly", "all")
    without = tuple(source for source in COMPLETE if source != "follow-up")
    assert count(*records, declared=without).told("national_plan") == (None, "unknown", "")


@pytest.mark.parametrize(
    ("states", "told"),
    [
        (("XAA", "XAB"), (1, "exactly", "")),
        (("XAA",), (None, "unknown", "")),
        ((), (0, "exactly", "")),
    ],
)
def test_that_statements_are_reflected_is_said_beside_a_withheld_state(
    states: tuple[str, ...], told: tuple[int | None, str, str]
) -> None:
    """Those of others are, whoever is withheld; one of a withheld State alone tells nothing."""
    records = [statement(number, state) for number, state in enumerate(states, start=1)]
    assert count(*records, withheld=("XAA",)).told("statements") == told
