"""What was generated: the text of each id of a paper, as the ledger of a run keeps it; and what a
refresh remembers.

In: the entries of a ledger. Out: the base of a comparison; tombstones and conflicts.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

Json = dict[str, Any]
PAGE = "page"


class Text(NamedTuple):
    """What was generated for an id: its texts (of a row one a cell), its kind, and the table of a
    row.
    """

    texts: tuple[str, ...]
    kind: str
    table: str = ""


class Base(NamedTuple):
    """What was generated for a paper in a run, by id and in order; and what stands round the text,
    by region.
    """

    run: str
    texts: dict[str, Text]
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


def read_base(run: str, entries: list[Json]) -> Base:
    """The base a ledger holds for a paper."""
    texts = {e["bookmark"]: Text(tuple(e["texts"]), e["kind"], e.get("table", "")) for e in entries}
    page = {name: text.texts for name, text in texts.items() if text.kind == PAGE}
    return Base(run, {name: text for name, text in texts.items() if text.kind != PAGE}, page)
