"""What a table and a column are: kinds of cells, and the declaration every reader, page and entry
workbook stands on.

In: nothing. Out: types. It refuses nothing itself; the grammars of the kinds are in
`pipeline.normalise`.
"""

from enum import StrEnum

from pipeline.model.base import Frozen


class Kind(StrEnum):
    """What a cell of a column may hold; one strict grammar each."""

    ID = "id"
    TEXT = "text"
    LONG_TEXT = "long text"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    STATE = "State"
    ACTOR = "actor"
    ACTORS = "actors"
    AMOUNT = "amount"
    CURRENCY = "currency"
    NUMBER = "whole number"
    YEAR = "year"
    VERSION = "version"


class Column(Frozen):
    """One column: its name is the field of the record it feeds.

    Workbooks made by version 0.1.0 hold the examples in a row of their own: one that is changed here
    is no longer known there, and is asked about.

    `last` is the column of the last day, for a date that may be given as a span; `currency` that of
    the currency, for an amount; `is_plain` an amount that must be one number; `is_period` a date
    that is most often a month or a year.
    """

    name: str
    kind: Kind
    meaning: str
    example: str = ""
    values: tuple[str, ...] = ()
    is_required: bool = False
    last: str = ""
    currency: str = ""
    is_plain: bool = False
    is_period: bool = False


class Table(Frozen):
    """One table; `is_pinned` tables are cited but not conserved (settings and declarations, not
    evidence).

    In a table that the program makes (`is_ours`) a row of one cell, in no required column, is a
    note of a person.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    is_pinned: bool = False
    is_ours: bool = False

    def column(self, name: str) -> Column:
        """The column of that name; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns without which a row says nothing."""
        return tuple(column.name for column in self.columns if column.is_required)


# The one column that every table of a meeting may have beside its own: what a row is to the reader.
# No record holds it. Workbooks made by version 0.1.0 have a row that says *example*, which is read as
# nothing for as long as it holds what the program wrote.
EXAMPLE, CARRIED_OVER, CONFIRMED = "example", "carried_over", "confirmed"
ROW_IS = Column(
    name="row_is",
    kind=Kind.CHOICE,
    meaning="carried_over: kept out until a person checked the row; confirmed, or empty: read",
    example=CONFIRMED,
    values=(CARRIED_OVER, CONFIRMED),
)


# Sheets that tell people how a workbook is filled in; the first cell of each holds the mark, and no
# reader reads on.
HELP_SHEETS = ("Instructions", "Lists")
HELP_MARK = "Nothing on this sheet is read by the program."


def column(  # noqa: PLR0913 - a row of the declaration, read as a table
    name: str,
    kind: Kind,
    meaning: str,
    example: str = "",
    values: tuple[str, ...] = (),
    need: bool = False,
    last: str = "",
    currency: str = "",
    plain: bool = False,
    period: bool = False,
) -> Column:
    """A column, its parts in the order in which a declaration reads."""
    return Column(
        name=name,
        kind=kind,
        meaning=meaning,
        example=example,
        values=values,
        is_required=need,
        last=last,
        currency=currency,
        is_plain=plain,
        is_period=period,
    )
