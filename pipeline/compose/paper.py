"""A paper in words: its blocks in order, each with its spans and what was looked at for it.

In: a paper's plan and words, public facts. Out: Composed. A block that prints nothing is kept as
absent, so that a row it passed over still has a place.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from pipeline.compose.blocks import MadeBlock, looked_at, make_blocks, together
from pipeline.compose.language_words import LanguageWords
from pipeline.compose.numbering import NumberLabel, what_it_hangs_on, with_headings, with_numbers
from pipeline.compose.section_plans import BlockPlan
from pipeline.compose.table_blocks import lettered
from pipeline.compose.text_folder import PaperChapter, PaperWording, Section
from pipeline.compose.wording import Wording
from pipeline.compose.wording_check import Prepared
from pipeline.compose.wording_views import PrintState, Seen
from pipeline.compose.writer import Writer
from pipeline.model.block import Absent, Block, Composed, Paragraph, Table
from pipeline.model.public import PublicFacts


class LeakedName(Exception):
    """Composed text names a withheld State: a bug behind the gate, never delivered."""


def compose_papers(
    prepared: Prepared,
    facts: PublicFacts,
    first_paragraphs: Mapping[str, int],
    is_withheld: Callable[[str], bool],
) -> tuple[Composed, ...]:
    """All papers in words; `first_paragraphs` are the numbers they begin with, else 1.

    Refused (exit 4) where a wording cannot be rendered with these facts; LeakedName where
    `is_withheld`, the second line, finds in a text a name that the gate let through.
    """
    composed = []
    for paper in prepared.papers:
        first = first_paragraphs.get(paper.name, 1)
        composed.append(compose(paper, facts, prepared.wording, prepared.words, first))
    for made in composed:
        for block in (*made.masthead, *made.blocks):
            if is_withheld(block.text):
                raise LeakedName(f"{made.paper} {block.id}")
    return tuple(composed)


def compose(
    paper: PaperWording,
    facts: PublicFacts,
    wording: Wording,
    words: LanguageWords,
    first_paragraph: int = 1,
) -> Composed:
    """The paper in words, annexes and tables numbered through, references to all of them resolved.

    Refused (exit 4) where a wording cannot be rendered with these facts.
    """
    making = _Making(paper, facts, wording, words)
    chapters = [making.chapter(chapter) for chapter in paper.chapters]
    annexes = [making.chapter(annex) for annex in paper.annexes]
    labels = making.labels(annexes)
    body = list(chain.from_iterable(blocks for blocks, _ in chapters))
    annexed = list(chain.from_iterable(_annex(blocks, labels) for blocks, _ in annexes))
    made = list(chain.from_iterable(map(making.all_made, (*paper.chapters, *paper.annexes))))
    numbered = with_numbers(making.writer, [*body, *annexed], made, labels, first_paragraph)
    absent = tuple(chain.from_iterable(missing for _, missing in (*chapters, *annexes)))
    masthead = tuple(_masthead(making.writer, key) for key in paper.plan.masthead)
    return Composed(paper.name, numbered, absent, masthead, len(annexed))


def _masthead(writer: Writer, key: str) -> Paragraph:
    seen = Seen()
    spans = writer.render(f"{writer.paper.name} › {key}", str(writer.paper.words[key]), seen)
    return Paragraph(f"masthead-{key}", "masthead", spans, tuple(seen.names))


class _Making:
    """A paper in the making: a block is made once, when its turn comes or when a sentence asks
    whether it stands.
    """

    def __init__(
        self, paper: PaperWording, facts: PublicFacts, wording: Wording, words: LanguageWords
    ) -> None:
        self.writer = Writer(paper, facts, wording, words, self.standing)
        self._annexes = {annex.heading: annex for annex in paper.annexes}
        self._plans = {plan.id: (own, plan) for own in paper.sections for plan in self._of(own)}
        self._made: dict[str, tuple[MadeBlock, ...]] = {}
        self._open: set[str] = set()

    def _of(self, section: Section) -> Iterator[BlockPlan]:
        """The plans of a section that this paper has a place for."""
        paper = self.writer.paper
        for plan in section.plan.blocks:
            if plan.heading <= paper.plan.depth and plan.is_in(paper.name):
                yield plan

    def _blocks(self, plan_id: str) -> tuple[MadeBlock, ...]:
        if plan_id not in self._made:
            if plan_id in self._open:
                raise ValueError(f"{plan_id} is printed only where it is printed")
            self._open.add(plan_id)
            section, plan = self._plans[plan_id]
            self._made[plan_id] = tuple(make_blocks(self.writer, section, plan))
        return self._made[plan_id]

    def all_made(self, chapter: PaperChapter) -> list[MadeBlock]:
        """All blocks of a chapter, printed or absent, in order."""
        return [
            made
            for section in chapter.sections
            for plan in self._of(section)
            for made in self._blocks(plan.id)
        ]

    def standing(self, name: str) -> PrintState:
        """Whether a block, the picture of a table, or an annex is printed; nothing of that name is
        not.
        """
        if name in self._annexes:
            inside = [made for made in self.all_made(self._annexes[name]) if not made.plan.heading]
            return PrintState(any(made.is_printed for made in inside), what_it_hangs_on(inside))
        plan_id = name if name in self._plans else name.removesuffix("-picture")
        if plan_id not in self._plans or not self._may_be_there(name, plan_id):
            return PrintState(is_printed=False)
        blocks = self._blocks(plan_id)
        is_printed = any(made.is_printed and _is_called(made, name) for made in blocks)
        return PrintState(is_printed, together(looked_at(made.block) for made in blocks))

    def _may_be_there(self, name: str, plan_id: str) -> bool:
        section, plan = self._plans[plan_id]
        return name == plan_id or plan.has_picture(self.writer.paper.name, section.words[plan_id])

    def chapter(self, chapter: PaperChapter) -> tuple[list[Block], list[Absent]]:
        """The blocks of a chapter under its heading, and those absent; a chapter of nothing has no
        heading.
        """
        made = self.all_made(chapter)
        blocks, absent = with_headings(made)
        if not blocks:
            return [], absent
        paper = self.writer.paper
        place, text = f"{paper.name} › {chapter.heading}", str(paper.words[chapter.heading])
        spans = self.writer.render(place, text, Seen())
        looked = what_it_hangs_on([one for one in made if not one.plan.heading])
        return [
            Paragraph(f"heading-{chapter.heading}", "heading-1", spans, looked),
            *blocks,
        ], absent

    def labels(self, annexes: list[tuple[list[Block], list[Absent]]]) -> dict[str, NumberLabel]:
        """The label of each annex that is printed, by the id of its heading; they have numbers
        where there are several.

        Whether there is one annex, or several, hangs on whatever may be missing in any of them.
        """
        inside = chain.from_iterable(map(self.all_made, self._annexes.values()))
        texts = (made for made in inside if not made.plan.heading)
        after = tuple(made.block.id for made in texts if made.plan.is_conditional)
        headings = [blocks[0].id for blocks, _ in annexes if blocks]
        words, n = self.writer.words, len(headings)
        return {
            heading: NumberLabel(words.annex(number, n), words.annex_in_text(number, n), after)
            for number, heading in enumerate(headings, start=1)
        }


def _is_called(made: MadeBlock, name: str) -> bool:
    """Whether the block is what the name says: no sentence in the place of a table, no table
    without its picture.
    """
    if name != made.plan.id:
        return made.block.id == name
    return not made.plan.table or isinstance(made.block, Table)


def _annex(blocks: list[Block], labels: dict[str, NumberLabel]) -> list[Block]:
    """The blocks of an annex under its label; nothing in them is numbered by Word."""
    if not blocks:
        return []
    heading = blocks[0]
    label = labels[heading.id]
    name = label.id(heading.id)
    first = Paragraph(name, "heading-annex", label.spans(name), heading.looked, after=label.after)
    return [first, *lettered([_in_annex(block) for block in blocks])]


def _in_annex(block: Block) -> Block:
    styles = {
        "heading-1": "heading-annex-title",
        "heading-2": "heading-annex-part",
        "paragraph": "unnumbered",
    }
    if isinstance(block, Paragraph):
        return block._replace(style=styles.get(block.style, block.style))
    return block
