"""What a refresh is asked to do, and what it tells afterwards.

In: nothing. Out: the types that refresh takes and gives.
"""

from collections.abc import Mapping
from typing import NamedTuple

from pipeline.refresh.base import Memory


class CommentWords(NamedTuple):
    """The sentences of our comments: {why} stands where the reason goes, `otherwise` where none is
    known.
    """

    changed: str
    no_longer: str
    otherwise: str


class Plan(NamedTuple):
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
