"""The figures on national reports: counts of States Parties by the indicators of the plan, and who
else gave assistance.

In: CountingContext, joined reports, answers. Out: figures with every cell behind them. A new count
is one function here and its line in the plan file. An organization does not stand for its members,
and a signatory is not a State Party.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from pipeline.aggregate.answers import (
    answer,
    follow_unchanged,
    late_refs,
    why_not_counted,
)
from pipeline.aggregate.counting_context import CountingContext, count, once
from pipeline.aggregate.joined_reports import (
    OF_ANY,
    OUTSIDE_REPORTS,
    REPORTS_RECEIVED_FIGURE,
    JoinedReports,
    due_states,
    refs_of_other_years,
    reports_received,
    rows_out,
)
from pipeline.aggregate.statements_and_needs import cells_held_out, doubtful_cells
from pipeline.model.figure import (
    NOT_IN_TIME,
    Answer,
    Certainty,
    CountKey,
    Evidence,
    Figure,
    Reply,
)
from pipeline.model.plan import Indicator
from pipeline.model.record import FormLine
from pipeline.model.source import Ref
from pipeline.model.tables import REPORTS_RECEIVED

REPORTS = "national-reports"
_RECEIVED = "received"
_SMALLEST_TELLING = 3
_NO_DONORS = frozenset({"scope", "convention_body"})
_REGIONAL = "regional_organization"
_DONORS = {
    "donors_not_party": "states_not_party",
    "donors_organizations": "organizations",
    "donors_regional": "regional_organizations",
}

Answers = dict[str, tuple[Answer, ...]]


class _Counting(NamedTuple):
    """The input of the counts of one indicator; `answers` are those on every indicator."""

    context: CountingContext
    joined: JoinedReports
    answers: Answers
    indicator: Indicator

    @property
    def own(self) -> tuple[Answer, ...]:
        """The answers on the indicator itself."""
        return self.answers[self.indicator.id]

    @property
    def year(self) -> int:
        """The year that the reports are for."""
        return self.context.settings.article7_year


class ReportFigures(NamedTuple):
    """Figures, and the answers behind them by indicator."""

    figures: tuple[Figure, ...]
    answers: Answers

    @property
    def all_answers(self) -> tuple[Answer, ...]:
        """Every answer, in the order of the indicators."""
        return tuple(one for answers in self.answers.values() for one in answers)

    @property
    def of_states(self) -> tuple[Figure, ...]:
        """The figures that count States Parties by their reports for the year."""
        names = {REPORTS_RECEIVED_FIGURE, *self.answers}
        return tuple(figure for figure in self.figures if figure.name in names)


def report_figures(context: CountingContext, joined: JoinedReports) -> ReportFigures:
    """The figures of all indicators that are answered by national reports, with the answers."""
    indicators = [i for i in context.plan.indicators if i.figure in FIGURES]
    codes = [state.iso3 for state in context.parties]
    answers: Answers = {
        indicator.id: tuple(answer(context, joined, code, indicator) for code in codes)
        for indicator in indicators
    }
    figures = [reports_received(context, joined)]
    for indicator in indicators:
        counting = _Counting(context, joined, answers, indicator)
        own = FIGURES[indicator.figure](counting)
        figures.extend(own)
        if indicator.section == _RECEIVED:
            figures.extend(_donor_figures(counting, own[0]))
    return ReportFigures(tuple(figures), answers)


def _sources(counting: _Counting) -> tuple[str, ...]:
    """The sources that must be declared complete for a count to be exact: the reports, and other
    evidence for the indicator; for a part of another indicator's States, the sources of that too.
    """
    indicator = counting.indicator
    whole = [i for i in counting.context.plan.indicators if i.id == indicator.among]
    named = [source for one in (indicator, *whole) for source in _outside(one)]
    return once((REPORTS_RECEIVED.name, REPORTS, *named))


def _outside(indicator: Indicator) -> tuple[str, ...]:
    """The sources besides national reports that are evidence for an indicator."""
    return tuple(source for source in indicator.evidence if source in OUTSIDE_REPORTS)


def _limits(counting: _Counting) -> tuple[Ref, ...]:
    """The cells that keep a count from being exact: of answers unknown or in question, and of rows
    that could not be read.
    """
    context, indicator = counting.context, counting.indicator
    refs: list[Ref] = []
    for one in counting.own:
        if _is_open(one):
            refs += one.basis
    for one in counting.own:
        if one.reply is not Reply.YES:
            refs += doubtful_cells(context, indicator, one.state)
    refs += rows_out(counting.joined, (OF_ANY, *_reports_read(counting)), indicator)
    return once(refs)


def _is_open(answer: Answer) -> bool:
    """Whether an answer may still become a yes; one that came after the cut-off may not."""
    if answer.reason == NOT_IN_TIME:
        return False
    return answer.reply is Reply.UNKNOWN


def _held_out(
    counting: _Counting, answers: tuple[Answer, ...], reply: Reply = Reply.YES
) -> tuple[Ref, ...]:
    """The cells that settings keep out of these answers: of reports that came late or are for
    another year, and of statements on other days. A statement can only be a yes, never a "no
    change".
    """
    context, indicator, joined = counting.context, counting.indicator, counting.joined
    refs = list(late_refs(answers))
    for one in answers:
        refs += refs_of_other_years(context, joined, one.state)
        if reply is Reply.YES:
            refs += cells_held_out(context, indicator, one.state)
    return once(refs)


def _reports_read(counting: _Counting) -> frozenset[tuple[str, str]]:
    """The State and year of each report behind the answers: that of the year, and those that an
    unchanged form refers to.
    """
    read = {(one.state, str(counting.year)) for one in counting.own}
    for one in counting.own:
        passed = follow_unchanged(counting.joined, one.state, counting.year).passed
        read |= {(one.state, str(reading.report.year)) for reading in passed if reading.report}
    return frozenset(read)


def _set_aside(counting: _Counting) -> tuple[Ref, ...]:
    """The cells of covers of the reports that were not needed: of another year, or of a State that
    is not a Party. Without them these reports might have counted.
    """
    read = _reports_read(counting)
    return tuple(ref for one, refs in counting.joined.covers if one not in read for ref in refs)


def _count(counting: _Counting, reply: Reply) -> Figure:
    """The number of States Parties whose answer on the indicator is this reply."""
    context, indicator, answers = counting.context, counting.indicator, counting.own
    yes = [one for one in answers if one.reply is reply]
    declared = context.declared(_sources(counting), context.settings.cut_off)
    counted = count(len(yes), declared, _limits(counting), _held_out(counting, answers, reply))
    read = (ref for one in answers for ref in (*one.basis, *one.counts))
    outside = _outside(indicator)
    of_year = [counting.joined.by_year.get((one.state, counting.year)) for one in answers]
    return Figure(
        name=indicator.id if reply is Reply.YES else f"{indicator.id}_unchanged",
        key=context.report_key(_fact(indicator, reply), (REPORTS, *outside)),
        value=counted.value,
        certainty=counted.certainty,
        states=tuple(_evidence(one) for one in yes),
        basis=(*declared, *read, *_set_aside(counting), *context.records.lifting),
        limits=counted.limits,
        searched=(*counting.joined.searched, *(context.evidence.searched if outside else ())),
        received=sum(reading is not None and reading.is_in_time for reading in of_year),
        due=len(due_states(context)),
        unread=sum(_is_open(one) for one in answers),
        denominator=context.denominator,
    )


def _fact(indicator: Indicator, reply: Reply) -> str:
    """The fact that is counted, in the words of the plan and the form, for the key of the count."""
    fact = f"{indicator.section}: {reply.value}"
    return f"{fact}, among {indicator.among}" if indicator.among else fact


def _evidence(answer: Answer) -> Evidence:
    return Evidence(iso3=answer.state, refs=(*answer.counts, *answer.basis), since=answer.since)


def states_reporting(counting: _Counting) -> tuple[Figure, ...]:
    """The States Parties whose reports say yes, and apart from them those that indicated no change
    since an earlier report that did (decision 8: what carries forward is printed with its year).
    """
    return _count(counting, Reply.YES), _count(counting, Reply.UNCHANGED)


def states_among(counting: _Counting) -> tuple[Figure, ...]:
    """The States counted by another indicator that report this too; the form says how many.

    Where the two numbers differ by one or two, neither number nor names are printed: they would
    reveal the States that did not report it (decision 4).
    """
    plan, indicator = counting.context.plan, counting.indicator
    among = next(i for i in plan.indicators if i.id == indicator.among)
    over = counting._replace(indicator=among)
    whole = [one.state for one in over.own if one.reply is Reply.YES]
    part = tuple(one for one in counting.own if one.state in whole)
    yes = [one for one in part if one.reply is Reply.YES]
    figure = _count(counting, Reply.YES)
    limits = [*figure.limits, *_limits(over)]
    # Of the whole as of the part: none is exact only if settings keep nothing out (decision 22).
    if not yes:
        limits += _held_out(counting, part)
    if not whole:
        limits += _held_out(over, over.own)
    named = {one.state for one in yes}
    known: dict[str, object] = {"value": None, "certainty": Certainty.UNKNOWN, "form": ""}
    if figure.certainty is Certainty.EXACTLY and not limits:
        form = _share(len(yes), len(whole))
        known = {"value": len(yes), "certainty": Certainty.EXACTLY, "form": form}
    of_whole = (ref for one in over.own for ref in (*one.counts, *one.basis))
    update = {
        **known,
        "states": tuple(_evidence(one) for one in yes),
        "basis": once((*figure.basis, *of_whole)),
        "limits": once(limits),
        # whoever makes up the whole decides how the part may be printed
        "behind": tuple(state for state in whole if state not in named),
    }
    return (figure.model_copy(update=update),)


def _share(part: int, whole: int) -> str:
    """The form of a part: none, all, part (with its number), most or some of the whole. A number is
    printed only if both the part and the rest are three or more.
    """
    if part == 0:
        return "none"
    if part == whole:
        return "all"
    if min(part, whole - part) >= _SMALLEST_TELLING:
        return "part"
    return "most" if part * 2 > whole else "some"


FigureFunction = Callable[[_Counting], tuple[Figure, ...]]
FIGURES: dict[str, FigureFunction] = {
    "states_reporting": states_reporting,
    "states_among": states_among,
}


def _donor_figures(counting: _Counting, on_received: Figure) -> list[Figure]:
    """The numbers of States not party, of organizations and of regional organizations that
    recipients named as donors. Nobody is named: they did not report it themselves.
    """
    context = counting.context
    outside = frozenset(context.states) - context.party_codes
    bodies = {c: kind for c, kind in context.organizations.items() if kind not in _NO_DONORS}
    regional = frozenset(code for code, kind in bodies.items() if kind == _REGIONAL)
    kinds = {
        "donors_not_party": outside,
        "donors_organizations": frozenset(bodies),
        "donors_regional": regional,
    }
    lines = _received_lines(counting)
    out = _held_out(counting, counting.own)
    figures = []
    for name, kind in kinds.items():
        key = context.report_key("assistance given", (REPORTS,), _DONORS[name])
        figures.append(_donor_figure(name, key, _gifts(lines, kind, out), on_received))
    return figures


def _received_lines(counting: _Counting) -> list[FormLine]:
    """The lines on assistance received in the reports behind the answers."""
    yes = [one for one in counting.own if one.reply is Reply.YES]
    readings = [counting.joined.by_year.get((one.state, counting.year)) for one in yes]
    reports = (reading.usable for reading in readings if reading is not None)
    every = [line for report in reports if report is not None for line in report.lines]
    lines = [line for line in every if line.section == _RECEIVED]
    return [line for line in lines if not why_not_counted(counting.context, line)]


class _Gifts(NamedTuple):
    """The donors of one kind, the lines that name them, and the cells that keep their number from
    being exact.
    """

    donors: tuple[str, ...]
    lines: tuple[FormLine, ...]
    limits: tuple[Ref, ...]


def _gifts(lines: Iterable[FormLine], kind: frozenset[str], out: tuple[Ref, ...]) -> _Gifts:
    donors: set[str] = set()
    telling: list[FormLine] = []
    unread: list[Ref] = []
    for line in lines:
        if found := kind.intersection(line.counterparts):
            donors |= found
            telling.append(line)
        if "counterpart" in line.unread:
            unread.append(line.ref("counterpart"))
    limits = unread if donors else (*unread, *out)
    return _Gifts(tuple(sorted(donors)), tuple(telling), tuple(limits))


def _donor_figure(name: str, key: CountKey, gifts: _Gifts, on_received: Figure) -> Figure:
    is_exact = on_received.certainty is Certainty.EXACTLY and not gifts.limits
    value, certainty = len(gifts.donors) or None, Certainty.AT_LEAST
    if is_exact:
        value, certainty = len(gifts.donors), Certainty.EXACTLY
    elif value is None:
        certainty = Certainty.UNKNOWN
    of_states = (ref for evidence in on_received.states for ref in evidence.refs)
    cells = ("section", "counterpart")
    return Figure(
        name=name,
        key=key,
        value=value,
        certainty=certainty,
        counts=tuple(ref for line in gifts.lines for ref in line.refs(*cells)),
        basis=(*on_received.basis, *of_states),
        limits=once((*on_received.limits, *gifts.limits)),
        searched=on_received.searched,
        behind=(*gifts.donors, *(line.state for line in gifts.lines)),
    )
