"""Gifts that two reports may both tell of: questions for a person, never added, never printed.

In: the lines of all reports, rates. Out: for each line on assistance received, the lines on
assistance provided that may be the same gift, as findings. Of a gift that one side alone tells
nothing is said.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from pipeline.aggregate.exchange import Rates, amount_of, convert
from pipeline.model.finding import Finding, found
from pipeline.model.record import FormLine

_FAR_APART = Decimal("0.2")
_TREATIES = "also_reported_under"


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
    return (is_from_them and (is_to_them or (has_channel and names_no_state))) or (
        is_to_them and has_channel
    )


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
