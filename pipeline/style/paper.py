"""A composed paper as texts for the rules of house style.

In: a paper in words. Out: its texts in order with their kinds. The masthead is left out: it follows its template.
"""

from collections.abc import Iterator

from pipeline.model.block import Block, Composed, Paragraph, Table, text_of, unmarked
from pipeline.style.document import StyledText
from pipeline.style.rules import WRITTEN

_HEADING = "heading-"
_ANNEX = "heading-annex"
_LEVELS = {"1": 1, "2": 2, "3": 3, "annex-title": 1, "annex-part": 2}


def texts_of(paper: Composed) -> tuple[StyledText, ...]:
    """The texts of a paper: headings, paragraphs, notes, captions, cells."""
    return tuple(text for block in paper.blocks for text in _texts(block) if text.text)


def _is_as_written(block: Block) -> bool:
    """Whether a paragraph is printed as somebody wrote it: an official text, or one of the Coordinators' own."""
    return isinstance(block, Paragraph) and len(block.spans) == 1 and block.spans[0].kind == "field"


def _texts(block: Block) -> Iterator[StyledText]:
    if _is_as_written(block):
        yield StyledText(WRITTEN, block.text)
    elif isinstance(block, Table):
        yield StyledText("caption", text_of(block.label))
        yield StyledText("caption", text_of(block.title))
        for cell in (*block.columns, *(cell for row in block.rows for cell in row.cells)):
            yield StyledText("cell", unmarked(cell))
    elif block.style.startswith(_HEADING):
        level = _LEVELS.get(block.style.removeprefix(_HEADING), 1)
        # the label above the title of an annex is no heading of its own
        yield StyledText("caption" if block.style == _ANNEX else "heading", unmarked(block.spans), level)
    else:
        yield StyledText("caption" if block.drawing else "text", unmarked(block.spans))
    for note in block.notes:
        yield StyledText("note", unmarked(note.spans))
