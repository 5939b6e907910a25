"""A block with the plan it was made by: a paragraph, one for each record of a list, or a table with
its picture.

In: a writer, a section, a plan. Out: blocks, or what was looked at where nothing is printed. It
numbers nothing.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from pipeline.compose.section_plans import BlockPlan, Part
from pipeline.compose.table_blocks import make_picture, make_table, own_id
from pipeline.compose.text_folder import Section
from pipeline.compose.wording_views import Seen, form_of
from pipeline.compose.writer import Writer, chosen, form_of_record
from pipeline.model.block import Absent, Block, Note, Paragraph, Span, Table
from pipeline.model.public import PublicRecord

_GAP = Span(" ")


class MadeBlock(NamedTuple):
    """A block as made, printed or absent, with the plan that it was made by."""

    plan: BlockPlan
    block: Block | Absent

    @property
    def is_printed(self) -> bool:
        """Whether it stands in the paper."""
        return not isinstance(self.block, Absent)

    @property
    def hangs_on(self) -> tuple[str, ...]:
        """What decides whether it is printed; nothing where it always is."""
        return looked_at(self.block) if self.plan.is_conditional else ()

    @property
    def is_unsure(self) -> bool:
        """Whether other inputs may leave it out, or put a sentence in the place of a table."""
        if self.plan.is_conditional:
            return True
        table = self.plan.table
        return table is not None and all(row.when for row in table.rows)


def make_blocks(writer: Writer, section: Section, plan: BlockPlan) -> Iterator[MadeBlock]:
    """The block of a plan, or one a record of its list: none for an empty list; absent where it
    prints nothing.
    """
    return _blocks(writer, section, plan, Seen(), None)


def _blocks(
    writer: Writer, section: Section, plan: BlockPlan, above: Seen, record: PublicRecord | None
) -> Iterator[MadeBlock]:
    """The same within a block of blocks: `record` is the one it tells of, `above` what was looked
    at for it.
    """
    if not plan.is_in(writer.paper.name) or plan.heading > writer.paper.plan.depth:
        return
    seen = Seen(above.names)
    if not writer.holds(section, plan.when, seen, record):
        yield MadeBlock(plan, Absent(own_id(plan, record), tuple(seen.names)))
        return
    told: tuple[PublicRecord | None, ...] = (record,)
    if plan.each:
        told = writer.records(plan.each, record)
    for one in told:
        looked = Seen(seen.names)
        if one:
            looked.look_at(one)
        yield from _of_one(writer, section, plan, looked, one)


def _of_one(
    writer: Writer, section: Section, plan: BlockPlan, looked: Seen, record: PublicRecord | None
) -> Iterator[MadeBlock]:
    """The block of a plan for one record, or the blocks within it."""
    for inner in plan.blocks:
        yield from _blocks(writer, section, inner, looked, record)
    if not plan.blocks:
        for block in _with_picture(writer, section, plan, looked, record):
            yield MadeBlock(plan, block)


def _with_picture(
    writer: Writer, section: Section, plan: BlockPlan, seen: Seen, record: PublicRecord | None
) -> Iterator[Block | Absent]:
    """A block, and behind it the picture of a table that has one."""
    block = _block(writer, section, plan, seen, record)
    yield block
    if isinstance(block, Table) and plan.has_picture(writer.paper.name, section.words[plan.id]):
        picture = make_picture(writer, section, plan, block)
        if picture:
            yield picture


def _block(
    writer: Writer, section: Section, plan: BlockPlan, seen: Seen, record: PublicRecord | None
) -> Block | Absent:
    block_id = own_id(plan, record)
    if plan.table:
        return make_table(writer, section, plan, seen, record)
    spans: list[Span] = []
    for part in plan.all_parts():
        for name, sentence in _part(writer, section, part, seen, record):
            spans = _behind(spans, part, name, sentence)
    if not spans:
        return Absent(block_id, tuple(seen.names))
    style = f"heading-{plan.heading}" if plan.heading else plan.style
    return _with_notes(Paragraph(block_id, style, tuple(spans), tuple(seen.names)))


def _behind(spans: list[Span], part: Part, name: str, sentence: list[Span]) -> list[Span]:
    """The spans with a sentence behind them, or in a note at their end."""
    if not spans:
        return sentence
    if part.note:
        return _noted(spans, name, sentence)
    return [*spans, _GAP, *sentence]


def _noted(spans: list[Span], name: str, sentence: list[Span]) -> list[Span]:
    """The spans with a sentence in a note at their end: in the one there, as marks side by side
    read as one number.
    """
    *before, last = spans
    if last.kind == "note":
        return [*before, last._replace(inner=(*last.inner, _GAP, *sentence))]
    return [*spans, Span("", "note", name, inner=tuple(sentence))]


def _with_notes(paragraph: Paragraph) -> Paragraph:
    """The paragraph with its notes apart: the span of a note keeps its place and carries its id."""
    spans: list[Span] = []
    notes: list[Note] = []
    for span in paragraph.spans:
        if span.kind == "note" and span.inner:
            note = Note(f"{paragraph.id}-note-{span.name}", span.inner)
            notes.append(note)
            spans.append(Span("", "note", note.id))
        else:
            spans.append(span)
    return paragraph._replace(spans=tuple(spans), notes=tuple(notes))


def _part(
    writer: Writer, section: Section, part: Part, seen: Seen, record: PublicRecord | None
) -> Iterator[tuple[str, list[Span]]]:
    """The sentences of a part, each with a name: one, one a record of its list, or none; `record`
    is the block's.
    """
    if not writer.holds(section, part.when, seen, record):
        return
    words, place = section.words[part.key], f"{section.name} › {part.key}"
    if not part.each:
        form = _form(writer, part, words, seen, record)
        if spans := writer.render(place, chosen(section, part, words, form), seen, record):
            yield part.id, list(spans)
        return
    for item in writer.records(part.each, record):
        seen.look_at(item)
        seen.look_at_form(item, words)
        spans = writer.render(place, chosen(section, part, words, item.form), seen, item)
        yield f"{part.id}-{item.id}", list(spans)


def _form(
    writer: Writer, part: Part, words: object, seen: Seen, record: PublicRecord | None
) -> str:
    """The form of a part: by its figures, else by the record of its block; what chose it is looked
    at.
    """
    if not part.form:
        if record:
            seen.look_at_form(record, words)
        return form_of_record(record)
    names = tuple(writer.figure(name, record) for name in part.form)
    for name in names:
        seen.add(name)
    return form_of(tuple(writer.facts.figures[name] for name in names))


def looked_at(block: Block | Absent) -> tuple[str, ...]:
    """All that was looked at for a block, for the rows of a table too."""
    if isinstance(block, Table):
        return together((block.looked, *(row.looked for row in block.rows)))
    return together((block.looked,))


def together(looked: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Names of several, once each, in order."""
    return tuple(dict.fromkeys(chain.from_iterable(looked)))
