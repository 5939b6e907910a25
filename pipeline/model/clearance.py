"""What a body has cleared in a paper, and the open points with which it lets a paper be issued.

In: rows of Clearances, and papers in words. Out: records, the ids they cover, and a finding for any
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
    """A paragraph, or everything below a heading, that a body has cleared; or leave to issue a
    paper with points still open.
    """

    paper: str
    paragraph: str
    body: str
    cleared_on: Dated
    is_passed: bool = False
    reason: str = ""

    def as_json(self) -> dict[str, str]:
        """The clearance as plain values, for the audit."""
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
    """The ids of what is cleared: the id of a paragraph or table names itself, that of a heading
    everything below it, and `*` the whole paper.
    """
    wanted = set(cleared)
    ids: set[str] = set()
    under = ""  # the level of the cleared heading that the blocks are below
    for block in blocks:
        if isinstance(block, Paragraph) and block.style.startswith("heading"):
            if under and block.style <= under:
                under = ""
            under = under or (block.style if block.id in wanted else "")
        if under or block.id in wanted or EVERYTHING in wanted:
            ids.update(ids_of(block))
    return frozenset(ids)


def ids_of(block: Block) -> list[str]:
    """The ids under which a document knows a block: a table has one for each row, its title and its
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
    """A finding for each clearance that covers nothing in its paper, naming the id spelled most
    like it.
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
