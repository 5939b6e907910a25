"""Findings about words of a cell that have several readings, or a meaning of their own.

In: nothing. Out: code → severity, message, cure.
"""

# fmt: off
READINGS: dict[str, tuple[str, str, str]] = {
}
# fmt: on
