"""Cells that provoke the findings on words with several readings, or a meaning of their own.

In: nothing. Out: cases.
"""

from tests.makers.small_meeting import ACTIVITY, LINE, log, rows
from tests.whole.cases.case import Case, in_log, in_report

NO_ONE = {**LINE, "section": "received", "counterpart": ""}

PROVED = rows(
    {**ACTIVITY, "date_start": "03/04/2025"},
    {**ACTIVITY, "activity_id": "ACT-2", "date_start": "13/04/2025"},
)


def _cell(code: str, column: str, words: str, **changes: object) -> Case:
    return in_log(code, f'row 2 "{column}"', **{column: words, **changes})


def _amount(code: str, words: str, currency: str = "") -> Case:
    return in_report(code, "Form I!D2", {**LINE, "amount": words, "currency": currency})


CASES = [
    _cell("bad-date", "date_start", "31/06/2025"),
    _cell("ambiguous-date", "date_start", "03/04/2025"),
    _cell("ambiguous-date", "date_start", "45748"),
    _cell("two-digit-year", "date_start", "03/04/25"),
    _cell("date-without-year", "date_start", "25-Oct"),
    _cell("two-dates", "date_start", "7 and 9 April 2025"),
    _cell("two-dates", "due", "7–8 April 2025"),
    _cell("span-disagrees", "date_start", "7–8 April 2025", date_end="2025-04-09"),
    Case(
        "date-serial",
        {"activities.xlsx": {"activities": log(date_start=45748)}},
        "m/activities.xlsx",
        "activities!B2",
    ),
    Case("read-by-column", {"activities.csv": PROVED}, "m/activities.csv", 'row 2 "date_start"'),
    _amount("ambiguous-amount", "1,500"),
    _amount("ambiguous-amount", "2 billion"),
    _amount("ambiguous-currency", "kr 5 000 000"),
    in_report("ambiguous-currency", "Form I!E2", {**LINE, "amount": "5", "currency": "kr"}),
    _amount("currency-disagrees", "EUR 5", "USD"),
    _amount("negative-amount", "(500)"),
    _amount("amount-magnitude", "2.5 million", "USD"),
    _amount("amount-range", "between 100 000 and 200 000", "USD"),
    _amount("amount-approximate", "approx. 5000", "USD"),
    _amount("amount-years", "USD 1,200,000 (2023–2025)"),
    _amount("amount-in-kind", "3 detectors, 2 trainers"),
    _amount("absence-read", "N/A"),
    _amount("points-elsewhere", "see Form J"),
    _cell("absence-read", "requested_on", "-"),
    _cell("points-elsewhere", "participants_states", "see annex"),
    _cell("ambiguous-names", "participants_states", "Sigmaland and Thetaland, Rhoville"),
    _cell("unknown-name", "participants_states", "various donors"),
    _cell("misspelt-name", "participants_states", "Kapaland"),
    in_report("period-not-a-year", "Cover!B5", period_from="1/abr/2016", period_to="31/jul/2017"),
    in_report("line-says-none", "Form I!D2", {**NO_ONE, "amount": "nil"}),
    in_report(
        "line-says-nothing",
        "Form I!D2",
        {**NO_ONE, "amount": "confidential"},
    ),
]
