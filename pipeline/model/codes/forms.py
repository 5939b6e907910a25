"""Findings about national reports as States send them.

In: nothing. Out: code → severity, message, cure.
"""

from pipeline.model.codes.severities import BLOCKER, DECISION, NOTE

# fmt: off
FORMS: dict[str, tuple[str, str, str]] = {
    "cover-state-unknown": (DECISION, "The cover of the report names no State of the reference, or two.",
        "Confirm the row of the cover in review.xlsx with the right State, or add the name to aliases.csv."),
    "whose-disagrees": (DECISION, "Cover, register and name of the file do not agree on whose report this is, or for which year; the cover is taken.",
        "Mend the register or the name of the file, or correct the row of the cover in review.xlsx."),
    "period-not-a-year": (NOTE, "The period of the report is not one calendar year; sums are never spread over years.",
        "Name the file in the register, with the Article 7 year it counts for."),
    "report-unplaced": (BLOCKER, "Nothing tells whose report this is, or for which year; it is kept out.",
        "Name the file in the register, or correct the row of the cover in review.xlsx."),
    "form-status-unclear": (DECISION, "The boxes of Form I on the cover are lost, or more than one is marked; what became of the form is unknown.",
        "Look at the cover and correct its row in review.xlsx."),
    "report-unconfirmed": (DECISION, "{n} readings of this report wait for a person; until then its lines count as at least.",
        "Confirm its rows in review.xlsx: yes, no or corrected, and who says so."),
    "review-changed": (DECISION, "The row is confirmed, and the report is now read otherwise, or its cells were changed; it is not confirmed.",
        "Look again, and write corrected where the cells of the row are right."),
    "review-without-name": (DECISION, "The row is confirmed, and by says nobody; it is not confirmed.",
        "Write the role that confirmed it in by."),
    "review-unmatched": (NOTE, "The row is confirmed, and no report here has such a line.",
        "Nothing; the row is kept."),
    "external-links": (NOTE, "The document wants files from elsewhere (a template, a picture, an object); they are not fetched.",
        "Nothing, or ask the sender for a copy without links."),
    "form-letter-unknown": (NOTE, "The letter and the title of this form stand together in no version known; the title is taken.",
        "Tell whoever keeps forms/versions.yaml."),
    "deadline-in-report": (NOTE, "The report names a deadline; it is not read from here.",
        "Write it into follow-up, with the words of the report."),
    "same-report-twice": (NOTE, "The same file is here under another name; it counts once.",
        "Take one of the two away."),
    "same-report-other-language": (NOTE, "The same report is here in another language; it counts once.",
        "Nothing."),
    "report-amended": (NOTE, "A later report replaces an earlier one of this year; the hint in to-do.xlsx says what differs.",
        "Nothing, or raise version in the register."),
}
# fmt: on
