"""Shared fixtures: folders of the repository, and tests that need a program that is not Python."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from pipeline.collect.folder import Collected, collect
from pipeline.load import Folders, Loaded, load
from pipeline.model.finding import Outcome
from pipeline.stages import split_reference

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


def need(program: str, name: str) -> str:
    """The path of a program; skips the test where it is absent, fails it where CI says it must be
    there.
    """
    path = shutil.which(program)
    if path is None:
        if os.environ.get("REQUIRE_TOOLS"):
            pytest.fail(f"{name} must be installed here")
        pytest.skip(f"needs {name}")
    return path


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice, or the reason to skip."""
    return need("soffice", "LibreOffice")


@pytest.fixture(scope="session")
def pdftotext() -> str:
    """pdftotext of poppler, or the reason to skip."""
    return need("pdftotext", "poppler")


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the repository."""
    return ROOT


def folders_of(base: Path, outputs: Path) -> Folders:
    """Folders below a copy of the repository, or the repository itself."""
    return Folders(base / "inputs", base / "templates", outputs, ROOT / "pipeline")


@pytest.fixture
def project(tmp_path: Path) -> Folders:
    """A copy of inputs and templates, with no outputs yet: what a test may change."""
    shutil.copytree(
        ROOT / "inputs", tmp_path / "inputs", ignore=shutil.ignore_patterns("*.py", "__pycache__")
    )
    shutil.copytree(
        ROOT / "templates",
        tmp_path / "templates",
        ignore=shutil.ignore_patterns("*.py", "__pycache__"),
    )
    return folders_of(tmp_path, tmp_path / "outputs")


@pytest.fixture(scope="session")
def demo() -> Loaded:
    """The bytes of the demo meeting."""
    return load(folders_of(ROOT, ROOT / "outputs"), "demo")


@pytest.fixture(scope="session")
def demo_rows(demo: Loaded) -> Outcome[Collected]:
    """The rows of the demo meeting as read."""
    return collect(split_reference(demo)[0])


# Minutes long: begun first, so that no worker is left alone with one at the end.
_LONG = ("test_conservation.py", "test_sequences.py", "test_ablation.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests first, the others in their order."""
    items.sort(key=lambda item: not item.path.name.endswith(_LONG))
