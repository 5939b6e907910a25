"""What is kept of earlier runs in internal/history/: documents.json, the ledger of each run, the
editors' versions.

In: the folder of a meeting's outputs. Out: what was written last, bases and memories of a refresh.
What cannot be read counts as not known: a paper is then taken for edited, never replaced.
"""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.files import HISTORY, read_or_none, sha256, version_of
from pipeline.model.ledger import FORMAT

Json = dict[str, Any]
DOCUMENTS = f"{HISTORY}/documents.json"
_KNOWN = {"run": str, "papers": dict, "outputs": list, "told": dict}
_TOLD = {"meeting", "status", "run", "papers", "findings", "conservation", "review"}
_TOLD_SINCE = {"deadlines", "by_hand"}  # a run before these were told is known all the same
_FORMATS = range(FORMAT + 1)  # what this program can read
_RUN = re.compile("[0-9a-f]{12}")


class Written(NamedTuple):
    """How a file was left: the hash of its bytes, its run, and whether an editor's words can be in
    it.
    """

    sha256: str = ""
    run: str = ""
    is_pristine: bool = False

    @classmethod
    def of(cls, kept: object) -> "Written":
        """What documents.json holds of a file."""
        if not isinstance(kept, dict):
            return cls()
        return cls(
            str(kept.get("sha256", "")), str(kept.get("run", "")), kept.get("is_pristine") is True
        )


def documents(folder: Path) -> Json:
    """What was written last; nothing where that is not known, so that each paper there counts as
    edited.
    """
    content = read_or_none(folder / DOCUMENTS)
    try:
        known = json.loads(content) if content else {}
    except ValueError:
        return {}
    is_whole = isinstance(known, dict) and all(
        isinstance(known.get(key), kind) for key, kind in _KNOWN.items()
    )
    return known if is_whole and set(known["told"]) - _TOLD_SINCE == _TOLD else {}


def ledger_path(folder: Path, run: str) -> Path:
    """Where the ledger of a run is kept."""
    return folder / HISTORY / run / "ledger.json"


def ledger(folder: Path, run: str) -> Json:
    """The ledger of a run with its format; empty where none is kept or a later program wrote it."""
    if not _RUN.fullmatch(run):
        return {}
    content = read_or_none(ledger_path(folder, run))
    try:
        kept = json.loads(content) if content else {}
    except ValueError:
        return {}
    if not kept or not isinstance(kept, dict):
        return {}
    numbered = {"format": 0, **kept}  # version 0.1.0 wrote no number
    return numbered if numbered["format"] in _FORMATS else {}


def runs(folder: Path) -> list[str]:
    """The runs of which a ledger is kept, in the order in which they were first written."""
    found = [
        path.parent
        for path in (folder / HISTORY).glob("*/ledger.json")
        if _RUN.fullmatch(path.parent.name)
    ]
    order = documents(folder).get("runs", [])
    known = {path.name for path in found}
    return [run for run in order if run in known] + sorted(known - set(order))


def version_path(folder: Path, paper: str, content: bytes) -> Path | None:
    """Where to keep an editors' version; None where the last one kept is the same."""
    path, is_there = version_of(folder / HISTORY / f"{paper}.docx", content)
    if is_there:
        return None
    return path


def papers_now(folder: Path, names: Iterable[str]) -> dict[str, bytes]:
    """The papers as they stand, by name; none where there is no file."""
    found = {name: read_or_none(folder / f"{name}.docx") for name in names}
    return {name: content for name, content in found.items() if content is not None}


def hashes_of(papers: Mapping[str, bytes]) -> dict[str, str]:
    """The hashes of papers by name."""
    return {name: sha256(papers[name]) for name in sorted(papers)}
