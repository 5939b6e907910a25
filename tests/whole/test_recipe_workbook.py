"""One more workbook for the office is a function that fills it, and its line in one table."""

from pathlib import Path

import openpyxl
import pytest

from tests.makers.program_copy import append, insert, names_in, pipeline, program_copy, recipe

MODULE = '''"""internal/reports.xlsx: which national reports were read.

In: reports. Out: bytes, the same for the same reports.
"""

from collections.abc import Callable, Iterable
from datetime import date

from pipeline.model.public import PublicName
from pipeline.model.record import Report
from pipeline.render.workbook import BookSheet, write_book


def reports_book(
    reports: Iterable[Report], name: Callable[[str], PublicName], on: date
) -> bytes:
    """The workbook: a row a report."""
    rows = [(name(report.state).listed, report.year) for report in reports]
    return write_book("reports", [BookSheet("Reports", (("State", 30), ("Year", 8)), rows)], on)
'''
FILLED = """def _reports(built: Built, _: str) -> bytes | None:
    if not built.reports:
        return None
    return reports_book(built.reports, built.gate.name, built.settings.as_of)


"""
IMPORT = "from pipeline.render.reports_book import reports_book\n"
BOOK = "internal/reports.xlsx"


def follow(root: Path) -> None:
    """The recipe of CONTRIBUTING, in a copy of the program."""
    (root / "pipeline" / "render" / "reports_book.py").write_text(MODULE, encoding="utf-8")
    listed = [path for name, path in names_in(recipe("An output workbook")) if name == "WORKBOOKS"]
    files = root / listed[0]
    insert(files, IMPORT, before="from pipeline.render.tracker_book import")
    insert(files, FILLED, before="# Each workbook of internal/ by its path")
    insert(files, f'    "{BOOK}": _reports,\n', before="    TRACKER: _tracker,\n")


@pytest.mark.no_cover
def test_a_workbook_added_by_the_recipe_is_one_of_ours(tmp_path: Path) -> None:
    """It says INTERNAL first, and what a person writes into it is kept before it is replaced."""
    root = program_copy(tmp_path / "program")
    follow(root)
    pipeline(root, "report", "demo")
    path = root / "outputs" / "demo" / BOOK
    book = openpyxl.load_workbook(path)
    rows = list(book["Reports"].iter_rows(values_only=True))
    assert str(rows[0][0]).startswith("INTERNAL")
    assert rows[1] == ("State", "Year")
    assert ("Rhoville", 2024) in rows

    book["Reports"]["C3"] = "seen"
    book.save(path)
    append(root / "templates" / "text" / "ica-basis.en.yaml", "# changed\n")
    said = pipeline(root, "report", "demo")
    assert BOOK in said
    kept = list((root / "outputs/demo/internal/history").rglob("reports*.xlsx"))
    assert [openpyxl.load_workbook(one)["Reports"]["C3"].value for one in kept] == ["seen"]
    assert openpyxl.load_workbook(path)["Reports"]["C3"].value is None
