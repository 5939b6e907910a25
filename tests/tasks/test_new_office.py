"""A meeting made by `new`, filled in in LibreOffice as a person would: it builds without a
finding.
"""

import json
import subprocess
from pathlib import Path

import openpyxl
import pytest

from pipeline.files import Disk
from pipeline.load import Folders
from pipeline.tasks.new import new
from pipeline.tasks.report import report
from tests.conftest import need
from tests.makers.filled_meeting import job
from tests.makers.small_meeting import report as national_report
from tests.makers.tables import workbook

PYTHON = "/usr/bin/python3"


@pytest.mark.libreoffice
def test_a_new_meeting_filled_in_in_calc_builds_without_a_finding(
    project: Folders, soffice: str, tmp_path: Path
) -> None:
    """Typed cell by cell, three rows deleted, saved by Calc: papers with facts of every table, and
    nothing found.

    The drop-down lists outlive Calc.
    """
    if subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode:
        need("no-uno", "LibreOffice's Python")
    new(project, "16msp", "demo", Disk())
    folder = project.inputs / "16msp"
    (tmp_path / "job.json").write_text(
        json.dumps(job(folder, tmp_path / "profile")), encoding="utf-8"
    )
    subprocess.run(
        [PYTHON, "tests/makers/libreoffice_type.py", str(tmp_path / "job.json")],
        check=True,
        timeout=240,
    )
    received = workbook(national_report(article7_year="2025"))
    (folder / "national-reports" / "alphaland-2025.xlsx").write_bytes(received)

    told = report(project, "16msp", Disk())

    audit = json.loads((project.outputs / "16msp/internal/audit.json").read_bytes())
    figures = {
        figure["name"]: (figure["value"], figure["certainty"]) for figure in audit["figures"]
    }
    assert told.findings == []
    assert figures["coalitions"] == (3, "exactly")
    assert figures["item_a"] == (1, "exactly")
    assert figures["reports_received"] == (1, "exactly")
    assert figures["exchange"] == (1, "exactly")
    assert figures["previous_reports_received"] == (10, "exactly")
    saved = openpyxl.load_workbook(folder / "activities.xlsx")["activities"]
    kinds = {rule.type for rule in saved.data_validations.dataValidation}
    assert {"list", "custom", "decimal", "whole"} <= kinds
