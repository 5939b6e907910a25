"""Findings that a person ends by deciding: in review.xlsx, Answers, Corrections or Clearances.

In: nothing. Out: code → severity, message, cure.
"""

from pipeline.model.codes.severity import BLOCKER, DECISION, Codes

# fmt: off
CONFIRM: Codes = {
    "withheld-in-evidence": (DECISION, "A withheld State stands in public evidence; the figure is printed as unknown.",
        "Decide whether the figure may be printed without it."),
    "carried-over": (DECISION, "The row, and those below it that say so too, was carried over from the last meeting and waits for a person; it is kept out.",
        "Check each, mend what has changed, and write confirmed in row_is; or delete the row."),
    "possible-pair": (DECISION, "Another report may tell of the same gift from the other side; nothing is added.",
        "Look at both lines (to-do.xlsx names the other); answer noted."),
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
    "cover-state-unknown": (DECISION, "The cover of the report names no State of the reference, or two.",
        "Confirm the row of the cover in review.xlsx with the right State, or add the name to aliases.csv."),
    "whose-disagrees": (DECISION, "Cover, register and name of the file do not agree on whose report this is, or for which year; the cover is taken.",
        "Mend the register or the name of the file, or correct the row of the cover in review.xlsx."),
    "period-not-read": (DECISION, "The cover names a period that is neither two days nor one year, and the register names no year; the year is taken from the name of the file, if it has one.",
        "Look at the cover, and correct its row in review.xlsx with the year that the report counts for; or name the file in the register."),
    "report-unplaced": (BLOCKER, "Nothing tells whose report this is, or for which year; it is kept out.",
        "Name the file in the register, or correct the row of the cover in review.xlsx; take a paper that is no report out of the folder."),
    "form-status-unclear": (DECISION, "The boxes of Form I on the cover are lost, or more than one is marked; what became of the form is unknown.",
        "Look at the cover and correct its row in review.xlsx."),
    "report-unconfirmed": (DECISION, "Readings of this report wait for a person ({n}); until then its lines count as at least.",
        "Confirm its rows in review.xlsx: yes, no or corrected, and who says so."),
    "review-changed": (DECISION, "The row is confirmed, and the report is now read otherwise, or its cells were changed; it is not confirmed.",
        "Look again, and write corrected where the cells of the row are right."),
    "review-contradicts": (DECISION, "Two rows of the review speak of one reading and do not say the same; it is not confirmed.",
        "Delete the row that is not right."),
    "review-other-report": (DECISION, "The row of a line names another State or year than its report; it is not confirmed.",
        "Correct State and year in the row of the cover, and in this row write them as there."),
    "review-without-name": (DECISION, "The row is confirmed, and by says nobody; it is not confirmed.",
        "Write the role that confirmed it in by."),
    "review-without-confirm": (DECISION, "The review has no column confirm: nothing in it is confirmed.",
        "Give the column with the marks its name again: confirm."),
}
# fmt: on
