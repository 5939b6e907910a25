"""One paper brought up to date: made new where no editor touched it, refreshed where one did, left
where it is issued.

In: the paper as newly rendered and what is kept of earlier runs. Out: what to write where, and what
became of the editors' words. An editors' version is kept before anything takes its place.
"""

import gzip
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from pipeline.build import Built
from pipeline.files import is_open, read_or_none, sha256
from pipeline.jsontext import joined, texts
from pipeline.language import brackets
from pipeline.load import Loaded
from pipeline.model.block import Block
from pipeline.model.clearance import cleared_ids
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
    """A run: where it writes, what was written before, its ledger, the sentences, and how changes
    are written.
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
    """Where a document comes from: its run, paper and meeting, and the memory it carries."""

    run: str
    paper: str
    meeting: str
    memory: str
    names: frozenset[str]


class PaperOutcome(NamedTuple):
    """What becomes of a paper: its file, the bytes to write (None: left as it is), why it stands
    beside or is left.

    `seen` are the bytes of the file that these were made from.
    """

    file: str
    content: bytes | None
    why: str = ""
    is_pristine: bool = False
    refreshed: Refreshed | None = None
    version: tuple[Path, bytes] | None = None
    seen: bytes | None = None


def origin(content: bytes) -> PaperOrigin | None:
    """Where a document comes from, by its properties or its bookmarks; None where it is no Word
    document.
    """
    try:
        document = Document(content)
        found = PaperIndex(document)
    except (NotAPackage, UnsafePackage):
        return None
    told = read_properties(document)
    return PaperOrigin(
        told.get("msp_run", "") or found.run,
        told.get("msp_paper", ""),
        told.get("msp_meeting", ""),
        told.get("msp_memory", ""),
        frozenset(found.anchors),
    )


def paper_of(came: PaperOrigin, kept: Json) -> str:
    """The paper a document holds: as it says, else the one that most of its ids are of."""
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
    """What the memory of a document is kept under: its digest, or paper and run where it carries no
    properties.
    """
    if came.paper:
        return came.memory
    return f"{paper}/{came.run}"


def refresh_document(today: CurrentRun, paper: str, edited: bytes, new: bytes) -> Refreshed | None:
    """The editors' document with the facts of today; None where nobody knows what it was generated
    from.
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
    """What the refresh of a paper is asked to do."""
    texts = today.sentences.texts
    return RefreshPlan(
        today.run,
        today.on,
        CommentWords(texts["changed"], texts["no_longer"], texts["words"]),
        Comparison(before, today.audit, today.sentences).reasons(paper),
        today.is_tracked or today.states.get(paper) == ADVANCE,
        today.cleared.get(paper, frozenset()),
        today.is_confirmed,
    )


def outcome_of_paper(today: CurrentRun, paper: str, new: bytes) -> PaperOutcome:
    """What becomes of a paper in the folder of outputs."""
    file = f"{paper}.docx"
    existing = read_or_none(today.folder / file)
    last = Written.of(today.known.get("papers", {}).get(file))
    if existing is None:
        return _written_outcome(today, paper, None, new)
    is_untouched = existing == new or _is_pristine(existing, last)
    # what was issued stays as it was, even where no editor touched it: others hold copies of it
    if today.states.get(paper) in FINAL:
        return PaperOutcome(file, None, ISSUED, is_untouched and last.is_pristine)
    if is_untouched:
        return _written_outcome(today, paper, existing, new)
    return _refreshed_outcome(today, paper, existing, new)


def _written_outcome(
    today: CurrentRun, paper: str, existing: bytes | None, new: bytes
) -> PaperOutcome:
    """What becomes of a paper that is not there, or that no editor touched."""
    file = f"{paper}.docx"
    if is_open(today.folder / file):
        return beside(today, paper, new, OPEN, True)
    return PaperOutcome(file, new, "", True, seen=existing)


def _refreshed_outcome(today: CurrentRun, paper: str, existing: bytes, new: bytes) -> PaperOutcome:
    """What becomes of a paper that an editor worked on."""
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
    version = version_path(today.folder, paper, existing)
    if done.content != existing and version is not None:
        return outcome._replace(version=(version, existing))
    return outcome


def _is_pristine(content: bytes, last: Written) -> bool:
    """Whether no editor can have touched the file since it was written."""
    return last.is_pristine and sha256(content) == last.sha256


def beside(
    today: CurrentRun, paper: str, content: bytes, why: str, is_pristine: bool
) -> PaperOutcome:
    """The first file beside the editors' that is absent, as it was written last, or already
    this.
    """
    number, file = 1, f"{paper}.new.docx"
    while True:
        existing = read_or_none(today.folder / file)
        last = Written.of(today.known.get("papers", {}).get(file))
        # words that somebody put into it, or has on the screen, are not written over
        is_free = existing is None or sha256(existing) in {last.sha256, sha256(content)}
        if is_free and not is_open(today.folder / file):
            return PaperOutcome(file, content, why, is_pristine, seen=existing)
        number += 1
        file = f"{paper}.new-{number}.docx"


def remembered(today: CurrentRun, kept: Mapping[str, PaperOutcome]) -> Json:
    """The memories of earlier runs and those of this one."""
    return remembered_of(
        today, [done.refreshed for done in kept.values() if done.refreshed is not None]
    )


def remembered_of(today: CurrentRun, refreshed: Iterable[Refreshed], own: str = "") -> Json:
    """The memories of earlier runs and of these refreshes, by digest, or by a name of its own for a
    master.
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
    """Refused (exit 2) where a paper is to be issued that is marked or open."""
    settings = built.settings
    for paper in PAPERS:
        state = settings.state.get(paper.name, STATES[0])
        at = settings.ref(f"state.{paper.name}")
        if state not in FINAL or (is_passed(built, paper.name) and not settings.page_mark):
            continue
        n_brackets = open_brackets(folder, built, paper.name)
        n_blockers = sum(finding.severity is Severity.BLOCKER for finding in built.ledger.findings)
        if any((settings.page_mark, n_brackets, n_blockers)):
            raise Refused(
                USAGE,
                f"{at.source} › {at.place}: {paper.name} cannot be {state} with a page mark, open"
                f" brackets ({n_brackets}) or blockers ({n_blockers}).",
                "Keep it at draft or advance until they are closed, or let them pass in Clearances"
                " with a reason.",
            )


def is_passed(built: Built, paper: str) -> bool:
    """Whether a body passed what is open in a paper, and says why."""
    return any(c.paper == paper and c.is_passed and c.reason for c in built.clearances)


def open_brackets(folder: Path, built: Built, paper: str) -> int:
    """The open brackets of a paper: of the editors' file where there is one, else as generated."""
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
    """The bookmarks of what is cleared."""
    return frozenset(bookmark_name(name) for name in cleared_ids(blocks, cleared))


def issued_of(today: CurrentRun) -> Json:
    """The run and the hash of each paper when it was issued first, for corrigenda."""
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
    """The ledger of a run with what was generated, for the history; nothing where it is kept
    already.

    `audit` are the texts of its entries. Its rows stand in a file beside it: of all that is kept
    they are most, and no refresh and no comparison asks for them.
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
    """The run, for a refresh. Refused (exit 4) where the words for comments are missing."""
    settings = built.settings
    file = f"refresh.{settings.language}.yaml"
    words = read_texts(loaded.templates, loaded.cache)
    if file not in words:
        raise Refused(TEMPLATE, f"templates/text/{file} is missing.", "Restore the file.")
    cleared = {
        paper.paper: cleared_names(paper.blocks, _cleared_paragraphs(built, paper.paper))
        for paper in built.ledger.papers
    }
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


def _cleared_paragraphs(built: Built, paper: str) -> tuple[str, ...]:
    return tuple(
        clearance.paragraph
        for clearance in built.clearances
        if clearance.paper == paper and not clearance.is_passed
    )
