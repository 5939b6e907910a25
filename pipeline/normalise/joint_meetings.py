"""Joint meetings with the committee of another convention: what was agreed needs a public document
of both.

In: a row of the log, words for agreement. Out: the columns that speak of an agreement nobody can
cite.
"""

import re
from collections.abc import Mapping

from pipeline.language import name_key
from pipeline.normalise.table import Read

_ROLE, _KIND = "agreement", "joint_meeting"
_WORD = re.compile(r"\w+")
_TOLD = ("outcome_public", "subjects")


def agreed_columns(read: Read, words: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """The columns to be printed in which a joint meeting agrees on something, where no document of
    both is named.
    """
    values = read.values
    if values["kind"] != _KIND or values["agreed_document"]:
        return ()
    known = words.get(_ROLE, {}).keys()
    return tuple(name for name in _TOLD if known & set(_WORD.findall(name_key(str(values[name])))))
