"""What a person's marks in review.xlsx settle, and what they never settle: another line, another report."""

import pytest

from tests.forms import LINE, cover, form_i, report
from tests.reviewed import Row, confirmed, proposals, with_copy, yes
from tests.small import Content
from tests.test_hard_cases_reports import codes, meeting
from tests.word import docx

FIRST, SECOND = "table 2 row 2", "table 2 row 3"
NO: Row = {"confirm": "no", "by": "ISU"}


def reviewed(content: bytes, marks: dict[str, Row]) -> dict[str, Content]:
    """A report whose cover is confirmed, and whose rows have these marks by their place."""
    files = meeting(("a.docx", content))
    return confirmed(files, lambda row: yes(row) if row["what"] == "cover" else marks.get(str(row["place"]), {}))


def settled_at(files: dict[str, Content]) -> dict[str, bool]:
    """Whether a person settled what stands at a place, covers left out."""
    return {p.ref.place: p.is_settled for p in proposals(files) if p.what != "cover"}


@pytest.mark.parametrize("marks", [yes({}), NO])
def test_a_mark_settles_its_own_line_and_no_other_of_the_same_words(marks: Row) -> None:
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
