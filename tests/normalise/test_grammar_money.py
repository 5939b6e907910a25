"""Amounts in one cell: what is read, what is a question, and the law that a printed amount reads
back to itself.
"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.dates_and_money import Absence, Money
from pipeline.model.source import CellKind
from pipeline.model.tables import ACTIVITIES, RATES
from tests.makers.single_cells import AMOUNT, ask, said

COST, RATE = ACTIVITIES.column("cost"), RATES.column("rate")
SUMS = st.decimals(Decimal(0), Decimal(10) ** 12, places=2)


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("1200000", "1200000"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1'234.50", "1234.50"),
        ("1’234.50", "1234.50"),
        ("1 234,56", "1234.56"),
        ("1\u00a0234,56", "1234.56"),
        ("1\u202f234,56", "1234.56"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("12 345 678", "12345678"),
        ("2,5", "2.5"),
        ("1234.5", "1234.5"),
        ("0,500", "0.500"),
        ("1’500’000.–", "1500000.00"),
        ("5.000,-", "5000.00"),
        ("5.000,--", "5000.00"),
        ("1500.-", "1500.00"),
        ("٥٠٠", "500"),
        ("١٢٣٤٫٥", "1234.5"),
        ("１２００", "1200"),
    ],
)
def test_a_number_whose_marks_decide_is_exact(words: str, amount: str) -> None:
    """Two marks, a repeated one, blanks or a mark with other than three digits behind it leave one
    reading.
    """
    assert said(words, AMOUNT) == ({"amount": amount}, (), "")


@pytest.mark.parametrize(
    ("words", "candidates"),
    [
        ("1,500", "1.5 or 1500"),
        ("1.500", "1.5 or 1500"),
        ("100,000", "100 or 100000"),
        ("2 billion", "2000000000 or 2000000000000"),
        ("5 mil", "5000 or 5000000"),
        ("between 100,000 and 200,000", "100 or 100000 – 200 or 200000"),
    ],
)
def test_an_amount_of_two_readings_names_both(words: str, candidates: str) -> None:
    """Nothing is read, and the hint holds the candidates."""
    given = said(words, AMOUNT)
    assert (given.value, given.codes) == (None, ("ambiguous-amount",))
    assert sorted(given.hint.replace(" – ", " or ").split(" or ")) == sorted(
        candidates.replace(" – ", " or ").split(" or ")
    )


@pytest.mark.parametrize(
    ("words", "amount", "currency"),
    [
        ("USD 2.5 million", "2500000", "USD"),
        ("300k", "300000", ""),
        ("€ 2,5 Mio.", "2500000", "EUR"),
        ("5 lakh", "500000", ""),
        ("2 crore", "20000000", ""),
        ("12 m", "12000000", ""),
        ("12 mn", "12000000", ""),
        ("35 mill. NOK", "35000000", "NOK"),
        ("1,5 млн", "1500000", ""),
        ("120 тыс.", "120000", ""),
        ("500 thousand", "500000", ""),
        ("2 milliards", "2000000000", ""),
        ("2 bn", "2000000000", ""),
        ("3 mil millones", "3000000000", ""),
        ("2,5 millions d'euros", "2500000", "EUR"),
    ],
)
def test_a_magnitude_is_multiplied_out_and_said(words: str, amount: str, currency: str) -> None:
    """The amount in full digits, with a note that tells it."""
    expected = {"amount": amount, **({"currency": currency} if currency else {})}
    assert said(words, AMOUNT) == (expected, ("amount-magnitude",), amount)


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("between 100 000 and 200 000", "100000", "200000"),
        ("100 000 – 200 000", "100000", "200000"),
        ("from 5000 to 6000", "5000", "6000"),
        ("entre 5 000 et 6 000", "5000", "6000"),
        ("de 5000 a 6000", "5000", "6000"),
    ],
)
def test_a_range_has_two_ends_and_no_amount(words: str, low: str, high: str) -> None:
    """Low and high, with a note; no number between them is made up."""
    assert said(words, AMOUNT)[:2] == ({"low": low, "high": high}, ("amount-range",))


def test_a_magnitude_behind_a_range_holds_for_both_ends() -> None:
    """2–3 million is two million to three."""
    assert said("2–3 million", AMOUNT).value == {"low": "2000000", "high": "3000000"}


@pytest.mark.parametrize(
    "words", ["approx. 5000", "over 5000", "ca. 5000", "environ 5000", "≈ 5000", "más de 5000"]
)
def test_an_amount_that_is_not_exact_is_flagged(words: str) -> None:
    """The number stands, marked as approximate."""
    assert said(words, AMOUNT)[:2] == (
        {"amount": "5000", "is_approximate": True},
        ("amount-approximate",),
    )


def test_a_sum_over_years_is_never_divided() -> None:
    """First and last year stand beside the whole sum."""
    expected = {"amount": "1200000", "currency": "USD", "years": (2023, 2025)}
    assert said("USD 1,200,000 (2023–2025)", AMOUNT)[:2] == (expected, ("amount-years",))


@pytest.mark.parametrize(
    ("words", "amount", "currency"),
    [
        ("A$1,500,000", "1500000", "AUD"),
        ("SEK24,500,000", "24500000", "SEK"),
        ("24 500 000 SEK", "24500000", "SEK"),
        ("US$ 5", "5", "USD"),
        ("5 €", "5", "EUR"),
        ("5 CHF", "5", "CHF"),
    ],
)
def test_the_currency_in_the_cell_is_read(words: str, amount: str, currency: str) -> None:
    """A code, or a sign of one currency alone, before or behind the number."""
    assert said(words, AMOUNT) == ({"amount": amount, "currency": currency}, (), "")


@pytest.mark.parametrize(
    "words", ["kr 5 000 000", "$ 400 000", "£ 5", "Rs 500", "R 500", "¥ 5", "5 francs"]
)
def test_a_sign_of_several_currencies_is_a_question(words: str) -> None:
    """The candidates stand in the hint; a State is never asked."""
    given = said(words, AMOUNT)
    assert (given.value, given.codes) == (None, ("ambiguous-currency",))
    assert len(given.hint.split(", ")) > 1


def test_the_column_of_currencies_settles_a_sign() -> None:
    """kr beside NOK is NOK; beside EUR it is a disagreement."""
    assert said("kr 5", AMOUNT, beside="NOK") == ({"amount": "5", "currency": "NOK"}, (), "")
    assert said("kr 5", AMOUNT, beside="EUR").codes == ("currency-disagrees",)
    assert said("EUR 5", AMOUNT, beside="USD").codes == ("currency-disagrees",)
    assert said("kr 5", AMOUNT, beside="crowns").codes == ("ambiguous-currency",)


def test_two_currencies_in_a_cell_are_a_question() -> None:
    """A cell that names two currencies has no amount."""
    assert said("USD 5 – EUR 6", AMOUNT)[:2] == (None, ("currency-disagrees",))


@pytest.mark.parametrize("words", ["(500)", "-500", "−500", "500-"])
def test_a_negative_amount_is_a_question(words: str) -> None:
    """Brackets and signs of a loss are never read as an amount."""
    assert said(words, AMOUNT)[:2] == (None, ("negative-amount",))


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("3 detectors, 2 trainers", ("material", "technical")),
        ("3 detectors and 2 trainers", ("material", "technical")),
        ("2 formateurs et 1 véhicule", ("technical", "material")),
        ("2 instructores", ("technical",)),
        ("in kind", ("in_kind",)),
    ],
)
def test_help_in_kind_has_kinds_and_no_amount(words: str, kinds: tuple[str, ...]) -> None:
    """Words by data, each of them known."""
    assert said(words, AMOUNT)[:2] == ({"kinds": kinds}, ("amount-in-kind",))


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("nil", Absence.NONE),
        ("néant", Absence.NONE),
        ("ninguno", Absence.NONE),
        ("لا يوجد", Absence.NONE),
        ("нет", Absence.NONE),
        ("N/A", Absence.NOT_APPLICABLE),
        ("sans objet", Absence.NOT_APPLICABLE),
        ("no aplicable", Absence.NOT_APPLICABLE),
        ("لا ينطبق", Absence.NOT_APPLICABLE),
        ("неприменимо", Absence.NOT_APPLICABLE),
        ("no change", Absence.UNCHANGED),
        ("inchangé", Absence.UNCHANGED),
        ("sin cambios", Absence.UNCHANGED),
        ("بدون تغيير", Absence.UNCHANGED),
        ("без изменений", Absence.UNCHANGED),
        ("-", Absence.NOT_REPORTED),
        ("not yet available", Absence.NOT_AVAILABLE),
        ("non disponible", Absence.NOT_AVAILABLE),
        ("confidential", Absence.CONFIDENTIAL),
    ],
)
def test_six_meanings_of_absence_are_kept_apart(words: str, value: Absence) -> None:
    """Each word has its meaning; a note names it."""
    assert said(words, AMOUNT)[:2] == (value, ("absence-read",))


def test_only_zero_and_nil_are_zero() -> None:
    """A plain number wants 0 or none; the other absences are empty."""
    given = {words: said(words, COST, ACTIVITIES).value for words in ("0", "nil", "-", "N/A", "")}
    assert given == {"0": 0, "nil": 0, "-": None, "N/A": None, "": None}


@pytest.mark.parametrize(
    "words", ["see Form J", "see last year", "voir formulaire J", "véase el formulario J", "idem"]
)
def test_a_cell_that_points_elsewhere_is_a_question(words: str) -> None:
    """What stands in another place is not taken over."""
    assert said(words, AMOUNT)[:2] == (None, ("points-elsewhere",))


@pytest.mark.parametrize(
    "words",
    [
        *(
            "plenty",
            "100 and 200",
            "1,234,56",
            "1.234,567.8",
            "12,34,567",
            "USD",
            "5 metres",
            "1e5",
            "5 5",
        ),
        *(
            "200 – 100",
            "500 – 2 million – 3 million",
            "2 detectors and hope",
            "123456789012345678",
            "1" * 5_000,
        ),
        *("na", "n.a.", "5 million or so", "5 %"),
    ],
)
def test_what_is_no_amount_is_a_question(words: str) -> None:
    """Nothing is taken out of a text that says anything else."""
    assert said(words, AMOUNT)[:2] == (None, ("bad-amount",))


@pytest.mark.parametrize(
    "words", ["500\n600", "100 000\r\n150 000", "500 \t 600", "10 000\n250 000\n500 000"]
)
def test_numbers_on_two_lines_are_not_one_number(words: str) -> None:
    """A line break parts amounts, never thousands."""
    assert said(words, AMOUNT)[:2] == (None, ("bad-amount",))


def test_a_line_break_beside_the_number_changes_nothing() -> None:
    """A currency on its own line belongs to the number."""
    assert said("USD\n1 500", AMOUNT)[:2] == ({"amount": "1500", "currency": "USD"}, ())


def test_a_number_cell_is_exact() -> None:
    """A stored 1.5 or 1.234 has one reading, whatever the text of it would have; below zero it is a
    question.
    """
    amounts = [ask(words, AMOUNT, kind=CellKind.NUMBER).value for words in ("1.234", "1500", "0.1")]
    assert amounts == [Money(amount=Decimal(words)) for words in ("1.234", "1500", "0.1")]
    assert ask("-5", AMOUNT, kind=CellKind.NUMBER).faults[0].code == "negative-amount"


@pytest.mark.parametrize("words", ["approx. 5", "5 – 6", "3 detectors", "5 (2023–2025)"])
def test_a_column_of_plain_numbers_takes_one_number(words: str) -> None:
    """A cost and a rate are one exact number or a question."""
    assert {said(words, COST, ACTIVITIES).codes, said(words, RATE, RATES).codes} == {
        ("bad-amount",)
    }
    assert said("0.88", RATE, RATES).value == Decimal("0.88")


@given(
    amount=SUMS,
    blank=st.sampled_from([" ", "\u00a0", "\u202f", "'", "’"]),
    mark=st.sampled_from(".,"),
)
def test_an_amount_printed_in_any_unambiguous_way_reads_back(
    amount: Decimal, blank: str, mark: str
) -> None:
    """Thousands parted by blank, apostrophe or the other mark; two decimals behind point or
    comma.
    """
    whole, _, decimals = f"{amount:,.2f}".partition(".")
    other = {".": ",", ",": "."}[mark]
    for words in (
        whole.replace(",", blank) + mark + decimals,
        whole.replace(",", other) + mark + decimals,
        whole.replace(",", "") + mark + decimals,
        f"XTS {whole.replace(',', blank)}{mark}{decimals}",
    ):
        value = ask(words, AMOUNT).value
        assert isinstance(value, Money)
        assert value.amount == amount


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(".,"))
def test_no_number_of_two_readings_is_ever_read(whole: int, rest: int, mark: str) -> None:
    """One mark with three digits behind it and one to three before it is a question, whatever the
    digits.
    """
    reading = ask(f"{whole}{mark}{rest:03}", AMOUNT)
    assert (reading.value, reading.faults[0].code) == (None, "ambiguous-amount")


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(words: str) -> None:
    """No text stops the program, and none gives a negative amount."""
    value = ask(words, AMOUNT).value
    assert not isinstance(value, Money) or value.amount is None or value.amount >= 0
