"""Headings, and the numbers of paragraphs, tables, figures and annexes with the references to them.

In: blocks as made, those absent among them. Out: blocks with headings where something stands under
them, labels, and references in words. A number hangs on every block before it that may be missing.
UN Editorial Manual, Headings: a level has two headings or none.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.compose.blocks import MadeBlock, together
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

    def targets(
        self, above: Worded, in_text: Worded, names: frozenset[str]
    ) -> Iterator[tuple[str, _Target]]:
        """Those of the names that have a number, each with its label."""
        for name, (number, n_unsure) in self._names.items():
            if name in names:
                yield (
                    name,
                    _Target(
                        name,
                        NumberLabel(above(number), in_text(number), tuple(self._unsure[:n_unsure])),
                    ),
                )


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
    tables, figures, paragraphs = _Series(), _Series(), _Series(first_paragraph)
    for one in made:
        if one.plan.table and not one.plan.table.fields:
            _count_table(writer.paper.name, one, tables, figures)
        if one.block.id in numbered:
            paragraphs.add(one.block.id)
        if one.is_unsure:
            paragraphs.doubt(one.block.id)
    words, named = writer.words, _named(blocks)
    targets = {
        **{
            key.removeprefix(_HEADING): _Target(label.id(key), label)
            for key, label in annexes.items()
        },
        **dict(
            paragraphs.targets(
                _said(words.paragraph_reference), _said(words.paragraph_reference), named
            )
        ),
        **dict(tables.targets(_said(words.table_label), _said(words.table_reference), named)),
        **dict(
            figures.targets(
                _said(words.figure_label, words.roman),
                _said(words.figure_reference, words.roman),
                named,
            )
        ),
    }
    return tuple(_resolved(writer, block, targets) for block in blocks)


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
    picture = made.plan.table.picture if made.plan.table else None
    if picture and (not picture.only or paper in picture.only):
        figures.doubt(made.block.id)


def _named(blocks: Sequence[Block]) -> frozenset[str]:
    """What needs its number in words: tables and figures, and whatever a reference names."""
    labelled = {b.id for b in blocks if isinstance(b, Table) or b.drawing}
    return frozenset(
        labelled | {span.name for block in blocks for spans in _all_spans(block) for span in spans}
    )


def _all_spans(block: Block) -> Iterator[tuple[Span, ...]]:
    if isinstance(block, Table):
        yield from (
            block.title,
            *block.columns,
            *(cell for row in block.rows for cell in row.cells),
        )
    else:
        yield block.spans
    yield from (note.spans for note in block.notes)


def _is_open(span: Span) -> bool:
    return span.kind == "reference" and not span.text


def _resolved(writer: Writer, block: Block, targets: Targets) -> Block:
    after = [block.after]
    if isinstance(block, Table) and not block.label:
        label = targets[block.id].label
        after.append(label.after)
        block = block._replace(label=label.spans(block.id))
    if any(_is_open(span) for spans in _all_spans(block) for span in spans):
        found = {span.name for spans in _all_spans(block) for span in spans if _is_open(span)}
        if missing := sorted(found - targets.keys()):
            error = ValueError(f"refers to {missing[0]}, which is not printed")
            raise refusal(f"{writer.paper.name} › {block.id}", error)
        after += [targets[name].label.after for name in sorted(found)]
        block = _written(block, targets)
    return block._replace(after=tuple(name for name in together(after) if name != block.id))


def _written(block: Block, targets: Targets) -> Block:
    def words(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(
            _in_words(span, block.id, targets[span.name]) if _is_open(span) else span
            for span in spans
        )

    notes = tuple(Note(note.id, words(note.spans)) for note in block.notes)
    if isinstance(block, Paragraph):
        return block._replace(spans=words(block.spans), notes=notes)
    rows = tuple(row._replace(cells=tuple(map(words, row.cells))) for row in block.rows)
    columns = tuple(map(words, block.columns))
    return block._replace(title=words(block.title), columns=columns, rows=rows, notes=notes)


def _in_words(span: Span, block_id: str, target: _Target) -> Span:
    """A reference in words; a caption calls itself by its label."""
    label = target.label
    is_own = target.block_id == block_id
    return span._replace(text=label.words if is_own else label.in_text, name=target.block_id)


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
    decided = {
        own.position: _decided(own, others)
        for siblings in _siblings(_subheadings(made))
        for own in siblings
        for others in [[other for other in siblings if other is not own]]
    }
    blocks: list[Block] = []
    absent: list[Absent] = []
    for position, (_, block) in enumerate(made):
        if position in decided:
            is_kept, looked = decided[position]
            block = _with_sources(block, looked) if is_kept else Absent(block.id, looked)  # noqa: PLW2901
        if isinstance(block, Absent):
            absent.append(block)
        else:
            blocks.append(block)
    return blocks, absent


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
            after = range(position + 1, len(made))
            end = next((n for n in after if 0 < made[n].plan.heading <= level), len(made))
            beneath = [under for under in made[position + 1 : end] if not under.plan.heading]
            has_text = heading.is_printed and any(under.is_printed for under in beneath)
            hangs_on = together((heading.hangs_on, what_it_hangs_on(beneath)))
            found.append(_Subheading(position, level, has_text, hangs_on))
    return found


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
