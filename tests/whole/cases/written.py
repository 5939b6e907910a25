"""Cases of paragraphs that the Coordinators wrote."""

from tests.makers.word_files import docx
from tests.whole.cases.case import Case, in_log

FILE = "editor-paragraphs.docx"

CASES = [
    Case("paragraph-without-slot", {FILE: docx("Dear all.")}, f"m/{FILE}", "paragraph 1"),
    Case("note-not-carried", {FILE: docx("Outlook", notes=("More.",))}, f"m/{FILE}", "note 1"),
    Case(
        "comment-not-carried", {FILE: docx("Outlook", comments=("Ask.",))}, f"m/{FILE}", "comment 1"
    ),
    Case(
        "house-style", {FILE: docx("Outlook", "We will meet in Q1 .")}, f"m/{FILE}", "paragraph 2"
    ),
    Case(
        "paper-style",
        {FILE: docx("Outlook", "We go on. " * 190, "We go on. " * 190)},
        "demo/meeting.xlsx",
        "Settings!B32",
    ),
    in_log(
        "house-style", 'row 2 "outcome_public"', outcome_public="participants were in a good mood"
    ),
]
