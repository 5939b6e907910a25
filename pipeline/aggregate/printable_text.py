"""A text on its way through the gate: whether it may be printed, and whom it may not name.

In: the gate, a record and a column. Out: a public value, or a finding that says why there is none.
"""

from pipeline.aggregate.gate import Gate
from pipeline.language import name_key
from pipeline.model.finding import Finding, found
from pipeline.model.public import PublicValue
from pipeline.model.record import Record

WITHHELD_FORM = "withheld"


def printable_text(
    gate: Gate, record: Record, column: str, is_named: bool
) -> tuple[PublicValue | None, list[Finding]]:
    """A text that may be printed; nothing where it is empty, weak, or names whom it may not."""
    text = str(getattr(record, column))
    if not text or column in record.weak:
        return None, []
    key = name_key(text)
    if gate.withheld_names and gate.withheld_names.search(key):
        return None, [found("withheld-in-text", record.ref(column))]
    if not is_named and gate.all_names and gate.all_names.search(key):
        return None, [found("state-in-unattributed", record.ref(column))]
    return PublicValue(columns=(column,), text=text), []
