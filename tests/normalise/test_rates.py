"""Rates of exchange: which may be used, and what is converted by them."""

from datetime import date
from decimal import Decimal

import pytest

from pipeline.aggregate.assistance import by_pair, convert, with_step
from pipeline.model.dates_and_money import Dated, Money, Precision
from pipeline.model.record import FormLine, Rate
from tests.makers.counted_meeting import line
from tests.makers.counted_meeting import row as row_of
from tests.makers.small_meeting import findings, normalised, rows
from tests.whole.cases.rates import RATE

YEAR = Dated(first=date(2024, 1, 1), precision=Precision.YEAR)
DAY = Dated(first=date(2024, 5, 3))
MONTH = Dated(first=date(2024, 5, 1), precision=Precision.MONTH)


def read(*changes: dict[str, str]) -> tuple[Rate, ...]:
    """The rates that these rows give."""
    return normalised({"rates.csv": rows(*({**RATE, **change} for change in changes))}).value.rates


def fates(*changes: dict[str, str]) -> dict[int, str]:
    """Why each row that is out is out."""
    drops = normalised({"rates.csv": rows(*({**RATE, **change} for change in changes))}).value.drops
    return {drop.key[2]: drop.reason for drop in drops if drop.reason != "header"}


def rate(
    source: str, target: str, value: str, period: Dated = YEAR, kind: str = "average_year"
) -> Rate:
    """A rate of a table."""
    return Rate(
        id=f"{source}-{target}",
        row=row_of("rates", 2, rate=value),
        from_currency=source,
        to_currency=target,
        rate=Decimal(value),
        period=period,
        kind=kind,
    )


def gift(
    amount: str,
    currency: str,
    first: Dated | None = YEAR,
    last: Dated | None = None,
    **money: object,
) -> FormLine:
    """A line with money."""
    told = Money.model_validate({"amount": Decimal(amount) if amount else None, **money})
    made = line("XAA", "provided", counterpart="XAB", amount=amount)
    return made.model_copy(
        update={
            "money": told,
            "currency": currency,
            "period_from": first,
            "period_to": last or first,
        }
    )


@pytest.mark.parametrize(("direction", "value"), [("to_per_from", "0.4"), ("from_per_to", "2.5")])
def test_a_rate_is_units_of_to_for_one_of_from_whatever_its_direction(
    direction: str, value: str
) -> None:
    """0.4 of to per from, and 2.5 of from per to, are one rate."""
    assert [r.rate for r in read({"rate": value, "direction": direction})] == [Decimal("0.4")]


@pytest.mark.parametrize("words", ["0.4 USD", "about 0.4", "0.3 to 0.4", "nil", "n/a"])
def test_a_rate_is_a_plain_number(words: str) -> None:
    """What a person qualified, or wrote as money, is no rate."""
    assert read({"rate": words}) == ()
    assert fates({"rate": words}).keys() == {2}


def test_a_rate_of_a_span_of_days_is_none() -> None:
    """A period is a day, a month or a year, as the kind wants."""
    assert read({"period": "1-2 May 2024", "kind": "spot"}) == ()
    assert fates({"period": "1-2 May 2024", "kind": "spot"}).keys() == {2}


def test_an_inverse_that_agrees_within_rounding_is_kept() -> None:
    """1 / 3.00 is 0.333 to three digits; both rows stay, and either serves."""
    opposite = {"from_currency": "USD", "to_currency": "XTS", "rate": "3.00"}
    assert len(read({"rate": "0.333"}, opposite)) == 2
    assert fates({"rate": "0.33"}, {**opposite, "rate": "2.90"}) == dict.fromkeys(
        (2, 3), "rate-inverse-disagrees"
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"rate": "0.41"}, "rates-differ"),
        ({"rate": "0.41", "source": "market"}, "parallel-rates"),
        ({"rate": "0.49", "period": "2023"}, "rate-far-off"),
        ({"rate": "0.49", "period": "2024-05", "kind": "month"}, "rate-far-off"),
    ],
)
def test_of_two_rates_that_contradict_each_other_neither_is_used(
    change: dict[str, str], reason: str
) -> None:
    """The program does not choose; a third that agrees with both periods stays."""
    third = {"from_currency": "EUR", "rate": "1.05"}
    assert fates({}, change, third) == dict.fromkeys((2, 3), reason)
    assert [r.from_currency for r in read({}, change, third)] == ["EUR"]


@pytest.mark.parametrize(
    "change", [{"rate": "0.47", "period": "2023"}, {"rate": "0.80", "period": "2021"}, {}]
)
def test_rates_of_other_years_may_differ(change: dict[str, str]) -> None:
    """By up to a fifth from the year before, by any amount from an earlier one; a row said twice
    says one thing.
    """
    assert len(read({}, change)) == 2


def test_a_contradiction_is_told_at_both_rows_with_the_other_place() -> None:
    """Each finding stands at its own cell; the hint names the other row."""
    told = findings({"rates.csv": rows(RATE, {**RATE, "rate": "0.41"})})
    pairs = {(f.ref.place, f.hint) for f in told if f.code == "rates-differ"}
    assert pairs == {
        ('row 2 "rate"', 'm/rates.csv › row 3 "rate": 0.41'),
        ('row 3 "rate"', 'm/rates.csv › row 2 "rate": 0.40'),
    }


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        ((rate("XTS", "USD", "0.4"),), "400.0"),
        ((rate("USD", "XTS", "2.5"),), "400"),
        ((rate("XTS", "USD", "0.4"), rate("USD", "XTS", "9")), "400.0"),
        ((rate("XTS", "EUR", "0.4"), rate("EUR", "USD", "1.1")), None),
        (
            (rate("XTS", "USD", "0.4", Dated(first=date(2023, 1, 1), precision=Precision.YEAR)),),
            None,
        ),
        ((rate("XTS", "USD", "0.4", MONTH, "month"),), None),
        ((), None),
    ],
)
def test_money_is_converted_by_one_rate_of_its_year_or_not_at_all(
    rates: tuple[Rate, ...], expected: str | None
) -> None:
    """Directly or by the inverse; never over a third currency, never by a rate of another
    period.
    """
    made = convert(gift("1000", "XTS"), "USD", by_pair(rates))
    assert (made.amount if made else None) == (Decimal(expected) if expected else None)


@pytest.mark.parametrize(
    ("rates", "used"),
    [
        ((rate("XTS", "USD", "3", DAY, "spot"), rate("XTS", "USD", "2", MONTH, "month")), "2"),
        ((rate("XTS", "USD", "3", DAY, "spot"), rate("XTS", "USD", "1")), "1"),
        ((rate("XTS", "USD", "3", DAY, "spot"),), "3"),
    ],
)
def test_a_payment_of_one_day_takes_the_average_of_its_year_else_of_its_month_else_of_the_day(
    rates: tuple[Rate, ...], used: str
) -> None:
    """One rule for all lines: the average of the year first."""
    made = convert(gift("1", "XTS", DAY), "USD", by_pair(rates))
    assert made
    assert made.amount == Decimal(used)


@pytest.mark.parametrize(
    "told",
    [
        gift("1000", "XTS", None),
        gift("1000", "XTS", Dated(first=date(2023, 7, 1)), Dated(first=date(2024, 6, 30))),
        gift("1000", "XTS", years=(2023, 2025)),
        gift("", "XTS", low=Decimal(1), high=Decimal(2)),
        gift("1000", ""),
        line("XAA", "provided"),
    ],
)
def test_what_has_no_single_amount_of_a_year_is_not_converted(told: FormLine) -> None:
    """No period, two calendar years, a sum over several years, a range, no currency, no money."""
    assert convert(told, "USD", by_pair((rate("XTS", "USD", "0.4"),))) is None


def test_the_same_currency_needs_no_rate() -> None:
    """And has no step."""
    told = gift("1000", "USD")
    made = convert(told, "USD", {})
    assert made is not None
    assert tuple(made) == (Decimal(1000), "USD", None)
    assert with_step(told.ref("amount"), told, made).steps == ()


def test_a_conversion_is_a_step_that_cites_the_rate() -> None:
    """From the amount as told to the amount converted, rounded for the eye alone, at the row of the
    rate.
    """
    told, used = gift("1000", "XTS"), rate("XTS", "USD", "0.33333")
    (step,) = with_step(told.ref("amount"), told, convert(told, "USD", by_pair((used,)))).steps
    assert (step.kind, step.before, step.after) == ("converted", "1000 XTS", "333.33 USD")
    assert (step.ref.source, step.ref.place) == ("test/rates.csv", 'row 2 "rate"')
