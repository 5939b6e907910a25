"""The small tables of the messy twin: csv files of old programs, settled rows that match nothing,
files of no use.

In: the tuples of the demo. Out: files of the meeting, and the faults in them. A table that no
figure stands on, that of rates, takes the faults that put a whole file or table in doubt.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from demo_script import columns, meeting, rates, registers
from demo_script.messy_sheet import Fault, Page
from demo_script.write import DEMO_MARK, new_book, save


def write_rest(target: Path) -> tuple[Fault, ...]:
    """Write the tables and files; the faults in them, in the order of the files."""
    _registers(target)
    return (*_coalitions(target), *_settled(target), *_rates(target), *_files(target))


def _lines(rows: Iterable[Sequence[str]], delimiter: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _coalitions(target: Path) -> list[Fault]:
    """The register as an old program of a western office saves it: semicolons, Windows-1252, breaks
    within cells.
    """
    names = columns.COALITIONS
    rows = [[str(row.get(name, "")) for name in names] for row in meeting.COALITIONS]
    rows[0][names.index("result")] = "Plan of clearance\r\nagreed among the partners."
    text = _lines([[DEMO_MARK], names, *rows], ";")
    (target / "coalitions.csv").write_bytes(text.encode("cp1252"))
    return [Fault("encoding-found", "coalitions.csv", "")]


def _registers(target: Path) -> None:
    """Statements between tabs with a byte order mark, follow-up in UTF-16, practices: read without
    a word.
    """
    for name, header, rows, delimiter, encoding in (
        ("statements", columns.STATEMENTS, registers.STATEMENTS, "\t", "utf-8-sig"),
        ("follow-up", columns.FOLLOW_UP, registers.FOLLOW_UP, ";", "utf-16"),
        ("good-practices", columns.GOOD_PRACTICES, registers.GOOD_PRACTICES, ";", "utf-8-sig"),
    ):
        lines = [[str(row.get(column, "")) for column in header] for row in rows]
        text = _lines([[DEMO_MARK], header, *lines], delimiter)
        (target / f"{name}.csv").write_text(text, encoding=encoding, newline="")


def _settled(target: Path) -> list[Fault]:
    """A correction of a cell that is not there, and an answer to a question that nobody asked."""
    correction = (
        "activities.xlsx",
        "activities!K999",
        "Port Alfa",
        "Port Alpha",
        "slip of the pen",
        "ISU",
    )
    answer = ("bad-date-00000000", "2025-04-07", "asked the mission", "ISU")
    (target / "corrections.csv").write_text(
        _lines([columns.CORRECTIONS, correction], ","), encoding="utf-8-sig"
    )
    (target / "answers.csv").write_text(_lines([columns.ANSWERS, answer], "\t"), encoding="utf-16")
    return [
        Fault("correction-without-cell", "corrections.csv", 'row 2 "place"'),
        Fault("answer-unmatched", "answers.csv", 'row 2 "finding"'),
    ]


def _rates(target: Path) -> list[Fault]:
    """A hidden sheet with a filter, a hidden column, and another table below its own."""
    workbook, written = new_book()
    cover = workbook.add_worksheet("Read me")
    cover.write_string(0, 0, "Rates are on the other sheet.")
    page = Page(workbook, "rates.xlsx", "rates", columns.RATES)
    page.fault("hidden-sheet", page.row_place())
    page.title(DEMO_MARK)
    hidden = len(columns.RATES) - 1
    page.fault("hidden-column", page.place(columns.RATES[hidden]))
    page.sheet.set_column(hidden, hidden, None, None, {"hidden": True})
    page.header()
    page.fault("numbers-as-text", page.place("rate"))
    page.rows(rates.RATES[:-1])
    page.sheet.autofilter(1, 0, page.line, hidden)
    page.sheet.filter_column(0, "x == NonBlanks")
    page.sheet.set_row(page.line, None, None, {"hidden": True})
    page.row(rates.RATES[-1], code="filtered-row")
    page.line += 1
    page.fault("second-table", page.row_place(len(columns.PREVIOUS) - 1))
    for position, name in enumerate(columns.PREVIOUS):
        page.sheet.write_string(page.line, position, name)
    page.sheet.hide()
    page.sheet.write_blank(1_048_575, 16_383, None, workbook.add_format({"bold": True}))
    save(target / "rates.xlsx", workbook, written)
    return [*page.faults, Fault("unknown-sheet", "rates.xlsx", "Read me!A1:A1")]


def _files(target: Path) -> list[Fault]:
    """A file of no use, and a lock file of Word, which is passed over."""
    (target / "notes.txt").write_text("Ring the mission.", encoding="utf-8")
    (target / "~$activities.xlsx").write_bytes(b"\x04lock")
    return [Fault("unknown-file", "notes.txt", "")]
