"""A meeting built again with a row blank: which blocks differ.

In: the audit of a meeting, a row. Out: names of blocks.
"""

from typing import Any

from pipeline.audit.as_json import as_dict
from pipeline.build import build
from pipeline.collect.folder import Collected
from pipeline.load import Loaded
from pipeline.model.finding import Outcome
from pipeline.model.source import RowKey
from tests.makers.tables import without_row


def told_by_block(audit: dict[str, Any]) -> dict[str, object]:
    """Text, figures and cells of each block by its name; a block that was not printed has no text.

    The cells behind a number that counts other blocks are the cells of those blocks too.
    """
    values = {figure["name"]: (figure["value"], figure["certainty"]) for figure in audit["figures"]}
    blocks = (*audit["blocks"], *audit["absent"])
    refs = {(block["paper"], block["id"]): block["refs"] for block in blocks}
    return {
        f"{block['paper']}:{block['id']}": (
            block.get("text"),
            tuple((name, *values[name]) for name in block["figures"]),
            frozenset(
                (ref["source"], ref["place"], ref["words"], str(ref.get("steps")))
                for name in (block["id"], *block.get("after", ()))
                for ref in refs[block["paper"], name]
            ),
        )
        for block in blocks
    }


def changed_by(
    before: dict[str, object], loaded: Loaded, rows: Outcome[Collected], key: RowKey
) -> set[str]:
    """The blocks that differ once the row is blank."""
    after = told_by_block(
        as_dict(build(loaded, collected=without_row(rows, key), renders=False).ledger)
    )
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
