"""Which report a document is: by its cover, else by the register, else by the name of the file.

In: a parsed report, the rows of the register that name files, the names of States. Out: State, year
and version with the rows they come from, and what does not agree. A name that is not wholly known
places nothing.
"""

from collections.abc import Iterable
from typing import NamedTuple

from pipeline.language import clean_text
from pipeline.model.finding import Finding, found
from pipeline.model.forms import RESOURCES, FormLabels
from pipeline.model.source import Columns, Row, RowKey, SheetKind
from pipeline.normalise.forms.cover import Labelled, Marked, bare_name
from pipeline.normalise.forms.lines import DocumentLine
from pipeline.normalise.forms.match import wrapped_title
from pipeline.normalise.forms.parse import LATER_PERIOD, LATER_STATE, ParsedReport
from pipeline.normalise.forms.register import Register, of_file_name
from pipeline.normalise.gazetteer import Gazetteer


class ReportIdentity(NamedTuple):
    """State and year of a report; empty where nothing tells. `fields` are rows whose `value` says
    so.

    `until` is the row in which the document names another State: what stands from there on is of
    another report. `states` and `years` are all that cover, register and file name give.
    """

    state: str
    year: int | None
    version: int
    fields: dict[str, Row]
    findings: tuple[Finding, ...]
    questions: tuple[str, ...]
    until: RowKey | None = None
    states: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()

    @property
    def is_state_open(self) -> bool:
        """Whether it, or part of it, may be the report of another State."""
        return len(self.states) != 1 or self.until is not None or "state" in self.questions

    def may_be_for(self, year: int) -> bool:
        """Whether it, or part of it, may be for that year: one of the three gives it, or the name
        alone gives any.

        The name of a file may give the year in which the report was sent.
        """
        return (
            year in self.years
            or "article7_year" not in self.fields
            or "another-report" in self.questions
        )


class _Named(NamedTuple):
    """What one of the three says, and the row that says it."""

    state: str = ""
    year: int | None = None
    state_row: Row | None = None
    year_row: Row | None = None


def value_row(item: DocumentLine, words: str) -> Row:
    """The item as a row of a cover whose value is its cell that holds the words."""
    if item.sheet.kind is SheetKind.FIELD:
        return Row(item.sheet, item.raw, Columns({"value": 1}, ()))  # beside its label
    texts = [" ".join(text.split()) for text in item.texts]
    wanted = " ".join(words.split())
    position = next((n for n, text in enumerate(texts) if wanted in text), 0)
    return Row(item.sheet, item.raw, Columns({"value": position}, ()))


def status_rows(status: Marked, labels: FormLabels) -> dict[str, Row]:
    """The cell that says what became of Form I, beside its title, and the one that holds the
    year.
    """
    item = status.items[0]
    titled = next((text for text in item.texts if _has_title(text, labels)), "")
    year = str(status.status.since or "")
    dated = next((one for one in status.items if year and year in one.words), item)
    return {
        "form_i": value_row(item, titled),
        "form_i_since": value_row(dated, titled if dated is item and year in titled else year),
    }


def _has_title(text: str, labels: FormLabels) -> bool:
    lines = text.split("\n")
    found = (wrapped_title(lines[n:], labels) for n in range(len(lines)))
    return any(one is not None and one[0].form == RESOURCES for one in found)


def _of_cover(draft: ParsedReport, names: Gazetteer) -> tuple[_Named, Finding | None]:
    """What the cover says; a finding where its State is not known, or it names two."""
    known: dict[str, Labelled] = {}
    unknown: list[Labelled] = []
    for answer in draft.labels.get("state", ()):
        code = code_of_cover(answer.words, names)
        if code in names.states and code:
            known.setdefault(code, answer)
        else:
            unknown.append(answer)
    state, row, finding = "", None, None
    if len(known) == 1:
        state, answer = next(iter(known.items()))
        row = value_row(answer.items[-1], answer.words)
    elif known or unknown:
        answer = (unknown or list(known.values()))[0]
        finding = found(
            "cover-state-unknown", answer.items[-1].ref, hint=names.nearest(bare_name(answer.words))
        )
    period = draft.period
    year_row = value_row(draft.period_items[-1], "") if draft.period_items else None
    return _Named(state, period.year if period else None, row, year_row), finding


def code_of_cover(words: str, names: Gazetteer) -> str | None:
    """What a name stands for; a note in brackets behind it is left out where it cannot make it the
    name of another.

    "Congo (Democratic Republic of the)" is not Congo, and of "Congo (Dem. Rep.)" nobody knows.
    """
    whole, bare = clean_text(words), clean_text(bare_name(words))
    note = whole[len(bare) :].strip(" ()")
    if not note:
        return names.code(whole)
    with_note = {
        code for name in (whole, f"{note} {bare}", f"{bare} {note}") if (code := names.code(name))
    }
    if with_note:
        return with_note.pop() if len(with_note) == 1 else None
    code, of_note = names.code(bare), names.code(note)
    if of_note:
        return code if of_note == code else None
    return None if names.is_part(bare) else code


def _of_register(draft: ParsedReport, register: Register) -> tuple[_Named, int]:
    """What the one row of the register says that names the file."""
    rows = register.of(draft.file)
    if not rows:
        return _Named(), 1
    row, values = rows[0]
    year, version = values["article7_year"], values["version"]
    return (
        _Named(
            str(values["state"]),
            year if isinstance(year, int) else None,
            _as_value(row, "state"),
            _as_value(row, "article7_year"),
        ),
        version if isinstance(version, int) else 1,
    )


def _as_value(row: Row, field: str) -> Row:
    return Row(
        row.sheet, row.raw, Columns({"value": row.columns.index[field]}, row.columns.headers)
    )


def identify_report(draft: ParsedReport, register: Register, names: Gazetteer) -> ReportIdentity:
    """ReportIdentity report the document is, and for which year."""
    cover, finding = _of_cover(draft, names)
    registered, version = _of_register(draft, register)
    file_state, file_year = of_file_name(draft.file, names)
    findings = [finding] if finding else []
    questions = ["state"] if finding else []
    first = draft.items[0].ref._replace(words="")
    if _disagree((cover.state, registered.state, file_state)) or _disagree(
        (cover.year, registered.year, file_year)
    ):
        findings.append(found("whose-disagrees", first))
        questions.append("whose")
    if draft.period is not None and draft.period.year is None:
        findings.append(found("period-not-a-year", draft.period_items[-1].ref))
        questions.append("period")
    if draft.period is None and draft.period_items:
        findings += (
            [found("period-not-read", draft.period_items[-1].ref)]
            if registered.year is None
            else []
        )
        questions.append("period")
    others = [
        one.items[0]
        for one in draft.labels.get(LATER_STATE, ())
        if _is_another(one, cover.state, names)
    ]
    again = [*others, *(one.items[0] for one in draft.labels.get(LATER_PERIOD, ()))]
    if again:
        findings.append(found("another-report-inside", again[0].ref))
        questions.append("another-report")
    if (file_state and not (cover.state or registered.state)) or (
        file_year and not (cover.year or registered.year)
    ):
        questions.append("file-name")
    fields: dict[str, Row] = {}
    state = _pick(
        fields,
        "state",
        (
            (cover.state, cover.state_row),
            (registered.state, registered.state_row),
            (file_state, None),
        ),
    )
    year = _pick(
        fields,
        "article7_year",
        ((cover.year, cover.year_row), (registered.year, registered.year_row), (file_year, None)),
    )
    anchor = Row(draft.items[0].sheet, draft.items[0].raw, Columns({}, ()))
    fields.setdefault("state", anchor)
    states, years = (
        (cover.state, registered.state, file_state),
        (cover.year, registered.year, file_year),
    )
    return ReportIdentity(
        str(state or ""),
        year if isinstance(year, int) else None,
        version,
        fields,
        tuple(findings),
        tuple(questions),
        others[0].key if others else None,
        frozenset(name for name in states if name),
        frozenset(number for number in years if number),
    )


def _is_another(answer: Labelled, state: str, names: Gazetteer) -> bool:
    """Whether words beside a label of States are wholly the name of another one."""
    code = code_of_cover(answer.words, names)
    return bool(state) and code in names.states and code not in ("", state)


def _disagree(named: tuple[str | int | None, ...]) -> bool:
    return len({name for name in named if name}) > 1


def _pick(
    fields: dict[str, Row], name: str, named: Iterable[tuple[str | int | None, Row | None]]
) -> str | int | None:
    """The first of the three that says something; its row becomes the field."""
    for value, row in named:
        if value:
            if row is not None:
                fields[name] = row
            return value
    return None
