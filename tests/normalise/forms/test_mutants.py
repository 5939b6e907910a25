"""Forms spoiled at random: each gives the right value or a question, never a wrong value."""

import random

import pytest

from pipeline.model.records import Records
from tests.makers.report_forms import (
    ARABIC,
    CHINESE,
    ENGLISH,
    FORM_I,
    FRENCH,
    MARKS,
    RUSSIAN,
    SPANISH,
    Words,
    cover,
)
from tests.makers.small_meeting import Content, register, settled
from tests.makers.word_files import deleted, docx, inserted, p, tbl, tc, tr

N_MUTANTS = 60
LANGUAGES = (ENGLISH, FRENCH, SPANISH, RUSSIAN, CHINESE, ARABIC)
KIND = {"provided": "financial", "received": "material"}
TRUTH = {
    ("provided", ("XAG",), "25000", "XTS"),
    ("provided", ("XAD",), "400", "XTS"),
    ("received", ("XAJ",), "70", "XTS"),
}
LINES = {
    "provided": [
        ["Rhoville", "", "25000", "XTS", "financial"],
        ["Deltaland", "", "400", "XTS", "financial"],
    ],
    "received": [["Mu", "", "70", "XTS", "material"]],
}


def _columns_swapped(
    draw: random.Random, head: list[str], rows: list[list[str]]
) -> tuple[list[str], list[list[str]]]:
    order = list(range(len(head)))
    draw.shuffle(order)
    return [head[n] for n in order], [[row[n] for n in order] for row in rows]


def _titles_swapped(
    draw: random.Random, head: list[str], rows: list[list[str]]
) -> tuple[list[str], list[list[str]]]:
    """Titles that say another thing than their cells: the sum stands under the words for a
    State.
    """
    swapped = list(head)
    swapped[0], swapped[2] = swapped[2], swapped[0]
    return swapped, rows


def _title_lost(
    draw: random.Random, head: list[str], rows: list[list[str]]
) -> tuple[list[str], list[list[str]]]:
    gone = draw.randrange(len(head))
    return ["" if n == gone else text for n, text in enumerate(head)], rows


def _title_doubled(
    draw: random.Random, head: list[str], rows: list[list[str]]
) -> tuple[list[str], list[list[str]]]:
    return [head[0], head[0], *head[2:]], rows


def _titles_merged(
    draw: random.Random, head: list[str], rows: list[list[str]]
) -> tuple[list[str], list[list[str]]]:
    """One column for the sum and its currency."""
    return [*head[:3], *head[4:]], [[*row[:2], f"{row[3]} {row[2]}", *row[4:]] for row in rows]


def _titles_gone(
    draw: random.Random, head: list[str], rows: list[list[str]]
) -> tuple[list[str], list[list[str]]]:
    return rows[0], rows[1:] or rows


def _nothing(
    draw: random.Random, head: list[str], rows: list[list[str]]
) -> tuple[list[str], list[list[str]]]:
    return head, rows


TABLES = (
    _columns_swapped,
    _titles_swapped,
    _title_lost,
    _title_doubled,
    _titles_merged,
    _titles_gone,
    _nothing,
)
COVERS = ("as it is", "marks lost", "both marked", "letters changed", "no cover", "mark after")


def _heading(draw: random.Random, words: Words, section: str) -> str:
    text = words.headings[section]
    how = draw.randrange(4)
    if how == 0:
        return p(inserted(text), deleted(words.headings["needed"]))
    return p(("", "(a) ", "2. ")[how - 1] + text)


def mutant(seed: int) -> bytes:
    """A form with a few things changed at random."""
    draw = random.Random(seed)  # noqa: S311 - the same mutants every time
    words = draw.choice(LANGUAGES)
    how = draw.choice(COVERS)
    titles = list(words.titles)
    if how == "letters changed":
        titles = [
            title.replace(" I", " G", 1) if n == FORM_I else title for n, title in enumerate(titles)
        ]
    spoiled = words._replace(titles=tuple(titles))
    marks = {"marks lost": {True: "", False: ""}, "both marked": {True: "☒", False: "☒"}}.get(
        how, MARKS
    )
    blocks = [] if how == "no cover" else cover(words=spoiled, marks=marks)
    blocks.append(p(spoiled.titles[FORM_I]))
    for section in draw.sample(sorted(LINES), 2):
        first = words.columns[0] if section == "provided" else words.donor
        change = draw.choice(TABLES)
        head, rows = change(draw, [first, *words.columns[1:]], LINES[section])
        blocks.append(_heading(draw, words, section))
        wide = [tr(tc("2024", span=len(head)))] if draw.random() < 0.3 else []
        blocks.append(tbl(*wide, head, *rows))
    return docx(*blocks, p(spoiled.titles[FORM_I + 1]), p("-"))


def _agrees(fact: tuple[object, ...], true: tuple[object, ...]) -> bool:
    return all(not part or part == other for part, other in zip(fact, true, strict=True))


def read(content: bytes) -> tuple[Records, set[str]]:
    """The records of a meeting with this report, and the codes found."""
    files: dict[str, Content] = {
        "national-reports/Alphaland_2024.docx": content,
        "reports-received.csv": register(),
    }
    made = settled(files)
    return made.records, {finding.code for finding in made.findings}


@pytest.mark.parametrize("seed", range(N_MUTANTS))
def test_a_spoiled_form_gives_the_right_value_or_a_question(seed: int) -> None:
    """Every line read is one that the State wrote; a line not read waits for a person; lost marks
    are never guessed.
    """
    records, codes = read(mutant(seed))

    facts = {
        (
            line.section,
            line.counterparts,
            str(line.money.amount) if line.money else "",
            line.currency,
        )
        for report in records.reports
        for line in report.lines
    }
    asked = [p for p in records.proposals if p.what == "text" or p.question]

    # a value may be missing where its title is, and is then asked for; it is never another one
    assert all(any(_agrees(fact, true) for true in TRUTH) for fact in facts)
    assert facts == TRUTH or asked or codes - {"report-unconfirmed"}
    assert [
        report.form_status
        for report in records.reports
        if report.form_status not in {"changed", "unclear", "unknown"}
    ] == []


def test_most_mutants_are_read_in_full() -> None:
    """The property above is not held by reading nothing."""
    full = 0
    for seed in range(N_MUTANTS):
        records, _ = read(mutant(seed))
        full += sum(len(report.lines) for report in records.reports) == len(TRUTH)
    assert full > N_MUTANTS // 4
