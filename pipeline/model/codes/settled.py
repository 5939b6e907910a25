"""Findings about corrections, answers and clearances.

In: nothing. Out: code → severity, message, cure.
"""

from pipeline.model.codes.severities import BLOCKER

# fmt: off
SETTLED = {
    "correction-without-cell": (BLOCKER, "The correction names no cell of a file of this meeting; nothing was corrected.",
        "Write file and place as findings name them, for example activities.xlsx and activities!C14."),
    "correction-mismatch": (BLOCKER, "The cell does not hold what the correction expects; nothing was corrected.",
        "Compare the two and mend expected, or delete the row if the cell was mended."),
    "correction-of-settings": (BLOCKER, "A correction speaks of settings, declarations, corrections or answers; nothing was corrected.",
        "Change that cell itself and delete the row."),
    "answer-unmatched": (BLOCKER, "The answer names no finding of this run; nothing was answered.",
        "Copy the id again from internal/to-do.xlsx, or delete the row if the input was mended."),
    "answer-repeated": (BLOCKER, "Two answers name one finding; neither is taken.",
        "Delete one of the two."),
    "answer-not-read": (BLOCKER, "The answer is nothing that the cell may say; the finding stays open.",
        "Write a value as the cure of the finding says."),
    "answer-not-a-word": (BLOCKER, "The finding is not about one cell and does not take this answer; it stays open.",
        "Write one of: {values}."),
    "clearance-unmatched": (BLOCKER, "The clearance names no paragraph, table or heading of its paper as it is now; nothing is guarded by it.",
        "Write an id of the paper (the nearest is {nearest}), * for all of it, or delete the row."),
}
# fmt: on
