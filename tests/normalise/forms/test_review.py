"""What a person's marks in review.xlsx settle, and what they never settle: another line, another
report.
"""

import io
from collections.abc import Mapping
from datetime import datetime

import openpyxl
import pytest

from pipeline.render.review import LostMark, extended, refuse_lost_marks
from tests.makers.report_forms import FRENCH, LINE, cover, form_i, report
from tests.makers.reports_meeting import codes, meeting, told
from tests.makers.review_marks import (
    confirmed,
    marked,
    proposals,
    review_of,
    rows_of,
    sorted_with_titles,
    with_copy,
    yes,
)
from tests.makers.small_meeting import Content, demo_world, settled
from tests.makers.word_files import docx

FIRST, SECOND = "table 2 row 2", "table 2 row 3"
NO = {"confirm": "no", "by": "ISU"}


def reviewed(content: bytes, marks: Mapping[str, Mapping[str, object]]) -> dict[str, Content]:
    """A report whose cover is confirmed, and whose rows have these marks by their place."""
    files = meeting(("a.docx", content))
    return confirmed(
        files, lambda row: yes(row) if row["what"] == "cover" else marks.get(str(row["place"]), {})
    )


def settled_at(files: dict[str, Content]) -> dict[str, bool]:
    """Whether a person settled what stands at a place, covers left out."""
    return {p.ref.place: p.is_settled for p in proposals(files) if p.what != "cover"}


@pytest.mark.parametrize("marks", [yes({}), NO])
def test_a_mark_settles_its_own_line_and_no_other_of_the_same_words(
    marks: Mapping[str, object],
) -> None:
    """A line said twice is two lines: the one without a mark waits."""
    files = reviewed(report(lines=(LINE, LINE)), {FIRST: marks})
    assert settled_at(files) == {FIRST: True, SECOND: False}


def test_a_no_in_one_section_says_nothing_of_the_same_words_in_another() -> None:
    """Given to Rhoville: no. Received from Rhoville: nobody said."""
    content = docx(*cover(), *form_i({"provided": [LINE], "received": [LINE]}))
    files = reviewed(content, {FIRST: NO})
    assert settled_at(files) == {FIRST: True, "table 3 row 2": False}


@pytest.mark.parametrize("confirm", ["yes", "corrected", "no"])
def test_in_an_amended_report_a_mark_settles_one_line(confirm: str) -> None:
    """A line confirmed once and now there twice: the second is new."""
    files = reviewed(report(), {FIRST: {"confirm": confirm, "by": "ISU"}})
    files["national-reports/a.docx"] = report(lines=(LINE, LINE))
    assert settled_at(files) == {FIRST: True, SECOND: False}


def test_in_an_amended_report_a_correction_stays_in_its_section() -> None:
    """What was corrected as given is not taken for what the new version says was received."""
    files = reviewed(report(), {FIRST: {"confirm": "corrected", "by": "ISU", "amount": "7"}})
    files["national-reports/a.docx"] = report(section="received")
    assert settled_at(files) == {FIRST: False}


def test_rows_that_contradict_each_other_settle_nothing() -> None:
    """A row copied, one of the two changed to no: a question, whichever stands last."""
    files = reviewed(report(), {FIRST: yes({})})
    files["review.xlsx"] = with_copy(files["review.xlsx"], confirm="no")
    assert (settled_at(files), "review-contradicts" in codes(files)) == ({FIRST: False}, True)


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("counterpart", "Nowhereland", "unknown-name"),
        ("amount", "1,500", "ambiguous-amount"),
        ("period_from", "03/04/2024", "ambiguous-date"),
    ],
)
def test_a_correction_that_cannot_be_read_is_a_question_and_settles_nothing(
    field: str, typed: str, code: str
) -> None:
    """The value is not lost in silence: it has a finding in its cell, and the line waits."""
    files = reviewed(report(), {FIRST: {"confirm": "corrected", "by": "ISU", field: typed}})
    assert settled_at(files) == {FIRST: False}
    assert [f.ref.source for f in settled(files).findings if f.code == code] == ["m/review.xlsx"]


def test_a_correction_may_hold_a_span_or_a_currency_where_a_cell_of_a_table_may() -> None:
    """First and last day in one cell fill both; a currency inside the amount is the currency of the
    line.
    """
    typed = {"amount": "EUR 2 000", "currency": "", "period_from": "1 March – 30 June 2024"}
    files = reviewed(report(), {FIRST: {"confirm": "corrected", "by": "ISU", **typed}})
    (line,) = settled(files).records.reports[0].lines
    assert line.period_from is not None
    assert line.period_to is not None
    days = (line.period_from.first.isoformat(), line.period_to.last.isoformat())
    assert (line.currency, days) == ("EUR", ("2024-03-01", "2024-06-30"))


def test_a_day_that_excel_made_a_date_is_the_day() -> None:
    """A person who corrects a period types a day, and the workbook stores it as one: nothing to
    ask.
    """
    files = reviewed(report(), {FIRST: {"confirm": "corrected", "by": "ISU"}})
    book = openpyxl.load_workbook(io.BytesIO(bytes(files["review.xlsx"])))  # type: ignore[arg-type]
    titles = [cell.value for cell in book.worksheets[0][2]]
    book.worksheets[0].cell(4, titles.index("period_from") + 1).value = datetime(2024, 3, 1)
    stored = io.BytesIO()
    book.save(stored)
    files["review.xlsx"] = stored.getvalue()
    made = settled(files)
    (line,) = made.records.reports[0].lines
    assert line.period_from is not None
    assert (line.period_from.first.isoformat(), [f.code for f in made.findings]) == (
        "2024-03-01",
        [],
    )


@pytest.mark.parametrize(
    ("field", "typed"), [("state", "Mu"), ("article7_year", "2023"), ("state", "Nowhere")]
)
def test_a_line_is_never_given_to_another_report(field: str, typed: str) -> None:
    """State and year of a line are those of its cover: another one typed beside it is a
    question.
    """
    files = reviewed(report(), {FIRST: {"confirm": "corrected", "by": "ISU", field: typed}})
    assert settled_at(files) == {FIRST: False}
    assert [f.ref.source for f in settled(files).findings if f.code == "review-other-report"] == [
        "m/review.xlsx"
    ]


def test_a_cover_corrected_later_leaves_its_corrected_lines_settled() -> None:
    """Their rows still show the State that was read first."""
    marks = {"cover": {"state": "Mu"}, "line": {"amount": "7"}}
    files = confirmed(
        meeting(("a.docx", report())),
        lambda row: {"confirm": "corrected", "by": "ISU", **marks[str(row["what"])]},
    )
    made = settled(files).records
    assert [proposal.is_settled for proposal in made.proposals] == [True, True]
    assert [(one.state, [line.state for line in one.lines]) for one in made.reports] == [
        ("XAJ", ["XAJ"])
    ]


@pytest.mark.parametrize("field", ["state", "article7_year", "form_i"])
def test_a_correction_of_a_cover_that_cannot_be_read_is_a_question(field: str) -> None:
    """A status, year or State that is none has a finding in its cell."""
    files = confirmed(
        meeting(("a.docx", report())),
        lambda row: {"confirm": "corrected", "by": "ISU", field: "qq"},
    )
    assert [
        f.ref.place[7:8] for f in settled(files).findings if f.ref.source == "m/review.xlsx"
    ] != []
    assert [p.is_settled for p in proposals(files) if p.what == "cover"] == [False]


def test_a_no_to_a_cover_leaves_the_report_unplaced_and_never_forgotten() -> None:
    """Whose report it is was read wrong: no count is exact until somebody says whose it is."""
    other = report(state="Rhoville", lines=[("Deltaland", "", "400", "XTS", "financial")])
    files = meeting(("a.docx", report()), ("b.docx", other))
    refused = confirmed(
        files,
        lambda row: NO if row["state"] == "Alphaland" and row["what"] == "cover" else yes(row),
    )
    assert ("report-unplaced" in codes(refused), told(refused)[1] == "exactly") == (True, False)


def test_a_no_to_a_cover_says_nothing_of_another_version() -> None:
    """The amended report has the same cover, and is asked for anew."""
    files = confirmed(
        meeting(("a.docx", report())), lambda row: NO if row["what"] == "cover" else {}
    )
    files["national-reports/a.docx"] = report(lines=(LINE, LINE))
    assert [r.state for r in settled(files).records.reports] == ["XAA"]


def test_a_yes_to_a_cover_does_not_hide_that_its_boxes_are_lost() -> None:
    """The form stays unknown, and the finding that says what to do stays with it."""
    files = confirmed(meeting(("a.docx", report(status="none"))))
    assert ("form-status-unclear" in codes(files), told(files)) == (True, (None, "unknown"))


def test_two_languages_with_other_words_to_read_are_no_one_report() -> None:
    """A sentence that only one of them has must not go with the one set aside."""
    one = docx(*cover(), *form_i({"provided": "We gave help to Rhoville."}))
    other = docx(*cover(words=FRENCH), *form_i({"provided": "Néant"}, FRENCH))
    files = meeting(("a.docx", one), ("b.docx", other))
    assert "same-report-other-language" not in codes(files)
    assert [p.ref.words for p in proposals(files) if p.what == "text"] == [
        "We gave help to Rhoville."
    ]


def test_a_line_said_twice_is_two_lines_each_with_an_id_of_its_own() -> None:
    """What is found by its id is found once."""
    (made,) = settled(meeting(("a.docx", report(lines=(LINE, LINE))))).records.reports
    assert len({line.id for line in made.lines}) == len(made.lines) == len((LINE, LINE))


def test_a_review_sorted_with_its_titles_is_never_written_over() -> None:
    """The marks stand above the titles, where nothing is read: the workbook stays as it is, and
    that is told.
    """
    files = confirmed(meeting(("a.docx", report())))
    turned = sorted_with_titles(files["review.xlsx"])
    files["review.xlsx"] = turned
    assert "row-above-header" in codes(files)
    with pytest.raises(ValueError, match="titles"):
        extended(turned, proposals(files), demo_world()[0].as_of)


@pytest.mark.parametrize(
    "name", ["review (2).xlsx", "review - Copy.xlsx", "old/review-before.xlsx"]
)
def test_of_two_reviews_the_one_of_that_name_counts(name: str) -> None:
    """A second person's copy is told and kept out, wherever its name stands in the alphabet."""
    files = confirmed(meeting(("a.docx", report())))
    files = {
        name: files["review.xlsx"],
        **files,
        "review.xlsx": review_of(meeting(("a.docx", report()))),
    }
    told_of = [f.ref.source for f in settled(files).findings if f.code == "repeated-table"]
    assert (told_of, any(settled_at(files).values())) == ([f"m/{name}"], False)


def test_a_mark_that_would_be_lost_stops_the_run() -> None:
    """A row with a person's mark that is not in the workbook as written is a bug, and told as
    one.
    """
    reviewed = marked(review_of(meeting(("a.docx", report()))), yes)
    row = {name: str(value) for name, value in rows_of(reviewed)[0].items() if value is not None}

    refuse_lost_marks([row], reviewed)
    with pytest.raises(LostMark):
        refuse_lost_marks([{**row, "by": "nobody"}], reviewed)


def test_a_day_that_a_person_wrote_stays_a_day() -> None:
    """A cell with a date keeps the format of a date when the workbook is extended."""
    files = meeting(("a.docx", report()))
    day = datetime(2025, 7, 3)
    book = openpyxl.load_workbook(io.BytesIO(marked(review_of(files), yes)))
    for number in range(3, book.worksheets[0].max_row + 1):
        book.worksheets[0].cell(number, 3).value = day
    target = io.BytesIO()
    book.save(target)
    again = review_of(
        {**files, "national-reports/b.docx": report(state="Deltaland")}, target.getvalue()
    )
    sheet = openpyxl.load_workbook(io.BytesIO(again)).worksheets[0]

    assert {cell.is_date for cell in sheet["C"][2:] if cell.value} == {True}
