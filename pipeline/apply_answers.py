"""Records and figures with every answer of a person applied.

In: sheets, settings, reference. Out: what normalise and aggregate make of them once the answers are
settled. An answer refers to a finding, so the stages run once more for each round of answers that
found theirs; without answers, they run once.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pipeline.aggregate.meeting import Aggregated, aggregate
from pipeline.model.codes import BY_VALUE, words_for
from pipeline.model.figure import Drop
from pipeline.model.finding import Finding, Outcome, found
from pipeline.model.record import GivenAnswer
from pipeline.model.records import Records
from pipeline.model.settings import Settings
from pipeline.model.source import Sheet, Step
from pipeline.normalise.answers_and_corrections import CellIndex, answer_patch
from pipeline.normalise.forms.parse import ParseReport, parse_report
from pipeline.normalise.forms.private_words import without_private_words
from pipeline.normalise.meeting_records import normalise
from pipeline.normalise.patches import ANSWERED, PATCHES, Patch
from pipeline.normalise.reference import Reference

_OPEN = "quarantined"
Unreadable = tuple[tuple[str, str], ...]


class Settled(NamedTuple):
    """Records and figures, every finding so far, and the answers that matched nothing, set aside.

    `patches` are the cells that answers settled, by the id of their finding; `sheets` are what was
    read, without the words that only reports may hold.
    """

    records: Records
    counted: Aggregated
    findings: tuple[Finding, ...]
    drops: tuple[Drop, ...]
    patches: Mapping[str, Patch] = {}
    sheets: tuple[Sheet, ...] = ()

    def known_without(self, source: str) -> Mapping[str, Patch]:
        """The patches that still hold whatever rows a file has; none if one of its own cells is
        patched, because rows may have moved.
        """
        sheets = (sheet for sheet in self.records.conserved if sheet.source == source)
        steps = (
            step.kind
            for sheet in sheets
            for raw in sheet.rows
            for cell in raw.cells
            for step in cell.steps
        )
        return {} if any(kind in PATCHES for kind in steps) else self.patches


class _Round(NamedTuple):
    """One pass of the two stages with the patches known so far."""

    read: tuple[Finding, ...]
    records: Outcome[Records]
    counted: Outcome[Aggregated]

    @property
    def findings(self) -> dict[str, Finding]:
        """Every finding by its id, those about files first."""
        return {
            finding.id: finding
            for finding in (*self.read, *self.records.findings, *self.counted.findings)
        }


def apply_answers(  # noqa: PLR0913 - what the two stages are given
    sheets: tuple[Sheet, ...],
    unreadable: Unreadable,
    read: tuple[Finding, ...],
    settings: Settings,
    reference: Reference,
    parse: ParseReport = parse_report,
    known: Mapping[str, Patch] = {},
) -> Settled:
    """What the two stages give with all answers applied; `read` are the findings about files.

    `known` are patches of an earlier run with the same answers: the rounds start from them. Refused
    as by `normalise`.
    """
    patches = dict(known)
    # before anything is made of them: what is left out here, no later stage can print
    sheets, held = without_private_words(sheets, reference.forms)
    read = (*read, *held)
    spots = CellIndex(sheets, reference.headers)
    while True:
        records = normalise(sheets, unreadable, settings, reference, tuple(patches.values()), parse)
        made = _Round(read, records, aggregate(records.value, settings, reference))
        more = _patches(records.value.answers, made.findings, patches, spots)
        if not more:
            return _closed(made, patches)._replace(sheets=sheets)
        patches |= more


def _patches(
    answers: Iterable[GivenAnswer],
    findings: Mapping[str, Finding],
    known: Mapping[str, Patch],
    spots: CellIndex,
) -> dict[str, Patch]:
    """The cells that answers settle and that were not settled before, by the id of their
    finding.
    """
    more = {}
    for answer in answers:
        finding = findings.get(answer.finding)
        # a known one was applied in an earlier round: its cell no longer gives the finding
        if finding is None or answer.finding in known or finding.code not in BY_VALUE:
            continue
        if patch := answer_patch(spots, finding, answer.row):
            more[answer.finding] = patch
    return more


def _closed(made: _Round, patched: Mapping[str, Patch]) -> Settled:
    """The last round, its findings with the answers that change no cell, and what is wrong with the
    remaining answers.
    """
    findings = made.findings
    faults, drops = [], []
    for answer in made.records.value.answers:
        finding = findings.get(answer.finding)
        code = _fault(answer, finding, answer.finding in patched)
        if code:
            values = ", ".join(words_for(finding.code)) if finding else ""
            faults.append(
                found(
                    code,
                    answer.ref("finding" if code == "answer-unmatched" else "answer"),
                    values=values,
                )
            )
            drops.append(Drop(key=answer.key, fate=_OPEN, reason=code, record=answer.id))
        elif finding:
            findings[finding.id] = finding.as_noted(_step(answer, finding))
    return Settled(
        made.records.value, made.counted.value, (*findings.values(), *faults), tuple(drops), patched
    )


def _fault(answer: GivenAnswer, finding: Finding | None, is_patched: bool) -> str:
    """Why an answer settles nothing; empty if it does."""
    if is_patched:
        return "answer-not-read" if finding else ""
    if finding is None:
        return "answer-unmatched"
    return "" if answer.answer.casefold() in words_for(finding.code) else "answer-not-a-word"


def _step(answer: GivenAnswer, finding: Finding) -> Step:
    return Step(
        ANSWERED, finding.ref.words, answer.answer, answer.ref("answer"), answer.reason, answer.role
    )
