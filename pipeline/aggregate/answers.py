"""What each State's report says on each indicator: yes, no change since a year, no, or unknown.

In: reports, their register and the plan. Out: answers with the cells they stand on, findings, rows set aside.
A report that is not registered, not public, late or not here never gives a yes or a no.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from pipeline.aggregate.base import Base
from pipeline.aggregate.heard import with_heard
from pipeline.model.codes import CODES
from pipeline.model.figure import Answer, Drop, Reply
from pipeline.model.finding import Finding, found
from pipeline.model.money import Absence
from pipeline.model.plan import Indicator
from pipeline.model.record import FormLine, Quarantined, Registered, Report
from pipeline.model.source import Ref, Row

OF_ANY = ("", "")
NOT_ABOUT, EXCLUDED = "not-about-this-report", "excluded"
_PROVIDED = "provided"
_UNCLEAR = "unclear"  # marks on the cover that are lost or contradict each other
# a line whose own cells could not be read has its finding already
SAYS_NONE, UNREAD = "line-says-none", "unread-cell"
_SILENT = (SAYS_NONE, "line-says-nothing")
_UNSURE = ("line-says-nothing", UNREAD, "counterpart-missing")
_TELLING = frozenset({"counterpart", "channel", "amount"})
_PLAINLY_NONE = (Absence.NONE, Absence.NOT_APPLICABLE)


class Reading(NamedTuple):
    """A State's report for a year as far as it may be used; `fault` is the code that says why it may not.

    `is_before_withdrawal`: public, in time, of a State that withdrew after it reported; in no count of States Parties.
    """

    registered: Registered | None
    report: Report | None
    fault: str = ""
    is_before_withdrawal: bool = False

    @property
    def refs(self) -> tuple[Ref, ...]:
        """The cells of register and cover on which anything said of the report stands."""
        of_register = self.registered
        register = of_register.refs("state", "article7_year", "received_on", "public", "version") if of_register else ()
        return (*register, *(self.report.cover_refs() if self.report else ()))


class Readings(NamedTuple):
    """Readings by State and year, what was found and set aside while making them, and the cells of covers.

    `out` are the rows that are out, by the State and year they may be of (`OF_ANY`: any), with their place among all.
    """

    by_year: dict[tuple[str, int], Reading]
    findings: tuple[Finding, ...]
    drops: tuple[Drop, ...]
    covers: dict[tuple[str, str], tuple[Ref, ...]]
    out: dict[tuple[str, ...], list[tuple[int, Quarantined]]]


def _fault(base: Base, registered: Registered | None, report: Report | None) -> str:
    if registered is None or registered.received_on is None:
        return "receipt-needed"
    if registered.received_on.last > base.settings.cut_off:
        return "received-after-cut-off"
    if registered.public != "yes":
        return "report-not-public" if registered.public == "no" else "report-public-unknown"
    return "" if report else "report-file-missing"


def _place(registered: Registered | None, report: Report | None, fault: str) -> Ref:
    column = "received_on" if fault in {"receipt-needed", "received-after-cut-off"} else "public"
    if registered is not None:
        return registered.ref("state" if fault == "report-file-missing" else column)
    assert report is not None
    return report.fields["state"].ref("value")


def left_within(base: Base, code: str) -> date | None:
    """The day on which a State's withdrawal took effect, where that is within the period and before the report's."""
    state, settings = base.states.get(code), base.settings
    left = state.withdrawal_effective if state else None
    return left if left and settings.period_from <= left <= settings.as_of else None


def _of_no_party(base: Base, reading: Reading, year: int) -> tuple[Reading, str]:
    """The report of a State that is no State Party, and why it is in no count."""
    left = left_within(base, reading.registered.state) if reading.registered else None
    row = reading.registered
    if left is None or year != base.settings.article7_year or row is None or row.received_on is None:
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


def read_all(base: Base) -> Readings:
    """Every report and register row of the meeting, joined by State and year."""
    registered = {(r.state, r.year): r for r in base.records.registered}
    reports = {(r.state, r.year): r for r in base.records.reports}
    by_year: dict[tuple[str, int], Reading] = {}
    findings, drops = [], []
    for key in sorted({*registered, *reports}):
        row, report = registered.get(key), reports.get(key)
        fault = _fault(base, row, report)
        by_year[key] = Reading(row, report, fault)
        if key[0] not in base.party_codes:
            by_year[key], code = _of_no_party(base, by_year[key], key[1])
            findings += [found(code, _no_party_place(row, report, code))] if code in CODES else []
            drops += _drops(by_year[key], EXCLUDED, code)
        elif fault:
            findings.append(found(fault, _place(row, report, fault)))
            drops += _drops(by_year[key], EXCLUDED, fault)
        elif key[1] != base.settings.article7_year:
            drops += _drops(by_year[key], NOT_ABOUT, "other-year")
    covers = {(state, str(year)): r.report.cover_refs() for (state, year), r in by_year.items() if r.report}
    return Readings(by_year, tuple(findings), tuple(drops), covers, _by_scope(base.records.quarantined))


def _by_scope(quarantined: Iterable[Quarantined]) -> dict[tuple[str, ...], list[tuple[int, Quarantined]]]:
    by_scope: dict[tuple[str, ...], list[tuple[int, Quarantined]]] = defaultdict(list)
    for number, out in enumerate(quarantined):
        by_scope[out.scope if out.scope and out.scope[0] else OF_ANY].append((number, out))
    return by_scope


def rows_of(reading: Reading) -> list[Row]:
    """The rows of a reading: register, cover, lines."""
    report, registered = reading.report, reading.registered
    rows = [registered.row] if registered else []
    if report:
        rows += [*report.fields.values(), *(line.row for line in report.lines)]
    return rows


def _drops(reading: Reading, fate: str, reason: str) -> list[Drop]:
    owner = reading.report or reading.registered
    return [Drop(key=row.key, fate=fate, reason=reason, record=owner.id if owner else "") for row in rows_of(reading)]


class Chain(NamedTuple):
    """Where an unchanged Form I leads: the reports passed, the one that says something, or the code of the fault."""

    passed: tuple[Reading, ...]
    end: Report | None
    fault: str = ""


def follow(readings: Readings, state: str, year: int) -> Chain:
    """The report whose Form I stands for that of the year, following "unchanged since" back through the years."""
    passed: list[Reading] = []
    while True:
        reading = readings.by_year.get((state, year))
        if reading is None or reading.report is None or reading.fault:
            return Chain((*passed, *([reading] if reading else [])), None, "unchanged-report-missing")
        passed.append(reading)
        report = reading.report
        if report.form_i != "unchanged" or report.lines:
            return Chain(tuple(passed), report)
        if report.since is None:
            return Chain(tuple(passed), None, "unchanged-without-year")
        if report.since >= year:
            return Chain(tuple(passed), None, "unchanged-loop")
        year = report.since


def _silence(line: FormLine) -> str:
    """Why a line says nothing that counts; empty where it says something.

    Only a plain none is a no. What was left open, or could not be read, leaves the answer open.
    """
    has_other_end = bool(line.counterparts or line.channels)
    if line.absence is None:
        is_unread = bool(line.unread & _TELLING) and not has_other_end and line.money is None
        return UNREAD if is_unread else ""
    is_none = line.absence in _PLAINLY_NONE and not line.says_more and not has_other_end
    return SAYS_NONE if is_none else "line-says-nothing"


def counted_not(base: Base, line: FormLine) -> str:
    """Why a line is not counted; empty where it is. Help given counts where it goes to a Party or a channel."""
    if code := _silence(line):
        return code
    if line.section != _PROVIDED:
        return ""
    others = line.counterparts or line.channels
    if "counterpart" in line.unread or (not others and "channel" in line.unread):
        return UNREAD
    if not others:
        return "counterpart-missing"
    outside = frozenset(base.states) | base.other_states
    return "recipient-not-party" if set(others) <= outside - base.party_codes else ""


def _line_refs(lines: Iterable[FormLine]) -> tuple[Ref, ...]:
    return tuple(ref for line in lines for ref in line.refs("section", "counterpart", "channel", "modality"))


def _silent_refs(lines: Iterable[FormLine]) -> tuple[Ref, ...]:
    """The cells of lines that are no yes, those that say so among them."""
    return tuple(
        ref for line in lines for ref in line.refs("section", "counterpart", "channel", "amount", "description")
    )


def _from_report(base: Base, report: Report, section: str) -> tuple[Reply, tuple[Ref, ...]]:
    """What the report's own Form I says on a section, and the lines that say so."""
    lines = [line for line in report.lines if line.section == section]
    has_conflict = report.form_i in {"unchanged", "not_applicable"} and report.lines
    if has_conflict or report.form_i == _UNCLEAR:
        return Reply.UNKNOWN, _line_refs(list(report.lines))
    counted = [line for line in lines if not counted_not(base, line)]
    if counted:
        return Reply.YES, _line_refs(counted)
    unsure = [line for line in lines if counted_not(base, line) in _UNSURE]
    if unsure or (report.form_i == "unknown" and not report.lines):
        return Reply.UNKNOWN, _silent_refs(unsure)
    return Reply.NO, _silent_refs(line for line in lines if counted_not(base, line) == SAYS_NONE)


def answer(base: Base, readings: Readings, state: str, indicator: Indicator) -> Answer:
    """What the State says on an indicator: in its report for the year of the meeting, and outside it."""
    return with_heard(base, _reported(base, readings, state, indicator), indicator)


def _reported(base: Base, readings: Readings, state: str, indicator: Indicator) -> Answer:
    year = base.settings.article7_year
    reading = readings.by_year.get((state, year))
    if reading is None:
        return Answer(state=state, indicator=indicator.id, reply=Reply.NO, reason="no-report")
    if reading.report is None or reading.fault:
        late = reading.fault == "received-after-cut-off"
        reply = Reply.NO if late else Reply.UNKNOWN
        return Answer(state=state, indicator=indicator.id, reply=reply, basis=reading.refs, reason=reading.fault)
    if reading.report.form_i == "unchanged" and not reading.report.lines:
        return _carried(base, readings, reading.report, indicator)
    reply, refs = _from_report(base, reading.report, indicator.section)
    is_yes = reply is Reply.YES
    basis = reading.refs if is_yes else (*reading.refs, *refs)
    return Answer(state=state, indicator=indicator.id, reply=reply, counts=refs if is_yes else (), basis=basis)


def _carried(base: Base, readings: Readings, report: Report, indicator: Indicator) -> Answer:
    chain = follow(readings, report.state, report.year)
    basis = tuple(ref for reading in chain.passed for ref in reading.refs)
    if chain.end is None:
        return Answer(state=report.state, indicator=indicator.id, reply=Reply.UNKNOWN, basis=basis, reason=chain.fault)
    reply, refs = _from_report(base, chain.end, indicator.section)
    if reply is Reply.YES:
        return Answer(
            state=report.state,
            indicator=indicator.id,
            reply=Reply.UNCHANGED,
            since=chain.end.year,
            counts=refs,
            basis=basis,
        )
    return Answer(state=report.state, indicator=indicator.id, reply=reply, basis=(*basis, *refs))


def _told_at(line: FormLine, code: str) -> Ref:
    """The cell that a finding on a line points to: for one that says nothing, the first that is filled."""
    if code not in _SILENT:
        return line.ref("counterpart")
    return line.refs("amount", "counterpart", "channel", "description", "section")[0]


def line_findings(base: Base, readings: Readings) -> tuple[list[Finding], list[Drop]]:
    """What is to be said of lines that are not counted and of unchanged forms that lead nowhere."""
    findings, drops = [], []
    asked = {indicator.section for indicator in base.plan.indicators}
    for (state, year), reading in readings.by_year.items():
        report = reading.report
        if report is None or reading.fault or state not in base.party_codes:
            continue
        for line in report.lines:
            if line.section not in asked:
                drops.append(Drop(key=line.key, fate=NOT_ABOUT, reason="section-not-in-plan", record=line.id))
            elif code := counted_not(base, line):
                findings += [] if code == UNREAD else [found(code, _told_at(line, code))]
                drops.append(Drop(key=line.key, fate=EXCLUDED, reason=code, record=line.id))
        if year == base.settings.article7_year and report.form_i == "unchanged" and not report.lines:
            fault = follow(readings, state, year).fault
            if fault and fault != "unchanged-without-year":
                field = "form_i_since" if "form_i_since" in report.fields else "form_i"
                findings.append(found(fault, report.fields[field].ref("value")))
    return findings, drops
