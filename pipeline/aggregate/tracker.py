"""The follow-up tracker: what is known of each time-bound obligation, State Party by State Party.

In: Base, the coalitions as judged. Out: Tracking, in English alphabetical order. It is internal: it
counts nothing and decides nothing; a State with an extension request has an obligation, whether the
register has a row for it or not.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from pipeline.aggregate.base import Base
from pipeline.aggregate.heard import NEED
from pipeline.aggregate.readings import MARKS, Readings
from pipeline.model.internal_books import Need, Tracked, Tracking
from pipeline.model.record import Activity, FollowUp
from pipeline.model.source import Ref, Row
from pipeline.model.tables import COALITIONS, FOLLOW_UP

ARTICLES = {"art4_clearance": "art4", "art4_risk_education": "art4"}
_OBLIGATION, _EXTENSION = "obligation", "extension_request"
_NEEDED, _HELD = "needed", "held"


def article_of(obligation: str) -> str:
    """The article of an obligation: survey, clearance and risk education are one."""
    return ARTICLES.get(obligation, obligation)


def track(base: Base, readings: Readings, unprinted: Mapping[str, str]) -> Tracking:
    """The tracker of a meeting; `unprinted` says of a coalition why it is not printed."""
    needs = _needs(base, readings)
    keys: dict[tuple[str, str], list[FollowUp]] = defaultdict(list)
    for row in base.records.follow_up:
        if row.kind in (_OBLIGATION, _EXTENSION):
            keys[row.state, article_of(row.obligation)].append(row)
    ordered = sorted(keys, key=lambda key: (base.states[key[0]].sort_key, key[1]))
    served = {c.affected_state for c in base.records.coalitions if not unprinted.get(c.id)}
    alone = sorted(
        (state for state in needs if state not in served),
        key=lambda code: base.states[code].sort_key,
    )
    return Tracking(
        tracked=tuple(_tracked(base, key, keys[key], needs.get(key[0], ())) for key in ordered),
        coalitions=base.records.coalitions,
        unprinted=dict(unprinted),
        alone=tuple((state, needs[state]) for state in alone),
        withheld=frozenset(row.state for row in base.records.withheld),
        reporters={
            **{wanted.file: wanted.state for wanted in base.records.wanted if wanted.state},
            **{
                report.key[0]: report.state
                for report in (*base.records.reports, *base.records.others)
            },
        },
        kept_out={table: _kept_out(base, table) for table in (FOLLOW_UP.name, COALITIONS.name)},
    )


def _kept_out(base: Base, table: str) -> tuple[Ref, ...]:
    """The rows and files of a table that are out, each once."""
    return tuple({out.ref.row_key: out.ref for out in base.limits((table,))}.values())


def _tracked(
    base: Base, key: tuple[str, str], rows: list[FollowUp], needs: tuple[Need, ...]
) -> Tracked:
    state, article = key
    of_state = [
        a for a in base.records.activities if state in (*a.participants_states, *a.requested_by)
    ]
    bodies = {item.id for item in base.work_plan.items if item.counterpart}
    return Tracked(
        state=state,
        article=article,
        is_party=state in base.party_codes,
        obligations=tuple(row for row in rows if row.kind == _OBLIGATION),
        extensions=tuple(row for row in rows if row.kind == _EXTENSION),
        others=tuple(
            r
            for r in base.records.follow_up
            if r.kind not in (_OBLIGATION, _EXTENSION) and r.state == state
        ),
        needs=needs,
        contacts=tuple(a for a in of_state if not bodies & set(a.work_plan_items)),
        interactions=tuple(
            a for a in base.records.activities if _is_interaction(base, a, bodies, state)
        ),
        coalitions=tuple(c for c in base.records.coalitions if c.affected_state == state),
    )


def _is_interaction(base: Base, activity: Activity, bodies: set[str], state: str) -> bool:
    """Whether an exchange with other Coordinators was about the State, or about none in
    particular.
    """
    if not bodies & set(activity.work_plan_items) or activity.status != _HELD:
        return False
    states = [
        code
        for code in (*activity.participants_states, *activity.requested_by)
        if code in base.states
    ]
    return state in states or not states


def _needs(base: Base, readings: Readings) -> dict[str, tuple[Need, ...]]:
    """What States Parties need, and where each said so: reports, statements, the register."""
    found: dict[str, list[Need]] = defaultdict(list)
    for state, need in (*_of_reports(base, readings), *_of_statements(base), *_of_register(base)):
        if state in base.party_codes:
            found[state].append(need)
    return {state: tuple(needs) for state, needs in found.items()}


def _of_reports(base: Base, readings: Readings) -> Iterator[tuple[str, Need]]:
    for (state, year), reading in readings.by_year.items():
        if reading.report is None or year != base.settings.article7_year:
            continue
        mark = MARKS.get(reading.fault)
        told_in = f"report for {year} ({mark})" if mark else f"report for {year}"
        for line in reading.report.lines:
            if line.section == _NEEDED and line.absence is None:
                yield state, Need(", ".join(line.obligation), told_in, line.ref("section"))


def _of_statements(base: Base) -> Iterator[tuple[str, Need]]:
    for statement in base.records.statements:
        if statement.section == _NEEDED:
            where = statement.document or _words(statement.row, "occasion")
            what = ", ".join(
                part.strip() for part in _words(statement.row, "obligation").split(";")
            )
            yield statement.state, Need(what, where, statement.ref("section"))


def _of_register(base: Base) -> Iterator[tuple[str, Need]]:
    for row in base.records.follow_up:
        if row.kind == NEED:
            where = ", ".join(filter(None, (row.source, _words(row.row, "source_ref"))))
            yield row.state, Need(row.obligation, where, row.ref("kind"))


def _words(row: Row, field: str) -> str:
    return row.cell(field).text.strip()
