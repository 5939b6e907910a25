"""The Coordinators' log: rows of the table of activities into records.

In: rows with values. Out: activities, rows not used, findings. Rules: `docs/inputs.md`. An empty
confidentiality means internal; an id that appears twice with different content disqualifies both
rows.
"""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import cast

from pipeline.language import name_key
from pipeline.model.dates_and_money import Dated, Precision
from pipeline.model.figure import Drop
from pipeline.model.finding import Finding, Severity, found
from pipeline.model.plan import Plan, WorkPlan
from pipeline.model.record import Activity, Quarantined
from pipeline.model.settings import Settings
from pipeline.model.source import Row
from pipeline.model.tables import ACTIVITIES
from pipeline.normalise.cell_values import unread_columns
from pipeline.normalise.patches import ANSWERED
from pipeline.normalise.reading import Value
from pipeline.normalise.reference import Reference
from pipeline.normalise.registers import CellMarks
from pipeline.normalise.table import QUARANTINED, ReadRow, TableRows
from pipeline.ooxml import bookmark_name

OUTSIDE = "outside_plan"
REQUESTED = ("requested", "held")
_DATE_COLUMNS = frozenset({"date_start", "date_end", "date_precision"})


def _dates(read: ReadRow, unread: frozenset[str]) -> tuple[Dated | None, Dated | None]:
    """First and last day; neither if one of their cells could not be read, because half a date may
    be a wrong one.

    A first day that a person gave as an answer is as exact as they gave it, whatever date_precision
    says.
    """
    if unread & _DATE_COLUMNS:
        return None, None
    values = read.values
    start = cast("Dated | None", values["date_start"])
    end = cast("Dated | None", values["date_end"])
    if not start or not values["date_precision"]:
        return start, end
    precision = Precision(str(values["date_precision"]))
    if all(step.kind != ANSWERED for step in read.row.cell("date_start").steps):
        start = start.coarser(precision)
    return start, end.coarser(precision) if end else None


def _activity(
    read: ReadRow, marks: CellMarks, unread: frozenset[str], agreed: tuple[str, ...]
) -> tuple[Activity, list[Finding]]:
    """The activity; what it says was agreed is not printed without a document of both bodies."""
    values = read.values
    start, end = _dates(read, unread)
    row_id = str(values["activity_id"])
    weak, findings = marks.weak(ACTIVITIES.name, row_id, read.row, ACTIVITIES.facts)
    items = cast("tuple[str, ...]", values["work_plan_items"])
    if items != (OUTSIDE,):
        items = tuple(item for item in items if item != OUTSIDE)
    return Activity.from_values(
        read.row,
        values,
        id=row_id,
        weak=weak | set(agreed),
        unread=unread,
        date_start=start,
        date_end=end,
        work_plan_items=items,
        lap_actions=_actions(values),
        # nothing is printed because somebody forgot to say that it must not be (DESIGN decision 5)
        confidentiality=values["confidentiality"] or "internal",
        has_cost=values["cost"] is not None,
    ), findings


def _actions(values: dict[str, Value]) -> tuple[int, ...]:
    words = cast("tuple[str, ...]", values["lap_actions"])
    return tuple(int(word) for word in words if word.isdecimal())


def _date_faults(read: ReadRow, settings: Settings, unread: frozenset[str]) -> list[Finding]:
    start, end = _dates(read, unread)
    row, is_held = read.row, read.values["status"] == "held"
    faults = []
    if _is_finer_than_given(read):
        faults.append(found("precision-too-fine", row.ref("date_precision")))
    if start is None:
        if is_held and not unread & _DATE_COLUMNS:
            faults.append(found("held-without-date", row.ref("date_start")))
        return faults
    if end and end.last < start.first:
        faults.append(found("end-before-start", row.ref("date_end")))
    if is_held and _is_in_future(start.first, settings):
        faults.append(found("held-in-future", row.ref("date_start")))
    return faults


def _is_finer_than_given(read: ReadRow) -> bool:
    """Whether date_precision claims more than the date itself gives."""
    precision = read.values["date_precision"]
    given = cast("Dated | None", read.values["date_start"])
    if not precision or not given:
        return False
    return given.is_coarser_than(Precision(str(precision)))


def _is_in_future(day: date, settings: Settings) -> bool:
    """Whether a day is after the date of the papers, or after the meeting."""
    return settings.as_of < day <= settings.period_to or day > settings.meeting_to


def _across(activity: Activity, settings: Settings) -> list[Finding]:
    """A held activity that may or may not belong in a paper, by either of the two periods."""
    if activity.status != "held":
        return []
    for end in (settings.period_to, settings.until):
        if activity.is_across(settings.period_from, end):
            return [found("date-across-period", activity.ref("date_start"))]
    return []


def _plan_faults(
    read: ReadRow, plan: Plan, work_plan: WorkPlan, unread: frozenset[str]
) -> list[Finding]:
    row, values = read.row, read.values
    items = cast("tuple[str, ...]", values["work_plan_items"])
    known = (*(item.id for item in work_plan.items), OUTSIDE)
    faults = []
    if set(items) - set(known):
        faults.append(_unknown(row, "unknown-item", "work_plan_items", ", ".join(known)))
    elif OUTSIDE in items and len(items) > 1:
        faults.append(found("outside-plan-not-alone", row.ref("work_plan_items")))
    words = cast("tuple[str, ...]", values["lap_actions"])
    if not all(_is_action(word, plan) for word in words):
        span = f"{plan.numbers[0]} to {plan.numbers[-1]}"
        faults.append(_unknown(row, "unknown-action", "lap_actions", span))
    upon_request = {item.id for item in work_plan.items if item.is_upon_request}
    is_asked_for = bool(upon_request & set(items)) and values["status"] in REQUESTED
    if is_asked_for and _is_empty("requested_by", read, unread):
        faults.append(found("request-without-name", row.ref("requested_by")))
    return faults


def _is_action(word: str, plan: Plan) -> bool:
    return word.isdecimal() and int(word) in plan.numbers


def _unknown(row: Row, code: str, column: str, known: str) -> Finding:
    return found(code, row.ref(column), column=column, values=known)


def _is_empty(column: str, read: ReadRow, unread: frozenset[str]) -> bool:
    """Whether a column says nothing; a cell that could not be read says something."""
    return not read.values[column] and column not in unread


def _row_faults(read: ReadRow, unread: frozenset[str]) -> list[Finding]:
    row, values = read.row, read.values
    faults = []
    if values["kind"] == "other" and not values["kind_note"]:
        faults.append(found("kind-note-missing", row.ref("kind_note")))
    if not row.cell("confidentiality").text.strip():
        faults.append(found("confidentiality-empty", row.ref("confidentiality")))
    if values["cost"] is not None and _is_empty("currency", read, unread):
        faults.append(found("currency-missing", row.ref("currency")))
    listed = [
        *cast("tuple[str, ...]", values["participants_states"]),
        *cast("tuple[str, ...]", values["participants_other"]),
    ]
    count = values["participant_count"]
    if isinstance(count, int) and count < len(listed):
        faults.append(found("participants-disagree", row.ref("participant_count")))
    return faults


def _words(read: ReadRow) -> tuple[str, ...]:
    """The row's cells up to its last filled one: empty cells that a spreadsheet keeps beyond are
    not content.
    """
    texts = [cell.text for cell in read.row.raw.cells]
    while texts and not texts[-1].strip():
        texts.pop()
    return tuple(texts)


def _bookmark(read: ReadRow) -> str:
    """What two ids share that a bookmark could not tell apart: they differ only in case and
    punctuation.
    """
    return bookmark_name(str(read.values["activity_id"]))


def _split_twins(
    rows: tuple[ReadRow, ...],
) -> tuple[list[ReadRow], list[Finding], list[Drop], list[ReadRow]]:
    """Rows once each, with the notes on repeated ones; lastly, the rows whose id has two
    contents.
    """
    contents: dict[str, set[tuple[str, ...]]] = {}
    for read in rows:
        contents.setdefault(_bookmark(read), set()).add(_words(read))
    kept, findings, drops, out = [], [], [], []
    seen: Counter[str] = Counter()
    for read in rows:
        row_id = _bookmark(read)
        seen[row_id] += 1
        if len(contents[row_id]) > 1:
            findings.append(found("duplicate-id", read.row.ref("activity_id")))
            out.append(read)
        elif seen[row_id] > 1:
            findings.append(found("duplicate-row", read.row.ref("activity_id")))
            drops.append(
                Drop(
                    key=read.row.key,
                    fate="duplicate",
                    reason="duplicate-row",
                    record=str(read.values["activity_id"]),
                )
            )
        else:
            kept.append(read)
    return kept, findings, drops, out


def _out(read: ReadRow) -> Quarantined:
    items = cast("tuple[str, ...]", read.values["work_plan_items"])
    return Quarantined(ref=read.row.sheet.ref(read.row.raw), table=ACTIVITIES.name, scope=items)


def read_activities(
    table: TableRows, marks: CellMarks, reference: Reference, settings: Settings
) -> tuple[tuple[Activity, ...], TableRows]:
    """The activities in the order of the log, and the table with everything that was set aside."""
    kept, findings, drops, out = _split_twins(table.rows)
    drops += [Drop(key=read.row.key, fate=QUARANTINED, reason="duplicate-id") for read in out]
    activities = []
    for read in kept:
        unread = unread_columns(read.row, read.values, ACTIVITIES.columns, reference.lists)
        faults = [
            *_date_faults(read, settings, unread),
            *_plan_faults(read, reference.plan, reference.work_plan, unread),
            *_row_faults(read, unread),
        ]
        findings.extend(faults)
        blockers = [fault.code for fault in faults if fault.severity is Severity.BLOCKER]
        if blockers:
            out.append(read)
            drops.append(Drop(key=read.row.key, fate=QUARANTINED, reason=blockers[0]))
            continue
        agreed = agreed_columns(read, reference.lists.words)
        activity, weak = _activity(read, marks, unread, agreed)
        activities.append(activity)
        findings += [*_across(activity, settings), *weak]
        findings += [found("agreed-in-words", read.row.ref(column)) for column in agreed]
    findings += _follow_up_faults(activities)
    return tuple(activities), TableRows(
        quarantined=(*table.quarantined, *map(_out, out)),
        drops=(*table.drops, *drops),
        findings=(*table.findings, *findings),
    )


def _follow_up_faults(activities: list[Activity]) -> list[Finding]:
    by_id = {activity.id: activity for activity in activities}
    faults = []
    for activity in activities:
        if not activity.follow_up_of:
            continue
        earlier = by_id.get(activity.follow_up_of)
        if earlier is None or earlier is activity or _is_before(activity, earlier):
            faults.append(found("unknown-follow-up", activity.ref("follow_up_of")))
    return faults


def _is_before(activity: Activity, earlier: Activity) -> bool:
    """Whether an activity ends before the one that it follows up begins."""
    if activity.date_start is None or earlier.date_start is None:
        return False
    return activity.date_start.last < earlier.date_start.first


_ROLE, _KIND = "agreement", "joint_meeting"
_WORD = re.compile(r"\w+")
_COLUMNS = ("outcome_public", "subjects")


def agreed_columns(read: ReadRow, words: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """The columns to be printed in which a joint meeting agrees on something although no document
    of both bodies is named.
    """
    values = read.values
    if values["kind"] != _KIND or values["agreed_document"]:
        return ()
    known = words.get(_ROLE, {}).keys()
    words_of = {name: set(_WORD.findall(name_key(str(values[name])))) for name in _COLUMNS}
    return tuple(name for name, said in words_of.items() if known & said)
