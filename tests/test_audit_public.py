"""share/audit-public.html and .json: what the papers print and nothing else."""

import json
import re
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from pipeline.audit.beside import Beside, Status
from pipeline.audit.public import public_dict, public_page
from pipeline.build import Built, Loaded, assemble, build
from pipeline.collect.folder import Collected
from pipeline.model.base import Outcome
from pipeline.model.source import Cell, RawRow, Sheet
from pipeline.tasks.share import PUBLIC_JSON, PUBLIC_PAGE, about, public_files
from tests.conftest import ROOT
from tests.made import changed

PERSON = "Dr Person Name"


@pytest.fixture(scope="module")
def built(demo: Loaded) -> Built:
    """The demo in words."""
    return build(demo)


def numbers_and_names(told: dict[str, Any]) -> list[tuple[str, int | None, tuple[str, ...]]]:
    """What the figures of a public audit say."""
    return [(f["name"], f["value"], tuple(f["states"])) for f in told["figures"]]


def test_every_figure_told_is_one_whose_number_or_state_a_paper_prints(built: Built) -> None:
    """What was only looked at to choose words is not in it."""
    told = json.loads(public_files(built)[PUBLIC_JSON])

    printed = {
        s.name for p in built.ledger.papers for b in p.blocks for s in _spans(b) if s.kind in {"figure", "state"}
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
    like = next(r for r in reversed(sheet.rows) if r.cells[header.index("confidentiality")].text == "internal")
    cells = list(like.cells)
    cells[header.index("activity_id")] = Cell("ACT-2025-999")
    row = RawRow(sheet.rows[-1].number + 1, tuple(cells))
    return replace(sheet, rows=(*sheet.rows, row))


def test_an_internal_row_more_does_not_show_between_two_editions(
    demo: Loaded, demo_rows: Outcome[Collected], built: Built
) -> None:
    """The ledger knows the row; the public audit is the same, letter by letter."""
    other = assemble(demo, changed(demo_rows, internal_row_more))

    assert len(other.ledger.rows) == len(built.ledger.rows) + 1
    assert public_files(other) == public_files(built)


def test_an_edited_paragraph_is_said_to_be_edited_without_its_words_and_without_a_person(built: Built) -> None:
    """What was generated no longer stands in the paper, so it is not told; nor is who changed it."""
    given = (about(built), built.ledger.papers, built.facts)
    beside = Beside({("ica-section", "basis"): Status("edited", f"edited by {PERSON}", PERSON)})

    told, page = public_dict(*given, beside), public_page(*given, beside).decode()

    block = next(b for b in told["papers"][0]["blocks"] if b["id"] == "basis")
    assert block["text"] == "text edited by the secretariat"
    at = page[page.index('id="ica-section._msp_basis"') :]
    assert "text edited by the secretariat" in at[: at.index("</p>")]
    assert "As at" not in at[: at.index("</p>")]
    assert PERSON not in page + json.dumps(told)


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
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
    told = json.loads(public_files(built)[PUBLIC_JSON])

    assert list(validator.iter_errors(told)) == []
    told["figures"][0]["refs"] = []
    assert len(list(validator.iter_errors(told))) == 1
