"""The keys of the sheet Settings: what each means, and what may stand there.

In: nothing. Out: a column a key, for docs/inputs.md and the entry workbook. What is refused is in
model/settings.py.
"""

from pipeline.model.tables.kinds import Column, Kind, column
from pipeline.model.tables.values import BASES, DECIMAL_MARKS, YES_NO

PAPER_STATES = ("draft", "advance", "issued", "finalized")

SETTING_KEYS: tuple[Column, ...] = (
    column(
        "demo",
        Kind.CHOICE,
        "yes: every State and sum is invented, and no paper may be issued",
        "no",
        YES_NO,
    ),
    column(
        "meeting_kind",
        Kind.CHOICE,
        "MSP for a Meeting of States Parties, RC for a Review Conference",
        "MSP",
        ("MSP", "RC"),
        need=True,
    ),
    column("meeting_number", Kind.VERSION, "which meeting of its kind it is", "14", need=True),
    column("meeting_place", Kind.TEXT, "town of the meeting", "Geneva", need=True),
    column("meeting_from", Kind.DATE, "first day of the meeting", "2025-09-16", need=True),
    column("meeting_to", Kind.DATE, "last day of the meeting", "2025-09-19", need=True),
    column("agenda_item", Kind.TEXT, "number of the agenda item; may be empty", "9"),
    column("agenda_title", Kind.TEXT, "title of the item; may be empty", ""),
    column(
        "symbol", Kind.TEXT, "symbol of the document; empty: printed in brackets, to be filled", ""
    ),
    column("job_number", Kind.TEXT, "number given by conference services; may be empty", ""),
    column("date_of_submission", Kind.DATE, "day of submission; may be empty", "2025-07-08"),
    column("period_from", Kind.DATE, "first day of the reporting period", "2024-07-01", need=True),
    column("period_to", Kind.DATE, "last day of the reporting period", "2025-06-30", need=True),
    column("article7_year", Kind.YEAR, "calendar year of the Article 7 reports", "2024", need=True),
    column(
        "cut_off", Kind.DATE, "last day on which information could come in", "2025-06-30", need=True
    ),
    column("as_of", Kind.DATE, "day as at which the papers speak", "2025-06-30", need=True),
    column(
        "activities_until",
        Kind.DATE,
        "last day that the Coordinators' own report tells of; empty: the cut-off",
        "2025-09-05",
    ),
    column("membership_basis", Kind.CHOICE, "who counts as a State Party", "in_force", BASES),
    column(
        "plan",
        Kind.TEXT,
        "action plan, a file in the folder plans of the reference",
        "lausanne-2021-2026",
        need=True,
    ),
    column(
        "work_plan",
        Kind.TEXT,
        "work plan, a file in the folder work-plans of the reference",
        "ica-2024-2025",
        need=True,
    ),
    column("reference", Kind.TEXT, "reference folder; empty: the one all meetings share", ""),
    column("language", Kind.TEXT, "language of the papers", "en"),
    column(
        "author_body",
        Kind.TEXT,
        "body given as author in the properties of the papers",
        "",
        need=True,
    ),
    column(
        "page_mark",
        Kind.TEXT,
        "printed on every page; while it is not empty nothing can be issued",
        "",
    ),
    column(
        "decimal_mark",
        Kind.CHOICE,
        "mark before decimals in the meeting's own tables; empty: as their numbers prove",
        "",
        DECIMAL_MARKS,
    ),
    column(
        "convert_to",
        Kind.CURRENCY,
        "currency into which figures.xlsx converts amounts, by the table rates; may be empty",
        "",
    ),
    column(
        "names_in_text_up_to",
        Kind.NUMBER,
        "up to so many States are named in the text, more in a note",
        "6",
    ),
    column("template", Kind.TEXT, "Word template of the paper", ""),
    column("state", Kind.CHOICE, "how far the paper is", "draft", PAPER_STATES),
    column("word_limit", Kind.NUMBER, "most words the paper may have", "1000"),
    column("first_paragraph", Kind.NUMBER, "number of the first paragraph of the paper", "1"),
    column("style", Kind.TEXT, "name of a style of your own Word template", "List Number"),
    column(
        "house_style", Kind.CHOICE, "off switches a rule of house style off", "off", ("on", "off")
    ),
)
