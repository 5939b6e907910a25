"""Findings about single cells.

In: nothing. Out: code → severity, message, cure.
"""

from pipeline.model.codes.severities import BLOCKER, DECISION, NOTE

# fmt: off
CELLS = {
    "missing-value": (BLOCKER, "{column} is empty; without it the row says nothing.",
        "Fill in {column}."),
    "bad-date": (DECISION, "{column} is not a date the program accepts.",
        "Write 2025-04-07, 7 April 2025, 7–8 April 2025, 2025-04, 2025-Q2 or 2025."),
    "bad-number": (DECISION, "{column} is not a whole number.",
        "Write digits alone."),
    "bad-year": (DECISION, "{column} is not a year.",
        "Write four digits."),
    "bad-version": (BLOCKER, "{column} is not a version.",
        "Write 1, 2, 3; an empty cell means 1."),
    "bad-amount": (DECISION, "{column} is not one amount.",
        "Write digits with a point for decimals, the currency in its own column; docs/inputs.md lists what else is read."),
    "bad-currency": (DECISION, "{column} is not a currency code.",
        "Write the three letters of ISO 4217."),
    "bad-choice": (DECISION, "{column} holds a value that is not on its list.",
        "Write one of: {values}."),
    "unknown-name": (DECISION, "{column} holds a name that is in no list of States, bodies or areas; nothing of the cell is read.",
        "Write the name as in the reference folder, or add it to aliases.csv; internal/to-do.xlsx says what is not known."),
    "not-a-state": (DECISION, "{column} wants a State; this name is another body, or an area without wording.",
        "Write the State's name."),
    "look-alike-letters": (BLOCKER, "{column} mixes letters of two alphabets in one word.",
        "Type the name again."),
    "text-too-long": (DECISION, "{column} has more than {limit} characters; it is not printed.",
        "Shorten the text."),
    "control-characters": (NOTE, "{column} holds characters that no document can print; each is shown as �.",
        "Type the text again if it matters."),
    "direction-marks": (NOTE, "{column} holds invisible marks; they were left out.",
        "Nothing, or type the text again."),
    "formula-without-value": (BLOCKER, "{column} is a formula without a stored result.",
        "Open the file in Excel, save it, and run again."),
    "error-value": (BLOCKER, "{column} shows an error of Excel.",
        "Mend the formula or write the value."),
}
# fmt: on
