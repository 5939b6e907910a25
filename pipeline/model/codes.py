"""Every code a finding may have: severity, message and cure, in one table.

In: nothing. Out: CODES. Messages and cures hold no words of an input; names in braces are columns, tables and
closed values. docs/findings.md explains each, and a test provokes each.
"""

_B, _D, _N = "blocker", "decision", "note"

_FILES = {
    "unreadable-file": (
        _B,
        "The file cannot be read as {kind}.",
        "Open it, save it as .xlsx or .csv, and put that file here.",
    ),
    "unsafe-file": (
        _B,
        "The file is larger or more packed than any office table, or declares a document type.",
        "Save a fresh copy from Excel; ask the sender if it still fails.",
    ),
    "unknown-file": (
        _D,
        "The file is no table the program knows.",
        "Name it after a table ({values}) or take it out of the folder.",
    ),
    "unknown-sheet": (
        _D,
        "The sheet is no table the program knows.",
        "Name it after a table ({values}) or delete the sheet.",
    ),
    "table-not-used": (
        _B,
        "The program does not use this table yet; its rows are kept out.",
        "Keep the rows; leave the table empty until a version that uses it.",
    ),
    "no-header": (
        _B,
        "None of the first ten rows holds the columns {columns}.",
        "Put the column names in one row at the top of the table.",
    ),
    "repeated-column": (
        _B,
        "Two columns of the header stand for {column}.",
        "Rename or delete one of the two columns.",
    ),
    "extra-column": (
        _N,
        "The column is not one the program uses; its cells are not read.",
        "Nothing, or rename the column (docs/inputs.md).",
    ),
    "repeated-table": (
        _B,
        "The table {table} stands in the folder twice; this one is kept out.",
        "Keep one of the two.",
    ),
}

_CELLS = {
    "missing-value": (_B, "{column} is empty; without it the row says nothing.", "Fill in {column}."),
    "bad-date": (
        _D,
        "{column} is not a date the program accepts.",
        "Write 2025-04-07, 7 April 2025, 2025-04, 2025-Q2 or 2025.",
    ),
    "bad-number": (_D, "{column} is not a whole number.", "Write digits alone."),
    "bad-year": (_B, "{column} is not a year.", "Write four digits."),
    "bad-version": (_B, "{column} is not a version.", "Write 1, 2, 3; an empty cell means 1."),
    "bad-amount": (
        _D,
        "{column} is not one amount.",
        "Write digits with a point for decimals, the currency in its own column.",
    ),
    "bad-currency": (_D, "{column} is not a currency code.", "Write the three letters of ISO 4217."),
    "bad-choice": (_B, "{column} holds a value that is not on its list.", "Write one of: {values}."),
    "unknown-name": (
        _B,
        "{column} holds a name that is in no list of States, bodies or areas.",
        "Write the name as in the reference folder, or add it to aliases.csv; internal/to-do.xlsx has the nearest name.",
    ),
    "not-a-state": (
        _B,
        "{column} wants a State; this name is another body, or an area without wording.",
        "Write the State's name.",
    ),
    "look-alike-letters": (_B, "{column} mixes letters of two alphabets in one word.", "Type the name again."),
    "text-too-long": (_D, "{column} has more than {limit} characters; it is not printed.", "Shorten the text."),
    "control-characters": (
        _N,
        "{column} holds characters that no document can print; each is shown as \ufffd.",
        "Type the text again if it matters.",
    ),
    "direction-marks": (_N, "{column} holds invisible marks; they were left out.", "Nothing, or type the text again."),
    "formula-without-value": (
        _B,
        "{column} is a formula without a stored result.",
        "Open the file in Excel, save it, and run again.",
    ),
    "error-value": (_B, "{column} shows an error of Excel.", "Mend the formula or write the value."),
}

_ACTIVITIES = {
    "duplicate-id": (
        _B,
        "Another row has the same id with other content; both are kept out.",
        "Give each row its own id.",
    ),
    "duplicate-row": (_N, "The row repeats another row to the letter; it counts once.", "Delete one of the two."),
    "precision-too-fine": (
        _N,
        "date_precision is finer than the date as written; the date as written counts.",
        "Write the day in date_start, or empty date_precision.",
    ),
    "held-without-date": (_B, "The activity is held and has no date.", "Fill in date_start."),
    "end-before-start": (_B, "The end lies before the start.", "Mend the dates."),
    "held-in-future": (
        _D,
        "The activity is held after the date of the report; it is not counted.",
        "Mend the date or the status.",
    ),
    "kind-note-missing": (_N, "The kind is other and kind_note says nothing.", "Say in kind_note what it was."),
    "outside-plan-not-alone": (
        _D,
        "outside_plan stands beside items of the work plan; the items count.",
        "Keep one of the two.",
    ),
    "unknown-item": (_B, "{column} names an item that the work plan does not have.", "Write one of: {values}."),
    "unknown-action": (_D, "{column} names an action that the plan does not have.", "Write a number from {values}."),
    "unknown-follow-up": (_D, "follow_up_of names an activity that is not in the log, or a later one.", "Mend the id."),
    "participants-disagree": (
        _N,
        "Fewer people are counted than States and bodies listed.",
        "Check participant_count.",
    ),
    "request-without-name": (
        _D,
        "An exchange upon request does not say who asked; it is not counted by State.",
        "Fill in requested_by.",
    ),
    "request-and-none": (
        _D,
        "One row says that no request came, another that one did.",
        "Delete the row that is wrong.",
    ),
    "currency-missing": (_D, "An amount stands without a currency; the amount is not used.", "Fill in the currency."),
    "confidentiality-empty": (
        _N,
        "confidentiality is empty; the row is internal and is not printed.",
        "Write public or no_attribution if it may be printed.",
    ),
}

_REPORTS = {
    "no-cover": (
        _B,
        "The report has no usable cover: State and year of the report are not known.",
        "Fill in state and article7_year on the sheet Cover.",
    ),
    "unknown-cover-field": (
        _N,
        "The cover has a field the program does not use.",
        "Nothing, or mend the name of the field.",
    ),
    "repeated-cover-field": (
        _B,
        "The cover has the field {column} twice; the report is kept out.",
        "Delete one of the two rows.",
    ),
    "form-not-used": (
        _N,
        "Of a report the sheets Cover and Form I are read; this sheet is not.",
        "Nothing, or mend the name of the sheet.",
    ),
    "duplicate-report": (
        _B,
        "Two files hold the same version of one report; both are kept out.",
        "Keep one, or raise version in the later one and its register row.",
    ),
    "duplicate-register-row": (
        _B,
        "The register has two rows for one version of a report; both are kept out.",
        "Keep one.",
    ),
    "receipt-needed": (
        _D,
        "The report is not in the register: [date of receipt needed].",
        "Add its row to reports-received.",
    ),
    "report-file-missing": (
        _D,
        "The register has the report, the folder national-reports has not.",
        "Put the report into national-reports.",
    ),
    "report-public-unknown": (
        _D,
        "The register does not say whether the report is public; it is not printed.",
        "Write yes or no in public.",
    ),
    "report-not-public": (
        _D,
        "The report is not public; it is neither printed nor counted.",
        "Nothing, or write yes in public once it is.",
    ),
    "received-after-cut-off": (
        _N,
        "The report came after the cut-off; it is held out.",
        "Nothing, or move the cut-off in Settings.",
    ),
    "superseded": (_N, "A later version of the report replaces this one.", "Nothing."),
    "not-a-party": (
        _N,
        "The State was not a State Party on the date of the report; the row is not counted.",
        "Nothing, or mend the State.",
    ),
    "form-i-unknown": (
        _D,
        "The cover does not say whether Form I changed, and no line of Form I is there.",
        "Write form_i on the sheet Cover.",
    ),
    "form-i-without-lines": (
        _D,
        "The cover says that Form I changed, and no line of Form I can be read; what it holds is unknown.",
        "Fill in the sheet Form I, or mend form_i on the cover.",
    ),
    "form-i-conflict": (
        _D,
        "The cover says that Form I holds nothing new, and lines of Form I are there.",
        "Mend form_i on the cover, or ask the State.",
    ),
    "unchanged-without-year": (
        _D,
        "Form I is unchanged and the year of the last report is missing.",
        "Write form_i_since on the cover.",
    ),
    "unchanged-report-missing": (
        _D,
        "The report to which an unchanged Form I points is not here.",
        "Put that report into national-reports and the register.",
    ),
    "unchanged-loop": (
        _D,
        "An unchanged Form I points to itself or to a later year.",
        "Mend form_i_since on the cover.",
    ),
    "identical-lines": (
        _D,
        "Two lines of the report are the same; each is kept.",
        "Delete one if it is there by mistake.",
    ),
    "recipient-not-party": (
        _N,
        "The recipient is not a State Party; the line is outside article 6 and not counted.",
        "Nothing, or mend the recipient.",
    ),
}

_OTHERS = {
    "counterpart-missing": (_D, "The line does not say to whom; it is not counted.", "Fill in counterpart or channel."),
    "declared-table-missing": (
        _D,
        "Complete declares a source of which nothing is here; it is not taken as complete.",
        "Put the table into the folder, with its header alone if it is empty.",
    ),
    "caller-unknown": (
        _D,
        "Nobody is known to call this a country coalition; it is not printed as one.",
        "Ask the affected State Party; write called_by.",
    ),
    "coalition-proposed": (_N, "The coalition is proposed; it is not printed.", "Nothing, until it is formed."),
    "affected-not-party": (
        _N,
        "The affected State is not a State Party; the row is not printed.",
        "Nothing, or mend the State.",
    ),
    "obligation-missing": (_D, "The row names no obligation; it is not printed.", "Write obligation."),
    "weak-cell": (
        _D,
        "{column} rests on a source of tier 3 or is not verified; it is not printed as fact.",
        "Check it with a State or a UN document and mend the mark.",
    ),
    "unknown-source-key": (
        _D,
        "The line names a source that is not in sources.csv; the cell counts as not verified.",
        "Add the source to the reference folder.",
    ),
    "unmarked-cell": (
        _D,
        "{column} has no source and mark, as the cells of this table must; it is not printed as fact.",
        "Add a line to the table marks.",
    ),
    "withheld-in-evidence": (
        _D,
        "A withheld State stands in public evidence; the figure is printed as unknown.",
        "Decide whether the figure may be printed without it.",
    ),
    "withheld-in-text": (
        _D,
        "A text that may be printed names a withheld State; the text is not printed.",
        "Reword the text.",
    ),
    "state-in-unattributed": (
        _D,
        "A text of a row without attribution names a State; the text is not printed.",
        "Reword the text.",
    ),
}

CODES: dict[str, tuple[str, str, str]] = {**_FILES, **_CELLS, **_ACTIVITIES, **_REPORTS, **_OTHERS}
