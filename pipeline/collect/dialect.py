"""What separates the fields of a csv file, decided over the whole file.

In: a text. Out: its rows of fields. Excel's line `sep=;` settles it. Else that separator is taken
which splits an early row into several names and the rows below it into as many fields. It refuses a
text in which quotation marks do not close.
"""

import csv
import io
import re
from typing import NamedTuple

SEPARATORS = (",", ";", "\t")
_LONGEST_FIELD = 1_000_000
_DECLARED = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_HEADER_WITHIN, _AT_THE_TOP = 20, 2


class NotCsv(ValueError):
    """The text is no csv: which row, and what is wrong with it."""

    def __init__(self, row: int, what: str) -> None:
        super().__init__(f"row {row}: {what}")
        self.row = row


class _Split(NamedTuple):
    """The rows by one separator, and how well it does: where the header is, how many rows below are
    as wide.
    """

    rows: list[list[str]]
    header: int
    width: int
    n_alike: int


def split(text: str) -> list[list[str]]:
    """The rows of fields, empty ones too. NotCsv where quotation marks or a field's length make it
    no csv.

    A declared separator leaves no row: a spreadsheet does not show that line either.
    """
    if declared := _DECLARED.match(text):
        return _rows(text[declared.end() :], declared[1])
    faults, splits = [], []
    for separator in SEPARATORS:
        try:
            splits.append(_judged(_rows(text, separator)))
        except NotCsv as fault:
            faults.append(fault)
    if not splits:  # the separator that came furthest found the fault
        raise max(faults, key=lambda fault: fault.row)
    # The earliest header with rows like it below wins, or else one at the very top; a text that
    # nothing splits is read with commas.
    several = [s for s in splits if s.width > 1 and (s.n_alike or s.header < _AT_THE_TOP)]
    fitting = [s for s in several if s.n_alike and s.n_alike * 2 >= _n_below(s)]
    return min(
        fitting or several or splits[:1], key=lambda s: (s.header, -s.n_alike * s.width, -s.width)
    ).rows


def _rows(text: str, separator: str) -> list[list[str]]:
    csv.field_size_limit(_LONGEST_FIELD)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            rows.append(row)
    except csv.Error as error:
        what = (
            "a field longer than any cell"
            if "limit" in str(error)
            else "a quotation mark that does not close its field"
        )
        raise NotCsv(len(rows) + 1, what) from error
    return rows


def _judged(rows: list[list[str]]) -> _Split:
    for number, fields in enumerate(rows[:_HEADER_WITHIN]):
        names = [field for field in fields if field.strip()]
        if len(names) > 1 and len(names) * 2 > len(fields) and len(set(names)) == len(names):
            width = len(fields)
            n_alike = sum(len(fields) == width for fields in rows[number + 1 :])
            return _Split(rows, number, width, n_alike)
    return _Split(rows, 0, 1, 0)


def _n_below(split: _Split) -> int:
    return sum(any(field.strip() for field in fields) for fields in split.rows[split.header + 1 :])
