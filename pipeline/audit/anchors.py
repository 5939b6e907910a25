"""The anchors of the page: one a block, stable over runs; figures, fields and States by number in
this run.

In: a ledger. Out: names that may stand in an address. They hold no words of an input.
"""

from typing import NamedTuple

from pipeline.model.ledger import BlockSources, Ledger
from pipeline.ooxml import bookmark_name


def block_anchor(block: BlockSources) -> str:
    """The anchor of a block: its paper and its bookmark."""
    return anchor_of(block.paper, block.id)


def anchor_of(paper: str, block_id: str) -> str:
    """The anchor of the block of that id in a paper.

    >>> anchor_of("ica-section", "basis")
    'ica-section._msp_basis'
    """
    return f"{paper}.{bookmark_name(block_id)}"


class Anchors(NamedTuple):
    """The anchor of each figure (`f3`) and each field or text (`c12`), by name."""

    names: dict[str, str]

    @classmethod
    def of(cls, ledger: Ledger) -> "Anchors":
        """The anchors of a ledger."""
        fields = {name: f"c{number}" for number, name in enumerate(ledger.cited)}
        return cls(
            {
                **fields,
                **{figure.name: f"f{number}" for number, figure in enumerate(ledger.figures)},
            }
        )

    def span(self, name: str, state: str) -> str:
        """Where a piece of text leads: a State to its place in the figure, a field to its cells;
        empty for neither.
        """
        anchor = self.names.get(name, "")
        return f"{anchor}.{state}" if state and anchor.startswith("f") else anchor
