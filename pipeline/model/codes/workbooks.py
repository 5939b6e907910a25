"""Findings about workbooks and csv files as offices keep them.

In: nothing. Out: code → severity, message, cure.
"""

# fmt: off
WORKBOOKS: dict[str, tuple[str, str, str]] = {
}
# fmt: on
