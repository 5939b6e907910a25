"""A draft and what a person said of it, made one report: confirmed lines count, unconfirmed ones limit.

In: a draft, whose it is, the review. Out: the report with its lines, the proposals, rows set aside, findings. Without
State and year there is no report and all its rows are out; a text that nobody read limits the section it stands in.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pipeline.model.figure import Drop
from pipeline.model.finding import Finding, Severity, found
from pipeline.model.forms import COVER, LINE, TEXT, FormLabels, Proposal
from pipeline.model.record import FormLine, Quarantined, Report
from pipeline.model.source import Columns, Ref, Row
from pipeline.model.tables import COVER_FIELDS, FORM_I
from pipeline.normalise.cells import read_cell
from pipeline.normalise.form_lines import form_line
from pipeline.normalise.forms.draft import Draft
from pipeline.normalise.forms.inside import FoundText
from pipeline.normalise.forms.marks import UNCLEAR
from pipeline.normalise.forms.outline import Item
from pipeline.normalise.forms.review import CORRECTED, NO, YES, Review, Said
from pipeline.normalise.forms.values import empty_values, line_values, shown
from pipeline.normalise.forms.whose import Whose, value_row
from pipeline.normalise.proofs import settle_columns
from pipeline.normalise.reading import Lists
from pipeline.normalise.table import NOT_ABOUT, QUARANTINED, Read, TableRows


class World(NamedTuple):
    """What every document is read with."""

    labels: FormLabels
    lists: Lists
    names: Mapping[str, str]
    review: Review


class Confirmed(NamedTuple):
    """A document as a report, where it is one, with what waits for a person and what was set aside."""

    draft: Draft
    report: Report | None
    proposals: tuple[Proposal, ...]
    rest: TableRows


class _Cover(NamedTuple):
    """State, year and status of Form I once a person was heard."""

    state: str
    year: int | None
    form_i: str
    since: int | None
    fields: dict[str, Row]
    said: Said
    proposal: Proposal
    faults: tuple[Finding, ...] = ()


def _reading(draft: Draft, own: Whose, world: World) -> dict[str, str]:
    status = draft.status.status if draft.status else None
    return {
        "state": world.names.get(own.state, own.state),
        "article7_year": str(own.year or ""),
        "form_i": status.status if status and status.status != UNCLEAR else "",
        "form_i_since": str(status.since or "") if status else "",
    }


def _cover(draft: Draft, own: Whose, world: World) -> _Cover:
    """The cover, as read or as a person corrected it."""
    cells = [item for name in ("state", "period") for answer in draft.labels.get(name, ()) for item in answer.items]
    cells += draft.status.items if draft.status else ()
    words = " / ".join(dict.fromkeys(item.words for item in cells))
    status = draft.status.status if draft.status else None
    questions = [*own.questions, *(["form_i"] if status and status.status == UNCLEAR else [])]
    at = own.fields["state"] if own.fields["state"].sheet.source == draft.file else None
    ref = at.sheet.ref(at.raw) if at else draft.items[0].ref
    reading = _reading(draft, own, world)
    proposal = Proposal(
        draft.file, draft.sha256, COVER, ref._replace(words=words), draft.items[0].key, reading, "; ".join(questions)
    )
    said = world.review.said(proposal)
    fields = dict(own.fields)
    if draft.status:
        fields["form_i"] = value_row(draft.status.items[0], "")
        fields["form_i_since"] = value_row(draft.status.items[-1], "")
    form_i = status.status if status and status.status else "unknown"
    cover = _Cover(own.state, own.year, form_i, status.since if status else None, fields, said, proposal)
    return _corrected(cover, world) if said.confirm == CORRECTED and said.row else cover


def _corrected(cover: _Cover, world: World) -> _Cover:
    """The cover as the cells of its row in the review say; one that cannot be read leaves it unconfirmed."""
    assert cover.said.row is not None
    row = cover.said.row.row
    values, fields = {}, dict(cover.fields)
    faults: list[Finding] = []
    for column in COVER_FIELDS:
        if column.name in row.columns.index and column.name in {"state", "article7_year", "form_i", "form_i_since"}:
            values[column.name], found_here = read_cell(row, column.name, column, world.lists)
            faults += found_here
            fields[column.name] = Row(row.sheet, row.raw, Columns({"value": row.columns.index[column.name]}, ()))
    state, year, since = values.get("state"), values.get("article7_year"), values.get("form_i_since")
    return cover._replace(
        state=str(state or ""),
        year=year if isinstance(year, int) else None,
        form_i=str(values.get("form_i") or "unknown"),
        since=since if isinstance(since, int) else None,
        fields=fields,
        said=cover.said._replace(confirm="") if _is_unreadable(faults) else cover.said,
        faults=tuple(faults),
    )


def _is_unreadable(faults: Iterable[Finding]) -> bool:
    return any(fault.severity is not Severity.NOTE for fault in faults)


class _Lines(NamedTuple):
    """The lines of a report as far as it has any, what waits, and what limits."""

    lines: list[FormLine]
    proposals: list[Proposal]
    open: list[Quarantined]
    drops: list[Drop]
    cited: list[Ref]
    faults: list[Finding]


def confirm(draft: Draft, own: Whose, world: World) -> Confirmed:
    """The document with every word of a person in its place."""
    cover = _cover(draft, own, world)
    findings = [*own.findings, *_notes(draft)]
    if cover.said.confirm in (YES, CORRECTED):
        findings = [f for f in findings if f.severity is not Severity.DECISION]  # a person looked at it
    findings += cover.faults
    if cover.said.confirm == NO or not cover.state or cover.year is None:
        return _unplaced(draft, cover, findings)
    made = _lines(draft, cover, world)
    findings += made.faults
    if cover.form_i == UNCLEAR and draft.status:
        findings.append(found("form-status-unclear", draft.status.items[0].ref))
    scope = (cover.state, str(cover.year))
    proposals = [cover.proposal._replace(is_settled=bool(cover.said.confirm)), *made.proposals]
    out = made.open if cover.said.confirm else [_limit(cover.proposal.ref, scope, ""), *made.open]
    if n_open := sum(not proposal.is_settled for proposal in proposals):
        findings.append(found("report-unconfirmed", draft.items[0].ref._replace(words=""), n=str(n_open)))
    report = _report(draft, own, cover, made)
    return Confirmed(
        draft, report, tuple(proposals), TableRows((), tuple(out), (*made.drops, *draft.rest), tuple(findings))
    )


def _report(draft: Draft, own: Whose, cover: _Cover, made: _Lines) -> Report:
    context = (*(item.ref for item in draft.frame), *cover.said.refs, *made.cited)
    return Report(
        id=f"{cover.state.lower()}-{cover.year}",
        row=cover.fields["state"],
        state=cover.state,
        year=cover.year or 0,
        version=own.version,
        form_i=cover.form_i,
        since=cover.since,
        fields=cover.fields,
        lines=tuple(made.lines),
        context=tuple(dict.fromkeys(context)),
        language=draft.language,
        dated=draft.dated,
        particulars=draft.particulars,
    )


def _notes(draft: Draft) -> Iterable[Finding]:
    for item in draft.strange_letters:
        yield found("form-letter-unknown", item.ref)
    for told in draft.particulars:
        state = "in-report" if told.reading else "not-read"
        yield found(f"{told.kind}-{state}", told.ref, hint=told.reading)


def _limit(ref: Ref, scope: tuple[str, ...], section: str) -> Quarantined:
    return Quarantined(ref=ref, table=FORM_I.name, scope=scope, section=section)


def _unplaced(draft: Draft, cover: _Cover, findings: list[Finding]) -> Confirmed:
    first = draft.items[0].ref._replace(words="")
    drops = tuple(Drop(key=item.key, fate=QUARANTINED, reason="report-unplaced") for item in draft.items)
    refused = cover.said.refs if cover.said.confirm == NO else ()
    out = tuple(Quarantined(ref=ref, table=FORM_I.name) for ref in (first, *refused))
    findings = [*findings, found("report-unplaced", first)]
    return Confirmed(draft, None, (cover.proposal,), TableRows((), out, drops, tuple(findings)))


def _lines(draft: Draft, cover: _Cover, world: World) -> _Lines:
    made = _Lines([], [], [], [], [], [])
    seen: Counter[str] = Counter()
    base = {"state": world.names.get(cover.state, cover.state), "article7_year": str(cover.year)}
    rows = [Row(line.item.sheet, line.item.raw, line.columns) for line, _ in draft.lines]
    for (line, obligation), row in zip(draft.lines, settle_columns(rows, FORM_I, world.lists), strict=True):
        read = line_values(line, row, obligation, world.labels, world.lists)
        form = form_line(read.read, cover.state, cover.year or 0, world.lists)
        reading = {**base, **shown(form, world.names)}
        what = TEXT if read.is_out else LINE
        seen[line.item.words] += 1
        found_line = _Found(line.item, line.section, what, reading, read.question, form, seen[line.item.words])
        _settle(made, draft, cover, world, found_line)
    for text in draft.texts:
        reading = {**base, "section": text.section}
        _settle(made, draft, cover, world, _of_text(text, reading))
    return made


class _Found(NamedTuple):
    """A row that may be a line, as a person is shown it."""

    item: Item
    section: str
    what: str
    reading: Mapping[str, str]
    question: str
    line: FormLine | None
    n_said: int = 1  # the first, second … row of these words


def _of_text(text: FoundText, reading: Mapping[str, str]) -> _Found:
    return _Found(text.item, text.section, TEXT, reading, text.question, None)


def _settle(made: _Lines, draft: Draft, cover: _Cover, world: World, row: _Found) -> None:
    """Add one row of a report: as a line, as what limits, or as nothing."""
    ref = row.item.ref
    proposal = Proposal(draft.file, draft.sha256, row.what, ref, row.item.key, row.reading, row.question)
    said = world.review.said(proposal)
    line = row.line if row.what == LINE and said.confirm != NO else None
    if said.confirm == CORRECTED and said.row is not None:
        line = _typed(made, said.row, cover, world)
    is_settled = bool(said.confirm) and (said.confirm != CORRECTED or line is not None)
    made.proposals.append(proposal._replace(is_settled=True) if is_settled else proposal)
    if not is_settled:
        made.open.append(_limit(ref, (cover.state, str(cover.year)), row.section))
    if line is None:
        made.cited.extend(said.refs)
    else:
        context = (ref, *(said.refs if is_settled else ()))
        made.lines.append(line.model_copy(update={"id": _id(cover, row, line), "context": context}))
    if line is None or said.confirm == CORRECTED:
        reason = "text-of-the-report" if row.what == TEXT else "no-line"
        fate = NOT_ABOUT if is_settled else QUARANTINED
        made.drops.append(Drop(key=proposal.key, fate=fate, reason=reason if is_settled else "report-unconfirmed"))


def _typed(made: _Lines, read: Read, cover: _Cover, world: World) -> FormLine | None:
    """The line that a person typed into the review; None where a cell of it cannot be read."""
    values = empty_values()
    faults: list[Finding] = []
    for column in FORM_I.columns:
        if column.name in read.row.columns.index:
            values[column.name], found_here = read_cell(read.row, column.name, column, world.lists)
            faults += found_here
    made.faults.extend(faults)
    if _is_unreadable(faults):
        return None
    return form_line(Read(read.row, values), cover.state, cover.year or 0, world.lists)


def _id(cover: _Cover, row: _Found, line: FormLine) -> str:
    """State, year and a hash of section and words, and which of those that say the same: never the position."""
    words = "\0".join((line.section, row.item.words))
    digest = hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:6]
    again = f"-{row.n_said}" if row.n_said > 1 else ""
    return f"{cover.state.lower()}-{cover.year}-{digest}{again}"
