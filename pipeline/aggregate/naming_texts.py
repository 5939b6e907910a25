"""The gate for paragraphs of the Coordinators: printed as written, or not at all.

In: paragraphs and the gate. Out: public records by slot, findings, and the fate of what is not printed. A paragraph
that names a withheld State is kept out whole: no word of it is changed.
"""

from typing import NamedTuple

from pipeline.aggregate.naming import Gate, printable_text
from pipeline.model.figure import Drop
from pipeline.model.finding import Finding
from pipeline.model.public import PublicRecord
from pipeline.model.record import EditorParagraph
from pipeline.model.tables import WRITTEN

_FORM = "written"


class Written(NamedTuple):
    """What may be printed by list, the fates of what may not, findings."""

    lists: dict[str, tuple[PublicRecord, ...]]
    drops: tuple[Drop, ...]
    findings: tuple[Finding, ...]


def pass_paragraphs(gate: Gate, paragraphs: tuple[EditorParagraph, ...]) -> Written:
    """The paragraphs of each slot that may be printed, in the order of the file."""
    lists: dict[str, list[PublicRecord]] = {column.name: [] for column in WRITTEN.columns}
    drops, findings = [], []
    for paragraph in paragraphs:
        value, faults = printable_text(gate, paragraph, "text", is_named=True)
        findings += faults
        if value:
            record = PublicRecord(
                table=WRITTEN.name, id=paragraph.id, form=_FORM, form_columns=value.columns, values={"text": value}
            )
            lists[paragraph.slot].append(record)
        else:
            drops.append(Drop(key=paragraph.key, fate="not-printed", reason=faults[0].code, record=paragraph.id))
    return Written({slot: tuple(records) for slot, records in lists.items()}, tuple(drops), tuple(findings))
