"""Ctrl-C while the program is being loaded ends in one line and exit 130; a run that is refused
points to no file that is not there.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import INTERRUPTED_LINE
from pipeline.load import Folders
from pipeline.model.codes import CODES
from pipeline.model.finding import found
from tests.conftest import ROOT
from tests.makers.command_line import Capture, places_of, typed

# The program with a Ctrl-C that comes while a module of that name is loaded: as the signal itself,
# and as an error that a library makes of it.
_TYPED = """
import runpy, signal, sys

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            {act}

sys.meta_path.insert(0, Finder())
sys.argv = ["pipeline", "check", "demo"]
runpy.run_module("pipeline", run_name="__main__", alter_sys=True)
"""
_SIGNAL = "signal.raise_signal(signal.SIGINT)"
_ERROR = "raise RuntimeError('half a class') from KeyboardInterrupt()"


@pytest.mark.parametrize(
    ("module", "act"),
    [
        ("click", _SIGNAL),
        ("pydantic", _SIGNAL),
        ("pipeline.cli.commands", _SIGNAL),
        ("pipeline.model.finding", _SIGNAL),
        ("pipeline.tasks.check", _SIGNAL),
        ("pipeline.tasks.check", _ERROR),
        ("pipeline.collect.folder", _SIGNAL),
    ],
)
def test_ctrl_c_while_loading_ends_in_one_line(module: str, act: str) -> None:
    """Exit 130, no traceback, whichever module is being loaded."""
    program = _TYPED.format(module=module, act=act)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.strip()) == (130, INTERRUPTED_LINE)


def test_a_cure_of_a_refused_run_points_to_no_file_that_a_run_would_write() -> None:
    """What stands behind the semicolon of each cure of a cell."""
    for code in ("unknown-name", "ambiguous-date", "ambiguous-names", "ambiguous-amount"):
        finding = found(code, column="state", values="x")
        assert "internal/" in finding.cure
        assert "internal/" not in finding.cure_at_once
        assert finding.cure.startswith(finding.cure_at_once.removesuffix("."))
    others = [c for c, (_, _, cure) in CODES.items() if re.search(r"; internal/\S+ [^.;]*\.", cure)]
    assert len(others) > 3


@pytest.mark.parametrize("rows", [[["state"], ["Nowhereland"]], [["state"], ["Alpha, Beta"]]])
def test_a_refused_list_of_withheld_states_says_what_to_do_without_the_to_do_list(
    tmp_path: Path, capsys: Capture, rows: list[list[str]]
) -> None:
    """No name in it is guessed, and to-do.xlsx is not there to be looked into."""
    folders = _with_withheld(tmp_path, rows)
    said = typed(capsys, "report", "demo", *places_of(folders))
    assert said.code == 2
    assert "Withheld" in said.err
    assert "internal/" not in said.err
    assert not list(folders.outputs.rglob("*.xlsx"))


def _with_withheld(base: Path, rows: list[list[str]]) -> Folders:
    import shutil

    import openpyxl

    shutil.copytree(ROOT / "inputs/demo", base / "inputs/demo")
    path = base / "inputs/demo/meeting.xlsx"
    book = openpyxl.load_workbook(path)
    del book["Withheld"]
    sheet = book.create_sheet("Withheld")
    for row in rows:
        sheet.append(row)
    book.save(path)
    return Folders(base / "inputs", ROOT / "templates", base / "outputs", ROOT / "pipeline")


def test_every_file_of_the_project_that_a_refusal_names_is_there() -> None:
    """Pages of the manual and folders named in the sentences of the program."""
    named: set[str] = set()
    for module in (ROOT / "pipeline").rglob("*.py"):
        text = module.read_text(encoding="utf-8")
        named |= set(re.findall(r"\bdocs/[a-z.-]+\.md\b", text))
        named |= set(re.findall(r"\binputs/reference/[a-z.-]+\b", text))
    assert named
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
