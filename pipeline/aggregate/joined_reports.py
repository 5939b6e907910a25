"""The reports of a meeting joined with their register, and where an unchanged form leads.

In: CountingContext. Out: JoinedReports with what was found and set aside. A report that is not
registered, not public, late or not here may not be used.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from pipeline.aggregate.counting_context import EXCLUDED, CountingContext
from pipeline.model.codes import CODES
from pipeline.model.figure import NOT_IN_TIME, Drop
from pipeline.model.finding import Finding, found
from pipeline.model.ledger import OF_ANOTHER_YEAR
from pipeline.model.plan import Indicator
from pipeline.model.record import ANY_TABLE, Quarantined, Registered, Report
from pipeline.model.source import Ref, Row
from pipeline.model.tables import COVER, FOLLOW_UP, REPORTS_RECEIVED, RESOURCE_LINES, STATEMENTS

OF_ANY = ("", "")
OUTSIDE_REPORTS = frozenset({STATEMENTS.name, FOLLOW_UP.name})
_RECEIPT_NEEDED = "receipt-needed"
# How internal files mark what stands in a report that may not be used.
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
    def is_version_missing(self) -> bool:
        """Whether the register has a later version than the one that is here."""
        return (
            self.registered is not None
            and self.report is not None
            and self.registered.version > self.report.version
        )

    @property
    def refs(self) -> tuple[Ref, ...]:
        """The cells of register and cover on which anything said of the report stands."""
        of_register = self.registered
        register = (
            of_register.refs("state", "article7_year", "received_on", "public", "version")
            if of_register
            else ()
        )
        return (*register, *(self.report.cover_refs() if self.report else ()))


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


def _fault(context: CountingContext, registered: Registered | None, report: Report | None) -> str:
    if registered is None or registered.received_on is None:
        return _RECEIPT_NEEDED
    if registered.received_on.last > context.settings.cut_off:
        return NOT_IN_TIME
    if registered.public != "yes":
        return "report-not-public" if registered.public == "no" else "report-public-unknown"
    return "" if report else "report-file-missing"


def _place(registered: Registered | None, report: Report | None, fault: str) -> Ref:
    column = "received_on" if fault in {_RECEIPT_NEEDED, NOT_IN_TIME} else "public"
    if registered is not None:
        return registered.ref("state" if fault == "report-file-missing" else column)
    assert report is not None
    return report.fields["state"].ref("value")


def withdrawal_day(context: CountingContext, code: str) -> date | None:
    """The day on which a State's withdrawal took effect, where that is within the period and before
    the report's.
    """
    state, settings = context.states.get(code), context.settings
    left = state.withdrawal_effective if state else None
    return left if left and settings.period_from <= left <= settings.as_of else None


def _of_no_party(
    context: CountingContext, reading: JoinedReport, year: int
) -> tuple[JoinedReport, str]:
    """The report of a State that is no State Party, and why it is in no count."""
    left = withdrawal_day(context, reading.registered.state) if reading.registered else None
    row = reading.registered
    if (
        left is None
        or year != context.settings.article7_year
        or row is None
        or row.received_on is None
    ):
        return reading, "not-a-party"
    if row.received_on.last >= left:
        return reading, "received-after-withdrawal"
    if reading.fault or reading.report is None:
        return reading, "not-a-party"
    return reading._replace(is_before_withdrawal=True), "withdrawn"


def _no_party_place(row: Registered | None, report: Report | None, code: str) -> Ref:
    if row is None:
        return _place(row, report, "")
    return row.ref("received_on" if code == "received-after-withdrawal" else "state")


def join_reports(context: CountingContext) -> JoinedReports:
    """Every report and register row of the meeting, joined by State and year."""
    records, parties = context.records, context.party_codes
    registered = {(r.state, r.year): r for r in records.registered}
    reports = {(r.state, r.year): r for r in (*records.others, *records.reports)}
    by_year: dict[tuple[str, int], JoinedReport] = {}
    findings, drops = [], []
    for key in sorted({*registered, *reports}):
        row, report = registered.get(key), reports.get(key)
        fault = _fault(context, row, report)
        by_year[key] = JoinedReport(row, report, fault)
        if not records.in_scope.has(*key):
            drops += _drops(
                JoinedReport(row, None), *OF_ANOTHER_YEAR
            )  # its reports, in every version, come below
        elif key[0] not in parties:
            by_year[key], code = _of_no_party(context, by_year[key], key[1])
            findings += [found(code, _no_party_place(row, report, code))] if code in CODES else []
            drops += _drops(by_year[key], EXCLUDED, code)
        elif fault:
            findings.append(found(fault, _place(row, report, fault)))
            drops += _drops(by_year[key], EXCLUDED, fault)
        elif key[1] != context.settings.article7_year:
            drops += _drops(by_year[key], *OF_ANOTHER_YEAR)
    for report in records.others:
        drops += _drops(JoinedReport(None, report), *OF_ANOTHER_YEAR)
    covers = tuple(
        ((r.state, str(r.year)), r.cover_refs()) for r in (*records.reports, *records.others)
    )
    return JoinedReports(
        by_year, tuple(findings), tuple(drops), covers, _by_scope(records.quarantined)
    )


def _by_scope(
    quarantined: Iterable[Quarantined],
) -> dict[tuple[str, ...], list[tuple[int, Quarantined]]]:
    by_scope: dict[tuple[str, ...], list[tuple[int, Quarantined]]] = defaultdict(list)
    for number, out in enumerate(quarantined):
        by_scope[out.scope if out.scope and out.scope[0] else OF_ANY].append((number, out))
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


def report_rows(reading: JoinedReport) -> list[Row]:
    """The rows of a reading: register, cover, lines."""
    report, registered = reading.report, reading.registered
    rows = [registered.row] if registered else []
    if report:
        rows += [*report.fields.values(), *(line.row for line in report.lines)]
    return rows


def _drops(reading: JoinedReport, fate: str, reason: str) -> list[Drop]:
    owner = reading.report or reading.registered
    return [
        Drop(key=row.key, fate=fate, reason=reason, record=owner.id if owner else "")
        for row in report_rows(reading)
    ]


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
        reading = joined.by_year.get((state, year))
        if reading is None or reading.report is None or reading.fault:
            return UnchangedChain(
                (*passed, *([reading] if reading else [])), None, "unchanged-report-missing"
            )
        passed.append(reading)
        report = reading.report
        if report.form_status != "unchanged" or report.lines:
            return UnchangedChain(tuple(passed), report)
        if report.since is None:
            return UnchangedChain(tuple(passed), None, "unchanged-without-year")
        if report.since >= year:
            return UnchangedChain(tuple(passed), None, "unchanged-loop")
        year = report.since
