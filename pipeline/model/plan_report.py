"""A line of the work plan as a report tells of it: its own words, what is known of it, the
activities under it.

In: a work plan and the log. Out: records for the gate, each able to say on which cells its words
stand.
"""

from typing import NamedTuple

from pydantic import SkipValidation

from pipeline.model.base import Frozen
from pipeline.model.dates import Dated
from pipeline.model.record import Activity
from pipeline.model.source import Ref, Row


class ToldActivity(NamedTuple):
    """An activity as it is told: the form of its words, and the activity that it follows up where
    that is told too.
    """

    activity: Activity
    form: str
    parent: Activity | None = None


class PlanLine(Frozen):
    """An item, a line of the timeline, an expected output, or the plan as a whole.

    `texts` are the plan's own words by field and `cells` where they stand; `figures` are names of
    figures, and `activities` lists of activities, by the names under which a wording may ask for
    them.
    """

    id: str
    form: str
    texts: dict[str, str] = {}
    due: Dated | None = None
    coordinators: tuple[str, ...] = ()
    cells: SkipValidation[dict[str, Ref]] = {}
    figures: dict[str, str] = {}
    activities: SkipValidation[dict[str, tuple[ToldActivity, ...]]] = {}

    def refs(self, *fields: str) -> tuple[Ref, ...]:
        """Where the words behind the fields stand in the plan."""
        return tuple(self.cells[field] for field in fields if field in self.cells)

    @property
    def rows(self) -> tuple[Row, ...]:
        """It stands on no row of a table."""
        return ()
