"""Findings about coalitions, marks, and what may be printed.

In: nothing. Out: code → severity, message, cure.
"""

from pipeline.model.codes.severities import DECISION, NOTE

# fmt: off
OTHERS = {
    "counterpart-missing": (DECISION, "The line does not say to whom; it is not counted.",
        "Fill in counterpart or channel."),
    "declared-table-missing": (DECISION, "Complete declares a source of which nothing is here; it is not taken as complete.",
        "Put the table into the folder, with its header alone if it is empty."),
    "caller-unknown": (DECISION, "Nobody is known to call this a country coalition; it is not printed as one.",
        "Ask the affected State Party; write called_by."),
    "coalition-proposed": (NOTE, "The coalition is proposed; it is not printed.",
        "Nothing, until it is formed."),
    "affected-not-party": (NOTE, "The affected State is not a State Party; the row is not printed.",
        "Nothing, or mend the State."),
    "obligation-missing": (DECISION, "The row names no obligation; it is not printed.",
        "Write obligation."),
    "coalition-dates": (DECISION, "{column} does not go with the other cells of the row; the coalition is not printed.",
        "A coalition that continues has not ended; it ended after it began, and neither lies after the day of the papers."),
    "weak-cell": (DECISION, "{column} rests on a source of tier 3 or is not verified; it is not printed as fact.",
        "Check it with a State or a UN document and mend the mark."),
    "unknown-source-key": (DECISION, "The line names a source that is not in sources.csv; the cell counts as not verified.",
        "Add the source to the reference folder."),
    "unmarked-cell": (DECISION, "{column} has no source and mark, as the cells of this table must; it is not printed as fact.",
        "Add a line to the table marks."),
    "withheld-in-evidence": (DECISION, "A withheld State stands in public evidence; the figure is printed as unknown.",
        "Decide whether the figure may be printed without it."),
    "paragraph-without-slot": (DECISION, "The paragraph stands under no heading the program knows; it is not printed.",
        "Put it under Highlights, Challenges or Outlook."),
    "note-not-carried": (DECISION, "A footnote of the paragraphs is not carried over into the papers.",
        "Write it into its paragraph."),
    "withheld-in-text": (DECISION, "A text that may be printed names a withheld State; the text is not printed.",
        "Reword the text."),
    "state-in-unattributed": (DECISION, "A text of a row without attribution names a State; the text is not printed.",
        "Reword the text."),
    "house-style": (NOTE, "The words of the cell are printed as they stand, and do not keep to house style ({rules}).",
        "Mend the cell. {cure}"),
}
# fmt: on
