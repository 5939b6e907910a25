"""The frozen base of all our types, and the severities as the tables of codes write them.

In: nothing. Out: a class and constants. A value never changes once it is made.
"""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value that never changes once it is made and refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


BLOCKER, DECISION, NOTE = "blocker", "decision", "note"
Codes = Mapping[str, tuple[str, str, str]]
