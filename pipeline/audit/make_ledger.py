"""The ledger of a run: sources joined to blocks, and a fate for every row.

In: what the stages gave. Out: Ledger. Fates are worked out, never a remainder: a row that no rule
reaches stops the run (Unaccounted), because nothing may vanish.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain
from typing import NamedTuple, Protocol

from pipeline.language import brackets
from pipeline.model.block import Block, Composed
from pipeline.model.codes.confirm import CHECK_SETTINGS
from pipeline.model.figure import Answer, Drop, Figure
from pipeline.model.finding import Finding, Severity
from pipeline.model.ledger import OF_ANOTHER_YEAR, BlockSources, Fate, Ledger, Placeholder
from pipeline.model.plan import PlanLine
from pipeline.model.public import PublicFacts, PublicRecord
from pipeline.model.record import Record
from pipeline.model.settings import Settings
from pipeline.model.source import Ref, RowKey, Source
from pipeline.ooxml import bookmark_name

_SETTING_OF = {"plan_title": "plan"}
_ORDER = (Severity.BLOCKER, Severity.DECISION, Severity.NOTE)


class Unaccounted(Exception):
    """Rows whose fate no rule tells: a bug, never delivered."""


class AggregateResult(Protocol):
    """What aggregate gave."""

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What each State's report says on each indicator."""
        ...

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure, as guarded."""
        ...

    @property
    def facts(self) -> PublicFacts:
        """What compose was given."""
        ...

    @property
    def records(self) -> Mapping[str, Record | PlanLine]:
        """The records a block may print a field of, by table and id."""
        ...

    @property
    def public_rows(self) -> frozenset[RowKey]:
        """The rows whose words may be shown on screen."""
        ...

    @property
    def drops(self) -> tuple[Drop, ...]:
        """Why a row is not used, should no block reach it."""
        ...


class RunIdentity(NamedTuple):
    """What a run is known by."""

    meeting: str
    id: str
    as_of: date
    versions: dict[str, str]
    withheld: tuple[str, ...] = ()


class ReadInputs(NamedTuple):
    """What was read: sources, conserved rows with their places, whole files out, rows set aside
    while reading.

    `old_files` are documents of other years: what of their rows nothing reaches is not about this
    report.
    """

    sources: tuple[Source, ...]
    row_keys: tuple[tuple[RowKey, str], ...]
    unreadable: tuple[tuple[str, str], ...]
    drops: tuple[Drop, ...]
    transcribed: frozenset[str] = frozenset()
    old_files: frozenset[str] = frozenset()


def _has_source(ref: Ref) -> bool:
    return bool(ref.source)


class _Sources(NamedTuple):
    """What a looked-at name stands on."""

    figures: Mapping[str, Figure]
    counted: AggregateResult
    settings: Settings
    plan_refs: Mapping[str, Ref]
    public: Mapping[str, PublicRecord]

    def refs(self, name: str) -> tuple[Ref, ...]:
        if name in self.figures:
            return self.figures[name].refs
        if name.startswith("settings."):
            key = name.removeprefix("settings.")
            return tuple(filter(_has_source, (self.settings.ref(_SETTING_OF.get(key, key)),)))
        owner, _, field = name.rpartition(".")
        if owner in self.counted.records:
            return self.counted.records[owner].refs(*self._columns(owner, field))
        if owner in self.plan_refs:
            return (self.plan_refs[owner],)
        return ()

    def _columns(self, owner: str, field: str) -> tuple[str, ...]:
        record = self.public[owner]
        if field:
            return record.values[field].columns
        return record.form_columns

    def of(
        self, paper: str, block_id: str, looked: Iterable[str], bookmark: str = ""
    ) -> BlockSources:
        names = tuple(looked)
        figures = tuple(name for name in names if name in self.figures)
        refs: dict[Ref, None] = {}
        for name in names:
            refs |= dict.fromkeys(filter(_has_source, self.refs(name)))
        searched: set[str] = set()
        for name in figures:
            searched.update(self.figures[name].searched)
        return BlockSources(
            paper=paper,
            id=block_id,
            bookmark=bookmark,
            figures=figures,
            refs=tuple(refs),
            searched=tuple(sorted(searched)),
        )


def looked_names(block: Block) -> tuple[str, ...]:
    """The names that a block looked at, with those of its rows."""
    names = dict.fromkeys(block.looked)
    for row in getattr(block, "rows", ()):
        names |= dict.fromkeys(row.looked)
    return tuple(names)


def _block_sources(sources: _Sources, paper: Composed) -> list[BlockSources]:
    found = [sources.of(paper.paper, line.id, line.looked) for line in paper.masthead]
    for block in paper.blocks:
        own = sources.of(paper.paper, block.id, looked_names(block), bookmark_name(block.id))
        own = own.model_copy(update={"after": block.after})
        found.append(own)
        for note in block.notes:
            named = {"id": note.id, "bookmark": bookmark_name(note.id)}
            found.append(own.model_copy(update=named))
    return found


def _cited(sources: _Sources, papers: tuple[Composed, ...]) -> dict[str, tuple[Ref, ...]]:
    """The cells behind each name that is no figure's, in the order in which the papers look at
    them.
    """
    names: dict[str, None] = {}
    for paper in papers:
        for block in (*paper.masthead, *paper.blocks):
            names |= dict.fromkeys(looked_names(block))
    found = {name: sources.refs(name) for name in names if name not in sources.figures}
    return {name: refs for name, refs in found.items() if refs}


class _Fates(NamedTuple):
    """The rules, in the order in which they are asked."""

    used: frozenset[RowKey]
    absent: dict[RowKey, str]
    drops: dict[RowKey, Drop]
    figures: dict[RowKey, str]
    old_files: frozenset[str]

    def of(self, key: RowKey, place: str, is_public: bool) -> Fate:
        record = ""
        if key in self.drops:
            record = self.drops[key].record
        return Fate(key[0], place, *self._rule(key), record, is_public)

    def _rule(self, key: RowKey) -> tuple[str, str]:
        """Fate and reason by the first rule that reaches the row."""
        if key in self.used:
            return "used", ""
        if key in self.absent:
            return "not-printed", self.absent[key]
        if key in self.drops:
            return self.drops[key].fate, self.drops[key].reason
        if key in self.figures:
            return "not-printed", f"figure {self.figures[key]}"
        if key[0] in self.old_files:
            return OF_ANOTHER_YEAR
        return "unaccounted", ""


def _keys(refs: Iterable[Ref]) -> Iterable[RowKey]:
    """The rows that the cells lie in, and those that asked for a step on the way to their
    values.
    """
    for ref in refs:
        if ref.source and not ref.source.endswith(".yaml"):
            yield ref.row_key
            yield from _keys(step.ref for step in ref.steps)


def _fates(
    read: ReadInputs,
    counted: AggregateResult,
    blocks: list[BlockSources],
    absent: list[BlockSources],
) -> tuple[Fate, ...]:
    rules = _Fates(
        used=frozenset(key for block in blocks for key in _keys(block.refs)),
        absent={key: block.id for block in reversed(absent) for key in _keys(block.refs)},
        drops={drop.key: drop for drop in reversed((*read.drops, *counted.drops))},
        figures={
            key: figure.name for figure in reversed(counted.figures) for key in _keys(figure.refs)
        },
        old_files=read.old_files,
    )
    files = tuple(_file_fate(path, reason, read.transcribed) for path, reason in read.unreadable)
    rows = tuple(rules.of(key, place, key in counted.public_rows) for key, place in read.row_keys)
    return (*rows, *files)


def _file_fate(path: str, reason: str, transcribed: frozenset[str]) -> Fate:
    if path in transcribed:
        return Fate(source=path, place="", fate="superseded", reason="transcribed")
    return Fate(source=path, place="", fate="quarantined", reason=reason)


def sorted_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings once each: those on settings, then blockers, decisions and notes, each by file and
    place.
    """
    once = {finding.id: finding for finding in reversed(tuple(findings))}
    return tuple(
        sorted(
            once.values(),
            key=lambda f: (
                not _is_on_settings(f),
                _ORDER.index(f.severity),
                f.ref.source,
                _place_key(f.ref),
                f.code,
            ),
        )
    )


def _is_on_settings(finding: Finding) -> bool:
    """Whether a setting is in question, by which everything else is read."""
    return finding.code in CHECK_SETTINGS and finding.severity is not Severity.NOTE


def _place_key(ref: Ref) -> tuple[str, int, str]:
    _, sheet, row = ref.row_key
    return sheet, row, ref.place


def make_ledger(  # noqa: PLR0913 - the join of all stages
    run: RunIdentity,
    read: ReadInputs,
    counted: AggregateResult,
    papers: tuple[Composed, ...],
    settings: Settings,
    plan_refs: Mapping[str, Ref],
    findings: Iterable[Finding],
) -> Ledger:
    """The ledger, without the brackets of templates. Unaccounted where a row has no fate."""
    figures = {figure.name: figure for figure in counted.figures}
    sources = _Sources(figures, counted, settings, plan_refs, _public_records(counted.facts))
    blocks: list[BlockSources] = []
    absent: list[BlockSources] = []
    for paper in papers:
        blocks += _block_sources(sources, paper)
        absent += [sources.of(paper.paper, block.id, block.looked) for block in paper.absent]
    rows = _fates(read, counted, blocks, absent)
    _require_accounted(rows)
    return Ledger(
        meeting=run.meeting,
        run=run.id,
        as_of=run.as_of.isoformat(),
        versions=run.versions,
        sources=read.sources,
        rows=rows,
        answers=counted.answers,
        figures=counted.figures,
        papers=papers,
        blocks=tuple(blocks),
        absent=tuple(absent),
        placeholders=tuple(chain.from_iterable(map(_placeholders, papers))),
        findings=sorted_findings(findings),
        withheld=run.withheld,
        cited=_cited(sources, papers),
    )


def _require_accounted(rows: tuple[Fate, ...]) -> None:
    lost = [row for row in rows if row.fate == "unaccounted"]
    if lost:
        raise Unaccounted(f"{len(lost)} rows, the first: {lost[0].source} {lost[0].place}")


def _public_records(facts: PublicFacts) -> dict[str, PublicRecord]:
    """Every record that a block may print, with those below it, by table and id."""
    found = {}
    for records in facts.lists.values():
        for record in chain.from_iterable(one.family() for one in records):
            found[f"{record.table}/{record.id}"] = record
    return found


def _placeholders(paper: Composed) -> list[Placeholder]:
    found = []
    for block in paper.blocks:
        texts = [(block.id, block.text)]
        texts += [(note.id, "".join(span.text for span in note.spans)) for note in block.notes]
        found += [
            Placeholder(paper=paper.paper, block=name, text=words)
            for name, text in texts
            for words in brackets(text)
        ]
    return found
