"""The form of Article 7 reports as the reference folder knows it, and what was read from one by a
machine.

In: titles and labels by key. Out: frozen values. A form is known by its title, never by its letter.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from pipeline.model.doubts import Doubt
from pipeline.model.source import Ref, RowKey

# of a cover: what became of the form whose lines are read, and since when it is unchanged
STATUS_FIELD, SINCE_FIELD = "form_i", "form_i_since"
COVER, LINE, TEXT = "cover", "line", "text"
PARTICULARS = DEADLINE, AREA = "deadline", "area"


class Phrase(NamedTuple):
    """What a phrase stands for, and the language it is in."""

    meaning: str
    language: str


class Phrases(dict[str, Phrase]):
    """Phrases by their keys; `starts` are the first words of the keys, which tell most texts apart
    at a glance.
    """

    def __init__(self, known: Mapping[str, Phrase]) -> None:
        super().__init__(known)
        self.starts = frozenset(key.split(" ")[0] for key in known)


class ReportForm(NamedTuple):
    """A form of which rows become records, as reference/forms/forms.yaml declares it.

    `table` is the table that declares the columns of its lines; `section` the one section of it
    that is read, empty for all. `status` and `since` are the fields of the cover that say what
    became of it; `obligation` is what its lines are about where they do not say; `particulars` are
    what it tells beside lines.
    """

    name: str
    table: str
    section: str = ""
    status: str = ""
    since: str = ""
    obligation: str = ""
    particulars: tuple[str, ...] = ()


class FormLabels(NamedTuple):
    """Phrases by their keys (`label_key`), a mapping a kind; `letters` are the pairs of letter and
    form seen.

    `heading_words` are the words that may stand beside the heading of a section without changing
    it, under "" for every section that has none of its own. `units` of areas are as written, in
    lower case, with how many square metres one is. `date_words` are the words of dates by role.
    """

    forms: Mapping[str, ReportForm]
    form_words: tuple[str, ...]
    titles: Phrases
    letters: frozenset[tuple[str, str]]
    labels: Phrases
    statuses: Phrases
    status_fillers: frozenset[str]
    date_words: Mapping[str, Mapping[str, str]]
    sections: Phrases
    heading_words: Mapping[str, frozenset[str]]
    columns: Phrases
    values: Mapping[str, Phrases]
    nothing: frozenset[str]
    totals: frozenset[str]
    boilerplate: frozenset[str]
    deadlines: Phrases
    areas: Phrases
    units: Mapping[str, int]

    def __hash__(self) -> int:
        """By identity: one set of labels a run, and what is read with it is kept."""
        return id(self)

    @property
    def whole_form(self) -> ReportForm:
        """The form that is read whole, and whose status the cover gives."""
        return next(form for form in self.forms.values() if form.status)


class Proposal(NamedTuple):
    """What the machine proposes to have read at a place of a report, for a person to confirm.

    `what` is cover, line or text (words that gave no line); `reading` are the fields as review.xlsx
    shows them; `doubts` are what was not clear. `is_settled` says that a person confirmed it.
    """

    file: str
    sha256: str
    what: str
    ref: Ref
    key: RowKey
    reading: Mapping[str, str]
    doubts: tuple[Doubt, ...] = ()
    is_settled: bool = False

    @property
    def question(self) -> str:
        """The codes of its doubts."""
        return "; ".join(doubt.code for doubt in self.doubts)


class Particular(NamedTuple):
    """A deadline or an area that Form B or F tells: its day, or its square metres; neither where it
    was not read.
    """

    kind: str
    obligation: str
    ref: Ref
    key: RowKey
    day: date | None = None
    square_metres: Decimal | None = None

    @property
    def reading(self) -> str:
        """What was read, as a person is shown it; empty for nothing."""
        if self.day is not None:
            return self.day.isoformat()
        if self.square_metres is None:
            return ""
        area = self.square_metres
        if area == area.to_integral_value():
            area = area.to_integral_value()
        return f"{area:,f} m²".replace(",", " ")


class Wanted(NamedTuple):
    """A report that no machine can read, for a person to type off: what is known of it, and why."""

    file: str
    state: str
    year: int | None
    reason: str
