"""`changes`: what moved between two runs and why, what came in, what needs a person, how long there
is.

In: the ledgers of two runs. Out: plain values for the screen and for internal/changes.html. Days
are counted from the as-of date: no clock.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.build import Built
from pipeline.model.state import Deadline
from pipeline.style.document import count_words
from pipeline.style.paper import texts_of
from pipeline.tasks.pages import Table
from pipeline.tasks.reasons import Comparison

Json = dict[str, Any]


class Moved(NamedTuple):
    """A text that moved: paper, id, the words before and now (empty: not there), and why."""

    paper: str
    name: str
    before: str
    now: str
    why: str
    is_cleared: bool


class Changes(NamedTuple):
    """What moved between two runs."""

    since: str
    run: str
    came: tuple[tuple[str, str], ...]
    moved: tuple[Moved, ...]
    needed: tuple[tuple[str, str, str], ...]
    deadlines: tuple[Deadline, ...]
    budget: tuple[tuple[str, int, int], ...]

    @property
    def tables(self) -> tuple[Table, ...]:
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
            Table("What needs a person", ("Code", "File and place", "What to do"), self.needed),
            Table("What came in", ("File", "How"), self.came),
            Table("What moved", ("Paper", "Paragraph", "Before", "Now", "Why", "Cleared"), moved),
            Table(
                "Deadlines, with days from the as-of date",
                ("On", "Days", "What", "Place", "Source", "Mark"),
                days,
            ),
            Table("Words used", ("Paper", "Words", "Limit"), words),
        )


def compare_runs(
    before: Json, now: Json, comparison: Comparison, built: Built, cleared: Json
) -> Changes:
    """What moved from one ledger to another; `built` is the meeting as it is now."""
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
    for paper, name in dict.fromkeys((*new, *old)):
        was, is_now = old.get((paper, name)), new.get((paper, name))
        texts = (was["text"] if was else "", is_now["text"] if is_now else "")
        if texts[0] != texts[1]:
            why = comparison.reason(was, is_now) if is_now else ""
            bookmark = (is_now or was or {}).get("bookmark", "")
            yield Moved(paper, name, *texts, why, bookmark in cleared.get(paper, ()))


def _needed(before: Json, now: Json) -> Iterator[tuple[str, str, str]]:
    """Blockers and decisions of now, those that were not there before first."""
    known = {finding["id"] for finding in before.get("findings", ())}
    findings = [finding for finding in now["findings"] if finding["severity"] != "note"]
    for finding in sorted(findings, key=lambda f: f["id"] in known):
        is_new = "" if finding["id"] in known else "new: "
        place = f"{finding['source']} {finding['place']}".strip()
        yield finding["code"], place, f"{is_new}{finding['message']} {finding['cure']}"


def _deadline(due: Deadline) -> tuple[str, ...]:
    """A row of the page."""
    what = f"hint: {due.meaning}" if due.is_hint else due.meaning
    return (
        due.on.isoformat(),
        str(due.days),
        what,
        f"{due.ref.source} {due.ref.place}".strip(),
        due.source,
        due.mark,
    )


def _budget(built: Built) -> Iterator[tuple[str, int, int]]:
    """The words of each paper, headings and notes included, as every limit counts them."""
    for paper in built.ledger.papers:
        yield paper.paper, count_words(texts_of(paper)).total, built.settings.limit_of(paper.paper)
