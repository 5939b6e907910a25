"""What is kept of earlier runs in internal/history/: documents.json, the ledger of each run, the
editors' versions, and what people wrote into internal files.

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
from pipeline.tasks.run_summary import Shown

Json = dict[str, Any]
DOCUMENTS = f"{HISTORY}/documents.json"
_KNOWN = {"run": str, "papers": dict, "outputs": list, "told": dict}
_TOLD = {"meeting", "status", "run", "papers", "findings", "conservation", "review"}
_TOLD_SINCE = {
    "deadlines",
    "by_hand",
    "copies",
}  # a run before these were told is known all the same
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
    if not isinstance(known, dict):
        return {}
    if not all(isinstance(known.get(key), kind) for key, kind in _KNOWN.items()):
        return {}
    # a list of another version, or one that somebody edited, is not half believed
    if set(known["told"]) - _TOLD_SINCE != _TOLD:
        return {}
    return known


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


def other_copies(folder: Path, known: Json) -> list[Shown]:
    """Word files beside the papers that begin with the name of one and are not as they were
    written: a copy that a cloud folder made, or a `.new.docx` that somebody worked in.
    """
    names = sorted((str(paper["paper"]) for paper in known["told"]["papers"]), key=len)
    found = []
    for path in sorted(folder.glob("*.docx")):
        paper = next((name for name in reversed(names) if path.stem.startswith(name)), "")
        # ~$ is the lock that Word leaves beside an open file: it holds no text
        if paper in ("", path.stem) or path.name.startswith("~$"):
            continue
        content = read_or_none(path)
        last = Written.of(known["papers"].get(path.name))
        if content is not None and sha256(content) != last.sha256:
            found.append({"paper": paper, "file": path.name})
    return found


def hashes_of(papers: Mapping[str, bytes]) -> dict[str, str]:
    """The hashes of papers by name."""
    return {name: sha256(papers[name]) for name in sorted(papers)}


NOTES, TRANSCRIPTS = "internal/notes", "internal/transcribe"
# Folders whose file names contain names of States: the screen gives only their number.
_UNNAMED = (NOTES, TRANSCRIPTS)
CHANGED, GONE = "changed", "gone"


class ManualEdits(NamedTuple):
    """Copies to write, files to take away once all is written, what to tell, how each file is left
    and was seen.
    """

    copies: dict[Path, bytes]
    gone: dict[Path, bytes]
    told: list[Shown]
    left: dict[str, str]
    seen: dict[Path, bytes | None]


def keep_manual_edits(folder: Path, known: Json, files: Mapping[str, bytes]) -> ManualEdits:
    """What becomes of the files as they stand; `files` are those to be written, by name below the
    folder.
    """
    left: dict[str, str] = known.get("internal", {})
    copies: dict[Path, bytes] = {}
    told: list[tuple[str, str, str]] = []
    seen = {folder / name: read_or_none(folder / name) for name in files}
    for name, content in files.items():
        existing = seen[folder / name]
        if existing is None or existing == content:
            continue
        if sha256(existing) != left.get(name):
            told.append((CHANGED, name, _copied(folder, name, existing, copies)))
    gone: dict[Path, bytes] = {}
    for path in sorted((folder / NOTES).glob("*.docx")):
        if _is_gone(folder, path, files):
            gone[path] = path.read_bytes()
            name = path.relative_to(folder).as_posix()
            told.append((GONE, name, _copied(folder, name, gone[path], copies)))
    return ManualEdits(
        copies, gone, _shown(told), {name: sha256(content) for name, content in files.items()}, seen
    )


def _is_gone(folder: Path, path: Path, files: Mapping[str, bytes]) -> bool:
    """Whether a note is none of this run; the lock of a word processor is no note."""
    return not path.name.startswith("~$") and path.relative_to(folder).as_posix() not in files


def _copied(folder: Path, name: str, content: bytes, copies: dict[Path, bytes]) -> str:
    path, is_there = version_of(folder / HISTORY / name.removeprefix("internal/"), content)
    if not is_there:
        copies[path] = content
    return path.relative_to(folder).as_posix()


def _shown(told: list[tuple[str, str, str]]) -> list[Shown]:
    """Each file by its name; those whose names tell States, how many of a folder."""
    shown: list[Shown] = [
        {"what": what, "file": name, "kept": kept, "n": 1}
        for what, name, kept in told
        if not name.startswith(_UNNAMED)
    ]
    for what in (CHANGED, GONE):
        for of in _UNNAMED:
            n = sum(name.startswith(of) for how, name, _ in told if how == what)
            if n:
                kept = f"{HISTORY}/{of.removeprefix('internal/')}"
                shown.append({"what": what, "file": of, "kept": kept, "n": n})
    return shown
