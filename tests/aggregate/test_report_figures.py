"""Counts of States Parties: how certain they are, what limits them, and what is never told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.compose.wording_views import FORMS, form_of
from pipeline.model.state import Basis
from tests.makers.counted_meeting import (
    COMPLETE,
    ELSEWHERE,
    PARTIES,
    SETTINGS,
    Counted,
    both,
    count,
    line,
    out,
    registered,
    report,
)


def receiving(*states: str, declared: tuple[str, ...] = COMPLETE) -> Counted:
    """A meeting where these States report having received assistance."""
    return count(
        *(record for state in states for record in both(state, line(state, "received"))),
        declared=declared,
    )


def test_states_parties_are_those_for_which_the_convention_is_in_force() -> None:
    """The denominator leaves out the State for which it enters into force a day later."""
    figure = count().figure("states_parties")
    assert (figure.value, figure.certainty) == (6, "exactly")
    assert tuple(e.iso3 for e in figure.states) == ("XAA", "XAB", "XAD", "XAC", "XAE", "XAF")
    assert figure.denominator is not None
    assert (figure.denominator.value, figure.denominator.on) == (6, date(2025, 6, 30))


def test_the_basis_of_deposit_counts_from_the_day_of_deposit() -> None:
    """By deposit the seventh State is a Party, and the cell behind it is that date."""
    settings = SETTINGS.model_copy(update={"membership_basis": Basis.DEPOSITED})
    figure = count(settings=settings).figure("states_parties")
    assert figure.value == 7
    assert {ref.place.partition(' "')[2] for e in figure.states for ref in e.refs} == {
        'name_en"',
        'deposit_date"',
    }


def test_a_count_is_exact_where_all_is_declared_and_read() -> None:
    """Exactly two, with the cells of each State."""
    figure = receiving("XAA", "XAB").figure("received")
    assert (figure.value, figure.certainty, figure.unread) == (2, "exactly", 0)
    assert {e.iso3: {ref.source for ref in e.refs} for e in figure.states} == {
        state: {f"test/form-{state}-2024.csv", "test/reports-received.csv"}
        for state in ("XAA", "XAB")
    }


@pytest.mark.parametrize("missing", ["reports-received", "national-reports"])
def test_without_a_declaration_a_count_is_at_least(missing: str) -> None:
    """Either declaration missing is enough."""
    declared = tuple(source for source in COMPLETE if source != missing)
    assert receiving("XAA", declared=declared).told("received") == (1, "at least", "")


def test_a_declaration_that_ends_before_the_cut_off_declares_nothing() -> None:
    """Complete through the day before is not complete."""
    counted = count(*both("XAA", line("XAA", "received")), through=date(2025, 6, 29))
    assert counted.told("received") == (1, "at least", "")


def test_a_declared_source_that_is_not_there_declares_nothing() -> None:
    """A declaration of a table that is not in the folder is not believed."""
    counted = count(tables=("activities", "national-reports"))
    assert counted.told("received") == (None, "unknown", "")


def test_nothing_found_is_zero_where_all_is_declared() -> None:
    """Zero is a statement: it stands on the declarations."""
    figure = receiving().figure("received")
    assert (figure.value, figure.certainty) == (0, "exactly")
    assert {ref.source for ref in figure.basis} == {"test/complete.csv"}


@given(st.sets(st.sampled_from(PARTIES)), st.sets(st.sampled_from(COMPLETE)))
def test_unknown_is_never_zero(states: set[str], declared: set[str]) -> None:
    """Zero and exact numbers stand only on declarations; an unknown figure has no number."""
    counted = receiving(*sorted(states), declared=tuple(sorted(declared)))
    is_declared = {"reports-received", "national-reports"} <= declared
    for figure in counted.value.figures:
        assert (figure.value is None) == (figure.certainty == "unknown")
    value, certainty, _ = counted.told("received")
    if is_declared:
        assert (value, certainty) == (len(states), "exactly")
    else:
        assert (value, certainty) == ((len(states), "at least") if states else (None, "unknown"))


@pytest.mark.parametrize(
    ("quarantined", "is_limited"),
    [
        (out("Form I"), True),
        (out("*"), True),
        (out("reports-received"), True),
        (out("Cover", scope=("XAB", "2024")), True),
        (out("Form I", scope=("XAB", "2024"), section="received"), True),
        (out("Form I", scope=("XAB", "2024"), section="exchange"), False),
        (out("Form I", scope=("XAB", "2023")), False),
        (out("Form I", scope=(ELSEWHERE, "2024")), False),
        (out("activities"), False),
        (out("coalitions"), False),
    ],
)
def test_a_row_that_is_out_limits_what_it_might_have_changed(
    quarantined: object, is_limited: bool
) -> None:
    """A row out limits the counts of its table, State, year and section, and no other."""
    counted = count(*both("XAA", line("XAA", "received")), quarantined)  # type: ignore[arg-type]
    figure = counted.figure("received")
    assert figure.certainty == ("at least" if is_limited else "exactly")
    assert (quarantined.ref in figure.limits) is is_limited  # type: ignore[attr-defined]


def test_an_unknown_answer_limits_the_count_and_is_counted_as_unread() -> None:
    """A registered report that is not here could change the number."""
    figure = count(*both("XAA", line("XAA", "received")), registered("XAB")).figure("received")
    assert (figure.value, figure.certainty, figure.unread) == (1, "at least", 1)
    assert figure.limits


def test_unchanged_is_a_figure_of_its_own() -> None:
    """States that indicated no change are not in the count of those that reported; their year is
    kept.
    """
    counted = count(
        *both("XAA", line("XAA", "received")),
        *both("XAB", form_i="unchanged", since=2022),
        *both("XAB", line("XAB", "received", year=2022), year=2022),
    )
    assert counted.told("received") == (1, "exactly", "")
    assert [(e.iso3, e.since) for e in counted.figure("received_unchanged").states] == [
        ("XAB", 2022)
    ]
    assert counted.value.facts.figures["received_unchanged"].years == (2022,)


def test_a_row_out_of_the_year_that_is_carried_limits_the_count() -> None:
    """The earlier report stands behind the answer: a row of it that is out matters."""
    counted = count(
        *both("XAB", form_i="unchanged", since=2022),
        *both("XAB", line("XAB", "received", year=2022), year=2022),
        out("Form I", scope=("XAB", "2022")),
    )
    assert counted.told("received_unchanged") == (1, "at least", "")


def test_reports_received_counts_the_register_up_to_the_cut_off() -> None:
    """On the day of the cut-off counts, the day after does not; the late row is among what it
    stands on.
    """
    counted = count(
        registered("XAA", received_on=date(2025, 6, 30)),
        registered("XAB", received_on=date(2025, 7, 1)),
    )
    figure = counted.figure("reports_received")
    assert (figure.value, figure.certainty, figure.due) == (1, "exactly", 6)
    assert "2025-07-01" in {ref.words for ref in figure.basis}


@pytest.mark.parametrize(
    "record", [registered("XAB", received_on=None), report("XAB"), out("reports-received")]
)
def test_a_report_of_unknown_receipt_limits_the_number_received(record: object) -> None:
    """Without the date of receipt the number is at least."""
    counted = count(registered("XAA"), record)  # type: ignore[arg-type]
    assert counted.told("reports_received") == (1, "at least", "")


def test_no_report_received_is_unknown_until_declared() -> None:
    """An empty register is not a statement that no report came."""
    assert count(declared=()).told("reports_received") == (None, "unknown", "")
    assert count().told("reports_received") == (0, "exactly", "")


def sharing(whole: int, part: int, *more: object, withheld: tuple[str, ...] = ()) -> Counted:
    """A meeting where so many States need help, and so many of those refer to a plan."""
    records: list[object] = []
    for number, state in enumerate(PARTIES[:whole]):
        lines = [line(state, "needed")] + (
            [line(state, "national_plan", 2)] if number < part else []
        )
        records += both(state, *lines)
    return count(*records, *more, withheld=withheld)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("whole", "part", "form"),
    [
        (0, 0, "none"),
        (3, 0, "none"),
        (1, 1, "all"),
        (6, 6, "all"),
        (6, 5, "most"),
        (6, 4, "most"),
        (6, 3, "part"),
        (6, 2, "some"),
        (2, 1, "some"),
    ],
)
def test_a_part_that_differs_by_one_or_two_is_told_without_a_number(
    whole: int, part: int, form: str
) -> None:
    """Neither number nor names pass the gate where they would point at the States that are left."""
    counted = sharing(whole, part)
    assert counted.told("national_plan") == (part, "exactly", form)
    public = counted.value.facts.figures["national_plan"]
    is_told = form in {"all", "part", "none"}
    assert public.value == (part if is_told else None)
    assert len(public.states) == (part if is_told else 0)
    assert form_of((public,)) == form


def test_a_plan_without_a_need_is_not_in_the_part() -> None:
    """The part is counted among those that expressed a need."""
    counted = sharing(3, 3, *both("XAF", line("XAF", "national_plan")))
    assert counted.told("national_plan") == (3, "exactly", "all")


def test_a_part_that_is_not_exact_is_unknown() -> None:
    """A share of an uncertain whole is not told at all."""
    counted = sharing(4, 4, registered("XAF"))
    assert counted.told("national_plan") == (None, "unknown", "")


@pytest.mark.parametrize("part", [3, 5])
def test_a_part_of_a_whole_with_a_withheld_state_is_unknown(part: int) -> None:
    """All, most or a number would be said of a whole that is printed without the State."""
    counted = sharing(6, part, withheld=(PARTIES[5],))
    assert counted.told("national_plan") == (None, "unknown", "")
    assert counted.value.facts.figures["national_plan"].states == ()


def test_every_form_a_figure_can_have_is_known_to_the_wording() -> None:
    """A condition may name these forms and no other."""
    shares = [(whole, part) for whole in range(7) for part in range(whole + 1)]
    given_forms = {sharing(*share).told("national_plan")[2] for share in shares}
    assert given_forms <= FORMS
