"""Which report a document is, and what a person said of its cover.

In: a parsed report, the rows of the register, the names of States, the review. Out: State, year and
status of the form with the rows that say so, what does not agree, and the reports a meeting stands
on. A name that is not wholly known places nothing. It reads no line.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pipeline.model.finding import Finding, Severity
from pipeline.model.forms import COVER, FormLabels, Proposal
from pipeline.model.record import Report
from pipeline.model.records import Needed
from pipeline.model.source import Columns, Row
from pipeline.model.tables import COVER_FIELDS
from pipeline.normalise.cell_values import read_cell
from pipeline.normalise.forms.identify import ReportIdentity, status_rows
from pipeline.normalise.forms.lines import DocumentLine
from pipeline.normalise.forms.parse import ParsedReport
from pipeline.normalise.forms.review import CORRECTED, NO, YES, Review, Said
from pipeline.normalise.forms.statuses import UNCLEAR
from pipeline.normalise.reading import Lists

_UNCHANGED = "unchanged"


class ReadingContext(NamedTuple):
    """What every document is read with."""

    labels: FormLabels
    lists: Lists
    names: Mapping[str, str]
    review: Review


class Placed(NamedTuple):
    """A document, its State, year and status of Form I as read or as a person corrected them.

    `proposal` asks a person about the cover, `faults` are cells of a correction that cannot be
    read.
    """

    draft: ParsedReport
    own: ReportIdentity
    state: str
    year: int | None
    form_i: str
    since: int | None
    fields: dict[str, Row]
    said: Said
    proposal: Proposal
    faults: tuple[Finding, ...] = ()

    @property
    def is_placed(self) -> bool:
        """Whether it is known whose report it is, and for which year."""
        return bool(self.state) and self.year is not None and self.said.confirm != NO

    @property
    def is_settled(self) -> bool:
        """Whether a person confirmed the cover, or nothing about State and year is in question."""
        return bool(self.said.confirm) or not self.own.questions

    def left_of(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings that are still open, and the faults of a correction: a person who looked
        settles decisions.
        """
        is_read = self.said.confirm in (YES, CORRECTED)
        return (
            *(f for f in findings if not is_read or f.severity is not Severity.DECISION),
            *self.faults,
        )

    def of_another_year(self) -> Report:
        """The report as far as anything stands on it: whose it is, and for which year."""
        told = {
            name: row for name, row in self.fields.items() if name in ("state", "article7_year")
        }
        cells = tuple(item.ref for item in _cells(self.draft))
        context = tuple(dict.fromkeys((*cells, *self.said.refs)))
        return self.report().model_copy(update={"fields": told, "context": context})

    def report(self) -> Report:
        """The report as far as its cover tells it, without lines."""
        return Report(
            id=f"{self.state.lower()}-{self.year}",
            row=self.fields["state"],
            state=self.state,
            year=self.year or 0,
            version=self.own.version,
            form_i=self.form_i,
            since=self.since,
            fields=self.fields,
            lines=(),
            language=self.draft.language,
            dated=self.draft.dated,
            particulars=self.draft.particulars,
        )


def reports_in_scope(told: Iterable[tuple[str, int | None, str, int | None]], year: int) -> Needed:
    """The reports a meeting stands on: those for its year, and those that an unchanged Form I
    points back to.

    `told` are State, year, status of Form I and the year it is unchanged since, of every report
    that is here.
    """
    earlier: dict[tuple[str, int], set[int]] = defaultdict(set)
    for state, own, form_i, since in told:
        if form_i == _UNCHANGED and own is not None and since is not None and since < own:
            earlier[state, own].add(since)
    found: set[tuple[str, int]] = set()
    open_ones = [key for key in earlier if key[1] == year]
    while open_ones:
        state, own = open_ones.pop()
        more = {(state, since) for since in earlier.get((state, own), ())} - found
        found |= more
        open_ones += more
    return Needed(year, frozenset(found))


def _cells(draft: ParsedReport) -> list[DocumentLine]:
    """The rows of a cover that say whose report it is, and for which year."""
    return [
        item
        for name in ("state", "period")
        for answer in draft.labels.get(name, ())
        for item in answer.items
    ]


def _reading(draft: ParsedReport, own: ReportIdentity, world: ReadingContext) -> dict[str, str]:
    status = draft.status.status if draft.status else None
    return {
        "state": world.names.get(own.state, own.state),
        "article7_year": str(own.year or ""),
        "form_i": status.status if status and status.status != UNCLEAR else "",
        "form_i_since": str(status.since or "") if status else "",
    }


def apply_cover_review(draft: ParsedReport, own: ReportIdentity, world: ReadingContext) -> Placed:
    """The document with its cover as read, or as a person corrected it."""
    cells = (*_cells(draft), *(draft.status.items if draft.status else ()))
    words = " / ".join(dict.fromkeys(item.words for item in cells)) or draft.items[0].words
    status = draft.status.status if draft.status else None
    questions = [
        *own.questions,
        *(["form_i"] if status is None or status.status == UNCLEAR else []),
    ]
    at = own.fields["state"] if own.fields["state"].sheet.source == draft.file else None
    ref = at.sheet.ref(at.raw) if at else draft.items[0].ref
    reading = _reading(draft, own, world)
    proposal = Proposal(
        draft.file,
        draft.sha256,
        COVER,
        ref._replace(words=words),
        draft.items[0].key,
        reading,
        "; ".join(questions),
    )
    said = world.review.said(proposal)
    fields = dict(own.fields)
    if draft.status:
        fields |= status_rows(draft.status, world.labels)
    form_i = status.status if status and status.status else "unknown"
    since = status.since if status else None
    placed = Placed(draft, own, own.state, own.year, form_i, since, fields, said, proposal)
    return _corrected(placed, world) if said.confirm == CORRECTED and said.row else placed


def _corrected(placed: Placed, world: ReadingContext) -> Placed:
    """The cover as the cells of its row in the review say; one that cannot be read leaves it
    unconfirmed.
    """
    assert placed.said.row is not None
    row = placed.said.row.row
    values, fields = {}, dict(placed.fields)
    faults: list[Finding] = []
    for column in COVER_FIELDS:
        if column.name in row.columns.index and column.name in {
            "state",
            "article7_year",
            "form_i",
            "form_i_since",
        }:
            values[column.name], found_here = read_cell(row, column.name, column, world.lists)
            faults += found_here
            fields[column.name] = Row(
                row.sheet, row.raw, Columns({"value": row.columns.index[column.name]}, ())
            )
    state, year, since = (
        values.get("state"),
        values.get("article7_year"),
        values.get("form_i_since"),
    )
    return placed._replace(
        state=str(state or ""),
        year=year if isinstance(year, int) else None,
        form_i=str(values.get("form_i") or "unknown"),
        since=since if isinstance(since, int) else None,
        fields=fields,
        said=placed.said._replace(confirm="") if is_unreadable(faults) else placed.said,
        faults=tuple(faults),
    )


def is_unreadable(faults: Iterable[Finding]) -> bool:
    """Whether cells that a person typed cannot be read."""
    return any(fault.severity is not Severity.NOTE for fault in faults)
