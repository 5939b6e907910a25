"""Paragraphs of the Coordinators on their way to print: as written, or not at all.

In: paragraphs and the gate. Out: those of each slot that may be printed, findings, and the fate of
the others. A paragraph that names a withheld State is kept out whole: no word of it is changed.
"""

from typing import NamedTuple

from pipeline.aggregate.gate import Gate
from pipeline.aggregate.printable_text import printable_text
from pipeline.model.figure import Drop
from pipeline.model.finding import Finding
from pipeline.model.record import EditorParagraph
from pipeline.model.tables import WRITTEN


class Written(NamedTuple):
    """What may be printed by list, the fates of what may not, findings."""

    lists: dict[str, tuple[EditorParagraph, ...]]
    drops: tuple[Drop, ...]
    findings: tuple[Finding, ...]


def written_paragraphs(gate: Gate, paragraphs: tuple[EditorParagraph, ...]) -> Written:
    """The paragraphs of each slot that may be printed, in the order of the file."""
    lists: dict[str, list[EditorParagraph]] = {column.name: [] for column in WRITTEN.columns}
    drops, findings = [], []
    for paragraph in paragraphs:
        value, faults = printable_text(gate, paragraph, "text", is_named=True)
        findings += faults
        if value:
            lists[paragraph.slot].append(paragraph)
        else:
            drops.append(
                Drop(
                    key=paragraph.key,
                    fate="not-printed",
                    reason=faults[0].code,
                    record=paragraph.id,
                )
            )
    return Written(
        {slot: tuple(records) for slot, records in lists.items()}, tuple(drops), tuple(findings)
    )
