"""Conversion of money by the user's rates of exchange, and by no others.

In: a line with money, the rates that agree with each other, a currency. Out: the amount in that
currency, or nothing. It joins no two rates, and uses no rate of another period.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from pipeline.model.internal_books import Converted
from pipeline.model.record import FormLine, Rate
from pipeline.model.source import Ref, Step

# The average of the year first; the rate of a month or day for what was paid in that month or on
# that day alone.
_KINDS = ("average_year", "month", "spot")
Rates = dict[tuple[str, str], tuple[Rate, ...]]


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
    currency = line.currency or (money.currency if money else "")
    if money is None or money.amount is None or money.years or not currency:
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
