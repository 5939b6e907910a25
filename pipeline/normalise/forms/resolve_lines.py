"""A draft and what a person said of it, made one report: confirmed lines count, unconfirmed ones
limit.

In: a document with its cover, the review. Out: the report with its lines, the proposals, rows set
aside, findings. Without State and year there is no report and all its rows are out; a text that
nobody read limits its section.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pipeline.model.figure import Drop
from pipeline.model.finding import Finding, found
from pipeline.model.forms import LINE, TEXT, Proposal
from pipeline.model.record import FormLine, Quarantined, Report
from pipeline.model.source import Ref, Row, RowKey
from pipeline.model.tables import COVER_FIELDS, FORM_I
from pipeline.normalise.cell_values import pair_columns, read_cell
from pipeline.normalise.form_lines import form_line
from pipeline.normalise.forms.lines import DocumentLine
from pipeline.normalise.forms.parse import ParsedReport
from pipeline.normalise.forms.resolve import Placed, ReadingContext, is_unreadable
from pipeline.normalise.forms.review import CORRECTED, NO
from pipeline.normalise.forms.sections import FoundText
from pipeline.normalise.forms.statuses import UNCLEAR
from pipeline.normalise.forms.values import empty_values, line_values, merged_amount_rows, shown
from pipeline.normalise.patches import resolve_columns
from pipeline.normalise.table import NOT_ABOUT, QUARANTINED, ReadRow, TableRows


class Confirmed(NamedTuple):
    """A document as a report, where it is one, with what waits for a person and what was set
    aside.
    """

    draft: ParsedReport
    report: Report | None
    proposals: tuple[Proposal, ...]
    rest: TableRows


class _Lines(NamedTuple):
    """The lines of a report as far as it has any, what waits, and what limits."""

    lines: list[FormLine]
    proposals: list[Proposal]
    open: list[Quarantined]
    drops: list[Drop]
    cited: list[Ref]
    faults: list[Finding]


def confirm(placed: Placed, world: ReadingContext) -> Confirmed:
    """The document with every word of a person in its place."""
    draft = placed.draft
    findings = list(placed.left_of((*placed.own.findings, *_notes(draft))))
    if not placed.is_placed:
        return _unplaced(placed, findings)
    made = _lines(placed, world)
    findings += made.faults
    if placed.form_i == UNCLEAR and draft.status:
        findings.append(found("form-status-unclear", draft.status.items[0].ref))
    is_said = bool(placed.said.confirm)
    proposals = [placed.proposal._replace(is_settled=is_said), *made.proposals]
    out = made.open if is_said else [_limit(placed.proposal.ref, _scope(placed), ""), *made.open]
    if n_open := sum(not proposal.is_settled for proposal in proposals):
        findings.append(
            found("report-unconfirmed", draft.items[0].ref._replace(words=""), n=str(n_open))
        )
    return Confirmed(
        draft,
        _report(placed, made),
        tuple(proposals),
        TableRows((), tuple(out), (*made.drops, *draft.drops()), tuple(findings)),
    )


def _scope(placed: Placed) -> tuple[str, str]:
    return placed.state, str(placed.year)


def _report(placed: Placed, made: _Lines) -> Report:
    """The report with its lines, and with all the rows that gave them their meaning."""
    context = (*(item.ref for item in placed.draft.frame), *placed.said.refs, *made.cited)
    return placed.report().model_copy(
        update={"lines": tuple(made.lines), "context": tuple(dict.fromkeys(context))},
    )


def _notes(draft: ParsedReport) -> Iterable[Finding]:
    for item in draft.strange_letters:
        yield found("form-letter-unknown", item.ref)
    for told in draft.particulars:
        state = "in-report" if told.reading else "not-read"
        yield found(f"{told.kind}-{state}", told.ref, hint=told.reading)


def _limit(ref: Ref, scope: tuple[str, ...], section: str) -> Quarantined:
    return Quarantined(ref=ref, table=FORM_I.name, scope=scope, section=section)


def _unplaced(placed: Placed, findings: list[Finding]) -> Confirmed:
    draft, said = placed.draft, placed.said
    first = draft.items[0].ref._replace(words="")
    drops = tuple(
        Drop(key=item.key, fate=QUARANTINED, reason="report-unplaced") for item in draft.items
    )
    refused = said.refs if said.confirm == NO else ()
    out = tuple(Quarantined(ref=ref, table=FORM_I.name) for ref in (first, *refused))
    findings = [*findings, found("report-unplaced", first)]
    return Confirmed(draft, None, (placed.proposal,), TableRows((), out, drops, tuple(findings)))


def _lines(placed: Placed, world: ReadingContext) -> _Lines:
    draft = placed.draft
    made = _Lines([], [], [], [], [], [])
    seen: Counter[str] = Counter()
    base = {"state": world.names.get(placed.state, placed.state), "article7_year": str(placed.year)}
    rows = [Row(line.item.sheet, line.item.raw, line.columns) for line, _ in draft.lines]
    shared = merged_amount_rows(rows)
    behind = _behind_another(placed)
    for (line, obligation), row in zip(
        draft.lines, resolve_columns(rows, FORM_I, world.lists), strict=True
    ):
        read = line_values(line, row, obligation, world.labels, world.lists)
        if row.key in shared:
            read = read.asking("amount: merged", amount=None)
        form = form_line(read.read, placed.state, placed.year or 0, world.lists)
        reading = {**base, **shown(form, world.names)}
        if placed.state in form.counterparts:
            read = read.asking("counterpart: own-state")  # as under titles that mean the other end
        if row.key in behind:
            read = read.asking("another-report")
        what = TEXT if read.is_out or row.key in behind else LINE
        seen[line.item.words] += 1
        found_line = _Found(
            line.item, line.section, what, reading, read.question, form, seen[line.item.words]
        )
        _settle(made, placed, world, found_line)
    for text in draft.texts:
        reading = {**base, "section": text.section}
        _settle(made, placed, world, _of_text(text, reading))
    return made


def _behind_another(placed: Placed) -> frozenset[RowKey]:
    """The rows from where the document names another State on."""
    keys = [item.key for item in placed.draft.items]
    until = placed.own.until
    return frozenset(keys[keys.index(until) :]) if until is not None else frozenset()


class _Found(NamedTuple):
    """A row that may be a line, as a person is shown it."""

    item: DocumentLine
    section: str
    what: str
    reading: Mapping[str, str]
    question: str
    line: FormLine | None
    n_said: int = 1  # the first, second … row of these words


def _of_text(text: FoundText, reading: Mapping[str, str]) -> _Found:
    return _Found(text.item, text.section, TEXT, reading, text.question, None)


def _settle(made: _Lines, placed: Placed, world: ReadingContext, row: _Found) -> None:
    """Add one row of a report: as a line, as what limits, or as nothing."""
    draft, ref = placed.draft, row.item.ref
    proposal = Proposal(
        draft.file, draft.sha256, row.what, ref, row.item.key, row.reading, row.question
    )
    said = world.review.said(proposal)
    line = row.line if row.what == LINE and said.confirm != NO else None
    if said.confirm == CORRECTED and said.row is not None:
        line = _typed(made, said.row, placed, world)
    is_settled = bool(said.confirm) and (said.confirm != CORRECTED or line is not None)
    made.proposals.append(proposal._replace(is_settled=True) if is_settled else proposal)
    if not is_settled:
        made.open.append(_limit(ref, _scope(placed), row.section))
    if line is None:
        made.cited.extend(said.refs)
    else:
        context = (ref, *(said.refs if is_settled else ()))
        made.lines.append(
            line.model_copy(update={"id": _id(placed, row, line), "context": context})
        )
    if line is None or said.confirm == CORRECTED:
        reason = "text-of-the-report" if row.what == TEXT else "no-line"
        fate = NOT_ABOUT if is_settled else QUARANTINED
        made.drops.append(
            Drop(key=proposal.key, fate=fate, reason=reason if is_settled else "report-unconfirmed")
        )


def _typed(made: _Lines, read: ReadRow, placed: Placed, world: ReadingContext) -> FormLine | None:
    """The line that a person typed into the review; None where a cell of it cannot be read."""
    values = empty_values()
    faults: list[Finding] = []
    for column in FORM_I.columns:
        if column.name in read.row.columns.index:
            values[column.name], found_here = read_cell(read.row, column.name, column, world.lists)
            faults += found_here
    values, disagreeing = pair_columns(values, FORM_I.columns, read.row.ref)
    faults += [*disagreeing, *_of_another(read.row, placed, world)]
    made.faults.extend(faults)
    if is_unreadable(faults):
        return None
    return form_line(ReadRow(read.row, values), placed.state, placed.year or 0, world.lists)


def _of_another(row: Row, placed: Placed, world: ReadingContext) -> Iterable[Finding]:
    """Where a row of a line names another State or year than its report: a line takes them from its
    cover.
    """
    own = {
        "state": (placed.state, placed.own.state),
        "article7_year": (placed.year, placed.own.year),
    }
    for column in COVER_FIELDS:
        if column.name in own and row.cell(column.name).text.strip():
            value, _ = read_cell(row, column.name, column, world.lists)
            if value not in own[column.name]:
                yield found("review-other-report", row.ref(column.name))


def _id(placed: Placed, row: _Found, line: FormLine) -> str:
    """State, year and a hash of section and words, and which of those that say the same: never the
    position.
    """
    words = "\0".join((line.section, row.item.words))
    digest = hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:6]
    again = f"-{row.n_said}" if row.n_said > 1 else ""
    return f"{placed.state.lower()}-{placed.year}-{digest}{again}"
