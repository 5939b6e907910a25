"""What each State's report says on each indicator: yes, no change since a year, no, or unknown.

In: joined of reports and the plan. Out: answers with the cells they stand on, findings, rows set
aside. A report that may not be used never gives a yes or a no.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.aggregate.counting_context import EXCLUDED, NOT_ABOUT, CountingContext, first_reason
from pipeline.aggregate.joined_reports import JoinedReports, follow_unchanged, rows_out
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


def _silence(line: FormLine) -> str:
    """Why a line says nothing that counts; empty where it says something.

    Only a plain none is a no. What was left open, or could not be read, leaves the answer open.
    """
    has_other_end = bool(line.counterparts or line.channels)
    if line.absence is None:
        is_silent = line.money is None and not has_other_end
        return UNREAD if is_silent and line.unread & _TELLING else ""
    is_none = line.absence in _PLAINLY_NONE and not line.says_more
    return SAYS_NONE if is_none and not has_other_end else "line-says-nothing"


def why_not_counted(context: CountingContext, line: FormLine) -> str:
    """Why a line is not counted; empty where it is. Help given counts where it goes to a Party or a
    channel (article 6).
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
    """The cells of lines that are no yes, those that say so among them."""
    cells = ("section", "counterpart", "channel", "amount", "description")
    return tuple(ref for line in lines for ref in line.refs(*cells))


def _from_report(
    context: CountingContext, report: Report, section: str
) -> tuple[Reply, tuple[Ref, ...]]:
    """What the report's own Form I says on a section, and the lines that say so."""
    if _is_contradictory(report):
        return Reply.UNKNOWN, _line_refs(report.lines)
    lines = [line for line in report.lines if line.section == section]
    judged = [(line, why_not_counted(context, line)) for line in lines]
    counted = [line for line, why in judged if not why]
    if counted:
        return Reply.YES, _line_refs(counted)
    unsure = [line for line, why in judged if why in _UNSURE]
    is_unread = report.form_status == "unknown" and not report.lines
    if unsure or is_unread:
        return Reply.UNKNOWN, _silent_refs(unsure)
    return Reply.NO, _silent_refs(line for line, why in judged if why == SAYS_NONE)


def _is_contradictory(report: Report) -> bool:
    """Whether the cover says that Form I holds nothing new beside lines of it, or says nothing
    clear.
    """
    says_nothing_new = report.form_status in {"unchanged", "not_applicable"}
    return report.form_status == _UNCLEAR or (says_nothing_new and bool(report.lines))


def answer(
    context: CountingContext, joined: JoinedReports, state: str, indicator: Indicator
) -> Answer:
    """What the State says on an indicator: in its report for the year of the meeting, and outside
    it.
    """
    reported = _reported(context, joined, state, indicator)
    if reported.reply is Reply.NO:
        reported = _doubted(context, joined, reported, indicator)
    return with_statements(context, reported, indicator)


def _doubted(
    context: CountingContext, joined: JoinedReports, answer: Answer, indicator: Indicator
) -> Answer:
    """A no; unknown where rows of the State's reports, or a later version, are not among what was
    read.
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
    """What is said of reports that came after the cut-off: no count is of them, and no zero is
    exact beside them (DESIGN decision 22).
    """
    return tuple(ref for a in answers if a.reason == NOT_IN_TIME for ref in a.basis)


def _told_at(line: FormLine, code: str) -> Ref:
    """The cell that a finding on a line points to: for one that says nothing, the first that is
    filled.
    """
    if code not in _SILENT:
        return line.ref("counterpart")
    return line.refs("amount", "counterpart", "channel", "description", "section")[0]


class LineFindings(NamedTuple):
    """What is to be said of lines that are not counted, and their drops."""

    findings: tuple[Finding, ...]
    drops: tuple[Drop, ...]


def line_findings(context: CountingContext, joined: JoinedReports) -> LineFindings:
    """What is to be said of lines that are not counted and of unchanged forms that lead nowhere."""
    findings: list[Finding] = []
    drops: list[Drop] = []
    for (state, year), reading in joined.by_year.items():
        is_read = state in context.party_codes and context.records.in_scope.has(state, year)
        report = reading.usable
        if report is None or not is_read:
            continue
        for drop, line in _uncounted_lines(context, report):
            drops.append(drop)
            if drop.reason not in _UNTOLD:
                findings.append(found(drop.reason, _told_at(line, drop.reason)))
        if year == context.settings.article7_year:
            findings += _unchanged_findings(joined, report)
    return LineFindings(tuple(findings), tuple(drops))


def _uncounted_lines(context: CountingContext, report: Report) -> Iterator[tuple[Drop, FormLine]]:
    """The lines that no figure counts, with why."""
    asked = {indicator.section for indicator in context.plan.indicators}
    for line in report.lines:
        fate, reason = NOT_ABOUT, _NOT_IN_PLAN
        if line.section in asked:
            fate, reason = EXCLUDED, why_not_counted(context, line)
        if reason:
            yield Drop(key=line.key, fate=fate, reason=reason, record=line.id), line


def _unchanged_findings(joined: JoinedReports, report: Report) -> Iterator[Finding]:
    """Where an unchanged form leads nowhere; that its year is missing was said while reading."""
    if not report.is_unchanged:
        return
    fault = follow_unchanged(joined, report.state, report.year).fault
    if fault and fault != "unchanged-without-year":
        field = SINCE_FIELD if SINCE_FIELD in report.fields else STATUS_FIELD
        yield found(fault, report.fields[field].ref("value"))
