"""Single reports: notes on them in print, and questions to the States that sent them.

In: CountingContext and joined reports, or the gate and findings. Out: records to print. A State
that withdrew is mentioned only for assistance that a public report of it lists and that it provided
before; a question quotes no words that name another State or body, and gives only their place.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from pipeline.aggregate.answers import why_not_counted
from pipeline.aggregate.counting_context import CountingContext
from pipeline.aggregate.gate import Gate
from pipeline.aggregate.joined_reports import JoinedReport, JoinedReports, withdrawal_day
from pipeline.language import name_key
from pipeline.model.dates_and_money import Dated
from pipeline.model.finding import Finding, Severity, found
from pipeline.model.public import PublicRecord, PublicValue
from pipeline.model.record import FormLine, Registered, ReportNote

_PROVIDED = "provided"
_LONGEST = 200
_TABLE = "clarification"


def amended_reports(
    context: CountingContext, joined: JoinedReports
) -> tuple[tuple[ReportNote, ...], list[Finding]]:
    """A note for each report that is an amended version, with the day it came, in English
    alphabetical order; and findings where register and report disagree on the version.
    """
    notes: list[ReportNote] = []
    findings: list[Finding] = []
    for state in context.parties:
        reading = joined.by_year.get((state.iso3, context.settings.article7_year))
        if reading is None:
            continue
        row, report = reading.registered, reading.usable
        if row is None or report is None:
            continue
        if row.version != report.version:
            findings.append(found("versions-disagree", row.ref("version")))
        elif row.version > 1:
            notes.append(_amended(reading, row))
    return _without_names(context, notes, "amended"), findings


def _amended(reading: JoinedReport, row: Registered) -> ReportNote:
    assert row.received_on  # a report without a day of receipt has a fault and is not read
    return ReportNote(
        id=f"amended-{row.id}",
        row=row.row,
        state=row.state,
        on=row.received_on,
        cells={"state": reading.refs, "date": row.refs("received_on")},
    )


def _without_names(
    context: CountingContext, notes: Iterable[ReportNote], kind: str
) -> tuple[ReportNote, ...]:
    """The notes, those of withheld States last and under ids without their codes: ids are in
    bookmarks and in the public audit.
    """
    named: list[ReportNote] = []
    secret: list[ReportNote] = []
    for note in notes:
        if note.state in context.withheld_states:
            id_ = f"{kind}-withheld-{len(secret) + 1}"
            secret.append(note.model_copy(update={"id": id_}))
        else:
            named.append(note)
    return (*named, *secret)


def withdrawals(context: CountingContext, joined: JoinedReports) -> tuple[ReportNote, ...]:
    """A note for each State that withdrew within the period after it had reported assistance
    provided, in English alphabetical order.
    """
    notes: list[ReportNote] = []
    asked = context.settings.article7_year
    of_year = (reading for (_, year), reading in joined.by_year.items() if year == asked)
    for reading in of_year:
        if reading.is_before_withdrawal:
            notes += _withdrawal(context, reading)
    ordered = sorted(notes, key=lambda note: context.states[note.state].sort_key)
    return _without_names(context, ordered, "further")


def _withdrawal(context: CountingContext, reading: JoinedReport) -> Iterator[ReportNote]:
    """The note on a State that withdrew, if its report lists assistance given before that."""
    report = reading.report
    if report is None:
        return
    effective = withdrawal_day(context, report.state)
    if effective is None:
        return
    given = [line for line in report.lines if _is_given_before(context, line, effective)]
    if not given:
        return
    state = context.states[report.state]
    cells = ("section", "counterpart", "channel", "period_from")
    of_lines = (ref for line in given for ref in line.refs(*cells))
    yield ReportNote(
        id=f"withdrawn-{report.id}",
        row=report.row,
        state=report.state,
        on=Dated(first=effective),
        cells={
            "state": (*reading.refs, *of_lines),
            "date": (state.row.ref("name_en"), state.row.ref("withdrawal_effective")),
        },
    )


def _is_given_before(context: CountingContext, line: FormLine, day: date) -> bool:
    """Whether a line counts as assistance provided before a day."""
    if line.section != _PROVIDED or why_not_counted(context, line):
        return False
    # Without dates it may have been at any time of the year, and so after the day.
    start = line.period_from or line.period_to or Dated(first=date(line.year, 12, 31))
    return start.last < day


class Clarification(NamedTuple):
    """The questions to a State, each with the code of its finding as form; `is_withheld` says that
    papers may not name the State.
    """

    code: str
    name: str
    is_withheld: bool
    addressee: PublicRecord
    questions: tuple[PublicRecord, ...]


def clarifications(
    gate: Gate,
    spellings: Mapping[str, tuple[str, ...]],
    reporters: Mapping[str, str],
    findings: Iterable[Finding],
) -> tuple[Clarification, ...]:
    """The questions to each State with open findings in its reports, by State in English
    alphabetical order; `reporters` gives the State of each file. Only those with a wording are
    asked.
    """
    by_state: dict[str, list[Finding]] = {}
    for finding in (one for one in findings if one.ref.source in reporters):
        if finding.severity is not Severity.NOTE:
            by_state.setdefault(reporters[finding.ref.source], []).append(finding)
    ordered = sorted(by_state, key=lambda code: gate.name(code).sort_key)
    return tuple(
        _clarification(gate, code, spellings.get(code, ()), by_state[code]) for code in ordered
    )


def _clarification(
    gate: Gate, code: str, own: tuple[str, ...], findings: list[Finding]
) -> Clarification:
    keys = {name_key(name) for name in own}
    is_withheld = code in gate.withheld
    name = PublicValue(columns=(), names=gate.names((code,)))
    numbered = enumerate(findings, start=1)
    return Clarification(
        code=code,
        name=gate.name(code).listed,
        is_withheld=is_withheld,
        addressee=_record(code, "withheld" if is_withheld else "told", {"state": name}),
        questions=tuple(_question(gate, keys, number, finding) for number, finding in numbered),
    )


def _question(gate: Gate, own: set[str], number: int, finding: Finding) -> PublicRecord:
    """A question with file, place and words, as far as they name no other State or body: the note
    goes to the State.
    """
    file = finding.ref.source.rpartition("/")[2]
    texts = {"file": file, "place": finding.ref.place, "quoted": _short(finding.ref.words)}
    values: dict[str, PublicValue] = {}
    for name, text in texts.items():
        if text and not _names_others(gate, own, text):
            values[name] = PublicValue(columns=(), text=text)
    return _record(str(number), finding.code, values)


def _names_others(gate: Gate, own: set[str], text: str) -> bool:
    if gate.all_names is None:
        return False
    return any(match[0] not in own for match in gate.all_names.finditer(name_key(text)))


def _short(words: str) -> str:
    plain = " ".join(words.split())
    if len(plain) <= _LONGEST:
        return plain
    return f"{plain[: _LONGEST - 1].rstrip()}…"


def _record(id_: str, form: str, values: dict[str, PublicValue]) -> PublicRecord:
    return PublicRecord(table=_TABLE, id=id_, form=form, form_columns=(), values=values)
