"""The three severities, and the shape of the tables of codes.

In: nothing. Out: words.
"""

from collections.abc import Mapping

BLOCKER, DECISION, NOTE = "blocker", "decision", "note"
Codes = Mapping[str, tuple[str, str, str]]
