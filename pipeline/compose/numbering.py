"""Headings, and the numbers of paragraphs, tables, figures and annexes with the references to them.

In: blocks as made, those absent among them. Out: blocks with headings where something stands under
them, labels, and references in words. A number hangs on every block before it that may be missing.
UN Editorial Manual, Headings: a level has two headings or none.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from pipeline.compose.blocks import MadeBlock, together
from pipeline.compose.language_words import LanguageWords
from pipeline.compose.writer import Writer, refusal
from pipeline.model.block import Absent, Block, Note, Paragraph, Span, Table

_HEADING = "heading-"
Worded = Callable[[int], str]


class NumberLabel(NamedTuple):
    """What a table, figure, annex or paragraph is called: above itself, in a sentence, and what
    decides its number.
    """

    words: str
    in_text: str
    after: tuple[str, ...]

    @staticmethod
    def id(heading_id: str) -> str:
        """The id of the block that holds the label of an annex."""
        return f"label-{heading_id}"

    def spans(self, block_id: str) -> tuple[Span, ...]:
        """The label as it stands above what it names."""
        return (Span(self.words, "reference", block_id),)


class _Target(NamedTuple):
    """What a reference leads to: the block that carries the number, and its label."""

    block_id: str
    label: NumberLabel


Targets = Mapping[str, _Target]


class _Series:
    """One series of numbers: a member that may be absent decides the numbers behind it."""

    def __init__(self, first: int = 1) -> None:
        self._names: dict[str, tuple[int, int]] = {}
        self._next = first
        self._unsure: list[str] = []

    def add(self, name: str) -> None:
        """The next number is that name's."""
        self._names[name] = (self._next, len(self._unsure))
        self._next += 1

    def doubt(self, block_id: str) -> None:
        """Whether that block has a number decides those from here on."""
        self._unsure.append(block_id)

    def targets(self, above: Worded, in_text: Worded, names: frozenset[str]) -> Targets:
        """Those of the names that have a number, each with its label."""
        found = {}
        for name, (number, n_unsure) in self._names.items():
            if name in names:
                unsure = tuple(self._unsure[:n_unsure])
                label = NumberLabel(above(number), in_text(number), unsure)
                found[name] = _Target(name, label)
        return found


def with_numbers(
    writer: Writer,
    blocks: Sequence[Block],
    made: Sequence[MadeBlock],
    annexes: Mapping[str, NumberLabel],
    first_paragraph: int,
) -> tuple[Block, ...]:
    """The blocks with their labels, and every reference in words."""
    numbered = frozenset(
        b.id for b in blocks if isinstance(b, Paragraph) and b.style == "paragraph"
    )
    series = _counted(writer.paper.name, made, numbered, first_paragraph)
    targets = {
        key.removeprefix(_HEADING): _Target(label.id(key), label) for key, label in annexes.items()
    }
    targets |= _targets(writer.words, series, _named(blocks))
    return tuple(_resolved(writer, block, targets) for block in blocks)


class _AllSeries(NamedTuple):
    """What is numbered through in a paper."""

    paragraphs: _Series
    tables: _Series
    figures: _Series


def _counted(
    paper: str, made: Sequence[MadeBlock], numbered: frozenset[str], first: int
) -> _AllSeries:
    """The blocks counted in their order; one that may be missing is a doubt on those behind it."""
    series = _AllSeries(_Series(first), _Series(), _Series())
    for one in made:
        if one.plan.table and not one.plan.table.fields:
            _count_table(paper, one, series.tables, series.figures)
        if one.block.id in numbered:
            series.paragraphs.add(one.block.id)
        if one.is_unsure:
            series.paragraphs.doubt(one.block.id)
    return series


def _targets(words: LanguageWords, series: _AllSeries, named: frozenset[str]) -> Targets:
    """What references lead to: paragraphs, tables and figures by the ids of their blocks."""
    paragraph = _said(words.paragraph_reference)
    figure = _said(words.figure_label, words.roman), _said(words.figure_reference, words.roman)
    return {
        **series.paragraphs.targets(paragraph, paragraph, named),
        **series.tables.targets(_said(words.table_label), _said(words.table_reference), named),
        **series.figures.targets(*figure, named),
    }


def _said(pattern: str, form: Callable[[int], object] = int) -> Worded:
    return lambda number: pattern.format(number=form(number))


def _count_table(paper: str, made: MadeBlock, tables: _Series, figures: _Series) -> None:
    """A table, or what stands in its place, or its picture; a picture is drawn where there is
    enough to draw.
    """
    if isinstance(made.block, Table):
        tables.add(made.block.id)
    elif isinstance(made.block, Paragraph) and made.block.drawing:
        figures.add(made.block.id)
        return
    if made.is_unsure:
        tables.doubt(made.block.id)
    picture = made.plan.picture
    if picture and picture.is_in(paper):
        figures.doubt(made.block.id)


def _named(blocks: Sequence[Block]) -> frozenset[str]:
    """What needs its number in words: tables and figures, and whatever a reference names."""
    named = {b.id for b in blocks if isinstance(b, Table) or b.drawing}
    for block in blocks:
        named |= {span.name for span in _all_spans(block)}
    return frozenset(named)


def _all_spans(block: Block) -> Iterator[Span]:
    """Every span of a block: of a table its title, heads and cells; notes last."""
    if isinstance(block, Paragraph):
        yield from block.spans
    else:
        cells = chain.from_iterable(row.cells for row in block.rows)
        yield from chain(block.title, *block.columns, *cells)
    yield from chain.from_iterable(note.spans for note in block.notes)


def _is_open(span: Span) -> bool:
    return span.kind == "reference" and not span.text


def _resolved(writer: Writer, block: Block, targets: Targets) -> Block:
    after = [block.after]
    if isinstance(block, Table) and not block.label:
        label = targets[block.id].label
        after.append(label.after)
        block = block._replace(label=label.spans(block.id))
    if found := {span.name for span in _all_spans(block) if _is_open(span)}:
        if missing := sorted(found - targets.keys()):
            error = ValueError(f"refers to {missing[0]}, which is not printed")
            raise refusal(f"{writer.paper.name} › {block.id}", error)
        after += [targets[name].label.after for name in sorted(found)]
        block = _written(block, targets)
    return block._replace(after=tuple(name for name in together(after) if name != block.id))


def _written(block: Block, targets: Targets) -> Block:
    """The block with its open references in words."""

    def words(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(_in_words(span, block.id, targets) for span in spans)

    notes = tuple(Note(note.id, words(note.spans)) for note in block.notes)
    if isinstance(block, Paragraph):
        return block._replace(spans=words(block.spans), notes=notes)
    rows = tuple(row._replace(cells=tuple(map(words, row.cells))) for row in block.rows)
    columns = tuple(map(words, block.columns))
    return block._replace(title=words(block.title), columns=columns, rows=rows, notes=notes)


def _in_words(span: Span, block_id: str, targets: Targets) -> Span:
    """A reference in words; a caption calls itself by its label."""
    if not _is_open(span):
        return span
    target = targets[span.name]
    words = target.label.in_text
    if target.block_id == block_id:
        words = target.label.words
    return span._replace(text=words, name=target.block_id)


class _Subheading(NamedTuple):
    """A subheading: where it stands, whether anything stands under it, and what that hangs on
    (nothing: always).
    """

    position: int
    level: int
    has_text: bool
    hangs_on: tuple[str, ...]


def with_headings(made: Sequence[MadeBlock]) -> tuple[list[Block], list[Absent]]:
    """The printed blocks of a chapter and the absent ones; a subheading hangs on what keeps it
    there.
    """
    decided = {}
    for siblings in _siblings(_subheadings(made)):
        for own in siblings:
            others = [other for other in siblings if other is not own]
            decided[own.position] = _decided(own, others)
    blocks: list[Block] = []
    absent: list[Absent] = []
    for position, (_, block) in enumerate(made):
        shown = block
        if position in decided:
            shown = _as_decided(block, *decided[position])
        if isinstance(shown, Absent):
            absent.append(shown)
        else:
            blocks.append(shown)
    return blocks, absent


def _as_decided(block: Block | Absent, is_kept: bool, looked: tuple[str, ...]) -> Block | Absent:
    """A subheading that stays, or its place."""
    if is_kept:
        return _with_sources(block, looked)
    return Absent(block.id, looked)


def what_it_hangs_on(beneath: Sequence[MadeBlock]) -> tuple[str, ...]:
    """What a heading hangs on: nothing where something under it is always printed."""
    if any(not under.plan.is_conditional for under in beneath):
        return ()
    return together(under.hangs_on for under in beneath)


def _with_sources(block: Block | Absent, looked: tuple[str, ...]) -> Block:
    assert isinstance(block, Paragraph)
    return block._replace(looked=together((block.looked, looked)))


def _subheadings(made: Sequence[MadeBlock]) -> list[_Subheading]:
    found = []
    for position, heading in enumerate(made):
        level = heading.plan.heading
        if level:
            beneath = list(_beneath(made[position + 1 :], level))
            has_text = heading.is_printed and any(under.is_printed for under in beneath)
            hangs_on = together((heading.hangs_on, what_it_hangs_on(beneath)))
            found.append(_Subheading(position, level, has_text, hangs_on))
    return found


def _beneath(after: Sequence[MadeBlock], level: int) -> Iterator[MadeBlock]:
    """The blocks under a heading, headings left out, up to the next of its level or above."""
    for under in after:
        if 0 < under.plan.heading <= level:
            return
        if not under.plan.heading:
            yield under


def _siblings(subheadings: Sequence[_Subheading]) -> list[list[_Subheading]]:
    """Subheadings of one level under one heading, together."""
    open_at: dict[int, list[_Subheading]] = {}
    groups = []
    for own in subheadings:
        open_at = {level: group for level, group in open_at.items() if level <= own.level}
        if own.level not in open_at:
            open_at[own.level] = []
            groups.append(open_at[own.level])
        open_at[own.level].append(own)
    return groups


def _decided(own: _Subheading, others: Sequence[_Subheading]) -> tuple[bool, tuple[str, ...]]:
    """Whether a subheading stays, and what decides it: its text, and that of others where one may
    be left alone.
    """
    has_company = any(other.has_text for other in others)
    is_never_alone = any(not other.hangs_on for other in others if other.has_text)
    of_others = () if is_never_alone else together(other.hangs_on for other in others)
    return own.has_text and has_company, together((own.hangs_on, of_others))
