"""Reports of other years in national-reports: nothing of the meeting stands on them, and nobody is
asked about them.
"""

import pytest

from pipeline.build import build
from pipeline.load import Loaded
from tests.makers import report_forms
from tests.makers.pdf_files import scan
from tests.makers.report_forms import report
from tests.makers.reports_meeting import (
    COMPLETE,
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
from tests.makers.small_meeting import Content, rows, settled
from tests.makers.word_files import docx

OLD = "m/national-reports/a-2019.docx"


def asked(files: dict[str, Content]) -> set[str]:
    """The files with rows that wait for a person."""
    return {p.file.rpartition("/")[2] for p in proposals(files) if not p.is_settled}


def test_a_report_of_another_year_waits_for_nobody() -> None:
    """None of its lines is in review.xlsx, and one note says for which year it is."""
    files = meeting(("a.docx", report()), earlier(2019))
    of_old = [finding for finding in settled(files).findings if finding.ref.source == OLD]

    assert asked(files) == {"a.docx"}
    assert [(f.code, f.severity.value) for f in of_old] == [("report-of-another-year", "note")]
    assert "2019" in of_old[0].message


def test_nothing_of_it_limits_a_number_and_every_row_says_why_it_is_not_used(demo: Loaded) -> None:
    """Each row of such a document in the demo is cited as its cover, or is set aside as of another
    year.
    """
    files = confirmed(meeting(("a.docx", report()), earlier(2019)))
    old = "demo/national-reports/deltaland-2023.pdf"
    fates = {
        (row.fate, row.reason)
        for row in build(demo, renders=False).ledger.rows
        if row.source == old
    }

    assert not [ref for ref in figure(files).limits if ref.source == OLD]
    assert fates == {("used", ""), ("not-about-this-report", "other-year")}


def test_a_report_that_an_unchanged_form_leads_to_is_asked_about() -> None:
    """2024 says 2022, which says 2020: all three wait; 2021 does not."""
    files = meeting(
        *(unchanged(2024, 2022), unchanged(2022, 2020), earlier(2020), earlier(2021)),
        register_rows=years(2024, 2022, 2020, 2021),
    )
    assert asked(files) == {"a-2024.docx", "a-2022.docx", "a-2020.docx"}


def test_a_correction_of_the_cover_brings_the_report_in() -> None:
    """A person says that the report is for the year of the meeting: now its lines are read."""
    files = meeting(
        ("a-2024.docx", report(period="01/01/2019 to 31/12/2019")), register_rows=years(2024)
    )
    cover = review_of(files)

    assert [row["what"] for row in rows_of(cover)] == [
        "cover"
    ]  # cover and name of the file do not agree
    files["review.xlsx"] = marked(
        cover, lambda row: {"confirm": "corrected", "article7_year": 2024, "by": "ISU"}
    )
    assert {p.what for p in proposals(files)} == {"cover", "line"}


def test_a_yes_to_the_other_year_settles_the_question() -> None:
    """A person confirms that the cover is right: nothing waits, and the name of the file is no
    question.
    """
    files = meeting(
        ("a-2024.docx", report(period="01/01/2019 to 31/12/2019")), ("b.docx", report())
    )
    files = confirmed(files)

    assert not asked(files)
    assert "whose-disagrees" not in codes(files)


def test_marks_on_a_report_that_nothing_stands_on_any_more_stay_and_are_no_fault() -> None:
    """An earlier review confirmed its lines; the rows stay in the workbook, and nobody is told of
    them.
    """
    both = meeting(unchanged(2024, 2019), earlier(2019), register_rows=years(2024, 2019))
    reviewed = marked(review_of(both), yes)
    files = meeting(earlier(2019), register_rows=years(2024, 2019))
    files["review.xlsx"] = reviewed
    gone = [f for f in settled(files).findings if f.code == "review-unmatched"]
    kept = rows_of(review_of({**files, "national-reports/new.docx": report()}, reviewed))

    assert len(gone) == 1  # the cover of the report for 2024, whose file is gone
    assert {"cover", "line"} <= {
        str(row["what"]) for row in kept if "2019" in str(row["file"]) and row["confirm"] == "yes"
    }


def test_two_files_of_one_other_year_contradict_nobody() -> None:
    """Twins matter only where something stands on the report."""
    files = meeting(
        ("a.docx", report()),
        ("b-2019.docx", earlier(2019)[1]),
        ("c-2019.docx", report(lines=(), period="01/01/2019 to 31/12/2019")),
    )
    assert "duplicate-report" not in codes(files)


def test_a_report_that_only_the_register_places_in_another_year_is_accounted_for() -> None:
    """Its cover names nobody: its rows are set aside all the same."""
    nameless = report(state="", period="")
    files = meeting(
        ("a.docx", report()),
        ("old.docx", nameless),
        register_rows=[registered(), registered(article7_year="2012", file="old.docx")],
    )
    assert settled(files).records.old_files == {"m/national-reports/old.docx"}


def test_a_row_of_the_register_for_another_year_asks_for_no_file() -> None:
    """The register may hold every year there was."""
    files = meeting(
        ("a.docx", report()), register_rows=[registered(), registered(article7_year="2012")]
    )
    assert "report-file-missing" not in codes(files)


def test_nobody_types_off_a_scan_that_the_register_calls_old() -> None:
    """The same scan without the row of the register waits for one who types it off."""
    named = rows(registered(), registered(article7_year="2012", file="old.pdf"))
    files: dict[str, Content] = {
        "national-reports/old.pdf": scan(),
        "reports-received.csv": named,
        "complete.csv": COMPLETE,
    }

    assert not settled(files).records.wanted
    assert settled({**files, "reports-received.csv": rows(registered())}).records.wanted


OTHERS = [("Deltaland", "", "400", "XTS", "financial")]
IN_DOUBT = {
    "the name of the file alone": ("alphaland-2025.docx", report(period="")),
    "the name of the file alone, no State on the cover": (
        "alphaland-2023.docx",
        report(state="", period=""),
    ),
    "a period of two years": ("alphaland-2023.docx", report(period="01/04/2023 to 31/03/2024")),
    "the name of the file gives the year": (
        "alphaland-2024.docx",
        report(period="01/01/2023 to 31/12/2023"),
    ),
}


def beside(name: str, content: bytes) -> dict[str, Content]:
    """A document beside a report of another State that a person confirmed; it is not in the
    register.
    """
    other = report(state="Rhoville", lines=OTHERS)
    files = meeting(
        ("r.docx", other), (name, content), register_rows=[registered(state="Rhoville")]
    )

    def of_other(row: Row) -> dict[str, object]:
        return dict(yes(row)) if str(row["file"]).endswith("/r.docx") else {}

    return confirmed(files, of_other)


@pytest.mark.parametrize("doubt", IN_DOUBT)
def test_while_its_year_is_in_doubt_no_count_is_exact(doubt: str) -> None:
    """It may be the report for the year of the meeting: its cover waits, and a yes to another year
    ends the doubt.
    """
    files = beside(*IN_DOUBT[doubt])
    waiting = [p.what for p in proposals(files) if not p.is_settled]
    review = files["review.xlsx"]
    assert isinstance(review, bytes)

    assert (waiting, told(files), "report-unconfirmed" in codes(files)) == (
        ["cover"],
        (1, "at least"),
        True,
    )
    assert told({**files, "review.xlsx": marked(review, yes)}) == (1, "exactly")


def test_a_doubt_about_its_state_limits_no_count_of_another_year() -> None:
    """Cover and name of the file give one other year, and two States: the question waits, and
    changes no number.
    """
    files = beside("kappaland-2019.docx", earlier(2019)[1])
    assert (asked(files), told(files)) == ({"kappaland-2019.docx"}, (1, "exactly"))


def test_a_doubt_about_state_and_year_limits_every_count() -> None:
    """The register gives the file to another State, for the year of the meeting."""
    files = meeting(("a.docx", report()), ("b.docx", earlier(2019)[1]))
    rows_there = [
        registered(),
        registered(state="Kappaland", file="b.docx", received_on="2025-08-01"),
    ]
    files = confirmed(
        {**files, "reports-received.csv": rows(*rows_there)},
        lambda r: yes(r) if "a.docx" in str(r) else {},
    )
    assert told(files) == (1, "at least")


def test_a_file_of_another_year_that_holds_a_second_report_limits_every_count() -> None:
    """The second may be anybody's, for the year of the meeting: a person is asked first."""
    first = report_forms.cover(period="01/01/2019 to 31/12/2019")
    second = [*report_forms.cover(state="Deltaland"), *report_forms.form_i({"provided": OTHERS})]
    files = beside("old.docx", docx(*first, *report_forms.form_i({"provided": OTHERS}), *second))
    assert (asked(files), told(files)) == ({"old.docx"}, (1, "at least"))
