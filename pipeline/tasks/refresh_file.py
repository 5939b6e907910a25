"""`refresh FILE`: any copy of a paper, under any name, or a document with a chapter of ours,
brought up to date.

In: folders, a file, and what a person confirms. Out: the file refreshed, with its earlier version
kept in the history. It refuses (exit 2) a file of an unknown run, unless a person confirms that it
is of the last one.
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
    names_beside,
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
    """What a person asks for: changes as tracked changes (`is_tracked`), and that the pairing of
    paragraphs shown before is right (`is_confirmed`).
    """

    is_tracked: bool = False
    is_confirmed: bool = False


class EditedCopy(NamedTuple):
    """A file that holds a paper: its bytes, where it comes from (`came`), and the ledger of the run
    that generated it (`before`).
    """

    path: Path
    content: bytes
    came: PaperOrigin
    meeting: str
    before: Json
    paper: str


class CopyOutcome(NamedTuple):
    """What became of a copy: the file written, ids by what became of their texts (`edits`), and
    paragraphs that may be those of lost ids (`pairs`).

    Of a second copy, `other` are ids by what became of its texts, and `left` is the number of texts
    of it that found no place; `page` is the page that shows both.
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
    """The copy, with the ledger it was generated from.

    Refused (exit 2) if it is not a Word document, or its run is unknown and nobody confirms that it
    is the last one.
    """
    # A run that was cut off may have left the paper aside; `locked` puts it back later.
    content = read_or_none(path) or read_or_none(aside_of(path)) or b""
    came = origin(content)
    if came is None:
        raise Refused(
            USAGE,
            f"{path.name} is not a readable Word document.",
            "Save it as .docx and give its path.",
        )
    name = meeting or came.meeting or _meeting_of(folders, came.run)
    before: Json = {}
    if name:
        came, before = _with_ledger(came, folders.outputs / name, is_confirmed)
    paper = paper_of(came, before)
    if not paper:
        raise Refused(
            USAGE,
            f"It is not known which run produced {path.name}: it has no run id, or the history"
            " keeps no ledger of that run.",
            "Name the meeting with --meeting, and add --confirm to treat it as the last run.",
        )
    return EditedCopy(path, content, came, name, before, paper)


def _with_ledger(came: PaperOrigin, folder: Path, is_confirmed: bool) -> tuple[PaperOrigin, Json]:
    """The ledger of a document's run, or if it is confirmed that of the last run; else empty."""
    before = ledger(folder, came.run)
    if before or not is_confirmed:
        return came, before
    last = next(reversed(runs(folder)), "")
    before = ledger(folder, last)
    return came._replace(run=before.get("run", "")), before


def _meeting_of(folders: Folders, run: str) -> str:
    """The meeting whose history keeps a run; empty if none does."""
    if not run:
        return ""
    found = next(folders.outputs.glob(f"*/{HISTORY}/{run}/ledger.json"), None)
    return "" if found is None else found.parents[3].name


def refresh_copy(  # noqa: PLR0913 - what a person types
    folders: Folders,
    path: Path,
    meeting: str,
    disk: Disk,
    asked: RefreshOptions = RefreshOptions(),
    other: Path | None = None,
) -> CopyOutcome:
    """Bring the new facts into a file, and the edits of another copy of it if one is given.

    Refused (exit 2) if a file is unknown, its paper is issued, the two are not copies of one paper,
    or nobody can say what the editor of one deleted; otherwise as `report`.
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
        _refuse_issued(copy, today)
        done, merged = compare(copy, today, built), None
        if other is not None:
            done, merged = _merged(copies, done, today, built)
        target, seen = _target(copy, done.content)
        files = _files(copy, today, built, loaded, done) | {target: done.content}
        seen_now = {target: seen, **{one.path: one.content for one in copies}}
        if merged is not None:
            files |= _files_of_copies(copies, today, built, merged)
        write_all(folder, files, disk, seen_now)
    edits, is_changed = edits_of(done, built.gate), done.content != copy.content
    outcome = CopyOutcome(copy.meeting, copy.paper, target.name, is_changed, edits, done.pairs)
    return outcome if merged is None else _with_other(outcome, merged, built)


def _refuse_issued(copy: EditedCopy, today: CurrentRun) -> None:
    if today.states.get(copy.paper) in FINAL:
        raise Refused(
            USAGE,
            f"{copy.paper} has been issued; it can only be verified.",
            "Use verify, or set its state back in Settings.",
        )


def _opened(
    folders: Folders, path: Path, meeting: str, asked: RefreshOptions, other: Path | None
) -> list[EditedCopy]:
    """The copy, and the other one if it is given. Refused (exit 2) if they are not of one paper."""
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
    """The first copy with the edits of the second; both are refreshed before, so that only what
    their editors wrote differs.
    """
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
    """The outcome with what became of the texts of the second copy; ids that name a withheld State
    are masked.
    """
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
    """The texts of a paper by bookmark, as a person reads them."""
    index = PaperIndex(Document(content))
    return {name: readable(" ".join(index.texts(anchor))) for name, anchor in index.anchors.items()}


def compare(copy: EditedCopy, today: CurrentRun, built: Built) -> Refreshed:
    """What a refresh makes of the copy; nothing is written."""
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
    """Where to write, and the bytes that are there: the file itself, or if it is open in Word the
    first name beside it that is free or holds these bytes already.
    """
    if not is_open(copy.path):
        return copy.path, copy.content
    beside = (copy.path.with_name(name) for name in names_beside(copy.path.stem))
    seen = ((path, read_or_none(path)) for path in beside)
    return next((path, there) for path, there in seen if there in (None, content))


def _files(
    copy: EditedCopy, today: CurrentRun, built: Built, loaded: Loaded, done: Refreshed
) -> dict[Path, bytes]:
    """The copy as it was if it changed, the ledger of the run, and documents.json with the memory
    of the refresh.
    """
    folder = today.folder
    files: dict[Path, bytes] = {}
    if done.content != copy.content:
        version = version_path(folder, copy.paper, copy.content)
        if version is not None:
            files[version] = copy.content
    files |= history_of(folder, loaded.run, built.contents, texts(today.audit))
    known: Json = {"run": "", "papers": {}, "outputs": [], "told": _NONE_TOLD, **today.known}
    own = "" if copy.came.paper else f"{copy.paper}/{today.run}"
    known |= {"runs": with_runs(today), "memories": remembered_of(today, [done], own)}
    return files | {folder / DOCUMENTS: json_bytes(known)}
