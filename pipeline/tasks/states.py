"""The states of a paper: draft, advance, issued, finalized; and what bodies have cleared in it.

In: settings, clearances and the papers as they stand. Out: nothing where all is well. It refuses
(exit 2) a state that is none, and to issue what is marked or open, unless a body passed it with a
reason.
"""

from collections.abc import Iterable
from pathlib import Path

from pipeline.build import Built
from pipeline.files import read_or_none, sha256
from pipeline.language import brackets
from pipeline.model.block import Block
from pipeline.model.clearance import cleared_ids
from pipeline.model.finding import USAGE, Refused, Severity
from pipeline.model.papers import PAPERS
from pipeline.model.tables.meeting import PAPER_STATES
from pipeline.ooxml import NotAPackage, UnsafePackage, W, bookmark_name
from pipeline.refresh.package import Document
from pipeline.refresh.paper_index import PaperIndex
from pipeline.tasks.history import Json
from pipeline.tasks.refreshing import FINAL, Today

STATES = PAPER_STATES


def check_states(folder: Path, built: Built) -> None:
    """Refused (exit 2) where a paper's state is none, or one is to be issued that is marked or
    open.
    """
    settings = built.settings
    for paper in PAPERS:
        state = settings.state.get(paper.name, STATES[0])
        at = settings.ref(f"state.{paper.name}")
        if state not in STATES:
            raise Refused(
                USAGE,
                f"{at.source} › {at.place}: not a state of a paper.",
                f"Write one of: {', '.join(STATES)}.",
            )
        if state not in FINAL or (is_passed(built, paper.name) and not settings.page_mark):
            continue
        n_brackets = open_brackets(folder, built, paper.name)
        n_blockers = sum(finding.severity is Severity.BLOCKER for finding in built.ledger.findings)
        if settings.page_mark or n_brackets or n_blockers:
            raise Refused(
                USAGE,
                f"{at.source} › {at.place}: {paper.name} cannot be {state} with a page mark, open"
                f" brackets ({n_brackets}) or blockers ({n_blockers}).",
                "Keep it draft or advance until they are settled, or pass them in Clearances with a"
                " reason.",
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


def issued_of(today: Today) -> Json:
    """The run and the hash of each paper when it was issued first, for corrigenda."""
    issued: Json = dict(today.known.get("issued", {}))
    for paper, state in today.states.items():
        content = read_or_none(today.folder / f"{paper}.docx") if state in FINAL else None
        if content is not None and paper not in issued:
            last = today.known.get("papers", {}).get(f"{paper}.docx", {})
            issued[paper] = {"sha256": sha256(content), "run": last.get("run", today.run)}
    return {paper: kept for paper, kept in issued.items() if today.states.get(paper) in FINAL}
