"""The gate: figures and records in, printable values out. Nothing else makes public types.

In: figures, activities and coalitions to print, the States withheld. Out: PublicFacts and findings. A State is
named only for what it reported, stated or decided; a withheld State makes a figure unknown, never smaller.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from pipeline.language import name_key, name_pattern
from pipeline.model.codes.answers import WITHOUT
from pipeline.model.figure import Certainty, Figure, Regime
from pipeline.model.finding import Finding, found
from pipeline.model.plan import Plan
from pipeline.model.public import PublicFacts, PublicFigure, PublicName, PublicRecord, PublicValue, Span
from pipeline.model.record import Activity, Coalition, GivenAnswer, Record, WithheldState
from pipeline.model.settings import KEYS, Settings
from pipeline.model.source import Ref
from pipeline.model.state import Actor, State

_REFERENCE_FIGURES = frozenset({"states_parties"})
WITHHELD_FORM = "withheld"
# Told without number or names: either would point at the States that are not among them.
_UNTOLD_FORMS = frozenset({"few", "most", "some"})


class Gate(NamedTuple):
    """What the gate knows: who may not be named, and how everybody is written.

    `without` are the findings on withheld States that a person answered: print without them.
    """

    states: Mapping[str, State]
    actors: Mapping[str, Actor]
    withheld: Mapping[str, WithheldState]
    withheld_names: re.Pattern[str] | None
    all_names: re.Pattern[str] | None
    without: Mapping[str, GivenAnswer] = {}

    def name(self, code: str) -> PublicName:
        """A State or body as it is printed; KeyError for a code nobody has."""
        if code in self.states:
            state = self.states[code]
            return PublicName(
                code=code, running=state.running, listed=state.name, sort_key=state.sort_key, is_state=True
            )
        actor = self.actors[code]
        return PublicName(
            code=code,
            running=actor.running or actor.name,
            listed=actor.name,
            sort_key=name_key(actor.name),
            is_state=actor.actor_type == "state",
        )

    def names(self, codes: tuple[str, ...]) -> tuple[PublicName, ...]:
        """Printed names in English alphabetical order."""
        return tuple(sorted((self.name(code) for code in dict.fromkeys(codes)), key=lambda name: name.sort_key))


def open_gate(
    states: Mapping[str, State],
    actors: Mapping[str, Actor],
    spellings: Mapping[str, tuple[str, ...]],
    withheld: tuple[WithheldState, ...],
    answers: tuple[GivenAnswer, ...] = (),
) -> Gate:
    """The gate for a meeting."""
    hidden = {row.state: row for row in withheld}
    return Gate(
        states,
        actors,
        hidden,
        name_pattern(name for code in hidden for name in spellings[code]),
        name_pattern(name for names in spellings.values() for name in names),
        {answer.finding: answer for answer in answers if answer.answer.casefold() == WITHOUT},
    )


def _hidden_in(gate: Gate, codes: tuple[str, ...]) -> tuple[Ref, ...]:
    return tuple(gate.withheld[code].ref("state") for code in codes if code in gate.withheld)


def guard(gate: Gate, figure: Figure) -> tuple[Figure, list[Finding]]:
    """The figure, unknown where a withheld State stands in its public evidence (DESIGN decision 5).

    Where a person answered for each that it may be printed without them, they are left out and the answers cited.
    """
    hidden = _hidden_in(gate, tuple(evidence.iso3 for evidence in figure.states))
    if not hidden or figure.name in _REFERENCE_FIGURES or figure.regime is not Regime.PUBLIC:
        return figure, []
    faults = [found("withheld-in-evidence", ref) for ref in hidden]
    answers = [gate.without[fault.id].ref("answer") for fault in faults if fault.id in gate.without]
    if len(answers) == len(faults) and not figure.form:
        return _left_out(gate, figure, tuple(answers)), faults
    guarded = figure.model_copy(
        update={
            "value": None,
            "certainty": Certainty.UNKNOWN,
            "form": "",
            "states": (),
            "basis": (*figure.basis, *(ref for e in figure.states for ref in e.refs)),
            "limits": (*figure.limits, *hidden),
        }
    )
    return guarded, faults


def _left_out(gate: Gate, figure: Figure, answers: tuple[Ref, ...]) -> Figure:
    """The figure without its withheld States; their cells and the answers stay behind it."""
    kept = tuple(evidence for evidence in figure.states if evidence.iso3 not in gate.withheld)
    gone = tuple(evidence for evidence in figure.states if evidence.iso3 in gate.withheld)
    value = None if figure.value is None else figure.value - len(gone)
    is_empty = not value and figure.certainty is not Certainty.EXACTLY
    return figure.model_copy(
        update={
            "value": None if is_empty else value,
            "certainty": Certainty.UNKNOWN if is_empty else figure.certainty,
            "states": kept,
            "basis": (*figure.basis, *(ref for e in gone for ref in e.refs), *answers),
        }
    )


def _public_figure(gate: Gate, figure: Figure) -> PublicFigure:
    is_public = figure.regime is Regime.PUBLIC
    is_told = figure.certainty is not Certainty.UNKNOWN and figure.form not in _UNTOLD_FORMS
    evidence = sorted(figure.states, key=lambda e: gate.name(e.iso3).sort_key) if is_public and is_told else []
    if figure.name in _REFERENCE_FIGURES:
        evidence = []
    return PublicFigure(
        name=figure.name,
        value=figure.value if is_told else None,
        certainty=figure.certainty,
        form=figure.form,
        states=tuple(dict.fromkeys(gate.name(e.iso3) for e in evidence)),
        years=tuple(e.since for e in evidence if e.since is not None),
    )


def _text(gate: Gate, record: Record, column: str, is_named: bool) -> tuple[PublicValue | None, list[Finding]]:
    """A text that may be printed; nothing where it is empty, weak, or names whom it may not."""
    text = str(getattr(record, column))
    if not text or column in record.weak:
        return None, []
    key = name_key(text)
    if gate.withheld_names and gate.withheld_names.search(key):
        return None, [found("withheld-in-text", record.ref(column))]
    if not is_named and gate.all_names and gate.all_names.search(key):
        return None, [found("state-in-unattributed", record.ref(column))]
    return PublicValue(columns=(column,), text=text), []


def _activity(gate: Gate, activity: Activity) -> tuple[PublicRecord, list[Finding]]:
    columns = ("status", "kind", "work_plan_items", "confidentiality")
    is_named = activity.confidentiality == "public"
    others = activity.participants_other
    involved = (*activity.organizers, *activity.participants_states, *others, *activity.requested_by)
    if _hidden_in(gate, involved) and is_named:
        record = PublicRecord(table="activities", id=activity.id, form=WITHHELD_FORM, form_columns=columns, values={})
        return record, [found("withheld-in-evidence", activity.ref("activity_id"))]
    values: dict[str, PublicValue] = {}
    findings: list[Finding] = []
    assert activity.date_start  # what is printed was held, and what was held has a date
    span = Span(first=activity.date_start, last=activity.date_end)
    values["date"] = PublicValue(columns=("date_start", "date_end", "date_precision"), span=span)
    if is_named and others and "participants_other" not in activity.weak:
        values["others"] = PublicValue(columns=("participants_other",), names=gate.names(others))
    texts = (
        {"place": "place", "outcome": "outcome_public", "title": "title"} if is_named else {"outcome": "outcome_public"}
    )
    for name, column in texts.items():
        value, faults = _text(gate, activity, column, is_named)
        findings.extend(faults)
        if value:
            values[name] = value
    return PublicRecord(
        table="activities", id=activity.id, form=activity.kind, form_columns=columns, values=values
    ), findings


def _coalition(gate: Gate, coalition: Coalition) -> tuple[PublicRecord, list[Finding]]:
    columns = ("status", "called_by", "obligation")
    if _hidden_in(gate, (coalition.affected_state, *coalition.partners)):
        record = PublicRecord(table="coalitions", id=coalition.id, form=WITHHELD_FORM, form_columns=columns, values={})
        return record, [found("withheld-in-evidence", coalition.ref("coalition_id"))]
    values = {
        "affected": PublicValue(columns=("affected_state",), names=gate.names((coalition.affected_state,))),
        "obligation": PublicValue(columns=("obligation",), text=coalition.obligation),
        "status": PublicValue(columns=("status",), text=coalition.status),
    }
    if coalition.partners and "partners" not in coalition.weak:
        values["partners"] = PublicValue(columns=("partners",), names=gate.names(coalition.partners))
    for field, dated in (("established", coalition.established), ("ended", coalition.ended)):
        if dated and field not in coalition.weak:
            values[field] = PublicValue(columns=(field,), span=Span(first=dated))
    form = coalition.status
    return PublicRecord(table="coalitions", id=coalition.id, form=form, form_columns=columns, values=values), []


def _action_texts(plan: Plan) -> dict[str, tuple[PublicRecord, ...]]:
    """The official text of each action with indicators, once the user has supplied it; never a paraphrase."""
    texts: dict[str, tuple[PublicRecord, ...]] = {}
    for action in plan.actions:
        if action.indicators:
            text = PublicValue(columns=("official_text",), text=action.official_text)
            record = PublicRecord(
                table="plan",
                id=str(action.number),
                form="supplied" if action.official_text else "missing",
                form_columns=("official_text",),
                values={"text": text} if action.official_text else {},
            )
            texts[f"action_{action.number}_text"] = (record,)
    return texts


def _settings(settings: Settings) -> dict[str, str | int | date | None]:
    return {name: getattr(settings, name) for name in KEYS}


def pass_gate(  # noqa: PLR0913 - everything that may be printed, and nothing else
    gate: Gate,
    figures: tuple[Figure, ...],
    activities: Mapping[str, tuple[Activity, ...]],
    coalitions: tuple[Coalition, ...],
    settings: Settings,
    plan: Plan,
) -> tuple[PublicFacts, tuple[Figure, ...], list[Finding]]:
    """What compose may see; the figures as guarded, for the ledger; findings."""
    guarded: list[Figure] = []
    findings: list[Finding] = []
    for figure in figures:
        safe, faults = guard(gate, figure)
        guarded.append(safe)
        findings.extend(faults)
    lists = _action_texts(plan)
    for name, rows in activities.items():
        pairs = [_activity(gate, row) for row in rows]
        lists[name] = tuple(record for record, _ in pairs)
        findings.extend(fault for _, faults in pairs for fault in faults)
    rows_and_faults = [_coalition(gate, row) for row in coalitions]
    lists["coalitions"] = tuple(record for record, _ in rows_and_faults)
    findings.extend(fault for _, faults in rows_and_faults for fault in faults)
    facts = PublicFacts(
        figures={figure.name: _public_figure(gate, figure) for figure in guarded},
        lists=lists,
        settings={**_settings(settings), "plan_title": plan.title},
        names_in_text_up_to=settings.names_in_text_up_to,
    )
    return facts, tuple(guarded), findings


def names_withheld(gate: Gate, text: str) -> bool:
    """Whether a text names a withheld State: the second line behind the gate."""
    return bool(gate.withheld_names and gate.withheld_names.search(name_key(text)))
