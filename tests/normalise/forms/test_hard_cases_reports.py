"""The hard cases about reports, by number, through Word files on the form and a person's review."""

import io

import pypdf
import pytest

from pipeline.model.figure import Certainty, Reply
from tests.makers import report_forms
from tests.makers.pdf_files import page, pdf, scan
from tests.makers.report_forms import ENGLISH, FRENCH, LINE, cover, form_i, report
from tests.makers.reports_meeting import (
    PROVIDED,
    answer,
    codes,
    earlier,
    figure,
    meeting,
    registered,
    told,
    unchanged,
    years,
)
from tests.makers.review_marks import Row, confirmed, marked, proposals, review_of, rows_of, yes
from tests.makers.small_meeting import Content, register, rows, settled
from tests.makers.word_files import docx, p


def test_case_1_an_unchanged_form_takes_the_report_it_names() -> None:
    """Form I unchanged since 2021, and the report for 2021 is here: unchanged since 2021, in a
    count of its own.
    """
    files = confirmed(
        meeting(unchanged(2024, 2021), earlier(2021), register_rows=years(2024, 2021))
    )
    assert (answer(files).reply, answer(files).since) == (Reply.UNCHANGED, 2021)
    assert told(files, f"{PROVIDED}_unchanged") == (1, "exactly")


def test_case_2_an_unchanged_form_whose_report_is_missing_is_unknown() -> None:
    """Not zero, and a question."""
    files = confirmed(meeting(unchanged(2024, 2021)))
    assert (answer(files).reply, told(files)) == (Reply.UNKNOWN, (None, "unknown"))
    assert "unchanged-report-missing" in codes(files)


def test_case_3_a_chain_is_followed_and_every_report_on_it_is_cited() -> None:
    """2024 says 2022, which says 2020."""
    files = confirmed(
        meeting(
            unchanged(2024, 2022),
            unchanged(2022, 2020),
            earlier(2020),
            register_rows=years(2024, 2022, 2020),
        )
    )
    found = answer(files)
    assert (found.reply, found.since) == (Reply.UNCHANGED, 2020)
    assert {"m/national-reports/a-2024.docx", "m/national-reports/a-2022.docx"} <= {
        ref.source for ref in found.basis
    }


def test_case_4_a_form_unchanged_since_its_own_year_is_a_loop() -> None:
    """Unchanged (2024) in the report for 2024."""
    files = confirmed(meeting(unchanged(2024, 2024)))
    assert (answer(files).reply, "unchanged-loop" in codes(files)) == (Reply.UNKNOWN, True)


@pytest.mark.parametrize(
    "marks", [{True: "☒", False: "☒"}, {True: "", False: ""}, {True: "☐", False: "☐"}]
)
def test_case_5_marks_lost_or_doubled_are_unknown_until_a_person_looks(
    marks: dict[bool, str],
) -> None:
    """Both ticked, none left, or none ticked: not counted, a question; the person's word then
    counts.
    """
    content = docx(*report_forms.cover(marks=marks), *report_forms.form_i({"provided": [LINE]}))
    files = meeting(("a.docx", content))
    assert (answer(files).reply, "form-status-unclear" in codes(files)) == (Reply.UNKNOWN, True)

    def look(row: Row) -> dict[str, object]:
        found = (
            {"confirm": "corrected", "form_i": "changed"}
            if row["what"] == "cover"
            else {"confirm": "yes"}
        )
        return {**found, "by": "ISU"}

    assert told(confirmed(files, look)) == (1, "exactly")


def test_case_6_a_form_not_applicable_with_a_filled_table_is_a_conflict() -> None:
    """The lines are kept and the answer is open."""
    files = confirmed(meeting(("a.docx", report(status="not_applicable"))))
    assert (answer(files).reply, "form-i-conflict" in codes(files)) == (Reply.UNKNOWN, True)
    assert len(settled(files).records.reports[0].lines) == 1


def test_case_7_a_period_of_sixteen_months_counts_for_the_year_the_register_names() -> None:
    """1/abr/2023 a 31/jul/2024, with a note; no sum is spread over years."""
    content = report(period="1/abr/2023 a 31/jul/2024")
    files = confirmed(meeting(("a.docx", content), register_rows=[registered(file="a.docx")]))
    assert told(files) == (1, "exactly")
    assert {f.code for f in settled(files).findings if f.ref.source.endswith("a.docx")} == {
        "period-not-a-year"
    }


def test_case_8_a_period_of_three_years_is_a_question() -> None:
    """Without a word of the register the report is out, and no count is exact."""
    files = meeting(("a.docx", report(period="1 March 2022 – 31 October 2024")))
    assert {"report-unplaced", "period-not-a-year"} <= codes(files)
    assert told(files) == (None, "unknown")


def test_case_9_the_later_of_two_reports_counts_and_the_difference_is_shown() -> None:
    """Which is later: by the day each prints. Both are kept; lines that did not change stay
    confirmed.
    """
    old, new = (
        ("Deltaland", "", "5", "XTS", "financial"),
        ("Deltaland", "", "7", "XTS", "financial"),
    )

    def dated(day: str, line: tuple[str, ...]) -> bytes:
        return docx(
            *report_forms.cover(),
            f"Date of submission: {day}",
            *report_forms.form_i({"provided": [LINE, line]}),
        )

    first = meeting(("a.docx", dated("20/04/2025", old)))
    review = confirmed(first)["review.xlsx"]
    files = {**first, "national-reports/b.docx": dated("20/05/2025", new), "review.xlsx": review}
    amended = next(f for f in settled(files).findings if f.code == "report-amended")
    waiting = [
        (p.what, p.reading.get("amount"))
        for p in proposals(files)
        if p.file.endswith("b.docx") and not p.is_settled
    ]
    assert (told(files), amended.ref.source) == ((1, "at least"), "m/national-reports/b.docx")
    assert ("7 | XTS" in amended.hint, "5 | XTS" in amended.hint) == (True, True)
    assert [what for what in waiting if what[0] == "line"] == [("line", "7")]


def test_case_10_the_same_file_under_two_names_counts_once() -> None:
    """And so do two languages of one report."""
    files = confirmed(meeting(("a.docx", report()), ("copy.docx", report())))
    assert (told(files), "same-report-twice" in codes(files)) == ((1, "exactly"), True)
    french = report(lines=[("Rhoville", "", "25000", "XTS", "financière")], words=FRENCH)
    two = confirmed(meeting(("a.docx", report()), ("a-fr.docx", french)))
    assert (told(two), "same-report-other-language" in codes(two)) == ((1, "exactly"), True)


def test_case_11_a_report_after_the_cut_off_is_held_out() -> None:
    """Received on 1 July, cut-off 30 June."""
    files = confirmed(
        meeting(("a.docx", report()), register_rows=[registered(received_on="2025-07-01")])
    )
    assert (answer(files).reply, "received-after-cut-off" in codes(files)) == (Reply.UNKNOWN, True)
    assert (answer(files).label, figure(files).received) == ("not in time", 0)


def test_case_19_and_20_a_report_of_a_state_that_is_no_party() -> None:
    """Voluntary reports and those of former Parties are read and not counted among the Parties."""
    files = confirmed(
        meeting(("a.docx", report(state="Iotaland")), register_rows=[registered(state="Iotaland")])
    )
    assert (told(files)[0], "not-a-party" in codes(files)) == (0, True)


def test_case_21_and_22_a_state_whose_report_is_not_due_is_not_missing() -> None:
    """A Party without a report in the register makes no count uncertain."""
    assert told(confirmed(meeting(("a.docx", report())))) == (1, "exactly")


@pytest.mark.parametrize("name", ["Alphalandia", "Alpha", "Alphaland and Rhoville"])
def test_case_35_a_name_that_is_not_wholly_known_places_nothing(name: str) -> None:
    """No near name is taken; the report is out until a person says whose it is."""
    files = meeting(("x.docx", report(state=name)))
    assert {"cover-state-unknown", "report-unplaced"} <= codes(files)

    def mend(row: Row) -> dict[str, object]:
        return {
            "confirm": "corrected",
            "by": "ISU",
            "state": "Alphaland",
            "article7_year": "2024",
            "form_i": "changed",
        }

    assert told(confirmed(files, mend))[0] == 1


@pytest.mark.parametrize("name", ["ALPHALAND", "Alphaland (initial report)", "………… Alphaland …………"])
def test_case_36_spellings_of_a_known_name_are_that_name(name: str) -> None:
    """Case, dots of the form and a note in brackets do not matter."""
    assert settled(meeting(("x.docx", report(state=name)))).records.reports[0].state == "XAA"


def test_case_37_a_recipient_that_is_no_party_is_not_counted() -> None:
    """The line is kept, with a note."""
    files = confirmed(meeting(("a.docx", report(lines=[("Psiland", "", "5", "XTS", "financial")]))))
    assert (answer(files).reply, "recipient-not-party" in codes(files)) == (Reply.NO, True)


def test_case_38_a_counterpart_nobody_knows_is_a_text_for_a_person() -> None:
    """ "various donors" gives no line; a person's correction does."""
    files = meeting(("a.docx", report(lines=[("various donors", "", "5", "XTS", "financial")])))
    assert ([p.what for p in proposals(files)], told(files)) == (
        ["cover", "text"],
        (None, "unknown"),
    )

    def mend(row: Row) -> dict[str, object]:
        found = (
            {"counterpart": "Rhoville", "confirm": "corrected"}
            if row["what"] == "text"
            else {"confirm": "yes"}
        )
        return {**found, "by": "ISU"}

    assert told(confirmed(files, mend)) == (1, "exactly")


def test_unconfirmed_lines_count_as_at_least() -> None:
    """Until a person has said yes; the line is cited with its place and words."""
    files = meeting(("a.docx", report()))
    found = figure(files)
    assert (found.value, found.certainty) == (1, Certainty.AT_LEAST)
    assert ("table 2 row 2 column 1", "Rhoville") in {(ref.place, ref.words) for ref in found.refs}
    assert [f.code for f in settled(files).findings if f.severity.value == "decision"] == [
        "report-unconfirmed"
    ]


def test_a_yes_holds_for_the_reading_that_was_shown() -> None:
    """A row whose cells were changed and that says yes is not confirmed."""
    files = confirmed(
        meeting(("a.docx", report())), lambda row: {**yes(row), "counterpart": "Deltaland"}
    )
    assert (told(files), "review-changed" in codes(files)) == ((1, "at least"), True)


def test_a_yes_without_a_name_confirms_nothing() -> None:
    """Somebody must stand behind it."""
    files = confirmed(meeting(("a.docx", report())), lambda row: {"confirm": "yes"})
    assert (told(files), "review-without-name" in codes(files)) == ((1, "at least"), True)


def test_a_no_takes_a_line_out() -> None:
    """And then the State reported none of that kind."""

    def refuse(row: Row) -> dict[str, object]:
        return {"confirm": "no" if row["section"] == "provided" else "yes", "by": "ISU"}

    content = docx(
        *report_forms.cover(),
        *report_forms.form_i({"provided": [LINE], "needed": [("", "", "", "", "technical")]}),
    )
    files = confirmed(meeting(("a.docx", content)), refuse)
    assert (answer(files).reply, told(files)) == (Reply.NO, (0, "exactly"))


def test_the_review_is_extended_and_keeps_every_mark() -> None:
    """A second report adds its rows; marked rows, and columns of a person's own, stay as they
    are.
    """
    files = meeting(("a.docx", report()))
    first = marked(review_of(files), yes)
    more = {**files, "national-reports/b.docx": report(state="Rhoville"), "review.xlsx": first}
    rows_now = rows_of(review_of(more, first))
    assert [row["confirm"] for row in rows_now] == ["yes", None, "yes", None]
    assert [row["what"] for row in rows_now] == ["cover", "cover", "line", "line"]


def test_the_words_of_a_form_are_no_lines_and_free_words_are_asked() -> None:
    """N/A says nothing; a sentence in a section waits for a person and limits that section
    alone.
    """
    inside = {"provided": [LINE], "received": "N/A", "needed": "We need help with survey."}
    files = confirmed(
        meeting(("a.docx", docx(*report_forms.cover(), *report_forms.form_i(inside)))),
        lambda row: {} if row["what"] == "text" else yes(row),
    )
    assert (told(files), told(files, "assistance_received")) == ((1, "exactly"), (0, "exactly"))
    assert told(files, "assistance_needed") == (None, "unknown")


def test_register_and_file_name_place_a_report_without_a_cover() -> None:
    """The register by the name of the file, else the name itself; what does not agree is said."""
    bare = docx(*report_forms.form_i({"provided": [LINE]}))
    by_name = settled(meeting(("Alphaland_2024.docx", bare)))
    by_register = settled(
        meeting(("scan1.docx", bare), register_rows=[registered(file="scan1.docx")])
    )
    clash = codes(meeting(("Rhoville_2024.docx", report())))
    assert [
        (r.state, r.year) for r in (*by_name.records.reports, *by_register.records.reports)
    ] == [("XAA", 2024)] * 2
    assert "whose-disagrees" in clash


@pytest.mark.parametrize(
    "period",
    ["01-01-23 to 31-12-23", "2022-2023", "31/04/2023 to 31/12/2023", "12/31/2022 to 12/31/2023"],
)
def test_a_period_that_is_not_read_is_asked_before_the_name_of_the_file_gives_the_year(
    period: str,
) -> None:
    """A file may be named after the year in which it was sent: a person looks, unless the register
    names the year.
    """
    files: dict[str, Content] = {"national-reports/Alphaland_2024.docx": report(period=period)}
    cover_row, *_ = proposals(files)
    assert ("period-not-read" in codes(files), cover_row.question) == (True, "period; file-name")
    files["reports-received.csv"] = rows(registered(file="Alphaland_2024.docx"))
    cover_row, *_ = proposals(files)
    assert ("period-not-read" in codes(files), cover_row.question) == (False, "period")


def test_lines_behind_the_name_of_another_state_are_not_given_to_the_first() -> None:
    """Two reports in one file: the State of the second is never credited, or charged, with what the
    first gave.
    """
    second = [
        *cover(state="Deltaland"),
        *form_i({"provided": [("Mu", "", "7", "XTS", "financial")]}),
    ]
    files = meeting(("a.docx", docx(*cover(), *form_i({"provided": [LINE]}), *second)))
    (made,) = settled(files).records.reports
    assert [line.counterparts for line in made.lines] == [("XAG",)]
    assert [one.what for one in proposals(files) if "another-report" in one.question] == [
        "cover",
        "text",
    ]


@pytest.mark.parametrize(
    "again", ["State [Party]: Alphaland", "State [Party]: Republic of Alphaland"]
)
def test_a_form_that_repeats_state_and_period_is_one_report(again: str) -> None:
    """As the form of 2010 does above each of its tables."""
    repeated = (p(again), p("Reporting for time period from 01/01/2024 to 31/12/2024"))
    title, *inside = form_i({"provided": [LINE]})
    files = meeting(("a.docx", docx(*cover(), title, *repeated, *inside)))
    assert [one.question for one in proposals(files)] == ["", ""]


def test_another_period_further_on_is_a_question() -> None:
    """Two years in one file, or a form that was sent before and not brought up to date: a person
    says which.
    """
    title, *inside = form_i({"provided": [LINE]})
    content = docx(
        *cover(), title, p("Reporting for time period from 01/01/2023 to 31/12/2023"), *inside
    )
    assert proposals(meeting(("a.docx", content)))[0].question == "another-report"


def test_the_status_of_form_i_is_cited_where_it_stands() -> None:
    """Two forms share a row of the cover: the words found are those beside Form I."""
    (made,) = settled(
        meeting(("a.docx", report(status="unchanged", since="2021", lines=())))
    ).records.reports
    refs = [made.fields[name].ref("value") for name in ("form_i", "form_i_since")]
    assert [(ref.place, "Form I" in ref.words, "2021" in ref.words) for ref in refs] == [
        ("table 1 row 4 column 2", True, True)
    ] * 2


def test_english_labels_of_the_tests_are_not_the_programs() -> None:
    """The maker of forms writes its own labels."""
    assert ENGLISH.titles[8].startswith("Form I") and register()


def _locked() -> bytes:
    """A PDF with a password."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(page("Name of State: Alphaland"))))
    writer.encrypt("secret", algorithm="RC4-128")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "code"), [(scan(), "pdf-without-text"), (_locked(), "locked-document")]
)
def test_case_39_a_scan_or_a_locked_pdf_is_said_to_be_unread_and_limits_the_counts(
    content: bytes, code: str
) -> None:
    """The finding names the file and what to do; a zero is not claimed over it."""
    files = meeting(("alphaland.pdf", content))

    found = [f for f in settled(files).findings if f.code == code]

    assert [f.ref.source for f in found] == ["m/national-reports/alphaland.pdf"]
    assert found[0].cure
    assert told(files) == (None, "unknown")
