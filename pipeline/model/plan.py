"""The action plan and the work plan: what is asked of States Parties, what the Coordinators set out
to do, and a line of the work plan as a paper reports on it.

In: two YAML files of the reference folder, or a table of the meeting, and the log. Out: frozen
plans, and records for the gate. Summaries in our own words are for the screen and the audit, never
for print.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pydantic import SkipValidation

from pipeline.model import place as places
from pipeline.model.base import Frozen
from pipeline.model.dates_and_money import Dated
from pipeline.model.record import Activity
from pipeline.model.source import Ref, Row


class Indicator(Frozen):
    """What is counted for an action: the figure function, the section of Form I it reads, the
    evidence it needs.

    `carries` is true for states of affairs (a plan, a need), which an unchanged report carries
    forward, and false for flows, which it never does.
    """

    id: str
    title: str
    figure: str
    section: str
    among: str = ""
    carries: bool
    evidence: tuple[str, ...]
    mark: str


class Action(Frozen):
    """An action of the plan; `official_text` stays empty until the user supplies it."""

    number: int
    theme: str
    summary: str = ""
    official_text: str = ""
    marks: dict[str, str] = {}
    mark: str = ""
    source: str = ""
    indicators: tuple[Indicator, ...] = ()


class Plan(Frozen):
    """An action plan: its actions by number."""

    name: str
    title: str
    actions: tuple[Action, ...]

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators, in the order of the actions."""
        return tuple(indicator for action in self.actions for indicator in action.indicators)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of its actions."""
        return tuple(action.number for action in self.actions)


class PlanItem(Frozen):
    """An item of the work plan; an item upon request has not failed if no request came.

    `due_words` is the date in the plan's own words; `counterpart` is the body with which the plan
    foresees an exchange on the obligations of States Parties.
    """

    id: str
    title: str
    trigger: str
    due: Dated | None
    text: str
    open_question: str = ""
    due_words: str = ""
    outputs: tuple[str, ...] = ()
    counterpart: str = ""

    @property
    def is_upon_request(self) -> bool:
        """Whether the plan provides for it upon request."""
        return self.trigger == "upon_request"


class Output(Frozen):
    """What the work plan expects to exist by the Meeting."""

    id: str
    text: str


class TimelineEntry(Frozen):
    """A line of the plan's timeline: when, in which words, for which items; `open_question` is what
    it leaves open.
    """

    period: Dated
    text: str
    items: tuple[str, ...]
    period_words: str = ""
    open_question: str = ""


class WorkPlan(Frozen):
    """The Coordinators' work plan; `path` is the file whose words are cited, and `cells` where they
    stand in a table of the meeting.
    """

    name: str
    title: str
    coordinators: tuple[str, ...]
    items: tuple[PlanItem, ...]
    path: str = ""
    outputs: tuple[Output, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    budget: str = ""
    implementers: tuple[str, ...] = ()
    cells: SkipValidation[dict[str, Ref]] = {}

    def ref(self, place: str, words: str) -> Ref:
        """Where words of it stand: the cell, or the place in the file."""
        if place in self.cells:
            return self.cells[place]
        return Ref(self.path, str(places.yaml_path(place)), words)

    def words_of(self, item: PlanItem) -> tuple[dict[str, str], dict[str, Ref]]:
        """Its words on an item by field, those that it has, and where they stand."""
        words = {"title": item.title, "text": item.text, "open_question": item.open_question}
        at = f"items.{item.id}"
        texts = {name: text for name, text in words.items() if text}
        cells = {name: self.ref(f"{at}.{name}", text) for name, text in texts.items()}
        if item.is_upon_request:
            texts["upon_request"] = item.trigger
            cells["upon_request"] = self.ref(f"{at}.trigger", item.trigger)
        return texts, cells

    def item(self, item_id: str) -> PlanItem:
        """The item of that id; KeyError where there is none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)


# Of a reference folder that is read before the meeting's own table.
NO_WORK_PLAN = WorkPlan(name="", title="", coordinators=(), items=())


class ReportedActivity(NamedTuple):
    """An activity as it is reported: the form of its words, and the activity that it follows up if
    that is reported too.
    """

    activity: Activity
    form: str
    parent: Activity | None = None


class PlanLine(Frozen):
    """An item, a line of the timeline, an expected output, or the plan as a whole.

    `texts` are the plan's own words by field and `cells` their places; `figures` are names of
    figures, and `activities` lists of activities, under the names that a wording may ask for.
    """

    id: str
    form: str
    texts: dict[str, str] = {}
    due: Dated | None = None
    coordinators: tuple[str, ...] = ()
    cells: SkipValidation[dict[str, Ref]] = {}
    figures: dict[str, str] = {}
    activities: SkipValidation[dict[str, tuple[ReportedActivity, ...]]] = {}

    def refs(self, *fields: str) -> tuple[Ref, ...]:
        """The places in the plan of the words behind the fields."""
        return tuple(self.cells[field] for field in fields if field in self.cells)

    def with_figures(self, names: Mapping[str, str]) -> "PlanLine":
        """The same line with figures under the names that stand for them."""
        figures = {field: names.get(name, name) for field, name in self.figures.items()}
        return self if figures == self.figures else self.model_copy(update={"figures": figures})

    def all_activities(self) -> Iterator[Activity]:
        """The activities under it, and those that these follow up."""
        for activities in self.activities.values():
            for one in activities:
                yield one.activity
                if one.parent is not None:
                    yield one.parent

    @property
    def rows(self) -> tuple[Row, ...]:
        """None: a line of the plan rests on no row of a table."""
        return ()
