"""Pictures of a table: its figures against one of them, or its records over time.

In: the plan of a table with a picture, the table as made, public facts. Out: the caption with its
drawing, or nothing. A figure that is not exact has no bar, and the picture says so.
"""

from collections.abc import Iterator
from datetime import date

from pipeline.compose.plans import BlockPlan, PicturePlan
from pipeline.compose.structure import Section
from pipeline.compose.views import Seen
from pipeline.compose.writer import Writer
from pipeline.model.block import Bar, Drawing, Paragraph, Span, Table, text_of
from pipeline.model.public import PublicRecord

_LEAST = 2
_DAYS = 365.25


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
    bars = tuple(
        _of_figures(writer, plan, table, seen)
        if plan.table.rows
        else _of_records(writer, plan, table)
    )
    if sum(bar.last is not None for bar in bars) < _LEAST:
        return None
    words = section.words[plan.id]
    assert isinstance(words, dict)
    title = writer.render(f"{section.name} › {plan.id}.picture", words["picture"], seen)
    mark = _mark(writer, picture, seen)
    mark_words = ""
    if mark is not None:
        mark_words = text_of(
            writer.render(
                f"{section.name} › {plan.id}.picture_against", words["picture_against"], seen
            )
        )
    said = writer.words.joints["semicolon"].join(f"{bar.label}: {bar.words}" for bar in bars)
    alt = f"{text_of(title)}. {said}."
    drawing = Drawing(bars, alt, mark, mark_words, is_dated=bool(plan.table.each))
    label = Span("", "reference", name)
    return Paragraph(
        name, "caption-title", (label, Span(". "), *title), tuple(seen.names), drawing=drawing
    )


def _of_figures(writer: Writer, plan: BlockPlan, table: Table, seen: Seen) -> Iterator[Bar]:
    """A bar a row of figures; the words at its end are those of the table's column of numbers."""
    assert plan.table is not None
    column = next(iter(sorted(table.numeric)), 1)
    parts = {f"{plan.id}-{part.id}": part for part in plan.table.rows}
    for row in table.rows:
        figure = writer.facts.figures[parts[row.id].form[0]]
        seen.add(figure.name)
        is_exact = figure.certainty == "exactly" and figure.value is not None
        length = float(figure.value or 0) if is_exact else None
        yield Bar(
            text_of(row.cells[0]), text_of(row.cells[column]), 0.0 if is_exact else None, length
        )


def _of_records(writer: Writer, plan: BlockPlan, table: Table) -> Iterator[Bar]:
    """A bar a record from its first date to its second, or to the day of the paper while it
    continues.
    """
    assert plan.table is not None
    records = {
        f"{plan.id}-{record.id}": record for record in writer.facts.lists.get(plan.table.each, ())
    }
    as_of = writer.facts.settings["as_of"]
    assert isinstance(as_of, date)
    for row in table.rows:
        record = records[row.id]
        first, last = _year(record, "established"), _year(record, "ended")
        is_continuing = record.form == "continuing"
        last = _as_year(as_of) if is_continuing else last
        words = text_of(row.cells[-1])
        yield (
            Bar(text_of(row.cells[0]), words, first, last)
            if first is not None and last
            else Bar(text_of(row.cells[0]), words, None, None)
        )


def _year(record: PublicRecord, field: str) -> float | None:
    value = record.values.get(field)
    return None if value is None or value.span is None else _as_year(value.span.first.first)


def _as_year(day: date) -> float:
    return day.year + (day - date(day.year, 1, 1)).days / _DAYS


def _mark(writer: Writer, picture: PicturePlan, seen: Seen) -> float | None:
    """The number that the bars are measured against, where it is exact."""
    figure = writer.facts.figures.get(picture.against)
    if figure is None or figure.certainty != "exactly" or figure.value is None:
        return None
    seen.add(figure.name)
    return float(figure.value)
