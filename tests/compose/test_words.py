"""Numbers, dates, names and lists in words."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.compose.language_words import capital
from pipeline.compose.wording_views import Traced
from pipeline.model.dates_and_money import Dated, Precision
from pipeline.model.public import DateSpan, PublicRecord, PublicValue
from tests.makers.wording_and_facts import (
    UP_TO,
    context,
    english,
    environment,
    facts,
    figure,
    name,
    said,
)

SMALL = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"


def number_of(words: str) -> int:
    """The number that English words mean, read back with a table of its own."""
    values = {word: n for n, word in enumerate(SMALL.split(), start=1)}
    values |= {word: 10 * n for n, word in enumerate(TENS.split(), start=2)} | {"zero": 0}
    total = 0
    for word in words.replace("-", " ").split():
        if word == "hundred":
            total *= 100
        elif word != "and":
            total += values[word]
    return total


@given(st.integers(0, 999))
def test_a_number_in_words_reads_back_as_the_number(number: int) -> None:
    """From zero to nine hundred and ninety-nine; "and" and the hyphen stand where English has
    them.
    """
    words = english().in_words(number)
    assert number_of(words) == number
    assert (" and " in words) is (number > 100 and number % 100 != 0)
    assert ("-" in words) is (number % 100 > 20 and number % 10 != 0)


def test_a_number_above_the_words_stands_in_figures() -> None:
    """No words are made up from a thousand on."""
    assert english().in_words(1000) == "1000"


@pytest.mark.parametrize(
    ("number", "series", "text"),
    [
        (9, (), "nine"),
        (10, (), "10"),
        (3, (14,), "3"),
        (3, (9,), "three"),
        (0, (), "zero"),
        (12, (3,), "12"),
    ],
)
def test_a_series_is_in_figures_once_one_number_needs_them(
    number: int, series: tuple[int, ...], text: str
) -> None:
    """Words below ten; "3 of the 14" and not "three of the 14"."""
    assert english().in_text(number, series) == text
    known = facts(figure("a", number, states=()), *(figure("b", n, states=()) for n in series))
    assert said("{{ f.a | number(" + ("f.b" if series else "") + ") }}", known) == text


def test_a_number_at_the_start_of_a_sentence_is_in_words_with_a_capital() -> None:
    """However large."""
    assert said("{{ f.a | Number }}", facts(figure("a", 42, states=()))) == "Forty-two"


DAY, MONTH, QUARTER, YEAR = Precision.DAY, Precision.MONTH, Precision.QUARTER, Precision.YEAR


def on(text: str, precision: Precision = DAY) -> Dated:
    """A date."""
    return Dated(first=date.fromisoformat(text), precision=precision)


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (on("2025-04-07"), None, "on 7 April 2025"),
        (on("2025-04-07"), on("2025-04-07"), "on 7 April 2025"),
        (on("2025-04-07"), on("2025-04-08"), "on 7 and 8 April 2025"),
        (on("2025-01-14"), on("2025-01-16"), "from 14 to 16 January 2025"),
        (on("2025-04-30"), on("2025-05-01"), "from 30 April to 1 May 2025"),
        (on("2024-12-30"), on("2025-01-02"), "from 30 December 2024 to 2 January 2025"),
        (on("2025-04-01", MONTH), None, "in April 2025"),
        (on("2025-04-01", MONTH), on("2025-04-01", MONTH), "in April 2025"),
        (on("2025-01-01", MONTH), on("2025-03-01", MONTH), "from January 2025 to March 2025"),
        (on("2025-01-01", QUARTER), None, "in the first quarter of 2025"),
        (on("2025-01-01", QUARTER), on("2025-03-15"), "in the first quarter of 2025"),
        (on("2025-02-03"), on("2025-03-01", MONTH), "from 3 February to March 2025"),
        (on("2025-01-01", YEAR), None, "in 2025"),
    ],
)
def test_a_date_is_printed_as_precisely_as_it_is_known(
    first: Dated, last: Dated | None, text: str
) -> None:
    """Month and year once; no day, month or quarter is made up, and no end is lost."""
    value = PublicValue(columns=(), span=DateSpan(first=first, last=last))
    record = PublicRecord(
        table="activities", id="A", form="", form_columns=(), values={"date": value}
    )
    assert said("{{ item.date | dated }}", facts(), record) == text
    assert said("{{ item.date | Dated }}", facts(), record) == capital(text)


@pytest.mark.parametrize(
    ("until", "text"),
    [
        ("2025-09-19", "16–19 September 2025"),
        ("2025-10-01", "16 September to 1 October 2025"),
        ("2025-09-16", None),
    ],
)
def test_the_dates_of_a_meeting_on_a_line_of_their_own(until: str, text: str | None) -> None:
    """With a dash where the month is one."""
    known = facts()
    known = known.model_copy(
        update={"settings": {**known.settings, "meeting_to": date.fromisoformat(until)}}
    )
    assert said("{{ s.meeting_from | until(s.meeting_to) }}", known) == (
        text or "16 September 2025"
    )


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("{{ s.as_of | date }}", "30 June 2025"),
        ("{{ s.as_of | year }}", "2025"),
        ("{{ s.article7_year | year }}", "2024"),
        ("{{ s.meeting_from | short_year }}", "25"),
        ("{{ s.meeting_number | ordinal }}", "fifteenth"),
        ("{{ s.meeting_number | Ordinal }}", "Fifteenth"),
        ("{{ s.symbol | organ }}", "CCM"),
        ("{{ s.symbol | rest }}", "/MSP/2025/9"),
        ("{{ s.meeting_place | text }}", "Port Alpha"),
        ("{{ law.article_7 }}", "article 7"),
    ],
)
def test_settings_and_terms_of_law_are_printed_by_filters(wording: str, text: str) -> None:
    """Each with the setting behind it."""
    (span,) = environment().spans(wording, context(facts()))
    assert span.text.replace("\u00a0", " ") == text
    assert span.name == wording.strip("{} ").split(" |")[0].removeprefix("law.").replace(
        "s.", "settings.", 1
    )


@pytest.mark.parametrize(
    ("states", "text"),
    [
        (("Alphaland",), "Alphaland"),
        (("Alphaland", "the Mu"), "Alphaland and the Mu"),
        (("Alphaland", "Betaland", "the Mu"), "Alphaland, Betaland and the Mu"),
    ],
)
def test_names_are_joined_by_commas_and_a_last_and(states: tuple[str, ...], text: str) -> None:
    """Every name in its running form, each in a span that knows its State."""
    known = facts(figure("a", len(states), states=states))
    assert said("{{ f.a | names }}", known) == text
    spans = [
        s for s in environment().spans("{{ f.a | names }}", context(known)) if s.kind == "state"
    ]
    assert [(span.text, span.name, bool(span.state)) for span in spans] == [
        (s, "a", True) for s in states
    ]


def test_the_article_of_a_name_has_a_capital_at_the_start_of_a_sentence_alone() -> None:
    """The first name alone."""
    known = facts(figure("a", 2, states=("the Mu", "the Nu")))
    assert said("{{ f.a | Names }}", known) == "The Mu and the Nu"


@pytest.mark.parametrize(
    ("number", "is_note"), [(0, False), (1, False), (UP_TO, False), (UP_TO + 1, True)]
)
def test_names_stand_in_brackets_or_in_a_note_never_in_both(number: int, is_note: bool) -> None:
    """From the settable length on they go to a note, which begins with a capital and ends with a
    full stop.
    """
    known = facts(figure("a", number))
    spans = environment().spans("{{ f.a | in_brackets }}{{ f.a | in_note }}", context(known))
    assert [span.kind for span in spans if span.kind in {"note", "state"}] == (
        ["note"] if is_note else ["state"] * number
    )
    if is_note:
        assert spans[0].inner[-1].text == "."


def test_names_in_brackets_have_a_space_before_them_only_where_there_are_any() -> None:
    """No State: no bracket and no gap."""
    assert said("Nobody{{ f.a | in_brackets }}.", facts(figure("a", 0))) == "Nobody."
    assert said("One{{ f.a | in_brackets }}.", facts(figure("a", 1))) == "One (Alphaland)."


@pytest.mark.parametrize(
    ("years", "text"),
    [
        ((2022,), "2022"),
        ((2022, 2022), "2022"),
        ((2023, 2022), "2023 and 2022, respectively"),
        ((2022, 2022, 2021), "2022, 2022 and 2021, respectively"),
    ],
)
def test_years_are_given_respectively_where_they_differ(years: tuple[int, ...], text: str) -> None:
    """One year for all is said once."""
    assert said("{{ f.a | years }}", facts(figure("a", len(years), years=years))) == text


def test_a_body_is_printed_as_a_field_and_a_state_as_a_state() -> None:
    """An organization never stands in a span of States."""
    names = (name("Open Path Aid", is_state=False), name("the Mu"))
    record = PublicRecord(
        table="activities",
        id="A",
        form="",
        form_columns=(),
        values={"others": PublicValue(columns=(), names=names)},
    )
    spans = environment().spans("{{ item.others | actors }}", context(facts(), record))
    assert [(span.text, span.kind) for span in spans] == [
        ("Open Path Aid", "field"),
        (" and ", "text"),
        ("the Mu", "state"),
    ]
    assert said("{{ item.others | listed }}", facts(), record) == "Open Path Aid; Mu"


@pytest.mark.parametrize(
    "wording", ["{{ s.symbol | date }}", "{{ s.symbol | short_year }}", "{{ item.place | dated }}"]
)
def test_a_filter_of_dates_refuses_what_is_no_date(wording: str) -> None:
    """It says which name is not a date."""
    values = {"place": PublicValue(columns=(), text="Port Alpha")}
    record = PublicRecord(table="activities", id="A", form="", form_columns=(), values=values)
    with pytest.raises(TypeError, match="is not a date"):
        environment().spans(wording, context(facts(), record))


@pytest.mark.parametrize("text", ["", "the Mu", "éa", "ßa", "1st"])
def test_a_capital_changes_the_first_letter_alone(text: str) -> None:
    """Everything behind it stays."""
    assert capital(text).endswith(text[1:])
    assert capital(text)[:1] == text[:1].upper()[:1]


@pytest.mark.parametrize(
    "attempt",
    [
        str,
        bool,
        format,
        lambda value: value == "x",
        lambda value: "x" in value,
        lambda value: value.__add__(("x",)),
    ],
)
def test_a_traced_value_can_only_be_printed(attempt: Callable[[Traced], object]) -> None:
    """It is neither text nor true, equal to nothing, and joined to nothing."""
    with pytest.raises(TypeError, match="can only be printed"):
        attempt(Traced())


def test_day_and_month_and_article_and_number_stay_on_one_line() -> None:
    """The space within a date and a term of law does not break."""
    assert english().date(on("2025-04-07")).startswith("7\u00a0April")
    assert english().law["article_7"] == "article\u00a07"
