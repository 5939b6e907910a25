"""Tables of a paper: over a list of records, over figures with a row each, or of one record with a
row a field.

In: the plan and words of a table, public facts. Out: the table, the sentence that stands for an
empty one, or what was looked at where an optional one has nothing to list.
"""

from collections.abc import Iterator

from pipeline.compose.letters import letters
from pipeline.compose.plans import BlockPlan, Part
from pipeline.compose.structure import Section
from pipeline.compose.views import Seen
from pipeline.compose.writer import Writer, chosen
from pipeline.model.block import Absent, Block, Note, Paragraph, Span, Table, TableRow
from pipeline.model.public import PublicRecord

Cells = tuple[tuple[Span, ...], ...]


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
        columns = plan.table.columns
        noted = [column.id for column in columns if maker.has(f"note_{column.id}")]
        notes = {
            name: maker.note(name, letter) for name, letter in zip(noted, letters(), strict=False)
        }
        marks = {name: note.spans[:1] for name, note in notes.items()}
        return Table(
            maker.id,
            # a number would hang on the records before it: the table of one record has a word for a
            # label
            maker.cell("label", record) if plan.table.fields else (),
            maker.cell("title", record),
            tuple(
                (*maker.cell(f"head_{column.id}"), *marks.get(column.id, ())) for column in columns
            ),
            tuple(column.width for column in columns),
            rows,
            tuple(seen.names),
            tuple(notes.values()),
            frozenset(position for position, column in enumerate(columns) if column.is_number),
        )
    if plan.table.is_optional:
        return Absent(maker.id, tuple(seen.names))
    return Paragraph(maker.id, "paragraph", maker.cell("empty"), tuple(seen.names))


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
        self.id = f"{plan.id}-{record.id}" if record else plan.id

    def rows(self) -> Iterator[TableRow]:
        """Its rows, of the one kind that it has."""
        if self._table.fields:
            return self.of_fields()
        return self.of_records() if self._table.each else self.of_figures()

    def has(self, key: str) -> bool:
        """Whether the table has words of that key."""
        return key in self._words

    def cell(
        self, key: str, record: PublicRecord | None = None, figure: str = ""
    ) -> tuple[Span, ...]:
        """The words of a key, for the form of the record where they have forms."""
        place = f"{self._section.name} › {self._key}.{key}"
        words = self._words[key]
        text = chosen(self._section, Part(id=key), words, record.form if record else "")
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
    return (True, "") if value is None or not value.names else (False, value.names[0].sort_key)
