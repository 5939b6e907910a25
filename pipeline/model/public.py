"""What compose may see: printable values only, made by the gate (aggregate/gate.py) and by
nothing else.

In: figures and records that passed the gate. Out: values without a single word that may not be
printed.
"""

from collections.abc import Iterator
from datetime import date

from pipeline.model.base import Frozen
from pipeline.model.dates_and_money import Dated


class PublicName(Frozen):
    """A State or body as it is printed: in a sentence, and in a table or list."""

    code: str
    running: str
    listed: str
    sort_key: str
    is_state: bool


class PublicFigure(Frozen):
    """A figure that may be printed: no value where it is unknown or too small to be told.

    `cited` are symbols with their paragraphs, `on` the day as at which it was counted, where it may
    print them.
    """

    name: str
    value: int | None
    certainty: str
    form: str = ""
    states: tuple[PublicName, ...] = ()
    years: tuple[int, ...] = ()
    cited: tuple[tuple[str, str], ...] = ()
    on: Dated | None = None


class DateSpan(Frozen):
    """A date or span of dates for print."""

    first: Dated
    last: Dated | None = None


class PublicValue(Frozen):
    """A printable field of a record, and the columns it was made of."""

    columns: tuple[str, ...]
    text: str = ""
    span: DateSpan | None = None
    names: tuple[PublicName, ...] = ()


WITHHELD_FORM = "withheld"


class PublicRecord(Frozen):
    """A record that may be printed; `form` chooses its wording.

    `figures` are names of figures and `children` records under it, by the names under which a
    wording asks for them.
    """

    table: str
    id: str
    form: str
    form_columns: tuple[str, ...]
    values: dict[str, PublicValue]
    figures: dict[str, str] = {}
    children: "dict[str, tuple[PublicRecord, ...]]" = {}

    @property
    def full_id(self) -> str:
        """Table and id: what the record is known by in the whole meeting."""
        return f"{self.table}/{self.id}"

    @property
    def is_withheld(self) -> bool:
        """Whether nothing of it may be told but that it is there."""
        return self.form == WITHHELD_FORM

    def family(self) -> "Iterator[PublicRecord]":
        """The record and all under it."""
        yield self
        for children in self.children.values():
            for child in children:
                yield from child.family()


class PublicFacts(Frozen):
    """All that the wording of a paper may draw on."""

    figures: dict[str, PublicFigure]
    lists: dict[str, tuple[PublicRecord, ...]]
    settings: dict[str, str | int | date | None]
    names_in_text_up_to: int
