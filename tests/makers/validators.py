"""Documents held against the rules of the Open XML SDK, all in one process.

In: files. Out: the faults of each. It skips, or fails in CI, where Node or the validator is
missing.
"""

import json
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, need

VALIDATOR = ROOT / "tests" / "validator"


def faults_of(paths: Iterable[Path]) -> dict[str, list[dict[str, Any]]]:
    """The faults of each file, by its path."""
    node = need("node", "Node")
    if not (VALIDATOR / "node_modules").is_dir():
        if os.environ.get("REQUIRE_TOOLS"):
            pytest.fail("the validator must be installed here")
        pytest.skip("needs the validator: npm ci --prefix tests/validator")
    command = [node, str(VALIDATOR / "validate.js"), *map(str, paths)]
    answer = subprocess.run(command, check=True, capture_output=True, timeout=400)
    return {entry["file"]: entry["errors"] for entry in json.loads(answer.stdout)}
