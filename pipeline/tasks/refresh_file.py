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
from pipeline.ooxml import BOOKMARK
from pipeline.refresh.compared_text import readable
from pipeline.refresh.package import Document
from pipeline.refresh.paper_index import PaperIndex
from pipeline.refresh.refresh import refresh
from pipeline.refresh.round_trip import Memory, Refreshed, read_last_generated
from pipeline.refresh.two_copies import MergedCopies, OtherCopy, merge_copies
from pipeline.tasks.history import DOCUMENTS, Json, documents, ledger, runs, version_path
from pipeline.tasks.internal_files import PageTable, page
from pipeline.tasks.redact import Redactor
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

_COPY_SENTENCES = ("differs", "deleted", "restored", "comment", "note")
COPIES = "internal/two-copies.html"
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

    `other` are ids by what became of the texts of a second copy, `left` counts words of it that
    found no place; `page` shows them.
    """

    meeting: str
    paper: str
    file: str
    is_changed: bool
    edits: dict[str, list[str]]
    pairs: tuple[tuple[str, str], ...]
    other: dict[str, list[str]] = {}
    left: int = 0
    page: str = ""


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


def refresh_copy(  # noqa: PLR0913 - what a person types
    folders: Folders,
    path: Path,
    meeting: str,
    disk: Disk,
    asked: RefreshOptions = RefreshOptions(),
    other: Path | None = None,
) -> CopyOutcome:
    """Bring the new facts into a file, and the changes of another copy of it where one is given.

    Refused (exit 2) where a file is not known, its paper is issued, the two are not the same paper,
    or nobody can say what one of two has deleted; otherwise as `report`.
    """
    copies = _opened(folders, path, meeting, asked, other)
    loaded = load(folders, copies[0].meeting)
    folder = folders.outputs / copies[0].meeting
    with locked(folder, path.parent) as was_mended:
        if was_mended:
            copies = _opened(folders, path, meeting, asked, other)
        copy = copies[0]
        built = build(loaded)
        today = current_run(built, loaded, folder, documents(folder))
        today = today._replace(is_tracked=asked.is_tracked, is_confirmed=asked.is_confirmed)
        if today.states.get(copy.paper) in FINAL:
            raise Refused(
                USAGE,
                f"{copy.paper} has been issued; it can only be verified.",
                "Use verify, or set its state back in Settings.",
            )
        done, merged = compare(copy, today, built), None
        if other is not None:
            done, merged = _merged(copies, done, today, built)
        target, seen = _target(copy, done.content)
        files = _files(copy, today, built, loaded, done) | {target: done.content}
        seen_now = {target: seen, **{one.path: one.content for one in copies}}
        if merged is not None:
            files |= _files_of_copies(copies, today, built, merged)
        write_all(folder, files, disk, seen_now)
    outcome = CopyOutcome(
        copy.meeting,
        copy.paper,
        target.name,
        done.content != copy.content,
        edits_of(done, built.gate),
        done.pairs,
    )
    return outcome if merged is None else _with_other(outcome, merged, built)


def _opened(
    folders: Folders, path: Path, meeting: str, asked: RefreshOptions, other: Path | None
) -> list[EditedCopy]:
    """The copy, and the other one where it is given. Refused (exit 2) where they are not copies of
    one paper.
    """
    paths = [path] if other is None else [path, other]
    copies = [open_copy(folders, one, meeting, asked.is_confirmed) for one in paths]
    if len({(copy.meeting, copy.paper) for copy in copies}) > 1:
        raise Refused(
            USAGE,
            f"{path.name} and {paths[-1].name} are not copies of the same paper.",
            "Give two copies of one paper.",
        )
    return copies


def _merged(
    copies: list[EditedCopy], first: Refreshed, today: CurrentRun, built: Built
) -> tuple[Refreshed, MergedCopies]:
    """The first copy with the changes of the second, both brought to the facts of today before."""
    copy, other = copies
    second = compare(other, today, built)
    for path, done in ((copy.path, first), (other.path, second)):
        if done.missing:
            raise Refused(
                USAGE,
                f"{path.name} has lost the marks of many paragraphs, so nobody can say which of"
                " them its editor deleted.",
                "Run refresh on that file alone, check the pairing it shows and confirm it; then"
                " merge the two copies.",
            )
    words = today.sentences.texts
    sentences = (words[f"copy_{key}"] for key in _COPY_SENTENCES)
    plan = plan_of(today, copy.paper, copy.before)
    merged = merge_copies(
        first,
        OtherCopy(other.path.name, second, *sentences),
        built.contents[copy.paper],
        plan,
    )
    return first._replace(content=merged.content, memory=merged.memory), merged


def _with_other(outcome: CopyOutcome, merged: MergedCopies, built: Built) -> CopyOutcome:
    """The outcome with what became of the texts of the second copy; States by their masks."""
    label = Redactor.of_gate(built.gate).label
    other = {what: [label(name) for name in names] for what, names in merged.outcomes.items()}
    return outcome._replace(other=other, left=len(merged.left), page=COPIES)


def _files_of_copies(
    copies: list[EditedCopy], today: CurrentRun, built: Built, merged: MergedCopies
) -> dict[Path, bytes]:
    """The second copy kept as a version, and the page that shows what became of its texts."""
    copy, other = copies
    files = {}
    if version := version_path(today.folder, other.paper, other.content):
        files[version] = other.content
    new, one, two = (
        texts_of(content) for content in (built.contents[copy.paper], copy.content, other.content)
    )
    rows = tuple(
        (what, name.removeprefix(BOOKMARK), *(texts.get(name, "") for texts in (new, one, two)))
        for what, names in merged.outcomes.items()
        for name in names
    )
    heads = ("What became of it", "Paragraph", "As generated now", copy.path.name, other.path.name)
    left = tuple((text,) for text in merged.left)
    tables = (
        PageTable("Texts that the second copy changed", heads, rows),
        PageTable("Not taken over: copy what you need by hand", ("Words",), left),
    )
    title = f"{other.path.name} merged into {copy.path.name}"
    return files | {today.folder / COPIES: page(title, (), tables)}


def texts_of(content: bytes) -> dict[str, str]:
    """The texts of a paper by id, as a person reads them."""
    index = PaperIndex(Document(content))
    return {name: readable(" ".join(index.texts(anchor))) for name, anchor in index.anchors.items()}


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
