"""What every figure stands on: the records, the States Parties of the day, what was declared
complete.

In: records, settings, reference. Out: CountingContext, passed to each figure function; the drop and
the finding of a row that is not counted. It counts nothing but the States Parties.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, TypeVar

from pipeline.model.codes import CODES
from pipeline.model.figure import Certainty, CountKey, Denominator, Drop, Evidence, Figure
from pipeline.model.finding import Finding, found
from pipeline.model.plan import Plan, WorkPlan
from pipeline.model.record import ANY_TABLE, Declaration, Quarantined, Record
from pipeline.model.records import Records
from pipeline.model.settings import Settings
from pipeline.model.source import Ref, Row
from pipeline.model.state import State
from pipeline.model.tables import ACTIVITIES

T = TypeVar("T")
EvidenceKey = tuple[str, str, str]


class OutsideEvidence(NamedTuple):
    """What States said outside their reports, by source, State and section: cells counted, cells
    in question, and cells that a setting keeps out.
    """

    said: Mapping[EvidenceKey, tuple[Ref, ...]] = {}
    unsure: Mapping[EvidenceKey, tuple[Ref, ...]] = {}
    held_out: Mapping[EvidenceKey, tuple[Ref, ...]] = {}
    searched: tuple[str, ...] = ()


class CountingContext(NamedTuple):
    """What every figure function is given."""

    records: Records
    settings: Settings
    states: dict[str, State]
    plan: Plan
    work_plan: WorkPlan
    parties: tuple[State, ...]
    organizations: Mapping[str, str] = {}
    evidence: OutsideEvidence = OutsideEvidence()

    @property
    def withheld_states(self) -> frozenset[str]:
        """ISO codes of the States that no paper may name."""
        return frozenset(row.state for row in self.records.withheld)

    @property
    def party_codes(self) -> frozenset[str]:
        """ISO codes of the States Parties on the date of the report."""
        return frozenset(state.iso3 for state in self.parties)

    def standing(self, code: str, on: date | None = None) -> str:
        """What a State is to the Convention on a day, that of the report unless another is given;
        empty for a body.
        """
        if code not in self.states:
            return ""
        day = on or self.settings.as_of
        return self.states[code].standing(day, self.settings.membership_basis)

    def declared(self, sources: tuple[str, ...], through: date) -> tuple[Ref, ...]:
        """The cells that declare all the sources complete through that day; empty where one is
        not.
        """
        refs: list[Ref] = []
        for source in sources:
            declaration = self._declaration(source, through)
            if declaration is None or source not in self.records.tables:
                return ()
            refs += declaration.refs("source", "through", "declared_by")
        return tuple(refs)

    def _declaration(self, source: str, through: date) -> Declaration | None:
        for declaration in self.records.declarations:
            if declaration.source == source and declaration.through.last >= through:
                return declaration
        return None

    def limits(self, tables: tuple[str, ...]) -> tuple[Quarantined, ...]:
        """What is out of those tables, or of a file that may have held them."""
        return tuple(q for q in self.records.quarantined if q.table in (*tables, ANY_TABLE))

    def key(self, population: str, fact: str, *evidence: str, is_named: bool = True) -> CountKey:
        """The key of a count over the reporting period, as at the day of the papers."""
        return CountKey(
            population=population,
            fact=fact,
            evidence=evidence,
            is_named=is_named,
            first=self.settings.period_from,
            last=self.settings.as_of,
        )

    def activity_key(self, population: str, fact: str, *, is_named: bool = True) -> CountKey:
        """The key of a count over the log: what was held in the period, by the day of the
        papers.
        """
        key = self.key(population, fact, ACTIVITIES.name, is_named=is_named)
        last = min(self.settings.period_to, self.settings.as_of)
        return key.model_copy(update={"last": last})

    def report_key(
        self, fact: str, evidence: tuple[str, ...], population: str = "states_parties"
    ) -> CountKey:
        """The key of a count over reports for the year of the meeting, received by the cut-off."""
        return CountKey(
            population=population,
            fact=fact,
            evidence=evidence,
            is_named=population == "states_parties",
            first=date(self.settings.article7_year, 1, 1),
            last=self.settings.cut_off,
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


class CountedPart(NamedTuple):
    """What a theme gives: its figures, the records to print by list, and what it set aside.

    `public` are rows whose words may be shown on screen.
    """

    figures: tuple[Figure, ...]
    lists: Mapping[str, tuple[Record, ...]] = {}
    drops: tuple[Drop, ...] = ()
    findings: tuple[Finding, ...] = ()
    public: tuple[Row, ...] = ()


def parties_on(states: dict[str, State], settings: Settings) -> tuple[State, ...]:
    """The States Parties on the date of the report, in English alphabetical order."""
    on, basis = settings.as_of, settings.membership_basis
    return tuple(
        sorted(
            (s for s in states.values() if s.is_party(on, basis)), key=lambda state: state.sort_key
        )
    )


class Count(NamedTuple):
    """A number as far as it is known, with what declares its sources complete and what limits
    it.
    """

    value: int | None
    certainty: Certainty
    declared: tuple[Ref, ...] = ()
    limits: tuple[Ref, ...] = ()


def count(
    value: int,
    declared: tuple[Ref, ...],
    limits: tuple[Ref, ...],
    held_out: tuple[Ref, ...] = (),
) -> Count:
    """Exactly where the source is declared and nothing limits it; else at least, and never a zero.

    A number is not of what a setting keeps out; that there is none cannot be said beside it. DESIGN
    decisions 2 and 22: unknown is never printed as zero, and nothing held out stands beside a none.
    """
    if not value:
        limits = once((*limits, *held_out))
    if declared and not limits:
        return Count(value, Certainty.EXACTLY, declared, limits)
    if value:
        return Count(value, Certainty.AT_LEAST, declared, limits)
    return Count(None, Certainty.UNKNOWN, declared, limits)


def as_it_stands(value: int, held_out: tuple[Ref, ...]) -> Count:
    """A number of rows that needs nobody's declaration; none only where no setting keeps rows
    out.
    """
    if value or not held_out:
        return Count(value, Certainty.EXACTLY)
    return Count(None, Certainty.UNKNOWN, (), held_out)


# Why a record is not used that another value of a setting would let in (DESIGN decision 22).
_BY_SETTING = frozenset(
    {
        *("outside-period", "other-meeting"),
        *("statement-after-cut-off", "submitted-after-cut-off"),
    }
)


def held_out(judged: Iterable[tuple[Record, str]], cells: tuple[str, ...]) -> tuple[Ref, ...]:
    """The cells of records that a setting keeps out, of records with why they are not counted."""
    out = (record for record, why in judged if why in _BY_SETTING)
    return tuple(ref for record in out for ref in record.refs(*cells))


def once(values: Iterable[T]) -> tuple[T, ...]:
    """The values in their order, each once."""
    return tuple(dict.fromkeys(values))


def sources_of(records: Iterable[Record]) -> tuple[str, ...]:
    """The files that the records stand in."""
    return tuple(sorted({record.key[0] for record in records}))


def first_reason(*checks: tuple[str, bool]) -> str:
    """The first reason that holds; empty where none does."""
    for reason, holds in checks:
        if holds:
            return reason
    return ""


def unify(figures: Iterable[Figure]) -> tuple[tuple[Figure, ...], dict[str, str]]:
    """The figures, those of one key that tell the same once, under the first of their names; and
    for each other name the one it stands for.
    """
    kept: list[Figure] = []
    by_key: dict[CountKey, int] = {}
    names: dict[str, str] = {}
    for figure in figures:
        place = by_key.setdefault(figure.key, len(kept))
        if place == len(kept):
            kept.append(figure)
            continue
        first = kept[place]
        if _tells_the_same(figure, first):
            names[figure.name] = first.name
            others = (*first.other_names, figure.name)
            kept[place] = first.model_copy(update={"other_names": others})
        else:
            kept.append(figure)
    return tuple(kept), names


def _tells_the_same(figure: Figure, first: Figure) -> bool:
    own = {"name": first.name, "other_names": first.other_names}
    return figure.model_copy(update=own) == first


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
    key = context.key("states_parties", "party", "states")
    return Figure(
        name="states_parties",
        key=key.model_copy(update={"first": None}),
        value=len(evidence),
        certainty=Certainty.EXACTLY,
        states=evidence,
        basis=(settings.ref("as_of"), settings.ref("membership_basis")),
        searched=once(state.row.key[0] for state in context.parties[:1]),
        denominator=context.denominator,
    )


NOT_ABOUT, EXCLUDED, NOT_PRINTED = "not-about-this-report", "excluded", "not-printed"
# What a reason means for the row; any other reason excludes it.
_FATES = {
    "outside-period": NOT_ABOUT,
    "other-meeting": NOT_ABOUT,
    "internal": NOT_PRINTED,
    "no-attribution": NOT_PRINTED,
    "internal-register": NOT_PRINTED,
    "not-evidence-for-an-action": NOT_PRINTED,
    "not-submitted": NOT_PRINTED,
    "over": NOT_PRINTED,
    "withdrawn": NOT_PRINTED,
    "fewer-than-three": NOT_PRINTED,
    "not-compared": NOT_PRINTED,
}


def row_drop(record: Record, reason: str) -> Drop:
    """Why the row is not used, should no block reach it."""
    return Drop(key=record.key, fate=_FATES.get(reason, EXCLUDED), reason=reason, record=record.id)


def row_findings(
    record: Record, reason: str, places: Mapping[str, str], standing: str = ""
) -> list[Finding]:
    """The finding of a reason at its column; none for a reason that needs no saying, or was said
    while reading.
    """
    if reason not in CODES or reason not in places:
        return []
    return [found(reason, record.ref(places[reason]), standing=standing)]
