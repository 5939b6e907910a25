"""How each finding may be answered in the table Answers.

In: nothing. Out: which codes take the value of their cell, and which take words of their own. Every
other decision takes the word *noted*: a person has seen it, and nothing else changes.
"""

NOTED = "noted"
# Codes whose finding lies at one cell: the answer is what that cell is to be read as.
BY_VALUE = frozenset(
    {
        "missing-value",
        "bad-date",
        "bad-number",
        "bad-year",
        "bad-version",
        "bad-amount",
        "bad-currency",
        "bad-choice",
        "unknown-name",
        "not-a-state",
        "look-alike-letters",
        "text-too-long",
        "formula-without-value",
        "error-value",
        "linked-value",
        "merged-across",
        "struck-through",
        "date-in-text",
        "example-changed",
        "held-without-date",
        "end-before-start",
        "held-in-future",
        "date-across-period",
        "statement-date-coarse",
        "submitted-date-coarse",
        "outside-plan-not-alone",
        "unknown-item",
        "unknown-action",
        "unknown-follow-up",
        "not-shared-with-counterpart",
        "agreed-without-document",
        "agreed-in-words",
        "request-without-name",
        "currency-missing",
        "receipt-needed",
        "report-public-unknown",
        "form-i-unknown",
        "form-i-conflict",
        "unchanged-loop",
        "counterpart-missing",
        "caller-unknown",
        "obligation-missing",
        "ambiguous-date",
        "two-digit-year",
        "two-dates",
        "span-disagrees",
        "ambiguous-amount",
        "ambiguous-currency",
        "currency-disagrees",
        "negative-amount",
        "points-elsewhere",
        "ambiguous-names",
        "line-says-nothing",
        "statement-public-unknown",
        "status-unknown",
        "need-source-missing",
        "meeting-number-missing",
        "not-an-extension",
        "resources-not-read",
        "symbol-missing",
        "received-after-withdrawal",
        "versions-disagree",
        "unknown-figure",
        "value-above-of",
        "previous-not-earlier",
        "withheld-in-text",
        "state-in-unattributed",
    }
)
# Codes that take words of their own, beside *noted*.
WITHOUT = "without"
BY_WORD: dict[str, tuple[str, ...]] = {"withheld-in-evidence": (WITHOUT,)}


def words_for(code: str) -> tuple[str, ...]:
    """The words a finding of that code may be answered with, where it is not answered with a
    value.
    """
    return (*BY_WORD.get(code, ()), NOTED)
