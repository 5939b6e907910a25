"""A small meeting for the tests of counting: six States Parties, their reports and a log, counted.

In: rows written out in a test as fields and words. Out: what aggregate makes of them.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from pipeline.aggregate.meeting import Aggregated, aggregate
from pipeline.model.dates_and_money import Dated, Precision
from pipeline.model.figure import Answer, Figure
from pipeline.model.finding import Outcome
from pipeline.model.plan import Action, Indicator, Plan, PlanItem, WorkPlan
from pipeline.model.record import (
    Activity,
    Coalition,
    Declaration,
    FollowUp,
    FormLine,
    GivenAnswer,
    GoodPractice,
    Previous,
    Quarantined,
    Rate,
    Registered,
    Report,
    Statement,
    WithheldState,
)
from pipeline.model.records import Records
from pipeline.model.settings import Settings
from pipeline.model.source import Cell, Columns, RawRow, Ref, Row, Sheet, SheetKind
from pipeline.model.state import Actor, State

NAMES = {
    "XAA": "Alphaland",
    "XAB": "Betaville",
    "XAC": "Gamma",
    "XAD": "Deltaland",
    "XAE": "Omegaland",
    "XAF": "Rhoville",
}
PARTIES = tuple(NAMES)
LATER, ELSEWHERE, FUND, UNION, GONE = "XAN", "XAP", "OPA", "UTR", "XAO"
COMPLETE = (
    "activities",
    "reports-received",
    "national-reports",
    "coalitions",
    "statements",
    "follow-up",
)
SETTINGS = Settings(
    meeting_kind="MSP",
    meeting_number=15,
    meeting_place="Port Alpha",
    meeting_from=date(2025, 9, 16),
    meeting_to=date(2025, 9, 19),
    period_from=date(2024, 7, 1),
    period_to=date(2025, 6, 30),
    article7_year=2024,
    cut_off=date(2025, 6, 30),
    as_of=date(2025, 6, 30),
    plan="plan",
    work_plan="work-plan",
    author_body="the Coordinators",
)


def row(table: str, number: int, **words: object) -> Row:
    """A row of a csv table, its cells the words given."""
    index = {name: position for position, name in enumerate(words)}
    cells = tuple(Cell("" if word is None else str(word)) for word in words.values())
    return Row(
        Sheet(f"test/{table}.csv", "", (), SheetKind.CSV),
        RawRow(number, cells),
        Columns(index, tuple(words)),
    )


def _state(number: int, code: str, name: str, since: date | None) -> State:
    return State(
        iso3=code,
        name=name,
        running=name,
        sort_key=name.casefold(),
        status="state_party",
        deposit_date=date(2010, 1, 1),
        entry_into_force=since,
        withdrawal_effective=None,
        row=row("states", number, name_en=name, entry_into_force=since, deposit_date="2010-01-01"),
    )


def _indicator(
    name: str,
    section: str,
    figure: str = "states_reporting",
    among: str = "",
    evidence: tuple[str, ...] = (),
) -> Indicator:
    return Indicator(
        id=name,
        title=name,
        figure=figure,
        section=section,
        among=among,
        carries=False,
        evidence=("article-7", *evidence),
        mark="SEEN",
    )


STATES = {
    **{
        code: _state(n, code, name, date(2012, 1, 1))
        for n, (code, name) in enumerate(NAMES.items(), start=2)
    },
    ELSEWHERE: _state(11, ELSEWHERE, "Psiland", None).model_copy(
        update={"status": "not_party", "deposit_date": None}
    ),
    LATER: _state(9, LATER, "Nuland", date(2025, 7, 1)),
    GONE: _state(10, GONE, "Upsiland", date(2012, 1, 1)).model_copy(
        update={
            "withdrawal_effective": date(2025, 3, 6),
            "row": row("states", 10, name_en="Upsiland", withdrawal_effective="2025-03-06"),
        }
    ),
}
ACTORS = {
    "GLOBAL": Actor(code="GLOBAL", name="global", running="", actor_type="area"),
    UNION: Actor(
        code=UNION, name="Union of Tau Rivers", running="", actor_type="regional_organization"
    ),
    FUND: Actor(code=FUND, name="Open Path Aid", running="Open Path Aid", actor_type="ngo"),
}
PLAN = Plan(
    name="plan",
    title="Plan",
    actions=(
        Action(number=1, theme="universalization"),
        Action(
            number=40,
            theme="ica",
            indicators=(
                _indicator("provided", "provided"),
                _indicator("received", "received"),
                _indicator("needed", "needed", evidence=("statements", "follow-up")),
                _indicator(
                    "national_plan", "national_plan", "states_among", "needed", ("statements",)
                ),
            ),
        ),
        Action(
            number=41,
            theme="ica",
            official_text="Do this.",
            indicators=(_indicator("exchange", "exchange", evidence=("statements",)),),
        ),
        Action(number=42, theme="ica", indicators=(_indicator("coalitions", "", "coalitions"),)),
    ),
)
QUARTER = Dated(first=date(2025, 1, 1), precision=Precision.QUARTER)
WORK_PLAN = WorkPlan(
    name="work-plan",
    title="Work plan",
    coordinators=("XAA", "XAE"),
    items=(
        PlanItem(id="a", title="Meeting", trigger="fixed", due=QUARTER, text=""),
        PlanItem(id="b", title="Mapping", trigger="fixed", due=None, text=""),
        PlanItem(id="c", title="Exchanges", trigger="upon_request", due=None, text=""),
    ),
)


class Known(NamedTuple):
    """The reference of the small meeting."""

    states: dict[str, State]
    actors: dict[str, Actor]
    plan: Plan
    work_plan: WorkPlan
    spellings: dict[str, tuple[str, ...]]


KNOWN = Known(
    STATES, ACTORS, PLAN, WORK_PLAN, {code: (state.name,) for code, state in STATES.items()}
)


def line(state: str, section: str, number: int = 1, year: int = 2024, **fields: str) -> FormLine:
    """A line of Form I."""
    words = {"section": section, "counterpart": "", "channel": "", "modality": "", **fields}
    return FormLine(
        id=f"{state}-{year}-{number}",
        row=row(f"form-{state}-{year}", number + 20, **words),
        state=state,
        year=year,
        section=section,
        counterparts=tuple(words["counterpart"].split()),
        channels=tuple(words["channel"].split()),
        modality="",
        obligation=(),
        kind="",
        currency="",
    )


def report(
    state: str,
    *lines: FormLine,
    year: int = 2024,
    form_i: str = "changed",
    since: int | None = None,
) -> Report:
    """A report with its cover and lines."""
    cover = {
        "state": NAMES.get(state, state),
        "article7_year": year,
        "form_i": form_i,
        "form_i_since": since,
    }
    fields = {
        name: row(f"form-{state}-{year}", number, field=name, value=word)
        for number, (name, word) in enumerate(cover.items(), start=2)
    }
    return Report(
        id=f"{state}-{year}",
        row=fields["state"],
        state=state,
        year=year,
        version=1,
        form_status=form_i,
        since=since,
        fields=fields,
        lines=lines,
    )


def registered(
    state: str,
    year: int = 2024,
    received_on: date | None = date(2025, 4, 30),
    public: str = "yes",
    version: int = 1,
) -> Registered:
    """A row of the register."""
    number = (*PARTIES, LATER, ELSEWHERE, GONE).index(state) * 100 + year % 100 + 2
    words = {
        "state": NAMES.get(state, state),
        "article7_year": year,
        "received_on": received_on,
        "public": public,
    }
    return Registered(
        id=f"{state}-{year}",
        row=row("reports-received", number, **words),
        state=state,
        year=year,
        version=version,
        received_on=Dated(first=received_on) if received_on else None,
        public=public,
    )


def activity(
    number: int,
    item: str = "a",
    status: str = "held",
    start: Dated | None = Dated(first=date(2025, 2, 18)),  # noqa: B008 - frozen
    confidentiality: str = "public",
    asked: tuple[str, ...] = (),
    organizers: tuple[str, ...] = ("XAA",),
    outcome: str = "",
    weak: Iterable[str] = (),
    others: tuple[str, ...] = (),
    place: str = "",
) -> Activity:
    """A row of the log."""
    words = {
        "activity_id": f"ACT-{number}",
        "status": status,
        "kind": "bilateral",
        "date_start": start.first if start else "",
        "work_plan_items": item,
        "confidentiality": confidentiality,
        "requested_by": "; ".join(NAMES.get(code, code) for code in asked),
        "outcome_public": outcome,
    }
    return Activity(
        id=f"ACT-{number}",
        row=row("activities", number + 1, **words),
        weak=frozenset(weak),
        date_start=start,
        date_end=None,
        status=status,
        kind="bilateral",
        work_plan_items=(item,),
        lap_actions=(),
        values={"place": place, "outcome_public": outcome},
        organizers=organizers,
        participants_states=(),
        participants_other=others,
        requested_by=asked,
        follow_up_of="",
        confidentiality=confidentiality,
    )


def coalition(
    number: int,
    state: str = "XAD",
    status: str = "continuing",
    called_by: str = "affected_state",
    obligation: str = "art4_clearance",
    partners: tuple[str, ...] = (FUND,),
    weak: Iterable[str] = (),
    span: tuple[date | None, date | None] = (None, None),
) -> Coalition:
    """A row of the register of coalitions; `span` is when it was established and ended."""
    words = {"affected_state": NAMES.get(state, state), "status": status, "called_by": called_by}
    established, ended = (Dated(first=day) if day else None for day in span)
    return Coalition(
        id=f"CC-{number}",
        row=row(
            "coalitions",
            number + 1,
            **words,
            obligation=obligation,
            partners="; ".join(partners),
            established=span[0],
            ended=span[1],
        ),
        weak=frozenset(weak),
        affected_state=state,
        partners=partners,
        obligation=obligation,
        status=status,
        called_by=called_by,
        document="",
        ended=ended,
        established=established,
    )


def statement(
    number: int,
    state: str = "XAA",
    section: str = "exchange",
    made_on: date = date(2025, 4, 7),
    public: str = "yes",
    weak: Iterable[str] = (),
) -> Statement:
    """A row of the table of statements."""
    words = {
        "statement_id": f"ST-{number}",
        "state": NAMES.get(state, state),
        "made_on": made_on,
        "section": section,
    }
    return Statement(
        id=f"ST-{number}",
        row=row("statements", number + 1, **words, public=public),
        weak=frozenset(weak),
        state=state,
        made_on=Dated(first=made_on),
        section=section,
        counterparts=(),
        document="",
        public=public,
    )


def practice(number: int, made_on: date = date(2025, 4, 7), role: str = "donor") -> GoodPractice:
    """A row of the table of good practices, of XAA."""
    words = {"practice_id": f"GP-{number}", "actor": NAMES["XAA"], "role": role}
    words |= {"made_on": made_on.isoformat(), "document": "DEMO/1", "public": "yes"}
    return GoodPractice(
        id=f"GP-{number}",
        row=row("good-practices", number + 1, **words),
        actor="XAA",
        role=role,
        made_on=Dated(first=made_on),
        document="DEMO/1",
        public="yes",
        words="",
    )


def follow_up(
    number: int, state: str = "XAD", kind: str = "extension_request", **fields: object
) -> FollowUp:
    """A row of the register follow-up; an extension request with all it needs unless the test says
    otherwise.
    """
    values: dict[str, object] = {
        "state": state,
        "kind": kind,
        "obligation": "art4_clearance",
        "status": "submitted",
        "submitted_on": date(2025, 3, 28),
        "meeting_number": 15,
        "symbol": f"DEMO/{number}",
        "resources": "yes",
        "resources_ref": "12",
        "source": "request",
        "confidentiality": "public",
        **fields,
    }
    on = values["submitted_on"]
    return FollowUp.model_validate(
        {
            "id": f"FU-{number}",
            "row": row("follow-up", number + 1, **{**values, "state": NAMES.get(state, state)}),
            "weak": frozenset(),
            **values,
            "submitted_on": Dated(first=on) if isinstance(on, date) else None,
        }
    )


def previous(figure: str, value: int = 2, of: int = 5, **fields: object) -> Previous:
    """A row of the sheet Previous."""
    values = {
        "figure": figure,
        "value": value,
        "of": of,
        "basis": "in_force",
        "symbol": "DEMO/9",
        "paragraph": "3",
    }
    values |= {"as_of": Dated(first=date(2024, 6, 30)), **fields}
    return Previous.model_validate({"id": figure, "row": row("previous", 2, **values), **values})


def out(
    table: str, number: int = 99, scope: tuple[str, ...] = (), section: str = ""
) -> Quarantined:
    """A row of a table that is out."""
    return Quarantined(
        ref=Ref(f"test/{table}.csv", f"row {number}"), table=table, scope=scope, section=section
    )


class Counted:
    """What came of the meeting, by name."""

    def __init__(self, outcome: Outcome[Aggregated]) -> None:
        self.value, self.findings = outcome
        self.codes = sorted(finding.code for finding in outcome.findings)

    def figure(self, name: str) -> Figure:
        """The figure of that name, after the gate."""
        return next(figure for figure in self.value.figures if figure.name == name)

    def told(self, name: str) -> tuple[int | None, str, str]:
        """Value, certainty and form of a figure."""
        figure = self.figure(name)
        return figure.value, figure.certainty.value, figure.form

    def answer(self, state: str, indicator: str) -> Answer:
        """The answer of a State."""
        return next(a for a in self.value.answers if (a.state, a.indicator) == (state, indicator))

    def fate(self, source: str, number: int) -> tuple[str, str]:
        """Fate and reason of a row that was set aside."""
        drop = next(
            d for d in self.value.drops if (d.key[0], d.key[2]) == (f"test/{source}.csv", number)
        )
        return drop.fate, drop.reason


def count(
    *records: Report
    | Registered
    | Activity
    | Coalition
    | Statement
    | FollowUp
    | GoodPractice
    | Previous
    | Quarantined
    | Rate,
    declared: tuple[str, ...] = COMPLETE,
    withheld: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
    through: date = date(2025, 6, 30),
    settings: Settings = SETTINGS,
    tables: tuple[str, ...] = COMPLETE,
) -> Counted:
    """Aggregate over these records; every source is declared complete unless the test says
    otherwise.

    `without` are the findings on withheld States that were answered so.
    """
    meeting = Records(
        activities=tuple(r for r in records if isinstance(r, Activity)),
        reports=tuple(r for r in records if isinstance(r, Report)),
        registered=tuple(r for r in records if isinstance(r, Registered)),
        coalitions=tuple(r for r in records if isinstance(r, Coalition)),
        declarations=tuple(
            Declaration(
                id=source,
                row=row("complete", number, source=source, through=through, declared_by="ISU"),
                source=source,
                through=Dated(first=through),
                declared_by="ISU",
            )
            for number, source in enumerate(declared, start=2)
        ),
        withheld=tuple(
            WithheldState(
                id=code, row=row("withheld", number, state=NAMES.get(code, code)), state=code
            )
            for number, code in enumerate(withheld, start=2)
        ),
        quarantined=tuple(r for r in records if isinstance(r, Quarantined)),
        drops=(),
        tables=frozenset(tables),
        rates=tuple(r for r in records if isinstance(r, Rate)),
        statements=tuple(r for r in records if isinstance(r, Statement)),
        good_practices=tuple(r for r in records if isinstance(r, GoodPractice)),
        follow_up=tuple(r for r in records if isinstance(r, FollowUp)),
        previous=tuple(r for r in records if isinstance(r, Previous)),
        answers=tuple(
            GivenAnswer(
                id=finding,
                row=row("answers", number, finding=finding, answer="without"),
                finding=finding,
                answer="without",
                reason="agreed",
                role="ISU",
            )
            for number, finding in enumerate(without, start=2)
        ),
    )
    return Counted(aggregate(meeting, settings, KNOWN))


def both(state: str, *lines: FormLine, **fields: int | str | None) -> tuple[Report, Registered]:
    """A public report received in time, and its row of the register."""
    made = report(state, *lines, **fields)  # type: ignore[arg-type]
    return made, registered(state, made.year)
