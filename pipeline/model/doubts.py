"""What may be unclear about a reading of a report: a closed list, one sentence and one cure each.

In: nothing. Out: doubts as review.xlsx shows them to a person. docs/inputs.md lists them, and a
test provokes each.
"""

from enum import Enum
from typing import NamedTuple


class DoubtKind(Enum):
    """A kind of doubt by its code: what is not clear, and what a person does about it."""

    STATE = (
        "state",
        "The State named on the cover is not known, or the cover names two.",
        "Write the State and corrected.",
    )
    IDENTITY = (
        "whose",
        "Cover, register and file name disagree on the State or the year.",
        "Write the right State and year and corrected, or yes if the row is right.",
    )
    PERIOD = (
        "period",
        "The period on the cover is not one calendar year, or cannot be read.",
        "Write the year that the report counts for and corrected.",
    )
    FILE_NAME = (
        "file-name",
        "State or year come from the name of the file alone.",
        "Check them against the report.",
    )
    ANOTHER_REPORT = (
        "another-report",
        "The document names another State or period further on: it may hold two reports.",
        "Split it into one file per report; for a row that counts all the same write corrected.",
    )
    FORM_STATUS = (
        "form-status",
        "The cover does not say clearly whether this form changed.",
        "Write changed, unchanged or not_applicable and corrected.",
    )
    SECTION = (
        "section",
        "It is not certain to which section of the form this belongs.",
        "Look at the headings in the report; write the section and corrected.",
    )
    HEADING = (
        "heading",
        "The heading may mean more than one section.",
        "Read what stands below it; write the lines that count into their rows and corrected.",
    )
    COLUMN = (
        "column",
        "A cell of the row stands under no column title that is known.",
        "Check that nothing of it belongs to the line.",
    )
    TITLES = (
        "titles",
        "The column titles above this row are doubled, or carry a remark that was not read.",
        "Check each cell against the titles in the report.",
    )
    NO_TITLES = (
        "no-titles",
        "The table has no column titles that are known.",
        "Write the cells of the row and corrected if it is a line.",
    )
    NOTE = (
        "note",
        "A footnote belongs here and was not read.",
        "Read the footnote; write corrected if it changes the line.",
    )
    TEXT = (
        "text",
        "This is running text; no line was read from it.",
        "Write the line it tells of and corrected, or no.",
    )
    FIELD = (
        "field",
        "This form field has no label that is known.",
        "Write the line it tells of and corrected, or no.",
    )
    FORM_TITLE = (
        "form-title",
        "The title of this form is not known; the form was not read.",
        "Look at it, and add the title to reference/forms/titles.yaml.",
    )
    MERGED = (
        "merged",
        "One amount is merged over several rows: it is one sum or one each.",
        "Write the amount of this row and corrected.",
    )
    MAGNITUDE_IN_TITLE = (
        "magnitude-in-title",
        "The column title multiplies the amounts (for example in thousands).",
        "Write the whole amount and corrected.",
    )
    MAGNITUDE_IN_CURRENCY = (
        "magnitude-in-currency",
        "The currency cell multiplies the amount (for example thousand EUR).",
        "Write the whole amount and the currency and corrected.",
    )
    WORDS_IN_TITLE = (
        "words-in-title",
        "The column title of the amounts holds words that are not known.",
        "Check whether they change the amount.",
    )
    CURRENCY_MISSING = (
        "missing",
        "The amount has no currency.",
        "Write the currency and corrected.",
    )
    OWN_STATE = (
        "own-state",
        "The reporting State itself stands at the other end.",
        "Check whether the column title means the other end; write it and corrected.",
    )
    CELL = (
        "cell",
        "The cell cannot be read, or has more than one reading.",
        "Write what it means and corrected.",
    )

    def __init__(self, code: str, sentence: str, cure: str) -> None:
        self.code = code
        self.sentence = sentence
        self.cure = cure


class Doubt(NamedTuple):
    """Something that is not clear about a reading, and the field it is about, empty for the whole.

    `finding` and `message` are of the finding that a cell gave.
    """

    kind: DoubtKind
    field: str = ""
    finding: str = ""
    message: str = ""

    @property
    def code(self) -> str:
        """The code, behind the field it is about."""
        code = self.finding or self.kind.code
        return f"{self.field}: {code}" if self.field else code

    @property
    def sentence(self) -> str:
        """What a person is told."""
        sentence = self.message or self.kind.sentence
        return f"{self.field}: {sentence}" if self.field else sentence
