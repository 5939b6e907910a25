"""The gate: who may not be named, and what of a figure or a text may be printed.

In: reference, the rows of Withheld, answers; figures and texts. Out: public values, and findings
that say why there is none. A State is named only for what it reported, stated or decided; a
withheld State makes a figure unknown, never smaller; a paragraph of the Coordinators is printed as
written or not at all.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from pipeline.language import name_key, name_pattern
from pipeline.model.codes import WITHOUT
from pipeline.model.figure import Certainty, Drop, Figure, Regime
from pipeline.model.finding import Finding, found
from pipeline.model.public import PublicFigure, PublicName, PublicValue
from pipeline.model.record import EditorParagraph, GivenAnswer, Record, WithheldState
from pipeline.model.source import Ref
from pipeline.model.state import Actor, State
from pipeline.model.tables import WRITTEN


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
                code=code,
                running=state.running,
                listed=state.name,
                sort_key=state.sort_key,
                is_state=True,
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
        return tuple(
            sorted(
                (self.name(code) for code in dict.fromkeys(codes)), key=lambda name: name.sort_key
            )
        )


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


def hidden_in(gate: Gate, codes: tuple[str, ...]) -> tuple[Ref, ...]:
    """The rows of Withheld that hide any of the codes."""
    return tuple(gate.withheld[code].ref("state") for code in codes if code in gate.withheld)


def names_withheld(gate: Gate, text: str) -> bool:
    """Whether a text names a withheld State: the second line behind the gate."""
    return bool(gate.withheld_names and gate.withheld_names.search(name_key(text)))


WITHHELD_FORM = "withheld"


def printable_text(
    gate: Gate, record: Record, column: str, is_named: bool
) -> tuple[PublicValue | None, list[Finding]]:
    """A text that may be printed; nothing where it is empty, weak, or names whom it may not."""
    value = record.cell_value(column)
    text = "" if value is None else str(value)
    if not text or column in record.weak:
        return None, []
    key = name_key(text)
    if gate.withheld_names and gate.withheld_names.search(key):
        return None, [found("withheld-in-text", record.ref(column))]
    if not is_named and gate.all_names and gate.all_names.search(key):
        return None, [found("state-in-unattributed", record.ref(column))]
    return PublicValue(columns=(column,), text=text), []


class EditorParagraphs(NamedTuple):
    """What may be printed by list, the fates of what may not, findings."""

    lists: dict[str, tuple[EditorParagraph, ...]]
    drops: tuple[Drop, ...]
    findings: tuple[Finding, ...]


def written_paragraphs(gate: Gate, paragraphs: tuple[EditorParagraph, ...]) -> EditorParagraphs:
    """The paragraphs of each slot that may be printed, in the order of the file."""
    lists: dict[str, list[EditorParagraph]] = {column.name: [] for column in WRITTEN.columns}
    drops, findings = [], []
    for paragraph in paragraphs:
        value, faults = printable_text(gate, paragraph, "text", is_named=True)
        findings += faults
        if value:
            lists[paragraph.slot].append(paragraph)
        else:
            drops.append(
                Drop(
                    key=paragraph.key,
                    fate="not-printed",
                    reason=faults[0].code,
                    record=paragraph.id,
                )
            )
    return EditorParagraphs(
        {slot: tuple(records) for slot, records in lists.items()}, tuple(drops), tuple(findings)
    )


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


def public_figure(gate: Gate, figure: Figure) -> PublicFigure:
    """What may be printed of a guarded figure."""
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
