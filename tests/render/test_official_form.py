"""The form of an official document: references, numbers, notes in letters, columns of numbers,
pictures.
"""

import re
from itertools import islice

import openpyxl
import pytest
from lxml import etree

from pipeline.build import build
from pipeline.compose.paper import compose
from pipeline.compose.section_plans import PaperPlan, SectionPlan
from pipeline.compose.table_blocks import lettered, letters
from pipeline.compose.text_folder import PaperChapter, PaperWording, Section
from pipeline.load import Folders, load
from pipeline.model.block import Bar, Composed, Drawing, Note, Paragraph, Span, Table, TableRow
from pipeline.model.finding import Refused
from pipeline.ooxml import read_package, write_package
from pipeline.render.word_paper import Form, render
from pipeline.render.word_parts import PaperProperties
from pipeline.render.word_pictures import draw, height_inches
from tests.conftest import ROOT
from tests.makers.accessibility_rules import faults
from tests.makers.tables import changed_settings
from tests.makers.wording_and_facts import SETTINGS, english, environment, facts, figure

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEMPLATE = ROOT / "templates" / "progress-report.docx"
ABOUT = PaperProperties("Title", "Body", "en-GB", SETTINGS["as_of"], "0" * 12, "demo")  # type: ignore[arg-type]


def words(element: etree._Element) -> str:
    """The letters of an element."""
    return "".join(node.text or "" for node in element.iter(f"{W}t"))


def documents(folders: Folders) -> dict[str, dict[str, bytes]]:
    """The parts of each paper of the demo."""
    loaded = load(folders, "demo")
    return {name: read_package(paper.content) for name, paper in build(loaded).papers.items()}


def test_references_are_fields_in_the_official_document_and_plain_text_in_the_contribution(
    project: Folders,
) -> None:
    """Table and paragraph, each with the number that stands there; the contribution is pasted
    elsewhere.
    """
    papers = documents(project)
    official = papers["progress-report"]["word/document.xml"].decode()
    codes = re.findall(r"<w:instrText[^>]*> (\w+) ", official)

    assert {"REF", "SEQ"} <= set(codes)
    assert "instrText" not in papers["ica-section"]["word/document.xml"].decode()
    root = etree.fromstring(official.encode())
    numbered = [
        p
        for p in root.iter(f"{W}p")
        if p.find(f"{W}pPr/{W}pStyle[@{W}val='SingleTxtG']") is not None
    ]
    basis = next(
        n
        for n, p in enumerate(numbered, start=1)
        if 'w:name="_msp_basis"' in etree.tostring(p).decode()
    )
    assert any(f"paragraph\u00a0{basis}" in words(p) for p in numbered)


def test_the_first_paragraph_number_can_be_set(project: Folders) -> None:
    """Word's own numbers begin there, and references count from there."""
    book = project.inputs / "demo" / "meeting.xlsx"
    plain = documents(project)["progress-report"]
    changed_settings(book, {"first_paragraph.progress-report": "21"})

    moved = documents(project)["progress-report"]

    assert b'<w:start w:val="21"/>' in moved["word/numbering.xml"]
    number = int(
        re.findall(
            "paragraph\u00a0(?:</w:t>.*?<w:t[^>]*>)(\\d+)", plain["word/document.xml"].decode()
        )[0]
    )
    assert f'<w:t xml:space="preserve">{number + 20}</w:t>' in moved["word/document.xml"].decode()
    assert openpyxl.load_workbook(book)["Settings"].max_row > 1


def test_a_template_without_numbers_cannot_begin_at_another(project: Folders) -> None:
    """Exit 4, not a setting without effect."""
    path = project.templates / "progress-report.docx"
    parts = read_package(path.read_bytes())
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b'<w:numId w:val="2"/>', b"")
    path.write_bytes(write_package(parts))
    changed_settings(
        project.inputs / "demo" / "meeting.xlsx", {"first_paragraph.progress-report": "21"}
    )

    with pytest.raises(Refused) as refused:
        documents(project)

    assert refused.value.exit_code == 4


PLAN = {
    "id": "shares",
    "table": {
        "columns": [
            {"id": "what", "width": 5000},
            {"id": "number", "width": 1500, "number": True},
        ],
        "rows": [
            {"id": "given", "form": ["given"]},
            {"id": "taken", "form": ["taken"]},
            {"id": "open", "form": ["open"]},
        ],
        "picture": {"against": "received"},
    },
}
WORDS = {
    "shares": {
        "title": "Information provided",
        "empty": "[None.]",
        "head_what": "Information",
        "head_number": "Number",
        "note_number": "As counted.",
        "cell_number": (
            '{% if row.figure.form == "unknown" %}[To be confirmed]{% else %}{{ row.figure | digits'
            " }}{% endif %}"
        ),
        "row_given": "Assistance provided",
        "row_taken": "Assistance received",
        "row_open": "Needs",
        "picture": "Information provided, by kind",
        "picture_against": "Reports received: {{ f.received | digits }}",
    }
}


def paper(*, received: int | None = 9, taken: int | None = 2) -> Composed:
    """A paper with one table of three figures and its picture."""
    section = Section("shares", SectionPlan.model_validate({"blocks": [PLAN]}), WORDS)  # type: ignore[arg-type]
    chapter = PaperChapter("ica", (section,))
    plan = PaperPlan(chapters=())
    made = PaperWording("progress-report", plan, {"ica": "Cooperation"}, (chapter,))
    known = facts(
        figure("given", 5),
        figure("taken", taken, "exactly" if taken is not None else "unknown"),
        figure("open", None, "unknown"),
        figure("received", received, "exactly" if received is not None else "unknown"),
    )
    return compose(made, known, environment(), english())


def test_a_column_of_numbers_is_set_to_the_right_and_its_note_carries_a_letter() -> None:
    """Head and cells; the letter is raised, and the note stands below the table, not at the foot of
    the page.
    """
    parts = read_package(
        render("progress-report", TEMPLATE.read_bytes(), masted(paper()), ABOUT).content
    )
    root = etree.fromstring(parts["word/document.xml"])
    table = list(root.iter(f"{W}tbl"))[-1]
    styles = [[p.get(f"{W}val") for p in row.iter(f"{W}pStyle")] for row in table.iter(f"{W}tr")]
    below = next(table.itersiblings())

    assert styles == [["TableHeaderG", "TableHeaderNumberG"], *[["TableBodyG", "TableNumberG"]] * 3]
    assert words(below) == "a As counted."
    letter = next(run for run in table.iter(f"{W}r") if words(run) == "a")
    assert letter.find(f"{W}rPr/{W}rStyle") is not None
    assert not list(root.iter(f"{W}footnoteReference"))
    said = table.find(f"{W}tblPr/{W}tblDescription")
    assert said is not None
    assert said.get(f"{W}val") == "Information; Number"


def masted(composed: Composed) -> Composed:
    """The paper with a masthead, every line of it a word."""
    names = set(
        re.findall(
            r"\{\{ (\w+) \}\}",
            "".join(
                part.decode()
                for name, part in read_package(TEMPLATE.read_bytes()).items()
                if name.endswith(".xml")
            ),
        )
    )
    lines = tuple(Paragraph(f"masthead-{name}", "masthead", ()) for name in sorted(names))
    return composed._replace(masthead=lines)


def test_a_picture_stands_under_its_table_and_says_in_words_what_it_shows() -> None:
    """Caption, picture and the words for it; the figure that is open has no bar and says so."""
    composed = paper()
    table, caption = composed.blocks[1:]
    assert isinstance(table, Table)
    assert isinstance(caption, Paragraph)
    assert caption.drawing is not None

    parts = read_package(
        render("progress-report", TEMPLATE.read_bytes(), masted(composed), ABOUT).content
    )

    assert caption.text == "Figure\u00a0I. Information provided, by kind"
    assert [bar.last for bar in caption.drawing.bars] == [5.0, 2.0, None]
    assert (caption.drawing.mark, caption.drawing.mark_words) == (9.0, "Reports received: 9")
    assert "Assistance provided: 5" in caption.drawing.alt
    assert "Needs: [To be confirmed]" in caption.drawing.alt
    assert parts["word/media/picture1.png"].startswith(b"\x89PNG")
    assert caption.drawing.alt in parts["word/document.xml"].decode()
    assert list(faults(parts)) == []
    assert {"given", "taken", "open", "received"} <= set(caption.looked)


def test_without_two_bars_there_is_no_picture_and_without_the_number_no_line() -> None:
    """Nothing is drawn of what is not known."""
    lone, unmeasured = paper(taken=None), paper(received=None)

    assert [block.id for block in lone.blocks][-1] == "shares"
    assert lone.absent == ()
    caption = unmeasured.blocks[-1]
    assert isinstance(caption, Paragraph)
    assert caption.drawing is not None
    assert (caption.drawing.mark, caption.drawing.mark_words) == (None, "")


@pytest.mark.parametrize(
    ("n_rows", "words", "kept"),
    [
        (5, "Short", [0, 1, 2, 3]),
        (5, "Long words " * 40, [0, 3]),
        (20, "Short", [0, 18]),
        (1, "Long words " * 90, []),
    ],
)
def test_a_short_table_is_not_torn_and_no_row_of_a_long_one_stands_alone(
    n_rows: int, words: str, kept: list[int]
) -> None:
    """What is short goes by the lines on the page, not by rows; the head stays with the first
    row.
    """
    rows = tuple(TableRow(f"r{n}", ((Span("Name"),), (Span(words),))) for n in range(n_rows))
    table = Table(
        "t", (Span("Table 1"),), (Span("Title"),), ((Span("A"),), (Span("B"),)), (3000, 4371), rows
    )
    composed = Composed("progress-report", (table,), (), ())
    content = render("progress-report", TEMPLATE.read_bytes(), masted(composed), ABOUT).content
    printed = list(
        list(etree.fromstring(read_package(content)["word/document.xml"]).iter(f"{W}tbl"))[-1].iter(
            f"{W}tr"
        )
    )

    assert [
        n for n, row in enumerate(printed[1:]) if row.find(f".//{W}keepNext") is not None
    ] == kept


def test_a_picture_is_the_same_in_bytes_and_names_no_program() -> None:
    """Drawn twice it does not differ; long labels make it higher."""
    bars = (
        Bar("Bétaville", "2018–2021", 2018.2, 2021.5),
        Bar("Deltaland", "continuing", 2020.0, 2025.5),
    )
    long = tuple(
        bar._replace(label=f"{bar.label} and a long list of others, by name") for bar in bars
    )

    first, second = (
        draw(Drawing(bars, "words", is_dated=True)),
        draw(Drawing(bars, "words", is_dated=True)),
    )

    assert first == second
    assert b"matplotlib" not in first.lower()
    assert height_inches(Drawing(long, "")) > height_inches(Drawing(bars, ""))


def test_a_paper_with_fields_is_rendered_with_the_same_words() -> None:
    """Fields add no letter: the words of the paragraphs are those without them."""
    composed = masted(paper())
    content = TEMPLATE.read_bytes()
    papers = (
        render("t", content, composed, ABOUT, Form(has_fields=has_fields))
        for has_fields in (False, True)
    )
    plain, fielded = (
        etree.fromstring(read_package(paper.content)["word/document.xml"]) for paper in papers
    )

    assert [words(p) for p in plain.iter(f"{W}p")] == [words(p) for p in fielded.iter(f"{W}p")]
    assert not list(plain.iter(f"{W}instrText"))
    assert list(fielded.iter(f"{W}instrText"))


def test_notes_of_an_annex_carry_letters_and_those_of_the_text_numbers() -> None:
    """The mark in the text and the note at the foot of the page say the same letter; Word numbers
    the others.
    """
    noted = Paragraph(
        "one",
        "unnumbered",
        (Span("Words.", "text"), Span("", "note", "one-note")),
        (),
        (Note("one-note", (Span("Said so."),)),),
    )
    first, second = lettered(
        [
            noted,
            noted._replace(
                id="two",
                spans=(Span("", "note", "two-note"),),
                notes=(Note("two-note", (Span("And so."),)),),
            ),
        ]
    )
    composed = Composed(
        "progress-report",
        (
            noted._replace(
                id="text",
                spans=(Span("In the text."), Span("", "note", "text-note")),
                notes=(Note("text-note", (Span("Numbered."),)),),
            ),
            first,
            second,
        ),
        (),
        (),
        2,
    )

    parts = read_package(
        render("progress-report", TEMPLATE.read_bytes(), masted(composed), ABOUT).content
    )

    document, notes = (
        etree.fromstring(parts[f"word/{name}.xml"]) for name in ("document", "footnotes")
    )
    said = [
        (note.find(f".//{W}footnoteRef") is not None, words(note))
        for note in notes.iter(f"{W}footnote")
        if words(note)
    ]
    assert said == [(True, "Numbered."), (False, "aSaid so."), (False, "bAnd so.")]
    custom = [
        mark.get(f"{W}customMarkFollows", "") for mark in document.iter(f"{W}footnoteReference")
    ]
    assert custom == ["", "1", "1"]
    assert list(islice(letters(), 24, 28)) == ["y", "z", "aa", "bb"]
