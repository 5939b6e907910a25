"""A row of a document, or of the review, feeds exactly the blocks that `why` names for it."""

import random

import pytest

from pipeline.audit.as_json import as_dict
from pipeline.build import build, collect_files
from pipeline.collect.folder import Collected, File
from pipeline.load import Loaded
from pipeline.model.finding import Outcome
from pipeline.tasks.why import Audit
from tests.makers.blanked_rows import changed_by, told_by_block
from tests.makers.report_forms import report

# Other tests reach the same lines; traced, these many runs of whole meetings would take three times
# as long.
pytestmark = pytest.mark.no_cover

N_ROWS, SEED = 24, 7


def test_the_blocks_that_change_are_those_named(
    demo: Loaded, demo_rows: Outcome[Collected]
) -> None:
    """Paragraphs, rows of tables, lines and fields of PDF files, rows of review.xlsx: headings and
    titles too.
    """
    audit = as_dict(build(demo, collected=demo_rows, renders=False).ledger)
    asked, before = Audit(audit), told_by_block(audit)
    rows = [
        row
        for row in audit["rows"]
        if row["source"].endswith((".docx", ".pdf", "review.xlsx")) and row["place"]
    ]
    keys = [
        asked.key(row["source"], row["place"])
        for row in rows
        if "editor-paragraphs" not in row["source"]
    ]
    chosen = random.Random(SEED).sample(keys, N_ROWS)  # noqa: S311 - the same rows every time

    named = {key: set(asked.named(key)) for key in chosen}
    changed = {key: changed_by(before, demo, demo_rows, key) for key in chosen}

    assert changed == named
    assert 5 < sum(bool(names) for names in named.values()) < N_ROWS


OLD = {
    "upsiland-2022.docx": report(state="Upsiland", period="01/01/2022 to 31/12/2022"),
    "kappaland-2020.docx": report(state="", period=""),
    "deltaland-2024-old.docx": report(state="Deltaland", period="01/01/2019 to 31/12/2019"),
}


@pytest.mark.parametrize("name", OLD)
def test_the_same_holds_of_reports_of_other_years(demo: Loaded, name: str) -> None:
    """Told by its cover, told by the name of its file alone, and one whose cover and name do not
    agree.
    """
    source = f"demo/national-reports/{name}"
    loaded = demo.with_file(File(source, OLD[name]))
    rows = collect_files(loaded)
    audit = as_dict(build(loaded, collected=rows, renders=False).ledger)
    asked, before = Audit(audit), told_by_block(audit)
    keys = [asked.key(source, row["place"]) for row in audit["rows"] if row["source"] == source]

    changed = {key: changed_by(before, loaded, rows, key) for key in keys}

    assert changed == {key: set(asked.named(key)) for key in keys}
    assert {row["fate"] for row in audit["rows"] if row["source"] == source} == {
        "used",
        "not-about-this-report",
    }


def test_every_value_from_a_document_has_file_place_and_words(
    demo: Loaded, demo_rows: Outcome[Collected]
) -> None:
    """What papers cite of a Word or PDF report can be opened at its place and shows the words found
    there.
    """
    audit = as_dict(build(demo, collected=demo_rows, renders=False).ledger)
    refs = [
        ref
        for block in audit["blocks"]
        for ref in block["refs"]
        if "national-reports" in ref["source"] and ref["source"].endswith((".docx", ".pdf"))
    ]

    cited = {ref["source"].rpartition("/")[2] for ref in refs}
    assert cited >= {"mu-2024.docx", "lambda-and-nu-2-2024.docx", "rhoville-2024.pdf"}
    assert [ref for ref in refs if not ref["words"] or not ref["place"]] == []
