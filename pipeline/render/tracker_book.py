"""internal/follow-up-tracker.xlsx: obligations of States Parties, register of coalitions, needs
without a coalition.

In: what is tracked, the day of the report, names of States. Out: bytes, the same for the same
values. Each colour stands behind words that say it; nothing is ranked, and what nobody recorded is
said to be so.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import chain
from typing import NamedTuple

from pipeline.model.dates_and_money import Dated, Precision
from pipeline.model.internal_books import Need, Tracked, Tracking
from pipeline.model.public import PublicName
from pipeline.model.record import Activity, Coalition, FollowUp
from pipeline.model.source import Ref
from pipeline.model.tables import COALITIONS, FOLLOW_UP, InputTable
from pipeline.render.workbook import BookSheet, Cell, Tinted, write_book

Names = Callable[[str], PublicName]
NONE = "none recorded"
_RED, _AMBER, _GREEN, _GREY = "#F8CBAD", "#FFE699", "#C6E0B4", "#E7E6E6"
_YEAR = timedelta(days=365)
_NO_PARTY = "not a State Party on the date of the report"
_OVER = frozenset({"closed", "withdrawn"})
_TRACKER = (
    *(("State Party", 24), ("Article", 14), ("Deadline", 13), ("Deadline is", 20)),
    *(("Decision it rests on", 26), ("Extension request", 18), ("Submitted on", 13)),
    *(("Symbol", 22), ("Decision on the request", 24), ("Resources in it", 20)),
    *(("Needs expressed, and where", 38), ("Contact requested", 18), ("Contact made", 26)),
    *(("Outcome", 34), ("With the Coordinators on survey and clearance", 28), ("Coalition", 26)),
    *(("Next step", 30), ("Due", 12), ("Next step is", 16), ("Owner", 14), ("In papers", 14)),
    ("Sources", 40),
)
_COALITIONS = (
    *(("Coalition", 12), ("Affected State", 24), ("Partners", 30), ("Obligation", 18)),
    *(
        ("Status", 14),
        ("Described so by", 20),
        ("Document", 34),
        ("Established", 13),
        ("Ended", 13),
    ),
    *(("Forum", 24), ("Result", 34), ("Declared in", 30), ("Note", 40), ("Last verified", 13)),
    *(("In papers", 26), ("Source", 26)),
)
_ALONE = (
    *(("State Party", 24), ("For", 22), ("Where it was expressed", 44), ("In papers", 14)),
    ("Source", 40),
)
# What a column may say about a date, the colour behind it, and what is meant.
_DEADLINE_IS = (
    ("before the date of the report", _RED, "By date alone; an extension may have been granted."),
    ("within a year", _AMBER, "Counted from the date of the report."),
    ("in more than a year", _GREEN, ""),
    ("not recorded", _GREY, "The table follow-up gives no deadline for the obligation."),
    ("not read", _GREY, "The table gives a deadline that is not a date; to-do.xlsx shows it."),
    ("closed", _GREY, "The register says that the obligation is closed or withdrawn."),
)
_NEXT_STEP_IS = (
    ("overdue", _AMBER, "The date in due is before the date of the report."),
    ("upcoming", _GREEN, ""),
    ("no date", _GREY, "The column due is empty."),
)
_LEGEND = (("Column", 18), ("Words", 24), ("Meaning", 70))


class _Book(NamedTuple):
    """What every row is written with."""

    tracking: Tracking
    names: Names
    on: date


def tracker_book(tracking: Tracking, names: Names, on: date) -> bytes:
    """The workbook of a meeting; `names` gives the name of a State or body by its code."""
    book = _Book(tracking, names, on)
    alone = chain.from_iterable(_alone(book, *one) for one in tracking.alone)
    out = (row for table in (COALITIONS, FOLLOW_UP) for row in _out(book, table, _ALONE))
    sheets = (
        _sheet(
            "Tracker",
            _TRACKER,
            (*map(book_row(book), tracking.tracked), *_out(book, FOLLOW_UP, _TRACKER)),
        ),
        _sheet(
            "Coalitions",
            _COALITIONS,
            (
                *(_coalition(book, c) for c in tracking.coalitions),
                *_out(book, COALITIONS, _COALITIONS),
            ),
        ),
        _sheet("Needs, no coalition", _ALONE, (*alone, *out)),
        BookSheet("Legend", _LEGEND, _legend()),
    )
    return write_book("follow-up tracker", sheets, on)


def _sheet(
    name: str, columns: tuple[tuple[str, int], ...], rows: Iterable[tuple[Cell, ...]]
) -> BookSheet:
    """A sheet; one without rows says that nothing is recorded."""
    return BookSheet(name, columns, tuple(rows) or ((NONE, *(None,) * (len(columns) - 1)),))


def _out(
    book: _Book, table: InputTable, columns: tuple[tuple[str, int], ...]
) -> Iterator[tuple[Cell, ...]]:
    """A last row that says how many rows of the table are in none above, and where they stand."""
    if refs := book.tracking.kept_out.get(table.name, ()):
        middle = (None,) * (len(columns) - 2)
        yield f"not used, see to-do.xlsx: {len(refs)}", *middle, _lines(_at(ref) for ref in refs)


def book_row(book: _Book) -> Callable[[Tracked], tuple[Cell, ...]]:
    """A row an obligation."""
    return lambda tracked: (
        _state(book, tracked),
        _obligation(tracked.article),
        *_deadline(book, tracked),
        *_extension(tracked.extensions),
        _needs(tracked.needs),
        *_contacts(tracked),
        _exchanges(tracked.interactions),
        _listed(_told(book, coalition) for coalition in tracked.coalitions),
        *_next_step(book, tracked),
        _in_papers(book, (tracked.state,)),
        _sources(tracked),
    )


def _state(book: _Book, tracked: Tracked) -> str:
    """The name of the State, with a word where it is no Party."""
    name = book.names(tracked.state).listed
    if tracked.is_party:
        return name
    return f"{name} ({_NO_PARTY})"


def _obligation(codes: str) -> str:
    """Obligations in words: `art4_clearance` is article 4, clearance."""
    return "; ".join(map(_one_obligation, filter(None, codes.split(", "))))


def _one_obligation(code: str) -> str:
    article, _, rest = code.partition("_")
    if article.startswith("art"):
        article = f"article {article.removeprefix('art')}"
    return ", ".join(filter(None, (article, rest.replace("_", " "))))


def _deadline(book: _Book, tracked: Tracked) -> tuple[Cell, ...]:
    """The last deadline of what is not over: of the rows on the obligation, else of those on its
    extension.
    """
    decisions = _listed(row.decision for row in tracked.obligations)
    live = [row for row in tracked.obligations if row.status not in _OVER]
    if tracked.obligations and not live:
        return _day(_last(tracked.obligations)), Tinted("closed", _GREY), decisions
    asked = [row for row in tracked.extensions if row.status not in _OVER]
    last = _last(live) or _last(asked)
    if last is None and any(_text(row, "deadline") for row in (*live, *asked)):
        return NONE, Tinted("not read", _GREY), decisions
    return _day(last), _when(book.on, last), decisions


def _last(rows: Iterable[FollowUp]) -> Dated | None:
    return max(
        (row.deadline for row in rows if row.deadline), key=lambda day: day.last, default=None
    )


def _when(on: date, deadline: Dated | None) -> Tinted:
    if deadline is None:
        return Tinted("not recorded", _GREY)
    if deadline.last < on:
        return Tinted("before the date of the report", _RED)
    if deadline.last - on <= _YEAR:
        return Tinted("within a year", _AMBER)
    return Tinted("in more than a year", _GREEN)


def _day(dated: Dated | None) -> Cell:
    """A day as a date; what is known by month, quarter or year alone as it is written."""
    if dated is None:
        return NONE
    if dated.precision is Precision.DAY:
        return dated.first
    return f"{dated.first:%Y-%m} ({dated.precision.value})"


def _extension(requests: tuple[FollowUp, ...]) -> tuple[Cell, ...]:
    if not requests:
        return (NONE,) * 5
    submitted = _day(requests[0].submitted_on)
    if len(requests) > 1:
        submitted = _lines(_text(row, "submitted_on") for row in requests)
    return (
        _lines(map(_status, requests)),
        submitted,
        _listed(row.symbol for row in requests),
        _listed(row.decision for row in requests),
        _lines(_resources(row) for row in requests),
    )


def _status(row: FollowUp) -> str:
    """The status of a request, with its meeting and the deadline in its row."""
    status = row.status or "status not recorded"
    meeting = _with(", Meeting ", row.meeting_number)
    return status + meeting + _with(", deadline in its row: ", _text(row, "deadline"))


def _resources(row: FollowUp) -> str:
    said = {"yes": "set out", "no": "not set out"}.get(row.resources, "not read")
    return said + _with(": ", row.resources_ref)


def _needs(needs: Iterable[Need]) -> str:
    return _listed(f"{_need(need)}: {need.told_in} ({_at(need.ref)})" for need in needs)


def _need(need: Need) -> str:
    """What a need is for."""
    return _obligation(need.obligation) or "purpose not given"


def _contacts(tracked: Tracked) -> tuple[str, str, str]:
    asked = [_text(row, "asked_on") for row in tracked.rows]
    asked += [
        f"{_text(row, 'submitted_on')} (request)" for row in tracked.others if row.submitted_on
    ]
    made = [_text(row, "met_on") for row in tracked.rows]
    outcomes = [_text(row, "outcome") for row in tracked.rows] + [
        _text(a, "outcome") for a in tracked.contacts
    ]
    return (
        _listed(asked),
        _listed((*made, _exchanges(tracked.contacts, ""))),
        _listed(outcomes),
    )


def _exchanges(activities: Iterable[Activity], otherwise: str = NONE) -> str:
    dated = (", ".join(filter(None, (a.id, _text(a, "date_start"), a.status))) for a in activities)
    return _lines(dated) or otherwise


def _told(book: _Book, coalition: Coalition) -> str:
    listed = "; ".join(book.names(code).listed for code in coalition.partners)
    partners = listed or "no partner recorded"
    why = _unprinted(book, coalition)
    return f"{coalition.id}, {coalition.status}: {partners}" + _with(" (", why, ")")


def _unprinted(book: _Book, coalition: Coalition) -> str:
    """Why a coalition is not in papers; empty for one that is."""
    why = book.tracking.unprinted.get(coalition.id)
    if not why:
        return ""
    return _why(why)


def _why(reason: str) -> str:
    return f"not in papers: {reason.replace('-', ' ')}"


def _next_step(book: _Book, tracked: Tracked) -> tuple[Cell, ...]:
    steps = _lines(_text(row, "next_step") for row in tracked.rows)
    dues = [row.due for row in tracked.rows if row.due]
    owners = _listed(_text(row, "owner") for row in tracked.rows)
    due = min(dues, key=lambda due: due.last, default=None)
    if not steps:
        return NONE, _day(due), Tinted(NONE, _GREY), owners
    return steps, _day(due), _when_due(book.on, due), owners


def _when_due(on: date, due: Dated | None) -> Tinted:
    if due is None:
        return Tinted("no date", _GREY)
    if due.last < on:
        return Tinted("overdue", _AMBER)
    return Tinted("upcoming", _GREEN)


def _in_papers(book: _Book, codes: Iterable[str]) -> str:
    if book.tracking.withheld.isdisjoint(codes):
        return "not withheld"
    return "WITHHELD"


def _sources(tracked: Tracked) -> str:
    rows = (row.ref("state") for row in tracked.rows)
    exchanges = (a.ref("activity_id") for a in (*tracked.contacts, *tracked.interactions))
    registered = (coalition.ref("coalition_id") for coalition in tracked.coalitions)
    return _lines(
        _at(ref) for ref in (*rows, *(need.ref for need in tracked.needs), *exchanges, *registered)
    )


def _at(ref: Ref) -> str:
    return " › ".join(filter(None, (ref.source, ref.place)))


def _text(record: FollowUp | Activity | Coalition, field: str) -> str:
    return record.row.cell(field).text.strip()


def _lines(texts: Iterable[str]) -> str:
    """The texts that say something, once each, a line each."""
    return "\n".join(dict.fromkeys(text for text in texts if text.strip()))


def _or_none(text: str) -> str:
    """The text, or that nothing is recorded."""
    return text or NONE


def _listed(texts: Iterable[str]) -> str:
    """The texts a line each, or that nothing is recorded."""
    return _or_none(_lines(texts))


def _with(before: str, text: object, after: str = "") -> str:
    """A text between others; nothing where it says nothing."""
    if not text:
        return ""
    return f"{before}{text}{after}"


def _coalition(book: _Book, coalition: Coalition) -> tuple[Cell, ...]:
    return (
        coalition.id,
        book.names(coalition.affected_state).listed,
        _listed(book.names(code).listed for code in coalition.partners),
        _or_none(_obligation(coalition.obligation)),
        coalition.status,
        coalition.called_by.replace("_", " "),
        _or_none(coalition.document),
        _day(coalition.established),
        _day(coalition.ended),
        _or_none(coalition.forum),
        _or_none(coalition.result),
        _or_none(coalition.declared_in),
        _or_none(_text(coalition, "note")),
        _day(coalition.last_verified),
        _printed(book, coalition),
        _at(coalition.ref("coalition_id")),
    )


def _printed(book: _Book, coalition: Coalition) -> Tinted:
    """Whether papers tell of a coalition, and why not."""
    involved = (coalition.affected_state, *coalition.partners)
    if not book.tracking.withheld.isdisjoint(involved):
        return Tinted("WITHHELD", _GREY)
    if why := _unprinted(book, coalition):
        return Tinted(why, _AMBER)
    return Tinted("printed", _GREEN)


def _alone(book: _Book, state: str, needs: tuple[Need, ...]) -> Iterator[tuple[Cell, ...]]:
    for need in needs:
        told = (_need(need), need.told_in, _in_papers(book, (state,)), _at(need.ref))
        yield book.names(state).listed, *told


def _legend() -> Iterator[tuple[Cell, ...]]:
    for words, colour, meaning in _DEADLINE_IS:
        yield "Deadline is", Tinted(words, colour), meaning
    for words, colour, meaning in _NEXT_STEP_IS:
        yield "Next step is", Tinted(words, colour), meaning
    yield "In papers", "WITHHELD", "The State is listed on the sheet Withheld: no paper names it."
    kept_out = "This many rows of the inputs could not be read or await confirmation."
    yield "(first)", "not used, see to-do.xlsx", kept_out
    yield (
        "(all)",
        NONE,
        "The inputs do not record it; that does not mean that there is none.",
    )
