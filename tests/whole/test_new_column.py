"""One more column of the log is one line and its words. Reader, record, entry workbook, docs, gate,
wording and audit know it from there.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.conftest import ROOT

COLUMN, CELL, MEANING = "languages", "English and French", "languages of interpretation, as printed"
LINE = f'        column("{COLUMN}", Kind.TEXT, "{MEANING}", "{CELL}", seen=PUBLIC),\n'
BEFORE = '        column("format", '
WORDS = (
    "{% if item.has_languages %} Interpretation was into {{ item.languages | clause }}.{% endif %}"
)
SENTENCE = f"Interpretation was into {CELL}."


def touched(root: Path) -> None:
    """The recipe of CONTRIBUTING, in a copy of the program."""
    for name in ("pipeline", "templates", "inputs", "docs"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.rmtree(root / "inputs" / "13msp")
    shutil.copy(ROOT / "requirements.lock", root)
    (root / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "docs_tables.py", root / "tests")
    table = root / "pipeline" / "model" / "tables" / "registers.py"
    inserted(table, LINE, before=BEFORE)
    words = root / "templates" / "text" / "activities-items.en.yaml"
    kind = words.read_text("utf-8").index("  workshop: >-\n")
    end = words.read_text("utf-8").index("\n  briefing:", kind)
    text = words.read_text("utf-8")
    words.write_text(text[:end] + WORDS + text[end:], encoding="utf-8")


def inserted(path: Path, line: str, before: str) -> None:
    """The file with one more line, and nothing else changed."""
    text = path.read_text("utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, line + before), encoding="utf-8")


def filled_in(log: Path) -> dict[str, str]:
    """The column filled in for the public workshops that were held: places by activity."""
    book = openpyxl.load_workbook(log)
    sheet = book["activities"]
    header = next(n for n in range(1, 21) if sheet.cell(n, 1).value == "activity_id")
    at = {str(cell.value): cell.column or 0 for cell in sheet[header]}
    new = sheet.cell(header, sheet.max_column + 1, COLUMN)
    places = {}
    for number in range(header + 1, sheet.max_row + 1):
        if is_public_workshop(sheet, number, at):
            cell = sheet.cell(number, new.column, CELL)
            places[str(sheet.cell(number, 1).value)] = f"activities!{cell.coordinate}"
    book.save(log)
    return places


def is_public_workshop(sheet: Worksheet, number: int, at: dict[str, int]) -> bool:
    """Whether a row of the log is a public workshop that was held."""
    wanted = {"status": "held", "kind": "workshop", "confidentiality": "public"}
    return all(sheet.cell(number, at[name]).value == word for name, word in wanted.items())


def run(root: Path, *words: str) -> str:
    """The screen of the copied program, which succeeds."""
    command = [sys.executable, *words]
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.no_cover
def test_a_column_added_by_the_recipe_is_one_of_ours_everywhere(tmp_path: Path) -> None:
    """It is read, printed with its cell as its source, audited, explained, documented, and offered
    in the next meeting's workbook.
    """
    root = tmp_path / "program"
    touched(root)
    places = filled_in(root / "inputs" / "demo" / "activities.xlsx")
    run(root, "-m", "pipeline", "report", "demo")

    audit = json.loads((root / "outputs/demo/internal/audit.json").read_bytes())
    told = {
        block["id"].removeprefix("activity-"): {ref["place"] for ref in block["refs"]}
        for block in audit["blocks"]
        if SENTENCE in block["text"]
    }
    assert told
    assert all(places[activity] in cells for activity, cells in told.items())
    assert SENTENCE in (root / "outputs/demo/share/audit-public.html").read_text("utf-8")
    said = run(root, "-m", "pipeline", "why", SENTENCE)
    assert all(
        f":{place.partition('!')[2]}: held" in said
        for place in (places[activity] for activity in told)
    )

    run(root, "tests/docs_tables.py", "--write")
    assert f"| `{COLUMN}` | text |" in (root / "docs/inputs.md").read_text("utf-8")

    run(root, "-m", "pipeline", "new", "16msp", "--after", "demo")
    book = openpyxl.load_workbook(root / "inputs/16msp/activities.xlsx")
    assert COLUMN in [cell.value for cell in book["activities"][1]]
    helped = [[cell.value for cell in row] for row in book["Instructions"].iter_rows()]
    assert any(COLUMN in row and MEANING in row for row in helped)
