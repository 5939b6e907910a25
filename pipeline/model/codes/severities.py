"""The three severities, as the tables of codes write them.

In: nothing. Out: words.
"""

BLOCKER, DECISION, NOTE = "blocker", "decision", "note"
