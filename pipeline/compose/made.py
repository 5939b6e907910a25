"""A block as made with its plan, and what decides whether it stands in the paper.

In: plans and blocks. Out: Made. It makes nothing itself.
"""

from collections.abc import Iterable
from typing import NamedTuple

from pipeline.compose.plans import BlockPlan
from pipeline.model.block import Absent, Block, Table


class Made(NamedTuple):
    """A block as made, printed or absent, with the plan that it was made by."""

    plan: BlockPlan
    block: Block | Absent

    @property
    def is_printed(self) -> bool:
        """Whether it stands in the paper."""
        return not isinstance(self.block, Absent)

    @property
    def hangs_on(self) -> tuple[str, ...]:
        """What decides whether it is printed; nothing where it always is."""
        return looked_at(self.block) if self.plan.is_conditional else ()

    @property
    def is_unsure(self) -> bool:
        """Whether other inputs may leave it out, or put a sentence in the place of a table."""
        table = self.plan.table
        return self.plan.is_conditional or (
            table is not None and all(row.when for row in table.rows)
        )


def looked_at(block: Block | Absent) -> tuple[str, ...]:
    """All that was looked at for a block, for the rows of a table too."""
    rows = (name for row in block.rows for name in row.looked) if isinstance(block, Table) else ()
    return together(((*block.looked, *rows),))


def together(looked: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Names of several, once each, in order."""
    return tuple(dict.fromkeys(name for names in looked for name in names))
