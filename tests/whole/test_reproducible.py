"""The same inputs give the same bytes, and a second run with nothing to do touches nothing."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

HEAVY = (
    "pandas",
    "matplotlib",
    "docx",
    "openpyxl",
    "docxtpl",
    "lxml",
    "jinja2",
    "xlsxwriter",
    "ruamel",
)


def run(base: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own."""
    places = [f"--{name}={base / name}" for name in ("inputs", "outputs", "templates")]
    return subprocess.run(
        [sys.executable, *words, *places],
        check=False,
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


def written(folder: Path) -> dict[str, bytes]:
    """Every file written, history and lock aside."""
    files = (
        p
        for p in folder.rglob("*")
        if p.is_file() and "history" not in p.parts and p.name != ".lock"
    )
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def test_two_first_builds_are_the_same_bytes(tmp_path: Path) -> None:
    """Hash seed, time zone, locale and folder do not show in any file."""
    made = []
    for name, environment in (
        ("a", {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"}),
        ("b c", {"PYTHONHASHSEED": "2", "TZ": "America/Lima", "LC_ALL": "C.UTF-8"}),
    ):
        base = tmp_path / name
        for folder in ("inputs", "templates"):
            shutil.copytree(
                ROOT / folder, base / folder, ignore=shutil.ignore_patterns("*.py", "__pycache__")
            )
        done = run(base, "-m", "pipeline", "report", "--quiet", **environment)
        assert done.returncode == 0, done.stderr
        made.append(written(base / "outputs"))

    assert made[0].keys() == made[1].keys()
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []


def test_a_second_run_says_unchanged_and_touches_and_imports_nothing(tmp_path: Path) -> None:
    """No file of the outputs gets a new time, and no heavy library is loaded."""
    for folder in ("inputs", "templates"):
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("*.py", "__pycache__")
        )
    first = run(tmp_path, "-m", "pipeline", "report", "demo", "--json")
    times = {
        p: p.stat().st_mtime_ns
        for p in (tmp_path / "outputs").rglob("*")
        if p.is_file() and p.name != ".lock"
    }
    watch = (
        "import sys\nfrom pipeline.cli import main\ntry:\n    main(sys.argv[1:])\nfinally:\n"
        f"    print('HEAVY', [m for m in {HEAVY!r} if m in sys.modules])"
    )

    second = run(tmp_path, "-c", watch, "report", "demo", "--json")

    assert json.loads(first.stdout)["meetings"][0]["status"] == "written"
    answer, heavy = second.stdout.splitlines()
    assert json.loads(answer)["meetings"][0]["status"] == "unchanged"
    assert heavy == "HEAVY []"
    assert times == {p: p.stat().st_mtime_ns for p in times}


def test_help_loads_nothing_heavy() -> None:
    """`--help` answers without the libraries of papers and tables."""
    watch = (
        "import sys\nfrom pipeline.cli import main\ntry:\n    main(['--help'])\nfinally:\n"
        f"    print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", watch], check=True, cwd=ROOT, capture_output=True, text=True
    )

    assert done.stdout.rstrip().endswith("[]")
