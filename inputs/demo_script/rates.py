"""Rates of exchange of the demo: yearly averages, one of them told both ways.

In: nothing. Out: rows for rates.csv. Every rate is invented, those between real currencies too.
"""

from demo_script.write import Row


def _rate(source: str, target: str, rate: str, direction: str, year: str) -> Row:
    return {
        "from_currency": source,
        "to_currency": target,
        "rate": rate,
        "direction": direction,
        "period": year,
        "kind": "average_year",
        "source": "demo: invented",
        "retrieved_on": "2025-05-02",
        "retrieved_by": "ISU",
    }


RATES: tuple[Row, ...] = (
    _rate("XTS", "USD", "2.50", "from_per_to", "2024"),
    _rate("USD", "XTS", "0.400", "from_per_to", "2024"),
    _rate("EUR", "USD", "1.05", "to_per_from", "2024"),
    _rate("XTS", "USD", "2.40", "from_per_to", "2023"),
    _rate("XTS", "EUR", "0.380", "to_per_from", "2022"),
)
