"""Deadlines and areas in Forms B and F: read with their place, or told to be unread; never guessed,
never lost.
"""

import pytest

from pipeline.collect.docx_file import read_docx
from pipeline.model.forms import Particular
from pipeline.normalise.forms.parse import parse_report
from tests.makers.pdf_files import page, pdf
from tests.makers.report_forms import ENGLISH, FRENCH, LINE, SPANISH, Words, cover, form_i
from tests.makers.reports_meeting import meeting
from tests.makers.small_meeting import demo_world, settled
from tests.makers.word_files import docx, p, tbl

LABELS = demo_world()[1].forms
B, F = 1, 5


def told(*blocks: str, form: int = F, words: Words = ENGLISH) -> list[tuple[str, str]]:
    """Kind and reading of all that a form tells."""
    content = docx(*cover(words=words), p(words.titles[form]), *blocks, p(words.titles[9]), p("-"))
    return [
        (one.kind, one.reading)
        for one in parse_report(read_docx("m/a.docx", content), LABELS).particulars
    ]


@pytest.mark.parametrize(
    ("blocks", "day"),
    [
        ([p("Deadline: 1 March 2026")], "2026-03-01"),
        ([p("Extended deadline:"), p("1 August 2030")], "2030-08-01"),
        ([tbl(["Deadline for completion", "01/08/2030"])], "2030-08-01"),
        ([tbl(["Area", "Deadline"], ["North", "1 March 2026"])], "2026-03-01"),
        ([p("The new deadline is now 1 March 2026.")], "2026-03-01"),
        ([p("Deadline: see Form J")], ""),
        ([p("Deadline: as in the extension request")], ""),
        ([p("Deadline: 1 March 2026, extended to 1 March 2030")], ""),
        ([p("Deadline:")], None),
        ([tbl(["Deadline", "as in the extension request"])], ""),
        ([p("The deadline is that of our request for extension.")], ""),
        ([p("Deadline: March 2026")], ""),
        ([p("Deadline: not applicable")], None),
        ([p("We cleared 3 areas last year.")], None),
    ],
)
def test_a_deadline_is_one_date_or_unread(blocks: list[str], day: str | None) -> None:
    """One date beside the word; what points elsewhere, or gives two dates or half of one, is told
    and not read.
    """
    expected = [] if day is None else [("deadline", day)]
    assert [one for one in told(*blocks) if one[0] == "deadline"] == expected
    assert [one for one in told(*blocks, form=B) if one[0] == "deadline"] == expected


@pytest.mark.parametrize(
    ("words", "text", "day"),
    [
        (FRENCH, "Date limite : 1er mars 2026", "2026-03-01"),
        (SPANISH, "Plazo: 1 de marzo de 2026", "2026-03-01"),
    ],
)
def test_deadlines_in_other_languages(words: Words, text: str, day: str) -> None:
    """Labels and months of the language of the form."""
    assert told(p(text), words=words) == [("deadline", day)]


@pytest.mark.parametrize(
    ("blocks", "areas"),
    [
        ([p("Contaminated area: 12.5 km²")], ["12 500 000 m²"]),
        ([p("1 250 000 m2 were cleared and 3 ha released.")], ["1 250 000 m²", "30 000 m²"]),
        ([tbl(["Place", "Area (m²)"], ["North", "1 250 000"], ["South", "n/a"])], ["1 250 000 m²"]),
        ([tbl(["Place", "Area"], ["North", "1 250 000"])], [""]),
        ([p("Total area: 12")], [""]),
        ([p("Suspected area: between 10 and 20 km²")], [""]),
        ([p("Suspected area: 10–20 km²")], [""]),
        ([p("Area: 1.2 million square metres")], [""]),
        ([p("Area: 1.500 m²")], [""]),
        ([p("Area: 1.500 m²"), p("Area: 2.250,5 m²")], ["1 500 m²", "2 250.5 m²"]),
        (
            [p("Area: 1.500 m²"), p("Area: 2.250,5 m²"), p("Area: 2,250.5 m²")],
            ["", "2 250.5 m²", "2 250.5 m²"],
        ),
        ([p("Several square kilometres remain")], [""]),
        ([p("Ha habido tres equipos")], []),
        ([p("Three teams worked in 2024.")], []),
    ],
)
def test_an_area_is_a_number_with_a_unit_or_unread(blocks: list[str], areas: list[str]) -> None:
    """In square metres; a range, a word between, two readings or no unit: told, and not read."""
    assert [reading for kind, reading in told(*blocks) if kind == "area"] == areas


def test_a_name_of_an_area_is_no_area_unread() -> None:
    """Under "Area" stands what it is called, under "Size" how large it is."""
    table = tbl(["Area", "Size (km²)"], ["North", "2.5"], ["South of the river", "to be surveyed"])
    assert told(table) == [("area", "2 500 000 m²"), ("area", "")]


def test_form_b_tells_of_no_areas() -> None:
    """What stands there in square metres is a store."""
    assert told(p("Store of 300 m2"), form=B) == []


def test_a_printed_form_tells_the_same() -> None:
    """Lines of a page, with page and line."""
    content = pdf(
        page(
            *("Name of State: Alphaland", "Reporting period: 2024", ENGLISH.titles[F]),
            *("Deadline: 1 March 2026", "Contaminated area: 12.5 km2", ENGLISH.titles[9]),
        )
    )
    (report,) = settled(meeting(("a.pdf", content))).records.reports
    assert [(one.ref.place, one.reading) for one in report.particulars] == [
        ("page 1 line 4", "2026-03-01"),
        ("page 1 line 5", "12 500 000 m²"),
    ]


def test_what_is_told_is_found_and_kept_with_the_report() -> None:
    """A finding at the place, with the reading for a person; the record keeps words and place."""
    content = docx(
        *cover(),
        p(ENGLISH.titles[F]),
        p("Deadline: see the request"),
        *form_i({"provided": [LINE]}),
    )
    made = settled(meeting(("a.docx", content)))
    (particular,) = made.records.reports[0].particulars
    assert isinstance(particular, Particular)
    assert (particular.obligation, particular.ref.words) == (
        "art4_clearance",
        "Deadline: see the request",
    )
    assert [(f.ref.place, f.hint) for f in made.findings if f.code == "deadline-not-read"] == [
        ("paragraph 5", "")
    ]
