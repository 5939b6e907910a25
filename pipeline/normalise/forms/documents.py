"""All Word and PDF reports of a meeting: each taken apart, placed, confirmed, and told apart from its twins.

In: the sheets of documents by file, the register, review.xlsx. Out: reports, proposals for review, rows set aside,
findings. It reads no file and asks no one.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pipeline.model.figure import Drop
from pipeline.model.finding import Finding, found
from pipeline.model.forms import Proposal, Wanted
from pipeline.model.record import Quarantined, Report
from pipeline.model.source import Ref, Sheet
from pipeline.model.tables import FORM_I
from pipeline.normalise.forms.confirm import Confirmed, World, confirm
from pipeline.normalise.forms.draft import TakeApart, read_draft
from pipeline.normalise.forms.review import Review
from pipeline.normalise.forms.twins import DUPLICATE, one_of_each, without_same_bytes
from pipeline.normalise.forms.unread import TypedOff, transcribed, typed_in
from pipeline.normalise.forms.whose import Register, whose
from pipeline.normalise.reference import Reference
from pipeline.normalise.table import TableRows

SUPERSEDED = "superseded"
# What a reader remarked that may have hidden a line from us.
_LIMITING = frozenset({"pages-without-text", "pictures-in-document"})


class Documents(NamedTuple):
    """The reports read from documents, what waits for a person, what was set aside.

    `wanted` are files of which a part could not be read, `transcribed` those that a person typed off.
    """

    reports: tuple[Report, ...]
    proposals: tuple[Proposal, ...]
    rest: TableRows
    wanted: tuple[Wanted, ...] = ()
    transcribed: frozenset[str] = frozenset()


def read_documents(  # noqa: PLR0913 - all that a report is read with
    books: Mapping[str, tuple[Sheet, ...]],
    register: TableRows,
    review: TableRows,
    reference: Reference,
    typed: TypedOff,
    take_apart: TakeApart = read_draft,
) -> Documents:
    """The reports in the documents but those typed off; what waits is in the order of files and places."""
    labels, lists = reference.forms, reference.lists
    named = Register(register.rows)
    world = World(labels, lists, _names(reference), Review(review))
    done = frozenset(path for path in books if typed_in(path, typed))
    open_books = {path: sheets for path, sheets in books.items() if path not in done}
    twins = without_same_bytes((path, sheets[0].sha256) for path, sheets in open_books.items() if sheets)
    read = [
        confirm(draft, whose(draft, named, lists.names), world)
        for path, sheets in open_books.items()
        if sheets and path not in twins and (draft := take_apart(sheets, labels)).items
    ]
    told = one_of_each(read)
    remarked = [_remarks(document) for document in told.documents]
    parts = (
        *(document.rest for document in told.documents),
        *(rest for rest, _ in remarked),
        told.rest,
        *(_aside(books[path], DUPLICATE, found("same-report-twice", Ref(path, ""), twins[path])) for path in twins),
        *(_aside(books[path], SUPERSEDED, transcribed(path)) for path in sorted(done)),
        world.review.rest(),
    )
    rest = TableRows(
        (),
        (*(q for part in parts for q in part.quarantined), *review.quarantined),
        (*(d for part in parts for d in part.drops), *review.drops),
        (*(f for part in parts for f in part.findings), *review.findings),
    )
    return Documents(
        tuple(document.report for document in told.documents if document.report),
        tuple(p for document in told.documents for p in document.proposals),
        rest,
        tuple(wanted for _, of_file in remarked for wanted in of_file),
        done,
    )


def _names(reference: Reference) -> dict[str, str]:
    """States and bodies by code, as a person is shown them."""
    states = {code: state.name for code, state in reference.states.items()}
    return {**{code: actor.name for code, actor in reference.actors.items()}, **states}


def _aside(sheets: tuple[Sheet, ...], fate: str, finding: Finding) -> TableRows:
    """A file that another one stands for: all its rows, with the finding that says why."""
    drops = (Drop(key=sheet.key(raw), fate=fate, reason=finding.code) for sheet in sheets for raw in sheet.rows)
    return TableRows((), (), tuple(drops), (finding,))


def _remarks(document: Confirmed) -> tuple[TableRows, tuple[Wanted, ...]]:
    """What the reader of the file remarked, what of it limits, and so waits for one who types the file off."""
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
