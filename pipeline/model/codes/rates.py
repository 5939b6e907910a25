"""Findings about rates of exchange and money on both sides of a gift.

In: nothing. Out: code → severity, message, cure.
"""

# fmt: off
RATES: dict[str, tuple[str, str, str]] = {
}
# fmt: on
