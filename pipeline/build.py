"""One meeting from its folder to its papers: all stages in order, what each is given and gives.

In: folders. Out: Built, then files. The stages are pure; reading is at the top, writing in
tasks/report.py.
"""

import gc
import hashlib
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline import __version__
from pipeline.model.finding import NOTHING_READ, USAGE, Refused

if TYPE_CHECKING:
    from pipeline.aggregate.gate import Gate
    from pipeline.collect.folder import Collected, File, ReaderEnvironment
    from pipeline.model.clearance import Clearance
    from pipeline.model.finding import Outcome
    from pipeline.model.forms import Proposal, Wanted
    from pipeline.model.internal_books import Assistance, Tracking
    from pipeline.model.ledger import Ledger
    from pipeline.model.public import PublicFacts
    from pipeline.model.record import Activity, Report
    from pipeline.model.settings import Settings
    from pipeline.model.source import Sheet
    from pipeline.model.state import Deadline
    from pipeline.normalise.forms.parse import ParseReport
    from pipeline.settle import Settled
    from pipeline.stages import ReadReference

CACHE = ".cache"
MEETING_BOOK, REVIEW_BOOK = "meeting.xlsx", "review.xlsx"
_PROGRAM = (".py", ".html", ".css", ".js", ".txt")


class Folders(NamedTuple):
    """Where inputs, templates and outputs are, and the program itself."""

    inputs: Path
    templates: Path
    outputs: Path
    program: Path


class Loaded(NamedTuple):
    """Everything a run reads, as bytes: the meeting's own files, reference, templates, and the
    program itself.
    """

    meeting: str
    files: "tuple[File, ...]"
    reference: "tuple[File, ...]"
    templates: "tuple[File, ...]"
    run: str
    program: "tuple[File, ...]" = ()
    cache: Path | None = None

    @property
    def review(self) -> str:
        """The path of review.xlsx below the inputs, spelled as it is there: not every disk tells
        capitals apart.
        """
        name = f"{self.meeting}/{REVIEW_BOOK}"
        return next(
            (file.path for file in self.files if file.path.casefold() == name.casefold()), name
        )

    def with_file(self, file: "File") -> "Loaded":
        """The same with a file of the meeting that is new or has other bytes."""
        there = {one.path: one for one in (*self.files, file)}
        files = tuple(there[path] for path in sorted(there))
        return self._replace(
            files=files, run=run_id(files, self.reference, self.templates, self.program)
        )


class Built(NamedTuple):
    """A meeting in words: the ledger, the settings it was made with, the gate for what is shown,
    what may be printed, the rows that were read, assistance by line.

    `spellings` are the names of States. `proposals` wait for a person in review.xlsx, `wanted` are
    reports that a person has to type off, `reports` those that were read, `activities` the log.
    """

    ledger: "Ledger"
    settings: "Settings"
    gate: "Gate"
    facts: "PublicFacts"
    sheets: "tuple[Sheet, ...]"
    spellings: "Mapping[str, tuple[str, ...]]"
    clearances: "tuple[Clearance, ...]" = ()
    assistance: "tuple[Assistance, ...]" = ()
    proposals: "tuple[Proposal, ...]" = ()
    wanted: "tuple[Wanted, ...]" = ()
    reports: "tuple[Report, ...]" = ()
    deadlines: "tuple[Deadline, ...]" = ()
    activities: "tuple[Activity, ...]" = ()
    tracking: "Tracking | None" = None


def meetings(folders: Folders) -> tuple[str, ...]:
    """The meeting folders: those with a meeting.xlsx. Refused (exit 2) where the folder of inputs
    is missing.
    """
    if not folders.inputs.is_dir():
        raise Refused(
            USAGE,
            f"The folder {folders.inputs.name} is missing.",
            "Give the right one with --inputs.",
        )
    return tuple(sorted(path.parent.name for path in folders.inputs.glob(f"*/{MEETING_BOOK}")))


def run_id(
    files: "Iterable[File]",
    reference: "Iterable[File]",
    templates: "Iterable[File]",
    program: "Iterable[File]",
) -> str:
    """Twelve hex digits over the names and hashes of all that a run depends on: no clock, no path
    outside.
    """
    digest = hashlib.sha256()
    groups = {"inputs": files, "reference": reference, "templates": templates, "program": program}
    for group, of_group in groups.items():
        for file in of_group:
            digest.update(
                f"{group}\0{file.path}\0{file.sha256}\n".encode("utf-8", "surrogateescape")
            )
    return digest.hexdigest()[:12]


def load(folders: Folders, meeting: str) -> Loaded:
    """The bytes of a meeting.

    Refused (exit 2) where the folder or its meeting.xlsx is missing, (exit 3) where the disk does
    not give a file.
    """
    known = meetings(folders)
    if meeting not in known:
        listed = ", ".join(known) or "none"
        raise Refused(
            USAGE,
            f"There is no meeting {meeting!r} among the inputs.",
            f"Known meetings: {listed}.",
        )
    try:
        return _read(folders, meeting)
    except OSError as error:
        raise Refused(
            NOTHING_READ,
            f"A file of inputs/{meeting}, the reference or the templates cannot be read:"
            f" {error.strerror}.",
            "Close it in other programs, check your rights to it, and run again.",
        ) from error


def _read(folders: Folders, meeting: str) -> Loaded:
    from pipeline.collect.folder import list_files

    files = list_files(folders.inputs / meeting, folders.inputs)
    shared = list_files(folders.inputs / "reference", folders.inputs)
    templates = tuple(
        file
        for file in list_files(folders.templates, folders.templates)
        if file.path.endswith((".docx", ".yaml"))
    )
    program = tuple(
        f for f in list_files(folders.program, folders.program) if f.path.endswith(_PROGRAM)
    )
    program += tuple(
        f for f in list_files(folders.program.parent, folders.program.parent, "requirements.lock")
    )
    run = run_id(files, shared, templates, program)
    return Loaded(meeting, files, shared, templates, run, program, folders.program.parent / CACHE)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Without the search for cycles: among the many small tuples of a run there are none, and it
    would take longest.

    What was made is not searched later either, until the next run.
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


@undisturbed()
def build(loaded: Loaded) -> Built:
    """The meeting in words, and the ledger of it.

    Refused (exit 2, 3, 4) where settings, reference or wording do not allow a run.
    """
    return assemble(loaded, read(loaded))


def read(loaded: Loaded) -> "Outcome[Collected]":
    """The files of the meeting itself as rows."""
    from pipeline.collect.folder import collect
    from pipeline.stages import split_reference

    own, _ = split_reference(loaded)
    return collect(own, around(loaded))


def around(loaded: Loaded) -> "ReaderEnvironment":
    """What files are read with: the readings kept, and LibreOffice where the machine has it."""
    from pipeline.collect.folder import ReaderEnvironment

    return ReaderEnvironment(loaded.cache, shutil.which("soffice") or "")


class Counted(NamedTuple):
    """A meeting as far as it is read and counted, before a word is written: settings, reference,
    records, figures.

    `parse` gives its documents parsed, each once.
    """

    settings: "Settings"
    read: "ReadReference"
    settled: "Settled"
    parse: "ParseReport"


def count(
    loaded: Loaded, collected: "Outcome[Collected]", before: Counted | None = None
) -> Counted:
    """The first stages in order, from rows to figures. Refused as `build`.

    `before` is the same meeting counted with another review: documents are not parsed again.
    """
    from pipeline.cache import ResultCache
    from pipeline.normalise.forms.cache import KIND, parser_version, remembering
    from pipeline.normalise.meeting_settings import read_settings
    from pipeline.settle import settle
    from pipeline.stages import read_reference_folder, split_reference

    sheets, unreadable = collected.value.sheets, collected.value.unreadable
    if not sheets:
        raise Refused(
            NOTHING_READ,
            f"Nothing in inputs/{loaded.meeting} could be read.",
            "Check the files of the folder.",
        )
    settings = read_settings(sheets, loaded.meeting)
    read = read_reference_folder(loaded, settings, split_reference(loaded)[1])
    patches = before.settled.known_without(loaded.review) if before else {}
    with ResultCache(loaded.cache, KIND, parser_version()) as kept:
        parse = before.parse if before else remembering(kept)
        settled = settle(
            sheets, unreadable, collected.findings, settings, read.reference, parse, patches
        )
    return Counted(settings, read, settled, parse)


def assemble(
    loaded: Loaded, collected: "Outcome[Collected]", counted_so_far: Counted | None = None
) -> Built:
    """The stages in order, from rows to ledger, or from figures where these are counted. Refused as
    `build`.
    """
    from pipeline.aggregate.tracking import deadlines
    from pipeline.audit.make_ledger import ReadInputs, RunIdentity, make_ledger
    from pipeline.house import style_notes
    from pipeline.model.clearance import unmatched
    from pipeline.normalise.sheets import is_help
    from pipeline.stages import compose_papers

    sheets, unreadable = collected.value.sheets, collected.value.unreadable
    done = counted_so_far or count(loaded, collected)
    settings, (reference, sources, plan_refs, tables), settled = (
        done.settings,
        done.read,
        done.settled,
    )
    records, counted = settled.records, settled.counted
    papers = compose_papers(loaded, settings, reference.plan, counted)
    hidden = tuple(
        name for row in records.withheld for name in (row.state, *reference.spellings[row.state])
    )
    run = RunIdentity(loaded.meeting, loaded.run, settings.as_of, {"program": __version__}, hidden)
    drops = (*settled.drops, *records.drops)
    every, typed = (*collected.value.sources, *sources), records.transcribed
    read = ReadInputs(every, records.row_keys, unreadable, drops, typed, records.old_files)
    # a file that a person typed off is no longer one that cannot be read
    typed_off = records.transcribed
    findings = tuple(
        f for f in settled.findings if f.ref.source not in typed_off or f.code == "transcribed"
    )
    findings += (
        *unmatched(records.clearances, papers),
        *style_notes(loaded, settings, reference, counted, papers),
    )
    ledger = make_ledger(run, read, counted, papers, settings, plan_refs, findings)
    spellings = {code: reference.spellings[code] for code in reference.states}
    evidence = tuple(sheet for sheet in sheets if not is_help(sheet, reference.headers))
    shown = (ledger, settings, counted.gate, counted.facts, (*evidence, *tables), spellings)
    due = deadlines(records, settings, reference.states, reference.deadlines)
    waiting = (records.proposals, records.wanted, (*records.reports, *records.others))
    rest = (records.activities, counted.tracking)
    return Built(*shown, records.clearances, counted.assistance, *waiting, due, *rest)
