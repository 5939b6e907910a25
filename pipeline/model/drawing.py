"""A picture before it is drawn: bars with their words, and what they are measured against.

In: figures or dates that may be printed. Out: values. It holds nothing that its table does not say.
"""

from typing import NamedTuple


class Bar(NamedTuple):
    """A bar: its label, where it begins and ends on the axis, the words at its end; nowhere, where
    that is open.
    """

    label: str
    words: str
    first: float | None = None
    last: float | None = None


class Drawing(NamedTuple):
    """Bars under one another; `mark` is a line across them with its words; `alt` says all of it in
    a sentence.
    """

    bars: tuple[Bar, ...]
    alt: str
    mark: float | None = None
    mark_words: str = ""
    is_dated: bool = False
