"""All Word and PDF reports of a meeting: each taken apart, placed, confirmed, and told apart from
its twins.

In: the sheets of documents by file, the register, review.xlsx. Out: reports, proposals for review,
rows set aside, findings. It reads no file and asks no one.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pipeline.model.figure import Drop
from pipeline.model.finding import Finding, found
from pipeline.model.forms import Proposal, Wanted
from pipeline.model.record import Quarantined, Report
from pipeline.model.records import Needed
from pipeline.model.source import Ref, Sheet
from pipeline.model.tables import FORM_I
from pipeline.normalise.forms.duplicates import DUPLICATE, deduplicate, without_same_bytes
from pipeline.normalise.forms.identify import identify_report
from pipeline.normalise.forms.parse import ParseReport, parse_report
from pipeline.normalise.forms.register import (
    Register,
    transcribed,
    transcription_of,
    transcriptions,
)
from pipeline.normalise.forms.resolve import (
    Placed,
    ReadingContext,
    apply_cover_review,
    reports_in_scope,
)
from pipeline.normalise.forms.resolve_lines import Confirmed, confirm
from pipeline.normalise.forms.review import Review
from pipeline.normalise.reference import Reference
from pipeline.normalise.table import TableRows

SUPERSEDED = "superseded"
# What a reader remarked that may have hidden a line from us.
_LIMITING = frozenset({"pages-without-text", "pictures-in-document"})


class Documents(NamedTuple):
    """The reports read from documents, what waits for a person, what was set aside.

    `others` are reports on which the meeting does not stand (`needed`), told by their covers alone.
    `wanted` are files of which a part could not be read, `transcribed` those that a person typed
    off, `old_files` those of `others`.
    """

    reports: tuple[Report, ...]
    others: tuple[Report, ...]
    needed: Needed
    proposals: tuple[Proposal, ...]
    rest: TableRows
    wanted: tuple[Wanted, ...] = ()
    transcribed: frozenset[str] = frozenset()
    old_files: frozenset[str] = frozenset()


class MeetingContext(NamedTuple):
    """What stands around the documents: register, review, reports kept as workbooks, the year that
    is reported on.
    """

    register: TableRows
    review: TableRows
    books: tuple[Report, ...]
    year: int


def read_documents(
    documents: Mapping[str, tuple[Sheet, ...]],
    around: MeetingContext,
    reference: Reference,
    parse: ParseReport = parse_report,
) -> Documents:
    """The reports in the documents but those typed off; what waits is in the order of files and
    places.
    """
    typed = transcriptions(around.books)
    world = ReadingContext(
        reference.forms, reference.lists, _names(reference), Review(around.review)
    )
    done = frozenset(path for path in documents if transcription_of(path, typed))
    open_ones = {path: sheets for path, sheets in documents.items() if path not in done}
    named = Register(around.register.rows)
    in_order = sorted(
        open_ones, key=lambda path: not named.of(path)
    )  # of two copies, the one that the register names
    twins = without_same_bytes(
        (path, open_ones[path][0].sha256) for path in in_order if open_ones[path]
    )
    placed = [
        apply_cover_review(draft, identify_report(draft, named, world.lists.names), world)
        for path, sheets in open_ones.items()
        if sheets and path not in twins and (draft := parse(sheets, world.labels)).items
    ]
    wanted_ones = _needed(placed, around)
    others = [
        one for one in placed if one.is_placed and not wanted_ones.has(one.state, one.year or 0)
    ]
    apart = {id(one) for one in others}
    read = deduplicate(confirm(one, world) for one in placed if id(one) not in apart)
    aside = [_of_another_year(one, around.year) for one in others]
    remarked = [_remarks(document) for document in read.documents]
    parts = (
        *(document.rest for document in read.documents),
        *(rest for rest, _ in remarked),
        read.rest,
        *aside,
        *(
            _aside(
                documents[path], DUPLICATE, found("same-report-twice", Ref(path, ""), twins[path])
            )
            for path in twins
        ),
        *(_aside(documents[path], SUPERSEDED, transcribed(path)) for path in sorted(done)),
        world.review.rest(frozenset(one.draft.sha256 for one in others)),
    )
    waiting = (p for document in read.documents for p in document.proposals)
    return Documents(
        tuple(document.report for document in read.documents if document.report),
        tuple(one.of_another_year() for one in others),
        wanted_ones,
        (*waiting, *(one.proposal for one in others if not one.is_settled)),
        _joined(parts, around.review),
        tuple(wanted for _, of_file in remarked for wanted in of_file),
        done,
        frozenset(one.draft.file for one in others),
    )


def _needed(placed: Iterable[Placed], around: MeetingContext) -> Needed:
    of_documents = [(one.state, one.year, one.form_i, one.since) for one in placed]
    return reports_in_scope(
        (*of_documents, *((b.state, b.year, b.form_i, b.since) for b in around.books)), around.year
    )


def _joined(parts: Iterable[TableRows], review: TableRows) -> TableRows:
    every = (*parts, review)
    return TableRows(
        (),
        tuple(q for part in every for q in part.quarantined),
        tuple(d for part in every for d in part.drops),
        tuple(f for part in every for f in part.findings),
    )


def _of_another_year(placed: Placed, year: int) -> TableRows:
    """A report on which nothing of the meeting stands: its lines are not read, and wait for nobody.

    Where cover, register and file name do not agree on whose it is, or the name alone tells the
    year, a person is still asked for that; until then no count is exact that the report would
    change if it were for the year of the meeting.
    """
    first = placed.draft.items[0].ref._replace(words="")
    findings = placed.left_of(placed.own.findings)
    if placed.is_settled or not placed.own.may_be_for(year):
        return TableRows(
            (), (), (), (*findings, found("report-of-another-year", first, year=str(placed.year)))
        )
    scope = () if placed.own.is_state_open else (placed.state, str(year))
    limit = Quarantined(ref=first, table=FORM_I.name, scope=scope)
    return TableRows((), (limit,), (), (*findings, found("report-unconfirmed", first, n="1")))


def _names(reference: Reference) -> dict[str, str]:
    """States and bodies by code, as a person is shown them."""
    states = {code: state.name for code, state in reference.states.items()}
    return {**{code: actor.name for code, actor in reference.actors.items()}, **states}


def _aside(sheets: tuple[Sheet, ...], fate: str, finding: Finding) -> TableRows:
    """A file that another one stands for: all its rows, with the finding that says why."""
    drops = (
        Drop(key=sheet.key(raw), fate=fate, reason=finding.code)
        for sheet in sheets
        for raw in sheet.rows
    )
    return TableRows((), (), tuple(drops), (finding,))


def _remarks(document: Confirmed) -> tuple[TableRows, tuple[Wanted, ...]]:
    """What the reader of the file remarked, what of it limits, and so waits for one who types the
    file off.
    """
    sheets: Iterable[Sheet] = {id(item.sheet): item.sheet for item in document.draft.items}.values()
    findings: list[Finding] = []
    out: list[Quarantined] = []
    wanted: list[Wanted] = []
    report = document.report
    scope = (report.state, str(report.year)) if report else ()
    for sheet in sheets:
        for remark in sheet.remarks:
            ref = Ref(sheet.source, "")
            findings.append(found(remark.code, ref, hint=remark.hint))
            if remark.code in _LIMITING:
                out.append(Quarantined(ref=ref, table=FORM_I.name, scope=scope))
                state, year = (report.state, report.year) if report else ("", None)
                wanted.append(Wanted(sheet.source, state, year, remark.code))
    return TableRows((), tuple(out), (), tuple(findings)), tuple(wanted[:1])
