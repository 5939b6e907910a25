"""Where the answer to a label stands: each layout alone, and the first of several that answers."""

import pytest

from pipeline.collect.docx_file import read_docx
from pipeline.model.source import Sheet
from pipeline.normalise.forms.layout import (
    ColumnTitles,
    LabelAnchor,
    Layout,
    cells,
    first_answer,
    texts_at,
)
from pipeline.normalise.forms.lines import DocumentLine, document_lines
from tests.makers.word_files import docx, p, tbl


def lines_of(sheets: tuple[Sheet, ...]) -> tuple[DocumentLine, ...]:
    """The lines of a document in reading order."""
    return document_lines(sheets).lines


LINES = lines_of(
    read_docx(
        "m/a.docx", docx(p("Label: here\nunder it"), p("below"), tbl(["Label", "", "beside"]))
    )
)


def anchor(at: int) -> LabelAnchor:
    """The label in that line, with what its cell says after it."""
    ((_, column, texts),) = [one for one in cells(LINES) if one[0] == at and "Label" in one[2][0]]
    rest = texts[0].removeprefix("Label")
    return LabelAnchor(LINES, at, column, rest, tuple(texts[1:]))


@pytest.mark.parametrize(
    ("at", "layout", "texts"),
    [
        (0, Layout.SAME_LINE, (": here",)),
        (0, Layout.BELOW, ("under it",)),
        (0, Layout.NEXT_CELL, ()),
        (0, Layout.NEXT_ITEM, ("below",)),
        (2, Layout.NEXT_CELL, ("", "beside")),
        (2, Layout.ROW, ("  beside",)),
        (2, Layout.NEXT_ITEM, ()),
    ],
)
def test_what_stands_at_a_layout(at: int, layout: Layout, texts: tuple[str, ...]) -> None:
    """In the line, below it in its cell, in the cells after it, in the line below of its kind."""
    assert texts_at(anchor(at), layout) == texts


def test_the_first_layout_that_says_something_answers() -> None:
    """A text that is a label of its own is no answer below."""
    layouts = (Layout.NEXT_CELL, Layout.NEXT_ITEM)
    found = first_answer(anchor(0), layouts, str.strip, lambda text: False)
    none = first_answer(anchor(0), layouts, str.strip, lambda text: text == "below")

    assert (found.words, [line.raw.number for line in found.lines]) == ("below", [1, 2])
    assert none.words == ""


def test_titles_of_columns_hold_for_their_table_alone() -> None:
    """A paragraph stands under none; leaving a table forgets the titles of the others."""
    titles: ColumnTitles[str] = ColumnTitles()
    titles.enter(LINES[2], "titles")
    assert (titles.above(LINES[2]), titles.above(LINES[0])) == ("titles", None)
    titles.leave_others(LINES[0])
    assert titles.above(LINES[2]) is None
