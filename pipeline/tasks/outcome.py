"""Findings as they may be shown on screen, in logs and in JSON.

In: a finding and the gate. Out: plain values. Words found and hints never pass; nor do names of files and sheets
that name a withheld State.
"""

import re
import unicodedata

from pipeline.aggregate.naming import Gate, names_withheld
from pipeline.model.finding import Finding
from pipeline.tasks.shown import Shown

_JOINTS = re.compile(r"[-_.!]+|(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])|(?<=[a-z])(?=[A-Z])")
MASK = "[name withheld]"


def _safe(part: str, gate: Gate) -> str:
    """The part of a path, masked where it names a withheld State by any name, by code, or run together."""
    words = _JOINTS.sub(" ", part)
    codes = {code.casefold() for code in gate.withheld}
    is_telling = (
        names_withheld(gate, words)
        or bool(codes & set(words.casefold().split()))
        or any(_letters(gate.states[code].name) in _letters(part) for code in gate.withheld)
    )
    return MASK if is_telling else part


def _letters(text: str) -> str:
    """The letters alone, without case and accents."""
    return "".join(letter for letter in unicodedata.normalize("NFD", text.casefold()) if letter.isalpha())


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
