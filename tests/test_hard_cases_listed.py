"""The forty hard cases of the inputs: each has a test named by its number, or is listed here with what is missing.

Cases 1 to 22 are about reports and States, 23 to 38 about cells, 39 and 40 about files and hostile text.
"""

import re

from tests.conftest import ROOT

N_CASES = 40
# Proved in tables here; in the formats in which States send them (Word, PDF) they still want a test of their own.
LEFT_FOR_WORD_AND_PDF = frozenset({1, 2, 3, 4, 5, 6, 9, 10, 11})
# Proved for workbooks and csv; scans and PDF with a password are left.
IN_PART = frozenset({39})
_NAME = re.compile(r"^def test_case_(\d+(?:_(?:and_)?\d+)*)_", re.MULTILINE)


def numbers() -> set[int]:
    """The cases that tests carry in their names."""
    texts = (path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests").glob("test_hard_cases*.py")))
    return {int(number) for text in texts for found in _NAME.findall(text) for number in re.findall(r"\d+", found)}


def test_every_case_has_a_test_by_its_number() -> None:
    """From 1 to 40, none is forgotten."""
    assert set(range(1, N_CASES + 1)) - numbers() == set()


def test_the_cases_left_for_word_and_pdf_are_proved_in_tables() -> None:
    """What is left is the format, not the case."""
    assert numbers() >= LEFT_FOR_WORD_AND_PDF | IN_PART
