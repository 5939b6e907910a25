"""review.xlsx within a run: extended with the readings of the run, which is then counted again with
it, so that papers and review agree.

In: a meeting as loaded. Out: the meeting as built with the extended review, and the file to write.
A review that is open or unreadable is left unchanged, and the run says so; if a person's mark would
be lost, the run stops.
"""

from pathlib import Path
from typing import NamedTuple

from pipeline.build import (
    Built,
    CountedMeeting,
    build,
    collect_files,
    gc_paused,
    normalise_and_aggregate,
    reader_environment,
)
from pipeline.collect.folder import File, with_file
from pipeline.files import is_open
from pipeline.load import Folders, Loaded
from pipeline.render.review import extended

_MOST_ROUNDS = 4  # two are enough, unless answers name cells of the review


class ReviewedMeeting(NamedTuple):
    """The meeting with its review: files to write, and their bytes as they were read.

    `waits` is why the review was not extended, `open` or `unreadable`, else empty; `told` is what
    the screen says of it.
    """

    loaded: Loaded
    built: Built
    files: dict[Path, bytes]
    seen: dict[Path, bytes | None]
    waits: str
    told: dict[str, object]


def with_review(folders: Folders, loaded: Loaded) -> ReviewedMeeting:
    """The meeting built with review.xlsx extended by the readings of this run. Refused as `build`.

    The rounds repeat because extending the review moves its rows: an answer that names a cell of it
    may then miss its row, and other readings wait.
    """
    with gc_paused():
        collected = collect_files(loaded)
        counted, asked = normalise_and_aggregate(loaded, collected), None
        path, files, why = folders.inputs / loaded.review, dict[Path, bytes](), ""
        seen = {path: _content(loaded)}
        for _ in range(_MOST_ROUNDS):
            if counted.settled.records.proposals == asked:
                break
            asked = counted.settled.records.proposals
            new, why = _extended(loaded, collected.value.unreadable, counted)
            if new is None:
                break
            # Excel holds a file that is open, so it could not be replaced at the end of the run.
            if not files and is_open(path):
                why = "open"
                break
            files, review = {path: new}, File(loaded.review, new)
            loaded = loaded.with_file(review)
            collected = with_file(collected, review, reader_environment(loaded))
            counted = normalise_and_aggregate(loaded, collected, counted)
        built = build(loaded, collected=collected, counted=counted)
        return ReviewedMeeting(loaded, built, files, seen, why, _told(counted, why))


def _content(loaded: Loaded) -> bytes | None:
    """The review as it was read; None if there is none."""
    return next((file.content for file in loaded.files if file.path == loaded.review), None)


def _told(counted: CountedMeeting, why: str) -> dict[str, object]:
    """How many readings wait for a person, and why the review was not extended; empty if there is
    nothing to confirm.
    """
    proposals = counted.settled.records.proposals
    if not (proposals or why):
        return {}
    return {"open": sum(not proposal.is_settled for proposal in proposals), "why": why}


def _extended(
    loaded: Loaded, unreadable: tuple[tuple[str, str], ...], counted: CountedMeeting
) -> tuple[bytes | None, str]:
    """The extended review, or None and why it cannot be extended: `unreadable`, or nothing if there
    is nothing to put into it.
    """
    proposals = counted.settled.records.proposals
    old = _content(loaded)
    if old is None and not proposals:
        return None, ""
    if any(file == loaded.review for file, _ in unreadable):
        return None, "unreadable"
    try:
        return extended(old, proposals, counted.settings.as_of), ""
    except ValueError:
        return None, "unreadable"
