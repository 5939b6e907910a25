"""What a run reads, as bytes: the files of a meeting, the reference, the templates, the program.

In: folders and the name of a meeting. Out: Loaded, with the id of the run. The content of files is
not looked at.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from pipeline.collect.folder import File, list_files
from pipeline.model.finding import NOTHING_READ, USAGE, Refused, disk_trouble

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
    """Everything that a run reads, as bytes: the meeting's own files, reference, templates, and the
    program itself.
    """

    meeting: str
    files: tuple[File, ...]
    reference: tuple[File, ...]
    templates: tuple[File, ...]
    run: str
    program: tuple[File, ...] = ()
    cache: Path | None = None

    @property
    def review(self) -> str:
        """The path of review.xlsx within the inputs, as spelled on disk: not every disk
        distinguishes capitals.
        """
        name = f"{self.meeting}/{REVIEW_BOOK}"
        return next(
            (file.path for file in self.files if file.path.casefold() == name.casefold()), name
        )

    def with_file(self, file: File) -> "Loaded":
        """The same, with a file of the meeting added or replaced."""
        there = {one.path: one for one in (*self.files, file)}
        files = tuple(there[path] for path in sorted(there))
        return self._replace(
            files=files, run=run_id(files, self.reference, self.templates, self.program)
        )


def meetings(folders: Folders) -> tuple[str, ...]:
    """The meeting folders: those with a meeting.xlsx. Refused (exit 2) if the folder of inputs is
    missing.
    """
    if not folders.inputs.is_dir():
        raise Refused(
            USAGE,
            f"The folder {folders.inputs.name} is missing.",
            "Give its path with --inputs.",
        )
    return tuple(sorted(path.parent.name for path in folders.inputs.glob(f"*/{MEETING_BOOK}")))


def run_id(
    files: Iterable[File],
    reference: Iterable[File],
    templates: Iterable[File],
    program: Iterable[File],
) -> str:
    """Twelve hex digits over the names and hashes of everything that a run depends on; no clock and
    no outside path enters.
    """
    digest = hashlib.sha256()
    groups = {"inputs": files, "reference": reference, "templates": templates, "program": program}
    for group, of_group in groups.items():
        # names as well as bytes: a renamed file may be another table, or another report
        for file in of_group:
            digest.update(
                f"{group}\0{file.path}\0{file.sha256}\n".encode("utf-8", "surrogateescape")
            )
    return digest.hexdigest()[:12]


def load(folders: Folders, meeting: str) -> Loaded:
    """The bytes of a meeting.

    Refused (exit 2) if the folder or its meeting.xlsx is missing, (exit 3) if the disk does not
    deliver a file.
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
        reason, cure = disk_trouble(error)
        path = Path(str(error.filename or ""))
        what = f"{path.name} in {path.parent.name}" if path.name else f"A file of inputs/{meeting}"
        raise Refused(NOTHING_READ, f"{what} cannot be read: {reason}.", cure) from error


def _read(folders: Folders, meeting: str) -> Loaded:
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
