"""Currencies: codes, and signs that stand for one currency alone.

In: text. Out: candidates. A sign that several currencies use is settled by the column of currencies
or not at all.
"""

from pipeline.language import name_key
from pipeline.normalise.reading import Asked, Lists, Reading, refused


def candidates(text: str, lists: Lists) -> tuple[str, ...]:
    """The currencies a text may stand for: its code, or those of its sign."""
    if text in lists.currencies:
        return (text,)
    return lists.signs.get(name_key(text), ())


def read_currency(asked: Asked) -> Reading:
    """The currency of a cell of its own."""
    found = candidates(asked.text, asked.lists)
    if len(found) > 1:
        return refused("ambiguous-currency", ", ".join(found))
    return Reading(found[0]) if found else refused("bad-currency")
