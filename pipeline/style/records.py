"""House style in the words of records, which papers print letter by letter.

In: what may be printed, the records behind it, rules. Out: a note for each cell whose words keep
not to a rule. It changes no word and quotes none.
"""

from collections.abc import Iterator, Mapping

from pipeline.model.finding import Finding, found
from pipeline.model.plan import PlanLine
from pipeline.model.public import PublicFacts
from pipeline.model.record import Record
from pipeline.model.tables import EVIDENCE_TABLES, Kind
from pipeline.style.faults import StyleFault, style_faults
from pipeline.style.rules import StyleRules

# Columns of whole sentences; `text` is that of the paragraphs of the Coordinators. A title or place
# is no sentence.
_SENTENCES = frozenset(
    (
        "text",
        *(c.name for table in EVIDENCE_TABLES for c in table.columns if c.kind is Kind.LONG_TEXT),
    )
)

Printable = Mapping[str, Record | PlanLine]


def record_notes(
    facts: PublicFacts, records: Mapping[str, Record | PlanLine], rules: StyleRules
) -> tuple[Finding, ...]:
    """A note for each cell, in the order of the lists, that names its rules and says what to
    write.
    """
    return tuple(dict.fromkeys(_notes(facts, records, rules)))


def _notes(facts: PublicFacts, records: Printable, rules: StyleRules) -> Iterator[Finding]:
    for listed in facts.lists.values():
        for public in listed:
            record = records.get(f"{public.table}/{public.id}")
            if record is None or isinstance(record, PlanLine):
                continue  # the words of a plan are quoted, and nobody may mend them
            for value in public.values.values():
                for column in _SENTENCES.intersection(value.columns):
                    cures = {
                        f.rule: f.cure
                        for f in style_faults(value.text, rules)
                        if _can_be_mended(value.text, f)
                    }
                    if cures:
                        names, cure = ", ".join(cures), " ".join(dict.fromkeys(cures.values()))
                        yield found("house-style", record.ref(column), rules=names, cure=cure)


def _can_be_mended(text: str, fault: StyleFault) -> bool:
    """Whether a person can: a non-breaking space in a cell is read as a plain one."""
    return text[fault.start : fault.end] != " "
