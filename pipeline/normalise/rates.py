"""Rates of exchange: rows of the table rates into records, with their direction resolved.

In: rows with values. Out: rates that agree with each other, rows not used, findings. If two rates
for a pair contradict each other, neither is kept: the program does not choose a rate.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple, cast

from pipeline.model.dates_and_money import Dated, Money, Precision
from pipeline.model.figure import Drop
from pipeline.model.finding import Finding, found
from pipeline.model.record import Rate
from pipeline.normalise.table import QUARANTINED, ReadRow, TableRows

_PRECISION = {"spot": Precision.DAY, "month": Precision.MONTH, "average_year": Precision.YEAR}
_NEAR = timedelta(days=31)
_FAR_OFF = Decimal("0.2")
# A spreadsheet drops the zeros at the end of a number, so this much at most is ever attributed to
# rounding.
_MOST_ROUNDING = Decimal("0.005")


class _Quoted(NamedTuple):
    """A rate with what its row says of it; `slack` is how far rounding may have moved it, as a
    share of it.
    """

    rate: Rate
    is_inverse: bool
    source: str
    slack: Decimal

    @property
    def pair(self) -> tuple[str, str]:
        """The two currencies in alphabetical order, the same for both directions."""
        first, second = sorted((self.rate.from_currency, self.rate.to_currency))
        return first, second

    @property
    def value(self) -> Decimal:
        """Units of the second currency of the pair for one unit of the first."""
        if self.rate.from_currency == self.pair[0]:
            return self.rate.rate
        return 1 / self.rate.rate


def read_rates(table: TableRows) -> tuple[tuple[Rate, ...], TableRows]:
    """The rates that may be used, in the order of the table, and the table with what was
    set aside.
    """
    quoted: list[_Quoted] = []
    findings, drops = list(table.findings), list(table.drops)
    for read in table.rows:
        if fault := _fault(read):
            findings.append(fault)
            drops.append(Drop(key=read.row.key, fate=QUARANTINED, reason=fault.code))
        else:
            quoted.append(_quoted(read))
    out: dict[int, str] = {}
    for first, second, code in _contradictions(quoted):
        for own, other in ((first, second), (second, first)):
            at = other.rate.ref("rate")
            findings.append(
                found(code, own.rate.ref("rate"), hint=f"{at.source} › {at.place}: {at.words}")
            )
            out.setdefault(id(own), code)
    drops += [
        Drop(key=q.rate.key, fate=QUARANTINED, reason=out[id(q)], record=q.rate.id)
        for q in quoted
        if id(q) in out
    ]
    kept = tuple(q.rate for q in quoted if id(q) not in out)
    return kept, TableRows((), table.quarantined, tuple(drops), tuple(findings))


def _number(read: ReadRow) -> Decimal:
    """The rate as written; zero if the cell gives no plain number, but an approximate one or one
    with a currency.
    """
    value = read.values["rate"]
    if isinstance(value, Money):
        value = value.amount
    words = read.row.cell("rate").text
    if any(letter.isalpha() for letter in words) or not isinstance(value, Decimal):
        return Decimal(0)
    return value


def _fault(read: ReadRow) -> Finding | None:
    row, values = read.row, read.values
    if values["from_currency"] == values["to_currency"]:
        return found("rate-of-itself", row.ref("to_currency"))
    if not _number(read):
        return found("rate-not-positive", row.ref("rate"))
    wanted = _PRECISION[str(values["kind"])]
    period = values["period"]
    if isinstance(period, Dated) and period.precision is wanted:
        return None
    return found("rate-period", row.ref("period"), values=wanted.value)


def _quoted(read: ReadRow) -> _Quoted:
    values, number = read.values, _number(read)
    exponent = number.as_tuple().exponent
    # half a unit of the last digit: as far as rounding alone can move a rate that is written so
    slack = Decimal((0, (5,), int(exponent) - 1)) / number
    source, target = str(values["from_currency"]), str(values["to_currency"])
    period = cast("Dated", values["period"])
    quoted_in = (source, target)
    if values["direction"] != "to_per_from":
        number, quoted_in = 1 / number, (target, source)
    rate = Rate(
        id=f"{source}-{target}-{period.first.isoformat()}-{period.precision}".lower(),
        row=read.row,
        from_currency=source,
        to_currency=target,
        rate=number,
        period=period,
        kind=str(values["kind"]),
    )
    is_inverse = quoted_in != tuple(sorted(quoted_in))
    return _Quoted(rate, is_inverse, str(values["source"]), min(slack, _MOST_ROUNDING))


def _contradictions(quoted: list[_Quoted]) -> Iterator[tuple[_Quoted, _Quoted, str]]:
    """Every two rates of a pair that cannot both be right, and why; each is compared only with
    those of neighbouring periods.
    """
    pairs: dict[tuple[str, str], list[_Quoted]] = defaultdict(list)
    for one in quoted:
        pairs[one.pair].append(one)
    for rates in pairs.values():
        rates.sort(key=lambda q: q.rate.period.first)
        for position, one in enumerate(rates):
            for other in rates[position + 1 :]:
                if other.rate.period.first > one.rate.period.last + _NEAR:
                    break
                if code := _contradiction(one, other):
                    yield one, other, code


def _contradiction(one: _Quoted, other: _Quoted) -> str:
    apart = abs(one.value - other.value) / min(one.value, other.value)
    is_same_period = one.rate.period == other.rate.period
    allowed = one.slack + other.slack if is_same_period else _FAR_OFF
    if apart <= allowed:
        return ""
    if not is_same_period:
        return "rate-far-off"
    if one.is_inverse != other.is_inverse:
        return "rate-inverse-disagrees"
    if one.source == other.source:
        return "rates-differ"
    return "parallel-rates"
