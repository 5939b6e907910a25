"""The wording of all papers, loaded and checked before any data: keys, names, literal words.

In: the files of templates/text/, language and plan, names a wording may use. Out: papers with their
words, or Refused (exit 4) with every fault.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.compose.filters import filters
from pipeline.compose.language_words import LanguageWords
from pipeline.compose.section_plans import BlockPlan, Part, PlanShape, TablePlan
from pipeline.compose.text_folder import (
    PaperWording,
    Section,
    TextFolder,
    load_paper,
    load_words,
    refuse_missing_words,
)
from pipeline.compose.wording import Wording, WordingRules
from pipeline.compose.wording_views import OWN_FIGURES
from pipeline.language import plural
from pipeline.model.finding import TEMPLATE, Refused
from pipeline.model.papers import NOTE, PAPERS

_SHOWN = 20
_OPTIONAL = ("picture", "picture_against")


class KnownNames(NamedTuple):
    """The names a wording may use."""

    figures: frozenset[str]
    settings: frozenset[str]


class WordingContext(NamedTuple):
    """What the papers are told in and of: a language and a plan."""

    language: str
    shape: PlanShape


class Prepared(NamedTuple):
    """The wording of all papers, loaded and checked."""

    papers: tuple[PaperWording, ...]
    wording: Wording
    words: LanguageWords
    note: PaperWording


def check_all_wordings(
    texts: dict[str, dict[str, Any]],
    context: WordingContext,
    in_text_up_to: int,
    names: re.Pattern[str] | None,
    known: KnownNames,
) -> Prepared:
    """The wording of all papers, checked before any data.

    `texts` are the files of templates/text/ by name; `names` finds the names of States, which no
    wording may hold. Lists of more States than `in_text_up_to` go to a note. Refused (exit 4) for
    wording with faults.
    """
    folder = TextFolder(texts, context.language, context.shape)
    refuse_missing_words(folder, [*(paper.wording for paper in PAPERS), NOTE.wording])
    words = load_words(folder)
    papers = tuple(load_paper(folder, paper.wording) for paper in PAPERS)
    wording = Wording(filters(words, in_text_up_to))
    note = load_paper(folder, NOTE.wording)
    rules = WordingRules(words, names, known.figures, known.settings)
    check_wording((*papers, note), wording, rules, context.language)
    return Prepared(papers, wording, words, note)


def check_wording(
    papers: tuple[PaperWording, ...], wording: Wording, rules: WordingRules, language: str
) -> None:
    """Refused (exit 4) with the faults of all wordings, the first twenty named one by one."""
    known = rules._replace(
        references=frozenset(name for paper in papers for name in _referred(paper))
    )
    faults = list(dict.fromkeys(_faults(papers, wording, known, language)))
    if faults:
        more = f"\n  and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
        listed = "\n  ".join(faults[:_SHOWN])
        raise Refused(
            TEMPLATE,
            f"The wording has {plural(len(faults), 'fault')}:\n  {listed}{more}",
            "Correct them in templates/text/.",
        )


def _referred(paper: PaperWording) -> Iterator[str]:
    """What a sentence may refer to: annexes, blocks, pictures of tables; not every paper has
    each.
    """
    yield from (annex.heading for annex in paper.annexes)
    for section in paper.sections:
        for block in section.plan.blocks:
            yield block.id
            if block.picture:
                yield f"{block.id}-picture"


def _faults(
    papers: tuple[PaperWording, ...], wording: Wording, rules: WordingRules, language: str
) -> Iterator[str]:
    sections: set[str] = set()
    for paper in papers:
        file = f"{paper.name}.{language}.yaml"
        headings = (chapter.heading for chapter in (*paper.chapters, *paper.annexes))
        for key in (*headings, *paper.plan.masthead):
            yield from _text_faults(file, key, paper.words.get(key), wording, rules)
        for section in paper.sections:
            if section.name in sections:
                continue
            sections.add(section.name)
            for block in section.plan.leaves:
                yield from _block_faults(
                    f"{section.name}.{language}.yaml", section, block, wording, rules
                )


def _text_faults(
    file: str, key: str, text: Any, wording: Wording, rules: WordingRules
) -> Iterator[str]:
    if not isinstance(text, str):
        yield f"{file} › {key}: missing, or not a text"
        return
    for fault in wording.faults(text, rules):
        yield f"{file} › {key}: {fault}"


def _block_faults(
    file: str, section: Section, block: BlockPlan, wording: Wording, rules: WordingRules
) -> Iterator[str]:
    for when in filter(None, _conditions(block)):
        for fault in wording.when_faults(when, rules):
            yield f"{section.name}.yaml › {block.id}: {fault}"
    if block.table:
        for key, text in _table_texts(block.table, section.words.get(block.id)):
            yield from _text_faults(file, f"{block.id}.{key}", text, wording, rules)
        for part in block.table.rows:
            yield from _figure_faults(section, part, rules)
        return
    for position, part in enumerate(block.all_parts()):
        yield from _part_faults(file, section, part, wording, rules)
        words = section.words.get(part.key)
        yield from _note_faults(f"{section.name}.yaml › {part.id}", position, part, words)


def _conditions(block: BlockPlan) -> Iterator[str]:
    """The conditions of a block, its parts and the rows of its table; empty where there is none."""
    yield block.when
    yield from (part.when for part in block.parts)
    if block.table:
        yield from (part.when for part in (*block.table.rows, *block.table.fields))


def _table_texts(table: TablePlan, words: object) -> Iterator[tuple[str, object]]:
    """The texts of a table by key, those that it may have and has too; None for one that is
    missing.
    """
    given: dict[str, object] = words if isinstance(words, dict) else {}
    optional = (key for key in given if key in _OPTIONAL or key.startswith("note_"))
    for key in dict.fromkeys((*_table_keys(table), *optional)):
        text = given.get(key)
        if isinstance(text, dict) and key.startswith("cell_"):
            yield from ((f"{key}.{form}" if form else key, one) for form, one in text.items())
        else:
            yield key, text


def _note_faults(place: str, position: int, part: Part, words: object) -> Iterator[str]:
    """A note hangs on a sentence before it, and holds no note of its own."""
    if not part.note:
        return
    if position == 0:
        yield f"{place}: a note needs a sentence before it"
    if "in_note" in str(words):
        yield f"{place}: a note within a note"


def _part_faults(
    file: str, section: Section, part: Part, wording: Wording, rules: WordingRules
) -> Iterator[str]:
    words = section.words.get(part.key)
    if not part.needed():
        yield from _text_faults(file, part.key, words, wording, rules)
        return
    forms = words if isinstance(words, dict) else {}
    for form in part.needed():
        if form not in forms:
            yield f"{file} › {part.key}: the form {form} is missing"
    for form, text in forms.items():
        yield from _text_faults(file, f"{part.key}.{form}", text, wording, rules)
    yield from _figure_faults(section, part, rules)


def _figure_faults(section: Section, part: Part, rules: WordingRules) -> Iterator[str]:
    for name in part.form:
        if name not in rules.figures | OWN_FIGURES:
            yield f"{section.name}.yaml › {part.id}: no figure {name}"


def _table_keys(table: TablePlan) -> Iterator[str]:
    """The keys that the words of a table must have."""
    yield "title"
    if table.picture and not table.picture.is_optional:
        yield "picture"
        if table.picture.against:
            yield "picture_against"
    if not (table.is_optional or table.fields):
        yield "empty"
    if table.each:
        yield "withheld"
    yield from (f"row_{part.key}" for part in (*table.rows, *table.fields))
    if table.fields:
        yield "label"
        yield from (f"field_{part.key}" for part in table.fields)
    for number, column in enumerate(table.columns):
        yield f"head_{column.id}"
        if table.each or (table.rows and number):
            yield f"cell_{column.id}"
