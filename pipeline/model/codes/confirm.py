"""Findings that a person settles by deciding: in Settings, review.xlsx, Answers, Corrections or
Clearances.

In: nothing. Out: code → severity, message, cure.
"""

from pipeline.model.base import BLOCKER, DECISION, Codes

# fmt: off
CHECK_SETTINGS: Codes = {
    "dates-contradict": (DECISION,
        "{column} is {where}; every figure depends on the order of these dates.",
        "Correct the dates in Settings; if they are right, answer noted."),
    "year-contradicts": (DECISION,
        "article7_year is not one of the two years before the cut-off; reports for it are not "
        "those that are due.",
        "Write the calendar year that the reports are for; if it is right, answer noted."),
    "year-without-reports": (DECISION,
        "There is no report for article7_year, but there are reports for {years}, none of which "
        "is counted.",
        "Correct article7_year, or put the reports for it into national-reports and the "
        "register."),
    "records-after-cut-off": (DECISION,
        "Records that came in between the cut-off and the as-of date are not used ({n}); "
        "internal/to-do.xlsx lists them.",
        "Move cut_off if they belong in the papers; if they do not, answer noted."),
    "period-leaves-out-most": (DECISION,
        "The reporting period leaves out most of the activities with a date ({n} of {of}).",
        "Correct period_from or period_to; if they are right, answer noted."),
    "work-plan-over": (DECISION,
        "Most dates of the work plan lie before the reporting period ({n} of {of}); it may be "
        "the plan of an earlier meeting.",
        "Name the work plan of this meeting in work_plan, or fill in the table work-plan; if "
        "this is the right one, answer noted."),
}
CONFIRM: Codes = {
    "withheld-in-evidence": (DECISION,
        "Public evidence includes a withheld State; the figure is printed as unknown.",
        "Decide whether the figure may be printed without that State."),
    "carried-over": (DECISION,
        "This row, and any marked rows directly below it, were carried over from the last "
        "meeting and await confirmation; they are not used.",
        "Check each row, correct what has changed, and write confirmed in row_is; or delete the "
        "row."),
    "possible-pair": (DECISION,
        "Another report may describe the same gift from the other side; the two are not added.",
        "Compare the two lines (internal/to-do.xlsx names the other), and answer noted."),
    "correction-without-cell": (BLOCKER,
        "The correction does not name a cell in a file of this meeting; nothing was corrected.",
        "Write file and place as findings give them, for example activities.xlsx and "
        "activities!C14."),
    "correction-mismatch": (BLOCKER,
        "The cell does not hold the value that the correction expects; nothing was corrected.",
        "Compare the two and correct expected, or delete the row if the cell has been "
        "corrected."),
    "correction-of-settings": (BLOCKER,
        "The correction concerns settings, declarations, corrections or answers; nothing was "
        "corrected.",
        "Change that cell itself and delete this row."),
    "answer-unmatched": (BLOCKER,
        "The answer refers to no finding of this run; it has no effect.",
        "Copy the id again from internal/to-do.xlsx, or delete the row if the input has been "
        "corrected."),
    "answer-repeated": (BLOCKER,
        "Two answers refer to the same finding; neither is used.",
        "Delete one of the two."),
    "answer-not-read": (BLOCKER,
        "The answer is not a value that the cell can hold; the finding stays open.",
        "Write a value of the kind that the finding asks for."),
    "answer-not-a-word": (BLOCKER,
        "This finding does not concern a single cell and does not take this answer; it stays "
        "open.",
        "Write one of: {values}."),
    "clearance-unmatched": (BLOCKER,
        "The clearance names no paragraph, table or heading of its paper as it now stands; it "
        "protects nothing.",
        "Write an id of the paper (the nearest is {nearest}), write * for the whole paper, or "
        "delete the row."),
    "cover-state-unknown": (DECISION,
        "The cover of the report names no known State, or names two.",
        "Confirm the cover's row in review.xlsx with the right State; if the name is another one "
        "of a State in the reference folder, add it to aliases.csv."),
    "whose-disagrees": (DECISION,
        "The cover, the page header or footer, the register and the file name disagree on the "
        "State or year of this report; the cover is used, or the register if the cover gives none.",
        "Correct the register or the file name, or correct the cover's row in review.xlsx."),
    "period-not-read": (DECISION,
        "The cover gives neither a first and last day nor one year, and the register gives no "
        "year; the year is taken from the file name, if it has one.",
        "Check the cover, and correct its row in review.xlsx with the year that the report "
        "counts for; or name the file in the register."),
    "report-unplaced": (BLOCKER,
        "Nothing shows which State or year this report belongs to; it is not used.",
        "Name the file in the register, or correct the cover's row in review.xlsx; if it is not "
        "a report, remove it from the folder."),
    "form-status-unclear": (DECISION,
        "The cover's boxes for Form I are missing, or several are marked; the status of the "
        "form is unknown.",
        "Check the cover and correct its row in review.xlsx."),
    "report-unconfirmed": (DECISION,
        "This report has readings that await confirmation ({n}); until then, counts that depend "
        "on it are given as \"at least\".",
        "Confirm its rows in review.xlsx with yes, no or corrected, and say by whom."),
    "review-changed": (DECISION,
        "The row was confirmed, but the report is now read differently or its cells have "
        "changed; it counts as unconfirmed.",
        "Check it again; if the cells of the row are right, write corrected."),
    "review-contradicts": (DECISION,
        "Two rows of the review concern the same reading and disagree; it counts as "
        "unconfirmed.",
        "Delete the row that is wrong."),
    "review-other-report": (DECISION,
        "The row names a State or year other than that of its report; it counts as unconfirmed.",
        "Correct State and year in the cover's row, and write the same here."),
    "review-without-name": (DECISION,
        "The row is confirmed, but *by* is empty; it counts as unconfirmed.",
        "Fill in by with the role of whoever confirmed the row."),
    "review-without-confirm": (DECISION,
        "The review has no column confirm, so nothing in it is confirmed.",
        "Give the column that holds the marks the title confirm."),
}
# fmt: on
