"""The structure of sections and papers, and their words: what templates/text/ holds.

In: mappings read from YAML. Out: frozen plans, or Refused (exit 4) naming the file and what is wrong in it.
"""

from typing import Any, NamedTuple

from pydantic import ValidationError

from pipeline.compose.words import Words
from pipeline.model.base import Frozen
from pipeline.model.finding import TEMPLATE, Refused

_FIGURE_FORMS = ("unknown", "at_least", "zero", "one", "many")


class Part(Frozen):
    """One sentence or more of a paragraph: the figures that choose its form, a condition, a list to go through.

    `forms` names the forms it needs where the figure has its own; `words` is the key of its words if not its id.
    """

    id: str
    form: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    when: str = ""
    each: str = ""
    words: str = ""

    @property
    def key(self) -> str:
        """The key of its words."""
        return self.words or self.id

    @property
    def is_conditional(self) -> bool:
        """Whether it may print nothing."""
        return bool(self.when or self.each)

    def needed(self) -> tuple[str, ...]:
        """The forms its words must have; empty where it has one text alone."""
        if self.forms:
            return self.forms
        return _FIGURE_FORMS if self.form else ()


class ColumnPlan(Frozen):
    """A column of a table: its key in the words, and its width in twentieths of a point."""

    id: str
    width: int


class TablePlan(Frozen):
    """A table over a list of records."""

    each: str
    columns: tuple[ColumnPlan, ...]


class BlockPlan(Frozen):
    """A paragraph of parts, a heading, or a table; `only` limits it to some papers."""

    id: str
    style: str = "paragraph"
    parts: tuple[Part, ...] = ()
    when: str = ""
    heading: int = 0
    table: TablePlan | None = None
    only: tuple[str, ...] = ()

    def all_parts(self) -> tuple[Part, ...]:
        """Its parts; a paragraph without any is one part with the block's id."""
        return self.parts or (Part(id=self.id, when=self.when),)

    @property
    def is_conditional(self) -> bool:
        """Whether it may print nothing."""
        return bool(self.when) or all(part.is_conditional for part in self.all_parts())


class SectionPlan(Frozen):
    """A section: its blocks in order."""

    blocks: tuple[BlockPlan, ...]


class Chapter(Frozen):
    """A chapter of a paper: the key of its heading in the paper's words, and its sections."""

    heading: str
    sections: tuple[str, ...]


class PaperPlan(Frozen):
    """A paper: its chapters, how deep its headings go, and the keys of its masthead."""

    depth: int = 1
    chapters: tuple[Chapter, ...]
    masthead: tuple[str, ...] = ()


SectionWords = dict[str, str | dict[str, str]]


class Section(NamedTuple):
    """A section with its words."""

    name: str
    plan: SectionPlan
    words: SectionWords


class Paper(NamedTuple):
    """A paper with its words and sections."""

    name: str
    plan: PaperPlan
    words: SectionWords
    sections: dict[str, Section]


class TextFolder(NamedTuple):
    """The files of templates/text/ by name, read."""

    files: dict[str, dict[str, Any]]
    language: str

    def mapping(self, name: str) -> dict[str, Any]:
        """The mapping of a file. Refused where there is no such file."""
        if name not in self.files:
            raise Refused(
                TEMPLATE, f"templates/text/{name} is missing.", "Restore the file, or take its name out of the paper."
            )
        return self.files[name]


def _plan(folder: TextFolder, name: str, plan: type[SectionPlan] | type[PaperPlan]) -> Any:
    try:
        return plan.model_validate(folder.mapping(name))
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise Refused(TEMPLATE, f"templates/text/{name} › {place}: {fault['msg']}.", "Mend that key.") from None


def load_words(folder: TextFolder) -> Words:
    """The words of the language. Refused (exit 4) where one is missing."""
    name = f"words.{folder.language}.yaml"
    try:
        return Words.model_validate(folder.mapping(name))
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise Refused(TEMPLATE, f"templates/text/{name} › {place}: missing or wrong.", "Mend that key.") from None


def load_paper(folder: TextFolder, name: str) -> Paper:
    """A paper with all its sections. Refused (exit 4) where a file is missing, wrong, or a block id stands twice."""
    plan: PaperPlan = _plan(folder, f"{name}.yaml", PaperPlan)
    sections: dict[str, Section] = {}
    ids: dict[str, str] = {}
    for chapter in plan.chapters:
        for section in chapter.sections:
            read: SectionPlan = _plan(folder, f"{section}.yaml", SectionPlan)
            sections[section] = Section(section, read, folder.mapping(f"{section}.{folder.language}.yaml"))
            for block in read.blocks:
                if ids.setdefault(block.id, section) != section or sum(b.id == block.id for b in read.blocks) > 1:
                    raise Refused(
                        TEMPLATE,
                        f"templates/text/{section}.yaml: the block id {block.id} stands twice.",
                        "Give one of the two another id.",
                    )
    return Paper(name, plan, folder.mapping(f"{name}.{folder.language}.yaml"), sections)
