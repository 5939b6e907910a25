"""What a person should know about an input: a value with a stable code, a place and a cure; never
an exception.

In: a code and a place. Out: a Finding. Messages hold no words of the input; those are in
`ref.words` and `hint`, for internal files. `Refused` is the one exception: it says why a run cannot
go on.
"""

import errno
import hashlib
import re
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from pydantic import SkipValidation

from pipeline.model.base import Frozen
from pipeline.model.codes import BY_VALUE, CODES
from pipeline.model.source import Ref, Step

T = TypeVar("T")

# Exit codes of a run that cannot go on; cli/__init__.py has the others.
USAGE, NOTHING_READ, TEMPLATE, CANNOT_WRITE, BUSY = 2, 3, 4, 5, 6


_LATER_FILES = re.compile(r"; internal/\S+ [^.;]*")


class Severity(StrEnum):
    """blocker: the record is not used · decision: kept, but not counted until answered · note:
    used.
    """

    BLOCKER = "blocker"
    DECISION = "decision"
    NOTE = "note"


class Finding(Frozen):
    """Something a person should know; `hint` may quote the input and is for internal files only.

    `answered` is the person's answer, if one was given that changes no cell.
    """

    code: str
    severity: Severity
    message: str
    cure: str
    ref: Ref = Ref("", "")
    hint: str = ""
    answered: SkipValidation[Step | None] = None

    @property
    def id(self) -> str:
        """The code and eight hex digits of code, source and place: the same as long as the cell
        stays where it is.
        """
        digest = hashlib.sha256(
            "\0".join((self.code, *self.ref[:2])).encode("utf-8", "replace")
        ).hexdigest()
        return f"{self.code}-{digest[:8]}"

    @property
    def cure_at_once(self) -> str:
        """The cure without the files that a run writes: where one is refused, there are none."""
        return _LATER_FILES.sub("", self.cure)

    @property
    def answer_line(self) -> str:
        """The line to paste into the table of answers; empty if an answer could change nothing."""
        return f"{self.id};;;" if self.is_answerable else ""

    @property
    def is_answerable(self) -> bool:
        """Whether the table Answers may settle it: it is a decision, or it concerns a cell that
        only lacks a value.
        """
        return self.severity is Severity.DECISION or (
            self.severity is Severity.BLOCKER and self.code in BY_VALUE
        )

    def as_noted(self, answer: Step) -> "Finding":
        """The finding with its answer, which makes it a note."""
        return self.model_copy(update={"severity": Severity.NOTE, "answered": answer})


def found(code: str, ref: Ref = Ref("", ""), hint: str = "", **names: str) -> Finding:
    """The finding of that code at that place; `names` fill in the message (columns, tables, closed
    values).

    KeyError for a code that is not in the table of codes, or for a name that its message wants and
    was not given.
    """
    severity, message, cure = CODES[code]
    return Finding(
        code=code,
        severity=Severity(severity),
        message=message.format(**names),
        cure=cure.format(**names),
        ref=ref,
        hint=hint,
    )


class Outcome(NamedTuple, Generic[T]):
    """What a stage returns: its value and its findings, so that a single run shows every fault."""

    value: T
    findings: tuple[Finding, ...] = ()


class Refused(Exception):
    """The run stops and nothing was written: the exit code, what is wrong, and what to do next."""

    def __init__(self, exit_code: int, message: str, cure: str) -> None:
        super().__init__(message)
        self.exit_code = exit_code
        self.message = message
        self.cure = cure


_FULL = ("the disk is full", "Free some space on it, and run again.")
_ELSEWHERE = "or give another folder with --outputs."
_DENIED = (
    "access is denied",
    "If the file is open in another program, close it there; if not, ask for write access to"
    f" that folder, {_ELSEWHERE}",
)
_IN_THE_WAY = ("there is a file where a folder is needed", "Move or rename it, and run again.")
_AWAY = ("the disk does not answer", "Check that the drive is connected, and run again.")
# What a disk may answer, in words, and what to do then.
_TROUBLES = {
    errno.ENOSPC: _FULL,
    getattr(errno, "EDQUOT", errno.ENOSPC): _FULL,
    errno.EROFS: (
        "the disk is read-only",
        f"Copy the whole project to a writable disk, {_ELSEWHERE}",
    ),
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EEXIST: _IN_THE_WAY,
    errno.ENOTDIR: _IN_THE_WAY,
    errno.EISDIR: ("there is a folder where a file is needed", _IN_THE_WAY[1]),
    errno.ENAMETOOLONG: (
        "the path is too long",
        "Move the whole project to a folder with a shorter path, and run again.",
    ),
    errno.ENOENT: _AWAY,
    errno.EIO: _AWAY,
}


def disk_trouble(error: OSError) -> tuple[str, str]:
    """Why a disk did not do what was asked of it, in words, and what to do then."""
    unknown = (error.strerror or "the disk refused", f"Check the folder, {_ELSEWHERE}")
    return _TROUBLES.get(error.errno or 0, unknown)
