"""What a note has to say of single reports: amended ones, and those of a State that withdrew within
the period.

In: Base, readings. Out: records to print. A State that withdrew is told only where a public report
of it is here and holds assistance provided before its withdrawal.
"""

from datetime import date

from pipeline.aggregate.answers import counted_not
from pipeline.aggregate.base import Base
from pipeline.aggregate.readings import Reading, Readings, left_within
from pipeline.model.dates import Dated
from pipeline.model.finding import Finding, found
from pipeline.model.record import FormLine, Registered, ReportNote

_PROVIDED = "provided"


def amended(base: Base, readings: Readings) -> tuple[tuple[ReportNote, ...], list[Finding]]:
    """Later versions of reports that are read here, and when they came, in English alphabetical
    order.
    """
    told, findings = [], []
    for state in base.parties:
        reading = readings.by_year.get((state.iso3, base.settings.article7_year))
        if reading is None or reading.fault or reading.registered is None or reading.report is None:
            continue
        if reading.registered.version != reading.report.version:
            findings.append(found("versions-disagree", reading.registered.ref("version")))
        elif reading.registered.version > 1:
            told.append(_amended(reading, reading.registered, reading.registered.received_on))
    return _unnamed(base, told, "amended"), findings


def _unnamed(base: Base, told: list[ReportNote], kind: str) -> tuple[ReportNote, ...]:
    """The notes, those of withheld States last and under ids that do not tell them: ids stand in
    the public audit.
    """
    hidden = {withheld.state for withheld in base.records.withheld}
    secret = [note for note in told if note.state in hidden]
    named = tuple(note for note in told if note.state not in hidden)
    return (
        *named,
        *(
            note.model_copy(update={"id": f"{kind}-withheld-{n}"})
            for n, note in enumerate(secret, start=1)
        ),
    )


def _amended(reading: Reading, row: Registered, on: Dated | None) -> ReportNote:
    assert on  # a report without a day of receipt has a fault and is not read
    cells = {"state": reading.refs, "date": row.refs("received_on")}
    return ReportNote(id=f"amended-{row.id}", row=row.row, state=row.state, on=on, cells=cells)


def _starts_before(line: FormLine, day: date) -> bool:
    """Whether a line is known to be about time before the day; one without dates is about the whole
    year.
    """
    start = line.period_from or line.period_to
    return start.last < day if start else date(line.year, 12, 31) < day


def _withdrawal(base: Base, reading: Reading) -> ReportNote | None:
    report = reading.report
    effective = left_within(base, report.state) if report else None
    if report is None or effective is None:
        return None
    lines = [
        line for line in report.lines if line.section == _PROVIDED and not counted_not(base, line)
    ]
    given = [line for line in lines if _starts_before(line, effective)]
    if not given:
        return None
    state = base.states[report.state]
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


def withdrawals(base: Base, readings: Readings) -> tuple[ReportNote, ...]:
    """States that withdrew within the period and had reported assistance provided before, in
    alphabetical order.
    """
    year = base.settings.article7_year
    ours = [
        reading
        for (_, y), reading in readings.by_year.items()
        if y == year and reading.is_before_withdrawal
    ]
    told = [withdrawal for reading in ours if (withdrawal := _withdrawal(base, reading))]
    return _unnamed(base, sorted(told, key=lambda w: base.states[w.state].sort_key), "further")
