"""Findings as they may be shown on screen, in logs and in JSON.

In: a finding and the gate. Out: plain values. Words found and hints never pass; nor do names of files and sheets
that name a withheld State.
"""

import re

from pipeline.aggregate.naming import Gate, names_withheld
from pipeline.model.finding import Finding
from pipeline.tasks.shown import Shown

_SEPARATORS = re.compile(r"[-_.!]+")
MASK = "[name withheld]"


def _safe(part: str, gate: Gate) -> str:
    return MASK if names_withheld(gate, _SEPARATORS.sub(" ", part)) else part


def safe_path(path: str, gate: Gate) -> str:
    """The path, any part of it that names a withheld State masked."""
    return "/".join(_safe(part, gate) for part in path.split("/"))


def safe_finding(finding: Finding, gate: Gate) -> Shown:
    """A finding as it may be shown: no words found, no hint."""
    return {
        "id": finding.id,
        "code": finding.code,
        "severity": finding.severity.value,
        "file": safe_path(finding.ref.source, gate),
        "place": _safe(finding.ref.place, gate),
        "message": finding.message,
        "cure": finding.cure,
    }
