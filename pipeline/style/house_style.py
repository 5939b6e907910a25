"""House style of a meeting: its rules, and notes on the words of records, which papers print letter
by letter, and on papers as a whole.

In: the files of templates/text/, settings, names of States; what may be printed, the records behind
it, papers in words. Out: rules; a note for each cell whose words keep not to a rule, and for each
fault of a paper as a whole. It changes no word and quotes none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pipeline.model.block import Composed
from pipeline.model.finding import TEMPLATE, Finding, Refused, found
from pipeline.model.plan import PlanLine
from pipeline.model.public import PublicFacts
from pipeline.model.record import Record
from pipeline.model.settings import Settings
from pipeline.model.source import Ref
from pipeline.model.state import State
from pipeline.model.tables import EVIDENCE_TABLES, Kind
from pipeline.style.faults import BUDGET, StyleFault, document_faults, style_faults, texts_of
from pipeline.style.rules import StateName, StyleRules, StyleWords, read_rules

# Columns of whole sentences; `text` is that of the Coordinators' paragraphs. A title or place is
# not a sentence.
_SENTENCES = frozenset(
    (
        "text",
        *(c.name for table in EVIDENCE_TABLES for c in table.columns if c.kind is Kind.LONG_TEXT),
    )
)

Printable = Mapping[str, Record | PlanLine]


def house_style(
    texts: Mapping[str, Mapping[str, Any]],
    settings: Settings,
    states: Mapping[str, State],
    spellings: Mapping[str, tuple[str, ...]],
) -> StyleRules:
    """The rules of house style of the meeting's language, without those switched off in Settings.

    `texts` are the files of templates/text/ by name. Refused (exit 4) where the file of rules or of
    words is missing or wrong, (exit 2) where a rule switched off is none.
    """
    name = f"style.{settings.language}.yaml"
    words = style_words(texts, f"words.{settings.language}.yaml")
    names = tuple(
        StateName(state.name, state.running, state.sort_key, spellings[code])
        for code, state in states.items()
    )
    off = [rule for rule, switch in settings.house_style.items() if switch == "off"]
    return read_rules(name, _file(texts, name), words, names, off)


def style_words(texts: Mapping[str, Mapping[str, Any]], name: str) -> StyleWords:
    """The words of the language that rules are made of. Refused (exit 4) where one is missing."""
    content = _file(texts, name)
    keys = ("units", "tens", "months", "banned_words")
    for key in keys:
        if not isinstance(content.get(key), Sequence):
            raise Refused(
                TEMPLATE, f"templates/text/{name} › {key}: missing or wrong.", "Correct that key."
            )
    return StyleWords(*(tuple(content[key]) for key in keys))


def _file(texts: Mapping[str, Mapping[str, Any]], name: str) -> Mapping[str, Any]:
    if name not in texts:
        raise Refused(
            TEMPLATE,
            f"templates/text/{name} is missing.",
            "Restore the file, or remove its name from the paper.",
        )
    return texts[name]


def style_notes(
    facts: PublicFacts,
    records: Printable,
    papers: Iterable[Composed],
    settings: Settings,
    rules: StyleRules,
) -> tuple[Finding, ...]:
    """Notes on the words of records that papers print as they stand, and on papers as a whole."""
    return (*record_notes(facts, records, rules), *paper_notes(papers, settings, rules))


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
                continue  # the words of a plan are quoted, and must not be changed
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
