"""Headings inside Form I: what they begin, what they say themselves, and what may mean another
section.
"""

import pytest

from pipeline.model.record import FormLine
from tests.makers.report_forms import ENGLISH, FORM_I, LINE, cover, form_i
from tests.makers.reports_meeting import meeting
from tests.makers.review_marks import proposals
from tests.makers.small_meeting import settled
from tests.makers.word_files import docx, p, tbl, tc, tr

NEUTRAL = tbl(["Partner", "Amount", "Currency"], ["Mu", "100", "XTS"])
RECIPIENT = tbl(["Recipient", "Amount", "Currency"], ["Mu", "100", "XTS"])
DONOR = tbl(["Donor", "Amount", "Currency"], ["Mu", "100", "XTS"])
CellContext = list[tuple[str, str, str]]


def form(*blocks: str) -> bytes:
    """A report whose Form I holds these blocks."""
    inside = (block if block.startswith("<w:tbl") else p(block) for block in blocks)
    return docx(*cover(), p(ENGLISH.titles[FORM_I]), *inside, p(ENGLISH.titles[FORM_I + 1]))


def read(content: bytes) -> tuple[tuple[FormLine, ...], CellContext]:
    """The lines of the report, and of each reading but the cover: what it is, its section and its
    question.
    """
    files = meeting(("a.docx", content))
    (report,) = settled(files).records.reports
    asked = [(one.what, one.reading.get("section", ""), one.question) for one in proposals(files)]
    return report.lines, [one for one in asked if one[0] != "cover"]


@pytest.mark.parametrize(
    ("words", "section"),
    [
        ("Assistance received: training from Mu", "received"),
        ("3. Assistance needed: detectors and vehicles for the clearance teams.", "needed"),
        ("National resources: 5 million XTS", "national_resources"),
        ("Assistance provided – Rhoville, two trainers", "provided"),
        ("National plan: adopted in 2023", "national_plan"),
        ("Asistencia recibida: formación de Mu", "received"),
        ("Assistance reçue : formation par le Mu", "received"),
    ],
)
def test_words_behind_a_heading_are_asked_in_its_section(words: str, section: str) -> None:
    """A State that answers on the line of the heading has answered, and a person is shown what."""
    assert read(form("Assistance provided", RECIPIENT, words))[1][-1] == ("text", section, "text")


@pytest.mark.parametrize(
    "words",
    [
        "Assistance received: none",
        "Assistance received (article 6): N/A",
        "Assistance received: Nil.",
    ],
)
def test_nothing_behind_a_heading_is_nothing_to_ask(words: str) -> None:
    """A heading with "none" behind it is read to the end."""
    assert len(read(form("Assistance provided", RECIPIENT, words))[1]) == 1


@pytest.mark.parametrize(
    "words",
    [
        "Assistance provided and received",
        "Assistance provided by donors",
        "Support provided to the national authority by Mu",
        "Assistance received from Mu and passed on",
        "Asistencia prestada por donantes",
        "Assistance fournie par les donateurs",
        "Assistance provided to the State Party",
        "Assistance provided in the reporting State",
        "Assistance provided to victims",
        "Assistance received for other States",
        "Resources allocated to other States",
        "Assistance fournie à l'État partie",
        "Asistencia prestada al Estado",
        "Оказанная помощь государству",
    ],
)
def test_a_heading_that_may_mean_another_section_begins_none(words: str) -> None:
    """Its words wait for a person, and so do the rows under titles that fit any section: none is
    counted.
    """
    assert read(form(words, NEUTRAL)) == ((), [("text", "", "heading"), ("text", "", "section")])


def test_titles_that_belong_to_one_section_say_which_it_is() -> None:
    """Under "provided by donors" a column of donors is help received."""
    lines, _ = read(form("Assistance provided by donors", DONOR))
    assert [line.section for line in lines] == ["received"]


@pytest.mark.parametrize(
    ("words", "section"),
    [
        ("Assistance provided to other States Parties under article 6, paragraph 2", "provided"),
        ("Assistance provided to another State Party", "provided"),
        ("Assistance fournie à un autre État partie", "provided"),
        ("Asistencia prestada a otros Estados partes", "provided"),
        ("Assistance received in 2024", "received"),
        ("(b) Assistance received (Art. 6):", "received"),
        ("II. Assistance needed.", "needed"),
        ("Part B: Assistance received", "received"),
        ("3.2.1 Assistance received", "received"),
        ("C – Assistance received", "received"),
        ("Tableau 4 : Assistance reçue", "received"),
        ("Coopération et assistance fournies au titre de l’article 6", "provided"),
    ],
)
def test_words_of_the_treaty_beside_a_heading_change_nothing(words: str, section: str) -> None:
    """An article, a year, a number before it: the section is certain, and its lines carry no
    question.
    """
    lines, asked = read(form("National resources", "None", words, NEUTRAL))
    assert ([line.section for line in lines], asked) == ([section], [("line", section, "")])


@pytest.mark.parametrize(
    "words",
    [
        "Assistance provided (and received)",
        "Assistance provided (by donors)",
        "Assistance provided [to this State]",
        "Assistance provided – Assistance received",
        "Assistance provided: none; assistance received:",
        "Assistance provided: (in thousands)",
    ],
)
def test_words_beside_a_heading_are_a_question_on_the_lines_below_it(words: str) -> None:
    """In brackets or behind it, they may be of another section, or make something else of the
    sums.
    """
    assert read(form("National resources", "None", words, NEUTRAL))[1] == [
        ("line", "provided", "section"),
        ("text", "provided", "text"),
    ]


def test_words_between_heading_and_table_are_a_question_on_its_lines() -> None:
    """What stands between may be the heading of something else; titles of one section alone settle
    it.
    """
    words = "Help that our partners gave us"
    assert read(form("Assistance provided", words, NEUTRAL))[1][0] == (
        "line",
        "provided",
        "section",
    )
    assert read(form("Assistance provided", words, RECIPIENT))[1][0] == ("line", "provided", "")


def test_a_row_of_one_cell_is_a_question_on_the_lines_below_it() -> None:
    """It may be the heading of other lines in the same table."""
    table = tbl(
        ["Partner", "Amount", "Currency"],
        ["Rhoville", "5", "XTS"],
        ["Given to us", "", ""],
        ["Mu", "9", "XTS"],
    )
    questions = [
        question
        for what, _, question in read(form("Assistance provided", table))[1]
        if what == "line"
    ]
    assert questions == ["", "section"]


def test_a_sentence_that_begins_like_a_heading_is_none() -> None:
    """It is a text that limits every section, and the table below it stays where it was."""
    words = "Assistance received was of great help to the teams, who could buy detectors."
    lines, asked = read(form("Assistance provided", RECIPIENT, words, RECIPIENT))
    assert [line.section for line in lines] == ["provided", "provided"]
    assert ("text", "", "text") in asked


def test_needs_behind_a_heading_in_another_form_are_asked() -> None:
    """Form H: "Assistance needed: prostheses" is a need, though no table follows."""
    content = docx(
        *cover(),
        p(ENGLISH.titles[7]),
        p("Assistance needed: prostheses for forty survivors."),
        *form_i({"provided": [LINE]}),
    )
    assert ("text", "needed", "text") in read(content)[1]


def cell(*blocks: str) -> str:
    """A cell that holds paragraphs and tables."""
    return (
        "<w:tc>"
        + "".join(block if block.startswith("<w:tbl") else p(block) for block in blocks)
        + "<w:p/></w:tc>"
    )


def test_a_table_in_a_cell_is_read_in_its_row() -> None:
    """A form with a row a section: the table in each row belongs to the heading above it there, not
    to the last one.
    """
    outer = tbl(tr(cell("Assistance provided", NEUTRAL)), tr(cell("Assistance received", NEUTRAL)))
    lines, _ = read(form("National resources", outer))
    assert [(line.section, line.row.raw.number) for line in lines] == [
        ("provided", 2),
        ("received", 2),
    ]


def test_titles_hold_behind_a_table_in_a_cell() -> None:
    """A small table among the remarks of one line takes nothing from the lines below it."""
    small = cell(tbl(["Year", "Teams"], ["2024", "3"]))
    nested = tbl(
        ["Recipient", "Amount", "Currency", "Remarks"],
        tr(tc("Mu"), tc("1"), tc("XTS"), small),
        ["Rhoville", "2", "XTS", ""],
    )
    assert [line.counterparts for line in read(form("Assistance provided", nested))[0]] == [
        ("XAJ",),
        ("XAG",),
    ]


@pytest.mark.parametrize("first", ["National resources", "Assistance needed"])
def test_headings_in_cells_say_which_section_the_words_beside_them_are_of(first: str) -> None:
    """A table of labels and answers: each answer limits its own section; two headings in a row
    limit all.
    """
    answers = tbl(["Assistance provided", "Training"], ["Assistance received", "Vehicles"])
    assert read(form(first, answers))[1] == [
        ("text", "provided", "no-titles"),
        ("text", "received", "no-titles"),
    ]
    heads = tbl(["Assistance provided", "Assistance received"], ["To Rhoville", "From Mu"])
    assert read(form(first, heads))[1] == [("text", "", "no-titles"), ("text", "", "no-titles")]


def test_a_column_of_sections_without_a_title_is_never_another_section() -> None:
    """Rows that name their section themselves are texts, also those over which its cell is
    merged.
    """
    table = tbl(
        ["", "Partner", "Amount", "Currency"],
        tr(tc("Assistance provided", merge="restart"), tc("Rhoville"), tc("1"), tc("XTS")),
        tr(tc("", merge="continue"), tc("Mu"), tc("2"), tc("XTS")),
    )
    assert read(form("National resources", table)) == (
        (),
        [("text", "", "section"), ("text", "", "section")],
    )


def test_one_amount_over_several_rows_is_no_amount_of_each() -> None:
    """Whether 900 was given to both together or to each, a person says."""
    table = tbl(
        ["Recipient", "Amount", "Currency"],
        tr(tc("Mu"), tc("900", merge="restart"), tc("XTS")),
        tr(tc("Rhoville"), tc("", merge="continue"), tc("XTS")),
        ["Deltaland", "70", "XTS"],
    )
    lines, asked = read(form("Assistance provided", table))
    assert [line.money.amount if line.money else None for line in lines] == [None, None, 70]
    assert [question for _, _, question in asked] == ["amount: merged", "amount: merged", ""]


def test_a_state_that_helps_itself_is_a_question() -> None:
    """Its own name under the title of the other end may stand there for the giver."""
    table = tbl(["Recipient", "Amount", "Currency"], ["Alphaland", "5", "XTS"])
    assert read(form("Assistance provided", table))[1] == [
        ("line", "provided", "counterpart: own-state")
    ]


MARK = '<w:r><w:footnoteReference w:id="2"/></w:r>'


def noted(*blocks: str) -> bytes:
    """A report with these blocks in Form I, and one footnote."""
    inside = (
        p(ENGLISH.titles[FORM_I]),
        p("Assistance provided"),
        *blocks,
        p(ENGLISH.titles[FORM_I + 1]),
    )
    return docx(*cover(), *inside, notes=["All sums in thousands."])


def test_a_note_is_a_text_and_a_question_on_the_line_of_its_mark() -> None:
    """What a footnote makes of a sum, a person says; other lines are as they were."""
    marked = tr(tc("Mu"), tc(p("200", MARK)), tc("XTS"))
    content = noted(
        tbl(
            ["Recipient", "Amount", "Currency"],
            ["Rhoville", "5", "XTS"],
            marked,
            ["Deltaland", "7", "XTS"],
        )
    )
    questions = [("line", "provided", ""), ("line", "provided", "note"), ("line", "provided", "")]
    assert read(content)[1] == [*questions, ("text", "provided", "note")]


def test_a_note_on_a_title_is_a_question_on_every_line_below() -> None:
    """ "Amount" with a footnote may be a sum in thousands."""
    titles = tr(tc("Recipient"), tc(p("Amount", MARK)), tc("Currency"))
    lines, asked = read(noted(tbl(titles, ["Rhoville", "5", "XTS"], ["Mu", "6", "XTS"])))
    assert (len(lines), {question for _, _, question in asked}) == (2, {"note"})


def test_a_note_on_another_page_of_the_report_is_not_asked() -> None:
    """A footnote of Form A has nothing to do with help."""
    content = docx(
        *cover(),
        p(ENGLISH.titles[0]),
        p("A law.", MARK),
        *form_i({"provided": [LINE]}),
        notes=["Of 2010."],
    )
    assert [what for what, _, _ in read(content)[1]] == ["line"]


def test_a_heading_in_a_note_begins_no_section() -> None:
    """Lines below the mark stay in the section they stand in."""
    marked = tr(tc("Mu"), tc(p("200", MARK)), tc("XTS"))
    table = tbl(["Partner", "Amount", "Currency"], marked, ["Rhoville", "5", "XTS"])
    inside = (
        p(ENGLISH.titles[FORM_I]),
        p("Assistance provided"),
        table,
        p(ENGLISH.titles[FORM_I + 1]),
    )
    lines, asked = read(docx(*cover(), *inside, notes=["Assistance received"]))
    assert [line.section for line in lines] == ["provided", "provided"]
    assert ("line", "provided", "") in asked


@pytest.mark.parametrize(
    "words", ["Form I: International cooperation", "FORM K – Gender", "Formulario I. Cooperación"]
)
def test_a_form_whose_title_nobody_knows_is_asked_if_it_says_something(words: str) -> None:
    """It may be Form I of a version not seen: what stands in it limits every section."""
    known = (p(ENGLISH.titles[FORM_I]), p("Assistance provided"), RECIPIENT)
    lines, asked = read(
        docx(*cover(), *known, p(words), p("Assistance received"), DONOR, p(ENGLISH.titles[9]))
    )
    assert ([line.section for line in lines], asked[1:]) == (
        ["provided"],
        [("text", "", "form-title")],
    )
    empty = read(docx(*cover(), *known, p(words), p("None"), p(ENGLISH.titles[9])))
    assert empty[1] == [("line", "provided", "")]


@pytest.mark.parametrize(
    "words", ["Form I is sent apart", "Form a team of ten.", "Form B (changed)"]
)
def test_a_sentence_that_begins_with_the_word_form_is_no_title(words: str) -> None:
    """It is a text of the form it stands in."""
    content = docx(
        *cover(),
        p(ENGLISH.titles[FORM_I]),
        p("Assistance provided"),
        p(words),
        RECIPIENT,
        p(ENGLISH.titles[9]),
    )
    lines, asked = read(content)
    assert (
        [line.section for line in lines],
        "form-title" in {question for *_, question in asked},
    ) == (
        ["provided"],
        False,
    )


def test_letter_and_title_in_two_cells_are_a_title() -> None:
    """A form laid out as tables throughout."""
    title, other = (words.split(": ", 1) for words in (ENGLISH.titles[FORM_I], ENGLISH.titles[9]))
    lines, _ = read(docx(*cover(), tbl(title), p("Assistance provided"), RECIPIENT, tbl(other)))
    assert [line.section for line in lines] == ["provided"]
