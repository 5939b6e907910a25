"""What a template brings of its own beside the anchors: notes, bookmarks, pictures, the end of a
section.
"""

import re
from collections.abc import Callable

from lxml import etree

from pipeline.model.block import Bar, Drawing, Paragraph, Span
from pipeline.ooxml import W, read_package, write_package
from pipeline.render.word_paper import PLAIN, Form, render
from tests.makers.ooxml_rules import faults
from tests.render.test_template_mutants import ABOUT, PAPER, SHIPPED

DOCUMENT, NOTES, NUMBERING = "word/document.xml", "word/footnotes.xml", "word/numbering.xml"
ANCHOR = (
    '<w:p><w:pPr><w:pStyle w:val="Normal"/></w:pPr><w:r><w:t'
    ' xml:space="preserve">[[body]]</w:t></w:r></w:p>'
)


def with_part(name: str, old: str, new: str) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    """A change of one part in its first place."""

    def change(parts: dict[str, bytes]) -> dict[str, bytes]:
        assert old in parts[name].decode()
        return {**parts, name: parts[name].decode().replace(old, new, 1).encode()}

    return change


def made(
    *changes: Callable[[dict[str, bytes]], dict[str, bytes]], form: Form = PLAIN
) -> dict[str, bytes]:
    """The parts of a paper in the template that ships, changed."""
    parts = dict(SHIPPED)
    for change in changes:
        parts = change(parts)
    return read_package(render("own", write_package(parts), PAPER, ABOUT, form).content)


def test_a_note_and_a_bookmark_of_the_template_keep_their_ids() -> None:
    """The asterisk note to a title is the first note; those of the paper take numbers that are
    free.
    """
    mark = (
        '<w:p><w:bookmarkStart w:id="1" w:name="_GoBack"/><w:bookmarkEnd w:id="1"/><w:r>'
        '<w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>*</w:t></w:r></w:p>'
    )
    note = (
        '<w:footnote w:id="1"><w:p><w:r><w:t>* Of the'
        " template.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )

    parts = made(
        with_part(DOCUMENT, ANCHOR, mark + ANCHOR), with_part(NOTES, "</w:footnotes>", note)
    )

    assert not list(faults(parts))
    assert len(re.findall(rb"<w:footnoteReference", parts[DOCUMENT])) == 2


def test_separators_of_notes_numbered_by_another_program_keep_their_ids() -> None:
    """Older Word and LibreOffice give the two lines above notes the ids 0 and 1."""
    shifted = SHIPPED[NOTES].replace(b'w:id="0"', b'w:id="1"').replace(b'w:id="-1"', b'w:id="0"')

    parts = made(lambda before: {**before, NOTES: shifted})

    ids = [note.get(f"{W}id") for note in etree.fromstring(parts[NOTES])]
    assert ids == ["0", "1", "2"]
    assert not list(faults(parts))


def test_a_picture_of_the_template_stays_beside_those_of_the_paper() -> None:
    """Neither its file nor its number is taken."""
    content = write_package({**SHIPPED, "word/media/picture1.png": b"emblem"})
    bars = (Bar("Deltaland", "5", 0.0, 5.0), Bar("Mu", "2", 0.0, 2.0))
    pictured = Paragraph(
        "figure", "caption-title", (Span("Figure I. Bars"),), drawing=Drawing(bars, "Two bars.")
    )

    after = read_package(render("own", content, PAPER._replace(blocks=(pictured,)), ABOUT).content)

    assert after["word/media/picture1.png"] == b"emblem"
    assert len([name for name in after if name.startswith("word/media/")]) == 2


def test_a_section_that_ends_in_the_line_of_an_anchor_still_ends_there() -> None:
    """The page that lies across after the text does not become the page of the text."""
    ends = '<w:sectPr><w:pgSz w:w="11907" w:h="16840"/></w:sectPr>'
    line = ANCHOR.replace("</w:pPr>", f"{ends}</w:pPr>")

    parts = made(with_part(DOCUMENT, ANCHOR, line))

    body = parts[DOCUMENT].decode()
    assert body.count("<w:sectPr") == 2
    assert body.index("_msp_table") < body.index(ends)
    assert not list(faults(parts))


def test_a_list_that_begins_anew_begins_at_the_number_set() -> None:
    """A number that the list itself begins with counts more than that of its kind."""
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    numbered = SHIPPED[NUMBERING].decode().replace("</w:num>", override)

    parts = made(
        lambda before: {**before, NUMBERING: numbered.encode()}, form=Form(first_paragraph=45)
    )

    starts = [
        str(node.get(f"{W}val"))
        for node in etree.fromstring(parts[NUMBERING]).iter(f"{W}startOverride")
    ]
    assert sorted(starts) == ["1", "1", "45"]


def test_the_manager_of_a_template_is_not_named_in_the_paper() -> None:
    """Word keeps a name beside the title and the author: no person is named."""
    app = b'<Properties xmlns="x"><Company>Unit</Company><Manager>Somebody</Manager></Properties>'

    parts = made(lambda before: {**before, "docProps/app.xml": app})

    assert b"Somebody" not in b"".join(parts.values())
    assert b"<Company>Unit</Company>" in parts["docProps/app.xml"]


def test_a_style_of_another_kind_is_not_taken_for_a_role() -> None:
    """A paragraph cannot stand in a style of letters: the name counts as not there."""
    parts = made(
        form=Form(styles={"paragraph": "footnote reference", "note-reference": "_ Single Txt_G"})
    )

    document = etree.fromstring(parts[DOCUMENT])
    assert "FootnoteReference" not in {node.get(f"{W}val") for node in document.iter(f"{W}pStyle")}
    assert "SingleTxtG" not in {node.get(f"{W}val") for node in document.iter(f"{W}rStyle")}
