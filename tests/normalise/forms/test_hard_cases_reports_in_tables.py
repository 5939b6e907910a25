"""The hard cases about reports, kept as workbooks: unchanged forms, versions, late reports, Parties
and others.

Each test carries the number of its case; tests/whole/test_hard_cases_listed.py says which case has
its test where.
"""

from datetime import date

import pytest

from pipeline.apply_answers import Settled
from pipeline.model.figure import Answer, Certainty, Figure, Reply
from pipeline.model.state import Basis
from pipeline.model.tables import FOLLOW_UP, STATEMENTS
from tests.makers.small_meeting import (
    ACTIVITY,
    LINE,
    REGISTER,
    Content,
    codes,
    demo_world,
    report,
    rows,
    settled,
)
from tests.makers.tables import Rows

Book = dict[str, Rows]
DECLARED = {"through": "2025-06-30", "declared_by": "ISU"}
RECEIVED = {**LINE, "section": "received", "counterpart": "Kappaland"}
NEEDED = {**LINE, "section": "needed", "counterpart": ""}


def meeting(*books: Book, years: tuple[int, ...] = (2024,), **fields: object) -> dict[str, Content]:
    """Reports of Alphaland in the register and in the folder, all of them declared complete."""
    lines = [
        {**REGISTER, "article7_year": str(year), "received_on": f"{year + 1}-04-20", **fields}
        for year in years
    ]
    return {
        "reports-received.csv": rows(*lines),
        "complete.csv": rows(
            *(
                {"source": source, "through": "2025-06-30", "declared_by": "ISU"}
                for source in ("reports-received", "national-reports", "statements", "follow-up")
            )
        ),
        # nothing was said at meetings, and the register is empty
        "statements.csv": [[column.name for column in STATEMENTS.columns]],
        "follow-up.csv": [[column.name for column in FOLLOW_UP.columns]],
        **{f"national-reports/report-{number}.xlsx": book for number, book in enumerate(books)},
    }


def answer(done: Settled, indicator: str, state: str = "XAA") -> Answer:
    """What a State's reports say on an indicator."""
    return next(a for a in done.counted.answers if (a.state, a.indicator) == (state, indicator))


def figure(done: Settled, name: str) -> Figure:
    """A figure by its name."""
    return next(f for f in done.counted.figures if f.name == name)


def unchanged(since: int | str, year: int = 2024) -> Book:
    """A report whose Form I is unchanged since a year."""
    book = report(article7_year=str(year), form_i="unchanged", form_i_since=str(since))
    return {"Cover": book["Cover"]}


def test_case_1_an_unchanged_form_leads_to_the_report_that_is_here() -> None:
    """A need of 2022 is carried with its year, in a figure of its own; nothing is counted for
    2024.
    """
    done = settled(
        meeting(unchanged(2022), report(NEEDED, article7_year="2022"), years=(2024, 2022))
    )

    need = answer(done, "assistance_needed")

    assert (need.reply, need.since) == (Reply.UNCHANGED, 2022)
    assert (
        figure(done, "assistance_needed").value,
        figure(done, "assistance_needed_unchanged").value,
    ) == (0, 1)


def test_case_2_an_unchanged_form_whose_report_is_missing_is_unknown() -> None:
    """Neither zero nor a yes: a question at the year, and the figure is not exact."""
    files = meeting(unchanged(2021))

    assert ("unchanged-report-missing", "m/national-reports/report-0.xlsx", "Cover!B5") in codes(
        files
    )
    assert answer(settled(files), "assistance_needed").reply is Reply.UNKNOWN
    assert figure(settled(files), "assistance_needed").certainty is Certainty.UNKNOWN


def test_case_3_a_chain_of_unchanged_forms_is_followed_to_its_end() -> None:
    """2024 points to 2022, 2022 to 2020, and 2020 says something; the cells of all three stand
    behind the answer.
    """
    books = (unchanged(2022), unchanged(2020, 2022), report(NEEDED, article7_year="2020"))

    need = answer(settled(meeting(*books, years=(2024, 2022, 2020))), "assistance_needed")

    assert (need.reply, need.since) == (Reply.UNCHANGED, 2020)
    assert {ref.source[-6] for ref in (*need.basis, *need.counts) if "report-" in ref.source} >= {
        "0",
        "1",
        "2",
    }


@pytest.mark.parametrize("since", [2024, 2025])
def test_case_4_a_form_unchanged_since_its_own_year_or_a_later_one_is_a_loop(since: int) -> None:
    """The report points to itself: unknown, and said at the year."""
    files = meeting(unchanged(since))

    assert ("unchanged-loop", "m/national-reports/report-0.xlsx", "Cover!B5") in codes(files)
    assert answer(settled(files), "assistance_needed").reply is Reply.UNKNOWN


def test_case_5_a_form_of_which_the_cover_says_nothing_is_unknown() -> None:
    """No mark and no line: a question, and not counted as silence."""
    files = meeting({"Cover": report(form_i="")["Cover"]})

    assert ("form-i-unknown", "m/national-reports/report-0.xlsx", "Cover!B4") in codes(files)
    assert answer(settled(files), "assistance_received").reply is Reply.UNKNOWN


def test_case_6_a_form_not_applicable_with_lines_is_a_conflict() -> None:
    """The lines are kept, and what they say is unknown until someone answers."""
    files = meeting(report(RECEIVED, form_i="not_applicable"))

    assert ("form-i-conflict", "m/national-reports/report-0.xlsx", "Cover!B4") in codes(files)
    assert answer(settled(files), "assistance_received").reply is Reply.UNKNOWN


def test_case_8_a_report_of_several_years_counts_for_the_year_its_cover_names() -> None:
    """The year is the cover's word, never worked out of a period of thirty-two months: nothing in
    it counts for 2024, and that nobody received anything is not said beside it.
    """
    book = report(RECEIVED, article7_year="2023", period_from="2021-03-01", period_to="2023-10-31")

    done = settled(meeting(book, years=(2023,)))

    assert figure(done, "assistance_received").value is None
    assert [r.year for r in done.records.others] == [2023]


def test_case_9_an_amended_report_replaces_the_first_and_both_are_kept() -> None:
    """The later version counts; the rows of the first are superseded."""
    files = meeting(report(RECEIVED), report(NEEDED, version="2"))
    files["reports-received.csv"] = rows(
        REGISTER, {**REGISTER, "version": "2", "received_on": "2025-06-12"}
    )

    done = settled(files)

    assert (answer(done, "assistance_received").reply, answer(done, "assistance_needed").reply) == (
        "no",
        "yes",
    )
    assert {drop.fate for drop in done.records.drops if drop.key[0].endswith("report-0.xlsx")} >= {
        "superseded"
    }


def test_case_10_the_same_report_under_two_names_is_not_counted_twice() -> None:
    """Two files for one version: neither counts until one is taken away, or they are the same to
    the byte.
    """
    done = settled(meeting(report(RECEIVED), report(NEEDED)))

    assert answer(done, "assistance_received").reply is Reply.UNKNOWN
    assert {"duplicate-report"} <= {finding.code for finding in done.findings}


def test_case_11_a_report_after_the_cut_off_is_held_out() -> None:
    """It is listed and not counted; what it might say is unknown, and no zero stands beside it."""
    files = meeting(report(RECEIVED), received_on="2025-07-05")

    done = settled(files)

    assert ("received-after-cut-off", "m/reports-received.csv", 'row 2 "received_on"') in codes(
        files
    )
    counted = figure(done, "assistance_received"), figure(done, "reports_received")
    assert [(one.value, one.certainty) for one in counted] == [(None, Certainty.UNKNOWN)] * 2


def test_case_19_a_state_that_withdrew_is_a_party_until_the_day_before() -> None:
    """Upsiland left on 6 March 2025: a Party on the 5th, not on the 6th, not in the denominator of
    30 June.
    """
    settings, reference, _ = demo_world()
    state = reference.states["XAO"]

    assert state.is_party(date(2025, 3, 5), settings.membership_basis)
    assert not state.is_party(date(2025, 3, 6), settings.membership_basis)
    assert "XAO" not in {e.iso3 for e in figure(settled(meeting()), "states_parties").states}


def test_case_21_a_state_counts_from_entry_into_force_or_from_deposit_as_settings_say() -> None:
    """Zetaville deposited in October 2024, in force on 1 April 2025: two bases, two answers on one
    day.
    """
    _, reference, _ = demo_world()
    state, day = reference.states["XAM"], date(2025, 3, 1)

    assert [state.is_party(day, basis) for basis in Basis] == [False, True]


def test_case_22_a_state_whose_first_report_is_not_due_is_not_among_the_due() -> None:
    """Zetaville has 180 days from entry into force; nobody calls it late."""
    received = figure(settled(meeting(report(RECEIVED))), "reports_received")

    assert received.due == 12
    assert received.denominator
    assert received.denominator.value == 13


def test_case_12_a_gift_that_the_donor_does_not_mention_stays_with_the_recipient() -> None:
    """The recipient's word counts as received, the donor's silence stays a no; nothing is
    corrected.
    """
    files = meeting(report(RECEIVED))
    files["reports-received.csv"] = rows(REGISTER, {**REGISTER, "state": "Kappaland"})
    files["national-reports/kappaland.xlsx"] = report(NEEDED, state="Kappaland")

    done = settled(files)

    assert answer(done, "assistance_received").reply is Reply.YES
    assert answer(done, "assistance_provided", "XAE").reply is Reply.NO


def test_case_37_a_recipient_that_is_no_party_is_outside_article_6() -> None:
    """The line is kept, noted and not counted."""
    files = meeting(report({**LINE, "counterpart": "Psiland"}))

    assert ("recipient-not-party", "m/national-reports/report-0.xlsx", "Form I!B2") in codes(files)
    assert answer(settled(files), "assistance_provided").reply is Reply.NO


@pytest.mark.parametrize(
    "giver", ["Union of Tau Rivers", "Psiland", "Iotaland"], ids=["16", "17", "18"]
)
def test_case_16_17_18_a_giver_that_is_no_party_is_in_no_count_of_parties(giver: str) -> None:
    """A regional organization, a State not party, a signatory: received counts for the recipient
    alone.
    """
    done = settled(meeting(report({**RECEIVED, "counterpart": giver})))

    assert answer(done, "assistance_received").reply is Reply.YES
    assert figure(done, "assistance_provided").states == ()


def test_case_20_a_report_of_a_state_that_is_no_longer_a_party_is_a_question_or_out() -> None:
    """It is in no figure of States Parties, and the register row says why."""
    files = meeting(report(RECEIVED, state="Upsiland"), state="Upsiland", received_on="2025-04-22")

    assert {"m/reports-received.csv"} & {source for _, source, _ in codes(files)}
    assert figure(settled(files), "reports_received").value == 0


def test_case_13_a_gift_told_from_both_sides_in_two_currencies_is_a_question_and_never_a_sum() -> (
    None
):
    """With the user's rate the two may be one gift: a decision at the recipient's line, and both
    lines stay.
    """
    donor = report({**LINE, "counterpart": "Rhoville", "amount": 1_000_000, "currency": "EUR"})
    gift = {**RECEIVED, "counterpart": "Alphaland", "amount": 1_080_000, "currency": "USD"}
    rate = {
        "from_currency": "EUR",
        "to_currency": "USD",
        "rate": 1.08,
        "direction": "to_per_from",
        "period": "2024",
    }
    files = meeting(donor)
    files["reports-received.csv"] = rows(REGISTER, {**REGISTER, "state": "Rhoville"})
    files["national-reports/rhoville.xlsx"] = report(gift, state="Rhoville")
    files["rates.csv"] = rows({**rate, "kind": "average_year", "source": "demo bank"})

    done = settled(files)

    assert ("possible-pair", "m/national-reports/rhoville.xlsx", "Form I!B2") in codes(files)
    assert (
        figure(done, "assistance_provided").value,
        figure(done, "assistance_received").value,
    ) == (1, 1)


def test_case_14_and_15_one_flow_and_one_treaty_are_never_added_up() -> None:
    """No figure is a sum of money: counts of States are all there is, whatever the amounts and
    shares say.
    """
    lines = [
        {**LINE, "amount": "1000", "currency": "XTS", "ccm_share": share}
        for share in ("exclusive", "mixed_mine_action")
    ]

    done = settled(meeting(report(*lines)))

    assert figure(done, "assistance_provided").value == 1
    assert all(f.value is None or f.value <= 13 for f in done.counted.figures)


def test_case_40_what_stands_in_a_cell_stays_data() -> None:
    """Formulas typed as text, marks of templates and right-to-left text are kept as they stand."""
    texts = ("=1+1", "+41 22", "-x", "@here", "{{ 7*7 }}", "{% if x %}", "نص")
    records = [
        {**ACTIVITY, "activity_id": f"ACT-{number}", "outcome": text}
        for number, text in enumerate(texts)
    ]

    done = settled({"activities.csv": rows(*records)})

    assert tuple(activity.ref("outcome").words for activity in done.records.activities) == texts
    assert not done.findings


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        (
            "activities.xlsx",
            b"<html><table><tr><td>activity_id</td></tr></table></html>",
            "web-page",
        ),
        ("activities.xlsx", b"%PDF-1.7\n%...", "pdf-document"),
        ("activities.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old-workbook"),
    ],
)
def test_case_39_a_file_that_is_not_what_its_name_says_is_named_for_what_it_is(
    name: str, content: bytes, code: str
) -> None:
    """The finding names the file and what to save it as; no parser's words."""
    assert (code, f"m/{name}", "") in codes({name: content})


def test_case_39_a_csv_of_windows_with_semicolons_is_read_and_the_encoding_told() -> None:
    """Letters with accents arrive; the note names the encoding for internal eyes."""
    table = rows(
        {**ACTIVITY, "place": "Château d’Alpha", "title": "Réunion à Genève; première partie"}
    )
    text = "\r\n".join(";".join(f'"{cell}"' for cell in row) for row in table)

    done = settled({"activities.csv": text.encode("cp1252")})

    assert done.records.activities[0].values["place"] == "Château d’Alpha"
    assert [(f.code, f.hint) for f in done.findings if f.code == "encoding-found"] == [
        ("encoding-found", "cp1252")
    ]
