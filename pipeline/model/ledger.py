"""The ledger: everything that a run found, as a function of its inputs alone.

In: what the stages returned. Out: one frozen value that the audit writes and everything else reads.
"""

from typing import NamedTuple

from pydantic import SkipValidation

from pipeline.model.base import Frozen
from pipeline.model.block import Composed
from pipeline.model.figure import Answer, Figure
from pipeline.model.finding import Finding
from pipeline.model.source import Ref, Source

# The number of the form of audit.json, audit-public.json and a history's ledger.json, which is
# their first key. Files of 0.1.0 have no such key: their form is 0.
FORMAT = 1

# Fate and reason of a row in a report that the meeting does not need.
OF_ANOTHER_YEAR = ("not-about-this-report", "other-year")


class Fate(NamedTuple):
    """What became of a row."""

    source: str
    place: str
    fate: str
    reason: str
    record: str = ""
    is_public: bool = False


class Placeholder(Frozen):
    """A bracket that is still open: its paper, its block (or part of the template), and its
    words.
    """

    paper: str
    block: str
    text: str


class BlockSources(Frozen):
    """What a block rests on: figures, cells, the sources searched for it, and blocks that determine
    a number in it.
    """

    paper: str
    id: str
    bookmark: str
    figures: tuple[str, ...]
    refs: SkipValidation[tuple[Ref, ...]]
    searched: tuple[str, ...]
    after: tuple[str, ...] = ()


class Ledger(Frozen):
    """One run of one meeting.

    `cited` are the fields, settings and texts that blocks looked at by name, with their cells;
    figures carry their own.
    """

    meeting: str
    run: str
    as_of: str
    versions: dict[str, str]
    sources: tuple[Source, ...]
    rows: SkipValidation[tuple[Fate, ...]]
    answers: tuple[Answer, ...]
    figures: tuple[Figure, ...]
    papers: SkipValidation[tuple[Composed, ...]]
    blocks: tuple[BlockSources, ...]
    absent: tuple[BlockSources, ...]
    placeholders: tuple[Placeholder, ...]
    findings: tuple[Finding, ...]
    withheld: tuple[str, ...] = ()
    cited: SkipValidation[dict[str, tuple[Ref, ...]]] = {}

    @property
    def conservation(self) -> dict[str, int]:
        """The number of rows by fate, and the number of all rows; the two must agree."""
        counts: dict[str, int] = {}
        for row in self.rows:
            counts[row.fate] = counts.get(row.fate, 0) + 1
        return {
            "rows": len(self.rows),
            **dict(sorted(counts.items())),
            "unaccounted": counts.get("unaccounted", 0),
        }
