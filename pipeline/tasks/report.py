"""`report`: one meeting built and written, all or nothing; a paper that editors worked on is
refreshed, not replaced.

In: folders and a meeting. Out: files in outputs/<meeting>/, and what the screen says. With the same
inputs and every output in place it touches nothing and imports nothing heavy.
"""

from collections.abc import Mapping
from pathlib import Path

from pipeline.files import Disk, is_open, locked, sha256
from pipeline.load import Folders, Loaded, load
from pipeline.tasks.history import (
    Json,
    Written,
    documents,
    hashes_of,
    ledger,
    other_copies,
    papers_now,
)
from pipeline.tasks.run_summary import ISSUED, OPEN, RunSummary

UNCHANGED = "unchanged"


def report(folders: Folders, meeting: str, disk: Disk, is_tracked: bool = False) -> RunSummary:
    """Build the papers of a meeting, or leave them if nothing changed since the last run.

    Refused if the meeting cannot be read, worded, rendered or written; nothing is then changed.
    """
    loaded = load(folders, meeting)
    folder = folders.outputs / meeting
    with locked(folder, folders.inputs / meeting) as was_mended:
        if was_mended:
            loaded = load(folders, meeting)
        known = documents(folder)
        if _is_up_to_date(folder, known, loaded):
            _show_edits(folder, known, loaded, disk)
            told = RunSummary(**{**known["told"], "status": UNCHANGED})
            return told._replace(copies=other_copies(folder, known))
        # heavy, so only where there is something to do
        from pipeline.tasks.write_report import ReportRun, write_report

        written = write_report(ReportRun(folders, folder, loaded, known, is_tracked), disk)
        return written._replace(copies=other_copies(folder, documents(folder)))


def _is_up_to_date(folder: Path, known: Json, loaded: Loaded) -> bool:
    """Whether the inputs are those of the last run, every output exists, and no paper waits for a
    refresh.
    """
    if known.get("run") != loaded.run:
        return False
    # A review that was open in Excel has not got its new rows yet.
    if known.get("waits"):
        return False
    if not all((folder / name).is_file() for name in known["outputs"]):
        return False
    return not needs_refresh(folder, known, _papers(folder, known))


def _papers(folder: Path, known: Json) -> dict[str, bytes]:
    return papers_now(folder, (str(paper["paper"]) for paper in known["told"]["papers"]))


def _show_edits(folder: Path, known: Json, loaded: Loaded, disk: Disk) -> None:
    """Write the audit page again if editors saved a paper since it was written."""
    if known.get("seen") == hashes_of(_papers(folder, known)):
        return
    from pipeline.tasks.write_report import write_pages

    write_pages(folder, loaded, known, disk)


def needs_refresh(folder: Path, known: Json, papers: Mapping[str, bytes]) -> bool:
    """Whether one of these papers is of an earlier run and can be refreshed now: it is not issued,
    and not open in Word.
    """
    why = {str(told["paper"]): str(told["beside"]) for told in known["told"]["papers"]}
    for name, content in papers.items():
        if why.get(name) == ISSUED or is_open(folder / f"{name}.docx"):
            continue
        if _run_of(folder, known, name, content, why.get(name) == OPEN) != known["run"]:
            return True
    return False


def _run_of(folder: Path, known: Json, name: str, content: bytes, was_open: bool) -> str:
    """The run that a paper is of; the last run if that is unknown.

    `was_open` says that the last run could not refresh it, so that its file must be read again even
    if it is as it was then.
    """
    last, digest = Written.of(known["papers"].get(f"{name}.docx")), sha256(content)
    if digest == last.sha256:
        return last.run
    if not was_open and known.get("seen", {}).get(name) == digest:
        return str(known["run"])
    from pipeline.tasks.refresh_paper import origin  # heavy, so only if somebody saved the paper

    came = origin(content)
    # Without the ledger of its run there is nothing to compare with, so no refresh to wait for.
    if came is None or not ledger(folder, came.run):
        return str(known["run"])
    return came.run
