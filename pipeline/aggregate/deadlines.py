"""Deadlines of a meeting: dates of its settings, days reckoned from them by rule, and those of
obligations.

In: settings, records, States, rules of deadlines.csv. Out: Deadlines by day. Arithmetic on an
obligation is a hint, and none that lies behind the as-of date is given: an extension may have been
decided since. No State is named.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from pipeline.model.dates import Precision
from pipeline.model.record import FollowUp
from pipeline.model.records import Records
from pipeline.model.settings import Settings
from pipeline.model.source import Ref
from pipeline.model.state import SEEN, Deadline, DeadlineRule, State

_OF_SETTINGS = {
    "cut_off": "last day on which information counts",
    "date_of_submission": "day of submission, as entered",
    "meeting_from": "the meeting opens",
}
_RULES = {"art3": "article_3", "art4_clearance": "article_4"}
_STATE_OBLIGATION, _STATE_COLUMN = "art4_clearance", "art4_obligation"
_OVER = frozenset({"closed", "withdrawn"})
_BY_HAND, _AS_ENTERED = "as entered", "deadline of an obligation, as entered"
_DATED = ("obligation", "extension_request")


class _Asked(NamedTuple):
    """What the deadlines are reckoned from."""

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
    """Every deadline, the earliest first."""
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
    """Days that the rules reckon from the settings."""
    for rule in asked.rules.values():
        start = getattr(asked.settings, rule.counts_from, None)
        day = date(start, 1, 1) if isinstance(start, int) else start
        if isinstance(day, date):
            told = (rule.read_in, rule.mark, rule.mark != SEEN)
            yield asked.deadline(
                rule.name, rule.meaning, rule.on(day), asked.settings.ref(rule.counts_from), told
            )


def _of_rows(asked: _Asked, rows: Iterable[FollowUp]) -> Iterator[Deadline]:
    """The deadlines that rows of follow-up give: a hint where no decision is cited."""
    for row in rows:
        if (
            row.kind in _DATED
            and row.status not in _OVER
            and row.deadline
            and row.deadline.precision is Precision.DAY
        ):
            told = (
                ("decision cited in the row", _BY_HAND, False)
                if row.decision
                else ("no decision cited", "", True)
            )
            yield asked.deadline(
                row.obligation, _AS_ENTERED, row.deadline.first, row.ref("deadline"), told
            )


def _of_states(asked: _Asked, records: Records) -> Iterator[Deadline]:
    """What arithmetic gives for an obligation without a deadline: a row of follow-up, else the
    table of States.
    """
    rows = [row for row in records.follow_up if row.kind in _DATED]
    told = {
        (row.state, row.obligation)
        for row in rows
        if row.ref("deadline").words or row.status in _OVER
    }
    told |= {(row.state, obligation) for row in records.withheld for obligation in _RULES}
    given = {(row.state, row.obligation): row.ref("state") for row in reversed(rows)}
    settings = asked.settings
    for code, state in asked.states.items():
        is_party = state.is_party(settings.as_of, settings.membership_basis)
        if is_party and state.row.cell(_STATE_COLUMN).text.strip() == "yes":
            given.setdefault((code, _STATE_OBLIGATION), state.row.ref("entry_into_force"))
    for (code, obligation), ref in given.items():
        if (code, obligation) not in told:
            yield from _arithmetic(asked, code, obligation, ref)


def _arithmetic(asked: _Asked, state: str, obligation: str, ref: Ref) -> Iterator[Deadline]:
    """The first deadline by the treaty, where it lies ahead."""
    rule = asked.rules.get(_RULES.get(obligation, ""))
    start = asked.states[state].entry_into_force if state in asked.states else None
    if rule and start and rule.on(start) >= asked.settings.as_of:
        yield asked.deadline(
            rule.name, rule.meaning, rule.on(start), ref, (rule.read_in, rule.mark, True)
        )
