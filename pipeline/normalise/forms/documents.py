"""All Word and PDF reports of a meeting: each parsed, resolved, confirmed, and told apart from its
duplicates.

In: the sheets of documents by file, the register, review.xlsx. Out: reports, proposals for review,
rows set aside, findings. No file is read here, and nobody is asked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.model.figure import Drop
from pipeline.model.finding import Finding, found
from pipeline.model.forms import Proposal, Wanted
from pipeline.model.record import Quarantined, Report
from pipeline.model.records import ReportsInScope
from pipeline.model.source import Ref, Remark, Sheet
from pipeline.normalise.forms.candidate import STATE, YEAR
from pipeline.normalise.forms.duplicates import DUPLICATE, deduplicate, without_same_bytes
from pipeline.normalise.forms.identify import identify_report
from pipeline.normalise.forms.parse import ParseReport, parse_report
from pipeline.normalise.forms.register import (
    Register,
    Transcriptions,
    transcribed,
    transcription_of,
    transcriptions,
)
from pipeline.normalise.forms.resolve import (
    ReadingContext,
    ResolvedCover,
    apply_cover_review,
    reports_in_scope,
)
from pipeline.normalise.forms.resolve_lines import Confirmed, resolve_lines
from pipeline.normalise.forms.review import Review
from pipeline.normalise.reference import Reference
from pipeline.normalise.table import TableRows

SUPERSEDED = "superseded"
# Remarks of a reader that may mean a hidden line.
_LIMITING = frozenset({"pages-without-text", "pictures-in-document"})
Files = Mapping[str, tuple[Sheet, ...]]


class Documents(NamedTuple):
    """The reports read from documents, what awaits a person, what was set aside.

    `others` are reports that the meeting does not need (`in_scope`), known by their covers alone.
    `wanted` are files of which a part could not be read, `transcribed` those that a person copied
    into a workbook, `old_files` those of `others`.
    """

    reports: tuple[Report, ...]
    others: tuple[Report, ...]
    in_scope: ReportsInScope
    proposals: tuple[Proposal, ...]
    rest: TableRows
    wanted: tuple[Wanted, ...] = ()
    transcribed: frozenset[str] = frozenset()
    old_files: frozenset[str] = frozenset()


class MeetingContext(NamedTuple):
    """What is known besides the documents: register, review, reports kept as workbooks, the year
    reported on.
    """

    register: TableRows
    review: TableRows
    books: tuple[Report, ...]
    year: int


class _Sorted(NamedTuple):
    """The files of documents: those to be read, those that a person copied into a workbook, and
    copies, each with the identical file.
    """

    to_read: Files
    done: frozenset[str]
    copies: Mapping[str, str]


def read_documents(
    documents: Files,
    meeting: MeetingContext,
    reference: Reference,
    parse: ParseReport = parse_report,
) -> Documents:
    """The reports in the documents; what awaits a person is in the order of files and places."""
    context = _reading_context(meeting, reference)
    register = Register(meeting.register.rows)
    files = _sorted(documents, register, transcriptions(meeting.books))
    covers = list(_covers(files.to_read, register, context, parse))
    # covers before lines: only the lines of reports that the meeting needs are read and asked about
    in_scope = _in_scope(covers, meeting)
    others = [one for one in covers if _is_other(one, in_scope)]
    mine = [one for one in covers if not _is_other(one, in_scope)]
    form = context.labels.whole_form.table
    # duplicates after the review: a person's correction may change what a report says, or whose it
    # is
    read = deduplicate([resolve_lines(one, context) for one in mine], form)
    remarks = [_remarks(document, form) for document in read.documents]
    proposals = [p for document in read.documents for p in document.proposals]
    # last, once every reading has looked for its row of the review
    parts = (
        *(document.rest for document in read.documents),
        *(rest for rest, _ in remarks),
        read.rest,
        *(_of_another_year(one, meeting.year) for one in others),
        *_set_aside(documents, files),
        context.review.rest(frozenset(one.parsed.sha256 for one in others)),
        meeting.review,
    )
    return Documents(
        reports=tuple(one.report for one in read.documents if one.report),
        others=tuple(one.of_another_year() for one in others),
        in_scope=in_scope,
        proposals=(*proposals, *(one.proposal for one in others if not one.is_settled)),
        rest=_joined(parts),
        wanted=tuple(wanted for _, of_file in remarks for wanted in of_file),
        transcribed=files.done,
        old_files=frozenset(one.parsed.file for one in others),
    )


def _reading_context(meeting: MeetingContext, reference: Reference) -> ReadingContext:
    """What every document is read with; States and bodies by code, as they are shown to a
    person.
    """
    form = reference.forms.whole_form
    names = {code: actor.name for code, actor in reference.actors.items()}
    names |= {code: state.name for code, state in reference.states.items()}
    review = Review(meeting.review, (STATE, YEAR, form.status, form.since))
    return ReadingContext(reference.forms, reference.lists, names, review)


def _sorted(documents: Files, register: Register, copied: Transcriptions) -> _Sorted:
    """The files by what is done with them; of two copies, the one that the register names
    is read.
    """
    done = frozenset(path for path in documents if transcription_of(path, copied))
    found_here = {path: sheets for path, sheets in documents.items() if path not in done and sheets}
    in_order = sorted(found_here, key=lambda path: not register.rows_of(path))
    copies = without_same_bytes([(path, found_here[path][0].sha256) for path in in_order])
    to_read = {path: sheets for path, sheets in found_here.items() if path not in copies}
    return _Sorted(to_read, done, copies)


def _covers(
    files: Files, register: Register, context: ReadingContext, parse: ParseReport
) -> Iterator[ResolvedCover]:
    """Each document that has content, with its cover resolved."""
    for sheets in files.values():
        parsed = parse(sheets, context.labels)
        if parsed.lines:
            identity = identify_report(parsed, register, context.lists.names)
            yield apply_cover_review(parsed, identity, context)


def _is_other(cover: ResolvedCover, in_scope: ReportsInScope) -> bool:
    """Whether the meeting does not need a report."""
    return cover.is_placed and not in_scope.has(cover.state, cover.year or 0)


def _in_scope(covers: Iterable[ResolvedCover], meeting: MeetingContext) -> ReportsInScope:
    of_documents = [(one.state, one.year, one.status, one.since) for one in covers]
    of_books = [(book.state, book.year, book.form_status, book.since) for book in meeting.books]
    return reports_in_scope((*of_documents, *of_books), meeting.year)


def _joined(parts: Sequence[TableRows]) -> TableRows:
    return TableRows(
        (),
        tuple(quarantined for part in parts for quarantined in part.quarantined),
        tuple(drop for part in parts for drop in part.drops),
        tuple(finding for part in parts for finding in part.findings),
    )


def _of_another_year(cover: ResolvedCover, year: int) -> TableRows:
    """A report that the meeting does not need: its lines are neither used nor queued for review.

    If cover, register and file name disagree on State or year, or the year is known from the file
    name alone, a person is still asked about that; until then, no count is exact that the report
    would change if it were for the year of the meeting.
    """
    findings = cover.left_of(cover.identity.findings)
    if cover.is_settled or not cover.identity.may_be_for(year):
        note = found("report-of-another-year", cover.first_ref, year=str(cover.year))
        return TableRows((), (), (), (*findings, note))
    scope: tuple[str, ...] = (cover.state, str(year))
    if cover.identity.is_state_open:
        scope = ()
    limit = Quarantined(ref=cover.first_ref, table=cover.form.table, scope=scope)
    open_one = found("report-unconfirmed", cover.first_ref, n="1")
    return TableRows((), (limit,), (), (*findings, open_one))


def _set_aside(documents: Files, files: _Sorted) -> Iterator[TableRows]:
    """The files whose place another one takes."""
    for path, first in files.copies.items():
        finding = found("same-report-twice", Ref(path, ""), first)
        yield _aside(documents[path], DUPLICATE, finding)
    for path in sorted(files.done):
        yield _aside(documents[path], SUPERSEDED, transcribed(path))


def _aside(sheets: tuple[Sheet, ...], fate: str, finding: Finding) -> TableRows:
    """All rows of a file, with the finding that says why they are set aside."""
    drops = [Drop(sheet.key(raw), fate, finding.code) for sheet in sheets for raw in sheet.rows]
    return TableRows((), (), tuple(drops), (finding,))


def _remarks(document: Confirmed, form: str) -> tuple[TableRows, tuple[Wanted, ...]]:
    """The remarks of the file's reader, and those of them that limit, and so await a person who
    copies the file into a workbook.
    """
    ref, report = Ref(document.parsed.file, ""), document.report
    remarks = _remarks_of(document)
    findings = tuple(found(remark.code, ref, hint=remark.hint) for remark in remarks)
    findings += tuple(_comments(document))
    limiting = [remark.code for remark in remarks if remark.code in _LIMITING]
    if report is None:
        out = [Quarantined(ref=ref, table=form) for _ in limiting]
        wanted = [Wanted(ref.source, "", None, code) for code in limiting[:1]]
    else:
        scope = (report.state, str(report.year))
        out = [Quarantined(ref=ref, table=form, scope=scope) for _ in limiting]
        wanted = [Wanted(ref.source, report.state, report.year, code) for code in limiting[:1]]
    return TableRows((), tuple(out), (), findings), tuple(wanted)


def _comments(document: Confirmed) -> Iterator[Finding]:
    """The comments in a document: their words are for internal files."""
    for line in document.parsed.lines:
        if line.is_comment:
            yield found("document-comment", line.ref, hint=line.words)


def _remarks_of(document: Confirmed) -> list[Remark]:
    sheets = {id(line.sheet): line.sheet for line in document.parsed.lines}
    return [remark for sheet in sheets.values() for remark in sheet.remarks]
