"""The gate (decision 6): who may not be named, and what of a figure or a text may be printed.

In: reference, the rows of Withheld, answers; figures and texts. Out: public values, and findings
that say why there is none. A State is named only for what it reported, stated or decided; a
withheld State makes a figure unknown, never smaller; a paragraph of the Coordinators is printed as
written or not at all.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from pipeline.aggregate.counting_context import once
from pipeline.language import name_key, name_pattern
from pipeline.model.codes import WITHOUT
from pipeline.model.dates_and_money import Dated
from pipeline.model.figure import Certainty, Drop, Evidence, Figure
from pipeline.model.finding import Finding, found
from pipeline.model.public import DateSpan, PublicFigure, PublicName, PublicValue
from pipeline.model.record import EditorParagraph, GivenAnswer, Record, WithheldState
from pipeline.model.source import Ref
from pipeline.model.state import Actor, State
from pipeline.model.tables import PRINTED, WRITTEN, Column, InputTable, Kind, Visibility


class Gate(NamedTuple):
    """Who may not be named, and how everybody's name is printed.

    `withheld_names` and `all_names` find any spelling of the names; `without` are the answers, by
    id of finding, that let a figure be printed without its withheld States.
    """

    states: Mapping[str, State]
    actors: Mapping[str, Actor]
    withheld: Mapping[str, WithheldState]
    withheld_names: re.Pattern[str] | None
    all_names: re.Pattern[str] | None
    without: Mapping[str, GivenAnswer] = {}

    def name(self, code: str) -> PublicName:
        """A State or body as papers print it. KeyError for an unknown code."""
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
            is_state=False,
        )

    def names(self, codes: tuple[str, ...]) -> tuple[PublicName, ...]:
        """The names of these codes in English alphabetical order, each once."""
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
    """The cells of Withheld that withhold any of these codes."""
    return tuple(gate.withheld[code].ref("state") for code in codes if code in gate.withheld)


def names_withheld(gate: Gate, text: str) -> bool:
    """Whether a text names a withheld State: the second line behind the gate."""
    return _has_name(gate.withheld_names, text)


def names_anybody(gate: Gate, text: str) -> bool:
    """Whether a text names a State or body at all."""
    return _has_name(gate.all_names, text)


def _has_name(names: re.Pattern[str] | None, text: str) -> bool:
    return names is not None and names.search(name_key(text)) is not None


def printable_text(
    gate: Gate, record: Record, column: str, is_named: bool
) -> tuple[PublicValue | None, list[Finding]]:
    """A text that may be printed; None if it is empty, from a weak source, or names somebody that
    it may not name. `is_named` says whether it may name States at all.
    """
    value = record.cell_value(column)
    text = "" if value is None else str(value)
    if not text or column in record.weak:
        return None, []
    if names_withheld(gate, text):
        return None, [found("withheld-in-text", record.ref(column))]
    if not is_named and names_anybody(gate, text):
        return None, [found("state-in-unattributed", record.ref(column))]
    return PublicValue(columns=(column,), text=text), []


def printable_texts(
    gate: Gate, record: Record, columns: Mapping[str, str], is_named: bool = True
) -> tuple[dict[str, PublicValue], list[Finding]]:
    """The texts that may be printed, by field, and findings on those that may not; `columns` gives
    the column of each field.
    """
    values: dict[str, PublicValue] = {}
    findings: list[Finding] = []
    for field, column in columns.items():
        value, faults = printable_text(gate, record, column, is_named)
        findings += faults
        if value is not None:
            values[field] = value
    return values, findings


class PrintableParagraphs(NamedTuple):
    """The paragraphs that may be printed, by list, and the drops of the others."""

    lists: dict[str, tuple[EditorParagraph, ...]]
    drops: tuple[Drop, ...]
    findings: tuple[Finding, ...]


def printable_paragraphs(
    gate: Gate, paragraphs: tuple[EditorParagraph, ...]
) -> PrintableParagraphs:
    """The paragraphs of each slot that may be printed, in the order of the file."""
    lists: dict[str, list[EditorParagraph]] = {column.name: [] for column in WRITTEN.columns}
    drops: list[Drop] = []
    findings: list[Finding] = []
    for one in paragraphs:
        value, faults = printable_text(gate, one, "text", is_named=True)
        findings += faults
        if value is not None:
            lists[one.slot].append(one)
            continue
        drop = Drop(key=one.key, fate="not-printed", reason=faults[0].code, record=one.id)
        drops.append(drop)
    by_slot = {slot: tuple(records) for slot, records in lists.items()}
    return PrintableParagraphs(by_slot, tuple(drops), tuple(findings))


_REFERENCE_FIGURES = frozenset({"states_parties"})
# Printed without number or names: either would reveal the States that are not among them.
_UNTOLD_FORMS = frozenset({"few", "most", "some"})


def guard(gate: Gate, figure: Figure) -> tuple[Figure, list[Finding]]:
    """The figure, made unknown if a withheld State is in its public evidence (decision 5).

    If a person answered for each of them that it may be printed without, they are left out and the
    answers become part of its basis.
    """
    if _lists_nobody(figure):
        return figure, []
    named = hidden_in(gate, tuple(evidence.iso3 for evidence in figure.states))
    behind = hidden_in(gate, figure.behind)
    hidden = (*named, *behind)
    faults = [found("withheld-in-evidence", ref) for ref in hidden]
    faults += _telling_citations(gate, figure)
    if not faults:
        return figure, []
    answers = [gate.without[fault.id].ref("answer") for fault in faults if fault.id in gate.without]
    if len(answers) < len(faults):
        return _made_unknown(figure, hidden), faults
    # nobody can be left out of a figure that does not say on whom it rests
    if figure.form or behind:
        return _made_unknown(figure, hidden), faults
    return _left_out(gate, figure, tuple(answers)), faults


def _lists_nobody(figure: Figure) -> bool:
    """Whether a figure is printed without names. The States Parties are public record, whoever is
    withheld.
    """
    return figure.is_unnamed or figure.name in _REFERENCE_FIGURES


def _made_unknown(figure: Figure, hidden: tuple[Ref, ...]) -> Figure:
    """The figure without its number and States; their cells stay in its basis."""
    of_states = (ref for evidence in figure.states for ref in evidence.refs)
    return figure.model_copy(
        update={
            "value": None,
            "certainty": Certainty.UNKNOWN,
            "form": "",
            "states": (),
            "cited": (),
            "basis": (*figure.basis, *of_states),
            "limits": (*figure.limits, *hidden),
        }
    )


def _telling_citations(gate: Gate, figure: Figure) -> list[Finding]:
    """Findings on documents that a figure would cite and whose symbol or paragraphs name a withheld
    State.
    """
    return [
        found("withheld-in-text", citation.refs[0])
        for citation in figure.cited
        if names_withheld(gate, f"{citation.symbol} {citation.place}")
    ]


def _left_out(gate: Gate, figure: Figure, answers: tuple[Ref, ...]) -> Figure:
    """The figure without its withheld States; their cells and the answers stay in its basis."""
    kept = tuple(evidence for evidence in figure.states if evidence.iso3 not in gate.withheld)
    gone = tuple(evidence for evidence in figure.states if evidence.iso3 in gate.withheld)
    of_gone = tuple(ref for evidence in gone for ref in evidence.refs)
    value, certainty = figure.value, figure.certainty
    if value is not None:
        value -= len(gone)
    # "At least none" says nothing.
    if not value and certainty is not Certainty.EXACTLY:
        value, certainty = None, Certainty.UNKNOWN
    return figure.model_copy(
        update={
            "value": value,
            "certainty": certainty,
            "states": kept,
            "basis": (*figure.basis, *of_gone, *answers),
        }
    )


def public_figure(gate: Gate, figure: Figure) -> PublicFigure:
    """What may be printed of a figure that went through `guard`."""
    public = PublicFigure(name=figure.name, value=None, certainty=figure.certainty)
    public = public.model_copy(update={"form": figure.form})
    if figure.certainty is Certainty.UNKNOWN or figure.form in _UNTOLD_FORMS:
        return public
    named: list[Evidence] = []
    if not _lists_nobody(figure):
        named = sorted(figure.states, key=lambda evidence: gate.name(evidence.iso3).sort_key)
    return public.model_copy(
        update={
            "value": figure.value,
            "states": once(gate.name(evidence.iso3) for evidence in named),
            "years": tuple(evidence.since for evidence in named if evidence.since is not None),
            "cited": tuple((citation.symbol, citation.place) for citation in figure.cited),
            "on": figure.on,
        }
    )


_NAMES = frozenset({Kind.STATE, Kind.ACTOR, Kind.ACTORS})
_UNATTRIBUTED = frozenset({Visibility.NO_ATTRIBUTION})


def printed_fields(
    gate: Gate, record: Record, table: InputTable, is_named: bool
) -> tuple[dict[str, PublicValue], list[Finding]]:
    """The fields of a record that are filled and may be printed, and findings on the others;
    `is_named` says that it may be attributed.
    """
    values: dict[str, PublicValue] = {}
    findings: list[Finding] = []
    for name, told_by in table.printed(PRINTED if is_named else _UNATTRIBUTED).items():
        value, faults = _field(gate, record, told_by, is_named)
        findings += faults
        if value:
            values[name] = value
    return values, findings


def involved(record: Record, table: InputTable) -> tuple[str, ...]:
    """The codes of the States and bodies in the columns of a record that anybody but its author may
    see.
    """
    codes: list[str] = []
    for column in table.columns:
        if column.kind in _NAMES and column.seen_by is not Visibility.NEVER:
            codes += _codes(record, column)
    return tuple(codes)


def _codes(record: Record, column: Column) -> tuple[str, ...]:
    value = record.cell_value(column.name)
    if isinstance(value, tuple):
        return value
    return (str(value),) if value else ()


def _field(
    gate: Gate, record: Record, told_by: tuple[Column, ...], is_named: bool
) -> tuple[PublicValue | None, list[Finding]]:
    """A field by the kind of its first column; None if that is empty."""
    column = told_by[0]
    if column.only_with and not record.cell_value(column.only_with):
        return None, []
    if column.kind is Kind.DATE:
        return _date(record, told_by), []
    if column.kind in _NAMES:
        return _names(gate, record, column), []
    return printable_text(gate, record, column.name, is_named)


def _date(record: Record, told_by: tuple[Column, ...]) -> PublicValue | None:
    """The date, or the span of dates, in these columns."""
    first, *rest = (record.cell_value(column.name) for column in told_by)
    if not isinstance(first, Dated):
        return None
    last = next((value for value in rest if isinstance(value, Dated)), None)
    columns = tuple(column.name for column in told_by)
    return PublicValue(columns=columns, span=DateSpan(first=first, last=last))


def _names(gate: Gate, record: Record, column: Column) -> PublicValue | None:
    codes = _codes(record, column)
    if not codes or column.name in record.weak:
        return None
    return PublicValue(columns=(column.name,), names=gate.names(codes))
