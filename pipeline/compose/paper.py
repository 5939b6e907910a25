"""A paper in words: its blocks in order, each with its spans and what was looked at for it.

In: a paper's plan and words, public facts. Out: Composed. A block that prints nothing is kept as absent, so that a
row it passed over still has a place.
"""

from typing import Any, NamedTuple

from pipeline.compose.structure import BlockPlan, Chapter, Paper, Part, Section
from pipeline.compose.views import Figures, LawView, RecordView, ReferenceView, Seen, SettingsView, form_of
from pipeline.compose.wording import Wording
from pipeline.compose.words import Words
from pipeline.model.block import Absent, Block, Composed, Note, Paragraph, Span, Table, TableRow
from pipeline.model.finding import TEMPLATE, Refused
from pipeline.model.public import PublicFacts, PublicRecord

_GAP = Span(" ")
_ELSE = {"two": "many", "at_least_one": "at_least"}


class _Writer(NamedTuple):
    """What every part is written with."""

    paper: Paper
    facts: PublicFacts
    wording: Wording
    words: Words

    def context(self, seen: Seen, record: PublicRecord | None = None) -> dict[str, Any]:
        """The names a wording may use."""
        names: dict[str, Any] = {
            "f": Figures(self.facts, seen),
            "s": SettingsView(self.facts, seen),
            "law": LawView(self.words.law),
            "ref": ReferenceView(),
        }
        return {**names, "item": RecordView(record, seen)} if record else names


def compose(paper: Paper, facts: PublicFacts, wording: Wording, words: Words) -> Composed:
    """The paper in words, tables numbered through and references to them resolved.

    Refused (exit 4) where a wording cannot be rendered with these facts.
    """
    writer = _Writer(paper, facts, wording, words)
    blocks: list[Block] = []
    absent: list[Absent] = []
    for chapter in paper.plan.chapters:
        made, missing = _chapter(writer, chapter)
        blocks += made
        absent += missing
    masthead = tuple(_masthead(writer, key) for key in paper.plan.masthead)
    return Composed(paper.name, _numbered(writer, blocks), tuple(absent), masthead)


def _masthead(writer: _Writer, key: str) -> Paragraph:
    seen = Seen()
    spans = _render(writer, f"{writer.paper.name} › {key}", str(writer.paper.words[key]), seen)
    return Paragraph(f"masthead-{key}", "masthead", spans, tuple(seen.names))


def _chapter(writer: _Writer, chapter: Chapter) -> tuple[list[Block], list[Absent]]:
    blocks: list[Block] = []
    absent: list[Absent] = []
    plans: list[BlockPlan] = []
    for name in chapter.sections:
        section = writer.paper.sections[name]
        for plan in section.plan.blocks:
            if plan.only and writer.paper.name not in plan.only:
                continue
            if plan.heading > writer.paper.plan.depth:
                continue
            plans.append(plan)
            made = _block(writer, section, plan)
            if isinstance(made, Absent):
                absent.append(made)
            else:
                blocks.append(made)
    blocks = _without_empty_headings(blocks, absent, {plan.id: plan for plan in plans})
    if not blocks:
        return [], absent
    place, text = f"{writer.paper.name} › {chapter.heading}", str(writer.paper.words[chapter.heading])
    heading = Paragraph(f"heading-{chapter.heading}", "heading-1", _render(writer, place, text, Seen()))
    return [_heading_sources(heading, plans, [*blocks, *absent]), *blocks], absent


def _heading_sources(heading: Paragraph, plans: list[BlockPlan], blocks: list[Any]) -> Paragraph:
    """The heading; where all that stands under it may go, it stands on what they stand on."""
    if any(not plan.is_conditional for plan in plans if not plan.heading):
        return heading
    ids = {plan.id for plan in plans}
    looked = dict.fromkeys(name for block in blocks if block.id in ids for name in block.looked)
    return heading._replace(looked=tuple(looked))


def _without_empty_headings(blocks: list[Block], absent: list[Absent], plans: dict[str, BlockPlan]) -> list[Block]:
    """The blocks without subheadings under which nothing stands; those are absent with what was looked at."""
    kept: list[Block] = []
    for position, block in enumerate(blocks):
        if not plans[block.id].heading:
            kept.append(block)
            continue
        under = []
        for later in blocks[position + 1 :]:
            if plans[later.id].heading:
                break
            under.append(later)
        order = list(plans)
        start = order.index(block.id) + 1
        end = next((n for n in range(start, len(order)) if plans[order[n]].heading), len(order))
        beneath = [plans[name] for name in order[start:end]]
        of_section = [b for b in (*under, *absent) if b.id in order[start:end]]
        assert isinstance(block, Paragraph)
        sourced = _heading_sources(block, beneath, of_section) if beneath else block
        if under:
            kept.append(sourced)
        else:
            absent.append(Absent(block.id, sourced.looked))
    return kept


def _block(writer: _Writer, section: Section, plan: BlockPlan) -> Block | Absent:
    seen = Seen()
    if plan.when and not _holds(writer, section, plan.when, seen):
        return Absent(plan.id, tuple(seen.names))
    if plan.table:
        return _table(writer, section, plan, seen)
    spans: list[Span] = []
    for part in plan.all_parts():
        for sentence in _part(writer, section, part, seen):
            spans += [_GAP, *sentence] if spans else sentence
    if not spans:
        return Absent(plan.id, tuple(seen.names))
    style = f"heading-{plan.heading}" if plan.heading else plan.style
    return _with_notes(Paragraph(plan.id, style, tuple(spans), tuple(seen.names)))


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


def _holds(writer: _Writer, section: Section, when: str, seen: Seen) -> bool:
    try:
        return writer.wording.holds(when, writer.context(seen))
    except (TypeError, ValueError, AttributeError) as error:
        raise _refusal(f"{section.name} › {when}", error) from error


def _part(writer: _Writer, section: Section, part: Part, seen: Seen) -> list[list[Span]]:
    if part.when and not _holds(writer, section, part.when, seen):
        return []
    words = section.words[part.key]
    if part.each:
        sentences = []
        for record in writer.facts.lists.get(part.each, ()):
            seen.add(f"{record.table}/{record.id}.")
            text = _chosen(section, part, words, record.form)
            sentences.append(list(_render(writer, f"{section.name} › {part.key}", text, seen, record)))
        return sentences
    form = ""
    if part.form:
        for name in part.form:
            seen.add(name)
        form = form_of(tuple(writer.facts.figures[name] for name in part.form))
    text = _chosen(section, part, words, form)
    spans = _render(writer, f"{section.name} › {part.key}", text, seen)
    return [list(spans)] if spans else []


def _chosen(section: Section, part: Part, words: str | dict[str, str], form: str) -> str:
    if isinstance(words, str):
        return words
    for key in (form, _ELSE.get(form, form)):
        if key in words:
            return words[key]
    raise Refused(
        TEMPLATE,
        f"templates/text/{section.name}: {part.key} has no words for the form {form}.",
        "Add that form to the words of the section.",
    )


def _render(writer: _Writer, place: str, text: str, seen: Seen, record: PublicRecord | None = None) -> tuple[Span, ...]:
    try:
        return writer.wording.spans(text, writer.context(seen, record))
    except (TypeError, ValueError, AttributeError, LookupError) as error:
        raise _refusal(place, error) from error


def _refusal(place: str, error: Exception) -> Refused:
    return Refused(TEMPLATE, f"templates/text/{place}: {error}.", "Mend that wording.")


def _table(writer: _Writer, section: Section, plan: BlockPlan, seen: Seen) -> Block:
    assert plan.table is not None
    words = section.words[plan.id]
    assert isinstance(words, dict)

    def cell(key: str, record: PublicRecord | None = None) -> tuple[Span, ...]:
        return _render(writer, f"{section.name} › {plan.id}.{key}", words[key], seen, record)

    records = writer.facts.lists.get(plan.table.each, ())
    if not records:
        return Paragraph(plan.id, "paragraph", cell("empty"), tuple(seen.names))
    rows = []
    for record in records:
        seen.add(f"{record.table}/{record.id}.")
        keys = [f"cell_{column.id}" for column in plan.table.columns]
        if record.form == "withheld":
            cells = (cell("withheld"), *((),) * (len(keys) - 1))
        else:
            cells = tuple(cell(key, record) for key in keys)
        rows.append(TableRow(f"{plan.id}-{record.id}", cells, (f"{record.table}/{record.id}.",)))
    heads = tuple(cell(f"head_{column.id}") for column in plan.table.columns)
    widths = tuple(column.width for column in plan.table.columns)
    return Table(plan.id, (), cell("title"), heads, widths, tuple(rows), tuple(seen.names))


def _numbered(writer: _Writer, blocks: list[Block]) -> tuple[Block, ...]:
    """The blocks with tables numbered through, and references to them in words."""
    numbers: dict[str, int] = {}
    for block in blocks:
        if isinstance(block, Table):
            numbers[block.id] = len(numbers) + 1
    return tuple(_resolved(writer, block, numbers) for block in blocks)


def _resolved(writer: _Writer, block: Block, numbers: dict[str, int]) -> Block:
    if isinstance(block, Table):
        label = writer.words.table_label.format(number=numbers[block.id])
        return block._replace(label=(Span(label, "reference", block.id),))
    if not any(span.kind == "reference" for span in block.spans):
        return block
    spans = []
    for span in block.spans:
        if span.kind == "reference":
            if span.name not in numbers:
                error = ValueError(f"refers to {span.name}, which is not printed")
                raise _refusal(f"{writer.paper.name} › {block.id}", error)
            span = span._replace(text=writer.words.table_reference.format(number=numbers[span.name]))  # noqa: PLW2901
        spans.append(span)
    return block._replace(spans=tuple(spans))
