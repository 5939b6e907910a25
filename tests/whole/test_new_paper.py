"""One more paper is three touches: a template, a pair of wording files, a line in the list. Nothing
else knows it.
"""

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.makers.program_copy import program_copy, run
from tests.makers.tables import changed_settings
from tests.makers.word_edits import Hand

PIPELINE = ("-m", "pipeline")
PAPER = "opening-statement"
STRUCTURE = """depth: 1
masthead: [page_mark, title]
chapters:
  - {heading: opening, sections: [opening-words, ica-basis]}
"""
WORDS = """opening: What States Parties reported
page_mark: "{% if s.has_page_mark %}{{ s.page_mark | text }}{% endif %}"
title: Opening statement of the Coordinators
"""
SECTION = "blocks:\n  - {id: opening-thanks}\n"
SECTION_WORDS = 'opening-thanks: "The Coordinators thank all States Parties that reported."\n'


def touched(root: Path) -> None:
    """The recipe of CONTRIBUTING, in a copy of the program."""
    program_copy(root)
    templates, text = root / "templates", root / "templates" / "text"
    shutil.copy(templates / "ica-section.docx", templates / f"{PAPER}.docx")
    (text / f"{PAPER}.yaml").write_text(STRUCTURE, encoding="utf-8")
    (text / f"{PAPER}.en.yaml").write_text(WORDS, encoding="utf-8")
    (text / "opening-words.yaml").write_text(SECTION, encoding="utf-8")
    (text / "opening-words.en.yaml").write_text(SECTION_WORDS, encoding="utf-8")
    papers = root / "pipeline" / "model" / "papers.py"
    before = papers.read_text(encoding="utf-8")
    after = before.replace(
        "PAPERS = (\n", f'PAPERS = (\n    Paper("{PAPER}", "{PAPER}", "period", "public"),\n'
    )
    assert after != before
    papers.write_text(after, encoding="utf-8")


@pytest.mark.no_cover
def test_a_paper_added_by_the_recipe_is_one_of_ours_everywhere(tmp_path: Path) -> None:
    """It is written, audited, explained, refreshed with an editor's words kept, verified, and
    handed in clean.
    """
    root = tmp_path / "program"
    touched(root)
    out = root / "outputs" / "demo"
    code, said = run(root, *PIPELINE, "report", "demo")
    assert (code, f"demo/{PAPER}.docx" in said) == (0, True), said

    audit = json.loads((out / "internal" / "audit.json").read_bytes())
    blocks = {block["id"]: block for block in audit["blocks"] if block["paper"] == PAPER}
    assert blocks["basis"]["refs"]
    assert audit["conservation"]["unaccounted"] == 0
    assert PAPER in (out / "internal" / "audit.html").read_text("utf-8")
    assert PAPER in (out / "share" / "audit-public.json").read_text("utf-8")
    code, said = run(root, *PIPELINE, "why", "thank all States Parties that reported")
    assert (code, PAPER in said) == (0, True), said

    paper = out / f"{PAPER}.docx"
    paper.write_bytes(Hand(paper.read_bytes()).type("opening-thanks", "xqword").done())
    changed_settings(root / "inputs" / "demo" / "meeting.xlsx", {"cut_off": "2025-07-31"})
    code, said = run(root, *PIPELINE, "report", "demo")
    hand = Hand(paper.read_bytes())
    assert (code, "xqword" in hand.text("opening-thanks")) == (0, True), said
    today = json.loads((out / "internal" / "audit.json").read_bytes())
    now = {block["id"]: block["text"] for block in today["blocks"] if block["paper"] == PAPER}
    assert hand.text("basis") == now["basis"] != blocks["basis"]["text"]

    code, said = run(root, *PIPELINE, "verify", str(paper), "--json")
    assert json.loads(said)["paper"] == PAPER
    code, said = run(root, *PIPELINE, "submit", PAPER, "--meeting", "demo")
    assert (code, (out / "share" / f"{PAPER}.docx").is_file()) == (0, True), said
    code, said = run(root, *PIPELINE, "new", "16msp", "--after", "demo")
    keys = [
        row[0].value
        for row in openpyxl.load_workbook(root / "inputs/16msp/meeting.xlsx")[
            "Settings"
        ].iter_rows()
    ]
    assert (code, {f"template.{PAPER}", f"state.{PAPER}", f"word_limit.{PAPER}"} <= set(keys)) == (
        0,
        True,
    ), said
