"""Covers as States fill them: marks, years, periods, languages, the covers that were observed."""

from datetime import date

import pytest

from pipeline.collect.docx_file import read_docx
from pipeline.model.source import Sheet
from pipeline.normalise.date_spans import Period, read_period
from pipeline.normalise.forms.candidate import Candidate, Origin, Status
from pipeline.normalise.forms.cover import dated, labelled, period_of
from pipeline.normalise.forms.lines import DocumentLine, document_lines
from pipeline.normalise.forms.match import title
from pipeline.normalise.forms.statuses import status_of, statuses, tokens
from tests.makers.report_forms import (
    ARABIC,
    CHINESE,
    ENGLISH,
    FORM_I,
    FRENCH,
    RUSSIAN,
    SPANISH,
    Words,
    cover,
    report,
)
from tests.makers.small_meeting import demo_world
from tests.makers.word_files import docx, p, tbl


def lines_of(sheets: tuple[Sheet, ...]) -> tuple[DocumentLine, ...]:
    """The lines of a document in reading order."""
    return document_lines(sheets).lines


LABELS = demo_world()[1].forms
CHANGED, UNCLEAR = Status("changed"), Status("unclear")


def period(answers: tuple[Candidate[str], ...]) -> Period | None:
    """The period that the labels of a cover give."""
    found = period_of(answers, LABELS)
    return found.value if found else None


def status(text: str) -> Status | None:
    """What the words beside a title say; None where they are other words."""
    found = tokens(text, LABELS)
    return status_of(found) if found is not None else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("☒ changed ☐ unchanged (last reporting: yyyy) ☐ non applicable", CHANGED),
        ("changed ☒ unchanged (last reporting: yyyy) ☐ non applicable ☐", CHANGED),
        (
            "[ ] changed [x] unchanged (last reporting: 2014) [ ] non applicable",
            Status("unchanged", 2014),
        ),
        ("X changed unchanged (last reporting: 2014) non applicable", CHANGED),
        ("☒ changed (last reporting: 2012) ☐ unchanged ☐ non applicable", CHANGED),
        ("unchanged (2015)", Status("unchanged", 2015)),
        (
            "☐ changed ☒ unchanged (last reporting: 2021, 2022) ☐ non applicable",
            Status("unchanged"),
        ),
        (
            "☐ changed ☒ unchanged (2021; last reporting: 2021) ☐ non applicable",
            Status("unchanged", 2021),
        ),
        ("non applicable", Status("not_applicable")),
        ("☒ unchanged", Status("unchanged")),
        ("changed unchanged (last reporting: 2014) non applicable", UNCLEAR),
        ("☒ changed ☒ unchanged (last reporting: 2014)", UNCLEAR),
        ("☐ changed ☐ unchanged ☐ non applicable", UNCLEAR),
        ("☐ unchanged", UNCLEAR),
        ("changed X unchanged non applicable", UNCLEAR),
        ("☐ changed unchanged ☒ non applicable", UNCLEAR),
        ("Modificado (último informe: año 2012) Sin cambios", UNCLEAR),
        (
            "☐ Modificado ☒ Sin cambios (último informe: año 2013) ☐ No aplicable",
            Status("unchanged", 2013),
        ),
        ("☒ modifiée ☐ non modifiée (dernier rapport présenté en année)", CHANGED),
        ("☐ 有变化 ☒ 无变化（上次报告：2022年） ☐ 不适用", Status("unchanged", 2022)),
        ("The situation remained unchanged in 2014.", None),
    ],
)
def test_marks_and_words_give_one_status_or_none(text: str, expected: Status | None) -> None:
    """A mark before or after its words, in brackets, as a letter; lost, doubled or between two
    words: unclear.
    """
    assert status(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("STATE : Alphaland (Voluntary Report)..", ["Alphaland (Voluntary Report)"]),
        ("État: Alphaland", ["Alphaland"]),
        ("País： Alphaland", ["Alphaland"]),
        ("Country\nAlphaland", ["Alphaland"]),
        ("State the reasons for the delay", []),
        ("Country coalitions", []),
        ("Estado de los programas", []),
    ],
)
def test_a_label_that_counts_alone_is_one_before_a_colon_or_nothing(
    text: str, expected: list[str]
) -> None:
    """On a cover; the beginning of a sentence is none, and after the cover it is a column title."""
    lines = lines_of(read_docx("m/a.docx", docx(p(text))))
    assert [one.value for one in labelled(lines, LABELS)] == expected
    assert labelled(lines, LABELS, Origin.BODY) == ()


def test_a_label_alone_has_its_answer_in_the_next_cell_and_the_next_paragraph() -> None:
    """As the other labels have."""
    for blocks in ([tbl(["State", "Alphaland"])], [p("State:"), p("Alphaland")]):
        lines = lines_of(read_docx("m/a.docx", docx(*blocks)))
        assert [one.value for one in labelled(lines, LABELS)] == ["Alphaland"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("01/01/2016 to 31/12/2016", date(2016, 1, 1), date(2016, 12, 31)),
        ("1/abr/2016 a 31/jul/2017", date(2016, 4, 1), date(2017, 7, 31)),
        ("1 March, 2015 to 31 October, 2017", date(2015, 3, 1), date(2017, 10, 31)),
        ("1 January 2015 / 31 December 2015", date(2015, 1, 1), date(2015, 12, 31)),
        ("1 January to 31 December 2015", date(2015, 1, 1), date(2015, 12, 31)),
        ("du 1er janvier 2013 au 31 décembre 2013", date(2013, 1, 1), date(2013, 12, 31)),
        ("1 enero de 2024 al 31 de diciembre de 2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("1 января 2024 — 31 декабря 2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024年1月1日至2024年12月31日", date(2024, 1, 1), date(2024, 12, 31)),
        ("January 1, 2024 - December 31, 2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_periods_as_states_print_them(text: str, first: date, last: date) -> None:
    """Slashes, month words of six languages, a comma after the month, one year alone."""
    assert read_period(text, LABELS.date_words) == Period(first, last)


@pytest.mark.parametrize(
    "text",
    [
        "---- to ---- (Initial Report, see note)",
        "31/06/2024 to 31/12/2024",
        "2023 and 2024",
        "31/12/2024 to 01/01/2024",
        "",
    ],
)
def test_no_period_is_made_up(text: str) -> None:
    """No day that is in no calendar, no order turned round, no choice between two years."""
    assert read_period(text, LABELS.date_words) is None


@pytest.mark.parametrize(
    "words",
    [ENGLISH, FRENCH, SPANISH, RUSSIAN, CHINESE, ARABIC],
    ids=["en", "fr", "es", "ru", "zh", "ar"],
)
@pytest.mark.parametrize(
    ("chosen", "since"), [("changed", None), ("unchanged", 2022), ("not_applicable", None)]
)
def test_a_cover_in_any_language(words: Words, chosen: str, since: int | None) -> None:
    """State, period and what became of Form I."""
    rows = lines_of(
        read_docx("m/a.docx", docx(*cover(words=words, status=chosen, since=str(since or ""))))
    )
    found = labelled(rows, LABELS)
    assert [answer.value for answer in found if answer.field == "state"] == ["Alphaland"]
    assert period(found) == Period(date(2024, 1, 1), date(2024, 12, 31))
    assert statuses(rows, LABELS)["resources"].value == Status(chosen, since)


# The covers that were observed, as written labels: period, what A and I say.
OBSERVED = {
    "Switzerland, initial": (
        "---- to ---- (Initial Report, see note)",
        None,
        "changed ☒ unchanged ☐",
        CHANGED,
    ),
    "Switzerland 2016": (
        "01/01/2016 to 31/12/2016",
        12,
        "☒ changed ☐ unchanged (last reporting: 2014)",
        CHANGED,
    ),
    "Chile 2016": (
        "1/abr/2016 a 31/jul/2017",
        16,
        "Modificado (último informe: año 2012) Sin cambios",
        UNCLEAR,
    ),
    "Belize 2015": (
        "1 March, 2015 to 31 October, 2017",
        32,
        "changed unchanged (last reporting: )",
        UNCLEAR,
    ),
    "Italy 2015": (
        "1 January 2015 / 31 December 2015",
        12,
        "☐ changed ☒ unchanged (last reporting: 2015)",
        Status("unchanged", 2015),
    ),
}


@pytest.mark.parametrize("name", OBSERVED)
def test_the_observed_covers_are_read_right(name: str) -> None:
    """Periods of 12, 16 and 32 months or none; marks kept, or lost and then unclear."""
    words, months, marks, expected = OBSERVED[name]
    period = read_period(words, LABELS.date_words)
    length = (
        (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1
        if period
        else None
    )
    assert (length, status(marks)) == (months, expected)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Form C: Cluster munitions retained and transferred:", "retained"),
        ("Form D: Cluster munitions retained and transferred:", "retained"),
        (
            "Form C: Technical characteristics of each type produced/owned or possessed:",
            "technical",
        ),
        (
            (
                "Formulario D: Características técnicas de cada tipo de munición en racimo que haya"
                " fabricado el Estado:"
            ),
            "technical",
        ),
        ("Form Q: National resources and international cooperation and assistance", "resources"),
        ("l Victim assistance", "victim_assistance"),
        ("Victim assistance went on in three provinces", ""),
    ],
)
def test_a_form_is_known_by_its_title(text: str, form: str) -> None:
    """Whatever its letter; a sentence that begins with the words of a title is no title."""
    found = title(text, LABELS)
    assert (found.form if found else "") == form


def test_status_below_its_title_in_paragraphs() -> None:
    """Title and options may be paragraphs; the next title ends them."""
    rows = lines_of(
        read_docx(
            "m/a.docx",
            docx(
                ENGLISH.titles[8],
                "☐ changed",
                "☒ unchanged (last reporting: 2021)",
                "☐ non applicable",
                ENGLISH.titles[9],
                "☒ changed ☐ unchanged",
            ),
        )
    )
    assert statuses(rows, LABELS)["resources"].value == Status("unchanged", 2021)


@pytest.mark.parametrize(
    ("marks", "expected"),
    [(("X", "", ""), CHANGED), (("", "X", ""), Status("unchanged")), (("X", "X", ""), UNCLEAR)],
)
def test_status_by_the_column_of_its_mark(marks: tuple[str, str, str], expected: Status) -> None:
    """Options as titles of columns, a mark in the row of the form."""
    table = tbl(
        ["Form", "changed", "unchanged", "non applicable"],
        [ENGLISH.titles[8], *marks],
        [ENGLISH.titles[9], "", "X", ""],
    )
    assert (
        statuses(lines_of(read_docx("m/a.docx", docx(table))), LABELS)["resources"].value
        == expected
    )


@pytest.mark.parametrize(
    "blocks",
    [
        (tbl(["Reporting period", "from 1 January 2024", "to 31 December 2024"]),),
        (tbl(["Reporting period from", "01/01/2024"], ["to", "31/12/2024"]),),
        (p("Reporting for time period from 1 January 2024 to"), p("31 December 2024")),
        (
            tbl(
                ["Información del período comprendido de", "1 de enero de 2024"],
                ["al", "31 de diciembre de 2024"],
            ),
        ),
    ],
)
def test_a_period_in_two_cells_rows_or_paragraphs_is_one(blocks: tuple[str, ...]) -> None:
    """The first day stands beside the label, the last behind "to"."""
    found = labelled(lines_of(read_docx("m/a.docx", docx(*blocks))), LABELS)
    assert period(found) == Period(date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    "below",
    [
        "30 April 2025",
        "Date of submission: 31/12/2024",
        "to be sent by 30/04/2025 and 01/05/2025",
        "to date",
    ],
)
def test_a_day_that_is_not_said_to_end_the_period_ends_none(below: str) -> None:
    """One day and something else below it are no period."""
    found = labelled(
        lines_of(read_docx("m/a.docx", docx(p("Reporting period: 1 January 2024"), p(below)))),
        LABELS,
    )
    assert period(found) is None


@pytest.mark.parametrize(
    "words",
    [
        "unchanged since the initial report",
        "☐ changed ☒ unchanged (last reporting: 30 April 2022) ☐ non applicable",
        "changed: yes   unchanged: no   non applicable: no",
        "☐ Modificado ☒ Sin cambios (véase el informe de 2021) ☐ No aplicable",
    ],
)
def test_a_status_among_other_words_is_unclear_and_never_none(words: str) -> None:
    """Something is said of the form, and what it is waits for a person."""
    (sheet,) = read_docx("a.docx", docx(p(f"{ENGLISH.titles[FORM_I]}\n{words}")))
    assert statuses(lines_of((sheet,)), LABELS)["resources"].value == UNCLEAR


def test_two_columns_run_into_one_line_are_unclear() -> None:
    """Two titles on a line, and below them the options of both."""
    rows = lines_of(
        read_docx(
            "m/a.docx",
            docx(
                f"{ENGLISH.titles[3]} {ENGLISH.titles[8]}",
                "☒ changed ☐ changed",
                "☐ unchanged ☒ unchanged",
            ),
        )
    )
    assert statuses(rows, LABELS)["resources"].value == UNCLEAR


def test_the_day_of_submission() -> None:
    """Where the report prints one day beside the label."""
    rows = lines_of(
        read_docx("m/a.docx", docx(p("Date of submission: 28/04/2025 [day/month/year]")))
    )
    assert dated(labelled(rows, LABELS), LABELS) == date(2025, 4, 28)


def test_a_report_is_bytes() -> None:
    """The maker of reports makes a file that is read."""
    assert read_docx("m/a.docx", report())[0].rows


STATE_LABEL = "Name of State [Party]:"


@pytest.mark.parametrize(
    "blocks",
    [
        (p(f"{STATE_LABEL} Alphaland"),),
        (tbl([f"{STATE_LABEL}\nAlphaland", "other words"]),),
        (tbl([STATE_LABEL, "", "Alphaland"]),),
        (tbl([STATE_LABEL], ["Alphaland"]),),
        (p(STATE_LABEL), p("Alphaland")),
        (p(f"{STATE_LABEL} ........"), p("[Alphaland] ____")),
    ],
)
def test_the_answer_stands_beside_or_below_its_label(blocks: tuple[str, ...]) -> None:
    """In its line, below it in its cell, in a cell after it, in the row or paragraph below."""
    found = labelled(lines_of(read_docx("m/a.docx", docx(*blocks))), LABELS)
    assert [answer.value for answer in found if answer.field == "state"] == ["Alphaland"]


@pytest.mark.parametrize(
    "blocks",
    [
        (p(STATE_LABEL),),
        (p(STATE_LABEL), p("Reporting period: 2024")),
        (p(STATE_LABEL), p(ENGLISH.titles[0])),
        (p(STATE_LABEL), tbl(["Alphaland"])),
        (tbl([STATE_LABEL]), p("Alphaland")),
        (p(STATE_LABEL), tbl(["Alphaland", "Rhoville"])),
    ],
)
def test_a_label_left_empty_takes_no_words_that_belong_elsewhere(blocks: tuple[str, ...]) -> None:
    """Another label, a title, or what stands in or out of a table beside it is no answer."""
    found = labelled(lines_of(read_docx("m/a.docx", docx(*blocks))), LABELS)
    assert "state" not in {answer.field for answer in found}


def test_a_status_said_twice_and_not_the_same_is_unclear() -> None:
    """The cover says changed, the body non applicable: neither is chosen."""
    title = ENGLISH.titles[8]
    rows = lines_of(
        read_docx(
            "m/a.docx", docx(tbl([f"{title}\n☒ changed"]), tbl([f"{title}\n☒ non applicable"]))
        )
    )
    assert statuses(rows, LABELS)["resources"].value == UNCLEAR


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([f"{ENGLISH.titles[8]}", "☐ changed ☒ unchanged (2021)"], Status("unchanged", 2021)),
        ([f"{ENGLISH.titles[8]}\nsee the annex, please", "☒ changed"], None),
        ([f"{ENGLISH.titles[8]}\n☒ changed\n{ENGLISH.titles[9]}\n☒ non applicable"], CHANGED),
    ],
)
def test_status_in_the_cells_beside_a_title(cells: list[str], expected: Status | None) -> None:
    """In the next cell; words of another kind in the title's own cell make no status; another title
    ends its words.
    """
    found = statuses(lines_of(read_docx("m/a.docx", docx(tbl(cells)))), LABELS).get("resources")
    assert (found.value if found else None) == expected


@pytest.mark.parametrize(
    "text", ["12/31/2024", "31 June 2024", "Q1 2024", "2023-2024", "31/12/2024 to 01/01/2024"]
)
def test_a_period_that_is_none_is_not_read(text: str) -> None:
    """Days that no calendar has, a part of a year, two years, an end before its beginning."""
    assert read_period(text, LABELS.date_words) is None


@pytest.mark.parametrize("end", [":", "", " :", " –"])
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("X changed, unchanged (last reporting: 2020), non applicable", CHANGED),
        (
            "☐ changed ☒ unchanged (last reporting: 2021) ☐ non applicable",
            Status("unchanged", 2021),
        ),
        (
            "changed ☐ unchanged (last reporting: 2021) ☒ non applicable ☐",
            Status("unchanged", 2021),
        ),
        ("unchanged (last reporting: 2021)", Status("unchanged", 2021)),
    ],
)
def test_a_status_on_the_line_of_its_title_is_read_from_its_beginning(
    end: str, words: str, expected: Status
) -> None:
    """The colon of "last reporting:" ends no title: what stands before it is part of what the State
    says.
    """
    head = f"{ENGLISH.titles[FORM_I].rstrip(':')}{end} "
    assert (
        statuses(lines_of(read_docx("m/a.docx", docx(p(head + words)))), LABELS)["resources"].value
        == expected
    )
