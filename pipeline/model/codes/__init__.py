"""Every code that a finding may have: severity, message and cure, grouped by what a person does
about it.

In: nothing. Out: CODES, their groups, and how each may be answered in the table Answers. Messages
and cures hold no words of an input; names in braces are columns, tables and closed values.
docs/findings.md explains each, and a test provokes each.
"""

from pipeline.model.base import Codes
from pipeline.model.codes.confirm import CHECK_SETTINGS, CONFIRM
from pipeline.model.codes.correct_table import CORRECT_CELL, CORRECT_ROW
from pipeline.model.codes.information import INFORMATION
from pipeline.model.codes.replace_file import REPLACE_FILE

# What a person does, in the order in which it is best done: a setting changes how everything else
# is read, and replacing a file changes everything that was found in it.
GROUPS: dict[str, Codes] = {
    "Check the settings": CHECK_SETTINGS,
    "Replace or rename a file": REPLACE_FILE,
    "Correct a row or a table": CORRECT_ROW,
    "Correct a cell, or answer with its value": CORRECT_CELL,
    "Confirm or decide": CONFIRM,
    "Nothing to do; for information": INFORMATION,
}
CODES: dict[str, tuple[str, str, str]] = {
    code: entry for codes in GROUPS.values() for code, entry in codes.items()
}

# Every decision may be answered *noted*: a person has seen it, and nothing else changes.
NOTED = "noted"
# Codes of findings about a single cell: the answer is the value that the cell is to be read as.
BY_VALUE = frozenset(CORRECT_CELL)
# Codes that accept further words besides *noted*.
WITHOUT = "without"
BY_WORD: dict[str, tuple[str, ...]] = {"withheld-in-evidence": (WITHOUT,)}


def words_for(code: str) -> tuple[str, ...]:
    """The words with which a finding of that code may be answered, unless it is answered with a
    value.
    """
    return (*BY_WORD.get(code, ()), NOTED)
