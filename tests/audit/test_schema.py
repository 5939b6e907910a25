"""internal/audit.json has the form that docs/audit.schema.json describes."""

import copy
import json
from typing import Any

import jsonschema
import pytest

from pipeline.audit.as_json import as_dict, as_json
from pipeline.build import build
from pipeline.load import load
from tests.conftest import ROOT, folders_of

SCHEMA = json.loads((ROOT / "docs" / "audit.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(
    SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)
_KNOWN: set[tuple[str, str]] = set()


def faults_of(audit: dict[str, Any]) -> list[str]:
    """Where and how an audit differs from the schema; an item of a list that was seen before is not
    looked at again.
    """
    fresh = _unseen(audit, "")
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
        for error in VALIDATOR.iter_errors(fresh)
    ]


def _unseen(value: Any, path: str) -> Any:
    """The value with each item of its lists once a program run: the schema says nothing of how many
    there are.
    """
    if isinstance(value, dict):
        return {key: _unseen(part, f"{path}/{key}") for key, part in value.items()}
    if not isinstance(value, list):
        return value
    kept = []
    for item in value:
        seen = (path, json.dumps(item))
        if seen not in _KNOWN:
            _KNOWN.add(seen)
            kept.append(_unseen(item, f"{path}/"))
    return kept


@pytest.fixture(scope="module", params=["demo", "13msp"])
def audit(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The audit of a meeting as it is written."""
    ledger = build(load(folders_of(ROOT, ROOT / "outputs"), request.param), renders=False).ledger
    written: dict[str, Any] = json.loads(as_json(ledger))
    assert written == json.loads(json.dumps(as_dict(ledger)))
    return written


def test_the_audit_of_each_meeting_has_the_form_of_the_schema(audit: dict[str, Any]) -> None:
    """Every part of the audit is described, and nothing else stands in it."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    assert [error.message for error in VALIDATOR.iter_errors(audit)] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("figures", 0, "value"), None),
        (("figures", 0, "certainty"), "roughly"),
        (("rows", 0, "fate"), "unaccounted"),
        (("rows", 0, "words"), "more than is described"),
        (("run",), "today"),
        (("as_of",), "30 June"),
        (("sources", 0, "sha256"), "0"),
        (("conservation", "unaccounted"), 1),
        (("blocks", 0, "kind"), "poem"),
        (("findings", 0, "severity"), "error"),
    ],
)
def test_an_audit_of_another_form_is_refused_by_the_schema(
    audit: dict[str, Any], path: tuple[str | int, ...], value: object
) -> None:
    """A value the schema does not allow is an error at its place."""
    changed: Any = copy.deepcopy(audit)
    at = changed
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value

    faults = list(VALIDATOR.iter_errors(changed))

    assert faults
    assert {error.absolute_path[0] for error in faults} == {path[0]}


def test_every_part_of_the_schema_says_what_it_is() -> None:
    """Each property of each part of the schema has a description of its own or points to a part
    that has one.
    """
    parts = {"": SCHEMA, **SCHEMA["$defs"]}
    silent = [
        f"{name}.{key}"
        for name, part in parts.items()
        for key, about in part["properties"].items()
        if not about.get("description")
    ]

    assert silent == []
