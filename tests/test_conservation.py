"""Nothing vanishes and nothing is claimed that is not known, whatever the data."""

import csv
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from hypothesis import given, settings

from pipeline.audit.as_json import as_dict
from pipeline.build import Built, Loaded, assemble, build, load
from pipeline.collect.folder import Collected, collect
from pipeline.model.base import Outcome
from pipeline.model.figure import Certainty
from pipeline.model.ledger import Ledger
from pipeline.stages import render_papers, split_reference
from tests.conftest import ROOT, folders_of
from tests.mutated import CHANGES, Change, apply
from tests.test_schema import faults_of

PINNED = {"settings", "withheld", "complete", "marks"}
N_SETS, N_RENDERED = 300, 10
ZEROS = frozenset({"0", "zero", "no", "none"})


def n_rows(folder: Path) -> int:
    """The non-empty rows of all tables below a meeting's folder, pinned sheets and reference left out."""
    files = [p for p in folder.rglob("*") if p.is_file() and "reference" not in p.parts[len(folder.parts) :]]
    documents = sum(_n_paragraphs(p) for p in files if p.name == "editor-paragraphs.docx")
    return (
        documents
        + sum(_n_rows_xlsx(p) for p in files if p.suffix == ".xlsx")
        + sum(_n_rows_csv(p) for p in files if p.suffix == ".csv" and p.stem not in PINNED)
    )


def _n_rows_xlsx(path: Path) -> int:
    book = openpyxl.load_workbook(path)
    sheets = [sheet for sheet in book.worksheets if sheet.title.casefold() not in PINNED]
    return sum(
        any(value is not None and str(value).strip() for value in row)
        for sheet in sheets
        for row in sheet.iter_rows(values_only=True)
    )


def _n_paragraphs(path: Path) -> int:
    return sum(bool(paragraph.text.strip()) for paragraph in Document(str(path)).paragraphs)


def _n_rows_csv(path: Path) -> int:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sum(any(field.strip() for field in row) for row in csv.reader(file))


@pytest.mark.parametrize("meeting", ["demo", "13msp"])
def test_every_row_of_a_meeting_has_a_fate(meeting: str) -> None:
    """As many rows have a fate as openpyxl and csv count in the files, and none is unaccounted."""
    ledger = build(load(folders_of(ROOT, ROOT / "outputs"), meeting)).ledger

    conservation = ledger.conservation

    assert conservation["rows"] == n_rows(ROOT / "inputs" / meeting) > 0
    assert conservation["unaccounted"] == 0
    assert sum(count for fate, count in conservation.items() if fate not in {"rows", "unaccounted"}) == len(ledger.rows)


def claims(ledger: Ledger) -> list[str]:
    """What is wrong with the figures: numbers for unknown ones, zeros that are not exact."""
    wrong = [f.name for f in ledger.figures if (f.value is None) != (f.certainty is Certainty.UNKNOWN)]
    inexact = {f.name for f in ledger.figures if f.certainty is not Certainty.EXACTLY}
    wrong += [f.name for f in ledger.figures if f.value == 0 and f.name in inexact]
    spans = (s for p in ledger.papers for b in (*p.blocks, *p.masthead) for s in getattr(b, "spans", ()))
    return wrong + [s.name for s in spans if s.kind == "figure" and s.name in inexact and s.text.casefold() in ZEROS]


@cache
def meeting() -> tuple[Loaded, Outcome[Collected]]:
    """The demo meeting and its rows: no fixture, as hypothesis would write it out with each example."""
    loaded = load(folders_of(ROOT, ROOT / "outputs"), "demo")
    return loaded, collect(split_reference(loaded)[0])


def check(changes: list[Change]) -> Built:
    """The meeting built of these rows, with all that must hold of any."""
    loaded, rows = meeting()[0], apply(meeting()[1], changes)
    built = assemble(loaded, rows)
    ledger = built.ledger
    expected = sum(len(s.rows) for s in rows.value.sheets if s.name.casefold() not in PINNED)
    assert ledger.conservation["unaccounted"] == 0
    assert ledger.conservation["rows"] == expected + len(rows.value.unreadable)
    assert claims(ledger) == []
    assert faults_of(as_dict(ledger)) == []
    return built


@settings(max_examples=N_SETS)
@given(changes=CHANGES)
def test_no_row_is_lost_and_no_number_is_claimed_in_any_data(changes: list[Change]) -> None:
    """For data sets with rows dropped, repeated and changed: rows kept, unknown never a number, JSON valid."""
    check(changes)


@settings(max_examples=N_RENDERED)
@given(changes=CHANGES)
def test_papers_of_any_data_can_be_written(changes: list[Change]) -> None:
    """Papers of data changed at random come out, each with its words read back from the file."""
    built = check(changes)

    papers = render_papers(meeting()[0], built)

    assert sorted(papers) == ["ica-section", "progress-report"]
    assert all(paper.content.startswith(b"PK") for paper in papers.values())
