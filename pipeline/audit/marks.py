"""Marks that cannot be seen, made visible: what an auditor reads is what stands in the cell.

In: text of an input. Out: the same text, each control character and mark of direction as its code
between brackets.
"""

import re

from pipeline.language import INVISIBLE

_UNSEEN = re.compile(f"{INVISIBLE.pattern}|[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def visible(text: str) -> str:
    """The text with its unseen marks told.

    >>> visible("a\\u202eb")
    'a⟨202E⟩b'
    """
    if text.isprintable():
        return text  # none of the marks is printable, and most cells hold none
    return _UNSEEN.sub(lambda found: f"⟨{ord(found[0]):04X}⟩", text)
