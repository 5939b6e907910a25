"""The wording environment: right wordings come out with their sources, wrong ones are refused
before or at print.
"""

import pytest

from pipeline.compose.wording_views import Seen
from pipeline.model.block import text_of
from pipeline.model.public import PublicRecord, PublicValue
from tests.makers.wording_and_facts import context, english, environment, facts, figure, rules, said

KNOWN = facts(
    figure("sure", 3),
    figure("none", 0),
    figure("least", 2, "at least"),
    figure("unsure", None, "unknown"),
)
RECORD = PublicRecord(
    table="activities",
    id="ACT-1",
    form="bilateral",
    form_columns=(),
    values={"place": PublicValue(columns=("place",), text="Port Alpha")},
)
FIGURES = ("sure", "none", "least", "unsure")


@pytest.mark.parametrize(
    ("wording", "text", "looked"),
    [
        (
            "In {{ s.as_of | year }}, {{ f.sure | number }} met.",
            "In 2025, three met.",
            ["settings.as_of", "sure"],
        ),
        (
            (
                '{% if f.unsure.form == "unknown" %}[To be confirmed.]{% else %}{{ f.unsure |'
                " number }}{% endif %}"
            ),
            "[To be confirmed.]",
            ["unsure"],
        ),
        (
            (
                "{% if item.has_place and f.none.n == 0 %}In {{ item.place | text }}{% endif %}: {{"
                " law.article_7 }}."
            ),
            "In Port Alpha: article 7.",
            ["activities/ACT-1.place", "none"],
        ),
    ],
)
def test_right_wordings_come_out_with_what_was_looked_at(
    wording: str, text: str, looked: list[str]
) -> None:
    """Whatever was looked at, in print or in a condition, is a source."""
    seen = Seen()
    assert environment().faults(wording, rules(*FIGURES)) == []
    spans = environment().spans(wording, context(KNOWN, RECORD, seen))
    assert text_of(spans).replace("\u00a0", " ") == text
    assert list(seen.names) == looked


WRONG = {
    "item access": "{{ f['sure'] | number }}",
    "set": "{% set a = f.sure %}{{ a | number }}",
    "for": "{% for x in f.sure %}{% endfor %}",
    "macro": "{% macro m() %}{% endmacro %}",
    "include": "{% include 'x' %}",
    "import": "{% import 'x' as y %}",
    "call": "{{ f.sure.n() }}",
    "call of a filter's text": "{{ 'x'.upper() }}",
    "block": "{% block b %}{% endblock %}",
    "with": "{% with %}{% endwith %}",
    "filter block": "{% filter text %}x{% endfilter %}",
    "inline if": "{{ f.sure | number if f.sure.n else f.none | number }}",
    "is defined": "{% if f.sure is defined %}x{% endif %}",
    "comparing a traced value": "{% if f.sure | number == 'three' %}x{% endif %}",
    "testing a traced value": "{% if f.sure | number %}x{% endif %}",
    "testing a figure": "{% if f.sure %}x{% endif %}",
    "comparing a figure": "{% if f.sure == 3 %}x{% endif %}",
    "comparing a setting": "{% if s.symbol == 'x' %}x{% endif %}",
    "testing a field": "{% if item.place %}x{% endif %}",
    "comparing two figures": "{% if f.sure.n == f.none.n %}x{% endif %}",
    "comparing a number with text": "{% if f.sure.n == 'x' %}x{% endif %}",
    "a constant condition": "{% if true %}x{% endif %}",
    "digits": "In 2024 they met.",
    "digits of another script": "They met ٣ times.",
    "a fraction": "They did ½ of it.",
    "a number in words": "Three States met.",
    "a number with a hyphen": "Forty-two met.",
    "hundred": "Some hundred met.",
    "a percentage": "A high per cent met.",
    "the name of a State": "Deltaland met.",
    "the name of a State in capitals": "DELTALAND met.",
    "the name of a State with a curly apostrophe": "Côte d’Epsilon met.",
    "a banned word": "They failed to meet.",
    "a banned phrase": "They did not comply.",
    "unknown figure": "{{ f.sur | number }}",
    "unknown setting": "{{ s.simbol | text }}",
    "unknown has": "{% if s.has_simbol %}x{% endif %}",
    "unknown law": "{{ law.article_99 }}",
    "unknown filter": "{{ f.sure | nummer }}",
    "unknown attribute": "{% if f.sure.value == 3 %}x{% endif %}",
    "unknown field": "{{ item.plaice | text }}",
    "unknown field in has": "{% if item.has_plaice %}x{% endif %}",
    "a row's other attribute": "{{ row.figures | number }}",
    "unknown form of a row": '{% if row.figure.form == "zreo" %}x{% endif %}',
    "unknown root": "{{ g.sure | number }}",
    "unknown form": "{% if f.sure.form == 'zreo' %}x{% endif %}",
    "private attribute": "{{ f.sure.__class__ | text }}",
    "printing a number": "{{ f.sure.n }}",
    "printing a form": "{{ f.sure.form }}",
    "printing a figure": "{{ f.sure }}",
    "printing a text": "{{ 'text' }}",
    "printing has": "{{ s.has_symbol }}",
    "two filters": "{{ f.sure | number | text }}",
    "a filter of a text": "{{ 'text' | text }}",
    "an argument that is no figure": "{{ f.sure | number(14) }}",
    "a named argument": "{{ f.sure | number(series=f.none) }}",
    "joining": "{{ f.sure | number ~ ' met' }}",
    "adding": "{{ f.sure.n + 1 }}",
    "a term of what has none": "{{ item.place | term }}",
    "two spaces": "They  met.",
    "a tabulator after a space": "They \tmet.",
    "raw braces": "{% raw %}{{ f.sure }}{% endraw %}",
    "no wording at all": "{% if %}",
    "an open tag": "{{ f.sure | number ",
}


@pytest.mark.parametrize("wording", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_wording_is_refused_before_any_data(wording: str) -> None:
    """The check finds it on every branch, taken or not."""
    assert environment().faults(wording, rules(*FIGURES)) != []


@pytest.mark.parametrize(
    "when",
    [
        'f.sur.form == "zero"',
        'f.sure.from == "zero"',
        'f.sure.form == "zreo"',
        'f.sure.form = "zero"',
        "f.sure",
        "f.sure.n",
        "not s.symbol",
        "sure.n == 3",
        "f.sure.n ==",
        "f.sure.n == 3 %}{% endif %}{{ f.sure.n }}{% if f.sure.n == 3",
    ],
)
def test_a_typing_mistake_in_a_condition_is_refused(when: str) -> None:
    """A condition that could never hold, or always, is none."""
    assert environment().when_faults(when, rules(*FIGURES)) != []


@pytest.mark.parametrize(
    "when",
    [
        'f.sure.form != "zero" and (f.none.form == "unknown" or not s.has_symbol)',
        "f.sure.n > 2 and f.sure.n <= 5",
    ],
)
def test_a_right_condition_is_accepted(when: str) -> None:
    """Forms, exact numbers and has, joined by and, or, not."""
    assert environment().when_faults(when, rules(*FIGURES)) == []


def test_conditions_hold_by_form_and_number() -> None:
    """And leave what they looked at."""
    seen = Seen()
    assert environment().holds("f.sure.n > 2", context(KNOWN, seen=seen))
    assert not environment().holds('f.sure.form == "zero"', context(KNOWN))
    assert list(seen.names) == ["sure"]


def test_a_branch_that_is_not_taken_leaves_no_source() -> None:
    """What is not looked at did not feed the sentence."""
    seen = Seen()
    wording = (
        '{% if f.none.form == "zero" %}Nobody.{% else %}{{ f.sure | number }} {{ s.as_of | date'
        " }}{% endif %}"
    )
    environment().spans(wording, context(KNOWN, seen=seen))
    assert list(seen.names) == ["none"]


@pytest.mark.parametrize(
    "wording", ["{% if f.unsure.n %}x{% else %}y{% endif %}", "{% if f.least.n == 2 %}x{% endif %}"]
)
def test_the_number_of_a_figure_that_is_not_exact_raises_in_a_condition(wording: str) -> None:
    """Unknown is never false, and at least two is not two."""
    with pytest.raises(ValueError, match=r"unsure is unknown|least is at least"):
        environment().spans(wording, context(KNOWN))


@pytest.mark.parametrize("filter_name", ["number", "Number"])
def test_an_unknown_figure_has_no_number_to_print(filter_name: str) -> None:
    """The filter raises instead of printing nothing or zero."""
    with pytest.raises(ValueError, match="no number to print"):
        environment().spans("{{ f.unsure | " + filter_name + " }}", context(KNOWN))


@pytest.mark.parametrize(
    "wording",
    [
        "{{ f.sure.n }}",
        "{{ f.sure }}",
        "{{ 'x' }}",
        "{{ s.has_symbol }}",
        "{{ nothing }}",
        "{{ f.sure | number ~ 'x' }}",
    ],
)
def test_what_is_not_traced_fails_at_print_too(wording: str) -> None:
    """Second line: even a wording that was never checked prints nothing untraced."""
    from jinja2 import UndefinedError

    with pytest.raises((TypeError, UndefinedError)):
        environment().spans(wording, context(KNOWN))


@pytest.mark.parametrize(
    "wording", ["{% if f.sure %}x{% endif %}", "{% if s.symbol == 'x' %}x{% endif %}"]
)
def test_what_a_filter_prints_is_neither_true_nor_equal_to_anything(wording: str) -> None:
    """Second line of conditions."""
    with pytest.raises(TypeError, match="can only be printed by a filter"):
        environment().spans(wording, context(KNOWN))


@pytest.mark.parametrize(
    "wording",
    ["{{ f.gone | number }}", "{{ s.gone | text }}", "{{ law.gone }}", "{{ item.outcome | text }}"],
)
def test_a_name_that_is_not_there_raises(wording: str) -> None:
    """Figure, setting, term and field alike."""
    from jinja2 import UndefinedError

    with pytest.raises((AttributeError, UndefinedError)):
        environment().spans(wording, context(KNOWN, RECORD))


@pytest.mark.parametrize("word", english().banned_words)
def test_every_banned_word_is_found_in_any_case_and_as_a_whole_word(word: str) -> None:
    """And not within another word."""
    assert environment().faults(f"They {word.upper()} it.", rules())
    assert not environment().faults(f"They {word}ish it.", rules())


def test_the_pronoun_one_is_no_number() -> None:
    """A short list of words is allowed."""
    assert environment().faults("None of the States; one continues.", rules()) == []


def test_hostile_text_of_a_record_is_printed_as_it_stands() -> None:
    """Text of a record never meets a template."""
    hostile = "{{ f.sure.n }} <b> & {% for %} ]]>"
    record = RECORD.model_copy(
        update={"values": {"place": PublicValue(columns=("place",), text=hostile)}}
    )
    assert said("{{ item.place | text }}", KNOWN, record) == hostile


def test_a_value_without_a_term_is_named_with_its_list() -> None:
    """The message tells what to add to the words of the language."""
    odd = PublicValue(columns=("format",), text="by_post")
    record = RECORD.model_copy(update={"values": {"format": odd}})
    with pytest.raises(LookupError, match="no format, by_post"):
        environment().spans("{{ item.format | term }}", context(KNOWN, record, Seen()))
