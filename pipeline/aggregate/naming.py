"""The gate: figures and records in, printable values out. Nothing else makes public types.

In: figures and records to print, the States withheld. Out: PublicFacts and findings. A State is
named only for what it reported, stated or decided; a withheld State makes a figure unknown, never
smaller.
"""

from collections.abc import Mapping
from datetime import date

from pipeline.aggregate.gate import Gate, hidden_in, names_withheld
from pipeline.aggregate.printable import action_texts, public_record
from pipeline.aggregate.printable_text import WITHHELD_FORM
from pipeline.model.figure import Certainty, Figure, Regime
from pipeline.model.finding import Finding, found
from pipeline.model.plan import Plan, PlanLine
from pipeline.model.public import PublicFacts, PublicFigure, PublicRecord
from pipeline.model.record import Record
from pipeline.model.settings import KEYS, Settings
from pipeline.model.source import Ref
from pipeline.model.tables import ACTIVITIES

_REFERENCE_FIGURES = frozenset({"states_parties"})
# Told without number or names: either would point at the States that are not among them.
_UNTOLD_FORMS = frozenset({"few", "most", "some"})


def guard(gate: Gate, figure: Figure) -> tuple[Figure, list[Finding]]:
    """The figure, unknown where a withheld State stands in its public evidence (DESIGN decision 5).

    Where a person answered for each that it may be printed without them, they are left out and the
    answers cited.
    """
    named = hidden_in(gate, tuple(evidence.iso3 for evidence in figure.states))
    behind = hidden_in(gate, figure.behind)
    telling = _telling(gate, figure)
    if (
        figure.name in _REFERENCE_FIGURES
        or figure.regime is not Regime.PUBLIC
        or not (named or behind or telling)
    ):
        return figure, []
    hidden = (*named, *behind)
    faults = [*(found("withheld-in-evidence", ref) for ref in hidden), *telling]
    answers = [gate.without[fault.id].ref("answer") for fault in faults if fault.id in gate.without]
    # nobody can be left out of a figure that does not say whom it stands on
    if len(answers) == len(faults) and not figure.form and not behind:
        return _left_out(gate, figure, tuple(answers)), faults
    guarded = figure.model_copy(
        update={
            "value": None,
            "certainty": Certainty.UNKNOWN,
            "form": "",
            "states": (),
            "cited": (),
            "basis": (*figure.basis, *(ref for e in figure.states for ref in e.refs)),
            "limits": (*figure.limits, *hidden),
        }
    )
    return guarded, faults


def _telling(gate: Gate, figure: Figure) -> list[Finding]:
    """The documents a figure would cite whose symbol or paragraphs name a withheld State."""
    return [
        found("withheld-in-text", citation.refs[0])
        for citation in figure.cited
        if names_withheld(gate, f"{citation.symbol} {citation.place}")
    ]


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


def _is_left_out(gate: Gate, record: PublicRecord, faults: list[Finding]) -> bool:
    """Whether a record of a withheld State goes, as a person answered: figures beside it are
    printed without it too.

    What the Coordinators did stays told in brackets: an activity is not a State's.
    """
    asked = [fault for fault in faults if fault.code == "withheld-in-evidence"]
    is_withheld = record.form == WITHHELD_FORM and record.table != ACTIVITIES.name
    return is_withheld and all(fault.id in gate.without for fault in asked)


def _public_figure(gate: Gate, figure: Figure) -> PublicFigure:
    is_public = figure.regime is Regime.PUBLIC
    is_told = figure.certainty is not Certainty.UNKNOWN and figure.form not in _UNTOLD_FORMS
    evidence = (
        sorted(figure.states, key=lambda e: gate.name(e.iso3).sort_key)
        if is_public and is_told
        else []
    )
    if figure.name in _REFERENCE_FIGURES:
        evidence = []
    return PublicFigure(
        name=figure.name,
        value=figure.value if is_told else None,
        certainty=figure.certainty,
        form=figure.form,
        states=tuple(dict.fromkeys(gate.name(e.iso3) for e in evidence)),
        years=tuple(e.since for e in evidence if e.since is not None),
        cited=tuple((citation.symbol, citation.place) for citation in figure.cited)
        if is_told
        else (),
        on=figure.on if is_told else None,
    )


def _settings(settings: Settings) -> dict[str, str | int | date | None]:
    return {**{name: getattr(settings, name) for name in KEYS}, "activities_until": settings.until}


def pass_gate(
    gate: Gate,
    figures: tuple[Figure, ...],
    records: Mapping[str, tuple[Record | PlanLine, ...]],
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
    lists = action_texts(plan)
    for name, rows in records.items():
        pairs = [public_record(gate, row) for row in rows]
        lists[name] = tuple(
            record for record, faults in pairs if not _is_left_out(gate, record, faults)
        )
        findings.extend(fault for _, faults in pairs for fault in faults)
    facts = PublicFacts(
        figures={figure.name: _public_figure(gate, figure) for figure in guarded},
        lists=lists,
        settings={**_settings(settings), "plan_title": plan.title},
        names_in_text_up_to=settings.names_in_text_up_to,
    )
    return (
        facts,
        tuple(guarded),
        list(dict.fromkeys(findings)),
    )  # a record stands in several lists, and is told of once
