"""What `report` writes once there is something to do: papers, audit, internal files and history.

In: a meeting as loaded, and what was written last. Out: files, all or none, and what the screen
says. An editors' version is kept in the history before anything takes its place.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.build import Built, build
from pipeline.files import Disk, remove_unchanged, sha256, write_all
from pipeline.jsontext import joined, json_bytes, texts
from pipeline.load import Folders, Loaded
from pipeline.tasks.changes import CHANGES, changes_since
from pipeline.tasks.compare_with_editors import pages_now
from pipeline.tasks.extend_review import ReviewedMeeting, with_review
from pipeline.tasks.history import (
    DOCUMENTS,
    Json,
    ManualEdits,
    hashes_of,
    keep_manual_edits,
    papers_now,
)
from pipeline.tasks.internal_files import internal_files
from pipeline.tasks.refresh_paper import (
    CurrentRun,
    PaperOutcome,
    check_states,
    current_run,
    history_of,
    issued_of,
    outcome_of_paper,
    remembered,
    with_runs,
)
from pipeline.tasks.run_summary import RunSummary, summarise, with_edits

AUDIT = "internal/audit.json"
WRITTEN = "written"
Files = dict[Path, bytes]
Outcomes = Mapping[str, PaperOutcome]


class ReportRun(NamedTuple):
    """What a run starts from: where it reads and writes, the meeting as loaded, and what
    documents.json knows of the last run.
    """

    folders: Folders
    folder: Path
    loaded: Loaded
    known: Json
    is_tracked: bool


def write_pages(folder: Path, loaded: Loaded, known: Json, disk: Disk) -> None:
    """Write the pages on what editors did to the papers; the papers themselves are only read."""
    built = build(loaded)
    papers = papers_now(folder, built.papers)
    files = pages_now(built, current_run(built, loaded, folder, known), papers, loaded)
    files[folder / DOCUMENTS] = json_bytes({**known, "seen": hashes_of(papers)})
    write_all(folder, files, disk)


def write_report(run: ReportRun, disk: Disk) -> RunSummary:
    """Make or refresh the papers and write them with everything that belongs to them. Refused as
    `report`.
    """
    review = with_review(run.folders, run.loaded)
    folder, built = run.folder, review.built
    check_states(folder, built)
    today = current_run(built, review.loaded, folder, run.known)._replace(is_tracked=run.is_tracked)
    outcomes = {
        name: outcome_of_paper(today, name, content) for name, content in built.contents.items()
    }
    internal = internal_files(run.folders, folder, review.loaded, built)
    edits = keep_manual_edits(folder, run.known, internal)
    papers = _papers_after(folder, built, outcomes)
    after = today._replace(
        known={
            **run.known,
            "memories": remembered(today, outcomes),
            "seen": hashes_of(papers),
            "internal": edits.left,
        }
    )
    files = _files(today, review, outcomes, edits)
    files |= {folder / name: content for name, content in internal.items()} | review.files
    files |= {folder / CHANGES: changes_since(today, built)}
    files |= pages_now(built, after, papers, review.loaded)
    summary = _summary(built, outcomes, review)
    files[folder / DOCUMENTS] = _documents(after, outcomes, files, summary, review.waits)
    write_all(folder, files, disk, _seen(folder, outcomes, edits, review))
    for path, content in edits.gone.items():
        # One that is open in Word goes another time; its copy is kept already.
        remove_unchanged(path, content, disk)
    return summary._replace(by_hand=edits.told)


def _files(
    today: CurrentRun, review: ReviewedMeeting, outcomes: Outcomes, edits: ManualEdits
) -> Files:
    """The ledger, the versions and copies kept, the papers and the audit, in the order in which
    they are put in place.
    """
    folder, audit = today.folder, texts(today.audit)
    # The ledger goes first: a paper in its place whose ledger is missing could not be refreshed.
    files = history_of(folder, review.loaded.run, review.built.contents, audit)
    # What editors wrote is kept before anything takes its place.
    files |= _versions(outcomes) | edits.copies | _papers(folder, outcomes)
    return files | {folder / AUDIT: joined(audit.values())}


def _versions(outcomes: Outcomes) -> Files:
    """The editors' versions of the papers that are replaced."""
    return dict(outcome.version for outcome in outcomes.values() if outcome.version)


def _papers(folder: Path, outcomes: Outcomes) -> Files:
    return {
        folder / outcome.file: outcome.content
        for outcome in outcomes.values()
        if outcome.content is not None
    }


def _papers_after(folder: Path, built: Built, outcomes: Outcomes) -> dict[str, bytes]:
    """The bytes of the papers by name, as they will be once all is written."""
    written = _papers(folder, outcomes)
    # What is written beside the editors' file is not the paper that they work on.
    replaced = {name: folder / f"{name}.docx" for name in outcomes}
    papers = {name: written[path] for name, path in replaced.items() if path in written}
    return papers_now(folder, built.papers) | papers


def _seen(
    folder: Path, outcomes: Outcomes, edits: ManualEdits, review: ReviewedMeeting
) -> dict[Path, bytes | None]:
    """The bytes, as they were read, of every file that a person may have saved since."""
    of_papers = {
        folder / outcome.file: outcome.seen
        for outcome in outcomes.values()
        if outcome.content is not None
    }
    return {**edits.seen, **of_papers, **review.seen}


def _summary(built: Built, outcomes: Outcomes, review: ReviewedMeeting) -> RunSummary:
    shown = {name: (outcome.file, outcome.why) for name, outcome in outcomes.items()}
    refreshed = {name: outcome.refreshed for name, outcome in outcomes.items() if outcome.refreshed}
    summary = summarise(WRITTEN, built, shown, review.told)
    return with_edits(summary, built.gate, refreshed)


def _documents(
    today: CurrentRun, outcomes: Outcomes, files: Files, summary: RunSummary, waits: str
) -> bytes:
    """documents.json: what was written, and what the next run must know."""
    papers: dict[str, Any] = dict(today.known.get("papers", {}))
    for outcome in outcomes.values():
        if outcome.content is not None:
            digest = sha256(outcome.content)
            papers[outcome.file] = {
                "sha256": digest,
                "run": today.run,
                "is_pristine": outcome.is_pristine,
            }
    inside = (path for path in files if path.is_relative_to(today.folder))
    outputs = {p.relative_to(today.folder).as_posix() for p in inside} | {
        f"{name}.docx" for name in outcomes
    }
    # The next version of the program reads what this one wrote: none of these may be renamed.
    documents = {
        "run": today.run,
        "runs": with_runs(today),
        "waits": waits,
        "papers": papers,
        "outputs": sorted(outputs),
        "told": summary.as_dict(),
        "memories": remembered(today, outcomes),
        "issued": issued_of(today),
        "seen": today.known["seen"],
        "submitted": today.known.get("submitted", []),
        "internal": today.known["internal"],
    }
    return json_bytes(documents)
