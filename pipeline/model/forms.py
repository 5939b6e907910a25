"""The form of Article 7 reports as the reference folder describes it, and what the program read
from a report.

In: titles and labels by key. Out: frozen values. A form is recognised by its title, never by its
letter.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from pipeline.model.doubts import Doubt
from pipeline.model.source import Ref, RowKey

# fields of a cover: the status of the form whose lines are read, and since when it is unchanged
STATUS_FIELD, SINCE_FIELD = "form_i", "form_i_since"
COVER, LINE, TEXT = "cover", "line", "text"
PARTICULARS = DEADLINE, AREA = "deadline", "area"


class Phrase(NamedTuple):
    """What a phrase means, and the language it is in."""

    meaning: str
    language: str


class Phrases(dict[str, Phrase]):
    """Phrases by their keys; `starts` are the first words of the keys, which rule most texts out at
    a glance.
    """

    def __init__(self, known: Mapping[str, Phrase]) -> None:
        super().__init__(known)
        self.starts = frozenset(key.split(" ")[0] for key in known)


class ReportForm(NamedTuple):
    """A form whose rows become records, as reference/forms/forms.yaml declares it.

    `table` is the table that declares the columns of its lines; `section` is the one section of it
    that is read, empty for all. `status` and `since` are the fields of the cover that give its
    status; `obligation` is what its lines are about if they do not say; `particulars` are what it
    reports besides lines.
    """

    name: str
    table: str
    section: str = ""
    status: str = ""
    since: str = ""
    obligation: str = ""
    particulars: tuple[str, ...] = ()


class PrivateWords(NamedTuple):
    """The words by which a report is known to speak of persons and places that it alone may name.

    `contacts` and `places` are labels; the others stand before a name, beside one, at the beginning
    of a sentence that goes on about its person, or before a telephone number.
    """

    contacts: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    before_names: tuple[str, ...] = ()
    beside_names: tuple[str, ...] = ()
    going_on: tuple[str, ...] = ()
    before_numbers: tuple[str, ...] = ()


class FormLabels(NamedTuple):
    """Phrases by their keys (`label_key`), one mapping per kind; `letters` are the pairs of letter
    and form seen so far.

    `heading_words` are the words that may stand beside the heading of a section without changing
    its meaning, under "" for every section that has none of its own. `labels_alone` count on a
    cover, where nothing or a colon follows them. `units` of areas are in lower case, each with its
    size in square metres. `date_words` are the words of dates, by role.
    """

    forms: Mapping[str, ReportForm]
    form_words: tuple[str, ...]
    titles: Phrases
    letters: frozenset[tuple[str, str]]
    labels: Phrases
    labels_alone: Phrases
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
    private: PrivateWords = PrivateWords()

    def __hash__(self) -> int:
        """By identity: there is one set of labels per run, and what is read with it is cached."""
        return id(self)

    @property
    def whole_form(self) -> ReportForm:
        """The form that is read as a whole and whose status the cover gives."""
        return next(form for form in self.forms.values() if form.status)


class Proposal(NamedTuple):
    """What the program proposes to have read at a place of a report, for a person to confirm.

    `what` is cover, line or text (words from which no line was read); `reading` are the fields as
    review.xlsx shows them; `doubts` are what is unclear. `is_settled` means that a person has
    confirmed it.
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
    """A deadline or an area given in Form B or F: its day, or its square metres; neither if it was
    not read.
    """

    kind: str
    obligation: str
    ref: Ref
    key: RowKey
    day: date | None = None
    square_metres: Decimal | None = None

    @property
    def reading(self) -> str:
        """What was read, as shown to a person; empty for nothing."""
        if self.day is not None:
            return self.day.isoformat()
        if self.square_metres is None:
            return ""
        area = self.square_metres
        if area == area.to_integral_value():
            area = area.to_integral_value()
        return f"{area:,f} m²".replace(",", " ")


class Wanted(NamedTuple):
    """A report that the program cannot read, for a person to copy by hand: what is known of it, and
    why.
    """

    file: str
    state: str
    year: int | None
    reason: str
