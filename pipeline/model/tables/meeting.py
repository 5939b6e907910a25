"""The sheets of meeting.xlsx: settings, what is withheld or complete, corrections, answers, earlier
figures.

In: nothing. Out: the declarations of the tables.
"""

from pipeline.model.tables.kinds import Kind, Table, column
from pipeline.model.tables.values import BASES, CLEARED, COMPLETE_SOURCES, MARKS, PAPER_CHOICES

SETTINGS = Table(
    name="Settings",
    meaning="What the meeting is and how its papers are made: one row a setting.",
    is_pinned=True,
    columns=(
        column("key", Kind.ID, "see the table of settings", "as_of", need=True),
        column("value", Kind.TEXT, "", "2025-06-30"),
        column("meaning", Kind.TEXT, "for the reader; not used", ""),
    ),
)
WITHHELD = Table(
    name="Withheld",
    meaning="States that no paper may name.",
    is_pinned=True,
    columns=(
        column("state", Kind.STATE, "", "Deltaland", need=True),
        column("reason", Kind.TEXT, "never printed", ""),
        column("role", Kind.TEXT, "who decided, as a role", "Coordinators"),
    ),
)
COMPLETE = Table(
    name="Complete",
    meaning="What a person declares to be complete: without it no number is exact and nothing is zero.",
    is_pinned=True,
    columns=(
        column(
            "source",
            Kind.CHOICE,
            "the table or folder that is complete",
            "activities",
            COMPLETE_SOURCES,
            need=True,
        ),
        column("through", Kind.DATE, "through which day", "2025-06-30", need=True),
        column("declared_by", Kind.TEXT, "role", "ISU", need=True),
        column("declared_on", Kind.DATE, "", "2025-07-02"),
    ),
)
MARKS_TABLE = Table(
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
CLEARANCES = Table(
    name="Clearances",
    meaning="Paragraphs that a body has cleared: the program changes them by tracked changes alone, first in every list.",
    is_pinned=True,
    columns=(
        column("paper", Kind.CHOICE, "", "progress-report", PAPER_CHOICES, need=True),
        column(
            "paragraph",
            Kind.ID,
            "id of a paragraph; of a heading for all below it; * for all",
            "action-40",
            need=True,
        ),
        column("body", Kind.TEXT, "who cleared it, as a role", "Coordinators", need=True),
        column("cleared_on", Kind.DATE, "", "2025-07-03", need=True),
        column(
            "kind",
            Kind.CHOICE,
            "empty for cleared; passed_open lets the paper be issued with what is open",
            "",
            CLEARED,
        ),
        column("reason", Kind.TEXT, "why what is open may stay", ""),
    ),
)

CORRECTIONS = Table(
    name="Corrections",
    meaning="Cells that are to be read otherwise: one row a cell. A row that matches nothing is a blocker.",
    columns=(
        column(
            "file",
            Kind.TEXT,
            "path of the file in the folder of the meeting",
            "activities.xlsx",
            need=True,
        ),
        column("place", Kind.TEXT, "cell, as findings name it", "activities!C14", need=True),
        column(
            "expected",
            Kind.LONG_TEXT,
            "what stands in the cell now; empty for an empty cell",
            "2025-04-70",
        ),
        column(
            "new", Kind.LONG_TEXT, "what is to be read instead; empty for nothing", "2025-04-07"
        ),
        column(
            "reason", Kind.TEXT, "why, for the audit", "slip of the pen, see the minutes", need=True
        ),
        column("role", Kind.TEXT, "who corrected it, as a role", "ISU", need=True),
    ),
)
ANSWERS = Table(
    name="Answers",
    meaning="Answers to findings: one row a finding. For a cell, the answer is what the cell is to be read as.",
    columns=(
        column(
            "finding",
            Kind.ID,
            "id of the finding, from to-do.xlsx",
            "ambiguous-date-1a2b3c4d",
            need=True,
        ),
        column(
            "answer",
            Kind.LONG_TEXT,
            "the value to be read; or a word its cure names; or noted",
            "2025-04-03",
            need=True,
        ),
        column("reason", Kind.TEXT, "why, for the audit", "confirmed by the mission", need=True),
        column("role", Kind.TEXT, "who answered, as a role", "ISU", need=True),
    ),
)
PREVIOUS = Table(
    name="Previous",
    meaning="Figures that the last report or edition published: for trends, and so that no difference tells of one State.",
    columns=(
        column(
            "figure",
            Kind.ID,
            "reports_received, an indicator of the plan, or a number of States that are not named",
            "reports_received",
            need=True,
        ),
        column("value", Kind.NUMBER, "", "17", need=True),
        column("of", Kind.NUMBER, "States Parties at that time", "23", need=True),
        column("basis", Kind.CHOICE, "who counted as a State Party", "in_force", BASES, need=True),
        column("as_of", Kind.DATE, "day as at which it was counted", "2024-06-30", need=True),
        column(
            "symbol", Kind.TEXT, "of the document that published it", "DEMO/MSP/2024/9", need=True
        ),
        column("paragraph", Kind.TEXT, "paragraph in it", "34"),
    ),
)
