"""ro-crate-metadata.json of the evidence: an independent validator holds it against the shapes of
RO-Crate 1.3.
"""

import io
import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.files import Disk
from pipeline.tasks.evidence import write_extras
from pipeline.tasks.report import report
from tests.conftest import ROOT, folders_of

CHECKER = ROOT / "tests" / "crate_checker"
PYTHONS = (CHECKER / ".venv" / "bin" / "python", CHECKER / ".venv" / "Scripts" / "python.exe")
CRATE = "ro-crate-metadata.json"
# What a description should say and this one does not, because nobody supplied it: an address of a
# licence, and of the body that publishes; whom to ask there.
OPEN = (
    "License entity",
    "organization SHOULD have a URL",
    "ROR identifier",
    "contactPoint",
    "contactPoint",
)
Json = dict[str, Any]


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's evidence, unpacked."""
    folders = folders_of(ROOT, tmp_path_factory.mktemp("outputs"))
    report(folders, "demo", Disk())
    (name,) = write_extras(folders, "demo", Disk(), sources=False, pack=True)
    folder = tmp_path_factory.mktemp("evidence")
    with zipfile.ZipFile(io.BytesIO((folders.outputs / name).read_bytes())) as archive:
        archive.extractall(folder)
    return folder


def without_date(graph: dict[str, Json]) -> None:
    """The root says no date."""
    del graph["./"]["datePublished"]


def without_file(graph: dict[str, Json]) -> None:
    """A file is described that is not there."""
    graph["README.txt"]["@id"] = "LIESMICH.txt"
    graph["./"]["hasPart"] = [{"@id": "LIESMICH.txt"}]


def with_strange_term(graph: dict[str, Json]) -> None:
    """A property that the context does not know."""
    graph["README.txt"]["madeBy"] = "somebody"


CHANGES = (without_date, without_file, with_strange_term)


def changed(evidence: Path, folder: Path, change: Callable[[dict[str, Json]], None]) -> Path:
    """A copy of the evidence with another description."""
    shutil.copytree(evidence, folder)
    told = json.loads((evidence / CRATE).read_text(encoding="utf-8"))
    change({entity["@id"]: entity for entity in told["@graph"]})
    (folder / CRATE).write_text(json.dumps(told), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def faults(evidence: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list[str]]]:
    """What the validator says of the evidence, and of each copy with a change: severities and
    messages.
    """
    python = next((path for path in PYTHONS if path.exists()), None)
    if python is None:
        if os.environ.get("REQUIRE_TOOLS"):
            pytest.fail("the validator of crates must be installed here")
        pytest.skip(
            "needs the validator of crates: .ci/run installs it into tests/crate_checker/.venv"
        )
    made = tmp_path_factory.mktemp("changed")
    folders = {
        "": evidence,
        **{c.__name__: changed(evidence, made / c.__name__, c) for c in CHANGES},
    }
    command = [python, CHECKER / "check.py", *folders.values()]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=400)
    return dict(zip(folders, json.loads(done.stdout.splitlines()[-1]), strict=True))


def test_the_crate_breaks_no_rule_and_leaves_open_what_nobody_supplied(
    faults: dict[str, list[list[str]]],
) -> None:
    """No requirement is missed; of what is only recommended, addresses that would have to be
    invented.
    """
    told = faults[""]

    assert {severity for severity, _ in told} == {"RECOMMENDED"}
    assert len(told) == len(OPEN)
    assert [words for words in OPEN if not any(words in message for _, message in told)] == []


@pytest.mark.parametrize("change", [c.__name__ for c in CHANGES])
def test_a_crate_that_breaks_a_rule_is_refused(
    faults: dict[str, list[list[str]]], change: str
) -> None:
    """The check before this can fail."""
    assert "REQUIRED" in {severity for severity, _ in faults[change]}
