"""Findings about statements, follow-up and earlier figures.

In: nothing. Out: code → severity, message, cure.
"""

from pipeline.model.codes.severities import DECISION, NOTE

# fmt: off
REGISTERS: dict[str, tuple[str, str, str]] = {
    "statement-public-unknown": (DECISION, "The row does not say whether the statement is public; it is not counted.",
        "Write yes or no in public."),
    "statement-not-public": (NOTE, "The statement is not public; it is neither printed nor counted.",
        "Nothing, or write yes in public once it is."),
    "statement-date-coarse": (DECISION, "The month, quarter or year lies in part after the cut-off, or before the period; "
        "the row is not counted.",
        "Write the day, or say more closely when it was."),
    "submitted-date-coarse": (DECISION, "The month, quarter or year lies in part after the cut-off, or before the period; "
        "the row is not counted.",
        "Write the day, or say more closely when it was."),
    "statement-after-cut-off": (NOTE, "The statement was made after the cut-off; it is held out.",
        "Nothing, or move the cut-off in Settings."),
    "practice-without-document": (DECISION, "The good practice names no document in which it can be read; it is not printed.",
        "Write document."),
    "submitted-after-cut-off": (NOTE, "The row was submitted after the cut-off; it is held out.",
        "Nothing, or move the cut-off in Settings."),
    "status-unknown": (DECISION, "The row does not say how it stands; it is not counted.",
        "Write status."),
    "need-source-missing": (DECISION, "The need has no source; it is not counted.",
        "Write in source where the State expressed it."),
    "meeting-number-missing": (DECISION, "The extension request does not say which Meeting considers it; it is not counted.",
        "Write meeting_number."),
    "not-an-extension": (DECISION, "An extension request is made under article 3 or article 4; the row names neither and is not counted.",
        "Write art3 or art4_clearance in obligation."),
    "resources-not-read": (DECISION, "Nobody has noted whether the extension request sets out resources; the paper says so in brackets.",
        "Read the request; write resources and resources_ref."),
    "symbol-missing": (DECISION, "The extension request sets out resources and has no symbol to cite; the paper says so in brackets.",
        "Write symbol and resources_ref."),
    "request-against-log": (DECISION, "The register holds a request, and the log says that none was received.",
        "Mend the log, or the register follow-up."),
    "received-after-withdrawal": (DECISION, "The report came after the withdrawal of the State took effect; it is not counted and no note is printed.",
        "Decide whether the report is to be mentioned; mend received_on if it is wrong."),
    "versions-disagree": (DECISION, "The register and the report give two versions; the note on an amended report is not printed.",
        "Put the later report into national-reports, or mend version."),
    "unknown-figure": (DECISION, "figure is not one that can be compared; it is not printed.",
        "Write reports_received, an indicator of the plan or a number of States that are not named: {values}."),
    "differs-by-few": (NOTE, "The number of States that are not named differs by one or two from this one, which was published; it is told without a number.",
        "Nothing, or mend value if another number was published."),
    "other-basis": (NOTE, "The earlier figure was counted on another basis of membership; it is not compared.",
        "Nothing, or mend basis."),
    "value-above-of": (DECISION, "The earlier figure is larger than the number of States Parties, or that number is zero; it is not compared.",
        "Mend value or of."),
    "previous-not-earlier": (DECISION, "The earlier figure was not counted before the date of this report; it is not compared.",
        "Mend as_of."),
}
# fmt: on
