"""What is due and what is known of it: the follow-up tracker and the deadlines.

In: CountingContext and the coalitions as judged, or records and the rules of deadlines.csv. Out:
Tracking in English alphabetical order, and Deadlines by day. It is internal, counts nothing and
decides nothing. A State with an extension request has an obligation, whether the register has a row
for it or not. A deadline by arithmetic is a hint (decision 7), and none before the as-of date is
given, because an extension may have been granted since.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from pipeline.aggregate.counting_context import CountingContext
from pipeline.aggregate.joined_reports import MARKS, JoinedReports
from pipeline.aggregate.statements_and_needs import NEED
from pipeline.model.dates_and_money import Precision
from pipeline.model.internal_books import Need, Tracked, Tracking
from pipeline.model.record import Activity, FollowUp
from pipeline.model.records import Records
from pipeline.model.settings import Settings
from pipeline.model.source import Ref, Row
from pipeline.model.state import SEEN, Deadline, DeadlineRule, State
from pipeline.model.tables import COALITIONS, FOLLOW_UP

ARTICLES = {"art4_clearance": "art4", "art4_risk_education": "art4"}
_OBLIGATION, _EXTENSION = "obligation", "extension_request"
# Rows of follow-up that may have a deadline.
_DATED = (_OBLIGATION, _EXTENSION)
_NEEDED, _HELD = "needed", "held"


def article_of(obligation: str) -> str:
    """The article of an obligation: clearance and risk education are both of article 4."""
    return ARTICLES.get(obligation, obligation)


def track(
    context: CountingContext, joined: JoinedReports, unprinted: Mapping[str, str]
) -> Tracking:
    """The tracker of a meeting; `unprinted` gives by id why a coalition is not printed."""
    needs = _needs(context, joined)
    rows = _rows_by_obligation(context.records)
    ordered = sorted(rows, key=lambda key: (context.states[key[0]].sort_key, key[1]))
    served = {c.affected_state for c in context.records.coalitions if not unprinted.get(c.id)}
    alone = sorted(needs.keys() - served, key=lambda code: context.states[code].sort_key)
    return Tracking(
        tracked=tuple(_tracked(context, key, rows[key], needs.get(key[0], ())) for key in ordered),
        coalitions=context.records.coalitions,
        unprinted=dict(unprinted),
        alone=tuple((state, needs[state]) for state in alone),
        withheld=context.withheld_states,
        reporters=_reporters(context.records),
        kept_out={table: _kept_out(context, table) for table in (FOLLOW_UP.name, COALITIONS.name)},
    )


def _rows_by_obligation(records: Records) -> dict[tuple[str, str], list[FollowUp]]:
    """The obligations and extension requests by State and article."""
    found: dict[tuple[str, str], list[FollowUp]] = defaultdict(list)
    for row in records.follow_up:
        if row.kind in _DATED:
            found[row.state, article_of(row.obligation)].append(row)
    return found


def _reporters(records: Records) -> dict[str, str]:
    """The State of each file with a report, those that a person has yet to transcribe included."""
    unread = {wanted.file: wanted.state for wanted in records.wanted if wanted.state}
    reports = (*records.reports, *records.others)
    return {**unread, **{report.key[0]: report.state for report in reports}}


def _kept_out(context: CountingContext, table: str) -> tuple[Ref, ...]:
    """The quarantined rows and files of a table, each once."""
    return tuple({out.ref.row_key: out.ref for out in context.limits((table,))}.values())


def _tracked(
    context: CountingContext, key: tuple[str, str], rows: list[FollowUp], needs: tuple[Need, ...]
) -> Tracked:
    """What is known of a State's obligation under an article; `key` is State and article."""
    state, article = key
    of_state = [
        a for a in context.records.activities if state in (*a.participants_states, *a.requested_by)
    ]
    others = [row for row in context.records.follow_up if row.kind not in _DATED]
    # items in which the Coordinators meet other Coordinators or bodies
    bodies = {item.id for item in context.work_plan.items if item.counterpart}
    return Tracked(
        state=state,
        article=article,
        is_party=state in context.party_codes,
        obligations=tuple(row for row in rows if row.kind == _OBLIGATION),
        extensions=tuple(row for row in rows if row.kind == _EXTENSION),
        others=tuple(row for row in others if row.state == state),
        needs=needs,
        contacts=tuple(a for a in of_state if not bodies & set(a.work_plan_items)),
        interactions=tuple(
            a for a in context.records.activities if _is_interaction(context, a, bodies, state)
        ),
        coalitions=tuple(c for c in context.records.coalitions if c.affected_state == state),
    )


def _is_interaction(
    context: CountingContext, activity: Activity, bodies: set[str], state: str
) -> bool:
    """Whether an activity was an exchange with other Coordinators that may have been about the
    State: it names the State, or no State at all.
    """
    if activity.status != _HELD or bodies.isdisjoint(activity.work_plan_items):
        return False
    named = {*activity.participants_states, *activity.requested_by}
    states = named & context.states.keys()
    return not states or state in states


def _needs(context: CountingContext, joined: JoinedReports) -> dict[str, tuple[Need, ...]]:
    """The needs of States Parties by State, each with where it was said: in a report, a statement
    or the register.
    """
    found: dict[str, list[Need]] = defaultdict(list)
    for state, need in (
        *_of_reports(context, joined),
        *_of_statements(context),
        *_of_register(context),
    ):
        if state in context.party_codes:
            found[state].append(need)
    return {state: tuple(needs) for state, needs in found.items()}


def _of_reports(context: CountingContext, joined: JoinedReports) -> Iterator[tuple[str, Need]]:
    """The needs in reports for the year of the meeting. The tracker is internal, so a report that
    papers may not use is among them, with a mark that says why.
    """
    asked = context.settings.article7_year
    of_year = ((state, one) for (state, year), one in joined.by_year.items() if year == asked)
    for state, reading in of_year:
        mark = MARKS.get(reading.fault)
        told_in = f"report for {asked} ({mark})" if mark else f"report for {asked}"
        for line in () if reading.report is None else reading.report.lines:
            if line.section == _NEEDED and line.absence is None:
                yield state, Need(", ".join(line.obligation), told_in, line.ref("section"))


def _of_statements(context: CountingContext) -> Iterator[tuple[str, Need]]:
    for statement in context.records.statements:
        if statement.section == _NEEDED:
            where = statement.document or _words(statement.row, "occasion")
            what = ", ".join(
                part.strip() for part in _words(statement.row, "obligation").split(";")
            )
            yield statement.state, Need(what, where, statement.ref("section"))


def _of_register(context: CountingContext) -> Iterator[tuple[str, Need]]:
    for row in context.records.follow_up:
        if row.kind == NEED:
            where = ", ".join(filter(None, (row.source, _words(row.row, "source_ref"))))
            yield row.state, Need(row.obligation, where, row.ref("kind"))


def _words(row: Row, field: str) -> str:
    return row.cell(field).text.strip()


_OF_SETTINGS = {
    "cut_off": "last day on which information counts",
    "date_of_submission": "day of submission, as entered",
    "meeting_from": "the meeting opens",
}
_RULES = {"art3": "article_3", "art4_clearance": "article_4"}
_STATE_OBLIGATION, _STATE_COLUMN = "art4_clearance", "art4_obligation"
_OVER = frozenset({"closed", "withdrawn"})
_BY_HAND, _AS_ENTERED = "as entered", "deadline of an obligation, as entered"


class _Asked(NamedTuple):
    """What the deadlines are calculated from; `rules` are those of deadlines.csv by name."""

    settings: Settings
    rules: Mapping[str, DeadlineRule]
    states: Mapping[str, State]

    def deadline(
        self, name: str, meaning: str, on: date, ref: Ref, told: tuple[str, str, bool]
    ) -> Deadline:
        source, mark, is_hint = told
        days = (on - self.settings.as_of).days
        return Deadline(
            name=name,
            meaning=meaning,
            on=on,
            days=days,
            ref=ref,
            source=source,
            mark=mark,
            is_hint=is_hint,
        )


def deadlines(
    records: Records, settings: Settings, states: Mapping[str, State], rules: Iterable[DeadlineRule]
) -> tuple[Deadline, ...]:
    """All deadlines, the earliest first."""
    asked = _Asked(settings, {rule.name: rule for rule in rules}, states)
    found = (
        *_of_settings(asked),
        *_reckoned(asked),
        *_of_rows(asked, records.follow_up),
        *_of_states(asked, records),
    )
    return tuple(sorted(found, key=lambda d: (d.on, d.name, d.ref.source, d.ref.row_key)))


def _of_settings(asked: _Asked) -> Iterator[Deadline]:
    for key, meaning in _OF_SETTINGS.items():
        day = getattr(asked.settings, key)
        if isinstance(day, date):
            yield asked.deadline(key, meaning, day, asked.settings.ref(key), ("", _BY_HAND, False))


def _reckoned(asked: _Asked) -> Iterator[Deadline]:
    """The deadlines that rules count from a setting: from a date, or from 1 January of a year."""
    for rule in asked.rules.values():
        start = getattr(asked.settings, rule.counts_from, None)
        day = date(start, 1, 1) if isinstance(start, int) else start
        if isinstance(day, date):
            # A rule that nobody has read in a source gives a hint.
            told = (rule.read_in, rule.mark, rule.mark != SEEN)
            yield asked.deadline(
                rule.name, rule.meaning, rule.on(day), asked.settings.ref(rule.counts_from), told
            )


def _of_rows(asked: _Asked, rows: Iterable[FollowUp]) -> Iterator[Deadline]:
    """The deadlines in rows of follow-up, hints unless a decision is cited: decision 7 lets a
    deadline stand only on a State's report or a decision of a Meeting.
    """
    for row in rows:
        if row.kind not in _DATED or row.status in _OVER:
            continue
        # to a month or a year no days can be counted
        if row.deadline is None or row.deadline.precision is not Precision.DAY:
            continue
        told = ("no decision cited", "", True)
        if row.decision:
            told = ("decision cited in the row", _BY_HAND, False)
        yield asked.deadline(
            row.obligation, _AS_ENTERED, row.deadline.first, row.ref("deadline"), told
        )


def _of_states(asked: _Asked, records: Records) -> Iterator[Deadline]:
    """The deadlines by arithmetic of obligations that have none: of a row of follow-up, else of the
    table of States.
    """
    rows = [row for row in records.follow_up if row.kind in _DATED]
    told = {(row.state, row.obligation) for row in rows if row.ref("deadline").words}
    told |= {(row.state, row.obligation) for row in rows if row.status in _OVER}
    # The day of a deadline alone can reveal a withheld State.
    told |= {(row.state, obligation) for row in records.withheld for obligation in _RULES}
    given = {(row.state, row.obligation): row.ref("state") for row in reversed(rows)}
    settings = asked.settings
    for code, state in asked.states.items():
        is_party = state.is_party(settings.as_of, settings.membership_basis)
        # The table says unknown for most States, which is not "no": no deadline is guessed then.
        if is_party and state.row.cell(_STATE_COLUMN).text.strip() == "yes":
            given.setdefault((code, _STATE_OBLIGATION), state.row.ref("entry_into_force"))
    for (code, obligation), ref in given.items():
        if (code, obligation) not in told:
            yield from _arithmetic(asked, code, obligation, ref)


def _arithmetic(asked: _Asked, state: str, obligation: str, ref: Ref) -> Iterator[Deadline]:
    """The first deadline by the treaty, unless it is over: counted from entry into force for that
    State.
    """
    rule = asked.rules.get(_RULES.get(obligation, ""))
    start = asked.states[state].entry_into_force if state in asked.states else None
    if rule is None or start is None:
        return
    day = rule.on(start)
    if day >= asked.settings.as_of:
        yield asked.deadline(rule.name, rule.meaning, day, ref, (rule.read_in, rule.mark, True))
