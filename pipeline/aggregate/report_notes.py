"""What is said of single reports: notes in print, and questions to the State that sent one.

In: CountingContext and joined reports, or the gate and findings. Out: records to print. A State
that withdrew is told only where a public report of it is here and holds assistance provided before
its withdrawal; of words that name another State or body the place alone is told.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from pipeline.aggregate.answers import why_not_counted
from pipeline.aggregate.counting_context import CountingContext
from pipeline.aggregate.gate import Gate
from pipeline.aggregate.joined_reports import JoinedReport, JoinedReports, withdrawal_day
from pipeline.language import name_key
from pipeline.model.dates import Dated
from pipeline.model.finding import Finding, Severity, found
from pipeline.model.public import PublicRecord, PublicValue
from pipeline.model.record import FormLine, Registered, ReportNote

_PROVIDED = "provided"


def amended(
    context: CountingContext, joined: JoinedReports
) -> tuple[tuple[ReportNote, ...], list[Finding]]:
    """Later versions of reports that are read here, and when they came, in English alphabetical
    order.
    """
    told, findings = [], []
    for state in context.parties:
        reading = joined.by_year.get((state.iso3, context.settings.article7_year))
        if reading is None or reading.fault or reading.registered is None or reading.report is None:
            continue
        if reading.registered.version != reading.report.version:
            findings.append(found("versions-disagree", reading.registered.ref("version")))
        elif reading.registered.version > 1:
            told.append(_amended(reading, reading.registered, reading.registered.received_on))
    return _unnamed(context, told, "amended"), findings


def _unnamed(context: CountingContext, told: list[ReportNote], kind: str) -> tuple[ReportNote, ...]:
    """The notes, those of withheld States last and under ids that do not tell them: ids stand in
    the public audit.
    """
    hidden = {withheld.state for withheld in context.records.withheld}
    secret = [note for note in told if note.state in hidden]
    named = tuple(note for note in told if note.state not in hidden)
    return (
        *named,
        *(
            note.model_copy(update={"id": f"{kind}-withheld-{n}"})
            for n, note in enumerate(secret, start=1)
        ),
    )


def _amended(reading: JoinedReport, row: Registered, on: Dated | None) -> ReportNote:
    assert on  # a report without a day of receipt has a fault and is not read
    cells = {"state": reading.refs, "date": row.refs("received_on")}
    return ReportNote(id=f"amended-{row.id}", row=row.row, state=row.state, on=on, cells=cells)


def _starts_before(line: FormLine, day: date) -> bool:
    """Whether a line is known to be about time before the day; one without dates is about the whole
    year.
    """
    start = line.period_from or line.period_to
    return start.last < day if start else date(line.year, 12, 31) < day


def _withdrawal(context: CountingContext, reading: JoinedReport) -> ReportNote | None:
    report = reading.report
    effective = withdrawal_day(context, report.state) if report else None
    if report is None or effective is None:
        return None
    lines = [
        line
        for line in report.lines
        if line.section == _PROVIDED and not why_not_counted(context, line)
    ]
    given = [line for line in lines if _starts_before(line, effective)]
    if not given:
        return None
    state = context.states[report.state]
    of_lines = tuple(
        ref
        for line in given
        for ref in line.refs("section", "counterpart", "channel", "period_from")
    )
    cells = {
        "state": (*reading.refs, *of_lines),
        "date": (state.row.ref("name_en"), state.row.ref("withdrawal_effective")),
    }
    return ReportNote(
        id=f"withdrawn-{report.id}",
        row=report.row,
        state=report.state,
        on=Dated(first=effective),
        cells=cells,
    )


def withdrawals(context: CountingContext, joined: JoinedReports) -> tuple[ReportNote, ...]:
    """States that withdrew within the period and had reported assistance provided before, in
    alphabetical order.
    """
    year = context.settings.article7_year
    ours = [
        reading
        for (_, y), reading in joined.by_year.items()
        if y == year and reading.is_before_withdrawal
    ]
    told = [withdrawal for reading in ours if (withdrawal := _withdrawal(context, reading))]
    return _unnamed(
        context, sorted(told, key=lambda w: context.states[w.state].sort_key), "further"
    )


_LONGEST = 200
_TABLE = "clarification"


class Clarification(NamedTuple):
    """What is asked of a State: its name, whether papers withhold it, its questions by the code of
    their finding.
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
    """The questions to each State with open findings in its reports; which of them are asked, the
    wording decides.
    """
    by_state: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.severity is not Severity.NOTE and finding.ref.source in reporters:
            by_state.setdefault(reporters[finding.ref.source], []).append(finding)
    ordered = sorted(by_state, key=lambda code: gate.name(code).sort_key)
    return tuple(
        _clarification(gate, code, spellings.get(code, ()), by_state[code]) for code in ordered
    )


def _clarification(
    gate: Gate, code: str, own: tuple[str, ...], findings: list[Finding]
) -> Clarification:
    keys = {name_key(name) for name in own}
    name = PublicValue(columns=(), names=gate.names((code,)))
    return Clarification(
        code,
        gate.name(code).listed,
        code in gate.withheld,
        _record(code, "withheld" if code in gate.withheld else "told", {"state": name}),
        tuple(
            _question(gate, keys, number, finding)
            for number, finding in enumerate(findings, start=1)
        ),
    )


def _question(gate: Gate, own: set[str], number: int, finding: Finding) -> PublicRecord:
    file = finding.ref.source.rpartition("/")[2]
    texts = {"file": file, "place": finding.ref.place, "quoted": _short(finding.ref.words)}
    kept = {
        name: PublicValue(columns=(), text=text)
        for name, text in texts.items()
        if text and not _names_others(gate, own, text)
    }
    return _record(str(number), finding.code, kept)


def _names_others(gate: Gate, own: set[str], text: str) -> bool:
    found = gate.all_names.finditer(name_key(text)) if gate.all_names else ()
    return any(match[0] not in own for match in found)


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1].rstrip()}…"


def _record(id_: str, form: str, values: dict[str, PublicValue]) -> PublicRecord:
    return PublicRecord(table=_TABLE, id=id_, form=form, form_columns=(), values=values)
