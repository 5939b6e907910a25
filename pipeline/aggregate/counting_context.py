"""What every figure stands on: the records, the States Parties of the day, what was declared
complete.

In: records, settings, reference. Out: CountingContext, passed to each figure function; the drop and
the finding of a row that is not counted. It counts nothing but the States Parties.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from pipeline.model.codes import CODES
from pipeline.model.figure import Certainty, Denominator, Drop, Evidence, Figure
from pipeline.model.finding import Finding, found
from pipeline.model.plan import Plan, WorkPlan
from pipeline.model.record import ANY_TABLE, Quarantined, Record
from pipeline.model.records import Records
from pipeline.model.settings import Settings
from pipeline.model.source import Ref
from pipeline.model.state import State

EvidenceKey = tuple[str, str, str]


class OutsideEvidence(NamedTuple):
    """What States said outside their reports, by source, State and section: cells counted, and
    cells in question.
    """

    said: Mapping[EvidenceKey, tuple[Ref, ...]] = {}
    unsure: Mapping[EvidenceKey, tuple[Ref, ...]] = {}
    searched: tuple[str, ...] = ()


class CountingContext(NamedTuple):
    """What every figure function is given."""

    records: Records
    settings: Settings
    states: dict[str, State]
    plan: Plan
    work_plan: WorkPlan
    parties: tuple[State, ...]
    other_states: frozenset[str] = frozenset()
    organizations: Mapping[str, str] = {}
    evidence: OutsideEvidence = OutsideEvidence()

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

    def until(self, day: date) -> "CountingContext":
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


def states_parties(context: CountingContext) -> Figure:
    """The number of States Parties on the date of the report, each with the date that makes it
    one.
    """
    settings = context.settings
    field = {"in_force": "entry_into_force", "deposited": "deposit_date"}[settings.membership_basis]
    evidence = tuple(
        Evidence(iso3=state.iso3, refs=(state.row.ref("name_en"), state.row.ref(field)))
        for state in context.parties
    )
    return Figure(
        name="states_parties",
        value=len(evidence),
        certainty=Certainty.EXACTLY,
        states=evidence,
        basis=(settings.ref("as_of"), settings.ref("membership_basis")),
        searched=(context.parties[0].row.key[0],) if context.parties else (),
        denominator=context.denominator,
    )


NOT_ABOUT, EXCLUDED, NOT_PRINTED = "not-about-this-report", "excluded", "not-printed"
_NOT_ABOUT = frozenset({"outside-period", "other-meeting"})
_NOT_PRINTED = frozenset(
    {
        "internal",
        "no-attribution",
        "internal-register",
        "not-evidence-for-an-action",
        "not-submitted",
        "over",
        "withdrawn",
        "fewer-than-three",
        "not-compared",
    }
)


def row_drop(record: Record, reason: str) -> Drop:
    """Why the row is not used, should no block reach it."""
    fate = (
        NOT_ABOUT if reason in _NOT_ABOUT else NOT_PRINTED if reason in _NOT_PRINTED else EXCLUDED
    )
    return Drop(key=record.key, fate=fate, reason=reason, record=record.id)


def row_findings(record: Record, reason: str, places: Mapping[str, str]) -> list[Finding]:
    """The finding of a reason at its column; none for a reason that needs no saying, or was said
    while reading.
    """
    return (
        [found(reason, record.ref(places[reason]))] if reason in CODES and reason in places else []
    )
