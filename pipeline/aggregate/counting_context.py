"""What every figure is counted from: the records, the States Parties on the day of the report, and
the sources declared complete.

In: records, settings, reference. Out: CountingContext, passed to each figure function; the rules of
certainty (`count`); drops and findings of rows that are not counted. It counts only the States
Parties.
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
    """What States said outside their reports, by source, State and section: the cells that count
    (`said`), those in question (`unsure`), and those that a setting keeps out (`held_out`).
    """

    said: Mapping[EvidenceKey, tuple[Ref, ...]] = {}
    unsure: Mapping[EvidenceKey, tuple[Ref, ...]] = {}
    held_out: Mapping[EvidenceKey, tuple[Ref, ...]] = {}
    searched: tuple[str, ...] = ()


class CountingContext(NamedTuple):
    """The input of every figure function.

    `parties` are the States Parties on the day of the report, `organizations` the bodies that are
    no States, with their kinds.
    """

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
        """The standing of a State towards the Convention on a day, by default that of the report;
        empty for a body.
        """
        if code not in self.states:
            return ""
        day = on or self.settings.as_of
        return self.states[code].standing(day, self.settings.membership_basis)

    def declared(self, sources: tuple[str, ...], through: date) -> tuple[Ref, ...]:
        """The cells that declare all these sources complete through that day; empty unless each of
        them is declared.
        """
        # A table that nobody supplied cannot be complete, whatever the declaration says.
        if not self.records.tables >= set(sources):
            return ()
        refs: list[Ref] = []
        for source in sources:
            declaration = self._declaration(source, through)
            if declaration is None:
                return ()
            refs += declaration.refs("source", "through", "declared_by")
        return tuple(refs)

    def _declaration(self, source: str, through: date) -> Declaration | None:
        of_source = (one for one in self.records.declarations if one.source == source)
        return next((one for one in of_source if one.through.last >= through), None)

    def limits(self, tables: tuple[str, ...]) -> tuple[Quarantined, ...]:
        """The quarantined rows of these tables, and files that may have contained such rows."""
        return tuple(q for q in self.records.quarantined if q.table in (*tables, ANY_TABLE))

    def key(self, population: str, fact: str, *evidence: str, is_named: bool = True) -> CountKey:
        """The key of a count over the reporting period, as at the day of the report."""
        return CountKey(
            population=population,
            fact=fact,
            evidence=evidence,
            is_named=is_named,
            first=self.settings.period_from,
            last=self.settings.as_of,
        )

    def activity_key(self, population: str, fact: str, *, is_named: bool = True) -> CountKey:
        """The key of a count of activities held in the period and by the day of the report."""
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
        """The context of a paper whose clock runs to another day: what was held by then, and
        declared through then. The Coordinators' report goes up to the meeting, the progress report
        to the end of its period.
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
    """The result of counting a theme: its figures, the records to print by list, drops and
    findings; `public` are rows whose words the screen may show.
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
    """A number with its certainty, the cells that declare its sources complete, and those that keep
    it from being exact; None if it is unknown.
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
    """The certainty of a number: exactly if its sources are declared complete and nothing limits
    it, else at least; a zero that is not exact is unknown (decision 2).

    `held_out` are cells of records that a setting keeps out. They do not limit a number, but beside
    them zero is not exact (decision 22).
    """
    if not value:
        limits = once((*limits, *held_out))
    if declared and not limits:
        return Count(value, Certainty.EXACTLY, declared, limits)
    if value:
        return Count(value, Certainty.AT_LEAST, declared, limits)
    return Count(None, Certainty.UNKNOWN, declared, limits)


def as_it_stands(value: int, held_out: tuple[Ref, ...]) -> Count:
    """The certainty of a number of rows of the input, which is exact without a declaration; zero is
    unknown if a setting keeps rows out.
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
    """The cells of records that a setting keeps out; `judged` gives for each record why it is not
    counted.
    """
    out = (record for record, why in judged if why in _BY_SETTING)
    return tuple(ref for record in out for ref in record.refs(*cells))


def once(values: Iterable[T]) -> tuple[T, ...]:
    """The values in order, each once."""
    return tuple(dict.fromkeys(values))


def sources_of(records: Iterable[Record]) -> tuple[str, ...]:
    """The files of the records."""
    return tuple(sorted({record.key[0] for record in records}))


def first_reason(*checks: tuple[str, bool]) -> str:
    """The first reason that holds; empty if none does. A row has one reason, so the order of the
    checks is the order of what a person has to know first.
    """
    return next((reason for reason, holds in checks if holds), "")


def unify(figures: Iterable[Figure]) -> tuple[tuple[Figure, ...], dict[str, str]]:
    """The figures, with those of one key and equal content kept once under their first name; and
    for each other name the one that was kept.
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
    """The number of States Parties on the day of the report, each with the date that makes it one:
    its entry into force, or its deposit if the setting counts by deposit.
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
    """The fate of a row, unless a block uses it after all."""
    return Drop(key=record.key, fate=_FATES.get(reason, EXCLUDED), reason=reason, record=record.id)


def row_findings(
    record: Record, reason: str, places: Mapping[str, str], standing: str = ""
) -> list[Finding]:
    """The finding of a reason at its column (`places`); none for a reason without a finding, or one
    that was found when the row was read.
    """
    if reason not in CODES or reason not in places:
        return []
    return [found(reason, record.ref(places[reason]), standing=standing)]
