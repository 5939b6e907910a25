"""One more form of the report is an entry and a file of its phrases; no program changes."""

import datetime
import hashlib
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.makers.program_copy import append, paths_in, pipeline, program_copy, recipe, run
from tests.makers.report_forms import ENGLISH, cover
from tests.makers.word_files import docx, p, tbl

FORM, HEADING = "national_measures", "Help sought with legislation"
ENTRY = f"  {FORM}: {{table: Form I, section: needed, obligation: art9}}\n"
PHRASES = f"""sections:
  needed:
    unverified: {{en: [{HEADING}]}}
columns:
  counterpart:
    unverified: {{en: [Help asked of]}}
"""
STATE, FILE = "Mu", "national-reports/mu-2024.docx"
NEEDS = tbl(["Help asked of", "Amount", "Currency"], ["Alphaland", "5000", "XTS"])
REPORT = docx(*cover(STATE), p(ENGLISH.titles[0]), p(HEADING), NEEDS, p(ENGLISH.titles[1]), p("-"))
SHA256 = hashlib.sha256(REPORT).hexdigest()


def follow(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The recipe of CONTRIBUTING, in a copy of the program."""
    said = recipe("A form of the report")
    forms, own = root / paths_in(said)[0], "national-measures.yaml"
    append(forms, ENTRY)
    (forms.parent / own).write_text(PHRASES, encoding="utf-8")
    assert (f"`{own}`" in said, "`make demo-inputs`" in said) == (True, True)
    monkeypatch.setenv("PYTHONPATH", str(root))
    code, said = run(root, "inputs/make_demo.py")
    assert code == 0, said


def asked(review: Path) -> list[dict[str, Any]]:
    """The rows of the review on the report, by the names of its columns."""
    sheet = openpyxl.load_workbook(review).worksheets[0]
    titles, *rows = list(sheet.iter_rows(min_row=2, values_only=True))
    every = [dict(zip(map(str, titles), row, strict=True)) for row in rows]
    return [row for row in every if row["sha256"] == SHA256]


def confirm(review: Path) -> None:
    """A person's yes to every row on the report."""
    book = openpyxl.load_workbook(review)
    sheet = book.worksheets[0]
    at = {str(cell.value): cell.column or 0 for cell in sheet[2]}
    for number in range(3, sheet.max_row + 1):
        if sheet.cell(number, at["sha256"]).value == SHA256:
            sheet.cell(number, at["confirm"], "yes")
            sheet.cell(number, at["by"], "ISU")
            sheet.cell(number, at["on"], datetime.date(2025, 7, 3))
    book.save(review)


@pytest.mark.no_cover
def test_a_form_added_by_the_recipe_is_read_asked_about_and_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line of it is proposed to a person by its own heading and title; once it is confirmed, a
    sentence stands on its cell.
    """
    root = program_copy(tmp_path / "program")
    follow(root, monkeypatch)
    meeting = root / "inputs" / "demo"
    (meeting / FILE).write_bytes(REPORT)
    pipeline(root, "report", "demo")

    _, line = asked(meeting / "review.xlsx")
    told = {name: line[name] for name in ("what", "section", "counterpart", "obligation", "state")}
    assert told == {
        "what": "line",
        "section": "needed",
        "counterpart": "Alphaland",
        "obligation": "art9",
        "state": STATE,
    }

    confirm(meeting / "review.xlsx")
    pipeline(root, "report", "demo")
    audit = json.loads((root / "outputs/demo/internal/audit.json").read_bytes())
    needs = [block for block in audit["blocks"] if "assistance_needed" in block["figures"]]
    refs = [ref for block in needs for ref in block["refs"]]
    assert line["place"] in {ref["place"] for ref in refs if ref["source"].endswith(FILE)}


@pytest.mark.no_cover
def test_the_demo_keeps_its_review_where_the_reference_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is wrong is said in a line, and the marks of a person are there as before."""
    root = program_copy(tmp_path / "program")
    review = root / "inputs" / "demo" / "review.xlsx"
    before = review.read_bytes()
    stray = root / "inputs" / "reference" / "forms" / "national-measure.yaml"
    stray.write_text(PHRASES, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(root))
    code, said = run(root, "inputs/make_demo.py")
    assert (code, "national-measure.yaml does not bear the name of a form" in said) == (1, True)
    assert ("Traceback" in said, review.read_bytes()) == (False, before)
