"""A report that is set aside, for whatever reason, is neither counted nor read as a no."""

import io
from datetime import date

import openpyxl
import pytest

from pipeline.model.dates_and_money import Dated
from pipeline.model.record import Registered, Report
from pipeline.model.source import Ref, Row
from pipeline.render.figures_book import FiguresInput, figures_book
from tests.makers.counted_meeting import (
    COMPLETE,
    Counted,
    activity,
    both,
    coalition,
    count,
    follow_up,
    line,
    out,
    practice,
    registered,
    report,
    statement,
)

LATE = date(2025, 7, 1)
EVERY = (*COMPLETE, "good-practices")
NEEDED = line("XAB", "needed")


def late(*lines: object, version: int = 1) -> tuple[Report, Registered]:
    """A report of XAB received on the day after the cut-off."""
    return (
        report("XAB", *lines),  # type: ignore[arg-type]
        registered("XAB", received_on=LATE, version=version),
    )


def beside(*records: object) -> Counted:
    """These records, and a State that reports having received assistance."""
    return count(*both("XAA", line("XAA", "received")), *records)  # type: ignore[arg-type]


def test_a_late_report_is_unknown_on_every_indicator_and_not_received() -> None:
    """It is not in time: no answer of it is a no, and no figure has it among reports received."""
    counted = beside(*late())
    replies = {(a.reply, a.reason) for a in counted.value.answers if a.state == "XAB"}
    assert replies == {("unknown", "received-after-cut-off")}
    figures = [figure for figure in counted.value.figures if figure.due]
    assert len(figures) > 3
    assert {(f.received, f.due, f.unread) for f in figures} == {(1, 6, 0)}


def test_a_late_report_stands_as_not_in_time_in_the_internal_figures() -> None:
    """Neither no, nor unknown for a reason nobody sees; a State without a report stays told so."""
    value = beside(*late()).value
    book = figures_book(FiguresInput(value.answers, value.figures, (), "", LATE), value.gate.name)
    sheet = openpyxl.load_workbook(io.BytesIO(book))["States"]
    rows = {row[0]: set(row[1:]) for row in sheet.iter_rows(min_row=3, values_only=True)}
    assert (rows["Betaville"], rows["Gamma"]) == ({"not in time"}, {"no report"})


def test_beside_a_late_report_a_number_is_exact_and_a_zero_is_not() -> None:
    """Counts are of reports received by the cut-off; an exact none needs that nothing was held
    out.
    """
    counted = beside(*late())
    assert counted.told("received") == (1, "exactly", "")
    assert counted.told("reports_received") == (1, "exactly", "")
    for name in ("provided", "received_unchanged", "national_plan", "donors_not_party"):
        assert counted.told(name) == (None, "unknown", ""), name
    assert count(*late()).told("reports_received") == (None, "unknown", "")


def test_a_part_of_a_whole_is_no_none_beside_a_late_report() -> None:
    """The State of the late report expressed its need in a statement; its plan is not known."""
    needs = (*both("XAA", line("XAA", "needed")), *both("XAC", line("XAC", "national_plan")))
    said = statement(1, "XAB", "needed")
    assert count(*needs, said).told("national_plan") == (0, "exactly", "none")
    assert count(*needs, said, *late()).told("national_plan") == (None, "unknown", "")


@pytest.mark.parametrize(
    ("public", "mark"),
    [("no", "not public"), ("", "not known to be public"), ("late", "not in time")],
)
def test_what_a_report_set_aside_says_is_marked_in_internal_files(public: str, mark: str) -> None:
    """The tracker and the list of assistance hold its lines, each with why it may not be used."""
    received = LATE if public == "late" else date(2025, 4, 30)
    row = registered("XAB", received_on=received, public="yes" if public == "late" else public)
    asked = both("XAA", line("XAA", "needed"))
    value = count(*asked, report("XAB", NEEDED, line("XAB", "received", 2)), row).value
    told = {state: needs[0].told_in for state, needs in value.tracking.alone}
    assert told == {"XAA": "report for 2024", "XAB": f"report for 2024 ({mark})"}
    assert [line.note for line in value.assistance] == [f"report {mark}"]


@pytest.mark.parametrize("public", ["no", ""])
def test_a_report_that_is_not_public_is_not_among_those_received(public: str) -> None:
    """It is neither printed nor counted: its State is not named, and the number is at least."""
    counted = beside(report("XAB"), registered("XAB", public=public))
    figure = counted.figure("reports_received")
    assert (figure.value, figure.certainty, figure.received) == (1, "at least", 2)
    assert [evidence.iso3 for evidence in figure.states] == ["XAA"]


@pytest.mark.parametrize("section", ["", "received"])
def test_a_state_whose_report_is_out_has_not_said_no(section: str) -> None:
    """Two files of one version, one whose year a person is still asked for, a line unconfirmed."""
    counted = beside(out("Form I", scope=("XAB", "2024"), section=section))
    answer = counted.answer("XAB", "received")
    assert (answer.reply, answer.reason, answer.label) == ("unknown", "question-open", "unknown")
    other = counted.answer("XAB", "exchange")
    assert (other.reply, other.label) == (
        ("no", "no report") if section else ("unknown", "unknown")
    )


def test_a_line_that_is_out_leaves_a_yes_and_takes_a_no() -> None:
    """What another line says stands; that nothing is said does not."""
    mine = both("XAB", line("XAB", "received"))
    counted = count(*mine, out("Form I", scope=("XAB", "2024")))
    replies = [counted.answer("XAB", name).reply for name in ("received", "exchange")]
    assert replies == ["yes", "unknown"]


def test_a_row_out_of_the_report_that_is_carried_takes_its_no() -> None:
    """An unchanged form is no plain no where a row of the earlier report is out."""
    counted = count(
        *both("XAB", form_i="unchanged", since=2022),
        *both("XAB", line("XAB", "received", year=2022), year=2022),
        out("Form I", scope=("XAB", "2022")),
    )
    replies = [counted.answer("XAB", name).reply for name in ("received", "exchange")]
    assert replies == ["unchanged", "unknown"]


def test_a_version_that_is_not_here_leaves_the_earlier_one_no_plain_no() -> None:
    """The register has version 2, the folder version 1: what the later one adds is unknown."""
    earlier = report("XAB", line("XAB", "received"))
    counted = count(earlier, registered("XAB", version=2))
    assert counted.answer("XAB", "received").reply == "yes"
    answer = counted.answer("XAB", "exchange")
    assert (answer.reply, answer.reason) == ("unknown", "versions-disagree")


def test_a_late_version_does_not_say_that_no_earlier_one_came() -> None:
    """An amended report after the cut-off: its first version may have come in time."""
    counted = beside(*late(version=2))
    assert counted.told("reports_received") == (1, "at least", "")


def test_a_statement_still_counts_for_a_state_whose_report_came_late() -> None:
    """A yes from elsewhere is a yes."""
    counted = beside(*late(), statement(1, "XAB", "needed"))
    assert counted.answer("XAB", "needed").reply == "yes"


def test_a_report_of_a_state_that_withdrew_is_in_no_number_of_reports() -> None:
    """A former State Party has no answer, and no figure has its report among those received."""
    counted = beside(*both("XAO", line("XAO", "received")))
    assert "XAO" not in {answer.state for answer in counted.value.answers}
    assert counted.figure("received").received == 1


_DAY_AFTER = Dated(first=date(2025, 7, 1))
_OTHER_YEAR = (report("XAB", year=2023), registered("XAB", 2023))
_REQUEST_TO_ANOTHER = follow_up(1, "XAB", meeting_number=16)
_LATE_EXTENSION = follow_up(1, "XAB", submitted_on=LATE)
_LAST_YEAR = Dated(first=date(2024, 6, 30))


@pytest.mark.parametrize(
    ("held_out", "names"),
    [
        (statement(1, "XAB", made_on=LATE), ("exchange", "statements")),
        (statement(1, "XAB", made_on=date(2024, 6, 30)), ("exchange", "statements")),
        (practice(1, LATE), ("good_practices", "practices_donor")),
        (coalition(1, span=(LATE, None)), ("coalitions", "coalitions_continuing")),
        (coalition(1, "XAD", "concluded", span=(None, LATE)), ("coalitions_concluded",)),
        (follow_up(1, "XAB", "need", status="open", submitted_on=LATE), ("needed",)),
        (_LATE_EXTENSION, ("extension_requests_art4", "extension_requests_with_resources")),
        (_REQUEST_TO_ANOTHER, ("extension_requests_art4", "extension_requests_unread")),
        (follow_up(1, "XAB", "request", submitted_on=LATE), ("requests_received_named",)),
        (follow_up(1, "XAB", "request", submitted_on=date(2024, 6, 1)), ("requests_received",)),
        (activity(1, "b", start=_LAST_YEAR), ("item_b",)),
        (activity(1, "b", start=_DAY_AFTER), ("item_b",)),
        (activity(1, "c", start=_LAST_YEAR, asked=("XAB",)), ("item_c_named",)),
        (_OTHER_YEAR, ("reports_received", "provided", "donors_organizations")),
    ],
)
def test_beside_what_a_setting_keeps_out_no_zero_is_exact(
    held_out: object, names: tuple[str, ...]
) -> None:
    """DESIGN decision 22, for every source: without the record the zero is exact, beside it the
    number is unknown, and the record is why.
    """
    records = held_out if isinstance(held_out, tuple) else (held_out,)
    with_it, without = (count(*some, declared=EVERY, tables=EVERY) for some in (records, ()))
    places = {(ref.source, ref.place) for one in records for row in one.rows for ref in of(row)}
    for name in names:
        assert without.told(name)[:2] == (0, "exactly"), name
        assert with_it.told(name)[:2] == (None, "unknown"), name
        assert places & {(ref.source, ref.place) for ref in with_it.figure(name).limits}, name


def of(row: Row) -> tuple[Ref, ...]:
    """Every cell of a row."""
    return tuple(row.ref(name) for name in row.columns.index)


@pytest.mark.parametrize(
    ("counted", "held_out", "name"),
    [
        (statement(2, "XAA"), statement(1, "XAB", made_on=LATE), "exchange"),
        (practice(2), practice(1, LATE), "good_practices"),
        (coalition(2, "XAC"), coalition(1, span=(LATE, None)), "coalitions"),
        (follow_up(2, "XAC"), _REQUEST_TO_ANOTHER, "extension_requests_art4"),
        (activity(2, "b"), activity(1, "b", start=_LAST_YEAR), "item_b"),
    ],
)
def test_beside_what_a_setting_keeps_out_a_number_is_exact(
    counted: object, held_out: object, name: str
) -> None:
    """The number is of what the settings let in; it says nothing of the rest."""
    told = count(counted, held_out, declared=EVERY, tables=EVERY).told(name)  # type: ignore[arg-type]
    assert told[:2] == (1, "exactly")


def test_reports_of_other_years_take_no_zero_where_the_state_reported_for_this_one() -> None:
    """An earlier report of a State whose report for the year is here is no question."""
    counted = count(*both("XAB"), *_OTHER_YEAR)
    assert counted.told("provided") == (0, "exactly", "")
    assert count(*_OTHER_YEAR).answer("XAB", "provided").label == "no report"
