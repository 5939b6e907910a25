"""What a task tells of a meeting: plain values, stored so that a run with nothing to do can tell
them again.

In: status, papers, findings as they may be shown. Out: Told. It imports nothing heavy.
"""

import re
from typing import Any, NamedTuple

from pipeline.language import name_key

Shown = dict[str, Any]
MASK = "[name withheld]"
# Why a paper was left as it is.
OPEN, ISSUED = "open in Word", "issued"
_JOINTS = re.compile(r"[-_.!]+")


def masked(text: str, withheld: re.Pattern[str] | None) -> str:
    """The text, each part of it between slashes masked where it names a withheld State."""
    if withheld is None:
        return text
    parts = text.split("/")
    return "/".join(
        MASK if withheld.search(name_key(_JOINTS.sub(" ", part))) else part for part in parts
    )


class Told(NamedTuple):
    """What became of one meeting: status, run, papers, findings, rows by fate; of a check,
    deadlines too.

    `by_hand` are internal files that a person had changed, or that are made no more, and where they
    are kept.
    """

    meeting: str
    status: str
    run: str
    papers: list[Shown]
    findings: list[Shown]
    conservation: dict[str, int]
    review: Shown = {}
    deadlines: list[Shown] = []
    by_hand: list[Shown] = []

    @property
    def n_blockers(self) -> int:
        """How many findings put a record out."""
        return sum(finding["severity"] == "blocker" for finding in self.findings)

    def as_dict(self) -> Shown:
        """For `--json` and for the next run."""
        return self._asdict()
