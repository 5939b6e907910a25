"""One more finding is its line, the rule that raises it, a case that provokes it, and a command."""

from pathlib import Path

import openpyxl
import pytest

from tests.makers.program_copy import insert, pipeline, program_copy, recipe, run

CODE, MESSAGE, CURE = (
    "participants-many",
    "{column} names more people than a room holds.",
    "Check the number.",
)
LINE = f'    "{CODE}": (NOTE,\n        "{MESSAGE}",\n        "{CURE}"),\n'
RULE = (
    "    if isinstance(count, int) and count > 500:\n"
    f'        faults.append(found("{CODE}", row.ref("participant_count"),'
    ' column="participant_count"))\n'
)
CASE = f"""    in_log("{CODE}", 'row 2 "participant_count"', participant_count="501"),\n"""


def follow(root: Path) -> None:
    """The recipe of CONTRIBUTING, in a copy of the program."""
    codes = root / "pipeline" / "model" / "codes" / "information.py"
    insert(codes, LINE, before='    "participants-disagree": (NOTE,\n')
    rules = root / "pipeline" / "normalise" / "activities.py"
    insert(rules, RULE, before="    return faults\n\n\ndef _words(")
    cases = root / "tests" / "whole" / "cases" / "spine.py"
    insert(cases, CASE, before='    in_log("kind-note-missing", "row 2", kind="other"),\n')


@pytest.mark.no_cover
def test_a_finding_added_by_the_recipe_is_one_of_ours_everywhere(tmp_path: Path) -> None:
    """It is provoked by its case, documented, told on the screen, and listed in to-do.xlsx."""
    root = program_copy(tmp_path / "program", with_tests=True)
    follow(root)
    written = "python tests/docs_tables.py --write"
    assert f"`{written}`" in recipe("A finding")
    run(root, *written.split()[1:])
    page = (root / "docs" / "findings.md").read_text("utf-8")
    assert f"| `{CODE}` | note | {MESSAGE} | {CURE} |" in page

    named = "pytest tests/whole/test_findings.py"
    assert f"`{named}`" in recipe("A finding")
    code, said = run(root, "-m", *named.split(), "-q", "-p", "no:cacheprovider", "-k", CODE)
    assert (code, "2 passed" in said) == (0, True), said

    log = root / "inputs" / "demo" / "activities.xlsx"
    book = openpyxl.load_workbook(log)
    sheet = book["activities"]
    header = next(n for n in range(1, 21) if sheet.cell(n, 1).value == "activity_id")
    heads = [cell.value for cell in sheet[header]]
    place = sheet.cell(header + 1, heads.index("participant_count") + 1, 501).coordinate
    book.save(log)
    pipeline(root, "report", "demo")
    to_do = openpyxl.load_workbook(root / "outputs" / "demo" / "internal" / "to-do.xlsx")
    rows = [tuple(cell.value for cell in row) for row in to_do.worksheets[0].iter_rows()]
    assert (CODE, f"activities!{place}") in {(row[2], row[4]) for row in rows}
