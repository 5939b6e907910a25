"""Deadlines: from Settings, by the rules of deadlines.csv, and of obligations; shown by check and
changes alike.
"""

import json
from datetime import date

import pytest

from pipeline.aggregate.tracking import deadlines
from pipeline.load import Folders
from pipeline.model.finding import Refused
from pipeline.model.state import Deadline
from pipeline.tasks.check import check
from tests.makers.command_line import Capture, places_of, typed
from tests.makers.small_meeting import Content, demo_world, normalised, rows

FOLLOW_UP = {
    "follow_up_id": "FU-1",
    "state": "Lambda and Nu",
    "kind": "obligation",
    "obligation": "art4_clearance",
}
NAMES = ("Deltaland", "Rhoville", "Lambda", "Gamma", "Federated", "Omegaland")


def due(**row: str) -> tuple[Deadline, ...]:
    """The deadlines of the demo's dates, with one row of follow-up."""
    settings, reference, _ = demo_world()
    files: dict[str, Content] = {"follow-up.csv": rows({**FOLLOW_UP, **row})} if row else {}
    return deadlines(normalised(files).value, settings, reference.states, reference.deadlines)


def of_row(found: tuple[Deadline, ...]) -> list[tuple[str, str, bool]]:
    """Place, day and whether a hint, of the deadlines that hang on follow-up."""
    return [
        (d.ref.place, d.on.isoformat(), d.is_hint)
        for d in found
        if d.ref.source == "m/follow-up.csv"
    ]


@pytest.mark.parametrize(
    ("name", "on", "days", "is_hint"),
    [
        ("forecast", "2025-06-10", -20, False),
        ("submission", "2025-07-08", 8, False),
        ("distribution", "2025-08-05", 36, True),
        ("article_7", "2025-04-30", -61, False),
        ("cut_off", "2025-06-30", 0, False),
        ("meeting_from", "2025-09-16", 78, False),
    ],
)
def test_the_dates_of_a_meeting_are_reckoned_from_its_settings(
    name: str, on: str, days: int, is_hint: bool
) -> None:
    """Fourteen, ten and six weeks before 16 September 2025, and 30 April after the year of the
    reports.

    What was read in part is a hint; each hangs on its cell of Settings and says where its rule was
    read.
    """
    found = {d.name: d for d in due()}[name]
    assert (found.on.isoformat(), found.days, found.is_hint) == (on, days, is_hint)
    assert found.ref.place.startswith("Settings!B")
    assert found.mark


def test_a_rule_without_the_mark_seen_is_never_given_as_a_fact() -> None:
    """Every deadline by a rule of another mark is a hint."""
    _, reference, _ = demo_world()
    marks = {rule.name: rule.mark for rule in reference.deadlines}
    wrong = [d.name for d in due() if marks.get(d.name, "SEEN") != "SEEN" and not d.is_hint]
    assert wrong == []
    assert set(marks.values()) == {"SEEN", "INFERRED"}


@pytest.mark.parametrize(
    ("decision", "is_hint"), [("DEMO/MSP/2024/9, paragraph 12", False), ("", True)]
)
def test_the_deadline_of_a_row_is_a_fact_only_with_a_decision(decision: str, is_hint: bool) -> None:
    """Without symbol and paragraph it is a hint."""
    assert of_row(due(deadline="2027-03-01", decision=decision)) == [
        ('row 2 "deadline"', "2027-03-01", is_hint)
    ]


def test_an_obligation_without_a_deadline_has_that_of_the_treaty_as_a_hint() -> None:
    """Ten years from entry into force for article 4, eight for article 3, while they lie ahead."""
    assert of_row(due(status="open")) == [('row 2 "state"', "2029-11-01", True)]
    assert of_row(due(obligation="art3")) == [('row 2 "state"', "2027-11-01", True)]


@pytest.mark.parametrize(
    "row",
    [
        {"state": "Omegaland"},  # its ten years are over: an extension may have been decided
        {"status": "closed"},
        {"deadline": "soon"},
        {"deadline": "2027"},
        {"obligation": "art5"},
        {"kind": "need"},
    ],
)
def test_what_is_over_or_unclear_gives_no_deadline(row: dict[str, str]) -> None:
    """No date is made up, and none that lies behind is held up to a State."""
    assert of_row(due(**row)) == []


def test_the_table_of_states_gives_hints_for_those_that_no_row_speaks_of() -> None:
    """A State with a row of follow-up, one that is withheld, and one whose date is past have none
    from the table.
    """
    before = {d.ref.place for d in due() if d.ref.source.endswith("states.csv")}
    after = {d.ref.place for d in due(status="open") if d.ref.source.endswith("states.csv")}
    assert before - after == {'row 12 "entry_into_force"'}
    assert all(d.is_hint and d.days >= 0 for d in due() if d.ref.source.endswith("states.csv"))
    settings, reference, _ = demo_world()
    hidden = normalised(
        {"withheld.csv": [["state", "reason", "role"], ["Lambda and Nu", "", "ISU"]]}
    ).value
    found = deadlines(hidden, settings, reference.states, reference.deadlines)
    assert 'row 12 "entry_into_force"' not in {d.ref.place for d in found}


def test_check_and_changes_show_the_same_deadlines_and_no_name(
    project: Folders, capsys: Capture
) -> None:
    """One list, with days from the as-of date; a State is told by its place alone."""
    told = check(project, "demo").deadlines
    said = typed(capsys, "check", "demo", *places_of(project))
    shown = typed(capsys, "changes", "--meeting", "demo", "--json", *places_of(project))
    assert json.loads(shown.out)["deadlines"] == told
    for due_on in told:
        assert due_on["on"] in said.out
    assert "2025-07-08, in 8 days: documents are handed in" in said.out
    assert "20 days before" in said.out and "on that day" in said.out
    lines = said.out.partition("deadlines, in days")[2]
    assert not [name for name in NAMES if name in lines]
    page = (project.outputs / "demo" / "internal" / "changes.html").read_text("utf-8")
    assert "hint: ten years" in page


@pytest.mark.parametrize(
    "line", ["x,y,meeting_from,ten,,,z,SEEN", "x,y,article7_year,,,02-31,z,SEEN"]
)
def test_a_rule_that_cannot_be_reckoned_is_refused(project: Folders, line: str) -> None:
    """Weeks that are no number, a day no month has: exit 2."""
    path = project.inputs / "demo" / "reference" / "deadlines.csv"
    path.write_text(path.read_text("utf-8") + line + "\n", "utf-8")
    with pytest.raises(Refused) as refused:
        check(project, "demo")
    assert refused.value.exit_code == 2


def test_years_from_a_leap_day_end_on_the_first_of_march() -> None:
    """A day that the later year has not is the one after."""
    _, reference, _ = demo_world()
    rule = next(rule for rule in reference.deadlines if rule.name == "article_4")
    assert rule.on(date(2012, 2, 29)) == date(2022, 3, 1)
