"""What a refresh is given and what it gives back.

In: what the ledger of a run holds of a paper, and what the last refresh remembered. Out: plain
values: what was generated last, the memory (tombstones and conflicts), the plan of a refresh, and
what became of each id.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

Json = dict[str, Any]
PAGE = "page"


class GeneratedText(NamedTuple):
    """What was generated for an id: its texts (of a row one a cell), its kind, and the table of a
    row.
    """

    texts: tuple[str, ...]
    kind: str
    table: str = ""


class LastGenerated(NamedTuple):
    """What was generated for a paper in a run, by id and in order; and what stands round the text,
    by region.
    """

    run: str
    texts: dict[str, GeneratedText]
    page: Mapping[str, tuple[str, ...]] = {}


class Conflict(NamedTuple):
    """An open conflict: the generated text that the editor's words stand on, and the one they were
    shown.
    """

    base: str
    shown: str


class Memory(NamedTuple):
    """What must be known the next time: ids an editor deleted, and conflicts shown, by id and cell.

    `unsettled` are ids that were missing when too much was for a conclusion: they do not come back
    either.
    """

    gone: frozenset[str] = frozenset()
    conflicts: Mapping[str, Conflict] = {}
    unsettled: frozenset[str] = frozenset()

    @property
    def digest(self) -> str:
        """Twelve hex digits by which a document knows its memory; empty for one of nothing."""
        if self == Memory():
            return ""
        kept = json.dumps(self.as_json(), ensure_ascii=False)
        return hashlib.sha256(kept.encode()).hexdigest()[:12]

    @property
    def orphans(self) -> frozenset[str]:
        """The ids of paragraphs and rows that were kept although they are generated no more."""
        return frozenset(
            key for key, conflict in self.conflicts.items() if not conflict.shown and "#" not in key
        )

    def as_json(self) -> Json:
        """For the list of documents."""
        return {
            "gone": sorted(self.gone),
            "unsettled": sorted(self.unsettled),
            "conflicts": {key: list(self.conflicts[key]) for key in sorted(self.conflicts)},
        }

    @classmethod
    def from_json(cls, kept: Json) -> "Memory":
        """What `as_json` gave."""
        conflicts = {key: Conflict(*texts) for key, texts in kept.get("conflicts", {}).items()}
        return cls(frozenset(kept.get("gone", ())), conflicts, frozenset(kept.get("unsettled", ())))


def read_last_generated(run: str, entries: list[Json]) -> LastGenerated:
    """The base a ledger holds for a paper."""
    texts = {
        e["bookmark"]: GeneratedText(tuple(e["texts"]), e["kind"], e.get("table", ""))
        for e in entries
    }
    page = {name: text.texts for name, text in texts.items() if text.kind == PAGE}
    return LastGenerated(
        run, {name: text for name, text in texts.items() if text.kind != PAGE}, page
    )


class CommentWords(NamedTuple):
    """The sentences of our comments: {why} stands where the reason goes, `otherwise` where none is
    known.
    """

    changed: str
    no_longer: str
    otherwise: str


class RefreshPlan(NamedTuple):
    """The run, its day, the words of comments, why each text changed, and how changes are
    written.
    """

    run: str
    on: str
    words: CommentWords
    reasons: Mapping[str, str] = {}
    is_tracked: bool = False
    cleared: frozenset[str] = frozenset()
    is_confirmed: bool = False

    @property
    def moment(self) -> str:
        """The day as a date of comments and changes."""
        return f"{self.on}T00:00:00Z"


class Event(NamedTuple):
    """What became of an id: what, and the texts as generated before, as they stand, as generated
    now.
    """

    name: str
    what: str
    base: str = ""
    theirs: str = ""
    new: str = ""


class Refreshed(NamedTuple):
    """The document, what to remember, what became of each id, and ids that may be paragraphs
    without one.
    """

    content: bytes
    memory: Memory
    events: tuple[Event, ...]
    missing: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()

    def of(self, *what: str) -> tuple[Event, ...]:
        """The events of these kinds."""
        return tuple(event for event in self.events if event.what in what)
