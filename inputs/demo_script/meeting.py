"""The demo meeting itself: its settings, what is declared complete, and the register of country
coalitions.

In: nothing. Out: rows for meeting.xlsx and coalitions.csv.
"""

from datetime import date

from demo_script.write import DEMO_MARK, Row

SETTINGS: tuple[Row, ...] = tuple(
    {"key": key, "value": value, "meaning": meaning}
    for key, value, meaning in (
        ("demo", "yes", "yes: every State and sum is invented, and no paper may be issued"),
        ("meeting_kind", "MSP", "MSP for a Meeting of States Parties, RC for a Review Conference"),
        ("meeting_number", "15", "which Meeting of States Parties it is"),
        ("meeting_place", "Port Alpha", "town of the meeting"),
        ("meeting_from", "2025-09-16", "first day of the meeting"),
        ("meeting_to", "2025-09-19", "last day of the meeting"),
        ("agenda_item", "9", "number of the agenda item; may be empty"),
        (
            "agenda_title",
            "International cooperation and assistance",
            "title of the item; may be empty",
        ),
        ("symbol", "", "symbol of the document; empty: printed in brackets, to be filled"),
        ("job_number", "", "number given by conference services; may be empty"),
        ("date_of_submission", "", "day of submission; may be empty"),
        ("period_from", "2024-07-01", "first day of the reporting period"),
        ("period_to", "2025-06-30", "last day of the reporting period"),
        ("article7_year", "2024", "calendar year of the Article 7 reports"),
        ("cut_off", "2025-06-30", "last day on which information could come in"),
        ("as_of", "2025-06-30", "day as at which the papers speak"),
        (
            "activities_until",
            "2025-09-05",
            "last day that the Coordinators' report tells of; empty: the cut-off",
        ),
        ("membership_basis", "in_force", "who counts as a State Party: in_force or deposited"),
        ("plan", "lausanne-2021-2026", "action plan, a file in the folder plans of the reference"),
        ("work_plan", "ica-demo", "work plan, a file in the folder work-plans of the reference"),
        ("reference", "reference", "reference folder; empty: the one all meetings share"),
        ("language", "en", "language of the papers"),
        (
            "author_body",
            "Implementation Support Unit of the Convention on Cluster Munitions",
            "body given as author in the properties of the papers",
        ),
        (
            "page_mark",
            DEMO_MARK,
            "printed on every page; while it is not empty nothing can be issued",
        ),
        (
            "convert_to",
            "USD",
            "currency into which figures.xlsx converts amounts, by the table rates; may be empty",
        ),
        ("names_in_text_up_to", "6", "up to so many States are named in the text, more in a note"),
        ("template.ica-section", "ica-section", "Word template of the section"),
        ("template.progress-report", "progress-report", "Word template of the progress report"),
        ("state.ica-section", "draft", "draft, advance, issued or finalized"),
        ("state.progress-report", "draft", "draft, advance, issued or finalized"),
        ("word_limit.ica-section", "1000", "most words the section may have"),
        ("word_limit.progress-report", "8500", "most words the progress report may have"),
        ("word_limit.activity-report", "3300", "most words the activity report may have"),
        ("word_limit.speaking-notes", "400", "most words of the speaking notes: three minutes"),
    )
)
COMPLETE: tuple[Row, ...] = (
    {
        "source": "activities",
        "through": date(2025, 9, 5),
        "declared_by": "ISU",
        "declared_on": date(2025, 9, 5),
    },
    *(
        {
            "source": source,
            "through": date(2025, 6, 30),
            "declared_by": "ISU",
            "declared_on": date(2025, 7, 2),
        }
        for source in (
            "reports-received",
            "national-reports",
            "coalitions",
            "good-practices",
            "statements",
            "follow-up",
        )
    ),
)
COALITIONS: tuple[Row, ...] = (
    {
        "coalition_id": "CC-001",
        "affected_state": "Deltaland",
        "partners": "Kappaland; OPA",
        "obligation": "art4_clearance",
        "status": "continuing",
        "called_by": "affected_state",
        "document": "Demo statement of the affected State, paragraph 4",
        "established": "2022-11-05",
        "forum": "Demo country platform on clearance",
        "result": "Plan of clearance agreed among the partners.",
        "declared_in": "Demo statement of the affected State, paragraph 6",
        "last_verified": "2025-06-20",
    },
    {
        "coalition_id": "CC-002",
        "affected_state": "Sigmaland",
        "partners": "Alphaland",
        "obligation": "art4_clearance",
        "status": "concluded",
        "called_by": "affected_state",
        "document": "Demo declaration of completion, paragraph 2",
        "established": "2018-04-17",
        "ended": "2021-06-28",
        "result": "Clearance declared complete.",
        "declared_in": "Demo declaration of completion, paragraph 1",
        "last_verified": "2025-06-20",
    },
    {
        "coalition_id": "CC-003",
        "affected_state": "Thetaland",
        "partners": "Côte d'Epsilon; UTR",
        "obligation": "art3",
        "status": "concluded",
        "called_by": "convention_document",
        "document": "Demo final document, paragraph 31",
        "ended": "2023-09-01",
        "forum": "Demo working group on stockpiles",
        "result": "Destruction of stockpiles declared complete.",
        "last_verified": "2025-06-20",
    },
    {
        "coalition_id": "CC-004",
        "affected_state": "Rhoville",
        "partners": "Alphaland",
        "obligation": "art4_clearance",
        "status": "proposed",
        "called_by": "other",
        "note": "Talked about at a side event; nothing was formed.",
        "last_verified": "2025-06-20",
    },
    {
        "coalition_id": "CC-005",
        "affected_state": "Omegaland",
        "partners": "OPA",
        "obligation": "art4_risk_education",
        "status": "unknown",
        "called_by": "unknown",
        "note": "Status to be confirmed by the State.",
    },
)
