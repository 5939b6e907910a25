"""Absence in its six meanings, and words that send the reader elsewhere.

In: the text of a cell. Out: the meaning, or that the cell points to another place. An absence is
never a zero that nobody wrote, and what stands elsewhere is not looked up.
"""

from pipeline.language import clean_text, name_key
from pipeline.model.money import Absence
from pipeline.model.tables import Column, Kind
from pipeline.normalise.reading import Lists
from pipeline.normalise.vocabulary import meanings

# "No" and "NA" in the place of a name are a denial; in other columns they may be an answer.
_NAMES = frozenset({Kind.STATE, Kind.ACTOR, Kind.ACTORS})
_ANYWHERE = ("absence",)
_OF_NAMES = (*_ANYWHERE, "no_name")
# Where the cells of a line say several, the one that leaves most open holds.
_MOST_OPEN_FIRST = (
    Absence.CONFIDENTIAL,
    Absence.NOT_AVAILABLE,
    Absence.UNCHANGED,
    Absence.NONE,
    Absence.NOT_APPLICABLE,
    Absence.NOT_REPORTED,
)


def absence_of(text: str, lists: Lists) -> Absence | None:
    """The meaning of a text that says nothing but an absence; nothing for any other text."""
    return _meaning(text, lists, _ANYWHERE)


def absence_of_name(text: str, lists: Lists) -> Absence | None:
    """The meaning of a text that says nothing but an absence where a name is wanted."""
    return _meaning(text, lists, _OF_NAMES)


def absence_in(column: Column, text: str, lists: Lists) -> Absence | None:
    """The meaning of a text that says nothing but an absence in a column."""
    return _meaning(text, lists, _OF_NAMES if column.kind in _NAMES else _ANYWHERE)


def _meaning(text: str, lists: Lists, roles: tuple[str, ...]) -> Absence | None:
    cleaned = clean_text(text)
    for spelling in (cleaned, cleaned.rstrip(".")):
        for role in roles:
            if found := meanings(lists.words, role, spelling):
                return Absence(found[0])
    return None


def points_elsewhere(text: str, lists: Lists) -> bool:
    """Whether the text sends the reader to another form, line or year."""
    key = name_key(text)
    words = lists.words.get("elsewhere", {})
    return any(key == word or key.startswith(f"{word} ") for word in words)


def most_open(found: list[Absence]) -> Absence | None:
    """The meaning that leaves most open."""
    return next((absence for absence in _MOST_OPEN_FIRST if absence in found), None)
