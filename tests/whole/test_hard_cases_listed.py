"""The forty hard cases of the inputs: each has a test by its number, and none is left for Word and
PDF.

Cases 1 to 22 are about reports and States, 23 to 38 about cells, 39 and 40 about files and hostile
text.
"""

import re

import pytest

from tests.conftest import ROOT

N_CASES = 40
# Cases that hang on the form of a report: proved in tables, and in Word and PDF as States send
# them.
BY_FORMAT = frozenset({1, 2, 3, 4, 5, 6, 9, 10, 11, 39})
FORMATS = ("test_hard_cases_reports_in_tables.py", "test_hard_cases_reports.py")
_NAME = re.compile(r"^def test_case_(\d+(?:_(?:and_)?\d+)*)_", re.MULTILINE)


def numbers(pattern: str = "test_hard_cases*.py") -> set[int]:
    """The cases that tests carry in their names, in the files of a pattern."""
    texts = (path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests").rglob(pattern)))
    return {
        int(number)
        for text in texts
        for found in _NAME.findall(text)
        for number in re.findall(r"\d+", found)
    }


def test_every_case_has_a_test_by_its_number() -> None:
    """From 1 to 40, none is forgotten."""
    assert set(range(1, N_CASES + 1)) - numbers() == set()


@pytest.mark.parametrize("file", FORMATS)
def test_what_hangs_on_the_form_of_a_report_is_proved_in_each(file: str) -> None:
    """Nothing is left for Word and PDF."""
    assert BY_FORMAT - numbers(file) == set()
