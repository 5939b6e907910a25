"""One more column of the log is one line and its words. Reader, record, entry workbook, docs, gate,
wording and audit know it from there.
"""

import json
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.makers.program_copy import insert, pipeline, program_copy, run

COLUMN, CELL, MEANING = "languages", "English and French", "languages of interpretation, as printed"
LINE = f'        column("{COLUMN}", Kind.TEXT, "{MEANING}", "{CELL}", seen=PUBLIC),\n'
BEFORE = '        column("format", '
WORDS = (
    "{% if item.has_languages %} Interpretation was into {{ item.languages | clause }}.{% endif %}"
)
SENTENCE = f"Interpretation was into {CELL}."


def touched(root: Path) -> None:
    """The recipe of CONTRIBUTING, in a copy of the program."""
    program_copy(root)
    table = root / "pipeline" / "model" / "tables" / "registers.py"
    insert(table, LINE, before=BEFORE)
    words = root / "templates" / "text" / "activities-items.en.yaml"
    kind = words.read_text("utf-8").index("  workshop: >-\n")
    end = words.read_text("utf-8").index("\n  briefing:", kind)
    text = words.read_text("utf-8")
    words.write_text(text[:end] + WORDS + text[end:], encoding="utf-8")


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


@pytest.mark.no_cover
def test_a_column_added_by_the_recipe_is_one_of_ours_everywhere(tmp_path: Path) -> None:
    """It is read, printed with its cell as its source, audited, explained, documented, and offered
    in the next meeting's workbook.
    """
    root = tmp_path / "program"
    touched(root)
    places = filled_in(root / "inputs" / "demo" / "activities.xlsx")
    pipeline(root, "report", "demo")

    audit = json.loads((root / "outputs/demo/internal/audit.json").read_bytes())
    told = {
        block["id"].removeprefix("activity-"): {ref["place"] for ref in block["refs"]}
        for block in audit["blocks"]
        if SENTENCE in block["text"]
    }
    assert told
    assert all(places[activity] in cells for activity, cells in told.items())
    assert SENTENCE in (root / "outputs/demo/share/audit-public.html").read_text("utf-8")
    said = pipeline(root, "why", SENTENCE)
    assert all(
        f":{place.partition('!')[2]}: held" in said
        for place in (places[activity] for activity in told)
    )

    code, said = run(root, "tests/docs_tables.py", "--write")
    assert code == 0, said
    assert f"| `{COLUMN}` | text |" in (root / "docs/inputs.md").read_text("utf-8")

    pipeline(root, "new", "16msp", "--after", "demo")
    book = openpyxl.load_workbook(root / "inputs/16msp/activities.xlsx")
    assert COLUMN in [cell.value for cell in book["activities"][1]]
    helped = [[cell.value for cell in row] for row in book["Instructions"].iter_rows()]
    assert any(COLUMN in row and MEANING in row for row in helped)
