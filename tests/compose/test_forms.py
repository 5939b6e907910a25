"""Every form of every wording in templates/text/, rendered with invented facts: it reads as a paper
may read.
"""

import itertools
import re
from collections.abc import Iterator
from datetime import date

import pytest

from pipeline.compose.section_plans import BlockPlan, Part, SectionPlan
from pipeline.compose.wording_views import form_of
from pipeline.model.dates_and_money import Dated
from pipeline.model.papers import NOTE
from pipeline.model.papers import PAPERS as LISTED
from pipeline.model.public import DateSpan, PublicFacts, PublicFigure, PublicRecord, PublicValue
from tests.makers.wording_and_facts import (
    SETTINGS,
    STATES,
    UP_TO,
    context,
    english,
    environment,
    facts,
    figure,
    name,
    read_texts,
    said,
    shape,
)

PAPERS = tuple(paper.wording for paper in (*LISTED, NOTE))
MADE = {"example-2027-2031-ica": "example-2027-2031"}  # structure made from the plan of that name
SECTIONS = sorted(
    {
        *MADE,
        *(
            file.removesuffix(".yaml")
            for file in read_texts()
            if file.count(".") == 1 and file.removesuffix(".yaml") not in PAPERS
        ),
    }
)
VALUES = {"zero": 0, "one": 1, "two": 2, "many": 5, "at_least": 5, "at_least_one": 1}
CERTAINTY = {"unknown": "unknown", "at_least": "at least", "at_least_one": "at least"}
FIGURE_NAMES = sorted(set(re.findall(r"\bf\.(\w+)", str(read_texts()))))
YEARS = (2021, 2021, 2022, 2023, 2020, 2019, 2018, 2021, 2021, 2021, 2021)


def invented(key: str, form: str, value: int | None = None) -> PublicFigure:
    """A figure that has the form."""
    if form == "unknown":
        return figure(key, None, "unknown")
    number = VALUES.get(form, 5) if value is None else value
    own = "" if form in VALUES else form
    return figure(key, number, CERTAINTY.get(form, "exactly"), own, years=YEARS[:number])


def world(*chosen: PublicFigure, others: str = "many") -> PublicFacts:
    """Facts with the figures chosen, all others of one form."""
    names = {item.name for item in chosen}
    rest = (invented(key, others) for key in FIGURE_NAMES if key not in names)
    return facts(*chosen, *rest)


def plan(section: str) -> SectionPlan:
    """The structure of a section, read or made."""
    if section in MADE:
        made = shape(MADE[section]).made(section, lambda _: False)
        assert made is not None
        return made
    return SectionPlan.model_validate(read_texts()[f"{section}.yaml"])


def leaves(blocks: tuple[BlockPlan, ...], within: bool = False) -> Iterator[tuple[BlockPlan, bool]]:
    """The blocks that are printed, and whether they tell of a record."""
    for block in blocks:
        is_of_record = within or bool(block.each)
        if block.blocks:
            yield from leaves(block.blocks, is_of_record)
        else:
            yield block, is_of_record


def parts(section: str, of_records: bool) -> Iterator[tuple[Part, dict[str, str]]]:
    """The parts that tell of records, or the others, with their words by form; one without a name
    for one text.
    """
    words = read_texts()[f"{section}.en.yaml"]
    for block, is_of_record in leaves(plan(section).blocks):
        if not block.table:
            for part in block.all_parts():
                text = words[part.key]
                if bool(part.each or is_of_record) is of_records:
                    yield part, text if isinstance(text, dict) else {"": text}


FIGURES = [
    pytest.param(section, part, form, text, id=f"{part.id}-{form}")
    for section in SECTIONS
    for part, forms in parts(section, of_records=False)
    for form, text in forms.items()
]
RECORDS = [
    pytest.param(section, part, form, text, id=f"{part.id}-{form}")
    for section in SECTIONS
    for part, forms in parts(section, of_records=True)
    for form, text in forms.items()
]


def faults(text: str) -> list[str]:
    """What no sentence of a paper may have."""
    bare = re.sub(r"⟨.*?⟩", "", text)
    low = bare.casefold()
    checks = {
        "empty": not bare.strip(),
        "double space": "  " in text or text != text.strip(),
        "None or nan": bool(re.search(r"\b(None|nan)\b", text)) and not bare.startswith("None "),
        "unresolved": bool(re.search(r"[{}<>|]", bare)),
        "brackets": bare.count("[") != bare.count("]") or bare.count("(") != bare.count(")"),
        "nested": bool(re.search(r"\[[^\]]*\[", bare)),
        "empty brackets": "()" in bare or "[]" in bare,
        "banned": any(re.search(rf"(?<!\w){word}(?!\w)", low) for word in english().banned_words),
        "space before a mark": bool(re.search(r"\s[,.;:)\]]|[(\[]\s", bare)),
        "two marks": bool(re.search(r"[,.;:]{2}", bare)),
        "repeated word": bool(re.search(r"\b(\w+) \1\b", low)),
        "small start": bare[:1].islower(),
        "small start after a full stop": bool(re.search(r"\. [a-z]", bare)),
    }
    return [fault for fault, holds in checks.items() if holds]


def variants(part: Part, form: str) -> Iterator[tuple[PublicFacts, str]]:
    """Facts under which the form is chosen: several numbers, several forms of the other figures."""
    others = ("zero", "one", "two", "many", "at_least", "unknown")
    numbers: tuple[int | None, ...] = (
        (None, UP_TO + 1, 11) if form in {"many", "at_least", "part"} else (None,)
    )
    for number, other in itertools.product(numbers, others):
        chosen = tuple(
            invented(key, form if n == 0 else "many", number) for n, key in enumerate(part.form)
        )
        if form in {"unknown", "at_least", "at_least_one"}:
            chosen = chosen[:1] + tuple(invented(key, "many") for key in part.form[1:])
        yield world(*chosen, others=other), other


@pytest.mark.parametrize(("section", "part", "form", "text"), FIGURES)
def test_every_form_of_a_figure_reads_as_a_sentence(
    section: str, part: Part, form: str, text: str
) -> None:
    """Whatever the other figures are, the sentence is whole, balanced, without a banned word, and
    ends.
    """
    is_heading = any(block.heading and block.id == part.id for block in plan(section).leaves)
    for known, other in variants(part, form):
        printed = said(text, known)
        assert faults(printed) == [], (other, printed)
        if not is_heading:
            sentence, _, note = printed.partition("⟨")
            assert sentence[-1] in ".]:"
            assert not note or note.endswith(".⟩")


def record(form: str, **values: PublicValue) -> PublicRecord:
    """A record with these fields."""
    return PublicRecord(table="activities", id="ACT-1", form=form, form_columns=(), values=values)


DATE = PublicValue(columns=(), span=DateSpan(first=Dated(first=date(2025, 4, 7))))
STATE = PublicValue(columns=(), names=(name("Deltaland"),))
FIELDS = {
    "date": DATE,
    "others": PublicValue(
        columns=(), names=(name("Open Path Aid", is_state=False), name("the Mu"))
    ),
    "place": PublicValue(columns=(), text="Port Alpha"),
    "outcome": PublicValue(columns=(), text="Participants exchanged views."),
    "title": PublicValue(columns=(), text="Meeting"),
    "format": PublicValue(columns=(), text="online"),
    "subjects": PublicValue(columns=(), text="the mobilization of resources"),
    "agreed": PublicValue(columns=(), text="Both committees agreed on a calendar."),
    "shared": PublicValue(columns=(), text="shared"),
    "requested_by": STATE,
    "due": DATE,
    "text": PublicValue(columns=(), text="Do this."),
    "budget": PublicValue(columns=(), text="Limited costs."),
    "coordinators": STATE,
    "upon_request": PublicValue(columns=(), text="upon_request"),
}
ALWAYS = {
    "state": STATE,
    "file": PublicValue(columns=(), text="report.xlsx"),
    "actor": STATE,
    "affected": STATE,
    "document": PublicValue(columns=(), text="the joint note of both"),
}
WITH_PARENT = "parent"


def told(text: str, form: str, part: Part) -> Iterator[str]:
    """A wording of a record printed with every choice of the fields that it asks for."""
    own = [key.removeprefix("item.") for key in part.form]
    known = world(*(invented(key, form) for key in own))
    asked = set(re.findall(r"item\.has_(\w+)", text))
    optional = [key for key in (*FIELDS, WITH_PARENT) if key in asked]
    given = {**ALWAYS, **{key: value for key, value in FIELDS.items() if key not in asked}}
    for number in range(len(optional) + 1):
        for chosen in itertools.combinations(optional, number):
            values = {**given, **{key: FIELDS[key] for key in chosen if key in FIELDS}}
            parents = (record("bilateral"),) if WITH_PARENT in chosen else ()
            one = record(form, **values).model_copy(
                update={"figures": {key: key for key in own}, "children": {WITH_PARENT: parents}}
            )
            yield said(text, known, one)


@pytest.mark.parametrize(("section", "part", "form", "text"), RECORDS)
def test_every_form_of_a_record_reads_as_a_sentence(
    section: str, part: Part, form: str, text: str
) -> None:
    """With every choice of the fields that may be missing; a quotation ends with its own mark."""
    is_heading = any(block.heading and block.id == part.id for block in plan(section).leaves)
    printed = list(told(text, form, part))

    assert [(faults(words), words) for words in printed if faults(words)] == []
    assert is_heading or [words for words in printed if words[-1] not in ".]”"] == []


@pytest.mark.parametrize("paper", PAPERS)
def test_every_line_of_a_masthead_is_whole_with_and_without_its_settings(paper: str) -> None:
    """A setting that is empty leaves a bracket or nothing, never a hole."""
    words, masthead = read_texts()[f"{paper}.en.yaml"], read_texts()[f"{paper}.yaml"]["masthead"]
    filled = world()
    needed = {
        "meeting_from",
        "meeting_to",
        "meeting_number",
        "meeting_kind",
        "meeting_place",
        "plan_title",
    }
    bare = {key: value if key in needed else None for key, value in filled.settings.items()}
    for known in (filled, filled.model_copy(update={"settings": bare})):
        for key in masthead:
            found = set(faults(said(words[key], known))) - {"two marks"}  # "Distr.: General"
            assert found <= ({"empty"} if key == "page_mark" else set()), key


@pytest.mark.parametrize(
    ("kind", "body"),
    [("MSP", "fifteenth Meeting of States Parties"), ("RC", "fifteenth Review Conference")],
)
def test_the_meeting_is_called_what_it_is(kind: str, body: str) -> None:
    """A Review Conference is no Meeting of States Parties, in the masthead and in the text."""
    texts, known = (
        read_texts(),
        facts().model_copy(update={"settings": {**SETTINGS, "meeting_kind": kind}}),
    )
    masthead = texts["progress-report.en.yaml"]
    assert said(masthead["meeting_title"], known) == body[:1].upper() + body[1:]
    assert said(masthead["submitted_by"], known).endswith(f"of the {body}")
    assert f"at the {body} by" in said(texts["introduction.en.yaml"]["introduction-purpose"], known)


@pytest.mark.parametrize(
    ("requests", "resources", "unread", "is_asked"),
    [
        (2, None, 0, True),
        (2, 2, 0, False),
        (2, 1, 1, True),
        (2, 0, 0, False),
        (None, None, 0, False),
        (0, None, 0, False),
    ],
)
def test_what_requests_say_of_resources_is_told_or_asked(
    requests: int | None, resources: int | None, unread: int, is_asked: bool
) -> None:
    """Where requests are told and what they set out is unknown, a bracket stands and nothing goes
    in silence.
    """
    told = {
        "art4": requests,
        "art3": 0 if requests is not None else None,
        "with_resources": resources,
        "unread": unread,
    }
    figures = [
        figure(f"extension_requests_{key}", n, "exactly" if n is not None else "unknown", states=())
        for key, n in told.items()
    ]
    part = next(
        p
        for p, _ in parts("ica-extension-requests", of_records=False)
        if p.id == "extension-unread"
    )
    assert environment().holds(part.when, context(world(*figures))) is is_asked


@pytest.mark.parametrize(
    ("n", "told"), [(1, "the recipient State Party"), (2, "recipient States Parties")]
)
@pytest.mark.parametrize("form", ["zero", "one", "many"])
def test_one_recipient_is_told_in_the_singular(n: int, told: str, form: str) -> None:
    """Who else gave is told according to as many States as received."""
    words = read_texts()["lausanne-2021-2026-ica.en.yaml"]["received-donors"]
    assert said(words[form], world(figure("assistance_received", n))).startswith(
        f"According to {told}, assistance"
    )


@pytest.mark.parametrize(
    ("n", "told"), [(0, "reflects public statements made"), (1, "contained in those reports, in")]
)
def test_reports_that_nobody_sent_are_not_reflected(n: int, told: str) -> None:
    """What the section reflects is what there is."""
    words = read_texts()["ica-basis.en.yaml"]["basis-nature"]
    assert told in said(words, world(figure("reports_received", n), figure("statements", 2)))
    assert faults(said(words, world(figure("reports_received", n), figure("statements", 0)))) == []


@pytest.mark.parametrize("form", ["at_least", "at_least_one", "one", "many"])
@pytest.mark.parametrize(("others", "start"), [(0, "Alphaland"), (3, "In addition, Alphaland")])
def test_no_change_is_in_addition_to_something(others: int, start: str, form: str) -> None:
    """Where no State Party gave information, those without change are not told as more of it."""
    texts = read_texts()["lausanne-2021-2026-ica.en.yaml"]
    for key, words in texts.items():
        if key.endswith("-unchanged"):
            of = words["one"].split("{{ f.")[1].split("_unchanged")[0]
            unchanged = figure(f"{of}_unchanged", 1, years=(2022,))
            assert said(words[form], world(unchanged, figure(of, others))).startswith(start), key


def test_a_withdrawn_state_that_is_withheld_is_not_told_by_its_withdrawal() -> None:
    """Few States ever withdrew: neither the bracket nor its id says what kind of note it is."""
    for section in ("ica-basis", "lausanne-2021-2026-ica"):
        for key, words in read_texts()[f"{section}.en.yaml"].items():
            if isinstance(words, dict) and "withheld" in words:
                assert "withdr" not in key + words["withheld"]


def test_every_word_of_a_table_is_whole() -> None:
    """Title, heads, the sentence of an empty table, and cells."""
    words = read_texts()["lausanne-2021-2026-ica.en.yaml"]["coalition-table"]
    values = {
        "affected": PublicValue(columns=(), names=(name("Deltaland"),)),
        "partners": FIELDS["others"],
        "obligation": PublicValue(columns=(), text="art4_clearance"),
        "status": PublicValue(columns=(), text="continuing"),
    }
    printed = {
        key: said(text, world(), record("continuing", **values)) for key, text in words.items()
    }
    assert [faults(text) for text in printed.values()] == [[]] * len(printed)
    assert printed["cell_partners"] == "Open Path Aid; Mu"
    del values["partners"]
    assert (
        said(words["cell_partners"], world(), record("continuing", **values)) == "[To be confirmed]"
    )


ROWS = sorted(
    key
    for section in ("lausanne-2021-2026-annex",)
    for key in read_texts()[f"{section}.en.yaml"]["annex-states-table"]
    if not key.startswith("cell_")
)


@pytest.mark.parametrize("key", ROWS)
def test_every_word_of_a_table_over_figures_is_whole(key: str) -> None:
    """Title, heads and the first cell of each row."""
    assert (
        faults(
            said(
                read_texts()["lausanne-2021-2026-annex.en.yaml"]["annex-states-table"][key], world()
            )
        )
        == []
    )


@pytest.mark.parametrize(
    "form", ["unknown", "at_least", "at_least_one", "one", "two", "many", "all", "part"]
)
@pytest.mark.parametrize("key", ["cell_number", "cell_states"])
def test_every_cell_of_a_row_has_words_whatever_its_figure(key: str, form: str) -> None:
    """A number or a bracket, names or a bracket: no cell is blank."""
    text = read_texts()["lausanne-2021-2026-annex.en.yaml"]["annex-states-table"][key]
    printed = said(text, world(invented("exchange", form)), figure="exchange")
    assert faults(printed) == []
    assert ("[" in printed) is (
        (form in {"unknown", "at_least", "at_least_one"} and key == "cell_number")
        or form == "unknown"
    )


@pytest.mark.parametrize("block", ["annex-requests-art4", "annex-requests-art3"])
def test_every_word_of_a_table_of_requests_is_whole(block: str) -> None:
    """With and without the fields that may be missing."""
    words = read_texts()["annex-requests.en.yaml"][block]
    values = {"affected": PublicValue(columns=(), names=(name("Deltaland"),))}
    more = {key: PublicValue(columns=(), text="Paras") for key in ("symbol", "paragraphs")}
    for chosen in (values, {**values, **more}):
        for text in words.values():
            assert faults(said(text, world(), record("submitted", **chosen))) == []


@pytest.mark.parametrize("kind", ["obligation", "status"])
def test_every_closed_value_of_a_coalition_has_a_term(kind: str) -> None:
    """Whatever the register may hold and the gate may let through has words."""
    from pipeline.model.tables import COALITIONS

    values = set(COALITIONS.column(kind).values) - {"unknown", "proposed"}
    assert set(english().terms[kind]) == values


def test_a_form_of_the_words_is_the_form_of_the_figure() -> None:
    """The invented figures do have the forms that they were invented for."""
    forms = {
        form
        for _, _, form, _ in (param.values for param in FIGURES)
        if isinstance(form, str) and form
    }
    assert {form_of((invented("x", form),)) for form in forms} == forms


def test_a_long_list_goes_to_a_note_and_a_short_one_stays() -> None:
    """From the settable length on names leave the sentence, in the many form of every figure that
    has them.
    """
    text = read_texts()["lausanne-2021-2026-ica.en.yaml"]["received"]["many"]
    short, long = (
        said(text, world(invented("assistance_received", "many", n))) for n in (UP_TO, UP_TO + 1)
    )
    assert "(Alphaland, Betaland, Deltaland, Etaland, Iotaland and Kappaland)" in short
    assert "⟨" not in short
    assert long.endswith(f".⟨{', '.join(STATES[:UP_TO])} and {STATES[UP_TO]}.⟩")
    assert "(" not in long


def test_environment_is_compiled_once_a_wording() -> None:
    """The same text gives the same spans without being read again."""
    text = "{{ f.reports_received | number }}"
    assert said(text, world()) == said(text, world())
    assert environment() is environment()


def test_no_sentence_on_nothing_says_that_reports_were_received() -> None:
    """Where nothing was found the sentence is true with reports that say nothing, and without any
    report.
    """
    texts = {name: words for name, words in read_texts().items() if name.endswith(".en.yaml")}
    zeros = [
        str(forms["zero"])
        for words in texts.values()
        for forms in words.values()
        if isinstance(forms, dict) and "contained" in str(forms.get("zero", ""))
    ]
    assert len(zeros) == 9
    assert [words for words in zeros if not words.startswith("No report received ")] == []
