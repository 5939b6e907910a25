"""Papers with their sections and words: what templates/text/ holds for one plan and one language.

In: mappings read from YAML, and the shape of the plan. Out: papers, or Refused (exit 4) naming the
file and what is wrong in it. A language is complete or is refused: one paper never mixes two.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from pydantic import ValidationError

from pipeline.compose.language_words import LanguageWords
from pipeline.compose.section_plans import (
    Chapter,
    OptionalSection,
    PaperPlan,
    PlanShape,
    SectionPlan,
)
from pipeline.model.finding import TEMPLATE, Refused

SectionWords = dict[str, str | dict[str, Any]]
# What a language has besides the words of papers: its own words, its house style, the sentences of
# comments on changes, and the help of entry workbooks.
OF_THE_LANGUAGE = ("words", "style", "refresh", "entry")


class Section(NamedTuple):
    """A section with its words."""

    name: str
    plan: SectionPlan
    words: SectionWords


class PaperChapter(NamedTuple):
    """A chapter or annex: the key of its heading, and its sections."""

    heading: str
    sections: tuple[Section, ...]


class PaperWording(NamedTuple):
    """A paper with its words, chapters and annexes."""

    name: str
    plan: PaperPlan
    words: SectionWords
    chapters: tuple[PaperChapter, ...]
    annexes: tuple[PaperChapter, ...] = ()

    @property
    def sections(self) -> tuple[Section, ...]:
        """All its sections in order."""
        chapters = (*self.chapters, *self.annexes)
        return tuple(chain.from_iterable(chapter.sections for chapter in chapters))


class TextFolder(NamedTuple):
    """The files of templates/text/ by name, read, with the language and the plan they are read
    for.
    """

    files: dict[str, dict[str, Any]]
    language: str
    shape: PlanShape = PlanShape()

    def mapping(self, name: str) -> dict[str, Any]:
        """The mapping of a file. Refused where there is no such file."""
        if name not in self.files:
            raise Refused(
                TEMPLATE,
                f"templates/text/{name} is missing.",
                "Write or restore the file, or remove its name from the paper.",
            )
        return self.files[name]

    def words_of(self, section: str) -> str:
        """The file that holds the words of a section or paper."""
        return f"{section}.{self.language}.yaml"

    def has_words(self, section: str) -> bool:
        """Whether a section has words, in this language or another."""
        pattern = re.compile(rf"{re.escape(section)}\.[^.]+\.yaml")
        return any(pattern.fullmatch(name) for name in self.files)


def _plan(folder: TextFolder, name: str, plan: type[SectionPlan] | type[PaperPlan]) -> Any:
    try:
        return plan.model_validate(folder.mapping(name))
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise Refused(
            TEMPLATE, f"templates/text/{name} › {place}: {fault['msg']}.", "Correct that key."
        ) from None


def load_words(folder: TextFolder) -> LanguageWords:
    """The words of the language, with the terms of the plan's actions. Refused (exit 4) where one
    is missing.
    """
    name = folder.words_of("words")
    try:
        return LanguageWords.model_validate(folder.mapping(name)).for_actions(folder.shape.numbers)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise Refused(
            TEMPLATE, f"templates/text/{name} › {place}: missing or wrong.", "Correct that key."
        ) from None


def refuse_missing_words(folder: TextFolder, papers: Iterable[str]) -> None:
    """Refused (exit 4) where the language lacks files that papers need, each of them named."""
    needed = [*OF_THE_LANGUAGE, *chain.from_iterable(_with_words(folder, name) for name in papers)]
    files = dict.fromkeys(folder.words_of(name) for name in needed)
    missing = [name for name in files if name not in folder.files]
    if len(missing) == 1:
        folder.mapping(missing[0])
    if missing:
        raise Refused(
            TEMPLATE,
            f"templates/text/ lacks {len(missing)} files in the language {folder.language}:"
            f" {', '.join(missing)}.",
            "Copy the files of another language and translate them, or set language in"
            " Settings to one that is complete.",
        )


def _with_words(folder: TextFolder, name: str) -> Iterator[str]:
    """The paper and its sections; one that may be absent counts where any language has it."""
    plan: PaperPlan = _plan(folder, f"{name}.yaml", PaperPlan)
    yield name
    for listed in chain.from_iterable(one.sections for one in (*plan.chapters, *plan.annexes)):
        if not isinstance(listed, OptionalSection):
            yield _for_work_plan(folder, folder.shape.section(listed))
        elif folder.has_words(folder.shape.section(listed.optional)):
            yield folder.shape.section(listed.optional)


def load_paper(folder: TextFolder, name: str) -> PaperWording:
    """A paper with all its sections. Refused (exit 4) where a file is missing, wrong, or a block id
    stands twice.
    """
    plan: PaperPlan = _plan(folder, f"{name}.yaml", PaperPlan)
    chapters = tuple(_chapter(folder, chapter) for chapter in plan.chapters)
    annexes = tuple(_chapter(folder, chapter) for chapter in plan.annexes)
    paper = PaperWording(name, plan, folder.mapping(folder.words_of(name)), chapters, annexes)
    _refuse_twins(paper)
    return paper


def _chapter(folder: TextFolder, chapter: Chapter) -> PaperChapter:
    sections = (_section(folder, listed) for listed in chapter.sections)
    return PaperChapter(chapter.heading, tuple(section for section in sections if section))


def _section(folder: TextFolder, listed: str | OptionalSection) -> Section | None:
    """A section; its structure made from the plan where it has words alone; None for an optional
    one without files.
    """
    is_optional = isinstance(listed, OptionalSection)
    name = folder.shape.section(listed.optional if isinstance(listed, OptionalSection) else listed)
    name = _for_work_plan(folder, name)
    structure, words = f"{name}.yaml", folder.words_of(name)
    if is_optional and not {structure, words} & folder.files.keys():
        return None
    made = None if structure in folder.files else folder.shape.made(name, folder.has_words)
    plan: SectionPlan = made or _plan(folder, structure, SectionPlan)
    return Section(name, plan, folder.mapping(words))


def _for_work_plan(folder: TextFolder, name: str) -> str:
    """The section itself, or the one in its place where its words are about another work plan."""
    structure = folder.files.get(f"{name}.yaml", {})
    if "otherwise" in structure and folder.shape.work_plan not in structure["work_plans"]:
        return str(structure["otherwise"])
    return name


def _refuse_twins(paper: PaperWording) -> None:
    ids: set[str] = set()
    for section in paper.sections:
        for block in section.plan.leaves:
            if block.id in ids:
                raise Refused(
                    TEMPLATE,
                    f"templates/text/{section.name}.yaml: the block id {block.id} appears twice.",
                    "Give one of them another id.",
                )
            ids.add(block.id)
