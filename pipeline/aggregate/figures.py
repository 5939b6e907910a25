"""The figures on national reports: counts of States Parties over answers, by the plan's indicators.

In: Base, readings, answers. Out: figures with every cell they stand on. A new count is one function
here and its line in the plan file.
"""

from collections.abc import Callable
from datetime import timedelta

from pipeline.aggregate.answers import answer, late_refs
from pipeline.aggregate.base import Base, certainty
from pipeline.aggregate.donors import donor_figures
from pipeline.aggregate.heard import unsure_of
from pipeline.aggregate.readings import HEARD, OF_ANY, Readings, follow, rows_out
from pipeline.model.figure import NOT_IN_TIME, Answer, Certainty, Evidence, Figure, Reply
from pipeline.model.plan import Indicator
from pipeline.model.source import Ref
from pipeline.model.tables import COVER, REPORTS_RECEIVED

REPORTS = "national-reports"
_RECEIVED = "received"
_SMALLEST_TELLING = 3
_INITIAL_REPORT_DAYS = 180


def received(base: Base, readings: Readings) -> Figure:
    """States Parties whose report for the year of the meeting had been received by the cut-off
    (article 7).
    """
    year, settings = base.settings.article7_year, base.settings
    evidence, late, limits = [], [], []
    in_time = 0
    for state in base.parties:
        reading = readings.by_year.get((state.iso3, year))
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
    limits += [q.ref for q in base.limits((REPORTS_RECEIVED.name, COVER.name))]
    limits += [] if evidence else late  # DESIGN decision 22
    declared = base.declared((REPORTS_RECEIVED.name,), settings.cut_off)
    return Figure(
        name="reports_received",
        value=len(evidence) or _zero(declared, tuple(limits)),
        certainty=certainty(len(evidence), declared, tuple(limits)),
        states=tuple(evidence),
        basis=(*declared, *late, settings.ref("cut_off"), settings.ref("article7_year")),
        limits=tuple(limits),
        searched=_searched(readings),
        received=in_time,
        due=len(due_states(base)),
        denominator=base.denominator,
    )


def _zero(declared: tuple[Ref, ...], limits: tuple[Ref, ...]) -> int | None:
    """Zero where it is certain, else nothing: unknown is never zero."""
    return 0 if declared and not limits else None


def due_states(base: Base) -> tuple[str, ...]:
    """States Parties whose report for the year was due: in force 180 days before the cut-off
    (article 7).
    """
    latest = base.settings.cut_off - timedelta(days=_INITIAL_REPORT_DAYS)
    return tuple(
        s.iso3 for s in base.parties if s.entry_into_force and s.entry_into_force <= latest
    )


def _searched(readings: Readings) -> tuple[str, ...]:
    sources = {
        record.row.key[0]
        for reading in readings.by_year.values()
        for record in (reading.registered, reading.report)
        if record is not None
    }
    return tuple(sorted(sources))


def _sources(base: Base, indicator: Indicator) -> tuple[str, ...]:
    """What must be declared complete for a count to be exact: the reports, and whatever else is
    evidence for it.

    A part of another indicator's States needs what that one needs.
    """
    whole = [i for i in base.plan.indicators if i.id == indicator.among]
    named = [source for i in (indicator, *whole) for source in i.evidence if source in HEARD]
    return tuple(dict.fromkeys((REPORTS_RECEIVED.name, REPORTS, *named)))


def _limits(
    base: Base, readings: Readings, answers: tuple[Answer, ...], indicator: Indicator
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
        for ref in unsure_of(base, indicator, a.state)
    ]
    read = _reports_read(readings, answers, base.settings.article7_year)
    refs += rows_out(readings, (OF_ANY, *read), indicator)
    return tuple(dict.fromkeys(refs))


def _reports_read(
    readings: Readings, answers: tuple[Answer, ...], year: int
) -> frozenset[tuple[str, str]]:
    """State and year of each report behind the answers: that of the year, and those an unchanged
    Form I leads to.
    """
    own = {(a.state, str(year)) for a in answers}
    passed = ((a.state, r.report) for a in answers for r in follow(readings, a.state, year).passed)
    return frozenset(own | {(state, str(report.year)) for state, report in passed if report})


def _set_aside(readings: Readings, answers: tuple[Answer, ...], year: int) -> tuple[Ref, ...]:
    """The covers that say of reports here that they are not among those to be read: another year,
    or no State Party.
    """
    read = _reports_read(readings, answers, year)
    return tuple(ref for report, refs in readings.covers if report not in read for ref in refs)


def _count(
    base: Base, answers: tuple[Answer, ...], indicator: Indicator, reply: Reply, readings: Readings
) -> Figure:
    yes = [a for a in answers if a.reply is reply]
    limits = _limits(base, readings, answers, indicator)
    if not yes:
        limits = tuple(dict.fromkeys((*limits, *late_refs(answers))))
    declared = base.declared(_sources(base, indicator), base.settings.cut_off)
    year = base.settings.article7_year
    read = (ref for a in answers for ref in (*a.basis, *a.counts))
    unread = sum(a.reply is Reply.UNKNOWN and a.reason != NOT_IN_TIME for a in answers)
    of_year = (readings.by_year.get((a.state, year)) for a in answers)
    return Figure(
        name=indicator.id if reply is Reply.YES else f"{indicator.id}_unchanged",
        value=len(yes) or _zero(declared, limits),
        certainty=certainty(len(yes), declared, limits),
        states=tuple(
            Evidence(iso3=a.state, refs=(*a.counts, *a.basis), since=a.since) for a in yes
        ),
        basis=(*declared, *read, *_set_aside(readings, answers, year), *base.records.lifting),
        limits=limits,
        searched=(
            *_searched(readings),
            *(base.heard.searched if set(indicator.evidence) & HEARD else ()),
        ),
        received=sum(reading is not None and reading.is_in_time for reading in of_year),
        due=len(due_states(base)),
        unread=unread,
        denominator=base.denominator,
    )


Answers = dict[str, tuple[Answer, ...]]
FigureFunction = Callable[[Base, Readings, Answers, Indicator], tuple[Figure, ...]]


def states_reporting(
    base: Base, readings: Readings, answers: Answers, indicator: Indicator
) -> tuple[Figure, ...]:
    """States Parties whose reports say so, and those that indicated no change since an earlier
    report that did.
    """
    own = answers[indicator.id]
    return (
        _count(base, own, indicator, Reply.YES, readings),
        _count(base, own, indicator, Reply.UNCHANGED, readings),
    )


def states_among(
    base: Base, readings: Readings, answers: Answers, indicator: Indicator
) -> tuple[Figure, ...]:
    """Of the States counted by another indicator, those that report this too; the form says how
    many of them.

    Where the two numbers differ by one or two the smaller is never told: it would point at the
    others.
    """
    whole = {a.state: a for a in answers[indicator.among] if a.reply is Reply.YES}
    part = tuple(a for a in answers[indicator.id] if a.state in whole)
    figure = _count(base, answers[indicator.id], indicator, Reply.YES, readings)
    yes = [a for a in part if a.reply is Reply.YES]
    over = tuple(ref for a in answers[indicator.among] for ref in (*a.counts, *a.basis))
    among = next(i for i in base.plan.indicators if i.id == indicator.among)
    limits = tuple(
        dict.fromkeys((*figure.limits, *_limits(base, readings, answers[among.id], among)))
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


def report_figures(base: Base, readings: Readings) -> tuple[tuple[Figure, ...], Answers]:
    """All figures of the plan's indicators that stand on national reports, and the answers behind
    them.
    """
    indicators = [i for i in base.plan.indicators if i.figure in FIGURES]
    answers: Answers = {
        indicator.id: tuple(answer(base, readings, state.iso3, indicator) for state in base.parties)
        for indicator in indicators
    }
    figures = [received(base, readings)]
    for indicator in indicators:
        own = FIGURES[indicator.figure](base, readings, answers, indicator)
        figures.extend(own)
        if indicator.section == _RECEIVED:
            figures.extend(donor_figures(base, readings, answers[indicator.id], own[0]))
    return tuple(figures), answers
