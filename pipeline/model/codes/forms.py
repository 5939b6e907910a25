"""Findings about national reports as States send them.

In: nothing. Out: code → severity, message, cure.
"""

# fmt: off
FORMS: dict[str, tuple[str, str, str]] = {
}
# fmt: on
