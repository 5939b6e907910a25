"""The figures on national reports: counts of States Parties over answers, by the plan's indicators,
and who else gave assistance.

In: CountingContext, joined reports, answers. Out: figures with every cell they stand on. A new
count is one function here and its line in the plan file. An organization is never its members; a
signatory is not a State Party.
"""

from collections.abc import Callable
from datetime import timedelta

from pipeline.aggregate.answers import answer, late_refs, why_not_counted
from pipeline.aggregate.counting_context import CountingContext, certainty
from pipeline.aggregate.joined_reports import (
    OF_ANY,
    OUTSIDE_REPORTS,
    JoinedReports,
    follow_unchanged,
    rows_out,
)
from pipeline.aggregate.statements_and_needs import doubtful_cells
from pipeline.model.figure import NOT_IN_TIME, Answer, Certainty, Evidence, Figure, Reply
from pipeline.model.plan import Indicator
from pipeline.model.record import FormLine
from pipeline.model.source import Ref
from pipeline.model.tables import COVER, REPORTS_RECEIVED

REPORTS = "national-reports"
_RECEIVED = "received"
_SMALLEST_TELLING = 3
_INITIAL_REPORT_DAYS = 180


def received(context: CountingContext, joined: JoinedReports) -> Figure:
    """States Parties whose report for the year of the meeting had been received by the cut-off
    (article 7).
    """
    year, settings = context.settings.article7_year, context.settings
    evidence, late, limits = [], [], []
    in_time = 0
    for state in context.parties:
        reading = joined.by_year.get((state.iso3, year))
        row = reading.registered if reading else None
        if reading is None or (row is None and reading.report is None):
            continue
        in_time += reading.is_in_time
        if row is not None and reading.fault == NOT_IN_TIME and row.version == 1:
            late += list(row.refs("received_on"))
        elif row is None or not reading.is_in_time or row.public != "yes":
            # an earlier version of a late one may have come in time
            limits += list(reading.refs)
        else:
            evidence.append(
                Evidence(
                    iso3=state.iso3,
                    refs=row.refs("state", "article7_year", "received_on", "public"),
                )
            )
    limits += [q.ref for q in context.limits((REPORTS_RECEIVED.name, COVER.name))]
    limits += [] if evidence else late  # DESIGN decision 22
    declared = context.declared((REPORTS_RECEIVED.name,), settings.cut_off)
    return Figure(
        name="reports_received",
        value=len(evidence) or _zero(declared, tuple(limits)),
        certainty=certainty(len(evidence), declared, tuple(limits)),
        states=tuple(evidence),
        basis=(*declared, *late, settings.ref("cut_off"), settings.ref("article7_year")),
        limits=tuple(limits),
        searched=_searched(joined),
        received=in_time,
        due=len(due_states(context)),
        denominator=context.denominator,
    )


def _zero(declared: tuple[Ref, ...], limits: tuple[Ref, ...]) -> int | None:
    """Zero where it is certain, else nothing: unknown is never zero."""
    return 0 if declared and not limits else None


def due_states(context: CountingContext) -> tuple[str, ...]:
    """States Parties whose report for the year was due: in force 180 days before the cut-off
    (article 7).
    """
    latest = context.settings.cut_off - timedelta(days=_INITIAL_REPORT_DAYS)
    return tuple(
        s.iso3 for s in context.parties if s.entry_into_force and s.entry_into_force <= latest
    )


def _searched(joined: JoinedReports) -> tuple[str, ...]:
    sources = {
        record.row.key[0]
        for reading in joined.by_year.values()
        for record in (reading.registered, reading.report)
        if record is not None
    }
    return tuple(sorted(sources))


def _sources(context: CountingContext, indicator: Indicator) -> tuple[str, ...]:
    """What must be declared complete for a count to be exact: the reports, and whatever else is
    evidence for it.

    A part of another indicator's States needs what that one needs.
    """
    whole = [i for i in context.plan.indicators if i.id == indicator.among]
    named = [
        source for i in (indicator, *whole) for source in i.evidence if source in OUTSIDE_REPORTS
    ]
    return tuple(dict.fromkeys((REPORTS_RECEIVED.name, REPORTS, *named)))


def _limits(
    context: CountingContext,
    joined: JoinedReports,
    answers: tuple[Answer, ...],
    indicator: Indicator,
) -> tuple[Ref, ...]:
    """Why a count over these answers is not exact: answers unknown or in question, rows out of what
    was read.
    """
    unknown = (a for a in answers if a.reply is Reply.UNKNOWN and a.reason != NOT_IN_TIME)
    refs = [ref for a in unknown for ref in a.basis]
    refs += [
        ref
        for a in answers
        if a.reply is not Reply.YES
        for ref in doubtful_cells(context, indicator, a.state)
    ]
    read = _reports_read(joined, answers, context.settings.article7_year)
    refs += rows_out(joined, (OF_ANY, *read), indicator)
    return tuple(dict.fromkeys(refs))


def _reports_read(
    joined: JoinedReports, answers: tuple[Answer, ...], year: int
) -> frozenset[tuple[str, str]]:
    """State and year of each report behind the answers: that of the year, and those an unchanged
    Form I leads to.
    """
    own = {(a.state, str(year)) for a in answers}
    passed = (
        (a.state, r.report) for a in answers for r in follow_unchanged(joined, a.state, year).passed
    )
    return frozenset(own | {(state, str(report.year)) for state, report in passed if report})


def _set_aside(joined: JoinedReports, answers: tuple[Answer, ...], year: int) -> tuple[Ref, ...]:
    """The covers that say of reports here that they are not among those to be read: another year,
    or no State Party.
    """
    read = _reports_read(joined, answers, year)
    return tuple(ref for report, refs in joined.covers if report not in read for ref in refs)


def _count(
    context: CountingContext,
    answers: tuple[Answer, ...],
    indicator: Indicator,
    reply: Reply,
    joined: JoinedReports,
) -> Figure:
    yes = [a for a in answers if a.reply is reply]
    limits = _limits(context, joined, answers, indicator)
    if not yes:
        limits = tuple(dict.fromkeys((*limits, *late_refs(answers))))
    declared = context.declared(_sources(context, indicator), context.settings.cut_off)
    year = context.settings.article7_year
    read = (ref for a in answers for ref in (*a.basis, *a.counts))
    unread = sum(a.reply is Reply.UNKNOWN and a.reason != NOT_IN_TIME for a in answers)
    of_year = (joined.by_year.get((a.state, year)) for a in answers)
    return Figure(
        name=indicator.id if reply is Reply.YES else f"{indicator.id}_unchanged",
        value=len(yes) or _zero(declared, limits),
        certainty=certainty(len(yes), declared, limits),
        states=tuple(
            Evidence(iso3=a.state, refs=(*a.counts, *a.basis), since=a.since) for a in yes
        ),
        basis=(*declared, *read, *_set_aside(joined, answers, year), *context.records.lifting),
        limits=limits,
        searched=(
            *_searched(joined),
            *(context.evidence.searched if set(indicator.evidence) & OUTSIDE_REPORTS else ()),
        ),
        received=sum(reading is not None and reading.is_in_time for reading in of_year),
        due=len(due_states(context)),
        unread=unread,
        denominator=context.denominator,
    )


Answers = dict[str, tuple[Answer, ...]]
FigureFunction = Callable[[CountingContext, JoinedReports, Answers, Indicator], tuple[Figure, ...]]


def states_reporting(
    context: CountingContext, joined: JoinedReports, answers: Answers, indicator: Indicator
) -> tuple[Figure, ...]:
    """States Parties whose reports say so, and those that indicated no change since an earlier
    report that did.
    """
    own = answers[indicator.id]
    return (
        _count(context, own, indicator, Reply.YES, joined),
        _count(context, own, indicator, Reply.UNCHANGED, joined),
    )


def states_among(
    context: CountingContext, joined: JoinedReports, answers: Answers, indicator: Indicator
) -> tuple[Figure, ...]:
    """Of the States counted by another indicator, those that report this too; the form says how
    many of them.

    Where the two numbers differ by one or two the smaller is never told: it would point at the
    others.
    """
    whole = {a.state: a for a in answers[indicator.among] if a.reply is Reply.YES}
    part = tuple(a for a in answers[indicator.id] if a.state in whole)
    figure = _count(context, answers[indicator.id], indicator, Reply.YES, joined)
    yes = [a for a in part if a.reply is Reply.YES]
    over = tuple(ref for a in answers[indicator.among] for ref in (*a.counts, *a.basis))
    among = next(i for i in context.plan.indicators if i.id == indicator.among)
    limits = tuple(
        dict.fromkeys((*figure.limits, *_limits(context, joined, answers[among.id], among)))
    )
    if not yes:
        limits = tuple(dict.fromkeys((*limits, *late_refs(part))))
    is_exact = figure.certainty is Certainty.EXACTLY and not limits
    return (
        figure.model_copy(
            update={
                "value": len(yes) if is_exact else None,
                "certainty": Certainty.EXACTLY if is_exact else Certainty.UNKNOWN,
                "form": _share(len(yes), len(whole)) if is_exact else "",
                "states": tuple(Evidence(iso3=a.state, refs=(*a.counts, *a.basis)) for a in yes),
                "basis": tuple(dict.fromkeys((*figure.basis, *over))),
                "limits": limits,
                # whoever makes up the whole decides how the part is told
                "behind": tuple(state for state in whole if state not in {a.state for a in yes}),
            }
        ),
    )


def _share(part: int, whole: int) -> str:
    """How a part is told: all, most, some or none of the whole, and a number only where it points
    at nobody.
    """
    if part == whole:
        return "all" if part else "none"
    if part == 0:
        return "none"
    if whole - part >= _SMALLEST_TELLING and part >= _SMALLEST_TELLING:
        return "part"
    return "most" if part * 2 > whole else "some"


FIGURES: dict[str, FigureFunction] = {
    "states_reporting": states_reporting,
    "states_among": states_among,
}


def report_figures(
    context: CountingContext, joined: JoinedReports
) -> tuple[tuple[Figure, ...], Answers]:
    """All figures of the plan's indicators that stand on national reports, and the answers behind
    them.
    """
    indicators = [i for i in context.plan.indicators if i.figure in FIGURES]
    answers: Answers = {
        indicator.id: tuple(
            answer(context, joined, state.iso3, indicator) for state in context.parties
        )
        for indicator in indicators
    }
    figures = [received(context, joined)]
    for indicator in indicators:
        own = FIGURES[indicator.figure](context, joined, answers, indicator)
        figures.extend(own)
        if indicator.section == _RECEIVED:
            figures.extend(donor_figures(context, joined, answers[indicator.id], own[0]))
    return tuple(figures), answers


_NO_DONORS = frozenset({"scope", "convention_body"})
_REGIONAL = "regional_organization"


def _lines(
    context: CountingContext, joined: JoinedReports, answers: tuple[Answer, ...]
) -> list[FormLine]:
    """The lines on assistance received in the reports that the answers stand on."""
    year = context.settings.article7_year
    read = (joined.by_year.get((a.state, year)) for a in answers if a.reply is Reply.YES)
    reports = (reading.report for reading in read if reading and not reading.fault)
    lines = (line for report in reports if report for line in report.lines)
    return [
        line for line in lines if line.section == _RECEIVED and not why_not_counted(context, line)
    ]


def donor_figures(
    context: CountingContext,
    joined: JoinedReports,
    answers: tuple[Answer, ...],
    on_received: Figure,
) -> list[Figure]:
    """How many States not party, organizations, and regional organizations among them, gave
    assistance.
    """
    lines = _lines(context, joined, answers)
    outside = (frozenset(context.states) | context.other_states) - context.party_codes
    bodies = frozenset(
        code for code, kind in context.organizations.items() if kind not in _NO_DONORS
    )
    regional = frozenset(code for code in bodies if context.organizations[code] == _REGIONAL)
    kinds = {
        "donors_not_party": outside,
        "donors_organizations": bodies,
        "donors_regional": regional,
    }
    late = late_refs(answers)
    return [_figure(name, kind, lines, on_received, late) for name, kind in kinds.items()]


def _figure(
    name: str,
    kind: frozenset[str],
    lines: list[FormLine],
    on_received: Figure,
    late: tuple[Ref, ...],
) -> Figure:
    donors = sorted({code for line in lines for code in line.counterparts if code in kind})
    telling = [line for line in lines if set(line.counterparts) & kind]
    unread = tuple(line.ref("counterpart") for line in lines if "counterpart" in line.unread)
    limits = unread if donors else (*unread, *late)
    is_exact = on_received.certainty is Certainty.EXACTLY and not limits
    least = Certainty.AT_LEAST if donors else Certainty.UNKNOWN
    return Figure(
        name=name,
        value=len(donors) if donors or is_exact else None,
        certainty=Certainty.EXACTLY if is_exact else least,
        counts=tuple(ref for line in telling for ref in line.refs("section", "counterpart")),
        basis=(
            *on_received.basis,
            *(ref for evidence in on_received.states for ref in evidence.refs),
        ),
        limits=tuple(dict.fromkeys((*on_received.limits, *limits))),
        searched=on_received.searched,
        behind=(*donors, *(line.state for line in telling)),
    )
