"""Thirty figures of the demo, worked out again from the files by an outsider."""

import random
from pathlib import Path

import openpyxl
import pytest

from pipeline.build import Folders
from pipeline.files import Disk
from pipeline.tasks.report import report
from tests.conftest import ROOT, folders_of
from tests.rederive import Json, Outsider

N = 30


@pytest.fixture(scope="module")
def outsider(tmp_path_factory: pytest.TempPathFactory) -> Outsider:
    """The demo's audit beside its inputs."""
    outputs = tmp_path_factory.mktemp("outputs")
    report(folders_of(ROOT, outputs), "demo", Disk())
    return Outsider(outputs / "demo" / "internal" / "audit.json", ROOT / "inputs")


def drawn(outsider: Outsider) -> list[Json]:
    """Thirty figures by lot."""
    return random.Random(2025).sample(outsider.audit["figures"], N)  # noqa: S311 - a lot, drawn the same each time


def test_thirty_figures_by_lot_come_out_the_same_from_the_raw_files(outsider: Outsider) -> None:
    """Value and States of each are those that its cells give, and each cell holds the words quoted."""
    told, derived = {}, {}
    for figure in drawn(outsider):
        found = outsider.derive(figure)
        assert found.faults == (), figure["name"]
        told[figure["name"]] = (figure["value"], {state["iso3"] for state in figure["states"]})
        derived[figure["name"]] = (found.value, set(found.states))

    assert derived == told
    assert len({value for value, _ in told.values()}) > 5


def test_a_file_changed_afterwards_no_longer_gives_the_figure(project: Folders) -> None:
    """The outsider reads the files, not the audit: another State in a cover, another number."""
    report(project, "demo", Disk())
    outputs = project.outputs / "demo" / "internal" / "audit.json"
    path = project.inputs / "demo" / "national-reports" / "alphaland-2024.xlsx"
    _write(path, "Cover", "B3", "Rhoville")
    _write(project.inputs / "demo" / "reports-received.xlsx", "reports-received", "A5", "Rhoville")
    outsider = Outsider(outputs, project.inputs)
    figure = next(f for f in outsider.audit["figures"] if f["name"] == "assistance_provided")

    found = outsider.derive(figure)

    assert found.value == figure["value"] - 1
    assert "XAA" not in found.states
    assert found.faults


def _write(path: Path, sheet: str, cell: str, words: str) -> None:
    book = openpyxl.load_workbook(path)
    book[sheet][cell].value = words
    book.save(path)
