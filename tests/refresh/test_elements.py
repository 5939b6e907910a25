"""Elements of a document taken out, counted and read, each by itself."""

import pytest
from lxml import etree

from pipeline.ooxml import W_NS, NotAPackage, W, write_package
from pipeline.refresh.element_importer import ElementImporter
from pipeline.refresh.list_numbers import in_format
from pipeline.refresh.package import Document, style_names
from pipeline.refresh.paper_index import PaperIndex
from pipeline.refresh.tracked_changes import Pen, remove_block, remove_row
from tests.makers.small_paper import START, document

PEN = Pen(import_run=lambda run: run)
RELATIONS = b"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r" Target="word/document.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>
</Relationships>"""


def body(content: str) -> etree._Element:
    """A body with this content."""
    return etree.fromstring(f'<w:body xmlns:w="{W_NS}">{content}</w:body>')


def paragraphs(root: etree._Element) -> list[str]:
    """The words of each paragraph."""
    return ["".join(map(str, p.itertext())) for p in root.iter(f"{W}p")]


def p(words: str, look: str = "") -> str:
    """A paragraph."""
    return f"<w:p><w:pPr>{look}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("content", "left"),
    [
        (p("one") + p("gone"), ["one"]),
        (f"<w:tbl><w:tr><w:tc>{p('gone')}</w:tc></w:tr></w:tbl>", [""]),
        (f"<w:tbl><w:tr><w:tc>{p('one')}{p('gone')}</w:tc></w:tr></w:tbl>", ["one"]),
        (p("one") + p("gone", "<w:sectPr/>") + p("two"), ["one", "", "two"]),
    ],
)
def test_a_paragraph_stays_empty_where_a_cell_or_a_section_ends_with_it(
    content: str, left: list[str]
) -> None:
    """A cell needs a paragraph, and the break of a section never goes with one."""
    root = body(content)

    remove_block([e for e in root.iter(f"{W}p") if "gone" in "".join(map(str, e.itertext()))], PEN)

    assert paragraphs(root) == left


def test_bookmarks_of_others_live_on_where_a_paragraph_went() -> None:
    """Ours goes with the paragraph; the start of another's stays before the next one."""
    marks = '<w:bookmarkStart w:id="1" w:name="_msp_a"/><w:bookmarkStart w:id="2" w:name="theirs"/>'
    ends = '<w:bookmarkEnd w:id="1"/>'
    root = body(f"<w:p>{marks}<w:r><w:t>gone</w:t></w:r>{ends}</w:p>{p('one')}")

    remove_block([root[0]], PEN)

    assert [e.get(f"{W}name") for e in root.iter(f"{W}bookmarkStart")] == ["theirs"]
    assert root[0].tag == f"{W}bookmarkStart"
    assert paragraphs(root) == ["one"]


@pytest.mark.parametrize(
    ("after", "left"),
    [
        ("<w:p/>" + p("one"), ["one"]),
        ("<w:p/>", [""]),
        (p("one"), ["one"]),
        ("<w:p><w:pPr><w:sectPr/></w:pPr></w:p>" + p("one"), ["", "one"]),
    ],
)
def test_a_table_goes_with_its_last_row_and_the_empty_line_behind_it(
    after: str, left: list[str]
) -> None:
    """The last paragraph of a document, one with words and one that ends a section stay."""
    root = body(f"<w:tbl><w:tr><w:tc>{p('gone')}</w:tc></w:tr></w:tbl>{after}")

    remove_row(next(root.iter(f"{W}tr")), PEN)

    assert root.find(f"{W}tbl") is None
    assert paragraphs(root) == left


@pytest.mark.parametrize("name", ["lowerLetter", "upperLetter", "lowerRoman", "upperRoman"])
def test_no_letter_and_no_roman_number_stands_for_nought(name: str) -> None:
    """A list that begins with 0 has no label of these kinds there."""
    assert in_format(0, name) is None
    assert in_format(27, name) in {"aa", "AA", "xxvii", "XXVII"}


@pytest.mark.parametrize(
    "parts",
    [
        {"word/document.xml": b"<a/>"},
        {"_rels/.rels": RELATIONS},
        {"_rels/.rels": RELATIONS, "word/document.xml": b"<broken"},
        {"_rels/.rels": RELATIONS, "word/document.xml": b"<a/>"},
    ],
)
def test_what_is_no_word_document_is_refused(parts: dict[str, bytes]) -> None:
    """No relations, no document, one that is no XML, one without a body."""
    with pytest.raises(NotAPackage):
        assert Document(write_package(parts)).body


def test_a_style_is_brought_under_another_id_where_the_editors_have_its_own() -> None:
    """Styles are one by name: a style of another name that has the id stays what it is."""
    new, theirs = PaperIndex(Document(document(START))), PaperIndex(Document(document(START)))
    style_id, name = next((i, n) for i, n in style_names(new.document).items() if "caption" in n)
    for style in theirs.document.entries("styles"):
        if style.get(f"{W}styleId") == style_id:
            style.find(f"{W}name").set(f"{W}val", "Their own")  # type: ignore[union-attr]

    brought = ElementImporter(new, theirs).style(style_id)

    assert brought == f"{style_id}Msp"
    assert style_names(theirs.document)[brought] == name
    assert style_names(theirs.document)[style_id] == "their own"
