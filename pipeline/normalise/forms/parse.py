"""A document parsed: its cover, its Form I, what its other forms say of needs and deadlines, and
the rest.

In: the sheets of one document and the vocabulary. Out: ParsedReport, in which every row has a
place. It decides neither which report it is nor whether it was read right.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from pipeline.model.figure import Drop
from pipeline.model.forms import RESOURCES, FormLabels, Particular
from pipeline.model.source import RowKey, Sheet, SheetKind
from pipeline.normalise.date_spans import Period, read_period
from pipeline.normalise.forms.cover import (
    Labelled,
    Marked,
    dated,
    labelled,
    language_of,
    period_of,
    statuses,
)
from pipeline.normalise.forms.lines import DocumentLine, items
from pipeline.normalise.forms.match import (
    UNKNOWN,
    Title,
    heading,
    leading,
    title,
    title_text,
    unknown_title,
    wrapped_title,
)
from pipeline.normalise.forms.particulars import particulars
from pipeline.normalise.forms.sections import (
    FoundLine,
    FoundText,
    ParsedSections,
    is_boilerplate,
    parse_sections,
    says_nothing,
    says_nothing_of,
)
from pipeline.normalise.forms.vocabulary import label_key
from pipeline.normalise.table import NOT_ABOUT

NEEDED = "needed"
LATER_STATE, LATER_PERIOD = (
    "later-state",
    "later-period",
)  # beside labels of a cover behind it: of another report, or again
# What the needs of a form are about, where its lines do not say.
OBLIGATION = {
    "stockpiles": "art3",
    "contaminated": "art4_clearance",
    "risk_education": "art4_risk_education",
}
OBLIGATION |= {"victim_assistance": "art5"}
_NO_TITLES = frozenset({SheetKind.FIELD, SheetKind.NOTES})
_TELLING, _WITH_AREAS = frozenset({"stockpiles", "contaminated"}), "contaminated"


class ParsedReport(NamedTuple):
    """A report as far as its own words go; `frame` are the rows that gave others their meaning.

    `rest` says of each row, by its number among the items, why it is not used, should nothing reach
    it.
    """

    file: str
    sha256: str
    language: str
    items: tuple[DocumentLine, ...]
    labels: dict[str, tuple[Labelled, ...]]
    period: Period | None
    period_items: tuple[DocumentLine, ...]
    dated: date | None
    status: Marked | None
    lines: tuple[tuple[FoundLine, str], ...]
    texts: tuple[FoundText, ...]
    frame: tuple[DocumentLine, ...]
    particulars: tuple[Particular, ...]
    strange_letters: tuple[DocumentLine, ...]
    rest: tuple[tuple[int, str], ...]

    def drops(self) -> Iterable[Drop]:
        """The rest as drops."""
        return (Drop(self.items[at].key, NOT_ABOUT, reason) for at, reason in self.rest)


ParseReport = Callable[[tuple[Sheet, ...], FormLabels], ParsedReport]


class _Part(NamedTuple):
    """A form in the body: its title, its items, and the item that ends it."""

    form: str
    title: tuple[DocumentLine, ...]
    items: tuple[DocumentLine, ...]
    end: DocumentLine | None


class _Start(NamedTuple):
    """Where a form begins: the number of its row, its title, and over how many rows the title
    goes.
    """

    at: int
    title: Title
    n_rows: int


def _without_notes(rows: Sequence[DocumentLine]) -> list[DocumentLine]:
    return [row for row in rows if row.sheet.kind is not SheetKind.NOTES]


def _notes_last(rows: Sequence[DocumentLine]) -> list[DocumentLine]:
    return sorted(rows, key=lambda row: row.sheet.kind is SheetKind.NOTES)


def _titles(rows: Sequence[DocumentLine], labels: FormLabels) -> list[_Start]:
    """The titles of forms among the rows; titles in a row of several texts belong to a cover."""
    found = []
    for at, row in enumerate(rows):
        if row.sheet.kind not in _NO_TITLES and (text := title_text(row, labels)):
            below = (
                [after.only_text for after in rows[at + 1 : at + 3]]
                if row.sheet.kind is SheetKind.PAGE
                else []
            )
            wrapped = wrapped_title([text, *below], labels)
            unknown = None if wrapped else unknown_title(text, labels)
            found += (
                [_Start(at, *wrapped)] if wrapped else [_Start(at, unknown, 1)] if unknown else []
            )
    return found


def _parts(rows: Sequence[DocumentLine], starts: Sequence[_Start]) -> list[_Part]:
    ends = [*(start.at for start in starts[1:]), len(rows)] if starts else []
    return [
        _Part(
            start.title.form,
            tuple(rows[start.at : start.at + start.n_rows]),
            tuple(rows[start.at + start.n_rows : end]),
            rows[end] if end < len(rows) else None,
        )
        for start, end in zip(starts, ends, strict=True)
    ]


@lru_cache(
    maxsize=2_048
)  # a pure function of cells and labels: runs that are compared share their reports
def parse_report(sheets: tuple[Sheet, ...], labels: FormLabels) -> ParsedReport:
    """The document taken apart."""
    rows = items(sheets)
    marked = statuses(_without_notes(rows), labels)
    of_cover = {item.key for m in marked.values() for item in m.items[:1]}
    titles = _titles(rows, labels)
    starts = [start for start in titles if rows[start.at].key not in of_cover]
    parts = [part for part in _parts(rows, starts) if part.items]
    first = parts[0].title[0].key if parts else None
    n_cover = next((at for at, row in enumerate(rows) if row.key == first), len(rows))
    fields = [row for row in rows[n_cover:] if row.sheet.kind is SheetKind.FIELD]
    found = labelled([*_without_notes(rows[:n_cover]), *fields], labels)
    period, period_items = period_of(found, labels)
    later = labelled([row for row in rows[n_cover:] if row.sheet.kind not in _NO_TITLES], labels)
    others = [
        one
        for one in later.get("period", ())
        if read_period(one.words, labels.date_words) not in (None, period)
    ]
    resources = [
        (part, parse_sections(part.items, labels)) for part in parts if part.form == RESOURCES
    ]
    needs = [
        (part, parse_sections(_needs(part.items, labels), labels))
        for part in parts
        if part.form in OBLIGATION
    ]
    status = marked.get(RESOURCES)
    frame = [item for part, inside in resources for item in _frame(part, inside)]
    frame += [item for _, inside in needs for item in inside.frame]
    frame += list(status.items) if status else []
    frame += [
        item
        for name in ("state", "period")
        for answer in found.get(name, ())
        for item in answer.items
    ]
    return ParsedReport(
        file=sheets[0].source,
        sha256=sheets[0].sha256,
        language=language_of(found, [start.title for start in titles if start.title.language]),
        items=rows,
        labels={
            **found,
            LATER_STATE: later.get("state", ()),
            LATER_PERIOD: tuple(others if period else ()),
        },
        period=period,
        period_items=period_items,
        dated=dated(found, labels),
        status=status,
        lines=(
            *((line, "") for _, inside in resources for line in inside.lines),
            *((line, OBLIGATION[part.form]) for part, inside in needs for line in inside.lines),
        ),
        texts=(
            *(text for _, inside in (*resources, *needs) for text in inside.texts),
            *_of_unknown_forms(parts, labels),
            *_of_fields(rows, {item.key for part, _ in resources for item in part.items}, labels),
        ),
        frame=tuple({item.key: item for item in frame}.values()),
        particulars=tuple(
            particular
            for part in parts
            if part.form in _TELLING
            for particular in particulars(
                _notes_last(part.items), OBLIGATION[part.form], part.form == _WITH_AREAS, labels
            )
        ),
        strange_letters=tuple(_strange(rows, titles, labels)),
        rest=_once(rows, _rest(rows, parts, resources, n_cover)),
    )


def _of_unknown_forms(parts: Iterable[_Part], labels: FormLabels) -> Iterable[FoundText]:
    """The titles that nobody knows of forms that say something: one of them may be that of Form
    I.
    """
    for part in parts:
        if part.form == UNKNOWN and not all(_says_nothing(item, labels) for item in part.items):
            yield FoundText(part.title[0], "", "form-title")


def _says_nothing(item: DocumentLine, labels: FormLabels) -> bool:
    return says_nothing(item, labels) or is_boilerplate(item.words, labels)


def _of_fields(
    rows: Iterable[DocumentLine], read: set[RowKey], labels: FormLabels
) -> Iterable[FoundText]:
    """Form fields with words that no label of the cover and no title of another form places: they
    may be of Form I.
    """
    for row in rows:
        if row.sheet.kind is not SheetKind.FIELD or row.key in read:
            continue
        label, value = (cell.text for cell in row.raw.cells)
        head = title(label, labels)
        is_placed = leading(label, labels.labels) is not None or (
            head is not None and head.form != RESOURCES
        )
        if is_placed or not label_key(value) or says_nothing_of(value, labels):
            continue
        section = heading(label, labels)
        yield FoundText(row, section.meaning if section and section.is_certain else "", "field")


def _frame(part: _Part, inside: ParsedSections) -> Iterable[DocumentLine]:
    """What gives the lines of Form I their meaning: its title, its headings, and the title that
    ends it.
    """
    return (*part.title, *inside.frame, *((part.end,) if part.end else ()))


def _needs(rows: Sequence[DocumentLine], labels: FormLabels) -> Sequence[DocumentLine]:
    """The rows from a heading of needs on, up to any other heading of a section."""
    kept: list[DocumentLine] = []
    is_needed = False
    for row in rows:
        is_note = row.sheet.kind is SheetKind.NOTES
        found = heading(row.only_text, labels) if row.only_text and not is_note else None
        if found is not None and not found.is_sentence:
            is_needed = found.meaning == NEEDED
        if is_needed or (found is not None and found.meaning == NEEDED):
            kept.append(row)
    return kept


def _strange(
    rows: Sequence[DocumentLine], titles: Iterable[_Start], labels: FormLabels
) -> Iterable[DocumentLine]:
    """Titles beside a letter that no known version of the form gives them."""
    pairs = ((start.at, start.title.letter, start.title.form) for start in titles)
    known = labels.letters
    return (
        rows[at]
        for at, letter, form in pairs
        if letter and form != UNKNOWN and (letter, form) not in known
    )


def _rest(
    rows: Sequence[DocumentLine],
    parts: Sequence[_Part],
    resources: Sequence[tuple[_Part, ParsedSections]],
    n_cover: int,
) -> Iterable[tuple[DocumentLine, str]]:
    """Why a row is not used, should nothing reach it, the nearest reason first."""
    for _, inside in resources:
        yield from inside.rest
    for part in parts:
        yield from ((item, "title") for item in part.title)
        yield from ((item, f"form-{part.form}".replace("_", "-")) for item in part.items)
    yield from ((item, "cover" if at < n_cover else "no-form") for at, item in enumerate(rows))


def _once(
    rows: Sequence[DocumentLine], reasons: Iterable[tuple[DocumentLine, str]]
) -> tuple[tuple[int, str], ...]:
    """Each row by its number with the first of its reasons."""
    number = {row.key: at for at, row in enumerate(rows)}
    first: dict[int, str] = {}
    for item, reason in reasons:
        first.setdefault(number[item.key], reason)
    return tuple(first.items())
