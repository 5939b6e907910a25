"""The reports of a meeting joined with their register, and where an unchanged form leads.

In: CountingContext. Out: JoinedReports with what was found and set aside, and how many there are. A
report that is not registered, not public, late or not here may not be used.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from pipeline.aggregate.counting_context import (
    EXCLUDED,
    CountingContext,
    count,
    first_reason,
    sources_of,
)
from pipeline.model.codes import CODES
from pipeline.model.figure import NOT_IN_TIME, Drop, Evidence, Figure
from pipeline.model.finding import Finding, found
from pipeline.model.ledger import OF_ANOTHER_YEAR
from pipeline.model.plan import Indicator
from pipeline.model.record import ANY_TABLE, Quarantined, Record, Registered, Report
from pipeline.model.source import Ref, Row
from pipeline.model.tables import COVER, FOLLOW_UP, REPORTS_RECEIVED, RESOURCE_LINES, STATEMENTS

OF_ANY = ("", "")
REPORTS_RECEIVED_FIGURE = "reports_received"
# The first report is due 180 days after entry into force; later ones by 30 April (article 7).
_INITIAL_REPORT_DAYS = 180
OUTSIDE_REPORTS = frozenset({STATEMENTS.name, FOLLOW_UP.name})
_RECEIPT_NEEDED, _FILE_MISSING = "receipt-needed", "report-file-missing"
_AFTER_WITHDRAWAL = "received-after-withdrawal"
_REGISTER_CELLS = ("state", "article7_year", "received_on", "public", "version")
_FAULT_CELLS = {
    _RECEIPT_NEEDED: "received_on",
    NOT_IN_TIME: "received_on",
    _FILE_MISSING: "state",
}
# How internal files mark the content of a report that may not be used.
MARKS = {
    NOT_IN_TIME: "not in time",
    _RECEIPT_NEEDED: "day of receipt not known",
    "report-not-public": "not public",
    "report-public-unknown": "not known to be public",
}


class JoinedReport(NamedTuple):
    """A State's report for a year as far as it may be used; `fault` is the code that says why it
    may not.

    `is_before_withdrawal`: public, in time, of a State that withdrew after it reported; in no count
    of States Parties.
    """

    registered: Registered | None
    report: Report | None
    fault: str = ""
    is_before_withdrawal: bool = False

    @property
    def is_in_time(self) -> bool:
        """Whether the register says that it was received by the cut-off."""
        return self.registered is not None and self.fault not in {NOT_IN_TIME, _RECEIPT_NEEDED}

    @property
    def usable(self) -> Report | None:
        """The report, where it is here and nothing keeps it from being used."""
        if self.fault:
            return None
        return self.report

    @property
    def is_version_missing(self) -> bool:
        """Whether the register has a later version than the one that is here."""
        if self.registered is None or self.report is None:
            return False
        return self.registered.version > self.report.version

    @property
    def refs(self) -> tuple[Ref, ...]:
        """The cells of register and cover on which anything said of the report stands."""
        refs: tuple[Ref, ...] = ()
        if self.registered is not None:
            refs = self.registered.refs(*_REGISTER_CELLS)
        if self.report is not None:
            refs = (*refs, *self.report.cover_refs())
        return refs

    @property
    def rows(self) -> list[Row]:
        """Its rows: register, cover, lines."""
        rows: list[Row] = []
        if self.registered is not None:
            rows.append(self.registered.row)
        if self.report is not None:
            rows += [*self.report.fields.values(), *(line.row for line in self.report.lines)]
        return rows

    def drops(self, fate: str, reason: str) -> tuple[Drop, ...]:
        """Its rows set aside."""
        owner = self.report or self.registered
        if owner is None:
            return ()
        keys = [row.key for row in self.rows]
        return tuple(Drop(key=key, fate=fate, reason=reason, record=owner.id) for key in keys)


class JoinedReports(NamedTuple):
    """Reports by State and year, what was found and set aside while joining them, and the cells of
    covers.

    `out` are the rows that are out, by the State and year they may be of (`OF_ANY`: any), with
    their place among all.
    """

    by_year: dict[tuple[str, int], JoinedReport]
    findings: tuple[Finding, ...]
    drops: tuple[Drop, ...]
    covers: tuple[tuple[tuple[str, str], tuple[Ref, ...]], ...]
    out: dict[tuple[str, ...], list[tuple[int, Quarantined]]]
    by_state: dict[str, list[JoinedReport]]

    @property
    def searched(self) -> tuple[str, ...]:
        """The files that reports and register stand in."""
        records: list[Record] = []
        for reading in self.by_year.values():
            both = (reading.registered, reading.report)
            records += [record for record in both if record is not None]
        return sources_of(records)


def join_reports(context: CountingContext) -> JoinedReports:
    """Every report and register row of the meeting, joined by State and year."""
    records = context.records
    every = (*records.others, *records.reports)
    registered = {(row.state, row.year): row for row in records.registered}
    reports = {(report.state, report.year): report for report in every}
    by_year: dict[tuple[str, int], JoinedReport] = {}
    findings: list[Finding] = []
    drops: list[Drop] = []
    for key in sorted({*registered, *reports}):
        row, report = registered.get(key), reports.get(key)
        judged = _judge(context, key, JoinedReport(row, report, _fault(context, row, report)))
        by_year[key] = judged.reading
        findings += judged.findings
        drops += judged.drops
    for report in records.others:
        drops += JoinedReport(None, report).drops(*OF_ANOTHER_YEAR)
    covers = (*records.reports, *records.others)
    by_state: dict[str, list[JoinedReport]] = defaultdict(list)
    for (state, _), reading in by_year.items():
        by_state[state].append(reading)
    return JoinedReports(
        by_year=by_year,
        findings=tuple(findings),
        drops=tuple(drops),
        covers=tuple(((one.state, str(one.year)), one.cover_refs()) for one in covers),
        out=_by_scope(records.quarantined),
        by_state=by_state,
    )


class _Judged(NamedTuple):
    """A report as far as it may be used, with what is said of it."""

    reading: JoinedReport
    findings: tuple[Finding, ...] = ()
    drops: tuple[Drop, ...] = ()


def _judge(context: CountingContext, key: tuple[str, int], reading: JoinedReport) -> _Judged:
    """Whether a report is one that the meeting stands on, of a State Party, without a fault."""
    state, year = key
    if not context.records.in_scope.has(state, year):
        # the report itself, in every version, is set aside with the others of its year
        register = reading._replace(report=None)
        return _Judged(reading, (), register.drops(*OF_ANOTHER_YEAR))
    if state not in context.party_codes:
        return _judge_of_no_party(context, reading, key)
    if reading.fault:
        finding = found(reading.fault, _fault_ref(reading))
        return _Judged(reading, (finding,), reading.drops(EXCLUDED, reading.fault))
    if year != context.settings.article7_year:
        return _Judged(reading, (), reading.drops(*OF_ANOTHER_YEAR))
    return _Judged(reading)


def _fault(context: CountingContext, registered: Registered | None, report: Report | None) -> str:
    """Why a report may not be used; empty where it may."""
    if registered is None or registered.received_on is None:
        return _RECEIPT_NEEDED
    return first_reason(
        (NOT_IN_TIME, registered.received_on.last > context.settings.cut_off),
        ("report-not-public", registered.public == "no"),
        ("report-public-unknown", registered.public != "yes"),
        (_FILE_MISSING, report is None),
    )


def _fault_ref(reading: JoinedReport) -> Ref:
    """The cell that a fault is found at."""
    if reading.registered is None:
        return _cover_ref(reading)
    return reading.registered.ref(_FAULT_CELLS.get(reading.fault, "public"))


def _cover_ref(reading: JoinedReport) -> Ref:
    assert reading.report is not None  # a report may exist without a row in the register
    return reading.report.fields["state"].ref("value")


def withdrawal_day(context: CountingContext, code: str) -> date | None:
    """The day on which a State's withdrawal took effect, where that is within the period and before
    the report's.
    """
    state, settings = context.states.get(code), context.settings
    if state is None or state.withdrawal_effective is None:
        return None
    is_within = settings.period_from <= state.withdrawal_effective <= settings.as_of
    return state.withdrawal_effective if is_within else None


def _judge_of_no_party(
    context: CountingContext, reading: JoinedReport, key: tuple[str, int]
) -> _Judged:
    """The report of a State that is no State Party, and why it is in no count."""
    state, year = key
    code = _why_of_no_party(context, reading, year)
    findings: list[Finding] = []
    if code in CODES:
        ref = _no_party_ref(reading, code)
        findings.append(found(code, ref, standing=context.standing(state)))
    judged = reading._replace(is_before_withdrawal=code == "withdrawn")
    return _Judged(judged, tuple(findings), reading.drops(EXCLUDED, code))


def _no_party_ref(reading: JoinedReport, code: str) -> Ref:
    if reading.registered is None:
        return _cover_ref(reading)
    return reading.registered.ref("received_on" if code == _AFTER_WITHDRAWAL else "state")


def _why_of_no_party(context: CountingContext, reading: JoinedReport, year: int) -> str:
    row = reading.registered
    if row is None or row.received_on is None or year != context.settings.article7_year:
        return "not-a-party"
    left = withdrawal_day(context, row.state)
    if left is None:
        return "not-a-party"
    if row.received_on.last >= left:
        return _AFTER_WITHDRAWAL
    return "not-a-party" if reading.usable is None else "withdrawn"


def _by_scope(
    quarantined: Iterable[Quarantined],
) -> dict[tuple[str, ...], list[tuple[int, Quarantined]]]:
    by_scope: dict[tuple[str, ...], list[tuple[int, Quarantined]]] = defaultdict(list)
    for number, out in enumerate(quarantined):
        # a row whose State could not be read may be of any
        is_placed = any(out.scope[:1])
        by_scope[out.scope if is_placed else OF_ANY].append((number, out))
    return by_scope


def rows_out(
    joined: JoinedReports, reports: Iterable[tuple[str, str]], indicator: Indicator
) -> tuple[Ref, ...]:
    """The rows out of these reports, by State and year, that might have spoken of an indicator."""
    outside = (source for source in indicator.evidence if source in OUTSIDE_REPORTS)
    tables = {COVER.name, RESOURCE_LINES.name, REPORTS_RECEIVED.name, *outside, ANY_TABLE}
    outs = sorted(one for report in reports for one in joined.out.get(report, ()))
    return tuple(
        out.ref for _, out in outs if out.table in tables and out.section in ("", indicator.section)
    )


class UnchangedChain(NamedTuple):
    """Where an unchanged Form I leads: the reports passed, the one that says something, or the code
    of the fault.
    """

    passed: tuple[JoinedReport, ...]
    end: Report | None
    fault: str = ""


def follow_unchanged(joined: JoinedReports, state: str, year: int) -> UnchangedChain:
    """The report whose Form I stands for that of the year, following "unchanged since" back through
    the years.
    """
    passed: list[JoinedReport] = []
    while True:
        reading, report = joined.by_year.get((state, year)), None
        if reading is not None:
            passed.append(reading)
            report = reading.usable
        if report is None:
            return UnchangedChain(tuple(passed), None, "unchanged-report-missing")
        if not report.is_unchanged:
            return UnchangedChain(tuple(passed), report)
        since = report.since
        if since is None:
            return UnchangedChain(tuple(passed), None, "unchanged-without-year")
        if since >= year:
            return UnchangedChain(tuple(passed), None, "unchanged-loop")
        year = since


def reports_received(context: CountingContext, joined: JoinedReports) -> Figure:
    """States Parties whose report for the year of the meeting had been received by the cut-off
    (article 7).
    """
    settings = context.settings
    evidence: list[Evidence] = []
    late: list[Ref] = []
    limits: list[Ref] = []
    readings = [joined.by_year.get((s.iso3, settings.article7_year)) for s in context.parties]
    present = [reading for reading in readings if reading is not None]
    for reading in present:
        receipt, came_late = _receipt(reading), _late_receipt(reading)
        late += came_late
        if receipt is not None:
            evidence.append(receipt)
        elif not came_late:
            limits += reading.refs
    limits += [q.ref for q in context.limits((REPORTS_RECEIVED.name, COVER.name))]
    codes = (state.iso3 for state in context.parties)
    out = (*late, *(ref for code in codes for ref in refs_of_other_years(context, joined, code)))
    declared = context.declared((REPORTS_RECEIVED.name,), settings.cut_off)
    counted = count(len(evidence), declared, tuple(limits), out)
    return Figure(
        name=REPORTS_RECEIVED_FIGURE,
        key=context.report_key("report received", (REPORTS_RECEIVED.name,)),
        value=counted.value,
        certainty=counted.certainty,
        states=tuple(evidence),
        basis=(*declared, *late, settings.ref("cut_off"), settings.ref("article7_year")),
        limits=counted.limits,
        searched=joined.searched,
        received=sum(reading.is_in_time for reading in present),
        due=len(due_states(context)),
        denominator=context.denominator,
    )


def refs_of_other_years(
    context: CountingContext, joined: JoinedReports, code: str
) -> tuple[Ref, ...]:
    """The cells of a State's reports for other years, where none is here for that of the meeting:
    the setting of the year keeps them out.
    """
    if (code, context.settings.article7_year) in joined.by_year:
        return ()
    return tuple(ref for reading in joined.by_state.get(code, ()) for ref in reading.refs)


def _receipt(reading: JoinedReport) -> Evidence | None:
    """The State and the cells of the register that say its report came in time and is public."""
    row = reading.registered
    if row is None or row.public != "yes" or not reading.is_in_time:
        return None
    cells = row.refs("state", "article7_year", "received_on", "public")
    return Evidence(iso3=row.state, refs=cells)


def _late_receipt(reading: JoinedReport) -> tuple[Ref, ...]:
    """The cell that says a report came after the cut-off, and no earlier version of it before."""
    row = reading.registered
    if row is None or reading.fault != NOT_IN_TIME:
        return ()
    # an earlier version of a late report may have come in time: its State is not known to be late
    if row.version != 1:
        return ()
    return row.refs("received_on")


def due_states(context: CountingContext) -> tuple[str, ...]:
    """States Parties whose report for the year was due: in force 180 days before the cut-off
    (article 7).
    """
    latest = context.settings.cut_off - timedelta(days=_INITIAL_REPORT_DAYS)
    since = {state.iso3: state.entry_into_force for state in context.parties}
    return tuple(code for code, day in since.items() if day is not None and day <= latest)
