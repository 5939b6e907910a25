"""Thirty figures of the demo, worked out again from the files by an outsider."""

import json
import random
from pathlib import Path

import openpyxl
import pytest

from pipeline.files import Disk
from pipeline.load import Folders
from pipeline.tasks.report import report
from tests.conftest import ROOT, folders_of
from tests.makers.recount import Json, Outsider

N = 30


# Kinds of sources, by what their paths end with; where none of the thirty stands on one, a figure
# that does is added.
KINDS = (
    "activities.xlsx",
    "coalitions.csv",
    "follow-up.csv",
    "statements.csv",
    "meeting.xlsx",
    "reports-received.xlsx",
    "2024.xlsx",
    ".docx",
    ".pdf",
    "states.csv",
)


@pytest.fixture(scope="module")
def internal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the demo's audit."""
    outputs = tmp_path_factory.mktemp("outputs")
    report(folders_of(ROOT, outputs), "demo", Disk())
    return outputs / "demo" / "internal"


@pytest.fixture(scope="module")
def outsider(internal: Path) -> Outsider:
    """One who has the demo's page and its inputs, and nothing else."""
    return Outsider.of_page(internal / "audit.html", ROOT / "inputs")


def cells_of(figure: Json) -> list[Json]:
    """Every cell of a figure, in any role."""
    return [*figure["refs"], *(ref for state in figure["states"] for ref in state["refs"])]


def drawn(outsider: Outsider) -> list[Json]:
    """Thirty figures by lot, of those that stand on a cell; and one by lot for each kind of file
    left out.
    """
    lot = random.Random(2025)  # noqa: S311 - drawn the same each time
    some = [figure for figure in outsider.figures if cells_of(figure)]
    chosen = lot.sample(some, N)
    for kind in KINDS:
        if not any(stands_on(figure, kind) for figure in chosen):
            chosen.append(lot.choice([figure for figure in some if stands_on(figure, kind)]))
    return chosen


def stands_on(figure: Json, kind: str) -> bool:
    """Whether a cell of the figure lies in a file of that kind."""
    return any(ref["source"].endswith(kind) for ref in cells_of(figure))


def test_thirty_figures_by_lot_come_out_the_same_from_the_raw_files(outsider: Outsider) -> None:
    """Value and States of each are those that its cells give, and each cell holds the words the
    page shows.
    """
    told, derived = {}, {}
    for figure in drawn(outsider):
        found = outsider.derive(figure)
        assert found.faults == (), figure["name"]
        told[figure["name"]] = (figure["value"], {state["iso3"] for state in figure["states"]})
        derived[figure["name"]] = (found.value, set(found.states))

    assert derived == told
    assert len({value for value, _ in told.values()}) > 5


def test_the_thirty_stand_on_every_kind_of_file_and_in_annexes_too(
    outsider: Outsider, internal: Path
) -> None:
    """Workbooks, documents of States, registers, statements, requests, settings; tables of the
    annexes print some.
    """
    figures = drawn(outsider)
    audit = json.loads((internal / "audit.json").read_text(encoding="utf-8"))
    annexed = {
        name
        for block in audit["blocks"]
        if block["id"].startswith("annex")
        for name in block["figures"]
    }

    assert [kind for kind in KINDS if not any(stands_on(figure, kind) for figure in figures)] == []
    assert len({figure["name"] for figure in figures}) >= N
    assert annexed & {figure["name"] for figure in figures}


def test_the_page_and_the_json_lead_to_the_same_cells(outsider: Outsider, internal: Path) -> None:
    """For every figure: value, certainty, and source, place and words of each cell by State and
    role.
    """

    def told(figures: list[Json]) -> dict[str, object]:
        return {
            figure["name"]: (
                figure["value"],
                figure["certainty"],
                {
                    (ref["role"], ref["source"], ref["place"], ref["words"])
                    for ref in figure["refs"]
                },
                {
                    (state["iso3"], state.get("since"), ref["source"], ref["place"], ref["words"])
                    for state in figure["states"]
                    for ref in state["refs"]
                },
            )
            for figure in figures
        }

    by_json = Outsider.of_audit(internal / "audit.json", ROOT / "inputs")

    assert told(outsider.figures) == told(by_json.figures)


def test_a_file_changed_afterwards_no_longer_gives_the_figure(project: Folders) -> None:
    """The outsider reads the files, not the audit: another State in a cover, another number."""
    report(project, "demo", Disk())
    outputs = project.outputs / "demo" / "internal" / "audit.json"
    path = project.inputs / "demo" / "national-reports" / "alphaland-2024.xlsx"
    _write(path, "Cover", "B3", "Rhoville")
    _write(project.inputs / "demo" / "reports-received.xlsx", "reports-received", "A5", "Rhoville")
    outsider = Outsider.of_audit(outputs, project.inputs)
    figure = next(f for f in outsider.figures if f["name"] == "assistance_provided")

    found = outsider.derive(figure)

    assert found.value == figure["value"] - 1
    assert "XAA" not in found.states
    assert found.faults


def _write(path: Path, sheet: str, cell: str, words: str) -> None:
    book = openpyxl.load_workbook(path)
    book[sheet][cell].value = words
    book.save(path)
