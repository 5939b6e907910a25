"""The walker over Word files: accepted view, every shape of text, the grid of tables."""

import io
import random
import time
from collections.abc import Container

import pytest
from docx2python import docx2python

from pipeline.collect.docx_file import read_docx
from pipeline.collect.formats import CannotRead
from pipeline.model.source import Sheet, SheetKind
from pipeline.ooxml import NotAPackage, UnsafePackage, read_package
from pipeline.ooxml.inline import Plain
from pipeline.ooxml.walk import walk
from tests.makers.word_files import (
    box,
    control,
    deleted,
    docx,
    inserted,
    older_box,
    older_text,
    p,
    run,
    symbol,
    tbl,
    tc,
    tr,
)

BOXED = f"<w:r><w:pict><w:txbxContent>{p('in a box')}</w:txbxContent></w:pict></w:r>"
ALTERNATIVES = (
    f"<w:r><mc:AlternateContent><mc:Choice>{BOXED}</mc:Choice><mc:Fallback>{BOXED}</mc:Fallback>"
)
ALTERNATIVES += "</mc:AlternateContent></w:r>"


def looking(name: str, text: str, value: str = "1") -> str:
    """A run of words with one property."""
    return f'<w:r><w:rPr><w:{name} w:val="{value}"/></w:rPr><w:t>{text}</w:t></w:r>'


def texts(*blocks: str, **more: object) -> list[tuple[str, list[str]]]:
    """Place and cells of every row read."""
    sheets = read_docx("m/a.docx", docx(*blocks, **more))  # type: ignore[arg-type]
    return [
        (sheet.row_place(row), [cell.text for cell in row.cells])
        for sheet in sheets
        for row in sheet.rows
    ]


def lines(*blocks: str) -> list[str]:
    """The texts of the paragraphs."""
    return [cells[0] for _, cells in texts(*blocks)]


@pytest.mark.parametrize(
    ("block", "text"),
    [
        (p("State: ", inserted("Alpha"), deleted("Beta"), "land"), "State: Alphaland"),
        (p("State: ", control(run("Alphaland"), "state")), "State: Alphaland"),
        (control(p("in a control")), "in a control"),
        (p("pick: ", control(run("Choose an item."), placeholder=True), "."), "pick: ."),
        (p(box(True), " changed ", box(False), " unchanged"), "☒ changed ☐ unchanged"),
        (p(older_box(True), " changed ", older_box(False), " unchanged"), "☒ changed ☐ unchanged"),
        (p(symbol("F0FE"), " changed ", symbol("A8"), " unchanged"), "☒ changed ☐ unchanged"),
        (p("\uf0fd changed \uf06f unchanged"), "☒ changed ☐ unchanged"),
        (p("people: ", older_text("12", "casualties")), "people: 12"),
        (p("one\ntwo"), "one\ntwo"),
        (p("25000", looking("vertAlign", "1", "superscript")), "25000¹"),
        (p(looking("vertAlign", "H2O", "subscript")), "H2O"),
        (
            p(looking("strike", "100"), looking("dstrike", "200"), looking("vanish", "9"), "300"),
            "300",
        ),
        (p(looking("strike", "100", "0")), "100"),
    ],
)
def test_the_accepted_view_of_a_paragraph(block: str, text: str) -> None:
    """Insertions and controls count, deletions and placeholders do not, a box is its state."""
    assert lines(block) == [text]


def test_a_paragraph_whose_mark_is_deleted_goes_on_in_the_next() -> None:
    """One paragraph in accepted view has one number."""
    first = (
        "<w:p><w:pPr><w:rPr><w:del w:id='1' w:author='x'/></w:rPr></w:pPr>"
        + run("Alpha")
        + "</w:p>"
    )
    assert texts(first, p("land"), p("next")) == [
        ("paragraph 1", ["Alphaland"]),
        ("paragraph 2", ["next"]),
    ]


@pytest.mark.parametrize("wrap", [BOXED, ALTERNATIVES])
def test_a_text_box_is_read_once_after_its_paragraph(wrap: str) -> None:
    """The alternative for older programs says the same and is not read."""
    assert lines(p("before", wrap), "after") == ["before", "in a box", "after"]


def test_cells_stand_on_the_grid_of_their_table() -> None:
    """A cell over two columns fills the first; one merged downwards says the same in each row, and
    where it stands.
    """
    table = tbl(
        tr(tc("x", span=2), "y"),
        tr(tc("m", merge="restart"), "1", "2"),
        tr(tc("", merge="continue"), "3", "4"),
    )
    sheet = next(s for s in read_docx("m/a.docx", docx(table)) if s.kind is SheetKind.TABLE)
    assert [[cell.text for cell in row.cells] for row in sheet.rows] == [
        ["x", "", "y"],
        ["m", "1", "2"],
        ["m", "3", "4"],
    ]
    merged = sheet.rows[2].cells[0]
    assert (merged.words, merged.steps[0].kind, merged.steps[0].ref.place) == (
        "",
        "merged",
        "table 1 row 2 column 1",
    )


def test_a_nested_table_is_a_table_of_its_own() -> None:
    """It is numbered after the one that holds it, and is no words of its cell."""
    assert texts(tbl(tr(tc(tbl(["inner"]) + p("outer"))))) == [
        ("table 1 row 1", ["outer"]),
        ("table 2 row 1", ["inner"]),
    ]


def test_rows_in_controls_and_deleted_rows() -> None:
    """A row inside a content control counts, a deleted row does not, and rows keep the numbers of
    what is seen.
    """
    deleted_row = "<w:tr><w:trPr><w:del w:id='1' w:author='x'/></w:trPr>" + tc("gone") + "</w:tr>"
    assert texts(tbl(deleted_row, control(tr("kept")), tr("last"))) == [
        ("table 1 row 1", ["kept"]),
        ("table 1 row 2", ["last"]),
    ]


def test_notes_have_places() -> None:
    """Footnotes are rows; separators are none."""
    assert texts("text", notes=["see Form J"]) == [
        ("paragraph 1", ["text"]),
        ("note 1", ["see Form J"]),
    ]


def test_fields_of_both_kinds_say_their_words_where_they_stand() -> None:
    """What was typed, chosen or ticked is text of its paragraph, once."""
    typed = p("Victims: ", older_text("12", "casualties"), " in ", control(run("Mu"), "state"))
    assert texts(typed, p(older_box(True, "none"), " none")) == [
        ("paragraph 1", ["Victims: 12 in Mu"]),
        ("paragraph 2", ["☒ none"]),
    ]


def test_a_second_reader_agrees_on_the_words() -> None:
    """docx2python finds the same words in paragraphs, controls, insertions and tables."""
    content = docx(
        p("State: ", inserted("Alpha"), control(run("land"))),
        tbl(["Recipient", "Amount"], ["Deltaland", "25 000"]),
        control(p("in a control")),
    )
    with docx2python(io.BytesIO(content)) as other:
        theirs = set(" ".join(other.text.split()).split())
    ours = set(walk(read_package(content)).text.split())
    assert ours == theirs


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (docx("x", more={"word/vbaProject.bin": b"x"}), CannotRead),
        (
            docx("x", more={"word/document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}),
            UnsafePackage,
        ),
        (docx("x", more={"word/document.xml": "<w:document"}), NotAPackage),
        (b"PK\x03\x04 cut off", NotAPackage),
        (docx(tbl([tc("x", span=900), "y"])), UnsafePackage),
    ],
)
def test_what_is_no_plain_document_is_refused(content: bytes, error: type[Exception]) -> None:
    """Macros, document types, broken XML, cut packages and absurd tables."""
    with pytest.raises(error):
        read_docx("m/a.docx", content)


@pytest.mark.parametrize(("kind", "n_remarks"), [("attachedTemplate", 1), ("hyperlink", 0)])
def test_a_link_to_another_file_is_noted_and_not_followed(kind: str, n_remarks: int) -> None:
    """A template or picture from elsewhere is a remark; a hyperlink is none."""
    link = (
        f'<Relationship Id="r9" Type="http://x/{kind}" Target="http://x/y" TargetMode="External"/>'
    )
    sheets: tuple[Sheet, ...] = read_docx("m/a.docx", docx("x", links=link))
    assert len(sheets[0].remarks) == n_remarks


def test_form_fields_that_never_end_do_not_hold_up_the_reader() -> None:
    """Each looks no further than the next one begins: twice as many take twice as long, not four
    times.
    """
    begin = older_text("", "a").split("</w:r>")[0] + "</w:r>"
    start = time.monotonic()
    read_docx("m/a.docx", docx("words", p(*[begin] * 3_000)))
    assert time.monotonic() - start < 5


def test_a_deleted_mark_before_nothing_loses_no_words() -> None:
    """The last paragraph, and one before a table, have none to be joined to: their words stand
    alone.
    """
    mark = '<w:p><w:pPr><w:rPr><w:del w:id="1" w:author="x"/></w:rPr></w:pPr>'
    a, c, e = (f"{mark}{run(word)}</w:p>" for word in "ace")
    assert texts(a, p("b"), c, tbl(["d"]), e) == [
        ("paragraph 1", ["ab"]),
        ("paragraph 2", ["c"]),
        ("paragraph 3", ["e"]),
        ("table 1 row 1", ["d"]),
    ]


def test_a_merged_cell_over_thousands_of_rows_is_no_report() -> None:
    """A long text that thousands of rows repeat would take minutes: refused at once."""
    first = tr(tc("word " * 2_000, merge="restart"))
    with pytest.raises(UnsafePackage):
        read_docx("m/a.docx", docx(tbl(first, *[tr(tc("x", merge="continue"))] * 2_000)))


class Anything(Container[object]):
    """What holds whatever it is asked for."""

    def __contains__(self, element: object) -> bool:
        return True


class NothingPlain(Plain):
    """Knows of no element that it is plain, so that every one is read by itself."""

    def __init__(self, *given: object) -> None:
        self.words, self.lines = {}, {}
        self.wrapping = self.shaped = Anything()  # type: ignore[assignment]


PIECES = (
    *(
        "words",
        "",
        "\u00e9t\u00e9 \uf0fe",
        "two\nlines",
        inserted("in"),
        deleted("out"),
        control(run("held")),
        box(True),
    ),
    *(
        older_box(False),
        older_text("12", "n"),
        symbol("F0FE"),
        looking("vertAlign", "1", "superscript"),
    ),
    *(
        looking("strike", "100"),
        looking("b", "bold"),
        BOXED,
        ALTERNATIVES,
        "<w:hyperlink><w:r><w:t>x</w:t></w:r></w:hyperlink>",
    ),
    *(
        "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>",
        "<w:bookmarkStart/>",
        "<w:r><w:tab/><w:t>y</w:t></w:r>",
        "<w:t>loose</w:t>",
    ),
)


def anything(dice: random.Random, depth: int = 0) -> str:
    """A paragraph or a table of whatever may stand in it, wrapped or not."""
    if depth > 2 or dice.random() < 0.6:
        block = p(*dice.choices(PIECES, k=dice.randrange(4)))
    else:
        block = tbl(*(row_of_anything(dice, depth) for _ in range(dice.randrange(1, 4))))
    wraps = (control(block), f"<w:ins>{block}</w:ins>", f"<w:customXml>{block}</w:customXml>")
    return dice.choice(wraps) if dice.random() < 0.15 else block


def row_of_anything(dice: random.Random, depth: int) -> str:
    """A row with properties or none, of cells that span, go on or were deleted, wrapped or not."""
    cells = []
    for _ in range(dice.randrange(4)):
        inner = "".join(anything(dice, depth + 1) for _ in range(dice.randrange(3)))
        cell = tc(
            inner or "<w:p/>",
            dice.choice((1, 1, 1, 2)),
            dice.choice(("", "", "restart", "continue")),
        )
        cell = cell.replace("<w:tcPr>", "<w:tcPr><w:cellDel/>", 1) if dice.random() < 0.1 else cell
        cells.append(control(cell) if dice.random() < 0.1 else cell)
    properties = dice.choice(("", "", "<w:cantSplit/>", "<w:del/>", '<w:gridBefore w:val="1"/>'))
    row = f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"
    return control(row) if dice.random() < 0.1 else row


@pytest.mark.parametrize("seed", range(60))
def test_what_is_read_in_one_go_is_what_is_read_element_by_element(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Plain paragraphs and cells, found in a few passes, say what the walk of each of their
    elements says.
    """
    dice = random.Random(seed)  # noqa: S311 - the same documents every time
    parts = read_package(docx(*(anything(dice) for _ in range(12)), notes=["a note", "another"]))
    in_one_go = walk(parts)
    monkeypatch.setattr("pipeline.ooxml.walk.Plain", NothingPlain)

    assert walk(parts) == in_one_go
    assert in_one_go.text
