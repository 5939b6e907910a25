"""Templates that a person broke in some way: refused with a list, or the paper is whole."""

import random
import re
from collections.abc import Callable

import pytest
from lxml import etree

from pipeline.model.block import Composed, Note, Paragraph, Span, Table, TableRow
from pipeline.model.finding import Refused
from pipeline.ooxml import read_package, write_package
from pipeline.render.template_check import lacks
from pipeline.render.word_paper import Form, render
from pipeline.render.word_parts import PaperProperties
from tests.conftest import ROOT
from tests.makers.wording_and_facts import SETTINGS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHIPPED = read_package((ROOT / "templates" / "progress-report.docx").read_bytes())
FIELDS = tuple(
    sorted({name for part in SHIPPED.values() for name in re.findall(rb"\{\{ (\w+) \}\}", part)})
)
NAMES = tuple(name.decode() for name in FIELDS)
ABOUT = PaperProperties("Title", "Body", "en-GB", SETTINGS["as_of"], "0" * 12, "demo")  # type: ignore[arg-type]
MUTABLE = (
    "word/document.xml",
    "word/styles.xml",
    "word/numbering.xml",
    "word/header1.xml",
    "word/footer2.xml",
    "word/footnotes.xml",
)
CELL = (Span("Words"),)
PAPER = Composed(
    "progress-report",
    (
        Paragraph("heading", "heading-1", (Span("Chapter"),)),
        Paragraph(
            "text",
            "paragraph",
            (Span("Words"), Span("", "note", "note")),
            (),
            (Note("note", CELL),),
        ),
        Table(
            "table",
            (Span("Table 1"),),
            CELL,
            (CELL, CELL),
            (3000, 3000),
            (TableRow("row", (CELL, CELL)),),
        ),
    ),
    (),
    tuple(Paragraph(f"masthead-{name}", "masthead", (Span(name),)) for name in NAMES),
)
Change = Callable[[etree._Element, random.Random], None]


def _any(root: etree._Element, chance: random.Random, tag: str = "*") -> etree._Element:
    found = [
        node
        for node in root.iter(tag)
        if isinstance(node.tag, str) and node.getparent() is not None
    ]
    return chance.choice(found or list(root))


def remove(root: etree._Element, chance: random.Random) -> None:
    """An element is gone, with all that stands in it."""
    node = _any(root, chance)
    node.getparent().remove(node)  # type: ignore[union-attr]


def twice(root: etree._Element, chance: random.Random) -> None:
    """An element stands twice."""
    node = _any(root, chance)
    node.addnext(etree.fromstring(etree.tostring(node)))


def reword(root: etree._Element, chance: random.Random) -> None:
    """Other words, half a field, an anchor of its own."""
    _any(root, chance, f"{W}t").text = chance.choice(
        ["Words", "{{ nobody }}", "{{ title", "[[body]]", "{% x %}", "", "&amp;"]
    )


def rename(root: etree._Element, chance: random.Random) -> None:
    """A value of an attribute is another."""
    node = _any(root, chance)
    for name in list(node.attrib)[:1]:
        node.set(name, "other")


def wrap(root: etree._Element, chance: random.Random) -> None:
    """A paragraph stands in a content control."""
    node = _any(root, chance, f"{W}p")
    parent = node.getparent()
    assert parent is not None
    control = etree.SubElement(parent, f"{W}sdt")
    parent.replace(node, control)
    etree.SubElement(control, f"{W}sdtContent").append(node)


CHANGES: tuple[Change, ...] = (remove, twice, reword, rename, wrap)


def mutant(seed: int) -> bytes:
    """The template that ships, one part of it changed at random."""
    chance = random.Random(seed)  # noqa: S311
    name = chance.choice(MUTABLE)
    root = etree.fromstring(SHIPPED[name])
    chance.choice(CHANGES)(root, chance)
    return write_package(
        {
            **SHIPPED,
            name: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True),
        }
    )


@pytest.mark.parametrize("first", range(0, 200, 25))
def test_a_broken_template_is_refused_with_a_list_or_the_paper_is_whole(first: int) -> None:
    """Nothing in between: no paper with text lost, no refusal that `template check` does not
    explain.
    """
    for seed in range(first, first + 25):
        content = mutant(seed)
        must = [lack for lack in lacks(content, NAMES, {}) if lack.is_blocking]
        try:
            render("mutant", content, PAPER, ABOUT, Form(has_fields=True))
        except Refused:
            assert must, seed
        assert all(lack.what and lack.where and lack.add for lack in must)
