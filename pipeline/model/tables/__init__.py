"""The tables that a meeting folder may hold: every column with its kind, values, whether it is
required, and an example.

In: nothing. Out: the one declaration on which reading, checking, docs/inputs.md and entry workbooks
rest. It refuses nothing itself; the grammars of the kinds are in `pipeline.normalise`.
"""

from pipeline.model.tables.columns import (
    CARRIED_OVER,
    CONFIRMED,
    EXAMPLE,
    HELP_MARK,
    HELP_MARKS,
    HELP_SHEETS,
    PRINTED,
    ROW_IS,
    Column,
    InputTable,
    Kind,
    Visibility,
)
from pipeline.model.tables.meeting import (
    ANSWERS,
    CLEARANCES,
    COMPLETE,
    CORRECTIONS,
    MARKS_TABLE,
    PREVIOUS,
    SETTING_KEYS,
    SETTINGS,
    WITHHELD,
)
from pipeline.model.tables.registers import (
    ACTIVITIES,
    COALITIONS,
    COVER,
    COVER_FIELDS,
    FOLLOW_UP,
    GOOD_PRACTICES,
    RATES,
    REPORTS_RECEIVED,
    RESOURCE_LINES,
    REVIEW,
    STATEMENTS,
    WORK_PLAN,
    WRITTEN,
)

EVIDENCE_TABLES = (
    ACTIVITIES,
    REPORTS_RECEIVED,
    COALITIONS,
    GOOD_PRACTICES,
    STATEMENTS,
    FOLLOW_UP,
    RATES,
    PREVIOUS,
    CORRECTIONS,
    ANSWERS,
    REVIEW,
)
PINNED_TABLES = (SETTINGS, WITHHELD, COMPLETE, MARKS_TABLE, CLEARANCES, WORK_PLAN)
LINE_TABLES = (RESOURCE_LINES,)  # the lines of every form have the columns of one of these
FORM_TABLES = (COVER, *LINE_TABLES)

__all__ = [
    "ACTIVITIES",
    "ANSWERS",
    "CARRIED_OVER",
    "CLEARANCES",
    "COALITIONS",
    "COMPLETE",
    "CONFIRMED",
    "CORRECTIONS",
    "COVER",
    "COVER_FIELDS",
    "EVIDENCE_TABLES",
    "EXAMPLE",
    "FOLLOW_UP",
    "FORM_TABLES",
    "GOOD_PRACTICES",
    "HELP_MARK",
    "HELP_MARKS",
    "HELP_SHEETS",
    "LINE_TABLES",
    "MARKS_TABLE",
    "PINNED_TABLES",
    "PREVIOUS",
    "PRINTED",
    "RATES",
    "REPORTS_RECEIVED",
    "RESOURCE_LINES",
    "REVIEW",
    "ROW_IS",
    "SETTINGS",
    "SETTING_KEYS",
    "STATEMENTS",
    "WITHHELD",
    "WORK_PLAN",
    "WRITTEN",
    "Column",
    "InputTable",
    "Kind",
    "Visibility",
]
