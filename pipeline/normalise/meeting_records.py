"""All the tables of a meeting folder, normalised: what each row says.

In: the sheets of the folder, settings and reference. Out: Records. Every non-empty row of every
sheet is behind a record, set aside with a reason, or pinned.
"""

from collections.abc import Iterable
from typing import NamedTuple, cast

from pipeline.model.clearance import Clearance
from pipeline.model.dates_and_money import Dated
from pipeline.model.finding import Finding, Outcome, found
from pipeline.model.record import Declaration, WithheldState
from pipeline.model.records import Records
from pipeline.model.settings import Settings
from pipeline.model.source import REPORTS_FOLDER, Sheet
from pipeline.model.tables import (
    ACTIVITIES,
    ANSWERS,
    CLEARANCES,
    COALITIONS,
    COMPLETE,
    CORRECTIONS,
    FOLLOW_UP,
    GOOD_PRACTICES,
    MARKS_TABLE,
    PREVIOUS,
    RATES,
    REPORTS_RECEIVED,
    REVIEW,
    SETTINGS,
    STATEMENTS,
    WITHHELD,
    WORK_PLAN,
    InputTable,
)
from pipeline.normalise.activities import read_activities
from pipeline.normalise.answers_and_corrections import CellIndex, apply_corrections, read_answers
from pipeline.normalise.editor_paragraphs import read_editor_paragraphs
from pipeline.normalise.forms.documents import MeetingContext, read_documents
from pipeline.normalise.forms.parse import ParseReport, parse_report
from pipeline.normalise.forms.register import read_unread, transcriptions
from pipeline.normalise.meeting_settings import refuse_faults
from pipeline.normalise.patches import Patch, patched
from pipeline.normalise.rates import read_rates
from pipeline.normalise.reading import Lists
from pipeline.normalise.reference import Reference
from pipeline.normalise.registers import (
    CellMarks,
    read_coalitions,
    read_follow_up,
    read_good_practices,
    read_marks,
    read_previous,
    read_statements,
)
from pipeline.normalise.sheets import (
    TABLES,
    Sorted,
    UnrecognisedSheet,
    conserved,
    not_read,
    refuse_lost_guards,
    sort_sheets,
    unrecognised_drops,
)
from pipeline.normalise.table import ReadRow, TableRows, header_key, read_table
from pipeline.normalise.workbook_reports import read_books, read_reports


class _Read(NamedTuple):
    """The tables of the folder, found, and read on demand."""

    at: Sorted
    reference: Reference
    parse: ParseReport = parse_report

    def rows(self, table: InputTable) -> TableRows:
        """The rows of a table; none if the folder does not contain it."""
        sheet = self.at.tables.get(header_key(table.name))
        return (
            read_table(sheet, table, self.reference.headers, self.reference.lists)
            if sheet
            else TableRows()
        )


class _Made(NamedTuple):
    """Records as far as they are made, what was set aside on the way, and findings besides those on
    its tables.
    """

    records: Records = Records()
    parts: tuple[TableRows, ...] = ()
    findings: tuple[Finding, ...] = ()

    def and_with(
        self, records: Records, parts: tuple[TableRows, ...], findings: Iterable[Finding] = ()
    ) -> "_Made":
        """The same with more added."""
        return _Made(records, (*self.parts, *parts), (*self.findings, *findings))


def normalise(  # noqa: PLR0913 - all that a meeting is read with
    sheets: tuple[Sheet, ...],
    unreadable: tuple[tuple[str, str], ...],
    settings: Settings,
    reference: Reference,
    patches: tuple[Patch, ...] = (),
    parse: ParseReport = parse_report,
) -> Outcome[Records]:
    """The records of a meeting and every finding about its tables, with its corrections and then
    the patches applied.

    `parse` parses a document: `parse_report`, or a version of it that caches.

    Refused (exit 2) if Withheld or marks cannot be read to the last row: otherwise something might
    be printed that must not be.
    """
    at = sort_sheets(sheets, reference.headers)
    # before anything else: a run that lost the list of withheld States would print their names
    refuse_lost_guards(at, unreadable)
    own = reference._replace(lists=_with_mark(reference.lists, settings))
    corrected = apply_corrections(
        sheets, _Read(at, own).rows(CORRECTIONS), CellIndex(sheets, reference.headers)
    )
    # corrections before answers: an answer is given to the finding on the cell as corrected
    sheets = patched(corrected.sheets, patches)
    at = sort_sheets(sheets, reference.headers)
    read = _Read(at, own, parse)
    made = _declared(
        _Made(Records(conserved=conserved(sheets, at, reference.headers)), (corrected.rest,)), read
    )
    marked = read.rows(MARKS_TABLE)
    refuse_faults(marked)
    known = reference.strong_sources | reference.weak_sources
    marks, faults = read_marks(marked.rows, reference.strong_sources, known)
    made = _logged(made.and_with(made.records, (marked,), faults), read, marks, settings)
    made = _reported(
        _registered(made, read, marks), read, reference, settings.article7_year, unreadable
    )
    return _outcome(made, at.unrecognised)


def _outcome(made: _Made, unrecognised: tuple[UnrecognisedSheet, ...]) -> Outcome[Records]:
    """The records with everything that was set aside on the way to them, and everything that was
    found.
    """
    out = (q for part in made.parts for q in part.quarantined)
    drops = (drop for part in made.parts for drop in part.drops)
    records = made.records._replace(
        quarantined=(*out, *made.records.quarantined),
        drops=(*drops, *unrecognised_drops(unrecognised)),
    )
    of_tables = (finding for part in made.parts for finding in part.findings)
    of_sheets = (sheet_finding.finding for sheet_finding in unrecognised if sheet_finding.finding)
    return Outcome(records, (*of_tables, *made.findings, *of_sheets))


def _declared(made: _Made, read: _Read) -> _Made:
    """What persons declare: what is complete, who is withheld, what was cleared. Refused if
    Withheld is in doubt.
    """
    complete, withheld, cleared = read.rows(COMPLETE), read.rows(WITHHELD), read.rows(CLEARANCES)
    refuse_faults(withheld)
    tables = frozenset({REPORTS_FOLDER, *(TABLES[name].name for name in read.at.tables)})
    missing = [
        found("declared-table-missing", r.ref("source"))
        for r, v in complete.rows
        if v["source"] not in tables
    ]
    records = made.records._replace(
        declarations=_declarations(complete.rows),
        withheld=_withheld(withheld.rows),
        clearances=_clearances(cleared.rows),
        tables=tables,
    )
    pinned = (read.rows(SETTINGS), read.rows(WORK_PLAN))
    return made.and_with(records, (*pinned, complete, withheld, cleared), missing)


def _logged(made: _Made, read: _Read, marks: CellMarks, settings: Settings) -> _Made:
    """The Coordinators' log, their own paragraphs, and the answers given."""
    activities, log = read_activities(read.rows(ACTIVITIES), marks, read.reference, settings)
    paragraphs, written = read_editor_paragraphs(
        read.at.written, read.reference.headers, read.reference.lists
    )
    answers = read_answers(read.rows(ANSWERS))
    records = made.records._replace(
        activities=activities, editor_paragraphs=paragraphs, answers=answers.given
    )
    return made.and_with(records, (log, written, answers.rest))


def _registered(made: _Made, read: _Read, marks: CellMarks) -> _Made:
    """The registers kept besides log and reports."""
    coalitions, register = read_coalitions(read.rows(COALITIONS), marks)
    practices, shared = read_good_practices(read.rows(GOOD_PRACTICES), marks)
    statements, said = read_statements(read.rows(STATEMENTS), marks)
    follow_up, followed = read_follow_up(read.rows(FOLLOW_UP), marks, read.reference.lists)
    previous, earlier = read_previous(read.rows(PREVIOUS), marks)
    rates, quoted = read_rates(read.rows(RATES))
    records = made.records._replace(
        coalitions=coalitions,
        good_practices=practices,
        statements=statements,
        follow_up=follow_up,
        previous=previous,
        rates=rates,
    )
    return made.and_with(records, (register, shared, said, followed, earlier, quoted))


def _reported(
    made: _Made,
    read: _Read,
    reference: Reference,
    year: int,
    unreadable: tuple[tuple[str, str], ...],
) -> _Made:
    """National reports in every form, and their register; each has a decimal mark of its own, not
    the meeting's.
    """
    register = read.rows(REPORTS_RECEIVED)
    books, aside = read_books(read.at.books, reference.headers, reference.lists)
    around = MeetingContext(register, read.rows(REVIEW), books, year)
    documents = read_documents(read.at.documents, around, reference, read.parse)
    reports = read_reports((*documents.reports, *books), register, documents.in_scope)
    unread = read_unread(
        unreadable, transcriptions(books), register, reference.lists.names, documents.in_scope
    )
    records = made.records._replace(
        reports=reports.reports,
        others=(*documents.others, *reports.others),
        old_files=documents.old_files,
        in_scope=documents.in_scope,
        registered=reports.registered,
        proposals=documents.proposals,
        wanted=(*unread.wanted, *documents.wanted),
        transcribed=unread.transcribed | documents.transcribed,
        lifting=unread.lifting,
        quarantined=not_read(read.at, unread.files, unread.scopes),
    )
    return made.and_with(records, (reports.rest, aside, documents.rest), unread.findings)


def _with_mark(lists: Lists, settings: Settings) -> Lists:
    """The lists for the meeting's own tables; the settings may say which mark precedes decimals."""
    return lists._replace(decimal_mark=settings.decimal_mark, mark_ref=settings.ref("decimal_mark"))


def _withheld(rows: tuple[ReadRow, ...]) -> tuple[WithheldState, ...]:
    return tuple(
        WithheldState(id=str(values["state"]), row=row, state=str(values["state"]))
        for row, values in rows
    )


def _clearances(rows: tuple[ReadRow, ...]) -> tuple[Clearance, ...]:
    return tuple(
        Clearance(
            id=f"{values['paper']}/{values['paragraph']}",
            row=row,
            paper=str(values["paper"]),
            paragraph=str(values["paragraph"]),
            body=str(values["body"]),
            cleared_on=cast("Dated", values["cleared_on"]),
            is_passed=values["kind"] == "passed_open",
            reason=str(values["reason"] or ""),
        )
        for row, values in rows
    )


def _declarations(rows: tuple[ReadRow, ...]) -> tuple[Declaration, ...]:
    return tuple(
        Declaration(
            id=str(values["source"]),
            row=row,
            source=str(values["source"]),
            through=cast("Dated", values["through"]),
            declared_by=str(values["declared_by"]),
        )
        for row, values in rows
    )
