"""All the tables of a meeting folder, normalised: what each row says.

In: the sheets of the folder, settings and reference. Out: Records. Every non-empty row of every sheet is behind a
record, set aside with a reason, or pinned.
"""

from typing import NamedTuple, cast

from pipeline.model.base import Outcome
from pipeline.model.clearance import Clearance
from pipeline.model.dates import Dated
from pipeline.model.finding import found
from pipeline.model.record import Declaration, WithheldState
from pipeline.model.records import Records
from pipeline.model.settings import Settings
from pipeline.model.source import Sheet
from pipeline.model.tables import (
    ACTIVITIES,
    ANSWERS,
    CLEARANCES,
    COALITIONS,
    COMPLETE,
    CORRECTIONS,
    FOLLOW_UP,
    MARKS_TABLE,
    PREVIOUS,
    RATES,
    REPORTS_RECEIVED,
    REVIEW,
    SETTINGS,
    STATEMENTS,
    WITHHELD,
    Table,
)
from pipeline.normalise.activities import read_activities
from pipeline.normalise.coalitions import read_coalitions
from pipeline.normalise.corrections import apply_corrections, read_answers
from pipeline.normalise.editor_paragraphs import read_editor_paragraphs
from pipeline.normalise.follow_up import read_follow_up
from pipeline.normalise.forms.documents import read_documents
from pipeline.normalise.forms.unread import read_unread
from pipeline.normalise.marks import read_marks
from pipeline.normalise.patches import Patch, patched
from pipeline.normalise.previous import read_previous
from pipeline.normalise.rates import read_rates
from pipeline.normalise.reading import Lists
from pipeline.normalise.reference import Reference
from pipeline.normalise.reports import read_reports
from pipeline.normalise.settings import refuse_faults
from pipeline.normalise.sheets import (
    REPORTS_FOLDER,
    TABLES,
    Sorted,
    not_read,
    refuse_lost_guards,
    row_keys,
    sort_sheets,
    stranger_drops,
)
from pipeline.normalise.spots import Spots
from pipeline.normalise.statements import read_statements
from pipeline.normalise.table import Read, TableRows, header_key, read_table


class _Read(NamedTuple):
    """The tables of the folder, found and read on demand."""

    at: Sorted
    reference: Reference

    def rows(self, table: Table) -> TableRows:
        """The rows of a table; none where the folder does not hold it."""
        sheet = self.at.tables.get(header_key(table.name))
        return read_table(sheet, table, self.reference.headers, self.reference.lists) if sheet else TableRows()


def normalise(
    sheets: tuple[Sheet, ...],
    unreadable: tuple[tuple[str, str], ...],
    settings: Settings,
    reference: Reference,
    patches: tuple[Patch, ...] = (),
) -> Outcome[Records]:
    """The records of a meeting and every finding about its tables, its corrections applied and then the patches.

    Refused (exit 2) where Withheld or marks cannot be read to the last row: what must not be printed might be.
    """
    at = sort_sheets(sheets)
    refuse_lost_guards(at, unreadable)
    own = reference._replace(lists=_with_mark(reference.lists, settings))
    corrected = apply_corrections(sheets, _Read(at, own).rows(CORRECTIONS), Spots(sheets, reference.headers))
    sheets = patched(corrected.sheets, patches)
    at = sort_sheets(sheets)
    read = _Read(at, own)
    rows = read.rows
    marked, complete, withheld = rows(MARKS_TABLE), rows(COMPLETE), rows(WITHHELD)
    cleared = rows(CLEARANCES)
    refuse_faults(withheld)
    refuse_faults(marked)
    known = reference.strong_sources | reference.weak_sources
    marks, mark_findings = read_marks(marked.rows, reference.strong_sources, known)
    activities, log = read_activities(rows(ACTIVITIES), marks, own, settings)
    register_rows = rows(REPORTS_RECEIVED)
    documents = read_documents(at.documents, register_rows, rows(REVIEW), reference)
    reports = read_reports(at.books, register_rows, reference.headers, reference.lists, documents.reports)
    unread = read_unread(unreadable, reports.reports, register_rows, reference.lists.names)
    coalitions, register = read_coalitions(rows(COALITIONS), marks)
    statements, said = read_statements(rows(STATEMENTS), marks)
    follow_up, followed = read_follow_up(rows(FOLLOW_UP), marks, own.lists)
    previous, earlier = read_previous(rows(PREVIOUS), marks)
    rates, quoted = read_rates(rows(RATES))
    paragraphs, written = read_editor_paragraphs(at.written, reference.headers, reference.lists)
    answers = read_answers(rows(ANSWERS))
    of_reports, of_people = (reports.rest, documents.rest), (corrected.rest, answers.rest)
    parts = (log, *of_reports, register, said, followed, earlier, quoted, written, *of_people)
    tables = frozenset({REPORTS_FOLDER, *(TABLES[name].name for name in at.tables)})
    records = Records(
        activities=activities,
        reports=reports.reports,
        registered=reports.registered,
        coalitions=coalitions,
        statements=statements,
        follow_up=follow_up,
        previous=previous,
        rates=rates,
        editor_paragraphs=paragraphs,
        declarations=_declarations(complete.rows),
        withheld=_withheld(withheld.rows),
        quarantined=(*(q for part in parts for q in part.quarantined), *not_read(at, unread.files, unread.scopes)),
        drops=(*(drop for part in parts for drop in part.drops), *stranger_drops(at.strangers)),
        row_keys=row_keys(sheets, at),
        tables=tables,
        answers=answers.given,
        clearances=_clearances(cleared.rows),
        proposals=documents.proposals,
        wanted=unread.wanted,
        transcribed=unread.transcribed,
    )
    missing = [found("declared-table-missing", r.ref("source")) for r, v in complete.rows if v["source"] not in tables]
    declared = (rows(SETTINGS), marked, complete, withheld, cleared)
    found_in = (
        *(finding for part in (*parts, *declared) for finding in part.findings),
        *missing,
        *mark_findings,
        *unread.findings,
        *(stranger.finding for stranger in at.strangers if stranger.finding),
    )
    return Outcome(records, found_in)


def _with_mark(lists: Lists, settings: Settings) -> Lists:
    """The lists for the meeting's own tables: the settings may say what mark stands before decimals."""
    return lists._replace(decimal_mark=settings.decimal_mark, mark_ref=settings.ref("decimal_mark"))


def _withheld(rows: tuple[Read, ...]) -> tuple[WithheldState, ...]:
    return tuple(WithheldState(id=str(values["state"]), row=row, state=str(values["state"])) for row, values in rows)


def _clearances(rows: tuple[Read, ...]) -> tuple[Clearance, ...]:
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


def _declarations(rows: tuple[Read, ...]) -> tuple[Declaration, ...]:
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
