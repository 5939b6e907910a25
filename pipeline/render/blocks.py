"""Blocks as WordprocessingML: one escaped string for a whole paper.

In: blocks, the ids of styles, the run id, the first free numbers. Out: the body with its notes.
Paragraphs and notes are in body.py, tables in tables.py, cross-references in references.py.
"""

from pipeline.model.block import Block, Composed, Paragraph, Table
from pipeline.render.body import Body
from pipeline.render.pictures import picture_xml
from pipeline.render.references import targets
from pipeline.render.tables import table_xml
from pipeline.render.taken import Free


def write_blocks(
    paper: Composed, style_ids: dict[str, str], run_id: str, free: Free, *, has_fields: bool
) -> Body:
    """The XML of a paper; first and last block of its text also carry the run id: a pasted chapter
    knows itself.
    """
    body = Body(style_ids, targets(paper.blocks, has_fields), *free)
    last = len(paper.body) - 1
    first = next((n for n, block in enumerate(paper.body) if _is_chapter(block)), 0)
    for position, block in enumerate(paper.body):
        extra = [f"_msp_run_{run_id}"] if position == first else []
        extra += [f"_msp_end_{run_id}"] if position == last else []
        body.pieces.append(_block(body, block, extra))
    for block in paper.annexes:
        body.annexes.append(_block(body, block, []))
    return body


def _is_chapter(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.style == "heading-1"


def _block(body: Body, block: Block, extra: list[str]) -> str:
    if isinstance(block, Table):
        return table_xml(body, block, extra)
    picture = picture_xml(body, block) if block.drawing else ""
    content = body.runs(block.spans, {note.id: note for note in block.notes}, block.id)
    return body.paragraph(block.style, content, [*extra, body.name(block.id, block.text)]) + picture
