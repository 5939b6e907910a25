"""Findings about the Coordinators' log.

In: nothing. Out: code → severity, message, cure.
"""

from pipeline.model.codes.severities import BLOCKER, DECISION, NOTE

# fmt: off
ACTIVITIES = {
    "duplicate-id": (BLOCKER, "Another row has the same id with other content; both are kept out.",
        "Give each row its own id."),
    "duplicate-row": (NOTE, "The row repeats another row to the letter; it counts once.",
        "Delete one of the two."),
    "precision-too-fine": (NOTE, "date_precision is finer than the date as written; the date as written counts.",
        "Write the day in date_start, or empty date_precision."),
    "held-without-date": (BLOCKER, "The activity is held and has no date.",
        "Fill in date_start."),
    "end-before-start": (BLOCKER, "The end lies before the start.",
        "Mend the dates."),
    "held-in-future": (DECISION, "The activity is held after the date of the report; it is not counted.",
        "Mend the date or the status."),
    "date-across-period": (DECISION, "The month, quarter or year lies in part outside of the days that a paper reports on; "
        "the row is not counted there.",
        "Write the day and empty date_precision, or say more closely when it was."),
    "kind-note-missing": (NOTE, "The kind is other and kind_note says nothing.",
        "Say in kind_note what it was."),
    "outside-plan-not-alone": (DECISION, "outside_plan stands beside items of the work plan; the items count.",
        "Keep one of the two."),
    "unknown-item": (BLOCKER, "{column} names an item that the work plan does not have.",
        "Write one of: {values}."),
    "unknown-action": (DECISION, "{column} names an action that the plan does not have.",
        "Write a number from {values}."),
    "unknown-follow-up": (DECISION, "follow_up_of names an activity that is not in the log, or a later one.",
        "Mend the id."),
    "participants-disagree": (NOTE, "Fewer people are counted than States and bodies listed.",
        "Check participant_count."),
    "request-without-name": (DECISION, "An exchange upon request does not say who asked; it is not counted by State.",
        "Fill in requested_by."),
    "request-and-none": (DECISION, "One row says that no request came, another that one did.",
        "Delete the row that is wrong."),
    "not-shared-with-counterpart": (DECISION, "The words on a joint meeting have not been shared with the counterpart; "
        "they stand in brackets.",
        "Share them, then fill in shared_with_counterpart_on."),
    "agreed-without-document": (DECISION, "What a joint meeting agreed stands without a public document of both; "
        "it is not printed.",
        "Name the document in agreed_document, or empty agreed_public."),
    "agreed-in-words": (DECISION, "The words on a joint meeting speak of an agreement, and no public document of both is "
        "named; they are not printed.",
        "Say that views were exchanged, or name the document in agreed_document."),
    "currency-missing": (DECISION, "An amount stands without a currency; the amount is not used.",
        "Fill in the currency."),
    "confidentiality-empty": (NOTE, "confidentiality is empty; the row is internal and is not printed.",
        "Write public or no_attribution if it may be printed."),
}
# fmt: on
