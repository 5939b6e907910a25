"""Notes of an annex: lower-case letters from a, where those of the text have numbers.

In: the blocks of an annex. Out: the same, the letter in the span of each note and at the beginning
of its words. UN Editorial Manual, Footnotes: letters in annexes and tables. More than 26 go on with
aa.
"""

from collections.abc import Iterator
from itertools import count
from string import ascii_lowercase

from pipeline.model.block import Block, Paragraph, Span

_N_LETTERS = len(ascii_lowercase)


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
