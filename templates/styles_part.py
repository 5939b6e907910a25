"""styles.xml: defaults, paragraph styles, the styles of letters and the table style.

In: the paragraph styles and whether headings carry numbers. Out: the part as an element. It refuses
nothing; measures of paragraphs are in page_styles. A table takes the style "UN Table_G", its cells
"Table Header_G", "Table Body_G" or, for numbers, "Table Header Number_G" and "Table Number_G".
"""

from lxml import etree

from page_styles import ParagraphStyle, styles_in_order
from wordml import BODY_INDENT, HALF_POINT, POINT_AND_A_HALF, letters, line, on, w

FONT = "Times New Roman"
LANGUAGE = "en-GB"
CELL_GAP = 142


def spacing(style: ParagraphStyle) -> list[etree._Element]:
    """The spacing of a style, where it says anything of it."""
    measures: dict[str, str | int] = {}
    if style.before is not None:
        measures["before"] = style.before
    if style.after is not None:
        measures["after"] = style.after
    if style.line is not None:
        measures |= {"line": style.line, "lineRule": style.line_rule}
    return [w("spacing", **measures)] if measures else []


def indents(style: ParagraphStyle) -> list[etree._Element]:
    """The indents of a style; hanging 0 is said as a first line of 0, which overrides that of a
    list.
    """
    measures: dict[str, str | int] = {}
    if style.left is not None:
        measures["left"] = style.left
    if style.right is not None:
        measures["right"] = style.right
    if style.hanging is not None:
        measures["hanging" if style.hanging else "firstLine"] = style.hanging
    return [w("ind", **measures)] if measures else []


def paragraph_properties(style: ParagraphStyle) -> list[etree._Element]:
    """All paragraph properties of a style in the order of the schema."""
    properties = on(style.keeps_with_next, "keepNext") + on(style.keeps_lines, "keepLines")
    properties += on(style.begins_page, "pageBreakBefore")
    if style.numbering:
        list_id, level = style.numbering
        properties.append(w("numPr", w("ilvl", val=level), w("numId", val=list_id)))
    if style.has_line_below:
        properties.append(w("pBdr", line("bottom", HALF_POINT, space=4)))
    if style.tabs:
        properties.append(w("tabs", *[w("tab", val=kind, pos=at) for kind, at in style.tabs]))
    properties += spacing(style) + indents(style) + on(style.is_contextual, "contextualSpacing")
    if style.justify:
        properties.append(w("jc", val=style.justify))
    if style.outline_level is not None:
        properties.append(w("outlineLvl", val=style.outline_level))
    return properties


def paragraph_style(style: ParagraphStyle) -> etree._Element:
    """The style as an element of styles.xml."""
    attributes: dict[str, str | int] = {"type": "paragraph"}
    if style.is_custom:
        attributes["customStyle"] = 1
    properties = letters(bold=style.bold, italic=style.italic, half_points=style.half_points)
    return w(
        "style",
        w("name", val=style.name),
        w("basedOn", val=style.based_on),
        *([w("next", val=style.next_id)] if style.next_id else []),
        *on(style.is_custom, "qFormat"),
        w("pPr", *paragraph_properties(style)),
        *([w("rPr", *properties)] if properties else []),
        **attributes,
        styleId=style.id,
    )


def defaults() -> etree._Element:
    """What holds where no style says otherwise: the letters, the language, no orphan lines."""
    fonts = w("rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT)
    language = w("lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA")
    return w(
        "docDefaults",
        w("rPrDefault", w("rPr", fonts, *letters(half_points=20), language)),
        w("pPrDefault", w("pPr", w("widowControl"))),
    )


def normal() -> etree._Element:
    """The style all others stand on: 10 pt, a line of at least 12 pt."""
    return w(
        "style",
        w("name", val="Normal"),
        w("qFormat"),
        w("pPr", w("suppressAutoHyphens"), w("spacing", after=0, line=240, lineRule="atLeast")),
        type="paragraph",
        default=1,
        styleId="Normal",
    )


def letter_style(
    id_: str, name: str, *properties: etree._Element, is_default: bool = False
) -> etree._Element:
    """A style for letters in a line."""
    attributes: dict[str, str | int] = {"type": "character"} | (
        {"default": 1} if is_default else {}
    )
    return w(
        "style",
        w("name", val=name),
        *([] if is_default else [w("basedOn", val="DefaultParagraphFont")]),
        *([w("rPr", *properties)] if properties else []),
        **attributes,
        styleId=id_,
    )


def letter_styles() -> list[etree._Element]:
    """The default, the mark of a note and the mark of a comment."""
    raised = [*letters(half_points=18), w("vertAlign", val="superscript")]
    return [
        letter_style("DefaultParagraphFont", "Default Paragraph Font", is_default=True),
        letter_style("FootnoteReference", "footnote reference", *raised),
        letter_style("CommentReference", "annotation reference", *letters(half_points=16)),
    ]


def cell_margins(right: int) -> etree._Element:
    """Margins of every cell: none but to the right, so that words stand under the caption."""
    sides = {"top": 0, "left": 0, "bottom": 0, "right": right}
    return w("tblCellMar", *[w(side, w=width, type="dxa") for side, width in sides.items()])


def plain_table() -> etree._Element:
    """The style every table stands on: no line, no margin."""
    return w(
        "style",
        w("name", val="Normal Table"),
        w("tblPr", w("tblInd", w=0, type="dxa"), cell_margins(0)),
        type="table",
        default=1,
        styleId="TableNormal",
    )


def un_table() -> etree._Element:
    """A table in the text: lines above and below the header row and at the foot, none upright.

    A table style holds no width: each table says its own, 7371 for the column of text.
    """
    header_lines = w("tcBorders", line("top", HALF_POINT), line("bottom", POINT_AND_A_HALF))
    return w(
        "style",
        w("name", val="UN Table_G"),
        w("basedOn", val="TableNormal"),
        w("qFormat"),
        w(
            "tblPr",
            w("tblInd", w=BODY_INDENT, type="dxa"),
            w("tblBorders", line("top", HALF_POINT), line("bottom", POINT_AND_A_HALF)),
            cell_margins(CELL_GAP),
        ),
        w("tcPr", w("vAlign", val="top")),
        w(
            "tblStylePr",
            w("rPr", *letters(half_points=16)),
            w("trPr", w("tblHeader")),
            w("tcPr", header_lines, w("vAlign", val="bottom")),
            type="firstRow",
        ),
        type="table",
        customStyle=1,
        styleId="UNTableG",
    )


def styles(has_numbered_headings: bool, is_spoken: bool = False) -> etree._Element:
    """The whole part."""
    # The built-in styles of Word are hidden until used: only those of the UN page are offered.
    latent = w(
        "latentStyles",
        defLockedState=0,
        defUIPriority=99,
        defSemiHidden=1,
        defUnhideWhenUsed=1,
        defQFormat=0,
    )
    return w(
        "styles",
        defaults(),
        latent,
        normal(),
        *letter_styles(),
        plain_table(),
        w("style", w("name", val="No List"), type="numbering", default=1, styleId="NoList"),
        *[paragraph_style(style) for style in styles_in_order(has_numbered_headings, is_spoken)],
        un_table(),
    )
