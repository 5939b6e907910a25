"""What compose may see: printable values only, made by the gate (aggregate/gate.py) and nowhere
else.

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
    """A figure that may be printed; it has no value if it is unknown or too small to be given.

    `cited` are symbols with their paragraphs, and `on` the date as at which it was counted, if it
    may print them.
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
    """A date or span of dates, for print."""

    first: Dated
    last: Dated | None = None


class PublicValue(Frozen):
    """A printable field of a record, and the columns it was made from."""

    columns: tuple[str, ...]
    text: str = ""
    span: DateSpan | None = None
    names: tuple[PublicName, ...] = ()


WITHHELD_FORM = "withheld"


class PublicRecord(Frozen):
    """A record that may be printed; `form` chooses its wording.

    `figures` are names of figures and `children` the records under it, under the names that a
    wording asks for.
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
        """Table and id, which identify the record within the meeting."""
        return f"{self.table}/{self.id}"

    @property
    def is_withheld(self) -> bool:
        """Whether nothing may be said of it except that it exists."""
        return self.form == WITHHELD_FORM

    def family(self) -> "Iterator[PublicRecord]":
        """The record and all those under it."""
        yield self
        for children in self.children.values():
            for child in children:
                yield from child.family()


class PublicFacts(Frozen):
    """Everything that the wording of a paper may draw on."""

    figures: dict[str, PublicFigure]
    lists: dict[str, tuple[PublicRecord, ...]]
    settings: dict[str, str | int | date | None]
    names_in_text_up_to: int
