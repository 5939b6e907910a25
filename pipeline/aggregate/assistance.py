"""Assistance provided and received, line by line, for internal files: converted if a setting asks
for it, never added up (decision 8).

In: the lines of all reports, rates that the user vouches for, and the gate for names. Out: the
lines in alphabetical order, the fate of each rate, and findings on gifts that two reports may both
mention. It never chains two rates, and never uses a rate of another period.
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
    """The rates by the currencies that they convert from and to."""
    pairs: dict[tuple[str, str], tuple[Rate, ...]] = {}
    for rate in rates:
        key = rate.from_currency, rate.to_currency
        pairs[key] = (*pairs.get(key, ()), rate)
    return pairs


def amount_of(line: FormLine) -> tuple[Decimal, str] | None:
    """The amount and currency of a line; None for a range, a sum over several years, and assistance
    in kind without a price.
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
    """The amount of a line in a currency, by a rate for the period of the line; None if there is no
    amount or no such rate.
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
    """The rate whose period contains that of the line; of several a yearly one before a monthly and
    a daily one.
    """
    if line.period_from is None or line.period_to is None:
        return None
    first, last = line.period_from.first, line.period_to.last
    fitting = [rate for rate in rates if _holds(rate, first, last)]
    return min(fitting, key=lambda rate: _KINDS.index(rate.kind), default=None)


def _holds(rate: Rate, first: date, last: date) -> bool:
    return rate.period.first <= first and last <= rate.period.last


def with_step(ref: Ref, line: FormLine, converted: Converted | None) -> Ref:
    """The cell of an amount, with the conversion as a step if there was one."""
    told = amount_of(line)
    if told is None or converted is None:
        return ref
    if converted.rate is None:
        return ref
    before, after = f"{told[0]:f} {told[1]}", f"{converted.amount:.2f} {converted.currency}"
    step = Step("converted", before, after, converted.rate.ref("rate"))
    return ref._replace(steps=(*ref.steps, step))


class Pair(NamedTuple):
    """A line on assistance received and one on assistance provided that may be the same gift.

    `apart` is the difference of the amounts as a share of the smaller; None if they cannot be
    compared.
    """

    received: FormLine
    provided: FormLine
    apart: Decimal | None

    @property
    def is_far_apart(self) -> bool:
        """Whether both amounts are known and differ by more than a fifth."""
        if self.apart is None:
            return False
        return self.apart > _FAR_APART


def _days(line: FormLine) -> tuple[date, date]:
    """The first and last day of a line; without a period, those of the year of its report."""
    first = line.period_from.first if line.period_from else date(line.year, 1, 1)
    return first, line.period_to.last if line.period_to else date(line.year, 12, 31)


def _overlap(one: FormLine, other: FormLine) -> bool:
    (first, last), (start, end) = _days(one), _days(other)
    return max(first, start) <= min(last, end)


def _may_be_one(received: FormLine, provided: FormLine, states: frozenset[str]) -> bool:
    """Whether giver and receiver name each other, or both the channel between them and one of them
    the other: reports on a gift through an organization often name only that.
    """
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
    """The difference of two amounts as a share of the smaller, in the first currency that both can
    be converted to; None if there is none.
    """
    for wanted in (_currency(received), _currency(provided), currency):
        one, other = convert(received, wanted, rates), convert(provided, wanted, rates)
        if one is None or other is None:
            continue
        smaller = min(one.amount, other.amount)
        if smaller > 0:
            return abs(one.amount - other.amount) / smaller
    return None


def _currency(line: FormLine) -> str:
    told = amount_of(line)
    return told[1] if told else ""


def find_pairs(
    lines: tuple[FormLine, ...], states: frozenset[str], rates: Rates, currency: str
) -> tuple[Pair, ...]:
    """Every two lines that may be about the same gift, in the order of the lines received."""
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
    """The lines on assistance provided by or through those that a line received names."""
    ends = dict.fromkeys((*received.counterparts, *received.channels))
    yield from {line.key: line for end in ends for line in by_end.get(end, ())}.values()


def pair_findings(pairs: tuple[Pair, ...]) -> list[Finding]:
    """A finding for each line received with possible pairs, and one for those with amounts too
    different to be one gift.
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
    """The amounts and places of a pair, for internal files."""
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
    """A finding for each line that reports under other treaties contain too."""
    return [
        found("same-gift-in-several-treaties", line.ref(_TREATIES))
        for line in lines
        if line.also_reported_under
    ]


class AssistanceLines(NamedTuple):
    """The lines, the drops of rates, and findings."""

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
    conversions = (line.converted for line in lines if line.converted)
    used = {converted.rate.key for converted in conversions if converted.rate}
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
    """The share of the amount that is for this Convention; what reports under other treaties
    contain too is never exclusive to it.
    """
    if not line.also_reported_under:
        return line.ccm_share
    return f"{_MIXED} (also: {', '.join(line.also_reported_under)})"


def _notes(pairs: tuple[Pair, ...], joined: JoinedReports, gate: Gate) -> dict[str, str]:
    """Notes by line: why its report may not be used, and where the other line of a pair is."""
    told: dict[str, list[str]] = defaultdict(list)
    marked = (reading for reading in joined.by_year.values() if reading.fault in MARKS)
    for reading in marked:
        for line in () if reading.report is None else reading.report.lines:
            told[str(line.key)].append(f"report {MARKS[reading.fault]}")
    for pair in pairs:
        what = "possibly the same gift"
        if pair.is_far_apart:
            what = "same two parties, but the amounts differ"
        for own, other in ((pair.received, pair.provided), (pair.provided, pair.received)):
            ref = other.ref("amount")
            name = gate.name(other.state).listed
            told[str(own.key)].append(f"{what}: {name}, {ref.source} › {ref.place}")
    return {key: "; ".join(lines) for key, lines in told.items()}
