"""A composed paper as texts for the rules of house style.

In: a paper in words. Out: its texts in order with their kinds. The masthead is left out: it follows
its template.
"""

from collections.abc import Iterator

from pipeline.model.block import Block, Composed, Paragraph, Span, Table, text_of, unmarked
from pipeline.style.document import StyledText
from pipeline.style.rules import WRITTEN

_HEADING = "heading-"
_QUOTED = "“” "
_ANNEX = "heading-annex"
_LEVELS = {"1": 1, "2": 2, "3": 3, "annex-title": 1, "annex-part": 2}


def texts_of(paper: Composed) -> tuple[StyledText, ...]:
    """The texts of a paper: headings, paragraphs, notes, captions, cells."""
    return tuple(text for block in paper.blocks for text in _texts(block) if text.text)


def _is_as_written(spans: tuple[Span, ...]) -> bool:
    """Whether words are printed as somebody wrote them, within quotation marks or without."""
    own = [span for span in spans if span.text.strip(_QUOTED)]
    return len(own) == 1 and own[0].kind == "field"


def _is_cell_as_written(spans: tuple[Span, ...]) -> bool:
    """Whether a cell quotes somebody, or holds whole sentences of a record; any other value is ours
    to print well.
    """
    return _is_as_written(spans) and (len(spans) > 1 or spans[0].text.endswith("."))


def kind_of(block: Block) -> str:
    """The kind of text of a block; that of its caption for a table."""
    if (
        isinstance(block, Paragraph)
        and _is_as_written(block.spans)
        and not block.style.startswith(_HEADING)
    ):
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
            yield StyledText(WRITTEN if _is_cell_as_written(cell) else "cell", unmarked(cell))
    else:
        level = (
            _LEVELS.get(block.style.removeprefix(_HEADING), 1)
            if block.style.startswith(_HEADING)
            else 0
        )
        yield StyledText(kind, unmarked(block.spans), level)
    for note in block.notes:
        yield StyledText("note", unmarked(note.spans))
