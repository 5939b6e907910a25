"""House style of a meeting: its rules, and what they say of words that papers print as they stand.

In: templates, settings, names of States. Out: rules, notes. It changes no text.
"""

from collections.abc import Iterable, Mapping

from pipeline.aggregate.meeting import Aggregated
from pipeline.compose.text_folder import TextFolder, load_words
from pipeline.load import Loaded
from pipeline.model.block import Composed
from pipeline.model.finding import Finding
from pipeline.model.settings import Settings
from pipeline.model.state import State
from pipeline.normalise.reference import Reference
from pipeline.stages import read_texts
from pipeline.style.records import paper_notes, record_notes
from pipeline.style.rules import StateName, StyleRules, StyleWords, read_rules


def house_style(
    loaded: Loaded,
    settings: Settings,
    states: Mapping[str, State],
    spellings: Mapping[str, tuple[str, ...]],
) -> StyleRules:
    """The rules of house style of the meeting's language, without those switched off in Settings.

    Refused (exit 4) where the file of rules is missing or wrong, (exit 2) where a rule switched off
    is none.
    """
    folder = TextFolder(read_texts(loaded.templates, loaded.cache), settings.language)
    words = load_words(folder)
    name = f"style.{settings.language}.yaml"
    names = tuple(
        StateName(state.name, state.running, state.sort_key, spellings[code])
        for code, state in states.items()
    )
    off = [rule for rule, switch in settings.house_style.items() if switch == "off"]
    known = StyleWords(words.units, words.tens, words.months, words.banned_words)
    return read_rules(name, folder.mapping(name), known, names, off)


def style_notes(
    loaded: Loaded,
    settings: Settings,
    reference: Reference,
    counted: Aggregated,
    papers: Iterable[Composed],
) -> tuple[Finding, ...]:
    """Notes on the words of records that papers print as they stand, and on papers as a whole.

    Refused as `house_style`.
    """
    rules = house_style(loaded, settings, reference.states, reference.spellings)
    of_records = record_notes(counted.facts, counted.records, rules)
    return (*of_records, *paper_notes(papers, settings, rules))
