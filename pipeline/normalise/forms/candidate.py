"""What parsing hands to resolving: candidates for the fields and lines of a report.

In: nothing. Out: frozen values. They say where something is and what is unclear about it, never
whether it is accepted.
"""

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Generic, NamedTuple, TypeVar

from pipeline.model.doubts import Doubt
from pipeline.model.figure import Drop
from pipeline.model.forms import Particular
from pipeline.model.source import Columns, Row
from pipeline.normalise.date_spans import Period
from pipeline.normalise.forms.lines import DocumentLine
from pipeline.normalise.table import NOT_ABOUT

T = TypeVar("T")
D = TypeVar("D")
STATE, PERIOD, YEAR, DATE_OF_REPORT = "state", "period", "article7_year", "date_of_report"


def the_one(values: Collection[T], default: D) -> T | D:
    """The only value, otherwise the default: what is said twice and differently is not said."""
    if len(values) != 1:
        return default
    return next(iter(values))


class Origin(Enum):
    """Where a candidate comes from, the strongest first."""

    COVER = "cover"
    REGISTER = "register"
    FILE_NAME = "file name"
    BODY = "body"


class Status(NamedTuple):
    """What became of a form: a status of the list, `unclear` or `unknown`; and the year given with
    `unchanged`.
    """

    status: str = "unknown"
    since: int | None = None


class Candidate(NamedTuple, Generic[T]):
    """A value that a field may have: the lines that say so, where they are, what is unclear.

    `row` is the single cell behind it, if there is one; `language` that of its label. The field of
    a row of a form is the name of the form.
    """

    field: str
    value: T
    lines: tuple[DocumentLine, ...]
    origin: Origin
    doubts: tuple[Doubt, ...] = ()
    row: Row | None = None
    language: str = ""

    def doubting(self, *doubts: Doubt) -> "Candidate[T]":
        """The same with further doubts, without repeats."""
        return self._replace(doubts=tuple(dict.fromkeys((*self.doubts, *doubts))))


class FormRow(NamedTuple):
    """A row of a form: its section, and the columns of its table; no columns for words from which
    no line was read.
    """

    section: str
    columns: Columns | None = None


class FormFact(NamedTuple):
    """What a form says about an obligation besides its lines: a day, or square metres; neither if
    it was not read.
    """

    obligation: str
    day: date | None = None
    square_metres: Decimal | None = None


class ParsedReport(NamedTuple):
    """A report as far as its own words go.

    `answers` are the words at labels of cover and body; `period` and `status` have no lines where
    the cover says nothing of them; `context` are the lines that gave others their meaning. `unused`
    says of each line, by its number, why it is not used should nothing reach it. `cover` are the
    lines before the first form, `margins` those of the page headers and footers.
    """

    file: str
    sha256: str
    language: str
    lines: tuple[DocumentLine, ...]
    answers: tuple[Candidate[str], ...]
    period: Candidate[Period | None]
    dated: date | None
    status: Candidate[Status]
    rows: tuple[Candidate[FormRow], ...]
    context: tuple[DocumentLine, ...]
    facts: tuple[Candidate[FormFact], ...]
    strange_letters: tuple[DocumentLine, ...]
    unused: tuple[tuple[int, str], ...]
    cover: tuple[DocumentLine, ...] = ()
    margins: tuple[DocumentLine, ...] = ()

    def answers_at(self, field: str, origin: Origin) -> tuple[Candidate[str], ...]:
        """The words at the labels of a field, on the cover or after it."""
        return tuple(one for one in self.answers if (one.field, one.origin) == (field, origin))

    def cover_lines(self) -> tuple[DocumentLine, ...]:
        """The lines of the cover that say which report it is."""
        found = (*self.answers_at(STATE, Origin.COVER), *self.answers_at(PERIOD, Origin.COVER))
        return tuple(line for answer in found for line in answer.lines)

    @property
    def every_line(self) -> tuple[DocumentLine, ...]:
        """The lines of the document and those of its page margins."""
        return (*self.lines, *self.margins)

    @property
    def particulars(self) -> tuple[Particular, ...]:
        """The deadlines and areas of its forms."""
        return tuple(_particular(fact) for fact in self.facts)

    def drops(self) -> Iterable[Drop]:
        """The lines that are not used, as drops."""
        of_lines = ((self.lines[at].key, reason) for at, reason in self.unused)
        of_margins = ((line.key, "page-margin") for line in self.margins)
        return (Drop(key, NOT_ABOUT, reason) for key, reason in (*of_lines, *of_margins))


def _particular(fact: Candidate[FormFact]) -> Particular:
    told, line = fact.value, fact.lines[0]
    return Particular(
        kind=fact.field,
        obligation=told.obligation,
        ref=line.ref,
        key=line.key,
        day=told.day,
        square_metres=told.square_metres,
    )
