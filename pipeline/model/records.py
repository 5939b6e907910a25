"""All records of a meeting, as normalise hands them to aggregate.

In: what normalise made. Out: one value. Nothing is decided here.
"""

from typing import NamedTuple

from pipeline.model.clearance import Clearance
from pipeline.model.figure import Drop
from pipeline.model.forms import Proposal, Wanted
from pipeline.model.record import (
    Activity,
    Coalition,
    Declaration,
    EditorParagraph,
    FollowUp,
    GivenAnswer,
    GoodPractice,
    Previous,
    Quarantined,
    Rate,
    Registered,
    Report,
    Statement,
    WithheldState,
)
from pipeline.model.source import Ref, RowKey, Sheet


class ReportsInScope(NamedTuple):
    """The reports that a meeting needs: those for its year, and the `earlier` ones to which these
    refer back.
    """

    year: int | None = None
    earlier: frozenset[tuple[str, int]] = frozenset()

    def has(self, state: str, year: int) -> bool:
        """Whether the meeting needs the report of a State for a year."""
        return self.year is None or year == self.year or (state, year) in self.earlier


class Records(NamedTuple):
    """Everything that a meeting's inputs say, and everything that was set aside.

    `reports` are those that the meeting needs (`in_scope`), in their latest version; `others` are
    of other years, known by their covers alone, in every version; anything in `old_files` that
    nothing refers to, documents included, is not about the meeting.

    `conserved` are the sheets whose rows must all have a fate; `tables` are the tables that are
    present; `proposals` await a person in review.xlsx, `wanted` are files for a person to copy by
    hand, `transcribed` those that a person has copied; `lifting` are the cells that say so, for
    files which would otherwise limit every report.
    """

    activities: tuple[Activity, ...] = ()
    reports: tuple[Report, ...] = ()
    others: tuple[Report, ...] = ()
    old_files: frozenset[str] = frozenset()
    in_scope: ReportsInScope = ReportsInScope()
    registered: tuple[Registered, ...] = ()
    coalitions: tuple[Coalition, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    withheld: tuple[WithheldState, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()
    drops: tuple[Drop, ...] = ()
    conserved: tuple[Sheet, ...] = ()
    tables: frozenset[str] = frozenset()
    good_practices: tuple[GoodPractice, ...] = ()
    statements: tuple[Statement, ...] = ()
    follow_up: tuple[FollowUp, ...] = ()
    rates: tuple[Rate, ...] = ()
    previous: tuple[Previous, ...] = ()
    editor_paragraphs: tuple[EditorParagraph, ...] = ()
    answers: tuple[GivenAnswer, ...] = ()
    clearances: tuple[Clearance, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    transcribed: frozenset[str] = frozenset()
    lifting: tuple[Ref, ...] = ()

    @property
    def row_keys(self) -> tuple[tuple[RowKey, str], ...]:
        """The rows that are conserved, with their printed places; worked out again at each call."""
        return tuple(
            (sheet.key(raw), sheet.row_place(raw)) for sheet in self.conserved for raw in sheet.rows
        )
