"""What templates/text/ may say of the structure of sections and papers, and sections made from the
plan of the meeting.

In: mappings read from YAML; what the plan lists, and the figures there are. Out: frozen plans; a
key that no plan has is refused by pydantic. A section of the plan that has words and no structure
file gets its structure from the plan's actions. Nothing is worded here.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, NamedTuple

from pydantic import Field, model_validator

from pipeline.model.base import Frozen
from pipeline.model.plan import Indicator, Plan

_FIGURE_FORMS = ("unknown", "at_least", "zero", "one", "many")
PLACE_OF_PLAN = "{plan}"
_TEXT_FORMS = ("missing", "supplied")
_SHARE_FORMS = ("unknown", "all", "part", "most", "some")
# A share may be listed wherever its number is given; "most" or "some" would reveal the States that
# are left.
_LISTED_SHARES = ("all", "part")
_ONLY_OFFICIAL = ("progress-report",)
_ANNEX, _ICA = "annex", "ica"
_ANNEX_COLUMNS = (("information", 2500), ("number", 1900), ("states", 2971))


class Part(Frozen):
    """One sentence or more of a paragraph: the figures that choose its form, a condition, a list to
    go through.

    `forms` names the forms it needs where the figure has its own; `words` is the key of its words
    if not its id. The text of a `note` is a footnote at the end of the sentence before it, one for
    each record of an `each`.
    """

    id: str
    form: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    when: str = ""
    each: str = ""
    words: str = ""
    note: bool = False

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
    """A column of a table: its key in the words, its width in twentieths of a point, whether it
    holds numbers.

    Where the table has words for `note_<id>`, its head carries a letter and the note stands below
    the table.
    """

    id: str
    width: int
    is_number: Annotated[bool, Field(alias="number")] = False


class PicturePlan(Frozen):
    """A picture of a table: its figures against one of them (`against`), or its records over time;
    in some papers.

    An optional one is drawn where the table has words for it.
    """

    against: str = ""
    only: tuple[str, ...] = ()
    is_optional: Annotated[bool, Field(alias="optional")] = False

    def is_in(self, paper: str) -> bool:
        """Whether that paper has the picture."""
        return not self.only or paper in self.only


class TablePlan(Frozen):
    """A table over a list of records (`each`), over figures (`rows`: one row a figure, in words of
    its own), or of the one record of the block that it stands in (`fields`: one row a field,
    likewise).

    Without anything to list an optional table is not printed; another says so in the words of
    `empty`.
    """

    each: str = ""
    rows: tuple[Part, ...] = ()
    fields: tuple[Part, ...] = ()
    columns: tuple[ColumnPlan, ...]
    is_optional: Annotated[bool, Field(alias="optional")] = False
    picture: PicturePlan | None = None

    @model_validator(mode="after")
    def _of_one_kind(self) -> "TablePlan":
        if sum(map(bool, (self.each, self.rows, self.fields))) != 1:
            raise ValueError("a table has either each, rows or fields")
        return self


class BlockPlan(Frozen):
    """A paragraph of parts, a heading, or a table; `only` limits it to some papers.

    With `each` it is printed once a record of that list; the id of each is its own and the
    record's. With `blocks` it is nothing itself: its blocks are printed once a record, each with
    `item.<list>` for what stands under the record.
    """

    id: str
    each: str = ""
    style: str = "paragraph"
    parts: tuple[Part, ...] = ()
    when: str = ""
    heading: int = 0
    table: TablePlan | None = None
    only: tuple[str, ...] = ()
    blocks: "tuple[BlockPlan, ...]" = ()

    @model_validator(mode="after")
    def _goes_through_a_list(self) -> "BlockPlan":
        is_something = any((self.parts, self.table, self.heading))
        if self.blocks and (is_something or not self.each):
            raise ValueError("a block with blocks needs each, and has nothing else of its own")
        return self

    def leaves(self) -> "Iterator[BlockPlan]":
        """The blocks that are printed: itself, or those in it."""
        if not self.blocks:
            yield self
        for block in self.blocks:
            yield from block.leaves()

    def is_in(self, paper: str) -> bool:
        """Whether the block is for that paper."""
        return not self.only or paper in self.only

    @property
    def picture(self) -> PicturePlan | None:
        """The picture of its table."""
        if self.table is None:
            return None
        return self.table.picture

    def has_picture(self, paper: str, words: str | dict[str, str]) -> bool:
        """Whether the table has a picture in that paper, and words for it."""
        if self.picture is None:
            return False
        return "picture" in words and self.picture.is_in(paper)

    def all_parts(self) -> tuple[Part, ...]:
        """Its parts; a paragraph without any is one part with the block's id."""
        return self.parts or (Part(id=self.id, when=self.when),)

    @property
    def is_conditional(self) -> bool:
        """Whether it may print nothing."""
        if self.when:
            return True
        if self.table:
            return self.table.is_optional
        return bool(self.each) or all(part.is_conditional for part in self.all_parts())


class SectionPlan(Frozen):
    """A section: its blocks in order.

    One whose words are about the items of certain work plans names them in `work_plans`, and in
    `otherwise` the section that stands in its place for any other.
    """

    blocks: tuple[BlockPlan, ...]
    work_plans: tuple[str, ...] = ()
    otherwise: str = ""

    @property
    def leaves(self) -> tuple[BlockPlan, ...]:
        """The blocks that are printed, those within blocks too."""
        return tuple(leaf for block in self.blocks for leaf in block.leaves())


class OptionalSection(Frozen):
    """A section that is left out where it has neither structure nor words."""

    optional: str


class Chapter(Frozen):
    """A chapter of a paper: the key of its heading in the paper's words, and its sections."""

    heading: str
    sections: tuple[str | OptionalSection, ...]


class PaperPlan(Frozen):
    """A paper: its chapters and annexes, how deep its headings go, and the keys of its masthead."""

    depth: int = 1
    chapters: tuple[Chapter, ...]
    annexes: tuple[Chapter, ...] = ()
    masthead: tuple[str, ...] = ()


class CountedAction(NamedTuple):
    """An action of a plan with indicators: its number, the key of its theme, and what is
    counted.
    """

    number: int
    theme: str
    indicators: tuple[Indicator, ...]


class PlanShape(NamedTuple):
    """What sections draw on of a plan: its name, the numbers of its actions, the actions with
    indicators; and the name of the work plan, empty for one that a table of the meeting holds.
    """

    name: str = ""
    numbers: tuple[int, ...] = ()
    actions: tuple[CountedAction, ...] = ()
    figures: frozenset[str] = frozenset()
    work_plan: str = ""

    @classmethod
    def of(cls, plan: Plan, figures: frozenset[str], work_plan: str) -> "PlanShape":
        """The shape of a plan, with the figures that were counted for it and the work plan beside
        it.
        """
        actions = tuple(
            CountedAction(action.number, _key(action.theme), action.indicators)
            for action in plan.actions
            if action.indicators
        )
        return cls(plan.name, plan.numbers, actions, figures, work_plan)

    def section(self, name: str) -> str:
        """The name of a section as its file has it: `{plan}` stands for the plan of the meeting."""
        return name.replace(PLACE_OF_PLAN, self.name)

    def made(self, name: str, has_words: Callable[[str], bool]) -> SectionPlan | None:
        """The structure made for a section of the plan; None where none is made for it.

        `has_words` tells which themes have a section of their own: `{plan}-ica` has all others.
        """
        kind = name.removeprefix(f"{self.name}-") if self.name else ""
        if kind == _ANNEX:
            return _annex(self)
        if kind == _ICA:
            apart = {a.theme for a in self.actions if has_words(f"{self.name}-{a.theme}")} - {_ICA}
            return _actions((a for a in self.actions if a.theme not in apart), self.figures)
        of_theme = tuple(action for action in self.actions if action.theme == kind)
        return _actions(of_theme, self.figures) if of_theme else None


def _key(name: str) -> str:
    return name.replace("_", "-")


def _has_something(figure: str) -> str:
    return f'f.{figure}.form != "zero" and f.{figure}.form != "unknown"'


def _parts(indicator: Indicator, figures: frozenset[str]) -> tuple[Part, ...]:
    """The sentence of an indicator, and that of the States which indicated no change."""
    name = indicator.id
    if indicator.among:
        when = f'f.{name}.form != "none" and {_has_something(indicator.among)}'
        return (Part(id=_key(name), form=(name,), forms=_SHARE_FORMS, when=when),)
    own = Part(id=_key(name), form=(name,))
    unchanged = f"{name}_unchanged"
    if unchanged not in figures:
        return (own,)
    return own, Part(id=_key(unchanged), form=(unchanged,), when=_has_something(unchanged))


def _actions(actions: Iterable[CountedAction], figures: frozenset[str]) -> SectionPlan:
    """A heading an action, its official text in the official paper, and a paragraph with a part an
    indicator.
    """
    blocks: list[BlockPlan] = []
    for number, _, indicators in actions:
        action = f"action-{number}"
        text = Part(id=f"{action}-text", each=f"action_{number}_text", forms=_TEXT_FORMS)
        parts = tuple(part for indicator in indicators for part in _parts(indicator, figures))
        blocks += [
            BlockPlan(id=f"{action}-heading", heading=2),
            BlockPlan(id=f"{action}-text", only=_ONLY_OFFICIAL, parts=(text,)),
            BlockPlan(id=action, parts=parts),
        ]
    return SectionPlan(blocks=tuple(blocks))


def _row(indicator: Indicator) -> Part:
    name = indicator.id
    when = f'f.{name}.form != "zero"'
    if indicator.among:
        when = " or ".join(f'f.{name}.form == "{form}"' for form in _LISTED_SHARES)
    return Part(id=_key(name), form=(name,), when=when)


def _annex(shape: PlanShape) -> SectionPlan:
    """A table with a row an indicator that stands on what States reported."""
    rows = tuple(_row(i) for action in shape.actions for i in action.indicators if i.section)
    columns = tuple(
        ColumnPlan.model_validate({"id": name, "width": width, "number": name == "number"})
        for name, width in _ANNEX_COLUMNS
    )
    picture = PicturePlan.model_validate({"against": "reports_received", "optional": True})
    table = TablePlan(columns=columns, rows=rows, picture=picture)
    return SectionPlan(blocks=(BlockPlan(id="annex-states-table", table=table),))
