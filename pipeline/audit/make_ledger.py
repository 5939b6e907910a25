"""The ledger of a run: sources joined to blocks, and a fate for every row.

In: what the stages gave. Out: Ledger. Fates are worked out, never a remainder: a row that no rule
reaches stops the run (Unaccounted), because nothing may vanish.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, Protocol

from pipeline.language import brackets
from pipeline.model.block import Absent, Block, Composed, Table
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


class Aggregated(Protocol):
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


class _Sources(NamedTuple):
    """What a looked-at name stands on."""

    figures: Mapping[str, Figure]
    counted: Aggregated
    settings: Settings
    plan_refs: Mapping[str, Ref]
    public: Mapping[str, PublicRecord]

    def refs(self, name: str) -> tuple[Ref, ...]:
        if name in self.figures:
            return self.figures[name].refs
        if name.startswith("settings."):
            key = name.removeprefix("settings.")
            ref = self.settings.ref(_SETTING_OF.get(key, key))
            return (ref,) if ref.source else ()
        owner, _, field = name.rpartition(".")
        if owner in self.counted.records:
            return self.counted.records[owner].refs(*self._columns(owner, field))
        return (self.plan_refs[owner],) if owner in self.plan_refs else ()

    def _columns(self, owner: str, field: str) -> tuple[str, ...]:
        record = self.public[owner]
        return record.values[field].columns if field else record.form_columns

    def of(
        self, paper: str, block_id: str, looked: Iterable[str], is_printed: bool = True
    ) -> BlockSources:
        names = tuple(looked)
        refs = dict.fromkeys(ref for name in names for ref in self.refs(name) if ref.source)
        searched = {
            source
            for name in names
            if name in self.figures
            for source in self.figures[name].searched
        }
        return BlockSources(
            paper=paper,
            id=block_id,
            bookmark=bookmark_name(block_id) if is_printed else "",
            figures=tuple(name for name in names if name in self.figures),
            refs=tuple(refs),
            searched=tuple(sorted(searched)),
        )


def _looked(block: Block) -> tuple[str, ...]:
    rows = (
        tuple(name for row in block.rows for name in row.looked) if isinstance(block, Table) else ()
    )
    return tuple(dict.fromkeys((*block.looked, *rows)))


def _block_sources(sources: _Sources, paper: Composed) -> list[BlockSources]:
    found = [
        sources.of(paper.paper, line.id, line.looked, is_printed=False) for line in paper.masthead
    ]
    for block in paper.blocks:
        own = sources.of(paper.paper, block.id, _looked(block)).model_copy(
            update={"after": block.after}
        )
        found.append(own)
        found += [
            own.model_copy(update={"id": n.id, "bookmark": bookmark_name(n.id)})
            for n in block.notes
        ]
    return found


def _cited(sources: _Sources, papers: tuple[Composed, ...]) -> dict[str, tuple[Ref, ...]]:
    """The cells behind each name that is no figure's, in the order in which the papers look at
    them.
    """
    looked = (
        name
        for paper in papers
        for block in (*paper.masthead, *paper.blocks)
        for name in _looked(block)
    )
    names = dict.fromkeys(name for name in looked if name not in sources.figures)
    return {name: refs for name in names if (refs := sources.refs(name))}


def _absent_sources(
    sources: _Sources, paper: str, absent: tuple[Absent, ...]
) -> list[BlockSources]:
    return [sources.of(paper, block.id, block.looked, is_printed=False) for block in absent]


class _Fates(NamedTuple):
    """The rules, in the order in which they are asked."""

    used: frozenset[RowKey]
    absent: dict[RowKey, str]
    drops: dict[RowKey, Drop]
    figures: dict[RowKey, str]
    old_files: frozenset[str]

    def of(self, key: RowKey, place: str, is_public: bool) -> Fate:
        drop = self.drops.get(key)
        record = drop.record if drop else ""
        fate, reason = "unaccounted", ""
        if key in self.used:
            fate, reason = "used", ""
        elif key in self.absent:
            fate, reason = "not-printed", self.absent[key]
        elif drop:
            fate, reason = drop.fate, drop.reason
        elif key in self.figures:
            fate, reason = "not-printed", f"figure {self.figures[key]}"
        elif key[0] in self.old_files:
            fate, reason = OF_ANOTHER_YEAR
        return Fate(key[0], place, fate, reason, record, is_public)


def _keys(refs: Iterable[Ref]) -> Iterable[RowKey]:
    """The rows that the cells lie in, and those that asked for a step on the way to their
    values.
    """
    for ref in refs:
        if ref.source and not ref.source.endswith(".yaml"):
            yield ref.row_key
            yield from _keys(step.ref for step in ref.steps)


def _fates(
    read: ReadInputs, counted: Aggregated, blocks: list[BlockSources], absent: list[BlockSources]
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
    """Findings once each: blockers first, then decisions, then notes, each by file and place."""
    once = {finding.id: finding for finding in reversed(tuple(findings))}
    return tuple(
        sorted(
            once.values(),
            key=lambda f: (_ORDER.index(f.severity), f.ref.source, _place_key(f.ref), f.code),
        )
    )


def _place_key(ref: Ref) -> tuple[str, int, str]:
    _, sheet, row = ref.row_key
    return sheet, row, ref.place


def make_ledger(  # noqa: PLR0913 - the join of all stages
    run: RunIdentity,
    read: ReadInputs,
    counted: Aggregated,
    papers: tuple[Composed, ...],
    settings: Settings,
    plan_refs: Mapping[str, Ref],
    findings: Iterable[Finding],
) -> Ledger:
    """The ledger, without the brackets of templates. Unaccounted where a row has no fate."""
    every = (
        record
        for records in counted.facts.lists.values()
        for one in records
        for record in one.family()
    )
    public = {f"{record.table}/{record.id}": record for record in every}
    sources = _Sources(
        {figure.name: figure for figure in counted.figures}, counted, settings, plan_refs, public
    )
    blocks = [found for paper in papers for found in _block_sources(sources, paper)]
    absent = [
        found for paper in papers for found in _absent_sources(sources, paper.paper, paper.absent)
    ]
    rows = _fates(read, counted, blocks, absent)
    lost = [row for row in rows if row.fate == "unaccounted"]
    if lost:
        raise Unaccounted(f"{len(lost)} rows, the first: {lost[0].source} {lost[0].place}")
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
        placeholders=tuple(p for paper in papers for p in _placeholders(paper)),
        findings=sorted_findings(findings),
        withheld=run.withheld,
        cited=_cited(sources, papers),
    )


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
