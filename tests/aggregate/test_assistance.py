"""Gifts that two reports may both tell of: questions for a person, never a sum."""

from decimal import Decimal

import pytest

from pipeline.aggregate.assistance import by_pair, find_pairs
from pipeline.model.dates_and_money import Money
from pipeline.model.record import FormLine
from tests.makers.counted_meeting import FUND, PARTIES, Counted, both, count, line
from tests.makers.small_meeting import findings, rows
from tests.normalise.test_rates import rate
from tests.whole.cases.rates import RATE, gift

STATES = frozenset(PARTIES)


def given(state: str, to: str = "", channel: str = "", number: int = 1) -> FormLine:
    """A line on assistance provided."""
    return line(state, "provided", number, counterpart=to, channel=channel)


def got(state: str, giver: str = "", channel: str = "", number: int = 1) -> FormLine:
    """A line on assistance received."""
    return line(state, "received", number, counterpart=giver, channel=channel)


def pairs(*lines: FormLine) -> list[tuple[str, str]]:
    """The States of each pair, receiver first."""
    return [(p.received.state, p.provided.state) for p in find_pairs(lines, STATES, {}, "")]


@pytest.mark.parametrize(
    ("received", "provided", "is_pair"),
    [
        (got("XAB", "XAA"), given("XAA", "XAB"), True),
        (got("XAB", "XAA", FUND), given("XAA", "", FUND), True),
        (got("XAB", "XAA", FUND), given("XAA", "GLOBAL", FUND), True),
        (got("XAB", FUND), given("XAA", "XAB", FUND), True),
        (got("XAB", "XAA", FUND), given("XAA", "XAC", FUND), False),
        (got("XAB", "XAA"), given("XAC", "XAB"), False),
        (got("XAB", FUND), given("XAA", "", FUND), False),
        (got("XAB", "XAA"), got("XAA", "XAB"), False),
        (got("XAB"), given("XAA", "XAB"), False),
    ],
)
def test_two_lines_may_be_one_gift_where_both_ends_fit(
    received: FormLine, provided: FormLine, is_pair: bool
) -> None:
    """Each names the other, or a channel stands between them; a channel alone is no pair."""
    assert pairs(received, provided) == ([(received.state, provided.state)] if is_pair else [])


def test_lines_of_periods_that_do_not_meet_are_no_pair() -> None:
    """A gift of another year is another gift."""
    old = given("XAA", "XAB").model_copy(update={"year": 2022})
    assert pairs(got("XAB", "XAA"), old) == []


@pytest.mark.parametrize(
    ("amounts", "rates", "code", "words"),
    [
        (("1000000", "1080000"), (), "possible-pair", "8% apart"),
        (("1000000", "1200000"), (), "possible-pair", "20% apart"),
        (("1000000", "1200001"), (), "pair-amounts-differ", "20% apart"),
        (("1000000", ""), (), "possible-pair", "not comparable"),
        (("0", "10"), (), "possible-pair", "not comparable"),
    ],
)
def test_amounts_up_to_a_fifth_apart_may_be_one_gift(
    amounts: tuple[str, str], rates: tuple[str, ...], code: str, words: str
) -> None:
    """More than that is said to be none by amount; what cannot be compared stays a question."""
    told = [
        f for f in findings(gift(*amounts)) if f.code in {"possible-pair", "pair-amounts-differ"}
    ]
    assert [(f.code, f.hint.rpartition("; ")[2]) for f in told] == [(code, words)]


def test_amounts_in_two_currencies_are_compared_by_the_users_rate() -> None:
    """Without a rate they cannot be; with one they are, and both amounts stay as told in the
    hint.
    """
    files = gift("2500", "1080", currency="USD")
    without = next(f for f in findings(files) if f.code == "possible-pair")
    with_rate = next(
        f for f in findings({**files, "rates.csv": rows(RATE)}) if f.code == "possible-pair"
    )
    assert without.hint.endswith("not comparable")
    assert (
        with_rate.hint
        == "1080 USD here; 2500 XTS in m/national-reports/alphaland.xlsx › Form I!D2; 8% apart"
    )


def test_a_pair_changes_no_figure_and_a_gift_told_once_is_no_finding() -> None:
    """The same counts with and without the other side; nothing is said of a side that is silent."""

    def told(*sides: object) -> Counted:
        return count(*sides)  # type: ignore[arg-type]

    alone = told(*both("XAA", given("XAA", "XAB")), *both("XAB"))
    two = told(*both("XAA", given("XAA", "XAB")), *both("XAB", got("XAB", "XAA")))
    assert [f.code for f in alone.findings] == []
    assert [f.code for f in two.findings] == ["possible-pair"]
    assert alone.told("provided") == two.told("provided") == (1, "exactly", "")


def test_what_is_also_reported_under_another_treaty_is_mixed() -> None:
    """The share of the line says so, whatever it claims."""
    told = count(
        *both(
            "XAA",
            given("XAA", "XAB").model_copy(
                update={"ccm_share": "exclusive", "also_reported_under": ("mine_ban",)}
            ),
        )
    )
    assert [a.share for a in told.value.assistance] == ["mixed_mine_action (also: mine_ban)"]
    assert [f.code for f in told.findings] == ["same-gift-in-several-treaties"]


def test_lines_are_in_alphabetical_order_with_a_note_at_both_sides_of_a_pair() -> None:
    """Neither by amount nor in the order of files; a line that no other tells of has no note."""
    told = count(
        *both("XAF", given("XAF", "XAB")),
        *both("XAB", got("XAB", "XAA")),
        *both("XAA", given("XAA", "XAB")),
    ).value.assistance
    assert [(a.state, a.note.partition(":")[0]) for a in told] == [
        ("Alphaland", "possibly the same gift"),
        ("Betaville", "possibly the same gift"),
        ("Rhoville", ""),
    ]


def test_rates_that_no_line_needs_say_so() -> None:
    """The fate of a rate is never a remainder."""
    from tests.makers.counted_meeting import SETTINGS

    settings = SETTINGS.model_copy(update={"convert_to": "USD"})
    paid = given("XAA", "XAB").model_copy(
        update={
            "money": Money(amount=Decimal(5)),
            "currency": "XTS",
            "period_from": rate("a", "b", "1").period,
        }
    )
    paid = paid.model_copy(update={"period_to": paid.period_from})
    rates = (
        rate("XTS", "USD", "2"),
        rate("EUR", "USD", "1").model_copy(update={"row": line("XAC", "x").row}),
    )
    made = count(*both("XAA", paid), *rates, settings=settings)
    drops = {d.record: d.reason for d in made.value.drops if d.record in {"XTS-USD", "EUR-USD"}}
    assert drops == {"XTS-USD": "internal-figures", "EUR-USD": "rate-not-used"}
    assert by_pair(rates).keys() == {("XTS", "USD"), ("EUR", "USD")}
