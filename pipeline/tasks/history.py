"""What is kept of earlier runs in internal/history/: documents.json, the ledger of each run, the
editors' versions, and what people wrote into internal files.

In: the folder of a meeting's outputs. Out: what was written last, and what a refresh compares with.
What cannot be read counts as unknown: a paper is then treated as edited, and never replaced.
"""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeGuard

from pipeline.files import HISTORY, read_or_none, sha256, version_of
from pipeline.model.ledger import FORMAT
from pipeline.tasks.run_summary import Shown

Json = dict[str, Any]
DOCUMENTS = f"{HISTORY}/documents.json"
_KNOWN = {"run": str, "papers": dict, "outputs": list, "told": dict}
_TOLD = {"meeting", "status", "run", "papers", "findings", "conservation", "review"}
# Added later: documents.json of an earlier version lacks them, and is known all the same.
_TOLD_SINCE = {"deadlines", "by_hand", "copies"}
_FORMATS = range(FORMAT + 1)  # what this program can read
_RUN = re.compile("[0-9a-f]{12}")


class Written(NamedTuple):
    """A file as it was last written: the hash of its bytes, its run, and whether it is as generated
    (`is_pristine`), without anything of an editor.
    """

    sha256: str = ""
    run: str = ""
    is_pristine: bool = False

    @classmethod
    def of(cls, kept: object) -> "Written":
        """The entry of a file in documents.json; one that says nothing if there is none."""
        if not isinstance(kept, dict):
            return cls()
        return cls(
            str(kept.get("sha256", "")), str(kept.get("run", "")), kept.get("is_pristine") is True
        )


def documents(folder: Path) -> Json:
    """What was written last; empty if it is unknown, so that every paper counts as edited."""
    known = _read_object(folder / DOCUMENTS)
    if not all(isinstance(known.get(key), kind) for key, kind in _KNOWN.items()):
        return {}
    if set(known["told"]) - _TOLD_SINCE != _TOLD:
        return {}
    return known


def _read_object(path: Path) -> Json:
    """The object in a JSON file; empty if there is no file, or it holds anything else."""
    content = read_or_none(path)
    try:
        kept = json.loads(content) if content else {}
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}


def ledger_path(folder: Path, run: str) -> Path:
    """Where the ledger of a run is kept."""
    return folder / HISTORY / run / "ledger.json"


def ledger(folder: Path, run: str) -> Json:
    """The ledger of a run with its format; empty if none is kept, or a later version of the program
    wrote it.
    """
    # The id comes from a document, which anybody may have written: it must be no path.
    if not _RUN.fullmatch(run):
        return {}
    kept = _read_object(ledger_path(folder, run))
    if not kept:
        return {}
    numbered = {"format": 0, **kept}  # version 0.1.0 wrote no number
    return numbered if numbered["format"] in _FORMATS else {}


def runs(folder: Path) -> list[str]:
    """The runs with a ledger, in the order in which they were first written."""
    found = [
        path.parent
        for path in (folder / HISTORY).glob("*/ledger.json")
        if _RUN.fullmatch(path.parent.name)
    ]
    order = documents(folder).get("runs", [])
    known = {path.name for path in found}
    return [run for run in order if run in known] + sorted(known - set(order))


def version_path(folder: Path, paper: str, content: bytes) -> Path | None:
    """Where to keep an editors' version; None if the last one kept is the same."""
    path, is_there = version_of(folder / HISTORY / f"{paper}.docx", content)
    if is_there:
        return None
    return path


def papers_now(folder: Path, names: Iterable[str]) -> dict[str, bytes]:
    """The bytes of the papers that exist, by name."""
    found = {name: read_or_none(folder / f"{name}.docx") for name in names}
    return {name: content for name, content in found.items() if content is not None}


def other_copies(folder: Path, known: Json) -> list[Shown]:
    """Word files beside the papers that begin with the name of one and are not as they were
    written: a copy that a cloud folder made, or a `.new.docx` that somebody worked in.
    """
    # One paper's name may begin with another's, so the longest is tried first.
    names = sorted((str(paper["paper"]) for paper in known["told"]["papers"]), key=len)
    found = []
    for path in sorted(folder.glob("*.docx")):
        paper = next((name for name in reversed(names) if path.stem.startswith(name)), "")
        if paper in ("", path.stem):
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
# Folders whose files are named after States, which the screen never shows: it says how many.
_UNNAMED = (NOTES, TRANSCRIPTS)
CHANGED, GONE = "changed", "gone"


class ManualEdits(NamedTuple):
    """What people wrote into internal files, and how it is kept.

    `copies` are to be written, `gone` to be removed once everything is written; `told` is what the
    screen says, `left` the hash of each file as it will be, `seen` its bytes as they were read.
    """

    copies: dict[Path, bytes]
    gone: dict[Path, bytes]
    told: list[Shown]
    left: dict[str, str]
    seen: dict[Path, bytes | None]


def keep_manual_edits(folder: Path, known: Json, files: Mapping[str, bytes]) -> ManualEdits:
    """What to keep before `files` are written: by name below the folder, with their new bytes."""
    left: dict[str, str] = known.get("internal", {})
    copies: dict[Path, bytes] = {}
    told: list[tuple[str, str, str]] = []
    seen = {folder / name: read_or_none(folder / name) for name in files}
    for name, content in files.items():
        existing = seen[folder / name]
        if _is_by_hand(existing, content, left.get(name)):
            told.append((CHANGED, name, _copied(folder, name, existing, copies)))
    gone: dict[Path, bytes] = {}
    for name, path in _notes(folder).items():
        # A note to a State is made while there is something to ask it, and then no longer.
        if name not in files:
            gone[path] = path.read_bytes()
            told.append((GONE, name, _copied(folder, name, gone[path], copies)))
    hashes = {name: sha256(content) for name, content in files.items()}
    return ManualEdits(copies, gone, _shown(told), hashes, seen)


def _is_by_hand(existing: bytes | None, content: bytes, left: str | None) -> TypeGuard[bytes]:
    """Whether a person changed a file since we left it; `content` is what would replace it."""
    if existing is None:
        return False
    return sha256(existing) not in (left, sha256(content))


def _notes(folder: Path) -> dict[str, Path]:
    """The notes to States that exist, by name below the folder."""
    found = sorted((folder / NOTES).glob("*.docx"))
    # Word puts a lock beside a file that is open: ~$ and the rest of its name.
    notes = (path for path in found if not path.name.startswith("~$"))
    return {path.relative_to(folder).as_posix(): path for path in notes}


def _copied(folder: Path, name: str, content: bytes, copies: dict[Path, bytes]) -> str:
    """Where the bytes of a file are kept, below the folder; added to `copies` unless they are."""
    path, is_there = version_of(folder / HISTORY / name.removeprefix("internal/"), content)
    if not is_there:
        copies[path] = content
    return path.relative_to(folder).as_posix()


def _shown(told: list[tuple[str, str, str]]) -> list[Shown]:
    """Each file by name; of folders whose files are named after States, how many."""
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
