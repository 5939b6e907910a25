"""Cases of rates of exchange and of gifts told from both sides."""

from tests.makers.small_meeting import LINE, Content, register, report, rows
from tests.whole.cases.case import REPORT, Case

RATE = {
    "from_currency": "XTS",
    "to_currency": "USD",
    "rate": "0.40",
    "direction": "to_per_from",
    "period": "2024",
    "kind": "average_year",
    "source": "bank",
}
TWO = 'row 3 "rate"'
OTHER = "national-reports/rhoville.xlsx"
YEAR = {"period_from": "2024-01-01", "period_to": "2024-12-31"}


def _rates(code: str, place: str, *changes: dict[str, str]) -> Case:
    return Case(
        code, {"rates.csv": rows(*({**RATE, **change} for change in changes))}, "m/rates.csv", place
    )


def gift(provided: str, received: str, **more: str) -> dict[str, Content]:
    """Two reports that tell of one gift, with these amounts in XTS."""
    given = {**LINE, **YEAR, "amount": provided, "currency": "XTS"}
    got = {**given, "section": "received", "counterpart": "Alphaland", "amount": received, **more}
    return {
        "reports-received.csv": [*register(), *register(state="Rhoville")[1:]],
        REPORT: report(given),
        OTHER: report(got, state="Rhoville"),
    }


CASES = [
    _rates("rate-of-itself", 'row 2 "to_currency"', {"to_currency": "XTS"}),
    _rates("rate-not-positive", 'row 2 "rate"', {"rate": "0"}),
    _rates("rate-period", 'row 2 "period"', {"kind": "spot"}),
    _rates("rate-inverse-disagrees", TWO, {}, {"direction": "from_per_to", "rate": "2.6"}),
    _rates("rates-differ", TWO, {}, {"rate": "0.41"}),
    _rates("parallel-rates", TWO, {}, {"rate": "0.41", "source": "market"}),
    _rates("rate-far-off", TWO, {}, {"rate": "2.50", "period": "2023"}),
    Case("possible-pair", gift("1000", "1100"), f"m/{OTHER}", "Form I!B2"),
    Case("pair-amounts-differ", gift("1000", "1300"), f"m/{OTHER}", "Form I!B2"),
    Case(
        "same-gift-in-several-treaties",
        gift("1000", "1100", also_reported_under="mine_ban"),
        f"m/{OTHER}",
        "Form I!H2",
    ),
]
