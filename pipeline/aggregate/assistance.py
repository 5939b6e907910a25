"""Assistance provided and received, line by line, for internal files: converted where a setting
asks, never added.

In: Base and the gate, for names alone. Out: the lines in alphabetical order, findings on both sides
of a gift, and the fate of each rate of exchange.
"""

from typing import NamedTuple

from pipeline.aggregate.base import Base
from pipeline.aggregate.exchange import Rates, by_pair, convert, with_step
from pipeline.aggregate.gate import Gate
from pipeline.aggregate.pairs import Pair, find_pairs, pair_findings, treaty_findings
from pipeline.aggregate.readings import MARKS, Readings
from pipeline.model.figure import Drop
from pipeline.model.finding import Finding
from pipeline.model.internal_books import Assistance
from pipeline.model.record import FormLine

_SECTIONS = ("provided", "received")
_MIXED = "mixed_mine_action"
_NOT_PRINTED = "not-printed"


class Assisted(NamedTuple):
    """The lines, the fates of rates, and what is to be said of both sides of a gift."""

    lines: tuple[Assistance, ...]
    drops: tuple[Drop, ...]
    findings: tuple[Finding, ...]


def assistance(base: Base, readings: Readings, gate: Gate) -> Assisted:
    """Every line on assistance in the latest version of each report."""
    every = tuple(line for report in base.records.reports for line in report.lines)
    rates, wanted = by_pair(base.records.rates), base.settings.convert_to
    states = frozenset(base.states) | base.other_states
    pairs = find_pairs(every, states, rates, wanted)
    notes = _notes(pairs, readings, gate)
    lines = [_line(line, gate, rates, wanted, notes) for line in every if line.section in _SECTIONS]
    used = {line.converted.rate.key for line in lines if line.converted and line.converted.rate}
    drops = tuple(
        Drop(
            key=rate.key,
            fate=_NOT_PRINTED,
            reason="internal-figures" if rate.key in used else "rate-not-used",
            record=rate.id,
        )
        for rate in base.records.rates
    )
    ordered = sorted(lines, key=lambda a: (a.sort_key, a.line.year, a.line.section, a.line.key))
    return Assisted(tuple(ordered), drops, (*pair_findings(pairs), *treaty_findings(every)))


def _line(
    line: FormLine, gate: Gate, rates: Rates, wanted: str, notes: dict[str, str]
) -> Assistance:
    state = gate.name(line.state)
    converted = convert(line, wanted, rates)
    return Assistance(
        line=line,
        state=state.listed,
        sort_key=state.sort_key,
        counterpart=_names(gate, line.counterparts),
        channel=_names(gate, line.channels),
        share=_share(line),
        amount=with_step(line.ref("amount"), line, converted),
        converted=converted,
        note=notes.get(str(line.key), ""),
    )


def _names(gate: Gate, codes: tuple[str, ...]) -> str:
    return "; ".join(name.listed for name in gate.names(codes))


def _share(line: FormLine) -> str:
    """Whether for this Convention alone; what other treaties' reports hold too is never
    exclusive.
    """
    if not line.also_reported_under:
        return line.ccm_share
    return f"{_MIXED} (also: {', '.join(line.also_reported_under)})"


def _notes(pairs: tuple[Pair, ...], readings: Readings, gate: Gate) -> dict[str, str]:
    """For a line of a report that may not be used, why; for either line of a pair, where the other
    stands.
    """
    told: dict[str, list[str]] = {}
    for reading in readings.by_year.values():
        mark = MARKS.get(reading.fault)
        for line in reading.report.lines if mark and reading.report else ():
            told.setdefault(str(line.key), []).append(f"report {mark}")
    for pair in pairs:
        for own, other in ((pair.received, pair.provided), (pair.provided, pair.received)):
            ref = other.ref("amount")
            what = "same two, amounts apart" if pair.is_far_apart else "possibly the same gift"
            told.setdefault(str(own.key), []).append(
                f"{what}: {gate.name(other.state).listed}, {ref.source} › {ref.place}"
            )
    return {key: "; ".join(lines) for key, lines in told.items()}
