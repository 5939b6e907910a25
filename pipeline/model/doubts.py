"""What may be unclear about a reading of a report: a closed list, each with a sentence and a cure.

In: nothing. Out: the doubts that review.xlsx shows. docs/inputs.md lists them, and a test provokes
each.
"""

from enum import Enum
from typing import NamedTuple


class DoubtKind(Enum):
    """A kind of doubt: its code, what is unclear, and what a person does about it in the row of
    review.xlsx.
    """

    STATE = (
        "state",
        "The cover names no known State, or names two.",
        "Fill in the State, and write corrected.",
    )
    IDENTITY = (
        "whose",
        "The cover, the page header or footer, the register and the file name disagree on the "
        "State or the year.",
        "Fill in the right State and year, and write corrected; or write yes if the row is right.",
    )
    PERIOD = (
        "period",
        "The period on the cover cannot be read, or is not one calendar year.",
        "Fill in the year that the report counts for, and write corrected.",
    )
    FILE_NAME = (
        "file-name",
        "The State or the year is known from the file name alone.",
        "Check both against the report.",
    )
    ANOTHER_REPORT = (
        "another-report",
        "Further on, the document names another State or period, so it may contain two reports.",
        "Split it into one file per report; or write corrected for each row that counts.",
    )
    FORM_STATUS = (
        "form-status",
        "The cover does not say clearly whether this form changed.",
        "Fill in changed, unchanged or not_applicable, and write corrected.",
    )
    SECTION = (
        "section",
        "It is not certain which section of the form this belongs to.",
        "Check the headings in the report, fill in the section, and write corrected.",
    )
    HEADING = (
        "heading",
        "The heading may stand for more than one section.",
        "Read what follows it; in the rows that are lines, fill in the cells and write corrected.",
    )
    COLUMN = (
        "column",
        "One cell of the row is not under any known column title.",
        "Check that it holds nothing that belongs to the line.",
    )
    TITLES = (
        "titles",
        "The column titles above this row appear twice, or include a remark that was not read.",
        "Check each cell against the titles in the report.",
    )
    NO_TITLES = (
        "no-titles",
        "The table has no known column titles.",
        "If the row is a line, fill in its cells and write corrected.",
    )
    NOTE = (
        "note",
        "A footnote belongs here and was not read.",
        "Read the footnote; if it changes the line, correct the row and write corrected.",
    )
    COMMENT = (
        "comment",
        "The file has a comment here.",
        "Read the comment; if it changes the line, correct the row and write corrected.",
    )
    TEXT = (
        "text",
        "This is running text; no line was read from it.",
        "If it describes a line, fill in the line and write corrected; otherwise write no.",
    )
    FIELD = (
        "field",
        "This form field has no known label.",
        "If it describes a line, fill in the line and write corrected; otherwise write no.",
    )
    FORM_TITLE = (
        "form-title",
        "The title of this form is not known, so the form was not read.",
        "Check the form, and add its title to reference/forms/titles.yaml.",
    )
    MERGED = (
        "merged",
        "One amount is merged over several rows; it may be their total or the amount of each.",
        "Fill in the amount of this row, and write corrected.",
    )
    MAGNITUDE_IN_TITLE = (
        "magnitude-in-title",
        "The column title gives the amounts in thousands, millions or similar.",
        "Fill in the whole amount, and write corrected.",
    )
    MAGNITUDE_IN_CURRENCY = (
        "magnitude-in-currency",
        "The currency cell gives the amount in thousands or millions (for example, thousand EUR).",
        "Fill in the whole amount and the currency, and write corrected.",
    )
    WORDS_IN_TITLE = (
        "words-in-title",
        "The column title of the amounts contains words that are not known.",
        "Check whether they change the amount.",
    )
    CURRENCY_MISSING = (
        "missing",
        "The amount has no currency.",
        "Fill in the currency, and write corrected.",
    )
    OWN_STATE = (
        "own-state",
        "The reporting State is named as its own counterpart.",
        "Check what the column title means, fill in the counterpart, and write corrected.",
    )
    CELL = (
        "cell",
        "The cell cannot be read, or can be read in more than one way.",
        "Fill in what it means, and write corrected.",
    )

    def __init__(self, code: str, sentence: str, cure: str) -> None:
        self.code = code
        self.sentence = sentence
        self.cure = cure


class Doubt(NamedTuple):
    """Something unclear about a reading, and the field concerned (empty for the whole reading).

    `finding` and `message` are those of the finding that the cell gave rise to, if any.
    """

    kind: DoubtKind
    field: str = ""
    finding: str = ""
    message: str = ""

    @property
    def code(self) -> str:
        """The code, preceded by the field it concerns."""
        code = self.finding or self.kind.code
        return f"{self.field}: {code}" if self.field else code

    @property
    def sentence(self) -> str:
        """The sentence that review.xlsx shows, preceded by the field it concerns."""
        sentence = self.message or self.kind.sentence
        return f"{self.field}: {sentence}" if self.field else sentence
