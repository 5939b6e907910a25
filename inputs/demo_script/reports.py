"""Article 7 reports of the invented States: of ten for 2024 and one that withdrew, two earlier
ones, and the register.

In: a seeded source of numbers. Out: one `NationalReport` a report. States with lines for 2024:
action 38 national resources 7, innovative funding 1; 39 exchange 2; 40 provided 5, received 4; 41
needed 6, of these with a national plan 5. Two more refer to earlier reports.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from demo_script.write import Cell, Row

# Lowest and highest amount, in thousands; the sum itself is drawn.
Range = tuple[int, int]
Line = Mapping[str, Cell | Range]


@dataclass(frozen=True)
class NationalReport:
    """One report: who, which year, when it came in, and the lines of its Form I."""

    state: str
    file_name: str
    year: int
    dated: date
    received_on: date
    unchanged_since: int | None
    version: int
    lines: tuple[Row, ...]
    scan: str = ""

    @property
    def cover(self) -> tuple[Row, ...]:
        """Rows of the sheet Cover."""
        fields = (
            ("state", self.state),
            ("article7_year", str(self.year)),
            ("version", str(self.version)),
            ("period_from", f"{self.year}-01-01"),
            ("period_to", f"{self.year}-12-31"),
            ("date_of_report", self.dated.isoformat()),
            ("form_i", "unchanged" if self.unchanged_since else "changed"),
            ("form_i_since", str(self.unchanged_since or "")),
            *((("transcribed_from", self.scan),) if self.scan else ()),
        )
        return tuple({"field": field, "value": value} for field, value in fields)

    @property
    def is_here(self) -> bool:
        """Whether its file is in the folder: the amended report took the place of the first."""
        return self.file_name != "lambda-and-nu-2024.xlsx"

    @property
    def registered(self) -> Row:
        """Its row in the register of reports received."""
        return {
            "state": self.state,
            "article7_year": self.year,
            "file": self.file_name,
            "received_on": self.received_on,
            "version": self.version,
            "public": "yes",
            "where": "demo register",
            "entered_by": "ISU",
        }


def national(currency: str, low: int, high: int, obligation: str, basis: str = "budgeted") -> Line:
    """A line on national resources."""
    return {
        "section": "national_resources",
        "obligation": obligation,
        "kind": "financial",
        "amount": (low, high),
        "currency": currency,
        "amount_basis": basis,
        "ccm_share": "mixed_mine_action",
        "description": "Resources from the State budget.",
    }


def help_line(
    section: str, counterpart: str, money: tuple[str, int, int] | None, **more: str
) -> Line:
    """A line on assistance provided or received; without money it is assistance in kind."""
    given: dict[str, Cell | Range] = {"section": section, "counterpart": counterpart}
    if money:
        currency, low, high = money
        given |= {"kind": "financial", "amount": (low, high), "currency": currency}
        given |= {"amount_basis": "disbursed"}
    else:
        given |= {"kind": "in_kind"}
    return given | {"obligation": "art4_clearance", "ccm_share": "mixed_mine_action"} | more


def needed(obligation: str, description: str) -> Line:
    """A line on assistance needed."""
    return {
        "section": "needed",
        "obligation": obligation,
        "kind": "mixed",
        "description": description,
    }


def plan(description: str) -> Line:
    """A line on a national plan."""
    return {"section": "national_plan", "obligation": "art4_clearance", "description": description}


def exchange(counterpart: str, description: str) -> Line:
    """A line on an exchange of experience between States of the South."""
    return {
        "section": "exchange",
        "counterpart": counterpart,
        "modality": "south_south",
        "obligation": "art4_clearance; art4_risk_education",
        "kind": "technical",
        "description": description,
    }


CLEARANCE_PLAN = "National strategy for survey and clearance."
LINES_2024: Mapping[str, tuple[Line, ...]] = {
    "Alphaland": (
        national("XTS", 400, 900, "general", "disbursed"),
        help_line(
            "provided",
            "Rhoville",
            ("XTS", 1_000, 2_000),
            channel="OPA",
            description="Survey teams.",
        ),
        help_line(
            "provided", "Deltaland", ("XTS", 300, 700), description="Support to the authority."
        ),
    ),
    "Gamma (Federated Islands of)": (
        national("XTS", 100, 300, "art4_clearance"),
        exchange("Deltaland", "Visit of clearance instructors."),
        help_line("received", "Psiland", ("USD", 150, 350), description="Purchase of detectors."),
        needed("art4_clearance", "Survey of the outer islands."),
        plan(CLEARANCE_PLAN),
    ),
    "Deltaland": (
        national("XTS", 200, 500, "art4_clearance"),
        exchange("Gamma (Federated Islands of)", "Training of clearance personnel."),
        help_line(
            "provided",
            "Gamma (Federated Islands of)",
            None,
            kind="technical",
            description="Two instructors for three weeks.",
        ),
        help_line(
            "received",
            "UTR",
            ("EUR", 400, 800),
            also_reported_under="mine_ban",
            description="Clearance of farm land.",
        ),
        help_line(
            "received", "Alphaland", ("XTS", 300, 700), description="Support to the authority."
        ),
        needed("art4_clearance; art4_risk_education", "Clearance teams and risk education."),
        plan(CLEARANCE_PLAN),
    ),
    "Kappaland": (
        {
            "section": "innovative_funding",
            "obligation": "general",
            "kind": "financial",
            "amount": Decimal("84500.50"),
            "currency": "EUR",
            "amount_basis": "committed",
            "ccm_share": "mixed_mine_action",
            "description": "Matching fund with private donors.",
        },
        national("EUR", 500, 1_200, "general"),
        help_line(
            "provided", "Lambda and Nu", ("EUR", 600, 1_100), channel="OPA", ccm_share="exclusive"
        ),
        # which of two days this is nobody can tell: the desk asks the State
        help_line(
            "provided",
            "GLOBAL",
            ("EUR", 250, 600),
            channel="OPA",
            obligation="general",
            period_from="03/04/2024",
        ),
    ),
    "Rhoville": (
        national("USD", 50, 150, "art4_clearance"),
        help_line(
            "received", "Alphaland", ("USD", 900, 1_900), channel="OPA", description="Survey teams."
        ),
        needed("art4_clearance", "Mechanical clearance of hill areas."),
        needed("art5", "Services for victims in the border province."),
        plan(CLEARANCE_PLAN),
    ),
    "Côte d'Epsilon": (
        national("USD", 60, 200, "art5", "committed"),
        help_line(
            "provided",
            "Omegaland",
            ("USD", 100, 300),
            description="Risk education in border areas.",
        ),
        help_line(
            "provided", "Psiland", ("USD", 40, 120), channel="OPA", description="Risk education."
        ),
        needed("art5", "Training of staff for rehabilitation services."),
        plan("National plan on services for victims."),
    ),
    "Mu": (
        national("XTS", 80, 240, "art4_risk_education"),
        help_line(
            "provided", "Bétaville", None, kind="material", description="Detectors and spare parts."
        ),
        needed("art4_risk_education", "Material for risk education in schools."),
        plan("National mine action strategy."),
    ),
    "Lambda and Nu": (
        help_line(
            "received", "Kappaland", ("EUR", 500, 1_000), channel="OPA", ccm_share="exclusive"
        ),
        needed("art4_clearance; art7", "Survey and advice on reporting."),
    ),
    # withdrew from the Convention with effect from 6 March 2025
    "Upsiland": (
        national("XTS", 100, 200, "general"),
        help_line(
            "provided",
            "Deltaland",
            ("XTS", 100, 200),
            description="Detectors, before the withdrawal.",
        ),
    ),
}
LINES_EARLIER: Mapping[str, tuple[Line, ...]] = {
    "Bétaville": (
        national("XTS", 120, 320, "art4_clearance"),
        needed("art4_clearance", "Survey of river banks."),
    ),
    "Omegaland": (
        national("USD", 70, 210, "art4_clearance"),
        needed("art4_clearance; art5", "Clearance teams."),
    ),
}
# State, file, Article 7 year, day on the report, unchanged since.
# An amended report ends in 2; its first version is no longer there.
REPORTS = (
    ("Omegaland", "omegaland", 2022, date(2023, 4, 24), None),
    ("Bétaville", "betaville", 2023, date(2024, 4, 22), None),
    ("Alphaland", "alphaland", 2024, date(2025, 4, 14), None),
    ("Bétaville", "betaville", 2024, date(2025, 4, 28), 2023),
    ("Gamma (Federated Islands of)", "gamma", 2024, date(2025, 4, 29), None),
    ("Deltaland", "deltaland", 2024, date(2025, 4, 22), None),
    ("Kappaland", "kappaland", 2024, date(2025, 3, 31), None),
    ("Omegaland", "omegaland", 2024, date(2025, 4, 25), 2022),
    ("Rhoville", "rhoville", 2024, date(2025, 5, 19), None),
    ("Côte d'Epsilon", "cote-d-epsilon", 2024, date(2025, 4, 8), None),
    ("Mu", "mu", 2024, date(2025, 6, 4), None),
    ("Lambda and Nu", "lambda-and-nu", 2024, date(2025, 4, 17), None),
    ("Lambda and Nu", "lambda-and-nu-2", 2024, date(2025, 6, 11), None),
    ("Upsiland", "upsiland", 2024, date(2025, 2, 17), None),
)

# Reports that come as documents, and scans that were typed off.
ENDINGS = {("mu", 2024): ".docx", ("lambda-and-nu-2", 2024): ".docx", ("rhoville", 2024): ".pdf"}
SCANS = {("omegaland", 2022): "omegaland-2022-scan.pdf"}
FIELDS_FILE, VOLUNTARY_FILE = "deltaland-2023.pdf", "iotaland-2024.docx"
# A form filled in on screen, of another year, and a voluntary report of a State that only signed,
# which waits.
ALSO_REGISTERED: tuple[Row, ...] = tuple(
    {
        "state": state,
        "article7_year": year,
        "file": file,
        "received_on": received_on,
        "version": 1,
        "public": "yes",
        "where": "demo register",
        "entered_by": "ISU",
    }
    for state, year, file, received_on in (
        ("Deltaland", 2023, FIELDS_FILE, date(2024, 4, 19)),
        ("Iotaland", 2024, VOLUNTARY_FILE, date(2025, 5, 12)),
    )
)


def national_reports(draw: Random) -> tuple[NationalReport, ...]:
    """All reports with their sums drawn, in the order of the register."""
    return tuple(
        NationalReport(
            state=state,
            file_name=f"{slug}-{year}{ENDINGS.get((slug, year), '.xlsx')}",
            year=year,
            dated=dated,
            received_on=dated + timedelta(days=draw.randrange(0, 3)),
            unchanged_since=since,
            version=2 if slug.endswith("-2") else 1,
            lines=_drawn(
                (LINES_2024 if year == 2024 else LINES_EARLIER).get(state, ()), year, draw
            ),
            scan=SCANS.get((slug, year), ""),
        )
        for state, slug, year, dated, since in REPORTS
    )


def _drawn(lines: Iterable[Line], year: int, draw: Random) -> tuple[Row, ...]:
    return tuple(
        {"period_from": date(year, 1, 1), "period_to": date(year, 12, 31)}
        | {
            column: _sum(cell, draw) if isinstance(cell, tuple) else cell
            for column, cell in line.items()
        }
        for line in lines
    )


def _sum(bounds: Range, draw: Random) -> int:
    low, high = bounds
    return draw.randrange(low, high) * 1000
