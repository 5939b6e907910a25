"""`changes`: which texts changed between two runs and why, which inputs came in, what needs a
person, and the time that is left.

In: the ledgers of two runs. Out: plain values for the screen and for internal/changes.html. Days
are counted from the as-of date, never from the clock: the same inputs give the same page.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.build import Built, build
from pipeline.files import Disk, locked, read_or_none, sha256, write_all
from pipeline.load import Folders, load
from pipeline.model.finding import USAGE, Refused
from pipeline.model.state import Deadline
from pipeline.refresh.round_trip import read_last_generated
from pipeline.style.faults import count_words, texts_of
from pipeline.tasks.corrigendum import corrigendum
from pipeline.tasks.history import Json, documents, ledger, runs
from pipeline.tasks.internal_files import PageTable, page
from pipeline.tasks.reasons import Comparison
from pipeline.tasks.redact import Redactor
from pipeline.tasks.refresh_paper import CurrentRun, current_run, origin


class Moved(NamedTuple):
    """A text that changed: paper, id, its words before and now (empty if it was or is not there),
    and why.
    """

    paper: str
    name: str
    before: str
    now: str
    why: str
    is_cleared: bool


class Changes(NamedTuple):
    """The differences between two runs.

    `came` are input files and how they changed, `needed` blockers and decisions as code, place and
    cure, `budget` the words and the limit of each paper (0 for none).
    """

    since: str
    run: str
    came: tuple[tuple[str, str], ...]
    moved: tuple[Moved, ...]
    needed: tuple[tuple[str, str, str], ...]
    deadlines: tuple[Deadline, ...]
    budget: tuple[tuple[str, int, int], ...]

    @property
    def tables(self) -> tuple[PageTable, ...]:
        """The tables of the page."""
        moved = tuple(
            (m.paper, m.name, m.before, m.now, m.why, "cleared" if m.is_cleared else "")
            for m in self.moved
        )
        days = tuple(_deadline(due) for due in self.deadlines)
        words = tuple(
            (name, str(used), str(limit) if limit else "") for name, used, limit in self.budget
        )
        return (
            PageTable(
                "What needs attention", ("Code", "File and place", "What to do"), self.needed
            ),
            PageTable("What came in", ("File", "How"), self.came),
            PageTable(
                "What changed", ("Paper", "Paragraph", "Before", "Now", "Why", "Cleared"), moved
            ),
            PageTable(
                "Deadlines, with days from the as-of date",
                ("On", "Days", "What", "Place", "Source", "Mark"),
                days,
            ),
            PageTable("Words used", ("Paper", "Words", "Limit"), words),
        )


def compare_runs(
    before: Json, now: Json, comparison: Comparison, built: Built, cleared: Json
) -> Changes:
    """The differences of two ledgers; `built` is the meeting as it is now, `cleared` the bookmarks
    that a body cleared in each paper.
    """
    return Changes(
        str(before.get("run", "")),
        str(now["run"]),
        tuple(_came(before, now)),
        tuple(sorted(_moved(before, now, comparison, cleared), key=lambda m: not m.is_cleared)),
        tuple(_needed(before, now)),
        built.deadlines,
        tuple(_budget(built)),
    )


def _came(before: Json, now: Json) -> Iterator[tuple[str, str]]:
    old = {source["id"]: source["sha256"] for source in before.get("sources", ())}
    new = {source["id"]: source["sha256"] for source in now["sources"]}
    for source in sorted({*old, *new}):
        if source not in old:
            yield source, "new"
        elif source not in new:
            yield source, "gone"
        elif old[source] != new[source]:
            yield source, "changed"


def _moved(before: Json, now: Json, comparison: Comparison, cleared: Json) -> Iterator[Moved]:
    old = {(b["paper"], b["id"]): b for b in before.get("blocks", ())}
    new = {(b["paper"], b["id"]): b for b in now["blocks"]}
    either = {**old, **new}
    for paper, name in dict.fromkeys((*new, *old)):
        was, now_is = old.get((paper, name)), new.get((paper, name))
        texts = (was["text"] if was else "", now_is["text"] if now_is else "")
        if texts[0] != texts[1]:
            why = comparison.reason(was, now_is) if now_is else ""
            bookmark = either[paper, name].get("bookmark", "")
            yield Moved(paper, name, *texts, why, bookmark in cleared.get(paper, ()))


def _needed(before: Json, now: Json) -> Iterator[tuple[str, str, str]]:
    """The blockers and decisions of this run, new ones first, as code, place and what to do."""
    known = {finding["id"] for finding in before.get("findings", ())}
    findings = [finding for finding in now["findings"] if finding["severity"] != "note"]
    for finding in sorted(findings, key=lambda f: f["id"] in known):
        is_new = "" if finding["id"] in known else "new: "
        place = f"{finding['source']} {finding['place']}".strip()
        yield finding["code"], place, f"{is_new}{finding['message']} {finding['cure']}"


def _deadline(due: Deadline) -> tuple[str, ...]:
    """A row of the page. Decision 7: arithmetic is a hint, and is called one."""
    what = due.meaning
    if due.is_hint:
        what = f"hint: {what}"
    return (
        due.on.isoformat(),
        str(due.days),
        what,
        f"{due.ref.source} {due.ref.place}".strip(),
        due.source,
        due.mark,
    )


def _budget(built: Built) -> Iterator[tuple[str, int, int]]:
    """The words and the limit of each paper. Headings and footnotes count, as they do for the
    limits of the United Nations (8,500 and 10,700 words).
    """
    for paper in built.ledger.papers:
        yield paper.paper, count_words(texts_of(paper)).total, built.settings.limit_of(paper.paper)


CHANGES = "internal/changes.html"
ISSUED = "issued"


class ChangesShown(NamedTuple):
    """What changed, for the screen and JSON: ids, reasons and numbers. The words are only in the
    internal page.
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
) -> ChangesShown:
    """What changed since a run: its id or first digits, `issued`, or empty for the last run that
    differs. The page is written.

    Refused (exit 2) if there is no such run.
    """
    loaded = load(folders, meeting)
    folder = folders.outputs / meeting
    with locked(folder) as was_mended:
        if was_mended:
            loaded = load(folders, meeting)
        known = documents(folder)
        built = build(loaded)
        today = current_run(built, loaded, folder, known)
        found = _compared(today, built, _before(today, since))
        words = _corrigenda(today, built, since) if is_corrigendum else []
        table = PageTable("Corrigendum", ("Paper", "Words"), tuple(words))
        write_all(folder, {folder / CHANGES: page_of(meeting, found, table)}, disk)
    return _shown(meeting, found, words, built)


def changes_since(today: CurrentRun, built: Built) -> bytes:
    """The page on what changed since the last run that differs."""
    return page_of(built.ledger.meeting, last_changes(today, built))


def last_changes(today: CurrentRun, built: Built) -> Changes:
    """What changed since the last run that differs."""
    return _compared(today, built, _before(today, ""))


def _compared(today: CurrentRun, built: Built, before: Json) -> Changes:
    comparison = Comparison(before, today.audit, today.sentences)
    cleared = {paper: sorted(names) for paper, names in today.cleared.items()}
    return compare_runs(before, today.audit, comparison, built, cleared)


def page_of(meeting: str, found: Changes, *more: PageTable) -> bytes:
    """The page on what changed, with `more` tables first."""
    title = f"{meeting}: changes"
    if found.since:
        title = f"{title} since run {found.since}"
    return page(title, [], [*more, *found.tables])


def _before(today: CurrentRun, since: str) -> Json:
    """The ledger to compare with; empty if there is no earlier run."""
    if since == ISSUED:
        issued = {paper["run"] for paper in today.known.get("issued", {}).values()}
        if not issued:
            what = "No paper of this meeting has been issued."
            raise Refused(USAGE, what, "Name a run with --since.")
        return ledger(today.folder, next((run for run in runs(today.folder) if run in issued), ""))
    kept = runs(today.folder)
    if not since:
        earlier = [run for run in kept if run != today.run]
        if not earlier:
            return {}
        return ledger(today.folder, earlier[-1])
    matching = [run for run in kept if run.startswith(since)]
    if len(matching) != 1:
        raise Refused(
            USAGE,
            f"{since!r} does not identify a single run of this meeting.",
            f"Known runs: {', '.join(kept) or 'none'}.",
        )
    return ledger(today.folder, matching[0])


def _corrigenda(today: CurrentRun, built: Built, since: str) -> list[tuple[str, str]]:
    """The sentences of corrigenda, each with its paper: since `issued` those of issued papers, each
    compared with its own run, else of all papers since one run.
    """
    texts, words = today.sentences.texts, []
    redactor = Redactor.of_gate(built.gate)
    issued: Json = {}
    papers = list(built.contents)
    if since == ISSUED:
        issued = today.known.get("issued", {})
        papers = [paper for paper in papers if paper in issued]
    for paper in papers:
        kept = issued.get(paper)
        before = ledger(today.folder, kept["run"]) if kept else _before(today, since)
        content = read_or_none(today.folder / f"{paper}.docx")
        entries = before.get("generated", {}).get(paper)
        if content is None or entries is None or origin(content) is None:
            continue
        # The file may have been edited after it was issued: then it is not what was distributed.
        if kept and sha256(content) != kept["sha256"]:
            words.append((paper, str(texts["corrigendum_changed"])))
        base = read_last_generated(before["run"], entries)
        said = corrigendum(content, base, built.contents[paper], texts)
        words += [(paper, redactor.sentence(one)) for one in said]
    return words


def _shown(
    meeting: str, found: Changes, words: list[tuple[str, str]], built: Built
) -> ChangesShown:
    redactor = Redactor.of_gate(built.gate)
    return ChangesShown(
        meeting,
        found.since,
        found.run,
        [{"file": redactor.path(source), "how": how} for source, how in found.came],
        [
            {"paper": m.paper, "paragraph": m.name, "why": m.why, "cleared": m.is_cleared}
            for m in found.moved
        ],
        len(found.needed),
        [redactor.deadline(due) for due in built.deadlines],
        [
            {"paper": paper, "words": used, "limit": limit or None}
            for paper, used, limit in found.budget
        ],
        [{"paper": paper, "words": said} for paper, said in words],
        CHANGES,
    )
