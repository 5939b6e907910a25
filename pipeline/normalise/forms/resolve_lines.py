"""A parsed report and a person's word on it, combined into one report: confirmed lines count,
unconfirmed ones limit.

In: a report with its cover resolved, the review. Out: the report with its lines, the proposals,
rows set aside, findings. Without State and year there is no report, and none of its rows is used; a
text that nobody has read limits its section.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.model.doubts import DoubtKind
from pipeline.model.figure import Drop
from pipeline.model.finding import Finding, found
from pipeline.model.forms import LINE, TEXT, Proposal
from pipeline.model.record import FormLine, Quarantined, Report
from pipeline.model.source import Ref, Row
from pipeline.model.tables import COVER_FIELDS, InputTable
from pipeline.normalise.cell_values import pair_columns, read_cell
from pipeline.normalise.form_lines import form_line
from pipeline.normalise.forms.candidate import STATE, YEAR, Candidate, FormRow, ParsedReport
from pipeline.normalise.forms.resolve import ReadingContext, ResolvedCover, is_unreadable
from pipeline.normalise.forms.review import CORRECTED, NO, ReviewMark
from pipeline.normalise.forms.statuses import UNCLEAR
from pipeline.normalise.forms.values import (
    LineValues,
    empty_values,
    line_values,
    merged_amount_rows,
    shown,
    table_of,
)
from pipeline.normalise.patches import resolve_columns
from pipeline.normalise.table import NOT_ABOUT, QUARANTINED, ReadRow, TableRows

_REASONS = {TEXT: "text-of-the-report", LINE: "no-line"}


class Confirmed(NamedTuple):
    """A document as a report, if it is one, with what awaits a person and what was set aside."""

    parsed: ParsedReport
    report: Report | None
    proposals: tuple[Proposal, ...]
    rest: TableRows


class _Row(NamedTuple):
    """A row of a form as a person is asked about it: as a line, or as words from which none was
    read, which may be corrected to a line of the table.
    """

    section: str
    table: InputTable
    proposal: Proposal
    line: FormLine | None
    occurrence: int = 1  # whether it is the first, second … row with these words


class _Outcome(NamedTuple):
    """What became of one row: a line, what it limits, why it is set aside, cells that are cited."""

    proposal: Proposal
    line: FormLine | None = None
    limit: Quarantined | None = None
    drop: Drop | None = None
    cited: tuple[Ref, ...] = ()
    faults: tuple[Finding, ...] = ()


def resolve_lines(cover: ResolvedCover, context: ReadingContext) -> Confirmed:
    """The document with a person's every word applied."""
    # a person who has looked at the cover has answered its decisions; notes stay
    findings = list(cover.left_of((*cover.identity.findings, *_notes(cover.parsed))))
    if not cover.is_placed:
        return _unplaced(cover, findings)
    outcomes = [_outcome(row, cover, context) for row in _rows(cover, context)]
    for outcome in outcomes:
        findings += outcome.faults
    if cover.status == UNCLEAR:
        at = cover.parsed.status.lines[:1]
        findings += [found("form-status-unclear", line.ref) for line in at]
    of_cover = _Outcome(cover.proposal._replace(is_settled=bool(cover.mark.confirm)))
    if not cover.mark.confirm:
        of_cover = of_cover._replace(limit=_limit(cover, cover.proposal.ref))
    every = (of_cover, *outcomes)
    proposals = tuple(outcome.proposal for outcome in every)
    n_open = sum(not proposal.is_settled for proposal in proposals)
    if n_open:
        findings.append(found("report-unconfirmed", cover.first_ref, n=str(n_open)))
    rest = TableRows(
        (),
        tuple(outcome.limit for outcome in every if outcome.limit is not None),
        (*(one.drop for one in outcomes if one.drop is not None), *cover.parsed.drops()),
        tuple(findings),
    )
    return Confirmed(cover.parsed, _report(cover, outcomes), proposals, rest)


def _report(cover: ResolvedCover, outcomes: Sequence[_Outcome]) -> Report:
    """The report with its lines, and with all the rows that gave them their meaning."""
    context = [*(line.ref for line in cover.parsed.context), *cover.mark.refs]
    for outcome in outcomes:
        context += outcome.cited
    lines = tuple(outcome.line for outcome in outcomes if outcome.line is not None)
    changes = {"lines": lines, "context": tuple(dict.fromkeys(context))}
    return cover.report().model_copy(update=changes)


def _notes(parsed: ParsedReport) -> Iterator[Finding]:
    for line in parsed.strange_letters:
        yield found("form-letter-unknown", line.ref)
    for told in parsed.particulars:
        state = "in-report" if told.reading else "not-read"
        yield found(f"{told.kind}-{state}", told.ref, hint=told.reading)


def _limit(cover: ResolvedCover, ref: Ref, section: str = "") -> Quarantined:
    return Quarantined(ref=ref, table=cover.form.table, scope=cover.scope, section=section)


def _unplaced(cover: ResolvedCover, findings: list[Finding]) -> Confirmed:
    """A document of which it is not known which report it is: all of it is kept out."""
    parsed, mark = cover.parsed, cover.mark
    drops = tuple(Drop(line.key, QUARANTINED, "report-unplaced") for line in parsed.every_line)
    refs: tuple[Ref, ...] = (cover.first_ref,)
    if mark.confirm == NO:
        refs += mark.refs
    out = tuple(Quarantined(ref=ref, table=cover.form.table) for ref in refs)
    faults = (*findings, found("report-unplaced", cover.first_ref))
    return Confirmed(parsed, None, (cover.proposal,), TableRows((), out, drops, faults))


def _rows(cover: ResolvedCover, context: ReadingContext) -> Iterator[_Row]:
    """The rows of the forms in their order, each with what was read from it."""
    base = {STATE: context.names.get(cover.state, cover.state), YEAR: str(cover.year)}
    seen: Counter[str] = Counter()
    table = table_of(cover.form)
    for candidate, values in _read_lines(cover.parsed, context):
        row = _line_row(candidate, values, cover, context, base)
        seen[row.proposal.ref.words] += 1
        yield row._replace(occurrence=seen[row.proposal.ref.words])
    for candidate in cover.parsed.rows:
        if candidate.value.columns is None:
            reading = {**base, "section": candidate.value.section}
            proposal = _proposal(cover.parsed, TEXT, candidate, reading)
            yield _Row(candidate.value.section, table, proposal, None)


def _line_row(
    candidate: Candidate[FormRow],
    read: LineValues,
    cover: ResolvedCover,
    context: ReadingContext,
    base: Mapping[str, str],
) -> _Row:
    """A row under column titles, as a line, or as words if it cannot be one yet."""
    line = form_line(read.read, cover.state, cover.known_year, context.lists)
    if cover.state in line.counterparts:  # as if under titles that mean the other party
        read = read.doubting(DoubtKind.OWN_STATE, "counterpart")
    if line.row.key in cover.lines_of_another:
        read = read.doubting(DoubtKind.ANOTHER_REPORT)._replace(is_out=True)
    reading = {**base, **shown(line, context.names)}
    section, table = candidate.value.section, table_of(context.labels.forms[candidate.field])
    doubted = candidate._replace(doubts=read.doubts)
    if read.is_out:
        return _Row(section, table, _proposal(cover.parsed, TEXT, doubted, reading), None)
    return _Row(section, table, _proposal(cover.parsed, LINE, doubted, reading), line)


def _proposal(
    parsed: ParsedReport, what: str, row: Candidate[FormRow], reading: Mapping[str, str]
) -> Proposal:
    line = row.lines[0]
    return Proposal(parsed.file, parsed.sha256, what, line.ref, line.key, reading, row.doubts)


def _read_lines(
    parsed: ParsedReport, context: ReadingContext
) -> Iterator[tuple[Candidate[FormRow], LineValues]]:
    """The rows under column titles, with their values; the cells of a form prove each other."""
    forms, lists = context.labels.forms, context.lists
    lines = [(one, row) for one in parsed.rows if (row := _titled_row(one)) is not None]
    shared = merged_amount_rows([row for _, row in lines])
    for table in dict.fromkeys(forms[one.field].table for one, _ in lines):
        of_table = [(one, row) for one, row in lines if forms[one.field].table == table]
        declared = table_of(forms[of_table[0][0].field])
        settled = resolve_columns([row for _, row in of_table], declared, lists)
        for (one, _), row in zip(of_table, settled, strict=True):
            read = line_values(one, row, forms[one.field], context.labels, lists)
            if row.key in shared:
                read = read.doubting(DoubtKind.MERGED, "amount", amount=None)
            yield one, read


def _titled_row(candidate: Candidate[FormRow]) -> Row | None:
    """The row with its columns; None for words from which no line was read."""
    columns, line = candidate.value.columns, candidate.lines[0]
    if columns is None:
        return None
    return Row(line.sheet, line.raw, columns)


def _outcome(row: _Row, cover: ResolvedCover, context: ReadingContext) -> _Outcome:
    """What becomes of a row of a report: a line, what limits, or nothing."""
    mark = context.review.mark_on(row.proposal)
    line = row.line
    faults: tuple[Finding, ...] = ()
    if mark.confirm == NO:
        line = None
    is_settled = bool(mark.confirm)
    if mark.confirm == CORRECTED and mark.row is not None:
        line, faults = _typed(mark.row, row.table, cover, context)
        is_settled = line is not None
    outcome = _Outcome(row.proposal._replace(is_settled=is_settled), line, faults=faults)
    return _with_fates(outcome, row, mark, cover)


def _with_fates(outcome: _Outcome, row: _Row, mark: ReviewMark, cover: ResolvedCover) -> _Outcome:
    """What became of a row, with the cells it rests on, what it limits, and why it is set aside."""
    line, ref = outcome.line, row.proposal.ref
    is_settled = outcome.proposal.is_settled
    if not is_settled:
        outcome = outcome._replace(limit=_limit(cover, ref, row.section))
    if line is None:
        outcome = outcome._replace(cited=mark.refs)
    else:
        refs = (ref, *mark.refs) if is_settled else (ref,)
        changes = {"id": _id(cover, row, line), "context": refs}
        outcome = outcome._replace(line=line.model_copy(update=changes))
    if line is not None and mark.confirm != CORRECTED:
        return outcome
    return outcome._replace(drop=_drop(row.proposal, is_settled))


def _drop(proposal: Proposal, is_settled: bool) -> Drop:
    """The row itself gave no line."""
    if not is_settled:
        return Drop(proposal.key, QUARANTINED, "report-unconfirmed")
    return Drop(proposal.key, NOT_ABOUT, _REASONS[proposal.what])


def _typed(
    read: ReadRow, table: InputTable, cover: ResolvedCover, context: ReadingContext
) -> tuple[FormLine | None, tuple[Finding, ...]]:
    """The line that a person typed into the review; None if one of its cells cannot be read."""
    values = empty_values(table)
    faults: list[Finding] = []
    for column in table.columns:
        if column.name in read.row.columns.index:
            value, found_here = read_cell(read.row, column.name, column, context.lists)
            values[column.name] = value
            faults += found_here
    values, disagreeing = pair_columns(values, table.columns, read.row.ref)
    faults += [*disagreeing, *_of_another(read.row, cover, context)]
    # one unreadable cell leaves the whole row open: half a correction confirms nothing
    if is_unreadable(faults):
        return None, tuple(faults)
    line = form_line(ReadRow(read.row, values), cover.state, cover.known_year, context.lists)
    return line, tuple(faults)


def _of_another(row: Row, cover: ResolvedCover, context: ReadingContext) -> Iterable[Finding]:
    """Where the row of a line names a State or year other than its report's: a line takes both from
    its cover.
    """
    own = {
        STATE: (cover.state, cover.identity.state),
        YEAR: (cover.year, cover.identity.year),
    }
    for column in COVER_FIELDS:
        if column.name not in own:
            continue
        if row.cell(column.name).text.strip():
            value, _ = read_cell(row, column.name, column, context.lists)
            if value not in own[column.name]:
                yield found("review-other-report", row.ref(column.name))


def _id(cover: ResolvedCover, row: _Row, line: FormLine) -> str:
    """State, year and a hash of section and words, and its rank among those that say the same;
    never the position.
    """
    words = "\0".join((line.section, row.proposal.ref.words))
    digest = hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:6]
    again = f"-{row.occurrence}" if row.occurrence > 1 else ""
    return f"{cover.state.lower()}-{cover.year}-{digest}{again}"
