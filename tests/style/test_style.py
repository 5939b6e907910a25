"""House style: faults placed in generated text are found where they are, and generated text holds
none.
"""

import random
import re
from functools import cache, partial
from typing import Any

import pytest

from pipeline.build import Built, build
from pipeline.collect.yaml_file import read_yaml
from pipeline.load import Folders, Loaded, load
from pipeline.model.block import Composed, Paragraph, Span
from pipeline.model.finding import Refused
from pipeline.model.public import PublicFacts, PublicFigure
from pipeline.stages import read_reference_folder, read_texts, split_reference
from pipeline.style.faults import StyledText, count_words, document_faults, style_faults, texts_of
from pipeline.style.house_style import house_style, paper_notes
from pipeline.style.rules import StyleRules, StyleWords, read_rules, rule_ids
from tests.compose.test_annexes import all_composed, facts
from tests.conftest import ROOT, folders_of
from tests.makers.small_meeting import demo_world
from tests.makers.style_faults import MUTATIONS, Mutation
from tests.makers.tables import changed_settings

MEETINGS = ("demo", "13msp")
SEEDS = range(8)
NEAR = 25
FILE = ROOT / "templates" / "text" / "style.en.yaml"


@cache
def meeting(name: str) -> tuple[Built, StyleRules]:
    """A meeting in words, and the rules for it."""
    loaded = load(folders_of(ROOT, ROOT / "outputs"), name)
    built = build(loaded, renders=False)
    reference = read_reference_folder(loaded, built.settings, split_reference(loaded)[1])[0]
    texts = read_texts(loaded.templates, loaded.cache)
    return built, house_style(texts, built.settings, reference.states, reference.spellings)


@cache
def generated(name: str) -> tuple[tuple[StyledText, ...], ...]:
    """The texts of each paper of a meeting."""
    return tuple(texts_of(paper) for paper in meeting(name)[0].ledger.papers)


@pytest.mark.parametrize("name", MEETINGS)
def test_generated_text_holds_no_fault(name: str) -> None:
    """Every paragraph, note, heading, caption and cell of every paper, and each paper as a
    whole.
    """
    built, rules = meeting(name)

    for paper, texts in zip(built.ledger.papers, generated(name), strict=True):
        found = [
            (text.text[f.start : f.end], f.rule, text.text)
            for text in texts
            for f in style_faults(text.text, rules, text.kind)
        ]
        assert found == []
        assert document_faults(texts, rules, built.settings.limit_of(paper.paper)) == ()


NUMBERS = (
    [(n, "exactly") for n in (0, 1, 2, 3, 7, 12)]
    + [(n, "at least") for n in (1, 2, 7, 12)]
    + [(None, "unknown")]
)
# Counted without names: the gate gives a form of their own below three.
UNNAMED = re.compile(".*_states|requests_received")


@cache
def told() -> PublicFacts:
    """What the demo has to tell."""
    return facts()


def altered(figure: PublicFigure, value: int | None, certainty: str) -> PublicFigure:
    """The figure with that value and as many States; an earlier one stands beside exact ones
    alone.
    """
    if figure.form or figure.name == "states_parties" or UNNAMED.fullmatch(figure.name):
        return figure
    if figure.name.startswith("previous_"):
        unknown = {"value": None, "certainty": "unknown", "states": ()}
        return figure if certainty == "exactly" else figure.model_copy(update=unknown)
    known = {
        name.code: name
        for other in told().figures.values()
        for name in other.states
        if name.is_state
    }
    names = tuple(sorted(known.values(), key=lambda name: name.sort_key))[: value or 0]
    years = tuple(2021 + number % 3 for number in range(len(names)))
    return figure.model_copy(
        update={"value": value, "certainty": certainty, "states": names, "years": years}
    )


@pytest.mark.parametrize(("value", "certainty"), NUMBERS)
def test_no_form_of_a_sentence_holds_a_fault(
    demo: Loaded, value: int | None, certainty: str
) -> None:
    """None, one, two, many, at least, unknown: in every sentence of every paper, with as many
    States named.
    """
    figures = {name: altered(figure, value, certainty) for name, figure in told().figures.items()}
    papers = all_composed(demo, told().model_copy(update={"figures": figures}))

    found = [
        (name, text.text[fault.start : fault.end], fault.rule, text.text)
        for name, paper in papers.items()
        for text in texts_of(paper)
        for fault in style_faults(text.text, meeting("demo")[1], text.kind)
    ]

    assert found == []


def test_sixty_kinds_of_fault_are_placed_and_every_rule_over_text_is_tried() -> None:
    """No rule stands there untried."""
    tried = {mutation.rule for mutation in MUTATIONS}
    on_the_whole = {"lone-subheading", "empty-heading", "word-budget"}

    assert len(tried) >= 60
    assert tried | on_the_whole == set(rule_ids(dict(read_yaml(FILE.name, FILE.read_bytes(), 4))))


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: f"{m.rule}-{m.put[:12]!r}")
def test_a_fault_placed_at_random_is_found_where_it_is(mutation: Mutation) -> None:
    """The rule names it, says what to do, and the place overlaps what was put in or touches it."""
    places = [
        (name, text.text, found)
        for name in MEETINGS
        for texts in generated(name)
        for text in texts
        if text.kind == mutation.kind
        for found in re.finditer(mutation.find, text.text)
    ]
    for seed in SEEDS:
        name, text, found = random.Random(f"{seed}{mutation.put}").choice(places)  # noqa: S311
        changed = text[: found.start()] + mutation.put + text[found.end() :]
        end = found.start() + len(mutation.put)

        faults = style_faults(changed, meeting(name)[1], mutation.kind)

        near = [
            f
            for f in faults
            if f.rule == mutation.rule and f.start <= end + NEAR and f.end >= found.start() - NEAR
        ]
        assert near, changed
        assert all(f.cure for f in near)


def rules_of(content: dict[str, object], *off: str) -> StyleRules:
    """The rules of a changed file, for the State of Alphaland."""
    words = StyleWords(("zero", "one", "two"), ("", "", "twenty"), ("May",), ("failed",))
    return read_rules("style.en.yaml", content, words, (), off)


def shipped() -> dict[str, Any]:
    """The file of rules that ships, read."""
    return dict(read_yaml(FILE.name, FILE.read_bytes(), 4))


def test_every_rule_names_a_source_with_a_mark() -> None:
    """What the manual says, what follows from it, and what is only remembered are told apart."""
    content = shipped()

    assert {source["mark"] for source in content["sources"].values()} == {
        "SEEN",
        "INFERRED",
        "UNVERIFIED",
    }
    assert {rule["source"] for rule in content["rules"]} == set(content["sources"])
    assert len(set(rule_ids(content))) == len(rule_ids(content))


def test_a_rule_switched_off_finds_nothing() -> None:
    """The others go on."""
    text = "We met in Q1."

    assert {f.rule for f in style_faults(text, rules_of(shipped()))} == {
        "first-person",
        "date-quarter",
    }
    assert {f.rule for f in style_faults(text, rules_of(shipped(), "date-quarter"))} == {
        "first-person"
    }


@pytest.mark.parametrize(
    "text",
    [
        "Reports came from 3 of the 111 States Parties.",
        "They were 8 of 111, compared with 6 of 110 before.",
        "It covered 1,250 sites and 3 areas.",
        "Support of US$40 was given.",
    ],
)
def test_a_series_with_a_hundred_and_an_amount_in_dollars_are_no_fault(text: str) -> None:
    """The Convention has more than a hundred States Parties: figures beside that number are
    right.
    """
    assert style_faults(text, rules_of(shipped())) == ()


def test_a_switch_for_no_rule_is_a_wrong_setting() -> None:
    """Nobody is left believing that a rule is off."""
    with pytest.raises(Refused) as refused:
        rules_of(shipped(), "date-quarters")

    assert refused.value.exit_code == 2


BROKEN: dict[str, dict[str, object]] = {
    "no source": {"source": "nowhere"},
    "not a pattern": {"find": "("},
    "pattern and check": {"check": "banned"},
    "no kind of text": {"on": ["poem"]},
    "no check": {"find": "", "check": "nothing"},
    "a key too many": {"wether": "x"},
}


def test_a_switch_in_settings_for_no_rule_stops_the_run(project: Folders) -> None:
    """It is said when papers are made, not only when one is verified."""
    changed_settings(project.inputs / "demo" / "meeting.xlsx", {"house_style.date-quarters": "off"})

    with pytest.raises(Refused) as refused:
        build(load(project, "demo"), renders=False)

    assert refused.value.exit_code == 2


@pytest.mark.parametrize("fault", BROKEN)
def test_a_rule_that_cannot_be_used_is_exit_4(fault: str) -> None:
    """The refusal names the file."""
    content = shipped()
    rule = {"id": "one", "source": "numbers", "find": "x", "cure": "Write y.", **BROKEN[fault]}

    with pytest.raises(Refused) as refused:
        rules_of({**content, "rules": [rule]})

    assert refused.value.exit_code == 4
    assert "style.en.yaml" in refused.value.message


def test_headings_alone_or_empty_and_too_many_words_are_faults_of_the_paper() -> None:
    """Each with the position of the text."""
    rules = rules_of(shipped())
    head, body = partial(StyledText, "heading"), StyledText("text", "Words follow.")
    texts = (
        head("I", 1),
        body,
        head("II", 1),
        head("A", 2),
        body,
        head("III", 1),
        head("A", 2),
        body,
        head("B", 2),
    )

    assert [(f.rule, f.position) for f in document_faults(texts, rules)] == [
        ("lone-subheading", 3),
        ("empty-heading", 8),
    ]
    assert [f.rule for f in document_faults((body,), rules, 1)] == ["word-budget"]
    assert document_faults((head("I", 1), body), rules, 3) == ()


@pytest.mark.parametrize("switch", ["on", "off"])
def test_too_many_words_of_a_paper_are_a_note_at_its_limit(project: Folders, switch: str) -> None:
    """The run says so at the cell of the limit; a rule that is switched off is silent."""
    settings = {"word_limit.ica-section": "900", "house_style.word-budget": switch}
    changed_settings(project.inputs / "demo" / "meeting.xlsx", settings)

    built = build(load(project, "demo"))

    found = [finding for finding in built.ledger.findings if finding.code == "paper-style"]
    limit = built.settings.ref("word_limit.ica-section")
    assert [finding.ref for finding in found] == ([limit] if switch == "on" else [])


def test_a_heading_alone_or_empty_is_a_note_on_the_paper() -> None:
    """Of a paper as generated: the note names the paper and its rule."""
    blocks = (
        Paragraph("heading-one", "heading-1", (Span("One"),)),
        Paragraph("heading-a", "heading-2", (Span("Alone"),)),
    )
    paper = Composed("ica-section", blocks, (), ())

    notes = list(paper_notes((paper,), demo_world()[0], rules_of(shipped())))

    assert [(note.code, note.severity) for note in notes] == [("paper-style", "note")] * 2
    told = [note.message for note in notes]
    assert "ica-section.docx" in told[0] and "lone-subheading" in told[0]
    assert "empty-heading" in told[1]


def test_words_of_notes_and_headings_are_counted_apart_and_count() -> None:
    """As the limit has them."""
    texts = (
        StyledText("heading", "Basis of it", 1),
        StyledText("text", "Two\u00a0words"),
        StyledText("note", "One."),
    )

    assert count_words(texts) == (2, 3, 1)
    assert count_words(texts).total == 6


def test_what_is_printed_as_somebody_wrote_it_is_not_judged() -> None:
    """An official text and a paragraph of the Coordinators keep every letter; under a heading they
    count.
    """
    rules = rules_of(shipped())
    written = StyledText("written", "We met in Q1")

    assert style_faults(written.text, rules, written.kind) == ()
    assert document_faults((StyledText("heading", "Basis", 1), written), rules) == ()


def test_a_kind_of_text_that_is_none_is_a_mistake_of_the_caller() -> None:
    """Never silently nothing."""
    with pytest.raises(ValueError, match="poem"):
        style_faults("Words.", rules_of(shipped()), "poem")
