"""What every figure stands on: the records, the States Parties of the day, what was declared
complete.

In: records, settings, reference. Out: Base, passed to each figure function. It counts nothing
itself.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from pipeline.model.figure import Certainty, Denominator, Evidence, Figure
from pipeline.model.plan import Plan, WorkPlan
from pipeline.model.record import ANY_TABLE, Quarantined
from pipeline.model.records import Records
from pipeline.model.settings import Settings
from pipeline.model.source import Ref
from pipeline.model.state import State

HeardKey = tuple[str, str, str]


class Heard(NamedTuple):
    """What States said outside their reports, by source, State and section: cells counted, and
    cells in question.
    """

    said: Mapping[HeardKey, tuple[Ref, ...]] = {}
    unsure: Mapping[HeardKey, tuple[Ref, ...]] = {}
    searched: tuple[str, ...] = ()


class Base(NamedTuple):
    """What every figure function is given."""

    records: Records
    settings: Settings
    states: dict[str, State]
    plan: Plan
    work_plan: WorkPlan
    parties: tuple[State, ...]
    other_states: frozenset[str] = frozenset()
    organizations: Mapping[str, str] = {}
    heard: Heard = Heard()

    @property
    def party_codes(self) -> frozenset[str]:
        """ISO codes of the States Parties on the date of the report."""
        return frozenset(state.iso3 for state in self.parties)

    def declared(self, sources: tuple[str, ...], through: date) -> tuple[Ref, ...]:
        """The cells that declare all the sources complete through that day; empty where one is
        not.
        """
        refs: list[Ref] = []
        for source in sources:
            good = [
                d
                for d in self.records.declarations
                if d.source == source and d.through.last >= through
            ]
            if not good or source not in self.records.tables:
                return ()
            refs += good[0].refs("source", "through", "declared_by")
        return tuple(refs)

    def limits(self, tables: tuple[str, ...]) -> tuple[Quarantined, ...]:
        """What is out of those tables, or of a file that may have held them."""
        return tuple(
            q for q in self.records.quarantined if q.table in tables or q.table == ANY_TABLE
        )

    def until(self, day: date) -> "Base":
        """The same for papers whose clock runs to that day: what was held by then, what was
        declared through it.
        """
        return self._replace(
            settings=self.settings.model_copy(update={"period_to": day, "as_of": day})
        )

    @property
    def denominator(self) -> Denominator:
        """The States Parties on the date of the report, by the basis of the settings."""
        return Denominator(
            value=len(self.parties), on=self.settings.as_of, basis=self.settings.membership_basis
        )


def parties_on(states: dict[str, State], settings: Settings) -> tuple[State, ...]:
    """The States Parties on the date of the report, in English alphabetical order."""
    on, basis = settings.as_of, settings.membership_basis
    return tuple(
        sorted(
            (s for s in states.values() if s.is_party(on, basis)), key=lambda state: state.sort_key
        )
    )


def certainty(value: int, declared: tuple[Ref, ...], limits: tuple[Ref, ...]) -> Certainty:
    """Exactly where the source is declared and nothing limits it; else at least, and never a zero.

    DESIGN decision 2: unknown is never printed as zero.
    """
    if declared and not limits:
        return Certainty.EXACTLY
    return Certainty.AT_LEAST if value else Certainty.UNKNOWN


def states_parties(base: Base) -> Figure:
    """The number of States Parties on the date of the report, each with the date that makes it
    one.
    """
    settings = base.settings
    field = {"in_force": "entry_into_force", "deposited": "deposit_date"}[settings.membership_basis]
    evidence = tuple(
        Evidence(iso3=state.iso3, refs=(state.row.ref("name_en"), state.row.ref(field)))
        for state in base.parties
    )
    return Figure(
        name="states_parties",
        value=len(evidence),
        certainty=Certainty.EXACTLY,
        states=evidence,
        basis=(settings.ref("as_of"), settings.ref("membership_basis")),
        searched=(base.parties[0].row.key[0],) if base.parties else (),
        denominator=base.denominator,
    )
