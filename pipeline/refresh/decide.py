"""What to do with one text: the table of what was generated, what stands there, and what would be
generated now.

In: three texts and whether marks of others bar a change. Out: a verdict; HEADER the merge gives. No
document is seen.
"""

from enum import StrEnum

from pipeline.refresh.compared_text import is_same


class Verdict(StrEnum):
    """What becomes of a text."""

    SAME = "same"
    EDITED = "edited"
    TAKE = "take"
    CONFLICT = "conflict"
    REMOVE = "remove"
    ORPHAN = "orphan"
    EMPTIED = "emptied"
    HEADER = "head"  # would be removed, but is above a row of its table that is kept


def decide(base: str | None, theirs: str, new: str | None, is_barred: bool) -> Verdict:
    """The verdict on a text that stands in the editors' document.

    `base` is None where nobody knows what was generated, `new` where nothing is generated any more.
    `is_barred`: marks of others keep the words as they are.
    """
    if is_same(theirs, new):
        return Verdict.SAME
    if not theirs.strip() and base != "":
        return Verdict.EMPTIED
    is_kept = is_barred or not is_same(theirs, base)
    if new is None:
        return Verdict.ORPHAN if is_kept else Verdict.REMOVE
    if is_same(base, new):
        return Verdict.EDITED
    return Verdict.CONFLICT if is_kept else Verdict.TAKE
