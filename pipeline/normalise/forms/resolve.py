"""A report with a person's word applied: its State, its year and the status of its form, and which
reports a meeting needs.

In: a parsed report, what cover, register and file name say of it, the review. Out: the cover as
read, or as a person corrected it, with the row that asks a person about it. No line is read here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pipeline.model.doubts import Doubt, DoubtKind
from pipeline.model.finding import Finding, Severity
from pipeline.model.forms import COVER, FormLabels, Proposal, ReportForm
from pipeline.model.record import Report
from pipeline.model.records import ReportsInScope
from pipeline.model.source import Columns, Ref, Row, RowKey
from pipeline.model.tables import COVER_FIELDS
from pipeline.normalise.cell_values import read_cell
from pipeline.normalise.forms.candidate import (
    STATE,
    YEAR,
    ParsedReport,
)
from pipeline.normalise.forms.identify import ReportIdentity, status_rows
from pipeline.normalise.forms.review import CORRECTED, NO, YES, Review, ReviewMark
from pipeline.normalise.forms.statuses import UNCLEAR
from pipeline.normalise.reading import Lists

_UNCHANGED = "unchanged"
_UNKNOWN = "unknown"
_OPEN = frozenset({UNCLEAR, _UNKNOWN})


class ReadingContext(NamedTuple):
    """What every document is read with."""

    labels: FormLabels
    lists: Lists
    names: Mapping[str, str]
    review: Review


class ResolvedCover(NamedTuple):
    """A document with its State, year and form status, as read or as a person corrected them.

    `form` is the one whose status the cover gives. `proposal` asks a person about the cover;
    `faults` are cells of a correction that cannot be read.
    """

    parsed: ParsedReport
    identity: ReportIdentity
    form: ReportForm
    state: str
    year: int | None
    status: str
    since: int | None
    fields: dict[str, Row]
    mark: ReviewMark
    proposal: Proposal
    faults: tuple[Finding, ...] = ()

    @property
    def is_placed(self) -> bool:
        """Whether it is known which report it is."""
        if not self.state or self.year is None:
            return False
        return self.mark.confirm != NO

    @property
    def is_settled(self) -> bool:
        """Whether a person confirmed the cover, or nothing about State and year is in question."""
        return bool(self.mark.confirm or not self.identity.doubts)

    @property
    def known_year(self) -> int:
        """The year of a report that is placed; otherwise 0."""
        return self.year or 0

    @property
    def scope(self) -> tuple[str, str]:
        """State and year, as the scope of what they limit."""
        return self.state, str(self.year)

    @property
    def first_ref(self) -> Ref:
        """The place where the document begins."""
        return self.parsed.lines[0].ref._replace(words="")

    @property
    def lines_of_another(self) -> frozenset[RowKey]:
        """The rows from the one in which the document names another State."""
        until = self.identity.until
        if until is None:
            return frozenset()
        keys = [line.key for line in self.parsed.every_line]
        return frozenset(keys[keys.index(until) :])

    def left_of(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings that are still open, and the faults of a correction: a person who has looked
        settles decisions.
        """
        if self.mark.confirm not in {YES, CORRECTED}:
            return (*findings, *self.faults)
        return (*(f for f in findings if f.severity is not Severity.DECISION), *self.faults)

    def of_another_year(self) -> Report:
        """The report as far as the meeting needs it: State and year."""
        told = {name: row for name, row in self.fields.items() if name in {STATE, YEAR}}
        refs = (*(line.ref for line in self.parsed.cover_lines()), *self.mark.refs)
        context = tuple(dict.fromkeys(refs))
        return self.report().model_copy(update={"fields": told, "context": context})

    def report(self) -> Report:
        """The report as far as its cover gives it, without lines."""
        return Report(
            id=f"{self.state.lower()}-{self.year}",
            row=self.fields[STATE],
            state=self.state,
            year=self.known_year,
            version=self.identity.version,
            form_status=self.status,
            since=self.since,
            fields=self.fields,
            lines=(),
            language=self.parsed.language,
            dated=self.parsed.dated,
            particulars=self.parsed.particulars,
        )


def reports_in_scope(
    reports: Iterable[tuple[str, int | None, str, int | None]], year: int
) -> ReportsInScope:
    """The reports that a meeting needs: those for its year, and those to which an unchanged form
    refers back.

    `reports` are State, year, form status and the year since which it is unchanged, of every report
    that is present.
    """
    earlier: dict[tuple[str, int], set[tuple[str, int]]] = defaultdict(set)
    for state, own, status, since in reports:
        # under the rules of the cover page, an unchanged form stands for the earlier one it points
        # to
        if status != _UNCHANGED or own is None or since is None:
            continue
        # one that points to its own or a later year leads nowhere (finding unchanged-loop)
        if since < own:
            earlier[state, own].add((state, since))
    in_scope: set[tuple[str, int]] = set()
    open_ones = [key for key in earlier if key[1] == year]
    while open_ones:
        more = earlier.get(open_ones.pop(), set()) - in_scope
        in_scope |= more
        open_ones += more
    return ReportsInScope(year, frozenset(in_scope))


def apply_cover_review(
    parsed: ParsedReport, identity: ReportIdentity, context: ReadingContext
) -> ResolvedCover:
    """The document with its cover as read, or as a person corrected it."""
    form = context.labels.whole_form
    status = parsed.status.value
    proposal = _proposal(parsed, identity, context)
    fields = {**identity.fields, **status_rows(parsed.status, context.labels)}
    resolved = ResolvedCover(
        parsed,
        identity,
        form,
        identity.state,
        identity.year,
        status.status,
        status.since,
        fields,
        context.review.mark_on(proposal),
        proposal,
    )
    if resolved.mark.confirm != CORRECTED or resolved.mark.row is None:
        return resolved
    return _corrected(resolved, resolved.mark.row.row, context)


def _proposal(parsed: ParsedReport, identity: ReportIdentity, context: ReadingContext) -> Proposal:
    """What a person is asked about a cover."""
    form, status = context.labels.whole_form, parsed.status.value
    doubts = identity.doubts
    if status.status in _OPEN:
        doubts = (*doubts, Doubt(DoubtKind.FORM_STATUS))
    lines = (*parsed.cover_lines(), *parsed.status.lines) or parsed.lines[:1]
    reading = {
        STATE: context.names.get(identity.state, identity.state),
        YEAR: _shown(identity.year),
        form.status: "",
        form.since: _shown(status.since),
    }
    if status.status not in _OPEN:
        reading[form.status] = status.status
    words = " / ".join(dict.fromkeys(line.words for line in lines))
    place = _place(parsed, identity)._replace(words=words)
    key = parsed.lines[0].key
    return Proposal(parsed.file, parsed.sha256, COVER, place, key, reading, doubts)


def _shown(year: int | None) -> str:
    return "" if year is None else str(year)


def _place(parsed: ParsedReport, identity: ReportIdentity) -> Ref:
    """Where the document names its State, otherwise where it begins."""
    at = identity.fields[STATE]
    if at.sheet.source != parsed.file:
        return parsed.lines[0].ref
    return at.sheet.ref(at.raw)


def _corrected(resolved: ResolvedCover, row: Row, context: ReadingContext) -> ResolvedCover:
    """The cover as the cells of its row in the review give it; a cell that cannot be read leaves it
    unconfirmed.
    """
    form = resolved.form
    asked = {STATE, YEAR, form.status, form.since}
    values: dict[str, Any] = {}
    fields, faults = dict(resolved.fields), list[Finding]()
    for column in COVER_FIELDS:
        if column.name not in asked & row.columns.index.keys():
            continue
        values[column.name], faults_here = read_cell(row, column.name, column, context.lists)
        faults += faults_here
        columns = Columns({"value": row.columns.index[column.name]}, ())
        fields[column.name] = Row(row.sheet, row.raw, columns)
    mark = resolved.mark
    if is_unreadable(faults):
        mark = mark._replace(confirm="")
    return resolved._replace(
        **_read_cover(values, form),
        fields=fields,
        mark=mark,
        faults=tuple(faults),
    )


def _read_cover(values: Mapping[str, Any], form: ReportForm) -> dict[str, Any]:
    """State, year and status as a person wrote them; an empty cell means not known."""
    given = {name: value for name, value in values.items() if value}
    return {
        "state": given.get(STATE, ""),
        "year": given.get(YEAR),
        "status": given.get(form.status, _UNKNOWN),
        "since": given.get(form.since),
    }


def is_unreadable(faults: Iterable[Finding]) -> bool:
    """Whether there are cells typed by a person that cannot be read."""
    return any(fault.severity is not Severity.NOTE for fault in faults)
