"""What the demo's secretariat keeps beside log and reports: statements, follow-up, and figures of
the last report.

In: nothing. Out: rows for good-practices.csv, statements.csv, follow-up.csv and the sheet Previous.
Everything in them is invented.
"""

from collections.abc import Iterable
from datetime import date

from demo_script.write import Cell, Row

GAMMA = "Gamma (Federated Islands of)"
_INTERSESSIONAL, _SIDE_EVENT = "Demo intersessional meeting", "Demo side event"


def _rows(header: tuple[str, ...], lines: Iterable[tuple[Cell, ...]]) -> tuple[Row, ...]:
    """Rows of these columns, empty cells left out."""
    return tuple(
        {name: cell for name, cell in zip(header, line, strict=True) if cell not in ("", None)}
        for line in lines
    )


# Thetaland and Sigmaland sent no report; Bétaville's report says that nothing changed.
STATEMENTS = _rows(
    (
        "statement_id",
        "state",
        "made_on",
        "occasion",
        "section",
        "counterpart",
        "document",
        "public",
        "words",
    ),
    (
        (
            "ST-001",
            "Thetaland",
            "2025-04-07",
            _INTERSESSIONAL,
            "national_resources",
            "",
            "Demo statement, paragraph 3",
            "yes",
            "We continue to fund our national authority from our own budget.",
        ),
        (
            "ST-002",
            "Sigmaland",
            "2025-04-07",
            _INTERSESSIONAL,
            "exchange",
            "Deltaland",
            "Demo statement, paragraph 2",
            "yes",
            "We shared with a neighbour what we learned on the way to completion.",
        ),
        (
            "ST-003",
            "Bétaville",
            "2025-04-08",
            _INTERSESSIONAL,
            "needed",
            "",
            "Demo statement, paragraph 5",
            "yes",
            "We still need survey teams for the river banks.",
        ),
        (
            "ST-004",
            "Deltaland",
            "2025-04-08",
            _INTERSESSIONAL,
            "national_plan",
            "",
            "Demo statement, paragraph 6",
            "yes",
            "Our strategy is under way.",
        ),
        (
            "ST-005",
            "Omegaland",
            "2025-04-08",
            _SIDE_EVENT,
            "innovative_funding",
            "",
            "",
            "",
            "We are looking into matching funds.",
        ),
        (
            "ST-006",
            "Rhoville",
            "2025-04-08",
            _SIDE_EVENT,
            "exchange",
            "Alphaland",
            "",
            "no",
            "Said in confidence.",
        ),
        (
            "ST-007",
            "Alphaland",
            "2025-04-07",
            _INTERSESSIONAL,
            "provided",
            "Rhoville",
            "Demo statement, paragraph 1",
            "yes",
            "We will keep up our support.",
        ),
        (
            "ST-008",
            "Kappaland",
            "2025-07-10",
            "Demo briefing",
            "exchange",
            "Mu",
            "Demo statement, paragraph 4",
            "yes",
            "Said after the cut-off of the report.",
        ),
    ),
)
# Of Omegaland's words nobody has said whether they are public: they are asked for, not printed.
GOOD_PRACTICES = _rows(
    ("practice_id", "actor", "role", "made_on", "occasion", "document", "public", "words"),
    (
        (
            "GP-001",
            "Kappaland",
            "donor",
            "2025-04-08",
            _INTERSESSIONAL,
            "Demo statement, paragraph 7",
            "yes",
            (
                "Funding agreed for several years at once let the national authority plan beyond"
                " each season."
            ),
        ),
        (
            "GP-002",
            "Côte d'Epsilon",
            "donor",
            "2025-04-07",
            _INTERSESSIONAL,
            "Demo statement, paragraph 8",
            "yes",
            "The affected State and all partners meet around one table, twice a year.",
        ),
        (
            "GP-003",
            "OPA",
            "operator",
            "2025-04-08",
            _INTERSESSIONAL,
            "Demo statement, paragraph 9",
            "yes",
            "Survey data shared with all partners in one format kept tasks from being done twice.",
        ),
        (
            "GP-004",
            "Deltaland",
            "affected_state",
            "2025-04-08",
            _INTERSESSIONAL,
            "Demo statement, paragraph 10",
            "yes",
            "The national authority chairs the platform, and its plan sets the order of tasks.",
        ),
        (
            "GP-005",
            "Omegaland",
            "affected_state",
            "2025-04-08",
            _SIDE_EVENT,
            "",
            "",
            "Local authorities should be heard before a plan is made.",
        ),
    ),
)
_EXTENSIONS = _rows(
    (
        "follow_up_id",
        "state",
        "kind",
        "obligation",
        "status",
        "submitted_on",
        "meeting_number",
        "symbol",
        "resources",
        "resources_ref",
        "confidentiality",
        "source",
    ),
    tuple(
        (
            f"FU-00{n}",
            state,
            "extension_request",
            "art4_clearance",
            status,
            on,
            number,
            symbol,
            says,
            ref,
            shown,
            where,
        )
        for n, state, status, on, number, symbol, says, ref, shown, where in (
            (
                1,
                "Deltaland",
                "submitted",
                date(2025, 3, 28),
                15,
                "DEMO/MSP/2025/EXT.1",
                "yes",
                "12–18",
                "public",
                "request",
            ),
            (
                2,
                "Bétaville",
                "considered",
                date(2025, 4, 4),
                15,
                "DEMO/MSP/2025/EXT.2",
                "yes",
                "9",
                "public",
                "request",
            ),
            (
                3,
                GAMMA,
                "submitted",
                date(2025, 6, 2),
                15,
                "DEMO/MSP/2025/EXT.3",
                "",
                "",
                "public",
                "request",
            ),
            (
                4,
                "Omegaland",
                "considered",
                date(2023, 3, 30),
                13,
                "DEMO/MSP/2023/EXT.1",
                "yes",
                "7",
                "public",
                "request",
            ),
            (5, "Rhoville", "open", "", 16, "", "", "", "internal", "talk with the mission"),
        )
    ),
)
_OTHERS = _rows(
    (
        "follow_up_id",
        "state",
        "kind",
        "obligation",
        "status",
        "submitted_on",
        "confidentiality",
        "source",
        "next_step",
    ),
    (
        (
            "FU-101",
            "Zetaville",
            "need",
            "art7",
            "open",
            "",
            "public",
            "Demo letter made public, paragraph 2",
            "",
        ),
        (
            "FU-102",
            "Mu",
            "need",
            "art4_clearance",
            "open",
            "",
            "public",
            "Demo national strategy, chapter 4",
            "",
        ),
        (
            "FU-103",
            "Omegaland",
            "need",
            "art5",
            "open",
            "",
            "internal",
            "talk with the mission",
            "Call the mission.",
        ),
        (
            "FU-201",
            "Sigmaland",
            "request",
            "general",
            "open",
            date(2024, 11, 13),
            "no_attribution",
            "letter",
            "",
        ),
        (
            "FU-202",
            "Thetaland",
            "request",
            "art7",
            "closed",
            date(2025, 1, 22),
            "no_attribution",
            "letter",
            "",
        ),
        (
            "FU-203",
            "Rhoville",
            "request",
            "art4_clearance",
            "open",
            date(2025, 4, 9),
            "no_attribution",
            "talk",
            "",
        ),
        (
            "FU-204",
            "Lambda and Nu",
            "request",
            "art7",
            "open",
            date(2025, 5, 15),
            "no_attribution",
            "letter",
            "",
        ),
    ),
)
_OBLIGATIONS = _rows(
    (
        *(
            "follow_up_id",
            "state",
            "kind",
            "obligation",
            "status",
            "deadline",
            "decision",
            "owner",
            "confidentiality",
        ),
        *("asked_on", "met_on", "outcome", "next_step", "due"),
    ),
    tuple(
        (
            f"FU-30{n}",
            state,
            "obligation",
            "art4_clearance",
            "open",
            on,
            decision,
            "ISU",
            "internal",
            *contact,
        )
        for n, state, on, decision, contact in (
            (
                1,
                "Deltaland",
                "2026-03-01",
                "",
                (
                    "2025-02-03",
                    "2025-02-20",
                    "Needs were set out.",
                    "Send the draft of the mapping.",
                    "2025-06-13",
                ),
            ),
            (
                2,
                "Bétaville",
                "2026-09-01",
                "DEMO/MSP/2022/9, paragraph 27",
                ("", "", "", "Offer a call.", "2025-08-29"),
            ),
            (3, GAMMA, "2025-08-01", "", ("2025-05-06", "", "", "", "")),
        )
    ),
)
FOLLOW_UP = (*_EXTENSIONS, *_OTHERS, *_OBLIGATIONS)
PREVIOUS: tuple[Row, ...] = tuple(
    {
        "figure": figure,
        "value": value,
        "of": of,
        "basis": basis,
        "as_of": date(2024, 6, 30),
        "symbol": "DEMO/MSP/2024/9",
        "paragraph": paragraph,
    }
    for figure, value, of, basis, paragraph in (
        ("reports_received", 9, 13, "in_force", "34"),
        ("national_resources", 6, 13, "in_force", "36"),
        ("assistance_provided", 6, 13, "in_force", "40"),
        ("assistance_received", 3, 14, "deposited", "41"),
    )
)
