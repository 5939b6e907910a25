"""What became of each block in the editors' hands: status, what changed, what was checked.

In: nothing. Out: plain values that the audit page shows beside the ledger where there are some.
"""

from collections.abc import Mapping
from typing import NamedTuple

GENERATED, EDITED, CHANGED, ADDED, DELETED, MISSING = (
    "generated",
    "edited",
    "changed",
    "added",
    "deleted",
    "missing",
)


class DiffText(NamedTuple):
    """A stretch of the words that stand in the paper: `kind` ins where it was not generated, del
    where it was alone.
    """

    text: str
    kind: str = ""


class Fact(NamedTuple):
    """A number or a State in the words that stand in the paper; whether the words generated now
    hold it.
    """

    text: str
    is_supported: bool


class BlockStatus(NamedTuple):
    """A block in the editors' file: its kind in words, more in `note`, who cleared it.

    `current` are the passages that stand there, where they are not as generated; `facts` what they
    say. `is_less` tells that a State named by the generated words is not named there.
    """

    kind: str
    words: str
    note: str = ""
    current: tuple[tuple[DiffText, ...], ...] = ()
    facts: tuple[Fact, ...] = ()
    cleared: str = ""
    is_less: bool = False


class ListingLine(NamedTuple):
    """A line of a list: its cells, and the block that the first of them leads to, where there is
    one.
    """

    cells: tuple[str, ...]
    paper: str = ""
    block: str = ""


class Listing(NamedTuple):
    """Lines under a caption, with a head a column."""

    caption: str
    heads: tuple[str, ...]
    lines: tuple[ListingLine, ...]


class EditorStatus(NamedTuple):
    """Statuses by paper and block; own paragraphs of editors by the block they follow; a word on
    each paper; lists.
    """

    statuses: Mapping[tuple[str, str], BlockStatus] = {}
    added: Mapping[tuple[str, str], tuple[BlockStatus, ...]] = {}
    papers: Mapping[str, str] = {}
    changes: tuple[Listing, ...] = ()
    verify: tuple[Listing, ...] = ()


NO_STATUS = EditorStatus()
