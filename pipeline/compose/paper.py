"""A paper in words: its blocks in order, each with its spans and what was looked at for it.

In: a paper's plan and words, public facts. Out: Composed. A block that prints nothing is kept as absent, so that a
row it passed over still has a place.
"""

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.compose.letters import lettered
from pipeline.compose.pictures import make_picture
from pipeline.compose.plans import BlockPlan, Part
from pipeline.compose.structure import Paper, PaperChapter, Section
from pipeline.compose.tables import make_table
from pipeline.compose.views import Seen, form_of
from pipeline.compose.wording import Wording
from pipeline.compose.words import Words
from pipeline.compose.writer import Writer, chosen, refusal
from pipeline.model.block import Absent, Block, Composed, Note, Paragraph, Span, Table
from pipeline.model.public import PublicFacts, PublicRecord

_GAP = Span(" ")


class _Made(NamedTuple):
    """A block as made, printed or absent, with the plan that it was made by."""

    plan: BlockPlan
    block: Block | Absent


def compose(paper: Paper, facts: PublicFacts, wording: Wording, words: Words, first_paragraph: int = 1) -> Composed:
    """The paper in words, annexes and tables numbered through, references to tables and paragraphs resolved.

    Refused (exit 4) where a wording cannot be rendered with these facts.
    """
    writer = Writer(paper, facts, wording, words)
    blocks: list[Block] = []
    absent: list[Absent] = []
    for chapter in paper.chapters:
        made, missing = _chapter(writer, chapter)
        blocks += made
        absent += missing
    annexed, missing = _annexes(writer)
    masthead = tuple(_masthead(writer, key) for key in paper.plan.masthead)
    numbered = _numbered(writer, [*blocks, *annexed], first_paragraph)
    return Composed(paper.name, numbered, (*absent, *missing), masthead, len(annexed))


def _masthead(writer: Writer, key: str) -> Paragraph:
    seen = Seen()
    spans = writer.render(f"{writer.paper.name} › {key}", str(writer.paper.words[key]), seen)
    return Paragraph(f"masthead-{key}", "masthead", spans, tuple(seen.names))


def _annexes(writer: Writer) -> tuple[list[Block], list[Absent]]:
    """The annexes with something in them, each under its label; nothing in them is numbered by Word."""
    full: list[list[Block]] = []
    absent: list[Absent] = []
    looked: dict[str, None] = {}
    for annex in writer.paper.annexes:
        made, missing = _chapter(writer, annex)
        absent += missing
        full += [made] if made else []
        # whether there is one annex, or several, hangs on what any of them holds
        looked |= dict.fromkeys(name for block in made[:1] or missing for name in block.looked)
    blocks: list[Block] = []
    for number, made in enumerate(full, start=1):
        heading, *rest = made
        label = Span(writer.words.annex(number, len(full)), "reference", heading.id)
        blocks.append(Paragraph(f"label-{heading.id}", "heading-annex", (label,), tuple(looked)))
        blocks += lettered([_in_annex(block) for block in (heading, *rest)])
    return blocks, absent


def _in_annex(block: Block) -> Block:
    styles = {
        "heading-1": "heading-annex-title",
        "heading-2": "heading-annex-part",
        "paragraph": "unnumbered",
    }
    return block._replace(style=styles.get(block.style, block.style)) if isinstance(block, Paragraph) else block


def _chapter(writer: Writer, chapter: PaperChapter) -> tuple[list[Block], list[Absent]]:
    made = list(_all_made(writer, chapter))
    blocks, absent = _without_empty_headings(made)
    if not blocks:
        return [], absent
    place, text = f"{writer.paper.name} › {chapter.heading}", str(writer.paper.words[chapter.heading])
    heading = Paragraph(f"heading-{chapter.heading}", "heading-1", writer.render(place, text, Seen()))
    return [_heading_sources(heading, made), *blocks], absent


def _all_made(writer: Writer, chapter: PaperChapter) -> Iterator[_Made]:
    for section in chapter.sections:
        for plan in section.plan.blocks:
            is_elsewhere = bool(plan.only) and writer.paper.name not in plan.only
            if not is_elsewhere and plan.heading <= writer.paper.plan.depth:
                yield from (_Made(plan, block) for block in _blocks(writer, section, plan))


def _heading_sources(heading: Paragraph, beneath: list[_Made]) -> Paragraph:
    """The heading; where all that stands under it may go, it stands on what they stand on."""
    under = [made for made in beneath if not made.plan.heading]
    if any(not made.plan.is_conditional for made in under):
        return heading
    return heading._replace(looked=tuple(dict.fromkeys(name for made in under for name in made.block.looked)))


def _without_empty_headings(made: list[_Made]) -> tuple[list[Block], list[Absent]]:
    """The blocks without subheadings under which nothing stands; those are absent with what was looked at."""
    kept: list[Block] = []
    absent: list[Absent] = []
    for position, (plan, block) in enumerate(made):
        if isinstance(block, Absent):
            absent.append(block)
        elif not plan.heading:
            kept.append(block)
        else:
            end = next((n for n in range(position + 1, len(made)) if made[n].plan.heading), len(made))
            beneath = made[position + 1 : end]
            assert isinstance(block, Paragraph)
            heading = _heading_sources(block, beneath) if beneath else block
            if any(not isinstance(under.block, Absent) for under in beneath):
                kept.append(heading)
            else:
                absent.append(Absent(heading.id, heading.looked))
    return kept, absent


def _blocks(writer: Writer, section: Section, plan: BlockPlan) -> list[Block | Absent]:
    """The block of a plan, or one a record of its list: none for an empty list; absent where it prints nothing."""
    seen = Seen()
    if not writer.holds(section, plan.when, seen):
        return [Absent(plan.id, tuple(seen.names))]
    if not plan.each:
        block = _block(writer, section, plan, seen, None)
        if isinstance(block, Table) and plan.has_picture(writer.paper.name, section.words[plan.id]):
            picture = make_picture(writer, section, plan, block)
            return [block, picture] if picture else [block]
        return [block]
    records = writer.facts.lists.get(plan.each, ())
    return [_block(writer, section, plan, Seen(seen.names), record) for record in records]


def _block(
    writer: Writer, section: Section, plan: BlockPlan, seen: Seen, record: PublicRecord | None
) -> Block | Absent:
    block_id = f"{plan.id}-{record.id}" if record else plan.id
    if record:
        seen.add(f"{record.table}/{record.id}.")
    if plan.table:
        return make_table(writer, section, plan, seen)
    spans: list[Span] = []
    for part in plan.all_parts():
        for name, sentence in _part(writer, section, part, seen, record):
            if part.note and spans:
                spans = _noted(spans, name, sentence)
            else:
                spans += [_GAP, *sentence] if spans else sentence
    if not spans:
        return Absent(block_id, tuple(seen.names))
    style = f"heading-{plan.heading}" if plan.heading else plan.style
    return _with_notes(Paragraph(block_id, style, tuple(spans), tuple(seen.names)))


def _noted(spans: list[Span], name: str, sentence: list[Span]) -> list[Span]:
    """The spans with a sentence in a note at their end: in the one there, as marks side by side read as one number."""
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
    """The sentences of a part, each with a name: one, one a record of its list, or none; `record` is the block's."""
    if not writer.holds(section, part.when, seen, record):
        return
    words, place = section.words[part.key], f"{section.name} › {part.key}"
    if part.each:
        for item in writer.facts.lists.get(part.each, ()):
            seen.add(f"{item.table}/{item.id}.")
            spans = writer.render(place, chosen(section, part, words, item.form), seen, item)
            yield f"{part.id}-{item.id}", list(spans)
        return
    form = record.form if record else ""
    if part.form:
        for name in part.form:
            seen.add(name)
        form = form_of(tuple(writer.facts.figures[name] for name in part.form))
    if spans := writer.render(place, chosen(section, part, words, form), seen, record):
        yield part.id, list(spans)


def _numbered(writer: Writer, blocks: list[Block], first_paragraph: int) -> tuple[Block, ...]:
    """The blocks with tables numbered through, and references to tables and paragraphs in words."""
    tables = [block.id for block in blocks if isinstance(block, Table)]
    figures = [block.id for block in blocks if isinstance(block, Paragraph) and block.drawing]
    paragraphs = [block.id for block in blocks if isinstance(block, Paragraph) and block.style == "paragraph"]
    words = writer.words
    labels = {name: words.table_label.format(number=number) for number, name in enumerate(tables, start=1)}
    references = {
        **{name: words.paragraph_reference.format(number=n) for n, name in enumerate(paragraphs, first_paragraph)},
        **{name: words.table_reference.format(number=n) for n, name in enumerate(tables, start=1)},
        **{name: words.figure(n) for n, name in enumerate(figures, start=1)},
    }
    return tuple(_resolved(writer, block, labels, references) for block in blocks)


def _resolved(writer: Writer, block: Block, labels: dict[str, str], references: dict[str, str]) -> Block:
    if isinstance(block, Table):
        return block._replace(label=(Span(labels[block.id], "reference", block.id),))
    if not any(span.kind == "reference" and not span.text for span in block.spans):
        return block
    spans = []
    for span in block.spans:
        if span.kind == "reference" and not span.text:
            if span.name not in references:
                error = ValueError(f"refers to {span.name}, which is not printed")
                raise refusal(f"{writer.paper.name} › {block.id}", error)
            span = span._replace(text=references[span.name])  # noqa: PLW2901
        spans.append(span)
    return block._replace(spans=tuple(spans))
