"""numbering.xml: the numbers of headings and paragraphs, made by Word itself.

In: whether headings carry numbers. Out: the part as an element. Every level is tied to its style,
so a paragraph of the style is numbered by itself; each level of headings begins again under a
higher one. It refuses nothing.
"""

from typing import NamedTuple

from lxml import etree

from wordml import (
    BODY_INDENT,
    BULLET_LIST,
    HEADING_LIST,
    NUMBER_END,
    PARAGRAPH_LIST,
    PARAGRAPH_TEXT,
    letters,
    w,
)


class HeadingLevel(NamedTuple):
    """How one level of headings is numbered, and the style that carries it."""

    style_id: str
    number_format: str
    pattern: str
    bold: bool = False
    italic: bool = False
    half_points: int = 20


# Level 3, "(a)", shares its style with level 2 and is chosen on the paragraph.
HEADING_LEVELS = (
    HeadingLevel("HChG", "upperRoman", "%1.", bold=True, half_points=28),
    HeadingLevel("H1G", "upperLetter", "%2.", bold=True, half_points=24),
    HeadingLevel("H23G", "decimal", "%3.", bold=True),
    HeadingLevel("", "lowerLetter", "(%4)", bold=True),
    HeadingLevel("H4G", "lowerRoman", "(%5)", italic=True),
    HeadingLevel("H56G", "lowerLetter", "%6."),
)


def heading_level(index: int, level: HeadingLevel) -> etree._Element:
    """A level whose number ends at 851 and whose words begin at 1134."""
    look = letters(bold=level.bold, italic=level.italic, half_points=level.half_points)
    return w(
        "lvl",
        w("start", val=1),
        w("numFmt", val=level.number_format),
        *([w("pStyle", val=level.style_id)] if level.style_id else []),
        w("suff", val="tab"),
        w("lvlText", val=level.pattern),
        w("lvlJc", val="right"),
        w("pPr", w("ind", left=BODY_INDENT, hanging=BODY_INDENT - NUMBER_END)),
        w("rPr", *look),
        ilvl=index,
    )


def paragraph_level() -> etree._Element:
    """The number of a paragraph at 1134, its first words at 1701, its further lines at 1134."""
    return w(
        "lvl",
        w("start", val=1),
        w("numFmt", val="decimal"),
        w("pStyle", val="SingleTxtG"),
        w("suff", val="tab"),
        w("lvlText", val="%1."),
        w("lvlJc", val="left"),
        w(
            "pPr",
            w("tabs", w("tab", val="num", pos=PARAGRAPH_TEXT)),
            w("ind", left=BODY_INDENT, right=BODY_INDENT, firstLine=0),
        ),
        w("rPr", *upright()),
        ilvl=0,
    )


def bullet_level() -> etree._Element:
    """A bullet in front of words at 1701."""
    return w(
        "lvl",
        w("start", val=1),
        w("numFmt", val="bullet"),
        w("pStyle", val="Bullet1G"),
        w("suff", val="tab"),
        w("lvlText", val="•"),
        w("lvlJc", val="left"),
        w("pPr", w("ind", left=PARAGRAPH_TEXT, right=BODY_INDENT, hanging=170)),
        ilvl=0,
    )


def upright() -> list[etree._Element]:
    """Plain letters for a number, even where an editor makes the whole paragraph bold or italic."""
    return [w("b", val=0), w("i", val=0), *letters(half_points=20)]


def list_of_levels(list_id: int, kind: str, *levels: etree._Element) -> etree._Element:
    """An abstract list with fixed marks, by which Word tells lists apart when text is pasted."""
    mark = f"4D5350{list_id:02X}"
    return w(
        "abstractNum",
        w("nsid", val=mark),
        w("multiLevelType", val=kind),
        w("tmpl", val=mark),
        *levels,
        abstractNumId=list_id,
    )


def numbering(has_numbered_headings: bool) -> etree._Element:
    """The whole part; without numbers for headings it holds the lists of paragraphs and bullets
    only.
    """
    lists = {
        PARAGRAPH_LIST: list_of_levels(PARAGRAPH_LIST, "singleLevel", paragraph_level()),
        BULLET_LIST: list_of_levels(BULLET_LIST, "singleLevel", bullet_level()),
    }
    if has_numbered_headings:
        levels = [heading_level(index, level) for index, level in enumerate(HEADING_LEVELS)]
        lists = {HEADING_LIST: list_of_levels(HEADING_LIST, "multilevel", *levels)} | lists
    instances = [w("num", w("abstractNumId", val=list_id), numId=list_id) for list_id in lists]
    return w("numbering", *lists.values(), *instances)
