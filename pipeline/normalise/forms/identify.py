"""Which report a document is: by its cover, otherwise by the register, otherwise by the name of its
file.

In: a parsed report, the register, the names of States. Out: State, year and version with the rows
that say so, and what disagrees. A name that is not wholly known identifies nothing.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pipeline.language import clean_text
from pipeline.model.doubts import Doubt, DoubtKind
from pipeline.model.finding import Finding, found
from pipeline.model.forms import FormLabels
from pipeline.model.source import Columns, Row, RowKey
from pipeline.normalise.forms.candidate import (
    PERIOD,
    STATE,
    YEAR,
    Candidate,
    Origin,
    ParsedReport,
    Status,
    the_one,
)
from pipeline.normalise.forms.cover import bare_name
from pipeline.normalise.forms.lines import DocumentLine
from pipeline.normalise.forms.match import wrapped_title
from pipeline.normalise.forms.register import Register, state_of_name, year_of_name
from pipeline.normalise.gazetteer import Gazetteer


class ReportIdentity(NamedTuple):
    """State and year of a report; empty if nothing shows them. `fields` are rows whose `value` says
    so.

    `until` is the row in which the document names another State: from there on, it is another
    report. `states` and `years` are all those that cover, register and file name give.
    """

    state: str
    year: int | None
    version: int
    fields: dict[str, Row]
    findings: tuple[Finding, ...]
    doubts: tuple[Doubt, ...]
    until: RowKey | None = None
    states: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()

    def is_doubted(self, kind: DoubtKind) -> bool:
        """Whether there is a doubt of that kind."""
        return any(doubt.kind is kind for doubt in self.doubts)

    @property
    def is_state_open(self) -> bool:
        """Whether it, or part of it, may be the report of another State."""
        is_doubted = self.is_doubted(DoubtKind.STATE)
        return is_doubted or len(self.states) != 1 or self.until is not None

    def may_be_for(self, year: int) -> bool:
        """Whether it, or part of it, may be for that year: because one of the three gives that
        year, or only the file name gives any.

        The name of a file may give the year in which the report was sent.
        """
        # a file in which a second report may follow keeps the counts of every year from being exact
        if YEAR not in self.fields or self.is_doubted(DoubtKind.ANOTHER_REPORT):
            return True
        return year in self.years


class _Fault(NamedTuple):
    """Something that disagrees: what a person is asked, and the finding on it."""

    kind: DoubtKind
    finding: Finding | None = None


def identify_report(parsed: ParsedReport, register: Register, names: Gazetteer) -> ReportIdentity:
    """Which State's report the document is, and for which year."""
    of_cover, faults = _state_of_cover(parsed, names)
    of_name = Candidate(STATE, state_of_name(parsed.file, names), (), Origin.FILE_NAME)
    every = (*of_cover, *register.state_of(parsed.file), of_name)
    # strongest first: cover, register, file name
    states = [one for one in every if one.value]
    years = [*_year_of_cover(parsed), *register.year_of(parsed.file), *_year_of_name(parsed)]
    others = list(_of_another_state(parsed, of_cover, names))
    faults += _faults(parsed, states, years, others)
    faults += _of_other_words(parsed, states, names)
    return ReportIdentity(
        state=next((one.value for one in states), ""),
        year=next((one.value for one in years), None),
        version=register.version_of(parsed.file),
        fields=_fields(parsed, (*states[:1], *years[:1])),
        findings=tuple(fault.finding for fault in faults if fault.finding is not None),
        doubts=tuple(Doubt(fault.kind) for fault in faults),
        until=next((line.key for line in others), None),
        states=frozenset(one.value for one in states),
        years=frozenset(one.value for one in years),
    )


def _fields(parsed: ParsedReport, taken: Iterable[Candidate[Any]]) -> dict[str, Row]:
    """The cells behind State and year; the first line of the report if there are none."""
    first_line = Row(parsed.lines[0].sheet, parsed.lines[0].raw, Columns({}, ()))
    cells = {one.field: one.row for one in taken if one.row is not None}
    return {STATE: first_line, **cells}


def _state_of_cover(
    parsed: ParsedReport, names: Gazetteer
) -> tuple[list[Candidate[str]], list[_Fault]]:
    """The State of the cover; a fault if it is not known, or if the cover names two."""
    known: dict[str, Candidate[str]] = {}
    unknown: list[Candidate[str]] = []
    for answer in parsed.answers_at(STATE, Origin.COVER):
        code = _state_code(answer.value, names)
        if code:
            known.setdefault(code, answer)
        else:
            unknown.append(answer)
    if len(known) == 1:
        code, answer = next(iter(known.items()))
        return [answer._replace(value=code, row=value_row(answer.lines[-1], answer.value))], []
    asked = next(iter((*unknown, *known.values())), None)
    if asked is None:
        return [], []
    hint = names.nearest(bare_name(asked.value))
    fault = found("cover-state-unknown", asked.lines[-1].ref, hint=hint)
    return [], [_Fault(DoubtKind.STATE, fault)]


def _year_of_cover(parsed: ParsedReport) -> Iterator[Candidate[int]]:
    period = parsed.period.value
    if period is None or period.year is None:
        return
    lines = parsed.period.lines
    yield Candidate(YEAR, period.year, lines, Origin.COVER, row=value_row(lines[-1], ""))


def _year_of_name(parsed: ParsedReport) -> Iterator[Candidate[int]]:
    year = year_of_name(parsed.file)
    if year is not None:
        yield Candidate(YEAR, year, (), Origin.FILE_NAME)


def _of_another_state(
    parsed: ParsedReport, of_cover: Iterable[Candidate[str]], names: Gazetteer
) -> Iterator[DocumentLine]:
    """The lines after a cover whose words at a label for States are wholly the name of another
    State.
    """
    for own in of_cover:
        for answer in parsed.answers_at(STATE, Origin.BODY):
            if _state_code(answer.value, names) not in {"", own.value}:
                yield answer.lines[0]


def _faults(
    parsed: ParsedReport,
    states: list[Candidate[str]],
    years: list[Candidate[int]],
    others: list[DocumentLine],
) -> Iterator[_Fault]:
    """What disagrees, or is uncertain, about State and year."""
    if max(len({one.value for one in every}) for every in (states, years)) > 1:
        first = parsed.lines[0].ref._replace(words="")
        yield _Fault(DoubtKind.IDENTITY, found("whose-disagrees", first))
    yield from _of_period(parsed, years)
    later = [one.lines[0] for one in parsed.answers_at(PERIOD, Origin.BODY)]
    for line in (*others, *later)[:1]:
        yield _Fault(DoubtKind.ANOTHER_REPORT, found("another-report-inside", line.ref))
    if any(every[0].origin is Origin.FILE_NAME for every in (states, years) if every):
        yield _Fault(DoubtKind.FILE_NAME)


def _of_other_words(
    parsed: ParsedReport, states: list[Candidate[str]], names: Gazetteer
) -> Iterator[_Fault]:
    """A page header, or a cover that gives no State at a label, in which other States are named and
    not the one taken; and comments on the cover.
    """
    lines = parsed.margins
    for taken in states[:1]:
        if taken.origin is not Origin.COVER:
            lines = (*parsed.cover, *lines)
        named = {line: names.states_in(line.words) for line in lines if not line.is_note}
        if taken.value not in set().union(*named.values()):
            for line in [line for line, codes in named.items() if codes][:1]:
                ref = line.ref._replace(words="")
                yield _Fault(DoubtKind.IDENTITY, found("whose-disagrees", ref))
    if any(line.is_comment for line in parsed.cover):
        yield _Fault(DoubtKind.COMMENT)


def _of_period(parsed: ParsedReport, years: list[Candidate[int]]) -> Iterator[_Fault]:
    """A period of the cover that cannot be read, or spans more than one year."""
    period = parsed.period.value
    for line in parsed.period.lines[-1:]:
        if period is not None:
            if period.year is None:
                yield _Fault(DoubtKind.PERIOD, found("period-not-a-year", line.ref))
        elif Origin.REGISTER in {one.origin for one in years}:
            yield _Fault(DoubtKind.PERIOD)
        else:
            yield _Fault(DoubtKind.PERIOD, found("period-not-read", line.ref))


def value_row(line: DocumentLine, words: str) -> Row:
    """The line as a row of a cover whose value is the cell that contains the words."""
    if line.is_field:
        return Row(line.sheet, line.raw, Columns({"value": 1}, ()))  # beside its label
    texts = [" ".join(text.split()) for text in line.texts]
    wanted = " ".join(words.split())
    position = next((n for n, text in enumerate(texts) if wanted in text), 0)
    return Row(line.sheet, line.raw, Columns({"value": position}, ()))


def status_rows(status: Candidate[Status], labels: FormLabels) -> dict[str, Row]:
    """The cell beside the title of the form that gives its status, and the one that contains the
    year.
    """
    if not status.lines:
        return {}
    form, line = labels.whole_form, status.lines[0]
    titled = next((text for text in line.texts if _has_title(text, form.name, labels)), "")
    rows = {form.status: value_row(line, titled), form.since: value_row(line, titled)}
    if status.value.since is None:
        return rows
    year = str(status.value.since)
    dated = [one for one in status.lines if year in one.words]
    if dated and (dated[0] is not line or year not in titled):
        rows[form.since] = value_row(dated[0], year)
    return rows


def _has_title(text: str, form: str, labels: FormLabels) -> bool:
    texts = text.split("\n")
    found_here = [wrapped_title(texts[n:], labels) for n in range(len(texts))]
    return form in {one[0].form for one in found_here if one is not None}


def code_of_cover(words: str, names: Gazetteer) -> str | None:
    """What a name stands for; a note in brackets after it is left out if it cannot make it the name
    of another State.

    "Congo (Democratic Republic of the)" is not Congo, and what "Congo (Dem. Rep.)" means, nobody
    knows.
    """
    whole, bare = clean_text(words), clean_text(bare_name(words))
    note = whole[len(bare) :].strip(" ()")
    if not note:
        return names.code(whole)
    spellings = (whole, f"{note} {bare}", f"{bare} {note}")
    with_note = set(map(names.code, spellings)) - {None, ""}
    if with_note:
        return the_one(with_note, None)
    code, of_note = names.code(bare), names.code(note)
    if of_note:
        return code if of_note == code else None
    return None if names.is_part(bare) else code


def _state_code(words: str, names: Gazetteer) -> str:
    """The code of the State that words name; empty for none, and for a body."""
    return the_one({code_of_cover(words, names) or ""} & names.states, "")
