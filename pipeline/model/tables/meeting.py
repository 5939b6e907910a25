"""The sheets of meeting.xlsx: settings and their keys, what is withheld or complete, corrections,
answers, clearances, earlier figures.

In: nothing. Out: the declarations of the tables, and one column for each key of Settings. What is
refused among settings is in model/settings.py.
"""

from pipeline.model.tables.columns import (
    BASES,
    CLEARED,
    COMPLETE_SOURCES,
    DECIMAL_MARKS,
    INTERNAL,
    MARKS,
    PAPER_CHOICES,
    YES_NO,
    Column,
    InputTable,
    Kind,
    column,
)

# fmt: off
SETTINGS = InputTable(
    name="Settings",
    meaning="The meeting and how its papers are made: one row per setting.",
    is_pinned=True,
    columns=(
        column("key", Kind.ID, "see the table of settings", "as_of", need=True),
        column("value", Kind.TEXT, "", "2025-06-30"),
        column("meaning", Kind.TEXT, "explanation for the reader; the program does not use it", ""),
    ),
)
WITHHELD = InputTable(
    name="Withheld",
    meaning="States that no paper may name.",
    is_pinned=True,
    columns=(
        column("state", Kind.STATE, "", "Deltaland", need=True),
        column("reason", Kind.TEXT, "never printed", ""),
        column("role", Kind.TEXT, "role of whoever decided", "Coordinators"),
    ),
)
COMPLETE = InputTable(
    name="Complete",
    meaning="Sources declared complete: without a declaration, no number is exact and nothing is given as zero.",
    is_pinned=True,
    columns=(
        column("source", Kind.CHOICE, "the table or folder that is complete", "activities", COMPLETE_SOURCES, need=True),
        column("through", Kind.DATE, "last day for which it is complete", "2025-06-30", need=True),
        column("declared_by", Kind.TEXT, "role", "ISU", need=True),
        column("declared_on", Kind.DATE, "", "2025-07-02"),
    ),
)
MARKS_TABLE = InputTable(
    name="marks",
    meaning="Source and mark of single cells, where facts were gathered from public sources.",
    is_pinned=True,
    columns=(
        column("table", Kind.ID, "name of the table", "coalitions", need=True),
        column("row", Kind.ID, "id of the row, or * for all rows", "CC-001", need=True),
        column("column", Kind.ID, "name of the column, or * for all columns", "status", need=True),
        column("source", Kind.ID, "key in the table of sources", "demo", need=True),
        column("mark", Kind.CHOICE, "", "SEEN", MARKS, need=True),
    ),
)
CLEARANCES = InputTable(
    name="Clearances",
    meaning="Paragraphs that a body has cleared: the program changes them only as tracked changes, and lists them first.",
    is_pinned=True,
    columns=(
        column("paper", Kind.CHOICE, "", "progress-report", PAPER_CHOICES, need=True),
        column("paragraph", Kind.ID, "id of a paragraph, or of a heading for everything below it; * for the whole paper", "action-40", need=True),
        column("body", Kind.TEXT, "body that cleared it, or its role", "Coordinators", need=True),
        column("cleared_on", Kind.DATE, "", "2025-07-03", need=True),
        column("kind", Kind.CHOICE, "empty means cleared; passed_open lets the paper be issued with its open points", "", CLEARED),
        column("reason", Kind.TEXT, "why those points may stay open", ""),
    ),
)

CORRECTIONS = InputTable(
    name="Corrections",
    meaning="Cells to be read differently: one row per cell. A row that matches nothing is a blocker.",
    columns=(
        column("file", Kind.TEXT, "path of the file within the meeting's folder", "activities.xlsx", need=True),
        column("place", Kind.TEXT, "cell, as findings name it", "activities!C14", need=True),
        column("expected", Kind.LONG_TEXT, "what the cell holds now; empty for an empty cell", "2025-04-70"),
        column("new", Kind.LONG_TEXT, "what is to be read instead; empty: the cell is read as empty", "2025-04-07"),
        column("reason", Kind.TEXT, "why, for the audit", "slip of the pen, see the minutes", need=True),
        column("role", Kind.TEXT, "role of whoever corrected it", "ISU", need=True),
    ),
)
ANSWERS = InputTable(
    name="Answers",
    meaning="Answers to findings: one row per finding. For a cell, the answer is the value to be read.",
    columns=(
        column("finding", Kind.ID, "id of the finding, from to-do.xlsx", "ambiguous-date-1a2b3c4d", need=True),
        column("answer", Kind.LONG_TEXT, "the value to be read, a word that its cure names, or noted", "2025-04-03", need=True),
        column("reason", Kind.TEXT, "why, for the audit", "confirmed by the mission", need=True),
        column("role", Kind.TEXT, "role of whoever answered", "ISU", need=True),
    ),
)
PREVIOUS = InputTable(
    name="Previous",
    meaning="Figures published in the last report or edition: for trends, and so that no difference reveals a single State.",
    columns=(
        column("figure", Kind.ID, "reports_received, an indicator of the plan, or a number of unnamed States", "reports_received", need=True, seen=INTERNAL, fact=True),
        column("value", Kind.NUMBER, "", "17", need=True, seen=INTERNAL, fact=True),
        column("of", Kind.NUMBER, "States Parties at that time", "23", need=True, seen=INTERNAL, fact=True),
        column("basis", Kind.CHOICE, "who was counted as a State Party", "in_force", BASES, need=True, seen=INTERNAL, fact=True),
        column("as_of", Kind.DATE, "date as at which it was counted", "2024-06-30", need=True, seen=INTERNAL, fact=True),
        column("symbol", Kind.TEXT, "symbol of the document that published it", "DEMO/MSP/2024/9", need=True, seen=INTERNAL, fact=True),
        column("paragraph", Kind.TEXT, "paragraph of that document", "34", seen=INTERNAL, fact=True),
    ),
)


PAPER_STATES = ("draft", "advance", "issued", "finalized")

SETTING_KEYS: tuple[Column, ...] = (
    column("demo", Kind.CHOICE, "yes: every State and sum is invented, and no paper may be issued", "no", YES_NO),
    column("meeting_kind", Kind.CHOICE, "MSP for a Meeting of States Parties, RC for a Review Conference", "MSP", ("MSP", "RC"), need=True),
    column("meeting_number", Kind.VERSION, "which meeting of its kind it is", "14", need=True),
    column("meeting_place", Kind.TEXT, "town of the meeting", "Geneva", need=True),
    column("meeting_from", Kind.DATE, "first day of the meeting", "2025-09-16", need=True),
    column("meeting_to", Kind.DATE, "last day of the meeting", "2025-09-19", need=True),
    column("agenda_item", Kind.TEXT, "number of the agenda item; may be empty", "9"),
    column("agenda_title", Kind.TEXT, "title of the agenda item; may be empty", ""),
    column("symbol", Kind.TEXT, "symbol of the document; if empty, a bracket to be filled in is printed", ""),
    column("job_number", Kind.TEXT, "number given by conference services; may be empty", ""),
    column("date_of_submission", Kind.DATE, "day of submission; may be empty", "2025-07-08"),
    column("period_from", Kind.DATE, "first day of the reporting period", "2024-07-01", need=True),
    column("period_to", Kind.DATE, "last day of the reporting period", "2025-06-30", need=True),
    column("article7_year", Kind.YEAR, "calendar year of the Article 7 reports", "2024", need=True),
    column("cut_off", Kind.DATE, "last day on which information was accepted", "2025-06-30", need=True),
    column("as_of", Kind.DATE, "date as at which the papers are written", "2025-06-30", need=True),
    column("activities_until", Kind.DATE, "last day covered by the Coordinators' own report; empty: the cut-off", "2025-09-05"),
    column("membership_basis", Kind.CHOICE, "who counts as a State Party", "in_force", BASES),
    column("plan", Kind.TEXT, "action plan: a file in the folder plans of the reference folder", "lausanne-2021-2026", need=True),
    column("work_plan", Kind.TEXT, "work plan: a file in the folder work-plans of the reference folder; empty: the table work-plan of the meeting", "ica-2024-2025", need=True),
    column("reference", Kind.TEXT, "reference folder; empty: the one that all meetings share", ""),
    column("language", Kind.TEXT, "language of the papers", "en"),
    column("author_body", Kind.TEXT, "body named as author in the properties of the papers", "", need=True),
    column("page_mark", Kind.TEXT, "text printed on every page; a paper that carries one cannot be issued", ""),
    column("decimal_mark", Kind.CHOICE, "decimal separator in the meeting's own tables; empty: worked out from their numbers", "", DECIMAL_MARKS),
    column("convert_to", Kind.CURRENCY, "currency into which figures.xlsx converts amounts, using the table rates; may be empty", ""),
    column("names_in_text_up_to", Kind.NUMBER, "most States that a list in the text may name; longer lists go into a footnote", "6"),
    column("template", Kind.TEXT, "Word template of the paper", ""),
    column("state", Kind.CHOICE, "state of the paper", "draft", PAPER_STATES),
    column("word_limit", Kind.NUMBER, "maximum number of words in the paper", "1000"),
    column("first_paragraph", Kind.NUMBER, "number of the first paragraph of the paper", "1"),
    column("style", Kind.TEXT, "name of a style in your own Word template", "List Number"),
    column("house_style", Kind.CHOICE, "off switches the rule of house style off", "off", ("on", "off")),
)
# fmt: on
