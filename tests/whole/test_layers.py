"""The layers of the program, read from its imports."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PIPELINE = ROOT / "pipeline"
STAGES = ("collect", "normalise", "aggregate", "compose", "render", "refresh", "audit")
MAY_USE = {"refresh": {"render"}}
SHARED = ("model", "ooxml", "language", "files", "jsontext", "cache")
MODULES = sorted(PIPELINE.rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """The parts of the program that a module imports, by the name after `pipeline.`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        yield from (name.split(".")[1] for name in names if name.startswith("pipeline."))


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_imports_itself_and_what_all_share(stage: str) -> None:
    """No stage imports another stage; refresh inserts with what renders."""
    taken = {name for path in (PIPELINE / stage).rglob("*.py") for name in imports(path)}

    assert taken <= {stage, *SHARED, *MAY_USE.get(stage, ())}


def test_the_model_imports_nothing_of_ours() -> None:
    """Types stand on nothing but types."""
    assert {name for path in (PIPELINE / "model").rglob("*.py") for name in imports(path)} <= {
        "model"
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PIPELINE).as_posix())
def test_a_module_is_short_and_leaves_the_screen_to_the_command_line(path: Path) -> None:
    """At most 400 lines; only cli prints or exits."""
    text = path.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 400
    if path.parent.name != "cli":
        calls = [n.func for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Call)]
        assert not [
            f for f in calls if isinstance(f, ast.Name) and f.id in {"print", "exit", "quit"}
        ]
        assert "sys.exit" not in text
