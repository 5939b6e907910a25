"""Assistance provided and received, line by line, for internal files: converted where a setting
asks, never added.

In: the lines of all reports, rates of the user, the gate for names alone. Out: the lines in
alphabetical order, the fate of each rate, and findings on gifts that two reports may both tell of.
It joins no two rates, and uses no rate of another period.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from pipeline.aggregate.counting_context import CountingContext
from pipeline.aggregate.gate import Gate
from pipeline.aggregate.joined_reports import MARKS, JoinedReports
from pipeline.model.figure import Drop
from pipeline.model.finding import Finding, found
from pipeline.model.internal_books import Assistance, Converted
from pipeline.model.record import FormLine, Rate
from pipeline.model.source import Ref, Step

# The average of the year comes first; the rate of a month or day is used only for what was paid in
# that month or on that day.
_KINDS = ("average_year", "month", "spot")
Rates = dict[tuple[str, str], tuple[Rate, ...]]
_FAR_APART = Decimal("0.2")
_TREATIES = "also_reported_under"
_SECTIONS = ("provided", "received")
_MIXED = "mixed_mine_action"
_NOT_PRINTED = "not-printed"


def by_pair(rates: Iterable[Rate]) -> Rates:
    """The rates by the currencies they lead from and to."""
    pairs: dict[tuple[str, str], tuple[Rate, ...]] = {}
    for rate in rates:
        key = rate.from_currency, rate.to_currency
        pairs[key] = (*pairs.get(key, ()), rate)
    return pairs


def amount_of(line: FormLine) -> tuple[Decimal, str] | None:
    """The one amount of a line and its currency; nothing for ranges, sums over several years and
    help in kind.
    """
    money = line.money
    if money is None or money.amount is None:
        return None
    # the column decides: a sign at the amount, such as $, may be that of several currencies
    currency = line.currency or money.currency
    if money.years or not currency:
        return None
    return money.amount, currency


def convert(line: FormLine, currency: str, rates: Rates) -> Converted | None:
    """The amount of a line in a currency, by a rate for the period of the line; nothing where there
    is none.
    """
    told = amount_of(line)
    if told is None or not currency:
        return None
    amount, own = told
    if own == currency:
        return Converted(amount, currency, None)
    if rate := _rate(rates.get((own, currency), ()), line):
        return Converted(amount * rate.rate, currency, rate)
    if rate := _rate(rates.get((currency, own), ()), line):
        return Converted(amount / rate.rate, currency, rate)
    return None


def _rate(rates: tuple[Rate, ...], line: FormLine) -> Rate | None:
    """The rate whose period holds that of the line, years before months before days."""
    if line.period_from is None or line.period_to is None:
        return None
    first, last = line.period_from.first, line.period_to.last
    fitting = [rate for rate in rates if _holds(rate, first, last)]
    return min(fitting, key=lambda rate: _KINDS.index(rate.kind)) if fitting else None


def _holds(rate: Rate, first: date, last: date) -> bool:
    return rate.period.first <= first and last <= rate.period.last


def with_step(ref: Ref, line: FormLine, converted: Converted | None) -> Ref:
    """The cell of an amount with the step of its conversion."""
    told = amount_of(line)
    if converted is None or converted.rate is None or told is None:
        return ref
    before, after = f"{told[0]:f} {told[1]}", f"{converted.amount:.2f} {converted.currency}"
    step = Step("converted", before, after, converted.rate.ref("rate"))
    return ref._replace(steps=(*ref.steps, step))


class Pair(NamedTuple):
    """A line on assistance received and one on assistance provided; `apart` is how far the amounts
    lie apart.
    """

    received: FormLine
    provided: FormLine
    apart: Decimal | None

    @property
    def is_far_apart(self) -> bool:
        """Whether both amounts are known and lie more than a fifth apart."""
        return self.apart is not None and self.apart > _FAR_APART


def _days(line: FormLine) -> tuple[date, date]:
    """First and last day of a line; of one without a period, those of the year of its report."""
    first = line.period_from.first if line.period_from else date(line.year, 1, 1)
    return first, line.period_to.last if line.period_to else date(line.year, 12, 31)


def _overlap(one: FormLine, other: FormLine) -> bool:
    (first, last), (start, end) = _days(one), _days(other)
    return first <= end and start <= last


def _may_be_one(received: FormLine, provided: FormLine, states: frozenset[str]) -> bool:
    """Whether giver and receiver name each other, or each names the channel between them."""
    ends = set(received.counterparts) | set(received.channels)
    is_to_them = received.state in provided.counterparts
    is_from_them = provided.state in received.counterparts
    has_channel = bool(ends & set(provided.channels))
    names_no_state = not set(provided.counterparts) & states
    if is_to_them:
        return is_from_them or has_channel
    # a giver that names another State beside the channel gave to that one
    return all((is_from_them, has_channel, names_no_state))


def _apart(received: FormLine, provided: FormLine, rates: Rates, currency: str) -> Decimal | None:
    """How far two amounts lie apart as a share of the smaller, in one currency by the user's rates;
    else nothing.
    """
    for wanted in (_currency(received), _currency(provided), currency):
        one, other = convert(received, wanted, rates), convert(provided, wanted, rates)
        if one and other and min(one.amount, other.amount) > 0:
            return abs(one.amount - other.amount) / min(one.amount, other.amount)
    return None


def _currency(line: FormLine) -> str:
    told = amount_of(line)
    return told[1] if told else ""


def find_pairs(
    lines: tuple[FormLine, ...], states: frozenset[str], rates: Rates, currency: str
) -> tuple[Pair, ...]:
    """Every two lines that may tell of one gift, in the order of the lines received."""
    by_end: dict[str, list[FormLine]] = defaultdict(list)
    for line in lines:
        if line.section == "provided":
            for end in dict.fromkeys((line.state, *line.channels)):
                by_end[end].append(line)
    return tuple(
        Pair(received, provided, _apart(received, provided, rates, currency))
        for received in lines
        if received.section == "received"
        for provided in _near(received, by_end)
        if _overlap(received, provided) and _may_be_one(received, provided, states)
    )


def _near(received: FormLine, by_end: dict[str, list[FormLine]]) -> Iterator[FormLine]:
    """The lines provided by, or through, whom the line names."""
    ends = dict.fromkeys((*received.counterparts, *received.channels))
    yield from {line.key: line for end in ends for line in by_end.get(end, ())}.values()


def pair_findings(pairs: tuple[Pair, ...]) -> list[Finding]:
    """A finding a line received: the possible pairs, or those whose amounts lie too far apart to be
    one.
    """
    by_line: dict[tuple[str, bool], list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_line[str(pair.received.key), pair.is_far_apart].append(pair)
    return [
        found(
            "pair-amounts-differ" if is_far_apart else "possible-pair",
            same[0].received.ref("counterpart"),
            hint="; ".join(_told(pair) for pair in same),
        )
        for (_, is_far_apart), same in by_line.items()
    ]


def _told(pair: Pair) -> str:
    """Both places and amounts, for internal files."""
    other = pair.provided.ref("amount")
    apart = "not comparable" if pair.apart is None else f"{pair.apart:.0%} apart"
    return (
        f"{_amount(pair.received)} here; {_amount(pair.provided)} in {other.source} ›"
        f" {other.place}; {apart}"
    )


def _amount(line: FormLine) -> str:
    told = amount_of(line)
    return f"{told[0]:f} {told[1]}" if told else "no single amount"


def treaty_findings(lines: tuple[FormLine, ...]) -> list[Finding]:
    """The lines that reports under other treaties hold too."""
    return [
        found("same-gift-in-several-treaties", line.ref(_TREATIES))
        for line in lines
        if line.also_reported_under
    ]


class AssistanceLines(NamedTuple):
    """The lines, the fates of rates, and what is to be said of both sides of a gift."""

    lines: tuple[Assistance, ...]
    drops: tuple[Drop, ...]
    findings: tuple[Finding, ...]


def assistance(context: CountingContext, joined: JoinedReports, gate: Gate) -> AssistanceLines:
    """Every line on assistance in the latest version of each report."""
    every = tuple(line for report in context.records.reports for line in report.lines)
    rates, wanted = by_pair(context.records.rates), context.settings.convert_to
    states = frozenset(context.states)
    pairs = find_pairs(every, states, rates, wanted)
    notes = _notes(pairs, joined, gate)
    lines = [_line(line, gate, rates, wanted, notes) for line in every if line.section in _SECTIONS]
    used = {line.converted.rate.key for line in lines if line.converted and line.converted.rate}
    drops = tuple(
        Drop(
            key=rate.key,
            fate=_NOT_PRINTED,
            reason="internal-figures" if rate.key in used else "rate-not-used",
            record=rate.id,
        )
        for rate in context.records.rates
    )
    ordered = sorted(lines, key=lambda a: (a.sort_key, a.line.year, a.line.section, a.line.key))
    return AssistanceLines(tuple(ordered), drops, (*pair_findings(pairs), *treaty_findings(every)))


def _line(
    line: FormLine, gate: Gate, rates: Rates, wanted: str, notes: dict[str, str]
) -> Assistance:
    state = gate.name(line.state)
    converted = convert(line, wanted, rates)
    return Assistance(
        line=line,
        state=state.listed,
        sort_key=state.sort_key,
        counterpart=_names(gate, line.counterparts),
        channel=_names(gate, line.channels),
        share=_share(line),
        amount=with_step(line.ref("amount"), line, converted),
        converted=converted,
        note=notes.get(str(line.key), ""),
    )


def _names(gate: Gate, codes: tuple[str, ...]) -> str:
    return "; ".join(name.listed for name in gate.names(codes))


def _share(line: FormLine) -> str:
    """Whether for this Convention alone; what other treaties' reports hold too is never
    exclusive.
    """
    if not line.also_reported_under:
        return line.ccm_share
    return f"{_MIXED} (also: {', '.join(line.also_reported_under)})"


def _notes(pairs: tuple[Pair, ...], joined: JoinedReports, gate: Gate) -> dict[str, str]:
    """For a line of a report that may not be used, why; for either line of a pair, where the other
    stands.
    """
    told: dict[str, list[str]] = {}
    for reading in joined.by_year.values():
        mark = MARKS.get(reading.fault)
        for line in reading.report.lines if mark and reading.report else ():
            told.setdefault(str(line.key), []).append(f"report {mark}")
    for pair in pairs:
        for own, other in ((pair.received, pair.provided), (pair.provided, pair.received)):
            ref = other.ref("amount")
            what = (
                "same two parties, but the amounts differ"
                if pair.is_far_apart
                else "possibly the same gift"
            )
            told.setdefault(str(own.key), []).append(
                f"{what}: {gate.name(other.state).listed}, {ref.source} › {ref.place}"
            )
    return {key: "; ".join(lines) for key, lines in told.items()}
