"""`refresh FILE`: any copy of a paper, under any name, or a master with a chapter of ours, brought
up to date.

In: folders, a file, and what a person confirms. Out: the file refreshed, its version before kept in
the history. It refuses (exit 2) a file whose run nobody knows, unless a person confirms that it is
of the last one.
"""

from pathlib import Path
from typing import NamedTuple

from pipeline.build import Built, build
from pipeline.files import HISTORY, Disk, aside_of, is_open, locked, read_or_none, write_all
from pipeline.jsontext import json_bytes, texts
from pipeline.load import Folders, Loaded, load
from pipeline.model.finding import USAGE, Refused
from pipeline.refresh.refresh import refresh
from pipeline.refresh.round_trip import Memory, Refreshed, read_last_generated
from pipeline.tasks.history import DOCUMENTS, Json, documents, ledger, runs, version_path
from pipeline.tasks.refresh_paper import (
    FINAL,
    CurrentRun,
    PaperOrigin,
    current_run,
    history_of,
    memory_key,
    origin,
    paper_of,
    plan_of,
    remembered_of,
    with_runs,
)
from pipeline.tasks.run_summary import edits_of

_NONE_TOLD: Json = {
    "meeting": "",
    "status": "",
    "run": "",
    "papers": [],
    "findings": [],
    "conservation": {},
    "review": {},
}


class RefreshOptions(NamedTuple):
    """What a person asks for: tracked changes, and whether the pairing shown is confirmed."""

    is_tracked: bool = False
    is_confirmed: bool = False


class EditedCopy(NamedTuple):
    """A file that holds a paper: its bytes, where it comes from, and what was generated for it."""

    path: Path
    content: bytes
    came: PaperOrigin
    meeting: str
    before: Json
    paper: str


class CopyOutcome(NamedTuple):
    """What became of a copy: the file written, ids by what became of them, and ids a person may
    give to paragraphs.
    """

    meeting: str
    paper: str
    file: str
    is_changed: bool
    edits: dict[str, list[str]]
    pairs: tuple[tuple[str, str], ...]


def open_copy(folders: Folders, path: Path, meeting: str, is_confirmed: bool) -> EditedCopy:
    """The copy, and what it was generated from.

    Refused (exit 2) where it is no Word document of ours, or its run is not known and nobody
    confirms the last one.
    """
    content = read_or_none(path) or read_or_none(aside_of(path))
    came = origin(content) if content is not None else None
    if content is None or came is None:
        raise Refused(
            USAGE,
            f"{path.name} is not a readable Word document.",
            "Save it as .docx and give its path.",
        )
    name = meeting or came.meeting or _meeting_of(folders, came.run)
    folder = folders.outputs / name
    before = ledger(folder, came.run) if name else {}
    if not before and name and is_confirmed and runs(folder):
        before = ledger(folder, runs(folder)[-1])
        came = came._replace(run=before.get("run", ""))
    paper = paper_of(came, before)
    if not paper:
        raise Refused(
            USAGE,
            f"It is not known which run produced {path.name}: it has no run id, or the history"
            " keeps no ledger of that run.",
            "Name the meeting with --meeting, and add --confirm to treat it as the last run.",
        )
    return EditedCopy(path, content, came, name, before, paper)


def _meeting_of(folders: Folders, run: str) -> str:
    found = [path for path in folders.outputs.glob(f"*/{HISTORY}/{run}/ledger.json") if run]
    return found[0].parents[3].name if found else ""


def refresh_copy(
    folders: Folders, path: Path, meeting: str, disk: Disk, asked: RefreshOptions = RefreshOptions()
) -> CopyOutcome:
    """Bring the new facts into a file.

    Refused (exit 2) where the file is not known or its paper is issued; otherwise as `report`.
    """
    copy = open_copy(folders, path, meeting, asked.is_confirmed)
    loaded = load(folders, copy.meeting)
    folder = folders.outputs / copy.meeting
    with locked(folder, path.parent) as was_mended:
        if was_mended:
            copy = open_copy(folders, path, meeting, asked.is_confirmed)
        built = build(loaded)
        today = current_run(built, loaded, folder, documents(folder))
        today = today._replace(is_tracked=asked.is_tracked, is_confirmed=asked.is_confirmed)
        if today.states.get(copy.paper) in FINAL:
            raise Refused(
                USAGE,
                f"{copy.paper} has been issued; it can only be verified.",
                "Use verify, or set its state back in Settings.",
            )
        done = compare(copy, today, built)
        target, seen = _target(copy, done.content)
        files = _files(copy, today, built, loaded, done) | {target: done.content}
        write_all(folder, files, disk, {target: seen, copy.path: copy.content})
    return CopyOutcome(
        copy.meeting,
        copy.paper,
        target.name,
        done.content != copy.content,
        edits_of(done, built.gate),
        done.pairs,
    )


def compare(copy: EditedCopy, today: CurrentRun, built: Built) -> Refreshed:
    """What a refresh of the copy gives; nothing is written."""
    memory = Memory.from_json(
        today.known.get("memories", {}).get(memory_key(copy.came, copy.paper), {})
    )
    base = read_last_generated(copy.came.run, copy.before["generated"][copy.paper])
    return refresh(
        copy.content,
        base,
        built.contents[copy.paper],
        memory,
        plan_of(today, copy.paper, copy.before),
    )


def _target(copy: EditedCopy, content: bytes) -> tuple[Path, bytes | None]:
    """The file itself; beside one that is open in Word, the first name that is free or holds this
    already. And what stands there.
    """
    if not is_open(copy.path):
        return copy.path, copy.content
    path, number = copy.path.with_name(f"{copy.path.stem}.new.docx"), 1
    while (seen := read_or_none(path)) not in {None, content}:
        number += 1
        path = copy.path.with_name(f"{copy.path.stem}.new-{number}.docx")
    return path, seen


def _files(
    copy: EditedCopy, today: CurrentRun, built: Built, loaded: Loaded, done: Refreshed
) -> dict[Path, bytes]:
    """The version before, the ledger of the run, and the list of documents with the memory."""
    folder = today.folder
    files: dict[Path, bytes] = {}
    version = (
        version_path(folder, copy.paper, copy.content) if done.content != copy.content else None
    )
    if version is not None:
        files[version] = copy.content
    files |= history_of(folder, loaded.run, built.contents, texts(today.audit))
    known: Json = {"run": "", "papers": {}, "outputs": [], "told": _NONE_TOLD, **today.known}
    own = "" if copy.came.paper else f"{copy.paper}/{today.run}"
    known |= {"runs": with_runs(today), "memories": remembered_of(today, [done], own)}
    return files | {folder / DOCUMENTS: json_bytes(known)}
