"""A project of one's own in a folder: inputs, outputs, and the program run there as it is typed.

In: a folder, commands. Out: what the commands said as JSON; the files they wrote.
"""

import contextlib
import io
import json
import shutil
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.cli import main as command_line

ROOT = Path(__file__).resolve().parent.parent.parent
Json = dict[str, Any]


class Project(NamedTuple):
    """Inputs and outputs below one folder; the templates are those that ship."""

    base: Path

    @property
    def inputs(self) -> Path:
        """The folder of inputs."""
        return self.base / "inputs"

    @property
    def outputs(self) -> Path:
        """The folder of outputs."""
        return self.base / "outputs"

    def run(self, *words: str) -> Json:
        """A command as it is typed, with --json; what it said."""
        folders = [f"--inputs={self.inputs}", f"--outputs={self.outputs}"]
        folders.append(f"--templates={ROOT / 'templates'}")
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.suppress(SystemExit):
            command_line([*words, "--json", *folders])
        answer: Json = json.loads(said.getvalue())
        return answer


def with_meetings(base: Path, *meetings: str) -> Project:
    """Copies of meetings that ship, with the shared reference folder."""
    for name in ("reference", *meetings):
        shutil.copytree(ROOT / "inputs" / name, base / "inputs" / name)
    return Project(base)
