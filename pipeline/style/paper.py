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


def kind_of(block: Block) -> str:
    """The kind of text of a block; that of its caption for a table."""
    if _is_as_written(block):
        return WRITTEN
    # the label above the title of an annex is no heading of its own
    if isinstance(block, Table) or block.drawing or block.style == _ANNEX:
        return "caption"
    return "heading" if block.style.startswith(_HEADING) else "text"


def _texts(block: Block) -> Iterator[StyledText]:
    kind = kind_of(block)
    if isinstance(block, Table):
        yield StyledText(kind, text_of(block.label))
        yield StyledText(kind, text_of(block.title))
        for cell in (*block.columns, *(cell for row in block.rows for cell in row.cells)):
            yield StyledText("cell", unmarked(cell))
    else:
        level = _LEVELS.get(block.style.removeprefix(_HEADING), 1) if block.style.startswith(_HEADING) else 0
        yield StyledText(kind, unmarked(block.spans), level)
    for note in block.notes:
        yield StyledText("note", unmarked(note.spans))
