"""Findings about national reports and their register.

In: nothing. Out: code → severity, message, cure.
"""

from pipeline.model.codes.severities import BLOCKER, DECISION, NOTE

# fmt: off
REPORTS = {
    "no-cover": (BLOCKER, "The report has no usable cover: State and year of the report are not known.",
        "Fill in state and article7_year on the sheet Cover."),
    "unknown-cover-field": (NOTE, "The cover has a field the program does not use.",
        "Nothing, or mend the name of the field."),
    "repeated-cover-field": (BLOCKER, "The cover has the field {column} twice; the report is kept out.",
        "Delete one of the two rows."),
    "form-not-used": (NOTE, "Of a report the sheets Cover and Form I are read; this sheet is not.",
        "Nothing, or mend the name of the sheet."),
    "duplicate-report": (BLOCKER, "Two files hold the same version of one report and do not say the same; both are kept out (the hint in to-do.xlsx names the other).",
        "Keep one; or raise version in the later one and its register row; or, where a workbook is the other file typed off, say so in transcribed_from on its cover."),
    "duplicate-register-row": (BLOCKER, "The register has two rows for one version of a report; both are kept out.",
        "Keep one."),
    "receipt-needed": (DECISION, "The report is not in the register: [date of receipt needed].",
        "Add its row to reports-received."),
    "report-file-missing": (DECISION, "The register has the report, the folder national-reports has not.",
        "Put the report into national-reports."),
    "report-public-unknown": (DECISION, "The register does not say whether the report is public; it is not printed.",
        "Write yes or no in public."),
    "report-not-public": (DECISION, "The report is not public; it is neither printed nor counted.",
        "Nothing, or write yes in public once it is."),
    "received-after-cut-off": (NOTE, "The report came after the cut-off; it is held out.",
        "Nothing, or move the cut-off in Settings."),
    "superseded": (NOTE, "A later version of the report replaces this one.",
        "Nothing."),
    "not-a-party": (NOTE, "The State was not a State Party on the date of the report; the row is not counted.",
        "Nothing, or mend the State."),
    "form-i-unknown": (DECISION, "The cover does not say whether Form I changed, and no line of Form I is there.",
        "Write form_i on the sheet Cover."),
    "form-i-without-lines": (DECISION, "The cover says that Form I changed, and no line of Form I can be read; what it holds is unknown.",
        "Fill in the sheet Form I, or mend form_i on the cover."),
    "form-i-conflict": (DECISION, "The cover says that Form I holds nothing new, and lines of Form I are there.",
        "Mend form_i on the cover, or ask the State."),
    "unchanged-without-year": (DECISION, "Form I is unchanged and the year of the last report is missing.",
        "Write form_i_since on the cover."),
    "unchanged-report-missing": (DECISION, "The report to which an unchanged Form I points is not here.",
        "Put that report into national-reports and the register."),
    "unchanged-loop": (DECISION, "An unchanged Form I points to itself or to a later year.",
        "Mend form_i_since on the sheet Cover; of a document, in the row of its cover in review.xlsx (corrected)."),
    "identical-lines": (DECISION, "Two lines of the report are the same; each is kept.",
        "Delete one if it is there by mistake."),
    "recipient-not-party": (NOTE, "The recipient is not a State Party; the line is outside article 6 and not counted.",
        "Nothing, or mend the recipient."),
}
# fmt: on
