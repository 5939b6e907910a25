"""A copy of the program that a test may change, and the recipes of CONTRIBUTING it is changed by.

In: an empty folder. Out: program, templates, inputs of the demo and docs in it, and what the copied
program says. Recipes are read from CONTRIBUTING.md, so that a test follows what stands there.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

_FOLDERS = ("pipeline", "templates", "inputs", "docs")
_FILES = ("requirements.lock", "CONTRIBUTING.md", "pyproject.toml")
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "13msp", "golden", "kept")
_HEADING = re.compile(r"^## (.+)\n", re.MULTILINE)
_PATH = re.compile(r"`((?:pipeline|tests|templates|inputs|docs)/[\w./-]*|Makefile|README.md)`")
_MADE = frozenset({"inputs/demo-messy"})  # by a command, and in no repository
_NAME_IN = re.compile(r"`(\w+)` (?:in|of) `((?:pipeline|tests)/[\w./-]+\.py)`")


def program_copy(root: Path, with_tests: bool = False) -> Path:
    """The folder with a copy of the program, its demo and its docs, and its tests where asked."""
    for name in _FOLDERS:
        shutil.copytree(ROOT / name, root / name, ignore=_LEFT_OUT)
    for name in _FILES:
        shutil.copy(ROOT / name, root)
    if with_tests:
        shutil.copytree(ROOT / "tests", root / "tests", ignore=_LEFT_OUT)
    else:
        (root / "tests").mkdir()
        shutil.copy(ROOT / "tests" / "docs_tables.py", root / "tests")
    return root


def run(root: Path, *words: str) -> tuple[int, str]:
    """Exit code and screen of a Python command in the copy: a module with -m, or a script."""
    command = [sys.executable, *words]
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=False, timeout=300
    )
    return done.returncode, done.stdout + done.stderr


def pipeline(root: Path, *words: str) -> str:
    """The screen of a command of the copied program, which must succeed."""
    code, said = run(root, "-m", "pipeline", *words)
    assert code == 0, said
    return said


def insert(path: Path, text: str, before: str) -> None:
    """The file with more text in one place, and nothing else changed."""
    content = path.read_text("utf-8")
    assert content.count(before) == 1, f"{before!r} in {path.name}"
    path.write_text(content.replace(before, text + before), encoding="utf-8")


def append(path: Path, text: str) -> None:
    """The file with more text at its end."""
    path.write_text(path.read_text("utf-8") + text, encoding="utf-8")


def recipes() -> dict[str, str]:
    """The sections of CONTRIBUTING by their headings."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    _, *parts = _HEADING.split(text)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def recipe(heading: str) -> str:
    """The recipe under a heading, on one line."""
    return " ".join(recipes()[heading].split())


def paths_in(text: str) -> tuple[str, ...]:
    """The files and folders of the repository that a text names."""
    return tuple(path for path in dict.fromkeys(_PATH.findall(text)) if path not in _MADE)


def names_in(text: str) -> tuple[tuple[str, str], ...]:
    """The names that a text says stand in a module, each with the module: `PAPERS` in `x.py`."""
    return tuple(dict.fromkeys(_NAME_IN.findall(" ".join(text.split()))))
