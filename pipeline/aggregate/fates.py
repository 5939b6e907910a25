"""What becomes of a row of a register that is not counted: its drop, and the finding that says why.

In: a record and a reason. Out: Drop and findings. A reason that is a code of the table of codes is
a finding too.
"""

from collections.abc import Mapping

from pipeline.model.codes import CODES
from pipeline.model.figure import Drop
from pipeline.model.finding import Finding, found
from pipeline.model.record import Record

NOT_ABOUT, EXCLUDED, NOT_PRINTED = "not-about-this-report", "excluded", "not-printed"
_NOT_ABOUT = frozenset({"outside-period", "other-meeting"})
_NOT_PRINTED = frozenset(
    {
        "internal",
        "no-attribution",
        "internal-register",
        "not-evidence-for-an-action",
        "not-submitted",
        "over",
        "withdrawn",
        "fewer-than-three",
        "not-compared",
    }
)


def dropped(record: Record, reason: str) -> Drop:
    """Why the row is not used, should no block reach it."""
    fate = (
        NOT_ABOUT if reason in _NOT_ABOUT else NOT_PRINTED if reason in _NOT_PRINTED else EXCLUDED
    )
    return Drop(key=record.key, fate=fate, reason=reason, record=record.id)


def questioned(record: Record, reason: str, places: Mapping[str, str]) -> list[Finding]:
    """The finding of a reason at its column; none for a reason that needs no saying, or was said
    while reading.
    """
    return (
        [found(reason, record.ref(places[reason]))] if reason in CODES and reason in places else []
    )
