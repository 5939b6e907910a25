"""One meeting from its files to its papers and their audit: all stages in order, with what each is
given and gives back.

In: Loaded. Out: Built. The stages are pure: files are read beforehand (load.py) and written
afterwards (tasks/report.py).
"""

import gc
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from pipeline import __version__
from pipeline.aggregate.gate import Gate
from pipeline.aggregate.tracking import deadlines
from pipeline.apply_answers import Settled, apply_answers
from pipeline.audit.as_json import as_dict
from pipeline.audit.make_ledger import ReadInputs, RunIdentity, make_ledger
from pipeline.cache import ResultCache
from pipeline.collect.folder import Collected, ReaderEnvironment, collect
from pipeline.load import Loaded
from pipeline.model.block import Composed
from pipeline.model.clearance import Clearance, unmatched
from pipeline.model.finding import NOTHING_READ, Finding, Outcome, Refused
from pipeline.model.forms import Proposal, Wanted
from pipeline.model.internal_books import Assistance, Tracking
from pipeline.model.ledger import Ledger, Placeholder
from pipeline.model.public import PublicFacts
from pipeline.model.record import Activity, Report
from pipeline.model.settings import Settings
from pipeline.model.source import Sheet
from pipeline.model.state import Deadline
from pipeline.normalise.forms.cache import KIND, parser_version, remembering
from pipeline.normalise.forms.parse import ParseReport
from pipeline.normalise.meeting_settings import read_settings
from pipeline.normalise.reference import Reference
from pipeline.normalise.sheets import is_help
from pipeline.render.word_paper import Rendered
from pipeline.stages import (
    ReadReference,
    compose_papers,
    read_reference_folder,
    read_texts,
    render_papers,
    split_reference,
)
from pipeline.style.house_style import house_style, style_notes

Json = dict[str, Any]


class CountedMeeting(NamedTuple):
    """A meeting as read and counted, before a word is written: settings, reference, records,
    figures.

    `parse` gives its documents parsed, each only once.
    """

    settings: Settings
    read: ReadReference
    settled: Settled
    parse: ParseReport

    @property
    def reference(self) -> Reference:
        """The States, plans and words of the reference folder."""
        return self.read.reference


class Built(NamedTuple):
    """A meeting in words: the ledger, the settings it was made with, the gate for what is shown,
    what may be printed, the rows that were read, and assistance by line.

    `spellings` are the names of States. `proposals` await a person in review.xlsx, `wanted` are
    reports that a person has to copy by hand, `reports` those that were read, `activities` the log.
    `papers` are the Word documents as newly generated.
    """

    ledger: Ledger
    settings: Settings
    gate: Gate
    facts: PublicFacts
    sheets: tuple[Sheet, ...]
    spellings: Mapping[str, tuple[str, ...]]
    clearances: tuple[Clearance, ...] = ()
    assistance: tuple[Assistance, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    reports: tuple[Report, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    activities: tuple[Activity, ...] = ()
    tracking: Tracking | None = None
    papers: Mapping[str, Rendered] = {}

    @property
    def audit(self) -> Json:
        """The ledger as plain values, with the clearances; made anew at each call."""
        clearances = [clearance.as_json() for clearance in self.clearances]
        return {**as_dict(self.ledger), "clearances": clearances}

    @property
    def contents(self) -> dict[str, bytes]:
        """The bytes of each paper, by name."""
        return {name: paper.content for name, paper in self.papers.items()}


@contextmanager
def gc_paused() -> Iterator[None]:
    """With the garbage collector's search for cycles off: the many small tuples of a run form none,
    and searching them would take longest.

    Whatever was made is not searched later either, until the next run.
    """
    was_enabled = gc.isenabled()
    gc.unfreeze()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


@gc_paused()
def build(
    loaded: Loaded,
    *,
    collected: Outcome[Collected] | None = None,
    counted: CountedMeeting | None = None,
    renders: bool = True,
) -> Built:
    """The papers of a meeting, in words and as Word documents, and their audit.

    `collected` and `counted` are the results of the first stages, if they were run already; without
    `renders`, no Word documents are made. Refused (exit 2, 3, 4) if settings, reference, wording or
    templates do not allow a run.
    """
    collected = collected or collect_files(loaded)
    counted = counted or normalise_and_aggregate(loaded=loaded, collected=collected)
    settings, reference, figures = counted.settings, counted.reference, counted.settled.counted
    composed = compose_papers(loaded, settings, reference.plan, figures)
    papers: Mapping[str, Rendered] = {}
    if renders:
        papers = render_papers(loaded, settings, composed)
    ledger = make_ledger(
        run=_run_identity(loaded=loaded, counted=counted),
        read=_read_inputs(collected=collected, counted=counted),
        counted=figures,
        papers=composed,
        settings=settings,
        plan_refs=counted.read.plan_refs,
        findings=_findings(loaded=loaded, counted=counted, composed=composed),
    )
    return _built(counted, _with_brackets(ledger, papers), papers)


def collect_files(loaded: Loaded) -> Outcome[Collected]:
    """The files of the meeting itself as rows."""
    own, _ = split_reference(loaded)
    return collect(own, reader_environment(loaded))


def reader_environment(loaded: Loaded) -> ReaderEnvironment:
    """What files are read with: the readings kept, and LibreOffice if the machine has it."""
    return ReaderEnvironment(loaded.cache, shutil.which("soffice") or "")


def normalise_and_aggregate(
    loaded: Loaded, collected: Outcome[Collected], before: CountedMeeting | None = None
) -> CountedMeeting:
    """From rows to records and figures, with every answer of a person applied. Refused as by
    `build`.

    `before` is the same meeting with another review: documents are not parsed again.
    """
    sheets = collected.value.sheets
    if not sheets:
        raise Refused(
            NOTHING_READ,
            f"Nothing in inputs/{loaded.meeting} could be read.",
            "Check the files of the folder.",
        )
    settings = read_settings(sheets, loaded.meeting, collected.findings)
    read = read_reference_folder(loaded, settings, split_reference(loaded)[1], sheets)
    patches = before.settled.known_without(loaded.review) if before else {}
    with ResultCache(loaded.cache, KIND, parser_version()) as kept:
        parse = before.parse if before else remembering(kept)
        settled = apply_answers(
            sheets=sheets,
            unreadable=collected.value.unreadable,
            read=collected.findings,
            settings=settings,
            reference=read.reference,
            parse=parse,
            known=patches,
        )
    return CountedMeeting(settings, read, settled, parse)


def _run_identity(loaded: Loaded, counted: CountedMeeting) -> RunIdentity:
    """What identifies the run, and every name of the States that must not be named."""
    spellings = counted.reference.spellings
    withheld = [row.state for row in counted.settled.records.withheld]
    hidden = tuple(name for state in withheld for name in (state, *spellings[state]))
    versions = {"program": __version__}
    return RunIdentity(loaded.meeting, loaded.run, counted.settings.as_of, versions, hidden)


def _read_inputs(collected: Outcome[Collected], counted: CountedMeeting) -> ReadInputs:
    """What was read, and what was set aside in reading: the audit accounts for all of it."""
    records = counted.settled.records
    return ReadInputs(
        sources=(*collected.value.sources, *counted.read.sources),
        row_keys=records.row_keys,
        unreadable=collected.value.unreadable,
        drops=(*counted.settled.drops, *records.drops),
        transcribed=records.transcribed,
        old_files=records.old_files,
    )


def _findings(
    loaded: Loaded, counted: CountedMeeting, composed: tuple[Composed, ...]
) -> tuple[Finding, ...]:
    """The findings of all stages."""
    records, figures = counted.settled.records, counted.settled.counted
    settings, reference = counted.settings, counted.reference
    texts = read_texts(loaded.templates, loaded.cache)
    rules = house_style(texts, settings, reference.states, reference.spellings)
    # a file that a person has copied by hand no longer counts as unread
    open_findings = (
        finding
        for finding in counted.settled.findings
        if finding.ref.source not in records.transcribed or finding.code == "transcribed"
    )
    return (
        *open_findings,
        *unmatched(records.clearances, composed),
        *style_notes(figures.facts, figures.records, composed, settings, rules),
    )


def _with_brackets(ledger: Ledger, papers: Mapping[str, Rendered]) -> Ledger:
    """The ledger, including the brackets in mastheads, headers and footers."""
    of_templates = tuple(
        Placeholder(paper=name, block=place, text=text)
        for name, paper in papers.items()
        for place, text in paper.template_brackets
    )
    return ledger.model_copy(update={"placeholders": (*ledger.placeholders, *of_templates)})


def _built(counted: CountedMeeting, ledger: Ledger, papers: Mapping[str, Rendered]) -> Built:
    """Everything that the tasks ask of a meeting."""
    records, figures = counted.settled.records, counted.settled.counted
    settings, reference = counted.settings, counted.reference
    sheets = (s for s in counted.settled.sheets if not is_help(s, reference.headers))
    return Built(
        ledger=ledger,
        settings=settings,
        gate=figures.gate,
        facts=figures.facts,
        sheets=(*sheets, *counted.read.sheets),
        spellings={code: reference.spellings[code] for code in reference.states},
        clearances=records.clearances,
        assistance=figures.assistance,
        proposals=records.proposals,
        wanted=records.wanted,
        reports=(*records.reports, *records.others),
        deadlines=deadlines(records, settings, reference.states, reference.deadlines),
        activities=records.activities,
        tracking=figures.tracking,
        papers=papers,
    )
