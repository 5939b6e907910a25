"""What a State's reports say on an indicator, and what is said of reports and lines that say
nothing usable.
"""

from datetime import date

import pytest

from tests.makers.counted_meeting import (
    ELSEWHERE,
    FUND,
    LATER,
    PARTIES,
    both,
    count,
    line,
    registered,
    report,
)

RECEIVED = line("XAA", "received", counterpart="XAB")


def test_a_line_of_the_section_is_a_yes_that_stands_on_its_cells() -> None:
    """Yes: the line is counted, cover and register are the basis."""
    answer = count(*both("XAA", RECEIVED)).answer("XAA", "received")
    assert answer.reply == "yes"
    assert {ref.source for ref in answer.counts} == {"test/form-XAA-2024.csv"}
    assert {ref.source for ref in answer.basis} == {
        "test/form-XAA-2024.csv",
        "test/reports-received.csv",
    }


def test_a_report_without_a_line_of_the_section_is_a_no() -> None:
    """No: the report was read and does not speak of it."""
    assert count(*both("XAA", RECEIVED)).answer("XAA", "exchange").reply == "no"


def test_a_form_that_is_not_applicable_is_a_no() -> None:
    """A Form I that does not apply says no to everything."""
    assert count(*both("XAA", form_i="not_applicable")).answer("XAA", "received").reply == "no"


def test_a_state_without_a_report_is_a_no_without_cells() -> None:
    """A State Party that submitted nothing is not missing: it reported nothing."""
    answer = count().answer("XAA", "received")
    assert (answer.reply, answer.reason, answer.counts, answer.basis) == ("no", "no-report", (), ())


def test_unchanged_follows_the_chain_to_the_report_that_says_something() -> None:
    """Unchanged since 2023, which says unchanged since 2021: the year of the answer is 2021."""
    counted = count(
        *both("XAA", form_i="unchanged", since=2023),
        *both("XAA", year=2023, form_i="unchanged", since=2021),
        *both("XAA", line("XAA", "received", year=2021), year=2021),
    )
    answer = counted.answer("XAA", "received")
    assert (answer.reply, answer.since) == ("unchanged", 2021)
    assert {ref.source for ref in answer.counts} == {"test/form-XAA-2021.csv"}
    assert {"test/form-XAA-2023.csv", "test/form-XAA-2024.csv"} < {
        ref.source for ref in answer.basis
    }


def test_unchanged_since_a_report_that_says_no_is_a_no() -> None:
    """Nothing is carried where the earlier report does not speak of it."""
    counted = count(*both("XAA", form_i="unchanged", since=2023), *both("XAA", RECEIVED, year=2023))
    assert counted.answer("XAA", "exchange").reply == "no"


@pytest.mark.parametrize(
    ("since", "code"),
    [(2024, "unchanged-loop"), (2026, "unchanged-loop"), (2022, "unchanged-report-missing")],
)
def test_an_unchanged_form_that_leads_nowhere_is_unknown(since: int, code: str) -> None:
    """A loop, or a report that is not here, is unknown and a finding at the cell of the year."""
    counted = count(*both("XAA", form_i="unchanged", since=since))
    answer = counted.answer("XAA", "received")
    assert (answer.reply, answer.reason) == ("unknown", code)
    finding = next(f for f in counted.findings if f.code == code)
    assert finding.ref[:3] == ("test/form-XAA-2024.csv", 'row 5 "value"', str(since))


def test_an_unchanged_form_without_a_year_is_unknown() -> None:
    """Without the year there is no report to follow; normalise has said so already."""
    counted = count(*both("XAA", form_i="unchanged"))
    assert counted.answer("XAA", "received").reason == "unchanged-without-year"
    assert counted.codes == []


def test_a_chain_through_a_report_that_is_not_public_is_unknown() -> None:
    """An earlier report that may not be used is as good as missing."""
    earlier = (
        report("XAA", line("XAA", "received", year=2023), year=2023),
        registered("XAA", 2023, public="no"),
    )
    counted = count(*both("XAA", form_i="unchanged", since=2023), *earlier)
    assert counted.answer("XAA", "received").reason == "unchanged-report-missing"


@pytest.mark.parametrize("form_i", ["unchanged", "not_applicable"])
def test_lines_under_a_form_that_says_nothing_new_are_a_conflict(form_i: str) -> None:
    """Cover and table contradict each other: unknown, never yes and never no."""
    counted = count(*both("XAA", RECEIVED, form_i=form_i, since=2023))
    assert {counted.answer("XAA", name).reply for name in ("received", "exchange")} == {"unknown"}


def test_a_conflict_in_a_report_that_a_chain_passes_is_unknown() -> None:
    """The chain ends at a report whose cover and lines disagree; an older one does not speak for
    it.
    """
    counted = count(
        *both("XAA", form_i="unchanged", since=2023),
        *both("XAA", line("XAA", "exchange", year=2023), year=2023, form_i="unchanged", since=2022),
        *both("XAA", line("XAA", "received", year=2022), year=2022),
    )
    assert counted.answer("XAA", "received").reply == "unknown"


def test_an_unknown_form_without_lines_is_unknown() -> None:
    """A cover that does not say what became of Form I gives no zero."""
    assert count(*both("XAA", form_i="unknown")).answer("XAA", "received").reply == "unknown"


def test_an_unknown_form_with_lines_is_read_by_its_lines() -> None:
    """Lines speak even where the cover is silent."""
    counted = count(*both("XAA", RECEIVED, form_i="unknown"))
    assert [counted.answer("XAA", name).reply for name in ("received", "exchange")] == ["yes", "no"]


@pytest.mark.parametrize(
    ("row", "code", "reply"),
    [
        (registered("XAA", received_on=date(2025, 7, 1)), "received-after-cut-off", "unknown"),
        (registered("XAA", received_on=None), "receipt-needed", "unknown"),
        (registered("XAA", public="no"), "report-not-public", "unknown"),
        (registered("XAA", public=""), "report-public-unknown", "unknown"),
    ],
)
def test_a_report_that_may_not_be_used_never_gives_a_yes(
    row: object, code: str, reply: str
) -> None:
    """Late, of unknown date, not or perhaps not public is unknown; its rows are set aside with the
    code.
    """
    counted = count(report("XAA", RECEIVED), row)  # type: ignore[arg-type]
    answer = counted.answer("XAA", "received")
    assert (answer.reply, answer.reason) == (reply, code)
    assert counted.codes == [code]
    assert counted.fate("form-XAA-2024", 21) == ("excluded", code)
    assert counted.fate("reports-received", 26) == ("excluded", code)


def test_a_report_outside_the_register_is_a_question_at_its_cover() -> None:
    """A file alone has no date of receipt."""
    counted = count(report("XAA", RECEIVED))
    assert counted.answer("XAA", "received").reason == "receipt-needed"
    assert counted.findings[0].ref[:3] == ("test/form-XAA-2024.csv", 'row 2 "value"', "Alphaland")


def test_a_registered_report_that_is_not_here_is_unknown() -> None:
    """The register alone says nothing of what was reported."""
    counted = count(registered("XAA"))
    answer = counted.answer("XAA", "received")
    assert (answer.reply, answer.reason) == ("unknown", "report-file-missing")
    assert answer.basis


@pytest.mark.parametrize("state", [LATER, ELSEWHERE])
def test_a_report_of_a_state_that_is_no_party_is_not_counted(state: str) -> None:
    """A State for which the Convention is not in force yet has no answer; its rows are set
    aside.
    """
    counted = count(report(state, line(state, "received")), registered(state))
    assert counted.codes == ["not-a-party"]
    assert counted.fate(f"form-{state}-2024", 21) == ("excluded", "not-a-party")
    assert {answer.state for answer in counted.value.answers} == set(PARTIES)
    assert counted.told("reports_received") == (0, "exactly", "")


def test_a_report_of_no_party_outside_the_register_is_named_at_its_cover() -> None:
    """Where the register has no row the finding stands at the cover."""
    counted = count(report(LATER, line(LATER, "received")))
    assert [(f.code, f.ref.source) for f in counted.findings] == [
        ("not-a-party", f"test/form-{LATER}-2024.csv")
    ]


def test_a_report_of_another_year_is_not_about_this_meeting() -> None:
    """Its rows are kept for chains and otherwise set aside."""
    counted = count(*both("XAA", line("XAA", "received", year=2023), year=2023))
    assert counted.fate("form-XAA-2023", 21) == ("not-about-this-report", "other-year")
    assert counted.answer("XAA", "received").reason == "no-report"


@pytest.mark.parametrize("to", [("XAB", ""), ("GLOBAL", ""), ("", FUND)])
def test_help_given_counts_to_a_party_a_body_or_through_a_channel(to: tuple[str, str]) -> None:
    """Article 6: help to a State Party, or through an organization."""
    given = line("XAA", "provided", counterpart=to[0], channel=to[1])
    assert count(*both("XAA", given)).answer("XAA", "provided").reply == "yes"


@pytest.mark.parametrize("to", [LATER, ELSEWHERE])
def test_help_to_a_state_that_is_no_party_is_not_counted(to: str) -> None:
    """The line is set aside at the cell of the recipient, and the answer is no."""
    counted = count(*both("XAA", line("XAA", "provided", counterpart=to)))
    assert counted.answer("XAA", "provided").reply == "no"
    assert [(f.code, f.ref.place) for f in counted.findings] == [
        ("recipient-not-party", 'row 21 "counterpart"')
    ]
    assert counted.fate("form-XAA-2024", 21) == ("excluded", "recipient-not-party")


def test_help_to_nobody_named_is_unknown() -> None:
    """A line that does not say to whom gives neither yes nor no."""
    counted = count(*both("XAA", line("XAA", "provided")))
    assert counted.answer("XAA", "provided").reply == "unknown"
    assert counted.codes == ["counterpart-missing"]


def test_one_good_line_is_enough_for_a_yes() -> None:
    """A line that does not say to whom does not take away what another says; only the good one is
    counted.
    """
    counted = count(
        *both("XAA", line("XAA", "provided"), line("XAA", "provided", 2, counterpart="XAB"))
    )
    answer = counted.answer("XAA", "provided")
    assert answer.reply == "yes"
    assert {ref.row_key[2] for ref in answer.counts} == {22}
