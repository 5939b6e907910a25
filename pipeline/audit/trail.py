"""The trail as compact JSON for the page: strings, rows, cells, figures and blocks, each once and
then by number.

In: ledger, rows as read, names of States. Out: plain lists (`Trail.data`), and the anchors under
which the page shows them. Every row of a meeting's own files is in it; of the reference folder, and
of documents of other years, the rows that are cited.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pipeline.audit.make_ledger import looked_names
from pipeline.audit.paper_views import Anchors, block_anchor, visible
from pipeline.audit.trail_rows import NumberedRows, TextNumbers
from pipeline.model.figure import Answer, Evidence, Figure
from pipeline.model.finding import Finding
from pipeline.model.ledger import BlockSources, Ledger
from pipeline.model.source import Ref, Sheet, Step

Json = Any


class Trail(NamedTuple):
    """What the script of the page draws from, and the anchors."""

    data: dict[str, Json]
    anchors: Anchors


class _Lists:
    """Lists that many figures share, each once and then by number."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[Json, ...], int] = {}
        self.listed: list[tuple[Json, ...]] = []

    def __call__(self, all_of: Iterable[Json]) -> int:
        """The number of a list, counted from 1; 0 for an empty one."""
        key = tuple(all_of)
        if key and key not in self._numbers:
            self.listed.append(key)
            self._numbers[key] = len(self.listed)
        return self._numbers.get(key, 0)


class _Cells:
    """Every cell cited, numbered in the order in which it is met; a step's cell comes before the
    cell it led to.
    """

    def __init__(self, rows: NumberedRows, strings: TextNumbers) -> None:
        self._rows, self._strings = rows, strings
        self._numbers: dict[Ref, int] = {}
        self.listed: list[Json] = []

    def number(self, ref: Ref) -> int:
        """The number of a cell."""
        if ref not in self._numbers:
            # before the number is given, because the cells of its steps come first
            cell = self._cell(ref)
            self._numbers[ref] = len(self.listed)
            self.listed.append(cell)
        return self._numbers[ref]

    def _cell(self, ref: Ref) -> list[Json]:
        """Sheet, row and column where these say it all; else place, words and steps too, and the
        source of no sheet.
        """
        text = self._strings
        at = self._rows.at(ref)
        steps = [self._step(step) for step in ref.steps]
        if self._rows.tells(at, ref) and not steps:
            return list(at)
        return [*at, text(ref.place), text(ref.words), steps, text(ref.source)]

    def numbers(self, refs: Iterable[Ref]) -> list[int]:
        """The numbers of cells, each once."""
        return list(dict.fromkeys(self.number(ref) for ref in refs if ref.source))

    def _step(self, step: Step) -> list[int]:
        text = self._strings
        words = (step.kind, step.before, step.after, step.reason, step.role)
        cell = -1
        if step.ref.source:
            cell = self.number(step.ref)
        return [*map(text, words), cell]


def _state(evidence: Evidence, cells: _Cells) -> list[Json]:
    return [evidence.iso3, cells.numbers(evidence.refs), evidence.since or 0]


def _figure(figure: Figure, cells: _Cells, lists: _Lists) -> dict[str, Json]:
    of = figure.denominator
    found = {
        "name": figure.name,
        "value": figure.value,
        "certainty": figure.certainty.value,
        "form": figure.form,
        "regime": figure.regime.value,
        "states": [_state(evidence, cells) for evidence in figure.states],
        "counts": cells.numbers(figure.counts),
        "basis": lists(cells.numbers(figure.basis)),
        "limits": cells.numbers(figure.limits),
        "searched": lists(visible(name) for name in figure.searched),
        "received": figure.received,
        "due": figure.due,
        "unread": figure.unread,
    }
    if of is not None:
        found["of"] = f"{of.value}, {of.basis.value}, {of.on.isoformat()}"
    return {
        name: value for name, value in found.items() if name == "value" or value not in ("", [], 0)
    }


def _answer(answer: Answer, cells: _Cells) -> list[Json]:
    """State, indicator, reply, year, reason, cells; how many of these, the first, are of the lines
    that say so.
    """
    n_telling = len(cells.numbers(answer.counts))
    return [answer.state, answer.indicator, answer.reply.value, answer.since or 0, answer.reason,
            cells.numbers((*answer.counts, *answer.basis)), n_telling]  # fmt: skip


def _block(
    block: BlockSources,
    looked: tuple[str, ...],
    numbers: Mapping[str, str],
    counted: Mapping[str, list[int]],
) -> list[Json]:
    """Paper, id, anchor, what it looked at; then the cells behind the blocks that a number in it
    counts.
    """
    own = [numbers[name] for name in looked if name in numbers]
    found: list[Json] = [block.paper, block.id, block_anchor(block), own]
    after: dict[int, None] = {}
    for name in block.after:
        after |= dict.fromkeys(counted[name])
    if after:
        found.append(list(after))
    return found


def _blocks(ledger: Ledger, anchors: Anchors, cells: _Cells) -> list[Json]:
    looked, counted = looked_at(ledger), _counted(ledger, cells)
    return [
        _block(block, looked[block.paper, block.id], anchors.names, counted[block.paper])
        for block in ledger.blocks
    ]


def _finding(finding: Finding, cells: _Cells) -> list[Json]:
    cell = cells.number(finding.ref)
    return [finding.id, finding.severity.value, finding.message, finding.cure, cell]


def _counted(ledger: Ledger, cells: _Cells) -> dict[str, dict[str, list[int]]]:
    """The cells of every block that a number in another counts, printed or not, by paper and id."""
    refs = {(block.paper, block.id): block.refs for block in (*ledger.blocks, *ledger.absent)}
    found: dict[str, dict[str, list[int]]] = {block.paper: {} for block in ledger.blocks}
    for block in ledger.blocks:
        for name in block.after:
            found[block.paper][name] = cells.numbers(refs[block.paper, name])
    return found


def looked_at(ledger: Ledger) -> dict[tuple[str, str], tuple[str, ...]]:
    """The names that each block looked at, figures first; a note has those of its paragraph."""
    found = {}
    for paper in ledger.papers:
        for block in (*paper.masthead, *paper.blocks):
            names = looked_names(block)
            for id_ in (block.id, *(note.id for note in getattr(block, "notes", ()))):
                found[paper.paper, id_] = names
    return found


def make_trail(ledger: Ledger, sheets: tuple[Sheet, ...], names: Mapping[str, str]) -> Trail:
    """The trail of a ledger; `names` are the States as they are printed."""
    strings = TextNumbers()
    rows = NumberedRows(ledger, sheets, strings)
    cells, lists = _Cells(rows, strings), _Lists()
    anchors = Anchors.of(ledger)
    # first, because a cell is numbered where it is first mentioned
    blocks = _blocks(ledger, anchors, cells)
    data: dict[str, Json] = {
        "figures": [_figure(figure, cells, lists) for figure in ledger.figures],
        "cited": [[name, cells.numbers(refs)] for name, refs in ledger.cited.items()],
        "blocks": blocks,
        "answers": [_answer(answer, cells) for answer in ledger.answers],
        "findings": [_finding(finding, cells) for finding in ledger.findings],
        "states": dict(names),
        "whole": [[visible(r.source), r.fate, r.reason] for r in ledger.rows if not r.place],
    }
    data |= {"cells": cells.listed, "lists": lists.listed, "sheets": rows.listed()}
    data["whole"] += rows.left_out(data["sheets"])
    data["strings"] = strings.listed
    return Trail(data, anchors)
