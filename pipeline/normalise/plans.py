"""The action plan and the Coordinators' work plan, from their YAML files or the table work-plan:
items, expected outputs, timeline, budget, implementers.

In: the mapping of a file, or a sheet. Out: a frozen plan in the plan's official words. A plan is
refused (exit 2) if a key or cell is missing, a date is not one, or a line belongs to no item.
"""

from collections.abc import Iterator
from typing import NamedTuple, cast

from pipeline.model.dates_and_money import Dated
from pipeline.model.finding import USAGE, Refused, Severity
from pipeline.model.plan import Action, Indicator, Output, Plan, PlanItem, TimelineEntry, WorkPlan
from pipeline.model.source import Ref, Sheet
from pipeline.model.tables import WORK_PLAN
from pipeline.model.tables.columns import TRIGGERS
from pipeline.normalise.date_grammar import read_date
from pipeline.normalise.headers import Headers
from pipeline.normalise.meeting_settings import SettingFault, refuse
from pipeline.normalise.reading import Lists
from pipeline.normalise.table import ReadRow, TableRows, read_table, unique_by_id

_NO_ENTRIES = "a list of entries with keys is needed"
_Mapping = dict[str, object]


def read_plan(path: str, content: dict[str, object]) -> Plan:
    """The action plan of a YAML mapping. Refused (exit 2) if a key is missing or unknown."""
    try:
        return Plan(
            name=str(content["name"]),
            title=str(content["title"]),
            actions=tuple(_action(action) for action in mappings(content["actions"])),
        )
    except (KeyError, ValueError) as error:
        raise Refused(
            USAGE, f"{path}: this is not an action plan.", f"Compare it with another plan: {error}"
        ) from error


def mappings(content: object) -> list[dict[str, object]]:
    """A list of mappings, at least one. ValueError for anything else."""
    if not isinstance(content, list) or not content:
        raise ValueError(_NO_ENTRIES)
    if not all(isinstance(entry, dict) for entry in content):
        raise ValueError(_NO_ENTRIES)
    return content


def _action(content: dict[str, object]) -> Action:
    entries = mappings(content["indicators"]) if "indicators" in content else []
    indicators = tuple(map(Indicator.model_validate, entries))
    return Action.model_validate({**content, "indicators": indicators})


def read_work_plan(path: str, content: _Mapping) -> WorkPlan:
    """The work plan of a YAML mapping. Refused (exit 2) if it is not one."""
    try:
        plan = WorkPlan(
            name=str(content["name"]),
            title=str(content["title"]),
            coordinators=_texts(content["coordinators"]),
            items=tuple(_item(item) for item in mappings(content["items"])),
            path=path,
            outputs=tuple(
                Output(id=str(o["id"]), text=str(o["text"])) for o in _listed(content, "outputs")
            ),
            timeline=tuple(_entry(entry) for entry in _listed(content, "timeline")),
            budget=_text(content, "budget"),
            implementers=_optional_texts(content, "implementers"),
        )
        _refuse_unknown_ids(plan)
    except (KeyError, ValueError) as error:
        raise Refused(
            USAGE,
            f"{path}: this is not a work plan.",
            f"Compare it with another work plan: {error}",
        ) from error
    return plan


def _texts(content: object) -> tuple[str, ...]:
    if not isinstance(content, list):
        raise ValueError("a list is needed")
    return tuple(str(text) for text in content)


def _optional_texts(content: _Mapping, key: str) -> tuple[str, ...]:
    return _texts(content.get(key) or [])


def _listed(content: _Mapping, key: str) -> list[_Mapping]:
    return mappings(content[key]) if content.get(key) else []


def _date(words: object) -> Dated | None:
    """A date as written; None for an empty cell. ValueError for anything else."""
    text = str(words or "")
    if not text:
        return None
    when = read_date(text)
    if when is None:
        raise ValueError(f"no date: {text!r}")
    return when


def _text(content: _Mapping, key: str) -> str:
    """A text that may be omitted."""
    return str(content.get(key) or "")


def _item(content: _Mapping) -> PlanItem:
    trigger = str(content["trigger"])
    if trigger not in TRIGGERS:
        raise ValueError(f"trigger {trigger!r}")
    return PlanItem(
        id=str(content["id"]),
        title=str(content["title"]),
        trigger=trigger,
        due=_date(content.get("due")),
        text=str(content["text"]),
        open_question=_text(content, "open_question"),
        outputs=_optional_texts(content, "outputs"),
        due_words=_text(content, "due"),
        counterpart=_text(content, "counterpart"),
    )


def _entry(content: _Mapping) -> TimelineEntry:
    period = _date(content["period"])
    if period is None:
        raise ValueError("a line of the timeline without its period")
    return TimelineEntry(
        period=period,
        text=str(content["text"]),
        items=_texts(content["items"]),
        period_words=str(content["period"]),
        open_question=_text(content, "open_question"),
    )


def _refuse_unknown_ids(plan: WorkPlan) -> None:
    """ValueError if a line or an item names something that the plan does not have."""
    items, outputs = {item.id for item in plan.items}, {output.id for output in plan.outputs}
    named = {item for entry in plan.timeline for item in entry.items}
    wanted = {output for item in plan.items for output in item.outputs}
    if unrecognised := sorted((named - items) | (wanted - outputs)):
        raise ValueError(f"unknown: {', '.join(unrecognised)}")


# Rows of the table that are no items: the plan's own words about itself.
_ABOUT = ("title", "budget")
# Cells that no count rests on: one that cannot be read is asked about, and does not stop the run.
_ASKED = ("implementers", "title", "open_question", "counterpart")


class _PlanRow(NamedTuple):
    """A row of the table: an item where it has a trigger, else a heading or a line of the
    timeline.
    """

    read: ReadRow

    @property
    def id(self) -> str:
        """What other rows and the log call it."""
        return str(self.read.values["item"])

    @property
    def trigger(self) -> str:
        """Empty for a row that is no item."""
        return str(self.read.values["trigger"] or "")

    @property
    def parents(self) -> tuple[str, ...]:
        """The items it is a part of, or about."""
        return cast("tuple[str, ...]", self.read.values["parent"])

    @property
    def period(self) -> Dated | None:
        """When the plan foresees it."""
        return cast("Dated | None", self.read.values["period"])

    def text(self, column: str) -> str:
        """The words of a cell."""
        return str(self.read.values[column] or "")

    def parts(self, column: str) -> tuple[str, ...]:
        """The words of a cell between semicolons."""
        words = (part.strip() for part in self.read.row.cell(column).text.split(";"))
        return tuple(filter(None, words))

    def ref(self, column: str) -> Ref:
        """Where a cell is."""
        return self.read.row.ref(column)


def read_plan_table(sheet: Sheet, headers: Headers, lists: Lists) -> WorkPlan:
    """The work plan of the table work-plan, each of its words with its cell. Refused (exit 2) with
    every cell without which it is none.
    """
    table = unique_by_id(read_table(sheet, WORK_PLAN, headers, lists), WORK_PLAN, "item")
    rows = [_PlanRow(read) for read in table.rows]
    items = [row for row in rows if row.trigger]
    coordinators = _coordinators(items, lists)
    refuse((*_unread(table, rows), *_misplaced(rows)))
    if not items:
        at = sheet.ref(sheet.rows[0])
        refuse((SettingFault(at, "the work plan has no item.", "Fill in a row per item."),))
    if not coordinators:
        cure = "Name the Coordinators: the States among the implementers."
        refuse((SettingFault(items[0].ref("implementers"), "no State is named.", cure),))
    return _plan_of(rows, items, coordinators)


def _unread(table: TableRows, rows: list[_PlanRow]) -> Iterator[SettingFault]:
    """The cells and rows that a person must correct before anything rests on the plan."""
    asked = {row.ref(column).place for row in rows for column in _ASKED}
    for finding in table.findings:
        if finding.severity is not Severity.NOTE and finding.ref.place not in asked:
            yield SettingFault(finding.ref, finding.message, finding.cure_at_once)


def _misplaced(rows: list[_PlanRow]) -> Iterator[SettingFault]:
    """Rows that are neither item, heading nor line of the timeline, or that name no such row."""
    known = {row.id: row for row in rows}
    headed = {name for row in rows for name in row.parents if row.trigger}
    for row in rows:
        if not known.keys() >= set(row.parents):
            cure = f"Write one of: {', '.join(known)}."
            yield SettingFault(row.ref("parent"), "parent names no item of the plan.", cure)
        elif row.trigger and row.id in headed:
            cure = "Clear this trigger: the row is then the heading of its parts."
            message = "a part of this item has a trigger of its own."
            yield SettingFault(row.ref("trigger"), message, cure)
        elif not row.trigger:
            yield from _misplaced_line(row, known, row.id in headed)


def _misplaced_line(
    row: _PlanRow, known: dict[str, _PlanRow], is_heading: bool
) -> Iterator[SettingFault]:
    """What is wrong with a row that is no item."""
    if row.id in _ABOUT or (is_heading and not row.parents):
        return
    if not row.parents or not all(known[name].trigger for name in row.parents):
        cure = "Write fixed or upon_request; for a line of the timeline, name its items in parent."
        yield SettingFault(row.ref("trigger"), "trigger is empty.", cure)
    elif row.period is None:
        cure = "Write when the plan foresees it, for example 2025-Q1."
        yield SettingFault(row.ref("period"), "a line of the timeline needs a period.", cure)


def _coordinators(items: list[_PlanRow], lists: Lists) -> tuple[str, ...]:
    """The States among the implementers, in their order."""
    codes = (
        code
        for row in items
        for code in cast("tuple[str, ...]", row.read.values["implementers"])
        if code in lists.names.states
    )
    return tuple(dict.fromkeys(codes))


def _plan_of(
    rows: list[_PlanRow], items: list[_PlanRow], coordinators: tuple[str, ...]
) -> WorkPlan:
    """The plan of rows in which nothing is wrong."""
    lines = [row for row in rows if not row.trigger and row.parents and row.period]
    about = {row.id: row for row in rows if row.id in _ABOUT and not row.trigger}
    texts = {name: row.text("words") for name, row in about.items()}
    outputs, implementers = _distinct(items, "outputs"), _distinct(items, "implementers")
    named = {text: f"{one.row.id}-{one.number}" for text, one in outputs.items()}
    cells = {"coordinators": items[0].ref("implementers")}
    cells |= {name: row.ref("words") for name, row in about.items()}
    cells |= {place: ref for row in items for place, ref in _cells_of_item(row)}
    cells |= {f"outputs.{named[text]}.text": one.ref for text, one in outputs.items()}
    for number, one in enumerate(implementers.values(), start=1):
        cells[f"implementers.{number}"] = one.ref
    for number, line in enumerate(lines, start=1):
        cells[f"timeline.{number}.text"] = line.ref("words")
        cells[f"timeline.{number}.period"] = line.ref("period")
    return WorkPlan(
        name=WORK_PLAN.name,
        title=texts.get("title", ""),
        coordinators=coordinators,
        items=tuple(_item_of(row, named) for row in items),
        path=items[0].read.row.key[0],
        outputs=tuple(Output(id=name, text=text) for text, name in named.items()),
        timeline=tuple(_line_of(line) for line in lines),
        budget=texts.get("budget", ""),
        implementers=tuple(implementers),
        cells=cells,
    )


class _Part(NamedTuple):
    """Where words between semicolons were found first: the row, their number in the cell."""

    row: _PlanRow
    number: int
    ref: Ref


def _distinct(items: list[_PlanRow], column: str) -> dict[str, _Part]:
    """The words between semicolons of a column, each once, in the order of the rows."""
    found: dict[str, _Part] = {}
    for row in items:
        for number, text in enumerate(row.parts(column), start=1):
            found.setdefault(text, _Part(row, number, row.ref(column)))
    return found


def _cells_of_item(row: _PlanRow) -> Iterator[tuple[str, Ref]]:
    """The places of an item's words, and their cells."""
    at = f"items.{row.id}"
    yield f"{at}.title", row.ref("title" if row.text("title") else "words")
    yield f"{at}.text", row.ref("words")
    yield f"{at}.due", row.ref("period")
    for name in ("trigger", "open_question"):
        yield f"{at}.{name}", row.ref(name)


def _item_of(row: _PlanRow, outputs: dict[str, str]) -> PlanItem:
    return PlanItem(
        id=row.id,
        title=row.text("title") or row.text("words"),
        trigger=row.trigger,
        due=row.period,
        text=row.text("words"),
        open_question=row.text("open_question"),
        due_words=row.read.row.cell("period").text,
        outputs=tuple(dict.fromkeys(outputs[text] for text in row.parts("outputs"))),
        counterpart=row.text("counterpart"),
    )


def _line_of(row: _PlanRow) -> TimelineEntry:
    return TimelineEntry(
        period=cast("Dated", row.period),
        text=row.text("words"),
        items=row.parents,
        period_words=row.read.row.cell("period").text,
        open_question=row.text("open_question"),
    )
