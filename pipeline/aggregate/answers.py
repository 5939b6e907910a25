"""What each State's report says on each indicator: yes, no change since a year, no, or unknown.

In: joined of reports and the plan. Out: answers with the cells they stand on, findings, rows set
aside. A report that may not be used never gives a yes or a no.
"""

from collections.abc import Iterable

from pipeline.aggregate.counting_context import EXCLUDED, NOT_ABOUT, CountingContext
from pipeline.aggregate.joined_reports import JoinedReports, follow_unchanged, rows_out
from pipeline.aggregate.statements_and_needs import with_statements
from pipeline.model.figure import NO_REPORT, NOT_IN_TIME, QUESTION_OPEN, Answer, Drop, Reply
from pipeline.model.finding import Finding, found
from pipeline.model.forms import SINCE_FIELD, STATUS_FIELD
from pipeline.model.money import Absence
from pipeline.model.plan import Indicator
from pipeline.model.record import FormLine, Report
from pipeline.model.source import Ref

_PROVIDED = "provided"
_UNCLEAR = "unclear"  # marks on the cover that are lost or contradict each other
# a line whose own cells could not be read has its finding already
SAYS_NONE, UNREAD = "line-says-none", "unread-cell"
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
        is_unread = bool(line.unread & _TELLING) and not has_other_end and line.money is None
        return UNREAD if is_unread else ""
    is_none = line.absence in _PLAINLY_NONE and not line.says_more and not has_other_end
    return SAYS_NONE if is_none else "line-says-nothing"


def why_not_counted(context: CountingContext, line: FormLine) -> str:
    """Why a line is not counted; empty where it is. Help given counts where it goes to a Party or a
    channel.
    """
    if code := _silence(line):
        return code
    if line.section != _PROVIDED:
        return ""
    others = line.counterparts or line.channels
    if "counterpart" in line.unread or (not others and "channel" in line.unread):
        return UNREAD
    if not others:
        return "counterpart-missing"
    outside = frozenset(context.states) | context.other_states
    return "recipient-not-party" if set(others) <= outside - context.party_codes else ""


def _line_refs(lines: Iterable[FormLine]) -> tuple[Ref, ...]:
    return tuple(
        ref for line in lines for ref in line.refs("section", "counterpart", "channel", "modality")
    )


def _silent_refs(lines: Iterable[FormLine]) -> tuple[Ref, ...]:
    """The cells of lines that are no yes, those that say so among them."""
    return tuple(
        ref
        for line in lines
        for ref in line.refs("section", "counterpart", "channel", "amount", "description")
    )


def _from_report(
    context: CountingContext, report: Report, section: str
) -> tuple[Reply, tuple[Ref, ...]]:
    """What the report's own Form I says on a section, and the lines that say so."""
    lines = [line for line in report.lines if line.section == section]
    has_conflict = report.form_status in {"unchanged", "not_applicable"} and report.lines
    if has_conflict or report.form_status == _UNCLEAR:
        return Reply.UNKNOWN, _line_refs(list(report.lines))
    counted = [line for line in lines if not why_not_counted(context, line)]
    if counted:
        return Reply.YES, _line_refs(counted)
    unsure = [line for line in lines if why_not_counted(context, line) in _UNSURE]
    if unsure or (report.form_status == "unknown" and not report.lines):
        return Reply.UNKNOWN, _silent_refs(unsure)
    return Reply.NO, _silent_refs(
        line for line in lines if why_not_counted(context, line) == SAYS_NONE
    )


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
    chain = follow_unchanged(joined, answer.state, context.settings.article7_year).passed
    years = {context.settings.article7_year, *(r.report.year for r in chain if r.report)}
    out = rows_out(joined, [(answer.state, str(year)) for year in sorted(years)], indicator)
    if out:
        basis = (*answer.basis, *out)
        return _unknown(answer.state, indicator, basis, QUESTION_OPEN)
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
    year = context.settings.article7_year
    reading = joined.by_year.get((state, year))
    if reading is None:
        return Answer(state=state, indicator=indicator.id, reply=Reply.NO, reason=NO_REPORT)
    if reading.report is None or reading.fault:
        return _unknown(state, indicator, reading.refs, reading.fault)
    if reading.report.form_status == "unchanged" and not reading.report.lines:
        return _carried(context, joined, reading.report, indicator)
    reply, refs = _from_report(context, reading.report, indicator.section)
    is_yes = reply is Reply.YES
    basis = reading.refs if is_yes else (*reading.refs, *refs)
    return Answer(
        state=state, indicator=indicator.id, reply=reply, counts=refs if is_yes else (), basis=basis
    )


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


def line_findings(
    context: CountingContext, joined: JoinedReports
) -> tuple[list[Finding], list[Drop]]:
    """What is to be said of lines that are not counted and of unchanged forms that lead nowhere."""
    findings, drops = [], []
    asked = {indicator.section for indicator in context.plan.indicators}
    for (state, year), reading in joined.by_year.items():
        report = reading.report
        is_read = state in context.party_codes and context.records.in_scope.has(state, year)
        if report is None or reading.fault or not is_read:
            continue
        for line in report.lines:
            if line.section not in asked:
                drops.append(
                    Drop(key=line.key, fate=NOT_ABOUT, reason="section-not-in-plan", record=line.id)
                )
            elif code := why_not_counted(context, line):
                findings += [] if code == UNREAD else [found(code, _told_at(line, code))]
                drops.append(Drop(key=line.key, fate=EXCLUDED, reason=code, record=line.id))
        if (
            year == context.settings.article7_year
            and report.form_status == "unchanged"
            and not report.lines
        ):
            fault = follow_unchanged(joined, state, year).fault
            if fault and fault != "unchanged-without-year":
                field = SINCE_FIELD if SINCE_FIELD in report.fields else STATUS_FIELD
                findings.append(found(fault, report.fields[field].ref("value")))
    return findings, drops
