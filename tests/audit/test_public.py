"""share/audit-public.html and .json: what the papers print and nothing else."""

import io
import json
import re
import zipfile
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from pipeline.audit.editor_status import BlockStatus, DiffText, EditorStatus, Fact
from pipeline.audit.paper_views import anchor_of
from pipeline.audit.public_audit import public_dict, public_page
from pipeline.build import Built, build
from pipeline.collect.folder import Collected
from pipeline.load import Loaded
from pipeline.model.finding import Outcome
from pipeline.model.papers import PAPERS
from pipeline.model.source import Cell, RawRow, Sheet
from pipeline.tasks.evidence import PUBLIC_JSON, PUBLIC_PAGE, about, evidence, public_files
from tests.conftest import ROOT
from tests.makers.tables import changed

PERSON = "Dr Person Name"


@pytest.fixture(scope="module")
def built(demo: Loaded) -> Built:
    """The demo in words."""
    return build(demo, renders=False)


def numbers_and_names(told: dict[str, Any]) -> list[tuple[str, int | None, tuple[str, ...]]]:
    """What the figures of a public audit say."""
    return [(f["name"], f["value"], tuple(f["states"])) for f in told["figures"]]


def test_every_figure_told_is_one_whose_number_or_state_a_paper_prints(built: Built) -> None:
    """What was only looked at to choose words is not in it."""
    told = json.loads(public_files(built)[PUBLIC_JSON])

    printed = {
        s.name
        for p in built.ledger.papers
        for b in p.blocks
        for s in _spans(b)
        if s.kind in {"figure", "state"}
    }
    names = {figure["name"] for figure in told["figures"]}

    assert names == printed & set(built.facts.figures)
    assert "item_d_named" not in names
    assert len(names) < len(built.facts.figures)


def _spans(block: Any) -> list[Any]:
    cells = [cell for row in getattr(block, "rows", ()) for cell in row.cells]
    notes = [note.spans for note in getattr(block, "notes", ())]
    return [span for part in (getattr(block, "spans", ()), *cells, *notes) for span in part]


def test_no_file_place_or_hash_of_an_input_is_in_it(built: Built) -> None:
    """No source of the ledger can be found in a byte of it."""
    everything = b"".join(public_files(built).values()).decode()

    sources = [part for s in built.ledger.sources for part in (s.id, s.sha256)]

    assert [part for part in sources if part in everything] == []
    assert not re.search(r"!\$?[A-Z]{1,2}\d+|row \d+", everything)


def internal_row_more(sheet: Sheet) -> Sheet:
    """The log with one internal activity more, like its last."""
    if sheet.name != "activities":
        return sheet
    header = [cell.text for cell in sheet.rows[1].cells]
    like = next(
        r
        for r in reversed(sheet.rows)
        if r.cells[header.index("confidentiality")].text == "internal"
    )
    cells = list(like.cells)
    cells[header.index("activity_id")] = Cell("ACT-2025-999")
    row = RawRow(sheet.rows[-1].number + 1, tuple(cells))
    return replace(sheet, rows=(*sheet.rows, row))


def test_an_internal_row_more_does_not_show_between_two_editions(
    demo: Loaded, demo_rows: Outcome[Collected], built: Built
) -> None:
    """The ledger knows the row; the public audit is the same, letter by letter."""
    other = build(demo, collected=changed(demo_rows, internal_row_more), renders=False)

    assert len(other.ledger.rows) == len(built.ledger.rows) + 1
    assert public_files(other) == public_files(built)


def paragraph_of(page: str, block: str) -> str:
    """The paragraph of a block in the page."""
    at = page[page.index(f'id="ica-section._msp_{block}"') :]
    return at[: at.index("</p>")]


def test_an_edited_paragraph_is_shown_as_generated_and_said_to_be_edited_without_a_person(
    built: Built,
) -> None:
    """Neither who changed it nor a word of what was written is told."""
    given = (about(built), built.ledger.papers, built.facts)
    status = BlockStatus(
        "edited",
        f"edited by {PERSON}",
        PERSON,
        ((DiffText(PERSON),),),
        (Fact(PERSON, False),),
        PERSON,
    )
    editors = EditorStatus(
        {("ica-section", "basis"): status},
        {("ica-section", "basis"): (status,)},
        {"ica-section": PERSON},
    )

    told, page = public_dict(*given, editors), public_page(*given, editors).decode()

    block = next(b for b in told["papers"][0]["blocks"] if b["id"] == "basis")
    assert block["standing"] == "text edited by the secretariat"
    assert block["text"].startswith("As at 30")
    assert "text edited by the secretariat" in paragraph_of(page, "basis")
    assert "As at" in paragraph_of(page, "basis")
    assert PERSON not in page + json.dumps(told)
    assert {b["standing"] for b in told["papers"][1]["blocks"]} == {"generated"}


@pytest.mark.parametrize("block", ["action-39", "coalition-table"])
def test_a_state_that_an_editor_took_out_is_not_named_in_the_words_generated_there(
    built: Built, block: str
) -> None:
    """Paragraph or table: it is said that the text was edited, and nothing else of it."""
    editors = EditorStatus({("ica-section", block): BlockStatus("edited", "edited", is_less=True)})
    told = public_dict(about(built), built.ledger.papers, built.facts, editors)

    found = next(b for b in told["papers"][0]["blocks"] if b["id"] == block)

    assert found["text"] == found["standing"] == "text edited by the secretariat"
    assert found["figures"] == []


def test_what_an_editor_took_out_whole_is_not_listed(built: Built) -> None:
    """A deleted paragraph and a deleted note are in neither edition; a figure that stood there
    alone is not either.
    """
    papers = tuple(p for p in built.ledger.papers if p.paper == "ica-section")
    gone = ("action-39", "action-38-note-national_resources")
    editors = EditorStatus(
        {("ica-section", name): BlockStatus("deleted", "deleted") for name in gone}
    )
    given = (about(built), papers, built.facts)

    before, told = public_dict(*given), public_dict(*given, editors)
    page = public_page(*given, editors).decode()

    ids = [b["id"] for b in told["papers"][0]["blocks"]]
    assert [b["id"] for b in before["papers"][0]["blocks"] if b["id"] not in ids] == sorted(gone)
    names = [{f["name"] for f in edition["figures"]} for edition in (before, told)]
    assert names[0] - names[1] == {"exchange"}
    assert not [name for name in gone if anchor_of("ica-section", name) in page]


def test_the_public_page_has_no_script_and_each_piece_leads_to_its_figure(built: Built) -> None:
    """Every address in the page is in the page."""
    page = public_files(built)[PUBLIC_PAGE].decode()

    leads = set(re.findall(r'href="#([^"]+)"', page))

    assert "<script" not in page
    assert leads <= set(re.findall(r'id="([^"]+)"', page))
    assert "INTERNAL" not in page
    assert "DEMO – INVENTED DATA" in page


def test_it_has_the_form_that_its_schema_describes(built: Built) -> None:
    """docs/audit-public.schema.json holds, and names every key: one more is a fault."""
    schema = json.loads((ROOT / "docs" / "audit-public.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    told = json.loads(public_files(built)[PUBLIC_JSON])

    assert list(validator.iter_errors(told)) == []
    told["figures"][0]["refs"] = []
    assert len(list(validator.iter_errors(told))) == 1


def test_a_paper_that_is_not_public_is_in_nothing_shared(built: Built) -> None:
    """What the list of papers does not say is public is in neither the audit nor the evidence."""
    papers = (*built.ledger.papers, built.ledger.papers[0]._replace(paper="draft-for-the-house"))
    more = built._replace(ledger=built.ledger.model_copy(update={"papers": papers}))

    files = public_files(more)
    with zipfile.ZipFile(
        io.BytesIO(evidence(more, {p.paper: b"" for p in papers}, {}, files))
    ) as archive:
        names = {name for name in archive.namelist() if name.startswith("papers/")}

    assert files == public_files(built)
    assert names == {f"papers/{p.name}.docx" for p in PAPERS}
