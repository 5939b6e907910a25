"""The Coordinators' report on their work plan: the plan's words, what was held, what remains;
speaking notes.
"""

import re
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import pytest
from pydantic import ValidationError

from pipeline.aggregate.public_facts import line_record
from pipeline.build import Built, build
from pipeline.collect.yaml_file import read_yaml
from pipeline.compose.section_plans import SectionPlan
from pipeline.load import load
from pipeline.model.block import Table
from pipeline.model.dates_and_money import Dated, Precision
from pipeline.model.finding import Refused
from pipeline.model.papers import PAPERS
from pipeline.model.plan import PlanLine
from pipeline.model.record import Activity
from pipeline.model.source import Ref
from pipeline.normalise.plans import read_work_plan
from tests.conftest import ROOT, folders_of
from tests.makers.counted_meeting import SETTINGS, Counted, activity, count

PLAN = ROOT / "inputs" / "reference" / "work-plans" / "ica-2024-2025.yaml"
TEXT = ROOT / "tests" / "compose" / "work-plan-2024-2025.txt"
UNTIL = date(2025, 9, 5)
AFTER = SETTINGS.model_copy(update={"activities_until": UNTIL})
LABEL = re.compile(r"^(?:- )?(?:[a-e]\)|\d\.|-) ?")
SENTENCE_END = re.compile(r"(?<=[.?!”])(?<!Art\.) (?=[A-Z])")


def on(month: int, day: int) -> Dated:
    """A day of 2025."""
    return Dated(first=date(2025, month, day))


# --- the plan's official words


def words_of(content: object) -> list[str]:
    """Every text of a YAML mapping, in its order."""
    if isinstance(content, dict):
        return [text for value in content.values() for text in words_of(value)]
    if isinstance(content, list):
        return [text for value in content for text in words_of(value)]
    return [str(content)]


def sentences() -> list[str]:
    """The sentences of the work plan as it was circulated, without labels of lists and marks of
    slope.
    """
    lines = (line.strip() for line in TEXT.read_text(encoding="utf-8").splitlines())
    bare = (LABEL.sub("", line).replace("*", "") for line in lines if line)
    return [sentence for line in bare for sentence in SENTENCE_END.split(line)]


def plan_words() -> str:
    """All words of the plan file, one text."""
    return " ".join(words_of(plan_file()))


def test_every_sentence_of_the_work_plan_is_among_the_official_words_of_its_file() -> None:
    """Headings, background, activities, outputs, budget, implementers and timeline, letter by
    letter.
    """
    known = plan_words()

    assert len(sentences()) > 40
    assert [sentence for sentence in sentences() if sentence not in known] == []


@pytest.mark.parametrize(
    "old", ["first quarter of 2025 in order", "Limited costs", "to be elaborated: when"]
)
def test_a_word_changed_in_the_plan_file_is_seen(old: str) -> None:
    """The test above looks at activities, budget and the open question."""
    assert old in plan_words()
    changed = plan_words().replace(old, "")

    assert [sentence for sentence in sentences() if sentence not in changed]


def plan_file() -> dict[str, Any]:
    """The plan that ships, as its file has it."""
    return dict(read_yaml(PLAN.name, PLAN.read_bytes(), 2))


@cache
def meeting(name: str) -> Built:
    """A meeting that ships, in words."""
    return build(load(folders_of(ROOT, ROOT / "outputs"), name), renders=False)


def said(name: str, paper: str = "activity-report") -> dict[str, str]:
    """The texts of a paper by block, plain spaces."""
    papers = (p for p in meeting(name).ledger.papers if p.paper == paper)
    return {block.id: block.text.replace("\u00a0", " ") for p in papers for block in p.blocks}


@pytest.mark.parametrize("name", ["13msp", "demo"])
def test_each_item_output_and_line_of_the_plan_stands_in_the_report(name: str) -> None:
    """In the plan's own words; what the plan left open in brackets is not printed as ours."""
    path = (
        PLAN
        if name == "13msp"
        else ROOT / "inputs" / name / "reference" / "work-plans" / "ica-demo.yaml"
    )
    plan = read_work_plan(path.name, dict(read_yaml(path.name, path.read_bytes(), 2)))
    texts = said(name)

    assert [
        item.id for item in plan.items if texts[f"item-words-{item.id}"] != f"“{item.text}”"
    ] == []
    assert [
        entry.text for entry in plan.timeline if f"“{entry.text}”" not in texts["timeline-table"]
    ] == []
    assert [
        output.text for output in plan.outputs if f"“{output.text}”" not in texts["outputs-table"]
    ] == []
    assert f"“{plan.budget}”" in texts["costs"]
    assert [text for text in plan.implementers if f"“{text}”" not in texts.values()] == []
    assert "to be elaborated:" not in " ".join(texts.values())


@pytest.mark.parametrize("name", ["13msp", "demo"])
@pytest.mark.parametrize("paper", ["activity-report", "speaking-notes"])
def test_codes_of_items_are_not_printed(name: str, paper: str) -> None:
    """No letter of an item, no id of an activity."""
    texts = " ".join(said(name, paper).values())

    assert not re.search(r"(?<!\w)(?:b1|b2|isu_priorities|report_back|outside_plan|ACT-\d+)", texts)
    assert not re.search(r"[\[(][a-e][\])]", texts)


def test_on_the_seed_plan_nothing_is_said_to_be_held() -> None:
    """No public source shows that an activity of the plan was held: each is bracketed, or lies
    ahead.
    """
    texts = said("13msp")
    activities = {key: text for key, text in texts.items() if key.startswith("activity-ACT")}

    assert [
        text
        for text in activities.values()
        if not text.startswith("[") and " is foreseen " not in text
    ] == []
    assert "Held" not in texts["timeline-table"].replace("\nHeld\n", "\n", 1)
    assert all("confirm" in texts[f"item-on-request-{item}"] for item in ("c", "d"))


def test_the_speaking_notes_keep_to_three_minutes() -> None:
    """At most as many words as the list of papers or Settings say, in both meetings."""
    for name in ("13msp", "demo"):
        words = sum(len(text.split()) for text in said(name, "speaking-notes").values())
        assert words <= meeting(name).settings.limit_of("speaking-notes") == 400


# --- the demo shows every passage


def test_follow_ups_stand_behind_the_activity_they_follow() -> None:
    """In the order of their dates, told as follow-ups; one that was postponed is said to be."""
    blocks = list(said("demo"))
    at = blocks.index("activity-ACT-2025-006")

    assert blocks[at : at + 3] == [
        f"activity-ACT-2025-{number}" for number in ("006", "017", "023")
    ]
    assert ", as a follow-up, " in said("demo")["activity-ACT-2025-023"]
    assert said("demo")["activity-ACT-2025-013"].endswith("foreseen on 6 May 2025, was postponed.")


def test_the_clock_runs_to_the_cut_off_of_the_report_and_not_of_the_period() -> None:
    """An activity of August is told in the report and in no paper on the reporting period."""
    assert "activity-ACT-2025-021" in said("demo")
    assert "read for the last time" not in " ".join(said("demo", "progress-report").values())
    assert "to 5 September 2025" in said("demo")["activities-introduction-plan"]


def test_what_was_agreed_is_told_with_its_document_and_waits_for_the_counterpart() -> None:
    """Dates and subjects, views exchanged; a bracket until the words were shared."""
    first, second = (said("demo")[f"activity-ACT-2025-{number}"] for number in ("006", "023"))

    assert "Participants exchanged views on the mobilization of resources" in first
    assert "[" not in first
    assert "agreed to publish the calendar. That is set out in the joint calendar" in second
    assert second.endswith("[To be shared with the counterpart committee before circulation.]")
    assert "not-shared-with-counterpart" in {
        finding.code for finding in meeting("demo").ledger.findings
    }


def test_the_timeline_says_what_moved() -> None:
    """Later, brought forward, still ahead."""
    table = said("demo")["timeline-table"]

    assert "Held later than foreseen: 7–8 April 2025" in table
    assert "Brought forward: 20 January to 28 March 2025" in table
    assert "Still to be held" in table


def test_costs_are_one_sentence_without_a_sum() -> None:
    """How many activities, against the estimate; amounts and who bore them stay internal."""
    text = said("demo")["costs"]

    assert (
        "costs had been recorded for three of the activities held under it, all of them meetings."
        in text
    )
    assert not re.search(
        r"XTS|EUR|1[ ,]?200|2[ ,]?600|(?<!\d)350(?!\d)", " ".join(said("demo").values())
    )


def test_tables_list_what_remains() -> None:
    """A follow-up without confirmation, one postponed, the report to the Meeting."""
    paper = next(p for p in meeting("demo").ledger.papers if p.paper == "activity-report")
    table = next(block for block in paper.blocks if block.id == "remaining-table")

    assert isinstance(table, Table)
    assert [row.id for row in table.rows] == [
        "remaining-table-open-ACT-2025-017",
        "remaining-table-open-ACT-2025-013",
        "remaining-table-remaining-report_back",
    ]


# --- figures and lines on a small log


class Seen(NamedTuple):
    """What the report is given of a small log: forms of lines, activities by item with their
    forms.
    """

    counted: Counted

    def form(self, name: str, list_name: str = "plan_items") -> str:
        """The form of a line."""
        return next(r.form for r in self.counted.value.facts.lists[list_name] if r.id == name)

    def told(self, name: str, kind: str = "activities") -> list[tuple[str, str]]:
        """Ids and forms of the activities under an item."""
        line = next(r for r in self.counted.value.facts.lists["plan_items"] if r.id == name)
        return [(child.id, child.form) for child in line.children[kind]]


def seen(*rows: Activity, through: date = UNTIL, withheld: tuple[str, ...] = ()) -> Seen:
    """A small log under the clock of the report."""
    return Seen(count(*rows, settings=AFTER, through=through, withheld=withheld))


def test_an_activity_after_the_period_counts_up_to_the_cut_off_alone() -> None:
    """Held in July: told; held after the last day of the report: not held yet."""
    july, october = activity(1, start=on(7, 8)), activity(1, start=on(9, 8))

    assert seen(july).told("a") == [("ACT-1", "bilateral")]
    assert seen(july).counted.told("item_a")[2] == "unknown"
    assert seen(october).told("a") == []
    assert seen(october).form("a") != "held"


def test_a_month_that_ends_after_the_last_day_of_the_report_is_not_told() -> None:
    """Held in the month in which the report ends, on a day that nobody wrote; in the month before,
    told.
    """
    months = [
        Dated(first=date(2025, month, 1), precision=Precision.MONTH)
        for month in (UNTIL.month, UNTIL.month - 1)
    ]
    unclear, clear = (activity(1, start=month) for month in months)

    assert seen(unclear).told("a") == []
    assert seen(unclear).counted.told("plan_a")[:2] == (None, "unknown")
    assert seen(clear).told("a") == [("ACT-1", "bilateral")]


@pytest.mark.parametrize(
    ("start", "form"),
    [(on(1, 5), "held"), (on(4, 1), "moved"), (Dated(first=date(2024, 12, 1)), "earlier")],
)
def test_a_move_is_told_in_either_direction(start: Dated, form: str) -> None:
    """The plan says the first quarter."""
    assert seen(activity(1, start=start)).form("a") == form


@pytest.mark.parametrize(
    ("start", "form"),
    [(None, "undated"), (on(6, 17), "planned"), (on(9, 17), "foreseen"), (on(9, 5), "planned")],
)
def test_what_is_planned_is_to_be_confirmed_or_lies_ahead(start: Dated | None, form: str) -> None:
    """By the last day of the report."""
    assert seen(activity(1, status="planned", start=start)).told("a") == [("ACT-1", form)]


@pytest.mark.parametrize("status", ["postponed", "cancelled", "requested"])
def test_another_status_is_said_as_it_is(status: str) -> None:
    """And the item stands among what remains."""
    found = seen(activity(1, status=status))

    assert found.told("a") == [("ACT-1", status)]
    assert found.form("remaining-a", "plan_remaining") == status


@pytest.mark.parametrize(
    ("regime", "item", "told"),
    [
        ("public", "a", True),
        ("no_attribution", "a", True),
        ("internal", "a", False),
        ("public", "c", True),
        ("no_attribution", "c", False),
        ("internal", "c", False),
    ],
)
def test_a_row_is_told_as_its_regime_allows(regime: str, item: str, told: bool) -> None:
    """An exchange upon request is told one by one where it is public alone; else it counts among
    others.
    """
    row = activity(1, item, confidentiality=regime, asked=("XAB",) if item == "c" else ())

    assert bool(seen(row).told(item)) is told


def test_a_public_exchange_names_who_asked_and_an_unnamed_one_counts_from_three_up() -> None:
    """Two unnamed States are few; three are a number without names."""
    two = [
        activity(n, "c", confidentiality="no_attribution", asked=(code,))
        for n, code in ((1, "XAB"), (2, "XAC"))
    ]
    three = [*two, activity(3, "c", confidentiality="internal", asked=("XAD",))]

    assert seen(*two).counted.told("plan_c_states") == (2, "exactly", "few")
    assert seen(*three).counted.told("plan_c_states") == (3, "exactly", "")
    child = (
        seen(activity(1, "c", asked=("XAB",)))
        .counted.value.facts.lists["plan_items"][2]
        .children["held"][0]
    )
    assert [name.code for name in child.values["requested_by"].names] == ["XAB"]


def test_a_withheld_state_takes_every_value_off_its_activity() -> None:
    """The activity is told in brackets."""
    found = seen(activity(1, "c", asked=("XAB",)), withheld=("XAB",))

    assert found.told("c") == [("ACT-1", "withheld")]


def test_a_follow_up_stands_under_what_it_follows_and_by_itself_where_that_is_not_told() -> None:
    """In the order of the chain; a circle ends."""
    first, later = (
        activity(1, start=on(3, 1)),
        activity(2, start=on(2, 1)).model_copy(update={"follow_up_of": "ACT-1"}),
    )
    hidden = first.model_copy(update={"confidentiality": "internal"})
    circle = first.model_copy(update={"follow_up_of": "ACT-2"})

    assert [name for name, _ in seen(first, later).told("a")] == ["ACT-1", "ACT-2"]
    assert [name for name, _ in seen(hidden, later).told("a")] == ["ACT-2"]
    assert sorted(name for name, _ in seen(circle, later).told("a")) == ["ACT-1", "ACT-2"]


def test_a_withheld_coordinator_is_not_named_and_nothing_of_the_plan_names_it() -> None:
    """The line of the plan loses the names; words of the plan that hold the name are a finding, and
    not printed.
    """
    found = seen(activity(1), withheld=("XAA",)).counted
    (line,) = found.value.facts.lists["plan"]

    assert "coordinators" not in line.values
    open_line = PlanLine(
        id="x",
        form="x",
        texts={"text": "Alphaland will host."},
        cells={"text": Ref("plan.yaml", "a")},
    )
    public, faults = line_record(found.value.gate, open_line)
    assert (public.values, [fault.code for fault in faults]) == ({}, ["withheld-in-text"])


def test_papers_on_one_clock_look_at_no_figure_of_the_other() -> None:
    """Items up to the cut-off are told by papers whose clock runs to it, items of the period by the
    others; where both run to one day an item is one figure under both names.
    """
    clocks = {paper.name: paper.clock for paper in PAPERS}
    other = {"period": ("plan_",), "cut-off": ("item_",), "as-of": ("plan_", "item_")}
    wrong = []
    for ledger in (meeting(name).ledger for name in ("13msp", "demo")):
        names = {figure.name: figure.names for figure in ledger.figures}
        for block in ledger.blocks:
            of_others = other[clocks[block.paper]]
            looked_at = [f for f in block.figures if f in names]
            wrong += [
                (block.paper, block.id, f)
                for f in looked_at
                if all(name.startswith(of_others) for name in names[f])
            ]

    assert wrong == []
    assert set(clocks.values()) == set(other)


@pytest.mark.parametrize(
    "block",
    [
        {"id": "a", "blocks": [{"id": "b"}]},
        {"id": "a", "each": "x", "heading": 2, "blocks": [{"id": "b"}]},
    ],
)
def test_a_block_of_blocks_goes_through_a_list_and_is_nothing_else(
    block: dict[str, object],
) -> None:
    """No list, or words of its own: the structure is refused."""
    with pytest.raises(ValidationError):
        SectionPlan.model_validate({"blocks": [block]})


@pytest.mark.parametrize("n_costs", [0, 1, 2, 3])
def test_costs_are_counted_from_three_up_alone(n_costs: int) -> None:
    """Unknown where none is recorded and the log is not declared; few below three."""
    rows = [
        activity(n, outcome="x").model_copy(update={"has_cost": n <= n_costs}) for n in (1, 2, 3, 4)
    ]
    value, certainty, form = seen(*rows).counted.told("plan_costs")
    open_value, _, _ = seen(*rows, through=date(2025, 6, 30)).counted.told("plan_costs")

    assert (value, certainty) == (n_costs, "exactly")
    assert form == ("few" if n_costs in (1, 2) else "")
    assert open_value == (n_costs or None)


def test_what_remains_is_none_once_all_that_is_not_upon_request_was_held() -> None:
    """The items of the small plan: a meeting, a mapping; an exchange upon request does not
    remain.
    """
    held = seen(activity(1, "a"), activity(2, "b"))

    assert held.counted.told("plan_remaining") == (0, "exactly", "none")
    assert held.counted.value.facts.lists["plan_remaining"] == ()
    assert seen(activity(1, "a")).counted.told("plan_remaining")[2] == "some"


@pytest.mark.parametrize(
    "change",
    [{"trigger": "sometimes"}, {"due": "soon"}, {"outputs": ["z"]}, {"outputs": "a"}],
    ids=str,
)
def test_a_work_plan_with_a_fault_stops_the_run(change: dict[str, object]) -> None:
    """A trigger or date that is none, an output that the plan does not have, a text in the place of
    a list.
    """
    content = plan_file()
    content["items"] = [{**content["items"][0], **change}, *content["items"][1:]]

    with pytest.raises(Refused):
        read_work_plan(PLAN.name, content)


def test_a_timeline_for_an_item_that_is_not_there_stops_the_run() -> None:
    """A line of the timeline belongs to items of the plan, and has a period."""
    for change in ({"items": ["z"]}, {"period": ""}):
        content = plan_file()
        content["timeline"] = [{**content["timeline"][0], **change}]
        with pytest.raises(Refused):
            read_work_plan(PLAN.name, content)
