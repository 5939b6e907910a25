"""What a body has cleared in a paper, and what it lets a paper be issued with though it is open.

In: a row of Clearances. Out: a record. It decides nothing.
"""

from pipeline.model.dates import Dated
from pipeline.model.record import Record


class Clearance(Record):
    """A paragraph, or all below a heading, that a body has cleared; or what a paper may be issued with though open."""

    paper: str
    paragraph: str
    body: str
    cleared_on: Dated
    is_passed: bool = False
    reason: str = ""

    def as_json(self) -> dict[str, str]:
        """For the audit."""
        kind = "passed_open" if self.is_passed else "cleared"
        on = self.cleared_on.first.isoformat()
        named = {"paper": self.paper, "paragraph": self.paragraph, "kind": kind, "body": self.body, "on": on}
        return {**named, "reason": self.reason}
