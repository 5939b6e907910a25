"""What each State's report says on each indicator: yes, no change since a year, no, or unknown.

In: joined reports and the plan. Out: answers with their cells, findings, and rows set aside. A
report that may not be used never gives a yes or a no.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.aggregate.counting_context import EXCLUDED, NOT_ABOUT, CountingContext, first_reason
from pipeline.aggregate.joined_reports import JoinedReport, JoinedReports, rows_out
from pipeline.aggregate.statements_and_needs import with_statements
from pipeline.model.dates_and_money import Absence
from pipeline.model.figure import NO_REPORT, NOT_IN_TIME, QUESTION_OPEN, Answer, Drop, Reply
from pipeline.model.finding import Finding, found
from pipeline.model.forms import SINCE_FIELD, STATUS_FIELD
from pipeline.model.plan import Indicator
from pipeline.model.record import FormLine, Report
from pipeline.model.source import Ref

_PROVIDED = "provided"
_UNCLEAR = "unclear"  # marks on the cover are missing or contradict each other
# a line whose own cells could not be read has its finding already
SAYS_NONE, UNREAD = "line-says-none", "unread-cell"
_NOT_IN_PLAN = "section-not-in-plan"
_UNTOLD = (UNREAD, _NOT_IN_PLAN)
_SILENT = (SAYS_NONE, "line-says-nothing")
_UNSURE = ("line-says-nothing", UNREAD, "counterpart-missing")
_TELLING = frozenset({"counterpart", "channel", "amount"})
_PLAINLY_NONE = (Absence.NONE, Absence.NOT_APPLICABLE)


class UnchangedChain(NamedTuple):
    """What an unchanged Form I refers to: the reports on the way (`passed`), the one with content
    (`end`), or the code of why there is none.
    """

    passed: tuple[JoinedReport, ...]
    end: Report | None
    fault: str = ""


def follow_unchanged(joined: JoinedReports, state: str, year: int) -> UnchangedChain:
    """The report whose Form I counts for that of a year: the cover page of the form lets a State
    write "unchanged" with the year of its last report, which may say the same again.
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
        # States do write the year of the report itself; following it would never end.
        if since >= year:
            return UnchangedChain(tuple(passed), None, "unchanged-loop")
        year = since


def _silence(line: FormLine) -> str:
    """Why a line says nothing that counts; empty if it says something.

    Only a plain "none" is a no. A cell left open ("confidential", "not available yet") or unread
    leaves the answer open.
    """
    others = line.counterparts or line.channels
    if line.absence is None:
        # With an amount or a partner that could be read, the line says enough.
        if line.money is not None or others:
            return ""
        return UNREAD if line.unread & _TELLING else ""
    # A "none" beside a partner or further words contradicts itself.
    if line.absence not in _PLAINLY_NONE or line.says_more or others:
        return "line-says-nothing"
    return SAYS_NONE


def why_not_counted(context: CountingContext, line: FormLine) -> str:
    """Why a line is not counted; empty if it is. Assistance provided counts if it goes to a State
    Party, or to an organization through which article 6 lets it be given.
    """
    if code := _silence(line):
        return code
    if line.section != _PROVIDED:
        return ""
    others = line.counterparts or line.channels
    deciding = {"counterpart"} if others else {"counterpart", "channel"}
    outside = frozenset(context.states) - context.party_codes
    return first_reason(
        (UNREAD, not deciding.isdisjoint(line.unread)),
        ("counterpart-missing", not others),
        ("recipient-not-party", set(others) <= outside),
    )


def _line_refs(lines: Iterable[FormLine]) -> tuple[Ref, ...]:
    cells = ("section", "counterpart", "channel", "modality")
    return tuple(ref for line in lines for ref in line.refs(*cells))


def _silent_refs(lines: Iterable[FormLine]) -> tuple[Ref, ...]:
    """The cells of lines that do not say yes, with those that hold a "none"."""
    cells = ("section", "counterpart", "channel", "amount", "description")
    return tuple(ref for line in lines for ref in line.refs(*cells))


def _from_report(
    context: CountingContext, report: Report, section: str
) -> tuple[Reply, tuple[Ref, ...]]:
    """What a report's own lines say on a section, with the cells that say so."""
    if _is_contradictory(report):
        return Reply.UNKNOWN, _line_refs(report.lines)
    lines = [line for line in report.lines if line.section == section]
    judged = [(line, why_not_counted(context, line)) for line in lines]
    counted = [line for line, why in judged if not why]
    if counted:
        return Reply.YES, _line_refs(counted)
    unsure = [line for line, why in judged if why in _UNSURE]
    if unsure:
        return Reply.UNKNOWN, _silent_refs(unsure)
    # Marks of a form are lost in the text of a PDF, so an empty form without marks is not a no.
    if report.form_status == "unknown" and not report.lines:
        return Reply.UNKNOWN, ()
    return Reply.NO, _silent_refs(line for line, why in judged if why == SAYS_NONE)


def _is_contradictory(report: Report) -> bool:
    """Whether the cover is unclear, or says that the form holds nothing new although it has
    lines.
    """
    if report.form_status == _UNCLEAR:
        return True
    return report.form_status in {"unchanged", "not_applicable"} and bool(report.lines)


def answer(
    context: CountingContext, joined: JoinedReports, state: str, indicator: Indicator
) -> Answer:
    """What a State says on an indicator, in its report for the year of the meeting or elsewhere."""
    reported = _reported(context, joined, state, indicator)
    if reported.reply is Reply.NO:
        reported = _doubted(context, joined, reported, indicator)
    return with_statements(context, reported, indicator)


def _doubted(
    context: CountingContext, joined: JoinedReports, answer: Answer, indicator: Indicator
) -> Answer:
    """A no, made unknown if rows of the State's reports could not be read, or a later version is
    missing: each might say yes.
    """
    year = context.settings.article7_year
    chain = follow_unchanged(joined, answer.state, year).passed
    years = {year, *(reading.report.year for reading in chain if reading.report)}
    out = rows_out(joined, [(answer.state, str(year)) for year in sorted(years)], indicator)
    if out:
        return _unknown(answer.state, indicator, (*answer.basis, *out), QUESTION_OPEN)
    if any(reading.is_version_missing for reading in chain):
        return _unknown(answer.state, indicator, answer.basis, "versions-disagree")
    return answer


def _unknown(state: str, indicator: Indicator, basis: tuple[Ref, ...], reason: str) -> Answer:
    return Answer(
        state=state, indicator=indicator.id, reply=Reply.UNKNOWN, basis=basis, reason=reason
    )


def _reported(
    context: CountingContext, joined: JoinedReports, state: str, indicator: Indicator
) -> Answer:
    reading = joined.by_year.get((state, context.settings.article7_year))
    if reading is None:
        return Answer(state=state, indicator=indicator.id, reply=Reply.NO, reason=NO_REPORT)
    report = reading.usable
    if report is None:
        return _unknown(state, indicator, reading.refs, reading.fault)
    if report.is_unchanged:
        return _carried(context, joined, report, indicator)
    reply, refs = _from_report(context, report, indicator.section)
    if reply is Reply.YES:
        return Answer(
            state=state, indicator=indicator.id, reply=reply, counts=refs, basis=reading.refs
        )
    return Answer(state=state, indicator=indicator.id, reply=reply, basis=(*reading.refs, *refs))


def _carried(
    context: CountingContext, joined: JoinedReports, report: Report, indicator: Indicator
) -> Answer:
    chain = follow_unchanged(joined, report.state, report.year)
    basis = tuple(ref for reading in chain.passed for ref in reading.refs)
    if chain.end is None:
        return _unknown(report.state, indicator, basis, chain.fault)
    reply, refs = _from_report(context, chain.end, indicator.section)
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


def late_refs(answers: tuple[Answer, ...]) -> tuple[Ref, ...]:
    """The cells on reports that came after the cut-off: no count includes them, and beside them no
    zero is exact (decision 22).
    """
    return tuple(ref for a in answers if a.reason == NOT_IN_TIME for ref in a.basis)


def _told_at(line: FormLine, code: str) -> Ref:
    """The cell at which a finding on a line is reported; on a line that says nothing, the first
    cell that is filled.
    """
    if code not in _SILENT:
        return line.ref("counterpart")
    return line.refs("amount", "counterpart", "channel", "description", "section")[0]


class LineFindings(NamedTuple):
    """Findings on lines that are not counted, and their drops."""

    findings: tuple[Finding, ...]
    drops: tuple[Drop, ...]


def line_findings(context: CountingContext, joined: JoinedReports) -> LineFindings:
    """Findings on lines that are not counted, and on unchanged forms that refer to no usable
    report.
    """
    findings: list[Finding] = []
    drops: list[Drop] = []
    for (state, year), reading in joined.by_year.items():
        if state not in context.party_codes or not context.records.in_scope.has(state, year):
            continue
        report = reading.usable
        if report is None:
            continue
        for drop, line in _uncounted_lines(context, report):
            drops.append(drop)
            if drop.reason not in _UNTOLD:
                findings.append(found(drop.reason, _told_at(line, drop.reason)))
        if year == context.settings.article7_year:
            findings += _unchanged_findings(joined, report)
    return LineFindings(tuple(findings), tuple(drops))


def _uncounted_lines(context: CountingContext, report: Report) -> Iterator[tuple[Drop, FormLine]]:
    """The lines that no figure counts, each with its drop."""
    asked = {indicator.section for indicator in context.plan.indicators}
    for line in report.lines:
        fate, reason = NOT_ABOUT, _NOT_IN_PLAN
        if line.section in asked:
            fate, reason = EXCLUDED, why_not_counted(context, line)
        if reason:
            yield Drop(key=line.key, fate=fate, reason=reason, record=line.id), line


def _unchanged_findings(joined: JoinedReports, report: Report) -> Iterator[Finding]:
    """The finding on an unchanged form that refers to no usable report."""
    if not report.is_unchanged:
        return
    fault = follow_unchanged(joined, report.state, report.year).fault
    # That the year is missing was found when the report was read.
    if fault not in ("", "unchanged-without-year"):
        field = SINCE_FIELD if SINCE_FIELD in report.fields else STATUS_FIELD
        yield found(fault, report.fields[field].ref("value"))
