"""What may be known beside the ledger: what became of each block in the editors' hands, what changed, what was checked.

In: nothing. Out: plain values that the page shows where there are some.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Status(NamedTuple):
    """A block in the editors' file: kind generated, edited, added or cleared; the words shown, and more in `note`."""

    kind: str
    words: str
    note: str = ""


class Line(NamedTuple):
    """A line of a list, and the block it is about where there is one."""

    text: str
    paper: str = ""
    block: str = ""


class Beside(NamedTuple):
    """Statuses by paper and block id; the lines of Changes and of Verify."""

    statuses: Mapping[tuple[str, str], Status] = {}
    changes: tuple[Line, ...] = ()
    verify: tuple[Line, ...] = ()


NOTHING = Beside()
