"""A small paper whose facts change, rendered with the real template: paragraphs, headings, notes
and a table.

In: numbers and names of invented States. Out: the document as newly generated, and the base its
ledger would hold.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from pipeline.model.block import Block, Composed, Note, Paragraph, Span, Table, TableRow
from pipeline.refresh.refresh import generated, refresh
from pipeline.refresh.round_trip import (
    CommentWords,
    LastGenerated,
    Memory,
    Refreshed,
    RefreshPlan,
    read_last_generated,
)
from pipeline.render.word_paper import render
from pipeline.render.word_parts import PaperProperties
from tests.makers.small_meeting import ROOT

WORDS = CommentWords(
    "The facts have changed. {why} New text:",
    "This is no longer generated.",
    "Another fact behind it.",
)
RUNS = ("a" * 12, "b" * 12)
PAGE = Paragraph("masthead-page_mark", "masthead", (Span("DEMO"),))
N_PARAGRAPHS = 16
EMPTY = Memory()


class Facts(NamedTuple):
    """What the inputs say: a number a paragraph (none: not printed), a place a row, names of notes,
    a version.
    """

    paragraphs: Mapping[str, int]
    rows: Mapping[str, str]
    notes: Mapping[str, str]
    heading: str = "International cooperation and assistance"

    def frozen(self) -> tuple[object, ...]:
        """For the cache."""
        return (
            tuple(self.paragraphs.items()),
            tuple(self.rows.items()),
            tuple(self.notes.items()),
            self.heading,
        )


START = Facts(
    paragraphs={f"p{n}": n + 10 for n in range(N_PARAGRAPHS)},
    rows={f"t-r{n}": f"Place {n}" for n in range(4)},
    notes={"p2": "Alphaland and Betaland.", "p5": "Gammaland."},
)


def sentence(name: str, number: int) -> tuple[str, str]:
    """The words of a paragraph before and behind the place of its note."""
    return (
        (
            f"In the matter of {name}, {number} States Parties reported on work done in"
            f" {2000 + number}."
        ),
        f" It's agreed - as noted - that {name} goes on; {number * 7} areas remain.",
    )


def _paragraph(name: str, facts: Facts) -> Paragraph:
    first, second = sentence(name, facts.paragraphs[name])
    if name not in facts.notes:
        return Paragraph(name, "paragraph", (Span(first), Span(second)))
    note = Note(f"{name}-note", (Span(facts.notes[name]),))
    return Paragraph(
        name, "paragraph", (Span(first), Span("", "note", note.id), Span(second)), notes=(note,)
    )


def blocks(facts: Facts) -> tuple[Block, ...]:
    """Heading, paragraphs in order, the table in the middle."""
    paragraphs = [
        _paragraph(name, facts) for name in sorted(facts.paragraphs, key=lambda name: int(name[1:]))
    ]
    rows = tuple(
        TableRow(name, ((Span(name.upper()),), (Span(place),), (Span("Continuing"),)))
        for name, place in sorted(facts.rows.items())
    )
    heads = ((Span("State"),), (Span("Place"),), (Span("Status"),))
    label, title = (Span("Table 1"),), (Span("Places of work"),)
    tables = [Table("t", label, title, heads, (2000, 2000, 2000), rows)] if rows else []
    heading = Paragraph("heading", "heading-1", (Span(facts.heading),))
    middle = len(paragraphs) // 2
    return (heading, *paragraphs[:middle], *tables, *paragraphs[middle:])


@lru_cache(maxsize=512)
def _document(frozen: tuple[object, ...], run: str) -> bytes:
    paragraphs, rows, notes, heading = frozen
    facts = Facts(dict(paragraphs), dict(rows), dict(notes), str(heading))  # type: ignore[call-overload]
    paper = Composed("ica-section", blocks(facts), (), (PAGE,))
    about = PaperProperties("Draft", "Coordinators", "en-GB", date(2025, 6, 30), run, "demo")
    return render(
        "ica-section", (ROOT / "templates" / "ica-section.docx").read_bytes(), paper, about
    ).content


def document(facts: Facts, run: str = RUNS[0]) -> bytes:
    """The paper as newly generated."""
    return _document(facts.frozen(), run)


def base_of(facts: Facts, run: str = RUNS[0]) -> LastGenerated:
    """What the ledger of a run keeps of it."""
    return read_last_generated(run, generated(document(facts, run)))


def plan(run: str = RUNS[1], **changes: Any) -> RefreshPlan:
    """What a refresh is asked for."""
    return RefreshPlan(run, "2025-06-30", WORDS)._replace(**changes)


def refreshed(
    edited: bytes, before: Facts, now: Facts, memory: Memory = EMPTY, **changes: Any
) -> Refreshed:
    """The edited document, generated from one state of the facts, with those of another."""
    return refresh(edited, base_of(before), document(now, RUNS[1]), memory, plan(**changes))
