"""Paragraphs of the Coordinators: in accepted view, under their heading, printed as written or kept
out whole.
"""

from collections.abc import Sequence

import openpyxl
import pytest

from pipeline.build import build
from pipeline.collect.docx_file import read_styled
from pipeline.load import Folders, Loaded, load
from pipeline.model.record import EditorParagraph
from pipeline.ooxml import NotAPackage
from tests.makers.input_edits import set_setting
from tests.makers.small_meeting import codes, findings, normalised
from tests.makers.tables import changed_settings
from tests.makers.word_files import NS, control, deleted, docx, inserted, p, tbl

FILE = "editor-paragraphs.docx"
PLACE = f"m/{FILE}"


def styled(name: str, text: str) -> str:
    """A paragraph of a style."""
    return p(text).replace("<w:p>", f'<w:p><w:pPr><w:pStyle w:val="{name}"/></w:pPr>', 1)


def read(*blocks: str) -> tuple[EditorParagraph, ...]:
    """The paragraphs of a document."""
    return normalised({FILE: docx(*blocks)}).value.editor_paragraphs


def told(*blocks: str) -> list[tuple[str, str, str]]:
    """Slot, text and place of each."""
    return [(one.slot, one.text, one.ref("text").place) for one in read(*blocks)]


def fates(*blocks: str) -> dict[int, str]:
    """Why each row that gives no paragraph gives none."""
    return {drop.key[2]: drop.reason for drop in normalised({FILE: docx(*blocks)}).value.drops}


@pytest.mark.parametrize(
    ("heading", "slot"),
    [
        ("Highlights", "highlights"),
        ("HIGHLIGHTS:", "highlights"),
        ("Faits marquants", "highlights"),
        ("Aspectos destacados", "highlights"),
        ("Challenges", "challenges"),
        ("Difficultés", "challenges"),
        ("Desafíos", "challenges"),
        ("Outlook", "outlook"),
        ("Perspectives", "outlook"),
        ("Perspectivas", "outlook"),
    ],
)
def test_a_heading_in_three_languages_opens_a_slot(heading: str, slot: str) -> None:
    """The heading itself is no paragraph; what follows stands in its slot."""
    assert told(p(heading), p("As we said.")) == [(slot, "As we said.", "paragraph 2")]
    assert fates(p(heading), p("As we said.")) == {1: "heading"}


def test_a_style_of_that_name_opens_a_slot_and_its_paragraph_is_content() -> None:
    """A heading of another name closes the slot."""
    blocks = (
        styled("Outlook", "We hope."),
        p("We trust."),
        styled("Heading1", "Notes"),
        p("Call them."),
    )
    names = {"Outlook": "Outlook", "Heading1": "heading 1"}
    styles = "".join(
        f'<w:style w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in names.items()
    )
    more: dict[str, str | bytes] = {"word/styles.xml": f"<w:styles {NS}>{styles}</w:styles>"}

    records = normalised({FILE: docx(*blocks, more=more)}).value

    assert [(r.slot, r.text) for r in records.editor_paragraphs] == [
        ("outlook", "We hope."),
        ("outlook", "We trust."),
    ]
    assert {d.key[2]: d.reason for d in records.drops} == dict.fromkeys(
        (3, 4), "paragraph-without-slot"
    )


def test_the_accepted_view_counts() -> None:
    """Tracked insertions in, deletions out, content controls entered, a deleted paragraph empty."""
    blocks = (
        p("Outlook"),
        p("We will ", inserted("not "), deleted("never "), "rest."),
        control(p("In a control.")),
        p(deleted("All gone.")),
    )
    assert told(*blocks) == [
        ("outlook", "We will not rest.", "paragraph 2"),
        ("outlook", "In a control.", "paragraph 3"),
    ]


def test_tables_are_entered_where_they_stand() -> None:
    """Each paragraph of a cell is one of its own; a heading in a cell opens its slot."""
    table = tbl(("First.\nSecond.", "Third."), ("Outlook",), ("Fourth.",))
    assert told(p("Highlights"), table, p("Fifth.")) == [
        ("highlights", "First.", "table 1 row 1 column 1"),
        ("highlights", "Second.", "table 1 row 1 column 1"),
        ("highlights", "Third.", "table 1 row 1 column 2"),
        ("outlook", "Fourth.", "table 1 row 3 column 1"),
        ("outlook", "Fifth.", "paragraph 2"),
    ]


def test_a_slot_may_be_opened_twice_or_stay_empty() -> None:
    """Both parts go into one slot in the order of the document; an empty slot prints nothing."""
    blocks = (p("Outlook"), p("One."), p("Challenges"), p("Outlook"), p("Two."))
    assert [(slot, text) for slot, text, _ in told(*blocks)] == [
        ("outlook", "One."),
        ("outlook", "Two."),
    ]


def test_a_paragraph_before_any_heading_is_a_question_and_not_printed() -> None:
    """It is set aside at its place; nothing is guessed."""
    files = {FILE: docx(p(""), p("Dear colleagues,"), p("Outlook"), p("There is hope."))}
    assert codes(files) == {("paragraph-without-slot", PLACE, "paragraph 2")}


def test_the_id_is_the_content_and_a_repeated_text_has_a_number() -> None:
    """Another paragraph before it changes no id."""
    ids = [one.id for one in read(p("Outlook"), p("One."), p("Two."), p("One."))]
    later = [one.id for one in read(p("Outlook"), p("Zero."), p("One."), p("Two."))]
    assert ids[:2] == later[1:]
    assert ids[2] == f"{ids[0]}-2"


def test_digits_and_brackets_are_the_coordinators_own(project: Folders) -> None:
    """Printed to the letter, no template; a bracket is listed as open, house style is a note."""
    text = "We saw 12 of {{ them }} <b> & [to be agreed]."
    path = project.inputs / "demo" / FILE
    path.write_bytes(docx(p("Challenges"), p(text)))
    changed_settings(project.inputs / "demo" / "meeting.xlsx", {"house_style.ampersand": "off"})
    ledger = build(load(project, "demo"), renders=False).ledger

    styled = [f for f in ledger.findings if f.code == "house-style"]
    assert [(f.ref.place, f.severity, f.hint) for f in styled] == [("paragraph 2", "note", "")]
    assert "(first-person)" in styled[0].message
    printed = {
        paper.paper: [
            b.text for b in paper.blocks if b.id.startswith("challenges-") and "heading" not in b.id
        ]
        for paper in ledger.papers
    }
    assert {name: texts for name, texts in printed.items() if texts} == {
        "ica-section": [text],
        "progress-report": [text],
    }
    assert "[to be agreed]" in {p.text for p in ledger.placeholders}


def _withheld(folders: Folders, state: str) -> None:
    path = folders.inputs / "demo" / "meeting.xlsx"
    book = openpyxl.load_workbook(path)
    book["Withheld"].append([state])
    book.save(path)


def test_a_paragraph_that_names_a_withheld_state_is_kept_out_whole(project: Folders) -> None:
    """It is a question at its place; the slot goes, and its row has a fate."""
    _withheld(project, "Zetaville")
    (project.inputs / "demo" / FILE).write_bytes(docx(p("Outlook"), p("We thank ZETAVILLE.")))
    ledger = build(load(project, "demo"), renders=False).ledger
    row = next(r for r in ledger.rows if r.source == f"demo/{FILE}" and r.place == "paragraph 2")

    assert "withheld-in-text" in {f.code for f in ledger.findings if f.ref.source == f"demo/{FILE}"}
    assert (row.fate, row.reason) == ("not-printed", "withheld-in-text")
    assert not [b for paper in ledger.papers for b in paper.blocks if b.id.startswith("outlook")]


def test_each_paragraph_is_a_block_of_its_own_that_leads_to_its_place(demo: Loaded) -> None:
    """The id of the block is that of the slot and of the record; its heading stands on both."""
    ledger = build(demo, renders=False).ledger
    block = next(
        b for b in ledger.blocks if b.paper == "ica-section" and b.id.startswith("highlights-")
    )
    ids = [b.id for b in ledger.papers[1].blocks]

    assert [(ref.source, ref.place) for ref in block.refs] == [
        (f"demo/{FILE}", "paragraph 2"),
        (f"demo/{FILE}", "paragraph 1"),
    ]
    assert ids[ids.index("highlights-heading") + 1] == block.id
    assert not {"challenges", "challenges-heading"} & set(ids)


def test_other_files_do_not_suffer_from_a_broken_one() -> None:
    """A file that is no Word document is said to be so; no count hangs on it."""
    records = normalised({FILE: b"PK not a zip"}).value
    assert ("text-not-document", PLACE, "") in codes({FILE: b"PK not a zip"})
    assert records.quarantined == ()


def test_what_is_too_long_is_out() -> None:
    """A paragraph above the length of long texts is no paragraph of a paper."""
    assert fates(p("Outlook"), p("x" * 2_001)) == {1: "heading", 2: "text-too-long"}


def test_a_file_of_that_name_elsewhere_is_none_of_the_coordinators() -> None:
    """It is theirs in the folder of the meeting alone."""
    assert (
        normalised(
            {f"national-reports/{FILE}": docx(p("Outlook"), p("One."))}
        ).value.editor_paragraphs
        == ()
    )


def test_a_document_without_styles_has_none() -> None:
    """The words are read all the same; bytes that are none are refused."""
    (sheet,) = read_styled("m/x.docx", docx(p("One.")))
    assert [[c.text for c in raw.cells] for raw in sheet.rows] == [["One.", ""]]
    with pytest.raises(NotAPackage):
        read_styled("m/x.docx", b"no zip")


def test_a_slot_is_no_matter_of_the_plan(project: Folders) -> None:
    """Under another plan the same paragraphs stand in the chapter."""
    set_setting(project.inputs / "demo", "plan", "example-2027-2031")
    ids: Sequence[str] = [
        b.id for b in build(load(project, "demo"), renders=False).ledger.papers[0].blocks
    ]
    assert [i.partition("-")[0] for i in ids if i.startswith(("highlights", "outlook"))] == [
        "highlights",
        "outlook",
    ]


def test_a_footnote_is_not_carried_over_and_said_to_be_so() -> None:
    """Its row has a fate, its place is told."""
    files = {FILE: docx(p("Outlook"), p("One."), notes=("A note.",))}
    assert {(f.code, f.ref.place) for f in findings(files)} == {("note-not-carried", "note 1")}
