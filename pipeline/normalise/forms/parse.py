"""A document parsed: its cover, the rows of its forms, what they say about deadlines and areas, and
the rest.

In: the sheets of one document and the vocabulary. Out: ParsedReport, in which every line has a
place. Neither which report it is nor whether it was read correctly is decided here.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.model.doubts import Doubt, DoubtKind
from pipeline.model.forms import FormLabels
from pipeline.model.source import Sheet, SheetKind
from pipeline.normalise.date_spans import Period, read_period
from pipeline.normalise.forms.candidate import (
    PERIOD,
    STATE,
    Candidate,
    FormFact,
    FormRow,
    Origin,
    ParsedReport,
    Status,
)
from pipeline.normalise.forms.cover import dated, labelled, language_of, period_of
from pipeline.normalise.forms.lines import DocumentLine, document_lines
from pipeline.normalise.forms.match import (
    UNKNOWN,
    Title,
    heading,
    leading,
    line_heading,
    title,
    title_text,
    unknown_title,
    wrapped_title,
)
from pipeline.normalise.forms.particulars import particulars
from pipeline.normalise.forms.sections import ParsedSections, parse_sections
from pipeline.normalise.forms.statuses import is_boilerplate, statuses
from pipeline.normalise.forms.vocabulary import line_says_nothing, says_nothing

_NO_TITLES = frozenset({SheetKind.FIELD, SheetKind.NOTES, SheetKind.COMMENTS})
ParseReport = Callable[[tuple[Sheet, ...], FormLabels], ParsedReport]


class _Part(NamedTuple):
    """A form in the body: its title, its lines, and the line that ends it, if there is one."""

    form: str
    title: tuple[DocumentLine, ...]
    lines: tuple[DocumentLine, ...]
    end: tuple[DocumentLine, ...]


class _Start(NamedTuple):
    """Where a form begins: the number of its line, its title, and how many lines the title
    takes.
    """

    at: int
    title: Title
    n_lines: int = 1


class _Read(NamedTuple):
    """A form whose rows become records, with what was read in it."""

    part: _Part
    is_whole: bool
    inside: ParsedSections


class _Body(NamedTuple):
    """The forms after a cover, and those of them that were read."""

    parts: tuple[_Part, ...]
    read: tuple[_Read, ...]

    @property
    def whole(self) -> Iterator[_Read]:
        """The forms that are read as a whole."""
        return (one for one in self.read if one.is_whole)


def _without_notes(lines: Sequence[DocumentLine]) -> list[DocumentLine]:
    return [line for line in lines if not line.is_note]


def _notes_last(lines: Sequence[DocumentLine]) -> list[DocumentLine]:
    return sorted(lines, key=lambda line: line.is_note)


@lru_cache(maxsize=2_048)  # a pure function: runs that are compared share their reports
def parse_report(sheets: tuple[Sheet, ...], labels: FormLabels) -> ParsedReport:
    """The document parsed."""
    lines, margins = document_lines(sheets)
    marked = statuses(_without_notes(lines), labels)
    titles = list(_titles(lines, labels))
    # a title with boxes beside it is a line of the cover, wherever it is, and begins no form
    of_cover = {one.lines[0].key for one in marked.values()}
    starts = [start for start in titles if lines[start.at].key not in of_cover]
    parts = tuple(part for part in _parts(lines, starts) if part.lines)
    n_cover = _length_of_cover(lines, parts)
    body = _Body(parts, tuple(_read_parts(parts, labels)))
    cover = labelled(_lines_of_cover(lines, n_cover), labels)
    later = labelled(_lines_of_body(lines, n_cover), labels, Origin.BODY)
    period = period_of(cover, labels)
    form = labels.whole_form.name
    report = ParsedReport(
        file=sheets[0].source,
        sha256=sheets[0].sha256,
        language=language_of(_languages(cover, titles)),
        lines=lines,
        answers=(*cover, *_of_another(later, period.value, labels)),
        period=period,
        dated=dated(cover, labels),
        status=marked.get(form, Candidate(form, Status(), (), Origin.COVER)),
        rows=tuple(_rows(lines, body, labels)),
        context=(),
        facts=tuple(_facts(parts, labels)),
        strange_letters=tuple(_strange_letters(lines, titles, labels)),
        unused=_first_reasons(lines, _reasons(lines, body, n_cover)),
        cover=tuple(lines[:n_cover]),
        margins=margins,
    )
    return report._replace(context=tuple(_context(report, body)))


def _length_of_cover(lines: Sequence[DocumentLine], parts: Sequence[_Part]) -> int:
    """How many lines there are before the title of the first form."""
    if not parts:
        return len(lines)
    first = parts[0].title[0].key
    return next(at for at, line in enumerate(lines) if line.key == first)


def _lines_of_cover(lines: Sequence[DocumentLine], n_cover: int) -> list[DocumentLine]:
    """The lines in which the cover may answer: form fields come after the body."""
    fields = [line for line in lines[n_cover:] if line.is_field]
    return [*_without_notes(lines[:n_cover]), *fields]


def _lines_of_body(lines: Sequence[DocumentLine], n_cover: int) -> list[DocumentLine]:
    return [line for line in _without_notes(lines[n_cover:]) if not line.is_field]


def _languages(cover: Iterable[Candidate[str]], titles: Iterable[_Start]) -> list[str]:
    spoken = [*(one.language for one in cover), *(start.title.language for start in titles)]
    return list(filter(None, spoken))


def _of_another(
    later: Iterable[Candidate[str]], period: Period | None, labels: FormLabels
) -> Iterator[Candidate[str]]:
    """The answers after the cover that may belong to another report: States, and periods other than
    that of the cover, if it gives one.
    """
    yield from (one for one in later if one.field == STATE)
    if period is None:
        return
    for one in later:
        if one.field != PERIOD:
            continue
        if read_period(one.value, labels.date_words) not in {None, period}:
            yield one


def _titles(lines: Sequence[DocumentLine], labels: FormLabels) -> Iterator[_Start]:
    """The titles of forms among the lines; titles in a row of several texts belong to a cover."""
    for at, line in enumerate(lines):
        if line.sheet.kind in _NO_TITLES:
            continue
        text = title_text(line, labels)
        if not text:
            continue
        texts = [text]
        if line.sheet.kind is SheetKind.PAGE:  # a long title wraps on a page, never in Word
            texts += [below.only_text for below in lines[at + 1 : at + 3]]
        wrapped = wrapped_title(texts, labels)
        unknown = unknown_title(text, labels)
        if wrapped is not None:
            yield _Start(at, *wrapped)
        elif unknown is not None:
            yield _Start(at, unknown)


def _parts(lines: Sequence[DocumentLine], starts: Sequence[_Start]) -> Iterator[_Part]:
    ends = [*(start.at for start in starts), len(lines)][1:]
    for start, end in zip(starts, ends, strict=True):
        first = start.at + start.n_lines
        yield _Part(
            start.title.form,
            tuple(lines[start.at : first]),
            tuple(lines[first:end]),
            tuple(lines[end : end + 1]),
        )


def _read_parts(parts: Iterable[_Part], labels: FormLabels) -> Iterator[_Read]:
    """The parts whose rows become records, each read; those that are read as a whole come first."""
    known = [part for part in parts if part.form in labels.forms]
    # what is read as a whole comes first: of rows that say the same, its lines keep the plain id
    for part in sorted(known, key=lambda part: bool(labels.forms[part.form].section)):
        section = labels.forms[part.form].section
        lines: Iterable[DocumentLine] = part.lines
        if section:
            lines = _of_section(part.lines, section, labels)
        yield _Read(part, not section, parse_sections(lines, part.form, labels))


def _of_section(
    lines: Sequence[DocumentLine], section: str, labels: FormLabels
) -> Iterator[DocumentLine]:
    """The lines from a heading of a section up to any other heading."""
    is_inside = False
    for line in lines:
        found = line_heading(line, labels)
        is_of_section = is_inside
        if found is not None:
            is_of_section = found.meaning == section
            if not found.is_sentence:
                is_inside = is_of_section
        if is_inside or is_of_section:
            yield line


def _rows(
    lines: Sequence[DocumentLine], body: _Body, labels: FormLabels
) -> Iterator[Candidate[FormRow]]:
    """The candidates for lines of the report, then the words from which none was read."""
    for one in body.read:
        yield from one.inside.lines
    for one in body.read:
        yield from one.inside.texts
    yield from _of_unknown_forms(body.parts, labels)
    read = {line.key for one in body.whole for line in one.part.lines}
    yield from _of_fields([line for line in lines if line.key not in read], labels)


def _text(form: str, section: str, line: DocumentLine, kind: DoubtKind) -> Candidate[FormRow]:
    return Candidate(form, FormRow(section), (line,), Origin.BODY, (Doubt(kind),))


def _of_unknown_forms(parts: Iterable[_Part], labels: FormLabels) -> Iterator[Candidate[FormRow]]:
    """The unknown titles of forms that have content: one may be that of a form whose rows become
    records.
    """
    for part in parts:
        if part.form != UNKNOWN:
            continue
        if not all(_says_nothing(line, labels) for line in part.lines):
            yield _text(UNKNOWN, "", part.title[0], DoubtKind.FORM_TITLE)


def _says_nothing(line: DocumentLine, labels: FormLabels) -> bool:
    return line_says_nothing(line, labels) or is_boilerplate(line.words, labels)


def _of_fields(lines: Iterable[DocumentLine], labels: FormLabels) -> Iterator[Candidate[FormRow]]:
    """Form fields with words that neither a label of the cover nor the title of another form
    explains.
    """
    form = labels.whole_form.name
    for line in lines:
        if not line.is_field:
            continue
        label, value = (cell.text for cell in line.raw.cells)
        if says_nothing(value, labels) or _is_placed(label, labels):
            continue
        found = heading(label, labels)
        section = ""
        if found is not None and found.is_certain:
            section = found.meaning
        yield _text(form, section, line, DoubtKind.FIELD)


def _is_placed(label: str, labels: FormLabels) -> bool:
    """Whether the label of a form field belongs to the cover, or is the title of another form."""
    if leading(label, labels.labels) is not None:
        return True
    head = title(label, labels)
    return head is not None and head.form != labels.whole_form.name


def _context(report: ParsedReport, body: _Body) -> Iterable[DocumentLine]:
    """The lines that give the rows their meaning: titles, headings, the title that ends a form, and
    what the cover says.
    """
    lines: list[DocumentLine] = []
    for one in body.read:
        if one.is_whole:
            lines += (*one.part.title, *one.inside.context, *one.part.end)
        else:
            lines += one.inside.context
    lines += (*report.status.lines, *report.cover_lines())
    return {line.key: line for line in lines}.values()


def _facts(parts: Iterable[_Part], labels: FormLabels) -> Iterator[Candidate[FormFact]]:
    for part in parts:
        if part.form in labels.forms:
            form = labels.forms[part.form]
            yield from particulars(_notes_last(part.lines), form, labels)


def _strange_letters(
    lines: Sequence[DocumentLine], titles: Iterable[_Start], labels: FormLabels
) -> Iterator[DocumentLine]:
    """Titles beside a letter that no known version of the form gives them."""
    lettered = [start for start in titles if start.title.letter]
    for start in lettered:
        known = {*labels.letters, (start.title.letter, UNKNOWN)}
        if (start.title.letter, start.title.form) not in known:
            yield lines[start.at]


def _reasons(
    lines: Sequence[DocumentLine], body: _Body, n_cover: int
) -> Iterator[tuple[DocumentLine, str]]:
    """Why a line is not used if nothing uses it, the most specific reason first."""
    for one in body.whole:
        yield from one.inside.rest
    for part in body.parts:
        yield from ((line, "title") for line in part.title)
        yield from ((line, f"form-{part.form}".replace("_", "-")) for line in part.lines)
    yield from ((line, "cover") for line in lines[:n_cover])
    yield from ((line, "no-form") for line in lines[n_cover:])


def _first_reasons(
    lines: Sequence[DocumentLine], reasons: Iterable[tuple[DocumentLine, str]]
) -> tuple[tuple[int, str], ...]:
    """Each line by its number with the first of its reasons."""
    number = {line.key: at for at, line in enumerate(lines)}
    first: dict[int, str] = {}
    for line, reason in reasons:
        first.setdefault(number[line.key], reason)
    return tuple(first.items())
