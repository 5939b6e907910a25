"""`changes`: today's inputs against the last run or an earlier one, on the screen and in
internal/changes.html.

In: folders, a meeting, a run. Out: what to show. It writes the page alone, no paper.
"""

from typing import Any, NamedTuple

from pipeline.aggregate.gate import names_withheld
from pipeline.build import Folders, load
from pipeline.files import Disk, locked, read_or_none, sha256, write_all
from pipeline.model.finding import USAGE, Refused
from pipeline.refresh.round_trip import read_last_generated
from pipeline.tasks.changes import Changes, compare_runs
from pipeline.tasks.corrigendum import corrigendum
from pipeline.tasks.history import Json, documents, ledger, runs
from pipeline.tasks.outcome import safe_deadlines, safe_path
from pipeline.tasks.pages import Table, page
from pipeline.tasks.reasons import Comparison
from pipeline.tasks.refreshing import Today, origin
from pipeline.tasks.report import Made
from pipeline.tasks.shown import MASK

CHANGES = "internal/changes.html"
ISSUED = "issued"


class Shown(NamedTuple):
    """What moved, for the screen and JSON: ids, reasons, numbers; the words stand in the internal
    page.
    """

    meeting: str
    since: str
    run: str
    came: list[dict[str, str]]
    moved: list[dict[str, Any]]
    needed: int
    deadlines: list[dict[str, Any]]
    budget: list[dict[str, Any]]
    corrigendum: list[dict[str, str]]
    page: str


def changes(
    folders: Folders, meeting: str, since: str, disk: Disk, is_corrigendum: bool = False
) -> Shown:
    """What moved since a run (its id or its first digits; `issued`; by default the last one that
    differs).

    Refused (exit 2) where there is no such run.
    """
    loaded = load(folders, meeting)
    folder = folders.outputs / meeting
    with locked(folder) as was_mended:
        if was_mended:
            loaded = load(folders, meeting)
        known = documents(folder)
        made = Made.of(loaded)
        today = made.today(loaded, folder, known)
        found = _compared(today, made, _before(today, since))
        words = _corrigenda(today, made, since) if is_corrigendum else []
        table = Table("Corrigendum", ("Paper", "Words"), tuple(words))
        write_all(folder, {folder / CHANGES: page_of(meeting, found, table)}, disk)
    return _shown(meeting, found, words, made)


def changes_since(today: Today, made: Made) -> bytes:
    """The page on what moved since the last run that differs."""
    return page_of(made.ledger.meeting, last_changes(today, made))


def last_changes(today: Today, made: Made) -> Changes:
    """What moved since the last run that differs."""
    return _compared(today, made, _before(today, ""))


def _compared(today: Today, made: Made, before: Json) -> Changes:
    comparison = Comparison(before, today.audit, today.sentences)
    cleared = {paper: sorted(names) for paper, names in today.cleared.items()}
    return compare_runs(before, today.audit, comparison, made.built, cleared)


def page_of(meeting: str, found: Changes, *more: Table) -> bytes:
    """The page on what moved."""
    return page(f"{meeting}: changes since run {found.since or 'none'}", [], [*more, *found.tables])


def _before(today: Today, since: str) -> Json:
    if since == ISSUED:
        issued = {paper["run"] for paper in today.known.get("issued", {}).values()}
        if not issued:
            raise Refused(USAGE, "No paper of this meeting is issued.", "Name a run with --since.")
        return ledger(today.folder, next((run for run in runs(today.folder) if run in issued), ""))
    kept = runs(today.folder)
    if not since:
        earlier = [run for run in kept if run != today.run]
        return ledger(today.folder, earlier[-1]) if earlier else {}
    matching = [run for run in kept if run.startswith(since)]
    if len(matching) != 1:
        raise Refused(
            USAGE,
            f"{since!r} is not one run of this meeting.",
            f"Known runs: {', '.join(kept) or 'none'}.",
        )
    return ledger(today.folder, matching[0])


def _corrigenda(today: Today, made: Made, since: str) -> list[tuple[str, str]]:
    """The sentences of the corrigendum of each paper: of those issued since they were, else of all
    since a run.
    """
    issued: Json = today.known.get("issued", {})
    texts, words = today.sentences.texts, []
    for paper, new in made.contents.items():
        if since == ISSUED and paper not in issued:
            continue
        before = (
            ledger(today.folder, issued[paper]["run"]) if since == ISSUED else _before(today, since)
        )
        content, entries = (
            read_or_none(today.folder / f"{paper}.docx"),
            before.get("generated", {}).get(paper),
        )
        if content is None or entries is None or origin(content) is None:
            continue
        if since == ISSUED and sha256(content) != issued[paper]["sha256"]:
            words.append((paper, str(texts["corrigendum_changed"])))
        said = corrigendum(content, read_last_generated(before["run"], entries), new, texts)
        words += [(paper, MASK if names_withheld(made.built.gate, one) else one) for one in said]
    return words


def _shown(meeting: str, found: Changes, words: list[tuple[str, str]], made: Made) -> Shown:
    gate = made.built.gate
    return Shown(
        meeting,
        found.since,
        found.run,
        [{"file": safe_path(source, gate), "how": how} for source, how in found.came],
        [
            {"paper": m.paper, "paragraph": m.name, "why": m.why, "cleared": m.is_cleared}
            for m in found.moved
        ],
        len(found.needed),
        safe_deadlines(made.built),
        [
            {"paper": paper, "words": used, "limit": limit or None}
            for paper, used, limit in found.budget
        ],
        [{"paper": paper, "words": said} for paper, said in words],
        CHANGES,
    )
