"""Makes the Word templates beside this file, one a paper.

In: nothing. Out: the files, the same bytes on every run; their words are filled by docxtpl, their
text takes the place of the paragraphs "[[body]]" and "[[annexes]]". It draws no emblem: its place
is marked. Run as `python templates/make_templates.py`.
"""

from copy import deepcopy
from pathlib import Path

from lxml import etree

from page_parts import package
from wordml import (
    HALF_POINT,
    POINT_AND_A_HALF,
    TEXT_WIDTH,
    letters,
    line,
    paragraph,
    run,
    tab_run,
    w,
    write_docx,
)

FOLDER = Path(__file__).resolve().parent

EMBLEM_WIDTH, RIGHT_WIDTH = 1274, 3411
MASTHEAD_WIDTHS = (EMBLEM_WIDTH, TEXT_WIDTH - EMBLEM_WIDTH - RIGHT_WIDTH, RIGHT_WIDTH)
ORGANIZATION_ROW, BODY_ROW = 851, 2835
GREY = "595959"

Paragraphs = list[etree._Element]


def spaced(**measures: str | int) -> etree._Element:
    """Spacing of one paragraph of the masthead."""
    return w("spacing", **measures)


def row(
    height: int, border: etree._Element, align: str, cells: tuple[Paragraphs, ...]
) -> etree._Element:
    """A row of exact height with a line under it."""
    made = []
    for width, content in zip(MASTHEAD_WIDTHS, cells, strict=True):
        look = (
            w("tcW", w=width, type="dxa"),
            w("tcBorders", deepcopy(border)),
            w("vAlign", val=align),
        )
        made.append(w("tc", w("tcPr", *look), *content))
    return w("tr", w("trPr", w("cantSplit"), w("trHeight", val=height, hRule="exact")), *made)


def organization_row() -> etree._Element:
    """United Nations and the symbol."""
    symbol = paragraph(
        "MastheadG",
        run("{{ symbol_organ }}", *letters(half_points=40)),
        run("{{ symbol_rest }}", *letters(half_points=20)),
        properties=(w("jc", val="right"),),
    )
    name = paragraph("MastheadG", run("United Nations", *letters(half_points=28)))
    cells = ([paragraph("MastheadG")], [name], [symbol])
    return row(ORGANIZATION_ROW, line("bottom", HALF_POINT), "bottom", cells)


def body_row() -> etree._Element:
    """The emblem's place, the body that meets, and how the document is given out."""
    small = [w("color", val=GREY), *letters(half_points=14)]
    emblem = paragraph(
        "MastheadG",
        run("[place of the emblem]", *small),
        properties=(spaced(before=120), w("ind", right=480)),
    )
    body = paragraph(
        "MastheadG",
        run("{{ body_name }}", *letters(bold=True, half_points=40)),
        properties=(spaced(before=120, line=400, lineRule="exact"),),
    )
    facts = [
        paragraph("MastheadG", run("{{ distribution }}"), properties=(spaced(before=240),)),
        paragraph("MastheadG", run("{{ date_of_submission }}")),
        paragraph("MastheadG", run("{{ original_language }}"), properties=(spaced(before=240),)),
    ]
    return row(BODY_ROW, line("bottom", POINT_AND_A_HALF), "top", ([emblem], [body], facts))


def masthead() -> etree._Element:
    """The head of the first page: a table for layout alone, named so for those who listen to it."""
    margins = [w(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right")]
    return w(
        "tbl",
        w(
            "tblPr",
            w("tblW", w=TEXT_WIDTH, type="dxa"),
            w("tblInd", w=0, type="dxa"),
            w("tblLayout", type="fixed"),
            w("tblCellMar", *margins),
            w("tblLook", val="0000"),
            w("tblCaption", val="Masthead"),
            w("tblDescription", val="Masthead"),
        ),
        w("tblGrid", *[w("gridCol", w=width) for width in MASTHEAD_WIDTHS]),
        organization_row(),
        body_row(),
    )


def foothold() -> etree._Element:
    """A line of one point above the masthead.

    Without it LibreOffice, which opens a document with notes that begins with a table, puts a whole
    empty line there, and keeps it when it saves.
    """
    return paragraph("MastheadG", properties=(spaced(line=20, lineRule="exact"),))


def meeting_lines() -> Paragraphs:
    """The meeting and its agenda item, under the masthead."""
    bold = letters(bold=True)
    return [
        paragraph("MeetingG", run("{{ meeting_title }}", *bold), properties=(spaced(before=120),)),
        paragraph("MeetingG", run("{{ meeting_place_and_dates }}")),
        paragraph("MeetingG", run("{{ agenda_item }}")),
        paragraph("MeetingG", run("{{ agenda_title }}", *letters(bold=True))),
    ]


def anchors() -> Paragraphs:
    """The places that the text and the annexes take."""
    return [paragraph("Normal", run("[[body]]")), paragraph("Normal", run("[[annexes]]"))]


def official() -> dict[str, bytes]:
    """An official document: masthead, meeting, title, author, text, annexes."""
    heads = [
        paragraph("HMG", tab_run(2), run("{{ title }}")),
        paragraph("H1unnumberedG", run("{{ submitted_by }}")),
    ]
    return package(
        [foothold(), masthead(), *meeting_lines(), *heads, *anchors()], has_masthead=True
    )


def ica_section() -> dict[str, bytes]:
    """The chapter as contributed to another report: no masthead, no symbol, no numbers before
    headings.
    """
    return package(anchors(), has_masthead=False)


def speaking_notes() -> dict[str, bytes]:
    """Words to be read out: a title, large letters, no masthead."""
    return package(anchors(), has_masthead=False, is_spoken=True)


def coordinators_paper() -> dict[str, bytes]:
    """A paper of the Coordinators: no symbol and no masthead; the Convention, the Meeting, title
    and author.
    """
    heads = [
        paragraph(
            "MeetingG",
            run("{{ body_name }}", *letters(bold=True)),
            properties=(spaced(before=120),),
        ),
        paragraph("MeetingG", run("{{ meeting_title }}", *letters(bold=True))),
        paragraph("MeetingG", run("{{ meeting_place_and_dates }}")),
        paragraph("HMG", tab_run(2), run("{{ title }}")),
        paragraph("H1unnumberedG", run("{{ submitted_by }}")),
    ]
    return package([*heads, *anchors()], has_masthead=False, has_numbers=True)


def clarification_note() -> dict[str, bytes]:
    """A draft for a State: the text alone, its mark on every page."""
    return package(anchors(), has_masthead=False)


TEMPLATES = {
    "progress-report": official,
    "ica-section": ica_section,
    "activity-report": official,
    "coalition-mapping": coordinators_paper,
    "speaking-notes": speaking_notes,
    "clarification-note": clarification_note,
}


def main() -> None:
    """Write all templates."""
    for name, made in TEMPLATES.items():
        write_docx(FOLDER / f"{name}.docx", made())


if __name__ == "__main__":
    main()
