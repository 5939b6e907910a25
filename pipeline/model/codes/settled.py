"""Findings about corrections and answers.

In: nothing. Out: code → severity, message, cure.
"""

# fmt: off
SETTLED: dict[str, tuple[str, str, str]] = {
}
# fmt: on
