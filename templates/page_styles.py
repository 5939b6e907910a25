"""The styles of a United Nations document of Geneva, by their exact names, with their measures.

In: nothing. Out: the paragraph styles as values. Names that begin with an underscore are those of
the UN template, but for the two with "unnumbered", which are our own, as is every other name ending
in "_G". It refuses nothing. Whoever uses a template finds a style by its name, never by its id.
"""

from dataclasses import dataclass, replace

from wordml import (
    BODY_INDENT,
    BULLET_LIST,
    HEADING_LIST,
    NUMBER_END,
    PARAGRAPH_LIST,
    PARAGRAPH_TEXT,
)


@dataclass(frozen=True)
class ParagraphStyle:
    """One paragraph style: measures in twips, letters in half points; None leaves it to the style
    it is based on.
    """

    id: str
    name: str
    based_on: str = "Normal"
    next_id: str = ""
    before: int | None = None
    after: int | None = None
    line: int | None = None
    line_rule: str = "exact"
    left: int | None = None
    right: int | None = None
    hanging: int | None = None
    tabs: tuple[tuple[str, int], ...] = ()
    justify: str = ""
    keeps_with_next: bool = False
    keeps_lines: bool = False
    begins_page: bool = False
    is_contextual: bool = False
    has_line_below: bool = False
    numbering: tuple[int, int] | None = None
    outline_level: int | None = None
    bold: bool = False
    italic: bool = False
    half_points: int = 0
    is_custom: bool = True


def heading(id_: str, name: str, level: int, before: int, after: int, line: int) -> ParagraphStyle:
    """A heading: words start at 1134; its number, if it has one, ends at 851."""
    return ParagraphStyle(
        id=id_,
        name=name,
        next_id="SingleTxtG",
        before=before,
        after=after,
        line=line,
        left=BODY_INDENT,
        right=BODY_INDENT,
        hanging=0,
        tabs=(("right", NUMBER_END),),
        keeps_with_next=True,
        keeps_lines=True,
        outline_level=level,
    )


# The title is the one heading whose words are reached by typed tabs, as in the UN template.
TITLE = replace(
    heading("HMG", "_ H __M_G", level=0, before=360, after=240, line=360),
    hanging=BODY_INDENT,
    bold=True,
    half_points=34,
)
CHAPTER = replace(heading("HChG", "_ H _Ch_G", 0, 360, 240, 300), bold=True, half_points=28)
SUBCHAPTER = replace(heading("H1G", "_ H_1_G", 1, 360, 240, 270), bold=True, half_points=24)
NUMBERED_HEADINGS = (
    CHAPTER,
    SUBCHAPTER,
    replace(heading("H23G", "_ H_2/3_G", 2, 240, 120, 240), bold=True, half_points=20),
    replace(heading("H4G", "_ H_4_G", 4, 240, 120, 240), italic=True, half_points=20),
    replace(heading("H56G", "_ H_5/6_G", 5, 240, 120, 240), half_points=20),
)
UNNUMBERED_HEADINGS = (
    replace(CHAPTER, id="HChunnumberedG", name="_ H _Ch unnumbered_G"),
    replace(SUBCHAPTER, id="H1unnumberedG", name="_ H_1 unnumbered_G"),
    # The label of an annex, above its title; it is no chapter of the outline, its title is.
    replace(
        CHAPTER,
        id="AnnexG",
        name="Annex_G",
        next_id="HChunnumberedG",
        begins_page=True,
        after=0,
        outline_level=None,
    ),
)

RUNNING_TEXT = ParagraphStyle(
    id="SingleTxtunnumberedG",
    name="_ Single Txt unnumbered_G",
    after=120,
    left=BODY_INDENT,
    right=BODY_INDENT,
    tabs=tuple(("left", PARAGRAPH_TEXT + 567 * step) for step in range(4)),
    justify="both",
)
TEXT = (
    replace(
        RUNNING_TEXT,
        id="SingleTxtG",
        name="_ Single Txt_G",
        hanging=0,
        numbering=(PARAGRAPH_LIST, 0),
    ),
    RUNNING_TEXT,
    replace(
        RUNNING_TEXT,
        id="Bullet1G",
        name="_Bullet 1_G",
        left=PARAGRAPH_TEXT,
        hanging=170,
        tabs=(),
        numbering=(BULLET_LIST, 0),
    ),
)

NUMBER_GAP = 170

CELL = ParagraphStyle(
    id="TableBodyG",
    name="Table Body_G",
    before=40,
    after=100,
    line=220,
    line_rule="atLeast",
    half_points=18,
)
# Slope stands here and not in the table style: Word takes two italics, one in each, for none.
CELL_HEADER = ParagraphStyle(
    id="TableHeaderG",
    name="Table Header_G",
    before=80,
    after=80,
    line=200,
    line_rule="atLeast",
    keeps_with_next=True,
    italic=True,
    half_points=16,
)
CAPTION = ParagraphStyle(
    id="TableCaptionNumberG",
    name="Table Caption Number_G",
    next_id="TableCaptionTitleG",
    before=120,
    left=BODY_INDENT,
    right=BODY_INDENT,
    keeps_with_next=True,
    keeps_lines=True,
)
TABLES = (
    CAPTION,
    replace(
        CAPTION,
        id="TableCaptionTitleG",
        name="Table Caption Title_G",
        next_id="",
        before=0,
        after=120,
        bold=True,
    ),
    CELL_HEADER,
    # Numbers stand off from the words of the next column.
    replace(
        CELL_HEADER,
        id="TableHeaderNumberG",
        name="Table Header Number_G",
        justify="right",
        right=NUMBER_GAP,
    ),
    CELL,
    replace(CELL, id="TableNumberG", name="Table Number_G", justify="right", right=NUMBER_GAP),
    ParagraphStyle(
        id="TableNoteG",
        name="Table Note_G",
        before=60,
        after=240,
        left=BODY_INDENT,
        right=BODY_INDENT,
        is_contextual=True,
        half_points=18,
    ),
    # A picture stands on a line of its own, under its caption; Word would cut it at an exact line.
    ParagraphStyle(
        id="PictureG",
        name="Picture_G",
        after=120,
        left=BODY_INDENT,
        right=BODY_INDENT,
        keeps_with_next=True,
    ),
    # Under a table without notes, so that text does not touch its last line.
    ParagraphStyle(id="TableEndG", name="Table End_G", line=240),
)

PAGE = (
    ParagraphStyle(
        id="Header",
        name="header",
        after=170,
        line=210,
        has_line_below=True,
        bold=True,
        half_points=18,
        is_custom=False,
    ),
    ParagraphStyle(id="Footer", name="footer", half_points=16, is_custom=False),
    ParagraphStyle(
        id="PageMarkG",
        name="Page Mark_G",
        after=60,
        line=180,
        justify="center",
        bold=True,
        half_points=16,
    ),
    ParagraphStyle(id="MastheadG", name="Masthead_G"),
    ParagraphStyle(id="MeetingG", name="Meeting_G"),
)
NOTES = (
    ParagraphStyle(
        id="FootnoteText",
        name="footnote text",
        after=40,
        line=220,
        line_rule="atLeast",
        left=BODY_INDENT,
        right=BODY_INDENT,
        hanging=227,
        half_points=18,
        is_custom=False,
    ),
    ParagraphStyle(id="CommentText", name="annotation text", half_points=20, is_custom=False),
)


def numbered(styles: tuple[ParagraphStyle, ...]) -> tuple[ParagraphStyle, ...]:
    """The same headings, each tied to its level of the list of headings."""
    return tuple(
        replace(
            style,
            hanging=BODY_INDENT - NUMBER_END,
            numbering=(HEADING_LIST, style.outline_level or 0),
        )
        for style in styles
    )


def spoken(style: ParagraphStyle) -> ParagraphStyle:
    """The same style for what is read out: larger letters, wide lines, over the whole page, not
    justified.
    """
    wide = replace(style, line_rule="atLeast", left=0, right=0, after=240)
    if style.id == RUNNING_TEXT.id:
        return replace(wide, half_points=28, line=420, justify="left")
    return (
        replace(wide, half_points=32, line=400, before=120, tabs=())
        if style.id == CHAPTER.id
        else style
    )


def styles_in_order(
    has_numbered_headings: bool, is_spoken: bool = False
) -> tuple[ParagraphStyle, ...]:
    """Every paragraph style of a template, Normal excepted."""
    headings = numbered(NUMBERED_HEADINGS) if has_numbered_headings else NUMBERED_HEADINGS
    styles = (TITLE, *headings, *UNNUMBERED_HEADINGS, *TEXT, *TABLES, *PAGE, *NOTES)
    return tuple(map(spoken, styles)) if is_spoken else styles
