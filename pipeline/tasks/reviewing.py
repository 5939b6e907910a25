"""review.xlsx beside a run: extended by what was read, and the run made again with it, so that both belong together.

In: a meeting as built. Out: the meeting as it is with the extended review, and the file to write. An open or unreadable
review is left as it is and said so; a mark that would be lost stops the run.
"""

from pathlib import Path, PurePosixPath
from typing import NamedTuple

from pipeline.build import REVIEW_BOOK, Built, Folders, Loaded, build, load
from pipeline.collect.folder import File
from pipeline.files import is_open


class LostMark(Exception):
    """A person's mark would not be in the review as written: a bug, never delivered."""


class Reviewed(NamedTuple):
    """The meeting with its review: files to write, whether one waits for a person to close it, what to tell."""

    loaded: Loaded
    built: Built
    files: dict[Path, bytes]
    waits: str
    told: dict[str, object]


def with_review(folders: Folders, loaded: Loaded, built: Built) -> Reviewed:
    """The meeting with review.xlsx extended by the readings of this run."""
    name = f"{loaded.meeting}/{REVIEW_BOOK}"
    path = folders.inputs / loaded.meeting / REVIEW_BOOK
    old = next((file.content for file in loaded.files if file.path == name), None)
    n_open = sum(not proposal.is_settled for proposal in built.proposals)
    told: dict[str, object] = {"open": n_open, "why": ""} if built.proposals else {}
    new, why = _extended(old, built, name)
    if why or new is None:
        return Reviewed(loaded, built, {}, why, {**told, "why": why} if why else told)
    if is_open(path):
        return Reviewed(loaded, built, {}, "open", {**told, "why": "open"})
    again = load(folders, loaded.meeting, (File(name, new),))
    return Reviewed(again, build(again), {path: new}, "", told)


def _extended(old: bytes | None, built: Built, name: str) -> tuple[bytes | None, str]:
    """The review as it should be, or why it cannot be extended."""
    from pipeline.render.review import extended, marks_of

    if old is None and not built.proposals:
        return None, ""
    is_broken = any(row.source == name and not row.place for row in built.ledger.rows)
    try:
        new = extended(old, built.proposals, built.settings.as_of) if not is_broken else None
    except ValueError:
        is_broken, new = True, None
    if is_broken:
        return None, "unreadable"
    if old is not None and new is not None:
        there = marks_of(new)
        if any(mark not in there for mark in marks_of(old)):
            raise LostMark(name)
    return new, ""


def transcripts(built: Built) -> dict[str, bytes]:
    """The workbooks for reports that a person has to type off, by their place in the folder of outputs."""
    if not built.wanted:
        return {}
    from pipeline.render.transcribe import transcript

    names = {code: state.name for code, state in built.gate.states.items()}
    pages = {(f.ref.source, f.code): f.hint for f in built.ledger.findings if f.hint.endswith(" pages")}
    return {
        f"internal/transcribe/{PurePosixPath(wanted.file).name}.xlsx": transcript(
            wanted, pages.get((wanted.file, wanted.reason), ""), names, built.settings.as_of
        )
        for wanted in built.wanted
    }
