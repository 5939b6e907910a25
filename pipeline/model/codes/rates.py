"""Findings about rates of exchange and money on both sides of a gift.

In: nothing. Out: code → severity, message, cure.
"""

from pipeline.model.codes.severities import BLOCKER, DECISION, NOTE

# fmt: off
RATES = {
    "rate-of-itself": (BLOCKER, "The rate leads from a currency to the same currency.",
        "Mend from_currency or to_currency."),
    "rate-not-positive": (BLOCKER, "The rate is not one number above zero.",
        "Write the rate."),
    "rate-period": (BLOCKER, "The period is no {values}, as the kind of the rate wants.",
        "Write a day for spot, a month for month, a year for average_year."),
    "rate-inverse-disagrees": (DECISION, "Two rates of one pair and period, told in opposite ways, differ by more than rounding; neither is used.",
        "Check direction and digits of both rows; delete the wrong one."),
    "rates-differ": (DECISION, "Two rates of one pair, period and source differ; neither is used.",
        "Delete the wrong one."),
    "parallel-rates": (DECISION, "Two sources give different rates for one pair and period; neither is used.",
        "Keep the one you stand behind and delete the other."),
    "rate-far-off": (DECISION, "The rate is more than a fifth away from another of the same pair in a near period; neither is used.",
        "Check both rows, above all their direction; delete the wrong one."),
    "possible-pair": (DECISION, "Another report may tell of the same gift from the other side; nothing is added.",
        "Look at both lines (to-do.xlsx names the other); answer noted."),
    "pair-amounts-differ": (NOTE, "Another report tells of a gift between the same two, and the amounts are more than a fifth apart: no pair by amount.",
        "Nothing; both lines are kept as they are."),
    "same-gift-in-several-treaties": (NOTE, "The line is also reported under another treaty; it is taken as mixed and never added to that treaty's.",
        "Nothing, or empty also_reported_under."),
}
# fmt: on
