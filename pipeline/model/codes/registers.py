"""Findings about statements, follow-up and earlier figures.

In: nothing. Out: code → severity, message, cure.
"""

# fmt: off
REGISTERS: dict[str, tuple[str, str, str]] = {
}
# fmt: on
