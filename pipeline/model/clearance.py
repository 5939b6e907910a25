"""What a body has cleared in a paper, and what it lets a paper be issued with though it is open.

In: rows of Clearances, and papers in words. Out: records; the ids they cover; a finding for one
that covers nothing.
"""

import difflib
from collections.abc import Iterable

from pipeline.model.block import Block, Composed, Paragraph, Table
from pipeline.model.dates_and_money import Dated
from pipeline.model.finding import Finding, found
from pipeline.model.record import Record

EVERYTHING = "*"


class Clearance(Record):
    """A paragraph, or all below a heading, that a body has cleared; or what a paper may be issued
    with though open.
    """

    paper: str
    paragraph: str
    body: str
    cleared_on: Dated
    is_passed: bool = False
    reason: str = ""

    def as_json(self) -> dict[str, str]:
        """For the audit."""
        kind = "passed_open" if self.is_passed else "cleared"
        on = self.cleared_on.first.isoformat()
        named = {
            "paper": self.paper,
            "paragraph": self.paragraph,
            "kind": kind,
            "body": self.body,
            "on": on,
        }
        return {**named, "reason": self.reason}


def cleared_ids(blocks: Iterable[Block], cleared: Iterable[str]) -> frozenset[str]:
    """The ids of what is cleared: a paragraph or table by its id, all below a heading by the
    heading's, `*` for all.
    """
    wanted = set(cleared)
    ids: set[str] = set()
    under = ""  # the level of the cleared heading that blocks stand below
    for block in blocks:
        if isinstance(block, Paragraph) and block.style.startswith("heading"):
            if under and block.style <= under:
                under = ""
            under = under or (block.style if block.id in wanted else "")
        if under or block.id in wanted or EVERYTHING in wanted:
            ids.update(ids_of(block))
    return frozenset(ids)


def ids_of(block: Block) -> list[str]:
    """The ids under which a block stands in a document: a table has one a row, its title and its
    columns.
    """
    if isinstance(block, Table):
        return [
            block.id,
            f"{block.id}-title",
            f"{block.id}-columns",
            *(row.id for row in block.rows),
        ]
    return (
        [block.id, *(note.id for note in block.notes)]
        if isinstance(block, Paragraph)
        else [block.id]
    )


def unmatched(clearances: Iterable[Clearance], papers: Iterable[Composed]) -> tuple[Finding, ...]:
    """A finding for each clearance that covers nothing in its paper, with the id that is written
    most like it.
    """
    blocks = {paper.paper: paper.blocks for paper in papers}
    return tuple(
        found(
            "clearance-unmatched",
            clearance.ref("paragraph"),
            nearest=_nearest(clearance.paragraph, known),
        )
        for clearance in clearances
        if not clearance.is_passed
        and (known := blocks.get(clearance.paper, ()))
        and not cleared_ids(known, [clearance.paragraph])
    )


def _nearest(name: str, blocks: tuple[Block, ...]) -> str:
    ids = [block.id for block in blocks]
    return (difflib.get_close_matches(name.replace("_", "-"), ids, n=1, cutoff=0.0) or ids)[0]
