"""Notes of house style: on the words of records, which papers print letter by letter, and on papers
as a whole.

In: what may be printed, the records behind it, papers in words, rules. Out: a note for each cell
whose words keep not to a rule, and for each fault of a paper as a whole. It changes no word and
quotes none.
"""

from collections.abc import Iterable, Iterator, Mapping

from pipeline.model.block import Composed
from pipeline.model.finding import Finding, found
from pipeline.model.plan import PlanLine
from pipeline.model.public import PublicFacts
from pipeline.model.record import Record
from pipeline.model.settings import Settings
from pipeline.model.source import Ref
from pipeline.model.tables import EVIDENCE_TABLES, Kind
from pipeline.style.faults import BUDGET, StyleFault, document_faults, style_faults, texts_of
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


def paper_notes(
    papers: Iterable[Composed], settings: Settings, rules: StyleRules
) -> Iterator[Finding]:
    """A note for each fault of a paper as a whole: headings alone or empty, and too many words.

    A note on the number of words stands at the limit in Settings, where one is given.
    """
    for paper in papers:
        limit = settings.limit_of(paper.paper)
        for fault in document_faults(texts_of(paper), rules, limit):
            ref = settings.ref(f"word_limit.{paper.paper}") if fault.rule == BUDGET else Ref("", "")
            yield found("paper-style", ref, paper=paper.paper, rule=fault.rule, cure=fault.cure)


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
