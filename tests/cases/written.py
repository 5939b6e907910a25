"""Cases of paragraphs that the Coordinators wrote."""

from tests.cases.case import Case
from tests.word import docx

FILE = "editor-paragraphs.docx"

CASES = [
    Case("paragraph-without-slot", {FILE: docx("Dear all.")}, f"m/{FILE}", "paragraph 1"),
    Case("note-not-carried", {FILE: docx("Outlook", notes=("More.",))}, f"m/{FILE}", "note 1"),
]
