"""Tables of a paper, their notes in letters, and their pictures.

A table goes over a list of records, over figures with a row each, or over the fields of one record.

In: the plan and words of a table, public facts. Out: the table, the sentence that stands for an
empty one, or what was looked at where an optional one has nothing to list; the caption of a picture
with its drawing. A figure that is not exact has no bar, and the picture says so. UN Editorial
Manual, Footnotes: letters in annexes and tables; more than 26 go on with aa.
"""

from collections.abc import Iterator
from datetime import date
from itertools import count
from string import ascii_lowercase

from pipeline.compose.section_plans import BlockPlan, Part, PicturePlan, TablePlan
from pipeline.compose.text_folder import Section
from pipeline.compose.wording_views import Seen
from pipeline.compose.writer import Writer, chosen, form_of_record
from pipeline.model.block import (
    Absent,
    Bar,
    Block,
    Drawing,
    Note,
    Paragraph,
    Span,
    Table,
    TableRow,
    text_of,
)
from pipeline.model.public import PublicRecord

_N_LETTERS = len(ascii_lowercase)
Cells = tuple[tuple[Span, ...], ...]
_LEAST = 2
_DAYS = 365.25


def letters() -> Iterator[str]:
    """a to z, aa to zz, and so on."""
    for number in count():
        times, position = divmod(number, _N_LETTERS)
        yield ascii_lowercase[position] * (times + 1)


def lettered(blocks: list[Block]) -> list[Block]:
    """The blocks with the notes of their paragraphs in letters; those of tables have their own."""
    free = letters()
    return [
        _lettered(block, free) if isinstance(block, Paragraph) and block.notes else block
        for block in blocks
    ]


def _lettered(block: Paragraph, free: Iterator[str]) -> Paragraph:
    marks = {note.id: next(free) for note in block.notes}
    spans = tuple(
        span._replace(text=marks[span.name]) if span.kind == "note" and span.name in marks else span
        for span in block.spans
    )
    notes = tuple(
        note._replace(spans=(Span(marks[note.id], "note", note.id), *note.spans))
        for note in block.notes
    )
    return block._replace(spans=spans, notes=notes)


def make_table(
    writer: Writer,
    section: Section,
    plan: BlockPlan,
    seen: Seen,
    record: PublicRecord | None = None,
) -> Block | Absent:
    """The table of a block, or of a record of its list. Refused (exit 4) where a wording cannot be
    rendered.
    """
    assert plan.table is not None
    maker = _Maker(writer, section, plan, seen, record)
    if rows := tuple(maker.rows()):
        return _table(maker, plan.table, rows, seen, record)
    if plan.table.is_optional:
        return Absent(maker.id, tuple(seen.names))
    return Paragraph(maker.id, "paragraph", maker.cell("empty"), tuple(seen.names))


def _table(
    maker: "_Maker",
    plan: TablePlan,
    rows: tuple[TableRow, ...],
    seen: Seen,
    record: PublicRecord | None,
) -> Table:
    """The table of these rows, with a note below for each head that has one."""
    noted = [column.id for column in plan.columns if maker.has(f"note_{column.id}")]
    notes = {name: maker.note(name, letter) for name, letter in zip(noted, letters(), strict=False)}
    marks = {name: note.spans[:1] for name, note in notes.items()}
    # a number would depend on the records before it, so the table of one record has a word as its
    # label
    label = maker.cell("label", record) if plan.fields else ()
    title = maker.cell("title", record)
    heads = tuple((*maker.cell(f"head_{c.id}"), *marks.get(c.id, ())) for c in plan.columns)
    widths = tuple(column.width for column in plan.columns)
    numeric = frozenset(at for at, column in enumerate(plan.columns) if column.is_number)
    looked, below = tuple(seen.names), tuple(notes.values())
    return Table(maker.id, label, title, heads, widths, rows, looked, below, numeric)


def own_id(plan: BlockPlan, record: PublicRecord | None) -> str:
    """The id of a block: of one that tells of a record, its own and the record's."""
    if record is None:
        return plan.id
    return f"{plan.id}-{record.id}"


class _Maker:
    """One table in the making; what its wordings look at is remembered in `seen`."""

    def __init__(
        self,
        writer: Writer,
        section: Section,
        plan: BlockPlan,
        seen: Seen,
        record: PublicRecord | None,
    ) -> None:
        words = section.words[plan.id]
        assert isinstance(words, dict)
        assert plan.table is not None
        self._writer, self._section, self._key, self._table = writer, section, plan.id, plan.table
        self._words, self._seen, self._record = words, seen, record
        self.id = own_id(plan, record)

    def rows(self) -> Iterator[TableRow]:
        """Its rows, of the one kind that it has."""
        if self._table.fields:
            return self.of_fields()
        if self._table.each:
            return self.of_records()
        return self.of_figures()

    def has(self, key: str) -> bool:
        """Whether the table has words of that key."""
        return key in self._words

    def cell(
        self, key: str, record: PublicRecord | None = None, figure: str = ""
    ) -> tuple[Span, ...]:
        """The words of a key, for the form of the record where they have forms."""
        place = f"{self._section.name} › {self._key}.{key}"
        words = self._words[key]
        text = chosen(self._section, Part(id=key), words, form_of_record(record))
        return self._writer.render(place, text, self._seen, record, figure)

    def note(self, column: str, letter: str) -> Note:
        """The note to the head of a column; its letter stands in its first span."""
        name = f"{self.id}-note-{column}"
        return Note(name, (Span(letter, "note", name), Span(" "), *self.cell(f"note_{column}")))

    def of_records(self) -> Iterator[TableRow]:
        """A row a record, by the name of its State; one that may not be told says so, behind the
        others.
        """
        for record in sorted(self._writer.facts.lists.get(self._table.each, ()), key=_by_state):
            own = Seen()
            own.look_at(record)
            for words in self._words.values():
                own.look_at_form(record, words)
            for name in own.names:
                self._seen.add(name)
            yield TableRow(f"{self.id}-{record.id}", self._record_cells(record), tuple(own.names))

    def _record_cells(self, record: PublicRecord) -> Cells:
        columns = self._table.columns
        if record.form == "withheld":
            return (self.cell("withheld"), *((),) * (len(columns) - 1))
        return tuple(self.cell(f"cell_{column.id}", record) for column in columns)

    def of_fields(self) -> Iterator[TableRow]:
        """A row a field of the record: what it is, and what the record says of it."""
        own = Seen()
        if self._record:
            own.look_at(self._record)
        for part in self._table.fields:
            if self._writer.holds(self._section, part.when, self._seen, self._record):
                cells = (self.cell(f"{kind}_{part.key}", self._record) for kind in ("row", "field"))
                yield TableRow(f"{self.id}-{part.id}", tuple(cells), tuple(own.names))

    def of_figures(self) -> Iterator[TableRow]:
        """A row a figure: its own words in the first column, the words that all rows share in the
        others.
        """
        for part in self._table.rows:
            if self._writer.holds(self._section, part.when, self._seen):
                for name in part.form:
                    self._seen.add(name)
                yield TableRow(f"{self.id}-{part.id}", self._figure_cells(part), part.form)

    def _figure_cells(self, part: Part) -> Cells:
        others = (
            self.cell(f"cell_{column.id}", figure=part.form[0])
            for column in self._table.columns[1:]
        )
        return (self.cell(f"row_{part.key}", figure=part.form[0]), *others)


def _by_state(record: PublicRecord) -> tuple[bool, str]:
    """English alphabetical order of the State a record is about; records of one State keep their
    order.
    """
    value = record.values.get("affected")
    if value is None or not value.names:
        return True, ""
    return False, value.names[0].sort_key


def make_picture(
    writer: Writer, section: Section, plan: BlockPlan, table: Table
) -> Paragraph | None:
    """The caption of the picture with its drawing; None where less than two bars can be drawn.

    What it stands on is what its table stands on, so one that is not drawn leaves no trace of its
    own. Refused (exit 4) where its words cannot be rendered.
    """
    assert plan.table is not None
    assert plan.table.picture is not None
    picture, name = plan.table.picture, f"{plan.id}-picture"
    seen = Seen(dict.fromkeys(table.looked))
    bars = tuple(_bars(writer, plan, table, seen))
    if sum(bar.last is not None for bar in bars) < _LEAST:
        return None

    def words(key: str) -> tuple[Span, ...]:
        given = section.words[plan.id]
        assert isinstance(given, dict)
        return writer.render(f"{section.name} › {plan.id}.{key}", given[key], seen)

    title = words("picture")
    mark, mark_words = _mark(writer, picture, seen), ""
    if mark is not None:
        mark_words = text_of(words("picture_against"))
    said = writer.words.joints["semicolon"].join(f"{bar.label}: {bar.words}" for bar in bars)
    alt = f"{text_of(title)}. {said}."
    drawing = Drawing(bars, alt, mark, mark_words, is_dated=bool(plan.table.each))
    spans = (Span("", "reference", name), Span(". "), *title)
    return Paragraph(name, "caption-title", spans, tuple(seen.names), drawing=drawing)


def _bars(writer: Writer, plan: BlockPlan, table: Table, seen: Seen) -> Iterator[Bar]:
    """A bar for each row, by the kind of table."""
    assert plan.table is not None
    if plan.table.rows:
        return _of_figures(writer, plan, table, seen)
    return _of_records(writer, plan, table)


def _of_figures(writer: Writer, plan: BlockPlan, table: Table, seen: Seen) -> Iterator[Bar]:
    """A bar a row of figures; the words at its end are those of the table's column of numbers."""
    assert plan.table is not None
    column = min(table.numeric, default=1)
    parts = {f"{plan.id}-{part.id}": part for part in plan.table.rows}
    for row in table.rows:
        figure = writer.facts.figures[parts[row.id].form[0]]
        seen.add(figure.name)
        first = last = None
        if figure.certainty == "exactly" and figure.value is not None:
            first, last = 0.0, float(figure.value)
        yield Bar(text_of(row.cells[0]), text_of(row.cells[column]), first, last)


def _of_records(writer: Writer, plan: BlockPlan, table: Table) -> Iterator[Bar]:
    """A bar a record from its first date to its second, or to the day of the paper while it
    continues.
    """
    assert plan.table is not None
    listed = writer.facts.lists.get(plan.table.each, ())
    records = {f"{plan.id}-{record.id}": record for record in listed}
    as_of = writer.facts.settings["as_of"]
    assert isinstance(as_of, date)
    for row in table.rows:
        record = records[row.id]
        first, last = _year(record, "established"), _year(record, "ended")
        if record.form == "continuing":
            last = _as_year(as_of)
        if first is None or last is None:
            first = last = None
        yield Bar(text_of(row.cells[0]), text_of(row.cells[-1]), first, last)


def _year(record: PublicRecord, field: str) -> float | None:
    value = record.values.get(field)
    if value is None or value.span is None:
        return None
    return _as_year(value.span.first.first)


def _as_year(day: date) -> float:
    return day.year + (day - date(day.year, 1, 1)).days / _DAYS


def _mark(writer: Writer, picture: PicturePlan, seen: Seen) -> float | None:
    """The number that the bars are measured against, where it is exact."""
    figure = writer.facts.figures.get(picture.against)
    if figure is None or figure.certainty != "exactly" or figure.value is None:
        return None
    seen.add(figure.name)
    return float(figure.value)
