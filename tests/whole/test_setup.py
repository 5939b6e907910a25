"""Setting up: what make does before each command, where it could do harm."""

import shutil
import subprocess
from pathlib import Path

from tests.conftest import ROOT, need


def test_a_linked_environment_is_left_as_it_is(tmp_path: Path) -> None:
    """Where .venv is a link, its libraries may be another folder's: make says so and clears
    nothing.
    """
    make = need("make", "make")
    there = tmp_path / "there"
    there.mkdir()
    (there / "installed.lock").write_text("of another folder", encoding="utf-8")
    for name in ("Makefile", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / ".venv").symlink_to(there)

    done = subprocess.run(
        [make, "check"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.returncode != 0
    assert "is a link to another one" in done.stdout
    assert (there / "installed.lock").read_text(encoding="utf-8") == "of another folder"
