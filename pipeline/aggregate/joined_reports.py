"""The reports of a meeting joined with the register of reports received.

In: CountingContext. Out: JoinedReports, with findings and rows set aside, and the figure of reports
received. A report that is not registered, not public, late or missing may not be used.
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
    """A State's report for a year with its row of the register; `fault` is the code of why it may
    not be used, empty if it may.

    `is_before_withdrawal` marks a public report, received in time, of a State that withdrew after
    it reported: a note mentions it, and no count of States Parties includes it.
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
        """The report, or None if it is missing or may not be used."""
        if self.fault:
            return None
        return self.report

    @property
    def is_version_missing(self) -> bool:
        """Whether the register lists a later version than the one in the folder."""
        if self.registered is None or self.report is None:
            return False
        return self.registered.version > self.report.version

    @property
    def refs(self) -> tuple[Ref, ...]:
        """The cells of register and cover that say what the report is and when it came."""
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
        """A drop for each of its rows."""
        owner = self.report or self.registered
        if owner is None:
            return ()
        keys = [row.key for row in self.rows]
        return tuple(Drop(key=key, fate=fate, reason=reason, record=owner.id) for key in keys)


class JoinedReports(NamedTuple):
    """Reports by State and year, with findings and drops.

    `covers` are the cells of each cover with its State and year; `out` the quarantined rows, with
    their number among all, by the State and year that they may belong to (`OF_ANY` if unknown).
    """

    by_year: dict[tuple[str, int], JoinedReport]
    findings: tuple[Finding, ...]
    drops: tuple[Drop, ...]
    covers: tuple[tuple[tuple[str, str], tuple[Ref, ...]], ...]
    out: dict[tuple[str, ...], list[tuple[int, Quarantined]]]
    by_state: dict[str, list[JoinedReport]]

    @property
    def searched(self) -> tuple[str, ...]:
        """The files of the reports and of the register."""
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
    # The reports in scope come last, and win over others of the same State and year.
    reports = {(report.state, report.year): report for report in every}
    judged = [
        _judge(context, key, registered.get(key), reports.get(key))
        for key in sorted({*registered, *reports})
    ]
    by_state: dict[str, list[JoinedReport]] = defaultdict(list)
    for one in judged:
        by_state[one.key[0]].append(one.reading)
    drops = [drop for one in judged for drop in one.drops]
    for report in records.others:
        drops += JoinedReport(None, report).drops(*OF_ANOTHER_YEAR)
    covers = (*records.reports, *records.others)
    return JoinedReports(
        by_year={one.key: one.reading for one in judged},
        findings=tuple(finding for one in judged for finding in one.findings),
        drops=tuple(drops),
        covers=tuple(((one.state, str(one.year)), one.cover_refs()) for one in covers),
        out=_by_scope(records.quarantined),
        by_state=by_state,
    )


class _Judged(NamedTuple):
    """The report of a State for a year (`key`), with findings and the drops of its rows."""

    key: tuple[str, int]
    reading: JoinedReport
    findings: tuple[Finding, ...] = ()
    drops: tuple[Drop, ...] = ()


def _judge(
    context: CountingContext,
    key: tuple[str, int],
    registered: Registered | None,
    report: Report | None,
) -> _Judged:
    """The report for a State and year, and what is to be said of it: whether the meeting needs it,
    its State is a Party, and nothing keeps it from being used.
    """
    state, year = key
    reading = JoinedReport(registered, report, _fault(context, registered, report))
    if not context.records.in_scope.has(state, year):
        # The report itself, in every version, is set aside with the others of its year.
        register = reading._replace(report=None)
        return _Judged(key, reading, (), register.drops(*OF_ANOTHER_YEAR))
    if state not in context.party_codes:
        return _judge_of_no_party(context, key, reading)
    if reading.fault:
        finding = found(reading.fault, _fault_ref(reading))
        return _Judged(key, reading, (finding,), reading.drops(EXCLUDED, reading.fault))
    if year != context.settings.article7_year:
        return _Judged(key, reading, (), reading.drops(*OF_ANOTHER_YEAR))
    return _Judged(key, reading)


def _fault(context: CountingContext, registered: Registered | None, report: Report | None) -> str:
    """Why a report may not be used; empty if it may. Decision 5: an empty *public* is a decision of
    a person, and until then the report is not public.
    """
    if registered is None or registered.received_on is None:
        return _RECEIPT_NEEDED
    return first_reason(
        (NOT_IN_TIME, registered.received_on.last > context.settings.cut_off),
        ("report-not-public", registered.public == "no"),
        ("report-public-unknown", registered.public != "yes"),
        (_FILE_MISSING, report is None),
    )


def _fault_ref(reading: JoinedReport) -> Ref:
    """The cell at which a fault is reported."""
    if reading.registered is None:
        return _cover_ref(reading)
    return reading.registered.ref(_FAULT_CELLS.get(reading.fault, "public"))


def _cover_ref(reading: JoinedReport) -> Ref:
    assert reading.report is not None  # without a row of the register there must be a report
    return reading.report.fields["state"].ref("value")


def withdrawal_day(context: CountingContext, code: str) -> date | None:
    """The day on which a State's withdrawal took effect, if that is within the period and not after
    the as-of date; else None.
    """
    state, settings = context.states.get(code), context.settings
    if state is None or state.withdrawal_effective is None:
        return None
    is_within = settings.period_from <= state.withdrawal_effective <= settings.as_of
    return state.withdrawal_effective if is_within else None


def _judge_of_no_party(
    context: CountingContext, key: tuple[str, int], reading: JoinedReport
) -> _Judged:
    """The report of a State that is not a State Party, and why no count includes it."""
    code = _why_of_no_party(context, reading, key[1])
    # A State that withdrew is mentioned in a note of the paper, and is no finding.
    findings: list[Finding] = []
    if code in CODES:
        ref = _no_party_ref(reading, code)
        findings.append(found(code, ref, standing=context.standing(key[0])))
    judged = reading._replace(is_before_withdrawal=code == "withdrawn")
    return _Judged(key, judged, tuple(findings), reading.drops(EXCLUDED, code))


def _no_party_ref(reading: JoinedReport, code: str) -> Ref:
    if reading.registered is None:
        return _cover_ref(reading)
    return reading.registered.ref("received_on" if code == _AFTER_WITHDRAWAL else "state")


def _why_of_no_party(context: CountingContext, reading: JoinedReport, year: int) -> str:
    """Why no count includes a report: its State is or was no Party, or reported after it withdrew,
    or before (`withdrawn`).
    """
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
    """The cells of quarantined rows of these reports, given by State and year, that may have been
    about an indicator.
    """
    outside = (source for source in indicator.evidence if source in OUTSIDE_REPORTS)
    tables = {COVER.name, RESOURCE_LINES.name, REPORTS_RECEIVED.name, *outside, ANY_TABLE}
    outs = sorted(one for report in reports for one in joined.out.get(report, ()))
    return tuple(
        out.ref for _, out in outs if out.table in tables and out.section in ("", indicator.section)
    )


def reports_received(context: CountingContext, joined: JoinedReports) -> Figure:
    """The States Parties whose report for the year of the meeting was received by the cut-off
    (article 7), each with the cells of the register that say so.
    """
    settings = context.settings
    readings = [joined.by_year.get((s.iso3, settings.article7_year)) for s in context.parties]
    present = [reading for reading in readings if reading is not None]
    receipts = _receipts(present)
    unplaced = (q.ref for q in context.limits((REPORTS_RECEIVED.name, COVER.name)))
    codes = (state.iso3 for state in context.parties)
    of_other_years = (ref for code in codes for ref in refs_of_other_years(context, joined, code))
    declared = context.declared((REPORTS_RECEIVED.name,), settings.cut_off)
    counted = count(
        len(receipts.in_time),
        declared,
        (*receipts.doubtful, *unplaced),
        (*receipts.late, *of_other_years),
    )
    return Figure(
        name=REPORTS_RECEIVED_FIGURE,
        key=context.report_key("report received", (REPORTS_RECEIVED.name,)),
        value=counted.value,
        certainty=counted.certainty,
        states=receipts.in_time,
        basis=(*declared, *receipts.late, settings.ref("cut_off"), settings.ref("article7_year")),
        limits=counted.limits,
        searched=joined.searched,
        received=sum(reading.is_in_time for reading in present),
        due=len(due_states(context)),
        denominator=context.denominator,
    )


class _Receipts(NamedTuple):
    """Whether reports came in time: States with the cells that say so, cells that say that others
    came late, and cells of those of which neither is known.
    """

    in_time: tuple[Evidence, ...]
    late: tuple[Ref, ...]
    doubtful: tuple[Ref, ...]


def _receipts(present: Iterable[JoinedReport]) -> _Receipts:
    in_time: list[Evidence] = []
    late: list[Ref] = []
    doubtful: list[Ref] = []
    for reading in present:
        receipt, came_late = _receipt(reading), _late_receipt(reading)
        late += came_late
        if receipt is not None:
            in_time.append(receipt)
        elif not came_late:
            doubtful += reading.refs
    return _Receipts(tuple(in_time), tuple(late), tuple(doubtful))


def refs_of_other_years(
    context: CountingContext, joined: JoinedReports, code: str
) -> tuple[Ref, ...]:
    """The cells of a State's reports for other years if there is none for the year of the meeting:
    another setting of the year would count one of them.
    """
    if (code, context.settings.article7_year) in joined.by_year:
        return ()
    return tuple(ref for reading in joined.by_state.get(code, ()) for ref in reading.refs)


def _receipt(reading: JoinedReport) -> Evidence | None:
    """The State of a public report that came in time, with the cells of the register that say so;
    else None.
    """
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
    """The codes of the States Parties whose report for the year was due: those for which the
    Convention had been in force for 180 days at the cut-off (article 7, initial report).
    """
    latest = context.settings.cut_off - timedelta(days=_INITIAL_REPORT_DAYS)
    since = {state.iso3: state.entry_into_force for state in context.parties}
    return tuple(code for code, day in since.items() if day is not None and day <= latest)
