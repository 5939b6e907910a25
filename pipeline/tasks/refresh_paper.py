"""One paper brought up to date: replaced if no editor touched it, refreshed if one did, left alone
if it is issued.

In: the paper as newly rendered, and what is kept of earlier runs. Out: what to write where, and
what became of the editors' words. An editors' version is kept before anything takes its place.
"""

import gzip
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import NamedTuple

from pipeline.build import Built
from pipeline.files import is_open, read_or_none, sha256
from pipeline.jsontext import joined, texts
from pipeline.language import brackets
from pipeline.load import Loaded
from pipeline.model.block import Block
from pipeline.model.clearance import Clearance, cleared_ids
from pipeline.model.finding import TEMPLATE, USAGE, Refused, Severity
from pipeline.model.papers import PAPERS
from pipeline.model.tables.meeting import PAPER_STATES
from pipeline.ooxml import NotAPackage, UnsafePackage, W, bookmark_name
from pipeline.refresh.package import Document
from pipeline.refresh.page_regions import read_properties
from pipeline.refresh.paper_index import PaperIndex
from pipeline.refresh.refresh import generated, refresh
from pipeline.refresh.round_trip import (
    CommentWords,
    Memory,
    Refreshed,
    RefreshPlan,
    read_last_generated,
)
from pipeline.stages import read_texts
from pipeline.tasks.history import Json, Written, ledger, ledger_path, version_path
from pipeline.tasks.reasons import Comparison, Sentences
from pipeline.tasks.run_summary import ISSUED, OPEN

UNREADABLE, UNKNOWN_RUN = "no Word document", "of an unknown run"
FINAL = ("issued", "finalized")
ADVANCE = "advance"
_ROWS = "rows"


class CurrentRun(NamedTuple):
    """A run: its folder of outputs, what documents.json knows (`known`), its ledger (`audit`), and
    the sentences for comments.

    `states` gives the state of each paper, `cleared` the bookmarks that a body cleared in it.
    """

    folder: Path
    known: Json
    run: str
    on: str
    audit: Json
    sentences: Sentences
    states: Mapping[str, str] = {}
    cleared: Mapping[str, frozenset[str]] = {}
    is_tracked: bool = False
    is_confirmed: bool = False


class PaperOrigin(NamedTuple):
    """Where a document says it comes from: run, paper, meeting, the digest of its memory, and the
    bookmarks in it (`names`). Empty where it does not say.
    """

    run: str
    paper: str
    meeting: str
    memory: str
    names: frozenset[str]


class PaperOutcome(NamedTuple):
    """What becomes of a paper: its file, and the bytes to write, None if it is left as it is.

    `why` says why it is left, or written beside the editors' file; `version` is where the editors'
    version is kept, with its bytes; `seen` are the bytes of the file as it was read.
    """

    file: str
    content: bytes | None
    why: str = ""
    is_pristine: bool = False
    refreshed: Refreshed | None = None
    version: tuple[Path, bytes] | None = None
    seen: bytes | None = None


def origin(content: bytes) -> PaperOrigin | None:
    """Where a document comes from, by its properties and bookmarks; None if it is not a Word
    document.
    """
    try:
        document = Document(content)
        found = PaperIndex(document)
    except (NotAPackage, UnsafePackage):
        return None
    told = read_properties(document)
    # A chapter pasted into another document brings its bookmarks, and not its properties.
    return PaperOrigin(
        told.get("msp_run", "") or found.run,
        told.get("msp_paper", ""),
        told.get("msp_meeting", ""),
        told.get("msp_memory", ""),
        frozenset(found.anchors),
    )


def paper_of(came: PaperOrigin, kept: Json) -> str:
    """The paper that a document holds: the one it names, else the one that most of its bookmarks
    belong to; empty if none of them is known.
    """
    generated: Json = kept.get("generated", {})
    if came.paper in generated:
        return came.paper
    counts = {
        p: sum(entry["bookmark"] in came.names for entry in entries)
        for p, entries in generated.items()
    }
    best = max(counts, key=lambda paper: counts[paper], default="")
    if not counts.get(best):
        return ""
    return best


def memory_key(came: PaperOrigin, paper: str) -> str:
    """The key of a document's memory: its digest, or paper and run if it has no properties."""
    if came.paper:
        return came.memory
    return f"{paper}/{came.run}"


def refresh_document(today: CurrentRun, paper: str, edited: bytes, new: bytes) -> Refreshed | None:
    """The editors' document with the facts of today; None if its run or the ledger of that run is
    unknown.
    """
    came = origin(edited)
    if came is None:
        return None
    before = ledger(today.folder, came.run)
    entries = before.get("generated", {}).get(paper)
    if entries is None:
        return None
    memory = Memory.from_json(today.known.get("memories", {}).get(memory_key(came, paper), {}))
    return refresh(
        edited, read_last_generated(came.run, entries), new, memory, plan_of(today, paper, before)
    )


def plan_of(today: CurrentRun, paper: str, before: Json) -> RefreshPlan:
    """How a paper is to be refreshed; `before` is the ledger that it was generated from."""
    texts = today.sentences.texts
    # Delegations have read an advance copy, so every change to it must show.
    is_tracked = today.is_tracked or today.states.get(paper) == ADVANCE
    return RefreshPlan(
        today.run,
        today.on,
        CommentWords(texts["changed"], texts["no_longer"], texts["words"]),
        Comparison(before, today.audit, today.sentences).reasons(paper),
        is_tracked,
        today.cleared.get(paper, frozenset()),
        today.is_confirmed,
    )


def outcome_of_paper(today: CurrentRun, paper: str, new: bytes) -> PaperOutcome:
    """What becomes of a paper in the folder of outputs; `new` is the paper as generated now."""
    file = f"{paper}.docx"
    existing = read_or_none(today.folder / file)
    last = Written.of(today.known.get("papers", {}).get(file))
    if existing is None:
        return _replaced(today, paper, None, new)
    is_untouched = existing == new or _is_pristine(existing, last)
    # An issued paper is out of our hands: what is wrong in it takes a corrigendum.
    if today.states.get(paper) in FINAL:
        return PaperOutcome(file, None, ISSUED, is_untouched and last.is_pristine)
    if is_untouched:
        return _replaced(today, paper, existing, new)
    return _refreshed_outcome(today, paper, existing, new)


def _replaced(today: CurrentRun, paper: str, existing: bytes | None, new: bytes) -> PaperOutcome:
    """The outcome of a paper in which there is no word of an editor."""
    file = f"{paper}.docx"
    # Word holds a file that is open, and would later save its own state over ours.
    if is_open(today.folder / file):
        return beside(today, paper, new, OPEN, True)
    return PaperOutcome(file, new, "", True, seen=existing)


def _refreshed_outcome(today: CurrentRun, paper: str, existing: bytes, new: bytes) -> PaperOutcome:
    """The outcome of a paper that an editor worked on."""
    file = f"{paper}.docx"
    done = refresh_document(today, paper, existing, new)
    if done is None:
        why = UNKNOWN_RUN
        if origin(existing) is None:
            why = UNREADABLE
        return beside(today, paper, new, why, True)
    if is_open(today.folder / file):
        return beside(today, paper, done.content, OPEN, False)._replace(refreshed=done)
    outcome = PaperOutcome(file, done.content, "", False, done, seen=existing)
    if done.content == existing:
        return outcome
    version = version_path(today.folder, paper, existing)
    if version is None:
        return outcome
    return outcome._replace(version=(version, existing))


def _is_pristine(content: bytes, last: Written) -> bool:
    """Whether the file is as generated: no editor has saved it since."""
    return last.is_pristine and sha256(content) == last.sha256


def beside(
    today: CurrentRun, paper: str, content: bytes, why: str, is_pristine: bool
) -> PaperOutcome:
    """The outcome of a paper that is written beside the editors' file, under the first name that
    loses nobody's words: free, as last written, or this already.
    """
    for file in names_beside(paper):
        existing = read_or_none(today.folder / file)
        last = Written.of(today.known.get("papers", {}).get(file))
        if is_open(today.folder / file):
            continue
        if existing is None or sha256(existing) in {last.sha256, sha256(content)}:
            return PaperOutcome(file, content, why, is_pristine, seen=existing)
    raise AssertionError("the names do not end")


def names_beside(stem: str) -> Iterator[str]:
    """Names of files for what cannot replace `stem`.docx: `stem`.new.docx, `stem`.new-2.docx, …,
    without end.
    """
    yield f"{stem}.new.docx"
    for number in count(2):
        yield f"{stem}.new-{number}.docx"


def remembered(today: CurrentRun, kept: Mapping[str, PaperOutcome]) -> Json:
    """The memories of earlier runs and those of this one, by key."""
    return remembered_of(
        today, [done.refreshed for done in kept.values() if done.refreshed is not None]
    )


def remembered_of(today: CurrentRun, refreshed: Iterable[Refreshed], own: str = "") -> Json:
    """The memories of earlier runs and of these refreshes, by digest; `own` is the key for a
    document that carries no digest.
    """
    memories: Json = dict(today.known.get("memories", {}))
    for done in refreshed:
        if key := own or done.memory.digest:
            memories[key] = done.memory.as_json()
    return memories


def with_runs(today: CurrentRun) -> list[str]:
    """The runs in order, this one last."""
    return [*(run for run in today.known.get("runs", []) if run != today.run), today.run]


STATES = PAPER_STATES


def check_states(folder: Path, built: Built) -> None:
    """Refused (exit 2) if a paper that is not ready is to be issued."""
    for paper in PAPERS:
        if built.settings.state.get(paper.name, STATES[0]) in FINAL:
            _check_ready(folder, built, paper.name)


def _check_ready(folder: Path, built: Built, paper: str) -> None:
    settings = built.settings
    n_brackets = open_brackets(folder, built, paper)
    n_blockers = sum(finding.severity is Severity.BLOCKER for finding in built.ledger.findings)
    # A body may let open points pass, but never a page mark: it says that the paper is a
    # reconstruction, or of invented data.
    is_ready = n_brackets + n_blockers == 0 or is_passed(built, paper)
    if is_ready and not settings.page_mark:
        return
    at, state = settings.ref(f"state.{paper}"), settings.state[paper]
    raise Refused(
        USAGE,
        f"{at.source} › {at.place}: {paper} cannot be {state} with a page mark, open"
        f" brackets ({n_brackets}) or blockers ({n_blockers}).",
        "Keep it at draft or advance until they are closed, or let them pass in Clearances"
        " with a reason.",
    )


def is_passed(built: Built, paper: str) -> bool:
    """Whether a body let what is open in a paper pass, and says why."""
    passed = (clearance for clearance in built.clearances if clearance.is_passed)
    return any(clearance.reason for clearance in passed if clearance.paper == paper)


def open_brackets(folder: Path, built: Built, paper: str) -> int:
    """The number of open brackets of a paper: in the editors' file if there is one that can be
    read, else as generated.
    """
    content = read_or_none(folder / f"{paper}.docx")
    try:
        found = PaperIndex(Document(content)) if content is not None else None
    except (NotAPackage, UnsafePackage):
        found = None
    if found is None:
        return sum(placeholder.paper == paper for placeholder in built.ledger.placeholders)
    notes = found.document.part_tree("footnotes")
    roots = [found.document.body, *([notes] if notes is not None else [])]
    return sum(len(brackets(found.text((p,)))) for root in roots for p in root.iter(f"{W}p"))


def cleared_names(blocks: Iterable[Block], cleared: Iterable[str]) -> frozenset[str]:
    """The bookmarks of the blocks that these ids clear; the id of a heading clears all below it."""
    return frozenset(bookmark_name(name) for name in cleared_ids(blocks, cleared))


def issued_of(today: CurrentRun) -> Json:
    """The run and the hash of each issued paper as it was first issued: a corrigendum corrects that
    text. A paper set back to an earlier state is forgotten.
    """
    issued: Json = dict(today.known.get("issued", {}))
    for paper, state in today.states.items():
        if state not in FINAL or paper in issued:
            continue
        content = read_or_none(today.folder / f"{paper}.docx")
        if content is not None:
            last = today.known.get("papers", {}).get(f"{paper}.docx", {})
            issued[paper] = {"sha256": sha256(content), "run": last.get("run", today.run)}
    return {paper: kept for paper, kept in issued.items() if today.states.get(paper) in FINAL}


def history_of(
    folder: Path, run: str, contents: Mapping[str, bytes], audit: Mapping[str, str]
) -> dict[Path, bytes]:
    """The files of a run for the history: its ledger with what was generated; none if it is kept
    already.

    `audit` are the entries of the ledger as JSON. The rows are kept in a file of their own: they
    are most of it, and no refresh or comparison reads them.
    """
    path = ledger_path(folder, run)
    if path.exists():
        return {}
    words = {"generated": {name: generated(content) for name, content in contents.items()}}
    ledger = (text for key, text in audit.items() if key != _ROWS)
    rows = gzip.compress(joined((audit[_ROWS],)), compresslevel=1, mtime=0)
    return {
        path: joined((*ledger, *texts(words).values())),
        path.with_name(f"{_ROWS}.json.gz"): rows,
    }


def current_run(built: Built, loaded: Loaded, folder: Path, known: Json) -> CurrentRun:
    """This run, for a refresh. Refused (exit 4) if the words for comments are missing."""
    settings = built.settings
    file = f"refresh.{settings.language}.yaml"
    words = read_texts(loaded.templates, loaded.cache)
    if file not in words:
        raise Refused(TEMPLATE, f"templates/text/{file} is missing.", "Restore the file.")
    cleared = {}
    for paper in built.ledger.papers:
        ids = (clearance.paragraph for clearance in clearances_of(built, paper.paper))
        cleared[paper.paper] = cleared_names(paper.blocks, ids)
    return CurrentRun(
        folder=folder,
        known=known,
        run=loaded.run,
        on=settings.as_of.isoformat(),
        audit=built.audit,
        sentences=Sentences(words[file]),
        states=settings.state,
        cleared=cleared,
    )


def clearances_of(built: Built, paper: str) -> list[Clearance]:
    """The clearances of paragraphs of a paper; leave to issue it as it is clears none of them."""
    of_paper = (clearance for clearance in built.clearances if clearance.paper == paper)
    return [clearance for clearance in of_paper if not clearance.is_passed]
